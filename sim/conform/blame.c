/* blame.c - which rules the wrong answers are about. */
#include <stdlib.h>
#include <string.h>

#include "sim/conform/grade.h"

static eep_wrong_rule *find_rule(const eep_grade *grade, const char *name)
{
    eep_wrong_rule *rule = grade->rules.data;
    for (size_t i = 0; i < grade->rules.count; i++) {
        if (strcmp(rule[i].rule, name) == 0) return &rule[i];
    }
    return NULL;
}

static int is_wrong(const eep_grade *grade, size_t position)
{
    return grade->verdict[position].row != 0 && grade->verdict[position].wrong_at < EEP_ANSWERS;
}

/* Counts answers and wrong ones under the rule that each case is about. */
static eep_status count(eep_grade *grade, eep_error *error)
{
    for (size_t i = 0; i < grade->suite->count; i++) {
        if (grade->verdict[i].row == 0) continue;
        const char *name = eep_suite_rule(grade->suite, i, 0);
        eep_wrong_rule *rule = find_rule(grade, name);
        if (rule == NULL) {
            rule = eep_growing_add(NULL, &grade->rules);
            if (rule == NULL) return eep_fail_memory(error, sizeof *rule);
            rule->rule = name;
            rule->example.position = SIZE_MAX;
        }
        rule->cases++;
        rule->wrong += (size_t)is_wrong(grade, i);
    }
    return EEP_OK;
}

/* Another rule with wrong answers of its own on which a case rests, or NULL. */
static const char *cause(const eep_grade *grade, size_t position)
{
    const char *name;
    for (size_t nth = 1; (name = eep_suite_rule(grade->suite, position, nth)) != NULL; nth++) {
        const eep_wrong_rule *rule = find_rule(grade, name);
        if (rule != NULL && rule->wrong > 0) return name;
    }
    return NULL;
}

/*
 * Finds for every rule which of its wrong answers may follow from another, and an example: the first that
 * does not, or else the first of all.
 */
static void trace(eep_grade *grade)
{
    for (size_t i = 0; i < grade->suite->count; i++) {
        if (!is_wrong(grade, i)) continue;
        eep_wrong_rule *rule = find_rule(grade, eep_suite_rule(grade->suite, i, 0));
        const char *other = cause(grade, i);
        const int all_follow = rule->follows_from != NULL;
        if (rule->example.position == SIZE_MAX) {
            rule->example.position = i;
            rule->follows_from = other;
        } else if (other == NULL && all_follow) {
            rule->example.position = i;
            rule->follows_from = NULL;
        }
        rule->may_follow += other != NULL;
    }
}

static int by_weight(const void *a, const void *b)
{
    const eep_wrong_rule *left = a, *right = b;
    const size_t own_left = left->wrong - left->may_follow, own_right = right->wrong - right->may_follow;
    if (own_left != own_right) return own_left > own_right ? -1 : 1;
    if (left->wrong != right->wrong) return left->wrong > right->wrong ? -1 : 1;
    return strcmp(left->rule, right->rule);
}

eep_status eep_grade_blame(eep_grade *grade, eep_error *error)
{
    eep_wrong_rule *rule;
    size_t kept = 0;
    EEP_TRY(count(grade, error));
    trace(grade);
    rule = grade->rules.data;
    for (size_t i = 0; i < grade->rules.count; i++) {
        if (rule[i].wrong == 0) continue;
        rule[kept++] = rule[i];
    }
    grade->rules.count = kept;
    if (kept > 1) qsort(rule, kept, sizeof *rule, by_weight);
    return EEP_OK;
}

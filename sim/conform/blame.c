/* blame.c - which rules the wrong answers are about. */
#include <stdlib.h>
#include <string.h>

#include "sim/conform/grade.h"

static eep_blamed *find_rule(const eep_grade *grade, const char *name)
{
    eep_blamed *rule = grade->rules.data;
    for (size_t i = 0; i < grade->rules.count; i++) {
        if (strcmp(rule[i].face.rule, name) == 0) return &rule[i];
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
        eep_blamed *rule = find_rule(grade, name);
        if (rule == NULL) {
            rule = eep_growing_add(NULL, &grade->rules);
            if (rule == NULL) return eep_fail_memory(error, sizeof *rule);
            rule->face.rule = name;
        }
        rule->face.cases++;
        rule->face.wrong += (size_t)is_wrong(grade, i);
        rule->own = rule->face.wrong;
    }
    return EEP_OK;
}

/* Another rule with wrong answers of its own on which a case rests, or NULL. */
static const char *cause(const eep_grade *grade, size_t position)
{
    const char *name;
    for (size_t nth = 1; (name = eep_suite_rule(grade->suite, position, nth)) != NULL; nth++) {
        const eep_blamed *rule = find_rule(grade, name);
        if (rule != NULL && rule->own > 0) return name;
    }
    return NULL;
}

/* How little a wrong answer says of its rule. */
enum { OF_ITS_OWN, MAY_FOLLOW, RECOGNISED, NOTHING };

static int weigh(const eep_grade *grade, size_t position, const char *other)
{
    if (grade->verdict[position].explained) return RECOGNISED;
    return other != NULL ? MAY_FOLLOW : OF_ITS_OWN;
}

/* Tells for every rule which of its wrong answers have another cause, and keeps the first that says most. */
static void trace(eep_grade *grade)
{
    eep_blamed *rule = grade->rules.data;
    for (size_t i = 0; i < grade->rules.count; i++) {
        rule[i].face.may_follow = rule[i].face.recognised = 0;
        rule[i].best = NOTHING;
    }
    for (size_t i = 0; i < grade->suite->count; i++) {
        if (!is_wrong(grade, i)) continue;
        const char *other = cause(grade, i);
        const int weight = weigh(grade, i, other);
        rule = find_rule(grade, eep_suite_rule(grade->suite, i, 0));
        rule->face.recognised += weight == RECOGNISED;
        rule->face.may_follow += weight == MAY_FOLLOW;
        if (weight >= rule->best) continue;
        rule->best = weight;
        rule->face.example.position = i;
        rule->face.follows_from = weight == MAY_FOLLOW ? other : NULL;
    }
}

static int by_weight(const void *a, const void *b)
{
    const eep_blamed *left = a, *right = b;
    if (left->own != right->own) return left->own > right->own ? -1 : 1;
    if (left->face.wrong != right->face.wrong) return left->face.wrong > right->face.wrong ? -1 : 1;
    return strcmp(left->face.rule, right->face.rule);
}

static void settle(eep_grade *grade)
{
    eep_blamed *rule = grade->rules.data;
    for (size_t i = 0; i < grade->rules.count; i++)
        rule[i].own = rule[i].face.wrong - rule[i].face.may_follow - rule[i].face.recognised;
}

/*
 * Twice: the first time every rule with a wrong answer may be the cause of others, the second time only those
 * that are not themselves explained by another.
 */
eep_status eep_grade_blame(eep_grade *grade, eep_error *error)
{
    size_t kept = 0;
    EEP_TRY(count(grade, error));
    for (int pass = 0; pass < 2; pass++) {
        trace(grade);
        settle(grade);
    }
    eep_blamed *rule = grade->rules.data;
    for (size_t i = 0; i < grade->rules.count; i++) {
        if (rule[i].face.wrong > 0) rule[kept++] = rule[i];
    }
    grade->rules.count = kept;
    if (kept > 1) qsort(rule, kept, sizeof *rule, by_weight);
    return EEP_OK;
}

/* conform_text.c - a grade as people read it, and its wrong answers as CSV. */
#include <inttypes.h>

#include "sim/cli/conform.h"

#define NAMED_MAX 5 /* ids named before the rest is only counted */

static const char *or_none(const char *text)
{
    return text[0] != '\0' ? text : "none";
}

/* One wrong answer on lines of their own, indented. */
static void print_example(const eep_suite *suite, const eep_wrong_answer *wrong)
{
    eep_suite_case of;
    if (!eep_suite_at(suite, wrong->position, &of)) return;
    printf("      %s on %s: %s\n", of.id, of.as_of, of.name);
    printf("      %s is %s here, right is %s\n", eep_answer_name(wrong->answer), or_none(wrong->given),
           or_none(of.expected[wrong->answer]));
    printf("      source: %s\n", of.source);
}

static void print_sums(const eep_grade_sums *sums)
{
    printf("%s cases: %s right, %s wrong", cli_number(sums->cases), cli_number(sums->right),
           cli_number(sums->wrong));
    if (sums->missing > 0) printf(", %s not answered", cli_number(sums->missing));
    printf("\n");
    if (sums->unknown > 0) {
        printf("%s answer%s to cases that are not in the suite\n", cli_number(sums->unknown),
               sums->unknown == 1 ? "" : "s");
    }
    if (!sums->answers[EEP_SECTIONS + 1] || !sums->answers[EEP_SECTIONS + 2]) {
        printf("not graded: %s%s%s (no such column)\n", sums->answers[EEP_SECTIONS + 1] ? "" : "programs",
               !sums->answers[EEP_SECTIONS + 1] && !sums->answers[EEP_SECTIONS + 2] ? ", " : "",
               sums->answers[EEP_SECTIONS + 2] ? "" : "categories");
    }
}

static void print_mistakes(const eep_suite *suite, const eep_grade *grade)
{
    eep_recognised known;
    eep_suite_case of;
    for (size_t i = 0; eep_grade_mistake(grade, i, &known); i++) {
        if (i == 0) printf("\nKnown mistakes that the wrong scores look like\n");
        printf("  %s\n", known.about);
        printf("      %s; %s of %s cases bear its mark\n", known.rule, cli_number(known.agree),
               cli_number(known.expected));
        if (eep_suite_at(suite, known.example, &of)) {
            printf("      %s on %s: right is %s\n", of.id, of.as_of, of.expected[0]);
        }
    }
    const size_t unexplained = eep_grade_unexplained(grade);
    if (unexplained > 0) {
        printf("\n%s wrong %s like no known mistake\n", cli_number(unexplained),
               unexplained == 1 ? "score is" : "scores are");
    }
}

/* Rules with wrong answers of their own have an example; those of known mistakes are only counted. */
static void print_rules(const eep_suite *suite, const eep_grade *grade)
{
    eep_wrong_rule rule;
    size_t said = 0, others = 0;
    for (size_t i = 0; eep_grade_rule(grade, i, &rule); i++) {
        if (rule.wrong == rule.recognised) {
            others++;
            continue;
        }
        if (said++ == 0) printf("\nRules with wrong answers\n");
        printf("  %s: %s of %s wrong", rule.rule, cli_number(rule.wrong), cli_number(rule.cases));
        if (rule.recognised > 0) printf("; %s as by a known mistake", cli_number(rule.recognised));
        if (rule.may_follow > 0) printf("; %s may follow from other rules", cli_number(rule.may_follow));
        if (rule.follows_from != NULL) printf(", as %s", rule.follows_from);
        printf("\n");
        if (rule.wrong > rule.recognised + rule.may_follow) print_example(suite, &rule.example);
    }
    if (others > 0) {
        printf("\nThe known mistakes explain all wrong answers about %s%s rule%s\n", cli_number(others),
               said > 0 ? " other" : "", others == 1 ? "" : "s");
    }
}

static void print_others(const eep_suite *suite, const eep_grade *grade, const eep_grade_sums *sums)
{
    eep_suite_case of;
    const char *id;
    uint64_t line;
    size_t position;
    for (size_t i = 0; i < NAMED_MAX && eep_grade_missing(grade, i, &position); i++) {
        if (i == 0) printf("\nNot answered\n");
        if (eep_suite_at(suite, position, &of)) printf("  %s\n", of.id);
    }
    if (sums->missing > NAMED_MAX) printf("  and %s more\n", cli_number(sums->missing - NAMED_MAX));
    for (size_t i = 0; i < NAMED_MAX && eep_grade_unknown(grade, i, &id, &line); i++) {
        if (i == 0) printf("\nNot in the suite\n");
        printf("  line %" PRIu64 ": %.80s\n", line, id);
    }
    if (sums->unknown > NAMED_MAX) printf("  and %s more\n", cli_number(sums->unknown - NAMED_MAX));
}

void cli_conform_text(const eep_suite *suite, const eep_grade *grade)
{
    eep_grade_sums sums;
    eep_grade_sum(grade, &sums);
    print_sums(&sums);
    print_mistakes(suite, grade);
    print_rules(suite, grade);
    print_others(suite, grade, &sums);
}

void cli_conform_csv(const eep_suite *suite, const eep_grade *grade)
{
    eep_wrong_answer wrong;
    eep_suite_case of;
    printf("id,as_of,rule,answer,given,expected,line,source,name\n");
    for (size_t i = 0; eep_grade_wrong(grade, i, &wrong); i++) {
        if (!eep_suite_at(suite, wrong.position, &of)) continue;
        printf("%s,%s,%s,%s,", of.id, of.as_of, of.rule, eep_answer_name(wrong.answer));
        cli_put_quoted(stdout, wrong.given);
        printf(",%s,%" PRIu64 ",", of.expected[wrong.answer], wrong.line);
        cli_put_quoted(stdout, of.source);
        putchar(',');
        cli_put_quoted(stdout, of.name);
        putchar('\n');
    }
}

/* conform_json.c - a grade as JSON. */
#include <jansson.h>

#include "sim/cli/conform.h"

/* Text that came from outside may not be UTF-8; jansson then gives nothing, and an empty text stands for it.
 */
static json_t *text_of(const char *text)
{
    json_t *made = json_string(text);
    return made != NULL ? made : json_string("");
}

static json_t *example_of(const eep_suite *suite, const eep_wrong_answer *wrong)
{
    eep_suite_case of;
    if (!eep_suite_at(suite, wrong->position, &of)) return json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s}", "id", of.id, "as_of", of.as_of, "name", of.name,
                     "answer", eep_answer_name(wrong->answer), "given", text_of(wrong->given), "expected",
                     of.expected[wrong->answer], "source", of.source);
}

static json_t *rules_of(const eep_suite *suite, const eep_grade *grade)
{
    eep_wrong_rule rule;
    json_t *list = json_array();
    for (size_t i = 0; eep_grade_rule(grade, i, &rule); i++) {
        json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:I, s:I, s:o}", "rule", rule.rule, "cases",
                                              (json_int_t)rule.cases, "wrong", (json_int_t)rule.wrong,
                                              "recognised", (json_int_t)rule.recognised, "may_follow",
                                              (json_int_t)rule.may_follow, "example",
                                              example_of(suite, &rule.example)));
    }
    return list;
}

static json_t *mistakes_of(const eep_suite *suite, const eep_grade *grade)
{
    eep_recognised known;
    eep_suite_case of;
    json_t *list = json_array();
    for (size_t i = 0; eep_grade_mistake(grade, i, &known) && eep_suite_at(suite, known.example, &of); i++) {
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:I, s:I, s:s}", "mistake", known.mistake, "rule",
                                        known.rule, "about", known.about, "agree", (json_int_t)known.agree,
                                        "expected", (json_int_t)known.expected, "example", of.id));
    }
    return list;
}

static json_t *missing_of(const eep_suite *suite, const eep_grade *grade)
{
    eep_suite_case of;
    size_t position;
    json_t *list = json_array();
    for (size_t i = 0; eep_grade_missing(grade, i, &position) && eep_suite_at(suite, position, &of); i++)
        json_array_append_new(list, json_string(of.id));
    return list;
}

static json_t *unknown_of(const eep_grade *grade)
{
    const char *id;
    uint64_t line;
    json_t *list = json_array();
    for (size_t i = 0; eep_grade_unknown(grade, i, &id, &line); i++)
        json_array_append_new(list, json_pack("{s:I, s:o}", "line", (json_int_t)line, "id", text_of(id)));
    return list;
}

static json_t *graded(const eep_grade_sums *sums)
{
    json_t *list = json_array();
    for (size_t i = 0; i < EEP_ANSWERS; i++) {
        if (sums->answers[i]) json_array_append_new(list, json_string(eep_answer_name(i)));
    }
    return list;
}

void cli_conform_json(const eep_suite *suite, const eep_grade *grade)
{
    eep_grade_sums sums;
    eep_grade_sum(grade, &sums);
    json_t *all = json_pack("{s:I, s:I, s:I, s:o, s:o, s:I, s:o, s:o, s:o}", "cases", (json_int_t)sums.cases,
                            "right", (json_int_t)sums.right, "wrong", (json_int_t)sums.wrong, "graded",
                            graded(&sums), "mistakes", mistakes_of(suite, grade), "unexplained",
                            (json_int_t)eep_grade_unexplained(grade), "rules", rules_of(suite, grade),
                            "missing", missing_of(suite, grade), "unknown", unknown_of(grade));
    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
}

/* test_grade.c - answers that are graded, and files of answers and suites that are refused at their place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "eepool/eepool.h"

/* Three cases, of which the third rests on the rule of the first, and two mistakes. */
static const char cases_text[] =
    "id,as_of,score,core,spouse,transferability,additional,programs,categories,rules,source,name,birth_date\n"
    "a,2025-07-07,110,110,0,0,0,fsw+cec,,crs.age,IRCC,Aged 29,1996-07-07\n"
    "b,2025-07-07,120,120,0,0,0,,stem,crs.education,IRCC,A bachelor,1975-07-07\n"
    "c,2025-07-07,25,0,0,25,0,,,crs.transferability.cap+crs.education,IRCC,\"Both, together\",1975-07-07\n";
static const char mistakes_text[] = "mistake,rule,about\nfirst,crs.age,older\nsecond,crs.education,better\n";
static const char wrong_text[] = "id,first,second\na,105,\nb,,128\nc,,50\n";

static char folder[64], path[96];
static eep_suite *suite;

static void write_file(const char *name, const char *text, size_t length)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(text, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

static void write_suite(void)
{
    write_file("cases.csv", cases_text, strlen(cases_text));
    write_file("mistakes.csv", mistakes_text, strlen(mistakes_text));
    write_file("wrong.csv", wrong_text, strlen(wrong_text));
}

static int load(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/eepool-suite-XXXXXX");
    if (mkdtemp(folder) == NULL) return 1;
    write_suite();
    return eep_suite_load(folder, &suite, NULL) != EEP_OK;
}

static int unload(void **state)
{
    static const char *const names[] = {"cases.csv", "mistakes.csv", "wrong.csv", "answers.csv"};
    (void)state;
    eep_suite_free(suite);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

static eep_status grade_text(const char *text, eep_grade **grade, eep_error *error)
{
    *grade = NULL;
    write_file("answers.csv", text, strlen(text));
    return eep_grade_read(suite, path, grade, error);
}

/* ---- Grades -------------------------------------------------------------------------------------- */

static eep_grade *graded(const char *text)
{
    eep_grade *grade;
    eep_error error;
    if (grade_text(text, &grade, &error) != EEP_OK) fail_msg("%s", error.message);
    return grade;
}

static void test_right_answers_leave_nothing_to_say(void **state)
{
    eep_grade *grade = graded("score,id,categories,programs\n110,a,,cec+fsw\n120,b,stem,\n25,c,,\n");
    eep_grade_sums sums;
    eep_wrong_rule rule;
    eep_recognised known;
    eep_wrong_answer wrong;
    (void)state;
    eep_grade_sum(grade, &sums);
    assert_int_equal(sums.right, 3);
    assert_int_equal(sums.wrong + sums.missing + sums.unknown, 0);
    assert_false(eep_grade_rule(grade, 0, &rule) || eep_grade_mistake(grade, 0, &known) ||
                 eep_grade_wrong(grade, 0, &wrong));
    eep_grade_free(grade);
}

static void test_a_wrong_case_follows_from_a_wrong_rule_on_which_it_rests(void **state)
{
    eep_grade *grade = graded("id,score\na,110\nb,121\nc,26\n");
    eep_wrong_rule rule;
    (void)state;
    assert_true(eep_grade_rule(grade, 0, &rule));
    assert_string_equal(rule.rule, "crs.education");
    assert_int_equal(rule.wrong, 1);
    assert_int_equal(rule.may_follow, 0);
    assert_string_equal(rule.example.given, "121");
    assert_true(eep_grade_rule(grade, 1, &rule));
    assert_string_equal(rule.rule, "crs.transferability.cap");
    assert_int_equal(rule.may_follow, 1);
    assert_string_equal(rule.follows_from, "crs.education");
    assert_false(eep_grade_rule(grade, 2, &rule));
    assert_int_equal(eep_grade_unexplained(grade), 2);
    eep_grade_free(grade);
}

static void test_a_case_stands_for_itself_where_what_it_rests_on_is_right(void **state)
{
    eep_grade *grade = graded("id,score\nb,120\nc,26\n");
    eep_wrong_rule rule;
    (void)state;
    assert_true(eep_grade_rule(grade, 0, &rule));
    assert_string_equal(rule.rule, "crs.transferability.cap");
    assert_int_equal(rule.may_follow, 0);
    assert_null(rule.follows_from);
    eep_grade_free(grade);
}

static void test_both_mistakes_are_recognised_and_the_one_that_explains_most_first(void **state)
{
    eep_grade *grade = graded("id,score\na,105\nb,128\nc,50\n");
    eep_recognised known;
    (void)state;
    assert_true(eep_grade_mistake(grade, 0, &known));
    assert_string_equal(known.mistake, "second");
    assert_int_equal(known.agree, 2);
    assert_int_equal(known.expected, 2);
    assert_true(eep_grade_mistake(grade, 1, &known));
    assert_string_equal(known.mistake, "first");
    assert_false(eep_grade_mistake(grade, 2, &known));
    assert_int_equal(eep_grade_unexplained(grade), 0);
    eep_grade_free(grade);
}

static void test_a_mistake_that_half_the_answers_contradict_is_not_named(void **state)
{
    eep_grade *grade = graded("id,score\na,110\nb,120\nc,50\n");
    eep_recognised known;
    (void)state;
    assert_false(eep_grade_mistake(grade, 0, &known));
    assert_int_equal(eep_grade_unexplained(grade), 1);
    eep_grade_free(grade);
}

static void test_sets_are_compared_as_sets(void **state)
{
    eep_grade *grade = graded("id,score,programs,categories\na,110,cec,\nb,120,,stem+french\nc,25,,\n");
    eep_wrong_answer wrong;
    (void)state;
    assert_true(eep_grade_wrong(grade, 0, &wrong));
    assert_string_equal(eep_answer_name(wrong.answer), "programs");
    assert_int_equal(wrong.line, 2);
    assert_true(eep_grade_wrong(grade, 1, &wrong));
    assert_string_equal(eep_answer_name(wrong.answer), "categories");
    assert_false(eep_grade_wrong(grade, 2, &wrong));
    eep_grade_free(grade);
}

static void test_missing_cases_and_unknown_ids_are_counted(void **state)
{
    eep_grade *grade = graded("id,score\nz,1\nb,120\n");
    eep_grade_sums sums;
    const char *id;
    uint64_t line;
    size_t position;
    (void)state;
    eep_grade_sum(grade, &sums);
    assert_int_equal(sums.missing, 2);
    assert_int_equal(sums.unknown, 1);
    assert_true(eep_grade_missing(grade, 1, &position));
    assert_int_equal(position, 2);
    assert_true(eep_grade_unknown(grade, 0, &id, &line));
    assert_string_equal(id, "z");
    assert_int_equal(line, 2);
    eep_grade_free(grade);
}

/* ---- Refusals ------------------------------------------------------------------------------------ */

static const struct {
    const char *text;
    eep_status status;
    uint64_t line, column;
} faults[] = {
    {"", EEP_ERROR_MISSING, 1, 1},
    {"id\na\n", EEP_ERROR_MISSING, 1, 1},
    {"score\n110\n", EEP_ERROR_MISSING, 1, 1},
    {"id,scores\na,110\n", EEP_ERROR_UNKNOWN, 1, 4},
    {"id,score,id\na,110,a\n", EEP_ERROR_DUPLICATE, 1, 10},
    {"id,score\na\n", EEP_ERROR_SYNTAX, 2, 1},
    {"id,score\na,110,1\n", EEP_ERROR_SYNTAX, 2, 1},
    {"id,score\na,\n", EEP_ERROR_VALUE, 2, 3},
    {"id,score\na,-1\n", EEP_ERROR_VALUE, 2, 3},
    {"id,score\na,1e2\n", EEP_ERROR_VALUE, 2, 3},
    {"id,score\na,100000\n", EEP_ERROR_VALUE, 2, 3},
    {"id,score\na,99999999999999999999\n", EEP_ERROR_VALUE, 2, 3},
    {"id,score,core\na,110,x\n", EEP_ERROR_VALUE, 2, 7},
    {"id,score,programs\na,110,fsw cec\n", EEP_ERROR_UNKNOWN, 2, 7},
    {"id,score\na,110\n\na,110\n", EEP_ERROR_DUPLICATE, 4, 1},
    {"id,score\n\"a,110\n", EEP_ERROR_SYNTAX, 2, 1},
};

static void test_every_fault_of_a_file_of_answers_is_refused_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        eep_grade *grade;
        eep_error error = {0};
        const eep_status status = grade_text(faults[i].text, &grade, &error);
        if (status != faults[i].status || error.line != faults[i].line || error.column != faults[i].column) {
            fail_msg("fault %zu: status %d at %llu:%llu: %s", i, status, (unsigned long long)error.line,
                     (unsigned long long)error.column, error.message);
        }
        assert_int_equal(eep_status_exit_code(status) == 2 || eep_status_exit_code(status) == 3, 1);
    }
    eep_grade_free(NULL);
}

static void test_a_suite_cut_anywhere_is_read_or_refused(void **state)
{
    static const struct {
        const char *name, *text;
    } tables[] = {{"cases.csv", cases_text}, {"mistakes.csv", mistakes_text}, {"wrong.csv", wrong_text}};
    size_t refused = 0;
    (void)state;
    for (size_t table = 0; table < 3; table++) {
        for (size_t length = 0; length < strlen(tables[table].text); length++) {
            eep_suite *cut = NULL;
            eep_error error;
            write_file(tables[table].name, tables[table].text, length);
            const eep_status status = eep_suite_load(folder, &cut, &error);
            refused += status != EEP_OK;
            if (status == EEP_OK) eep_suite_free(cut);
        }
        write_suite();
    }
    assert_true(refused > 100);
    eep_suite_free(NULL);
}

static void test_an_id_given_twice_in_a_suite_is_refused(void **state)
{
    char text[sizeof cases_text];
    eep_suite *twice;
    eep_error error;
    (void)state;
    strcpy(text, cases_text);
    strstr(text, "\nb,")[1] = 'a';
    write_file("cases.csv", text, strlen(text));
    assert_int_equal(eep_suite_load(folder, &twice, &error), EEP_ERROR_DUPLICATE);
    write_suite();
}

static void test_questions_are_the_cases_without_answers(void **state)
{
    char text[256] = "";
    FILE *stream = fmemopen(text, sizeof text, "w");
    (void)state;
    assert_non_null(stream);
    eep_suite_write_inputs(suite, stream);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, "id,as_of,birth_date\na,2025-07-07,1996-07-07\nb,2025-07-07,1975-07-07\n"
                              "c,2025-07-07,1975-07-07\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_answers_leave_nothing_to_say),
        cmocka_unit_test(test_a_wrong_case_follows_from_a_wrong_rule_on_which_it_rests),
        cmocka_unit_test(test_a_case_stands_for_itself_where_what_it_rests_on_is_right),
        cmocka_unit_test(test_both_mistakes_are_recognised_and_the_one_that_explains_most_first),
        cmocka_unit_test(test_a_mistake_that_half_the_answers_contradict_is_not_named),
        cmocka_unit_test(test_sets_are_compared_as_sets),
        cmocka_unit_test(test_missing_cases_and_unknown_ids_are_counted),
        cmocka_unit_test(test_every_fault_of_a_file_of_answers_is_refused_at_its_place),
        cmocka_unit_test(test_a_suite_cut_anywhere_is_read_or_refused),
        cmocka_unit_test(test_an_id_given_twice_in_a_suite_is_refused),
        cmocka_unit_test(test_questions_are_the_cases_without_answers),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

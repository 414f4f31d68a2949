/* test_run.c - many cases on many days: each is compared with its own row, and differences come in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "eepool/eepool.h"

#define CASES 300

static eep_engine *engine;
static eep_policy *policy;
static char path[64];

/* A sibling: 15 points since 2017-06-06. Every tenth case expects a point too many. */
static void write_cases(void)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    for (int i = 0; i < CASES; i++) {
        const int day = 1 + i % 7, year = 2016 + i % 4, points = year > 2017 ? 15 : 0;
        fprintf(stream,
                "- name: case %d\n  date: %d-05-%02d\n  input: {age: 50, sibling_in_canada: %d}\n"
                "  points: {total: %d, sibling: %d}\n",
                i, year, day, i % 3 != 0, i % 3 != 0 ? points + (i % 10 == 0) : i % 10 == 0,
                i % 3 != 0 ? points : 0);
    }
    assert_int_equal(fclose(stream), 0);
}

static int load(void **state)
{
    (void)state;
    strcpy(path, "/tmp/eepool-cases-XXXXXX");
    const int descriptor = mkstemp(path);
    return descriptor < 0 || close(descriptor) != 0 || eep_engine_new(NULL, &engine, NULL) != EEP_OK ||
           eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_policy_free(policy);
    eep_engine_free(engine);
    return unlink(path);
}

static void test_every_case_meets_its_own_row(void **state)
{
    eep_cases *cases;
    eep_difference difference;
    (void)state;
    write_cases();
    assert_int_equal(eep_cases_new(NULL, &cases, NULL), EEP_OK);
    assert_int_equal(eep_cases_read(cases, path, NULL), EEP_OK);
    assert_int_equal(eep_cases_count(cases), CASES);
    for (int twice = 0; twice < 2; twice++) { /* a second run says the same, and nothing twice */
        assert_int_equal(eep_cases_run(engine, policy, cases, NULL), EEP_OK);
        assert_int_equal(eep_cases_differences(cases), CASES / 10);
        for (size_t i = 0; eep_cases_difference(cases, i, &difference); i++) {
            assert_int_equal(difference.index, 10 * i);
            assert_string_equal(difference.item, "total");
            assert_int_equal(difference.line, 4 * difference.index + 4);
            assert_int_equal(atoi(difference.expected), atoi(difference.found) + 1);
        }
    }
    eep_cases_free(cases);
}

static void test_days_are_told_in_order_and_once(void **state)
{
    eep_cases *cases;
    eep_date day, last = INT32_MIN;
    size_t days = 0;
    (void)state;
    write_cases();
    assert_int_equal(eep_cases_new(NULL, &cases, NULL), EEP_OK);
    assert_int_equal(eep_cases_read(cases, path, NULL), EEP_OK);
    for (; eep_cases_day(cases, days, &day); days++) {
        assert_true(day > last);
        last = day;
    }
    assert_int_equal(days, 7 * 4); /* seven days of May in four years */
    eep_cases_free(cases);
}

static void test_a_day_before_the_system_is_an_error(void **state)
{
    eep_cases *cases;
    eep_error error;
    FILE *stream = fopen(path, "wb");
    (void)state;
    assert_non_null(stream);
    fputs("- name: a\n  date: 2014-12-31\n  input: {age: 29}\n  programs: []\n", stream);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(eep_cases_new(NULL, &cases, NULL), EEP_OK);
    assert_int_equal(eep_cases_read(cases, path, NULL), EEP_OK);
    assert_int_equal(eep_cases_run(engine, policy, cases, &error), EEP_ERROR_MISSING);
    eep_cases_free(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_case_meets_its_own_row),
        cmocka_unit_test(test_days_are_told_in_order_and_once),
        cmocka_unit_test(test_a_day_before_the_system_is_an_error),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

/*
 * test_golden.c - scores, programs and categories of cases worked by hand from the published tables.
 *
 * Each *.yaml beside this file is a sequence of cases: name, date, source, input (columns of a candidate),
 * and any of points (items and sections), programs and categories. Every difference is named.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "eepool/eepool.h"

#define CASES_EXPECTED 140 /* at least so many: a runner that reads nothing must not pass */

typedef struct golden {
    eep_engine *engine;
    eep_policy *policy;
    eep_cases *cases;
} golden;

static void demand(eep_status status, const eep_error *error)
{
    char text[1024];
    if (status != EEP_OK) fail_msg("%s", eep_error_text(error, text, sizeof text));
}

static int load(void **state)
{
    static golden made;
    eep_error error;
    demand(eep_engine_new(NULL, &made.engine, &error), &error);
    demand(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &made.policy, &error), &error);
    demand(eep_cases_new(NULL, &made.cases, &error), &error);
    demand(eep_cases_read(made.cases, EEP_SOURCE "/tests/golden", &error), &error);
    *state = &made;
    return 0;
}

static int unload(void **state)
{
    golden *made = *state;
    eep_cases_free(made->cases);
    eep_policy_free(made->policy);
    eep_engine_free(made->engine);
    return 0;
}

static void test_golden_cases_agree_with_the_published_tables(void **state)
{
    golden *made = *state;
    eep_error error;
    eep_difference difference;
    eep_case of;
    demand(eep_cases_run(made->engine, made->policy, made->cases, &error), &error);
    for (size_t i = 0; eep_cases_difference(made->cases, i, &difference); i++) {
        assert_true(eep_cases_at(made->cases, difference.index, &of));
        print_error("%s:%llu: %s\n    %s: expected %s, found %s\n", of.file, (unsigned long long)of.line,
                    of.name, difference.item, difference.expected, difference.found);
    }
    print_message("%zu cases, %zu differences\n", eep_cases_count(made->cases),
                  eep_cases_differences(made->cases));
    assert_true(eep_cases_count(made->cases) >= CASES_EXPECTED);
    assert_int_equal(eep_cases_differences(made->cases), 0);
}

static void test_golden_cases_name_their_sources(void **state)
{
    const golden *made = *state;
    eep_case of;
    for (size_t i = 0; eep_cases_at(made->cases, i, &of); i++)
        assert_true(of.source[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_cases_agree_with_the_published_tables),
        cmocka_unit_test(test_golden_cases_name_their_sources),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

/* test_memory.c - running out of memory at every allocation: a status, no leak, the policy as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

/* An allocator that gives `left` times and then no more, and knows how many are out. */
typedef struct meter {
    size_t left, out, bytes;
} meter;

static void *take(void *context, size_t size, size_t alignment)
{
    meter *m = context;
    if (m->left == 0) return NULL;
    m->left--;
    m->out++;
    m->bytes += size;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void give(void *context, void *memory, size_t size)
{
    meter *m = context;
    m->out--;
    m->bytes -= size;
    free(memory);
}

static void test_memory_loading_fails_cleanly_at_every_allocation(void **state)
{
    (void)state;
    meter m = {0};
    const eep_allocator allocator = {take, give, &m};
    eep_policy *policy = NULL;
    size_t limit = 0;
    for (;; limit++) {
        m.left = limit;
        eep_error error = {0};
        const eep_status status = eep_policy_load(&allocator, NULL, &policy, &error);
        if (status == EEP_OK) break;
        assert_int_equal(status, EEP_ERROR_MEMORY);
        assert_int_equal(error.status, EEP_ERROR_MEMORY);
        assert_null(policy);
        assert_int_equal(m.out, 0);
        assert_int_equal(m.bytes, 0);
        assert_true(limit < 10000);
    }
    assert_true(limit > 5);
    eep_policy_free(policy);
    assert_int_equal(m.out, 0);
    assert_int_equal(m.bytes, 0);
}

static void test_memory_compiling_and_setting_fail_cleanly(void **state)
{
    (void)state;
    meter m = {.left = SIZE_MAX};
    const eep_allocator allocator = {take, give, &m};
    eep_policy *policy = NULL;
    assert_int_equal(eep_policy_load(&allocator, NULL, &policy, NULL), EEP_OK);
    const size_t before = m.out;
    eep_rules *rules = NULL;
    for (size_t limit = 0; rules == NULL; limit++) {
        m.left = limit;
        const eep_status status = eep_policy_at(policy, eep_date_of(2023, 7, 5), &rules, NULL);
        assert_int_equal(status, rules != NULL ? EEP_OK : EEP_ERROR_MEMORY);
        if (rules == NULL) assert_int_equal(m.out, before);
    }
    static const char *const assignments[] = {"crs.additional.nomination=300",
                                              "categories.stem.2023-1.occupations=+21399 -21231",
                                              "crs.additional.occupation_tiers.1=21231 21232"};
    for (size_t i = 0; i < sizeof assignments / sizeof *assignments; i++) {
        eep_status status = EEP_ERROR_MEMORY;
        for (size_t limit = 0; status != EEP_OK; limit++) {
            m.left = limit;
            status = eep_policy_set(policy, assignments[i], NULL);
            assert_true(status == EEP_OK || status == EEP_ERROR_MEMORY);
        }
    }
    static const char *const reforms[] = {"one-federal-class", "age-plateau", "stem-one-more"};
    for (size_t i = 0; i < sizeof reforms / sizeof *reforms; i++) {
        char path[300];
        snprintf(path, sizeof path, EEP_SOURCE "/datasets/policies/reforms/%s.yaml", reforms[i]);
        eep_status status = EEP_ERROR_MEMORY;
        for (size_t limit = 0; status != EEP_OK; limit++) {
            m.left = limit;
            status = eep_policy_reform(policy, path, NULL);
            assert_true(status == EEP_OK || status == EEP_ERROR_MEMORY);
        }
    }
    eep_policy_free(policy); /* the rules outlive it */
    assert_string_equal(eep_rules_leaf(rules, "crs.additional.nomination")->value, "600");
    eep_rules_free(rules);
    assert_int_equal(m.out, 0);
    assert_int_equal(m.bytes, 0);
}

static void test_memory_nothing_may_be_freed(void **state)
{
    (void)state;
    eep_policy_free(NULL);
    eep_rules_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_loading_fails_cleanly_at_every_allocation),
        cmocka_unit_test(test_memory_compiling_and_setting_fail_cleanly),
        cmocka_unit_test(test_memory_nothing_may_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

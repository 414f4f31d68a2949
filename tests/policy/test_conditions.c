/* test_conditions.c - every program has every condition, and one that nobody writes asks nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

static int load(void **state)
{
    eep_policy *policy = NULL;
    if (eep_policy_load(NULL, NULL, &policy, NULL) != EEP_OK) return 1;
    *state = policy;
    return 0;
}

static int unload(void **state)
{
    eep_policy_free(*state);
    return 0;
}

static eep_rules *rules_of(const eep_policy *policy)
{
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(policy, eep_date_of(2024, 7, 5), &rules, NULL), EEP_OK);
    return rules;
}

static void set(eep_policy *policy, const char *assignment)
{
    eep_error error;
    char text[900];
    if (eep_policy_set(policy, assignment, &error) != EEP_OK)
        fail_msg("%s", eep_error_text(&error, text, sizeof text));
}

static void test_conditions_are_the_same_for_every_program_and_ask_nothing_unwritten(void **state)
{
    static const struct {
        const char *name, *written, *unwritten;
    } conditions[] = {
        {"open", "fsw cec fst pnp", "1"},
        {"continuous_months", "fsw", "0"},
        {"months", "", "0"},
        {"canadian_months", "cec", "0"},
        {"trade_months", "fst", "0"},
        {"teers", "fsw cec", ""},
        {"level", "fsw", "0"},
        {"level.listening", "fst", "0"},
        {"level.speaking", "fst", "0"},
        {"level.0", "cec", "0"},
        {"level.5", "", "0"},
        {"education", "fsw", "less_than_secondary"},
        {"asks_selection_points", "fsw", "0"},
        {"asks_funds", "fsw fst", "0"},
        {"asks_trade", "fst", "0"},
        {"asks_certificate_or_offer", "fst", "0"},
        {"asks_nomination", "pnp", "0"},
        {"asks_other_program", "pnp", "0"},
    };
    eep_rules *rules = rules_of(*state);
    for (size_t p = 0; eep_program_name(p) != NULL; p++) {
        for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
            char path[80];
            snprintf(path, sizeof path, "programs.%s.%s", eep_program_name(p), conditions[i].name);
            const eep_policy_leaf *leaf = eep_rules_leaf(rules, path);
            if (leaf == NULL) fail_msg("there is no %s", path);
            assert_int_equal(leaf->from, eep_date_of(2015, 1, 1));
            if (strstr(conditions[i].written, eep_program_name(p)) == NULL)
                assert_string_equal(leaf->value, conditions[i].unwritten);
        }
    }
    const eep_program_rule nominee = {.open = 1, .asks_nomination = 1, .asks_other_program = 1};
    assert_memory_equal(&rules->eligible.program[EEP_RULE_PNP], &nominee, sizeof nominee);
    eep_rules_free(rules);
}

static void test_conditions_on_language_the_highest_that_applies_counts(void **state)
{
    eep_policy *policy = *state;
    set(policy, "programs.cec.level=6");
    set(policy, "programs.cec.level.reading=8");
    eep_rules *rules = rules_of(policy);
    static const uint8_t reading[8] = {8, 8, 8, 8, 255, 255, 255, 255};
    static const uint8_t others[8] = {7, 7, 6, 6, 255, 255, 255, 255};
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        assert_memory_equal(rules->eligible.program[EEP_RULE_CEC].level[ability],
                            ability == EEP_READING ? reading : others, 8);
    eep_rules_free(rules);
}

/* CEC has no level for all TEERs: a TEER without its own would ask nothing by mistake. */
static void test_conditions_of_a_new_teer_must_be_written_even_when_they_are_none(void **state)
{
    eep_policy *policy = *state;
    eep_error error = {0};
    assert_int_equal(eep_policy_set(policy, "programs.cec.teers=+4", &error), EEP_ERROR_MISSING);
    assert_string_equal(error.message, "programs.cec.level.4 is missing");
    set(policy, "programs.cec.level.4=0");
    assert_int_equal(eep_policy_set(policy, "programs.cec.level.4=0", &error), EEP_ERROR_ARGUMENT);
    set(policy, "programs.cec.teers=+4");
    eep_rules *rules = rules_of(policy);
    static const uint8_t level[8] = {7, 7, 5, 5, 0, 255, 255, 255};
    assert_memory_equal(rules->eligible.program[EEP_RULE_CEC].level[EEP_READING], level, 8);
    eep_rules_free(rules);
    set(policy, "programs.fsw.teers=+4"); /* FSW has a level for all */
    set(policy, "programs.fsw.level.3=9");
}

static void test_conditions_unwritten_are_set_like_any_value(void **state)
{
    eep_policy *policy = *state;
    set(policy, "programs.pnp.education=masters");
    set(policy, "programs.pnp.teers=+1");
    set(policy, "programs.cec.asks_funds=1");
    eep_rules *rules = rules_of(policy);
    assert_int_equal(rules->eligible.program[EEP_RULE_PNP].education, 6);
    assert_int_equal(rules->eligible.program[EEP_RULE_PNP].teers, 2);
    assert_int_equal(rules->eligible.program[EEP_RULE_CEC].asks_funds, 1);
    eep_rules_free(rules);
    eep_error error = {0};
    assert_int_equal(eep_policy_set(policy, "programs.fst.education=less_than_secondary", &error),
                     EEP_ERROR_ARGUMENT);
    assert_int_equal(eep_policy_set(policy, "programs.fst.asks_trade=2", &error), EEP_ERROR_VALUE);
    assert_string_equal(error.message, "programs.fst.asks_trade is 2; 0 to 1 is allowed");
}

#define WITH_POLICY(test) cmocka_unit_test_setup_teardown(test, load, unload)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_POLICY(test_conditions_are_the_same_for_every_program_and_ask_nothing_unwritten),
        WITH_POLICY(test_conditions_on_language_the_highest_that_applies_counts),
        WITH_POLICY(test_conditions_of_a_new_teer_must_be_written_even_when_they_are_none),
        WITH_POLICY(test_conditions_unwritten_are_set_like_any_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

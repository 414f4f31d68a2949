/*
 * One program rule, condition by condition, whichever of the four programs it belongs to: 0 asks nothing,
 * and each threshold is met from its own value on. The rules are made up; what the law asks is in
 * test_programs.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "program_rules.h"
#include "qualified.h"

static eep_eligible_tables rules;
static eep_program_rule *rule;

/* All closed but number `index`, which asks nothing. */
static void open_only(size_t index)
{
    memset(&rules, 0, sizeof rules);
    rule = &rules.program[index];
    rule->open = 1;
}

static int has(const person *who)
{
    return qualified(&rules, who).programs == 1 << (rule - rules.program);
}

static void test_rule_that_asks_nothing_takes_everybody(void **state)
{
    const person nobody = {.teer = EEP_TEER_NONE};

    (void)state;
    for (size_t index = 0; index < EEP_PROGRAMS; index++) {
        open_only(index);
        assert_true(has(&nobody));
        rule->open = 0;
        assert_int_equal(qualified(&rules, &nobody).programs, 0);
    }
}

/* A threshold of a rule and the fact that it asks for, both bytes. */
#define THRESHOLD(field, fact)                                                                               \
    {                                                                                                        \
        offsetof(eep_program_rule, field), offsetof(person, fact)                                            \
    }

static void test_rule_thresholds_are_met_from_their_value_on(void **state)
{
    static const struct {
        size_t field, fact;
    } thresholds[] = {
        THRESHOLD(continuous_months, continuous_months),
        THRESHOLD(months, noc_months),
        THRESHOLD(canadian_months, noc_canadian_months),
        THRESHOLD(trade_months, trade_months),
        THRESHOLD(education, education),
        THRESHOLD(asks_funds, funds),
        THRESHOLD(asks_nomination, nomination),
        THRESHOLD(asks_trade, trade),
        THRESHOLD(asks_certificate_or_offer, certificate),
        THRESHOLD(asks_certificate_or_offer, job_offer),
    };

    (void)state;
    for (size_t index = 0; index < EEP_PROGRAMS; index++) {
        for (size_t i = 0; i < sizeof thresholds / sizeof thresholds[0]; i++) {
            const uint8_t value = i < 5 ? 6 : 1;
            person who = {0};

            open_only(index);
            rules.funds_waived_months = 1;
            ((uint8_t *)rule)[thresholds[i].field] = value;
            ((uint8_t *)&who)[thresholds[i].fact] = value;
            assert_true(has(&who));
            ((uint8_t *)&who)[thresholds[i].fact]--;
            assert_false(has(&who));
        }
    }
}

static void test_rule_teers_are_a_set_and_none_is_all(void **state)
{
    (void)state;
    for (uint8_t teer = 0; teer <= EEP_TEER_NONE; teer++) {
        const person who = {.teer = teer};

        open_only(EEP_RULE_CEC);
        assert_true(has(&who));
        rule->teers = 1 << 1 | 1 << 4;
        assert_int_equal(has(&who), teer == 1 || teer == 4);
    }
}

static void test_rule_levels_ask_each_ability_by_teer(void **state)
{
    (void)state;
    open_only(EEP_RULE_FST);
    for (uint8_t ability = 0; ability < EEP_ABILITIES; ability++) {
        for (uint8_t teer = 0; teer < 8; teer++)
            rule->level[ability][teer] = (uint8_t)(ability + teer);
    }
    for (uint8_t teer = 0; teer <= EEP_TEER_NONE; teer++) {
        for (uint8_t ability = 0; ability < EEP_ABILITIES; ability++) {
            person who = {.teer = teer,
                          .first = {teer, (uint8_t)(teer + 1), (uint8_t)(teer + 2), (uint8_t)(teer + 3)},
                          .second = ALL(12)};

            assert_true(has(&who));
            who.tier = 3;
            who.trade = 1;
            assert_true(has(&who));
            if (who.first[ability] == 0) continue;
            who.first[ability]--;
            assert_false(has(&who));
        }
    }
}

static void test_rule_of_any_program_may_ask_the_selection_grid(void **state)
{
    (void)state;
    for (size_t index = 0; index < EEP_PROGRAMS; index++) {
        person who = {.education = DOCTORAL};

        open_only(index);
        fill_selection_grid(&rules);
        rules.selection.pass_mark = 25;
        who.education = MASTERS;
        assert_true(has(&who));
        rule->asks_selection_points = 1;
        assert_false(has(&who));
        who.education = DOCTORAL;
        assert_true(has(&who));
    }
}

/* Of the programs that ask another, none helps the other: they need one that stands alone. */
static void test_rule_that_asks_another_program_needs_one_that_does_not(void **state)
{
    const person nominee = {.nomination = 1}, trader = {.nomination = 1, .trade = 1};

    (void)state;
    memset(&rules, 0, sizeof rules);
    rules.program[EEP_RULE_PNP] =
        (eep_program_rule){.open = 1, .asks_nomination = 1, .asks_other_program = 1};
    rules.program[EEP_RULE_CEC] = (eep_program_rule){.open = 1, .asks_other_program = 1};
    rules.program[EEP_RULE_FST] = (eep_program_rule){.open = 1, .asks_trade = 1};
    assert_int_equal(qualified(&rules, &nominee).programs, 0);
    assert_int_equal(qualified(&rules, &trader).programs, EEP_BIT_PNP | EEP_BIT_CEC | EEP_BIT_FST);
    rules.program[EEP_RULE_FST].open = 0;
    assert_int_equal(qualified(&rules, &trader).programs, 0);
    rules.program[EEP_RULE_PNP].asks_other_program = 0;
    assert_int_equal(qualified(&rules, &nominee).programs, EEP_BIT_PNP | EEP_BIT_CEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_that_asks_nothing_takes_everybody),
        cmocka_unit_test(test_rule_thresholds_are_met_from_their_value_on),
        cmocka_unit_test(test_rule_teers_are_a_set_and_none_is_all),
        cmocka_unit_test(test_rule_levels_ask_each_ability_by_teer),
        cmocka_unit_test(test_rule_of_any_program_may_ask_the_selection_grid),
        cmocka_unit_test(test_rule_that_asks_another_program_needs_one_that_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

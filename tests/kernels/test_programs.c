/*
 * Each federal program, each of its conditions, on both sides of the threshold: the candidate qualifies
 * with everything just met, and not with any one thing missing. Source: see program_rules.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "program_rules.h"
#include "qualified.h"

static eep_eligible_tables rules;

static int fill_rules(void **state)
{
    (void)state;
    fill_program_rules(&rules);
    return 0;
}

static int has(const person *who, int program)
{
    return (qualified(&rules, who).programs & program) != 0;
}

/* ---- Federal Skilled Worker ----------------------------------------------------------------------- */

/*
 * 23 + 16 + 4 + 15 + 12 + 10 + 10 = 90 selection points, well above 67, so that taking away one condition
 * leaves enough of them. No recent Canadian work: the offer waives no funds.
 */
static const person worker = {.age = 29,
                              .education = MASTERS,
                              .first = ALL(7),
                              .second = ALL(5),
                              .total_years = 6,
                              .continuous_months = 12,
                              .teer = 3,
                              .funds = 1,
                              .relative = 1,
                              .canadian_study = ONE_OR_TWO_YEARS,
                              .job_offer = OTHER_OFFER};

static void test_fsw_takes_who_just_meets_everything(void **state)
{
    (void)state;
    assert_int_equal(qualified(&rules, &worker).programs, EEP_BIT_FSW);
}

static void test_fsw_asks_a_year_without_a_break(void **state)
{
    person who = worker;

    (void)state;
    who.continuous_months = 11;
    assert_false(has(&who, EEP_BIT_FSW));
    who.continuous_months = 255;
    assert_true(has(&who, EEP_BIT_FSW));
}

static void test_fsw_asks_teer_0_to_3(void **state)
{
    person who = worker;

    (void)state;
    for (uint8_t teer = 0; teer <= EEP_TEER_NONE; teer++) {
        who.teer = teer;
        assert_int_equal(has(&who, EEP_BIT_FSW), teer <= 3);
        who.trade = !who.trade;
        assert_int_equal(has(&who, EEP_BIT_FSW), teer <= 3);
    }
}

static void test_fsw_asks_clb_7_in_each_first_language_ability(void **state)
{
    (void)state;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = worker;

        who.first[ability] = 6;
        assert_false(has(&who, EEP_BIT_FSW));
        who.second[ability] = 12;
        assert_false(has(&who, EEP_BIT_FSW));
    }
}

static void test_fsw_asks_secondary_education(void **state)
{
    person who = worker;

    (void)state;
    who.education = SECONDARY;
    assert_true(has(&who, EEP_BIT_FSW));
    who.education = LESS_THAN_SECONDARY;
    assert_false(has(&who, EEP_BIT_FSW));
}

static void test_fsw_asks_the_pass_mark(void **state)
{
    (void)state;
    rules.selection.pass_mark = 90;
    assert_true(has(&worker, EEP_BIT_FSW));
    rules.selection.pass_mark = 91;
    assert_false(has(&worker, EEP_BIT_FSW));
}

static void test_fsw_asks_funds_or_an_offer_with_recent_canadian_work(void **state)
{
    person who = worker;

    (void)state;
    rules.funds_waived_months = 6;
    who.funds = 0;
    who.noc_canadian_months = 5;
    assert_false(has(&who, EEP_BIT_FSW));
    who.noc_canadian_months = 6;
    assert_true(has(&who, EEP_BIT_FSW));
    who.job_offer = NO_OFFER;
    assert_false(has(&who, EEP_BIT_FSW));
    who.funds = 1;
    assert_true(has(&who, EEP_BIT_FSW));
    who.funds = 0;
    rules.program[EEP_RULE_FSW].asks_funds = 0;
    assert_true(has(&who, EEP_BIT_FSW));
}

/* ---- Canadian Experience Class --------------------------------------------------------------------- */

static const person experienced = {.first = ALL(7), .teer = 1, .noc_canadian_months = 12};

static void test_cec_takes_who_just_meets_everything_without_funds_or_education(void **state)
{
    (void)state;
    assert_int_equal(qualified(&rules, &experienced).programs, EEP_BIT_CEC);
}

static void test_cec_asks_a_year_in_canada(void **state)
{
    person who = experienced;

    (void)state;
    who.noc_canadian_months = 11;
    who.noc_months = 36;
    assert_false(has(&who, EEP_BIT_CEC));
}

static void test_cec_asks_clb_7_or_5_by_teer_and_is_closed_below(void **state)
{
    static const uint8_t lowest[] = {7, 7, 5, 5};

    (void)state;
    for (uint8_t teer = 0; teer <= EEP_TEER_NONE; teer++) {
        for (uint8_t clb = 0; clb <= 12; clb++) {
            const person who = {.first = ALL(clb), .teer = teer, .noc_canadian_months = 12};

            assert_int_equal(has(&who, EEP_BIT_CEC), teer < 4 && clb >= lowest[teer]);
        }
    }
}

static void test_cec_asks_every_ability(void **state)
{
    (void)state;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = experienced;

        who.first[ability] = 6;
        assert_false(has(&who, EEP_BIT_CEC));
        who.teer = 2;
        assert_true(has(&who, EEP_BIT_CEC));
        who.first[ability] = 4;
        assert_false(has(&who, EEP_BIT_CEC));
    }
}

/* Each of the two ways to close a TEER is enough. */
static void test_cec_closes_a_teer_by_the_set_or_by_the_level(void **state)
{
    person who = experienced;

    (void)state;
    who.first[0] = who.first[1] = who.first[2] = who.first[3] = 12;
    rules.program[EEP_RULE_CEC].teers = TEERS_0_TO_3 & ~(1 << 1);
    assert_false(has(&who, EEP_BIT_CEC));
    rules.program[EEP_RULE_CEC].teers = TEERS_0_TO_3;
    assert_true(has(&who, EEP_BIT_CEC));
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        rules.program[EEP_RULE_CEC].level[ability][1] = 255;
    assert_false(has(&who, EEP_BIT_CEC));
}

/* ---- Federal Skilled Trades ------------------------------------------------------------------------ */

static const person tradesperson = {
    .first = {5, 4, 4, 5}, .teer = 2, .trade = 1, .trade_months = 24, .certificate = 1, .funds = 1};

static void test_fst_takes_who_just_meets_everything(void **state)
{
    (void)state;
    assert_int_equal(qualified(&rules, &tradesperson).programs, EEP_BIT_FST);
}

static void test_fst_asks_a_skilled_trade_and_two_years_in_it(void **state)
{
    person who = tradesperson;

    (void)state;
    who.trade_months = 23;
    assert_false(has(&who, EEP_BIT_FST));
    who.trade_months = 24;
    who.trade = 0;
    assert_false(has(&who, EEP_BIT_FST));
}

static void test_fst_asks_more_of_listening_and_speaking_than_of_reading_and_writing(void **state)
{
    (void)state;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = tradesperson;

        who.first[ability]--;
        assert_false(has(&who, EEP_BIT_FST));
        who.first[ability] = 12;
        assert_true(has(&who, EEP_BIT_FST));
    }
}

static void test_fst_asks_a_certificate_or_any_offer(void **state)
{
    person who = tradesperson;

    (void)state;
    who.certificate = 0;
    assert_false(has(&who, EEP_BIT_FST));
    who.job_offer = OTHER_OFFER;
    assert_true(has(&who, EEP_BIT_FST));
    who.job_offer = SENIOR_MANAGER;
    assert_true(has(&who, EEP_BIT_FST));
}

static void test_fst_asks_funds_or_an_offer_with_recent_canadian_work(void **state)
{
    person who = tradesperson;

    (void)state;
    rules.funds_waived_months = 6;
    who.funds = 0;
    who.noc_canadian_months = 6;
    assert_false(has(&who, EEP_BIT_FST));
    who.job_offer = OTHER_OFFER;
    assert_true(has(&who, EEP_BIT_FST));
    who.noc_canadian_months = 5;
    assert_false(has(&who, EEP_BIT_FST));
    rules.program[EEP_RULE_FST].asks_funds = 0;
    assert_true(has(&who, EEP_BIT_FST));
}

/* ---- Provincial nominees and sets ------------------------------------------------------------------- */

static void test_pnp_asks_a_nomination_and_another_program(void **state)
{
    const person *const bases[] = {&worker, &experienced, &tradesperson};
    const person nominated = {.nomination = 1};

    (void)state;
    assert_int_equal(qualified(&rules, &nominated).programs, 0);
    for (size_t base = 0; base < 3; base++) {
        person who = *bases[base];

        assert_int_equal(qualified(&rules, &who).programs, 1 << base);
        who.nomination = 1;
        assert_int_equal(qualified(&rules, &who).programs, 1 << base | EEP_BIT_PNP);
    }
}

static void test_one_candidate_may_qualify_for_all_four(void **state)
{
    person who = worker;

    (void)state;
    who.noc_canadian_months = 12;
    who.trade = 1;
    who.trade_months = 24;
    who.teer = 2;
    who.nomination = 1;
    assert_int_equal(qualified(&rules, &who).programs, EEP_BIT_FSW | EEP_BIT_CEC | EEP_BIT_FST | EEP_BIT_PNP);
}

static void test_somebody_with_nothing_qualifies_for_nothing(void **state)
{
    const person who = {.teer = EEP_TEER_NONE};

    (void)state;
    assert_int_equal(qualified(&rules, &who).programs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_fsw_takes_who_just_meets_everything, fill_rules),
        cmocka_unit_test_setup(test_fsw_asks_a_year_without_a_break, fill_rules),
        cmocka_unit_test_setup(test_fsw_asks_teer_0_to_3, fill_rules),
        cmocka_unit_test_setup(test_fsw_asks_clb_7_in_each_first_language_ability, fill_rules),
        cmocka_unit_test_setup(test_fsw_asks_secondary_education, fill_rules),
        cmocka_unit_test_setup(test_fsw_asks_the_pass_mark, fill_rules),
        cmocka_unit_test_setup(test_fsw_asks_funds_or_an_offer_with_recent_canadian_work, fill_rules),
        cmocka_unit_test_setup(test_cec_takes_who_just_meets_everything_without_funds_or_education,
                               fill_rules),
        cmocka_unit_test_setup(test_cec_asks_a_year_in_canada, fill_rules),
        cmocka_unit_test_setup(test_cec_asks_clb_7_or_5_by_teer_and_is_closed_below, fill_rules),
        cmocka_unit_test_setup(test_cec_asks_every_ability, fill_rules),
        cmocka_unit_test_setup(test_cec_closes_a_teer_by_the_set_or_by_the_level, fill_rules),
        cmocka_unit_test_setup(test_fst_takes_who_just_meets_everything, fill_rules),
        cmocka_unit_test_setup(test_fst_asks_a_skilled_trade_and_two_years_in_it, fill_rules),
        cmocka_unit_test_setup(test_fst_asks_more_of_listening_and_speaking_than_of_reading_and_writing,
                               fill_rules),
        cmocka_unit_test_setup(test_fst_asks_a_certificate_or_any_offer, fill_rules),
        cmocka_unit_test_setup(test_fst_asks_funds_or_an_offer_with_recent_canadian_work, fill_rules),
        cmocka_unit_test_setup(test_pnp_asks_a_nomination_and_another_program, fill_rules),
        cmocka_unit_test_setup(test_one_candidate_may_qualify_for_all_four, fill_rules),
        cmocka_unit_test_setup(test_somebody_with_nothing_qualifies_for_nothing, fill_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

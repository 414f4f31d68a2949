/*
 * The selection grid of the Federal Skilled Worker Program: the points of every scale, worked examples
 * around the pass mark of 67, and adaptability. Source: Regulations, sections 76 to 83.
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

static eep_selection_points points_of(const person *who)
{
    static eep_facts facts;
    eep_selection_points points;

    facts_put(&facts, 0, who);
    eep_selection_points_one(&rules.selection, &facts, 0, &points);
    return points;
}

#define POINTS(...) points_of(&(person){__VA_ARGS__})

/* ---- Examples ------------------------------------------------------------------------------------ */

/* Single, 29, a year of skilled work abroad in TEER 1, with funds: what counts apart from points is met. */
#define SINGLE_AT_29 .age = 29, .foreign_years = 1, .continuous_months = 12, .teer = 1, .funds = 1

static void expect_outcome(const person *who, int points, int passes)
{
    assert_int_equal(points_of(who).total, points);
    assert_int_equal(qualified(&rules, who).programs, passes ? EEP_BIT_FSW : 0);
}

static void test_bachelor_with_clb_7_fails_with_58(void **state)
{
    (void)state;
    expect_outcome(&(person){SINGLE_AT_29, .education = BACHELORS, .first = ALL(7), .total_years = 1}, 58, 0);
}

static void test_bachelor_with_clb_9_fails_by_one(void **state)
{
    (void)state;
    expect_outcome(&(person){SINGLE_AT_29, .education = BACHELORS, .first = ALL(9), .total_years = 1}, 66, 0);
}

static void test_bachelor_with_clb_9_passes_with_a_second_year_of_work(void **state)
{
    (void)state;
    expect_outcome(&(person){SINGLE_AT_29, .education = BACHELORS, .first = ALL(9), .total_years = 2}, 68, 1);
}

static void test_master_with_clb_9_passes_with_68(void **state)
{
    (void)state;
    expect_outcome(&(person){SINGLE_AT_29, .education = MASTERS, .first = ALL(9), .total_years = 1}, 68, 1);
}

static void test_the_pass_mark_itself_passes(void **state)
{
    (void)state;
    expect_outcome(&(person){SINGLE_AT_29, .education = TWO_OR_MORE, .first = ALL(9), .total_years = 1}, 67,
                   1);
}

static void test_the_grid_gives_100_at_most(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.age = 30, .education = DOCTORAL, .first = ALL(12), .second = ALL(12),
                            .canadian_years = 9, .total_years = 15, .job_offer = OTHER_OFFER, .relative = 1,
                            .canadian_study = THREE_YEARS_OR_MORE, .spouse = 1, .spouse_language = ALL(9),
                            .spouse_study = 1, .spouse_years = 3)
                         .total,
                     100);
}

/* ---- Scales -------------------------------------------------------------------------------------- */

static void test_education_gives_5_to_25(void **state)
{
    static const uint16_t expected[] = {0, 5, 15, 19, 21, 22, 23, 25};

    (void)state;
    for (uint8_t level = 0; level < 8; level++)
        assert_int_equal(POINTS(.education = level).education, expected[level]);
}

static void test_each_first_language_ability_counts_by_itself(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.first = ALL(6)).first_language, 0);
    assert_int_equal(POINTS(.first = ALL(7)).first_language, 16);
    assert_int_equal(POINTS(.first = ALL(8)).first_language, 20);
    assert_int_equal(POINTS(.first = ALL(9)).first_language, 24);
    assert_int_equal(POINTS(.first = ALL(12)).first_language, 24);
    assert_int_equal(POINTS(.first = {6, 7, 8, 9}).first_language, 0 + 4 + 5 + 6);
    assert_int_equal(POINTS(.first = {9, 0, 0, 0}).first_language, 6);
    assert_int_equal(POINTS(.first = {0, 0, 0, 9}).first_language, 6);
}

static void test_the_second_language_gives_all_or_nothing(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.second = ALL(4)).second_language, 0);
    assert_int_equal(POINTS(.second = ALL(5)).second_language, 4);
    assert_int_equal(POINTS(.second = ALL(12)).second_language, 4);
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = {.second = ALL(12)};

        who.second[ability] = 4;
        assert_int_equal(points_of(&who).second_language, 0);
    }
}

static void test_experience_gives_9_to_15(void **state)
{
    static const uint16_t expected[] = {0, 9, 11, 11, 13, 13, 15, 15, 15};

    (void)state;
    for (uint8_t years = 0; years < 9; years++)
        assert_int_equal(POINTS(.total_years = years).experience, expected[years]);
    assert_int_equal(POINTS(.total_years = 15).experience, 15);
    assert_int_equal(POINTS(.canadian_years = 3, .foreign_years = 4).experience, 0);
}

static void test_age_gives_12_from_18_to_35_and_one_less_each_year_after(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.age = 17).age, 0);
    assert_int_equal(POINTS(.age = 18).age, 12);
    assert_int_equal(POINTS(.age = 35).age, 12);
    assert_int_equal(POINTS(.age = 36).age, 11);
    assert_int_equal(POINTS(.age = 40).age, 7);
    assert_int_equal(POINTS(.age = 46).age, 1);
    assert_int_equal(POINTS(.age = 47).age, 0);
    assert_int_equal(POINTS(.age = 127).age, 0);
}

static void test_an_offer_gives_10_and_5_of_adaptability(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.job_offer = NO_OFFER).offer, 0);
    for (uint8_t offer = OTHER_OFFER; offer <= SENIOR_MANAGER; offer++) {
        const eep_selection_points points = POINTS(.job_offer = offer);

        assert_int_equal(points.offer, 10);
        assert_int_equal(points.adaptability, 5);
        assert_int_equal(points.total, 15);
    }
}

/* ---- Adaptability -------------------------------------------------------------------------------- */

static void test_every_item_of_adaptability_counts(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.age = 50).adaptability, 0);
    assert_int_equal(POINTS(.canadian_study = ONE_OR_TWO_YEARS).adaptability, 5);
    assert_int_equal(POINTS(.canadian_study = THREE_YEARS_OR_MORE).adaptability, 5);
    assert_int_equal(POINTS(.canadian_years = 1).adaptability, 10);
    assert_int_equal(POINTS(.relative = 1).adaptability, 5);
    assert_int_equal(POINTS(.spouse = 1, .spouse_language = ALL(4)).adaptability, 5);
    assert_int_equal(POINTS(.spouse = 1, .spouse_study = 1).adaptability, 5);
    assert_int_equal(POINTS(.spouse = 1, .spouse_years = 1).adaptability, 5);
}

static void test_the_spouse_needs_clb_4_in_all_four(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.spouse = 1, .spouse_language = ALL(3)).adaptability, 0);
    assert_int_equal(POINTS(.spouse = 1, .spouse_language = {9, 9, 9, 3}).adaptability, 0);
    assert_int_equal(POINTS(.spouse = 1, .spouse_language = {4, 9, 9, 9}).adaptability, 5);
}

static void test_items_of_the_spouse_need_a_spouse(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.spouse_language = ALL(9), .spouse_study = 1, .spouse_years = 5).adaptability, 0);
    rules.selection.spouse_level = 0;
    rules.selection.spouse_work_years = 0;
    assert_int_equal(POINTS(.age = 29).adaptability, 0);
    assert_int_equal(POINTS(.age = 29, .spouse = 1).adaptability, 10);
}

static void test_adaptability_stops_at_10(void **state)
{
    (void)state;
    assert_int_equal(POINTS(.relative = 1, .canadian_study = ONE_OR_TWO_YEARS).adaptability, 10);
    assert_int_equal(POINTS(.relative = 1, .canadian_years = 1).adaptability, 10);
    assert_int_equal(
        POINTS(.relative = 1, .spouse = 1, .spouse_study = 1, .spouse_language = ALL(4)).adaptability, 10);
    rules.selection.adaptability_cap = 100;
    assert_int_equal(POINTS(.relative = 1, .canadian_years = 1, .canadian_study = ONE_OR_TWO_YEARS,
                            .job_offer = OTHER_OFFER, .spouse = 1, .spouse_study = 1, .spouse_years = 1,
                            .spouse_language = ALL(4))
                         .adaptability,
                     5 + 10 + 5 + 5 + 5 + 5 + 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_bachelor_with_clb_7_fails_with_58, fill_rules),
        cmocka_unit_test_setup(test_bachelor_with_clb_9_fails_by_one, fill_rules),
        cmocka_unit_test_setup(test_bachelor_with_clb_9_passes_with_a_second_year_of_work, fill_rules),
        cmocka_unit_test_setup(test_master_with_clb_9_passes_with_68, fill_rules),
        cmocka_unit_test_setup(test_the_pass_mark_itself_passes, fill_rules),
        cmocka_unit_test_setup(test_the_grid_gives_100_at_most, fill_rules),
        cmocka_unit_test_setup(test_education_gives_5_to_25, fill_rules),
        cmocka_unit_test_setup(test_each_first_language_ability_counts_by_itself, fill_rules),
        cmocka_unit_test_setup(test_the_second_language_gives_all_or_nothing, fill_rules),
        cmocka_unit_test_setup(test_experience_gives_9_to_15, fill_rules),
        cmocka_unit_test_setup(test_age_gives_12_from_18_to_35_and_one_less_each_year_after, fill_rules),
        cmocka_unit_test_setup(test_an_offer_gives_10_and_5_of_adaptability, fill_rules),
        cmocka_unit_test_setup(test_every_item_of_adaptability_counts, fill_rules),
        cmocka_unit_test_setup(test_the_spouse_needs_clb_4_in_all_four, fill_rules),
        cmocka_unit_test_setup(test_items_of_the_spouse_need_a_spouse, fill_rules),
        cmocka_unit_test_setup(test_adaptability_stops_at_10, fill_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

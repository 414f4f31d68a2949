/*
 * The CRS grid in force from 2025-03-25: worked examples, the ends of every scale, and statements about
 * the grid that circulate and are wrong. All expected points come from the published grid (see
 * crs_grid.h), added up by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crs_grid.h"
#include "scored.h"

static eep_score_tables grid;

static int fill_grid(void **state)
{
    (void)state;
    fill_crs_grid(&grid);
    return 0;
}

#define SCORED(...) scored(&grid, &(person){__VA_ARGS__})

static void expect_sections(eep_score_items items, int core, int spouse, int transferability, int additional,
                            int total)
{
    assert_int_equal(items.core, core);
    assert_int_equal(items.spouse, spouse);
    assert_int_equal(items.transferability, transferability);
    assert_int_equal(items.additional, additional);
    assert_int_equal(items.total, total);
}

/* ---- Worked examples ---------------------------------------------------------------------------- */

static void test_worked_bachelor_with_foreign_work(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 29, .education = BACHELORS, .first = ALL(9), .foreign_years = 3),
                    110 + 120 + 124, 0, 25 + 50, 0, 429);
}

static void test_worked_master_with_foreign_work(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 29, .education = MASTERS, .first = ALL(9), .foreign_years = 3),
                    110 + 135 + 124, 0, 50 + 50, 0, 469);
}

static void test_worked_master_with_canadian_work_and_study(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 29, .education = MASTERS, .first = ALL(10), .canadian_years = 1,
                           .foreign_years = 3, .canadian_study = ONE_OR_TWO_YEARS),
                    110 + 135 + 136 + 40, 0, 100, 15, 536);
}

static void test_worked_couple_with_one_ability_below_nine(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 33, .spouse = 1, .education = BACHELORS, .first = {9, 9, 9, 8},
                           .canadian_years = 1, .foreign_years = 2, .spouse_education = BACHELORS,
                           .spouse_language = ALL(7)),
                    80 + 112 + 109 + 35, 8 + 12, (13 + 13) + (13 + 13), 0, 408);
}

static void test_worked_tradesperson_at_45(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 45, .education = SECONDARY, .first = ALL(5), .certificate = 1), 0 + 30 + 24,
                    0, 25, 0, 79);
}

static void test_worked_highest_score_with_a_spouse(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 29, .spouse = 1, .education = DOCTORAL, .first = ALL(10), .second = ALL(10),
                           .canadian_years = 5, .foreign_years = 3, .spouse_education = DOCTORAL,
                           .spouse_language = ALL(9), .spouse_years = 5, .sibling = 1,
                           .canadian_study = THREE_YEARS_OR_MORE, .nomination = 1),
                    100 + 140 + 128 + 22 + 70, 40, 100, 600, 1200);
}

/* ---- Statements that are wrong ------------------------------------------------------------------- */

static void test_wrong_that_a_bachelor_is_in_the_higher_education_tier(void **state)
{
    (void)state;
    assert_int_equal(SCORED(.education = BACHELORS, .first = ALL(7)).transferability, 13);
    assert_int_equal(SCORED(.education = BACHELORS, .first = ALL(9)).transferability, 25);
    assert_int_equal(SCORED(.education = BACHELORS, .canadian_years = 2).transferability, 25);
}

static void test_wrong_that_a_two_year_diploma_is_in_the_higher_education_tier(void **state)
{
    (void)state;
    assert_int_equal(SCORED(.education = TWO_YEAR, .first = ALL(7)).transferability, 13);
    assert_int_equal(SCORED(.education = TWO_YEAR, .first = ALL(9)).transferability, 25);
    assert_int_equal(SCORED(.education = ONE_YEAR, .first = ALL(9)).transferability, 25);
}

static void test_wrong_that_a_master_or_doctor_is_in_the_lower_education_tier(void **state)
{
    static const uint8_t levels[] = {TWO_OR_MORE, MASTERS, DOCTORAL};

    (void)state;
    for (size_t i = 0; i < sizeof levels; i++) {
        assert_int_equal(SCORED(.education = levels[i], .first = ALL(7)).transferability, 25);
        assert_int_equal(SCORED(.education = levels[i], .first = ALL(9)).transferability, 50);
    }
}

static void test_wrong_that_a_pair_has_no_cap_of_its_own(void **state)
{
    const eep_score_items education = SCORED(.education = MASTERS, .first = ALL(9), .canadian_years = 2);
    const eep_score_items foreign = SCORED(.first = ALL(9), .canadian_years = 2, .foreign_years = 3);

    (void)state;
    assert_int_equal(education.education_language + education.education_work, 100);
    assert_int_equal(education.education_pair, 50);
    assert_int_equal(education.transferability, 50);
    assert_int_equal(foreign.foreign_language + foreign.foreign_work, 100);
    assert_int_equal(foreign.foreign_pair, 50);
    assert_int_equal(foreign.transferability, 50);
}

static void test_wrong_that_two_years_of_foreign_work_are_in_the_higher_tier(void **state)
{
    static const uint8_t expected[] = {0, 13, 13, 25, 25, 25};

    (void)state;
    for (uint8_t years = 0; years < 6; years++) {
        const eep_score_items items = SCORED(.first = ALL(7), .foreign_years = years);

        assert_int_equal(items.transferability, expected[years]);
    }
}

static void test_wrong_that_the_second_language_gives_24_with_a_spouse(void **state)
{
    const eep_score_items with = SCORED(.spouse = 1, .second = ALL(9));
    const eep_score_items without = SCORED(.second = ALL(9));

    (void)state;
    assert_int_equal(with.second_language, 22);
    assert_int_equal(with.core, 22);
    assert_int_equal(without.second_language, 24);
    assert_int_equal(without.core, 24);
}

static void test_wrong_that_a_spouse_has_a_point_at_clb_4(void **state)
{
    (void)state;
    assert_int_equal(SCORED(.spouse = 1, .spouse_language = ALL(4)).spouse, 0);
    assert_int_equal(SCORED(.spouse = 1, .spouse_language = ALL(5)).spouse, 4);
}

static void test_wrong_that_the_small_step_is_12(void **state)
{
    (void)state;
    assert_int_equal(SCORED(.education = BACHELORS, .first = ALL(7)).education_language, 13);
    assert_int_equal(SCORED(.education = BACHELORS, .canadian_years = 1).education_work, 13);
    assert_int_equal(SCORED(.foreign_years = 1, .first = ALL(7)).foreign_language, 13);
    assert_int_equal(SCORED(.foreign_years = 1, .canadian_years = 1).foreign_work, 13);
}

/* Nobody here has a trade for an occupation. */
static void test_wrong_that_a_certificate_counts_for_tradespeople_only(void **state)
{
    static const uint8_t expected[] = {0, 0, 0, 0, 0, 25, 25, 50, 50, 50, 50, 50, 50};

    (void)state;
    for (uint8_t clb = 0; clb <= 12; clb++) {
        assert_int_equal(SCORED(.first = ALL(clb), .certificate = 1, .teer = 1).certificate, expected[clb]);
        assert_int_equal(SCORED(.first = ALL(clb), .teer = 2, .trade = 1).certificate, 0);
    }
}

static void test_wrong_that_french_gives_15_and_30(void **state)
{
    (void)state;
    assert_int_equal(SCORED(.second = ALL(7)).additional, 25);
    assert_int_equal(SCORED(.first = ALL(5), .second = ALL(7)).additional, 50);
}

static void test_wrong_that_a_nomination_sets_the_other_items_aside_or_adds_to_them(void **state)
{
    const eep_score_items items = SCORED(.nomination = 1, .sibling = 1, .canadian_study = THREE_YEARS_OR_MORE,
                                         .first = ALL(5), .second = ALL(7));

    (void)state;
    assert_int_equal(items.nomination, 600);
    assert_int_equal(items.sibling, 15);
    assert_int_equal(items.canadian_study, 30);
    assert_int_equal(items.french, 50);
    assert_int_equal(items.additional, 600);
}

/* A citizen, or one who stays behind, is no accompanying spouse: accompanying_spouse is 0. */
static void test_wrong_that_any_spouse_moves_the_candidate_to_the_other_column(void **state)
{
    (void)state;
    expect_sections(SCORED(.age = 29, .education = MASTERS, .spouse = 0, .spouse_education = DOCTORAL,
                           .spouse_language = ALL(10), .spouse_years = 5),
                    110 + 135, 0, 0, 0, 245);
    expect_sections(SCORED(.age = 29, .education = MASTERS, .spouse = 1, .spouse_education = DOCTORAL,
                           .spouse_language = ALL(10), .spouse_years = 5),
                    100 + 126, 40, 0, 0, 266);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_bachelor_with_foreign_work),
        cmocka_unit_test(test_worked_master_with_foreign_work),
        cmocka_unit_test(test_worked_master_with_canadian_work_and_study),
        cmocka_unit_test(test_worked_couple_with_one_ability_below_nine),
        cmocka_unit_test(test_worked_tradesperson_at_45),
        cmocka_unit_test(test_worked_highest_score_with_a_spouse),
        cmocka_unit_test(test_wrong_that_a_bachelor_is_in_the_higher_education_tier),
        cmocka_unit_test(test_wrong_that_a_two_year_diploma_is_in_the_higher_education_tier),
        cmocka_unit_test(test_wrong_that_a_master_or_doctor_is_in_the_lower_education_tier),
        cmocka_unit_test(test_wrong_that_a_pair_has_no_cap_of_its_own),
        cmocka_unit_test(test_wrong_that_two_years_of_foreign_work_are_in_the_higher_tier),
        cmocka_unit_test(test_wrong_that_the_second_language_gives_24_with_a_spouse),
        cmocka_unit_test(test_wrong_that_a_spouse_has_a_point_at_clb_4),
        cmocka_unit_test(test_wrong_that_the_small_step_is_12),
        cmocka_unit_test(test_wrong_that_a_certificate_counts_for_tradespeople_only),
        cmocka_unit_test(test_wrong_that_french_gives_15_and_30),
        cmocka_unit_test(test_wrong_that_a_nomination_sets_the_other_items_aside_or_adds_to_them),
        cmocka_unit_test(test_wrong_that_any_spouse_moves_the_candidate_to_the_other_column),
    };

    return cmocka_run_group_tests(tests, fill_grid, NULL);
}

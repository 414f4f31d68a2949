/*
 * Points by tier of the occupation: work in it in Canada by completed years, and any offer. The points are
 * made up: nobody has published any.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crs_grid.h"
#include "scored.h"

static eep_score_tables tables;

static int fill_tables(void **state)
{
    (void)state;
    fill_crs_grid(&tables);
    for (uint16_t tier = 1; tier < EEP_OCCUPATION_TIERS; tier++) {
        for (uint16_t years = 1; years < EEP_OCCUPATION_YEARS; years++)
            tables.occupation_work[tier][years] = (uint16_t)(10 * tier + years);
        tables.occupation_offer[tier] = (uint16_t)(100 * tier);
    }
    return 0;
}

static void test_occupation_work_counts_completed_years_up_to_three(void **state)
{
    static const struct {
        uint8_t months;
        uint16_t years;
    } cases[] = {{0, 0}, {11, 0}, {12, 1}, {23, 1}, {24, 2}, {35, 2}, {36, 3}, {48, 3}, {255, 3}};

    (void)state;
    for (uint8_t tier = 0; tier < EEP_OCCUPATION_TIERS; tier++) {
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            const person who = {.teer = 1, .trade = 1, .tier = tier, .noc_canadian_months = cases[i].months};
            const eep_score_items items = scored(&tables, &who);
            const int points = tier > 0 && cases[i].years > 0 ? 10 * tier + cases[i].years : 0;

            assert_int_equal(items.occupation_work, points);
            assert_int_equal(items.occupation_offer, 0);
            assert_int_equal(items.additional, points);
            assert_int_equal(items.total, points);
        }
    }
}

/* Work elsewhere, and work in Canada in another occupation, are other facts. */
static void test_occupation_work_asks_the_occupation_in_canada_only(void **state)
{
    const person who = {.tier = 2, .noc_months = 36, .continuous_months = 120, .foreign_years = 10};

    (void)state;
    assert_int_equal(scored(&tables, &who).occupation_work, 0);
}

static void test_occupation_offer_counts_any_offer_in_a_tier(void **state)
{
    (void)state;
    for (uint8_t tier = 0; tier < EEP_OCCUPATION_TIERS; tier++) {
        for (uint8_t offer = NO_OFFER; offer <= SENIOR_MANAGER; offer++) {
            const person who = {.teer = EEP_TEER_NONE, .tier = tier, .job_offer = offer};
            const eep_score_items items = scored(&tables, &who);

            assert_int_equal(items.occupation_offer, offer != NO_OFFER ? 100 * tier : 0);
            assert_int_equal(items.occupation_work, 0);
            assert_int_equal(items.job_offer, 0);
        }
    }
}

static void test_occupation_points_are_under_the_cap_of_their_section(void **state)
{
    const person who = {.tier = 3, .noc_canadian_months = 36, .job_offer = OTHER_OFFER, .nomination = 1};
    eep_score_items items;

    (void)state;
    items = scored(&tables, &who);
    assert_int_equal(items.occupation_work, 33);
    assert_int_equal(items.occupation_offer, 300);
    assert_int_equal(items.additional, 600);
    tables.nomination = 200;
    assert_int_equal(scored(&tables, &who).additional, 533);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_occupation_work_counts_completed_years_up_to_three, fill_tables),
        cmocka_unit_test_setup(test_occupation_work_asks_the_occupation_in_canada_only, fill_tables),
        cmocka_unit_test_setup(test_occupation_offer_counts_any_offer_in_a_tier, fill_tables),
        cmocka_unit_test_setup(test_occupation_points_are_under_the_cap_of_their_section, fill_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

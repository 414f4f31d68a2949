/*
 * The shape of the score, whatever the points: which fact asks which table, which ability decides, and
 * where each cap bites.
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
    return 0;
}

#define SCORED(...) scored(&tables, &(person){__VA_ARGS__})

/* ---- The right fact in the right table ----------------------------------------------------------- */

/* Pair tables that tell who asked: hundreds for the table, tens for the row, ones for the column. */
static void test_every_pair_reads_its_own_table_by_its_own_tiers(void **state)
{
    eep_score_items items;

    (void)state;
    for (uint16_t row = 0; row < EEP_TIERS; row++) {
        for (uint16_t column = 0; column < EEP_TIERS; column++) {
            const uint16_t mark = (uint16_t)(row * 10 + column);

            tables.education_language[row][column] = (uint16_t)(100 + mark);
            tables.education_work[row][column] = (uint16_t)(200 + mark);
            tables.foreign_language[row][column] = (uint16_t)(300 + mark);
            tables.foreign_work[row][column] = (uint16_t)(400 + mark);
        }
        tables.certificate[row] = (uint16_t)(500 + row);
    }
    tables.education_tier[4] = 3;
    tables.language_tier[8] = 2;
    tables.canadian_work_tier[6] = 1;
    tables.foreign_work_tier[9] = 0;
    tables.certificate_tier[8] = 3;
    items = SCORED(.education = 4, .first = {8, 9, 10, 11}, .canadian_years = 6, .foreign_years = 9,
                   .certificate = 1);
    assert_int_equal(items.education_language, 132);
    assert_int_equal(items.education_work, 231);
    assert_int_equal(items.foreign_language, 302);
    assert_int_equal(items.foreign_work, 401);
    assert_int_equal(items.certificate, 503);
}

static void test_every_item_of_core_reads_its_own_fact(void **state)
{
    eep_score_items items;

    (void)state;
    items = SCORED(.age = 41, .education = MASTERS, .first = {4, 6, 7, 8}, .second = {5, 7, 9, 0},
                   .canadian_years = 3, .foreign_years = 8);
    assert_int_equal(items.age, 39);
    assert_int_equal(items.education, 135);
    assert_int_equal(items.first_language, 6 + 9 + 17 + 23);
    assert_int_equal(items.second_language, 1 + 3 + 6 + 0);
    assert_int_equal(items.canadian_work, 64);
    assert_int_equal(items.core, 39 + 135 + 55 + 10 + 64);
    items = SCORED(.spouse = 1, .age = 41, .education = MASTERS, .first = {4, 6, 7, 8},
                   .second = {5, 7, 9, 0}, .canadian_years = 3, .foreign_years = 8);
    assert_int_equal(items.age, 35);
    assert_int_equal(items.education, 126);
    assert_int_equal(items.first_language, 6 + 8 + 16 + 22);
    assert_int_equal(items.second_language, 1 + 3 + 6 + 0);
    assert_int_equal(items.canadian_work, 56);
    assert_int_equal(items.core, 35 + 126 + 52 + 10 + 56);
}

/* In the published grid both columns of the second language are the same; a reform may part them. */
static void test_the_second_language_has_a_column_for_each_family(void **state)
{
    (void)state;
    tables.second_language[1][5] = 2;
    assert_int_equal(SCORED(.second = ALL(5)).second_language, 4);
    assert_int_equal(SCORED(.spouse = 1, .second = ALL(5)).second_language, 8);
}

static void test_every_item_of_the_spouse_reads_its_own_fact(void **state)
{
    const eep_score_items items =
        SCORED(.spouse = 1, .spouse_education = TWO_YEAR, .spouse_language = {4, 5, 7, 9}, .spouse_years = 3);

    (void)state;
    assert_int_equal(items.spouse_education, 7);
    assert_int_equal(items.spouse_language, 0 + 1 + 3 + 5);
    assert_int_equal(items.spouse_work, 8);
    assert_int_equal(items.spouse, 24);
}

/* A policy may give points to the lowest level; a spouse who is not there has no level. */
static void test_nobody_has_spouse_points_without_a_spouse(void **state)
{
    eep_score_items items;

    (void)state;
    tables.spouse_education[0] = 3;
    tables.spouse_language[0] = 2;
    tables.spouse_work[0] = 4;
    items = SCORED(.age = 29);
    assert_int_equal(items.spouse_education + items.spouse_language + items.spouse_work, 0);
    assert_int_equal(items.spouse, 0);
    assert_int_equal(SCORED(.age = 29, .spouse = 1).spouse, 3 + 4 * 2 + 4);
}

static void test_every_additional_item_counts_once(void **state)
{
    eep_score_items items;

    (void)state;
    tables.job_offer[OTHER_OFFER] = 50;
    tables.job_offer[SENIOR_MANAGER] = 200;
    assert_int_equal(SCORED(.age = 60).additional, 0);
    assert_int_equal(SCORED(.nomination = 1).additional, 600);
    assert_int_equal(SCORED(.sibling = 1).additional, 15);
    assert_int_equal(SCORED(.canadian_study = ONE_OR_TWO_YEARS).additional, 15);
    assert_int_equal(SCORED(.canadian_study = THREE_YEARS_OR_MORE).additional, 30);
    assert_int_equal(SCORED(.job_offer = OTHER_OFFER).additional, 50);
    assert_int_equal(SCORED(.job_offer = SENIOR_MANAGER).additional, 200);
    items = SCORED(.sibling = 1, .canadian_study = THREE_YEARS_OR_MORE, .job_offer = SENIOR_MANAGER,
                   .second = ALL(7));
    assert_int_equal(items.additional, 15 + 30 + 200 + 25);
}

/* ---- The ability that decides -------------------------------------------------------------------- */

static void test_the_weakest_ability_decides_transferability(void **state)
{
    (void)state;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = {.education = MASTERS, .first = ALL(9), .foreign_years = 3, .certificate = 1};

        assert_int_equal(scored(&tables, &who).transferability, 100);
        who.first[ability] = 8;
        assert_int_equal(scored(&tables, &who).education_pair, 25);
        assert_int_equal(scored(&tables, &who).foreign_pair, 25);
        assert_int_equal(scored(&tables, &who).certificate, 50);
        who.first[ability] = 6;
        assert_int_equal(scored(&tables, &who).education_pair, 0);
        assert_int_equal(scored(&tables, &who).foreign_pair, 0);
        assert_int_equal(scored(&tables, &who).certificate, 25);
        who.first[ability] = 4;
        assert_int_equal(scored(&tables, &who).transferability, 0);
    }
}

static void test_the_second_language_never_enters_transferability(void **state)
{
    (void)state;
    assert_int_equal(
        SCORED(.education = MASTERS, .first = ALL(6), .second = ALL(12), .foreign_years = 3, .certificate = 1)
            .transferability,
        25);
}

static void test_french_points_ask_all_four_abilities_whichever_language_is_first(void **state)
{
    (void)state;
    assert_int_equal(SCORED(.first_official = FRENCH_FIRST, .first = ALL(7)).french, 25);
    assert_int_equal(SCORED(.first_official = FRENCH_FIRST, .first = ALL(7), .second = ALL(4)).french, 25);
    assert_int_equal(SCORED(.first_official = FRENCH_FIRST, .first = ALL(7), .second = ALL(5)).french, 50);
    assert_int_equal(SCORED(.first_official = FRENCH_FIRST, .first = ALL(5), .second = ALL(12)).french, 0);
    assert_int_equal(SCORED(.first = ALL(12), .second = ALL(7)).french, 50);
    assert_int_equal(SCORED(.first = ALL(12), .second = ALL(6)).french, 0);
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = {.first = ALL(9), .second = ALL(12)};

        who.first[ability] = 4;
        assert_int_equal(scored(&tables, &who).french, 25);
        who.second[ability] = 6;
        assert_int_equal(scored(&tables, &who).french, 0);
    }
}

/* ---- Caps ---------------------------------------------------------------------------------------- */

/* Somebody whose every section is worth more than the caps that the tests then lower. */
static const person accomplished = {.age = 29,
                                    .spouse = 1,
                                    .education = DOCTORAL,
                                    .first = ALL(10),
                                    .second = ALL(10),
                                    .canadian_years = 5,
                                    .foreign_years = 3,
                                    .certificate = 1,
                                    .sibling = 1,
                                    .spouse_education = DOCTORAL,
                                    .spouse_language = ALL(9),
                                    .spouse_years = 5};

static void test_the_cap_of_core_depends_on_the_spouse(void **state)
{
    person who = accomplished;

    (void)state;
    tables.core_cap[0] = 301;
    tables.core_cap[1] = 202;
    assert_int_equal(scored(&tables, &who).core, 202);
    who.spouse = 0;
    assert_int_equal(scored(&tables, &who).core, 301);
}

static void test_each_section_stops_at_its_cap(void **state)
{
    eep_score_items items;

    (void)state;
    tables.spouse_cap = 39;
    tables.education_pair_cap = 31;
    tables.foreign_pair_cap = 32;
    tables.additional_cap = 14;
    items = scored(&tables, &accomplished);
    assert_int_equal(items.spouse, 39);
    assert_int_equal(items.education_pair, 31);
    assert_int_equal(items.foreign_pair, 32);
    assert_int_equal(items.transferability, 100);
    assert_int_equal(items.additional, 14);
    tables.transferability_cap = 99;
    assert_int_equal(scored(&tables, &accomplished).transferability, 99);
}

static void test_the_total_stops_at_its_cap(void **state)
{
    (void)state;
    assert_int_equal(scored(&tables, &accomplished).total, 460 + 40 + 100 + 15 + 50);
    tables.total_cap = 600;
    assert_int_equal(scored(&tables, &accomplished).total, 600);
    tables.total_cap = 0;
    assert_int_equal(scored(&tables, &accomplished).total, 0);
}

/* The bound of kernels.h: every entry and every cap at 1200 leaves each sum below 2^16. */
static void test_the_largest_tables_do_not_overflow(void **state)
{
    uint8_t *const bytes = (uint8_t *)&tables;
    const uint16_t largest = 1200;
    eep_score_items items;

    (void)state;
    for (size_t at = 0; at + sizeof largest <= sizeof tables; at += sizeof largest)
        memcpy(bytes + at, &largest, sizeof largest);
    memset(tables.education_tier, 0, sizeof tables.education_tier);
    memset(tables.language_tier, 0, sizeof tables.language_tier);
    memset(tables.certificate_tier, 0, sizeof tables.certificate_tier);
    memset(tables.canadian_work_tier, 0, sizeof tables.canadian_work_tier);
    memset(tables.foreign_work_tier, 0, sizeof tables.foreign_work_tier);
    tables.french_level = tables.english_level = 0;
    items = scored(&tables, &accomplished);
    assert_int_equal(items.first_language, 4800);
    assert_int_equal(items.core, largest);
    assert_int_equal(items.spouse, largest);
    assert_int_equal(items.transferability, largest);
    assert_int_equal(items.additional, largest);
    assert_int_equal(items.total, largest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_pair_reads_its_own_table_by_its_own_tiers, fill_tables),
        cmocka_unit_test_setup(test_every_item_of_core_reads_its_own_fact, fill_tables),
        cmocka_unit_test_setup(test_the_second_language_has_a_column_for_each_family, fill_tables),
        cmocka_unit_test_setup(test_every_item_of_the_spouse_reads_its_own_fact, fill_tables),
        cmocka_unit_test_setup(test_nobody_has_spouse_points_without_a_spouse, fill_tables),
        cmocka_unit_test_setup(test_every_additional_item_counts_once, fill_tables),
        cmocka_unit_test_setup(test_the_weakest_ability_decides_transferability, fill_tables),
        cmocka_unit_test_setup(test_the_second_language_never_enters_transferability, fill_tables),
        cmocka_unit_test_setup(test_french_points_ask_all_four_abilities_whichever_language_is_first,
                               fill_tables),
        cmocka_unit_test_setup(test_the_cap_of_core_depends_on_the_spouse, fill_tables),
        cmocka_unit_test_setup(test_each_section_stops_at_its_cap, fill_tables),
        cmocka_unit_test_setup(test_the_total_stops_at_its_cap, fill_tables),
        cmocka_unit_test_setup(test_the_largest_tables_do_not_overflow, fill_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

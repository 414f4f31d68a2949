/* Packing dates: ages around birthdays, and papers on the day they run out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "calendar.h"
#include "levels.h"
#include "raw.h"

static raw_block block;
static eep_facts facts;
static uint8_t noc_class[EEP_NOC_CODES];
static uint32_t noc_categories[EEP_NOC_CODES];

/* Tables of a day on which no paper expires. */
static eep_pack_tables tables_on(calendar_day on)
{
    eep_pack_tables tables = {.language_test_after = INT32_MIN,
                              .assessment_after = INT32_MIN,
                              .noc_categories = noc_categories,
                              .noc_class = noc_class};

    fill_birthdays(&tables, on);
    return tables;
}

/*
 * The age that every level gives to somebody born on a day. What stands behind the birthdays in the tables
 * is a day after every birth, as in life: a kernel that read it as one more birthday would be found out.
 */
static int packed_age(calendar_day birth, calendar_day on)
{
    eep_pack_tables tables = tables_on(on);
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;
    int age = -1;

    tables.language_test_after = tables.day;
    memset(&block, 0, sizeof block);
    block.birth_date[0] = day_of(birth.year, birth.month, birth.day);
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.facts(&tables, &raw, 1, &facts);
        if (age >= 0) assert_int_equal(facts.age[0], age);
        age = facts.age[0];
    }
    return age;
}

static void test_age_changes_on_the_birthday_itself(void **state)
{
    const calendar_day birth = {1994, 7, 5};

    (void)state;
    assert_int_equal(packed_age(birth, (calendar_day){2023, 7, 4}), 28);
    assert_int_equal(packed_age(birth, (calendar_day){2023, 7, 5}), 29);
    assert_int_equal(packed_age(birth, (calendar_day){2023, 7, 6}), 29);
    assert_int_equal(packed_age(birth, (calendar_day){2023, 12, 31}), 29);
    assert_int_equal(packed_age(birth, (calendar_day){2024, 1, 1}), 29);
}

static void test_a_birthday_of_29_february_falls_on_1_march_of_common_years(void **state)
{
    const calendar_day birth = {1996, 2, 29};

    (void)state;
    assert_int_equal(packed_age(birth, (calendar_day){2023, 2, 28}), 26);
    assert_int_equal(packed_age(birth, (calendar_day){2023, 3, 1}), 27);
    assert_int_equal(packed_age(birth, (calendar_day){2024, 2, 28}), 27);
    assert_int_equal(packed_age(birth, (calendar_day){2024, 2, 29}), 28);
    assert_int_equal(packed_age(birth, (calendar_day){2024, 3, 1}), 28);
}

static void test_age_on_29_february_of_those_born_around_it(void **state)
{
    const calendar_day on = {2024, 2, 29};

    (void)state;
    assert_int_equal(packed_age((calendar_day){1995, 2, 28}, on), 29);
    assert_int_equal(packed_age((calendar_day){1995, 3, 1}, on), 28);
    assert_int_equal(packed_age((calendar_day){1996, 2, 29}, on), 28);
    assert_int_equal(packed_age((calendar_day){1996, 3, 1}, on), 27);
}

static void test_age_ends_at_both_sides(void **state)
{
    const calendar_day on = {2023, 7, 5};

    (void)state;
    assert_int_equal(packed_age((calendar_day){2023, 7, 5}, on), 0);
    assert_int_equal(packed_age((calendar_day){2023, 7, 6}, on), 0);
    assert_int_equal(packed_age((calendar_day){2199, 12, 31}, on), 0);
    assert_int_equal(packed_age((calendar_day){1900, 1, 1}, on), 123);
    assert_int_equal(packed_age((calendar_day){1900, 1, 1}, (calendar_day){2027, 1, 1}), 127);
    assert_int_equal(packed_age((calendar_day){1900, 1, 1}, (calendar_day){2199, 12, 31}), 127);
}

/* Packs one birth a day, from `birth` on, and compares with the calendar. */
static void expect_ages_of_block(const eep_pack_tables *tables, calendar_day *birth, calendar_day on)
{
    const eep_raw raw = raw_of(&block);
    static uint8_t expected[EEP_BLOCK_ROWS];
    const int32_t first = day_of(birth->year, birth->month, birth->day);
    eep_kernels kernels;

    for (int32_t i = 0; i < EEP_BLOCK_ROWS; i++, *birth = day_after(*birth)) {
        const int age = first + i > tables->day ? 0 : age_by_calendar(*birth, on);

        block.birth_date[i] = first + i;
        expected[i] = (uint8_t)(age < EEP_AGES ? age : EEP_AGES - 1);
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.facts(tables, &raw, EEP_BLOCK_ROWS, &facts);
        assert_memory_equal(facts.age, expected, EEP_BLOCK_ROWS);
    }
}

static void test_age_of_everybody_born_since_1900_follows_the_calendar(void **state)
{
    static const calendar_day days[] = {{2023, 2, 28}, {2023, 3, 1},   {2024, 2, 28}, {2024, 2, 29},
                                        {2024, 3, 1},  {2024, 12, 31}, {2025, 1, 1},  {2100, 2, 28},
                                        {2100, 3, 1},  {1999, 7, 5}};

    (void)state;
    memset(&block, 0, sizeof block);
    for (size_t d = 0; d < sizeof days / sizeof days[0]; d++) {
        const eep_pack_tables tables = tables_on(days[d]);
        calendar_day birth = {1900, 1, 1};

        while (birth.year <= days[d].year)
            expect_ages_of_block(&tables, &birth, days[d]);
    }
}

/* The estimate from `day` only says where to start: the birthdays decide. */
static void test_age_follows_the_birthdays_however_far_the_estimate_is_off(void **state)
{
    eep_pack_tables tables = tables_on((calendar_day){2023, 7, 5});
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;

    (void)state;
    memset(&block, 0, sizeof block);
    block.birth_date[0] = day_of(1994, 7, 5);
    block.birth_date[1] = day_of(1994, 7, 6);
    for (int year = 1960; year < 2090; year += 10) {
        tables.day = day_of(year, 1, 1);
        for (size_t level = 0; next_level(&level, &kernels);) {
            kernels.facts(&tables, &raw, 2, &facts);
            assert_int_equal(facts.age[0], 29);
            assert_int_equal(facts.age[1], 28);
        }
    }
}

/* ---- Expiry ------------------------------------------------------------------------------------ */

/* Row 0 tested on the last day that has expired, row 1 a day later. */
static void test_levels_expire_on_the_day_itself(void **state)
{
    eep_pack_tables tables = tables_on((calendar_day){2023, 7, 5});
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;

    (void)state;
    memset(&block, 0, sizeof block);
    tables.language_test_after = day_of(2021, 7, 5);
    block.language_test_date[0] = day_of(2021, 7, 5);
    block.language_test_date[1] = day_of(2021, 7, 6);
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        for (int row = 0; row < 2; row++) {
            block.english[ability][row] = 9;
            block.french[ability][row] = 7;
            block.spouse_language[ability][row] = 5;
            block.accompanying_spouse[row] = 1;
        }
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.facts(&tables, &raw, 2, &facts);
        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            assert_int_equal(facts.first[ability][0], 0);
            assert_int_equal(facts.second[ability][0], 0);
            assert_int_equal(facts.first[ability][1], 9);
            assert_int_equal(facts.second[ability][1], 7);
        }
        assert_int_equal(facts.weakest_first[0], 0);
        assert_int_equal(facts.weakest_second[0], 0);
        assert_int_equal(facts.weakest_english[0], 0);
        assert_int_equal(facts.weakest_french[0], 0);
        assert_int_equal(facts.weakest_english[1], 9);
        assert_int_equal(facts.weakest_french[1], 7);
        assert_int_equal(facts.spouse_weakest[0], 5);
    }
}

static void test_assessments_expire_on_the_day_itself_without_canadian_study(void **state)
{
    eep_pack_tables tables = tables_on((calendar_day){2023, 7, 5});
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;

    (void)state;
    memset(&block, 0, sizeof block);
    tables.assessment_after = day_of(2018, 7, 5);
    for (int row = 0; row < 4; row++) {
        block.assessment_date[row] = day_of(2018, 7, row == 1 ? 6 : 5);
        block.education[row] = 6;
    }
    block.canadian_study[2] = 1;
    block.canadian_study[3] = 2;
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.facts(&tables, &raw, 4, &facts);
        assert_int_equal(facts.education[0], 0);
        assert_int_equal(facts.education[1], 6);
        assert_int_equal(facts.education[2], 6);
        assert_int_equal(facts.education[3], 6);
    }
}

static void test_an_expired_test_leaves_education_and_the_reverse(void **state)
{
    eep_pack_tables tables = tables_on((calendar_day){2023, 7, 5});
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;

    (void)state;
    memset(&block, 0, sizeof block);
    tables.language_test_after = day_of(2021, 7, 5);
    tables.assessment_after = day_of(2018, 7, 5);
    block.language_test_date[0] = block.assessment_date[0] = day_of(2019, 1, 1);
    block.language_test_date[1] = day_of(2022, 1, 1);
    block.assessment_date[1] = day_of(2018, 1, 1);
    block.education[0] = block.education[1] = 4;
    block.english[EEP_READING][0] = block.english[EEP_READING][1] = 8;
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.facts(&tables, &raw, 2, &facts);
        assert_int_equal(facts.education[0], 4);
        assert_int_equal(facts.first[EEP_READING][0], 0);
        assert_int_equal(facts.education[1], 0);
        assert_int_equal(facts.first[EEP_READING][1], 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_age_changes_on_the_birthday_itself),
        cmocka_unit_test(test_a_birthday_of_29_february_falls_on_1_march_of_common_years),
        cmocka_unit_test(test_age_on_29_february_of_those_born_around_it),
        cmocka_unit_test(test_age_ends_at_both_sides),
        cmocka_unit_test(test_age_of_everybody_born_since_1900_follows_the_calendar),
        cmocka_unit_test(test_age_follows_the_birthdays_however_far_the_estimate_is_off),
        cmocka_unit_test(test_levels_expire_on_the_day_itself),
        cmocka_unit_test(test_assessments_expire_on_the_day_itself_without_canadian_study),
        cmocka_unit_test(test_an_expired_test_leaves_education_and_the_reverse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Packing everything that is not a date: languages, years, cuts, the spouse, occupations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "levels.h"
#include "raw.h"

static raw_block block;
static eep_facts facts;
static uint8_t noc_class[EEP_NOC_CODES];
static uint32_t noc_categories[EEP_NOC_CODES];

/* Day 0 of somebody's time: nothing expires, and ages do not matter. */
static const eep_pack_tables tables = {.language_test_after = INT32_MIN,
                                       .assessment_after = INT32_MIN,
                                       .noc_categories = noc_categories,
                                       .noc_class = noc_class};

static int clear_block(void **state)
{
    (void)state;
    memset(&block, 0, sizeof block);
    return 0;
}

static void pack_rows(const eep_kernels *kernels, size_t n)
{
    const eep_raw raw = raw_of(&block);

    memset(&facts, 0xa5, sizeof facts);
    kernels->facts(&tables, &raw, n, &facts);
}

static void test_first_and_second_follow_the_first_official_language(void **state)
{
    eep_kernels kernels;

    (void)state;
    block.first_official[1] = 1;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        for (int row = 0; row < 2; row++) {
            block.english[ability][row] = (uint8_t)(9 + ability % 3);
            block.french[ability][row] = (uint8_t)(5 + ability % 3);
        }
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, 2);
        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            assert_int_equal(facts.first[ability][0], 9 + ability % 3);
            assert_int_equal(facts.second[ability][0], 5 + ability % 3);
            assert_int_equal(facts.first[ability][1], 5 + ability % 3);
            assert_int_equal(facts.second[ability][1], 9 + ability % 3);
        }
        for (int row = 0; row < 2; row++) {
            assert_int_equal(facts.weakest_english[row], 9);
            assert_int_equal(facts.weakest_french[row], 5);
            assert_int_equal(facts.weakest_first[row], row == 0 ? 9 : 5);
            assert_int_equal(facts.weakest_second[row], row == 0 ? 5 : 9);
        }
    }
}

/* Row r has its lowest level in ability r, in every language. */
static void test_weakest_is_the_lowest_of_the_four_wherever_it_stands(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (int row = 0; row < EEP_ABILITIES; row++) {
        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            block.english[ability][row] = ability == row ? 6 : 12;
            block.french[ability][row] = ability == row ? 0 : 7;
            block.spouse_language[ability][row] = ability == row ? 3 : 4;
        }
        block.accompanying_spouse[row] = 1;
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, EEP_ABILITIES);
        for (int row = 0; row < EEP_ABILITIES; row++) {
            assert_int_equal(facts.weakest_english[row], 6);
            assert_int_equal(facts.weakest_first[row], 6);
            assert_int_equal(facts.weakest_french[row], 0);
            assert_int_equal(facts.weakest_second[row], 0);
            assert_int_equal(facts.spouse_weakest[row], 3);
        }
    }
}

static void test_years_are_completed_and_cut_at_fifteen(void **state)
{
    static const uint16_t months[] = {0, 11, 12, 23, 24, 35, 36, 59, 60, 119, 120, 179, 180, 191, 192, 65535};
    static const uint8_t years[] = {0, 0, 1, 1, 2, 2, 3, 4, 5, 9, 10, 14, 15, 15, 15, 15};
    const size_t n = sizeof months / sizeof months[0];
    eep_kernels kernels;

    (void)state;
    for (size_t row = 0; row < n; row++) {
        block.canadian_work_months[row] = months[row];
        block.foreign_work_months[row] = months[n - 1 - row];
        block.spouse_canadian_work_months[row] = months[row];
        block.accompanying_spouse[row] = 1;
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, n);
        for (size_t row = 0; row < n; row++) {
            assert_int_equal(facts.canadian_years[row], years[row]);
            assert_int_equal(facts.foreign_years[row], years[n - 1 - row]);
            assert_int_equal(facts.spouse_years[row], years[row]);
        }
    }
}

/* Seven months here and five there are a year together, though a year of neither. */
static void test_total_years_come_from_the_sum_of_months(void **state)
{
    static const struct {
        uint16_t canadian, foreign;
        uint8_t years;
    } cases[] = {{7, 5, 1},    {6, 5, 0},   {11, 11, 1},  {11, 13, 2},       {0, 12, 1},
                 {12, 0, 1},   {60, 11, 5}, {60, 12, 6},  {120, 120, 15},    {90, 90, 15},
                 {90, 89, 14}, {0, 0, 0},   {191, 0, 15}, {65535, 65535, 15}};
    const size_t n = sizeof cases / sizeof cases[0];
    eep_kernels kernels;

    (void)state;
    for (size_t row = 0; row < n; row++) {
        block.canadian_work_months[row] = cases[row].canadian;
        block.foreign_work_months[row] = cases[row].foreign;
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, n);
        for (size_t row = 0; row < n; row++)
            assert_int_equal(facts.total_years[row], cases[row].years);
    }
}

static void test_months_are_cut_at_255(void **state)
{
    static const uint16_t months[] = {0, 1, 36, 120, 254, 255, 256, 257, 511, 512, 65535};
    static const uint8_t cut[] = {0, 1, 36, 120, 254, 255, 255, 255, 255, 255, 255};
    const size_t n = sizeof months / sizeof months[0];
    eep_kernels kernels;

    (void)state;
    for (size_t row = 0; row < n; row++) {
        block.noc_months[row] = months[row];
        block.noc_canadian_months[row] = months[(row + 1) % n];
        block.continuous_work_months[row] = months[(row + 2) % n];
        block.trade_months[row] = months[(row + 3) % n];
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, n);
        for (size_t row = 0; row < n; row++) {
            assert_int_equal(facts.noc_months[row], cut[row]);
            assert_int_equal(facts.noc_canadian_months[row], cut[(row + 1) % n]);
            assert_int_equal(facts.continuous_months[row], cut[(row + 2) % n]);
            assert_int_equal(facts.trade_months[row], cut[(row + 3) % n]);
        }
    }
}

/* Row 0 has no accompanying spouse, row 1 has one; their columns are the same. Row 2's spouse has nothing. */
static void test_spouse_facts_are_zero_without_an_accompanying_spouse(void **state)
{
    eep_kernels kernels;

    (void)state;
    block.accompanying_spouse[1] = block.accompanying_spouse[2] = 1;
    for (int row = 0; row < 2; row++) {
        block.spouse_education[row] = 6;
        block.spouse_canadian_work_months[row] = 60;
        block.spouse_canadian_study[row] = 1;
        for (int ability = 0; ability < EEP_ABILITIES; ability++)
            block.spouse_language[ability][row] = (uint8_t)(8 + ability);
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, 3);
        assert_int_equal(facts.spouse[2], 1);
        assert_int_equal(facts.spouse_education[2] + facts.spouse_years[2] + facts.spouse_study[2], 0);
        for (int row = 0; row < 2; row++) {
            assert_int_equal(facts.spouse[row], row);
            assert_int_equal(facts.spouse_education[row], row ? 6 : 0);
            assert_int_equal(facts.spouse_years[row], row ? 5 : 0);
            assert_int_equal(facts.spouse_study[row], row ? 1 : 0);
            assert_int_equal(facts.spouse_weakest[row], row ? 8 : 0);
            for (int ability = 0; ability < EEP_ABILITIES; ability++)
                assert_int_equal(facts.spouse_language[ability][row], row ? 8 + ability : 0);
        }
    }
}

static void test_occupations_are_looked_up_by_code(void **state)
{
    static const uint32_t codes[] = {0, 1, 21231, 72106, 99999};
    const size_t n = sizeof codes / sizeof codes[0];
    eep_kernels kernels;

    (void)state;
    noc_class[0] = EEP_TEER_NONE;
    noc_class[21231] = 1;
    noc_categories[21231] = 0x80000001;
    noc_class[72106] = 2 | EEP_TRADE_BIT;
    noc_categories[72106] = 0x00010000;
    noc_class[99999] = 5;
    memcpy(block.noc, codes, sizeof codes);
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, n);
        for (size_t row = 0; row < n; row++) {
            assert_int_equal(facts.noc_class[row], noc_class[codes[row]]);
            assert_int_equal(facts.noc_categories[row], noc_categories[codes[row]]);
        }
    }
}

static void test_flags_and_labels_arrive_in_their_own_place(void **state)
{
    const struct {
        uint8_t *raw;
        const uint8_t *fact;
    } pairs[] = {
        {block.certificate, facts.certificate}, {block.sibling, facts.sibling},
        {block.nomination, facts.nomination},   {block.canadian_study, facts.canadian_study},
        {block.job_offer, facts.job_offer},     {block.relative, facts.relative},
        {block.settlement_funds, facts.funds},  {block.forces_recruit, facts.recruit},
        {block.education, facts.education},     {block.accompanying_spouse, facts.spouse},
    };
    const size_t n = sizeof pairs / sizeof pairs[0];
    eep_kernels kernels;

    (void)state;
    for (size_t row = 0; row < n; row++)
        pairs[row].raw[row] = 1;
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, n);
        for (size_t row = 0; row < n; row++) {
            for (size_t p = 0; p < n; p++)
                assert_int_equal(pairs[p].fact[row], p == row);
        }
    }
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

/* Every array of facts is one of bytes but the last; all must stop at n. */
static void expect_untouched_from(size_t n)
{
    const uint8_t *bytes = (const uint8_t *)&facts;
    const size_t arrays = offsetof(eep_facts, noc_categories) / EEP_BLOCK_ROWS;

    for (size_t array = 0; array < arrays; array++) {
        for (size_t i = n; i < EEP_BLOCK_ROWS; i++)
            assert_int_equal(bytes[array * EEP_BLOCK_ROWS + i], 0xa5);
    }
    for (size_t i = n; i < EEP_BLOCK_ROWS; i++)
        assert_int_equal(facts.noc_categories[i], 0xa5a5a5a5);
}

static void test_pack_writes_the_rows_it_is_given_and_no_other(void **state)
{
    static const size_t lengths[] = {0, 1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 2047, 2048};
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++) {
            pack_rows(&kernels, lengths[l]);
            expect_untouched_from(lengths[l]);
        }
    }
}

/* A candidate's facts do not depend on the company: rows packed one by one equal rows packed together. */
static void test_pack_treats_every_row_by_itself(void **state)
{
    static eep_facts together;
    const uint8_t *const all = (const uint8_t *)&together, *const one = (const uint8_t *)&facts;
    const size_t arrays = offsetof(eep_facts, noc_categories) / EEP_BLOCK_ROWS;
    eep_kernels kernels;

    (void)state;
    raw_random(&block, 5, 20000);
    for (size_t code = 0; code < EEP_NOC_CODES; code++) {
        noc_class[code] = (uint8_t)(code % 16);
        noc_categories[code] = (uint32_t)(code * 2654435761u);
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        pack_rows(&kernels, EEP_BLOCK_ROWS);
        together = facts;
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i += 37) {
            const eep_raw raw = raw_from(&block, i);

            kernels.facts(&tables, &raw, 1, &facts);
            for (size_t array = 0; array < arrays; array++)
                assert_int_equal(one[array * EEP_BLOCK_ROWS], all[array * EEP_BLOCK_ROWS + i]);
            assert_int_equal(facts.noc_categories[0], together.noc_categories[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_first_and_second_follow_the_first_official_language, clear_block),
        cmocka_unit_test_setup(test_weakest_is_the_lowest_of_the_four_wherever_it_stands, clear_block),
        cmocka_unit_test_setup(test_years_are_completed_and_cut_at_fifteen, clear_block),
        cmocka_unit_test_setup(test_total_years_come_from_the_sum_of_months, clear_block),
        cmocka_unit_test_setup(test_months_are_cut_at_255, clear_block),
        cmocka_unit_test_setup(test_spouse_facts_are_zero_without_an_accompanying_spouse, clear_block),
        cmocka_unit_test_setup(test_occupations_are_looked_up_by_code, clear_block),
        cmocka_unit_test_setup(test_flags_and_labels_arrive_in_their_own_place, clear_block),
        cmocka_unit_test_setup(test_pack_writes_the_rows_it_is_given_and_no_other, clear_block),
        cmocka_unit_test_setup(test_pack_treats_every_row_by_itself, clear_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

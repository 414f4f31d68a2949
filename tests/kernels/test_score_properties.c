/* What holds for everybody: pseudo-random candidates of a fixed seed, packed and scored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar.h"
#include "crs_grid.h"
#include "levels.h"
#include "raw.h"

#define SEEDS 8

static raw_block block;
static eep_facts facts;
static eep_score_tables grid;
static eep_pack_tables pack_tables;
static uint8_t noc_class[EEP_NOC_CODES];
static uint32_t noc_categories[EEP_NOC_CODES];

/* Results of one block: core, spouse, transferability, additional and total. */
static uint16_t total[EEP_BLOCK_ROWS], before[EEP_BLOCK_ROWS], section[4][EEP_BLOCK_ROWS];
static uint16_t *const sections[4] = {section[0], section[1], section[2], section[3]};

static int fill_everything(void **state)
{
    const calendar_day on = {2025, 4, 1};

    (void)state;
    fill_crs_grid(&grid);
    fill_birthdays(&pack_tables, on);
    pack_tables.language_test_after = day_of(2023, 4, 1);
    pack_tables.assessment_after = day_of(2020, 4, 1);
    pack_tables.noc_categories = noc_categories;
    pack_tables.noc_class = noc_class;
    return 0;
}

static void draw_block(uint32_t seed)
{
    raw_random(&block, seed, pack_tables.day);
}

static void pack_and_score(const eep_kernels *kernels, uint16_t *totals)
{
    const eep_raw raw = raw_of(&block);

    kernels->facts(&pack_tables, &raw, EEP_BLOCK_ROWS, &facts);
    kernels->score_facts(&grid, &facts, EEP_BLOCK_ROWS, totals, sections);
}

static void test_sections_never_exceed_their_caps_and_add_up(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint32_t seed = 0; seed < SEEDS; seed++) {
            draw_block(seed);
            pack_and_score(&kernels, total);
            for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
                const int with = block.accompanying_spouse[i];

                assert_true(section[0][i] <= (with ? 460 : 500));
                assert_true(section[1][i] <= (with ? 40 : 0));
                assert_true(section[2][i] <= 100);
                assert_true(section[3][i] <= 600);
                assert_int_equal(total[i], section[0][i] + section[1][i] + section[2][i] + section[3][i]);
            }
        }
    }
}

static void test_kernels_agree_with_the_items_of_each_candidate(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        draw_block(100);
        pack_and_score(&kernels, total);
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            eep_score_items items;

            eep_score_one(&grid, &facts, i, &items);
            assert_int_equal(total[i], items.total);
            assert_int_equal(section[0][i], items.core);
            assert_int_equal(section[1][i], items.spouse);
            assert_int_equal(section[2][i], items.transferability);
            assert_int_equal(section[3][i], items.additional);
        }
    }
}

static void test_sections_may_be_left_out_one_by_one_or_all(void **state)
{
    static uint16_t wanted[EEP_BLOCK_ROWS], again[EEP_BLOCK_ROWS];
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        draw_block(200);
        pack_and_score(&kernels, total);
        for (int only = -1; only < 4; only++) {
            uint16_t *one[4] = {NULL, NULL, NULL, NULL};

            if (only >= 0) one[only] = wanted;
            kernels.score_facts(&grid, &facts, EEP_BLOCK_ROWS, again, one);
            assert_memory_equal(again, total, sizeof total);
            if (only >= 0) assert_memory_equal(wanted, section[only], sizeof wanted);
        }
        memset(again, 0, sizeof again);
        kernels.score_facts(&grid, &facts, EEP_BLOCK_ROWS, again, NULL);
        assert_memory_equal(again, total, sizeof total);
    }
}

static void test_score_writes_the_rows_it_is_given_and_no_other(void **state)
{
    static uint16_t part[EEP_BLOCK_ROWS], core[EEP_BLOCK_ROWS];
    uint16_t *const only_core[4] = {core, NULL, NULL, NULL};
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        draw_block(300);
        pack_and_score(&kernels, total);
        for (size_t n = 0; n < 70; n++) {
            memset(part, 0xa5, sizeof part);
            memset(core, 0xa5, sizeof core);
            kernels.score_facts(&grid, &facts, n, part, only_core);
            assert_memory_equal(part, total, n * sizeof total[0]);
            assert_memory_equal(core, section[0], n * sizeof core[0]);
            for (size_t i = n; i < EEP_BLOCK_ROWS; i++)
                assert_true(part[i] == 0xa5a5 && core[i] == 0xa5a5);
        }
    }
}

static void test_a_nomination_never_lowers_a_score_and_fills_the_additional_section(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        draw_block(400);
        memset(block.nomination, 0, sizeof block.nomination);
        pack_and_score(&kernels, before);
        memset(block.nomination, 1, sizeof block.nomination);
        pack_and_score(&kernels, total);
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            assert_true(total[i] >= before[i]);
            assert_int_equal(section[3][i], 600);
        }
    }
}

/* Raises one column of levels by one where there is room, and compares. */
static void expect_no_fall(const eep_kernels *kernels, uint8_t *column)
{
    draw_block(500);
    pack_and_score(kernels, before);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        column[i] = (uint8_t)(column[i] < 12 ? column[i] + 1 : 12);
    pack_and_score(kernels, total);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        assert_true(total[i] >= before[i]);
}

static void test_raising_one_language_level_never_lowers_the_total(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            expect_no_fall(&kernels, block.english[ability]);
            expect_no_fall(&kernels, block.french[ability]);
            expect_no_fall(&kernels, block.spouse_language[ability]);
        }
    }
}

static void test_a_year_more_of_work_never_lowers_the_total(void **state)
{
    uint16_t *const columns[] = {block.canadian_work_months, block.foreign_work_months,
                                 block.spouse_canadian_work_months};
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t column = 0; column < 3; column++) {
            draw_block(600);
            pack_and_score(&kernels, before);
            for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
                columns[column][i] = (uint16_t)(columns[column][i] + 12);
            pack_and_score(&kernels, total);
            for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
                assert_true(total[i] >= before[i]);
        }
    }
}

/* The pseudo-random people must reach what the properties speak of, or the tests above say little. */
static void test_the_candidates_reach_every_corner_of_the_score(void **state)
{
    int zero_transferability = 0, full_transferability = 0, spouse_points = 0, french = 0, expired = 0;
    eep_kernels kernels;

    (void)state;
    assert_int_equal(eep_kernels_select("ref", &kernels), 0);
    for (uint32_t seed = 0; seed < SEEDS; seed++) {
        draw_block(seed);
        pack_and_score(&kernels, total);
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            eep_score_items items;

            eep_score_one(&grid, &facts, i, &items);
            zero_transferability += items.transferability == 0;
            full_transferability += items.transferability == 100;
            spouse_points += items.spouse > 0;
            french += items.french > 0;
            expired += block.language_test_date[i] <= pack_tables.language_test_after;
        }
    }
    assert_true(zero_transferability > 0);
    assert_true(full_transferability > 0);
    assert_true(spouse_points > 0);
    assert_true(french > 0);
    assert_true(expired > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sections_never_exceed_their_caps_and_add_up),
        cmocka_unit_test(test_kernels_agree_with_the_items_of_each_candidate),
        cmocka_unit_test(test_sections_may_be_left_out_one_by_one_or_all),
        cmocka_unit_test(test_score_writes_the_rows_it_is_given_and_no_other),
        cmocka_unit_test(test_a_nomination_never_lowers_a_score_and_fills_the_additional_section),
        cmocka_unit_test(test_raising_one_language_level_never_lowers_the_total),
        cmocka_unit_test(test_a_year_more_of_work_never_lowers_the_total),
        cmocka_unit_test(test_the_candidates_reach_every_corner_of_the_score),
    };

    return cmocka_run_group_tests(tests, fill_everything, NULL);
}

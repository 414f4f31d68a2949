/* The rows at a wanted score: all of them, none besides, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "levels.h"

#define ROWS      5000
#define UNTOUCHED 0xa5a5a5a5

static uint16_t score[ROWS + 1];
static uint8_t mask[ROWS + 1];
static uint32_t positions[ROWS + 1];

/*
 * Collects from rows `from` on and walks all rows with the list in hand: every row that belongs must be the
 * next of the list, no other may, and nothing may be left at the end.
 */
static void expect_complete_and_ascending(const eep_kernels *kernels, size_t from, size_t n, uint16_t wanted)
{
    size_t found, next = 0;

    memset(positions, 0xa5, sizeof positions);
    found = kernels->collect(score + from, mask + from, n, wanted, positions);
    for (size_t i = 0; i < n; i++) {
        if (mask[from + i] == 0 || score[from + i] != wanted) continue;
        assert_true(next < found);
        assert_int_equal(positions[next], i);
        next++;
    }
    assert_int_equal(next, found);
    assert_int_equal(positions[n], UNTOUCHED);
}

static void test_collect_is_complete_and_ascending(void **state)
{
    eep_kernels kernels;

    (void)state;
    random_scores(1, 20, ROWS + 1, score, mask);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint16_t wanted = 0; wanted < 21; wanted++) {
            expect_complete_and_ascending(&kernels, 0, ROWS, wanted);
            expect_complete_and_ascending(&kernels, 1, ROWS, wanted);
        }
    }
}

static void test_collect_is_right_at_every_short_length(void **state)
{
    eep_kernels kernels;

    (void)state;
    random_scores(2, 2, ROWS + 1, score, mask);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n < 200; n++)
            expect_complete_and_ascending(&kernels, n % 2, n, 1);
    }
}

static void test_collect_finds_everybody_when_all_are_equal(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        score[i] = 1200;
        mask[i] = 255;
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        assert_int_equal(kernels.collect(score, mask, ROWS, 1200, positions), ROWS);
        for (size_t i = 0; i < ROWS; i++)
            assert_int_equal(positions[i], i);
    }
}

static void test_collect_finds_nobody_where_nobody_is(void **state)
{
    eep_kernels kernels;

    (void)state;
    random_scores(3, 400, ROWS + 1, score, mask);
    for (size_t level = 0; next_level(&level, &kernels);) {
        assert_int_equal(kernels.collect(score, mask, ROWS, 400, positions), 0);
        assert_int_equal(kernels.collect(score, mask, 0, score[0], positions), 0);
        memset(mask, 0, sizeof mask);
        assert_int_equal(kernels.collect(score, mask, ROWS, score[0], positions), 0);
        random_scores(3, 400, ROWS + 1, score, mask);
    }
}

/* Scores that agree in one of their two bytes only are different scores. */
static void test_collect_compares_the_whole_score(void **state)
{
    const uint16_t scores[] = {0x01e6, 0x00e6, 0x01e7, 0x02e6, 0x01e6, 0x01e6 ^ 0x8000};
    const uint8_t masks[] = {1, 1, 1, 1, 128, 1};
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        assert_int_equal(kernels.collect(scores, masks, 6, 0x01e6, positions), 2);
        assert_int_equal(positions[0], 0);
        assert_int_equal(positions[1], 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_collect_is_complete_and_ascending),
        cmocka_unit_test(test_collect_is_right_at_every_short_length),
        cmocka_unit_test(test_collect_finds_everybody_when_all_are_equal),
        cmocka_unit_test(test_collect_finds_nobody_where_nobody_is),
        cmocka_unit_test(test_collect_compares_the_whole_score),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The histogram of scores: who is counted, where, and how often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "levels.h"

#define ROWS 5000

static uint16_t score[ROWS + 1];
static uint8_t mask[ROWS + 1];
static uint64_t histogram[EEP_SCORE_BINS];

/* How many rows of [from, from + n) a bin should hold, found by looking at them all. */
static uint64_t rows_with(size_t from, size_t n, uint16_t wanted)
{
    uint64_t rows = 0;

    for (size_t i = from; i < from + n; i++)
        rows += mask[i] != 0 && score[i] == wanted;
    return rows;
}

static void test_count_sums_to_the_masked_rows(void **state)
{
    eep_kernels kernels;
    uint64_t masked = 0, counted = 0;

    (void)state;
    random_scores(1, EEP_SCORE_BINS, ROWS + 1, score, mask);
    for (size_t i = 0; i < ROWS; i++)
        masked += mask[i] != 0;
    for (size_t level = 0; next_level(&level, &kernels);) {
        memset(histogram, 0, sizeof histogram);
        kernels.count(score, mask, ROWS, histogram);
        counted = 0;
        for (size_t bin = 0; bin < EEP_SCORE_BINS; bin++)
            counted += histogram[bin];
        assert_int_equal(counted, masked);
    }
}

static void test_count_puts_every_row_into_the_bin_of_its_score(void **state)
{
    eep_kernels kernels;

    (void)state;
    random_scores(2, EEP_SCORE_BINS, ROWS + 1, score, mask);
    score[17] = EEP_SCORE_BINS - 1;
    score[18] = 0;
    mask[17] = mask[18] = 1;
    for (size_t level = 0; next_level(&level, &kernels);) {
        memset(histogram, 0, sizeof histogram);
        kernels.count(score + 1, mask + 1, ROWS, histogram);
        for (size_t bin = 0; bin < EEP_SCORE_BINS; bin++)
            assert_int_equal(histogram[bin], rows_with(1, ROWS, (uint16_t)bin));
    }
}

static void test_count_is_right_at_short_lengths_with_equal_neighbours(void **state)
{
    eep_kernels kernels;

    (void)state;
    random_scores(3, 3, ROWS + 1, score, mask);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n < 130; n++) {
            memset(histogram, 0, sizeof histogram);
            kernels.count(score, mask, n, histogram);
            for (uint16_t bin = 0; bin < 4; bin++)
                assert_int_equal(histogram[bin], rows_with(0, n, bin));
        }
    }
}

static void test_count_adds_to_what_is_there(void **state)
{
    const uint16_t scores[] = {486, 486, 511};
    const uint8_t masks[] = {1, 255, 2};
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        memset(histogram, 0, sizeof histogram);
        histogram[486] = UINT64_C(5000000000);
        kernels.count(scores, masks, 3, histogram);
        kernels.count(scores, masks, 2, histogram);
        assert_int_equal(histogram[486], UINT64_C(5000000004));
        assert_int_equal(histogram[511], 1);
    }
}

static void test_count_leaves_out_the_unmasked(void **state)
{
    const uint16_t scores[] = {10, 20, 30};
    const uint8_t masks[] = {0, 0, 0};
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        memset(histogram, 0, sizeof histogram);
        kernels.count(scores, masks, 3, histogram);
        for (size_t bin = 0; bin < EEP_SCORE_BINS; bin++)
            assert_int_equal(histogram[bin], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count_sums_to_the_masked_rows),
        cmocka_unit_test(test_count_puts_every_row_into_the_bin_of_its_score),
        cmocka_unit_test(test_count_is_right_at_short_lengths_with_equal_neighbours),
        cmocka_unit_test(test_count_adds_to_what_is_there),
        cmocka_unit_test(test_count_leaves_out_the_unmasked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_count.c - count kernels against the reference: every length, extreme scores, all of one score. */
#include "guarded.h"
#include "kernels/count/count.h"

#define MOST 257

static void compare(const eep_kernels *kernels, const guarded area[2], size_t n, uint32_t spread, int at_end)
{
    static uint64_t expected[EEP_SCORE_BINS], found[EEP_SCORE_BINS];
    uint16_t *score = guarded_at(&area[0], n * sizeof *score, at_end);
    uint8_t *mask = guarded_at(&area[1], n, at_end);
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        const uint32_t key[2] = {spread, (uint32_t)n}, counter[4] = {(uint32_t)i, 0, 0, 0};
        eep_philox(key, counter, word);
        score[i] = (uint16_t)(word[0] % spread + (word[1] % 7 == 0 ? EEP_SCORE_BINS - spread : 0));
        mask[i] = (uint8_t)(word[2] % 2 == 0 ? word[3] : 0);
    }
    for (size_t s = 0; s < EEP_SCORE_BINS; s++)
        expected[s] = found[s] = s; /* counting adds to what is there */
    eep_count_ref(score, mask, n, expected);
    kernels->count(score, mask, n, found);
    assert_memory_equal(found, expected, sizeof found);
    eep_count_ref(score, NULL, n, expected);
    kernels->count(score, NULL, n, found);
    assert_memory_equal(found, expected, sizeof found);
}

static void test_count_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint32_t spreads[] = {1, 2, 600, EEP_SCORE_BINS};
    eep_kernels kernels;
    guarded area[2] = {guarded_open(MOST * 2), guarded_open(MOST)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t k = 0; k < sizeof spreads / sizeof *spreads; k++) {
            for (size_t n = 0; n <= MOST; n++) {
                compare(&kernels, area, n, spreads[k], 0);
                compare(&kernels, area, n, spreads[k], 1);
            }
        }
    }
    guarded_close(&area[0]);
    guarded_close(&area[1]);
}

/* Long enough for every way of counting, and all of one score: where small bins would overflow. */
static void test_count_equals_the_reference_on_long_arrays(void **state)
{
    (void)state;
    enum { LONG = 300000 };
    static uint16_t score[LONG];
    static uint8_t mask[LONG];
    static const size_t lengths[] = {4095, 4096, 4111, 65536, 65537, 131072, 262145, LONG};
    static uint64_t expected[EEP_SCORE_BINS], found[EEP_SCORE_BINS];
    eep_kernels kernels;
    for (uint32_t spread = 1; spread <= 700; spread += 699) {
        for (size_t i = 0; i < LONG; i++) {
            score[i] = (uint16_t)(EEP_SCORE_BINS - 1 - i * 7919 % spread);
            mask[i] = (uint8_t)(spread == 1 || i % 3 != 0);
        }
        for (size_t level = 0; next_level(&level, &kernels);) {
            for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
                memset(expected, 1, sizeof expected);
                memset(found, 1, sizeof found);
                eep_count_ref(score, mask, lengths[k], expected);
                kernels.count(score, mask, lengths[k], found);
                assert_memory_equal(found, expected, sizeof found);
                eep_count_ref(score, NULL, lengths[k], expected);
                kernels.count(score, NULL, lengths[k], found);
                assert_memory_equal(found, expected, sizeof found);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_count_equals_the_reference_at_every_length),
                                       cmocka_unit_test(test_count_equals_the_reference_on_long_arrays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

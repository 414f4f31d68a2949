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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_count_equals_the_reference_at_every_length)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

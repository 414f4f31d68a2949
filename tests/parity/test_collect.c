/* test_collect.c - collect kernels against the reference: every length, alignment and end of memory. */
#include "guarded.h"
#include "kernels/cut/cut.h"

#define MOST 257

/* Scores of which about one in `rarity` is the wanted one, its neighbours and the largest among the others.
 */
static void fill(uint16_t *score, uint8_t *mask, size_t n, uint32_t seed, uint32_t rarity)
{
    static const uint16_t others[4] = {485, 487, 0, 0xffff};
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        const uint32_t key[2] = {seed, rarity}, counter[4] = {(uint32_t)i, 0, 0, 0};
        eep_philox(key, counter, word);
        score[i] = word[0] % rarity == 0 ? 486 : others[word[1] % 4];
        mask[i] = word[2] % 3 == 0 ? 0 : (uint8_t)(word[3] % 255 + 1);
    }
}

static void compare(const eep_kernels *kernels, const guarded area[3], size_t n, uint32_t rarity, int at_end)
{
    static uint32_t expected[MOST + 1];
    uint16_t *score = guarded_at(&area[0], n * sizeof *score, at_end);
    uint8_t *mask = guarded_at(&area[1], n, at_end);
    uint32_t *positions = guarded_at(&area[2], n * sizeof *positions, at_end);
    fill(score, mask, n, (uint32_t)n, rarity);
    const size_t count = eep_collect_ref(score, mask, n, 486, expected);
    assert_int_equal(kernels->collect(score, mask, n, 486, positions), count);
    assert_memory_equal(positions, expected, count * sizeof *positions);
}

static void test_collect_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint32_t rarities[] = {1, 2, 30, 1000};
    eep_kernels kernels;
    guarded area[3] = {guarded_open(MOST * 2), guarded_open(MOST), guarded_open(MOST * 4)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t r = 0; r < sizeof rarities / sizeof *rarities; r++) {
            for (size_t n = 0; n <= MOST; n++) {
                compare(&kernels, area, n, rarities[r], 0);
                compare(&kernels, area, n, rarities[r], 1);
            }
        }
    }
    for (int i = 0; i < 3; i++)
        guarded_close(&area[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_collect_equals_the_reference_at_every_length)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

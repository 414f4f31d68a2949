/* test_rank.c - kernels of ranks against the reference: every length, both ends of memory, every wish. */
#include <stdlib.h>

#include "guarded.h"
#include "kernels/rank/rank.h"

#define MOST  257
#define WORDS EEP_SET_WORDS(MOST)
#define ROWS  4096 /* that sets and scores speak of */

static void random_words(uint32_t a, uint32_t b, size_t i, uint32_t word[4])
{
    const uint32_t key[2] = {a, b}, counter[4] = {(uint32_t)i, 0, 0, 0};
    eep_philox(key, counter, word);
}

/* Sets of which about one in `rarity` bits is set. */
static void fill_set(uint64_t *set, size_t n, uint32_t seed, uint32_t rarity)
{
    memset(set, 0, EEP_SET_WORDS(n) * sizeof *set);
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        random_words(seed, rarity, i, word);
        set[i / 64] |= (uint64_t)(word[0] % rarity == 0) << i % 64;
    }
}

static void test_gather_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    eep_kernels kernels;
    guarded area[3] = {guarded_open(ROWS / 8), guarded_open(MOST * 4), guarded_open(WORDS * 8)};
    uint64_t expected[WORDS], *set = guarded_at(&area[0], ROWS / 8, 1);
    fill_set(set, ROWS, 7, 2);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n <= MOST; n++) {
            uint32_t *order = guarded_at(&area[1], n * sizeof *order, (int)n % 2);
            uint64_t *ranked = guarded_at(&area[2], EEP_SET_WORDS(n) * 8, (int)n % 2);
            for (size_t i = 0; i < n; i++) {
                uint32_t word[4];
                random_words(8, (uint32_t)n, i, word);
                order[i] = i == 0 ? ROWS - 1 : word[0] % ROWS;
            }
            memset(ranked, 0xaa, EEP_SET_WORDS(n) * 8);
            eep_gather_ref(set, order, n, expected);
            kernels.gather(set, order, n, ranked);
            assert_memory_equal(ranked, expected, EEP_SET_WORDS(n) * 8);
        }
    }
    for (int i = 0; i < 3; i++)
        guarded_close(&area[i]);
}

/* All the results of one call. */
typedef struct taking {
    uint64_t taken[WORDS], newly[WORDS], end, last, count;
} taking;

static taking take(eep_take_kernel kernel, const uint64_t *group, const uint64_t *open,
                   const uint64_t *before, uint64_t from, uint64_t ranks, uint64_t wanted)
{
    taking result = {.end = 99, .last = 12345};
    memcpy(result.taken, before, EEP_SET_WORDS(ranks) * 8);
    result.count =
        kernel(group, open, result.taken, from, ranks, wanted, result.newly, &result.end, &result.last);
    return result;
}

static void compare_takes(const eep_kernels *kernels, const guarded area[3], size_t n, uint32_t rarity)
{
    uint64_t *group = guarded_at(&area[0], EEP_SET_WORDS(n) * 8, 1);
    uint64_t *open = guarded_at(&area[1], EEP_SET_WORDS(n) * 8, 1);
    uint64_t *before = guarded_at(&area[2], EEP_SET_WORDS(n) * 8, 1);
    fill_set(group, n, 1, rarity);
    fill_set(open, n, 2, 1 + rarity % 2);
    fill_set(before, n, 3, 3);
    for (uint64_t from = 0; from <= EEP_SET_WORDS(n); from++) {
        for (uint64_t wanted = 1; wanted <= n + 1; wanted += 1 + wanted / 3) {
            /* Fewer ranks than there are bits: the floor of a round. */
            const uint64_t ranks = n - (wanted % 5 < n ? wanted % 5 : 0);
            const taking expected = take(eep_take_ref, group, open, before, from, ranks, wanted);
            const taking found = take(kernels->take, group, open, before, from, ranks, wanted);
            assert_memory_equal(&found, &expected, sizeof found);
        }
    }
}

static void test_take_equals_the_reference_for_every_wish(void **state)
{
    (void)state;
    eep_kernels kernels;
    guarded area[3] = {guarded_open(WORDS * 8), guarded_open(WORDS * 8), guarded_open(WORDS * 8)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n <= MOST; n++) {
            compare_takes(&kernels, area, n, 1);
            compare_takes(&kernels, area, n, 2);
            compare_takes(&kernels, area, n, 40);
        }
    }
    for (int i = 0; i < 3; i++)
        guarded_close(&area[i]);
}

static void test_take_by_hand(void **state)
{
    (void)state;
    eep_kernels kernels;
    const uint64_t group[2] = {0xb6, 0x3}, open[2] = {0xf6, 0x1};
    for (size_t level = 0; next_level(&level, &kernels);) {
        uint64_t taken[2] = {0x10, 0}, newly[2], end, last;
        /* Open to the group and not taken: ranks 1, 2, 5, 7 and 64. */
        assert_int_equal(kernels.take(group, open, taken, 0, 128, 3, newly, &end, &last), 3);
        assert_int_equal(newly[0], 0x26);
        assert_int_equal(taken[0], 0x36);
        assert_int_equal(end, 1);
        assert_int_equal(last, 5);
        assert_int_equal(kernels.take(group, open, taken, 0, 128, 3, newly, &end, &last), 2);
        assert_int_equal(newly[0], 0x80);
        assert_int_equal(newly[1], 1);
        assert_int_equal(end, 2);
        assert_int_equal(last, 64);
        last = 7;
        assert_int_equal(kernels.take(group, open, taken, 0, 128, 3, newly, &end, &last), 0);
        assert_int_equal(last, 7);
    }
}

static void test_place_ranks_by_score_and_keeps_the_order_of_equals(void **state)
{
    (void)state;
    static const uint16_t score[8] = {500, 480, 500, 490, 480, 500, 490, 490};
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        uint32_t next[EEP_SCORE_BINS] = {[500] = 0, [490] = 3, [480] = 6}, order[8];
        kernels.place(score, 0, 3, next, order);
        kernels.place(score, 3, 5, next, order);
        assert_memory_equal(order, ((const uint32_t[]){0, 2, 5, 3, 6, 7, 1, 4}), sizeof order);
    }
}

/* Long enough for whole lines; scores with many rows, with few, and with one; places that begin anywhere. */
static void test_place_equals_the_reference_on_long_arrays(void **state)
{
    (void)state;
    enum { LONG = 150000 };
    static uint16_t score[LONG + 100];
    static _Alignas(64) uint32_t expected[LONG + 20], found[LONG + 20];
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint32_t turn = 0; turn < 6; turn++) {
            const size_t n = LONG - turn * 13, shift = turn % 3 == 2 ? 3 : 0;
            static uint32_t next[3][EEP_SCORE_BINS];
            uint32_t sum = 0, count[EEP_SCORE_BINS] = {0};
            for (size_t i = 0; i < LONG + 100; i++) {
                uint32_t word[4];
                random_words(9, turn, i, word);
                score[i] = (uint16_t)(word[0] % 50 == 0 ? word[1] % EEP_SCORE_BINS
                                                        : 400 + word[1] % (5 + 90 * turn));
            }
            for (size_t i = 0; i < n; i++)
                count[score[100 + i]]++;
            for (size_t s = EEP_SCORE_BINS; s-- > 0; sum += count[s])
                next[0][s] = next[1][s] = sum;
            memset(expected, 0, sizeof expected);
            memset(found, 0, sizeof found);
            eep_place_ref(score, 100, n, next[0], expected + shift);
            kernels.place(score, 100, n, next[1], found + shift);
            assert_memory_equal(found, expected, sizeof found);
            assert_memory_equal(next[0], next[1], sizeof next[0]);
        }
    }
}

static void test_place_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static uint16_t score[ROWS];
    static uint32_t expected[MOST], found[MOST];
    eep_kernels kernels;
    for (size_t i = 0; i < ROWS; i++) {
        uint32_t word[4];
        random_words(5, 5, i, word);
        score[i] = (uint16_t)(word[0] % 4);
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n <= MOST; n++) {
            uint32_t next[2][EEP_SCORE_BINS] = {{0}}, counts[4] = {0};
            for (size_t i = 0; i < n; i++)
                counts[score[100 + i]]++;
            for (size_t s = 1; s < 4; s++)
                next[0][s] = next[1][s] = next[0][s - 1] + counts[s - 1];
            eep_place_ref(score, 100, n, next[0], expected);
            kernels.place(score, 100, n, next[1], found);
            assert_memory_equal(found, expected, n * sizeof *found);
            assert_memory_equal(next[0], next[1], sizeof next[0]);
        }
    }
}

static void test_digit_passes_sort_and_keep_the_order_of_equals(void **state)
{
    (void)state;
    static uint64_t in[5000], once[5000], twice[5000];
    eep_kernels kernels;
    for (size_t i = 0; i < 5000; i++) {
        uint32_t word[4];
        random_words(6, 6, i, word);
        /* Above the 22 bits that are sorted by: the position. */
        in[i] = (uint64_t)i << 22 | (word[0] % 3 == 0 ? word[1] % 4 : word[1] % (1u << 22));
    }
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.digit(in, 5000, 0, once);
        kernels.digit(once, 5000, EEP_DIGIT_BITS, twice);
        for (size_t i = 1; i < 5000; i++) {
            const uint64_t before = twice[i - 1] & 0x3fffff, after = twice[i] & 0x3fffff;
            assert_true(before < after || (before == after && twice[i - 1] < twice[i]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gather_equals_the_reference_at_every_length),
        cmocka_unit_test(test_take_equals_the_reference_for_every_wish),
        cmocka_unit_test(test_take_by_hand),
        cmocka_unit_test(test_place_ranks_by_score_and_keeps_the_order_of_equals),
        cmocka_unit_test(test_place_equals_the_reference_at_every_length),
        cmocka_unit_test(test_place_equals_the_reference_on_long_arrays),
        cmocka_unit_test(test_digit_passes_sort_and_keep_the_order_of_equals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

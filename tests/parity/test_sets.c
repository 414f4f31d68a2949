/* test_sets.c - kernels of sets, and of who reaches a score, against the reference: every length, both ends.
 */
#include "guarded.h"
#include "kernels/cut/cut.h"
#include "kernels/sets/sets.h"

#define MOST  257
#define WORDS EEP_SET_WORDS(MOST)

static void random_words(uint32_t a, uint32_t b, size_t i, uint32_t word[4])
{
    const uint32_t key[2] = {a, b}, counter[4] = {(uint32_t)i, 0, 0, 0};
    eep_philox(key, counter, word);
}

static void compare_flags(const eep_kernels *kernels, const guarded area[2], size_t n, uint8_t mask,
                          int at_end)
{
    uint64_t expected[WORDS];
    uint8_t *byte = guarded_at(&area[0], n, at_end);
    uint64_t *set = guarded_at(&area[1], EEP_SET_WORDS(n) * sizeof *set, at_end);
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        random_words(1, (uint32_t)n, i, word);
        byte[i] = word[0] % 2 == 0 ? 0 : (uint8_t)word[1];
    }
    memset(set, 0xaa, EEP_SET_WORDS(n) * sizeof *set);
    eep_flags_ref(byte, mask, n, expected);
    kernels->flags(byte, mask, n, set);
    assert_memory_equal(set, expected, EEP_SET_WORDS(n) * sizeof *set);
}

static void test_flags_equal_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint8_t masks[] = {0, 1, 7, 0x80, 0xff};
    eep_kernels kernels;
    guarded area[2] = {guarded_open(MOST), guarded_open(WORDS * 8)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t m = 0; m < sizeof masks; m++) {
            for (size_t n = 0; n <= MOST; n++) {
                compare_flags(&kernels, area, n, masks[m], 0);
                compare_flags(&kernels, area, n, masks[m], 1);
            }
        }
    }
    guarded_close(&area[0]);
    guarded_close(&area[1]);
}

/* Members behind one another, and nothing written before or behind them. */
static void compare_compact(const eep_kernels *kernels, const guarded area[3], size_t n, size_t width,
                            uint32_t rarity, int at_end)
{
    uint8_t expected[MOST * 4];
    uint8_t *from = guarded_at(&area[0], n * width, at_end);
    uint64_t *set = guarded_at(&area[1], EEP_SET_WORDS(n) * sizeof *set, at_end);
    size_t members = 0;
    memset(set, 0, EEP_SET_WORDS(n) * sizeof *set);
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        random_words(rarity, (uint32_t)n, i, word);
        memcpy(from + i * width, &word[1], width);
        if (word[0] % rarity != 0) continue;
        memcpy(expected + members++ * width, &word[1], width);
        set[i / 64] |= (uint64_t)1 << i % 64;
    }
    uint8_t *to = guarded_at(&area[2], members * width, at_end);
    memset(area[2].first, 0xaa, (size_t)(area[2].end - area[2].first));
    assert_int_equal(kernels->compact(from, width, set, n, to), members);
    assert_memory_equal(to, expected, members * width);
    for (const uint8_t *byte = area[2].first; byte < area[2].end; byte++)
        if (byte < to || byte >= to + members * width) assert_int_equal(*byte, 0xaa);
}

static void test_compact_moves_the_members_and_nothing_else(void **state)
{
    (void)state;
    static const uint32_t rarities[] = {1, 2, 9, UINT32_MAX};
    eep_kernels kernels;
    guarded area[3] = {guarded_open(MOST * 4), guarded_open(WORDS * 8), guarded_open(MOST * 4)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= 4; width *= 2) {
            for (size_t n = 0; n <= MOST; n++) {
                for (size_t r = 0; r < sizeof rarities / sizeof *rarities; r++)
                    compare_compact(&kernels, area, n, width, rarities[r], (int)(n + r) % 2);
            }
        }
    }
    for (int a = 0; a < 3; a++)
        guarded_close(&area[a]);
}

static void compare_within(const eep_kernels *kernels, const guarded area[2], size_t n, int64_t first,
                           int64_t last, int at_end)
{
    static const int64_t values[8] = {INT64_MIN, -1, 0, 99, 100, 101, INT64_MAX - 1, INT64_MAX};
    uint64_t expected[WORDS];
    int64_t *value = guarded_at(&area[0], n * sizeof *value, at_end);
    uint64_t *set = guarded_at(&area[1], EEP_SET_WORDS(n) * sizeof *set, at_end);
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        random_words(2, (uint32_t)n, i, word);
        value[i] = word[0] % 2 == 0 ? values[word[1] % 8] : (int64_t)(word[1] % 200);
    }
    memset(set, 0xaa, EEP_SET_WORDS(n) * sizeof *set);
    eep_within_ref(value, n, first, last, expected);
    kernels->within(value, n, first, last, set);
    assert_memory_equal(set, expected, EEP_SET_WORDS(n) * sizeof *set);
}

static void test_within_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static const int64_t windows[][2] = {
        {0, 100}, {100, 100}, {101, 100}, {INT64_MIN, INT64_MAX}, {INT64_MAX, INT64_MIN}, {-1, INT64_MAX}};
    eep_kernels kernels;
    guarded area[2] = {guarded_open(MOST * 8), guarded_open(WORDS * 8)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
            for (size_t n = 0; n <= MOST; n++)
                compare_within(&kernels, area, n, windows[w][0], windows[w][1], (int)n % 2);
        }
    }
    guarded_close(&area[0]);
    guarded_close(&area[1]);
}

static void test_within_by_hand(void **state)
{
    (void)state;
    static const int64_t value[6] = {9, 10, 15, 20, 21, -15};
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        uint64_t set = UINT64_MAX;
        kernels.within(value, 6, 10, 20, &set);
        assert_int_equal(set, 0xe);
    }
}

static void compare_reach(const eep_kernels *kernels, const guarded area[2], size_t n, uint32_t rarity,
                          uint16_t least, int at_end)
{
    static const uint16_t values[8] = {0, 1, 485, 486, 487, 0x7fff, 0x8000, 0xffff};
    uint64_t expected[WORDS];
    uint16_t *score = guarded_at(&area[0], n * sizeof *score, at_end);
    uint64_t *set = guarded_at(&area[1], EEP_SET_WORDS(n) * sizeof *set, at_end);
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        random_words(rarity, (uint32_t)n, i, word);
        score[i] = word[0] % rarity == 0 ? values[word[1] % 8] : 0;
    }
    memset(set, 0xaa, EEP_SET_WORDS(n) * sizeof *set);
    const int any = eep_reach_ref(score, n, least, expected);
    assert_int_equal(kernels->reach(score, n, least, set), any);
    assert_memory_equal(set, expected, EEP_SET_WORDS(n) * sizeof *set);
}

static void test_reach_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint16_t bounds[] = {0, 1, 486, 0x8000, 0xffff};
    static const uint32_t rarities[] = {1, 40, 500};
    eep_kernels kernels;
    guarded area[2] = {guarded_open(MOST * 2), guarded_open(WORDS * 8)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
            for (size_t n = 0; n <= MOST; n++) {
                for (size_t r = 0; r < sizeof rarities / sizeof *rarities; r++)
                    compare_reach(&kernels, area, n, rarities[r], bounds[b], (int)(n + r) % 2);
            }
        }
    }
    guarded_close(&area[0]);
    guarded_close(&area[1]);
}

static void test_common_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    eep_kernels kernels;
    guarded area[2] = {guarded_open(MOST * 8), guarded_open(MOST * 8)};
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t words = 0; words <= MOST; words++) {
            for (int at_end = 0; at_end < 2; at_end++) {
                uint64_t *a = guarded_at(&area[0], words * 8, at_end),
                         *b = guarded_at(&area[1], words * 8, at_end);
                for (size_t i = 0; i < words; i++) {
                    uint32_t word[4];
                    random_words(3, (uint32_t)words, i, word);
                    a[i] = i % 9 == 0 ? UINT64_MAX : (uint64_t)word[0] << 32 | word[1];
                    b[i] = i % 3 == 0 ? UINT64_MAX : (uint64_t)word[2] << 32 | word[3];
                }
                assert_int_equal(kernels.common(a, b, words), eep_common_ref(a, b, words));
            }
        }
    }
    guarded_close(&area[0]);
    guarded_close(&area[1]);
}

static void test_common_counts_by_hand(void **state)
{
    (void)state;
    eep_kernels kernels;
    const uint64_t a[5] = {UINT64_MAX, 1, 0xf0, (uint64_t)1 << 63, 6},
                   b[5] = {UINT64_MAX, 3, 0x3c, UINT64_MAX, 9};
    for (size_t level = 0; next_level(&level, &kernels);)
        assert_int_equal(kernels.common(a, b, 5), 64 + 1 + 2 + 1 + 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flags_equal_the_reference_at_every_length),
        cmocka_unit_test(test_compact_moves_the_members_and_nothing_else),
        cmocka_unit_test(test_within_equals_the_reference_at_every_length),
        cmocka_unit_test(test_within_by_hand),
        cmocka_unit_test(test_reach_equals_the_reference_at_every_length),
        cmocka_unit_test(test_common_equals_the_reference_at_every_length),
        cmocka_unit_test(test_common_counts_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Philox4x32-10 against the known answers of its authors, and bulk numbers against single ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "levels.h"

#define MOST 300

/* Random123, tests/kat_vectors, the lines "philox4x32 10". */
static const struct known_answer {
    uint32_t counter[4], key[2], expected[4];
} known_answers[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

#define KNOWN_ANSWERS (sizeof known_answers / sizeof known_answers[0])

static void test_philox_gives_the_published_answers(void **state)
{
    (void)state;
    for (size_t k = 0; k < KNOWN_ANSWERS; k++) {
        uint32_t words[4];

        eep_philox(known_answers[k].key, known_answers[k].counter, words);
        assert_memory_equal(words, known_answers[k].expected, sizeof words);
    }
}

static void test_bulk_gives_the_published_answers(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t k = 0; k < KNOWN_ANSWERS; k++) {
            const uint32_t *counter = known_answers[k].counter;
            uint32_t words[4];
            uint32_t *const out[4] = {&words[0], &words[1], &words[2], &words[3]};

            kernels.random(known_answers[k].key, (uint64_t)counter[1] << 32 | counter[0], counter[2],
                           counter[3], 1, out);
            assert_memory_equal(words, known_answers[k].expected, sizeof words);
        }
    }
}

/* Compares n bulk numbers, written `shift` values past the start of their arrays, with single ones. */
static void expect_bulk_like_single(const eep_kernels *kernels, uint64_t first, size_t n, size_t shift)
{
    static uint32_t words[4][MOST + 2];
    const uint32_t key[2] = {0x12345678, 0x9abcdef0};
    uint32_t *const out[4] = {words[0] + shift, words[1] + shift, words[2] + shift, words[3] + shift};

    memset(words, 0xa5, sizeof words);
    kernels->random(key, first, 7, 11, n, out);
    for (size_t i = 0; i < n; i++) {
        const uint64_t entity = first + i;
        const uint32_t counter[4] = {(uint32_t)entity, (uint32_t)(entity >> 32), 7, 11};
        uint32_t expected[4];

        eep_philox(key, counter, expected);
        for (int word = 0; word < 4; word++)
            assert_int_equal(out[word][i], expected[word]);
    }
    for (int word = 0; word < 4; word++)
        assert_int_equal(out[word][n], 0xa5a5a5a5);
}

static void test_bulk_equals_single_at_every_length(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n <= MOST; n++)
            expect_bulk_like_single(&kernels, 1000, n, n % 2);
    }
}

static void test_bulk_carries_into_the_high_word(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint64_t before = 0; before < 40; before++)
            expect_bulk_like_single(&kernels, (UINT64_C(1) << 32) - before, 80, 0);
        expect_bulk_like_single(&kernels, (UINT64_C(7) << 32) - 3, 80, 0);
    }
}

static void test_bulk_wraps_at_the_last_counter(void **state)
{
    eep_kernels kernels;

    (void)state;
    for (size_t level = 0; next_level(&level, &kernels);)
        expect_bulk_like_single(&kernels, UINT64_MAX - 20, 60, 0);
}

static void test_every_word_of_key_and_counter_matters(void **state)
{
    const uint32_t key[2] = {1, 2}, counter[4] = {3, 4, 5, 6};
    uint32_t plain[4], changed[4];

    (void)state;
    eep_philox(key, counter, plain);
    for (int word = 0; word < 6; word++) {
        uint32_t other_key[2] = {1, 2}, other_counter[4] = {3, 4, 5, 6};

        if (word < 2) {
            other_key[word] ^= UINT32_C(0x80000000);
        } else {
            other_counter[word - 2] ^= UINT32_C(0x80000000);
        }
        eep_philox(other_key, other_counter, changed);
        assert_memory_not_equal(plain, changed, sizeof plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_philox_gives_the_published_answers),
        cmocka_unit_test(test_bulk_gives_the_published_answers),
        cmocka_unit_test(test_bulk_equals_single_at_every_length),
        cmocka_unit_test(test_bulk_carries_into_the_high_word),
        cmocka_unit_test(test_bulk_wraps_at_the_last_counter),
        cmocka_unit_test(test_every_word_of_key_and_counter_matters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

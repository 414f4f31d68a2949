/*
 * arrays_ref.c - arrays of a file to values: the plain meaning of bits, join, expand, escape and
 * expected.
 *
 * Overflow: a value of at most 32 bits and the 7 bits before it in its byte fit the eight bytes of one load,
 * which may reach EEP_DECODE_SLACK behind the last byte. Sums are modulo 2^(8 x width) by their type.
 */
#include "kernels/decode/decode.h"

static uint64_t load_word(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

void eep_bits_ref(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width, void *values)
{
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    EEP_BY_WIDTH(width, {
        type *to = values;
        for (size_t i = 0, at = 0; i < n; i++, at += bits)
            to[i] = (type)(base + (load_word(packed + at / 8) >> at % 8 & mask));
    });
}

#define JOIN(low_type)                                                                                       \
    do {                                                                                                     \
        const low_type *below = low;                                                                         \
        for (size_t i = 0; i < n; i++)                                                                       \
            to[i] = (type)(base + ((uint64_t)to[i] << bits | below[i]));                                     \
    } while (0)

void eep_join_ref(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n, size_t width,
                  void *values)
{
    EEP_BY_WIDTH(width, {
        type *to = values;
        if (low_width == 1)
            JOIN(uint8_t);
        else if (low_width == 2)
            JOIN(uint16_t);
        else
            JOIN(uint32_t);
    });
}

void eep_expand_ref(const uint8_t *mask, const void *dense, uint64_t common, size_t n, size_t width,
                    void *values)
{
    EEP_BY_WIDTH(width, {
        type *to = values;
        const type *next = dense;
        for (size_t i = 0; i < n; i++)
            to[i] = (type)common;
        for (size_t i = 0; i < n; i += 8) {
            unsigned bits = n - i < 8 ? mask[i / 8] & ((1U << (n - i)) - 1) : mask[i / 8];
            for (; bits != 0; bits &= bits - 1)
                to[i + (size_t)__builtin_ctz(bits)] = *next++;
        }
    });
}

void eep_escape_ref(const uint8_t *first, const void *rare, size_t n, size_t width, void *values)
{
    EEP_BY_WIDTH(width, {
        type *to = values;
        const type *next = rare;
        for (size_t i = 0; i < n; i++)
            to[i] = first[i] == 255 ? *next++ : first[i];
    });
}

static uint32_t expected_months(int rule, uint32_t a, uint32_t b, uint32_t limit)
{
    if (rule == EEP_EXPECT_GREATER) return a > b ? a : b;
    const uint32_t sum = rule == EEP_EXPECT_SUM ? a + b : a;
    return sum < limit ? sum : limit;
}

void eep_expected_ref(int rule, const void *a, const void *b, uint16_t limit, size_t n, void *values)
{
    const int64_t *time = a;
    const uint16_t *first = a, *second = b;
    const int needs_b = rule == EEP_EXPECT_GREATER || rule == EEP_EXPECT_SUM;
    uint32_t *day = values;
    uint16_t *months = values;
    for (size_t i = 0; i < n && rule == EEP_EXPECT_DAY; i++)
        day[i] = day_of(time[i]) - day[i];
    for (size_t i = 0; i < n && rule != EEP_EXPECT_DAY; i++)
        months[i] = (uint16_t)(expected_months(rule, first[i], needs_b ? second[i] : 0, limit) - months[i]);
}

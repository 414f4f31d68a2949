/*
 * loops.h - the kernels as plain loops, one a width, which a compiler turns into vectors of whatever
 * instruction set the including file is built for. Private to kernels/decode.
 */
#ifndef EEP_KERNELS_DECODE_LOOPS_H
#define EEP_KERNELS_DECODE_LOOPS_H

#include "kernels/decode/decode.h"

/* ---- Packed bits and exceptions ----------------------------------------------------------------------- */

static inline uint64_t load_word(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/*
 * Eight values of at most 8 bits from the low end of a word to a byte each: halves are moved apart, then
 * quarters, then eighths.
 */
static inline uint64_t spread_eight(uint64_t word, unsigned bits)
{
    const uint64_t one = (UINT64_C(1) << bits) - 1;
    const uint64_t four = bits == 8 ? UINT32_MAX : (UINT64_C(1) << 4 * bits) - 1;
    const uint64_t two = (UINT64_C(1) << 2 * bits) - 1, twos = two | two << 32;
    const uint64_t ones = one * UINT64_C(0x0001000100010001);
    word = (word & four) | (word >> 4 * bits & four) << 32;
    word = (word & twos) | (word >> 2 * bits & twos) << 16;
    return (word & ones) | (word >> bits & ones) << 8;
}

#define STRIDE 1024 /* values that are unpacked to bytes before they are made wider; a multiple of eight */

static inline void loop_few_bits(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width,
                                 void *values)
{
    uint8_t bytes[STRIDE];
    for (size_t from = 0; from < n; from += STRIDE) {
        const size_t here = n - from < STRIDE ? n - from : STRIDE;
        for (size_t i = 0; i < here; i += 8, packed += bits) {
            const uint64_t eight = spread_eight(load_word(packed), bits);
            memcpy(bytes + i, &eight, sizeof eight);
        }
        EEP_BY_WIDTH(width, {
            type *restrict to = (type *)values + from;
            for (size_t i = 0; i < here; i++)
                to[i] = (type)((type)base + bytes[i]);
        });
    }
}

static inline void loop_expand(const uint8_t *mask, const void *dense, uint64_t common, size_t n,
                               size_t width, void *values)
{
    EEP_BY_WIDTH(width, {
        type *restrict to = values;
        const type *next = dense;
        for (size_t i = 0; i < n; i++)
            to[i] = (type)common;
        for (size_t i = 0; i < n; i += 64) {
            uint64_t word = load_word(mask + i / 8);
            if (n - i < 64) word &= (UINT64_C(1) << (n - i)) - 1;
            for (; word != 0; word &= word - 1)
                to[i + (size_t)__builtin_ctzll(word)] = *next++;
        }
    });
}

/* ---- Low and high bits, what is expected -------------------------------------------------------------- */

#define LOOP_JOIN(low_type)                                                                                  \
    do {                                                                                                     \
        const low_type *restrict below = low;                                                                \
        for (size_t i = 0; i < n; i++)                                                                       \
            to[i] = (type)((type)base + (type)((type)((to[i] + 0U) << bits) | below[i]));                    \
    } while (0)

static inline void loop_join(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n,
                             size_t width, void *values)
{
    EEP_BY_WIDTH(width, {
        type *restrict to = values;
        if (low_width == 1)
            LOOP_JOIN(uint8_t);
        else if (low_width == 2)
            LOOP_JOIN(uint16_t);
        else
            LOOP_JOIN(uint32_t);
    });
}

/* A loop for each rule; sums are below 2^17. */
static inline void loop_expected(int rule, const void *of, const void *with, uint16_t limit, size_t n,
                                 void *values)
{
    const int64_t *restrict time = of;
    const uint16_t *restrict a = of, *restrict b = with;
    uint32_t *restrict day = values;
    uint16_t *restrict to = values;
    if (rule == EEP_EXPECT_DAY) {
        for (size_t i = 0; i < n; i++)
            day[i] = day_of(time[i]) - day[i];
    } else if (rule == EEP_EXPECT_LESSER) {
        for (size_t i = 0; i < n; i++)
            to[i] = (uint16_t)((a[i] < limit ? a[i] : limit) - to[i]);
    } else if (rule == EEP_EXPECT_GREATER) {
        for (size_t i = 0; i < n; i++)
            to[i] = (uint16_t)((a[i] > b[i] ? a[i] : b[i]) - to[i]);
    } else {
        for (size_t i = 0; i < n; i++) {
            const uint32_t sum = (uint32_t)a[i] + b[i];
            to[i] = (uint16_t)((sum < limit ? sum : limit) - to[i]);
        }
    }
}

/* ---- Tables ------------------------------------------------------------------------------------------- */

/* Four at a time: what bounds it is loads and stores, not the loop. */
#define LOOP_LOOK_UP(code_type)                                                                              \
    do {                                                                                                     \
        const code_type *restrict by = code;                                                                 \
        for (; i + 4 <= n; i += 4) {                                                                         \
            to[i] = entry[by[i]];                                                                            \
            to[i + 1] = entry[by[i + 1]];                                                                    \
            to[i + 2] = entry[by[i + 2]];                                                                    \
            to[i + 3] = entry[by[i + 3]];                                                                    \
        }                                                                                                    \
        for (; i < n; i++)                                                                                   \
            to[i] = entry[by[i]];                                                                            \
    } while (0)

static inline void loop_look_up(const void *code, size_t code_width, size_t n, const void *entries,
                                size_t width, void *values)
{
    size_t i = 0;
    EEP_BY_WIDTH(width, {
        const type *restrict entry = entries;
        type *restrict to = values;
        if (code_width == 1)
            LOOP_LOOK_UP(uint8_t);
        else
            LOOP_LOOK_UP(uint16_t);
    });
}

/* From code `from` on: what whole vectors leave of a length. */
static inline void loop_look_up_four(const uint16_t *code, size_t from, size_t n, const uint8_t (*entries)[4],
                                     uint8_t *const to[4])
{
    for (size_t i = from; i < n; i++) {
        for (size_t k = 0; k < 4; k++)
            if (to[k] != NULL) to[k][i] = entries[code[i]][k];
    }
}

#endif

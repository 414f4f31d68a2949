/*
 * lanes_avx2.h - thirty-two bytes at a time: what kernels share in AVX2. Private to kernels/pack,
 * kernels/eligible and kernels/decode.
 */
#ifndef EEP_KERNELS_LANES_AVX2_H
#define EEP_KERNELS_LANES_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#define LANES 32

static inline __m256i load(const void *at)
{
    return _mm256_loadu_si256((const __m256i *)at);
}

static inline void store(void *at, __m256i bytes)
{
    _mm256_storeu_si256((__m256i *)at, bytes);
}

/* The two halves of a vector. */
static inline __m128i low_half(__m256i bytes)
{
    return _mm256_castsi256_si128(bytes);
}
static inline __m128i high_half(__m256i bytes)
{
    return _mm256_extracti128_si256(bytes, 1);
}

/* `byte`, below 256, in every lane. */
static inline __m256i all(unsigned byte)
{
    return _mm256_set1_epi8((char)byte);
}

static inline __m256i either(__m256i a, __m256i b)
{
    return _mm256_or_si256(a, b);
}

static inline __m256i both(__m256i a, __m256i b)
{
    return _mm256_and_si256(a, b);
}

static inline __m256i least(__m256i a, __m256i b)
{
    return _mm256_min_epu8(a, b);
}

static inline __m256i sum(__m256i a, __m256i b)
{
    return _mm256_add_epi8(a, b);
}

/* The bits of `mask` where they are. */
static inline __m256i only(__m256i byte, unsigned mask)
{
    return both(byte, all(mask));
}

/*
 * Shifts within bytes. There are none: those of 16 bits do, as long as the bits that stay are masked before,
 * so that none comes in from the neighbour.
 */
static inline __m256i moved_up(__m256i byte, int by)
{
    return _mm256_slli_epi16(byte, by);
}
static inline __m256i moved_down(__m256i byte, int by)
{
    return _mm256_srli_epi16(byte, by);
}

/* The bits of `mask`, moved down. */
static inline __m256i field(__m256i byte, unsigned mask, int down)
{
    return moved_down(only(byte, mask), down);
}

/* 255 where a byte is 0, and where it is not. */
static inline __m256i where_none(__m256i byte)
{
    return _mm256_cmpeq_epi8(byte, _mm256_setzero_si256());
}
static inline __m256i where_any(__m256i small)
{
    return _mm256_cmpgt_epi8(small, _mm256_setzero_si256()); /* below 128 */
}

/* 255 where the highest bit is set. */
static inline __m256i where_high(__m256i byte)
{
    return _mm256_cmpgt_epi8(_mm256_setzero_si256(), byte);
}

/* The bits of `mask` that are not set. */
static inline __m256i lacking(__m256i byte, unsigned mask)
{
    return _mm256_andnot_si256(byte, all(mask));
}

/* By how much `value` is below `threshold`; 0 where it reaches it. */
static inline __m256i shortfall(__m256i threshold, __m256i value)
{
    return _mm256_subs_epu8(threshold, value);
}

/* In a table of 16, by codes below 16. */
static inline __m256i look_up(const uint8_t table[16], __m256i code)
{
    const __m128i entries = _mm_loadu_si128((const __m128i *)(const void *)table);

    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(entries), code);
}

/*
 * In a table of 32, by codes below 32. A shuffle gives 0 where the highest bit of the code is set: 0x70 more
 * sets it for codes from 16 on, 16 less for those below.
 */
static inline __m256i look_up_32(const uint8_t table[32], __m256i code)
{
    return either(look_up(table, sum(code, all(0x70))), look_up(table + 16, _mm256_sub_epi8(code, all(16))));
}

/*
 * The weakest of four level codes, two of three bits in each byte, whatever else is in it. The upper codes
 * stay where they are for as long as they can.
 */
static inline __m256i weakest_of_pairs(__m256i lr, __m256i ws)
{
    const __m256i lower = least(only(lr, 7), only(ws, 7));
    const __m256i upper = least(only(lr, 7 << 3), only(ws, 7 << 3));

    return least(lower, moved_down(upper, 3));
}

#endif

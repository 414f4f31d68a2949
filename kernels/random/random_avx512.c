/*
 * random_avx512.c - Philox4x32-10, thirty-two counters at a time.
 *
 * Multiplication gives 64 bits in the even lanes only, so a product of sixteen lanes is two multiplications;
 * one blend puts the high words side by side and another the low ones, and a three-way exclusive or is one
 * instruction. Two vectors go through the rounds side by side, because a round is one long chain.
 *
 * Meaning and overflow: as philox_ref.c; lane arithmetic wraps modulo 2^32 like the words do. Reads nothing
 * and writes 16 bytes a candidate; the last ones of a length are stored under a mask.
 */
#include <immintrin.h>

#include "kernels/random/random.h"

#define LANES  16
#define ROUNDS 10

/* The constants of the algorithm, see philox_ref.c. */
static const uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57}, step[2] = {0x9E3779B9, 0xBB67AE85};

/* Sixteen counters: word w of each in x[w]. */
typedef struct counters {
    __m512i x[4];
} counters;

static inline __m512i words(uint32_t value)
{
    return _mm512_set1_epi32((int)value);
}

/* The high and low words of sixteen products. */
static inline void multiply(__m512i value, __m512i factor, __m512i *high, __m512i *low)
{
    const __mmask16 odd_lanes = 0xAAAA;
    const __m512i even = _mm512_mul_epu32(value, factor);
    const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(value, 32), factor);

    *high = _mm512_mask_blend_epi32(odd_lanes, _mm512_srli_epi64(even, 32), odd);
    *low = _mm512_mask_blend_epi32(odd_lanes, even, _mm512_slli_epi64(odd, 32));
}

static inline __m512i exclusive_or(__m512i a, __m512i b, __m512i c)
{
    return _mm512_ternarylogic_epi32(a, b, c, 0x96);
}

static inline void turn(counters *c, __m512i k0, __m512i k1)
{
    __m512i high_a, low_a, high_b, low_b;

    multiply(c->x[0], words(multiplier[0]), &high_a, &low_a);
    multiply(c->x[2], words(multiplier[1]), &high_b, &low_b);
    c->x[0] = exclusive_or(high_b, c->x[1], k0);
    c->x[1] = low_b;
    c->x[2] = exclusive_or(high_a, c->x[3], k1);
    c->x[3] = low_a;
}

/* Counters of the entities first .. first + 15; a low word that wraps carries into the high one. */
static inline counters count_from(uint64_t first, uint32_t c2, uint32_t c3)
{
    const __m512i base = words((uint32_t)first), high = words((uint32_t)(first >> 32));
    const __m512i low =
        _mm512_add_epi32(base, _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    const __mmask16 wrapped = _mm512_cmplt_epu32_mask(low, base);

    return (counters){{low, _mm512_mask_add_epi32(high, wrapped, high, words(1)), words(c2), words(c3)}};
}

static inline void store(const counters *c, uint32_t *const out[4], size_t at, uint32_t lanes)
{
    for (int word = 0; word < 4; word++)
        _mm512_mask_storeu_epi32(out[word] + at, (__mmask16)lanes, c->x[word]);
}

static inline __attribute__((always_inline)) void thirty_two(const uint32_t key[2], uint64_t first,
                                                             uint32_t c2, uint32_t c3, uint32_t *const out[4],
                                                             size_t at, uint32_t lanes)
{
    counters a = count_from(first, c2, c3), b = count_from(first + LANES, c2, c3);
    uint32_t k0 = key[0], k1 = key[1];

    for (int round = 0; round < ROUNDS; round++) {
        turn(&a, words(k0), words(k1));
        turn(&b, words(k0), words(k1));
        k0 += step[0];
        k1 += step[1];
    }
    store(&a, out, at, lanes);
    if (lanes >> LANES) store(&b, out, at + LANES, lanes >> LANES);
}

void eep_random_avx512(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                       uint32_t *const out[4])
{
    size_t i = 0;

    for (; i + 2 * LANES <= n; i += 2 * LANES)
        thirty_two(key, first + i, c2, c3, out, i, ~UINT32_C(0));
    if (i < n) thirty_two(key, first + i, c2, c3, out, i, (UINT32_C(1) << (n - i)) - 1);
}

/*
 * random_avx2.c - Philox4x32-10, sixteen counters at a time.
 *
 * AVX2 multiplies 32 by 32 bits to 64 in the even lanes only, so a product of eight lanes is two
 * multiplications, of the even lanes and of the odd ones moved down. Two vectors go through the rounds side
 * by side, because a round is one long chain: multiplication (5 cycles), blend, two exclusive ors.
 *
 * Meaning and overflow: as philox_ref.c; lane arithmetic wraps modulo 2^32 like the words do.
 */
#include <immintrin.h>
#include <string.h>

#include "kernels/random/random.h"

#define LANES  8
#define ROUNDS 10

/* The constants of the algorithm, see philox_ref.c. */
static const uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57}, step[2] = {0x9E3779B9, 0xBB67AE85};

/* Eight counters: word w of each in x[w]. */
typedef struct counters {
    __m256i x[4];
} counters;

/* The high and low words of eight products. */
static inline void multiply(__m256i value, __m256i factor, __m256i *high, __m256i *low)
{
    const __m256i even = _mm256_mul_epu32(value, factor);
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(value, 32), factor);
    *high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA);
    *low = _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA);
}

static inline void turn(counters *c, __m256i k0, __m256i k1)
{
    __m256i high_a, low_a, high_b, low_b;
    multiply(c->x[0], _mm256_set1_epi32((int)multiplier[0]), &high_a, &low_a);
    multiply(c->x[2], _mm256_set1_epi32((int)multiplier[1]), &high_b, &low_b);
    c->x[0] = _mm256_xor_si256(_mm256_xor_si256(high_b, c->x[1]), k0);
    c->x[1] = low_b;
    c->x[2] = _mm256_xor_si256(_mm256_xor_si256(high_a, c->x[3]), k1);
    c->x[3] = low_a;
}

/* Counters of the entities first .. first + 7; a low word that wraps carries into the high one. */
static inline counters count_from(uint64_t first, uint32_t c2, uint32_t c3)
{
    const __m256i base = _mm256_set1_epi32((int)(uint32_t)first);
    const __m256i low = _mm256_add_epi32(base, _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    const __m256i sign = _mm256_set1_epi32((int)0x80000000);
    /* All ones, that is -1, where low < base as unsigned numbers. */
    const __m256i wrapped = _mm256_cmpgt_epi32(_mm256_xor_si256(base, sign), _mm256_xor_si256(low, sign));
    const __m256i high = _mm256_sub_epi32(_mm256_set1_epi32((int)(uint32_t)(first >> 32)), wrapped);
    return (counters){{low, high, _mm256_set1_epi32((int)c2), _mm256_set1_epi32((int)c3)}};
}

static inline void store(const counters *c, uint32_t *const out[4], size_t at)
{
    for (int word = 0; word < 4; word++)
        _mm256_storeu_si256((__m256i *)(void *)(out[word] + at), c->x[word]);
}

static inline void sixteen(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3,
                           uint32_t *const out[4], size_t at)
{
    counters a = count_from(first, c2, c3), b = count_from(first + LANES, c2, c3);
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        const __m256i now0 = _mm256_set1_epi32((int)k0), now1 = _mm256_set1_epi32((int)k1);
        turn(&a, now0, now1);
        turn(&b, now0, now1);
        k0 += step[0];
        k1 += step[1];
    }
    store(&a, out, at);
    store(&b, out, at + LANES);
}

void eep_random_avx2(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                     uint32_t *const out[4])
{
    size_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES)
        sixteen(key, first + i, c2, c3, out, i);
    if (i == n) return;
    /* The rest goes through a buffer, so that nothing is written past n. */
    uint32_t rest[4][2 * LANES];
    uint32_t *const buffer[4] = {rest[0], rest[1], rest[2], rest[3]};
    sixteen(key, first + i, c2, c3, buffer, 0);
    for (int word = 0; word < 4; word++)
        memcpy(out[word] + i, rest[word], (n - i) * sizeof **out);
}

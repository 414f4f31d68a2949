/*
 * gather_avx2.c - a set of rows as a set of ranks, eight at a time.
 *
 * Eight words of 32 bits are gathered; each is shifted until the wanted bit is the highest, and the eight
 * highest bits are one instruction away. Rows of one score ascend, so that a cache line of the set serves
 * several.
 *
 * Meaning: as eep_gather_ref. Row / 32 is below 2^27, so that the signed indices of a gather hold it. Reads 4
 * bytes a rank and a bit of a set that fits the second-level cache at ten million rows; writes a bit.
 */
#include <immintrin.h>

#include "kernels/rank/rank.h"

static inline uint64_t gather_eight(const int *words, const uint32_t *order)
{
    const __m256i row = _mm256_loadu_si256((const __m256i *)(const void *)order);
    const __m256i word = _mm256_i32gather_epi32(words, _mm256_srli_epi32(row, 5), 4);
    /* 31 - row % 32 */
    const __m256i up = _mm256_andnot_si256(row, _mm256_set1_epi32(31));

    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(word, up)));
}

void eep_gather_avx2(const uint64_t *set, const uint32_t *order, size_t n, uint64_t *ranked)
{
    const int *words = (const int *)(const void *)set;
    const size_t whole = n / 64;

    for (size_t word = 0; word < whole; word++) {
        uint64_t bits = 0;

        for (unsigned k = 0; k < 64; k += 8)
            bits |= gather_eight(words, order + word * 64 + k) << k;
        ranked[word] = bits;
    }
    eep_gather_ref(set, order + whole * 64, n % 64, ranked + whole);
}

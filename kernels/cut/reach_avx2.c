/*
 * reach_avx2.c - who has at least a score, sixty-four at a time.
 *
 * There is no unsigned comparison of 16 bits: a score reaches the bound when it is the larger of the two. In
 * a draw hardly anybody does, so the four vectors of a word are first joined by their maxima, and only a word
 * in which somebody reaches the bound is turned into bits.
 *
 * Meaning: as reach_ref.c. Reads 2 bytes a candidate and writes a bit: a scan at the speed of memory.
 */
#include <immintrin.h>

#include "kernels/cut/cut.h"

static inline __m256i reaching(__m256i score, __m256i least)
{
    return _mm256_cmpeq_epi16(_mm256_max_epu16(score, least), score);
}

/* The 32 results of two vectors as bits, in order. */
static inline uint64_t bits_of(__m256i low, __m256i high)
{
    /* Packing works in halves of 128 bits; the permutation puts the four quarters in order again. */
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xD8);
    return (uint32_t)_mm256_movemask_epi8(packed);
}

static inline uint64_t word_of(const uint16_t *score, __m256i least)
{
    const __m256i *at = (const __m256i *)(const void *)score;
    const __m256i a = _mm256_loadu_si256(at), b = _mm256_loadu_si256(at + 1);
    const __m256i c = _mm256_loadu_si256(at + 2), d = _mm256_loadu_si256(at + 3);
    const __m256i best = _mm256_max_epu16(_mm256_max_epu16(a, b), _mm256_max_epu16(c, d));
    const __m256i any = reaching(best, least);

    if (_mm256_testz_si256(any, any)) return 0;
    return bits_of(reaching(a, least), reaching(b, least)) | bits_of(reaching(c, least), reaching(d, least))
                                                                 << 32;
}

int eep_reach_avx2(const uint16_t *score, size_t n, uint16_t least, uint64_t *set)
{
    const __m256i all = _mm256_set1_epi16((short)least);
    const size_t whole = n / 64;
    uint64_t any = 0;

    for (size_t word = 0; word < whole; word++) {
        set[word] = word_of(score + word * 64, all);
        any |= set[word];
    }
    return eep_reach_ref(score + whole * 64, n % 64, least, set + whole) | (any != 0);
}

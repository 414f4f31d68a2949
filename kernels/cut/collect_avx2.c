/*
 * collect_avx2.c - rows at one score, thirty-two at a time.
 *
 * Two vectors of scores are compared and packed to one vector of bytes, joined with the mask, and turned into
 * bits; matches are rare (some hundred of millions), so the common case is a load, a compare and a branch
 * that is not taken. Bits are taken off one by one, lowest first, which keeps positions ascending.
 *
 * Meaning: as collect_ref.c. Positions fit 32 bits because n is below 2^32.
 */
#include <immintrin.h>

#include "kernels/cut/cut.h"

#define LANES 32

/* Bit i is set when score[i] is the wanted one and mask[i] is not 0. */
static inline uint32_t matches(const uint16_t *score, const uint8_t *mask, __m256i wanted)
{
    const __m256i *scores = (const __m256i *)(const void *)score;
    const __m256i low = _mm256_cmpeq_epi16(_mm256_loadu_si256(scores), wanted);
    const __m256i high = _mm256_cmpeq_epi16(_mm256_loadu_si256(scores + 1), wanted);
    /* Packing works in halves of 128 bits; the permutation puts the four quarters in order again. */
    const __m256i equal = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xD8);
    if (_mm256_testz_si256(equal, equal)) return 0;
    const __m256i masked = _mm256_loadu_si256((const __m256i *)(const void *)mask);
    const __m256i out = _mm256_cmpeq_epi8(masked, _mm256_setzero_si256());
    return (uint32_t)_mm256_movemask_epi8(_mm256_andnot_si256(out, equal));
}

size_t eep_collect_avx2(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                        uint32_t *positions)
{
    const __m256i all = _mm256_set1_epi16((short)wanted);
    size_t count = 0, i = 0;
    for (; i + LANES <= n; i += LANES) {
        for (uint32_t bits = matches(score + i, mask + i, all); bits != 0; bits &= bits - 1)
            positions[count++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits);
    }
    for (; i < n; i++) {
        if (score[i] == wanted && mask[i] != 0) positions[count++] = (uint32_t)i;
    }
    return count;
}

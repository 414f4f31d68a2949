/*
 * collect_avx512.c - rows at one score, thirty-two at a time.
 *
 * A comparison gives a bit for each of thirty-two scores; matches are rare (some hundred of millions), so the
 * common case is a load, a compare and a branch that is not taken. The mask is read under these bits, and so
 * only where a score matches. Bits are taken off one by one, lowest first, which keeps positions ascending.
 *
 * Meaning: as collect_ref.c. Positions fit 32 bits because n is below 2^32. Reads 2 bytes a candidate, the
 * last ones of a length under a mask.
 */
#include <immintrin.h>

#include "kernels/cut/cut.h"

#define LANES 32

/* Writes the positions of the `equal` scores from i on that the mask admits; returns how many. */
static inline size_t admit(uint32_t equal, const uint8_t *mask, size_t i, uint32_t *positions)
{
    const __m256i masked = _mm256_maskz_loadu_epi8(equal, mask + i);
    size_t count = 0;

    for (uint32_t bits = _mm256_test_epi8_mask(masked, masked); bits != 0; bits &= bits - 1)
        positions[count++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits);
    return count;
}

size_t eep_collect_avx512(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                          uint32_t *positions)
{
    const __m512i all = _mm512_set1_epi16((short)wanted);
    size_t count = 0, i = 0;

    for (; i + LANES <= n; i += LANES) {
        const uint32_t equal = _mm512_cmpeq_epi16_mask(_mm512_loadu_si512(score + i), all);

        if (equal) count += admit(equal, mask, i, positions + count);
    }
    if (i < n) {
        const uint32_t lanes = (UINT32_C(1) << (n - i)) - 1;
        const uint32_t equal =
            _mm512_mask_cmpeq_epi16_mask(lanes, _mm512_maskz_loadu_epi16(lanes, score + i), all);

        count += admit(equal, mask, i, positions + count);
    }
    return count;
}

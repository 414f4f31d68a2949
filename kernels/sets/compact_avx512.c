/*
 * compact_avx512.c - those of a column who are in a set, side by side: a vector of candidates at a time, by
 * the instruction made for it (VBMI2 for bytes and pairs). It compresses into a register, which is stored
 * under a mask: on some processors compressing into memory is many times slower.
 *
 * Meaning: as compact_ref.c. Reads the value of every candidate and a bit; writes the values of the members.
 */
#include <immintrin.h>

#include "kernels/sets/sets.h"

/* As many ones as there are. */
static inline uint64_t first_bits(size_t count)
{
    return count < 64 ? ((uint64_t)1 << count) - 1 : UINT64_MAX;
}

/* Members are moved sixty-four, thirty-two or sixteen candidates at a time; bits of the set past n are 0. */
#define COMPACT(type, lanes, mask, load, compress, store)                                                    \
    do {                                                                                                     \
        const type *values = from;                                                                           \
        type *out = to;                                                                                      \
        for (size_t i = 0; i < n; i += (lanes)) {                                                            \
            const uint64_t bits = set[i / 64] >> i % 64 & first_bits(lanes);                                 \
            const size_t members = (size_t)_mm_popcnt_u64(bits);                                             \
            const __m512i moved = compress((mask)bits, load((mask)bits, values + i));                        \
            store(out + count, (mask)first_bits(members), moved);                                            \
            count += members;                                                                                \
        }                                                                                                    \
    } while (0)

size_t eep_compact_avx512(const void *from, size_t width, const uint64_t *set, size_t n, void *to)
{
    size_t count = 0;

    if (width == 1)
        COMPACT(uint8_t, 64, __mmask64, _mm512_maskz_loadu_epi8, _mm512_maskz_compress_epi8,
                _mm512_mask_storeu_epi8);
    else if (width == 2)
        COMPACT(uint16_t, 32, __mmask32, _mm512_maskz_loadu_epi16, _mm512_maskz_compress_epi16,
                _mm512_mask_storeu_epi16);
    else
        COMPACT(uint32_t, 16, __mmask16, _mm512_maskz_loadu_epi32, _mm512_maskz_compress_epi32,
                _mm512_mask_storeu_epi32);
    return count;
}

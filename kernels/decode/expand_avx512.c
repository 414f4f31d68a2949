/*
 * expand_avx512.c - exceptions back among what is common, and escapes to what they stand for: sixty-four,
 * thirty-two, sixteen or eight values at a time, by the instruction that puts values side by side to the
 * lanes of a mask (VBMI2 for bytes and pairs). It expands a register: values are loaded under a mask of as
 * many as there are, and of one where there is none, since loads under an empty mask can be very slow.
 *
 * Meaning: as arrays_ref.c. Reads a bit (expand) or a byte (escape) a value and the values that are not
 * common; writes the values.
 */
#include <immintrin.h>

#include "kernels/decode/decode.h"
#include "kernels/lanes_avx512.h"

/* The bits of up to 64 values from value i on, of which there are n. */
static inline uint64_t bits_at(const uint8_t *mask, size_t i, size_t n, size_t lanes)
{
    uint64_t bits;
    memcpy(&bits, mask + i / 8, sizeof bits);
    return bits & first_lanes(n - i < lanes ? n - i : lanes);
}

#define EXPAND(type, lanes, lane_mask, set, load, expand, store)                                             \
    do {                                                                                                     \
        const __m512i everywhere = set;                                                                      \
        const type *next = dense;                                                                            \
        type *to = values;                                                                                   \
        for (size_t i = 0; i < n; i += (lanes)) {                                                            \
            const uint64_t bits = bits_at(mask, i, n, lanes);                                                \
            const size_t members = (size_t)_mm_popcnt_u64(bits);                                             \
            const __m512i some = load((lane_mask)(first_lanes(members) | 1), next);                          \
            store(to + i, (lane_mask)first_lanes(n - i), expand(everywhere, (lane_mask)bits, some));         \
            next += members;                                                                                 \
        }                                                                                                    \
    } while (0)

void eep_expand_avx512(const uint8_t *mask, const void *dense, uint64_t common, size_t n, size_t width,
                       void *values)
{
    if (width == 1)
        EXPAND(uint8_t, 64, __mmask64, _mm512_set1_epi8((char)(uint8_t)common), _mm512_maskz_loadu_epi8,
               _mm512_mask_expand_epi8, _mm512_mask_storeu_epi8);
    else if (width == 2)
        EXPAND(uint16_t, 32, __mmask32, _mm512_set1_epi16((short)(uint16_t)common), _mm512_maskz_loadu_epi16,
               _mm512_mask_expand_epi16, _mm512_mask_storeu_epi16);
    else if (width == 4)
        EXPAND(uint32_t, 16, __mmask16, _mm512_set1_epi32((int)(uint32_t)common), _mm512_maskz_loadu_epi32,
               _mm512_mask_expand_epi32, _mm512_mask_storeu_epi32);
    else
        EXPAND(uint64_t, 8, __mmask8, _mm512_set1_epi64((long long)common), _mm512_maskz_loadu_epi64,
               _mm512_mask_expand_epi64, _mm512_mask_storeu_epi64);
}

/* Bytes as they are, for values of one byte. */
static inline __m512i same(__m512i bytes)
{
    return bytes;
}
static inline __m512i to_pairs(__m512i bytes)
{
    return _mm512_cvtepu8_epi16(_mm512_castsi512_si256(bytes));
}
static inline __m512i to_words(__m512i bytes)
{
    return _mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes));
}
static inline __m512i to_longs(__m512i bytes)
{
    return _mm512_cvtepu8_epi64(_mm512_castsi512_si128(bytes));
}

#define ESCAPE(type, lanes, lane_mask, widen, load, expand, store)                                           \
    do {                                                                                                     \
        const type *next = rare;                                                                             \
        type *to = values;                                                                                   \
        for (size_t i = 0; i < n; i += (lanes)) {                                                            \
            const uint64_t here = first_lanes(n - i < (lanes) ? n - i : (lanes));                            \
            const __m512i bytes = _mm512_maskz_loadu_epi8(here, first + i);                                  \
            const uint64_t bits = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(-1));                       \
            const size_t members = (size_t)_mm_popcnt_u64(bits);                                             \
            const __m512i some = load((lane_mask)(first_lanes(members) | 1), next);                          \
            store(to + i, (lane_mask)here, expand(widen(bytes), (lane_mask)bits, some));                     \
            next += members;                                                                                 \
        }                                                                                                    \
    } while (0)

void eep_escape_avx512(const uint8_t *first, const void *rare, size_t n, size_t width, void *values)
{
    if (width == 1)
        ESCAPE(uint8_t, 64, __mmask64, same, _mm512_maskz_loadu_epi8, _mm512_mask_expand_epi8,
               _mm512_mask_storeu_epi8);
    else if (width == 2)
        ESCAPE(uint16_t, 32, __mmask32, to_pairs, _mm512_maskz_loadu_epi16, _mm512_mask_expand_epi16,
               _mm512_mask_storeu_epi16);
    else if (width == 4)
        ESCAPE(uint32_t, 16, __mmask16, to_words, _mm512_maskz_loadu_epi32, _mm512_mask_expand_epi32,
               _mm512_mask_storeu_epi32);
    else
        ESCAPE(uint64_t, 8, __mmask8, to_longs, _mm512_maskz_loadu_epi64, _mm512_mask_expand_epi64,
               _mm512_mask_storeu_epi64);
}

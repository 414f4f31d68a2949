/*
 * lanes_avx512.h - sixty-four bytes at a time: what kernels share in AVX-512. Private to kernels/score,
 * kernels/eligible and kernels/decode.
 *
 * A look-up takes the low six bits of an index and ignores the two above. So most planes are indices as they
 * stand, once a table has been spread to 64 entries: what it does not ask about in those six bits is all the
 * same in it. An index is read in one of three ways: `low` are its bits 0 to 2 and `high` its bits 3 to 5,
 * two codes of three bits; `apart` are its bits 0 and 1 with 4 and 5 above them, two codes of two bits whose
 * shifts leave bits of a neighbour between.
 */
#ifndef EEP_KERNELS_LANES_AVX512_H
#define EEP_KERNELS_LANES_AVX512_H

#include <immintrin.h>
#include <stdint.h>

#define LANES 64

static inline __m512i bytes(unsigned value)
{
    return _mm512_set1_epi8((char)value);
}

static inline __m512i load(const uint8_t *at)
{
    return _mm512_loadu_si512(at);
}

/* Those of `lanes`, and 0 in the others, whose memory is not touched. */
static inline __m512i load_some(const uint8_t *at, __mmask64 lanes)
{
    return _mm512_maskz_loadu_epi8(lanes, at);
}

/* The two halves of a vector. */
static inline __m256i low_half(__m512i bytes)
{
    return _mm512_castsi512_si256(bytes);
}
static inline __m256i high_half(__m512i bytes)
{
    return _mm512_extracti64x4_epi64(bytes, 1);
}

/* The first n of 64 lanes, or of 32, 16 or 8; all of them from there on. */
static inline __mmask64 first_lanes(size_t n)
{
    return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/*
 * Bits of `a` where `mask` has them, of `b` elsewhere. Codes are brought to their place by shifts of 16 bits,
 * which let in bits of a neighbour at places that the mask or the table ignores.
 */
static inline __m512i select_bits(unsigned mask, __m512i a, __m512i b)
{
    return _mm512_ternarylogic_epi64(bytes(mask), a, b, 0xCA);
}

static inline __m512i only(__m512i byte, unsigned mask)
{
    return _mm512_and_si512(byte, bytes(mask));
}

static inline __m512i capped(__m512i points, uint8_t cap)
{
    return _mm512_min_epu8(points, bytes(cap));
}

/* ---- Tables of 64 entries ----------------------------------------------------------------------- */

static inline __m512i look_up(__m512i table, __m512i index)
{
    return _mm512_permutexvar_epi8(index, table);
}

/* The three readings of 0..63. */
typedef struct readings {
    __m512i index, low, high, apart;
} readings;

static inline readings read_indices(void)
{
    const __m512i sixteens =
        _mm512_setr_epi64(0, 0, 0x1010101010101010, 0x1010101010101010, 0x2020202020202020,
                          0x2020202020202020, 0x3030303030303030, 0x3030303030303030);
    const __m128i ones = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i index = _mm512_or_si512(_mm512_broadcast_i32x4(ones), sixteens);

    return (readings){index, only(index, 7), only(_mm512_srli_epi16(index, 3), 7),
                      select_bits(3, index, only(_mm512_srli_epi16(index, 2), 3 << 2))};
}

/* Sixteen entries four times: by the low four bits of an index. */
static inline __m512i repeated(const uint8_t table[16])
{
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)table));
}

/* Thirty-two entries twice. */
static inline __m512i repeated_32(const uint8_t table[32])
{
    return _mm512_broadcast_i32x8(_mm256_loadu_si256((const __m256i *)(const void *)table));
}

/* table[code] for every code, which is below 16. */
static inline __m512i spread(const uint8_t table[16], __m512i code)
{
    return _mm512_shuffle_epi8(repeated(table), code);
}

#endif

/*
 * columns_avx2.h - wide columns as bytes, thirty-two candidates at a time. Private to kernels/pack.
 */
#ifndef EEP_KERNELS_PACK_COLUMNS_AVX2_H
#define EEP_KERNELS_PACK_COLUMNS_AVX2_H

#include "kernels/lanes_avx2.h"
#include "kernels/planes.h"

/* ---- 32 bits: dates and occupations --------------------------------------------------------------- */

/* The bytes of four times eight values below 128, or of four masks, in order. */
static inline __m256i bytes_of_32_bits(const __m256i value[4])
{
    const __m256i low = _mm256_packs_epi32(value[0], value[1]);
    const __m256i high = _mm256_packs_epi32(value[2], value[3]);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7); /* packing works in halves of 128 bits */

    return _mm256_permutevar8x32_epi32(_mm256_packs_epi16(low, high), order);
}

/* The class of eight occupations: the four bytes around each, of which one is moved down. Reads no byte past
 * the table.
 */
static inline __m256i classes_of(const uint8_t *noc_class, __m256i noc)
{
    const __m256i within = _mm256_set1_epi32(3);
    const int *words = (const int *)(const void *)noc_class;
    const __m256i word = _mm256_i32gather_epi32(words, _mm256_andnot_si256(within, noc), 1);
    const __m256i bits = _mm256_slli_epi32(both(noc, within), 3);

    return both(_mm256_srlv_epi32(word, bits), _mm256_set1_epi32(63));
}

/* ---- 16 bits: months ------------------------------------------------------------------------------ */

/* Thirty-two values, in two vectors. */
typedef struct months {
    __m256i low, high;
} months;

static inline months load_months(const uint16_t at[LANES])
{
    return (months){load(at), load(at + LANES / 2)};
}

static inline months sum_of_months(months a, months b)
{
    return (months){_mm256_adds_epu16(a.low, b.low), _mm256_adds_epu16(a.high, b.high)};
}

/* The bytes of values below 2^15, in order; from 255 on they are 255. */
static inline __m256i bytes_of_16_bits(__m256i low, __m256i high)
{
    return _mm256_permute4x64_epi64(_mm256_packus_epi16(low, high), 0xD8);
}

static inline __m256i cut_months(const uint16_t at[LANES], uint16_t most)
{
    const months m = load_months(at);
    const __m256i last = _mm256_set1_epi16((short)most);

    return bytes_of_16_bits(_mm256_min_epu16(m.low, last), _mm256_min_epu16(m.high, last));
}

/* Whole years: 43691 / 2^19 is a twelfth, and so little more that no quotient of 16 bits changes. */
static inline __m256i years_of(months m, unsigned most)
{
    const __m256i twelfth = _mm256_set1_epi16((short)43691);
    const __m256i low = _mm256_srli_epi16(_mm256_mulhi_epu16(m.low, twelfth), 3);
    const __m256i high = _mm256_srli_epi16(_mm256_mulhi_epu16(m.high, twelfth), 3);

    return least(bytes_of_16_bits(low, high), all(most));
}

/* ---- The occupation plane, which is made of both --------------------------------------------------- */

static inline __m256i occupation_codes(const eep_pack_tables *tables, const uint32_t noc[LANES],
                                       const uint16_t canadian_months[LANES])
{
    const __m256i years = years_of(load_months(canadian_months), EEP_OCCUPATION_YEARS - 1);
    __m256i noc_class[4];

    for (int part = 0; part < 4; part++)
        noc_class[part] = classes_of(tables->noc_class, load(noc + 8 * part));
    return either(bytes_of_32_bits(noc_class), moved_up(years, 6));
}

#endif

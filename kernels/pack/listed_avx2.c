/*
 * listed_avx2.c - who has an occupation that a category version lists, as bits: eight gathers a word.
 *
 * Meaning: as pack_ref.c. Nothing is added that could overflow. Reads 4 bytes a candidate and 4 of a table of
 * 400,000, of which a pool touches some hundred codes; writes an eighth.
 */
#include "kernels/lanes_avx2.h"
#include "kernels/pack/pack.h"

/* Bit k is set when category set of noc[k] has no bit of `wanted`. */
static inline uint32_t unlisted(const uint32_t *noc_categories, __m256i wanted, const uint32_t noc[8])
{
    const int *sets = (const int *)(const void *)noc_categories;
    const __m256i found = both(_mm256_i32gather_epi32(sets, load(noc), 4), wanted);
    const __m256i none = _mm256_cmpeq_epi32(found, _mm256_setzero_si256());

    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(none));
}

void eep_listed_avx2(const uint32_t *noc_categories, uint32_t bit, const uint32_t *noc, size_t n,
                     uint64_t *listed)
{
    const __m256i wanted = _mm256_set1_epi32((int)bit);
    size_t i = 0;

    for (; i + 64 <= n; i += 64) {
        uint64_t word = 0;

        for (unsigned k = 0; k < 64; k += 8)
            word |= (uint64_t)unlisted(noc_categories, wanted, noc + i + k) << k;
        listed[i / 64] = ~word;
    }
    eep_listed_ref(noc_categories, bit, noc + i, n - i, listed + i / 64);
}

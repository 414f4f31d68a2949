/*
 * alias_avx2.c - eight looks at a time. Meaning and overflow: as alias_ref.c.
 *
 * Two gathers a look: threshold and alias of the slot as one word, then the outcome of whichever is meant.
 * Slots are eight bytes, so that both are in one cache line when the slot itself is meant.
 */
#include <immintrin.h>

#include "kernels/alias/alias.h"

#define LANES 8

static inline __m256i look(const eep_alias *tables, __m256i start, __m256i word)
{
    const __m128i bits = _mm_cvtsi32_si128((int)tables->bits),
                  rest = _mm_cvtsi32_si128((int)(32 - tables->bits));
    const int *slots = (const int *)(const void *)tables->slot;
    const __m256i slot = _mm256_add_epi32(start, _mm256_srl_epi32(word, rest));
    const __m256i fraction = _mm256_srli_epi32(_mm256_sll_epi32(word, bits), 32 - EEP_ALIAS_THRESHOLD);
    const __m256i entry = _mm256_i32gather_epi32(slots, slot, sizeof(eep_alias_slot));
    const __m256i threshold = _mm256_and_si256(entry, _mm256_set1_epi32(0xffff));
    const __m256i other = _mm256_add_epi32(start, _mm256_srli_epi32(entry, 16));
    const __m256i own = _mm256_cmpgt_epi32(threshold, fraction);
    return _mm256_i32gather_epi32(slots + 1, _mm256_blendv_epi8(other, slot, own), sizeof(eep_alias_slot));
}

void eep_alias_avx2(const eep_alias *tables, const uint32_t *context, const uint32_t *word, size_t n,
                    uint32_t *out)
{
    const __m128i bits = _mm_cvtsi32_si128((int)tables->bits);
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const __m256i start =
            context != NULL
                ? _mm256_sll_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(context + i)), bits)
                : _mm256_setzero_si256();
        const __m256i words = _mm256_loadu_si256((const __m256i *)(const void *)(word + i));
        _mm256_storeu_si256((__m256i *)(void *)(out + i), look(tables, start, words));
    }
    eep_alias_ref(tables, context != NULL ? context + i : NULL, word + i, n - i, out + i);
}

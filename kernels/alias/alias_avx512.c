/*
 * alias_avx512.c - sixteen looks at a time, in two gathers like alias_avx2.c; the last ones of a length under
 * a mask. Meaning and overflow: as alias_ref.c.
 */
#include <immintrin.h>

#include "kernels/alias/alias.h"

#define LANES 16

static inline __m512i look(const eep_alias *tables, __m512i start, __m512i word, __mmask16 lanes)
{
    const __m128i bits = _mm_cvtsi32_si128((int)tables->bits),
                  rest = _mm_cvtsi32_si128((int)(32 - tables->bits));
    const int *slots = (const int *)(const void *)tables->slot;
    const __m512i none = _mm512_setzero_si512();
    const __m512i slot = _mm512_add_epi32(start, _mm512_srl_epi32(word, rest));
    const __m512i fraction = _mm512_srli_epi32(_mm512_sll_epi32(word, bits), 32 - EEP_ALIAS_THRESHOLD);
    const __m512i entry = _mm512_mask_i32gather_epi32(none, lanes, slot, slots, sizeof(eep_alias_slot));
    const __m512i threshold = _mm512_and_si512(entry, _mm512_set1_epi32(0xffff));
    const __m512i other = _mm512_add_epi32(start, _mm512_srli_epi32(entry, 16));
    const __mmask16 own = _mm512_cmplt_epu32_mask(fraction, threshold);
    const __m512i meant = _mm512_mask_blend_epi32(own, other, slot);
    return _mm512_mask_i32gather_epi32(none, lanes, meant, slots + 1, sizeof(eep_alias_slot));
}

void eep_alias_avx512(const eep_alias *tables, const uint32_t *context, const uint32_t *word, size_t n,
                      uint32_t *out)
{
    const __m128i bits = _mm_cvtsi32_si128((int)tables->bits);

    for (size_t i = 0; i < n; i += LANES) {
        const __mmask16 lanes = (__mmask16)(n - i < LANES ? (1U << (n - i)) - 1 : 0xffff);
        __m512i start = _mm512_setzero_si512();
        if (context != NULL) start = _mm512_sll_epi32(_mm512_maskz_loadu_epi32(lanes, context + i), bits);
        const __m512i words = _mm512_maskz_loadu_epi32(lanes, word + i);
        _mm512_mask_storeu_epi32(out + i, lanes, look(tables, start, words, lanes));
    }
}

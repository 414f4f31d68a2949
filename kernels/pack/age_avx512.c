/*
 * age_avx512.c - age bits renewed from dates of birth, sixteen at a time.
 *
 * An age code is the number of the 31 birthdays from that of 18 years to that of 48 that somebody has had. As
 * they ascend towards the past, five steps down a search tree count them, exact for every such table. A
 * permutation looks a birthday up in sixteen, and a comparison under a mask says which way to go.
 *
 * Meaning: as pack_ref.c, for birthdays that ascend towards the past. Overflow: nothing is added but numbers
 * of nodes, below 64. Reads 5 bytes a candidate and writes 1; the last candidates of a length are read and
 * written under a mask.
 */
#include <immintrin.h>

#include "kernels/pack/pack.h"

#define LANES  16
#define LEVELS 5

/* Node 1 is the root, and 2k and 2k + 1 are below k: the first four levels are nodes 1 to 15, the last 16
 * to 31. */
typedef struct birthday_tree {
    __m512i upper, last;
} birthday_tree;

static inline birthday_tree plant_birthdays(const eep_pack_tables *tables)
{
    int32_t node[EEP_AGE_CODES] = {0};

    for (int level = 0; level < LEVELS; level++) {
        for (int k = 0; k < 1 << level; k++) {
            const int ascending = ((2 * k + 1) << (LEVELS - 1 - level)) - 1; /* from the day of the oldest */

            node[(1 << level) + k] = tables->birthday[EEP_AGE_LOWEST + EEP_AGE_CODES - 1 - ascending];
        }
    }
    return (birthday_tree){_mm512_loadu_si512(node), _mm512_loadu_si512(node + LANES)};
}

/* To the node below: right where the birth is after the birthday. */
static inline __m512i descend(__m512i node, __m512i birth, __m512i tree)
{
    const __mmask16 after = _mm512_cmpgt_epi32_mask(birth, _mm512_permutexvar_epi32(node, tree));
    const __m512i left = _mm512_add_epi32(node, node);

    return _mm512_mask_add_epi32(left, after, left, _mm512_set1_epi32(1));
}

static inline void renew(const birthday_tree *tree, const int32_t *birth_date, uint8_t *plane,
                         __mmask16 lanes)
{
    const __m512i birth = _mm512_maskz_loadu_epi32(lanes, birth_date);
    const __m128i foreign_years =
        _mm_and_si128(_mm_maskz_loadu_epi8(lanes, plane), _mm_set1_epi8((char)0xE0));
    __m512i node = _mm512_set1_epi32(1);

    for (int level = 0; level < LEVELS - 1; level++)
        node = descend(node, birth, tree->upper);
    node = descend(node, birth, tree->last);
    /* The node is now 32 and the number of birthdays not had yet. */
    const __m128i ahead = _mm512_cvtepi32_epi8(node);
    const __m128i code = _mm_xor_si128(ahead, _mm_set1_epi8(2 * EEP_AGE_CODES - 1));
    _mm_mask_storeu_epi8(plane, lanes, _mm_or_si128(foreign_years, code));
}

void eep_age_avx512(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane)
{
    const birthday_tree tree = plant_birthdays(tables);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        renew(&tree, birth_date + i, plane + i, 0xFFFF);
    if (i < n) renew(&tree, birth_date + i, plane + i, (__mmask16)((1u << (n - i)) - 1));
}

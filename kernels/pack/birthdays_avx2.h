/*
 * birthdays_avx2.h - codes of ages, thirty-two dates of birth at a time. Private to kernels/pack.
 *
 * An age code is the number of the 31 birthdays from that of 18 years to that of 48 that somebody has had. As
 * they ascend towards the past, five steps down a search tree count them, exact for every such table: there
 * is no year of so many days here, and no leap year.
 */
#ifndef EEP_KERNELS_PACK_BIRTHDAYS_AVX2_H
#define EEP_KERNELS_PACK_BIRTHDAYS_AVX2_H

#include "kernels/pack/columns_avx2.h"

/*
 * Node 1 is the root, and 2k and 2k + 1 are below k: nodes 8 to 15 are the fourth level, 16 to 31 the last.
 * Eight nodes are a vector in which a permutation looks up by the low three bits of their numbers.
 */
typedef struct birthday_tree {
    __m256i upper, fourth, last[2];
} birthday_tree;

static inline birthday_tree plant_birthdays(const eep_pack_tables *tables)
{
    int32_t node[EEP_AGE_CODES] = {0};

    for (int level = 0; level < 5; level++) {
        for (int k = 0; k < 1 << level; k++) {
            const int ascending = ((2 * k + 1) << (4 - level)) - 1; /* from the day of the oldest */

            node[(1 << level) + k] = tables->birthday[EEP_AGE_LOWEST + EEP_AGE_CODES - 1 - ascending];
        }
    }
    return (birthday_tree){load(node), load(node + 8), {load(node + 16), load(node + 24)}};
}

/* To the node below: right where the birth is after the birthday, whose comparison is -1. */
static inline __m256i descend(__m256i node, __m256i birth, __m256i birthday)
{
    return _mm256_sub_epi32(_mm256_add_epi32(node, node), _mm256_cmpgt_epi32(birth, birthday));
}

/* 32 and the number of birthdays not had yet, for eight dates. */
static inline __m256i birthdays_ahead(const birthday_tree *tree, __m256i birth)
{
    __m256i node = _mm256_set1_epi32(1);

    for (int level = 0; level < 3; level++)
        node = descend(node, birth, _mm256_permutevar8x32_epi32(tree->upper, node));
    node = descend(node, birth, _mm256_permutevar8x32_epi32(tree->fourth, node));
    const __m256 left = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(tree->last[0], node));
    const __m256 right = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(tree->last[1], node));
    const __m256 half = _mm256_castsi256_ps(_mm256_slli_epi32(node, 28)); /* bit 3 chooses */
    return descend(node, birth, _mm256_castps_si256(_mm256_blendv_ps(left, right, half)));
}

static inline __m256i age_codes(const birthday_tree *tree, const int32_t birth_date[LANES])
{
    __m256i ahead[4];

    for (int part = 0; part < 4; part++)
        ahead[part] = birthdays_ahead(tree, load(birth_date + 8 * part));
    return _mm256_xor_si256(bytes_of_32_bits(ahead), all(2 * EEP_AGE_CODES - 1));
}

#endif

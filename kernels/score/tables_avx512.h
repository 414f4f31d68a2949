/*
 * tables_avx512.h - the tables of a score plan at the width that AVX-512 looks up. Private to score_avx512.c.
 *
 * Each index is bits of planes as they stand, or two codes side by side; lanes_avx512.h names the readings.
 * Tiers of transferability are followed to their points here, so that a candidate takes one look-up for a
 * pair and not three. No entry is more than a sum that score_plan.c has checked.
 */
#ifndef EEP_KERNELS_SCORE_TABLES_AVX512_H
#define EEP_KERNELS_SCORE_TABLES_AVX512_H

#include "kernels/lanes_avx512.h"
#include "kernels/planes.h"

/* Points by index. [2]: without and with a spouse; of `french`, by the first official language. */
typedef struct tables {
    __m512i education[2], canadian_work[2], second_cap[2];
    __m512i weakest_first, weakest_second; /* the lower code of a pair, of the first one moved up by three */
    __m512i education_work, education_language, foreign_work, foreign_language;
    __m512i certificate; /* weakest code << 3 | held << 2 */
    __m512i spouse_pair, spouse_rest;
    __m512i french[2];                            /* weakest second | weakest first << 3 */
    __m512i study_sibling, large_low, large_high; /* a flag | a code of two bits << 4 */
    __m512i occupation_work, occupation_offer;    /* code << 2; tier << 4 */
} tables;

static inline __m512i spread_two(const uint8_t table[16], const uint8_t a[16], __m512i a_code,
                                 const uint8_t b[16], __m512i b_code)
{
    return spread(table, _mm512_or_si512(spread(a, a_code), spread(b, b_code)));
}

static inline void spread_person(const eep_score_plan *plan, const readings *r, tables *t)
{
    for (unsigned with = 0; with < 2; with++) {
        const __m512i column = bytes(with << 3);

        t->education[with] = spread(plan->education, _mm512_or_si512(r->low, column));
        t->canadian_work[with] = spread(plan->canadian_work, _mm512_or_si512(r->high, column));
        t->second_cap[with] = bytes(plan->second_language_cap[with]);
    }
    t->weakest_second = load(plan->weakest_pair);
    t->weakest_first = _mm512_slli_epi16(t->weakest_second, 3);
    t->spouse_pair = repeated_32(plan->spouse_pair);
    t->spouse_rest =
        _mm512_add_epi8(spread(plan->spouse_work, r->low), spread(plan->spouse_education, r->high));
}

static inline void spread_transferability(const eep_score_plan *plan, const readings *r, tables *t)
{
    const __mmask64 held = 0xF0F0F0F0F0F0F0F0;

    t->education_work =
        spread_two(plan->education_work, plan->education_tier, r->low, plan->canadian_tier, r->high);
    t->education_language =
        spread_two(plan->education_language, plan->education_tier, r->low, plan->language_tier, r->high);
    t->foreign_work =
        spread_two(plan->foreign_work, plan->foreign_tier, r->low, plan->canadian_tier, r->high);
    t->foreign_language =
        spread_two(plan->foreign_language, plan->foreign_tier, r->low, plan->language_tier, r->high);
    t->certificate = _mm512_maskz_mov_epi8(held, spread(plan->certificate, r->high));
}

static inline void spread_additional(const eep_score_plan *plan, const readings *r, tables *t)
{
    const __m512i flag_first =
        _mm512_or_si512(only(_mm512_slli_epi16(r->index, 2), 4), only(_mm512_srli_epi16(r->index, 4), 3));

    /* English first: the second language is French. */
    t->french[0] = spread_two(plan->french, plan->strong_french, r->low, plan->some_english, r->high);
    t->french[1] = spread_two(plan->french, plan->strong_french, r->high, plan->some_english, r->low);
    t->study_sibling = spread(plan->study_sibling, flag_first);
    t->large_low = spread(plan->large_low, flag_first);
    t->large_high = spread(plan->large_high, flag_first);
    t->occupation_work = spread(plan->occupation_work, only(_mm512_srli_epi16(r->index, 2), 15));
    t->occupation_offer = spread(plan->occupation_offer, only(_mm512_srli_epi16(r->index, 4), 3));
}

/* About sixty instructions. */
static inline tables spread_plan(const eep_score_plan *plan)
{
    const readings r = read_indices();
    tables t;

    spread_person(plan, &r, &t);
    spread_transferability(plan, &r, &t);
    spread_additional(plan, &r, &t);
    return t;
}

#endif

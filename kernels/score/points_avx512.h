/*
 * points_avx512.h - the points of sixty-four candidates, factor by factor. Private to score_avx512.c and
 * score_many_avx512.c.
 *
 * VBMI looks up 64 bytes at once by the low six bits of an index and ignores the two above. So most planes
 * are indices as they stand: six bits of two abilities, of education and Canadian work, of a spouse's pair.
 * Where a table has a column for candidates with a spouse, a mask register says who takes it.
 */
#ifndef EEP_KERNELS_SCORE_POINTS_AVX512_H
#define EEP_KERNELS_SCORE_POINTS_AVX512_H

#include "kernels/score/tables_avx512.h"

/* ---- Candidates --------------------------------------------------------------------------------- */

typedef struct candidates {
    __m512i age, education, first_lr, first_ws, second_lr, second_ws, spouse_lr, spouse_ws, occupation;
    __mmask64 spouse, french_first;
} candidates;

static inline candidates read(const eep_planes *planes, size_t i, __mmask64 lanes, int reads_occupation)
{
    candidates c;

    c.age = load_some(planes->plane[EEP_PLANE_AGE] + i, lanes);
    c.education = load_some(planes->plane[EEP_PLANE_EDUCATION] + i, lanes);
    c.first_lr = load_some(planes->plane[EEP_PLANE_FIRST_LR] + i, lanes);
    c.first_ws = load_some(planes->plane[EEP_PLANE_FIRST_WS] + i, lanes);
    c.second_lr = load_some(planes->plane[EEP_PLANE_SECOND_LR] + i, lanes);
    c.second_ws = load_some(planes->plane[EEP_PLANE_SECOND_WS] + i, lanes);
    c.spouse_lr = load_some(planes->plane[EEP_PLANE_SPOUSE_LR] + i, lanes);
    c.spouse_ws = load_some(planes->plane[EEP_PLANE_SPOUSE_WS] + i, lanes);
    c.occupation =
        reads_occupation ? load_some(planes->plane[EEP_PLANE_OCCUPATION] + i, lanes) : _mm512_setzero_si512();
    c.spouse = _mm512_test_epi8_mask(c.second_lr, bytes(1 << 6));
    c.french_first = _mm512_movepi8_mask(c.first_ws);
    return c;
}

/* In the second table for the lanes of `second`, in the first for the others. */
static inline __m512i look_up_in(__m512i first_table, __mmask64 second, __m512i second_table, __m512i index)
{
    return _mm512_mask_permutexvar_epi8(look_up(first_table, index), second, index, second_table);
}

/* ---- Points as bytes ---------------------------------------------------------------------------- */

static inline __m512i age_points(const eep_score_plan *plan, const candidates *c)
{
    return look_up(load(plan->age), select_bits(31, c->age, _mm512_srli_epi16(c->second_lr, 1)));
}

static inline __m512i education_points(const tables *t, const candidates *c)
{
    return look_up_in(t->education[0], c->spouse, t->education[1], c->education);
}

/* All four abilities: two in each byte. */
static inline __m512i language_points(const uint8_t pair[128], __m512i lr, __m512i ws, __mmask64 spouse)
{
    return _mm512_add_epi8(look_up_in(load(pair), spouse, load(pair + 64), lr),
                           look_up_in(load(pair), spouse, load(pair + 64), ws));
}

static inline __m512i second_and_work(const eep_score_plan *plan, const tables *t, const candidates *c)
{
    const __m512i second = language_points(plan->second_pair, c->second_lr, c->second_ws, c->spouse);
    const __m512i cap = _mm512_mask_blend_epi8(c->spouse, t->second_cap[0], t->second_cap[1]);
    const __m512i work = look_up_in(t->canadian_work[0], c->spouse, t->canadian_work[1], c->education);

    return _mm512_add_epi8(_mm512_min_epu8(second, cap), work);
}

static inline __m512i spouse_points(const eep_score_plan *plan, const tables *t, const candidates *c)
{
    const __m512i language =
        _mm512_add_epi8(look_up(t->spouse_pair, c->spouse_lr), look_up(t->spouse_pair, c->spouse_ws));
    const __m512i rest = look_up(t->spouse_rest, select_bits(7, _mm512_srli_epi16(c->spouse_ws, 5),
                                                             _mm512_srli_epi16(c->spouse_lr, 2)));

    /* A policy may give points to the lowest level, which is the code of an absent spouse too. */
    return _mm512_maskz_min_epu8(c->spouse, _mm512_add_epi8(language, rest), bytes(plan->spouse_cap));
}

/* The code of the weakest of the four abilities, where the table puts it. */
static inline __m512i weakest_of(__m512i table, __m512i lr, __m512i ws)
{
    return _mm512_min_epu8(look_up(table, lr), look_up(table, ws));
}

static inline __m512i transferability(const eep_score_plan *plan, const tables *t, const candidates *c,
                                      __m512i weakest_first)
{
    const __m512i foreign = _mm512_srli_epi16(c->age, 5);
    const __m512i education_pair =
        _mm512_add_epi8(look_up(t->education_work, c->education),
                        look_up(t->education_language, select_bits(7, c->education, weakest_first)));
    const __m512i foreign_pair =
        _mm512_add_epi8(look_up(t->foreign_work, select_bits(7, foreign, c->education)),
                        look_up(t->foreign_language, select_bits(7, foreign, weakest_first)));
    const __m512i certificate =
        look_up(t->certificate, select_bits(4, _mm512_srli_epi16(c->second_ws, 4), weakest_first));
    const __m512i pairs = _mm512_add_epi8(capped(education_pair, plan->education_pair_cap),
                                          capped(foreign_pair, plan->foreign_pair_cap));

    return capped(_mm512_add_epi8(pairs, certificate), plan->transferability_cap);
}

static inline __m512i french_points(const tables *t, const candidates *c, __m512i weakest_first)
{
    const __m512i weakest_second = weakest_of(t->weakest_second, c->second_lr, c->second_ws);

    return look_up_in(t->french[0], c->french_first, t->french[1],
                      _mm512_or_si512(weakest_first, weakest_second));
}

static inline __m512i study_points(const tables *t, const candidates *c)
{
    const __m512i study = _mm512_srli_epi16(c->education, 2), sibling = _mm512_srli_epi16(c->first_ws, 6);

    return look_up(t->study_sibling, select_bits(3 << 4, study, sibling));
}

static inline __m512i occupation_points(const tables *t, const candidates *c)
{
    const __mmask64 offer = _mm512_test_epi8_mask(c->first_lr, bytes(3 << 6));

    return _mm512_add_epi8(look_up(t->occupation_work, _mm512_srli_epi16(c->occupation, 2)),
                           _mm512_maskz_permutexvar_epi8(offer, c->occupation, t->occupation_offer));
}

/* ---- Points as 16 bits -------------------------------------------------------------------------- */

/* Sixty-four values of 16 bits: of the low and of the high eight bytes of each quarter of 128 bits. */
typedef struct wide {
    __m512i low, high;
} wide;

/* Values whose two bytes are in two vectors. */
static inline wide joined(__m512i low_bytes, __m512i high_bytes)
{
    return (wide){_mm512_unpacklo_epi8(low_bytes, high_bytes), _mm512_unpackhi_epi8(low_bytes, high_bytes)};
}

static inline wide widened(__m512i points)
{
    return joined(points, _mm512_setzero_si512());
}

/* a + b of bytes: side by side, a multiplication by one adds them. */
static inline wide sum_of(__m512i a, __m512i b)
{
    const wide pairs = joined(a, b);

    return (wide){_mm512_maddubs_epi16(pairs.low, bytes(1)), _mm512_maddubs_epi16(pairs.high, bytes(1))};
}

static inline wide added(wide a, wide b)
{
    return (wide){_mm512_add_epi16(a.low, b.low), _mm512_add_epi16(a.high, b.high)};
}

static inline wide lower(wide a, wide b)
{
    return (wide){_mm512_min_epu16(a.low, b.low), _mm512_min_epu16(a.high, b.high)};
}

static inline wide wide_capped(wide points, uint16_t cap)
{
    const __m512i most = _mm512_set1_epi16((short)cap);

    return lower(points, (wide){most, most});
}

static inline wide core_cap(const eep_score_plan *plan, __mmask64 spouse)
{
    const unsigned without = plan->core_cap[0], with = plan->core_cap[1];

    return joined(_mm512_mask_blend_epi8(spouse, bytes(without), bytes(with)),
                  _mm512_mask_blend_epi8(spouse, bytes(without >> 8), bytes(with >> 8)));
}

static inline wide core_points(const eep_score_plan *plan, const tables *t, const candidates *c)
{
    const __m512i first = language_points(plan->first_pair, c->first_lr, c->first_ws, c->spouse);
    const wide person = sum_of(age_points(plan, c), education_points(t, c));

    return lower(added(person, sum_of(first, second_and_work(plan, t, c))), core_cap(plan, c->spouse));
}

static inline wide large_points(const tables *t, const candidates *c)
{
    const __m512i offer = _mm512_srli_epi16(c->first_lr, 2), nomination = _mm512_srli_epi16(c->second_lr, 7);
    const __m512i index = select_bits(3 << 4, offer, nomination);

    return joined(look_up(t->large_low, index), look_up(t->large_high, index));
}

static inline wide additional_points(const eep_score_plan *plan, const tables *t, const candidates *c,
                                     __m512i weakest_first, int reads_occupation)
{
    const __m512i small = _mm512_add_epi8(study_points(t, c), french_points(t, c, weakest_first));

    return wide_capped(
        added(large_points(t, c), reads_occupation ? sum_of(small, occupation_points(t, c)) : widened(small)),
        plan->additional_cap);
}

/* In the order of the candidates. */
static inline wide in_order(wide points)
{
    const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i second = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);

    return (wide){_mm512_permutex2var_epi64(points.low, first, points.high),
                  _mm512_permutex2var_epi64(points.low, second, points.high)};
}

static inline void store(uint16_t *at, wide points, __mmask64 lanes)
{
    const wide ordered = in_order(points);

    _mm512_mask_storeu_epi16(at, (__mmask32)lanes, ordered.low);
    _mm512_mask_storeu_epi16(at + LANES / 2, (__mmask32)(lanes >> LANES / 2), ordered.high);
}

/* Past the caches; `at` begins a line. */
static inline void stream(uint16_t *at, wide points)
{
    const wide ordered = in_order(points);

    _mm512_stream_si512((void *)at, ordered.low);
    _mm512_stream_si512((void *)(at + LANES / 2), ordered.high);
}

#endif

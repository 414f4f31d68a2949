/*
 * members_avx512.c - planes to the members of a category, as bits, sixty-four candidates a word.
 *
 * The word of results is a mask register: each comparison is made under the mask of those who met the ones
 * before, and what a plan does not ask is skipped with the planes it would read.
 *
 * Meaning: as eligible_ref.c. Nothing is added that could overflow. Reads up to 8 bytes a candidate (its
 * language planes for a level of French only) and writes an eighth; the last candidates of a length are read
 * under a mask.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx512.h"

/* Of `met`, those with at least `threshold` in the bits of `field`. */
static inline __mmask64 at_least(__mmask64 met, __m512i byte, unsigned field, unsigned threshold)
{
    return _mm512_mask_cmpge_epu8_mask(met, only(byte, field), bytes(threshold));
}

/* Two abilities in each byte: the upper ones are compared where they are. */
static inline __mmask64 reach_french(__mmask64 met, const eep_planes *planes, size_t i, unsigned level)
{
    const __m512i first_ws = load_some(planes->plane[EEP_PLANE_FIRST_WS] + i, met);
    const __mmask64 french_first = _mm512_movepi8_mask(first_ws);
    const __m512i second_ws = load_some(planes->plane[EEP_PLANE_SECOND_WS] + i, met & ~french_first);
    const __m512i second_lr = load_some(planes->plane[EEP_PLANE_SECOND_LR] + i, met & ~french_first);
    const __m512i ws = _mm512_mask_mov_epi8(second_ws, french_first, first_ws);
    const __m512i lr =
        _mm512_mask_loadu_epi8(second_lr, met & french_first, planes->plane[EEP_PLANE_FIRST_LR] + i);
    const __m512i lower = _mm512_min_epu8(only(lr, 7), only(ws, 7));
    const __m512i upper = _mm512_min_epu8(only(lr, 7 << 3), only(ws, 7 << 3));

    return at_least(at_least(met, lower, 7, level), upper, 7 << 3, level << 3);
}

static inline __mmask64 members_at(const eep_category_plan *plan, const eep_planes *planes, size_t i,
                                   __mmask64 met)
{
    const uint8_t *const *plane = (const uint8_t *const *)planes->plane;
    const __mmask64 lanes = met;

    if (plan->months) met = at_least(met, load_some(plane[EEP_PLANE_MONTHS] + i, lanes), 63, plan->months);
    if (plan->canadian_months)
        met = at_least(met, load_some(plane[EEP_PLANE_CANADIAN] + i, lanes), 63, plan->canadian_months);
    if (plan->continuous_months)
        met = at_least(met, load_some(plane[EEP_PLANE_CONTINUOUS] + i, lanes), 127, plan->continuous_months);
    if (plan->education)
        met = at_least(met, load_some(plane[EEP_PLANE_EDUCATION] + i, lanes), 7, plan->education);
    if (plan->french_level) met = reach_french(met, planes, i, plan->french_level);
    if (plan->forces_recruit) met &= _mm512_movepi8_mask(load_some(plane[EEP_PLANE_CONTINUOUS] + i, lanes));
    return met;
}

void eep_members_avx512(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                        size_t n, uint64_t *members)
{
    for (size_t i = 0; i < n; i += LANES) {
        const __mmask64 lanes = first_lanes(n - i);
        __mmask64 met = lanes;

        if (plan->asks_occupation) met &= listed ? listed[i / LANES] : 0;
        members[i / LANES] = met ? members_at(plan, planes, i, met) : 0;
    }
}

/*
 * members_avx2.c - planes to the members of a category, as bits, sixty-four candidates a word.
 *
 * As in programs_avx2.c, a condition is a byte of what is missing, and those that a plan does not ask are
 * skipped, with the planes they would read.
 *
 * Meaning: as eligible_ref.c. Nothing is added that could overflow. Reads up to 8 bytes a candidate (its
 * language planes for a level of French only) and writes an eighth.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_avx2.h"

static inline __m256i plane(const eep_planes *planes, int which, size_t i)
{
    return load(planes->plane[which] + i);
}

/* The highest bit of a plane, which a blend asks, says that French is the first language. */
static inline __m256i weakest_french(const eep_planes *planes, size_t i)
{
    const __m256i first_ws = plane(planes, EEP_PLANE_FIRST_WS, i);
    const __m256i lr = _mm256_blendv_epi8(plane(planes, EEP_PLANE_SECOND_LR, i),
                                          plane(planes, EEP_PLANE_FIRST_LR, i), first_ws);
    const __m256i ws = _mm256_blendv_epi8(plane(planes, EEP_PLANE_SECOND_WS, i), first_ws, first_ws);

    return weakest_of_pairs(lr, ws);
}

static inline __m256i missing_at(const eep_category_plan *plan, const eep_planes *planes, size_t i)
{
    __m256i missing = _mm256_setzero_si256();

    if (plan->months) missing = shortfall(all(plan->months), only(plane(planes, EEP_PLANE_MONTHS, i), 63));
    if (plan->canadian_months)
        missing = either(
            missing, shortfall(all(plan->canadian_months), only(plane(planes, EEP_PLANE_CANADIAN, i), 63)));
    if (plan->continuous_months)
        missing = either(missing, shortfall(all(plan->continuous_months),
                                            only(plane(planes, EEP_PLANE_CONTINUOUS, i), 127)));
    if (plan->education)
        missing =
            either(missing, shortfall(all(plan->education), only(plane(planes, EEP_PLANE_EDUCATION, i), 7)));
    if (plan->french_level)
        missing = either(missing, shortfall(all(plan->french_level), weakest_french(planes, i)));
    if (plan->forces_recruit)
        missing = either(missing, lacking(plane(planes, EEP_PLANE_CONTINUOUS, i), 1 << 7));
    return missing;
}

static inline uint64_t members_at(const eep_category_plan *plan, const eep_planes *planes, size_t i)
{
    return (uint32_t)_mm256_movemask_epi8(where_none(missing_at(plan, planes, i)));
}

void eep_members_avx2(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                      size_t n, uint64_t *members)
{
    size_t i = 0;

    for (; i + 64 <= n; i += 64) {
        uint64_t word = members_at(plan, planes, i) | members_at(plan, planes, i + LANES) << LANES;

        if (plan->asks_occupation) word &= listed ? listed[i / 64] : 0;
        members[i / 64] = word;
    }
    const eep_planes rest = eep_planes_at(planes, i);
    eep_members_ref(plan, &rest, listed ? listed + i / 64 : NULL, n - i, members + i / 64);
}

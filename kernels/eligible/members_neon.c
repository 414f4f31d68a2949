/*
 * members_neon.c - planes to the members of a category, as bits, sixty-four candidates a word.
 *
 * A condition is a byte of 255 where it is met; what a plan does not ask is skipped with the planes it would
 * read. Four vectors of such bytes become a word by giving each byte a bit of its own and adding neighbours
 * three times.
 *
 * Meaning: as eligible_ref.c. Nothing is added but single bits. Reads up to 8 bytes a candidate (its language
 * planes for a level of French only) and writes an eighth. Tested under emulation, not timed.
 */
#include "kernels/eligible/eligible.h"
#include "kernels/lanes_neon.h"

/* 255 where the bits of `mask` are `threshold` at least. */
static inline uint8x16_t at_least(const eep_planes *planes, int which, size_t i, uint8_t mask,
                                  uint8_t threshold)
{
    return vcgeq_u8(low_bits(vld1q_u8(planes->plane[which] + i), mask), vdupq_n_u8(threshold));
}

static inline uint8x16_t weakest_french(const eep_planes *planes, size_t i)
{
    const uint8x16_t first_ws = vld1q_u8(planes->plane[EEP_PLANE_FIRST_WS] + i);
    const uint8x16_t french_first = where(first_ws, 1 << 7);
    const uint8x16_t lr = vbslq_u8(french_first, vld1q_u8(planes->plane[EEP_PLANE_FIRST_LR] + i),
                                   vld1q_u8(planes->plane[EEP_PLANE_SECOND_LR] + i));
    const uint8x16_t ws = vbslq_u8(french_first, first_ws, vld1q_u8(planes->plane[EEP_PLANE_SECOND_WS] + i));

    return weakest_of_pairs(lr, ws);
}

static inline uint8x16_t members_at(const eep_category_plan *plan, const eep_planes *planes, size_t i)
{
    uint8x16_t met = vdupq_n_u8(255);

    if (plan->months) met = at_least(planes, EEP_PLANE_MONTHS, i, 63, plan->months);
    if (plan->canadian_months)
        met = vandq_u8(met, at_least(planes, EEP_PLANE_CANADIAN, i, 63, plan->canadian_months));
    if (plan->continuous_months)
        met = vandq_u8(met, at_least(planes, EEP_PLANE_CONTINUOUS, i, 127, plan->continuous_months));
    if (plan->education) met = vandq_u8(met, at_least(planes, EEP_PLANE_EDUCATION, i, 7, plan->education));
    if (plan->french_level)
        met = vandq_u8(met, vcgeq_u8(weakest_french(planes, i), vdupq_n_u8(plan->french_level)));
    if (plan->forces_recruit) met = vandq_u8(met, at_least(planes, EEP_PLANE_CONTINUOUS, i, 1 << 7, 1 << 7));
    return met;
}

static inline uint64_t word_of(const uint8x16_t met[4])
{
    static const uint8_t bit[LANES] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t own = vld1q_u8(bit);
    const uint8x16_t low = vpaddq_u8(vandq_u8(met[0], own), vandq_u8(met[1], own));
    const uint8x16_t high = vpaddq_u8(vandq_u8(met[2], own), vandq_u8(met[3], own));
    const uint8x16_t fours = vpaddq_u8(low, high);

    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(fours, fours)), 0);
}

void eep_members_neon(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                      size_t n, uint64_t *members)
{
    size_t i = 0;

    for (; i + 64 <= n; i += 64) {
        uint8x16_t met[4];

        for (size_t part = 0; part < 4; part++)
            met[part] = members_at(plan, planes, i + part * LANES);
        const uint64_t word = word_of(met);
        members[i / 64] = !plan->asks_occupation ? word : listed ? word & listed[i / 64] : 0;
    }
    const eep_planes rest = eep_planes_at(planes, i);
    eep_members_ref(plan, &rest, listed ? listed + i / 64 : NULL, n - i, members + i / 64);
}

/*
 * score_many_neon.c - planes to the CRS points of several policies, part by part, sixteen candidates at a
 * time.
 *
 * Meaning: as score_ref.c, plan by plan. Overflow: the bounds are checked by score_plan.c; core and the rest
 * (255 points and the capped additional ones) stay below 2^16 as in score_facts_ref.c. Reads 8 bytes a
 * candidate (9 where occupations have points) and writes 2 a plan. Tested under emulation, not timed.
 */
#include "kernels/score/points_neon.h"
#include "kernels/score/score.h"

typedef uint8x16_t vector;

/* ---- What parts.h asks for ----------------------------------------------------------------------- */

static inline void store_part(uint8_t *at, vector points)
{
    vst1q_u8(at, points);
}

static inline __attribute__((always_inline)) wide total_of(const eep_score_plan *plan, const codes *c)
{
    return total_points(plan, c, plan->reads_occupation);
}

static void score_few(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *total)
{
    eep_score_neon(plan, planes, rows, total, NULL);
}

#include "kernels/score/parts.h"

/* ---- What sums.h asks for ------------------------------------------------------------------------ */

static inline vector load(const uint8_t *at)
{
    return vld1q_u8(at);
}

static inline vector add_bytes(vector a, vector b)
{
    return vaddq_u8(a, b);
}

static inline wide load_words(const uint16_t *at)
{
    return (wide){vld1q_u16(at), vld1q_u16(at + LANES / 2)};
}

static inline void store_words(uint16_t *at, wide points)
{
    store(at, points);
}

static inline void store_total(uint16_t *at, wide points, int past_caches)
{
    (void)past_caches;
    store(at, points);
}

static inline wide under_core_cap(const eep_score_plan *plan, const eep_planes *planes, size_t i, wide sum)
{
    return core_capped(plan, sum, where(vld1q_u8(planes->plane[EEP_PLANE_SECOND_LR] + i), 1 << 6));
}

#include "kernels/score/sums.h"

/* ---- Kernel -------------------------------------------------------------------------------------- */

void eep_score_many_neon(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                         uint16_t *const *total)
{
    static const eep_part_kernels level = {
        .lanes = LANES,
        .bytes = {make_age, make_education, make_first, make_second, make_spouse, make_transferability,
                  make_study, make_french, make_occupation},
        .large = make_large,
        .add = add_parts,
        .each = score_each,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
}

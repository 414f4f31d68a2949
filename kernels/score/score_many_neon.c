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

/* ---- Bytes --------------------------------------------------------------------------------------- */

/* `part` is a constant where this is inlined: what it does not need is not unpacked. */
static inline __attribute__((always_inline)) uint8x16_t points_of(int part, const eep_score_plan *plan,
                                                                  const codes *c)
{
    switch (part) {
    case EEP_PART_AGE:
        return age_points(plan, c);
    case EEP_PART_EDUCATION:
        return education_points(plan, c);
    case EEP_PART_FIRST:
        return look_up_abilities(plan->first_language, c, c->first);
    case EEP_PART_SECOND:
        return second_and_work(plan, c);
    case EEP_PART_SPOUSE:
        return spouse_points(plan, c);
    case EEP_PART_STUDY:
        return study_points(plan, c);
    case EEP_PART_FRENCH:
        return french_points(plan, c);
    case EEP_PART_OCCUPATION:
        return occupation_points(plan, c);
    default:
        return transferability(plan, c);
    }
}

static inline __attribute__((always_inline)) void
make_bytes(int part, const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint8_t *points)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(planes, i, part == EEP_PART_OCCUPATION);

        vst1q_u8(points + i, points_of(part, plan, &c));
    }
}

#define PART(name, part)                                                                                     \
    static void make_##name(const eep_score_plan *plan, const eep_planes *planes, size_t rows,               \
                            uint8_t *points)                                                                 \
    {                                                                                                        \
        make_bytes(part, plan, planes, rows, points);                                                        \
    }

PART(age, EEP_PART_AGE)
PART(education, EEP_PART_EDUCATION)
PART(first, EEP_PART_FIRST)
PART(second, EEP_PART_SECOND)
PART(spouse, EEP_PART_SPOUSE)
PART(transferability, EEP_PART_TRANSFERABILITY)
PART(study, EEP_PART_STUDY)
PART(french, EEP_PART_FRENCH)
PART(occupation, EEP_PART_OCCUPATION)

static void make_large(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(planes, i, 0);

        store(points + i, large_points(plan, &c));
    }
}

/* ---- What sums.h asks for ------------------------------------------------------------------------ */

typedef uint8x16_t vector;

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

/* Codes are unpacked once for all plans. */
static void score_each(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t rows,
                       uint16_t *const *total)
{
    size_t i = 0;

    for (; i + LANES <= rows; i += LANES) {
        const codes c = unpack(planes, i, 1);

        for (size_t k = 0; k < count; k++)
            store(total[k] + i, total_points(plan[k], &c, plan[k]->reads_occupation));
    }
    if (i == rows) return;
    const eep_planes left = eep_planes_at(planes, i);
    for (size_t k = 0; k < count; k++)
        eep_score_neon(plan[k], &left, rows - i, total[k] + i, NULL);
}

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

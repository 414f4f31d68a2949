/*
 * score_many_neon.c - planes to the CRS points of several policies, part by part, sixteen candidates at a
 * time. Tested under emulation, not timed.
 *
 * Meaning: as score_ref.c, plan by plan. Overflow: as score_neon.c; the rest, of 255 points and the capped
 * additional ones, stays below 2^16 as its cap is at most 1200. Reads 8 bytes a candidate (9 where occupations
 * have points) and writes 2 a plan.
 */
#include "kernels/score/points_neon.h"
#include "kernels/score/score.h"

/* ---- Parts that are bytes ------------------------------------------------------------------------ */

/* `part` is a constant where this is inlined: what it does not need is not unpacked. */
static inline __attribute__((always_inline)) uint8x16_t points_of(int part, const eep_score_plan *plan,
                                                               const codes *c)
{
    switch (part) {
    case EEP_PART_AGE: return age_points(plan, c);
    case EEP_PART_EDUCATION: return education_points(plan, c);
    case EEP_PART_FIRST: return look_up_abilities(plan->first_language, c, c->first);
    case EEP_PART_SECOND: return second_and_work(plan, c);
    case EEP_PART_SPOUSE: return spouse_points(plan, c);
    default: return transferability(plan, c);
    }
}

static inline __attribute__((always_inline)) void make_part(int part, const eep_score_plan *plan,
                                                            const eep_planes *planes, size_t rows,
                                                            uint8_t *points)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(planes, i, 0);

        vst1q_u8(points + i, points_of(part, plan, &c));
    }
}

#define PART(name, part)                                                                                     \
    static void make_##name(const eep_score_plan *plan, const eep_planes *planes, size_t rows,               \
                            uint8_t *points)                                                                 \
    {                                                                                                        \
        make_part(part, plan, planes, rows, points);                                                         \
    }

PART(age, EEP_PART_AGE)
PART(education, EEP_PART_EDUCATION)
PART(first, EEP_PART_FIRST)
PART(second, EEP_PART_SECOND)
PART(spouse, EEP_PART_SPOUSE)
PART(transferability, EEP_PART_TRANSFERABILITY)

/* ---- Parts of 16 bits, and sums ------------------------------------------------------------------ */

static void additional(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(planes, i, plan->reads_occupation);

        store(points + i, additional_points(plan, &c, plan->reads_occupation));
    }
}

static void add_core(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                     const uint8_t *const part[4], uint16_t *core)
{
    const uint8_t *second_lr = planes->plane[EEP_PLANE_SECOND_LR];

    for (size_t i = 0; i < rows; i += LANES) {
        const wide sum = added(sum_of(vld1q_u8(part[0] + i), vld1q_u8(part[1] + i)),
                               sum_of(vld1q_u8(part[2] + i), vld1q_u8(part[3] + i)));

        store(core + i, core_capped(plan, sum, where(vld1q_u8(second_lr + i), 1 << 6)));
    }
}

static inline wide load_wide(const uint16_t *at)
{
    return (wide){vld1q_u16(at), vld1q_u16(at + LANES / 2)};
}

static void add_rest(size_t rows, const uint8_t *spouse, const uint8_t *transfer, const uint16_t *additional,
                     uint16_t *rest)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const wide sum = sum_of(vld1q_u8(spouse + i), vld1q_u8(transfer + i));

        store(rest + i, added(sum, load_wide(additional + i)));
    }
}

static void add_total(uint16_t cap, size_t rows, const uint16_t *core, const uint16_t *rest, uint16_t *total)
{
    for (size_t i = 0; i < rows; i += LANES)
        store(total + i, wide_capped(added(load_wide(core + i), load_wide(rest + i)), cap));
}

/* ---- Kernel -------------------------------------------------------------------------------------- */

void eep_score_many_neon(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                         uint16_t *const *total)
{
    static const eep_part_kernels level = {
        .lanes = LANES,
        .part = {make_age, make_education, make_first, make_second, make_spouse, make_transferability},
        .additional = additional,
        .core = add_core,
        .rest = add_rest,
        .total = add_total,
        .score = eep_score_neon,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
}

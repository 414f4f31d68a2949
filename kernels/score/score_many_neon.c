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

/* ---- Words, and sums ----------------------------------------------------------------------------- */

static inline wide load_words(const uint16_t *at)
{
    return (wide){vld1q_u16(at), vld1q_u16(at + LANES / 2)};
}

static void make_large(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(planes, i, 0);

        store(points + i, large_points(plan, &c));
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

static void add_additional(uint16_t cap, size_t rows, const uint8_t *study, const uint8_t *french,
                           const uint8_t *occupation, const uint16_t *large, uint16_t *additional)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const uint8x16_t small = vaddq_u8(vld1q_u8(study + i), vld1q_u8(french + i));
        const wide others = occupation ? sum_of(small, vld1q_u8(occupation + i)) : widened(small);

        store(additional + i, wide_capped(added(load_words(large + i), others), cap));
    }
}

static void add_rest(size_t rows, const uint8_t *spouse, const uint8_t *transferability,
                     const uint16_t *additional, uint16_t *rest)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const uint8x16_t sum = vaddq_u8(vld1q_u8(spouse + i), vld1q_u8(transferability + i));

        store(rest + i, added(widened(sum), load_words(additional + i)));
    }
}

static void add_total(uint16_t cap, size_t rows, const uint16_t *core, const uint16_t *rest, uint16_t *total)
{
    for (size_t i = 0; i < rows; i += LANES)
        store(total + i, wide_capped(added(load_words(core + i), load_words(rest + i)), cap));
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
        .core = add_core,
        .additional = add_additional,
        .rest = add_rest,
        .total = add_total,
        .score = eep_score_neon,
    };

    eep_score_by_parts(&level, bundle, planes, n, total);
}

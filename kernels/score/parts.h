/*
 * parts.h - the points of a score, part by part and plan by plan, for any vector. Private to
 * score_many_<level>.c of the levels that unpack the codes of candidates, which say before:
 *
 *   codes, unpack, the points of each part   points_<level>.h
 *   vector, LANES                            bytes of so many candidates
 *   store_part                               points of a part, in the order in which the level keeps bytes
 *   total_of                                 total points under a plan
 *   score_few                                fewer than LANES candidates under a plan
 *
 * Overflow: no sum is made here but those of points_<level>.h.
 */
#ifndef EEP_KERNELS_SCORE_PARTS_H
#define EEP_KERNELS_SCORE_PARTS_H

#include "kernels/score/score.h"

/* `part` is a constant where this is inlined: what it does not need is not unpacked. */
static inline __attribute__((always_inline)) vector points_of(int part, const eep_score_plan *plan,
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
    const eep_score_plan kept = *plan; /* copies, which no store can be thought to change */
    const eep_planes here = *planes;

    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(&here, i, part == EEP_PART_OCCUPATION);

        store_part(points + i, points_of(part, &kept, &c));
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
    const eep_score_plan kept = *plan;
    const eep_planes here = *planes;

    for (size_t i = 0; i < rows; i += LANES) {
        const codes c = unpack(&here, i, 0);

        store(points + i, large_points(&kept, &c));
    }
}

/* Codes are unpacked once for all plans. */
static void score_each(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t rows,
                       uint16_t *const *total)
{
    size_t i = 0;

    for (; i + LANES <= rows; i += LANES) {
        const codes c = unpack(planes, i, 1);

        for (size_t k = 0; k < count; k++)
            store(total[k] + i, total_of(plan[k], &c));
    }
    if (i == rows) return;
    const eep_planes left = eep_planes_at(planes, i);
    for (size_t k = 0; k < count; k++)
        score_few(plan[k], &left, rows - i, total[k] + i);
}

#endif

/*
 * sums.h - the parts of a score added up, for any vector. Private to score_many_<level>.c, which says before
 * what its vectors are:
 *
 *   vector, LANES                    bytes of so many candidates
 *   wide                             as many words: sum_of, added, widened, wide_capped of points_<level>.h
 *   load, add_bytes                  of bytes
 *   load_words, store_words          in the order of candidates, aligned
 *   store_total                      anywhere; past the caches where that is asked
 *   under_core_cap                   a sum, under the cap of those with or without a spouse
 *
 * Overflow: bytes are added as bytes where score_plan.c has checked the sum. Of words, the largest are core
 * before its cap, at most 1,020 (four bytes), large and other additional points before theirs, at most 2,400
 * + 510, and the total before its own, of two caps of 1200 and 255: far below 2^16.
 */
#ifndef EEP_KERNELS_SCORE_SUMS_H
#define EEP_KERNELS_SCORE_SUMS_H

#include "kernels/score/score.h"

#define CONSTANTS_INLINE static inline __attribute__((always_inline))

/* `makes` and its like are constants where these are inlined: 0 = the sum is there already. */
CONSTANTS_INLINE wide core_at(const eep_score_plan *plan, const eep_planes *planes,
                              const eep_score_parts *parts, size_t i, int makes)
{
    uint16_t *core = eep_words_of(parts, EEP_PART_CORE) + i;

    if (!makes) return load_words(core);
    const wide person =
        sum_of(load(parts->bytes[EEP_PART_AGE] + i), load(parts->bytes[EEP_PART_EDUCATION] + i));
    const wide others =
        sum_of(load(parts->bytes[EEP_PART_FIRST] + i), load(parts->bytes[EEP_PART_SECOND] + i));
    const wide sum = under_core_cap(plan, planes, i, added(person, others));

    store_words(core, sum);
    return sum;
}

CONSTANTS_INLINE wide additional_at(const eep_score_plan *plan, const eep_score_parts *parts, size_t i,
                                    int makes)
{
    uint16_t *additional = eep_words_of(parts, EEP_PART_ADDITIONAL) + i;

    if (!makes) return load_words(additional);
    const vector small =
        add_bytes(load(parts->bytes[EEP_PART_STUDY] + i), load(parts->bytes[EEP_PART_FRENCH] + i));
    const wide others =
        plan->reads_occupation ? sum_of(small, load(parts->bytes[EEP_PART_OCCUPATION] + i)) : widened(small);
    const wide large = load_words(eep_words_of(parts, EEP_PART_LARGE) + i);
    const wide sum = wide_capped(added(large, others), plan->additional_cap);

    store_words(additional, sum);
    return sum;
}

CONSTANTS_INLINE wide rest_at(const eep_score_plan *plan, const eep_score_parts *parts, size_t i, int makes,
                              int makes_additional)
{
    uint16_t *rest = eep_words_of(parts, EEP_PART_REST) + i;

    if (!makes) return load_words(rest);
    const vector small =
        add_bytes(load(parts->bytes[EEP_PART_SPOUSE] + i), load(parts->bytes[EEP_PART_TRANSFERABILITY] + i));
    const wide sum = added(widened(small), additional_at(plan, parts, i, makes_additional));

    store_words(rest, sum);
    return sum;
}

CONSTANTS_INLINE void add_these(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                                const eep_score_parts *parts, int past_caches, uint16_t *total,
                                int makes_core, int makes_rest, int makes_additional)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const wide core = core_at(plan, planes, parts, i, makes_core);
        const wide rest = rest_at(plan, parts, i, makes_rest, makes_additional);

        store_total(total + i, wide_capped(added(core, rest), plan->total_cap), past_caches);
    }
}

CONSTANTS_INLINE void add_with_core(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                                    const eep_score_parts *parts, int past_caches, uint16_t *total,
                                    int makes_core)
{
    if (!parts->makes[EEP_PART_REST])
        add_these(plan, planes, rows, parts, past_caches, total, makes_core, 0, 0);
    else if (!parts->makes[EEP_PART_ADDITIONAL])
        add_these(plan, planes, rows, parts, past_caches, total, makes_core, 1, 0);
    else
        add_these(plan, planes, rows, parts, past_caches, total, makes_core, 1, 1);
}

static void add_parts(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                      const eep_score_parts *parts, int past_caches, uint16_t *total)
{
    const eep_score_parts here = *parts; /* copies, which no store can be thought to change */
    const eep_score_plan kept = *plan;

    if (here.makes[EEP_PART_CORE])
        add_with_core(&kept, planes, rows, &here, past_caches, total, 1);
    else
        add_with_core(&kept, planes, rows, &here, past_caches, total, 0);
}

#endif

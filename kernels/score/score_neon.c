/*
 * score_neon.c - planes to CRS points, sixteen candidates at a time; points_neon.h says how.
 *
 * Meaning: as score_ref.c. Overflow: the bounds are checked by score_plan.c; 16-bit sums as in
 * score_facts_ref.c. Reads 8 bytes a candidate (9 where occupations have points) and writes 2, or up to 10
 * with sections. Tested under emulation, not timed.
 */
#include <string.h>

#include "kernels/score/points_neon.h"
#include "kernels/score/score.h"

static inline void score_lanes(const eep_score_plan *plan, const codes *c, uint16_t *total,
                               uint16_t *const sections[4], int reads_occupation)
{
    const wide core = core_points(plan, c), additional = additional_points(plan, c, reads_occupation);
    const uint8x16_t spouse = spouse_points(plan, c), transfer = transferability(plan, c);

    store(total, wide_capped(added(added(core, sum_of(spouse, transfer)), additional), plan->total_cap));
    if (!sections) return;
    if (sections[0]) store(sections[0], core);
    if (sections[1]) store(sections[1], widened(spouse));
    if (sections[2]) store(sections[2], widened(transfer));
    if (sections[3]) store(sections[3], additional);
}

/* The last n < LANES candidates, in planes of their own so that nothing is read past the end. */
static eep_planes pad(const eep_planes *planes, size_t i, size_t n, int reads_occupation,
                      uint8_t buffer[EEP_PLANES][LANES])
{
    const int read = reads_occupation ? EEP_PLANE_OCCUPATION + 1 : EEP_SCORE_PLANES;
    eep_planes padded;

    for (int p = 0; p < EEP_PLANES; p++) {
        padded.plane[p] = buffer[p];
        if (p < read) memcpy(buffer[p], planes->plane[p] + i, n);
    }
    return padded;
}

/* `reads_occupation` is a constant where this is inlined. */
static inline __attribute__((always_inline)) void score_all(const eep_score_plan *plan,
                                                            const eep_planes *planes, size_t n,
                                                            uint16_t *total, uint16_t *const sections[4],
                                                            int reads_occupation)
{
    uint16_t *at[4] = {NULL};
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        const codes c = unpack(planes, i, reads_occupation);

        for (int s = 0; sections && s < 4; s++)
            at[s] = sections[s] ? sections[s] + i : NULL;
        score_lanes(plan, &c, total + i, sections ? at : NULL, reads_occupation);
    }
    if (i == n) return;

    uint8_t buffer[EEP_PLANES][LANES] = {{0}};
    uint16_t rest[5][LANES];
    uint16_t *const rests[4] = {rest[0], rest[1], rest[2], rest[3]};
    const eep_planes padded = pad(planes, i, n - i, reads_occupation, buffer);
    const codes c = unpack(&padded, 0, reads_occupation);

    score_lanes(plan, &c, rest[4], sections ? rests : NULL, reads_occupation);
    memcpy(total + i, rest[4], (n - i) * sizeof *total);
    for (int s = 0; sections && s < 4; s++) {
        if (sections[s]) memcpy(sections[s] + i, rest[s], (n - i) * sizeof *total);
    }
}

void eep_score_neon(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                    uint16_t *const sections[4])
{
    if (plan->reads_occupation)
        score_all(plan, planes, n, total, sections, 1);
    else
        score_all(plan, planes, n, total, sections, 0);
}

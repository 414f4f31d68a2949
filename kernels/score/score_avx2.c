/*
 * score_avx2.c - planes to CRS points, thirty-two candidates at a time; points_avx2.h says how.
 *
 * Meaning: as score_ref.c. Overflow: the bounds are checked by score_plan.c; 16-bit sums as in
 * score_facts_ref.c. Reads 8 bytes a candidate (9 where occupations have points) and writes 2, or up to 10
 * with sections. About 240 instructions for thirty-two candidates: one thread is bound by arithmetic, two by
 * memory.
 */
#include <string.h>

#include "kernels/ahead.h"
#include "kernels/score/points_avx2.h"
#include "kernels/score/score.h"

static inline __attribute__((always_inline)) void score_lanes(const eep_score_plan *plan, const codes *c,
                                                              uint16_t *total, uint16_t *const sections[4],
                                                              int past_caches)
{
    const wide core = core_points(plan, c), additional = additional_points(plan, c);
    const __m256i spouse = spouse_points(plan, c), transfer = transferability(plan, c);
    const wide rest = widened(_mm256_add_epi8(spouse, transfer));

    const wide sum = wide_capped(added(added(core, rest), additional), plan->total_cap);

    if (past_caches)
        stream(total, sum);
    else
        store(total, sum);
    if (!sections) return;
    if (sections[0]) store(sections[0], core);
    if (sections[1]) store(sections[1], widened(spouse));
    if (sections[2]) store(sections[2], widened(transfer));
    if (sections[3]) store(sections[3], additional);
}

/* The last n < LANES candidates, in planes of their own so that nothing is read past the end. */
static eep_planes pad(const eep_planes *planes, size_t i, size_t n, uint8_t buffer[EEP_PLANES][LANES])
{
    eep_planes padded;

    for (int p = 0; p < EEP_PLANES; p++) {
        padded.plane[p] = buffer[p];
        if (p <= EEP_PLANE_OCCUPATION) memcpy(buffer[p], planes->plane[p] + i, n);
    }
    return padded;
}

/* `sections`, `reads_occupation` and `past_caches` are constants where this is inlined. */
static inline __attribute__((always_inline)) void score_all(const eep_score_plan *plan,
                                                            const eep_planes *planes, size_t n,
                                                            uint16_t *total, uint16_t *const sections[4],
                                                            int reads_occupation, int past_caches)
{
    const eep_score_plan kept = *plan; /* copies, which no store can be thought to change */
    const eep_planes here = *planes;
    uint16_t *at[4] = {NULL};
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        if (i % EEP_LINE == 0 && eep_looks_ahead(n)) eep_ask_ahead(here.plane, EEP_SCORE_PLANES, i);
        const codes c = unpack(&here, i, reads_occupation);

        for (int s = 0; sections && s < 4; s++)
            at[s] = sections[s] ? sections[s] + i : NULL;
        score_lanes(&kept, &c, total + i, sections ? at : NULL, past_caches);
    }
    if (past_caches) _mm_sfence(); /* it is there for other threads */
    if (i == n) return;

    uint8_t buffer[EEP_PLANES][LANES] = {{0}};
    uint16_t rest[5][LANES];
    uint16_t *const rests[4] = {rest[0], rest[1], rest[2], rest[3]};
    const eep_planes padded = pad(&here, i, n - i, buffer);
    const codes c = unpack(&padded, 0, reads_occupation);

    score_lanes(&kept, &c, rest[4], sections ? rests : NULL, 0);
    memcpy(total + i, rest[4], (n - i) * sizeof *total);
    for (int s = 0; sections && s < 4; s++)
        if (sections[s]) memcpy(sections[s] + i, rest[s], (n - i) * sizeof *total);
}

void eep_score_avx2(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                    uint16_t *const sections[4])
{
    if (sections)
        score_all(plan, planes, n, total, sections, plan->reads_occupation, 0);
    else if (plan->reads_occupation)
        score_all(plan, planes, n, total, NULL, 1, 0);
    else if (plan->past_caches && (uintptr_t)total % EEP_LINE == 0)
        score_all(plan, planes, n, total, NULL, 0, 1);
    else
        score_all(plan, planes, n, total, NULL, 0, 0);
}

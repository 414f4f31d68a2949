/*
 * score_avx512.c - planes to CRS points, sixty-four candidates at a time; points_avx512.h says how.
 *
 * Meaning: as score_ref.c. Overflow: the bounds are checked by score_plan.c; 16-bit sums as in
 * score_facts_ref.c. Reads 8 bytes a candidate (9 where occupations have points) and writes 2, or up to 10
 * with sections. About 140 instructions for sixty-four candidates. The last candidates of a length are loaded
 * and stored under a mask.
 */
#include "kernels/ahead.h"
#include "kernels/score/points_avx512.h"
#include "kernels/score/score.h"

/* `lanes` says which of the candidates from i on there are. */
static inline __attribute__((always_inline)) void
score_lanes(const eep_score_plan *plan, const tables *t, const eep_planes *planes, size_t i, __mmask64 lanes,
            uint16_t *total, uint16_t *const sections[4], int reads_occupation, int past_caches)
{
    const candidates c = read(planes, i, lanes, reads_occupation);
    const __m512i weakest_first = weakest_of(t->weakest_first, c.first_lr, c.first_ws);
    const wide core = core_points(plan, t, &c);
    const wide additional = additional_points(plan, t, &c, weakest_first, reads_occupation);
    const __m512i spouse = spouse_points(plan, t, &c), transfer = transferability(plan, t, &c, weakest_first);
    const wide rest = widened(_mm512_add_epi8(spouse, transfer));

    const wide sum = wide_capped(added(added(core, rest), additional), plan->total_cap);

    if (past_caches)
        stream(total + i, sum);
    else
        store(total + i, sum, lanes);
    if (!sections) return;
    if (sections[0]) store(sections[0] + i, core, lanes);
    if (sections[1]) store(sections[1] + i, widened(spouse), lanes);
    if (sections[2]) store(sections[2] + i, widened(transfer), lanes);
    if (sections[3]) store(sections[3] + i, additional, lanes);
}

/* `sections`, `reads_occupation` and `past_caches` are constants where this is inlined. */
static inline __attribute__((always_inline)) void score_all(const eep_score_plan *plan,
                                                            const eep_planes *planes, size_t n,
                                                            uint16_t *total, uint16_t *const sections[4],
                                                            int reads_occupation, int past_caches)
{
    const tables t = spread_plan(plan);
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        if (eep_looks_ahead(n)) eep_ask_ahead(planes->plane, EEP_SCORE_PLANES, i);
        score_lanes(plan, &t, planes, i, ~UINT64_C(0), total, sections, reads_occupation, past_caches);
    }
    if (i < n) score_lanes(plan, &t, planes, i, first_lanes(n - i), total, sections, reads_occupation, 0);
    if (past_caches) _mm_sfence(); /* it is there for other threads */
}

void eep_score_avx512(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
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

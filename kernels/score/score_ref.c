/*
 * score_ref.c - planes to CRS points, the plain meaning: the score of the facts that the codes stand for.
 *
 * Formula: as score_facts_ref.c, with the tables the plan was made from; nothing of the plan's bytes is read,
 * so that this also says what the plan must mean. Years in the occupation come from its own plane, so that
 * nine planes are all that a score reads. Overflow: as score_facts_ref.c.
 */
#include "kernels/score/score.h"

/* The candidates from `row` on, as many as fit a block. */
static size_t unpack_block(const eep_planes *planes, size_t row, size_t n, eep_facts *facts)
{
    const size_t count = n - row < EEP_BLOCK_ROWS ? n - row : EEP_BLOCK_ROWS;
    const eep_planes at = eep_planes_at(planes, row);

    eep_unpack(&at, count, facts);
    for (size_t i = 0; i < count; i++)
        facts->noc_canadian_months[i] = (uint8_t)((at.plane[EEP_PLANE_OCCUPATION][i] >> 6) * 12);
    return count;
}

void eep_score_ref(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                   uint16_t *const sections[4])
{
    eep_facts facts;

    for (size_t row = 0; row < n; row += EEP_BLOCK_ROWS) {
        const size_t count = unpack_block(planes, row, n, &facts);
        uint16_t *here[4];

        for (int s = 0; s < 4; s++)
            here[s] = sections && sections[s] ? sections[s] + row : NULL;
        eep_score_facts_ref(plan->tables, &facts, count, total + row, here);
    }
}

void eep_score_many_ref(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                        uint16_t *const *total)
{
    eep_facts facts;

    for (size_t row = 0; row < n; row += EEP_BLOCK_ROWS) {
        const size_t rows = unpack_block(planes, row, n, &facts);

        for (size_t k = 0; k < bundle->count; k++)
            eep_score_facts_ref(bundle->plan[k]->tables, &facts, rows, total[k] + row, NULL);
    }
}

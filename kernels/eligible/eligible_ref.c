/*
 * eligible_ref.c - planes to programs and members, the plain meaning: those of the facts that the codes stand
 * for.
 *
 * Formula: as eligible_facts_ref.c, with the tables the plan was made from; nothing of the plan's bytes is
 * read. Being listed comes as a bit, because the packed form knows no occupations, only what a policy says of
 * them. Overflow: as eligible_facts_ref.c.
 */
#include "kernels/eligible/eligible.h"

static size_t unpack_block(const eep_planes *planes, size_t row, size_t n, eep_facts *facts)
{
    const size_t count = n - row < EEP_BLOCK_ROWS ? n - row : EEP_BLOCK_ROWS;
    const eep_planes at = eep_planes_at(planes, row);

    eep_unpack(&at, count, facts);
    return count;
}

void eep_programs_ref(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs)
{
    eep_facts facts;

    for (size_t row = 0; row < n; row += EEP_BLOCK_ROWS) {
        const size_t count = unpack_block(planes, row, n, &facts);

        eep_eligible_facts_ref(plan->tables, &facts, count, programs + row, NULL);
    }
}

static int is_set(const uint64_t *bits, size_t i)
{
    return (int)(bits[i / 64] >> i % 64 & 1);
}

void eep_members_ref(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                     size_t n, uint64_t *members)
{
    eep_eligible_tables tables = {.categories = 1, .category = {plan->rule}};
    eep_facts facts;
    uint32_t category[EEP_BLOCK_ROWS];

    for (size_t row = 0; row < n; row += EEP_BLOCK_ROWS) {
        const size_t count = unpack_block(planes, row, n, &facts);

        for (size_t i = 0; i < count; i++)
            facts.noc_categories[i] = listed && is_set(listed, row + i) ? plan->rule.bit : 0;
        eep_eligible_facts_ref(&tables, &facts, count, NULL, category);
        for (size_t i = 0; i < count; i += 64) {
            uint64_t word = 0;

            for (size_t k = 0; k < 64 && i + k < count; k++)
                word |= (uint64_t)(category[i + k] != 0) << k;
            members[(row + i) / 64] = word;
        }
    }
}

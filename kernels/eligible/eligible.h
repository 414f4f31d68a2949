/*
 * eligible.h - the kernels of programs and categories, by instruction set, for the dispatcher; and what their
 * plans share.
 */
#ifndef EEP_KERNELS_ELIGIBLE_H
#define EEP_KERNELS_ELIGIBLE_H

#include "kernels/kernels.h"

void eep_eligible_facts_ref(const eep_eligible_tables *tables, const eep_facts *facts, size_t n,
                            uint8_t *programs, uint32_t *categories);

void eep_programs_ref(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs);
void eep_programs_avx2(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs);
void eep_programs_avx512(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs);
void eep_programs_neon(const eep_program_plan *plan, const eep_planes *planes, size_t n, uint8_t *programs);

void eep_members_ref(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                     size_t n, uint64_t *members);
void eep_members_avx2(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                      size_t n, uint64_t *members);
void eep_members_avx512(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                        size_t n, uint64_t *members);
void eep_members_neon(const eep_category_plan *plan, const eep_planes *planes, const uint64_t *listed,
                      size_t n, uint64_t *members);

/* ---- Plans --------------------------------------------------------------------------------------- */

/* Thresholds that the bits of months in their planes cannot reach. */
#define EEP_MONTHS_NEVER     64u
#define EEP_CONTINUOUS_NEVER 128u

/* The code that "at least `level`" asks, of a level at which a code begins, or 0. */
static inline unsigned eep_asked_code(unsigned level)
{
    return level == 0 ? 0 : level - EEP_LEVEL_LOWEST;
}

/* The planes that the open programs of a plan ask for: the first plan->reads. */
static inline eep_planes eep_planes_of(const eep_program_plan *plan, const eep_planes *planes)
{
    eep_planes asked = {{NULL}};

    for (size_t p = 0; p < plan->reads; p++)
        asked.plane[p] = planes->plane[plan->read[p]];
    return asked;
}

/* Fills the ways of a plan, which is all 0, with those of the open programs. */
void eep_ways_make(const eep_eligible_tables *tables, eep_program_plan *plan);

#endif

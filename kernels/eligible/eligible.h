/* eligible.h - the kernels of programs and categories, by instruction set. For the dispatcher only. */
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

#endif

/* eligible.h - the eligible kernels, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_ELIGIBLE_H
#define EEP_KERNELS_ELIGIBLE_H

#include "kernels/kernels.h"

void eep_eligible_ref(const eep_eligible_tables *tables, const eep_facts *facts, size_t n, uint8_t *programs,
                      uint32_t *categories);

#endif

/* score.h - the score kernels, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_SCORE_H
#define EEP_KERNELS_SCORE_H

#include "kernels/kernels.h"

void eep_score_ref(const eep_score_tables *tables, const eep_facts *facts, size_t n, uint16_t *total,
                   uint16_t *const sections[4]);

#endif

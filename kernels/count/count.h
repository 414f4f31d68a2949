/* count.h - the count kernels, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_COUNT_H
#define EEP_KERNELS_COUNT_H

#include "kernels/kernels.h"

void eep_count_ref(const uint16_t *score, const uint8_t *mask, size_t n, uint64_t *histogram);
void eep_count_avx2(const uint16_t *score, const uint8_t *mask, size_t n, uint64_t *histogram);

#endif

/* rank.h - the kernels of ranks, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_RANK_H
#define EEP_KERNELS_RANK_H

#include "kernels/kernels.h"

void eep_place_ref(const uint16_t *score, uint32_t first, size_t n, uint32_t *next, uint32_t *order);
void eep_place_avx2(const uint16_t *score, uint32_t first, size_t n, uint32_t *next, uint32_t *order);

void eep_digit_ref(const uint64_t *in, size_t n, unsigned shift, uint64_t *out);

void eep_gather_ref(const uint64_t *set, const uint32_t *order, size_t n, uint64_t *ranked);
void eep_gather_avx2(const uint64_t *set, const uint32_t *order, size_t n, uint64_t *ranked);

uint64_t eep_take_ref(const uint64_t *group, const uint64_t *open, uint64_t *taken, uint64_t from,
                      uint64_t ranks, uint64_t wanted, uint64_t *newly, uint64_t *end, uint64_t *last);
uint64_t eep_take_avx2(const uint64_t *group, const uint64_t *open, uint64_t *taken, uint64_t from,
                       uint64_t ranks, uint64_t wanted, uint64_t *newly, uint64_t *end, uint64_t *last);

#endif

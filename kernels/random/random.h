/* random.h - the random kernels, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_RANDOM_H
#define EEP_KERNELS_RANDOM_H

#include "kernels/kernels.h"

void eep_random_ref(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                    uint32_t *const out[4]);
void eep_random_avx2(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                     uint32_t *const out[4]);
void eep_random_avx512(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                       uint32_t *const out[4]);
void eep_random_neon(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                     uint32_t *const out[4]);

#endif

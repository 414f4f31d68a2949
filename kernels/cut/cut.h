/* cut.h - the kernels that find the rows at a cut-off, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_CUT_H
#define EEP_KERNELS_CUT_H

#include "kernels/kernels.h"

size_t eep_collect_ref(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                       uint32_t *positions);
size_t eep_collect_avx2(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                        uint32_t *positions);
size_t eep_collect_avx512(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                          uint32_t *positions);
size_t eep_collect_neon(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                        uint32_t *positions);

int eep_reach_ref(const uint16_t *score, size_t n, uint16_t least, uint64_t *set);
int eep_reach_avx2(const uint16_t *score, size_t n, uint16_t least, uint64_t *set);

#endif

/* sets.h - the kernels of sets, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_SETS_SETS_H
#define EEP_KERNELS_SETS_SETS_H

#include "kernels/kernels.h"

void eep_flags_ref(const uint8_t *byte, uint8_t mask, size_t n, uint64_t *set);
void eep_flags_avx2(const uint8_t *byte, uint8_t mask, size_t n, uint64_t *set);

void eep_within_ref(const int64_t *value, size_t n, int64_t first, int64_t last, uint64_t *set);
void eep_within_avx2(const int64_t *value, size_t n, int64_t first, int64_t last, uint64_t *set);

uint64_t eep_common_ref(const uint64_t *a, const uint64_t *b, size_t words);
uint64_t eep_common_avx2(const uint64_t *a, const uint64_t *b, size_t words);

size_t eep_compact_ref(const void *from, size_t width, const uint64_t *set, size_t n, void *to);
size_t eep_compact_avx2(const void *from, size_t width, const uint64_t *set, size_t n, void *to);
size_t eep_compact_avx512(const void *from, size_t width, const uint64_t *set, size_t n, void *to);

#endif

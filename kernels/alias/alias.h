/* alias.h - look-ups in alias tables, by instruction set. For the dispatcher, and for kernels/people. */
#ifndef EEP_KERNELS_ALIAS_H
#define EEP_KERNELS_ALIAS_H

#include "kernels/kernels.h"

void eep_alias_ref(const eep_alias *tables, const uint32_t *context, const uint32_t *word, size_t n,
                   uint32_t *out);
void eep_alias_avx2(const eep_alias *tables, const uint32_t *context, const uint32_t *word, size_t n,
                    uint32_t *out);
void eep_alias_avx512(const eep_alias *tables, const uint32_t *context, const uint32_t *word, size_t n,
                      uint32_t *out);

#endif

/* people.h - people from joint alias tables, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_PEOPLE_H
#define EEP_KERNELS_PEOPLE_H

#include "kernels/kernels.h"

void eep_people_ref(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose,
                    size_t n, const eep_people *out);
void eep_people_avx2(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose,
                     size_t n, const eep_people *out);
void eep_people_avx512(const eep_people_plan *plan, const uint32_t key[2], uint64_t first, uint32_t purpose,
                       size_t n, const eep_people *out);

#endif

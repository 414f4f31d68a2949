/* pack.h - the pack kernels, by instruction set. For the dispatcher, and for references of other families. */
#ifndef EEP_KERNELS_PACK_H
#define EEP_KERNELS_PACK_H

#include "kernels/kernels.h"

void eep_pack_ref(const eep_pack_tables *tables, const eep_raw *raw, size_t n, const eep_planes *planes);
void eep_age_ref(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane);
void eep_occupation_ref(const eep_pack_tables *tables, const uint32_t *noc,
                        const uint16_t *noc_canadian_months, size_t n, uint8_t *plane);
void eep_listed_ref(const uint32_t *noc_categories, uint32_t bit, const uint32_t *noc, size_t n,
                    uint64_t *listed);

#endif

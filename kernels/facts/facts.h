/* facts.h - raw columns to facts. For the dispatcher, and for the references of packing. */
#ifndef EEP_KERNELS_FACTS_H
#define EEP_KERNELS_FACTS_H

#include "kernels/kernels.h"

void eep_facts_ref(const eep_pack_tables *tables, const eep_raw *raw, size_t n, eep_facts *facts);

/* The largest a with birth <= birthday[a]; 0 for somebody not born yet. */
uint8_t eep_age_on_day(const eep_pack_tables *tables, int32_t birth);

#endif

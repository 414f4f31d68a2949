/* pack.h - the pack kernels, by instruction set. For the dispatcher only. */
#ifndef EEP_KERNELS_PACK_H
#define EEP_KERNELS_PACK_H

#include "kernels/kernels.h"

void eep_pack_ref(const eep_pack_tables *tables, const eep_raw *raw, size_t n, eep_facts *facts);

#endif

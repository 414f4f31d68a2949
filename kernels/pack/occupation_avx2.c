/*
 * occupation_avx2.c - the occupation plane from codes, thirty-two at a time.
 *
 * Meaning: as pack_ref.c. Overflow: a class is cut to six bits and years to two. Reads 6 bytes a candidate
 * and one of a table of 100,000, of which a pool touches some hundred; writes 1. The table is gathered four
 * bytes at a time, from multiples of four, so that its end is not passed.
 */
#include "kernels/pack/columns_avx2.h"
#include "kernels/pack/pack.h"

void eep_occupation_avx2(const eep_pack_tables *tables, const uint32_t *noc,
                         const uint16_t *noc_canadian_months, size_t n, uint8_t *plane)
{
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        store(plane + i, occupation_codes(tables, noc + i, noc_canadian_months + i));
    eep_occupation_ref(tables, noc + i, noc_canadian_months + i, n - i, plane + i);
}

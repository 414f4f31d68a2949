/*
 * collect_ref.c - which candidates have one wanted score, the plain meaning.
 *
 * Formula: the ascending list of all i < n with mask[i] != 0 and score[i] == wanted.
 * Units: points in, positions from 0 in the given arrays out.
 * Overflow: positions fit 32 bits because n < 2^32 by promise.
 */
#include "kernels/cut/cut.h"

size_t eep_collect_ref(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                       uint32_t *positions)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        if (mask[i] && score[i] == wanted) positions[found++] = (uint32_t)i;
    }
    return found;
}

/*
 * reach_ref.c - who has at least a score, the plain meaning.
 *
 * Formula: bit i of the set = score[i] >= least. Units: points in, bits out. Overflow: none.
 */
#include "kernels/cut/cut.h"

int eep_reach_ref(const uint16_t *score, size_t n, uint16_t least, uint64_t *set)
{
    int any = 0;

    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        set[word] = 0;
    for (size_t i = 0; i < n; i++) {
        const int reaches = score[i] >= least;

        set[i / 64] |= (uint64_t)reaches << i % 64;
        any |= reaches;
    }
    return any;
}

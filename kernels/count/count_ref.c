/*
 * count_ref.c - how many candidates have each score, the plain meaning.
 *
 * Formula: histogram[s] += number of i < n with score[i] == s and mask[i] != 0, or without a mask.
 * Units: points in, candidates out.
 * Overflow: scores are below EEP_SCORE_BINS by promise; a bin of 64 bits holds any number of calls with
 * n < 2^32 that a machine lives through.
 */
#include "kernels/count/count.h"

void eep_count_ref(const uint16_t *score, const uint8_t *mask, size_t n, uint64_t *histogram)
{
    for (size_t i = 0; mask && i < n; i++) {
        if (mask[i]) histogram[score[i]]++;
    }
    for (size_t i = 0; !mask && i < n; i++)
        histogram[score[i]]++;
}

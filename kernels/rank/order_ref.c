/*
 * order_ref.c - rows in order: a pass of a counting sort, a pass of a radix sort, and sets in that order.
 *
 * Formula: as in kernels/sets.h. Both sorts are stable, so that rows given in the order of submission leave
 * each score in that order. Overflow: places fit 32 bits because n is below 2^32.
 */
#include "kernels/rank/rank.h"

#define DIGITS (1u << EEP_DIGIT_BITS)

void eep_place_ref(const uint16_t *score, uint32_t first, size_t n, uint32_t *next, uint32_t *order)
{
    for (size_t i = 0; i < n; i++)
        order[next[score[first + i]]++] = first + (uint32_t)i;
}

void eep_digit_ref(const uint64_t *in, size_t n, unsigned shift, uint64_t *out)
{
    uint32_t next[DIGITS] = {0}, sum = 0;

    for (size_t i = 0; i < n; i++)
        next[in[i] >> shift & (DIGITS - 1)]++;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        const uint32_t count = next[digit];

        next[digit] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        out[next[in[i] >> shift & (DIGITS - 1)]++] = in[i];
}

void eep_gather_ref(const uint64_t *set, const uint32_t *order, size_t n, uint64_t *ranked)
{
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        ranked[word] = 0;
    for (size_t rank = 0; rank < n; rank++)
        ranked[rank / 64] |= (set[order[rank] / 64] >> order[rank] % 64 & 1) << rank % 64;
}

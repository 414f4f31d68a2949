/*
 * take_ref.c - the first of those who may be invited, the plain meaning.
 *
 * Formula: for ranks in order: in group and open and not taken: takes it; until `wanted` are taken.
 * Overflow: fewer than 2^32 ranks, counted in 64 bits.
 */
#include "kernels/rank/rank.h"

static int has(const uint64_t *set, uint64_t rank)
{
    return (int)(set[rank / 64] >> rank % 64 & 1);
}

uint64_t eep_take_ref(const uint64_t *group, const uint64_t *open, uint64_t *taken, uint64_t from,
                      uint64_t ranks, uint64_t wanted, uint64_t *newly, uint64_t *end, uint64_t *last)
{
    uint64_t count = 0, word = from;

    for (; word < EEP_SET_WORDS(ranks) && count < wanted; word++) {
        newly[word] = 0;
        for (uint64_t rank = word * 64; rank < word * 64 + 64 && rank < ranks && count < wanted; rank++) {
            if (!has(group, rank) || !has(open, rank) || has(taken, rank)) continue;
            newly[word] |= (uint64_t)1 << rank % 64;
            *last = rank;
            count++;
        }
        taken[word] |= newly[word];
    }
    *end = word;
    return count;
}

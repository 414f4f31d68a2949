/*
 * take_avx2.c - the first of those who may be invited, sixty-four ranks at a time.
 *
 * A population count says whether all of a word are taken; only in the word where the last of the wanted is,
 * a bit deposit (BMI2) puts as many ones as are still wanted into the lowest places that are set.
 *
 * Meaning: as take_ref.c. Reads three bits a rank and writes two.
 */
#include <immintrin.h>

#include "kernels/rank/rank.h"

/* Bits of word `word` that stand for ranks below `ranks`. */
static inline uint64_t below(uint64_t word, uint64_t ranks)
{
    return word == ranks / 64 ? ((uint64_t)1 << ranks % 64) - 1 : UINT64_MAX;
}

uint64_t eep_take_avx2(const uint64_t *group, const uint64_t *open, uint64_t *taken, uint64_t from,
                       uint64_t ranks, uint64_t wanted, uint64_t *newly, uint64_t *end, uint64_t *last)
{
    const uint64_t words = EEP_SET_WORDS(ranks);
    uint64_t count = 0, word = from, last_word = words;

    while (word < words && count < wanted) {
        uint64_t bits = group[word] & open[word] & ~taken[word] & below(word, ranks);
        const uint64_t found = (uint64_t)_mm_popcnt_u64(bits), left = wanted - count;

        if (found > left) bits = _pdep_u64(((uint64_t)1 << left) - 1, bits);
        if (bits) last_word = word;
        newly[word] = bits;
        taken[word] |= bits;
        count += found > left ? left : found;
        word++;
    }
    if (last_word < words) *last = last_word * 64 + 63 - (uint64_t)__builtin_clzll(newly[last_word]);
    *end = word;
    return count;
}

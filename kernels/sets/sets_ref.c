/*
 * sets_ref.c - values to bits, and how many bits two sets share: the plain meaning.
 *
 * Formula: flags: bit i of the set = (byte[i] & mask) != 0. within: bit i = first <= value[i] <= last.
 * common: the number of bits of a & b. Overflow: a set has fewer than 2^32 members, counted in 64 bits.
 */
#include "kernels/sets/sets.h"

void eep_flags_ref(const uint8_t *byte, uint8_t mask, size_t n, uint64_t *set)
{
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        set[word] = 0;
    for (size_t i = 0; i < n; i++)
        set[i / 64] |= (uint64_t)((byte[i] & mask) != 0) << i % 64;
}

void eep_within_ref(const int64_t *value, size_t n, int64_t first, int64_t last, uint64_t *set)
{
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        set[word] = 0;
    for (size_t i = 0; i < n; i++)
        set[i / 64] |= (uint64_t)(first <= value[i] && value[i] <= last) << i % 64;
}

uint64_t eep_common_ref(const uint64_t *a, const uint64_t *b, size_t words)
{
    uint64_t count = 0;

    for (size_t word = 0; word < words; word++) {
        for (uint64_t bits = a[word] & b[word]; bits != 0; bits &= bits - 1)
            count++;
    }
    return count;
}

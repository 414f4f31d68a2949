/*
 * compact_ref.c - those of a column who are in a set, side by side: the plain meaning.
 *
 * Formula: to[k] = from[i], i being the k-th member of the set. Overflow: a set has fewer than 2^32 members.
 */
#include "kernels/sets/sets.h"

#define COMPACT(type)                                                                                        \
    do {                                                                                                     \
        const type *values = from;                                                                           \
        type *out = to;                                                                                      \
        for (size_t word = 0; word < EEP_SET_WORDS(n); word++) {                                             \
            for (uint64_t bits = set[word]; bits != 0; bits &= bits - 1)                                     \
                out[count++] = values[word * 64 + (size_t)__builtin_ctzll(bits)];                            \
        }                                                                                                    \
    } while (0)

size_t eep_compact_ref(const void *from, size_t width, const uint64_t *set, size_t n, void *to)
{
    size_t count = 0;

    if (width == 1)
        COMPACT(uint8_t);
    else if (width == 2)
        COMPACT(uint16_t);
    else
        COMPACT(uint32_t);
    return count;
}

/*
 * sets.h - sets of candidates as bits, and candidates by rank. Part of the face.
 *
 * A set has bit i % 64 of word i / 64 for candidate i; n candidates take (n + 63) / 64 words, and bits past n
 * are 0. The same form serves positions in the pool and ranks: rank 0 is whoever is invited first. Any n
 * below 2^32.
 */
#ifndef EEP_KERNELS_SETS_H
#define EEP_KERNELS_SETS_H

#include <stddef.h>
#include <stdint.h>

#define EEP_SET_WORDS(n) (((n) + 63) / 64)

/* ---- sets: values to bits, and how many --------------------------------------------------------- */

/* Bit i is set when byte[i] has one of the bits of `mask`. All words are written. */
typedef void (*eep_flags_kernel)(const uint8_t *byte, uint8_t mask, size_t n, uint64_t *set);

/* Bit i is set when first <= value[i] <= last. All words are written. */
typedef void (*eep_within_kernel)(const int64_t *value, size_t n, int64_t first, int64_t last, uint64_t *set);

/* How many are in both sets of `words` words. */
typedef uint64_t (*eep_common_kernel)(const uint64_t *a, const uint64_t *b, size_t words);

/*
 * The values, of `width` bytes (1, 2 or 4), of those of n who are in the set, side by side and in order.
 * Returns how many; nothing behind them is written.
 */
typedef size_t (*eep_compact_kernel)(const void *from, size_t width, const uint64_t *set, size_t n, void *to);

/* ---- cut: who reaches a score ------------------------------------------------------------------- */

/* Bit i is set when score[i] >= least. All words are written. Returns 1 when anybody is in the set, else 0.
 */
typedef int (*eep_reach_kernel)(const uint16_t *score, size_t n, uint16_t least, uint64_t *set);

/* ---- rank: rows in the order of invitation ------------------------------------------------------ */

/*
 * One pass of a counting sort: for rows r = first..first+n-1 in order, order[next[score[r]]++] = r. `next`
 * has EEP_SCORE_BINS entries; `score` begins at row 0.
 */
typedef void (*eep_place_kernel)(const uint16_t *score, uint32_t first, size_t n, uint32_t *next,
                                 uint32_t *order);

#define EEP_DIGIT_BITS 11

/*
 * One pass of a radix sort: the n values in the order of their EEP_DIGIT_BITS bits from `shift` on, equal
 * ones in the order they had. `out` does not overlap `in`. n below 2^32.
 */
typedef void (*eep_digit_kernel)(const uint64_t *in, size_t n, unsigned shift, uint64_t *out);

/* A set of rows as a set of ranks: bit r of `ranked` is bit order[r] of `set`. All words are written. */
typedef void (*eep_gather_kernel)(const uint64_t *set, const uint32_t *order, size_t n, uint64_t *ranked);

/*
 * Takes the first `wanted` (at least 1) ranks from word `from` on and below `ranks` that are in `group` and
 * `open` and not in `taken`: adds them to `taken`, and writes the words of their set from `from` on to the
 * same words of `newly`. `*end` is the word after the last one written, and `*last` the last rank taken.
 * Returns how many were taken: fewer than `wanted` when there are no more, and 0 leaves `*last` as it was.
 */
typedef uint64_t (*eep_take_kernel)(const uint64_t *group, const uint64_t *open, uint64_t *taken,
                                    uint64_t from, uint64_t ranks, uint64_t wanted, uint64_t *newly,
                                    uint64_t *end, uint64_t *last);

#endif

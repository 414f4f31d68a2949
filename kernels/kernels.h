/*
 * kernels.h - the face of kernels/: pure functions over arrays, and the one table that chooses them.
 *
 * A kernel takes pointers, counts and flat tables and returns numbers. It allocates nothing, reads and
 * writes no file, knows no policy, and includes nothing of the other rooms. Each family has a folder
 * with a scalar reference (<family>_ref.c) that defines the meaning; every other variant must give the
 * same bytes for all inputs.
 *
 * Candidates have two forms. The packed form (planes.h) is what the fast kernels read: thirteen bytes a
 * candidate, of which a score reads eight. The wide form (tables.h) has a byte for every fact; it defines the
 * meaning, and serves policies that do not fit the packed one.
 *
 * Callers promise: pointers are valid for n values, n <= EEP_BLOCK_ROWS for the wide form and any n else,
 * values lie in the ranges of datasets/columns.def, outputs overlap nothing unless it is said. Alignment is
 * that of the type and no more. Kernels write results for n candidates and leave the rest of an array as it
 * was.
 */
#ifndef EEP_KERNELS_H
#define EEP_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/chances.h"
#include "kernels/decode.h"
#include "kernels/planes.h"
#include "kernels/sets.h"
#include "kernels/tables.h"

/* ---- count and collect: scores to histograms and rows ------------------------------------------- */

#define EEP_SCORE_BINS 2048 /* scores 0..2047; points reach 1200 */

/*
 * Adds to histogram[score[i]] every i with mask[i] not 0, or, where `mask` is NULL, every i. Any n below
 * 2^32; histogram has EEP_SCORE_BINS.
 */
typedef void (*eep_count_kernel)(const uint16_t *score, const uint8_t *mask, size_t n, uint64_t *histogram);

/*
 * Writes the positions i (ascending) with score[i] == wanted and mask[i] not 0; returns how many.
 * `positions` has room for n. Any n below 2^32.
 */
typedef size_t (*eep_collect_kernel)(const uint16_t *score, const uint8_t *mask, size_t n, uint16_t wanted,
                                     uint32_t *positions);

/* ---- random: numbers from counters ------------------------------------------------------------- */

/*
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3; SC11).
 * Four words from a counter of four words and a key of two: a pure function.
 */
void eep_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

/*
 * n times four words: for counters {first + i (low word), first + i (high word), c2, c3}, i = 0..n-1, the
 * sum carried through both words and modulo 2^64. Word w of counter i goes to out[w][i]. Any n.
 */
typedef void (*eep_random_kernel)(const uint32_t key[2], uint64_t first, uint32_t c2, uint32_t c3, size_t n,
                                  uint32_t *const out[4]);

/* ---- The dispatcher ---------------------------------------------------------------------------- */

/* The kernels of one level. Callers see only this. */
typedef struct eep_kernels {
    const char *level;
    eep_facts_kernel facts; /* the wide form */
    eep_score_facts_kernel score_facts;
    eep_eligible_facts_kernel eligible_facts;
    eep_pack_kernel pack; /* the packed form */
    eep_age_kernel age;
    eep_occupation_kernel occupation;
    eep_listed_kernel listed;
    eep_score_kernel score;
    eep_score_many_kernel score_many;
    eep_programs_kernel programs;
    eep_members_kernel members;
    eep_count_kernel count;
    eep_collect_kernel collect;
    eep_reach_kernel reach;
    eep_flags_kernel flags; /* sets and ranks */
    eep_within_kernel within;
    eep_common_kernel common;
    eep_compact_kernel compact;
    eep_place_kernel place;
    eep_digit_kernel digit;
    eep_gather_kernel gather;
    eep_take_kernel take;
    eep_random_kernel random;
    eep_alias_kernel alias;
    eep_people_kernel people;
    eep_bits_kernel bits; /* stored columns */
    eep_join_kernel join;
    eep_expand_kernel expand;
    eep_escape_kernel escape;
    eep_look_up_kernel look_up;
    eep_look_up_four_kernel look_up_four;
    eep_expected_kernel expected;
    eep_range_kernel range;
} eep_kernels;

/*
 * Fills the table with the kernels of `level` (NULL = the best of this machine). Returns 0; 1 when no level
 * has that name; 2 when this machine lacks it. The table is written on 0 only. A level that does not have
 * some kernel takes that of the level below it.
 */
int eep_kernels_select(const char *level, eep_kernels *kernels);

/*
 * Names of all levels, those of other processors too, plainest first; NULL past the end. `usable` may be
 * NULL.
 */
const char *eep_kernels_level(size_t index, int *usable);

/* What this machine lacks for a level ("AVX2", "an AArch64 processor"); NULL when nothing, or no such level.
 */
const char *eep_kernels_lacks(const char *level);

/*
 * The name of kernel `index` of a table ("score"), and the level that it is of: a table holds kernels of
 * lower levels where its own has none. NULL past the end.
 */
const char *eep_kernels_family(const eep_kernels *kernels, size_t index, const char **level);

#endif

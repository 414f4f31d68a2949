/*
 * leaders.h - the best seen so far of those who compete, as one thread sees them: the running lower bound on
 * the cut-off. Private to sim/draw.
 *
 * The bound is exact: as soon as as many as are wanted have been counted at or above a score, the cut-off
 * cannot be below it, whatever is still to come. Whoever is below the bound need not be looked at, so that
 * after a short while most blocks of a pool are skipped after a comparison. Bounds of other threads serve as
 * well: all of them hold for the whole pool. When the bound moves depends on timing; which of the candidates
 * at or above the cut-off are counted does not, because nobody there is ever skipped.
 */
#ifndef EEP_SIM_LEADERS_H
#define EEP_SIM_LEADERS_H

#include "sim/draw/field.h"

typedef struct eep_leaders {
    eep_allocator allocator;
    uint64_t wanted;
    uint16_t bound;           /* nobody below it can be invited */
    uint64_t higher;          /* how many were counted above the bound */
    uint64_t count, capacity; /* of entries */
    uint64_t *entry;          /* row << 16 | score of everybody counted; below the bound some are left */
    int failed;               /* 1: there was no memory for an entry */
    uint64_t histogram[EEP_SCORE_BINS]; /* of those counted; complete from the bound on */
} eep_leaders;

/* Nobody yet; nobody below `floor` is looked for. Cleared by eep_leaders_clear. */
void eep_leaders_start(eep_leaders *leaders, const eep_allocator *allocator, uint64_t wanted, uint16_t floor);
void eep_leaders_clear(eep_leaders *leaders);

/*
 * Counts the candidates in a set of at most EEP_BLOCK_ROWS, of whom the first is `row` of the pool and has
 * score[0], and raises the bound as far as they allow.
 */
void eep_leaders_add(eep_leaders *leaders, uint64_t row, const uint16_t *score, const uint64_t *set,
                     size_t words);

/* Raises the bound to what another thread found. */
void eep_leaders_raise(eep_leaders *leaders, uint16_t bound);

#endif

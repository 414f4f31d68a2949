/*
 * tied.h - who may have the cut-off score of a round, in bounded memory, and the order among equal scores.
 * Private to sim/stream.
 *
 * A total order of those with equal scores is one number of 128 bits, the key of the rule above the id: the
 * lower ranks first, and no two are equal.
 */
#ifndef EEP_SIM_TIED_H
#define EEP_SIM_TIED_H

#include "sim/draw/field.h"
#include "sim/stream/stream.h"

typedef unsigned __int128 eep_rank;

static inline eep_rank eep_rank_of(int64_t key, uint64_t id)
{
    return (eep_rank)((uint64_t)key ^ UINT64_C(1) << 63) << 64 | id;
}

/* Somebody with the cut-off score, with what a notice says of the last one invited. */
typedef struct eep_competitor {
    eep_rank rank;
    eep_time submitted_at;
    eep_date birth_date;
} eep_competitor;

/* Sorts by rank. */
void eep_competitors_sort(eep_competitor *group, size_t count);

/*
 * What one thread has seen: how many at each score, and the rows of those who may still be at the cut-off. As
 * soon as as many as are invited were counted at or above a score, the cut-off is not below it, and who is
 * below it is let go and need not be seen. `overflowed` when even so more than `capacity` would have to be
 * kept; then nobody is.
 */
typedef struct eep_tied {
    uint64_t wanted;
    uint16_t bound;
    int overflowed;
    size_t count, capacity;
    size_t limit;   /* of the capacity, what is used so far: memory is touched when it is needed */
    uint64_t *kept; /* entries of sim/draw/field.h */
    uint64_t histogram[EEP_SCORE_BINS];
} eep_tied;

/* `kept` has room for `capacity`, at least 1. */
void eep_tied_start(eep_tied *tied, uint64_t wanted, uint64_t *kept, size_t capacity);
void eep_tied_see(eep_tied *tied, uint64_t row, uint16_t score);

/*
 * Writes the rows of those kept who have `score` to `rows`, which has room for `room`, behind the `*count`
 * that are there. 0 when some were let go, or do not fit.
 */
int eep_tied_rows(const eep_tied *tied, uint16_t score, uint64_t *rows, size_t room, size_t *count);

#endif

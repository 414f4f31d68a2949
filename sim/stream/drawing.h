/*
 * drawing.h - one round on a stream while it is held. Private to sim/stream.
 *
 *   draw.c   the round: counts, the cut-off, who is invited         near.c  walks over those who reach a
 * score last.c   the last one invited, among those at the cut-off       judge.c, tied.c  what a thread does
 *
 * What is read of a file depends on the pool and the round and on nothing else, least of all on which thread
 * came first: every column that competing rests on, of all chunks; times of submission where the index cannot
 * tell that nobody's profile has run out; beyond that, times and ids of those who have the cut-off score or
 * are named. So damage is met, or is not, whatever the threads.
 */
#ifndef EEP_SIM_STREAM_DRAWING_H
#define EEP_SIM_STREAM_DRAWING_H

#include "sim/stream/judge.h"
#include "sim/stream/tied.h"

/* The last one invited: everybody with a higher score or a rank up to that one's is. */
typedef struct eep_cut {
    uint16_t cutoff;
    eep_rank low, high; /* the last one lies between these; equal once it is known */
} eep_cut;

/* Rows of the chunk in hand, ascending, of those whom something is done with. Room for all rows of a chunk.
 */
typedef struct eep_near {
    uint32_t *row;
    uint16_t *score;
    uint8_t *programs;
    size_t count;
} eep_near;

/* What a thread gathers; which members are used depends on the walk. */
typedef struct eep_part {
    eep_judge judge;
    uint64_t in_pool, below; /* counting: who is in the pool, and who competes below the bound */
    eep_tied tied;
    eep_near near;
    eep_rank lowest, highest; /* of those at the cut-off */
    uint64_t *bin;            /* narrowing */
    eep_invitation *invited;  /* naming: of the chunk in hand */
    size_t invited_count, invited_room;
} eep_part;

typedef struct eep_drawing {
    const eep_engine *engine;
    const eep_stream_round *round;
    eep_stream *stream;
    eep_part *parts;
    eep_cut cut;
    eep_rank bin_width;
    eep_competitor *group; /* those within the cut */
    uint64_t
        *tied_row; /* rows of those at the cut-off, where they are known: as many as the group has room for */
    size_t group_count, group_room;
    uint8_t *mark; /* where the invited are marked, or NULL */
    unsigned number;
    eep_invitations_told told;
    void *told_context;
} eep_drawing;

/* ---- Walks over people -------------------------------------------------------------------------- */

/* Everybody who competes is counted: in_pool, below and tied of the parts. */
eep_status eep_drawing_count(eep_drawing *drawing, int check_ids, eep_error *error);

/* Somebody at the cut-off or above it. Times, ids and what a rank is made of are there. */
typedef struct eep_one {
    const eep_columns *columns; /* of the chunk, whose first row is `first` of the pool */
    uint64_t first, row;
    uint16_t score;
    uint8_t programs;
} eep_one;
typedef eep_status (*eep_with_one)(eep_drawing *drawing, eep_part *part, const eep_one *one,
                                   eep_error *error);

/*
 * Calls for everybody at the cut-off, and above it unless `exactly`: in the order of the chunk, on many
 * threads; `in_order` (may be NULL) as in eep_walk, with the drawing.
 */
eep_status eep_drawing_each(eep_drawing *drawing, int exactly, eep_with_one with,
                            eep_status (*in_order)(void *drawing, int thread, eep_error *error),
                            eep_error *error);

/* Everybody in `tied_row`, which ascends and has `group_count`, to the same place of `group`. */
eep_status eep_drawing_look_up(eep_drawing *drawing, eep_error *error);

eep_competitor eep_competitor_of(const eep_drawing *drawing, const eep_columns *columns, uint64_t row);

/* ---- The last one invited ------------------------------------------------------------------------- */

/* Of a notice that has the cut-off and how many have it: finds the tie-break, and the cut. */
eep_status eep_drawing_find_last(eep_drawing *drawing, eep_notice *notice, eep_error *error);

#endif

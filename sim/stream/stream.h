/*
 * stream.h - a pool in a file, and the walk over its chunks.
 *
 *   open.c   the handle: an .eepd file, or a CSV that has been read whole and is walked over in the same way
 *   walk.c   chunks side by side, each thread with its own; what one hands on in the order of the file
 *   draw.c   rounds, with the files that drawing.h lists                    score.c  scores
 *   copy.c   parts and joins             diff.c   two pools compared       stats.c  columns counted
 */
#ifndef EEP_SIM_STREAM_H
#define EEP_SIM_STREAM_H

#include "eepool/stream.h"
#include "sim/sim.h"

/* Rows of a chunk of a pool that is in memory. */
#define EEP_STREAM_ROWS 65536

struct eep_stream {
    eep_allocator allocator;
    eep_chunks *file; /* or else `pool` */
    eep_pool *pool;
    char *path;
    uint64_t rows, present, chunks;
    uint32_t chunk_rows;
    int threads;
    eep_columns *place; /* one a thread, for chunks of the file */
};

/* Gives back what is held for reading chunks, until the next is read. */
void eep_stream_rest(eep_stream *stream);

/* Rows [first, first + rows) of columns: owns nothing. */
eep_columns eep_columns_view(const eep_columns *columns, uint64_t first, uint64_t rows);

/*
 * Of a stream with a file: reads columns `wanted` of some rows of the chunk that `thread` has in hand, which
 * begins at row `first`, to where the columns of the chunk lie; `row` counts from its beginning, ascending.
 * For `work` below.
 */
eep_status eep_stream_read_rows(eep_stream *stream, int thread, uint64_t first, uint64_t wanted,
                                const uint32_t *row, size_t rows, eep_error *error);

/*
 * What is done with every chunk. `row` is the number of the first of `columns`. `work` runs on many threads
 * at once; `in_order` (may be NULL) after it on the same thread, one chunk after the other.
 */
typedef struct eep_walk {
    eep_stream *stream;
    uint64_t wanted;     /* columns to read */
    uint64_t first, end; /* rows */
    /* Of an .eepd file, those that need not be read of a chunk, or NULL. Called before `work` by the same
     * thread. Ids are read in spite of it where they are checked and that takes reading them: `present` of
     * the columns says what was read. */
    uint64_t (*needless)(void *context, int thread, const eep_chunks *file, uint64_t chunk);
    int check_ids; /* 1: fails with EEP_ERROR_DUPLICATE when an id stands twice in the file */
    eep_status (*work)(void *context, int thread, uint64_t row, const eep_columns *columns, eep_error *error);
    eep_status (*in_order)(void *context, int thread, eep_error *error);
    void *context;
} eep_walk;

/* The failure reported is that of the first chunk in the file that has one. */
eep_status eep_walk_chunks(const eep_engine *engine, const eep_walk *walk, eep_error *error);

#endif

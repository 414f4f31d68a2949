/*
 * judge.h - who competes in a round on a stream, a block at a time. Private to sim/stream.
 */
#ifndef EEP_SIM_STREAM_JUDGE_H
#define EEP_SIM_STREAM_JUDGE_H

#include "sim/draw/field.h"
#include "sim/draw/validity.h"
#include "sim/stream/stream.h"

/* What a round asks, on its day. */
typedef struct eep_stream_round {
    const eep_kernels *kernels;
    const eep_rules *rules;
    const eep_round *round;
    eep_filter filter;
    eep_validity window;
    int programs_given;
    uint8_t *taken; /* a bit a row, or NULL */
} eep_stream_round;

/*
 * Where one thread judges a block, and what it found out about the chunk in hand: papers of which none has
 * expired are not read, `valid` stands for them; times that all lie in the window of the round need not be
 * there.
 */
typedef struct eep_judge {
    int papers_valid, times_valid;
    eep_date valid[EEP_BLOCK_ROWS];
    eep_block block;
    uint16_t score[EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint64_t in_pool[EEP_BLOCK_WORDS], competing[EEP_BLOCK_WORDS]; /* sets, as in kernels/sets.h */
} eep_judge;

void eep_judge_start(eep_judge *judge);

/* Looks a chunk up in the index: returns the columns, of papers and times, that nothing of a judgement rests
 * on. */
uint64_t eep_judge_chunk(eep_judge *judge, const eep_stream_round *round, const eep_chunks *file,
                         uint64_t chunk);

/*
 * Scores of rows [row, row + n) of the chunk, who of them is in the pool, and who of these competes; `first`
 * is the number of the chunk's first row in the pool.
 */
void eep_judge_block(eep_judge *judge, const eep_stream_round *round, const eep_columns *columns,
                     uint64_t row, size_t n, uint64_t first);

/* Who of the block competes and has at least a score, as a set of n; `set` may be that of who competes. */
void eep_judge_reaching(const eep_judge *judge, const eep_stream_round *round, uint16_t least, size_t n,
                        uint64_t *set);

/* Bits of rows that somebody was taken from; threads that work on neighbouring chunks may meet in a byte. */
void eep_stream_take(uint8_t *taken, uint64_t row);

#endif

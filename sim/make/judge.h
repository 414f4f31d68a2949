/*
 * judge.h - a block of proposals drawn, scored, asked for programs, and led through the past. Private to
 * sim/make.
 */
#ifndef EEP_SIM_MAKE_JUDGE_H
#define EEP_SIM_MAKE_JUDGE_H

#include "sim/make/past.h"

/* What one thread needs for one block. After eep_judge_people it holds what is known of each proposal. */
typedef struct eep_bench {
    eep_columns columns;
    eep_words words; /* of models without joint tables */
    eep_block block;
    uint16_t score[EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint8_t gone[EEP_BLOCK_ROWS];                            /* 1: not for the pool, see eep_judge_people */
    uint16_t cell[EEP_BLOCK_ROWS];                           /* of the others */
    uint64_t member[EEP_PAST_VERSIONS][EEP_BLOCK_ROWS / 64]; /* a bit each */
    uint32_t past_word[EEP_PAST_WORDS][EEP_BLOCK_ROWS];
    eep_lives lives; /* of those who are not gone, where pasts are held */
} eep_bench;

/* One for each thread of the engine. */
eep_status eep_benches_new(const eep_making *making, eep_bench **benches, eep_error *error);
void eep_benches_free(const eep_engine *engine, eep_bench *benches);

/*
 * Draws the facts of proposals first .. first + EEP_BLOCK_ROWS - 1 into rows 0.. of the bench, with scores and
 * programs. Gone are those who qualify for no program, whose cell of scores is
 * full, and whom a round of the past took. `cells` NULL: any score will do. Floor: see eep_past_live.
 */
void eep_judge_people(const eep_making *making, uint64_t first, const eep_cells *cells, eep_time floor,
                      eep_bench *bench);

#endif

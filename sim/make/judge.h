/*
 * judge.h - blocks of proposals drawn, scored, asked for programs, and led through the past. Private to
 * sim/make.
 */
#ifndef EEP_SIM_MAKE_JUDGE_H
#define EEP_SIM_MAKE_JUDGE_H

#include "sim/make/past.h"

/* What one thread needs while it judges a block; contents mean nothing between calls but for the constants.
 */
typedef struct eep_judge_space {
    eep_words words; /* of models without joint tables */
    eep_block block;
    uint64_t member[EEP_PAST_VERSIONS][EEP_BLOCK_ROWS / 64]; /* a bit each */
    uint32_t past_word[EEP_PAST_WORDS][EEP_BLOCK_ROWS];
    eep_date today[EEP_BLOCK_ROWS]; /* papers are valid on the moment, whenever they turn out to be of */
    uint8_t none[EEP_BLOCK_ROWS];   /* 0 */
} eep_judge_space;

/* What is known of a block of proposals. */
typedef struct eep_judged {
    uint64_t first; /* proposal */
    eep_columns
        *columns; /* their facts are in rows `row` .. row + EEP_BLOCK_ROWS - 1: those that eep_judge_draws */
    uint64_t row;
    uint16_t score[EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint8_t gone[EEP_BLOCK_ROWS]; /* 1: not for the pool, see eep_judge_people */
    eep_lives lives;              /* of those who are not gone, where pasts are held */
    uint16_t set[EEP_BLOCK_ROWS]; /* of types, by eep_quotas_ask */
} eep_judged;

/* A space for each thread of the engine, and room for some judged blocks, of which each has rows of its own.
 */
typedef struct eep_judge_spaces {
    size_t count;
    eep_judge_space *space;
    eep_judged *judged;
    eep_columns columns;
} eep_judge_spaces;

eep_status eep_judge_spaces_new(const eep_making *making, size_t count, eep_judge_spaces *spaces,
                                eep_error *error);
void eep_judge_spaces_free(const eep_engine *engine, eep_judge_spaces *spaces);

/* Whom the cells of scores still want: bit 0 somebody without a nomination, bit 1 a nominee. */
typedef struct eep_openings {
    uint8_t of_score[EEP_SCORE_BINS];
} eep_openings;
void eep_openings_of(const eep_cells *cells, eep_openings *openings);

/* Whether proposing draws the column; the others follow from where, and when, somebody is put into a pool. */
int eep_judge_draws(size_t column);

/*
 * Draws the facts of proposals first .. first + EEP_BLOCK_ROWS - 1 into the rows of `judged`, with scores and
 * programs. Gone are those who qualify for no program, whom no cell of scores wants, and whom a round of the
 * past took. Floor: see eep_past_live.
 */
void eep_judge_people(const eep_making *making, uint64_t first, const eep_openings *openings, eep_time floor,
                      eep_judge_space *space, eep_judged *judged);

/* The set of those of a block, just judged on this space, who belong to a category version. */
void eep_judge_members(const eep_making *making, const eep_category_entry *version, eep_judge_space *space,
                       const eep_judged *judged, uint64_t members[EEP_BLOCK_ROWS / 64]);

#endif

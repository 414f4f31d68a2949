/*
 * past.h - the published rounds of the twelve months before a pool, held on everybody who is proposed.
 * Private to sim/make.
 */
#ifndef EEP_SIM_MAKE_PAST_H
#define EEP_SIM_MAKE_PAST_H

#include "sim/make/make.h"
#include "sim/score/block.h"

/* The classes of rounds: general, one a program, one a category version that has had a round. */
#define EEP_PAST_VERSIONS 16
#define EEP_PAST_CLASSES  (1 + EEP_PROGRAMS + EEP_PAST_VERSIONS)

/* Of one class and score: the last round that took whoever stood there, and the last that cut exactly there.
 */
typedef struct eep_past_score {
    eep_time above;           /* moment of the last round with a lower cut-off; 0 = none */
    eep_time tied, tie_break; /* moment and tie-break of the last round with this cut-off; 0 = none */
} eep_past_score;

typedef struct eep_past {
    eep_time after, last; /* somebody submits in (after, last] */
    uint32_t improved[2]; /* out of 2^16; [1] for nominees */
    size_t versions;
    const eep_category_entry *version[EEP_PAST_VERSIONS];
    uint32_t held; /* bit c: class c has had a round */
    eep_past_score score[EEP_PAST_CLASSES][EEP_SCORE_BINS];
} eep_past;

/*
 * The rounds in (moment less twelve months, before) on a pool that stands at `moment`. Without a history
 * nobody is taken.
 */
void eep_past_fill(const eep_history *history, const eep_rules *rules, const eep_model *model,
                   eep_time moment, eep_time before, eep_past *past);

/* The words of one try at a person's past: EEP_PURPOSE_PAST, the index being the number of the try. */
enum { EEP_PAST_SUBMITTED, EEP_PAST_IMPROVED, EEP_PAST_SINCE, EEP_PAST_PAPERS, EEP_PAST_WORDS };

/* One person's past. */
typedef struct eep_life {
    eep_time submitted,
        since;       /* since when they stand where they stand: the same second but for the improved */
    uint32_t papers; /* a word */
} eep_life;

/*
 * The past of a proposal whose first words are `word`: the first of at most 64 tries in which they stand
 * where they stand since `floor` or later. 0 when none is. Floor 0: the first try.
 */
int eep_past_live(const eep_past *past, const uint32_t key[2], uint64_t proposal,
                  const uint32_t word[EEP_PAST_WORDS], int nominee, eep_time floor, eep_life *life);

/* Since when, at least, everybody must stand where they stand whose cell of scores still has room. */
eep_time eep_past_floor(const eep_past *past, const eep_cells *cells);

/* What is known of n <= EEP_BLOCK_ROWS proposals from `first` on. */
typedef struct eep_past_people {
    const uint16_t *score;
    const uint8_t *programs, *nomination;
    const uint64_t (*member)[EEP_BLOCK_ROWS / 64]; /* [version], a bit each */
    const uint32_t (*word)[EEP_BLOCK_ROWS];        /* [EEP_PAST_WORDS], of the first try */
    const uint32_t *key;
    uint64_t first;
    eep_time floor;
} eep_past_people;

/* The pasts of a block: seconds after the first possible one, `after` + 1, and the word for the papers. */
typedef struct eep_lives {
    uint32_t submitted[EEP_BLOCK_ROWS], since[EEP_BLOCK_ROWS], papers[EEP_BLOCK_ROWS];
} eep_lives;

/* gone[i] becomes 1 where a round took i, or no try came past the floor. Those who are gone already are left
 * out, and the lives of the gone are not to be looked at. */
void eep_past_hold(const eep_past *past, const eep_past_people *people, size_t n, uint8_t *gone,
                   eep_lives *lives);

#endif

/*
 * field.h - the field of a round: who competes, with which score. Private to sim/draw, sim/run and
 * sim/explain.
 */
#ifndef EEP_SIM_FIELD_H
#define EEP_SIM_FIELD_H

#include "sim/score/block.h"

/* All arrays have one entry a row of the pool. */
typedef struct eep_field {
    eep_allocator allocator;
    uint64_t rows;
    uint16_t *score;                    /* points of everybody, in the pool or not */
    uint8_t *programs;                  /* what everybody qualifies for */
    uint8_t *competes;                  /* 1 = in the pool, qualifies for the round, reaches the floor */
    uint64_t in_pool;                   /* see eep_draw */
    uint64_t eligible;                  /* how many compete */
    uint64_t histogram[EEP_SCORE_BINS]; /* of those who compete */
} eep_field;

/* What a round asks of a candidate, found in the rules of its day. */
typedef struct eep_filter {
    uint8_t programs;                   /* one of these programs is needed */
    const eep_category_entry *category; /* and membership of this version; NULL = of none */
    const char *official_name;          /* text of the rules or of the program list */
    const char *category_version;       /* "" when no category is asked for */
} eep_filter;

/* Fails with EEP_ERROR_UNKNOWN when the policy has no such program or category on its day. */
eep_status eep_filter_of(const eep_rules *rules, const eep_round *round, eep_filter *filter,
                         eep_error *error);

/* Scores the pool and finds who competes. `taken` as in eep_draw. Cleared by eep_field_clear. */
eep_status eep_field_make(eep_engine *engine, const eep_rules *rules, const eep_filter *filter,
                          const eep_pool *pool, const eep_round *round, const uint8_t *taken,
                          eep_field *field, eep_error *error);
void eep_field_clear(eep_field *field);

/*
 * Takes the `invitations` best of the field: fills eligible, invited, cutoff, tie_break, at_cutoff,
 * at_cutoff_invited and exhausted of the notice, and sets `mark` in `invited` (one byte a row, or NULL)
 * for those who are invited.
 */
eep_status eep_field_cut(const eep_engine *engine, const eep_rules *rules, const eep_field *field,
                         const eep_columns *columns, uint64_t invitations, uint8_t *invited, uint8_t mark,
                         eep_notice *notice, eep_error *error);

/* What decides between the candidate in `row` and others of equal score: the lower ranks first, then the id.
 */
int64_t eep_field_key(const eep_rules *rules, const eep_columns *columns, uint64_t row);

/* The checks that need no pool: invitations, floor. */
eep_status eep_round_check(const eep_round *round, eep_error *error);

/* Rules, filter, field and cut of one round; the field is the caller's to clear on success. */
eep_status eep_round_hold(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                          const eep_round *round, const uint8_t *taken, uint8_t *invited, uint8_t mark,
                          eep_field *field, eep_notice *notice, eep_error *error);

#endif

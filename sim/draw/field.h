/*
 * field.h - the field of a round: who may still be invited when the pool has been walked over once, and how
 * many compete. Private to sim/draw, sim/packed, sim/ranking, sim/stream,
 * sim/run and sim/explain.
 */
#ifndef EEP_SIM_FIELD_H
#define EEP_SIM_FIELD_H

#include "eepool/packed.h"
#include "sim/packed/packed.h"
#include "sim/score/block.h"

/* What a round asks of a candidate, found in the rules of its day. */
typedef struct eep_filter {
    uint8_t programs;                   /* one of these programs is needed */
    const eep_category_entry *category; /* and membership of this version; NULL = of none */
    int group;                          /* the same as a group of sim/packed */
    const char *official_name;          /* text of the rules or of the program list */
    const char *category_version;       /* "" when no category is asked for */
} eep_filter;

/* Fails with EEP_ERROR_UNKNOWN when the policy has no such program or category on its day. */
eep_status eep_filter_of(const eep_rules *rules, const eep_round *round, eep_filter *filter,
                         eep_error *error);

/* The checks that need no pool: invitations, floor. */
eep_status eep_round_check(const eep_round *round, eep_error *error);

/* Whether the round is on the day that the pool is packed for. */
eep_status eep_packed_check_day(const eep_packed *packed, const eep_round *round, eep_error *error);

/* What a notice says before anybody is looked at. */
void eep_notice_begin(eep_notice *notice, const eep_rules *rules, const eep_round *round,
                      const eep_filter *filter);

/* Who is to be walked over, and what is wanted of it. Whatever is NULL is not used or written. */
typedef struct eep_field_plan {
    const eep_columns *columns;
    const eep_packed *packed; /* NULL: everything comes from the columns */
    const uint8_t *taken;     /* as in eep_draw */
    int counts;               /* in_pool and eligible are wanted; else those below the bound may be skipped */
    uint16_t *score;          /* points of everybody, one a row; from columns only */
    uint8_t *programs;        /* what everybody qualifies for, likewise */
} eep_field_plan;

struct eep_field_part;

/* Cleared by eep_field_clear. */
typedef struct eep_field {
    eep_allocator allocator;
    size_t parts; /* one a thread */
    struct eep_field_part *part;
    uint16_t bound;                     /* the cut-off is not below it */
    int in_order;                       /* rows are in the order of submission */
    uint64_t in_pool, eligible;         /* see eep_notice; 0 where they were not wanted */
    uint64_t counted;                   /* at or above the bound */
    uint64_t histogram[EEP_SCORE_BINS]; /* of these */
} eep_field;

/* Walks over the pool. */
eep_status eep_field_make(eep_engine *engine, const eep_rules *rules, const eep_filter *filter,
                          const eep_round *round, const eep_field_plan *plan, eep_field *field,
                          eep_error *error);
void eep_field_clear(eep_field *field);

/* Somebody counted: row << 16 | score. */
static inline uint64_t eep_entry_row(uint64_t entry)
{
    return entry >> 16;
}
static inline uint16_t eep_entry_score(uint64_t entry)
{
    return (uint16_t)entry;
}

/* Calls for everybody counted at or above the bound. In no order. */
typedef void (*eep_field_visit)(void *context, uint64_t entry);
void eep_field_each(const eep_field *field, eep_field_visit visit, void *context);

/* Where the invited go: a mark in an array with a byte a row, or a list of rows with room for all of them. */
typedef struct eep_invited {
    uint8_t *marks, mark;
    uint64_t *row, count;
} eep_invited;

/*
 * Takes the best of the field for the invitations of the notice's round: fills its eligible, in_pool,
 * invited, cutoff, tie-break, at_cutoff, at_cutoff_invited and exhausted, and `invited` (in no order; NULL =
 * nobody asks).
 */
eep_status eep_field_cut(const eep_engine *engine, const eep_rules *rules, const eep_field *field,
                         const eep_columns *columns, eep_invited *invited, eep_notice *notice,
                         eep_error *error);

/* What decides between the candidate in `row` and others of equal score: the lower ranks first, then the id.
 */
int64_t eep_field_key(const eep_rules *rules, const eep_columns *columns, uint64_t row);

/* Rules, filter, field and cut of one round on columns. */
eep_status eep_round_hold(eep_engine *engine, const eep_policy *policy, const eep_round *round,
                          const eep_field_plan *plan, eep_invited *invited, eep_notice *notice,
                          eep_error *error);

#endif

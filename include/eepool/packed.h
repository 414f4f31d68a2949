/*
 * eepool/packed.h - a pool in the form that many scores and rounds want: planes of codes, thirteen bytes a
 * candidate, of which a score reads eight.
 *
 * A packed pool is made from a pool and the rules of a day, and gives the same results as the pool itself,
 * only sooner: everything that does not change from one round to the next is worked out once. It is for runs,
 * for replicates, for programs that ask often; for a single round eep_draw needs less memory and no more
 * time.
 *
 * Rules whose points or thresholds do not fit the codes are no error: the packed pool then reads the columns,
 * results stay the same, and eep_packed_why_wide says what did not fit.
 *
 * Ownership: the pool and the rules stay the caller's. The pool must live as long as the packed pool and must
 * not change but by growing; rules must live until eep_packed_update has been given others, and through that
 * call. Units: rows are positions in the pool from 0, scores are points.
 *
 * Thread rule: one call at a time per packed pool and per engine.
 */
#ifndef EEPOOL_PACKED_H
#define EEPOOL_PACKED_H

#include "eepool/base.h"
#include "eepool/draw.h"
#include "eepool/engine.h"
#include "eepool/policy.h"
#include "eepool/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_packed eep_packed;

/*
 * Packs a whole pool as of the day of the rules, on all threads of the engine. The caller owns `*packed`.
 * Memory comes from the allocator of the engine, which may be freed before the packed pool.
 * Fails with EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_packed_new(eep_engine *engine, const eep_rules *rules,
                                                 const eep_pool *pool, eep_packed **packed, eep_error *error);
EEP_API void eep_packed_free(eep_packed *packed); /* NULL is fine */

/*
 * Goes on to other rules, of another day or another policy, and takes in the rows that the pool has grown by.
 * Only what they change is renewed: ages when the day moves, blocks in which a language test or an assessment
 * has expired since, occupations when the policy lists them otherwise. Kept scores are made anew. On failure,
 * EEP_ERROR_MEMORY, the packed pool is to be freed.
 */
EEP_API EEP_MUST_CHECK eep_status eep_packed_update(eep_engine *engine, eep_packed *packed,
                                                    const eep_rules *rules, eep_error *error);

/* NULL, or in a few words why the rules do not fit and columns are read. The text lives for ever. */
EEP_API const char *eep_packed_why_wide(const eep_packed *packed);

/* Rows taken in, and bytes held. */
EEP_API uint64_t eep_packed_rows(const eep_packed *packed);
EEP_API uint64_t eep_packed_bytes(const eep_packed *packed);

/*
 * Scores everybody and keeps the scores, two bytes a candidate, for the rounds to come. Returns them through
 * `*score` (may be NULL), owned by the packed pool and valid until it is updated. Fails with
 * EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_packed_keep_scores(eep_engine *engine, eep_packed *packed,
                                                         const uint16_t **score, eep_error *error);

/*
 * Takes `count` rows out of the pool, or, with `active` 1, into it again, whatever their status column says.
 * Fails with EEP_ERROR_ARGUMENT when there is no such row; nothing is then changed.
 */
EEP_API EEP_MUST_CHECK eep_status eep_packed_set_active(eep_packed *packed, const uint64_t *row,
                                                        uint64_t count, int active, eep_error *error);

/* What is wanted of a round. */
typedef enum eep_draw_wish {
    EEP_DRAW_NOTICE,  /* the whole notice, as eep_draw fills it */
    EEP_DRAW_CUT_ONLY /* the cut: in_pool and eligible stay 0, and only those are looked at who may be invited
                       */
} eep_draw_wish;

/*
 * Holds one round on those who are active; the same notice as from eep_draw. `invited` is NULL or has room
 * for as many rows as there are invitations, or as the pool has if these are fewer: the rows of the invited,
 * ascending. Nobody leaves the pool by this call. Fails with EEP_ERROR_ARGUMENT (as eep_draw, and when the
 * moment is not on the day of the rules), EEP_ERROR_UNKNOWN or EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_packed_draw(eep_engine *engine, eep_packed *packed,
                                                  const eep_round *round, eep_draw_wish wish,
                                                  uint64_t *invited, eep_notice *notice, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

/*
 * eepool/run.h - rounds in a row, and a baseline against a reform.
 *
 * Thread rule: as eepool/score.h.
 */
#ifndef EEPOOL_RUN_H
#define EEPOOL_RUN_H

#include "eepool/base.h"
#include "eepool/dataset.h"
#include "eepool/draw.h"
#include "eepool/engine.h"
#include "eepool/policy.h"
#include "eepool/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Holds `count` rounds (1..255) in order on one pool: the invited of each have left before the next.
 * Moments must not go back. `notices` has room for `count`. `taken` is as in eep_draw (rows taken by
 * round i are set to i + 1) and may be NULL. On failure the error's `line` is the number of the round.
 */
EEP_API EEP_MUST_CHECK eep_status eep_hold_rounds(eep_engine *engine, const eep_policy *policy,
                                                  const eep_pool *pool, const eep_round *rounds, size_t count,
                                                  uint8_t *taken, eep_notice *notices, eep_error *error);

/* How many people of one group gained or lost an invitation. */
typedef struct eep_change {
    uint64_t gained, lost, unchanged_invited;
} eep_change;

/* A baseline and a reform on the same people for the same round. */
typedef struct eep_comparison {
    eep_notice baseline, reform;
    eep_change all;
    eep_change by_range[EEP_RANGES]; /* by the baseline score */
    eep_change by_program[4];        /* by baseline eligibility; who qualifies for two is in both */
    eep_change by_no_program;        /* who qualifies for none at the baseline */
    uint64_t score_up, score_down,
        score_same; /* of all rows but those taken: withdrawn and expired ones too */
} eep_comparison;

/*
 * Holds `round` twice, under each policy. `taken` (may be NULL) says who had left before; it is only
 * read. Fails as eep_draw.
 */
EEP_API EEP_MUST_CHECK eep_status eep_compare(eep_engine *engine, const eep_policy *baseline,
                                              const eep_policy *reform, const eep_pool *pool,
                                              const eep_round *round, const uint8_t *taken,
                                              eep_comparison *comparison, eep_error *error);

/* What a reform does to one candidate's invitation. */
typedef enum eep_outcome {
    EEP_OUTCOME_NONE,   /* invited under neither policy */
    EEP_OUTCOME_GAINED, /* under the reform only */
    EEP_OUTCOME_LOST,   /* under the baseline only */
    EEP_OUTCOME_KEPT    /* under both: "unchanged" in tables */
} eep_outcome;

/* "none", "gained", "lost", "unchanged" for 0..3, NULL beyond. */
EEP_API const char *eep_outcome_name(size_t index);

/*
 * As eep_compare, and says it of everybody: `outcome` is an array of eep_pool_rows values owned by the
 * caller, or NULL; each becomes one of eep_outcome.
 */
EEP_API EEP_MUST_CHECK eep_status eep_compare_people(eep_engine *engine, const eep_policy *baseline,
                                                     const eep_policy *reform, const eep_pool *pool,
                                                     const eep_round *round, const uint8_t *taken,
                                                     uint8_t *outcome, eep_comparison *comparison,
                                                     eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

/*
 * eepool/score.h - the Comprehensive Ranking System: scores and eligibility. Why: eepool/explain.h.
 *
 * A score is 0..1200 points: core (at most 460 with an accompanying spouse, 500 without), spouse (40),
 * transferability (100) and additional (600). All points, caps and thresholds come from the rules.
 * Source: Ministerial Instructions respecting the Express Entry system; canada.ca, CRS criteria.
 *
 * Thread rule: one call at a time per engine; rules and pools are only read.
 */
#ifndef EEPOOL_SCORE_H
#define EEPOOL_SCORE_H

#include "eepool/base.h"
#include "eepool/engine.h"
#include "eepool/policy.h"
#include "eepool/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

#define EEP_SCORE_MAX 1200

/* The four sections, as indices. */
enum { EEP_CORE, EEP_SPOUSE, EEP_TRANSFERABILITY, EEP_ADDITIONAL, EEP_SECTIONS };
EEP_API const char *eep_section_name(size_t section); /* "core", ... or NULL */

/* Where results go: arrays of eep_pool_rows values, owned by the caller; any may be NULL. */
typedef struct eep_scores {
    uint16_t *score;                 /* total, points */
    uint16_t *section[EEP_SECTIONS]; /* subtotals after caps, points */
    uint8_t *programs;               /* set of EEP_FSW, ...; the pool's own column where it is present */
    uint32_t *categories;            /* set of category versions in force, bits as eep_rules_category */
} eep_scores;

/*
 * Scores a whole pool as of the day of the rules: ages, expired language tests (two years) and
 * expired credential assessments (five years) are taken on that day. Writes every array of `*out` that is
 * not NULL. Fails with EEP_ERROR_MEMORY only.
 */
EEP_API EEP_MUST_CHECK eep_status eep_score(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                                            const eep_scores *out, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

/*
 * eepool/score.h - the Comprehensive Ranking System: scores, eligibility, and why.
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

/* ---- Explanation ------------------------------------------------------------------------------- */

/* One line of an explanation. Texts belong to the explanation. */
typedef struct eep_explanation_line {
    const char
        *section;     /* "core", "spouse", "transferability", "additional", "total", "program", "category" */
    const char *item; /* "Age", "First official language, reading", "Federal Skilled Worker Program" */
    const char *fact; /* "29 years", "CLB 9", or the reason for a yes or no */
    int points;       /* points of the line; -1 where a line has none */
    int maximum;      /* the cap that applies to the line, or -1 */
    int running;      /* the total so far; -1 where a line has none */
    int yes;          /* for programs and categories: 1 or 0; else -1 */
    const char *source; /* official source of the value */
} eep_explanation_line;

typedef struct eep_explanation eep_explanation;

/*
 * Explains one candidate: every item of the score, then every program and every category in force with
 * the reason. The caller owns `*explanation`. Fails with EEP_ERROR_ARGUMENT (no such row) or
 * EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_explain(eep_engine *engine, const eep_rules *rules,
                                              const eep_pool *pool, uint64_t row,
                                              eep_explanation **explanation, eep_error *error);
EEP_API void eep_explanation_free(eep_explanation *explanation); /* NULL is fine */
EEP_API const eep_explanation_line *eep_explanation_line_at(const eep_explanation *explanation,
                                                            size_t index); /* NULL past the end */
EEP_API int eep_explanation_score(const eep_explanation *explanation);

/*
 * Reads one profile from YAML (column names as keys, e.g. `education: masters`; `age` instead of
 * `birth_date` is taken on `day`; id and submitted_at may be left out) into a pool of one row, owned by
 * the caller. Errors carry file, line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_profile_read(const char *path, eep_date day, eep_pool **pool,
                                                   eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

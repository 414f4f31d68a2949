/*
 * eepool/backtest.h - the pool estimated from the published record, and how well that foretells cut-offs.
 *
 * An estimate is a stock-and-flow account: candidates by score in the pool, and in the stock of each type of
 * round (French, healthcare, the Canadian Experience Class, ...), moved by dated facts. A published count of
 * the pool is met exactly in every score range. A round takes whom it invited, and its outcome corrects the
 * belief about its type. Between them candidates arrive, leave, and drop out after twelve months. Rates
 * and gains are data: datasets/backtest/parameters.yaml, written by eep_backtest_fit from the rounds before a
 * day. What is estimated for a round uses nothing that was published on or after its day, but, where the mode
 * says so, the count of the pool that was printed with it. docs/backtest.md describes every step.
 *
 * All numbers are whole: the same record and parameters give the same estimate on every machine and with any
 * number of threads. The record is that of Immigration, Refugees and Citizenship Canada (eepool/dataset.h);
 * the estimate is ours, and counts by type are published nowhere.
 *
 * Thread rule: objects are independent; one object is used by one thread at a time, or read by many.
 */
#ifndef EEPOOL_BACKTEST_H
#define EEPOOL_BACKTEST_H

#include <stdio.h>

#include "eepool/base.h"
#include "eepool/dataset.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Parameters -------------------------------------------------------------------------------- */

typedef struct eep_backtest_parameters eep_backtest_parameters;

/*
 * Reads a parameter file; `path` NULL means backtest/parameters.yaml of the data folder. The caller frees
 * `*parameters`. Fails as a YAML file does: EEP_ERROR_NO_FILE, EEP_ERROR_SYNTAX, EEP_ERROR_VALUE,
 * EEP_ERROR_MISSING, EEP_ERROR_DUPLICATE, EEP_ERROR_UNKNOWN with file, line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_backtest_parameters_load(const char *path,
                                                               eep_backtest_parameters **parameters,
                                                               eep_error *error);
EEP_API void eep_backtest_parameters_free(eep_backtest_parameters *parameters); /* NULL is fine */

/* The day before which every round lies that the parameters were fitted to; 0 when they were not fitted. */
EEP_API eep_date eep_backtest_parameters_trained_until(const eep_backtest_parameters *parameters);

/* Writes the parameters as YAML, in the form that eep_backtest_parameters_load reads. */
EEP_API void eep_backtest_parameters_write(const eep_backtest_parameters *parameters, FILE *stream);

/* Which counts of the pool are known when a round is foretold. */
typedef enum eep_backtest_mode {
    EEP_BACKTEST_ATTACHED, /* also the one that was printed with the round, taken some days before it */
    EEP_BACKTEST_PREVIOUS  /* only those printed with rounds of earlier days */
} eep_backtest_mode;
#define EEP_BACKTEST_MODES 2

/* ---- The estimate on a day --------------------------------------------------------------------- */

typedef struct eep_estimate eep_estimate;

/* Scores of people without a nomination, and the periods of 28 days in which they submitted. */
#define EEP_ESTIMATE_SCORES  601 /* 0..600 points */
#define EEP_ESTIMATE_PERIODS 14  /* eep_estimate_pool_period says which */
/* Counts are in units of 1/65536 of a candidate. */
#define EEP_ESTIMATE_ONE 65536

/*
 * The state at the end of `day` from what had been published by then: rounds up to that day, and counts of
 * the pool printed with them. The caller frees `*estimate`, which needs neither the history nor the
 * parameters any more. Fails with EEP_ERROR_INFEASIBLE when no count of the pool had been published (before
 * 2022-01-19), with EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_estimate_make(const eep_history *history,
                                                    const eep_backtest_parameters *parameters, eep_date day,
                                                    eep_estimate **estimate, eep_error *error);
/*
 * The state on `day` before its rounds: what a pool for these has to look like. Rounds of earlier days are
 * known; of counts, EEP_BACKTEST_ATTACHED, all of days up to `day`, EEP_BACKTEST_PREVIOUS, those that were
 * printed before it. A count of the day itself, or one that was printed on it or later while no round lies
 * between, is not moved: the estimate is then of the day of the count, and meets it in every range.
 * Where more people of a share are believed in the range 501-600 than the pool has at a score, the pool lies
 * higher there; the sum of the range stays. Ownership and errors as eep_estimate_make.
 */
EEP_API EEP_MUST_CHECK eep_status eep_estimate_eve(const eep_history *history,
                                                   const eep_backtest_parameters *parameters, eep_date day,
                                                   eep_backtest_mode mode, eep_estimate **estimate,
                                                   eep_error *error);
EEP_API void eep_estimate_free(eep_estimate *estimate); /* NULL is fine */

/* The day of the estimate, and of the newest count of the pool in it. */
EEP_API eep_date eep_estimate_day(const eep_estimate *estimate);
EEP_API eep_date eep_estimate_snapshot_day(const eep_estimate *estimate);
/* How many rounds in it were held since that count. */
EEP_API uint32_t eep_estimate_rounds_since(const eep_estimate *estimate);

/* Candidates with a nomination (601 to 1200 points). How they lie by score is not estimated. */
EEP_API int64_t eep_estimate_nominees(const eep_estimate *estimate);

/* Candidates without a nomination at a score. 0 for a score above 600. */
EEP_API int64_t eep_estimate_pool(const eep_estimate *estimate, unsigned score);

/*
 * The types that have a stock, by number from 0; NULL past the end. Ids are those of eep_published_round:
 * cec, french, healthcare, ...
 */
EEP_API const char *eep_estimate_type(const eep_estimate *estimate, size_t type);
/* How many rounds of a type have taught its stock; with 0 it is the assumption of the parameters. */
EEP_API uint32_t eep_estimate_rounds(const eep_estimate *estimate, size_t type);
/*
 * Candidates of a type at a score: at most eep_estimate_pool, because whoever is of the type is in the pool.
 * Types overlap, and what they share is not estimated.
 */
EEP_API int64_t eep_estimate_stock(const eep_estimate *estimate, size_t type, unsigned score);

/*
 * Of the candidates in the pool at a score, those who submitted in the period of 28 days that lies `period`
 * periods back: 0 is the current one, 13 more than eleven months ago. Periods begin on fixed days, not on
 * that of the estimate. Older profiles whose score rose keep their submission and are among them.
 */
EEP_API int64_t eep_estimate_pool_period(const eep_estimate *estimate, unsigned score, unsigned period);

/* ---- Backtest ---------------------------------------------------------------------------------- */

/* The simple predictors that an estimate has to beat. */
typedef enum eep_simple {
    EEP_SIMPLE_LAST,            /* the last cut-off of the type */
    EEP_SIMPLE_MEAN,            /* the mean of its last three, rounded */
    EEP_SIMPLE_SPREAD,          /* the count printed with the round spread over scores; general rounds */
    EEP_SIMPLE_SPREAD_PREVIOUS, /* the same with the count before, less the invitations since */
    EEP_SIMPLE_SHARE            /* the type's share of the pool above its last cut-off carried forward */
} eep_simple;
#define EEP_SIMPLES 5

#define EEP_NO_SCORE (-1)
#define EEP_NO_AGE   (-1)

/* What was foretold of one round. */
typedef struct eep_prediction {
    int score;             /* the cut-off, points; EEP_NO_SCORE when nothing could be foretold */
    int low, high;         /* the 80% interval, points, both ends inside */
    int age;               /* days between the tie-break and the round, or EEP_NO_AGE */
    eep_date snapshot_day; /* the newest count of the pool that was known */
    int arrivals; /* a week in the range 501-600 between the last two counts known, as the state accounts for
                     them */
    int usual;    /* the same before, averaged */
} eep_prediction;

typedef struct eep_backtest_round {
    eep_published_round round;
    uint32_t earlier;        /* rounds of this type before it */
    int age;                 /* published, days, or EEP_NO_AGE */
    int simple[EEP_SIMPLES]; /* points, or EEP_NO_SCORE */
    eep_prediction prediction[EEP_BACKTEST_MODES];
} eep_backtest_round;

typedef struct eep_backtest_options {
    eep_date from, to;   /* rounds of these days and between */
    uint32_t replicates; /* 1 to 100,000, from which the intervals are read; default 200 */
    uint64_t seed;       /* default 1 */
    int threads;         /* 0 = as many as the process may run on; default 0 */
} eep_backtest_options;

/* The whole record, 200 replicates, seed 1. */
EEP_API void eep_backtest_defaults(eep_backtest_options *options);

typedef struct eep_backtest eep_backtest;

/*
 * Foretells every published round between two days in both modes. Results are copies, and need neither the
 * history nor the parameters any more. The caller frees `*backtest`. Fails with EEP_ERROR_ARGUMENT (options
 * out of range), EEP_ERROR_INFEASIBLE (no round between the days), EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_backtest_run(const eep_history *history,
                                                   const eep_backtest_parameters *parameters,
                                                   const eep_backtest_options *options,
                                                   eep_backtest **backtest, eep_error *error);
EEP_API void eep_backtest_free(eep_backtest *backtest); /* NULL is fine */

/* Round `index` of the run, in order of publication; NULL past the end. */
EEP_API const eep_backtest_round *eep_backtest_round_at(const eep_backtest *backtest, size_t index);

/* ---- Fitting ----------------------------------------------------------------------------------- */

/*
 * Fits the parameters to the rounds from `from` to the day before `until`, beginning at `parameters`, which
 * are changed in place: one parameter after the other is tried at the neighbouring values of its grid, and
 * moves while the sum of absolute errors of the cut-offs of those rounds, each foretold from the record
 * before it, falls. Only the record before `until` is read. `said` may be NULL; it is called when a parameter
 * moves.
 */
typedef void (*eep_fit_progress)(void *context, const char *parameter, int64_t value, int64_t error_sum);
EEP_API EEP_MUST_CHECK eep_status eep_backtest_fit(const eep_history *history, eep_date from, eep_date until,
                                                   eep_backtest_parameters *parameters, eep_fit_progress said,
                                                   void *context, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

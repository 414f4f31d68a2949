/* backtest.h - what the files of the backtest share. Private to sim/backtest. */
#ifndef EEP_SIM_BACKTEST_H
#define EEP_SIM_BACKTEST_H

#include "sim/state/state.h"

struct eep_backtest {
    size_t rounds;
    eep_backtest_round *round;
};

/* ---- Errors so far, and intervals from them ---------------------------------------------------- */

/* Mean squares of the one-step errors of each type of round: of the types with a stock, then general, then
 * pnp. */
#define EEP_TRACKS (EEP_TYPES_MAX + 2)
typedef struct eep_errors {
    const eep_backtest_parameters *parameters;
    int64_t square[EEP_TRACKS]; /* of binary logarithms in units of 1/65536, of pnp in those of a point */
} eep_errors;

void eep_errors_begin(eep_errors *errors, const eep_backtest_parameters *parameters);
/* Which track a type has, or -1. */
int eep_errors_track(const eep_errors *errors, const char *id);
/* Takes in how far a round was off. The first round of a type says nothing about later ones: leave it out. */
void eep_errors_learn(eep_errors *errors, int track, int64_t off);
/* The standard deviation to expect, in the units of the track; wider for the first round of a type with a
 * stock. */
int64_t eep_errors_deviation(const eep_errors *errors, int track, uint32_t earlier);

/* Standard normal noise of a replicate in units of 1/65536: a function of seed, round, mode and replicate. */
int64_t eep_noise(uint64_t seed, size_t round, eep_backtest_mode mode, uint32_t replicate);

/* The interval in which four of five of `count` scores lie; sorts them. */
void eep_interval(int *scores, size_t count, int *low, int *high);

/* ---- One mode ---------------------------------------------------------------------------------- */

/* One walk over the record up to round `end`; `each` is told every round with its prediction. */
typedef struct eep_record_walk {
    const eep_history *history;
    const eep_backtest_parameters *parameters;
    eep_backtest_mode mode;
    uint32_t replicates; /* 0: no intervals */
    uint64_t seed;
    eep_date from; /* intervals from this day on */
    eep_date to;
} eep_record_walk;

eep_status eep_walk_rounds(const eep_record_walk *walk,
                           void (*each)(void *context, size_t index, const eep_prediction *prediction),
                           void *context, eep_error *error);

/* ---- Simple predictors ------------------------------------------------------------------------- */

/* Fills round->simple and round->earlier of round `index` of the history. */
void eep_simple_predict(const eep_history *history, size_t index, eep_backtest_round *round);

#endif

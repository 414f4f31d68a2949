/* backtest.h - what the parts of eepool backtest share. */
#ifndef EEP_CLI_BACKTEST_H
#define EEP_CLI_BACKTEST_H

#include "sim/cli/cli.h"
#include "sim/cli/report.h"

#define BACKTEST_TYPES_MAX 32

/* Everything that foretells a cut-off: the estimate in each mode, then the simple predictors in their order.
 */
enum {
    PREDICTOR_ATTACHED,
    PREDICTOR_PREVIOUS,
    PREDICTOR_SIMPLE,
    PREDICTORS = PREDICTOR_SIMPLE + EEP_SIMPLES
};

/* A run with what its tables are made from. */
typedef struct backtest_view {
    const eep_backtest *backtest;
    const eep_backtest_options *options;
    eep_date trained_until;
    int shown[EEP_BACKTEST_MODES]; /* which modes the user wants to see */
    size_t types;
    const char *type[BACKTEST_TYPES_MAX]; /* in order of their first round in the run */
} backtest_view;

/* Which rounds to count: of one type, of all, or of all but nominees; of some days. */
typedef struct backtest_pick {
    const char *type; /* NULL: every type */
    int without_nominees;
    eep_date from, to;
} backtest_pick;

/* Errors over some rounds, points. */
typedef struct backtest_tally {
    uint32_t rounds, covered, ages;
    int64_t errors, bias;                /* sums of absolute and of signed errors */
    int64_t age_errors, last_age_errors; /* days: of the estimate, and of the last age of the type */
} backtest_tally;

/* Adds up the errors of a predictor over rounds that have an earlier one of their type. */
void backtest_count(const backtest_view *view, const backtest_pick *pick, int predictor,
                    backtest_tally *tally);

/* What a predictor said of a round, points, or EEP_NO_SCORE. */
int backtest_said(const eep_backtest_round *round, int predictor);

/* sum / count with one decimal, "-" when count is 0; in one of sixteen turning buffers. */
const char *backtest_mean(int64_t sum, uint32_t count);

/* A type as the page calls it: "general" for "all". */
const char *backtest_type_title(const char *id);

/* What the record shows about a miss, in words. */
void backtest_reason(const backtest_view *view, size_t index, int mode, char *text, size_t size);

void backtest_page(const backtest_view *view, FILE *stream, int html);
void backtest_plots(const backtest_view *view, report *page);
void backtest_csv(const backtest_view *view, FILE *stream);
void backtest_json(const backtest_view *view, FILE *stream);

#endif

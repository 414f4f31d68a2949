/* backtest.c - the whole run: every round between two days, in both modes, beside the simple predictors. */
#include <omp.h>

#include "sim/backtest/backtest.h"

#define REPLICATES_MAX 100000
#define THREADS_MAX    1024
#define SECONDS_A_DAY  86400

void eep_backtest_defaults(eep_backtest_options *options)
{
    *options = (eep_backtest_options){.from = INT32_MIN, .to = INT32_MAX, .replicates = 200, .seed = 1};
}

/* The rounds of a run begin at this index of the history. */
typedef struct kept_rounds {
    eep_backtest *backtest;
    size_t first;
    eep_backtest_mode mode;
} kept_rounds;

static void keep(void *context, size_t index, const eep_prediction *prediction)
{
    const kept_rounds *kept = context;
    if (index < kept->first) return;
    kept->backtest->round[index - kept->first].prediction[kept->mode] = *prediction;
}

static void describe(const eep_history *history, size_t index, eep_backtest_round *result)
{
    const eep_published_round *round = eep_history_round(history, index);
    result->round = *round;
    result->age = EEP_NO_AGE;
    if (round->has_tie_break && round->tie_break <= round->moment)
        result->age = (int)((round->moment - round->tie_break) / SECONDS_A_DAY);
    eep_simple_predict(history, index, result);
}

/* The modes know nothing of one another, so each may have a thread; its rounds go in order. */
static eep_status run_modes(const eep_history *history, const eep_backtest_parameters *parameters,
                            const eep_backtest_options *options, size_t first, eep_backtest *backtest,
                            eep_error *error)
{
    const int threads = options->threads > 0 ? options->threads : omp_get_max_threads();
    eep_status status[EEP_BACKTEST_MODES];
    eep_error said[EEP_BACKTEST_MODES];
#pragma omp parallel for schedule(static, 1)                                                                 \
    num_threads(threads < EEP_BACKTEST_MODES ? threads : EEP_BACKTEST_MODES)
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        kept_rounds kept = {.backtest = backtest, .first = first, .mode = (eep_backtest_mode)mode};
        const eep_record_walk walk = {.history = history,
                                      .parameters = parameters,
                                      .mode = (eep_backtest_mode)mode,
                                      .replicates = options->replicates,
                                      .seed = options->seed,
                                      .from = options->from,
                                      .to = options->to};
        status[mode] = eep_walk_rounds(&walk, keep, &kept, &said[mode]);
    }
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        if (status[mode] == EEP_OK) continue;
        if (error != NULL) *error = said[mode];
        return status[mode];
    }
    return EEP_OK;
}

static eep_status check(const eep_backtest_options *options, eep_error *error)
{
    if (options->replicates < 1 || options->replicates > REPLICATES_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 100,000", "%u replicates are out of range",
                        options->replicates);
    }
    if (options->threads < 0 || options->threads > THREADS_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 1024, or 0 for all processors",
                        "%d threads are out of range", options->threads);
    }
    return EEP_OK;
}

eep_status eep_backtest_run(const eep_history *history, const eep_backtest_parameters *parameters,
                            const eep_backtest_options *options, eep_backtest **backtest, eep_error *error)
{
    const eep_published_round *round;
    size_t first = 0, end;
    EEP_TRY(check(options, error));
    while ((round = eep_history_round(history, first)) != NULL && round->date < options->from)
        first++;
    for (end = first; (round = eep_history_round(history, end)) != NULL && round->date <= options->to;)
        end++;
    if (end == first) {
        return eep_fail(error, EEP_ERROR_INFEASIBLE, "eepool rounds list shows the days of the rounds",
                        "no round was published between these days");
    }
    eep_backtest *made = eep_allocate(NULL, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->rounds = end - first;
    made->round = eep_allocate(NULL, made->rounds, sizeof *made->round);
    eep_status status = made->round != NULL ? EEP_OK : eep_fail_memory(error, made->rounds);
    for (size_t i = 0; status == EEP_OK && i < made->rounds; i++)
        describe(history, first + i, &made->round[i]);
    if (status == EEP_OK) status = run_modes(history, parameters, options, first, made, error);
    if (status == EEP_OK) {
        *backtest = made;
    } else {
        eep_backtest_free(made);
    }
    return status;
}

void eep_backtest_free(eep_backtest *backtest)
{
    if (backtest == NULL) return;
    eep_release(NULL, backtest->round, backtest->rounds, sizeof *backtest->round);
    eep_release(NULL, backtest, 1, sizeof *backtest);
}

const eep_backtest_round *eep_backtest_round_at(const eep_backtest *backtest, size_t index)
{
    return index < backtest->rounds ? &backtest->round[index] : NULL;
}

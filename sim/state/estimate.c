/* estimate.c - the state on a day, for callers. */
#include <string.h>

#include "sim/state/state.h"

struct eep_estimate {
    eep_backtest_parameters parameters; /* a copy: an estimate stands alone */
    eep_state state;
};

/* A copy of the state, to stand alone. */
static eep_status take(const eep_state *state, eep_date day, eep_estimate **estimate, eep_error *error)
{
    if (!state->has_snapshot) {
        char text[11];
        eep_date_format(day, text);
        return eep_fail(error, EEP_ERROR_INFEASIBLE, "choose a day after the first published count",
                        "no count of the pool had been published on %s", text);
    }
    eep_estimate *made = eep_allocate(NULL, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->parameters = *state->parameters;
    made->state = *state;
    made->state.parameters = &made->parameters;
    *estimate = made;
    return EEP_OK;
}

eep_status eep_estimate_make(const eep_history *history, const eep_backtest_parameters *parameters,
                             eep_date day, eep_estimate **estimate, eep_error *error)
{
    eep_replay *replay;
    EEP_TRY(eep_replay_begin(history, parameters, EEP_BACKTEST_PREVIOUS, &replay, error));
    const eep_status status = take(eep_replay_on(replay, day), day, estimate, error);
    eep_replay_end(replay);
    return status;
}

eep_status eep_estimate_eve(const eep_history *history, const eep_backtest_parameters *parameters,
                            eep_date day, eep_backtest_mode mode, eep_estimate **estimate, eep_error *error)
{
    eep_replay *replay;
    EEP_TRY(eep_replay_begin(history, parameters, mode, &replay, error));
    const eep_status status = take(eep_replay_eve(replay, day, mode), day, estimate, error);
    eep_replay_end(replay);
    if (status == EEP_OK) eep_state_reconcile(&(*estimate)->state);
    return status;
}

void eep_estimate_free(eep_estimate *estimate)
{
    if (estimate != NULL) eep_release(NULL, estimate, 1, sizeof *estimate);
}

eep_date eep_estimate_day(const eep_estimate *estimate)
{
    return estimate->state.day;
}

eep_date eep_estimate_snapshot_day(const eep_estimate *estimate)
{
    return estimate->state.snapshot_day;
}

uint32_t eep_estimate_rounds_since(const eep_estimate *estimate)
{
    return estimate->state.rounds_since;
}

int64_t eep_estimate_nominees(const eep_estimate *estimate)
{
    return estimate->state.nominees;
}

int64_t eep_estimate_pool(const eep_estimate *estimate, unsigned score)
{
    return score < EEP_STATE_SCORES ? eep_stock_at(&estimate->state.pool, (int)score) : 0;
}

const char *eep_estimate_type(const eep_estimate *estimate, size_t type)
{
    return type < estimate->parameters.types ? estimate->parameters.type[type].id : NULL;
}

uint32_t eep_estimate_rounds(const eep_estimate *estimate, size_t type)
{
    return type < estimate->parameters.types ? estimate->state.type[type].rounds : 0;
}

int64_t eep_estimate_stock(const eep_estimate *estimate, size_t type, unsigned score)
{
    if (type >= estimate->parameters.types || score >= EEP_STATE_SCORES) return 0;
    const int64_t stock = eep_stock_at(&estimate->state.type[type].stock, (int)score);
    const int64_t pool = eep_estimate_pool(estimate, score);
    return stock < pool ? stock : pool;
}

int64_t eep_estimate_pool_period(const eep_estimate *estimate, unsigned score, unsigned period)
{
    const eep_state *state = &estimate->state;
    if (score >= EEP_STATE_SCORES || period >= EEP_PERIODS) return 0;
    const int now = eep_period_of(state->day);
    return state->pool.at[(now - (int)period) % EEP_PERIODS][score];
}

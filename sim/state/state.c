/* state.c - how the estimated state begins and how days pass in it: departures, expiry, expected arrivals. */
#include <string.h>

#include "sim/state/events.h"

int eep_state_type(const eep_backtest_parameters *parameters, const char *id)
{
    for (size_t i = 0; i < parameters->types; i++) {
        if (strcmp(parameters->type[i].id, id) == 0) return (int)i;
    }
    return -1;
}

/* Arrivals a day in the top range at which a flow has its level. */
#define USUAL_ARRIVALS 128

/* A flow is at most sixteen times, at least a sixteenth of what it is then. */
#define SEASON_MAX (4 * EEP_ONE)

/* ---- Shapes ------------------------------------------------------------------------------------ */

void eep_range_shape(const eep_pool_parameters *pool, size_t range, int64_t decay, int64_t *shape)
{
    uint16_t low, high;
    int64_t sum = 0;
    eep_score_range(range, &low, &high);
    for (int score = low; score <= high; score++) {
        shape[score] = EEP_FACTOR;
        if (range == EEP_TOP_RANGE) shape[score] = eep_decay(decay * (score - low));
        if (range == EEP_RANGES - 1) shape[score] = eep_decay(pool->tail_decay * (high - score));
        sum += shape[score];
    }
    for (int score = low; score <= high; score++)
        shape[score] = eep_scale(shape[score], EEP_FACTOR, sum);
}

/* A flow's arrivals: dense up to `floor`, falling to the top range, falling otherwise in it. */
static void type_shape(const eep_pool_parameters *pool, const eep_type_parameters *type, int64_t *shape)
{
    uint16_t top, unused, tail;
    int64_t sum = 0;
    eep_score_range(EEP_TOP_RANGE, &top, &unused);
    eep_score_range(EEP_RANGES - 1, &unused, &tail);
    for (int score = 0; score < EEP_STATE_SCORES; score++) {
        const int64_t low = (score < top ? score : top - 1) - type->floor;
        const int64_t high = score < top ? 0 : score - top + 1;
        int64_t decay = (low > 0 ? low * type->low_decay : 0) + high * type->high_decay;
        if (score < tail) decay += (tail - score) * pool->tail_decay;
        shape[score] = eep_decay(decay);
        sum += shape[score];
    }
    for (int score = 0; score < EEP_STATE_SCORES; score++)
        shape[score] = eep_scale(shape[score], EEP_FACTOR, sum);
}

void eep_state_begin(eep_state *state, const eep_backtest_parameters *parameters)
{
    memset(state, 0, sizeof *state);
    state->parameters = parameters;
    state->nominee_level = parameters->nominees.level * EEP_ONE;
    for (size_t range = EEP_TOP_RANGE; range < EEP_RANGES; range++)
        eep_range_shape(&parameters->pool, range, parameters->pool.newcomer_decay, state->shape);
    for (size_t i = 0; i < parameters->types; i++) {
        const eep_type_parameters *type = &parameters->type[i];
        state->type[i].level = type->is_share ? EEP_FACTOR / 1000 * type->level : type->level * EEP_ONE;
        if (!type->is_share) type_shape(&parameters->pool, type, state->type_shape[i]);
    }
}

/* ---- Days -------------------------------------------------------------------------------------- */

void eep_state_arrive(eep_state *state, size_t range, int64_t arrivals)
{
    const eep_backtest_parameters *parameters = state->parameters;
    uint16_t low, high;
    eep_score_range(range, &low, &high);
    for (int score = low; score <= high; score++) {
        const int64_t here = eep_scale(arrivals, state->shape[score], EEP_FACTOR);
        eep_stock_add(&state->pool, state->day, score, here, parameters->pool.improved);
        for (size_t i = 0; i < parameters->types; i++) {
            if (!parameters->type[i].is_share) continue;
            eep_stock_add(&state->type[i].stock, state->day, score,
                          eep_scale(here, state->type[i].level, EEP_FACTOR), parameters->pool.improved);
        }
    }
}

/* How a flow's arrivals compare with usual ones: as those of the whole pool in its top range do, in part. */
static int64_t season(const eep_state *state)
{
    const int64_t rate = state->rate[EEP_TOP_RANGE] > EEP_ONE ? state->rate[EEP_TOP_RANGE] : EEP_ONE;
    const int64_t off = eep_log2_ratio(rate, USUAL_ARRIVALS * EEP_ONE);
    const int64_t followed = off * state->parameters->pool.coupling / 100;
    return eep_exp2(followed > SEASON_MAX ? SEASON_MAX : followed < -SEASON_MAX ? -SEASON_MAX : followed);
}

static void flow(eep_state *state, size_t i, int64_t days, int64_t stay)
{
    const eep_type_parameters *type = &state->parameters->type[i];
    /* Arrivals that are left after leaving at a constant rate: level * (1 - stay) / departures. */
    const int64_t weeks =
        type->departures > 0 ? (EEP_FACTOR - stay) * 1000 / type->departures : eep_scale(EEP_FACTOR, days, 7);
    const int64_t usual = eep_scale(state->type[i].level, weeks, EEP_FACTOR);
    const int64_t arrivals = eep_scale(usual, season(state), EEP_FACTOR);
    for (int score = 0; score < EEP_STATE_SCORES; score++) {
        eep_stock_add(&state->type[i].stock, state->day, score,
                      eep_scale(arrivals, state->type_shape[i][score], EEP_FACTOR),
                      state->parameters->pool.improved);
    }
}

void eep_state_advance(eep_state *state, eep_date day)
{
    const eep_backtest_parameters *parameters = state->parameters;
    const int64_t days = day - state->day;
    const eep_date from = state->day;
    if (!state->has_snapshot || days <= 0) return;
    state->day = day;
    const int64_t stay = eep_decay(parameters->pool.departures * days / 7);
    eep_stock_pass(&state->pool, from, day, stay);
    for (size_t i = 0; i < parameters->types; i++) {
        const eep_type_parameters *type = &parameters->type[i];
        const int64_t own = type->is_share ? stay : eep_decay(type->departures * days / 7);
        eep_stock_pass(&state->type[i].stock, from, day, own);
        if (!type->is_share) flow(state, i, days, own);
    }
    for (size_t range = 0; range < EEP_RANGES; range++) {
        const int64_t arrivals = eep_scale(state->rate[range], days, 1);
        state->expected[range] += arrivals;
        if (range == 0) {
            state->nominees += arrivals;
        } else {
            eep_state_arrive(state, range, arrivals);
        }
    }
}

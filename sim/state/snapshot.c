/* snapshot.c - a published count of the pool by score range: the state is made to agree with it. */
#include "sim/state/events.h"

void eep_state_keep(eep_state *state, int score, int64_t numerator, int64_t denominator)
{
    eep_stock_multiply(&state->pool, score, numerator, denominator);
    for (size_t i = 0; i < state->parameters->types; i++) {
        if (state->parameters->type[i].is_share)
            eep_stock_multiply(&state->type[i].stock, score, numerator, denominator);
    }
}

static int64_t range_sum(const eep_state *state, size_t range)
{
    uint16_t low, high;
    int64_t sum = 0;
    eep_score_range(range, &low, &high);
    for (int score = low; score <= high; score++)
        sum += eep_stock_at(&state->pool, score);
    return sum;
}

/* Nothing was known: the first snapshot is spread by its own shape, of all ages alike. */
static void spread_first(eep_state *state, size_t range, int64_t counted)
{
    const eep_backtest_parameters *parameters = state->parameters;
    int64_t shape[EEP_STATE_SCORES];
    uint16_t low, high;
    eep_range_shape(&parameters->pool, range, parameters->pool.first_decay, shape);
    eep_score_range(range, &low, &high);
    for (int score = low; score <= high; score++) {
        const int64_t here = eep_scale(counted, shape[score], EEP_FACTOR);
        eep_stock_add(&state->pool, state->day, score, here, 1000);
        for (size_t i = 0; i < parameters->types; i++) {
            if (!parameters->type[i].is_share) continue;
            eep_stock_add(&state->type[i].stock, state->day, score,
                          eep_scale(here, state->type[i].level, EEP_FACTOR), 1000);
        }
    }
}

/* Fewer than expected: arrivals that were counted in too early go first, as they came. */
static void take_back(eep_state *state, size_t range, int64_t surplus)
{
    uint16_t low, high;
    eep_score_range(range, &low, &high);
    for (int score = low; score <= high; score++) {
        const int64_t have = eep_stock_at(&state->pool, score);
        const int64_t take = eep_scale(surplus, state->shape[score], EEP_FACTOR);
        if (have > 0) eep_state_keep(state, score, take < have ? have - take : 0, have);
    }
}

/* The range is scaled to its count; what rounding leaves stands at its lowest score. */
static void meet(eep_state *state, size_t range, int64_t counted)
{
    uint16_t low, high;
    eep_score_range(range, &low, &high);
    const int64_t sum = range_sum(state, range);
    for (int score = low; sum > counted && score <= high; score++)
        eep_state_keep(state, score, counted, sum);
    eep_stock_add(&state->pool, state->day, low, counted - range_sum(state, range), 0);
}

static int64_t bounded(int64_t arrivals, int64_t lowest)
{
    const int64_t most = arrivals < EEP_ARRIVAL_MAX ? arrivals : EEP_ARRIVAL_MAX;
    return most > lowest ? most : lowest;
}

/* Averages what arrived since the last snapshot into the rate a day. */
static void learn_rate(eep_state *state, size_t range, int64_t arrived, int64_t days)
{
    const int64_t weight = state->known_days;
    if (range == EEP_TOP_RANGE) {
        state->last_arrivals = bounded(arrived / days, -EEP_ARRIVAL_MAX);
        state->usual_arrivals = state->rate[range];
    }
    const int64_t rate = (state->rate[range] * weight + arrived) / (weight + days);
    state->rate[range] = bounded(rate, 0);
    state->expected[range] = 0;
}

static void meet_range(eep_state *state, size_t range, int64_t counted, int64_t days)
{
    if (!state->has_snapshot) {
        spread_first(state, range, counted);
    } else {
        const int64_t missing = counted - range_sum(state, range);
        if (missing > 0) eep_state_arrive(state, range, missing);
        if (missing < 0) take_back(state, range, -missing);
        if (days > 0) learn_rate(state, range, state->expected[range] + missing, days);
    }
    meet(state, range, counted);
}

/*
 * Points ended since the last snapshot. The part of the top range that is missing now had them; the same part
 * of everybody is taken to have had them, in the pool and in every stock.
 */
static void apply_rescoring(eep_state *state, const eep_snapshot *snapshot)
{
    const int64_t before = range_sum(state, EEP_TOP_RANGE);
    const int64_t missing = before - snapshot->count[EEP_TOP_RANGE] * EEP_ONE;
    const int points = (int)state->rescored_by;
    state->rescored_by = 0;
    if (missing <= 0) return;
    eep_stock_lower(&state->pool, points, missing, before);
    for (size_t i = 0; i < state->parameters->types; i++)
        eep_stock_lower(&state->type[i].stock, points, missing, before);
}

void eep_state_rescore(eep_state *state, const eep_rescoring *rescoring)
{
    eep_state_advance(state, rescoring->date);
    if (state->has_snapshot) state->rescored_by = rescoring->points;
}

void eep_state_snapshot(eep_state *state, const eep_snapshot *snapshot)
{
    const int64_t memory = state->parameters->pool.memory_days;
    int64_t days = 0;
    if (state->has_snapshot) {
        eep_state_advance(state, snapshot->as_of);
        days = snapshot->as_of - state->snapshot_day;
    }
    const int rescored = state->rescored_by > 0;
    if (rescored) apply_rescoring(state, snapshot);
    state->day = snapshot->as_of;
    const int64_t nominees = snapshot->count[0] * EEP_ONE;
    if (days > 0) learn_rate(state, 0, state->expected[0] + nominees - state->nominees, days);
    state->nominees = nominees;
    for (size_t range = EEP_TOP_RANGE; range < EEP_RANGES; range++)
        meet_range(state, range, snapshot->count[range] * EEP_ONE, rescored ? 0 : days);
    for (size_t range = 0; range < EEP_RANGES; range++)
        state->expected[range] = 0;
    state->known_days = state->known_days + days < memory ? state->known_days + days : memory;
    state->snapshot_day = snapshot->as_of;
    state->rounds_since = 0;
    eep_state_note_expired(state);
    state->has_snapshot = 1;
}

/*
 * reconcile.c - a state that was moved on from a count, made fit to be looked at.
 *
 * In a state a whole period of submissions expires at once, on the day on which the next begins. For cut-offs
 * that does not matter; the size of the pool would leap by a fifteenth. So the oldest period expires day by
 * day here: of it as much has gone as of the current one has passed. What had gone by the day of the count is
 * not taken twice, because the count was of those who were left.
 *
 * And nobody is of a type who is not in the pool. How the pool lies inside its top range is believed from the
 * decay of newcomers, and of a share (the Canadian Experience Class) from what its rounds took there. The
 * rounds know better. Where they say that more people of the share stand at a score than the pool has, the
 * pool is raised to hold them; the scores below give.
 */
#include "sim/state/events.h"

/* ---- Expiry ------------------------------------------------------------------------------------ */

/* Days of the current period that have passed. */
static int64_t passed(eep_date day)
{
    return ((int64_t)day + EEP_PERIOD_ORIGIN) % EEP_PERIOD_DAYS;
}

static int64_t *oldest_of(eep_stock *stock, eep_date day)
{
    return stock->at[(eep_period_of(day) + 1) % EEP_PERIODS];
}

static eep_stock *stock_of(eep_state *state, size_t which)
{
    return which == 0 ? &state->pool : &state->type[which - 1].stock;
}

void eep_state_note_expired(eep_state *state)
{
    for (size_t i = 0; i <= state->parameters->types; i++) {
        const eep_stock *stock = stock_of(state, i);
        const int64_t *oldest = oldest_of(stock_of(state, i), state->day);
        for (int score = 0; score < EEP_STATE_SCORES; score++) {
            const int64_t all = eep_stock_at(stock, score);
            const int64_t gone = eep_scale(oldest[score], passed(state->day), EEP_PERIOD_DAYS);
            state->expired[i][score] = all > 0 ? eep_scale(gone, EEP_FACTOR, all) : 0;
        }
    }
}

static void expire_daily(eep_state *state)
{
    if (state->day == state->snapshot_day) return;
    for (size_t i = 0; i <= state->parameters->types; i++) {
        const eep_stock *stock = stock_of(state, i);
        int64_t *oldest = oldest_of(stock_of(state, i), state->day);
        for (int score = 0; score < EEP_STATE_SCORES; score++) {
            const int64_t back = eep_scale(eep_stock_at(stock, score), state->expired[i][score], EEP_FACTOR);
            oldest[score] += back - eep_scale(oldest[score], passed(state->day), EEP_PERIOD_DAYS);
        }
    }
}

/* ---- Shares ------------------------------------------------------------------------------------ */

/* Of a score at most so many are believed to be of one share: somebody else is there, too. */
#define SHARE_MOST 19
#define SHARE_OF   20

/* What the pool must hold at a score for every share to fit in. */
static int64_t needed(const eep_state *state, int score)
{
    int64_t most = 0;
    for (size_t i = 0; i < state->parameters->types; i++) {
        if (!state->parameters->type[i].is_share) continue;
        const int64_t stock = eep_stock_at(&state->type[i].stock, score);
        if (stock > most) most = stock;
    }
    return eep_scale(most, SHARE_OF, SHARE_MOST);
}

/* Makes a score hold `wanted`, of the ages that are there; of newcomers where nobody is. */
static void hold(eep_state *state, int score, int64_t wanted)
{
    const int64_t have = eep_stock_at(&state->pool, score);
    if (have > 0) eep_stock_multiply(&state->pool, score, wanted, have);
    const int64_t lacking = wanted - eep_stock_at(&state->pool, score);
    if (lacking > 0) eep_stock_add(&state->pool, state->day, score, lacking, 0);
}

void eep_state_reconcile(eep_state *state)
{
    uint16_t low, high;
    int64_t left = 0, below = 0;
    expire_daily(state);
    eep_score_range(EEP_TOP_RANGE, &low, &high);
    for (int score = low; score <= high; score++)
        left += eep_stock_at(&state->pool, score);
    below = left;
    for (int score = high; score >= low; score--) {
        const int64_t have = eep_stock_at(&state->pool, score), most = needed(state, score);
        /* What the scores above took is taken from here on down, from each alike. */
        int64_t share = below > 0 ? eep_scale(have, left, below) : left;
        if (share < most) share = most < left ? most : left;
        if (score == low) share = left;
        below -= have;
        left -= share;
        hold(state, score, share);
    }
}

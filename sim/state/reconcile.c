/*
 * reconcile.c - a state whose parts agree: nobody is of a type who is not in the pool.
 *
 * How the pool lies inside its top range is believed from the decay of newcomers, and of a share (the Canadian
 * Experience Class) from what its rounds took there. The rounds know better. Where they say that more people
 * of the share stand at a score than the pool has, the pool is raised to hold them; the scores below give.
 */
#include "sim/state/events.h"

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

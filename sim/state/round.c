/*
 * round.c - a published round: whom it took away, and what its outcome says about the stock it drew from.
 *
 * A round that sends N invitations down to a cut-off says that N candidates of its type stood above it. The
 * ratio of that to what was believed corrects the level of the type, and part of it the stock below.
 */
#include <string.h>

#include "sim/state/events.h"

/* An error is believed up to a factor of four; the first round of a type up to a factor of 64. */
#define TRUST_LATER (2 * EEP_ONE)
#define TRUST_FIRST (6 * EEP_ONE)

static int64_t clamp(int64_t value, int64_t limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* Keeps a percentage of a stock above a cut-off; of the score itself half as much is taken. */
static void keep_above(eep_stock *stock, int cutoff, int64_t percent)
{
    eep_stock_multiply(stock, cutoff, 100 + percent, 200);
    for (int score = cutoff + 1; score < EEP_STATE_SCORES; score++)
        eep_stock_multiply(stock, score, percent, 100);
}

static int64_t above(const eep_stock *stock, int cutoff)
{
    int64_t sum = eep_stock_at(stock, cutoff) / 2;
    for (int score = cutoff + 1; score < EEP_STATE_SCORES; score++)
        sum += eep_stock_at(stock, score);
    return sum;
}

/* The pool loses at every score above the cut-off what the round took there, taken/believed of `stock`. */
static void take_from(eep_stock *from, const eep_stock *stock, int cutoff, int64_t taken, int64_t believed)
{
    for (int score = cutoff; score < EEP_STATE_SCORES; score++) {
        const int64_t have = eep_stock_at(from, score);
        int64_t take = eep_scale(eep_stock_at(stock, score), taken, believed);
        if (score == cutoff) take /= 2;
        if (have > 0 && take > 0) eep_stock_multiply(from, score, take < have ? have - take : 0, have);
    }
}

/* ---- Kinds of rounds --------------------------------------------------------------------------- */

/* Everybody above the cut-off is gone. What its range holds below is the rest of what it was counted to hold.
 */
static void general(eep_state *state, int64_t invitations, int cutoff)
{
    uint16_t low, high;
    int64_t before = 0, after = 0;
    const int64_t taken = invitations > state->nominees ? invitations - state->nominees : 0;
    eep_score_range(EEP_TOP_RANGE, &low, &high);
    for (int score = low; score <= high; score++)
        before += eep_stock_at(&state->pool, score);
    state->nominees = 0;
    keep_above(&state->pool, cutoff, 0);
    for (size_t i = 0; i < state->parameters->types; i++)
        keep_above(&state->type[i].stock, cutoff, 0);
    for (int score = low; score <= high; score++)
        after += eep_stock_at(&state->pool, score);
    const int64_t left = before > taken ? before - taken : 0;
    for (int score = low; after > 0 && score <= cutoff; score++)
        eep_state_keep(state, score, left, after);
}

/* How far a type's round was off, as a binary logarithm: above 0 when there were more than believed. */
static int64_t surprise(const eep_type_state *type, int64_t invitations, int64_t believed)
{
    const int64_t ratio = eep_log2_ratio(invitations, believed > 0 ? believed : 1);
    return clamp(ratio, type->rounds > 0 ? TRUST_LATER : TRUST_FIRST);
}

static void own_round(eep_state *state, size_t i, int64_t invitations, int cutoff)
{
    const eep_type_parameters *parameters = &state->parameters->type[i];
    eep_type_state *type = &state->type[i];
    const int64_t believed = above(&type->stock, cutoff);
    const int64_t off = surprise(type, invitations, believed);
    const int64_t gain = type->rounds > 0 ? parameters->gain : 100;
    const int64_t carry = type->rounds > 0 ? parameters->carry : 100;
    if (believed > 0) take_from(&state->pool, &type->stock, cutoff, invitations, believed);
    for (size_t other = 0; other < state->parameters->types; other++) {
        eep_stock *stock = &state->type[other].stock;
        if (other == i) continue;
        if (parameters->is_share) {
            keep_above(stock, cutoff, 100 - state->parameters->type[other].in_cec);
        } else if (state->parameters->type[other].is_share && believed > 0) {
            take_from(stock, &type->stock, cutoff, invitations * parameters->in_cec / 100, believed);
        }
    }
    keep_above(&type->stock, cutoff, 0);
    const int64_t level = eep_scale(type->level, eep_exp2(off * gain / 100), EEP_FACTOR);
    const int64_t most = parameters->is_share ? EEP_SHARE_MAX : EEP_FLOW_MAX;
    type->level = level < most ? level : most;
    for (int score = 0; score <= cutoff; score++)
        eep_stock_multiply(&type->stock, score, eep_exp2(off * carry / 100), EEP_FACTOR);
    type->rounds++;
}

/* Nominees: the lowest of many draws is lower; what remains of an error is the level of the time. */
static void nominees(eep_state *state, uint32_t invitations, int cutoff)
{
    const eep_nominee_parameters *parameters = &state->parameters->nominees;
    const int64_t expected = eep_nominee_cutoff(state, invitations);
    state->nominee_level += (cutoff * EEP_ONE - expected) * parameters->gain / 100;
    const int64_t taken = invitations * EEP_ONE;
    state->nominees = state->nominees > taken ? state->nominees - taken : 0;
}

/* A type of which no stock is kept: its round thins the pool above the cut-off evenly. */
static void unknown(eep_state *state, int64_t invitations, int cutoff)
{
    const int64_t have = above(&state->pool, cutoff);
    if (have <= 0) return;
    for (int score = cutoff; score < EEP_STATE_SCORES; score++)
        eep_state_keep(state, score, invitations < have ? have - invitations : 0, have);
}

void eep_state_round(eep_state *state, const eep_published_round *round)
{
    const int type = eep_state_type(state->parameters, round->id);
    const int64_t invitations = round->invitations * EEP_ONE;
    eep_state_advance(state, round->date);
    state->rounds_since++;
    if (strcmp(round->id, "pnp") == 0) {
        nominees(state, round->invitations, round->cutoff);
    } else if (round->cutoff >= EEP_STATE_SCORES || !state->has_snapshot) {
        return;
    } else if (strcmp(round->id, "all") == 0) {
        general(state, invitations, round->cutoff);
    } else if (type >= 0) {
        own_round(state, (size_t)type, invitations, round->cutoff);
    } else {
        unknown(state, invitations, round->cutoff);
    }
}

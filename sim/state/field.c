/* field.c - what a round would draw from in a state: its cut-off, and how long those there have waited. */
#include <string.h>

#include "sim/state/events.h"

/* The stock a type draws from; NULL when none is kept. */
static const eep_stock *stock_of(const eep_state *state, const char *id)
{
    const int type = eep_state_type(state->parameters, id);
    if (!state->has_snapshot) return NULL;
    if (strcmp(id, "all") == 0) return &state->pool;
    return type >= 0 ? &state->type[type].stock : NULL;
}

void eep_state_field(const eep_state *state, const char *id, eep_field_estimate *field)
{
    const eep_stock *stock = stock_of(state, id);
    memset(field, 0, sizeof *field);
    if (stock == NULL) return;
    field->known = 1;
    field->nominees = strcmp(id, "all") == 0 ? state->nominees : 0;
    for (int score = EEP_STATE_SCORES - 1; score >= 0; score--)
        field->above[score] = field->above[score + 1] + eep_stock_at(stock, score);
}

int eep_field_cutoff(const eep_field_estimate *field, int64_t invitations)
{
    const int64_t wanted = invitations - field->nominees;
    int low = 0, high = EEP_STATE_SCORES - 1; /* above[] falls with the score */
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (field->above[middle] >= wanted) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

int64_t eep_field_reached(const eep_field_estimate *field, int cutoff)
{
    return field->nominees + field->above[cutoff + 1] + (field->above[cutoff] - field->above[cutoff + 1]) / 2;
}

int64_t eep_nominee_cutoff(const eep_state *state, uint32_t invitations)
{
    const int64_t doublings = eep_log2_ratio(invitations > 0 ? invitations : 1, EEP_NOMINEES_USUAL);
    return state->nominee_level - doublings * state->parameters->nominees.slope;
}

int eep_state_age(const eep_state *state, const char *id, int score)
{
    const eep_stock *stock = stock_of(state, id);
    const int now = eep_period_of(state->day);
    if (stock == NULL) return -1;
    const int64_t half = eep_stock_at(stock, score) / 2;
    int64_t older = 0;
    for (int period = now - EEP_PERIODS + 1; period <= now && half > 0; period++) {
        const int64_t here = stock->at[period % EEP_PERIODS][score];
        if (older + here >= half) {
            const int64_t first = (int64_t)period * EEP_PERIOD_DAYS - EEP_PERIOD_ORIGIN;
            const int64_t length = period == now ? state->day - first : EEP_PERIOD_DAYS;
            return (int)(state->day - first - eep_scale(length, half - older, here));
        }
        older += here;
    }
    return -1;
}

/* small.h - parameters and facts small enough to follow by hand: nobody leaves, everything is spread evenly.
 */
#ifndef EEP_TESTS_STATE_SMALL_H
#define EEP_TESTS_STATE_SMALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "datasets/history.h"
#include "sim/state/state.h"

#define CEC    0
#define FRENCH 1

/* The Canadian Experience Class has half of the pool; French gets 601 candidates a week, one at every score.
 */
static inline eep_backtest_parameters small_parameters(void)
{
    eep_backtest_parameters parameters = {.types = 2};
    parameters.pool =
        (eep_pool_parameters){.memory_days = 28, .noise = 400, .noise_memory = 4, .noise_scale = 100};
    parameters.nominees = (eep_nominee_parameters){.level = 740, .slope = 20, .gain = 50, .noise = 40};
    parameters.type[CEC] =
        (eep_type_parameters){.id = "cec", .is_share = 1, .level = 500, .gain = 50, .carry = 50};
    parameters.type[FRENCH] =
        (eep_type_parameters){.id = "french", .level = 601, .gain = 50, .carry = 50, .in_cec = 50};
    return parameters;
}

/* 100 nominees, 1,000 in 501-600 (ten at each score), 100 in each range of ten, 500 in the wide ones. */
static inline eep_snapshot small_snapshot(eep_date day)
{
    eep_snapshot snapshot = {.as_of = day};
    for (size_t range = 0; range < EEP_RANGES; range++) {
        uint16_t low, high;
        eep_score_range(range, &low, &high);
        snapshot.count[range] = high - low == 9 ? 100 : 500;
    }
    snapshot.count[0] = 100;
    snapshot.count[1] = 1000;
    return snapshot;
}

static inline eep_published_round small_round(const char *id, eep_date day, uint32_t invitations,
                                              uint16_t cutoff)
{
    eep_published_round round = {.date = day, .invitations = invitations, .cutoff = cutoff};
    snprintf(round.id, sizeof round.id, "%s", id);
    return round;
}

/* A day on which a period of submission begins. */
static inline eep_date small_day(void)
{
    return eep_date_of(2023, 1, 1) / EEP_PERIOD_DAYS * EEP_PERIOD_DAYS;
}

/* A state after one snapshot of `small_day`; on the heap, because it is large. */
static inline eep_state *small_state(const eep_backtest_parameters *parameters)
{
    eep_state *state = malloc(sizeof *state);
    assert_non_null(state);
    const eep_snapshot snapshot = small_snapshot(small_day());
    eep_state_begin(state, parameters);
    eep_state_snapshot(state, &snapshot);
    return state;
}

/* Counts are compared to a hundredth of a candidate: rounding down costs a few 65536ths. */
#define assert_near(count, expected)                                                                         \
    assert_in_range((count) + EEP_ONE, (int64_t)((expected)*EEP_ONE) + EEP_ONE - EEP_ONE / 100,              \
                    (int64_t)((expected)*EEP_ONE) + EEP_ONE + EEP_ONE / 100)

static inline int64_t in_pool(const eep_state *state, int score)
{
    return eep_stock_at(&state->pool, score);
}

static inline int64_t in_type(const eep_state *state, int type, int score)
{
    return eep_stock_at(&state->type[type].stock, score);
}

static inline int64_t range_total(const eep_state *state, size_t range)
{
    uint16_t low, high;
    int64_t sum = 0;
    eep_score_range(range, &low, &high);
    for (int score = low; score <= high; score++)
        sum += in_pool(state, score);
    return sum;
}

#endif

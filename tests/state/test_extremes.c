/* test_extremes.c - records and parameters at the ends of what a file may say: no number leaves its bounds.
 */
#include "small.h"

#include "sim/backtest/backtest.h"
#include "sim/state/keys.h"

static void add_round(eep_history *history, const char *id, eep_date day, uint32_t invitations,
                      uint16_t cutoff, eep_date as_of)
{
    eep_published_round round = small_round(id, day, invitations, cutoff);
    round.has_pool_as_of = 1;
    round.pool_as_of = as_of;
    assert_int_equal(eep_history_add_round(history, &round, NULL), EEP_OK);
}

static void add_snapshot(eep_history *history, eep_date day, uint32_t count)
{
    eep_snapshot snapshot = {.as_of = day, .source = "official_feed"};
    for (size_t range = 0; range < EEP_RANGES; range++)
        snapshot.count[range] = count;
    assert_int_equal(eep_history_add_snapshot(history, &snapshot, NULL), EEP_OK);
}

/* Every type again and again, nobody and everybody in turn, from the first day that can be written to the
 * last. */
static eep_history *wild_record(void)
{
    static const char *const ids[] = {"all", "cec", "french", "pnp", "fsw"};
    static const uint16_t cutoffs[] = {0, 300, 600, 601, 1200};
    static const uint32_t sizes[] = {1, UINT32_MAX, 5000};
    eep_history *history;
    assert_int_equal(eep_history_new(&history, NULL), EEP_OK);
    eep_date day = eep_date_of(1900, 1, 1);
    for (uint32_t i = 0; i < 120; i++) {
        const eep_date as_of = day;
        if (i % 4 == 0) add_snapshot(history, as_of, i % 8 == 0 ? UINT32_MAX : i % 12 == 4 ? 0 : 20000);
        add_round(history, ids[i * 7 % 5], day, sizes[i % 3], cutoffs[i / 3 % 5], as_of);
        day += i == 60 ? 80000 : i % 5 == 0 ? 1 : 40;
    }
    return history;
}

static void hold(void *context, size_t index, const eep_prediction *prediction)
{
    (void)index;
    if (prediction->score == EEP_NO_SCORE) return;
    assert_true(prediction->low <= prediction->high);
    ++*(size_t *)context;
}

static void walk_through(const eep_history *history, const eep_backtest_parameters *parameters)
{
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        size_t foretold = 0;
        const eep_record_walk walk = {.history = history,
                                      .parameters = parameters,
                                      .mode = (eep_backtest_mode)mode,
                                      .replicates = 20,
                                      .seed = UINT64_MAX,
                                      .from = INT32_MIN,
                                      .to = INT32_MAX};
        assert_int_equal(eep_walk_rounds(&walk, hold, &foretold, NULL), EEP_OK);
        assert_in_range(foretold, 80, 120);
    }
}

static void check_cells(const eep_state *state)
{
    for (size_t i = 0; i < state->parameters->types; i++) {
        for (int score = 0; score < EEP_STATE_SCORES; score++) {
            assert_true(in_type(state, (int)i, score) >= 0);
            assert_true(in_type(state, (int)i, score) <= EEP_PERIODS * EEP_CELL_MAX);
            assert_true(in_pool(state, score) >= 0);
        }
    }
}

static void test_wild_records_keep_every_number_in_bounds(void **state)
{
    (void)state;
    eep_history *history = wild_record();
    for (int high = 0; high < 2; high++) {
        eep_backtest_parameters parameters = small_parameters();
        for (size_t i = 0; eep_key_at(i) != NULL; i++) {
            const eep_key *key = eep_key_at(i);
            for (size_t type = 0; type < parameters.types; type++)
                *eep_key_value(&parameters, key, type) = high ? key->highest : key->lowest;
        }
        parameters.rescorings = 1;
        parameters.rescoring[0] =
            (eep_rescoring){.date = eep_date_of(1903, 1, 1), .points = EEP_STATE_SCORES - 1};
        walk_through(history, &parameters);
        eep_replay *replay;
        assert_int_equal(eep_replay_begin(history, &parameters, EEP_BACKTEST_ATTACHED, &replay, NULL),
                         EEP_OK);
        check_cells(eep_replay_on(replay, INT32_MAX));
        eep_replay_end(replay);
    }
    eep_history_free(history);
}

static void test_the_simple_predictors_bear_them_too(void **state)
{
    (void)state;
    eep_history *history = wild_record();
    for (size_t i = 0; eep_history_round(history, i) != NULL; i++) {
        eep_backtest_round round;
        eep_simple_predict(history, i, &round);
        for (size_t k = 0; k < EEP_SIMPLES; k++)
            assert_in_range(round.simple[k] + 1, 0, 1201);
    }
    eep_history_free(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wild_records_keep_every_number_in_bounds),
        cmocka_unit_test(test_the_simple_predictors_bear_them_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

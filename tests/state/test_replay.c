/* test_replay.c - nothing that was published later reaches an estimate. */
#include "small.h"

static eep_history *own;
static eep_backtest_parameters *parameters;

static int load(void **state)
{
    (void)state;
    setenv("EEPOOL_DATA", EEP_SOURCE "/datasets", 1);
    return eep_history_load(NULL, &own, NULL) != EEP_OK ||
           eep_backtest_parameters_load(NULL, &parameters, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_history_free(own);
    eep_backtest_parameters_free(parameters);
    return 0;
}

/* Whether a snapshot was printed with round `index` or before it; before its day in the previous mode. */
static int is_public(const eep_snapshot *snapshot, size_t index, eep_backtest_mode mode)
{
    const eep_date day = eep_history_round(own, index)->date;
    for (size_t i = 0; i <= index; i++) {
        const eep_published_round *round = eep_history_round(own, i);
        if (!round->has_pool_as_of || round->pool_as_of != snapshot->as_of || round->date < snapshot->as_of)
            continue;
        return mode == EEP_BACKTEST_ATTACHED || round->date < day;
    }
    return 0;
}

/* The record with everything changed that was not public before round `index`, outcome of that round
 * included. */
static eep_history *changed_after(size_t index, eep_backtest_mode mode)
{
    eep_history *history;
    const eep_published_round *round;
    const eep_snapshot *snapshot;
    assert_int_equal(eep_history_new(&history, NULL), EEP_OK);
    for (size_t i = 0; (round = eep_history_round(own, i)) != NULL; i++) {
        eep_published_round copy = *round;
        if (i >= index) copy.cutoff = (uint16_t)(copy.cutoff > 300 ? copy.cutoff - 77 : copy.cutoff + 77);
        if (i > index) copy.invitations = copy.invitations * 3 + 11;
        if (i > index) snprintf(copy.id, sizeof copy.id, "%s", i % 2 == 0 ? "french" : "cec");
        assert_int_equal(eep_history_add_round(history, &copy, NULL), EEP_OK);
    }
    for (size_t i = 0; (snapshot = eep_history_snapshot(own, i)) != NULL; i++) {
        eep_snapshot copy = *snapshot;
        for (size_t range = 0; !is_public(snapshot, index, mode) && range < EEP_RANGES; range++)
            copy.count[range] = copy.count[range] * 2 + 5;
        assert_int_equal(eep_history_add_snapshot(history, &copy, NULL), EEP_OK);
    }
    return history;
}

static void check(const eep_history *other, size_t index, eep_backtest_mode mode, const char *id)
{
    eep_replay *ours, *theirs;
    assert_int_equal(eep_replay_begin(own, parameters, mode, &ours, NULL), EEP_OK);
    assert_int_equal(eep_replay_begin(other, parameters, mode, &theirs, NULL), EEP_OK);
    const eep_state *a = eep_replay_before(ours, index), *b = eep_replay_before(theirs, index);
    if (memcmp(a, b, sizeof *a) != 0) fail_msg("round %zu (%s) was foretold from what came later", index, id);
    eep_replay_end(ours);
    eep_replay_end(theirs);
}

static void test_no_later_round_or_snapshot_reaches_a_state(void **state)
{
    (void)state;
    size_t rounds = 0, tried = 0;
    while (eep_history_round(own, rounds) != NULL)
        rounds++;
    for (size_t index = 215; index < rounds; index += 17) {
        for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
            eep_history *other = changed_after(index, (eep_backtest_mode)mode);
            check(other, index, (eep_backtest_mode)mode, eep_history_round(own, index)->id);
            eep_history_free(other);
            tried++;
        }
    }
    assert_in_range(tried, 20, 30);
}

static void test_an_earlier_round_does_reach_it(void **state)
{
    (void)state;
    eep_history *other = changed_after(300, EEP_BACKTEST_ATTACHED);
    eep_replay *ours, *theirs;
    assert_int_equal(eep_replay_begin(own, parameters, EEP_BACKTEST_ATTACHED, &ours, NULL), EEP_OK);
    assert_int_equal(eep_replay_begin(other, parameters, EEP_BACKTEST_ATTACHED, &theirs, NULL), EEP_OK);
    assert_int_not_equal(
        memcmp(eep_replay_before(ours, 310), eep_replay_before(theirs, 310), sizeof(eep_state)), 0);
    eep_replay_end(ours);
    eep_replay_end(theirs);
    eep_history_free(other);
}

static void test_a_walk_in_one_go_meets_the_states_of_separate_walks(void **state)
{
    (void)state;
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        eep_replay *walk, *alone;
        assert_int_equal(eep_replay_begin(own, parameters, (eep_backtest_mode)mode, &walk, NULL), EEP_OK);
        for (size_t index = 0; eep_history_round(own, index) != NULL; index++) {
            const eep_state *met = eep_replay_before(walk, index);
            if (index % 41 != 8) continue;
            assert_int_equal(eep_replay_begin(own, parameters, (eep_backtest_mode)mode, &alone, NULL),
                             EEP_OK);
            assert_memory_equal(met, eep_replay_before(alone, index), sizeof *met);
            eep_replay_end(alone);
        }
        eep_replay_end(walk);
    }
}

/* ---- The estimate on a day --------------------------------------------------------------------- */

static void test_an_estimate_meets_the_newest_count_known_on_its_day(void **state)
{
    (void)state;
    eep_estimate *estimate;
    /* The count of 2023-07-04 was printed with round 253 of that day. */
    assert_int_equal(eep_estimate_make(own, parameters, eep_date_of(2023, 7, 4), &estimate, NULL), EEP_OK);
    assert_int_equal(eep_estimate_snapshot_day(estimate), eep_date_of(2023, 7, 4));
    assert_int_equal(eep_estimate_day(estimate), eep_date_of(2023, 7, 4));
    /* It invited 700: the 353 nominees, and others from 501 up; whoever was below is still there. */
    assert_int_equal(eep_estimate_nominees(estimate), 0);
    assert_int_equal(eep_estimate_pool(estimate, 560), 0);
    int64_t sum = 0;
    for (unsigned score = 471; score <= 480; score++)
        sum += eep_estimate_pool(estimate, score);
    const eep_snapshot *snapshot = eep_history_find_snapshot(own, eep_date_of(2023, 7, 4));
    assert_int_equal(sum, snapshot->count[4] * (int64_t)EEP_ESTIMATE_ONE);
    eep_estimate_free(estimate);
}

static void test_an_estimate_holds_stocks_within_the_pool(void **state)
{
    (void)state;
    eep_estimate *estimate;
    assert_int_equal(eep_estimate_make(own, parameters, eep_date_of(2025, 6, 1), &estimate, NULL), EEP_OK);
    size_t types = 0;
    for (; eep_estimate_type(estimate, types) != NULL; types++) {
        for (unsigned score = 0; score < EEP_ESTIMATE_SCORES + 5; score++) {
            const int64_t stock = eep_estimate_stock(estimate, types, score);
            assert_true(stock >= 0 && stock <= eep_estimate_pool(estimate, score));
        }
    }
    assert_int_equal(types, 10);
    for (unsigned score = 0; score < EEP_ESTIMATE_SCORES; score += 50) {
        int64_t sum = 0;
        for (unsigned period = 0; period < EEP_ESTIMATE_PERIODS + 2; period++)
            sum += eep_estimate_pool_period(estimate, score, period);
        assert_int_equal(sum, eep_estimate_pool(estimate, score));
    }
    assert_int_equal(eep_estimate_stock(estimate, 99, 400), 0);
    assert_string_equal(eep_estimate_type(estimate, 1), "french");
    assert_int_equal(eep_estimate_rounds(estimate, 1), 20); /* French rounds 256 to 341 */
    eep_estimate_free(estimate);
}

/* ---- The state before the rounds of a day ------------------------------------------------------ */

static eep_estimate *eve_of(eep_date day, eep_backtest_mode mode)
{
    eep_estimate *estimate = NULL;
    assert_int_equal(eep_estimate_eve(own, parameters, day, mode, &estimate, NULL), EEP_OK);
    return estimate;
}

static int64_t in_range(const eep_estimate *estimate, size_t range)
{
    uint16_t low, high;
    int64_t sum = 0;
    eep_score_range(range, &low, &high);
    if (range == 0) return eep_estimate_nominees(estimate);
    for (unsigned score = low; score <= high; score++)
        sum += eep_estimate_pool(estimate, score);
    return sum;
}

/* A count of the day, one of the day before that was printed with a round of the day, and one printed a day
 * later. */
static void test_a_count_of_the_day_is_left_as_it_was_published(void **state)
{
    (void)state;
    const eep_date days[][2] = {{eep_date_of(2023, 7, 4), eep_date_of(2023, 7, 4)},
                                {eep_date_of(2023, 12, 6), eep_date_of(2023, 12, 5)},
                                {eep_date_of(2023, 12, 5), eep_date_of(2023, 12, 5)},
                                {eep_date_of(2026, 5, 11), eep_date_of(2026, 5, 10)}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        eep_estimate *estimate = eve_of(days[i][0], EEP_BACKTEST_ATTACHED);
        const eep_snapshot *snapshot = eep_history_find_snapshot(own, days[i][1]);
        assert_int_equal(eep_estimate_day(estimate), days[i][1]);
        assert_int_equal(eep_estimate_snapshot_day(estimate), days[i][1]);
        assert_int_equal(eep_estimate_rounds_since(estimate), 0);
        for (size_t r = 0; r < EEP_RANGES; r++)
            assert_int_equal(in_range(estimate, r), snapshot->count[r] * (int64_t)EEP_ESTIMATE_ONE);
        eep_estimate_free(estimate);
    }
}

/* Of 2024-11-12 there is a count that was taken after round 322, which had invited the nominees of the day
 * before. */
static void test_a_count_taken_after_the_rounds_of_its_day_is_known_from_the_next(void **state)
{
    (void)state;
    eep_estimate *of_the_day = eve_of(eep_date_of(2024, 11, 12), EEP_BACKTEST_ATTACHED);
    assert_int_equal(eep_estimate_snapshot_day(of_the_day), eep_date_of(2024, 11, 11));
    assert_true(eep_estimate_nominees(of_the_day) >= 810 * (int64_t)EEP_ESTIMATE_ONE);
    eep_estimate_free(of_the_day);
    eep_estimate *of_the_next = eve_of(eep_date_of(2024, 11, 13), EEP_BACKTEST_ATTACHED);
    assert_int_equal(eep_estimate_snapshot_day(of_the_next), eep_date_of(2024, 11, 12));
    assert_int_equal(eep_estimate_nominees(of_the_next), 120 * (int64_t)EEP_ESTIMATE_ONE);
    eep_estimate_free(of_the_next);
}

static void test_a_count_is_moved_on_past_the_rounds_before_the_day(void **state)
{
    (void)state;
    /* The count of 2023-07-04; rounds 253 of that day, 254 and 255. 256 is of the day itself. */
    eep_estimate *estimate = eve_of(eep_date_of(2023, 7, 7), EEP_BACKTEST_ATTACHED);
    assert_int_equal(eep_estimate_day(estimate), eep_date_of(2023, 7, 7));
    assert_int_equal(eep_estimate_snapshot_day(estimate), eep_date_of(2023, 7, 4));
    assert_int_equal(eep_estimate_rounds_since(estimate), 3);
    assert_int_equal(eep_estimate_rounds(estimate, 1), 0); /* French had none before 256 */
    assert_true(eep_estimate_nominees(estimate) < 353 * (int64_t)EEP_ESTIMATE_ONE);
    eep_estimate_free(estimate);
}

static void test_a_forecast_knows_only_what_was_printed_before_the_day(void **state)
{
    (void)state;
    /* The count of 2023-07-04 was printed with round 253: before that day, the one of 2023-06-27 is the last.
     */
    eep_estimate *forecast = eve_of(eep_date_of(2023, 7, 4), EEP_BACKTEST_PREVIOUS);
    assert_int_equal(eep_estimate_snapshot_day(forecast), eep_date_of(2023, 6, 27));
    assert_int_equal(eep_estimate_day(forecast), eep_date_of(2023, 7, 4));
    assert_int_equal(eep_estimate_rounds_since(forecast), 2); /* 251 and 252 */
    /* The same as at the end of the day before, and one day of arrivals later. */
    eep_estimate *before;
    assert_int_equal(eep_estimate_make(own, parameters, eep_date_of(2023, 7, 3), &before, NULL), EEP_OK);
    const int64_t grown = in_range(forecast, 1) - in_range(before, 1);
    assert_true(grown > 0 && grown < 300 * (int64_t)EEP_ESTIMATE_ONE);
    eep_estimate_free(before);
    eep_estimate_free(forecast);
}

/*
 * A period of submissions begins on 2023-07-06, and a fourteenth of the pool is of the one that ends with it.
 * The estimate does not leap: the counts of 2023-07-04 and 11 are 5,266 apart, of whom about 3,600 were
 * invited.
 */
static void test_profiles_expire_day_by_day(void **state)
{
    (void)state;
    int64_t last = 0;
    for (eep_date day = eep_date_of(2023, 7, 4); day <= eep_date_of(2023, 7, 10); day++) {
        eep_estimate *estimate = eve_of(day, EEP_BACKTEST_ATTACHED);
        int64_t all = 0;
        for (size_t r = 0; r < EEP_RANGES; r++)
            all += in_range(estimate, r);
        if (last != 0) assert_true(llabs(all - last) < 3000 * (int64_t)EEP_ESTIMATE_ONE);
        last = all;
        eep_estimate_free(estimate);
    }
    assert_in_range(last / EEP_ESTIMATE_ONE, 209263 - 2500, 209263 + 2500);
}

/*
 * Twice as many of the class as the pool has: 20 at each score, so that the pool holds 20/19 of that from the
 * top down until its thousand are placed.
 */
static void test_the_pool_is_raised_to_hold_the_stock_of_a_share(void **state)
{
    (void)state;
    eep_backtest_parameters few = small_parameters();
    const eep_snapshot snapshot = small_snapshot(eep_date_of(2024, 1, 1));
    eep_state *raised = calloc(1, sizeof *raised);
    int64_t sum = 0;
    assert_non_null(raised);
    few.type[CEC].level = 2000;
    eep_state_begin(raised, &few);
    eep_state_snapshot(raised, &snapshot);
    eep_state_reconcile(raised);
    const int64_t top = eep_stock_at(&raised->pool, 600), twenty = 20 * (int64_t)EEP_ESTIMATE_ONE;
    assert_in_range(top, twenty * 20 / 19 - 1000, twenty * 20 / 19);
    assert_in_range(eep_stock_at(&raised->pool, 560), top - 1000, top + 1000);
    assert_int_equal(eep_stock_at(&raised->pool, 501), 0);
    for (int score = 501; score <= 600; score++)
        sum += eep_stock_at(&raised->pool, score);
    assert_int_equal(sum, 1000 * (int64_t)EEP_ESTIMATE_ONE);
    free(raised);
}

static void test_a_pool_that_holds_every_share_is_left_alone(void **state)
{
    (void)state;
    const eep_backtest_parameters few = small_parameters();
    const eep_snapshot snapshot = small_snapshot(eep_date_of(2024, 1, 1));
    eep_state *before = calloc(1, sizeof *before), *after = calloc(1, sizeof *after);
    assert_non_null(before);
    assert_non_null(after);
    eep_state_begin(before, &few);
    eep_state_snapshot(before, &snapshot);
    *after = *before;
    eep_state_reconcile(after);
    for (int score = 0; score < EEP_STATE_SCORES; score++)
        assert_in_range(eep_stock_at(&after->pool, score) + 100, eep_stock_at(&before->pool, score),
                        eep_stock_at(&before->pool, score) + 200);
    free(after);
    free(before);
}

static void test_a_day_before_every_count_is_refused(void **state)
{
    (void)state;
    eep_estimate *estimate;
    eep_error error;
    assert_int_equal(eep_estimate_make(own, parameters, eep_date_of(2022, 1, 18), &estimate, &error),
                     EEP_ERROR_INFEASIBLE);
    assert_non_null(strstr(error.message, "2022-01-18"));
    assert_int_equal(
        eep_estimate_eve(own, parameters, eep_date_of(2022, 1, 19), EEP_BACKTEST_PREVIOUS, &estimate, &error),
        EEP_ERROR_INFEASIBLE);
    assert_int_equal(eep_estimate_make(own, parameters, eep_date_of(2022, 1, 19), &estimate, &error), EEP_OK);
    eep_estimate_free(estimate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_later_round_or_snapshot_reaches_a_state),
        cmocka_unit_test(test_an_earlier_round_does_reach_it),
        cmocka_unit_test(test_a_walk_in_one_go_meets_the_states_of_separate_walks),
        cmocka_unit_test(test_an_estimate_meets_the_newest_count_known_on_its_day),
        cmocka_unit_test(test_an_estimate_holds_stocks_within_the_pool),
        cmocka_unit_test(test_a_count_of_the_day_is_left_as_it_was_published),
        cmocka_unit_test(test_a_count_taken_after_the_rounds_of_its_day_is_known_from_the_next),
        cmocka_unit_test(test_a_count_is_moved_on_past_the_rounds_before_the_day),
        cmocka_unit_test(test_a_forecast_knows_only_what_was_printed_before_the_day),
        cmocka_unit_test(test_profiles_expire_day_by_day),
        cmocka_unit_test(test_the_pool_is_raised_to_hold_the_stock_of_a_share),
        cmocka_unit_test(test_a_pool_that_holds_every_share_is_left_alone),
        cmocka_unit_test(test_a_day_before_every_count_is_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

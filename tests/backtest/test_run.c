/* test_run.c - a whole run: its rounds, its refusals, and that threads and windows do not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/backtest/backtest.h"

static eep_history *history;
static eep_backtest_parameters *parameters;

static int load(void **state)
{
    (void)state;
    setenv("EEPOOL_DATA", EEP_SOURCE "/datasets", 1);
    return eep_history_load(NULL, &history, NULL) != EEP_OK ||
           eep_backtest_parameters_load(NULL, &parameters, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_history_free(history);
    eep_backtest_parameters_free(parameters);
    return 0;
}

static eep_backtest *run(const eep_backtest_options *options)
{
    eep_backtest *backtest;
    eep_error error;
    if (eep_backtest_run(history, parameters, options, &backtest, &error) != EEP_OK)
        fail_msg("%s", error.message);
    return backtest;
}

static void test_a_run_has_the_rounds_of_its_days(void **state)
{
    (void)state;
    eep_backtest_options options;
    eep_backtest_defaults(&options);
    options.from = eep_date_of(2023, 7, 4);
    options.to = eep_date_of(2023, 7, 7);
    eep_backtest *backtest = run(&options);
    static const char *const numbers[] = {"253", "254", "255", "256"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(eep_backtest_round_at(backtest, i)->round.number, numbers[i]);
    assert_null(eep_backtest_round_at(backtest, 4));
    const eep_backtest_round *stem = eep_backtest_round_at(backtest, 1);
    assert_int_equal(stem->earlier, 0);
    assert_int_equal(stem->simple[EEP_SIMPLE_LAST], EEP_NO_SCORE);
    assert_int_equal(stem->age, 224); /* submitted 2022-11-23T00:01:29Z, round 2023-07-05T13:38:22Z */
    const eep_backtest_round *health = eep_backtest_round_at(backtest, 2);
    assert_int_equal(health->earlier, 1);
    assert_int_equal(health->simple[EEP_SIMPLE_LAST], 476); /* round 252 */
    /* The count of 2023-07-04 was printed with round 253; one day later everybody knows it. */
    const eep_backtest_round *general = eep_backtest_round_at(backtest, 0);
    assert_int_equal(general->prediction[EEP_BACKTEST_ATTACHED].snapshot_day, eep_date_of(2023, 7, 4));
    assert_int_equal(general->prediction[EEP_BACKTEST_PREVIOUS].snapshot_day, eep_date_of(2023, 6, 27));
    assert_int_equal(stem->prediction[EEP_BACKTEST_PREVIOUS].snapshot_day, eep_date_of(2023, 7, 4));
    eep_backtest_free(backtest);
}

static void test_nothing_is_foretold_before_the_first_count(void **state)
{
    (void)state;
    eep_backtest_options options;
    eep_backtest_defaults(&options);
    options.to = eep_date_of(2022, 1, 31);
    options.replicates = 10;
    eep_backtest *backtest = run(&options);
    size_t count = 0;
    for (; eep_backtest_round_at(backtest, count) != NULL; count++) {
        const eep_backtest_round *round = eep_backtest_round_at(backtest, count);
        const int known = strcmp(round->round.number, "214") == 0; /* the first with a count */
        assert_int_equal(round->prediction[EEP_BACKTEST_ATTACHED].score != EEP_NO_SCORE, known);
        assert_int_equal(round->prediction[EEP_BACKTEST_PREVIOUS].score, EEP_NO_SCORE);
    }
    assert_int_equal(count, 215); /* 1 to 214, with 91a and 91b */
    eep_backtest_free(backtest);
}

static void test_threads_do_not_matter(void **state)
{
    (void)state;
    eep_backtest_options options;
    eep_backtest_defaults(&options);
    options.from = eep_date_of(2024, 1, 1);
    options.to = eep_date_of(2024, 9, 30);
    options.replicates = 50;
    options.threads = 1;
    eep_backtest *one = run(&options);
    for (options.threads = 2; options.threads <= 3; options.threads++) {
        eep_backtest *more = run(&options);
        assert_int_equal(one->rounds, more->rounds);
        assert_memory_equal(one->round, more->round, one->rounds * sizeof *one->round);
        eep_backtest_free(more);
    }
    eep_backtest_free(one);
}

static void test_an_interval_holds_four_of_five(void **state)
{
    (void)state;
    int scores[200], low, high;
    for (int i = 0; i < 200; i++)
        scores[i] = i * 77 % 200;
    eep_interval(scores, 200, &low, &high);
    assert_int_equal(low, 20);
    assert_int_equal(high, 179);
    scores[0] = 7;
    eep_interval(scores, 1, &low, &high);
    assert_int_equal(low, 7);
    assert_int_equal(high, 7);
}

static void test_noise_is_standard_and_repeats(void **state)
{
    (void)state;
    int64_t sum = 0, squares = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        const int64_t noise = eep_noise(1, 300, EEP_BACKTEST_ATTACHED, i);
        assert_int_equal(noise, eep_noise(1, 300, EEP_BACKTEST_ATTACHED, i));
        sum += noise;
        squares += noise * noise / EEP_ONE;
    }
    assert_in_range(sum / 20000 + EEP_ONE, EEP_ONE - 2000, EEP_ONE + 2000);
    assert_in_range(squares / 20000, EEP_ONE - 2500, EEP_ONE + 2500);
    assert_int_not_equal(eep_noise(1, 300, EEP_BACKTEST_ATTACHED, 0),
                         eep_noise(1, 300, EEP_BACKTEST_PREVIOUS, 0));
    assert_int_not_equal(eep_noise(1, 300, EEP_BACKTEST_ATTACHED, 0),
                         eep_noise(1, 301, EEP_BACKTEST_ATTACHED, 0));
    assert_int_not_equal(eep_noise(1, 300, EEP_BACKTEST_ATTACHED, 0),
                         eep_noise(2, 300, EEP_BACKTEST_ATTACHED, 0));
}

static void refused(eep_backtest_options options, eep_status status, const char *message)
{
    eep_backtest *backtest;
    eep_error error;
    assert_int_equal(eep_backtest_run(history, parameters, &options, &backtest, &error), status);
    assert_non_null(strstr(error.message, message));
}

static void test_options_out_of_range_are_refused(void **state)
{
    (void)state;
    eep_backtest_options options;
    eep_backtest_defaults(&options);
    options.replicates = 0;
    refused(options, EEP_ERROR_ARGUMENT, "0 replicates");
    options.replicates = 100001;
    refused(options, EEP_ERROR_ARGUMENT, "100001 replicates");
    eep_backtest_defaults(&options);
    options.threads = -1;
    refused(options, EEP_ERROR_ARGUMENT, "-1 threads");
    eep_backtest_defaults(&options);
    options.from = eep_date_of(2023, 7, 8);
    options.to = eep_date_of(2023, 7, 10);
    refused(options, EEP_ERROR_INFEASIBLE, "no round");
    options.from = INT32_MAX;
    refused(options, EEP_ERROR_INFEASIBLE, "no round");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_run_has_the_rounds_of_its_days),
        cmocka_unit_test(test_nothing_is_foretold_before_the_first_count),
        cmocka_unit_test(test_threads_do_not_matter),
        cmocka_unit_test(test_an_interval_holds_four_of_five),
        cmocka_unit_test(test_noise_is_standard_and_repeats),
        cmocka_unit_test(test_options_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

/* test_fit.c - the search for parameters: it repeats, reads nothing later, and stays where it cannot gain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/history.h"
#include "sim/state/state.h"

static eep_history *history;

static int load(void **state)
{
    (void)state;
    setenv("EEPOOL_DATA", EEP_SOURCE "/datasets", 1);
    return eep_history_load(NULL, &history, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_history_free(history);
    return 0;
}

/* The assumptions with French alone: a short search. */
static eep_backtest_parameters *begin(void)
{
    eep_backtest_parameters *parameters;
    assert_int_equal(
        eep_backtest_parameters_load(EEP_SOURCE "/datasets/backtest/assumptions.yaml", &parameters, NULL),
        EEP_OK);
    assert_string_equal(parameters->type[1].id, "french");
    parameters->type[0] = parameters->type[1];
    parameters->types = 1;
    memset(&parameters->type[1], 0, sizeof parameters->type - sizeof parameters->type[0]);
    return parameters;
}

static int64_t first_error, last_error;

static void note(void *context, const char *parameter, int64_t value, int64_t error_sum)
{
    (void)context;
    (void)value;
    if (strcmp(parameter, "begin") == 0) first_error = error_sum;
    last_error = error_sum;
}

static void fit(const eep_history *record, eep_backtest_parameters *parameters)
{
    eep_error error;
    if (eep_backtest_fit(record, eep_date_of(2023, 7, 1), eep_date_of(2023, 9, 1), parameters, note, NULL,
                         &error) != EEP_OK)
        fail_msg("%s", error.message);
}

/* The record as it was before a day. */
static eep_history *record_before(eep_date day)
{
    eep_history *cut;
    const eep_published_round *round;
    const eep_snapshot *snapshot;
    assert_int_equal(eep_history_new(&cut, NULL), EEP_OK);
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL && round->date < day; i++)
        assert_int_equal(eep_history_add_round(cut, round, NULL), EEP_OK);
    for (size_t i = 0; (snapshot = eep_history_snapshot(history, i)) != NULL && snapshot->as_of < day; i++)
        assert_int_equal(eep_history_add_snapshot(cut, snapshot, NULL), EEP_OK);
    return cut;
}

static void test_a_fit_gains_and_reads_nothing_later(void **state)
{
    (void)state;
    eep_backtest_parameters *whole = begin(), *cut = begin();
    eep_history *before = record_before(eep_date_of(2023, 9, 1));
    fit(history, whole);
    assert_true(last_error < first_error);
    fit(before, cut);
    assert_memory_equal(whole, cut, sizeof *whole);
    assert_int_equal(eep_backtest_parameters_trained_until(whole), eep_date_of(2023, 9, 1));
    eep_history_free(before);
    eep_backtest_parameters_free(whole);
    eep_backtest_parameters_free(cut);
}

static void test_a_window_without_rounds_is_refused(void **state)
{
    (void)state;
    eep_backtest_parameters *parameters = begin();
    eep_error error;
    assert_int_equal(eep_backtest_fit(history, eep_date_of(2023, 7, 8), eep_date_of(2023, 7, 10), parameters,
                                      NULL, NULL, &error),
                     EEP_ERROR_INFEASIBLE);
    assert_non_null(strstr(error.message, "no round"));
    eep_backtest_parameters_free(parameters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_fit_gains_and_reads_nothing_later),
        cmocka_unit_test(test_a_window_without_rounds_is_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

/* test_parameters.c - parameter files: written and read again, and every way to spoil one. */
#include "small.h"

#define FITTED EEP_SOURCE "/datasets/backtest/parameters.yaml"

static char path[256];

static int make_file(void **state)
{
    (void)state;
    const char *place = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/eepool-parameters-XXXXXX", place != NULL ? place : "/tmp");
    const int file = mkstemp(path);
    return file < 0 || close(file) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static char *fitted(void)
{
    size_t length;
    char *text = NULL;
    assert_int_equal(eep_read_file(FITTED, 1 << 20, &text, &length, NULL), EEP_OK);
    return text;
}

static eep_status load_text(const char *text, size_t length, eep_error *error)
{
    eep_backtest_parameters *parameters = NULL;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    const eep_status status = eep_backtest_parameters_load(path, &parameters, error);
    eep_backtest_parameters_free(parameters);
    return status;
}

static void test_what_is_written_is_read_again(void **state)
{
    (void)state;
    eep_backtest_parameters *first, *second;
    assert_int_equal(eep_backtest_parameters_load(FITTED, &first, NULL), EEP_OK);
    FILE *file = fopen(path, "w");
    eep_backtest_parameters_write(first, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(eep_backtest_parameters_load(path, &second, NULL), EEP_OK);
    assert_memory_equal(first, second, sizeof *first);
    assert_int_equal(eep_backtest_parameters_trained_until(first), eep_date_of(2025, 1, 1));
    eep_backtest_parameters_free(first);
    eep_backtest_parameters_free(second);
}

static void test_lists_without_entries_are_written_and_read_again(void **state)
{
    (void)state;
    eep_backtest_parameters *first, *second;
    assert_int_equal(eep_backtest_parameters_load(FITTED, &first, NULL), EEP_OK);
    first->types = first->rescorings = first->late_snapshots = 0;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    eep_backtest_parameters_write(first, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(eep_backtest_parameters_load(path, &second, NULL), EEP_OK);
    assert_int_equal(second->types + second->rescorings + second->late_snapshots, 0);
    eep_backtest_parameters_free(first);
    eep_backtest_parameters_free(second);
}

/* A piece of the file replaced, and what is said about it. */
typedef struct spoilt_file {
    const char *old, *new;
    eep_status status;
    const char *message, *advice;
} spoilt_file;

static const spoilt_file faults[] = {
    {"departures: 10", "departures: 101", EEP_ERROR_VALUE, "departures", ""},
    {"departures: 10", "departures: ten", EEP_ERROR_VALUE, "departures", ""},
    {"  departures: 10\n", "", EEP_ERROR_MISSING, "pool has no departures", "docs/backtest.md"},
    {"  departures: 10\n", "  departures: 10\n  departure: 9\n", EEP_ERROR_UNKNOWN, "no key 'departure'",
     "did you mean 'departures'"},
    {"trained_until: 2025-01-01", "trained_until: 2025-02-30", EEP_ERROR_VALUE, "'2025-02-30'", "2025-01-01"},
    {"trained_until: 2025-01-01", "trained: 2025-01-01", EEP_ERROR_MISSING, "trained_until", ""},
    {"rescorings:", "rescoring: []\nrescorings:", EEP_ERROR_UNKNOWN,
     "a parameter file has no key 'rescoring'", "did you mean 'rescorings'"},
    {"    points: 50\n", "    points: 50\n    until: 2025-03-25\n", EEP_ERROR_UNKNOWN,
     "a rescoring has no key 'until'", ""},
    {"id: french", "id: cec", EEP_ERROR_DUPLICATE, "cec is given twice", ""},
    {"id: french", "id: pnp", EEP_ERROR_VALUE, "'pnp' cannot have a stock", "program or category"},
    {"id: french", "id: a_name_that_is_longer_than_an_id_may_be", EEP_ERROR_VALUE, "cannot have a stock", ""},
    {"kind: flow", "kind: flood", EEP_ERROR_VALUE, "'flood' is no kind", "share or flow"},
    {"points: 50", "points: 0", EEP_ERROR_VALUE, "points", ""},
    {"  - 2024-11-12", "  - November", EEP_ERROR_VALUE, "'November' is not a day", ""},
    {"nominees:\n", "nominees: 7\nothers:\n", EEP_ERROR_VALUE, "nominees must be a mapping", ""},
};

static void test_each_fault_is_told_with_its_place(void **state)
{
    (void)state;
    char *text = fitted();
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const spoilt_file *fault = &faults[i];
        const char *at = strstr(text, fault->old);
        char spoilt[8192];
        eep_error error;
        assert_non_null(at);
        const int length = snprintf(spoilt, sizeof spoilt, "%.*s%s%s", (int)(at - text), text, fault->new,
                                    at + strlen(fault->old));
        assert_in_range(length, 1, sizeof spoilt - 1);
        assert_int_equal(load_text(spoilt, (size_t)length, &error), fault->status);
        assert_non_null(strstr(error.message, fault->message));
        assert_non_null(strstr(error.advice, fault->advice));
        assert_true(error.line > 0);
    }
    free(text);
}

static void test_a_file_cut_short_is_refused_or_whole(void **state)
{
    (void)state;
    char *text = fitted();
    const size_t length = strlen(text);
    for (size_t cut = 0; cut + 12 < length; cut += 7) {
        eep_error error;
        assert_int_not_equal(load_text(text, cut, &error), EEP_OK);
        assert_true(error.message[0] != '\0');
    }
    free(text);
}

static void test_a_file_that_is_not_there_is_told(void **state)
{
    (void)state;
    eep_backtest_parameters *parameters;
    eep_error error;
    assert_int_equal(eep_backtest_parameters_load("no/such.yaml", &parameters, &error), EEP_ERROR_NO_FILE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_written_is_read_again),
        cmocka_unit_test(test_lists_without_entries_are_written_and_read_again),
        cmocka_unit_test(test_each_fault_is_told_with_its_place),
        cmocka_unit_test(test_a_file_cut_short_is_refused_or_whole),
        cmocka_unit_test(test_a_file_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}

/* test_bad_cases.c - files of cases that cannot be read: each fault has its status and its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "eepool/eepool.h"

static char path[64];

static int make_file(void **state)
{
    (void)state;
    strcpy(path, "/tmp/eepool-cases-XXXXXX");
    const int descriptor = mkstemp(path);
    return descriptor < 0 || close(descriptor) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* Reads a file that holds `text`. */
static eep_status read_text(const char *text, eep_error *error)
{
    eep_cases *cases;
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(eep_cases_new(NULL, &cases, error), EEP_OK);
    const eep_status status = eep_cases_read(cases, path, error);
    eep_cases_free(cases);
    return status;
}

#define CASE "- name: a\n  date: 2025-07-07\n  input: {age: 29}\n"

static const struct {
    const char *text;
    eep_status status;
    uint64_t line, column;
} faults[] = {
    {"", EEP_ERROR_MISSING, 1, 1},
    {"[]\n", EEP_ERROR_MISSING, 1, 1},
    {"name: a\n", EEP_ERROR_MISSING, 1, 1},
    {"- a\n", EEP_ERROR_VALUE, 1, 3},
    {"- [a, b]\n", EEP_ERROR_VALUE, 1, 3},
    {"- name: a\n  date: [\n", EEP_ERROR_SYNTAX, 3, 1},
    {"- name: a\n  name: b\n", EEP_ERROR_DUPLICATE, 2, 3},
    {"- date: 2025-07-07\n  input: {age: 29}\n  programs: []\n", EEP_ERROR_MISSING, 1, 3},
    {"- name: a\n  input: {age: 29}\n  programs: []\n", EEP_ERROR_MISSING, 1, 3},
    {"- name: a\n  date: 2025-07-07\n  programs: []\n", EEP_ERROR_MISSING, 1, 3},
    {CASE, EEP_ERROR_MISSING, 1, 3},
    {CASE "  pionts: {total: 110}\n", EEP_ERROR_UNKNOWN, 4, 3},
    {CASE "  points: 110\n", EEP_ERROR_VALUE, 4, 11},
    {CASE "  points: {sum: 110}\n", EEP_ERROR_UNKNOWN, 4, 12},
    {CASE "  points: {total: many}\n", EEP_ERROR_VALUE, 4, 19},
    {CASE "  points: {total: -1}\n", EEP_ERROR_VALUE, 4, 19},
    {CASE "  points: {total: 1201}\n", EEP_ERROR_VALUE, 4, 19},
    {CASE "  points: {total: [110]}\n", EEP_ERROR_VALUE, 4, 19},
    {CASE "  programs: fsw\n", EEP_ERROR_VALUE, 4, 13},
    {CASE "  programs: [fsw, qst]\n", EEP_ERROR_UNKNOWN, 4, 19},
    {CASE "  categories: {stem: 1}\n", EEP_ERROR_VALUE, 4, 15},
    {"- name: a\n  date: 2025-02-29\n  input: {age: 29}\n  programs: []\n", EEP_ERROR_VALUE, 2, 9},
    {"- name: a\n  date: {}\n  input: {age: 29}\n  programs: []\n", EEP_ERROR_VALUE, 2, 9},
    {"- name: a\n  date: 2025-07-07\n  input: 29\n  programs: []\n", EEP_ERROR_VALUE, 3, 10},
    {"- name: a\n  date: 2025-07-07\n  input: {agee: 29}\n  programs: []\n", EEP_ERROR_UNKNOWN, 3, 11},
    {"- name: a\n  date: 2025-07-07\n  input: {age: 29, english_reading: 13}\n  programs: []\n",
     EEP_ERROR_VALUE, 3, 37},
};

static void test_every_fault_is_refused_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        eep_error error = {0};
        const eep_status status = read_text(faults[i].text, &error);
        if (status != faults[i].status || error.line != faults[i].line || error.column != faults[i].column) {
            fail_msg("fault %zu: status %d at %llu:%llu: %s", i, status, (unsigned long long)error.line,
                     (unsigned long long)error.column, error.message);
        }
    }
}

/* A file that ends anywhere is read or refused; nothing else happens. */
static void test_a_file_cut_anywhere_does_no_harm(void **state)
{
    static const char whole[] =
        CASE "  points: {age: 110, total: 110}\n  programs: [fsw]\n  categories: []\n";
    (void)state;
    for (size_t length = 0; length < sizeof whole; length++) {
        char text[sizeof whole];
        memcpy(text, whole, length);
        text[length] = '\0';
        eep_error error;
        const eep_status status = read_text(text, &error);
        assert_true(status == EEP_OK || eep_status_exit_code(status) == 2 ||
                    eep_status_exit_code(status) == 3);
    }
}

static void test_a_file_or_folder_that_is_not_there_is_named(void **state)
{
    eep_cases *cases;
    eep_error error;
    (void)state;
    assert_int_equal(eep_cases_new(NULL, &cases, &error), EEP_OK);
    assert_int_equal(eep_cases_read(cases, "/nowhere/at/all.yaml", &error), EEP_ERROR_NO_FILE);
    eep_cases_free(cases);
    eep_cases_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fault_is_refused_at_its_place),
        cmocka_unit_test(test_a_file_cut_anywhere_does_no_harm),
        cmocka_unit_test(test_a_file_or_folder_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}

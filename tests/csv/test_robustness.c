/* Damaged files, no memory, no space: an ordinary status, nothing leaked and nothing left behind. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "csv_files.h"

/* Whatever was read, it is a sound table; whatever was refused, nothing is left of it. */
static void expect_sound_or_nothing(const char *path)
{
    eep_columns columns;
    eep_error error = {0};
    eep_columns_init(&columns, NULL);
    if (eep_csv_read(path, 0, 1, &columns, &error) == EEP_OK) {
        assert_true(columns.rows > 0);
        assert_int_equal(eep_columns_check(&columns, &error), EEP_OK);
        eep_columns_clear(&columns);
    } else {
        assert_true(error.status == EEP_ERROR_UNKNOWN || (error.status >= 200 && error.status < 300));
        assert_true(error.line > 0 && error.column > 0);
        assert_true(error.message[0] != '\0' && error.advice[0] != '\0');
        assert_int_equal(columns.rows, 0);
        assert_null(columns.id);
    }
}

static const char small[] = "\xef\xbb\xbf"
                            "id,\"submitted_at\",age,sex,citizenship,education,noc,programs,"
                            "language_test_date,status,english_reading\r\n"
                            "3,2022-11-23T00:01:29Z,29,female,IND,\"masters\",21232,fsw+cec,,active,9\r\n"
                            "\r\n"
                            "1,\"2022-11-23T00:01:29Z\",30,,,,,\"\",2021-02-03,,0\n"
                            "2,2022-11-23T00:01:29Z,31,male,FRA,doctoral,00012,pnp,2021-02-03,expired,12";

static void test_a_file_cut_at_any_byte(void **state)
{
    (void)state;
    char path[256];
    temporary_file(path, "", 0);
    for (size_t length = 0; length < sizeof small; length++) {
        write_text(path, small, length);
        expect_sound_or_nothing(path);
    }
    unlink(path);
}

static void test_a_file_with_any_byte_replaced(void **state)
{
    (void)state;
    static const char replacements[] = {'\0', '"', ',', '\n', '\r', '9', '-', '\x80'};
    char path[256], text[sizeof small];
    temporary_file(path, "", 0);
    for (size_t i = 0; i < sizeof small - 1; i++) {
        for (size_t j = 0; j < sizeof replacements; j++) {
            memcpy(text, small, sizeof small);
            text[i] = replacements[j];
            write_text(path, text, sizeof small - 1);
            expect_sound_or_nothing(path);
        }
    }
    unlink(path);
}

static void test_a_file_damaged_at_random(void **state)
{
    (void)state;
    static const char bytes[] = "\0\"\",,\n\n\r0129-:TZabc+ \xc3\xff";
    uint64_t random = 4711;
    char path[256], text[2 * sizeof small];
    temporary_file(path, "", 0);
    for (int round = 0; round < 3000; round++) {
        size_t length = sizeof small - 1;
        memcpy(text, small, length);
        for (uint64_t faults = 1 + next_random(&random) % 4; faults > 0; faults--) {
            const size_t at = (size_t)(next_random(&random) % length);
            const size_t run = (size_t)(next_random(&random) % 12);
            if (next_random(&random) % 3 == 0 && at + run < length) {
                memmove(text + at, text + at + run, length - at - run); /* a hole */
                length -= run;
            } else if (next_random(&random) % 2 == 0 && length + run < sizeof text && at + run <= length) {
                memmove(text + at + run, text + at, length - at); /* a stutter */
                length += run;
            } else {
                text[at] = bytes[next_random(&random) % (sizeof bytes - 1)];
            }
        }
        write_text(path, text, length);
        expect_sound_or_nothing(path);
    }
    unlink(path);
}

/* More rows than the first batch, ids in no order: every allocation that reading can make is made. */
static void many_candidates(char path[256])
{
    const size_t rows = 5000;
    char *text = malloc(rows * 48 + 64);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "id,submitted_at,birth_date\n");
    for (size_t i = 0; i < rows; i++) {
        /* A blank line now and then: more than one run of lines. */
        length += (size_t)sprintf(text + length, "%zu,2022-11-23T00:01:29Z,1990-05-05\n%s", i * 7 % 5003,
                                  i % 250 == 0 ? "\n" : "");
    }
    temporary_file(path, text, length);
    free(text);
}

static void test_reading_without_memory_fails_cleanly_wherever_it_happens(void **state)
{
    (void)state;
    char path[256];
    struct counted_memory memory = {0};
    const eep_allocator allocator = counted_allocator(&memory);
    eep_columns columns;
    eep_error error;
    many_candidates(path);
    eep_columns_init(&columns, &allocator);
    assert_int_equal(eep_csv_read(path, 0, 1, &columns, &error), EEP_OK);
    assert_int_equal(columns.rows, 5000);
    const size_t needed = memory.requests;
    eep_columns_clear(&columns);
    assert_int_equal(memory.blocks, 0);
    assert_true(needed > EEP_COLUMNS + 5); /* the columns, and what reads them */
    for (size_t i = 1; i <= needed; i++) {
        memory = (struct counted_memory){.fail_at = i};
        eep_columns_init(&columns, &allocator);
        assert_int_equal(eep_csv_read(path, 0, 1, &columns, &error), EEP_ERROR_MEMORY);
        assert_int_equal(error.status, EEP_ERROR_MEMORY);
        assert_int_equal(memory.blocks, 0);
        assert_int_equal(memory.requests, i);
    }
    unlink(path);
}

static void test_writing_and_checking_without_memory_fail_cleanly(void **state)
{
    (void)state;
    char path[256], folder[256], target[300];
    struct counted_memory memory = {0};
    const eep_allocator allocator = counted_allocator(&memory);
    eep_columns columns;
    eep_error error;
    many_candidates(path);
    make_folder(folder);
    snprintf(target, sizeof target, "%s/out.csv", folder);
    eep_columns_init(&columns, &allocator);
    assert_int_equal(eep_csv_read(path, 0, 2, &columns, &error), EEP_OK);
    const size_t blocks = memory.blocks;
    memory.fail_at = memory.requests + 1;
    assert_int_equal(eep_csv_write(&columns, 0, 0, 2, target, 0, &error), EEP_ERROR_MEMORY);
    assert_int_equal(access(target, F_OK), -1);
    memory.fail_at = memory.requests + 1;
    assert_int_equal(eep_columns_check(&columns, &error), EEP_ERROR_MEMORY);
    memory.fail_at = memory.requests + 2;
    assert_int_equal(eep_columns_check(&columns, &error), EEP_ERROR_MEMORY);
    memory.fail_at = 0;
    assert_int_equal(eep_columns_check(&columns, &error), EEP_OK);
    assert_int_equal(memory.blocks, blocks);
    eep_columns_clear(&columns);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(rmdir(folder), 0);
    unlink(path);
}

/* Enough candidates for several buffers of output. */
static void make_columns(eep_columns *columns)
{
    eep_columns_init(columns, NULL);
    assert_int_equal(eep_columns_grow(columns, 20000, NULL), EEP_OK);
    for (uint64_t row = 0; row < columns->rows; row++)
        columns->id[row] = row;
}

static void test_a_folder_that_is_not_there(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error;
    make_columns(&columns);
    assert_int_equal(eep_csv_write(&columns, 0, 0, 2, "/nowhere/at/all.csv", 0, &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "/nowhere/at/all.csv"));
    eep_columns_clear(&columns);
}

static void test_a_full_device(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error;
    struct stat status;
    make_columns(&columns);
    assert_int_equal(eep_csv_write(&columns, 0, 0, 2, "/dev/full", 0, &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "No space left"));
    assert_int_equal(eep_csv_write(&columns, 0, 1, 2, "/dev/full", 1, &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "No space left"));
    assert_int_equal(stat("/dev/full", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
    eep_columns_clear(&columns);
}

/* Standard output as `path` for one call, and back. */
static eep_status write_to_standard_output(const eep_columns *columns, uint64_t limit, const char *path,
                                           eep_error *error)
{
    fflush(stdout);
    const int kept = dup(STDOUT_FILENO), handle = open(path, O_WRONLY);
    assert_true(kept >= 0 && handle >= 0);
    dup2(handle, STDOUT_FILENO);
    close(handle);
    const eep_status status = eep_csv_write(columns, 0, limit, 2, "-", 0, error);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    clearerr(stdout);
    return status;
}

static void test_standard_output(void **state)
{
    (void)state;
    char path[256];
    eep_columns columns;
    eep_error error;
    temporary_file(path, "", 0);
    make_columns(&columns);
    assert_int_equal(write_to_standard_output(&columns, 2, path, &error), EEP_OK);
    char *text = file_text(path);
    assert_string_equal(text, "id,submitted_at,birth_date\n0,1970-01-01T00:00:00Z,1970-01-01\n"
                              "1,1970-01-01T00:00:00Z,1970-01-01\n");
    free(text);
    unlink(path);
    assert_int_equal(write_to_standard_output(&columns, 0, "/dev/full", &error), EEP_ERROR_IO);
    assert_non_null(strstr(error.message, "<stdout>"));
    eep_columns_clear(&columns);
}

static void test_a_disk_that_fills_up_leaves_the_old_file_and_nothing_else(void **state)
{
    (void)state;
    char folder[256], target[300];
    eep_columns columns;
    eep_error error;
    make_folder(folder);
    snprintf(target, sizeof target, "%s/out.csv", folder);
    write_text(target, "old", 3);
    make_columns(&columns);
    struct rlimit before, tight;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = (struct rlimit){400000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    const eep_status status = eep_csv_write(&columns, 0, 0, 2, target, 1, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, EEP_ERROR_IO);
    char *text = file_text(target);
    assert_string_equal(text, "old");
    free(text);
    unlink(target);
    assert_int_equal(rmdir(folder), 0); /* it is empty */
    eep_columns_clear(&columns);
}

static void test_a_file_that_is_there_is_kept_unless_told_otherwise(void **state)
{
    (void)state;
    char path[256];
    eep_columns columns;
    eep_error error;
    temporary_file(path, "old", 3);
    make_columns(&columns);
    assert_int_equal(eep_csv_write(&columns, 0, 1, 2, path, 0, &error), EEP_ERROR_EXISTS);
    char *text = file_text(path);
    assert_string_equal(text, "old");
    free(text);
    assert_int_equal(eep_csv_write(&columns, 0, 1, 2, path, 1, &error), EEP_OK);
    text = file_text(path);
    assert_string_equal(text, "id,submitted_at,birth_date\n0,1970-01-01T00:00:00Z,1970-01-01\n");
    free(text);
    unlink(path);
    eep_columns_clear(&columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_cut_at_any_byte),
        cmocka_unit_test(test_a_file_with_any_byte_replaced),
        cmocka_unit_test(test_a_file_damaged_at_random),
        cmocka_unit_test(test_reading_without_memory_fails_cleanly_wherever_it_happens),
        cmocka_unit_test(test_writing_and_checking_without_memory_fail_cleanly),
        cmocka_unit_test(test_a_folder_that_is_not_there),
        cmocka_unit_test(test_a_full_device),
        cmocka_unit_test(test_standard_output),
        cmocka_unit_test(test_a_disk_that_fills_up_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(test_a_file_that_is_there_is_kept_unless_told_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

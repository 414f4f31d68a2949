/* test_roundtrip.c - what is written is read back, and the bytes depend on nothing but the pool. */
#include <fcntl.h>

#include "pools.h"

static void check_round_trip(uint64_t rows, uint64_t present, uint32_t chunk_rows, int level, int threads)
{
    eep_columns pool, back;
    make_pool(&pool, rows, present, rows * 31 + chunk_rows + present);
    write_pool(&pool, in_folder("a.eepd"), chunk_rows, level, threads);
    read_pool(in_folder("a.eepd"), threads, &back);
    assert_pools_equal(&pool, &back);
    assert_int_equal(eep_eepd_verify(in_folder("a.eepd"), kernels_in_turn(), threads, NULL, NULL), EEP_OK);
    eep_columns_clear(&pool);
    eep_columns_clear(&back);
}

static void test_roundtrip_of_sizes_around_a_chunk(void **state)
{
    (void)state;
    static const uint64_t rows[] = {0, 1, 2, 3, 1023, 1024, 1025, 2047, 2048, 2049, 5000};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_round_trip(rows[i], ALL_COLUMNS, 1024, 1, 2);
        check_round_trip(rows[i], ALL_COLUMNS, 0, 3, 1);
    }
}

static void test_roundtrip_of_sizes_around_the_default_chunk(void **state)
{
    (void)state;
    check_round_trip(131071, ALL_COLUMNS, 0, 0, 2);
    check_round_trip(131072, ALL_COLUMNS, 0, 0, 2);
    check_round_trip(131073, ALL_COLUMNS, 4096, 0, 3);
    check_round_trip(131073, ALL_COLUMNS, 1048576, 0, 2);
}

static void test_roundtrip_of_some_columns_keeps_the_others_absent(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 40; i++)
        check_round_trip(1500, (next_random(&random) & ALL_COLUMNS) | 1, 1024, 1, 2);
    check_round_trip(0, 0, 1024, 1, 1);
    check_round_trip(1, 0, 1024, 1, 1);
    check_round_trip(1, UINT64_C(1) << EEP_COL_status, 1024, 1, 1);
}

static void test_roundtrip_of_every_single_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        check_round_trip(1100, UINT64_C(1) << i | 1, 1024, 1, 1);
}

static void test_roundtrip_of_the_ends_of_every_range(void **state)
{
    (void)state;
    eep_columns pool, back;
    make_pool(&pool, 2048, ALL_COLUMNS, 8);
    for (size_t i = 1; i < EEP_COLUMNS; i++) {
        eep_column column;
        eep_column_at(i, &column);
        for (uint64_t row = 0; row < pool.rows; row++)
            eep_columns_set(&pool, i, row, row % 3 == 0 ? column.minimum : column.maximum);
    }
    for (uint64_t row = 0; row < pool.rows; row++) {
        pool.id[row] = row % 2 == 0 ? row : (uint64_t)INT64_MAX - row;
        pool.citizenship[row] = row % 2 == 0 ? 1 * 1024 + 1 * 32 + 1 : 26 * 1024 + 26 * 32 + 26;
    }
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
    read_pool(in_folder("a.eepd"), 2, &back);
    assert_pools_equal(&pool, &back);
    eep_columns_clear(&pool);
    eep_columns_clear(&back);
}

static void test_roundtrip_bytes_do_not_depend_on_threads(void **state)
{
    (void)state;
    static const int levels[] = {1, 3, 19};
    eep_columns pool;
    make_pool(&pool, 9001, ALL_COLUMNS, 77);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t length;
        write_pool(&pool, in_folder("a.eepd"), 1024, levels[i], 1);
        unsigned char *one = file_bytes(in_folder("a.eepd"), &length);
        for (int threads = 2; threads <= 3; threads++) {
            size_t other_length;
            write_pool(&pool, in_folder("b.eepd"), 1024, levels[i], threads);
            unsigned char *other = file_bytes(in_folder("b.eepd"), &other_length);
            assert_int_equal(length, other_length);
            assert_memory_equal(one, other, length);
            free(other);
        }
        free(one);
    }
    eep_columns_clear(&pool);
}

static void test_roundtrip_through_standard_output_and_input(void **state)
{
    (void)state;
    eep_columns pool, back;
    make_pool(&pool, 3000, ALL_COLUMNS, 3);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);

    fflush(stdout);
    const int saved_out = dup(STDOUT_FILENO);
    const int out = open(in_folder("b.eepd"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(out >= 0 && dup2(out, STDOUT_FILENO) >= 0);
    const eep_write_options options = {.size = sizeof options, .chunk_rows = 1024};
    const eep_status status = eep_eepd_write(&pool, "{\"made\": \"by a test\"}", "-", &options, 2, NULL);
    fflush(stdout);
    assert_true(dup2(saved_out, STDOUT_FILENO) >= 0);
    close(out);
    close(saved_out);
    assert_int_equal(status, EEP_OK);

    const int saved_in = dup(STDIN_FILENO), in = open(in_folder("b.eepd"), O_RDONLY);
    assert_true(in >= 0 && dup2(in, STDIN_FILENO) >= 0);
    read_pool("-", 2, &back);
    assert_true(dup2(saved_in, STDIN_FILENO) >= 0);
    close(in);
    close(saved_in);
    assert_pools_equal(&pool, &back);
    eep_columns_clear(&pool);
    eep_columns_clear(&back);
}

static void test_roundtrip_of_absent_dates_derives_them_from_submission(void **state)
{
    (void)state;
    eep_columns pool, back;
    make_pool(&pool, 10, 1 | UINT64_C(1) << EEP_COL_submitted_at, 4);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    read_pool(in_folder("a.eepd"), 1, &back);
    for (uint64_t row = 0; row < 10; row++)
        assert_int_equal(back.language_test_date[row], eep_time_date(pool.submitted_at[row]));
    assert_int_equal(back.present & UINT64_C(1) << EEP_COL_language_test_date, 0);
    eep_columns_clear(&pool);
    eep_columns_clear(&back);
}

/* 32 values of a time and a flag: what the file says of them can be counted by hand. */
static void test_inspect_tells_what_the_file_holds(void **state)
{
    (void)state;
    eep_columns pool;
    eep_file_info info;
    char digest[EEP_DIGEST_TEXT];
    make_pool(&pool, 1500, 1 | UINT64_C(1) << EEP_COL_noc | UINT64_C(1) << EEP_COL_status, 6);
    memset(pool.status, 2, 1500);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    assert_int_equal(eep_eepd_inspect(in_folder("a.eepd"), &info, NULL), EEP_OK);
    assert_int_equal(info.version, 2);
    assert_int_equal(info.rows, 1500);
    assert_int_equal(info.chunks, 2);
    assert_int_equal(info.chunk_rows, 1024);
    assert_int_equal(info.columns, 3);
    assert_int_equal(info.raw_bytes, 1500 * (8 + 4 + 1));
    assert_string_equal(info.column[0].name, "id");
    assert_string_equal(info.column[1].name, "noc");
    assert_string_equal(info.column[2].name, "status");
    assert_int_equal(info.column[0].raw_bytes, 1500 * 8);
    assert_int_equal(info.column[2].raw_bytes, 1500);
    /* A chunk: the number of parts, the head of the one, its column, and an array that is one value. */
    assert_int_equal(info.column[2].stored_bytes, 2 * (1 + 12 + 1 + 2));
    assert_string_equal(info.provenance, "{\"made\": \"by a test\"}");
    assert_int_equal(eep_columns_digest(&pool, 1, digest, NULL), EEP_OK);
    assert_string_equal(info.pool_digest, digest);
    size_t length;
    free(file_bytes(in_folder("a.eepd"), &length));
    assert_int_equal(info.file_bytes, length);
    free(info.provenance);
    eep_columns_clear(&pool);
}

static void test_recognise_goes_by_the_first_four_bytes(void **state)
{
    (void)state;
    assert_true(eep_eepd_recognise((const unsigned char *)"EEPD\x89\r\n", 7));
    assert_true(eep_eepd_recognise((const unsigned char *)"EEPD of some later kind", 20));
    assert_false(eep_eepd_recognise((const unsigned char *)"EEP", 3));
    assert_false(eep_eepd_recognise((const unsigned char *)"", 0));
    assert_false(eep_eepd_recognise((const unsigned char *)"id,submitted_at", 15));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roundtrip_of_sizes_around_a_chunk),
        cmocka_unit_test(test_roundtrip_of_sizes_around_the_default_chunk),
        cmocka_unit_test(test_roundtrip_of_some_columns_keeps_the_others_absent),
        cmocka_unit_test(test_roundtrip_of_every_single_column),
        cmocka_unit_test(test_roundtrip_of_the_ends_of_every_range),
        cmocka_unit_test(test_roundtrip_bytes_do_not_depend_on_threads),
        cmocka_unit_test(test_roundtrip_through_standard_output_and_input),
        cmocka_unit_test(test_roundtrip_of_absent_dates_derives_them_from_submission),
        cmocka_unit_test(test_inspect_tells_what_the_file_holds),
        cmocka_unit_test(test_recognise_goes_by_the_first_four_bytes),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

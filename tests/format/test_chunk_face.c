/*
 * test_chunk_face.c - files read a chunk at a time and written row by row are the files that memory holds
 * whole.
 */
#include "pools.h"

#include "datasets/digest/digest.h"

static void append_pool(const eep_columns *pool, const char *path, uint32_t chunk_rows, int threads,
                        uint64_t step)
{
    const eep_write_options options = {
        .size = sizeof options, .overwrite = 1, .level = 1, .chunk_rows = chunk_rows};
    eep_chunk_writer *writer;
    eep_error error = {0};
    assert_int_equal(eep_chunk_writer_open(path, pool->present, "{\"made\": \"by a test\"}", &options,
                                           threads, NULL, &writer, &error),
                     EEP_OK);
    for (uint64_t row = 0; row < pool->rows; row += step) {
        const uint64_t left = pool->rows - row;
        assert_int_equal(eep_chunk_writer_put(writer, pool, row, left < step ? left : step, &error), EEP_OK);
    }
    if (eep_chunk_writer_commit(writer, &error) != EEP_OK) fail_msg("%s", error.message);
}

static void assert_same_bytes(const char *a, const char *b)
{
    size_t length_a, length_b;
    unsigned char *bytes_a = file_bytes(a, &length_a), *bytes_b = file_bytes(b, &length_b);
    assert_int_equal(length_a, length_b);
    assert_memory_equal(bytes_a, bytes_b, length_a);
    free(bytes_a);
    free(bytes_b);
}

static void test_chunks_appended_make_the_bytes_of_a_file_written_whole(void **state)
{
    (void)state;
    static const uint64_t rows[] = {0, 1, 1023, 1024, 1025, 5000};
    static const uint64_t steps[] = {1, 7, 1024, 3000};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            eep_columns pool;
            make_pool(&pool, rows[r], ALL_COLUMNS, rows[r] + s);
            write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
            append_pool(&pool, in_folder("b.eepd"), 1024, 1 + (int)s % 3, steps[s]);
            assert_same_bytes(in_folder("a.eepd"), in_folder("b.eepd"));
            eep_columns_clear(&pool);
        }
    }
}

/* Reads every chunk with some columns and compares each with the rows of the whole. */
static void check_chunks(const eep_columns *pool, const char *path, uint64_t wanted, int thread)
{
    eep_chunks *chunks;
    eep_columns chunk;
    eep_error error = {0};
    uint64_t first = 0;
    eep_columns_init(&chunk, NULL);
    assert_int_equal(eep_chunks_open(path, kernels_in_turn(), 3, NULL, &chunks, &error), EEP_OK);
    assert_int_equal(eep_chunks_rows(chunks), pool->rows);
    assert_int_equal(eep_chunks_present(chunks), pool->present);
    for (uint64_t k = 0; k < eep_chunks_count(chunks); k++) {
        if (eep_chunks_read(chunks, thread, k, wanted, &chunk, &error) != EEP_OK)
            fail_msg("%s", error.message);
        assert_int_equal(chunk.present, pool->present & wanted);
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            eep_column column;
            eep_column_at(i, &column);
            if ((wanted >> i & 1) == 0) continue;
            const unsigned char *whole = eep_columns_data(pool, i);
            assert_memory_equal(eep_columns_data(&chunk, i), whole + first * column.width,
                                chunk.rows * column.width);
        }
        first += chunk.rows;
    }
    assert_int_equal(first, pool->rows);
    eep_chunks_close(chunks);
    eep_columns_clear(&chunk);
}

static void test_chunks_hold_the_wanted_columns_of_their_rows(void **state)
{
    (void)state;
    uint64_t random = 11;
    for (int i = 0; i < 30; i++) {
        eep_columns pool;
        make_pool(&pool, 2500, (next_random(&random) & ALL_COLUMNS) | 1, random);
        write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
        check_chunks(&pool, in_folder("a.eepd"), next_random(&random) & ALL_COLUMNS, i % 3);
        check_chunks(&pool, in_folder("a.eepd"), ALL_COLUMNS, 0);
        eep_columns_clear(&pool);
    }
}

/* Whoever opens a file may let go of the table: a stream is pulled by code that knows nothing of it. */
static void test_chunks_keep_the_kernels_that_they_were_opened_with(void **state)
{
    (void)state;
    eep_kernels kernels;
    eep_columns pool, chunk;
    eep_chunks *chunks;
    make_pool(&pool, 2000, ALL_COLUMNS, 12);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    assert_int_equal(eep_kernels_select("ref", &kernels), 0);
    assert_int_equal(eep_chunks_open(in_folder("a.eepd"), &kernels, 1, NULL, &chunks, NULL), EEP_OK);
    memset(&kernels, 0, sizeof kernels);
    eep_columns_init(&chunk, NULL);
    assert_int_equal(eep_chunks_read(chunks, 0, 1, ALL_COLUMNS, &chunk, NULL), EEP_OK);
    assert_memory_equal(chunk.noc, pool.noc + 1024, chunk.rows * sizeof *chunk.noc);
    eep_chunks_close(chunks);
    eep_columns_clear(&chunk);
    eep_columns_clear(&pool);
}

/* Rows of every chunk, of columns that were not read with it. */
static void check_rows(const eep_columns *pool, uint64_t wanted, const uint32_t *row, size_t rows)
{
    eep_chunks *chunks;
    eep_columns chunk;
    eep_error error = {0};
    eep_columns_init(&chunk, NULL);
    assert_int_equal(eep_chunks_open(in_folder("a.eepd"), kernels_in_turn(), 1, NULL, &chunks, &error),
                     EEP_OK);
    for (uint64_t k = 0; k < eep_chunks_count(chunks); k++) {
        const uint64_t first = k * eep_chunks_size(chunks);
        size_t here = 0;
        if (eep_chunks_read(chunks, 0, k, ALL_COLUMNS & ~wanted, &chunk, &error) != EEP_OK)
            fail_msg("%s", error.message);
        while (here < rows && row[here] < chunk.rows)
            here++;
        if (eep_chunks_read_rows(chunks, 0, k, wanted, row, here, &chunk, &error) != EEP_OK)
            fail_msg("%s", error.message);
        assert_int_equal(chunk.present, pool->present);
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            eep_column column;
            eep_column_at(i, &column);
            const unsigned char *whole = eep_columns_data(pool, i), *got = eep_columns_data(&chunk, i);
            for (size_t r = 0; r < here && (pool->present >> i & 1) != 0; r++)
                assert_memory_equal(got + row[r] * column.width, whole + (first + row[r]) * column.width,
                                    column.width);
        }
    }
    eep_chunks_close(chunks);
    eep_columns_clear(&chunk);
}

static void test_chunks_give_rows_of_columns_that_were_not_read_with_them(void **state)
{
    (void)state;
    static const uint32_t row[] = {0, 1, 5, 63, 64, 200, 451, 452, 777, 1000, 1022, 1023};
    uint64_t random = 12;
    for (int i = 0; i < 30; i++) {
        eep_columns pool;
        make_pool(&pool, 2500, (next_random(&random) & ALL_COLUMNS) | 1, random);
        write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
        check_rows(&pool, next_random(&random) & ALL_COLUMNS, row, sizeof row / sizeof *row);
        check_rows(&pool, UINT64_C(1) << EEP_COL_submitted_at, row + i % 12, 1);
        check_rows(&pool, ALL_COLUMNS, row, 0);
        eep_columns_clear(&pool);
    }
}

/* Ids of one chunk of 1,024, or fewer; returns what is known of them, and checks it. */
static int known_to_rise(const eep_columns *pool)
{
    eep_chunks *chunks;
    eep_error error = {0};
    uint64_t first, last;
    write_pool(pool, in_folder("a.eepd"), 1024, 1, 1);
    assert_int_equal(eep_chunks_open(in_folder("a.eepd"), kernels_in_turn(), 1, NULL, &chunks, &error),
                     EEP_OK);
    const int rise = eep_chunks_ids_rise(chunks, 0, 0, &first, &last);
    if (rise) {
        assert_int_equal(first, pool->id[0]);
        assert_int_equal(last, pool->id[pool->rows - 1]);
    }
    eep_chunks_close(chunks);
    return rise;
}

static void test_chunks_know_that_ids_rise_where_their_steps_are_equal(void **state)
{
    (void)state;
    eep_columns pool;
    make_pool(&pool, 1000, ALL_COLUMNS, 6);
    for (uint64_t row = 0; row < 1000; row++)
        pool.id[row] = 17 + 3 * row;
    assert_int_equal(known_to_rise(&pool), 1);
    for (uint64_t row = 0; row < 1000; row++)
        pool.id[row] = INT64_MAX - 7 * (999 - row);
    assert_int_equal(known_to_rise(&pool), 1);
    for (uint64_t row = 0; row < 1000; row++)
        pool.id[row] = 5000 - row; /* equal steps, downwards */
    assert_int_equal(known_to_rise(&pool), 0);
    for (uint64_t row = 0; row < 1000; row++)
        pool.id[row] = row * row;
    assert_int_equal(known_to_rise(&pool), 0);
    eep_columns_clear(&pool);
}

static void test_chunks_without_dates_of_papers_take_the_day_of_submission(void **state)
{
    (void)state;
    const uint64_t papers = UINT64_C(1) << EEP_COL_language_test_date;
    eep_columns pool;
    make_pool(&pool, 3000, ALL_COLUMNS & ~papers, 4);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
    check_chunks(&pool, in_folder("a.eepd"), papers, 0);
    eep_columns_clear(&pool);
}

static void test_chunks_that_are_damaged_are_named_with_column_and_rows(void **state)
{
    (void)state;
    eep_columns pool, chunk;
    eep_chunks *chunks;
    eep_error error = {0};
    size_t length;
    make_pool(&pool, 3000, ALL_COLUMNS, 5);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
    unsigned char *bytes = file_bytes(in_folder("a.eepd"), &length);
    bytes[length / 2] ^= 1; /* somewhere in the blocks of the second chunk */
    write_bytes(in_folder("b.eepd"), bytes, length);
    free(bytes);
    eep_columns_init(&chunk, NULL);
    assert_int_equal(eep_chunks_open(in_folder("b.eepd"), kernels_in_turn(), 1, NULL, &chunks, &error),
                     EEP_OK);
    assert_int_equal(eep_chunks_read(chunks, 0, 0, ALL_COLUMNS, &chunk, &error), EEP_OK);
    assert_int_equal(eep_chunks_read(chunks, 0, 1, ALL_COLUMNS, &chunk, &error), EEP_ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "chunk 1, column "));
    assert_non_null(strstr(error.message, "rows 1024 to 2047"));
    assert_string_equal(error.file, in_folder("b.eepd"));
    assert_int_equal(eep_chunks_read(chunks, 0, 2, ALL_COLUMNS, &chunk, &error), EEP_OK);
    eep_chunks_close(chunks);
    eep_columns_clear(&chunk);
    eep_columns_clear(&pool);
}

/* Two files with ids of ours; the status of looking for repetitions in both. */
static eep_status look_for_twice(uint64_t *ids, uint64_t count, uint64_t rows[2], eep_error *error)
{
    eep_columns pool;
    eep_chunks *files[2];
    make_pool(&pool, count, 1, 5);
    memcpy(pool.id, ids, count * sizeof *ids);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    memcpy(pool.id, ids + count, count * sizeof *ids);
    write_pool(&pool, in_folder("b.eepd"), 1024, 1, 1);
    eep_columns_clear(&pool);
    assert_int_equal(eep_chunks_open(in_folder("a.eepd"), kernels_in_turn(), 1, NULL, &files[0], NULL),
                     EEP_OK);
    assert_int_equal(eep_chunks_open(in_folder("b.eepd"), kernels_in_turn(), 1, NULL, &files[1], NULL),
                     EEP_OK);
    const eep_status status = eep_chunks_unique(files, 2, rows, error);
    eep_chunks_close(files[0]);
    eep_chunks_close(files[1]);
    return status;
}

static void test_chunks_with_an_id_twice_name_the_first_repetition(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static uint64_t ids[2 * COUNT];
    eep_error error;
    uint64_t rows[2] = {0, 0};
    for (uint64_t i = 0; i < 2 * COUNT; i++)
        ids[i] = i * UINT64_C(0x9E3779B97F4A7C15) >> 1; /* in no order */
    assert_int_equal(look_for_twice(ids, COUNT, rows, &error), EEP_OK);
    ids[COUNT + 4000] = ids[17];
    ids[COUNT + 70] = ids[4500];
    assert_int_equal(look_for_twice(ids, COUNT, rows, &error), EEP_ERROR_DUPLICATE);
    assert_int_equal(rows[0], 4500);
    assert_int_equal(rows[1], COUNT + 70);
    assert_non_null(strstr(error.message, "candidates 4501 and 5071 both have the id"));
    for (uint64_t i = 0; i < 2 * COUNT; i++)
        ids[i] = i; /* rising through both */
    assert_int_equal(look_for_twice(ids, COUNT, rows, &error), EEP_OK);
}

static void test_chunks_refuse_what_a_reader_would_refuse_and_leave_nothing(void **state)
{
    (void)state;
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    eep_columns pool;
    eep_chunk_writer *writer;
    eep_error error = {0};
    make_pool(&pool, 2000, ALL_COLUMNS, 6);
    unlink(in_folder("c.eepd"));
    pool.education[1500] = 8;
    assert_int_equal(
        eep_chunk_writer_open(in_folder("c.eepd"), ALL_COLUMNS, NULL, &options, 2, NULL, &writer, &error),
        EEP_OK);
    assert_int_equal(eep_chunk_writer_put(writer, &pool, 0, 2000, &error), EEP_OK);
    assert_int_equal(eep_chunk_writer_commit(writer, &error), EEP_ERROR_VALUE);
    assert_non_null(strstr(error.message, "education of candidate 1501"));
    pool.education[1500] = 7;
    pool.id[1999] = pool.id[3];
    assert_int_equal(
        eep_chunk_writer_open(in_folder("c.eepd"), ALL_COLUMNS, NULL, &options, 2, NULL, &writer, &error),
        EEP_OK);
    assert_int_equal(eep_chunk_writer_put(writer, &pool, 0, 2000, &error), EEP_OK);
    assert_int_equal(eep_chunk_writer_commit(writer, &error), EEP_ERROR_DUPLICATE);
    assert_int_not_equal(access(in_folder("c.eepd"), F_OK), 0);
    assert_int_equal(
        eep_chunk_writer_open("/dev/null", ALL_COLUMNS, NULL, &options, 1, NULL, &writer, &error),
        EEP_ERROR_ARGUMENT);
    assert_int_equal(eep_chunk_writer_open(in_folder("c.eepd"), ALL_COLUMNS, "nothing", &options, 1, NULL,
                                           &writer, &error),
                     EEP_ERROR_SYNTAX);
    eep_columns_clear(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chunks_appended_make_the_bytes_of_a_file_written_whole),
        cmocka_unit_test(test_chunks_hold_the_wanted_columns_of_their_rows),
        cmocka_unit_test(test_chunks_keep_the_kernels_that_they_were_opened_with),
        cmocka_unit_test(test_chunks_give_rows_of_columns_that_were_not_read_with_them),
        cmocka_unit_test(test_chunks_know_that_ids_rise_where_their_steps_are_equal),
        cmocka_unit_test(test_chunks_without_dates_of_papers_take_the_day_of_submission),
        cmocka_unit_test(test_chunks_that_are_damaged_are_named_with_column_and_rows),
        cmocka_unit_test(test_chunks_with_an_id_twice_name_the_first_repetition),
        cmocka_unit_test(test_chunks_refuse_what_a_reader_would_refuse_and_leave_nothing),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

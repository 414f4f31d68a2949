/* test_chunks.c - files read and written chunk by chunk give what they give whole: columns, planes, bytes. */
#include "pools.h"
#include "sim/sim.h"

/* ---- Columns ------------------------------------------------------------------------------------------- */

static eep_eepd *open_file(const char *path)
{
    eep_eepd *file;
    eep_error error;
    if (eep_eepd_open(path, kernels_in_turn(), NULL, &file, &error) != EEP_OK) fail_msg("%s", error.message);
    return file;
}

/* Compares the wanted columns of a chunk with rows of the pool. */
static void check_rows(const eep_columns *pool, uint64_t first, size_t count, uint64_t wanted,
                       const eep_columns *chunk, uint64_t row)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((wanted & pool->present & UINT64_C(1) << i) == 0) continue;
        for (size_t k = 0; k < count; k++)
            assert_int_equal(eep_columns_get(chunk, i, row + k), eep_columns_get(pool, i, first + k));
    }
}

static void check_chunks(const eep_columns *pool, uint64_t wanted)
{
    eep_eepd *file = open_file(in_folder("a.eepd"));
    eep_eepd_thread *thread;
    eep_columns chunk;
    eep_eepd_facts facts;
    eep_error error;
    eep_eepd_facts_of(file, &facts);
    eep_columns_init(&chunk, NULL);
    assert_int_equal(eep_columns_grow(&chunk, 1024 + 5, NULL), EEP_OK);
    assert_int_equal(eep_eepd_thread_new(file, &thread, NULL), EEP_OK);
    for (uint64_t number = facts.chunks; number-- > 0;) { /* in any order */
        if (eep_eepd_chunk_columns(file, thread, number, wanted, &chunk, 5, &error) != EEP_OK)
            fail_msg("%s", error.message);
        check_rows(pool, eep_eepd_chunk_first(file, number), eep_eepd_chunk_count(file, number), wanted,
                   &chunk, 5);
    }
    eep_eepd_thread_free(thread);
    eep_columns_clear(&chunk);
    eep_eepd_close(file);
}

static void test_chunks_give_any_columns_at_any_row(void **state)
{
    (void)state;
    eep_columns pool;
    uint64_t random = 1;
    make_pool(&pool, 4500, ALL_COLUMNS, 31);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
    check_chunks(&pool, ALL_COLUMNS);
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        check_chunks(&pool, UINT64_C(1) << i);
    for (int i = 0; i < 20; i++)
        check_chunks(&pool, next_random(&random));
    eep_columns_clear(&pool);
}

static void test_chunks_tell_facts_and_ranges(void **state)
{
    (void)state;
    eep_columns pool;
    eep_eepd_facts facts;
    int64_t low, high;
    make_pool(&pool, 2500, ALL_COLUMNS & ~(UINT64_C(1) << EEP_COL_noc), 32);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 2);
    eep_eepd *file = open_file(in_folder("a.eepd"));
    eep_eepd_facts_of(file, &facts);
    assert_int_equal(facts.version, 2);
    assert_int_equal(facts.rows, 2500);
    assert_int_equal(facts.chunks, 3);
    assert_int_equal(facts.chunk_rows, 1024);
    assert_true(facts.present == pool.present);
    assert_string_equal(facts.provenance, "{\"made\": \"by a test\"}");
    assert_int_equal(eep_eepd_chunk_first(file, 2), 2048);
    assert_int_equal(eep_eepd_chunk_count(file, 2), 452);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        int64_t least, most;
        if (i == EEP_COL_noc) continue;
        eep_columns_range(&pool, i, 1024, 2048, &least, &most);
        eep_eepd_chunk_range(file, 1, i, &low, &high);
        assert_int_equal(low, least);
        assert_int_equal(high, most);
    }
    eep_eepd_chunk_range(file, 1, EEP_COL_noc, &low, &high);
    assert_true(low == 0 && high == 99999);
    eep_eepd_close(file);
    eep_columns_clear(&pool);
}

static void test_chunks_of_version_1_are_read_alike(void **state)
{
    (void)state;
    static const char golden[] = EEP_SOURCE "/tests/format/golden/v1.eepd";
    eep_columns pool, chunk;
    eep_eepd_thread *thread;
    char *provenance = NULL;
    eep_columns_init(&pool, NULL);
    eep_columns_init(&chunk, NULL);
    assert_int_equal(eep_eepd_read(golden, kernels_in_turn(), 1, &pool, &provenance, NULL), EEP_OK);
    free(provenance);
    eep_eepd *file = open_file(golden);
    assert_int_equal(eep_columns_grow(&chunk, 1024, NULL), EEP_OK);
    assert_int_equal(eep_eepd_thread_new(file, &thread, NULL), EEP_OK);
    for (uint64_t number = 0; number < 3; number++) {
        assert_int_equal(eep_eepd_chunk_columns(file, thread, number, ALL_COLUMNS, &chunk, 0, NULL), EEP_OK);
        check_rows(&pool, eep_eepd_chunk_first(file, number), eep_eepd_chunk_count(file, number), ALL_COLUMNS,
                   &chunk, 0);
    }
    eep_eepd_thread_free(thread);
    eep_eepd_close(file);
    eep_columns_clear(&pool);
    eep_columns_clear(&chunk);
}

/* ---- Planes -------------------------------------------------------------------------------------------- */

#define PLANE_ROWS 3000

typedef struct plane_set {
    uint8_t bytes[EEP_PLANES][PLANE_ROWS + 64];
    eep_planes planes;
} plane_set;

static void clear_planes(plane_set *set)
{
    memset(set->bytes, 0x5A, sizeof set->bytes);
    for (int p = 0; p < EEP_PLANES; p++)
        set->planes.plane[p] = set->bytes[p];
}

static void planes_by_chunks(const eep_kernels *kernels, const eep_pack_tables *tables, plane_set *set)
{
    eep_eepd *file = open_file(in_folder("a.eepd"));
    eep_eepd_thread *thread;
    eep_eepd_facts facts;
    eep_error error;
    eep_eepd_facts_of(file, &facts);
    clear_planes(set);
    assert_int_equal(eep_eepd_thread_new(file, &thread, NULL), EEP_OK);
    for (uint64_t number = 0; number < facts.chunks; number++) {
        const eep_planes at = eep_planes_at(&set->planes, eep_eepd_chunk_first(file, number));
        if (eep_eepd_chunk_planes(file, thread, number, kernels, tables, &at, &error) != EEP_OK)
            fail_msg("%s", error.message);
    }
    eep_eepd_thread_free(thread);
    eep_eepd_close(file);
}

/* Planes of the pool in memory, by the reference, and of its file, by every level of kernels. */
static void check_planes(const eep_columns *pool, const eep_pack_tables *tables)
{
    static plane_set expected, found;
    eep_kernels kernels;
    eep_raw raw;
    const char *level;
    int usable;
    clear_planes(&expected);
    eep_raw_at(pool, 0, &raw);
    assert_int_equal(eep_kernels_select("ref", &kernels), 0);
    kernels.pack(tables, &raw, pool->rows, &expected.planes);
    for (size_t i = 0; (level = eep_kernels_level(i, &usable)) != NULL; i++) {
        if (!usable) continue;
        assert_int_equal(eep_kernels_select(level, &kernels), 0);
        planes_by_chunks(&kernels, tables, &found);
        assert_memory_equal(found.bytes, expected.bytes, sizeof found.bytes);
    }
}

/* Papers of the two years before the middle of 2023, so that on some days all, none or some have expired. */
static void fill_papers(eep_columns *pool, uint64_t seed)
{
    const int32_t day = eep_date_of(2023, 7, 1);
    for (uint64_t row = 0; row < pool->rows; row++) {
        pool->submitted_at[row] =
            (int64_t)(day - random_between(&seed, 0, 360)) * 86400 + random_between(&seed, 0, 86399);
        pool->language_test_date[row] = day - (int32_t)random_between(&seed, 0, 700);
        pool->assessment_date[row] = day - (int32_t)random_between(&seed, 0, 1700);
        pool->birth_date[row] = day - (int32_t)random_between(&seed, 17 * 365, 50 * 365);
    }
}

static void check_planes_of(uint64_t present, uint64_t seed)
{
    static const struct {
        int year, month, day;
    } days[] = {{2023, 7, 2}, {2024, 3, 1}, {2025, 6, 30}, {2029, 1, 1}};
    eep_policy *policy;
    eep_rules *rules;
    eep_columns pool;
    assert_int_equal(eep_policy_load(NULL, NULL, &policy, NULL), EEP_OK);
    make_pool(&pool, PLANE_ROWS, ALL_COLUMNS, seed);
    fill_papers(&pool, seed);
    pool.present = present;
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        if ((present >> i & 1) == 0) eep_columns_default(&pool, i, 0, pool.rows);
    eep_columns_derive(&pool, 0);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_int_equal(
            eep_policy_at(policy, eep_date_of(days[i].year, days[i].month, days[i].day), &rules, NULL),
            EEP_OK);
        check_planes(&pool, &rules->pack);
        eep_rules_free(rules);
    }
    eep_policy_free(policy);
    eep_columns_clear(&pool);
}

static void test_planes_of_chunks_are_those_of_the_columns(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 4; seed++)
        check_planes_of(ALL_COLUMNS, seed);
}

static void test_planes_of_chunks_that_lack_columns_are_those_of_defaults(void **state)
{
    (void)state;
    const uint64_t papers = UINT64_C(1) << EEP_COL_language_test_date | UINT64_C(1)
                                                                            << EEP_COL_assessment_date;
    check_planes_of(ALL_COLUMNS & ~papers, 5);
    check_planes_of(ALL_COLUMNS & ~papers & ~(UINT64_C(1) << EEP_COL_submitted_at), 6);
    check_planes_of(1 | UINT64_C(1) << EEP_COL_english_writing, 7);
}

/* ---- Writing ------------------------------------------------------------------------------------------- */

/* Puts the pool in pieces of so many chunks of 1024. */
static void write_in_pieces(const eep_columns *pool, uint64_t chunks, int threads)
{
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    eep_eepd_writer *writer;
    eep_error error;
    if (eep_eepd_writer_new(in_folder("b.eepd"), pool->present, "{\"made\": \"by a test\"}", &options,
                            threads, NULL, &writer, &error) != EEP_OK)
        fail_msg("%s", error.message);
    assert_int_equal(eep_eepd_writer_chunk_rows(writer), 1024);
    for (uint64_t row = 0; row < pool->rows; row += 1024 * chunks) {
        const uint64_t left = pool->rows - row;
        if (eep_eepd_writer_put(writer, pool, row, left < 1024 * chunks ? left : 1024 * chunks, &error) !=
            EEP_OK)
            fail_msg("%s", error.message);
    }
    if (eep_eepd_writer_commit(writer, &error) != EEP_OK) fail_msg("%s", error.message);
}

static void test_writer_of_pieces_makes_the_bytes_of_the_whole(void **state)
{
    (void)state;
    static const uint64_t rows[] = {0, 1, 1024, 1025, 7000};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        eep_columns pool;
        size_t length, other_length;
        make_pool(&pool, rows[i], ALL_COLUMNS, 41 + i);
        write_pool(&pool, in_folder("a.eepd"), 1024, 0, 1);
        unsigned char *whole = file_bytes(in_folder("a.eepd"), &length);
        for (uint64_t chunks = 1; chunks <= 3; chunks++) {
            write_in_pieces(&pool, chunks, (int)chunks);
            unsigned char *pieces = file_bytes(in_folder("b.eepd"), &other_length);
            assert_int_equal(other_length, length);
            assert_memory_equal(pieces, whole, length);
            free(pieces);
        }
        free(whole);
        eep_columns_clear(&pool);
    }
}

static void test_writer_refuses_rows_behind_part_of_a_chunk(void **state)
{
    (void)state;
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 1024};
    eep_columns pool;
    eep_eepd_writer *writer;
    make_pool(&pool, 3000, ALL_COLUMNS, 51);
    unlink(in_folder("b.eepd"));
    assert_int_equal(
        eep_eepd_writer_new(in_folder("b.eepd"), pool.present, NULL, &options, 1, NULL, &writer, NULL),
        EEP_OK);
    assert_int_equal(eep_eepd_writer_put(writer, &pool, 0, 1000, NULL), EEP_OK);
    assert_int_equal(eep_eepd_writer_put(writer, &pool, 1000, 1000, NULL), EEP_ERROR_ARGUMENT);
    eep_eepd_writer_abandon(writer);
    assert_int_not_equal(access(in_folder("b.eepd"), F_OK), 0);
    eep_columns_clear(&pool);
}

static void test_writer_refuses_values_out_of_range(void **state)
{
    (void)state;
    eep_columns pool;
    eep_eepd_writer *writer;
    eep_error error;
    make_pool(&pool, 3000, ALL_COLUMNS, 52);
    pool.spouse_writing[2500] = 13;
    assert_int_equal(
        eep_eepd_writer_new(in_folder("b.eepd"), pool.present, NULL, NULL, 1, NULL, &writer, NULL), EEP_OK);
    assert_int_equal(eep_eepd_writer_put(writer, &pool, 0, 3000, &error), EEP_ERROR_VALUE);
    assert_int_equal(error.line, 2501);
    eep_eepd_writer_abandon(writer);
    eep_columns_clear(&pool);
}

/* A pool may have more columns than its file, or say that it has fewer: the file has its own. */
static void test_writer_puts_the_columns_of_the_file(void **state)
{
    (void)state;
    const uint64_t some = 1 | UINT64_C(1) << EEP_COL_submitted_at | UINT64_C(1) << EEP_COL_spouse_listening |
                          UINT64_C(1) << EEP_COL_noc_months | UINT64_C(1) << EEP_COL_foreign_work_months;
    static const uint64_t said[] = {ALL_COLUMNS, 1};
    for (size_t i = 0; i < 2; i++) {
        eep_columns pool, back;
        eep_eepd_writer *writer;
        const eep_write_options options = {.size = sizeof options, .overwrite = 1};
        make_pool(&pool, 3000, ALL_COLUMNS, 53);
        assert_int_equal(eep_eepd_writer_new(in_folder("b.eepd"), some, "{\"made\": \"by a test\"}", &options,
                                             1, NULL, &writer, NULL),
                         EEP_OK);
        pool.present = said[i];
        assert_int_equal(eep_eepd_writer_put(writer, &pool, 0, 3000, NULL), EEP_OK);
        assert_int_equal(eep_eepd_writer_commit(writer, NULL), EEP_OK);
        read_pool(in_folder("b.eepd"), 1, &back);
        assert_int_equal(back.present, some);
        for (size_t c = 0; c < EEP_COLUMNS; c++) {
            eep_column column;
            eep_column_at(c, &column);
            if ((some >> c & 1) != 0)
                assert_memory_equal(eep_columns_data(&back, c), eep_columns_data(&pool, c),
                                    3000 * column.width);
        }
        eep_columns_clear(&pool);
        eep_columns_clear(&back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chunks_give_any_columns_at_any_row),
        cmocka_unit_test(test_chunks_tell_facts_and_ranges),
        cmocka_unit_test(test_chunks_of_version_1_are_read_alike),
        cmocka_unit_test(test_planes_of_chunks_are_those_of_the_columns),
        cmocka_unit_test(test_planes_of_chunks_that_lack_columns_are_those_of_defaults),
        cmocka_unit_test(test_writer_of_pieces_makes_the_bytes_of_the_whole),
        cmocka_unit_test(test_writer_refuses_rows_behind_part_of_a_chunk),
        cmocka_unit_test(test_writer_refuses_values_out_of_range),
        cmocka_unit_test(test_writer_puts_the_columns_of_the_file),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

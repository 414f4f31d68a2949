/* test_digest.c - the digest of a pool changes with its contents, and with nothing else. */
#include <inttypes.h>

#include "datasets/digest/digest.h"
#include "pools.h"

static void digest_of(const eep_columns *pool, int threads, char text[EEP_DIGEST_TEXT])
{
    assert_int_equal(eep_columns_digest(pool, threads, text, NULL), EEP_OK);
    assert_int_equal(strlen(text), 32);
}

/* XXH3-128 of nothing and of the first bytes of the xxHash sanity buffer: known answers of xxHash itself. */
static void test_hash_gives_the_known_answers_of_xxh3(void **state)
{
    (void)state;
    unsigned char hash[EEP_DIGEST_BYTES], sanity[1];
    char text[EEP_DIGEST_TEXT];
    sanity[0] = (unsigned char)((UINT64_C(2654435761)) >> 56);
    eep_hash128("", 0, hash);
    eep_digest_text(hash, text);
    assert_string_equal(text, "99aa06d3014798d86001c324468d497f");
    assert_true(eep_hash64("", 0) == UINT64_C(0x2D06800538D394C2));
    assert_true(eep_hash64(sanity, 1) == UINT64_C(0xC44BDFF4074EECDB));
}

static void test_digest_is_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    char one[EEP_DIGEST_TEXT], other[EEP_DIGEST_TEXT];
    eep_columns pool;
    make_pool(&pool, 4321, ALL_COLUMNS, 12);
    digest_of(&pool, 1, one);
    for (int threads = 0; threads < 9; threads++) {
        digest_of(&pool, threads, other);
        assert_string_equal(one, other);
    }
    eep_columns_clear(&pool);
}

static void test_digest_in_a_file_does_not_depend_on_how_it_was_written(void **state)
{
    (void)state;
    static const uint32_t chunk_rows[] = {1024, 4096, 65536};
    static const int levels[] = {1, 5, 19};
    char text[EEP_DIGEST_TEXT];
    eep_columns pool;
    make_pool(&pool, 5000, ALL_COLUMNS, 13);
    digest_of(&pool, 1, text);
    for (int i = 0; i < 9; i++) {
        eep_file_info info;
        write_pool(&pool, in_folder("a.eepd"), chunk_rows[i / 3], levels[i % 3], 1 + i % 3);
        assert_int_equal(eep_eepd_inspect(in_folder("a.eepd"), &info, NULL), EEP_OK);
        assert_string_equal(info.pool_digest, text);
        free(info.provenance);
        assert_int_equal(eep_eepd_verify(in_folder("a.eepd"), kernels_in_turn(), 2, NULL, NULL), EEP_OK);
    }
    eep_columns_clear(&pool);
}

static void test_digest_differs_when_one_value_differs(void **state)
{
    (void)state;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    eep_columns pool;
    make_pool(&pool, 1500, ALL_COLUMNS, 14);
    digest_of(&pool, 2, before);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        for (uint64_t row = 0; row < pool.rows; row += 499) {
            const int64_t value = eep_columns_get(&pool, i, row);
            eep_columns_set(&pool, i, row, value ^ 1);
            digest_of(&pool, 2, after);
            assert_string_not_equal(before, after);
            eep_columns_set(&pool, i, row, value);
        }
    }
    digest_of(&pool, 2, after);
    assert_string_equal(before, after);
    eep_columns_clear(&pool);
}

static void test_digest_differs_when_the_presence_of_a_column_differs(void **state)
{
    (void)state;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    eep_columns pool;
    make_pool(&pool, 100, 1, 15); /* every column but the id holds its defaults, present or not */
    digest_of(&pool, 1, before);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        pool.present ^= UINT64_C(1) << i;
        digest_of(&pool, 1, after);
        assert_string_not_equal(before, after);
        pool.present ^= UINT64_C(1) << i;
    }
    eep_columns_clear(&pool);
}

/* Two columns of one kind and width that trade places hold the same bytes under other names. */
static void test_digest_differs_when_two_columns_are_exchanged(void **state)
{
    (void)state;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    eep_columns pool;
    make_pool(&pool, 50, ALL_COLUMNS, 16);
    for (uint64_t row = 0; row < pool.rows; row++) {
        pool.english_reading[row] = 7;
        pool.english_writing[row] = 8;
    }
    digest_of(&pool, 1, before);
    uint8_t *reading = pool.english_reading;
    pool.english_reading = pool.english_writing;
    pool.english_writing = reading;
    digest_of(&pool, 1, after);
    assert_string_not_equal(before, after);
    eep_columns_clear(&pool);
}

static void test_digest_differs_when_rows_change_places_or_number(void **state)
{
    (void)state;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    eep_columns pool;
    make_pool(&pool, 60, ALL_COLUMNS, 17);
    digest_of(&pool, 1, before);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        const int64_t first = eep_columns_get(&pool, i, 0);
        eep_columns_set(&pool, i, 0, eep_columns_get(&pool, i, 59));
        eep_columns_set(&pool, i, 59, first);
    }
    digest_of(&pool, 1, after);
    assert_string_not_equal(before, after);
    pool.rows = 59;
    digest_of(&pool, 1, before);
    assert_string_not_equal(before, after);
    pool.rows = 60;
    eep_columns_clear(&pool);
}

static void test_digest_of_empty_pools_tells_their_columns_apart(void **state)
{
    (void)state;
    char none[EEP_DIGEST_TEXT], one[EEP_DIGEST_TEXT];
    eep_columns pool;
    eep_columns_init(&pool, NULL);
    digest_of(&pool, 1, none);
    pool.present = 1;
    digest_of(&pool, 1, one);
    assert_string_not_equal(none, one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hash_gives_the_known_answers_of_xxh3),
        cmocka_unit_test(test_digest_is_the_same_for_any_number_of_threads),
        cmocka_unit_test(test_digest_in_a_file_does_not_depend_on_how_it_was_written),
        cmocka_unit_test(test_digest_differs_when_one_value_differs),
        cmocka_unit_test(test_digest_differs_when_the_presence_of_a_column_differs),
        cmocka_unit_test(test_digest_differs_when_two_columns_are_exchanged),
        cmocka_unit_test(test_digest_differs_when_rows_change_places_or_number),
        cmocka_unit_test(test_digest_of_empty_pools_tells_their_columns_apart),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

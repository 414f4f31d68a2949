/* test_damage.c - a file in which any byte changed, or that was cut or added to, is refused. */
#include "datasets/eepd/eepd.h"
#include "pools.h"

/*
 * A small pool in two chunks in which all four encodings occur: ids that rise, then ids without
 * order; one moment for all; occupations in noise; a status of few values.
 */
static unsigned char *small_file(size_t *length)
{
    eep_columns pool;
    uint64_t random = 9;
    make_pool(&pool, 1060, 1, 1);
    pool.present |=
        UINT64_C(1) << EEP_COL_submitted_at | UINT64_C(1) << EEP_COL_noc | UINT64_C(1) << EEP_COL_status;
    for (uint64_t row = 0; row < pool.rows; row++) {
        pool.id[row] = row < 1024 ? 5 * row : next_random(&random) >> 1 | UINT64_C(1) << 40;
        pool.submitted_at[row] = 1672531200;
        pool.noc[row] = (uint32_t)random_between(&random, 0, 200);
        pool.status[row] = (uint8_t)(random_between(&random, 0, 40) / 10);
    }
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    eep_columns_clear(&pool);
    return file_bytes(in_folder("a.eepd"), length);
}

static eep_status try_bytes(const unsigned char *bytes, size_t length, eep_error *error)
{
    write_bytes(in_folder("b.eepd"), bytes, length);
    return refusal(in_folder("b.eepd"), error);
}

static void test_damage_file_has_blocks_of_every_encoding(void **state)
{
    (void)state;
    size_t length;
    eep_eepd_file file;
    unsigned seen = 0;
    free(small_file(&length));
    assert_int_equal(eep_eepd_file_open(&file, in_folder("a.eepd"), NULL, NULL), EEP_OK);
    for (uint64_t block = 0; block < file.blocks; block++)
        seen |= 1u << eep_eepd_index_entry(file.index, block).encoding;
    assert_int_equal(seen, 15);
    eep_eepd_file_close(&file);
}

static void test_damage_of_any_byte_is_refused(void **state)
{
    (void)state;
    static const unsigned char mask[] = {0x01, 0x80, 0xFF};
    size_t length;
    unsigned char *bytes = small_file(&length);
    for (size_t at = 0; at < length; at++) {
        for (size_t i = 0; i < sizeof mask; i++) {
            bytes[at] ^= mask[i];
            if (try_bytes(bytes, length, NULL) == EEP_OK) fail_msg("byte %zu of %zu may change", at, length);
            bytes[at] ^= mask[i];
        }
    }
    free(bytes);
}

static void test_damage_by_cutting_anywhere_is_refused(void **state)
{
    (void)state;
    size_t length;
    unsigned char *bytes = small_file(&length);
    for (size_t left = 0; left < length; left++) {
        eep_error error = {0};
        const eep_status status = try_bytes(bytes, left, &error);
        const eep_status expected = left < 4 ? EEP_ERROR_SYNTAX : EEP_ERROR_DAMAGED;
        if (status != expected) fail_msg("%zu of %zu bytes: %s", left, length, error.message);
    }
    free(bytes);
}

static void test_damage_by_bytes_put_in_or_behind_is_refused(void **state)
{
    (void)state;
    size_t length;
    unsigned char *bytes = small_file(&length), *longer = malloc(length + 1);
    assert_non_null(longer);
    for (size_t at = 0; at <= length; at += at < length - 40 ? 7 : 1) {
        memcpy(longer, bytes, at);
        longer[at] = 0;
        memcpy(longer + at + 1, bytes + at, length - at);
        assert_int_not_equal(try_bytes(longer, length + 1, NULL), EEP_OK);
    }
    free(longer);
    free(bytes);
}

static void test_damage_of_many_bytes_at_random_is_refused(void **state)
{
    (void)state;
    size_t length;
    uint64_t random = 3;
    unsigned char *bytes = small_file(&length), *other = malloc(length);
    assert_non_null(other);
    for (int i = 0; i < 2000; i++) {
        memcpy(other, bytes, length);
        const size_t from = next_random(&random) % length, span = 1 + next_random(&random) % 64;
        for (size_t at = from; at < length && at < from + span; at++)
            other[at] = (unsigned char)next_random(&random);
        other[from] = (unsigned char)~bytes[from];
        assert_int_not_equal(try_bytes(other, length, NULL), EEP_OK);
    }
    free(other);
    free(bytes);
}

/* As a transfer in text mode does it: every LF becomes CR LF, or every CR LF becomes LF. */
static void test_damage_by_text_mode_is_called_by_its_name(void **state)
{
    (void)state;
    size_t length, used = 0;
    eep_error error;
    unsigned char *bytes = small_file(&length), *other = malloc(2 * length);
    assert_non_null(other);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') other[used++] = '\r';
        other[used++] = bytes[i];
    }
    assert_int_equal(try_bytes(other, used, &error), EEP_ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "copied as text"));
    used = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n') continue;
        other[used++] = bytes[i];
    }
    assert_int_equal(try_bytes(other, used, &error), EEP_ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "copied as text"));
    for (size_t i = 0; i < length; i++)
        other[i] = bytes[i] & 0x7F;
    assert_int_equal(try_bytes(other, length, &error), EEP_ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "copied as text"));
    free(other);
    free(bytes);
}

/* Four columns a chunk: block 6 is noc in the second chunk, rows 1024 to 1059. */
static void test_damage_of_a_block_is_reported_with_chunk_column_and_rows(void **state)
{
    (void)state;
    size_t length;
    eep_eepd_file file;
    eep_error error;
    unsigned char *bytes = small_file(&length);
    assert_int_equal(eep_eepd_file_open(&file, in_folder("a.eepd"), NULL, NULL), EEP_OK);
    const eep_eepd_block block = eep_eepd_index_entry(file.index, 6),
                         later = eep_eepd_index_entry(file.index, 7);
    eep_eepd_file_close(&file);
    bytes[block.offset + 2] ^= 4;
    bytes[later.offset] ^= 4; /* the first damage is the one that is reported */
    assert_int_equal(try_bytes(bytes, length, &error), EEP_ERROR_DAMAGED);
    assert_string_equal(error.message,
                        "damaged: chunk 1, column noc, rows 1024 to 1059: checksum does not match");
    assert_string_equal(error.file, in_folder("b.eepd"));
    for (int i = 0; i < 20; i++) {
        eep_error again;
        assert_int_equal(eep_eepd_verify(in_folder("b.eepd"), 4, NULL, &again), EEP_ERROR_DAMAGED);
        assert_string_equal(again.message, error.message);
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage_file_has_blocks_of_every_encoding),
        cmocka_unit_test(test_damage_of_any_byte_is_refused),
        cmocka_unit_test(test_damage_by_cutting_anywhere_is_refused),
        cmocka_unit_test(test_damage_by_bytes_put_in_or_behind_is_refused),
        cmocka_unit_test(test_damage_of_many_bytes_at_random_is_refused),
        cmocka_unit_test(test_damage_by_text_mode_is_called_by_its_name),
        cmocka_unit_test(test_damage_of_a_block_is_reported_with_chunk_column_and_rows),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

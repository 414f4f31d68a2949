/*
 * test_damage.c - a file in which any bit changed, or that was cut or added to, is refused; what is sound of
 * it can be saved.
 */
#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"
#include "pools.h"

#define ROWS 1030

/*
 * A small pool in two chunks in which all kinds of parts occur, and most encodings: ids that rise and then do
 * not; papers some days before the profile; levels in few combinations; a spouse with some.
 */
static void fill_small(eep_columns *pool)
{
    uint64_t random = 9;
    for (uint64_t row = 0; row < ROWS; row++) {
        const uint8_t level = (uint8_t)(4 + 2 * (row % 7 == 0)), comes = row % 5 == 0;
        pool->id[row] = row < 1024 ? 5 * row : next_random(&random) >> 1 | UINT64_C(1) << 40;
        pool->submitted_at[row] = 1672531200 + 50000 * (int64_t)(row % 32);
        pool->language_test_date[row] = eep_time_date(pool->submitted_at[row]) - (int32_t)(row % 3);
        pool->english_listening[row] = pool->english_reading[row] = level;
        pool->accompanying_spouse[row] = comes;
        pool->spouse_listening[row] = comes ? level : 0;
        pool->status[row] = row == 77 ? 3 : 0;
    }
}

static unsigned char *small_file(size_t *length)
{
    static const int present[] = {
        EEP_COL_submitted_at,    EEP_COL_language_test_date,  EEP_COL_english_listening,
        EEP_COL_english_reading, EEP_COL_accompanying_spouse, EEP_COL_spouse_listening,
        EEP_COL_status};
    eep_columns pool;
    make_pool(&pool, ROWS, 1, 1);
    for (size_t i = 0; i < sizeof present / sizeof *present; i++)
        pool.present |= UINT64_C(1) << present[i];
    fill_small(&pool);
    write_pool(&pool, in_folder("a.eepd"), 1024, 1, 1);
    eep_columns_clear(&pool);
    return file_bytes(in_folder("a.eepd"), length);
}

static eep_status try_bytes(const unsigned char *bytes, size_t length, eep_error *error)
{
    write_bytes(in_folder("b.eepd"), bytes, length);
    return refusal(in_folder("b.eepd"), error);
}

/* The kinds of the parts of a block, as bits; parts begin with their kind, and end by their length. */
static unsigned kinds_of(const unsigned char *block)
{
    unsigned kinds = 0;
    const unsigned char *part = block + 1;
    for (unsigned i = 0; i < block[0]; i++, part += EEPD_PART_HEAD_BYTES + part[1] + eep_get_32(part + 8))
        kinds |= 1u << part[0];
    return kinds;
}

static void test_damage_file_has_parts_of_every_kind(void **state)
{
    (void)state;
    size_t length;
    eep_eepd *file;
    unsigned kinds = 0;
    unsigned char *bytes = small_file(&length);
    assert_int_equal(eep_eepd_open(in_folder("a.eepd"), kernels_in_turn(), NULL, &file, NULL), EEP_OK);
    for (uint64_t block = 0; block < file->blocks; block++)
        kinds |= kinds_of(bytes + eep_eepd_entry(file, block).offset);
    assert_int_equal(kinds, 1u << EEPD_VALUES | 1u << EEPD_TABLE | 1u << EEPD_PREDICTED);
    eep_eepd_close(file);
    free(bytes);
}

static void test_damage_of_any_bit_is_refused(void **state)
{
    (void)state;
    size_t length;
    unsigned char *bytes = small_file(&length);
    for (size_t bit = 0; bit < 8 * length; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        if (try_bytes(bytes, length, NULL) == EEP_OK)
            fail_msg("bit %zu of byte %zu may change", bit % 8, bit / 8);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    free(bytes);
}

/* The same of version 1, whose reader stays. */
static void test_damage_of_any_byte_of_version_1_is_refused(void **state)
{
    (void)state;
    size_t length;
    unsigned char *bytes = file_bytes(EEP_SOURCE "/tests/format/golden/v1.eepd", &length);
    for (size_t at = 0; at < length; at++) {
        bytes[at] ^= (unsigned char)(1u << at % 8);
        if (try_bytes(bytes, length, NULL) == EEP_OK) fail_msg("byte %zu of %zu may change", at, length);
        bytes[at] ^= (unsigned char)(1u << at % 8);
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

/* Changes a byte in the block of group `group` of chunk `chunk`. */
static void spoil(const eep_eepd *file, unsigned char *bytes, uint64_t chunk, size_t group)
{
    bytes[eep_eepd_entry(file, chunk * file->schema.groups + group).offset + 2] ^= 4;
}

/* Group 2 has the levels in English, which are three columns behind the id, the time and the test. */
static void test_damage_of_a_block_is_reported_with_chunk_column_and_rows(void **state)
{
    (void)state;
    size_t length;
    eep_eepd *file;
    eep_error error;
    unsigned char *bytes = small_file(&length);
    assert_int_equal(eep_eepd_open(in_folder("a.eepd"), kernels_in_turn(), NULL, &file, NULL), EEP_OK);
    spoil(file, bytes, 1, 3);
    spoil(file, bytes, 1, 4); /* the first damage is the one that is reported */
    eep_eepd_close(file);
    assert_int_equal(try_bytes(bytes, length, &error), EEP_ERROR_DAMAGED);
    assert_string_equal(
        error.message,
        "damaged: chunk 1, column english_listening and 1 more, rows 1024 to 1029: checksum does not match");
    assert_string_equal(error.file, in_folder("b.eepd"));
    for (int i = 0; i < 20; i++) {
        eep_error again;
        assert_int_equal(eep_eepd_verify(in_folder("b.eepd"), kernels_in_turn(), 4, NULL, &again),
                         EEP_ERROR_DAMAGED);
        assert_string_equal(again.message, error.message);
    }
    free(bytes);
}

/* ---- What can be saved ------------------------------------------------------------------------------- */

typedef struct losses {
    int count;
    uint64_t first[4], last[4];
    char why[4][300];
} losses;

static void note_loss(void *context, uint64_t first, uint64_t last, const char *why)
{
    losses *all = context;
    assert_true(all->count < 4);
    all->first[all->count] = first;
    all->last[all->count] = last;
    snprintf(all->why[all->count++], sizeof all->why[0], "%s", why);
}

static eep_status salvage(const unsigned char *bytes, size_t length, int threads, eep_columns *pool,
                          losses *all)
{
    char *provenance = NULL;
    write_bytes(in_folder("b.eepd"), bytes, length);
    *all = (losses){0};
    eep_columns_init(pool, NULL);
    const eep_status status = eep_eepd_salvage(in_folder("b.eepd"), kernels_in_turn(), threads, pool,
                                               &provenance, note_loss, all, NULL);
    if (status == EEP_OK) assert_string_equal(provenance, "{\"made\": \"by a test\"}");
    free(provenance);
    return status;
}

static void test_salvage_of_a_sound_file_loses_nothing(void **state)
{
    (void)state;
    size_t length;
    eep_columns whole, saved;
    losses all;
    unsigned char *bytes = small_file(&length);
    read_pool(in_folder("a.eepd"), 1, &whole);
    assert_int_equal(salvage(bytes, length, 2, &saved, &all), EEP_OK);
    assert_int_equal(all.count, 0);
    assert_pools_equal(&whole, &saved);
    eep_columns_clear(&whole);
    eep_columns_clear(&saved);
    free(bytes);
}

/* Of chunks of 1024, the first loses a block: rows 1024 to 1029 are what is left. */
static void test_salvage_keeps_the_chunks_that_are_sound(void **state)
{
    (void)state;
    size_t length;
    eep_eepd *file;
    eep_columns whole, saved;
    losses all;
    unsigned char *bytes = small_file(&length);
    read_pool(in_folder("a.eepd"), 1, &whole);
    assert_int_equal(eep_eepd_open(in_folder("a.eepd"), kernels_in_turn(), NULL, &file, NULL), EEP_OK);
    spoil(file, bytes, 0, 1);
    spoil(file, bytes, 0, 3);
    for (int threads = 1; threads <= 3; threads++) {
        assert_int_equal(salvage(bytes, length, threads, &saved, &all), EEP_OK);
        assert_int_equal(all.count, 1);
        assert_int_equal(all.first[0], 0);
        assert_int_equal(all.last[0], 1023);
        assert_string_equal(all.why[0], "damaged: chunk 0, column submitted_at and 1 more, rows 0 to 1023: "
                                        "checksum does not match");
        assert_int_equal(saved.rows, ROWS - 1024);
        assert_int_equal(saved.present, whole.present);
        for (uint64_t row = 0; row < saved.rows; row++) {
            assert_int_equal(saved.id[row], whole.id[row + 1024]);
            assert_int_equal(saved.status[row], whole.status[row + 1024]);
            assert_int_equal(saved.assessment_date[row], whole.assessment_date[row + 1024]);
        }
        eep_columns_clear(&saved);
    }
    spoil(file, bytes, 1, 0);
    assert_int_equal(salvage(bytes, length, 1, &saved, &all), EEP_OK);
    assert_int_equal(all.count, 2);
    assert_int_equal(saved.rows, 0);
    eep_columns_clear(&saved);
    eep_eepd_close(file);
    eep_columns_clear(&whole);
    free(bytes);
}

static void test_salvage_without_an_index_saves_nothing(void **state)
{
    (void)state;
    size_t length;
    eep_columns saved;
    losses all;
    unsigned char *bytes = small_file(&length);
    bytes[length - 100] ^= 1;
    assert_int_equal(salvage(bytes, length, 1, &saved, &all), EEP_ERROR_DAMAGED);
    assert_int_equal(all.count, 0);
    eep_columns_clear(&saved);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage_file_has_parts_of_every_kind),
        cmocka_unit_test(test_damage_of_any_bit_is_refused),
        cmocka_unit_test(test_damage_of_any_byte_of_version_1_is_refused),
        cmocka_unit_test(test_damage_by_cutting_anywhere_is_refused),
        cmocka_unit_test(test_damage_by_bytes_put_in_or_behind_is_refused),
        cmocka_unit_test(test_damage_of_many_bytes_at_random_is_refused),
        cmocka_unit_test(test_damage_by_text_mode_is_called_by_its_name),
        cmocka_unit_test(test_damage_of_a_block_is_reported_with_chunk_column_and_rows),
        cmocka_unit_test(test_salvage_of_a_sound_file_loses_nothing),
        cmocka_unit_test(test_salvage_keeps_the_chunks_that_are_sound),
        cmocka_unit_test(test_salvage_without_an_index_saves_nothing),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

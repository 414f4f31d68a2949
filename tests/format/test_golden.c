/*
 * test_golden.c - golden/v1.eepd and golden/v2.eepd, files of versions 1 and 2 that stay readable for ever.
 *
 * Each was written once, from the values of golden_value below, by the first release with its version; they
 * are never written again. Their digest was computed by a second program, in Python, from the text of
 * FORMAT.md. Contents are compared, never compressed bytes: another zstd may compress otherwise.
 */
#include "pools.h"

static const char *const golden[] = {EEP_SOURCE "/tests/format/golden/v1.eepd",
                                     EEP_SOURCE "/tests/format/golden/v2.eepd"};
#define VERSIONS (sizeof golden / sizeof *golden)

#define GOLDEN_ROWS   2500
#define GOLDEN_DIGEST "0219b35283bc6037e462aedb227dd995"

/* Canada, India, Philippines, Nigeria, and not given. */
static int64_t country(uint64_t row)
{
    static const char *const code[] = {"CAN", "IND", "PHL", "NGA"};
    if (row % 5 == 4) return 0;
    const char *letters = code[row % 5];
    return (letters[0] - 64) * 1024 + (letters[1] - 64) * 32 + (letters[2] - 64);
}

/*
 * Value of a column by its place in the list of 2026-11, of which `low` to `high` was its range: every
 * seventh column holds one value; the others step through their range.
 */
static int64_t fixed_value(int64_t place, int64_t low, int64_t high, uint64_t row)
{
    const int64_t span = high - low + 1;
    if (place % 7 == 6) return low + place % span;
    return low + ((int64_t)row * 7919 + place * 104729) % span;
}

/* A chunk of rising ids, one of falling ids, one of ids without order. */
static int64_t fixed_id(uint64_t row)
{
    uint64_t state = row;
    if (row < 1024) return (int64_t)(1000 + 3 * row);
    return row < 2048 ? (int64_t)(1000000007 - row * 11) : (int64_t)(next_random(&state) >> 1);
}

static int64_t golden_value(const char *name, int64_t place, int64_t low, int64_t high, uint64_t row)
{
    if (strcmp(name, "id") == 0) return fixed_id(row);
    if (strcmp(name, "submitted_at") == 0) return 1672531200 + (int64_t)row * 3607;
    if (strcmp(name, "citizenship") == 0) return country(row);
    return fixed_value(place, low, high, row);
}

/* The columns as they were when the file was written: name, lowest and highest value. */
static const struct {
    const char *name;
    int64_t low, high;
} golden_column[] = {
    {"id", 0, INT64_MAX},
    {"submitted_at", -2208988800, 7258118399},
    {"birth_date", -25567, 84005},
    {"sex", 0, 3},
    {"citizenship", 0, 27482},
    {"accompanying_spouse", 0, 1},
    {"education", 0, 7},
    {"spouse_education", 0, 7},
    {"first_official", 0, 1},
    {"english_listening", 0, 12},
    {"english_reading", 0, 12},
    {"english_writing", 0, 12},
    {"english_speaking", 0, 12},
    {"french_listening", 0, 12},
    {"french_reading", 0, 12},
    {"french_writing", 0, 12},
    {"french_speaking", 0, 12},
    {"canadian_work_months", 0, 120},
    {"foreign_work_months", 0, 120},
    {"certificate_of_qualification", 0, 1},
    {"sibling_in_canada", 0, 1},
    {"provincial_nomination", 0, 1},
    {"settlement_funds", 0, 1},
    {"canadian_study", 0, 2},
    {"job_offer", 0, 2},
    {"noc", 0, 99999},
    {"noc_months", 0, 36},
    {"noc_canadian_months", 0, 36},
    {"continuous_work_months", 0, 120},
    {"trade_months", 0, 60},
    {"relative_in_canada", 0, 1},
    {"spouse_canadian_study", 0, 1},
    {"canadian_forces_recruit", 0, 1},
    {"language_test_date", -25567, 84005},
    {"assessment_date", -25567, 84005},
    {"spouse_listening", 0, 12},
    {"spouse_reading", 0, 12},
    {"spouse_writing", 0, 12},
    {"spouse_speaking", 0, 12},
    {"spouse_canadian_work_months", 0, 120},
    {"programs", 0, 15},
    {"status", 0, 4},
};

static void check_values(const eep_columns *pool)
{
    uint64_t present = 0;
    for (size_t i = 0; i < sizeof golden_column / sizeof *golden_column; i++) {
        const char *name = golden_column[i].name;
        const int index = eep_column_find(name);
        assert_true(index >= 0);
        if (strcmp(name, "assessment_date") == 0 || strcmp(name, "programs") == 0) continue;
        present |= UINT64_C(1) << index;
        for (uint64_t row = 0; row < pool->rows; row++) {
            const int64_t expected =
                golden_value(name, (int64_t)i, golden_column[i].low, golden_column[i].high, row);
            const int64_t found = eep_columns_get(pool, (size_t)index, row);
            if (found != expected) fail_msg("%s of row %d is %d", name, (int)row, (int)found);
        }
    }
    assert_true(pool->present == present);
}

static void read_golden(size_t version, eep_columns *pool)
{
    eep_error error;
    char *provenance = NULL;
    eep_columns_init(pool, NULL);
    if (eep_eepd_read(golden[version], kernels_in_turn(), 2, pool, &provenance, &error) != EEP_OK)
        fail_msg("%s", error.message);
    assert_string_equal(provenance, "{\"made\": \"once, for ever\"}");
    free(provenance);
    assert_int_equal(pool->rows, GOLDEN_ROWS);
}

static void test_golden_files_have_the_values_they_were_made_from(void **state)
{
    (void)state;
    for (size_t version = 0; version < VERSIONS; version++) {
        eep_columns pool;
        read_golden(version, &pool);
        check_values(&pool);
        eep_columns_clear(&pool);
    }
}

static void test_golden_files_have_their_digest(void **state)
{
    (void)state;
    for (size_t version = 0; version < VERSIONS; version++) {
        eep_columns pool;
        eep_file_info info;
        char digest[EEP_DIGEST_TEXT];
        assert_int_equal(eep_eepd_verify(golden[version], kernels_in_turn(), 2, NULL, NULL), EEP_OK);
        assert_int_equal(eep_eepd_inspect(golden[version], &info, NULL), EEP_OK);
        assert_string_equal(info.pool_digest, GOLDEN_DIGEST);
        assert_int_equal(info.version, version + 1);
        assert_int_equal(info.chunks, 3);
        assert_int_equal(info.columns, 40);
        free(info.provenance);
        read_golden(version, &pool);
        assert_int_equal(eep_columns_digest(&pool, 1, digest, NULL), EEP_OK);
        assert_string_equal(digest, GOLDEN_DIGEST);
        eep_columns_clear(&pool);
    }
}

/* A few by hand: 1000 + 3 x 1023; 2022-12-31T24:00Z + 3607 s; C = 3, A = 1, N = 14. */
static void test_golden_files_have_values_known_by_hand(void **state)
{
    (void)state;
    for (size_t version = 0; version < VERSIONS; version++) {
        eep_columns pool;
        char text[21];
        read_golden(version, &pool);
        assert_int_equal(pool.id[1023], 4069);
        assert_int_equal(pool.id[1024], 999988743);
        eep_time_format(pool.submitted_at[1], text);
        assert_string_equal(text, "2023-01-01T01:00:07Z");
        assert_int_equal(pool.citizenship[0], 3 * 1024 + 1 * 32 + 14);
        assert_int_equal(pool.citizenship[4], 0);
        assert_int_equal(pool.assessment_date[0], eep_date_of(2023, 1, 1));
        assert_int_equal(pool.programs[0], 0);
        eep_columns_clear(&pool);
    }
}

/* golden/v2-invented.eepd: invented people, which take tables, predictions and rows of a flag. */
static void test_golden_file_of_invented_people_has_its_digest(void **state)
{
    (void)state;
    static const char path[] = EEP_SOURCE "/tests/format/golden/v2-invented.eepd";
    eep_file_info info;
    assert_int_equal(eep_eepd_verify(path, kernels_in_turn(), 2, NULL, NULL), EEP_OK);
    assert_int_equal(eep_eepd_inspect(path, &info, NULL), EEP_OK);
    assert_string_equal(info.pool_digest, "2258cff1a889e301fe4daa8c560b5046");
    assert_int_equal(info.rows, 6000);
    free(info.provenance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_files_have_the_values_they_were_made_from),
        cmocka_unit_test(test_golden_files_have_their_digest),
        cmocka_unit_test(test_golden_files_have_values_known_by_hand),
        cmocka_unit_test(test_golden_file_of_invented_people_has_its_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is written is read again, value for value. */
#include <sys/stat.h>

#include "csv_files.h"

/* Writes rows [first, first + limit) and reads them into `again`, which is initialised here. */
static void write_and_read(const eep_columns *columns, uint64_t first, uint64_t limit, eep_columns *again)
{
    char path[256];
    eep_error error = {0};
    char report[1024];
    temporary_file(path, "", 0);
    eep_columns_init(again, NULL);
    if (eep_csv_write(columns, first, limit, 2, path, 1, &error) != EEP_OK ||
        eep_csv_read(path, 0, 2, again, &error) != EEP_OK) {
        fail_msg("%s", eep_error_text(&error, report, sizeof report));
    }
    unlink(path);
}

static void expect_rows(const eep_columns *columns, uint64_t first, const eep_columns *again)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        const char *expected = (const char *)eep_columns_data(columns, i) + first * column.width;
        assert_memory_equal(eep_columns_data(again, i), expected, again->rows * column.width);
    }
}

/* Random values in the columns of `present`, different ids, the papers of absent columns derived. */
static void fill(eep_columns *columns, uint64_t rows, uint64_t present, uint64_t seed)
{
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    const uint64_t required =
        UINT64_C(1) << EEP_COL_id | UINT64_C(1) << EEP_COL_submitted_at | UINT64_C(1) << EEP_COL_birth_date;
    eep_columns_init(columns, NULL);
    assert_int_equal(eep_columns_grow(columns, rows, NULL), EEP_OK);
    columns->present = (present & ((UINT64_C(1) << EEP_COLUMNS) - 1)) | required;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        for (uint64_t row = 0; row < rows && (columns->present >> i & 1) != 0; row++)
            eep_columns_set(columns, i, row, random_value(i, &state));
    }
    for (uint64_t row = 0; row < rows; row++)
        columns->id[row] = (columns->id[row] & ~UINT64_C(0xffff)) | row;
    eep_columns_derive(columns, 0);
}

static void test_random_tables_come_back(void **state)
{
    (void)state;
    uint64_t random = 20221123;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        eep_columns columns, again;
        const uint64_t present = seed == 1 ? UINT64_MAX : seed == 2 ? 0 : next_random(&random);
        fill(&columns, 1 + next_random(&random) % 700, present, seed);
        write_and_read(&columns, 0, 0, &again);
        assert_int_equal(again.rows, columns.rows);
        assert_int_equal(again.present, columns.present);
        expect_rows(&columns, 0, &again);
        eep_columns_clear(&columns);
        eep_columns_clear(&again);
    }
}

static void test_both_ends_of_every_range_come_back(void **state)
{
    (void)state;
    eep_columns columns, again;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_columns_grow(&columns, 2, NULL), EEP_OK);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        eep_columns_set(&columns, i, 0, column.minimum);
        eep_columns_set(&columns, i, 1, column.maximum);
        columns.present |= UINT64_C(1) << i;
    }
    assert_int_equal(eep_columns_check(&columns, NULL), EEP_OK);
    write_and_read(&columns, 0, 0, &again);
    assert_int_equal(again.rows, 2);
    assert_int_equal(again.present, columns.present);
    expect_rows(&columns, 0, &again);
    eep_columns_clear(&columns);
    eep_columns_clear(&again);
}

static void test_a_slice_is_those_rows(void **state)
{
    (void)state;
    static const uint64_t slices[][3] = {{0, 1, 1},   {0, 5, 5},      {95, 5, 5},
                                         {95, 50, 5}, {99, 0, 1},     {40, 0, 60},
                                         {0, 0, 100}, {0, 1000, 100}, {99, UINT64_MAX, 1}};
    eep_columns columns, again;
    fill(&columns, 100, UINT64_MAX, 7);
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
        write_and_read(&columns, slices[i][0], slices[i][1], &again);
        assert_int_equal(again.rows, slices[i][2]);
        expect_rows(&columns, slices[i][0], &again);
        eep_columns_clear(&again);
    }
    eep_columns_clear(&columns);
}

static void test_the_text_is_the_public_one(void **state)
{
    (void)state;
    char path[256];
    eep_columns columns;
    temporary_file(path, "", 0);
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_columns_grow(&columns, 2, NULL), EEP_OK);
    columns.id[0] = 4711;
    columns.submitted_at[0] = 1669161689;
    columns.birth_date[0] = 7429;
    columns.citizenship[0] = 9 * 1024 + 14 * 32 + 4;
    columns.noc[0] = 12;
    columns.programs[0] = EEP_FSW | EEP_PNP;
    columns.id[1] = INT64_MAX;
    columns.submitted_at[1] = -1;
    columns.birth_date[1] = -1;
    columns.present = UINT64_C(1) << EEP_COL_citizenship | UINT64_C(1) << EEP_COL_noc |
                      UINT64_C(1) << EEP_COL_programs | UINT64_C(1) << EEP_COL_education;
    assert_int_equal(eep_csv_write(&columns, 0, 0, 2, path, 1, NULL), EEP_OK);
    char *text = file_text(path);
    assert_string_equal(text, "id,submitted_at,birth_date,citizenship,education,noc,programs\n"
                              "4711,2022-11-23T00:01:29Z,1990-05-05,IND,less_than_secondary,00012,fsw+pnp\n"
                              "9223372036854775807,1969-12-31T23:59:59Z,1969-12-31,,less_than_secondary,,\n");
    free(text);
    assert_int_equal(eep_csv_write(&columns, 2, 0, 2, path, 1, NULL), EEP_OK);
    text = file_text(path);
    assert_string_equal(text, "id,submitted_at,birth_date,citizenship,education,noc,programs\n");
    free(text);
    unlink(path);
    eep_columns_clear(&columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables_come_back),
        cmocka_unit_test(test_both_ends_of_every_range_come_back),
        cmocka_unit_test(test_a_slice_is_those_rows),
        cmocka_unit_test(test_the_text_is_the_public_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

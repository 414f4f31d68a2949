/* The table of candidates: the list of columns, growth, derived dates and checks. */
#include "csv_files.h"

static void test_every_column_can_be_found_and_asked(void **state)
{
    (void)state;
    eep_column column;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        assert_true(eep_column_at(i, &column));
        assert_int_equal(eep_column_find(column.name), i);
        assert_string_equal(eep_column_name_at(NULL, i), column.name);
        assert_true(column.minimum <= column.fallback && column.fallback <= column.maximum);
        assert_true(column.width == 1 || column.width == 2 || column.width == 4 || column.width == 8);
        assert_true(strlen(column.about) > 5);
    }
    assert_false(eep_column_at(EEP_COLUMNS, &column));
    assert_null(eep_column_name_at(NULL, EEP_COLUMNS));
    assert_int_equal(eep_column_find("ag"), -1);
    assert_int_equal(eep_column_find(""), -1);
    assert_int_equal(eep_column_find("id"), 0);
    assert_int_equal(eep_column_find("status"), EEP_COLUMNS - 1);
}

static void test_labels_fill_the_range_of_their_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        size_t labels = 0;
        while (eep_column_label(i, labels) != NULL)
            labels++;
        if (column.kind == EEP_KIND_LABEL) {
            assert_int_equal(labels, column.maximum + 1);
        } else if (column.kind == EEP_KIND_SET) {
            assert_int_equal((1 << labels) - 1, column.maximum);
        } else {
            assert_int_equal(labels, 0);
        }
        assert_null(eep_column_label(i, labels));
        assert_null(eep_column_label(i, 1000));
    }
    assert_null(eep_column_label(EEP_COLUMNS, 0));
    assert_string_equal(eep_column_label(EEP_COL_education, 7), "doctoral");
    assert_string_equal(eep_column_label(EEP_COL_programs, 3), "pnp");
}

static void test_growth_keeps_rows_and_gives_defaults(void **state)
{
    (void)state;
    static const uint64_t steps[] = {1, 0, 1022, 1, 1, 5000, 3, 20000};
    eep_columns columns;
    eep_columns_init(&columns, NULL);
    uint64_t rows = 0;
    for (size_t step = 0; step < sizeof steps / sizeof *steps; step++) {
        assert_int_equal(eep_columns_grow(&columns, steps[step], NULL), EEP_OK);
        rows += steps[step];
        assert_int_equal(columns.rows, rows);
        assert_true(columns.capacity >= rows);
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            eep_column column;
            assert_true(eep_column_at(i, &column));
            assert_int_equal((uintptr_t)eep_columns_data(&columns, i) % 64, 0);
            for (uint64_t row = rows - steps[step]; row < rows; row++)
                assert_int_equal(eep_columns_get(&columns, i, row), column.fallback);
        }
        for (uint64_t row = rows - steps[step]; row < rows; row++) {
            columns.id[row] = row * 3;
            columns.education[row] = (uint8_t)(row % 8);
        }
    }
    for (uint64_t row = 0; row < rows; row++) {
        assert_int_equal(columns.id[row], row * 3);
        assert_int_equal(columns.education[row], row % 8);
    }
    assert_int_equal(columns.present, 0);
    eep_columns_clear(&columns);
    assert_int_equal(columns.rows, 0);
    assert_null(columns.id);
}

static void test_rows_that_were_taken_back_come_again_at_their_defaults(void **state)
{
    (void)state;
    eep_columns columns;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_columns_grow(&columns, 10, NULL), EEP_OK);
    memset(columns.education, 7, 10);
    columns.rows = 4;
    assert_int_equal(eep_columns_grow(&columns, 6, NULL), EEP_OK);
    assert_memory_equal(columns.education, ((uint8_t[]){7, 7, 7, 7, 0, 0, 0, 0, 0, 0}), 10);
    eep_columns_clear(&columns);
}

static void test_growth_without_memory_changes_nothing(void **state)
{
    (void)state;
    struct counted_memory memory = {0};
    const eep_allocator allocator = counted_allocator(&memory);
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, &allocator);
    assert_int_equal(eep_columns_grow(&columns, 100, &error), EEP_OK);
    columns.id[99] = 4711;
    const eep_columns before = columns;
    const size_t requests = memory.requests;
    for (size_t i = 1; i <= EEP_COLUMNS; i++) {
        memory.requests = requests;
        memory.fail_at = requests + i;
        assert_int_equal(eep_columns_grow(&columns, 100000, &error), EEP_ERROR_MEMORY);
        assert_memory_equal(&columns, &before, sizeof before);
        assert_int_equal(memory.blocks, EEP_COLUMNS);
    }
    assert_int_equal(eep_columns_grow(&columns, UINT64_MAX, &error), EEP_ERROR_MEMORY);
    assert_int_equal(eep_columns_grow(&columns, UINT64_C(1) << 48, &error), EEP_ERROR_MEMORY);
    assert_memory_equal(&columns, &before, sizeof before);
    assert_int_equal(columns.id[99], 4711);
    eep_columns_clear(&columns);
    assert_int_equal(memory.blocks, 0);
}

/* Every value of a table at its most, a column after the other, so that columns that lie on one another are
 * found. */
static void fill_columns(eep_columns *columns, uint64_t from)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        for (uint64_t row = from; row < columns->rows; row++)
            eep_columns_set(columns, i, row, row % 2 ? column.maximum : column.minimum);
    }
}

static void assert_filled(const eep_columns *columns)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        assert_int_equal((uintptr_t)eep_columns_data(columns, i) % 64, 0);
        uint64_t wrong = 0;
        for (uint64_t row = 0; row < columns->rows; row++)
            wrong += eep_columns_get(columns, i, row) != (row % 2 ? column.maximum : column.minimum);
        assert_int_equal(wrong, 0);
    }
}

/* Small tables have an array a column, large ones one piece of memory; growth goes from the one to the other.
 */
static void test_growth_into_one_piece_keeps_rows_apart(void **state)
{
    (void)state;
    struct counted_memory memory = {0};
    const eep_allocator allocator = counted_allocator(&memory);
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, &allocator);
    assert_int_equal(eep_columns_grow(&columns, 1001, &error), EEP_OK);
    assert_int_equal(memory.blocks, EEP_COLUMNS);
    fill_columns(&columns, 0);
    const eep_columns before = columns;
    memory.fail_at = memory.requests + 1;
    assert_int_equal(eep_columns_grow(&columns, 250000, &error), EEP_ERROR_MEMORY);
    assert_memory_equal(&columns, &before, sizeof before);
    assert_filled(&columns);
    static const uint64_t steps[] = {250000, 260000};
    for (size_t step = 0; step < 2; step++) {
        const uint64_t from = columns.rows;
        assert_int_equal(eep_columns_grow(&columns, steps[step], &error), EEP_OK);
        assert_int_equal(memory.blocks, 1);
        fill_columns(&columns, from);
        assert_filled(&columns);
    }
    eep_columns_clear(&columns);
    assert_int_equal(memory.blocks, 0);
}

static void test_dates_of_papers_are_derived_from_a_row_on_and_only_when_absent(void **state)
{
    (void)state;
    eep_columns columns;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_columns_grow(&columns, 3, NULL), EEP_OK);
    columns.submitted_at[0] = columns.submitted_at[1] = 86400 * 10;
    columns.submitted_at[2] = -1;
    columns.present = UINT64_C(1) << EEP_COL_assessment_date;
    eep_columns_derive(&columns, 1);
    assert_memory_equal(columns.language_test_date, ((int32_t[]){0, 10, -1}), 12);
    assert_memory_equal(columns.assessment_date, ((int32_t[]){0, 0, 0}), 12);
    eep_columns_clear(&columns);
}

/* A table of ten sound candidates. */
static void make_sound(eep_columns *columns)
{
    eep_columns_init(columns, NULL);
    assert_int_equal(eep_columns_grow(columns, 10, NULL), EEP_OK);
    for (uint64_t row = 0; row < 10; row++)
        columns->id[row] = 100 - row;
    assert_int_equal(eep_columns_check(columns, NULL), EEP_OK);
}

/* By one thread or by several: what is found, and how it is told, is the same. */
static eep_status check_both_ways(const eep_columns *columns, eep_error *error)
{
    eep_error other = {0};
    const eep_status status = eep_columns_check(columns, error);
    for (int threads = 1; threads <= 3; threads++) {
        assert_int_equal(eep_columns_check_by(columns, threads, &other), status);
        if (status == EEP_OK) continue;
        assert_int_equal(other.line, error->line);
        assert_string_equal(other.message, error->message);
        assert_string_equal(other.advice, error->advice);
    }
    return status;
}

static void test_a_value_outside_its_range_is_found(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error;
    make_sound(&columns);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        const int64_t good = eep_columns_get(&columns, i, 6);
        const int64_t bad[] = {column.kind == EEP_KIND_IDENTIFIER ? INT64_MIN : column.maximum + 1,
                               column.minimum < 0 ? column.minimum - 1 : -1};
        for (size_t j = 0; j < 2; j++) {
            eep_columns_set(&columns, i, 6, bad[j]);
            assert_int_equal(check_both_ways(&columns, &error), EEP_ERROR_VALUE);
            assert_int_equal(error.line, 7);
            assert_non_null(strstr(error.message, column.name));
        }
        eep_columns_set(&columns, i, 6, good);
    }
    assert_int_equal(check_both_ways(&columns, &error), EEP_OK);
    /* Of two faults that of the earlier column is told. */
    columns.job_offer[2] = columns.sex[5] = UINT8_MAX;
    assert_int_equal(check_both_ways(&columns, &error), EEP_ERROR_VALUE);
    assert_int_equal(error.line, 6);
    assert_non_null(strstr(error.message, "sex"));
    eep_columns_clear(&columns);
}

static void test_a_country_of_other_signs_is_found(void **state)
{
    (void)state;
    static const int64_t bad[] = {1,
                                  27,
                                  1024,
                                  32,
                                  26 * 1024,
                                  1 * 1024 + 1 * 32,
                                  1 * 1024 + 27 * 32 + 1,
                                  1 * 1024 + 31 * 32 + 5,
                                  5 * 1024 + 5 * 32 + 31};
    eep_columns columns;
    eep_error error;
    make_sound(&columns);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        columns.citizenship[3] = (uint16_t)bad[i];
        assert_int_equal(check_both_ways(&columns, &error), EEP_ERROR_VALUE);
        assert_int_equal(error.line, 4);
        assert_non_null(strstr(error.message, "no code of three letters"));
    }
    eep_columns_clear(&columns);
}

static void test_an_id_given_twice_is_found_in_any_order(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error;
    eep_columns_init(&columns, NULL);
    const uint64_t rows = 5000;
    assert_int_equal(eep_columns_grow(&columns, rows, NULL), EEP_OK);
    /* Rising, falling, and all over the place: i * 7 modulo the prime 5003. */
    for (int order = 0; order < 3; order++) {
        for (uint64_t row = 0; row < rows; row++)
            columns.id[row] = order == 0 ? row : order == 1 ? rows - row : row * 7 % 5003;
        assert_int_equal(check_both_ways(&columns, &error), EEP_OK);
        const uint64_t kept = columns.id[4321];
        columns.id[4321] = columns.id[1234];
        assert_int_equal(check_both_ways(&columns, &error), EEP_ERROR_DUPLICATE);
        assert_int_equal(error.line, 4322);
        assert_non_null(strstr(error.message, "candidates 1235 and 4322"));
        columns.id[4321] = columns.id[4320];
        assert_int_equal(check_both_ways(&columns, &error), EEP_ERROR_DUPLICATE);
        assert_non_null(strstr(error.message, "candidates 4321 and 4322"));
        columns.id[4321] = kept;
    }
    eep_columns_clear(&columns);
}

static void test_an_empty_table_is_sound(void **state)
{
    (void)state;
    eep_columns columns;
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_columns_check(&columns, NULL), EEP_OK);
    eep_columns_derive(&columns, 0);
    eep_columns_clear(&columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_column_can_be_found_and_asked),
        cmocka_unit_test(test_labels_fill_the_range_of_their_column),
        cmocka_unit_test(test_growth_keeps_rows_and_gives_defaults),
        cmocka_unit_test(test_rows_that_were_taken_back_come_again_at_their_defaults),
        cmocka_unit_test(test_growth_without_memory_changes_nothing),
        cmocka_unit_test(test_growth_into_one_piece_keeps_rows_apart),
        cmocka_unit_test(test_dates_of_papers_are_derived_from_a_row_on_and_only_when_absent),
        cmocka_unit_test(test_a_value_outside_its_range_is_found),
        cmocka_unit_test(test_a_country_of_other_signs_is_found),
        cmocka_unit_test(test_an_id_given_twice_is_found_in_any_order),
        cmocka_unit_test(test_an_empty_table_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

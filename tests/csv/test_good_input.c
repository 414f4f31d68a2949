/* What a file of candidates may look like, and what it then means. */
#include "csv_files.h"

#define HEAD "id,submitted_at,birth_date"
#define WHO  "1,2022-11-23T00:01:29Z,1990-05-05"

static void read_good(const char *text, size_t length, eep_date age_on, eep_columns *columns)
{
    eep_error error = {0};
    char report[1024];
    if (read_text(text, length, age_on, columns, &error) != EEP_OK) {
        fail_msg("%s", eep_error_text(&error, report, sizeof report));
    }
}

/* The candidate of WHO. 1669161689 is `date -u -d 2022-11-23T00:01:29Z +%s`, 7429 the days to 1990-05-05. */
static void expect_who(const eep_columns *columns)
{
    assert_int_equal(columns->rows, 1);
    assert_int_equal(columns->id[0], 1);
    assert_int_equal(columns->submitted_at[0], 1669161689);
    assert_int_equal(columns->birth_date[0], 7429);
}

static void test_a_file_may_be_written_in_many_ways(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } ways[] = {
        {TEXT(HEAD "\n" WHO "\n")},
        {TEXT(HEAD "\n" WHO)},
        {TEXT(HEAD "\r\n" WHO "\r\n")},
        {TEXT(HEAD "\r\n" WHO "\n")},
        {TEXT(HEAD "\n" WHO "\r\n")},
        {TEXT("\xef\xbb\xbf" HEAD "\r\n" WHO "\r\n")},
        {TEXT("\n\r\n" HEAD "\n\n\n" WHO "\n\n\r\n")},
        {TEXT("\xef\xbb\xbf\n" HEAD "\n" WHO "\n")},
        {TEXT("\"id\",\"submitted_at\",\"birth_date\"\n\"1\",\"2022-11-23T00:01:29Z\",\"1990-05-05\"\n")},
        {TEXT("\"id\",submitted_at,\"birth_date\"\r\n1,2022-11-23T00:01:29Z,\"1990-05-05\"")},
        {TEXT("birth_date,id,submitted_at\n1990-05-05,1,2022-11-23T00:01:29Z\n")},
        {TEXT(HEAD "\n001,2022-11-23T00:01:29Z,1990-05-05\n")},
        {TEXT("id,age,submitted_at\n1,32,2022-05-05T00:01:29Z\n")},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        eep_columns columns;
        read_good(ways[i].text, ways[i].length, 0, &columns);
        if (i + 1 == sizeof ways / sizeof *ways) columns.submitted_at[0] = 1669161689;
        expect_who(&columns);
        eep_columns_clear(&columns);
    }
}

static void test_a_minimal_file_leaves_the_rest_absent_and_at_defaults(void **state)
{
    (void)state;
    eep_columns columns;
    read_good(TEXT(HEAD "\n" WHO "\n"), 0, &columns);
    assert_int_equal(columns.present,
                     1u << EEP_COL_id | 1u << EEP_COL_submitted_at | 1u << EEP_COL_birth_date);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        if (column.required) continue;
        /* 2022-11-23 is day 19319. */
        const int64_t expected =
            i == EEP_COL_language_test_date || i == EEP_COL_assessment_date ? 19319 : column.fallback;
        assert_int_equal(eep_columns_get(&columns, i, 0), expected);
    }
    eep_columns_clear(&columns);
}

static void test_a_column_of_empty_cells_is_present_and_at_its_default(void **state)
{
    (void)state;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        if (column.required) continue;
        char text[256];
        const int length = snprintf(text, sizeof text, HEAD ",%s\n" WHO ",\n", column.name);
        eep_columns columns;
        read_good(text, (size_t)length, 0, &columns);
        expect_who(&columns);
        assert_true((columns.present >> i & 1) != 0);
        const int follows = i == EEP_COL_language_test_date || i == EEP_COL_assessment_date;
        assert_int_equal(eep_columns_get(&columns, i, 0), follows ? 19319 : column.fallback);
        eep_columns_clear(&columns);
    }
}

static void test_dates_of_papers_follow_the_submission_row_by_row(void **state)
{
    (void)state;
    eep_columns columns;
    read_good(TEXT("language_test_date,assessment_date," HEAD "\n"
                   ",2021-01-02,1,2022-11-23T23:59:59Z,1990-05-05\n"
                   "2020-03-04,,2,2022-11-24T00:00:00Z,1990-05-05\n"
                   "\"\",\"\",3,1969-12-31T23:59:59Z,1950-05-05\n"),
              0, &columns);
    const eep_date language[] = {19319, eep_date_of(2020, 3, 4), -1};
    const eep_date assessment[] = {eep_date_of(2021, 1, 2), 19320, -1};
    assert_memory_equal(columns.language_test_date, language, sizeof language);
    assert_memory_equal(columns.assessment_date, assessment, sizeof assessment);
    eep_columns_clear(&columns);
}

static void test_an_age_counts_back_from_the_day_of_submission(void **state)
{
    (void)state;
    eep_columns columns;
    read_good(TEXT("id,age,submitted_at\n1,29,2023-07-05T12:00:00Z\n2,0,2023-07-05T12:00:00Z\n"
                   "3,1,2024-02-29T00:00:00Z\n4,4,2024-02-29T00:00:00Z\n5,007,2023-07-05T12:00:00Z\n"
                   "6,123,2023-07-05T12:00:00Z\n7,127,2027-07-05T12:00:00Z\n"),
              0, &columns);
    const eep_date births[] = {eep_date_of(1994, 7, 5),  eep_date_of(2023, 7, 5), eep_date_of(2023, 2, 28),
                               eep_date_of(2020, 2, 29), eep_date_of(2016, 7, 5), eep_date_of(1900, 7, 5),
                               eep_date_of(1900, 7, 5)};
    const int ages[] = {29, 0, 1, 4, 7, 123, 127};
    assert_int_equal(columns.rows, 7);
    assert_memory_equal(columns.birth_date, births, sizeof births);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(eep_age_on(columns.birth_date[i], eep_time_date(columns.submitted_at[i])), ages[i]);
    assert_true((columns.present >> EEP_COL_birth_date & 1) != 0);
    eep_columns_clear(&columns);
}

static void test_an_age_counts_back_from_the_day_that_is_given(void **state)
{
    (void)state;
    eep_columns columns;
    read_good(TEXT("id,submitted_at,age\n1,2023-07-05T12:00:00Z,29\n2,2019-01-01T00:00:00Z,40\n"),
              eep_date_of(2025, 3, 25), &columns);
    assert_int_equal(columns.birth_date[0], eep_date_of(1996, 3, 25));
    assert_int_equal(columns.birth_date[1], eep_date_of(1985, 3, 25));
    eep_columns_clear(&columns);
}

static void test_values_mean_what_they_say(void **state)
{
    (void)state;
    eep_columns columns;
    read_good(TEXT(HEAD ",citizenship,noc,programs,education,job_offer,status,french_speaking\n" WHO
                        ",IND,00012,cec+fsw,two_or_more,senior_manager,withdrawn,12\n"
                        "2,2022-11-23T00:01:29Z,1990-05-05,AAA,,,doctoral,other,active,0\n"),
              0, &columns);
    assert_int_equal(columns.citizenship[0], 9 * 1024 + 14 * 32 + 4);
    assert_int_equal(columns.citizenship[1], 1 * 1024 + 1 * 32 + 1);
    assert_int_equal(columns.noc[0], 12);
    assert_int_equal(columns.noc[1], 0);
    assert_int_equal(columns.programs[0], EEP_FSW | EEP_CEC);
    assert_int_equal(columns.programs[1], 0);
    assert_int_equal(columns.education[0], 5);
    assert_int_equal(columns.education[1], 7);
    assert_int_equal(columns.job_offer[0], 2);
    assert_int_equal(columns.job_offer[1], 1);
    assert_int_equal(columns.status[0], 3);
    assert_int_equal(columns.french_speaking[0], 12);
    eep_columns_clear(&columns);
}

static void test_standard_input_is_read_and_named(void **state)
{
    (void)state;
    char path[256];
    eep_columns columns;
    eep_error error;
    temporary_file(path, TEXT(HEAD "\n" WHO "\n"));
    assert_non_null(freopen(path, "rb", stdin));
    eep_columns_init(&columns, NULL);
    assert_int_equal(eep_csv_read("-", 0, 2, &columns, &error), EEP_OK);
    expect_who(&columns);
    eep_columns_clear(&columns);
    write_text(path, TEXT(HEAD "\n" WHO ",\n"));
    assert_non_null(freopen(path, "rb", stdin));
    assert_int_equal(eep_csv_read("-", 0, 2, &columns, &error), EEP_ERROR_SYNTAX);
    assert_string_equal(error.file, "<stdin>");
    unlink(path);
}

static void test_more_rows_than_a_buffer_holds(void **state)
{
    (void)state;
    const size_t rows = 30000; /* about a megabyte: several refills, several growths */
    char *text = malloc(rows * 48 + 64);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "submitted_at,id,birth_date\n");
    for (size_t i = 0; i < rows; i++) {
        /* 7 and 30000 have no common divisor with 30011: all different, and in no order. */
        length += (size_t)sprintf(text + length, "2022-11-23T00:01:29Z,%zu,1990-05-05\n", i * 7 % 30011);
    }
    eep_columns columns;
    read_good(text, length, 0, &columns);
    assert_int_equal(columns.rows, rows);
    for (size_t i = 0; i < rows; i++) {
        assert_int_equal(columns.id[i], i * 7 % 30011);
        assert_int_equal(columns.assessment_date[i], 19319);
    }
    eep_columns_clear(&columns);
    /* And the last row repeats the id of the first, 0. */
    length += (size_t)sprintf(text + length, "2022-11-23T00:01:29Z,0,1990-05-05\n");
    eep_error error;
    assert_int_equal(read_text(text, length, 0, &columns, &error), EEP_ERROR_DUPLICATE);
    assert_int_equal(error.line, 30002);
    assert_int_equal(error.column, 22);
    assert_non_null(strstr(error.message, "the id 0 on line 30002 is that of line 2"));
    free(text);
}

static void test_the_sample_file_is_read_whole(void **state)
{
    (void)state;
    eep_columns columns;
    eep_error error = {0};
    char report[1024];
    eep_columns_init(&columns, NULL);
    if (eep_csv_read(EEP_SOURCE "/datasets/samples/candidates.csv", 0, 2, &columns, &error) != EEP_OK) {
        fail_msg("%s", eep_error_text(&error, report, sizeof report));
    }
    assert_int_equal(columns.rows, 12);
    assert_int_equal(eep_columns_check(&columns, &error), EEP_OK);
    eep_columns_clear(&columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_may_be_written_in_many_ways),
        cmocka_unit_test(test_a_minimal_file_leaves_the_rest_absent_and_at_defaults),
        cmocka_unit_test(test_a_column_of_empty_cells_is_present_and_at_its_default),
        cmocka_unit_test(test_dates_of_papers_follow_the_submission_row_by_row),
        cmocka_unit_test(test_an_age_counts_back_from_the_day_of_submission),
        cmocka_unit_test(test_an_age_counts_back_from_the_day_that_is_given),
        cmocka_unit_test(test_values_mean_what_they_say),
        cmocka_unit_test(test_standard_input_is_read_and_named),
        cmocka_unit_test(test_more_rows_than_a_buffer_holds),
        cmocka_unit_test(test_the_sample_file_is_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_profile.c - one candidate from YAML: defaults, dates, and complaints that name the place. */
#include "tests/explain/fixture.h"

#include "datasets/datasets.h"

#define DAY "2025-04-01"

static int64_t number(const eep_pool *pool, const char *column)
{
    const int index = eep_column_find(column);
    eep_column face;
    assert_true(index >= 0);
    assert_true(eep_column_at((size_t)index, &face));
    const void *data = eep_pool_column(pool, (size_t)index);
    switch (face.width) {
    case 1:
        return *(const uint8_t *)data;
    case 2:
        return *(const uint16_t *)data;
    case 4:
        return *(const int32_t *)data;
    default:
        return *(const int64_t *)data;
    }
}

static eep_pool *read_good(const char *text)
{
    eep_pool *pool = NULL;
    eep_error error;
    require(read_text(text, DAY, &pool, &error), &error);
    assert_int_equal(eep_pool_rows(pool), 1);
    return pool;
}

static void expect_failure(const char *text, eep_status status, uint64_t line, uint64_t column,
                           const char *in_message, const char *in_advice)
{
    eep_pool *pool = NULL;
    eep_error error = {0};
    assert_int_equal(read_text(text, DAY, &pool, &error), status);
    assert_null(pool);
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    assert_non_null(strstr(error.file, "eepool-profile-"));
    if (strstr(error.message, in_message) == NULL) fail_msg("'%s' not in '%s'", in_message, error.message);
    if (strstr(error.advice, in_advice) == NULL) fail_msg("'%s' not in '%s'", in_advice, error.advice);
}

static void test_profile_takes_every_kind_of_value(void **state)
{
    (void)state;
    eep_pool *pool = read_good("id: 4711\n"
                               "submitted_at: 2024-11-23T00:01:29Z\n"
                               "birth_date: 1994-05-01\n"
                               "citizenship: IND\n"
                               "education: masters\n"
                               "french_reading: 12\n"
                               "noc: 00012\n"
                               "noc_months: 36\n"
                               "settlement_funds: 1\n"
                               "programs: cec+pnp\n");
    assert_int_equal(number(pool, "id"), 4711);
    assert_int_equal(number(pool, "submitted_at"), 1732320089);
    assert_int_equal(number(pool, "birth_date"), day_of("1994-05-01"));
    assert_int_equal(number(pool, "education"), 6);
    assert_int_equal(number(pool, "french_reading"), 12);
    assert_int_equal(number(pool, "noc"), 12);
    assert_int_equal(number(pool, "noc_months"), 36);
    assert_int_equal(number(pool, "settlement_funds"), 1);
    assert_int_equal(number(pool, "programs"), EEP_CEC | EEP_PNP);
    eep_pool_free(pool);
}

static void test_profile_without_time_is_submitted_at_the_start_of_the_day(void **state)
{
    (void)state;
    eep_pool *pool = read_good("age: 29\n");
    assert_int_equal(number(pool, "submitted_at"), (int64_t)day_of(DAY) * 86400);
    assert_int_equal(number(pool, "language_test_date"), day_of(DAY));
    assert_int_equal(number(pool, "assessment_date"), day_of(DAY));
    assert_false(eep_pool_has_column(pool, EEP_COL_programs));
    eep_pool_free(pool);
}

static void test_profile_tests_default_to_the_day_of_submission(void **state)
{
    (void)state;
    eep_pool *pool = read_good("age: 29\nsubmitted_at: 2024-06-30T23:59:59Z\nassessment_date: 2021-01-02\n");
    assert_int_equal(number(pool, "language_test_date"), day_of("2024-06-30"));
    assert_int_equal(number(pool, "assessment_date"), day_of("2021-01-02"));
    eep_pool_free(pool);
}

static void test_profile_age_is_taken_on_the_day(void **state)
{
    (void)state;
    eep_pool *pool = read_good("age: 29\n");
    assert_int_equal(eep_age_on((eep_date)number(pool, "birth_date"), day_of(DAY)), 29);
    assert_int_equal(eep_age_on((eep_date)number(pool, "birth_date"), day_of(DAY) - 1), 28);
    eep_pool_free(pool);
}

static void test_profile_unknown_key_is_named_with_the_nearest_column(void **state)
{
    (void)state;
    expect_failure("age: 29\neducaton: masters\n", EEP_ERROR_UNKNOWN, 2, 1, "educaton", "education");
    expect_failure("agee: 29\n", EEP_ERROR_UNKNOWN, 1, 1, "agee", "'age'");
}

static void test_profile_wrong_value_is_shown_where_it_stands(void **state)
{
    (void)state;
    expect_failure("age: 29\neducation: master\n", EEP_ERROR_VALUE, 2, 12, "master", "masters");
    expect_failure("age: 29\nenglish_reading: 13\n", EEP_ERROR_VALUE, 2, 18, "13", "");
    expect_failure("age: 29\n\nlanguage_test_date: 2023-02-29\n", EEP_ERROR_VALUE, 3, 21, "2023-02-29", "");
    expect_failure("age: twenty\n", EEP_ERROR_VALUE, 1, 6, "age", "");
    expect_failure("age: 121\n", EEP_ERROR_VALUE, 1, 6, "age", "");
}

static void test_profile_list_instead_of_a_value_is_refused(void **state)
{
    (void)state;
    expect_failure("age: 29\nprograms: [cec, pnp]\n", EEP_ERROR_VALUE, 2, 11, "programs", "cec+pnp");
}

static void test_profile_needs_a_birth_date_or_an_age(void **state)
{
    (void)state;
    expect_failure("education: masters\n", EEP_ERROR_MISSING, 1, 1, "birth_date", "age: 29");
    expect_failure("birth_date: 1994-05-01\nage: 29\n", EEP_ERROR_DUPLICATE, 2, 6, "both", "one of the two");
}

static void test_profile_key_given_twice_is_refused(void **state)
{
    (void)state;
    eep_pool *pool = NULL;
    eep_error error;
    assert_int_equal(read_text("age: 29\nage: 30\n", DAY, &pool, &error), EEP_ERROR_DUPLICATE);
    assert_int_equal(error.line, 2);
}

static void test_profile_that_is_no_mapping_is_refused(void **state)
{
    (void)state;
    expect_failure("- age: 29\n", EEP_ERROR_VALUE, 1, 1, "mapping", "column: value");
    expect_failure("# nothing but a comment\n", EEP_ERROR_MISSING, 1, 1, "empty", "samples/profile.yaml");
}

static void test_profile_file_that_is_not_there_is_said(void **state)
{
    (void)state;
    eep_pool *pool = NULL;
    eep_error error;
    assert_int_equal(eep_profile_read("/nowhere/profile.yaml", day_of(DAY), &pool, &error),
                     EEP_ERROR_NO_FILE);
    assert_null(pool);
    assert_non_null(strstr(error.message, "/nowhere/profile.yaml"));
}

static void test_profile_sample_is_a_good_one(void **state)
{
    (void)state;
    eep_pool *pool = NULL;
    eep_error error;
    require(eep_profile_read(EEP_SOURCE "/datasets/samples/profile.yaml", day_of(DAY), &pool, &error),
            &error);
    require(eep_pool_check(pool, &error), &error);
    assert_int_equal(number(pool, "birth_date"), day_of("1995-11-14"));
    assert_int_equal(number(pool, "noc"), 21301);
    eep_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_profile_takes_every_kind_of_value),
        cmocka_unit_test(test_profile_without_time_is_submitted_at_the_start_of_the_day),
        cmocka_unit_test(test_profile_tests_default_to_the_day_of_submission),
        cmocka_unit_test(test_profile_age_is_taken_on_the_day),
        cmocka_unit_test(test_profile_unknown_key_is_named_with_the_nearest_column),
        cmocka_unit_test(test_profile_wrong_value_is_shown_where_it_stands),
        cmocka_unit_test(test_profile_list_instead_of_a_value_is_refused),
        cmocka_unit_test(test_profile_needs_a_birth_date_or_an_age),
        cmocka_unit_test(test_profile_key_given_twice_is_refused),
        cmocka_unit_test(test_profile_that_is_no_mapping_is_refused),
        cmocka_unit_test(test_profile_file_that_is_not_there_is_said),
        cmocka_unit_test(test_profile_sample_is_a_good_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

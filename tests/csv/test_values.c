/* One value from text and to text, and texts of strangers in messages. */
#include "csv_files.h"

static int64_t parse_good(size_t index, const char *text)
{
    int64_t value = -99;
    eep_error error = {0};
    if (eep_value_parse(index, text, strlen(text), &value, &error) != EEP_OK) fail_msg("%s", error.message);
    return value;
}

static void expect_same(size_t index, int64_t value)
{
    char text[64];
    memset(text, 'x', sizeof text);
    const size_t length = eep_value_format(index, value, text);
    assert_true(length < 64);
    assert_int_equal(strlen(text), length);
    /* An empty text is the default, which is what it was written for. */
    assert_int_equal(parse_good(index, text), value);
}

static void test_values_come_back_from_their_text(void **state)
{
    (void)state;
    uint64_t random = 99;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        expect_same(i, column.minimum);
        expect_same(i, column.maximum);
        for (int round = 0; round < 200; round++)
            expect_same(i, random_value(i, &random));
        for (int64_t value = 0; column.width == 1 && value <= column.maximum; value++)
            expect_same(i, value);
    }
}

static void test_every_label_and_every_set_of_labels_comes_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        const char *label;
        for (size_t value = 0; (label = eep_column_label(i, value)) != NULL; value++) {
            char text[64];
            const int64_t number = column.kind == EEP_KIND_SET ? (int64_t)1 << value : (int64_t)value;
            assert_int_equal(parse_good(i, label), number);
            (void)eep_value_format(i, number, text);
            assert_string_equal(text, label);
        }
    }
    assert_int_equal(parse_good(EEP_COL_programs, "pnp+fst+cec+fsw"), 15);
}

/* From the definition of each kind in eepool/pool.h. */
static void test_the_ends_of_ranges_as_text(void **state)
{
    (void)state;
    static const struct {
        size_t index;
        const char *minimum, *maximum;
    } ends[] = {
        {EEP_COL_id, "0", "9223372036854775807"},
        {EEP_COL_submitted_at, "1900-01-01T00:00:00Z", "2199-12-31T23:59:59Z"},
        {EEP_COL_birth_date, "1900-01-01", "2199-12-31"},
        {EEP_COL_sex, "not_given", "another"},
        {EEP_COL_citizenship, "", "ZZZ"},
        {EEP_COL_accompanying_spouse, "0", "1"},
        {EEP_COL_english_listening, "0", "12"},
        {EEP_COL_canadian_work_months, "0", "120"},
        {EEP_COL_noc, "", "99999"},
        {EEP_COL_programs, "", "fsw+cec+fst+pnp"},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        eep_column column;
        char text[64];
        assert_true(eep_column_at(ends[i].index, &column));
        (void)eep_value_format(ends[i].index, column.minimum, text);
        assert_string_equal(text, ends[i].minimum);
        (void)eep_value_format(ends[i].index, column.maximum, text);
        assert_string_equal(text, ends[i].maximum);
    }
}

static void test_one_past_the_end_of_a_number_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        assert_true(eep_column_at(i, &column));
        if (column.kind != EEP_KIND_FLAG && column.kind != EEP_KIND_LEVEL && column.kind != EEP_KIND_MONTHS &&
            column.kind != EEP_KIND_IDENTIFIER) {
            continue;
        }
        char text[32];
        int64_t value = -99;
        eep_error error;
        snprintf(text, sizeof text, "%llu", (unsigned long long)column.maximum + 1);
        assert_int_equal(eep_value_parse(i, text, strlen(text), &value, &error), EEP_ERROR_VALUE);
        assert_int_equal(eep_value_parse(i, "-1", 2, &value, &error), EEP_ERROR_VALUE);
        assert_int_equal(value, -99);
        assert_int_equal(error.line, 0);
        assert_string_equal(error.file, "");
    }
}

static void test_nothing_is_the_default_where_there_is_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        int64_t value = -99;
        assert_true(eep_column_at(i, &column));
        const int follows = i == EEP_COL_language_test_date || i == EEP_COL_assessment_date;
        const eep_status status = eep_value_parse(i, "", 0, &value, NULL);
        assert_int_equal(eep_column_follows_submission(i), follows);
        assert_int_equal(status, column.required || follows ? EEP_ERROR_MISSING : EEP_OK);
        assert_int_equal(value, column.required || follows ? -99 : column.fallback);
    }
}

static void test_a_text_needs_no_terminator_and_may_hold_zero_bytes(void **state)
{
    (void)state;
    int64_t value;
    assert_int_equal(eep_value_parse(EEP_COL_education, "mastersXX", 7, &value, NULL), EEP_OK);
    assert_int_equal(value, 6);
    assert_int_equal(eep_value_parse(EEP_COL_noc, "2123245", 5, &value, NULL), EEP_OK);
    assert_int_equal(value, 21232);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_error error;
        assert_int_equal(eep_value_parse(i, "fsw\0\0\0\0\0", 8, &value, &error), EEP_ERROR_VALUE);
        assert_non_null(strstr(error.message, "'fsw\\x00\\x00"));
        assert_int_equal(eep_value_parse(i, "\0", 1, &value, &error), EEP_ERROR_VALUE);
    }
    assert_int_equal(eep_value_parse(EEP_COLUMNS, "1", 1, &value, NULL), EEP_ERROR_ARGUMENT);
}

static void test_a_value_outside_its_range_is_written_as_a_number(void **state)
{
    (void)state;
    char text[64];
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        (void)eep_value_format(i, INT64_MIN, text);
        assert_string_equal(text, "-9223372036854775808");
    }
    (void)eep_value_format(EEP_COL_education, 8, text);
    assert_string_equal(text, "8");
}

static void test_strange_texts_are_quoted_harmlessly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        const char *quoted;
    } cases[] = {
        {TEXT(""), "''"},
        {TEXT("plain"), "'plain'"},
        {TEXT("tab\tbell\a\x7f"), "'tab\\x09bell\\x07\\x7f'"},
        {TEXT("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8d\x81"), "'caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8d\x81'"},
        {TEXT("\xc3"), "'\\xc3'"},                   /* cut short */
        {TEXT("\xc0\x80"), "'\\xc0\\x80'"},          /* overlong */
        {TEXT("\xe0\x80\x80"), "'\\xe0\\x80\\x80'"}, /* overlong */
        {TEXT("\xed\xa0\x80"), "'\\xed\\xa0\\x80'"}, /* a surrogate */
        {TEXT("\xc2\x9b"
              "31m"),
         "'\\xc2\\x9b31m'"},                                  /* a terminal sequence in one character */
        {TEXT("\xf4\x90\x80\x80"), "'\\xf4\\x90\\x80\\x80'"}, /* past U+10FFFF */
        {TEXT("0123456789012345678901234567890123456789"), "'0123456789012345678901234567890123456789'"},
        {TEXT("01234567890123456789012345678901234567890"), "'0123456789012345678901234567890123456789...'"},
        {TEXT("012345678901234567890123456789012345678\xe2\x82\xac"),
         "'012345678901234567890123456789012345678\xe2\x82\xac'"},
    };
    char quoted[EEP_QUOTED];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(eep_quoted(quoted, cases[i].text, cases[i].length), cases[i].quoted);
    char worst[100];
    memset(worst, 0xff, sizeof worst);
    assert_true(strlen(eep_quoted(quoted, worst, sizeof worst)) < EEP_QUOTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_come_back_from_their_text),
        cmocka_unit_test(test_every_label_and_every_set_of_labels_comes_back),
        cmocka_unit_test(test_the_ends_of_ranges_as_text),
        cmocka_unit_test(test_one_past_the_end_of_a_number_is_refused),
        cmocka_unit_test(test_nothing_is_the_default_where_there_is_one),
        cmocka_unit_test(test_a_text_needs_no_terminator_and_may_hold_zero_bytes),
        cmocka_unit_test(test_a_value_outside_its_range_is_written_as_a_number),
        cmocka_unit_test(test_strange_texts_are_quoted_harmlessly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

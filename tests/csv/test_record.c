/* The reader of records of any table, and the writer of single fields. */
#include "csv_files.h"

struct field {
    const char *text;
    uint64_t line, column;
};

static eep_csv *open_text(char path[256], const char *text, size_t length)
{
    eep_csv *csv;
    eep_error error;
    temporary_file(path, text, length);
    assert_int_equal(eep_csv_open(path, &csv, &error), EEP_OK);
    assert_string_equal(eep_csv_path(csv), path);
    return csv;
}

static void expect_record(eep_csv *csv, size_t expected, const struct field *fields)
{
    size_t count, length;
    eep_error error;
    assert_int_equal(eep_csv_next(csv, &count, &error), EEP_OK);
    assert_int_equal(count, expected);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(eep_csv_field(csv, i, &length), fields[i].text);
        assert_int_equal(length, strlen(fields[i].text));
        assert_int_equal(eep_csv_line(csv, i), fields[i].line);
        assert_int_equal(eep_csv_column(csv, i), fields[i].column);
    }
    /* Past the last field there is an empty text, not another's memory. */
    assert_string_equal(eep_csv_field(csv, count, NULL), "");
}

static void test_positions_hold_across_quoted_line_breaks(void **state)
{
    (void)state;
    char path[256];
    eep_csv *csv = open_text(path, TEXT("a,b,c\n"
                                        "1,\"two\nlines\",3\n"
                                        "\n"
                                        "\"\r\n\r\n\",\"x \"\"y\"\" z\",\"\"\r\n"
                                        "\"\n\",\"\n\",\"\n\"\n"
                                        "last,,"));
    expect_record(csv, 3, (struct field[]){{"a", 1, 1}, {"b", 1, 3}, {"c", 1, 5}});
    expect_record(csv, 3, (struct field[]){{"1", 2, 1}, {"two\nlines", 2, 3}, {"3", 3, 8}});
    expect_record(csv, 3, (struct field[]){{"\r\n\r\n", 5, 1}, {"x \"y\" z", 7, 3}, {"", 7, 15}});
    expect_record(csv, 3, (struct field[]){{"\n", 8, 1}, {"\n", 9, 3}, {"\n", 10, 3}});
    expect_record(csv, 3, (struct field[]){{"last", 12, 1}, {"", 12, 6}, {"", 12, 7}});
    expect_record(csv, 0, NULL);
    expect_record(csv, 0, NULL);
    eep_csv_close(csv);
    unlink(path);
}

static void test_quotes_are_taken_off(void **state)
{
    (void)state;
    char path[256];
    eep_csv *csv = open_text(path, TEXT("\"\"\"\",\"\"\"\"\"\",\"a\"\"\",\"\"\"a\",\",\"\n\"\"\n \n"));
    expect_record(
        csv, 5, (struct field[]){{"\"", 1, 1}, {"\"\"", 1, 6}, {"a\"", 1, 13}, {"\"a", 1, 19}, {",", 1, 25}});
    expect_record(csv, 1, (struct field[]){{"", 2, 1}});
    expect_record(csv, 1, (struct field[]){{" ", 3, 1}});
    expect_record(csv, 0, NULL);
    eep_csv_close(csv);
    unlink(path);
}

static void test_records_of_different_lengths_are_the_callers_affair(void **state)
{
    (void)state;
    char path[256];
    eep_csv *csv = open_text(path, TEXT("\xef\xbb\xbf"
                                        "a\r\nb,c\n,\n"));
    expect_record(csv, 1, (struct field[]){{"a", 1, 1}});
    expect_record(csv, 2, (struct field[]){{"b", 2, 1}, {"c", 2, 3}});
    expect_record(csv, 2, (struct field[]){{"", 3, 1}, {"", 3, 2}});
    expect_record(csv, 0, NULL);
    eep_csv_close(csv);
    unlink(path);
}

static void test_records_across_the_ends_of_the_buffer(void **state)
{
    (void)state;
    const size_t records = 40, length = 60001;
    char *text = malloc(records * (length + 32)), *at = text, path[256];
    assert_non_null(text);
    for (size_t i = 0; i < records; i++) {
        at += sprintf(at, "%zu,\"", i);
        memset(at, 'x', length - i);
        /* A doubled quote and a line break at both ends, so that some fall on the end of a read. */
        memcpy(at, "\"\"\n", 3);
        memcpy(at + length - i - 3, "\n\"\"", 3);
        at += length - i;
        at += sprintf(at, "\",end%s", i % 2 == 0 ? "\r\n" : "\n");
    }
    eep_csv *csv = open_text(path, text, (size_t)(at - text));
    for (size_t i = 0; i < records; i++) {
        size_t count, found;
        eep_error error;
        assert_int_equal(eep_csv_next(csv, &count, &error), EEP_OK);
        assert_int_equal(count, 3);
        assert_int_equal(strtoul(eep_csv_field(csv, 0, NULL), NULL, 10), i);
        const char *middle = eep_csv_field(csv, 1, &found);
        assert_int_equal(found, length - i - 2);
        assert_memory_equal(middle, "\"\nxx", 4);
        assert_memory_equal(middle + found - 4, "xx\n\"", 4);
        assert_string_equal(eep_csv_field(csv, 2, NULL), "end");
        assert_int_equal(eep_csv_line(csv, 2), 3 * i + 3);
    }
    expect_record(csv, 0, NULL);
    eep_csv_close(csv);
    unlink(path);
    free(text);
}

/* One awkward record, moved byte by byte across the place where the first read of 256 KiB ends. */
static void test_a_read_may_end_anywhere_in_a_record(void **state)
{
    (void)state;
    static const char awkward[] = "\"a\"\"\r\nb\"\"\",plain,\"\"\r\n\r\n\nlast";
    const size_t chunk = 262144, piece = 60000;
    char *text = malloc(chunk + sizeof awkward), path[256];
    assert_non_null(text);
    for (size_t before = 0; before < sizeof awkward; before++) {
        const size_t filler = chunk - before;
        memset(text, 'x', filler);
        for (size_t i = piece; i < filler; i += piece)
            text[i] = ',';
        text[filler - 1] = '\n';
        memcpy(text + filler, awkward, sizeof awkward);
        eep_csv *csv = open_text(path, text, filler + sizeof awkward - 1);
        size_t count;
        assert_int_equal(eep_csv_next(csv, &count, NULL), EEP_OK);
        assert_int_equal(count, 5);
        expect_record(csv, 3, (struct field[]){{"a\"\r\nb\"", 2, 1}, {"plain", 3, 6}, {"", 3, 12}});
        expect_record(csv, 1, (struct field[]){{"last", 6, 1}});
        expect_record(csv, 0, NULL);
        eep_csv_close(csv);
        unlink(path);
    }
    free(text);
}

/* Opens a text that ends in an error after `good` records. */
static void expect_refusal(const char *text, size_t length, size_t good, eep_error *error)
{
    char path[256];
    size_t count;
    eep_csv *csv = open_text(path, text, length);
    for (size_t i = 0; i < good; i++)
        assert_int_equal(eep_csv_next(csv, &count, error), EEP_OK);
    assert_int_equal(eep_csv_next(csv, &count, error), EEP_ERROR_SYNTAX);
    assert_int_equal(count, 0);
    eep_csv_close(csv);
    unlink(path);
}

static void test_a_field_has_at_most_64_kibibytes(void **state)
{
    (void)state;
    eep_error error;
    char *text = malloc(3000000), path[256];
    assert_non_null(text);
    memset(text, 'x', 3000000);
    memcpy(text, "a,b\n1,", 6);
    text[6 + 65536] = '\n';
    eep_csv *csv = open_text(path, text, 6 + 65536 + 1);
    size_t count, length;
    assert_int_equal(eep_csv_next(csv, &count, &error), EEP_OK);
    assert_int_equal(eep_csv_next(csv, &count, &error), EEP_OK);
    (void)eep_csv_field(csv, 1, &length);
    assert_int_equal(length, 65536);
    eep_csv_close(csv);
    unlink(path);

    text[6 + 65536] = 'x';
    text[6 + 65537] = '\n';
    expect_refusal(text, 6 + 65538, 1, &error);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 3);
    assert_non_null(strstr(error.message, "longer than 65536 bytes"));
    text[6 + 65537] = 'x';
    expect_refusal(text, 3000000, 1, &error);
    assert_non_null(strstr(error.message, "longer than 65536 bytes"));
    text[6] = '"';
    expect_refusal(text, 3000000, 1, &error);
    assert_int_equal(error.column, 3);
    assert_non_null(strstr(error.message, "quoted field that begins here is longer"));
    assert_non_null(strstr(error.advice, "missing closing quote"));
    free(text);
}

static void test_a_record_has_at_most_4096_fields_and_a_mebibyte(void **state)
{
    (void)state;
    eep_error error;
    char *text = malloc(3000000), path[256];
    assert_non_null(text);
    memset(text, ',', 3000000);
    text[0] = '\n';
    text[4096] = '\n';
    eep_csv *csv = open_text(path, text, 4097);
    size_t count;
    assert_int_equal(eep_csv_next(csv, &count, &error), EEP_OK);
    assert_int_equal(count, 4096);
    eep_csv_close(csv);
    unlink(path);
    text[4096] = ',';
    expect_refusal(text, 3000000, 0, &error);
    assert_int_equal(error.line, 2);
    assert_non_null(strstr(error.message, "more than 4096 fields"));
    memset(text, 'x', 3000000);
    for (size_t i = 60000; i < 3000000; i += 60000)
        text[i] = ',';
    expect_refusal(text, 3000000, 0, &error);
    assert_non_null(strstr(error.message, "longer than 1048576 bytes"));
    free(text);
}

static void test_a_written_field_is_quoted_when_it_must_be(void **state)
{
    (void)state;
    static const char *const texts[] = {"plain", "a,b", "say \"so\"", "two\nlines", "cr\r", "", " x ", "\""};
    char path[256];
    temporary_file(path, "", 0);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    for (size_t i = 0; i < 8; i++) {
        if (i > 0) putc(',', stream);
        eep_csv_put(stream, texts[i]);
    }
    fclose(stream);
    char *text = file_text(path);
    assert_string_equal(text, "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\"cr\r\",, x ,\"\"\"\"");
    free(text);
    eep_csv *csv;
    size_t count;
    assert_int_equal(eep_csv_open(path, &csv, NULL), EEP_OK);
    assert_int_equal(eep_csv_next(csv, &count, NULL), EEP_OK);
    assert_int_equal(count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(eep_csv_field(csv, i, NULL), texts[i]);
    eep_csv_close(csv);
    unlink(path);
}

static void test_closing_nothing_is_fine(void **state)
{
    (void)state;
    eep_csv_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_positions_hold_across_quoted_line_breaks),
        cmocka_unit_test(test_quotes_are_taken_off),
        cmocka_unit_test(test_records_of_different_lengths_are_the_callers_affair),
        cmocka_unit_test(test_records_across_the_ends_of_the_buffer),
        cmocka_unit_test(test_a_read_may_end_anywhere_in_a_record),
        cmocka_unit_test(test_a_field_has_at_most_64_kibibytes),
        cmocka_unit_test(test_a_record_has_at_most_4096_fields_and_a_mebibyte),
        cmocka_unit_test(test_a_written_field_is_quoted_when_it_must_be),
        cmocka_unit_test(test_closing_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

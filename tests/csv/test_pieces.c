/*
 * test_pieces.c - how a file is cut, how many threads read it and which way a record goes change nothing:
 * rows, presence, and the message, line and column of the first error.
 */
#include "csv_files.h"
#include "datasets/csv/read.h"

/* One thread, one piece, every record the way that explains errors. */
static const eep_csv_settings plain = {.threads = 1, .piece_bytes = 1 << 20, .plain = 1};

static eep_status read_with(const char *path, const eep_csv_settings *settings, eep_columns *columns,
                            eep_error *error)
{
    memset(error, 0, sizeof *error);
    eep_columns_init(columns, NULL);
    return eep_csv_read_with(path, settings, columns, error);
}

static void assert_columns_equal(const eep_columns *a, const eep_columns *b)
{
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->present, b->present);
    for (size_t i = 0; i < EEP_COLUMNS && a->rows > 0; i++) {
        eep_column column;
        eep_column_at(i, &column);
        if (memcmp(eep_columns_data(a, i), eep_columns_data(b, i), a->rows * column.width) != 0)
            fail_msg("column %s differs", column.name);
    }
}

static void assert_errors_equal(const eep_error *a, const eep_error *b)
{
    assert_int_equal(a->status, b->status);
    assert_string_equal(a->message, b->message);
    assert_string_equal(a->advice, b->advice);
    assert_string_equal(a->file, b->file);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->column, b->column);
}

/* Reads the text plainly and in many other ways; returns what became of it. */
static eep_status check_text(const char *text, size_t length, eep_date age_on)
{
    static const size_t bytes[] = {1, 2, 7, 64, 300, 5000, 1 << 20};
    char path[256];
    eep_columns expected, columns;
    eep_error error, other;
    eep_csv_settings settings = plain;
    temporary_file(path, text, length);
    settings.age_on = age_on;
    const eep_status status = read_with(path, &settings, &expected, &error);
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        for (int way = 0; way < 4; way++) {
            settings = (eep_csv_settings){
                .age_on = age_on, .threads = 1 + way, .piece_bytes = bytes[i], .plain = way == 3};
            assert_int_equal(read_with(path, &settings, &columns, &other), status);
            assert_errors_equal(&error, &other);
            assert_columns_equal(&expected, &columns);
            eep_columns_clear(&columns);
        }
    }
    eep_columns_clear(&expected);
    unlink(path);
    return status;
}

static void test_pieces_of_quotes_returns_marks_and_blank_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        eep_status status;
    } texts[] = {
        {"\xef\xbb\xbfid,submitted_at,birth_date\r\n1,2022-11-23T00:01:29Z,1990-05-05\r\n", EEP_OK},
        {"id,submitted_at,birth_date\n\n1,2022-11-23T00:01:29Z,1990-05-05\n\r\n\n2,2022-11-23T00:01:29Z,1990-"
         "05-05",
         EEP_OK},
        {"id,\"submitted_at\",age\n1,\"2022-11-23T00:01:29Z\",29\n2,2022-11-23T00:01:29Z,\"30\"\n", EEP_OK},
        {"id,submitted_at,age,education\n1,2022-11-23T00:01:29Z,29,\n2,2022-11-23T00:01:29Z,30,masters\n"
         "3,2022-11-23T00:01:29Z,30,\"masters\"\n",
         EEP_OK},
        {"id,submitted_at,age,sex\n1,2022-11-23T00:01:29Z,29,\"fe\nmale\"\n", EEP_ERROR_VALUE},
        {"id,submitted_at,age,sex\n1,2022-11-23T00:01:29Z,29,\"female\n2,2022-11-23T00:01:29Z,29,male\n",
         EEP_ERROR_SYNTAX},
        {"id,submitted_at,age,sex\n1,2022-11-23T00:01:29Z,29,fe\"male\n2,2022-11-23T00:01:29Z,29,\"male\"\n",
         EEP_ERROR_SYNTAX},
        {"id,submitted_at,age\n1,2022-11-23T00:01:29Z,29\r2,2022-11-23T00:01:29Z,29\n", EEP_ERROR_SYNTAX},
        {"id,submitted_at,age\n1,2022-11-23T00:01:29Z\n", EEP_ERROR_SYNTAX},
        {"id,submitted_at,age\n1,2022-11-23T00:01:29Z,29,\n", EEP_ERROR_SYNTAX},
        {"id,submitted_at,age\n1,2022-11-23T00:01:29Z,29\n2,2022-13-23T00:01:29Z,29\n", EEP_ERROR_VALUE},
        {"id,submitted_at,age\n7,2022-11-23T00:01:29Z,29\n3,2022-11-23T00:01:29Z,29\n\n"
         "7,2022-11-23T00:01:29Z,29\n9,x,29\n",
         EEP_ERROR_DUPLICATE},
        {"id,submitted_at,age\n7,2022-11-23T00:01:29Z,29\n3,2022-11-23T00:01:29Z,29\n"
         "8,x,29\n7,2022-11-23T00:01:29Z,29\n",
         EEP_ERROR_VALUE},
        {"id,submitted_at,age\n", EEP_ERROR_MISSING},
        {"id,submitted_at,age\n\n\n", EEP_ERROR_MISSING},
        {"id,submitted_at,age\n1234567890123456789012,2022-11-23T00:01:29Z,29\n", EEP_ERROR_VALUE},
        {"id,submitted_at,age\n9223372036854775807,2022-11-23T00:01:29Z,0029\n", EEP_ERROR_VALUE},
        {"id,submitted_at,age\n9223372036854775807,2022-11-23T00:01:29Z,99\n", EEP_OK},
        {"id,submitted_at,age,noc\n1,2022-11-23T00:01:29Z,29,21231\n2,2022-11-23T00:01:29Z,29,2123\n",
         EEP_ERROR_VALUE},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(check_text(texts[i].text, strlen(texts[i].text), 0), texts[i].status);
}

/* Some rows with all columns, written as CSV; the length. */
static size_t write_all_columns(char *text, uint64_t rows, uint64_t *random)
{
    size_t length = 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        length += (size_t)sprintf(text + length, "%s%s", i > 0 ? "," : "", eep_column_name_at(NULL, i));
    for (uint64_t row = 0; row < rows; row++) {
        text[length++] = '\n';
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            char value[64];
            eep_column column;
            eep_column_at(i, &column);
            const int empty = !column.required && next_random(random) % 6 == 0;
            const int quoted = next_random(random) % 200 == 0;
            eep_value_format(i, i == EEP_COL_id ? (int64_t)row * 3 : random_value(i, random), value);
            length += (size_t)sprintf(text + length, "%s%s%s%s", i > 0 ? "," : "", quoted ? "\"" : "",
                                      empty ? "" : value, quoted ? "\"" : "");
        }
    }
    return length;
}

static void test_pieces_of_every_column_and_value(void **state)
{
    (void)state;
    static char text[200000];
    uint64_t random = 77;
    for (int i = 0; i < 4; i++) {
        const size_t length = write_all_columns(text, 200, &random);
        assert_int_equal(check_text(text, length, 0), EEP_OK);
    }
}

static void test_pieces_of_texts_with_slips_report_the_same_first_slip(void **state)
{
    (void)state;
    static const char bytes[] = ",\n\r\"0129-TZ:xA\0";
    static char text[200000];
    uint64_t random = 5;
    int refused = 0;
    for (int i = 0; i < 150; i++) {
        const size_t length = write_all_columns(text, 12, &random);
        const uint64_t slips = 1 + next_random(&random) % 3;
        for (uint64_t k = 0; k < slips; k++)
            text[next_random(&random) % length] = bytes[next_random(&random) % (sizeof bytes - 1)];
        refused += check_text(text, length, i % 2 == 0 ? 0 : 19000) != EEP_OK;
    }
    assert_true(refused > 75);
}

static void test_pieces_of_records_longer_than_any_may_be(void **state)
{
    (void)state;
    static char text[3 << 20];
    static const char head[] = "id,submitted_at,age,sex\n1,2022-11-23T00:01:29Z,29,";
    const eep_csv_settings quick = {.threads = 2, .piece_bytes = 4096};
    for (int quoted = 0; quoted < 2; quoted++) {
        char path[256];
        eep_columns columns;
        eep_error error;
        memset(text, 'x', sizeof text);
        memcpy(text, head, sizeof head - 1);
        if (quoted) text[sizeof head - 1] = '"';
        for (size_t at = sizeof head + 50; quoted && at < sizeof text; at += 60)
            text[at] = '\n';
        temporary_file(path, text, sizeof text);
        assert_int_equal(read_with(path, &quick, &columns, &error), EEP_ERROR_SYNTAX);
        assert_non_null(strstr(error.message, "field that begins here is longer than 65536 bytes"));
        assert_int_equal(error.line, 2);
        unlink(path);
    }
}

/* Longer than the text for which there is room in a slab of few rows. */
static void append_long_record(const char *path)
{
    FILE *stream = fopen(path, "ab");
    assert_non_null(stream);
    for (int i = 0; i < 90000; i++)
        fprintf(stream, i % 1000 == 0 ? "," : "something");
    putc('\n', stream);
    assert_int_equal(fclose(stream), 0);
}

/* Memory whose third large block comes late: by then somebody has written to the file. */
struct writing {
    const char *path;
    int large_blocks;
};

#define FEW  20000 /* longer than what is read with the header */
#define MORE 30000

static void append_rows(const char *path, int from, int to)
{
    FILE *stream = fopen(path, "ab");
    assert_non_null(stream);
    for (int id = from; id < to; id++)
        fprintf(stream, "%d,2022-11-23T00:01:29Z,29\n", id);
    assert_int_equal(fclose(stream), 0);
}

static void *allocate_and_write(void *context, size_t size, size_t alignment)
{
    struct writing *writing = context;
    if (size > 4096 && ++writing->large_blocks == 3) {
        append_rows(writing->path, FEW, FEW + MORE);
        append_long_record(writing->path);
    }
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void release(void *context, void *block, size_t size)
{
    (void)context;
    (void)size;
    free(block);
}

static void test_pieces_of_a_file_that_grows_while_it_is_read(void **state)
{
    (void)state;
    const eep_csv_settings settings = {.threads = 1, .piece_bytes = 4096};
    char path[256];
    temporary_file(path, TEXT("id,submitted_at,age\n"));
    append_rows(path, 0, FEW);
    struct writing writing = {.path = path};
    const eep_allocator allocator = {allocate_and_write, release, &writing};
    eep_columns columns;
    eep_columns_init(&columns, &allocator);
    /* The record buffer, its text, and then the slab, whose size has been chosen for few rows. */
    eep_error error;
    assert_int_equal(eep_csv_read_with(path, &settings, &columns, &error), EEP_ERROR_SYNTAX);
    assert_non_null(strstr(error.message, "91 fields"));
    assert_int_equal(error.line, 2 + FEW + MORE);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_of_quotes_returns_marks_and_blank_lines),
        cmocka_unit_test(test_pieces_of_every_column_and_value),
        cmocka_unit_test(test_pieces_of_texts_with_slips_report_the_same_first_slip),
        cmocka_unit_test(test_pieces_of_records_longer_than_any_may_be),
        cmocka_unit_test(test_pieces_of_a_file_that_grows_while_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

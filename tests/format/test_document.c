/* test_document.c - what datasets/FORMAT.md says is what the code does. */
#include <inttypes.h>

#include "datasets/eepd/eepd.h"
#include "pools.h"

static char *document_of(const char *name)
{
    char path[300];
    size_t length;
    snprintf(path, sizeof path, EEP_SOURCE "/datasets/%s", name);
    return (char *)file_bytes(path, &length);
}

static char *document(void)
{
    return document_of("FORMAT.md");
}

static const char *const kind_name[] = {"identifier", "time",  "date",   "flag", "label",
                                        "set",        "level", "months", "noc",  "country"};

/* The row of the table of columns that FORMAT.md must have for a column. */
static void table_row(size_t index, char *text, size_t size)
{
    eep_column column;
    assert_true(eep_column_at(index, &column));
    int length = snprintf(text, size, "\n| %s | %s | %zu | %" PRId64 " | %" PRId64 " |", column.name,
                          kind_name[column.kind], column.width, column.minimum, column.maximum);
    const char *label;
    for (size_t value = 0; (label = eep_column_label(index, value)) != NULL; value++)
        length += snprintf(text + length, size - (size_t)length, "%s%s", value == 0 ? " " : ",", label);
    snprintf(text + length, size - (size_t)length, " |\n");
}

static void test_document_has_the_table_of_columns_in_order(void **state)
{
    (void)state;
    char *text = document();
    const char *at = strstr(text, "\n| column | kind | bytes |");
    assert_non_null(at);
    at = strstr(at, "\n| id |");
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        char row[1000];
        table_row(i, row, sizeof row);
        if (at == NULL || strncmp(at, row, strlen(row)) != 0)
            fail_msg("FORMAT.md lacks, at its place: %s", row + 1);
        at += strlen(row) - 1;
    }
    assert_int_equal(at[1], '\n'); /* and there the table ends */
    free(text);
}

/* Units in files are the texts of the table of kinds. */
static void test_document_has_the_texts_of_the_kinds(void **state)
{
    (void)state;
    char *text = document();
    eep_eepd_schema schema;
    unsigned char *bytes = malloc(EEPD_SCHEMA_MAX);
    assert_non_null(bytes);
    eep_eepd_schema_of(ALL_COLUMNS, &schema);
    const unsigned char *entry = bytes, *end = bytes + eep_eepd_schema_put(&schema, bytes);
    for (; entry < end; entry += 6 + entry[0] + entry[4] + 256 * entry[5]) {
        char row[200], unit[200];
        if (entry[1] == EEP_KIND_LABEL || entry[1] == EEP_KIND_SET) continue;
        snprintf(row, sizeof row, "\n| %d | %s | %d |", entry[1], kind_name[entry[1]], entry[2]);
        snprintf(unit, sizeof unit, "| `%.*s` |\n", entry[4], (const char *)entry + 6 + entry[0]);
        const char *line = strstr(text, row);
        const char *found = line != NULL ? strstr(line, unit) : NULL;
        if (found == NULL || found > strchr(line + 1, '\n'))
            fail_msg("FORMAT.md lacks %s ... %s", row + 1, unit);
    }
    assert_ptr_equal(entry, end);
    free(bytes);
    free(text);
}

/* Takes the bytes of the annotated example: an offset, two spaces, bytes in hexadecimal, a remark. */
static size_t example_bytes(const char *text, unsigned char *bytes)
{
    size_t used = 0;
    const char *line = strstr(text, "## Example");
    line = line != NULL ? strstr(line, "```\n") : NULL;
    assert_non_null(line);
    for (line += 4; strncmp(line, "```", 3) != 0; line = strchr(line, '\n') + 1) {
        assert_int_equal(strtoul(line, NULL, 10), used);
        for (const char *at = line + 5; at[0] != ' ' && at[-1] != '\n'; at += 3)
            bytes[used++] = (unsigned char)strtoul(at, NULL, 16);
    }
    return used;
}

static void test_document_example_is_a_file(void **state)
{
    (void)state;
    char *text = document();
    unsigned char bytes[1024];
    const size_t length = example_bytes(text, bytes);
    assert_int_equal(length, 332);
    write_bytes(in_folder("a.eepd"), bytes, length);
    eep_columns pool;
    char *provenance = NULL;
    eep_columns_init(&pool, NULL);
    assert_int_equal(eep_eepd_verify(in_folder("a.eepd"), kernels_in_turn(), 1, NULL, NULL), EEP_OK);
    assert_int_equal(eep_eepd_read(in_folder("a.eepd"), kernels_in_turn(), 1, &pool, &provenance, NULL),
                     EEP_OK);
    assert_string_equal(provenance, "{}");
    assert_int_equal(pool.rows, 2);
    assert_int_equal(pool.id[0], 7);
    assert_int_equal(pool.id[1], 9);
    assert_int_equal(pool.status[0], 1);
    assert_int_equal(pool.status[1], 0);
    assert_true(pool.present == (1 | UINT64_C(1) << EEP_COL_status));
    free(provenance);
    eep_columns_clear(&pool);
    free(text);
}

/* The example of version 1: one candidate with the id 7 and the status invited. */
static void test_document_of_version_1_has_an_example_that_is_a_file(void **state)
{
    (void)state;
    char *text = document_of("FORMAT-1.md");
    unsigned char bytes[1024];
    const size_t length = example_bytes(text, bytes);
    assert_int_equal(length, 269);
    write_bytes(in_folder("a.eepd"), bytes, length);
    eep_columns pool;
    char *provenance = NULL;
    eep_columns_init(&pool, NULL);
    assert_int_equal(eep_eepd_verify(in_folder("a.eepd"), kernels_in_turn(), 1, NULL, NULL), EEP_OK);
    assert_int_equal(eep_eepd_read(in_folder("a.eepd"), kernels_in_turn(), 1, &pool, &provenance, NULL),
                     EEP_OK);
    assert_int_equal(pool.rows, 1);
    assert_int_equal(pool.id[0], 7);
    assert_int_equal(pool.status[0], 1);
    free(provenance);
    eep_columns_clear(&pool);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document_has_the_table_of_columns_in_order),
        cmocka_unit_test(test_document_has_the_texts_of_the_kinds),
        cmocka_unit_test(test_document_example_is_a_file),
        cmocka_unit_test(test_document_of_version_1_has_an_example_that_is_a_file),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

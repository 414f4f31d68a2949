/* history_table.c - a CSV whose columns are known by name, every value of which can be placed. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "datasets/history.h"

/* Name i of the table's columns, for "did you mean". */
static const char *column_name(const void *context, size_t index)
{
    const eep_table *table = context;
    return index < table->columns ? table->names[index] : NULL;
}

static eep_status read_name(eep_table *table, size_t field, eep_error *error)
{
    size_t length = 0;
    const char *name = eep_csv_field(table->csv, field, &length);
    const uint64_t line = eep_csv_line(table->csv, field), column = eep_csv_column(table->csv, field);
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(name, table->names[i]) != 0) continue;
        if (table->at[i] != SIZE_MAX) {
            return eep_fail_at(error, EEP_ERROR_DUPLICATE, eep_csv_path(table->csv), line, column,
                               "remove one of them", "the column '%.40s' is given twice", name);
        }
        table->at[i] = field;
        return EEP_OK;
    }
    char advice[240];
    eep_did_you_mean(advice, sizeof advice, name, column_name, table, "see datasets/history/README.md");
    return eep_fail_at(error, EEP_ERROR_UNKNOWN, eep_csv_path(table->csv), line, column, advice,
                       "there is no column '%.40s' in this table", name);
}

static eep_status read_header(eep_table *table, eep_error *error)
{
    size_t fields = 0;
    EEP_TRY(eep_csv_next(table->csv, &fields, error));
    for (size_t i = 0; i < fields; i++)
        EEP_TRY(read_name(table, i, error));
    for (size_t i = 0; i < table->columns; i++) {
        if (table->at[i] != SIZE_MAX) continue;
        return eep_fail_at(error, EEP_ERROR_MISSING, eep_csv_path(table->csv), 1, 0,
                           "see datasets/history/README.md", "the column '%s' is missing", table->names[i]);
    }
    return EEP_OK;
}

eep_status eep_table_open(eep_table *table, const char *path, const char *const *names, size_t columns,
                          eep_error *error)
{
    *table = (eep_table){.names = names, .columns = columns};
    for (size_t i = 0; i < EEP_TABLE_COLUMNS; i++)
        table->at[i] = SIZE_MAX;
    EEP_TRY(eep_csv_open(path, &table->csv, error));
    const eep_status status = read_header(table, error);
    if (status != EEP_OK) eep_table_close(table);
    return status;
}

void eep_table_close(eep_table *table)
{
    if (table->csv != NULL) eep_csv_close(table->csv);
    table->csv = NULL;
}

eep_status eep_table_next(eep_table *table, int *more, eep_error *error)
{
    size_t fields = 0;
    EEP_TRY(eep_csv_next(table->csv, &fields, error));
    *more = fields > 0;
    if (fields == 0 || fields == table->columns) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_SYNTAX, eep_csv_path(table->csv), eep_csv_line(table->csv, 0), 0,
                       "give every line one field a column, and quote fields that contain a comma",
                       "the line has %zu fields where the header has %zu", fields, table->columns);
}

const char *eep_table_text(const eep_table *table, size_t column)
{
    size_t length = 0;
    return eep_csv_field(table->csv, table->at[column], &length);
}

eep_status eep_table_fail(const eep_table *table, size_t column, eep_error *error, eep_status status,
                          const char *advice, const char *format, ...)
{
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return eep_fail_at(error, status, eep_csv_path(table->csv), eep_csv_line(table->csv, table->at[column]),
                       eep_csv_column(table->csv, table->at[column]), advice, "%s: %s", table->names[column],
                       message);
}

eep_status eep_table_integer(const eep_table *table, size_t column, uint32_t maximum, uint32_t *value,
                             eep_error *error)
{
    const char *text = eep_table_text(table, column);
    const size_t digits = strspn(text, "0123456789");
    uint64_t number = 0;
    if (digits == 0 || digits > 10 || text[digits] != '\0') {
        return eep_table_fail(table, column, error, EEP_ERROR_VALUE, "write digits only, without marks",
                              "'%.40s' is not a whole number", text);
    }
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (uint64_t)(text[i] - '0');
    if (number > maximum) {
        return eep_table_fail(table, column, error, EEP_ERROR_VALUE, NULL,
                              "%" PRIu64 " is more than %" PRIu32, number, maximum);
    }
    *value = (uint32_t)number;
    return EEP_OK;
}

/* Gives an error without a position that of a column. */
static eep_status place(const eep_table *table, size_t column, eep_status status, eep_error *error)
{
    if (status == EEP_OK) return EEP_OK;
    eep_error_prefix(error, "%s", table->names[column]);
    eep_error_place(error, eep_csv_path(table->csv), eep_csv_line(table->csv, table->at[column]),
                    eep_csv_column(table->csv, table->at[column]));
    return status;
}

eep_status eep_table_date(const eep_table *table, size_t column, eep_date *date, eep_error *error)
{
    const char *text = eep_table_text(table, column);
    return place(table, column, eep_date_parse(text, strlen(text), date, error), error);
}

eep_status eep_table_time(const eep_table *table, size_t column, eep_time *time, eep_error *error)
{
    const char *text = eep_table_text(table, column);
    return place(table, column, eep_time_parse(text, strlen(text), time, error), error);
}

eep_status eep_table_copy(const eep_table *table, size_t column, char *text, size_t size, eep_error *error)
{
    const char *found = eep_table_text(table, column);
    if (strlen(found) >= size) {
        return eep_table_fail(table, column, error, EEP_ERROR_VALUE, "shorten it",
                              "the text is longer than %zu bytes", size - 1);
    }
    memcpy(text, found, strlen(found) + 1);
    return EEP_OK;
}

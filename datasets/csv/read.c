/* read.c - candidates from CSV, record by record, straight into the columns. */
#include <inttypes.h>
#include <string.h>

#include "datasets/csv/header.h"
#include "datasets/csv/lines.h"

/* Rows are made so many at a time. */
#define BATCH_ROWS  4096
#define AGE_MAXIMUM 127

struct reader {
    eep_csv *csv;
    eep_columns *columns;
    eep_csv_header header;
    eep_date age_on;
    uint64_t filled; /* rows that hold a candidate; the columns have up to a batch more */
    eep_ids ids;
    eep_lines lines;
};

/* Says where an error about the value of a field happened. */
static eep_status at_field(const struct reader *reader, size_t field, eep_status status, eep_error *error)
{
    const eep_csv *csv = reader->csv;
    if (status != EEP_OK) {
        eep_error_place(error, csv->path, eep_csv_line(csv, field), eep_csv_column(csv, field));
    }
    return status;
}

static eep_status refuse_count(const struct reader *reader, size_t count, eep_error *error)
{
    const eep_csv *csv = reader->csv;
    const size_t wanted = reader->header.fields;
    const size_t field = count > wanted ? wanted : 0; /* the first that is too many */
    return eep_fail_at(
        error, EEP_ERROR_SYNTAX, csv->path, eep_csv_line(csv, field), eep_csv_column(csv, field),
        count > wanted ? "remove the surplus fields, or quote the field that holds a comma"
                       : "leave a field empty for its default, but keep its comma",
        "the record has %zu field%s, the header names %zu", count, count == 1 ? "" : "s", wanted);
}

static int parse_age(const char *text, size_t length, int *age)
{
    *age = 0;
    if (length == 0 || length > 3) return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        *age = *age * 10 + (text[i] - '0');
    }
    return *age <= AGE_MAXIMUM;
}

/* The birthday that makes somebody just `age` years old on the day to which ages refer. */
static eep_status set_birth_date(const struct reader *reader, size_t field, uint64_t row, eep_error *error)
{
    const eep_csv *csv = reader->csv;
    eep_columns *columns = reader->columns;
    size_t length;
    const char *text = eep_csv_field(csv, field, &length);
    const eep_date on = reader->age_on != 0 ? reader->age_on : eep_time_date(columns->submitted_at[row]);
    char quoted[EEP_QUOTED], day[11];
    int age;
    if (!parse_age(text, length, &age)) {
        return eep_fail_at(error, EEP_ERROR_VALUE, csv->path, eep_csv_line(csv, field),
                           eep_csv_column(csv, field), "write digits only, or give birth_date instead",
                           "age is %s; allowed are whole years from 0 to %d",
                           eep_quoted(quoted, text, length), AGE_MAXIMUM);
    }
    const eep_date birth = eep_date_add_months(on, -12 * age);
    eep_column column;
    (void)eep_column_at(EEP_COL_birth_date, &column);
    if (birth < column.minimum || birth > column.maximum) {
        eep_date_format(on, day);
        return eep_fail_at(error, EEP_ERROR_VALUE, csv->path, eep_csv_line(csv, field),
                           eep_csv_column(csv, field), "check the age and the day to which it refers",
                           "age %d on %s is a birth outside 1900-01-01 to 2199-12-31", age, day);
    }
    columns->birth_date[row] = birth;
    return EEP_OK;
}

static eep_status check_id(struct reader *reader, uint64_t row, eep_error *error)
{
    const eep_csv *csv = reader->csv;
    const size_t field = reader->header.id_field;
    const uint64_t line = eep_csv_line(csv, field);
    uint64_t earlier;
    EEP_TRY(eep_lines_add(&reader->lines, &reader->columns->allocator, row, line, error));
    EEP_TRY(eep_ids_add(&reader->ids, reader->columns, row, &earlier, error));
    if (earlier == row) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_DUPLICATE, csv->path, line, eep_csv_column(csv, field),
                       "give every candidate an id of its own",
                       "the id %" PRIu64 " on line %" PRIu64 " is that of line %" PRIu64 " already",
                       reader->columns->id[row], line, eep_lines_of(&reader->lines, earlier));
}

/* The fields whose value is known only when submitted_at is: it may stand behind them. */
static eep_status finish_row(struct reader *reader, uint64_t row, uint64_t follow, size_t age_field,
                             eep_error *error)
{
    eep_columns *columns = reader->columns;
    for (size_t column = 0; follow != 0; column++, follow >>= 1) {
        if ((follow & 1) == 0) continue;
        eep_columns_set(columns, column, row, eep_time_date(columns->submitted_at[row]));
    }
    if (age_field < reader->header.fields) EEP_TRY(set_birth_date(reader, age_field, row, error));
    return check_id(reader, row, error);
}

static eep_status read_row(struct reader *reader, uint64_t row, eep_error *error)
{
    const eep_csv *csv = reader->csv;
    const eep_csv_header *header = &reader->header;
    uint64_t follow = 0; /* columns that take the day of submission */
    size_t age_field = header->fields;
    for (size_t field = 0; field < header->fields; field++) {
        const size_t target = header->target[field];
        const eep_csv_span *span = &csv->field[field];
        if (target == EEP_CSV_AGE) {
            age_field = field;
        } else if (span->length == 0 && eep_column_follows_submission(target)) {
            follow |= UINT64_C(1) << target;
        } else {
            int64_t value = 0;
            const eep_status status =
                eep_value_parse(target, csv->data + span->start, span->length, &value, error);
            if (status != EEP_OK) return at_field(reader, field, status, error);
            eep_columns_set(reader->columns, target, row, value);
        }
    }
    return finish_row(reader, row, follow, age_field, error);
}

static eep_status read_rows(struct reader *reader, eep_error *error)
{
    eep_columns *columns = reader->columns;
    size_t count;
    for (;;) {
        EEP_TRY(eep_csv_next(reader->csv, &count, error));
        if (count == 0) break;
        if (count != reader->header.fields) return refuse_count(reader, count, error);
        if (reader->filled == columns->rows) EEP_TRY(eep_columns_grow(columns, BATCH_ROWS, error));
        EEP_TRY(read_row(reader, reader->filled, error));
        reader->filled++;
    }
    if (reader->filled > 0) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_MISSING, reader->csv->path, eep_csv_line(reader->csv, 0), 1,
                       "write one line a candidate below the column names", "no candidates");
}

static eep_status read_all(struct reader *reader, eep_error *error)
{
    EEP_TRY(eep_csv_read_header(reader->csv, &reader->header, error));
    EEP_TRY(read_rows(reader, error));
    reader->columns->rows = reader->filled;
    reader->columns->present = reader->header.present;
    eep_columns_derive(reader->columns, 0);
    return EEP_OK;
}

eep_status eep_csv_read(const char *path, eep_date age_on, eep_columns *columns, eep_error *error)
{
    struct reader reader = {.columns = columns, .age_on = age_on};
    EEP_TRY(eep_csv_open_with(&columns->allocator, path, &reader.csv, error));
    const eep_status status = read_all(&reader, error);
    eep_lines_clear(&reader.lines, &columns->allocator);
    eep_ids_clear(&reader.ids, columns);
    eep_csv_close(reader.csv);
    if (status != EEP_OK) eep_columns_clear(columns);
    return status;
}

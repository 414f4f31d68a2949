/* row.c - one record to one row, value by value, with every error explained. */
#include "datasets/csv/row.h"

#define AGE_MAXIMUM 127

static eep_status refuse_count(const eep_csv *csv, const eep_csv_header *header, size_t count,
                               eep_error *error)
{
    const size_t wanted = header->fields;
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
static eep_status set_birth_date(const eep_csv *csv, size_t field, eep_date age_on, eep_columns *columns,
                                 uint64_t row, eep_error *error)
{
    size_t length;
    const char *text = eep_csv_field(csv, field, &length);
    const eep_date on = age_on != 0 ? age_on : eep_time_date(columns->submitted_at[row]);
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

eep_status eep_csv_read_row(const eep_csv *csv, const eep_csv_header *header, size_t count, eep_date age_on,
                            eep_columns *columns, uint64_t row, eep_error *error)
{
    uint64_t follow = 0; /* columns that take the day of submission */
    size_t age_field = header->fields;
    if (count != header->fields) return refuse_count(csv, header, count, error);
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
            if (status != EEP_OK) {
                eep_error_place(error, csv->path, eep_csv_line(csv, field), eep_csv_column(csv, field));
                return status;
            }
            eep_columns_set(columns, target, row, value);
        }
    }
    /* The fields whose value is known only when submitted_at is: it may stand behind them. */
    for (size_t column = 0; follow != 0; column++, follow >>= 1) {
        if ((follow & 1) != 0)
            eep_columns_set(columns, column, row, eep_time_date(columns->submitted_at[row]));
    }
    if (age_field == header->fields) return EEP_OK;
    return set_birth_date(csv, age_field, age_on, columns, row, error);
}

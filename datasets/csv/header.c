/* header.c - the first line of a candidate file: which column is in which field. */
#include "datasets/csv/header.h"

#include <ctype.h>
#include <string.h>

#define NOWHERE SIZE_MAX

/* The names a header may have: those of the columns, and age. */
static const char *name_at(const void *context, size_t index)
{
    return index == EEP_CSV_AGE ? "age" : eep_column_name_at(context, index);
}

static size_t find_name(const char *name)
{
    const char *known;
    for (size_t i = 0; (known = name_at(NULL, i)) != NULL; i++) {
        if (strcmp(known, name) == 0) return i;
    }
    return NOWHERE;
}

/* What to do about a name that is none, guessed from what it looks like. */
static void advise(const char *name, char *advice, size_t size)
{
    static const char list[] = "datasets/columns.def lists every column";
    if (name[0] == '\0') {
        snprintf(advice, size, "remove the empty column, often a comma too many at the end of each line");
    } else if (strpbrk(name, ";\t|") != NULL) {
        snprintf(advice, size, "separate fields with commas");
    } else if (isdigit((unsigned char)name[0])) {
        snprintf(advice, size,
                 "begin the file with a line of column names, as in id,submitted_at,birth_date");
    } else {
        const char *nearest = eep_nearest(name, name_at, NULL);
        if (nearest != NULL) {
            snprintf(advice, size, "did you mean '%s'? %s", nearest, list);
        } else {
            snprintf(advice, size, "remove it; %s", list);
        }
    }
}

static eep_status refuse_unknown(const eep_csv *csv, size_t field, eep_error *error)
{
    size_t length;
    const char *name = eep_csv_field(csv, field, &length);
    char quoted[EEP_QUOTED], advice[240];
    advise(name, advice, sizeof advice);
    return eep_fail_at(error, EEP_ERROR_UNKNOWN, csv->path, eep_csv_line(csv, field),
                       eep_csv_column(csv, field), advice, "there is no column %s",
                       eep_quoted(quoted, name, length));
}

static eep_status refuse_second(const eep_csv *csv, size_t field, size_t earlier, eep_error *error)
{
    return eep_fail_at(error, EEP_ERROR_DUPLICATE, csv->path, eep_csv_line(csv, field),
                       eep_csv_column(csv, field), "keep one of the two",
                       "the column %s is given twice: field %zu and field %zu",
                       eep_csv_field(csv, field, NULL), earlier + 1, field + 1);
}

/* Names every required column that is not there, in one message. */
static eep_status require_columns(const eep_csv *csv, uint64_t present, eep_error *error)
{
    char missing[256] = "";
    size_t count = 0, used = 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        (void)eep_column_at(i, &column);
        if (!column.required || (present >> i & 1) != 0) continue;
        used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s%s", count > 0 ? ", " : "",
                                 column.name, i == EEP_COL_birth_date ? " (or age)" : "");
        count++;
    }
    if (count == 0) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_MISSING, csv->path, eep_csv_line(csv, 0), eep_csv_column(csv, 0),
                       "every file of candidates needs id, submitted_at and birth_date (or age)",
                       "missing column%s: %s", count > 1 ? "s" : "", missing);
}

eep_status eep_csv_read_header(eep_csv *csv, eep_csv_header *header, eep_error *error)
{
    size_t where[EEP_COLUMNS + 1];
    for (size_t i = 0; i <= EEP_COLUMNS; i++)
        where[i] = NOWHERE;
    *header = (eep_csv_header){0};
    EEP_TRY(eep_csv_next(csv, &header->fields, error));
    if (header->fields == 0) {
        return eep_fail_at(error, EEP_ERROR_MISSING, csv->path, 1, 1,
                           "begin with a line of column names, then write one line a candidate",
                           "the file is empty");
    }
    for (size_t field = 0; field < header->fields; field++) {
        size_t length;
        const char *name = eep_csv_field(csv, field, &length);
        const size_t target = find_name(name);
        if (target == NOWHERE) return refuse_unknown(csv, field, error);
        if (where[target] != NOWHERE) return refuse_second(csv, field, where[target], error);
        where[target] = field;
        const size_t twin = target == EEP_CSV_AGE ? EEP_COL_birth_date : EEP_CSV_AGE;
        if ((target == EEP_CSV_AGE || target == EEP_COL_birth_date) && where[twin] != NOWHERE) {
            return eep_fail_at(error, EEP_ERROR_DUPLICATE, csv->path, eep_csv_line(csv, field),
                               eep_csv_column(csv, field), "keep birth_date, which says more",
                               "both age and birth_date are given");
        }
        header->target[field] = target;
        header->present |= UINT64_C(1) << (target == EEP_CSV_AGE ? EEP_COL_birth_date : target);
    }
    header->id_field = where[EEP_COL_id];
    return require_columns(csv, header->present, error);
}

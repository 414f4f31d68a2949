/* cells.c - a whole CSV in memory. */
#include "sim/conform/cells.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static eep_status add_record(eep_cells *cells, const eep_csv *csv, size_t fields, eep_error *error)
{
    for (size_t i = 0; i < fields; i++) {
        size_t length = 0;
        const char *text = eep_csv_field(csv, i, &length);
        const eep_cell cell = {cells->texts.count, eep_csv_line(csv, i), eep_csv_column(csv, i)};
        if (!eep_growing_append(NULL, &cells->cell, &cell, 1) ||
            !eep_growing_append(NULL, &cells->texts, text, length + 1)) {
            return eep_fail_memory(error, length + 1);
        }
    }
    cells->rows++;
    return EEP_OK;
}

static eep_status read_records(eep_cells *cells, eep_csv *csv, eep_error *error)
{
    for (;;) {
        size_t fields = 0;
        EEP_TRY(eep_csv_next(csv, &fields, error));
        if (fields == 0) break;
        if (cells->rows == 0) cells->columns = fields;
        if (fields != cells->columns) {
            return eep_fail_at(error, EEP_ERROR_SYNTAX, cells->path, eep_csv_line(csv, 0), 1,
                               "give every line one field a column, and quote fields that contain a comma",
                               "the line has %zu fields where the header has %zu", fields, cells->columns);
        }
        EEP_TRY(add_record(cells, csv, fields, error));
    }
    if (cells->rows > 0) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_MISSING, cells->path, 1, 1, "begin with a line of column names",
                       "the file is empty");
}

eep_status eep_cells_read(eep_cells *cells, const char *path, eep_error *error)
{
    eep_csv *csv = NULL;
    *cells = (eep_cells){.cell.size = sizeof(eep_cell), .texts.size = 1};
    EEP_TRY(eep_csv_open(path, &csv, error));
    cells->path = strdup(eep_csv_path(csv));
    eep_status status = cells->path != NULL ? read_records(cells, csv, error) : eep_fail_memory(error, 1);
    eep_csv_close(csv);
    if (status != EEP_OK) eep_cells_clear(cells);
    return status;
}

void eep_cells_clear(eep_cells *cells)
{
    eep_growing_clear(NULL, &cells->cell);
    eep_growing_clear(NULL, &cells->texts);
    free(cells->path);
    cells->path = NULL;
    cells->rows = cells->columns = 0;
}

static const eep_cell *cell_at(const eep_cells *cells, size_t row, size_t column)
{
    return (const eep_cell *)cells->cell.data + row * cells->columns + column;
}

char *eep_cells_text(const eep_cells *cells, size_t row, size_t column)
{
    return (char *)cells->texts.data + cell_at(cells, row, column)->text;
}

uint64_t eep_cells_line(const eep_cells *cells, size_t row)
{
    return cell_at(cells, row, 0)->line;
}

size_t eep_cells_find(const eep_cells *cells, const char *name)
{
    for (size_t i = 0; i < cells->columns; i++) {
        if (strcmp(eep_cells_text(cells, 0, i), name) == 0) return i;
    }
    return SIZE_MAX;
}

eep_status eep_cells_need(const eep_cells *cells, const char *name, size_t *column, eep_error *error)
{
    *column = eep_cells_find(cells, name);
    if (*column != SIZE_MAX) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_MISSING, cells->path, 1, 1, "name it in the first line",
                       "the column '%s' is missing", name);
}

eep_status eep_cells_fail(const eep_cells *cells, size_t row, size_t column, eep_error *error,
                          eep_status status, const char *advice, const char *format, ...)
{
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const eep_cell *cell = cell_at(cells, row, column);
    return eep_fail_at(error, status, cells->path, cell->line, cell->column, advice, "%s", message);
}

eep_status eep_cells_number(const eep_cells *cells, size_t row, size_t column, unsigned maximum,
                            unsigned *value, eep_error *error)
{
    const char *text = eep_cells_text(cells, row, column);
    const size_t length = strlen(text);
    unsigned number = 0;
    int is_number = length > 0 && length <= 9;
    for (size_t i = 0; is_number && i < length; i++) {
        is_number = text[i] >= '0' && text[i] <= '9';
        number = number * 10 + (unsigned)(text[i] - '0');
    }
    *value = number;
    if (is_number && number <= maximum) return EEP_OK;
    char quoted[EEP_QUOTED], advice[80];
    snprintf(advice, sizeof advice, "give a whole number from 0 to %u", maximum);
    return eep_cells_fail(cells, row, column, error, EEP_ERROR_VALUE, advice, "%s: %s is no number of points",
                          eep_cells_text(cells, 0, column), eep_quoted(quoted, text, length));
}

/* cells.h - inside sim/conform: a whole CSV in memory, every cell with its place. */
#ifndef EEP_SIM_CONFORM_CELLS_H
#define EEP_SIM_CONFORM_CELLS_H

#include "datasets/datasets.h"
#include "sim/growing/growing.h"

typedef struct eep_cell {
    size_t text; /* offset in `texts` */
    uint64_t line, column;
} eep_cell;

/* Zero-initialise. Row 0 is the header. */
typedef struct eep_cells {
    eep_growing cell;  /* eep_cell, row by row */
    eep_growing texts; /* terminated strings, one after another */
    size_t columns, rows;
    char *path; /* C heap */
} eep_cells;

/* Fails as eep_csv_next, with EEP_ERROR_SYNTAX for a line with more or fewer fields than the header. */
eep_status eep_cells_read(eep_cells *cells, const char *path, eep_error *error);
void eep_cells_clear(eep_cells *cells);

/* The text of a cell; it may be changed in place, but not made longer. */
char *eep_cells_text(const eep_cells *cells, size_t row, size_t column);
uint64_t eep_cells_line(const eep_cells *cells, size_t row);

/* The column with this name, or SIZE_MAX. */
size_t eep_cells_find(const eep_cells *cells, const char *name);
/* As eep_cells_find; fails with EEP_ERROR_MISSING. */
eep_status eep_cells_need(const eep_cells *cells, const char *name, size_t *column, eep_error *error);

/* As eep_fail_at with the place of a cell. */
eep_status eep_cells_fail(const eep_cells *cells, size_t row, size_t column, eep_error *error,
                          eep_status status, const char *advice, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* A cell as a whole number from 0 to `maximum`. */
eep_status eep_cells_number(const eep_cells *cells, size_t row, size_t column, unsigned maximum,
                            unsigned *value, eep_error *error);

#endif

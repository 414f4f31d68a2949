/* lines.h - on which line of its file a row began, remembered in next to no memory. */
#ifndef EEP_CSV_LINES_H
#define EEP_CSV_LINES_H

#include "datasets/base.h"

/* From `row` on, rows are on consecutive lines beginning with `line`. */
typedef struct eep_line_run {
    uint64_t row, line;
} eep_line_run;

/* Zero-initialise. One entry for a file without blank lines and line breaks in fields. */
typedef struct eep_lines {
    eep_line_run *run;
    size_t count, capacity;
} eep_lines;

/* Rows are added in order, from 0. Fails with EEP_ERROR_MEMORY. */
eep_status eep_lines_add(eep_lines *lines, const eep_allocator *allocator, uint64_t row, uint64_t line,
                         eep_error *error);
/* The line of a row that was added. */
uint64_t eep_lines_of(const eep_lines *lines, uint64_t row);
void eep_lines_clear(eep_lines *lines, const eep_allocator *allocator);

#endif

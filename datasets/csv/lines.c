/* lines.c - runs of consecutive lines: enough to name the line of an earlier row. */
#include "datasets/csv/lines.h"

#include <string.h>

eep_status eep_lines_add(eep_lines *lines, const eep_allocator *allocator, uint64_t row, uint64_t line,
                         eep_error *error)
{
    if (lines->count > 0) {
        const eep_line_run *last = &lines->run[lines->count - 1];
        if (line - last->line == row - last->row) return EEP_OK;
    }
    if (lines->count == lines->capacity) {
        const size_t capacity = lines->capacity == 0 ? 16 : lines->capacity * 2;
        eep_line_run *larger = eep_allocate_raw(allocator, capacity, sizeof *larger);
        if (larger == NULL) return eep_fail_memory(error, capacity * sizeof *larger);
        if (lines->count > 0) memcpy(larger, lines->run, lines->count * sizeof *larger);
        eep_release(allocator, lines->run, lines->capacity, sizeof *larger);
        lines->run = larger;
        lines->capacity = capacity;
    }
    lines->run[lines->count++] = (eep_line_run){row, line};
    return EEP_OK;
}

uint64_t eep_lines_of(const eep_lines *lines, uint64_t row)
{
    size_t low = 0, high = lines->count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (lines->run[middle].row <= row) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return lines->run[low].line + (row - lines->run[low].row);
}

void eep_lines_clear(eep_lines *lines, const eep_allocator *allocator)
{
    eep_release(allocator, lines->run, lines->capacity, sizeof *lines->run);
    *lines = (eep_lines){0};
}

/* report.h - a page written as Markdown or as HTML: headings, paragraphs, tables. Cells and texts are plain
 * text. */
#ifndef EEP_CLI_REPORT_H
#define EEP_CLI_REPORT_H

#include <stdio.h>

#define REPORT_COLUMNS_MAX 16
#define REPORT_CELL        160

typedef struct report {
    FILE *stream;
    int html;
    size_t columns;
    size_t labels; /* the first columns, which hold text; the others hold numbers */
} report;

void report_begin(report *page, const char *title);
void report_end(report *page);
void report_heading(report *page, const char *text);
/* A paragraph. */
void report_say(report *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A table: its heads separated by '|', the first `labels` columns being text; then rows in the same form. */
void report_table(report *page, const char *heads, size_t labels);
void report_row(report *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_table_end(report *page);

#endif

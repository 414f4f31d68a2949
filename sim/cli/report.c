/* report.c - a page written as Markdown or as HTML. */
#include <stdarg.h>
#include <string.h>

#include "sim/cli/cli.h"
#include "sim/cli/report.h"

static void put(report *page, const char *text)
{
    if (page->html) {
        cli_put_html(page->stream, text);
    } else {
        fputs(text, page->stream);
    }
}

void report_begin(report *page, const char *title)
{
    if (!page->html) {
        fprintf(page->stream, "# %s\n\n", title);
        return;
    }
    fprintf(page->stream,
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>%s</title>\n<style>\n"
            "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
            "color:#1b1b1b}\ntable{border-collapse:collapse;margin:.6em 0}td,th{padding:.15em .7em;"
            "text-align:left;border-bottom:1px solid #ddd;vertical-align:top}\n"
            "td.n,th.n{text-align:right}svg text{font:12px system-ui,sans-serif}figure{margin:1em 0}\n"
            "</style></head><body>\n<h1>%s</h1>\n",
            title, title);
}

void report_end(report *page)
{
    if (page->html) fputs("</body></html>\n", page->stream);
}

void report_heading(report *page, const char *text)
{
    fputs(page->html ? "<h2>" : "## ", page->stream);
    put(page, text);
    fputs(page->html ? "</h2>\n" : "\n\n", page->stream);
}

void report_say(report *page, const char *format, ...)
{
    char text[2000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fputs(page->html ? "<p>" : "", page->stream);
    put(page, text);
    fputs(page->html ? "</p>\n" : "\n\n", page->stream);
}

/* One line of cells that are separated by '|'. */
static void put_cells(report *page, const char *text, const char *tag)
{
    size_t column = 0;
    fputs(page->html ? "<tr>" : "|", page->stream);
    for (const char *at = text;; column++) {
        char cell[REPORT_CELL];
        const size_t length = strcspn(at, "|");
        snprintf(cell, sizeof cell, "%.*s", (int)(length < REPORT_CELL ? length : REPORT_CELL - 1), at);
        if (page->html) {
            fprintf(page->stream, "<%s%s>", tag, column < page->labels ? "" : " class=\"n\"");
            put(page, cell);
            fprintf(page->stream, "</%s>", tag);
        } else {
            fprintf(page->stream, " %s |", cell);
        }
        at += length;
        if (*at++ == '\0') break;
    }
    page->columns = column + 1;
    fputs(page->html ? "</tr>\n" : "\n", page->stream);
}

void report_table(report *page, const char *heads, size_t labels)
{
    page->labels = labels;
    if (page->html) fputs("<table>\n", page->stream);
    put_cells(page, heads, "th");
    if (page->html) return;
    fputs("|", page->stream);
    for (size_t i = 0; i < page->columns; i++)
        fputs(i < labels ? "---|" : "---:|", page->stream);
    fputs("\n", page->stream);
}

void report_row(report *page, const char *format, ...)
{
    char text[REPORT_COLUMNS_MAX * REPORT_CELL];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put_cells(page, text, "td");
}

void report_table_end(report *page)
{
    fputs(page->html ? "</table>\n" : "\n", page->stream);
}

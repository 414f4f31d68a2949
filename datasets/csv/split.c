/*
 * split.c - one record of RFC 4180 in a buffer, split into its fields.
 *
 * The scan changes nothing, because it starts again when the buffer turns out to end too early; only a
 * whole record is terminated and unquoted, in place. A zero byte behind the buffer ends every loop.
 */
#include "datasets/csv/split.h"

#include <string.h>

/* Where the scan stands. */
typedef struct cursor {
    size_t at;
    size_t line_start; /* of the line on which `at` is */
    uint32_t line;     /* lines after the record's first */
} cursor;

/* What may end an unquoted field, or must not be in one. */
static const unsigned char stops[256] = {['\0'] = 1, ['\n'] = 1, ['\r'] = 1, ['"'] = 1, [','] = 1};

#define LINE(csv, place)   ((csv)->line + (place)->line)
#define COLUMN(csv, place) ((place)->at - (place)->line_start + 1)

static eep_csv_split_end bad_quote(const eep_csv *csv, const cursor *place, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, LINE(csv, place), COLUMN(csv, place),
                "put the whole field in quotes and double the quotes within it",
                "a quote within a field that does not begin with one");
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_zero(const eep_csv *csv, const cursor *place, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, LINE(csv, place), COLUMN(csv, place),
                "save the table as CSV text in UTF-8", "a zero byte, which no text has");
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_return(const eep_csv *csv, const cursor *place, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, LINE(csv, place), COLUMN(csv, place),
                "end lines with a line feed, or with a carriage return and a line feed",
                "a carriage return without a line feed");
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_tail(const eep_csv *csv, const cursor *place, eep_error *error)
{
    char quoted[EEP_QUOTED];
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, LINE(csv, place), COLUMN(csv, place),
                "a comma or the end of the line must follow; a quote within a field is doubled",
                "%s after a closing quote", eep_quoted(quoted, csv->data + place->at, 1));
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_open(const eep_csv *csv, const eep_csv_span *span, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, csv->line + span->line, span->column,
                "add the missing closing quote",
                "the file ends within the quoted field that begins on line %llu",
                (unsigned long long)(csv->line + span->line));
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_length(const eep_csv *csv, const eep_csv_span *span, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, csv->line + span->line, span->column,
                span->quoted ? "look for a missing closing quote" : "check that this is a table as CSV",
                "the %sfield that begins here is longer than %d bytes", span->quoted ? "quoted " : "",
                CSV_FIELD_BYTES);
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_count(const eep_csv *csv, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, csv->line, 1, "check that this is a table as CSV",
                "the record that begins here has more than %d fields", CSV_FIELDS);
    return EEP_CSV_BAD;
}

static eep_csv_split_end bad_record(const eep_csv *csv, eep_error *error)
{
    eep_fail_at(error, EEP_ERROR_SYNTAX, csv->path, csv->line, 1, "look for a missing closing quote",
                "the record that begins here is longer than %d bytes", CSV_RECORD_BYTES);
    return EEP_CSV_BAD;
}

/* The buffer ends where more was wanted. */
static eep_csv_split_end run_short(const eep_csv *csv, eep_error *error)
{
    const eep_csv_span *last = &csv->field[csv->fields - 1];
    if (csv->end - last->start > CSV_FIELD_BYTES + 2) return bad_length(csv, last, error);
    if (csv->end - csv->begin >= CSV_RECORD_BYTES) return bad_record(csv, error);
    return EEP_CSV_SHORT;
}

/* What stands behind a field: a comma or the end of the record. Steps over it. */
static eep_csv_split_end take_delimiter(const eep_csv *csv, cursor *place, int quoted, eep_error *error)
{
    switch (csv->data[place->at]) {
    case ',':
        place->at++;
        return EEP_CSV_FIELD;
    case '\n':
        place->at++;
        return EEP_CSV_WHOLE;
    case '\r':
        if (csv->data[place->at + 1] == '\n') {
            place->at += 2;
            return EEP_CSV_WHOLE;
        }
        if (place->at + 1 == csv->end && !csv->ended) return run_short(csv, error);
        return bad_return(csv, place, error);
    case '\0':
        if (place->at < csv->end) return bad_zero(csv, place, error);
        return csv->ended ? EEP_CSV_WHOLE : run_short(csv, error);
    default:
        return quoted ? bad_tail(csv, place, error) : bad_quote(csv, place, error);
    }
}

static eep_csv_split_end take_plain(const eep_csv *csv, cursor *place, eep_csv_span *span, eep_error *error)
{
    const unsigned char *data = (const unsigned char *)csv->data;
    size_t at = place->at;
    while (!stops[data[at]])
        at++;
    span->length = (uint32_t)(at - place->at);
    place->at = at;
    if (span->length > CSV_FIELD_BYTES) return bad_length(csv, span, error);
    if (data[at] == ',') { /* by far the most frequent end */
        place->at++;
        return EEP_CSV_FIELD;
    }
    return take_delimiter(csv, place, 0, error);
}

/* `place` is on the opening quote. The length is still that of the text with its quotes doubled. */
static eep_csv_split_end take_quoted(const eep_csv *csv, cursor *place, eep_csv_span *span, eep_error *error)
{
    const char *data = csv->data;
    place->at++;
    span->start++;
    for (;;) {
        const char c = data[place->at];
        if (c == '"') {
            if (data[place->at + 1] != '"') break;
            place->at++;
        } else if (c == '\n') {
            place->line++;
            place->line_start = place->at + 1;
        } else if (c == '\0') {
            if (place->at < csv->end) return bad_zero(csv, place, error);
            return csv->ended ? bad_open(csv, span, error) : run_short(csv, error);
        }
        place->at++;
    }
    /* At the end of the buffer this quote may yet turn out to be the first of two. */
    if (place->at + 1 == csv->end && !csv->ended) return run_short(csv, error);
    span->length = (uint32_t)(place->at - span->start);
    if (span->length > CSV_FIELD_BYTES) return bad_length(csv, span, error);
    place->at++;
    return take_delimiter(csv, place, 1, error);
}

/* Doubled quotes become one. */
static uint32_t unquote(char *text, uint32_t length)
{
    char *quote = memchr(text, '"', length);
    if (quote == NULL) return length;
    uint32_t kept = (uint32_t)(quote - text);
    for (uint32_t i = kept; i < length; i++) {
        text[kept++] = text[i];
        if (text[i] == '"') i++;
    }
    return kept;
}

static void finish(eep_csv *csv, const cursor *place)
{
    for (size_t i = 0; i < csv->fields; i++) {
        eep_csv_span *span = &csv->field[i];
        char *text = csv->data + span->start;
        if (span->quoted) span->length = unquote(text, span->length);
        text[span->length] = '\0';
    }
    csv->first_line = csv->line;
    csv->line += place->line + 1;
    csv->begin = place->at;
}

eep_csv_split_end eep_csv_split(eep_csv *csv, eep_error *error)
{
    cursor place = {csv->begin, csv->begin, 0};
    eep_csv_split_end end = EEP_CSV_FIELD;
    csv->fields = 0;
    while (end == EEP_CSV_FIELD) {
        if (csv->fields == CSV_FIELDS) return bad_count(csv, error);
        eep_csv_span *span = &csv->field[csv->fields++];
        span->start = (uint32_t)place.at;
        span->line = place.line;
        span->column = (uint32_t)COLUMN(csv, &place);
        span->quoted = csv->data[place.at] == '"';
        end = span->quoted ? take_quoted(csv, &place, span, error) : take_plain(csv, &place, span, error);
    }
    if (end == EEP_CSV_WHOLE) finish(csv, &place);
    return end;
}

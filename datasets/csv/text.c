/*
 * text.c - rows as lines of text, CSV or NDJSON. What each column needs is looked up once; then it is all
 * copying.
 *
 * The texts are those of format.c. Values outside their range, which no pool that was checked has, go there.
 */
#include <string.h>

#include "datasets/datasets.h"

#define SMALL       128 /* numbers below are copied from a table */
#define VALUE_BYTES 64
#define LABELS      32

/* A short text, copied as eight bytes. */
typedef struct short_text {
    char text[8];
    size_t length;
} short_text;

typedef struct text_column {
    uint8_t index, width, kind;
    int64_t minimum, maximum;
    const char *label[LABELS];
    size_t label_length[LABELS];
    char before[48]; /* NDJSON: `,"name":` */
    size_t before_length;
} text_column;

struct eep_row_text {
    eep_text_form form;
    size_t columns;
    text_column column[EEP_COLUMNS];
    short_text small[SMALL];
    char two[100][2];
};

static void plan_column(eep_row_text *text, size_t index)
{
    text_column *column = &text->column[text->columns];
    eep_column face;
    (void)eep_column_at(index, &face);
    column->index = (uint8_t)index;
    column->width = (uint8_t)face.width;
    column->kind = (uint8_t)face.kind;
    column->minimum = face.minimum;
    column->maximum = face.maximum;
    for (size_t i = 0; i < LABELS && eep_column_label(index, i) != NULL; i++) {
        column->label[i] = eep_column_label(index, i);
        column->label_length[i] = strlen(column->label[i]);
    }
    column->before_length = (size_t)snprintf(column->before, sizeof column->before,
                                             "%s\"%s\":", text->columns == 0 ? "{" : ",", face.name);
    text->columns++;
}

eep_row_text *eep_row_text_new(const eep_allocator *allocator, uint64_t which, eep_text_form form)
{
    eep_row_text *text = eep_allocate(allocator, 1, sizeof *text);
    if (text == NULL) return NULL;
    text->form = form;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((which >> i & 1) != 0) plan_column(text, i);
    }
    for (size_t i = 0; i < SMALL; i++) {
        char digits[24];
        text->small[i].length = (size_t)snprintf(digits, sizeof digits, "%zu", i);
        memcpy(text->small[i].text, digits, sizeof text->small[i].text);
    }
    for (int i = 0; i < 100; i++) {
        text->two[i][0] = (char)('0' + i / 10);
        text->two[i][1] = (char)('0' + i % 10);
    }
    return text;
}

void eep_row_text_free(const eep_allocator *allocator, eep_row_text *text)
{
    eep_release(allocator, text, 1, sizeof *text);
}

size_t eep_row_text_room(const eep_row_text *text)
{
    return text->columns * (VALUE_BYTES + sizeof text->column->before) + 8;
}

/* ---- Values ------------------------------------------------------------------------------------ */

static inline int64_t load(const void *values, uint8_t width, uint64_t row)
{
    switch (width) {
    case 1:
        return ((const uint8_t *)values)[row];
    case 2:
        return ((const uint16_t *)values)[row];
    case 4:
        return ((const int32_t *)values)[row];
    default:
        return ((const int64_t *)values)[row];
    }
}

static inline char *put_two(const eep_row_text *text, char *at, int value)
{
    memcpy(at, text->two[value], 2);
    return at + 2;
}

static char *put_number(const eep_row_text *text, char *at, uint64_t number)
{
    char digits[24];
    size_t from = sizeof digits;
    for (; number >= 100; number /= 100)
        memcpy(digits + (from -= 2), text->two[number % 100], 2);
    const short_text *first = &text->small[number];
    memcpy(at, first->text, 8);
    memcpy(at + first->length, digits + from, sizeof digits - from);
    return at + first->length + (sizeof digits - from);
}

static inline char *put_small(const eep_row_text *text, char *at, int64_t value)
{
    if (value >= SMALL) return put_number(text, at, (uint64_t)value);
    memcpy(at, text->small[value].text, 8);
    return at + text->small[value].length;
}

static char *put_date(const eep_row_text *text, char *at, eep_date date)
{
    int year, month, day;
    eep_date_parts(date, &year, &month, &day);
    at = put_two(text, at, year / 100);
    at = put_two(text, at, year % 100);
    *at++ = '-';
    at = put_two(text, at, month);
    *at++ = '-';
    return put_two(text, at, day);
}

static char *put_time(const eep_row_text *text, char *at, eep_time time)
{
    const eep_date date = eep_time_date(time);
    const int second = (int)(time - (eep_time)date * 86400);
    at = put_date(text, at, date);
    *at++ = 'T';
    at = put_two(text, at, second / 3600);
    *at++ = ':';
    at = put_two(text, at, second / 60 % 60);
    *at++ = ':';
    at = put_two(text, at, second % 60);
    *at++ = 'Z';
    return at;
}

static char *put_bytes(char *at, const char *bytes, size_t length)
{
    memcpy(at, bytes, length);
    return at + length;
}

static char *put_plain(const eep_row_text *text, char *at, const text_column *column, int64_t value)
{
    if (value < column->minimum || value > column->maximum) {
        return at + eep_value_format(column->index, value, at);
    }
    switch (column->kind) {
    case EEP_KIND_FLAG:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
    case EEP_KIND_IDENTIFIER:
        return put_small(text, at, value);
    case EEP_KIND_DATE:
        return put_date(text, at, (eep_date)value);
    case EEP_KIND_TIME:
        return put_time(text, at, value);
    case EEP_KIND_LABEL:
        return put_bytes(at, column->label[value], column->label_length[value]);
    default:
        return at + eep_value_format(column->index, value, at);
    }
}

/* ["fsw","cec"] */
static char *put_json_set(char *at, const text_column *column, int64_t set)
{
    *at++ = '[';
    for (size_t i = 0, first = 1; column->label[i] != NULL; i++) {
        if ((set >> i & 1) == 0) continue;
        if (!first) *at++ = ',';
        *at++ = '"';
        at = put_bytes(at, column->label[i], column->label_length[i]);
        *at++ = '"';
        first = 0;
    }
    *at++ = ']';
    return at;
}

/* Numbers as they are, texts in quotes (none needs escapes), sets as arrays, no code as null. */
static char *put_json(const eep_row_text *text, char *at, const text_column *column, int64_t value)
{
    at = put_bytes(at, column->before, column->before_length);
    switch (column->kind) {
    case EEP_KIND_IDENTIFIER:
    case EEP_KIND_FLAG:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
        return put_plain(text, at, column, value);
    case EEP_KIND_SET:
        return put_json_set(at, column, value);
    case EEP_KIND_NOC:
    case EEP_KIND_COUNTRY:
        if (value == 0) return put_bytes(at, "null", 4);
        break;
    default:
        break;
    }
    *at++ = '"';
    at = put_plain(text, at, column, value);
    *at++ = '"';
    return at;
}

/* ---- Rows -------------------------------------------------------------------------------------- */

size_t eep_row_text_head(const eep_row_text *text, char *at)
{
    char *const begin = at;
    if (text->form == EEP_TEXT_NDJSON) return 0;
    for (size_t i = 0; i < text->columns; i++) {
        const char *name = eep_column_name_at(NULL, text->column[i].index);
        at = put_bytes(at, name, strlen(name));
        *at++ = i + 1 < text->columns ? ',' : '\n';
    }
    return (size_t)(at - begin);
}

size_t eep_row_text_put(const eep_row_text *text, const eep_columns *columns, uint64_t row, size_t count,
                        char *at)
{
    const void *values[EEP_COLUMNS];
    char *const begin = at;
    for (size_t i = 0; i < text->columns; i++)
        values[i] = eep_columns_data(columns, text->column[i].index);
    for (const uint64_t end = row + count; row < end; row++) {
        for (size_t i = 0; i < text->columns; i++) {
            const text_column *column = &text->column[i];
            const int64_t value = load(values[i], column->width, row);
            if (text->form == EEP_TEXT_NDJSON) {
                at = put_json(text, at, column, value);
            } else {
                at = put_plain(text, at, column, value);
                *at++ = ',';
            }
        }
        if (text->form == EEP_TEXT_NDJSON) {
            *at++ = '}';
            *at++ = '\n';
        } else {
            at[-1] = '\n'; /* in place of the last comma */
        }
    }
    return (size_t)(at - begin);
}

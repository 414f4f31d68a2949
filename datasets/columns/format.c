/* format.c - one value as text. Files of millions of rows are written through here: no printf. */
#include "datasets/columns/catalogue.h"

#include <string.h>

static char *put_number(char *at, uint64_t number)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        *at++ = digits[--count];
    return at;
}

static char *put_text(char *at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

static char *put_set(char *at, const char *const *labels, int64_t set)
{
    int first = 1;
    for (size_t i = 0; labels[i] != NULL; i++) {
        if ((set >> i & 1) == 0) continue;
        if (!first) *at++ = '+';
        at = put_text(at, labels[i]);
        first = 0;
    }
    return at;
}

static char *put_noc(char *at, int64_t code)
{
    if (code == 0) return at;
    for (int i = 4; i >= 0; i--) {
        at[i] = (char)('0' + code % 10);
        code /= 10;
    }
    return at + 5;
}

static char *put_country(char *at, int64_t code)
{
    if (code == 0) return at;
    for (int shift = 10; shift >= 0; shift -= 5)
        *at++ = (char)('A' - 1 + (code >> shift & 31));
    return at;
}

static char *put_value(char *at, const eep_catalogue_entry *entry, int64_t value)
{
    switch (entry->face.kind) {
    case EEP_KIND_TIME:
        eep_time_format(value, at);
        return at + 20;
    case EEP_KIND_DATE:
        eep_date_format((eep_date)value, at);
        return at + 10;
    case EEP_KIND_LABEL:
        return put_text(at, entry->labels[value]);
    case EEP_KIND_SET:
        return put_set(at, entry->labels, value);
    case EEP_KIND_NOC:
        return put_noc(at, value);
    case EEP_KIND_COUNTRY:
        return put_country(at, value);
    default:
        return put_number(at, (uint64_t)value);
    }
}

size_t eep_value_format(size_t index, int64_t value, char text[64])
{
    const eep_catalogue_entry *entry = &eep_catalogue[index];
    char *end = text;
    /* A value outside its range has no text of its kind; its number says more than a wrong text. */
    if (value < entry->face.minimum || value > entry->face.maximum) {
        if (value < 0) *end++ = '-';
        end = put_number(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    } else {
        end = put_value(end, entry, value);
    }
    *end = '\0';
    return (size_t)(end - text);
}

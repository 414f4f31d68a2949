/*
 * parse.c - one value from its text. Reading is strict: one way to write each value, so that a file
 * means the same to everybody and a slip is found where it was made.
 *
 * The readers below only say yes or no; refusals are explained in refuse.c.
 */
#include "datasets/columns/catalogue.h"
#include "datasets/columns/refuse.h"

#include <string.h>

/* Nothing but decimal digits; nineteen of them fit, and no column allows more. */
static int read_number(const char *text, size_t length, int64_t *value)
{
    uint64_t number = 0;
    if (length > 19) return 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned digit = (unsigned char)text[i] - (unsigned)'0';
        if (digit > 9) return 0;
        number = number * 10 + digit;
    }
    if (number > INT64_MAX) return 0;
    *value = (int64_t)number;
    return 1;
}

static int read_label(const eep_catalogue_entry *entry, const char *text, size_t length, int64_t *value)
{
    *value = eep_catalogue_label(entry, text, length);
    return *value >= 0;
}

/* Labels joined by +, none twice. The empty set is the empty text, which never comes here. */
static int read_set(const eep_catalogue_entry *entry, const char *text, size_t length, int64_t *value)
{
    int64_t set = 0;
    for (;;) {
        const char *plus = memchr(text, '+', length);
        const size_t part = plus != NULL ? (size_t)(plus - text) : length;
        int64_t label;
        if (part == 0 || !read_label(entry, text, part, &label) || (set >> label & 1) != 0) return 0;
        set |= (int64_t)1 << label;
        if (plus == NULL) break;
        text += part + 1;
        length -= part + 1;
    }
    *value = set;
    return 1;
}

static int read_country(const char *text, size_t length, int64_t *value)
{
    if (length != 3) return 0;
    int64_t code = 0;
    for (size_t i = 0; i < 3; i++) {
        if (text[i] < 'A' || text[i] > 'Z') return 0;
        code = code * 32 + (text[i] - 'A' + 1);
    }
    *value = code;
    return 1;
}

static int read_date(const char *text, size_t length, int64_t *value)
{
    eep_date date;
    if (eep_date_parse(text, length, &date, NULL) != EEP_OK) return 0;
    *value = date;
    return 1;
}

static int read_time(const char *text, size_t length, int64_t *value)
{
    eep_time time;
    if (eep_time_parse(text, length, &time, NULL) != EEP_OK) return 0;
    *value = time;
    return 1;
}

static int read_value(const eep_catalogue_entry *entry, const char *text, size_t length, int64_t *value)
{
    switch (entry->face.kind) {
    case EEP_KIND_IDENTIFIER:
    case EEP_KIND_FLAG:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
        return read_number(text, length, value);
    case EEP_KIND_TIME:
        return read_time(text, length, value);
    case EEP_KIND_DATE:
        return read_date(text, length, value);
    case EEP_KIND_LABEL:
        return read_label(entry, text, length, value);
    case EEP_KIND_SET:
        return read_set(entry, text, length, value);
    case EEP_KIND_NOC:
        return length == 5 && read_number(text, length, value);
    case EEP_KIND_COUNTRY:
        return read_country(text, length, value);
    }
    return 0;
}

eep_status eep_value_parse(size_t index, const char *text, size_t length, int64_t *value, eep_error *error)
{
    if (index >= EEP_COLUMNS) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, NULL, "there is no column %zu", index);
    }
    const eep_catalogue_entry *entry = &eep_catalogue[index];
    const eep_column *face = &entry->face;
    if (length == 0) {
        /* A day of submission is not known here, so a default that depends on it cannot be given. */
        if (face->required || eep_column_follows_submission(index)) return eep_refuse_empty(entry, error);
        *value = face->fallback;
        return EEP_OK;
    }
    int64_t found = 0;
    if (!read_value(entry, text, length, &found)) return eep_refuse(entry, text, length, error);
    if (found < face->minimum || found > face->maximum) return eep_refuse(entry, text, length, error);
    *value = found;
    return EEP_OK;
}

/* refuse.c - what to tell somebody whose value cannot be read. Only failures come here. */
#include "datasets/columns/refuse.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static const char *label_at(const void *context, size_t index)
{
    const eep_catalogue_entry *entry = context;
    return entry->labels[index];
}

/* The labels, with `between` between them. */
static void list_labels(const eep_catalogue_entry *entry, const char *between, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; entry->labels[i] != NULL && used < size; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? between : "", entry->labels[i]);
    }
}

/* What the column allows, as the end of "allowed are ...". */
static void describe(const eep_catalogue_entry *entry, char *text, size_t size)
{
    char labels[200];
    switch (entry->face.kind) {
    case EEP_KIND_IDENTIFIER:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
        snprintf(text, size, "whole numbers from %" PRId64 " to %" PRId64, entry->face.minimum,
                 entry->face.maximum);
        break;
    case EEP_KIND_FLAG:
        snprintf(text, size, "0 and 1");
        break;
    case EEP_KIND_LABEL:
        list_labels(entry, ", ", labels, sizeof labels);
        snprintf(text, size, "%s", labels);
        break;
    case EEP_KIND_SET:
        list_labels(entry, ", ", labels, sizeof labels);
        snprintf(text, size, "%s, each once and joined by '+', or nothing", labels);
        break;
    case EEP_KIND_TIME:
        snprintf(text, size, "times in UTC, 1900-01-01T00:00:00Z to 2199-12-31T23:59:59Z");
        break;
    case EEP_KIND_DATE:
        snprintf(text, size, "days of the calendar, 1900-01-01 to 2199-12-31");
        break;
    case EEP_KIND_NOC:
        snprintf(text, size, "the five digits of a NOC 2021 code, or nothing");
        break;
    case EEP_KIND_COUNTRY:
        snprintf(text, size, "the three capital letters of an ISO 3166-1 code, or nothing");
        break;
    }
}

static int all_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i])) return 0;
    }
    return 1;
}

static void advise_number(const eep_catalogue_entry *entry, const char *text, size_t length, char *advice,
                          size_t size)
{
    if (all_digits(text, length)) {
        snprintf(advice, size, "the column holds: %s", entry->face.about);
    } else {
        snprintf(advice, size, "write digits only: no sign, space, point, comma or exponent");
    }
}

static void advise_label(const eep_catalogue_entry *entry, const char *text, size_t length, char *advice,
                         size_t size)
{
    char word[64];
    snprintf(word, sizeof word, "%.*s", length < sizeof word ? (int)length : (int)sizeof word - 1, text);
    eep_did_you_mean(advice, size, word, label_at, entry, "write one of the labels, letter for letter");
}

/* Names the first label of a set that is wrong. */
static void advise_set(const eep_catalogue_entry *entry, const char *text, size_t length, char *advice,
                       size_t size)
{
    const char *const end = text + length;
    for (const char *part = text; part <= end;) {
        const char *plus = memchr(part, '+', (size_t)(end - part));
        const char *stop = plus != NULL ? plus : end;
        const size_t part_length = (size_t)(stop - part);
        if (part_length == 0) {
            snprintf(advice, size, "write a label before and after every '+'");
            return;
        }
        if (eep_catalogue_label(entry, part, part_length) < 0) {
            advise_label(entry, part, part_length, advice, size);
            return;
        }
        part = stop + 1;
    }
    snprintf(advice, size, "write each label once");
}

static void advise_country(const char *text, size_t length, char *advice, size_t size)
{
    int letters = length == 3;
    for (size_t i = 0; letters && i < 3; i++)
        letters = isalpha((unsigned char)text[i]) != 0;
    if (letters) {
        snprintf(advice, size, "write '%c%c%c'", toupper((unsigned char)text[0]),
                 toupper((unsigned char)text[1]), toupper((unsigned char)text[2]));
    } else {
        snprintf(advice, size, "write the alpha-3 code, as IND for India, or leave the field empty");
    }
}

static void advise_time(const char *text, size_t length, char *advice, size_t size)
{
    eep_date day;
    if (eep_date_parse(text, length, &day, NULL) == EEP_OK) {
        snprintf(advice, size, "add the time of day, as in %.10sT00:00:00Z", text);
    } else {
        snprintf(advice, size, "write YYYY-MM-DDThh:mm:ssZ, as in 2022-11-23T00:01:29Z");
    }
}

static void advise(const eep_catalogue_entry *entry, const char *text, size_t length, char *advice,
                   size_t size)
{
    if (isspace((unsigned char)text[0]) || isspace((unsigned char)text[length - 1])) {
        snprintf(advice, size, "remove the blanks around the value");
        return;
    }
    switch (entry->face.kind) {
    case EEP_KIND_IDENTIFIER:
    case EEP_KIND_LEVEL:
    case EEP_KIND_MONTHS:
        advise_number(entry, text, length, advice, size);
        break;
    case EEP_KIND_FLAG:
        snprintf(advice, size, "write 1 for yes and 0 for no");
        break;
    case EEP_KIND_LABEL:
        advise_label(entry, text, length, advice, size);
        break;
    case EEP_KIND_SET:
        advise_set(entry, text, length, advice, size);
        break;
    case EEP_KIND_TIME:
        advise_time(text, length, advice, size);
        break;
    case EEP_KIND_DATE:
        snprintf(advice, size, "write YYYY-MM-DD, as in 2022-11-23, and a day that exists");
        break;
    case EEP_KIND_NOC:
        snprintf(advice, size, "keep leading zeros, as in 00012: spreadsheets tend to drop them");
        break;
    case EEP_KIND_COUNTRY:
        advise_country(text, length, advice, size);
        break;
    }
}

eep_status eep_refuse(const eep_catalogue_entry *entry, const char *text, size_t length, eep_error *error)
{
    if (error == NULL) return EEP_ERROR_VALUE;
    char quoted[EEP_QUOTED], allowed[256], advice[240];
    describe(entry, allowed, sizeof allowed);
    advise(entry, text, length, advice, sizeof advice);
    return eep_fail(error, EEP_ERROR_VALUE, advice, "%s is %s; allowed are %s", entry->face.name,
                    eep_quoted(quoted, text, length), allowed);
}

eep_status eep_refuse_empty(const eep_catalogue_entry *entry, eep_error *error)
{
    char allowed[256];
    describe(entry, allowed, sizeof allowed);
    return eep_fail(error, EEP_ERROR_MISSING,
                    entry->face.required ? "every candidate needs one"
                                         : "give a value, or leave it out altogether for the default",
                    "%s is empty; allowed are %s", entry->face.name, allowed);
}

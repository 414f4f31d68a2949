/* schema.c - which columns a file has, and whether they mean there what they mean here. */
#include <string.h>

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

#define ENTRY_HEAD 6 /* length of the name, kind, width, group, length of the text (2) */
#define TEXT_MAX   512

/* The numbers of the kinds are part of the format; the enumeration may only grow at its end. */
_Static_assert(EEP_KIND_IDENTIFIER == 0 && EEP_KIND_TIME == 1 && EEP_KIND_DATE == 2 && EEP_KIND_FLAG == 3 &&
                   EEP_KIND_LABEL == 4 && EEP_KIND_SET == 5 && EEP_KIND_LEVEL == 6 && EEP_KIND_MONTHS == 7 &&
                   EEP_KIND_NOC == 8 && EEP_KIND_COUNTRY == 9,
               "kinds in files are numbered as in FORMAT.md");

static const char *const unit[] = {
    [EEP_KIND_IDENTIFIER] = "number",
    [EEP_KIND_TIME] = "seconds since 1970-01-01T00:00:00Z",
    [EEP_KIND_DATE] = "days since 1970-01-01",
    [EEP_KIND_FLAG] = "0 = no, 1 = yes",
    [EEP_KIND_LEVEL] = "CLB or NCLC level, 0 = no test",
    [EEP_KIND_MONTHS] = "months",
    [EEP_KIND_NOC] = "NOC 2021 code, 0 = none",
    [EEP_KIND_COUNTRY] = "ISO 3166-1 alpha-3 as (c1-64)*1024+(c2-64)*32+(c3-64), 0 = not given",
};

static int has_labels(eep_column_kind kind)
{
    return kind == EEP_KIND_LABEL || kind == EEP_KIND_SET;
}

/* The unit, or the labels joined by commas. Returns the length. */
static size_t column_text(size_t number, eep_column_kind kind, char text[TEXT_MAX])
{
    if (!has_labels(kind)) return (size_t)snprintf(text, TEXT_MAX, "%s", unit[kind]);
    size_t length = 0;
    const char *label;
    for (size_t value = 0; (label = eep_column_label(number, value)) != NULL; value++) {
        const int added = snprintf(text + length, TEXT_MAX - length, "%s%s", value > 0 ? "," : "", label);
        if (added < 0 || (size_t)added >= TEXT_MAX - length) break;
        length += (size_t)added;
    }
    return length;
}

/* ---- Writing ----------------------------------------------------------------------------------- */

/* Groups are numbered by the first column that is there of each. */
void eep_eepd_schema_of(uint64_t present, eep_eepd_schema *schema)
{
    uint8_t given[UINT8_MAX + 1];
    memset(given, EEPD_NONE, sizeof given);
    *schema = (eep_eepd_schema){0};
    eep_column column;
    for (size_t number = 0; eep_column_at(number, &column); number++) {
        if ((present >> number & 1) == 0) continue;
        uint8_t *group = &given[eep_eepd_group_of((uint8_t)number)];
        if (*group == EEPD_NONE) *group = (uint8_t)schema->groups++;
        schema->number[schema->columns] = (uint8_t)number;
        schema->group[schema->columns] = *group;
        schema->width[schema->columns++] = (uint8_t)column.width;
    }
}

size_t eep_eepd_schema_put(const eep_eepd_schema *schema, unsigned char *bytes)
{
    size_t used = 0;
    for (size_t i = 0; i < schema->columns; i++) {
        eep_column column;
        eep_column_at(schema->number[i], &column);
        char text[TEXT_MAX];
        const size_t name_length = strlen(column.name);
        const size_t text_length = column_text(schema->number[i], column.kind, text);
        unsigned char *entry = bytes + used;
        entry[0] = (unsigned char)name_length;
        entry[1] = (unsigned char)column.kind;
        entry[2] = (unsigned char)column.width;
        entry[3] = schema->group[i];
        eep_put_number(entry + 4, 2, text_length);
        memcpy(entry + ENTRY_HEAD, column.name, name_length);
        memcpy(entry + ENTRY_HEAD + name_length, text, text_length);
        used += ENTRY_HEAD + name_length + text_length;
    }
    return used;
}

const char *eep_eepd_column_name(const eep_eepd_schema *schema, size_t position)
{
    return eep_column_name_at(NULL, schema->number[position]);
}

char *eep_eepd_group_name(const eep_eepd_schema *schema, size_t group, char text[EEPD_GROUP_TEXT])
{
    size_t members = 0, first = 0;
    for (size_t i = schema->columns; i-- > 0;) {
        if (schema->group[i] != group) continue;
        first = i;
        members++;
    }
    const char *name = eep_eepd_column_name(schema, first);
    if (members > 1) {
        snprintf(text, EEPD_GROUP_TEXT, "%s and %zu more", name, members - 1);
    } else {
        snprintf(text, EEPD_GROUP_TEXT, "%s", name);
    }
    return text;
}

/* ---- Reading ----------------------------------------------------------------------------------- */

/* One entry of a schema, as it stands in the file. */
typedef struct entry {
    char name[EEPD_NAME_MAX + 1];
    unsigned kind, width, group;
    const char *text;
    size_t text_length;
} entry;

static eep_status fail_shape(eep_error *error, size_t position)
{
    return eep_fail(error, EEP_ERROR_DAMAGED,
                    "the file was not written by eepool; see datasets/FORMAT.md, Schema",
                    "damaged: schema: entry %zu is not well formed", position);
}

/* What a file says is shown to people, so it has to be text that a terminal can bear. */
static int is_printable(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] < 0x20 || text[i] > 0x7E) return 0;
    }
    return 1;
}

static int is_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_", text[i]) == NULL || text[i] == '\0') return 0;
    }
    return 1;
}

/* Takes the entry at `*used`; `position` is for the error. */
static eep_status take_entry(const unsigned char *bytes, size_t length, size_t *used, size_t position,
                             entry *taken, eep_error *error)
{
    const unsigned char *head = bytes + *used;
    if (length - *used < ENTRY_HEAD) return fail_shape(error, position);
    const size_t name_length = head[0], text_length = eep_get_16(head + 4);
    if (length - *used - ENTRY_HEAD < name_length + text_length) return fail_shape(error, position);
    const char *name = (const char *)head + ENTRY_HEAD;
    *taken = (entry){.kind = head[1],
                     .width = head[2],
                     .group = head[3],
                     .text = name + name_length,
                     .text_length = text_length};
    if (name_length == 0 || name_length > EEPD_NAME_MAX || text_length >= TEXT_MAX ||
        !is_name(name, name_length) || !is_printable(taken->text, text_length)) {
        return fail_shape(error, position);
    }
    memcpy(taken->name, name, name_length);
    *used += ENTRY_HEAD + name_length + text_length;
    return EEP_OK;
}

/*
 * Labels are numbered by their place, so those of the file must be ours from the first on. It may have
 * fewer (a release added one since), not more.
 */
static eep_status check_labels(const entry *found, size_t number, eep_column_kind kind, eep_error *error)
{
    char ours[TEXT_MAX];
    const size_t length = column_text(number, kind, ours);
    const size_t common = found->text_length < length ? found->text_length : length;
    const int same = memcmp(found->text, ours, common) == 0;
    if (same && found->text_length == length) return EEP_OK;
    if (same && found->text_length < length && found->text_length > 0 && ours[common] == ',') return EEP_OK;
    if (same && found->text_length > length && found->text[common] == ',') {
        return eep_fail(error, EEP_ERROR_UNKNOWN, "use a later release of eepool",
                        "column %s has labels that this release does not know: %.*s", found->name,
                        (int)(found->text_length - common - 1), found->text + common + 1);
    }
    return eep_fail(error, EEP_ERROR_VALUE,
                    "the file was not written by eepool; see datasets/FORMAT.md, Columns",
                    "column %s has the labels %.*s; they must be %s", found->name, (int)found->text_length,
                    found->text, ours);
}

static eep_status check_entry(const entry *found, eep_eepd_schema *schema, eep_error *error)
{
    const int number = eep_column_find(found->name);
    if (number < 0) {
        char advice[120];
        eep_did_you_mean(advice, sizeof advice, found->name, eep_column_name_at, NULL,
                         "use a later release of eepool, or write the file without this column");
        return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "column %s is not known to this release",
                        found->name);
    }
    eep_column column;
    eep_column_at((size_t)number, &column);
    if (found->kind != (unsigned)column.kind || found->width != column.width) {
        return eep_fail(error, EEP_ERROR_VALUE,
                        "the file was not written by eepool; see datasets/FORMAT.md, Columns",
                        "column %s has kind %u and %u bytes a value; it must be kind %u and %zu", found->name,
                        found->kind, found->width, (unsigned)column.kind, column.width);
    }
    const size_t last = schema->columns;
    if (last > 0 && schema->number[last - 1] >= number) {
        const int twice = schema->number[last - 1] == number;
        return eep_fail(error, twice ? EEP_ERROR_DUPLICATE : EEP_ERROR_DAMAGED,
                        "the file was not written by eepool; see datasets/FORMAT.md, Schema",
                        twice ? "column %s is there twice" : "damaged: schema: column %s is out of order",
                        found->name);
    }
    if (has_labels(column.kind)) EEP_TRY(check_labels(found, (size_t)number, column.kind, error));
    schema->number[last] = (uint8_t)number;
    schema->width[last] = (uint8_t)column.width;
    schema->columns++;
    return EEP_OK;
}

/*
 * The group of the column just taken: one that there is, or the next. In version 1 the byte is reserved, and
 * every column is a group.
 */
static eep_status take_group(const entry *found, unsigned version, size_t position, eep_eepd_schema *schema,
                             eep_error *error)
{
    const unsigned group = version > 1 ? found->group : schema->groups;
    if (version == 1 && found->group != 0) return fail_shape(error, position);
    if (group > schema->groups) {
        return eep_fail(error, EEP_ERROR_DAMAGED,
                        "the file was not written by eepool; see datasets/FORMAT.md, Schema",
                        "damaged: schema: column %s is in group %u, where there are %u", found->name, group,
                        schema->groups);
    }
    schema->group[position] = (uint8_t)group;
    schema->groups += group == schema->groups;
    return EEP_OK;
}

eep_status eep_eepd_schema_get(const unsigned char *bytes, size_t length, const eep_eepd_header *header,
                               eep_eepd_schema *schema, eep_error *error)
{
    size_t used = 0;
    *schema = (eep_eepd_schema){0};
    for (size_t i = 0; i < header->columns; i++) {
        entry found;
        EEP_TRY(take_entry(bytes, length, &used, i, &found, error));
        EEP_TRY(check_entry(&found, schema, error));
        EEP_TRY(take_group(&found, header->version, i, schema, error));
    }
    if (used == length) return EEP_OK;
    return eep_fail(error, EEP_ERROR_DAMAGED,
                    "the file was not written by eepool; see datasets/FORMAT.md, Schema",
                    "damaged: schema: %zu bytes behind its last entry", length - used);
}

/* catalogue.c - what the columns are: columns.def turned into a table that programs can ask. */
#include "datasets/columns/catalogue.h"

#include <string.h>

static const char *const labels_none[] = {NULL};
#define EEP_LABELS(list, ...) static const char *const labels_##list[] = {__VA_ARGS__, NULL};
#include "datasets/columns.def"

const eep_catalogue_entry eep_catalogue[EEP_COLUMNS] = {
#define EEP_COLUMN(name, kind, storage, labels, required, minimum, maximum, fallback, about)                 \
    {{#name, EEP_KIND_##kind, sizeof(storage), required, minimum, maximum, fallback, about},                 \
     labels_##labels,                                                                                        \
     offsetof(eep_columns, name)},
#include "datasets/columns.def"
};

/* `present` and every set of columns are one 64-bit word. */
_Static_assert(EEP_COLUMNS <= 64, "a set of columns no longer fits in a uint64_t");

int eep_column_at(size_t index, eep_column *column)
{
    if (index >= EEP_COLUMNS) return 0;
    *column = eep_catalogue[index].face;
    return 1;
}

int eep_column_find(const char *name)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if (strcmp(eep_catalogue[i].face.name, name) == 0) return (int)i;
    }
    return -1;
}

const char *eep_column_label(size_t index, size_t value)
{
    if (index >= EEP_COLUMNS) return NULL;
    const char *const *labels = eep_catalogue[index].labels;
    for (size_t i = 0; labels[i] != NULL; i++) {
        if (i == value) return labels[i];
    }
    return NULL;
}

const char *eep_column_name_at(const void *context, size_t index)
{
    (void)context;
    return index < EEP_COLUMNS ? eep_catalogue[index].face.name : NULL;
}

int eep_column_follows_submission(size_t index)
{
    return index == EEP_COL_language_test_date || index == EEP_COL_assessment_date;
}

int eep_catalogue_label(const eep_catalogue_entry *entry, const char *text, size_t length)
{
    for (int i = 0; entry->labels[i] != NULL; i++) {
        const char *label = entry->labels[i];
        if (length > 0 && label[0] != text[0]) continue; /* the cheap answer for most */
        if (strlen(label) == length && memcmp(label, text, length) == 0) return i;
    }
    return -1;
}

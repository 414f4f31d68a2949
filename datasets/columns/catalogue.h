/*
 * catalogue.h - columns.def as a table, for the files of this folder. Everybody else asks
 * eep_column_at or writes `columns->education`.
 */
#ifndef EEP_COLUMNS_CATALOGUE_H
#define EEP_COLUMNS_CATALOGUE_H

#include "datasets/datasets.h"

typedef struct eep_catalogue_entry {
    eep_column face;
    const char *const *labels; /* ends with NULL; empty for a column without labels */
    size_t offset;             /* of the array in eep_columns */
} eep_catalogue_entry;

extern const eep_catalogue_entry eep_catalogue[EEP_COLUMNS];

/* Number of the label of `entry` that is exactly this text, or -1. */
int eep_catalogue_label(const eep_catalogue_entry *entry, const char *text, size_t length);

#endif

/*
 * table.h - the combinations of values that some columns have in a chunk, the most frequent first. Private to
 * datasets/eepd.
 */
#ifndef EEP_DATASETS_EEPD_TABLE_H
#define EEP_DATASETS_EEPD_TABLE_H

#include "datasets/eepd/eepd.h"

#define EEPD_TOGETHER 16 /* columns in a table at most */

typedef struct eep_eepd_table {
    uint32_t entries;
    int64_t *code;                 /* of every row: the number of its combination */
    int64_t *entry[EEPD_TOGETHER]; /* of every column: its value in every combination */
    uint32_t *rows;                /* that have a combination */
    eep_eepd_plan plan;            /* of the codes */
    uint64_t length;               /* of the entries and codes as they would be encoded, in 1/256 bits */
} eep_eepd_table;

/* A combination that was met: its number in a mixed radix of the columns, its rows, and one of them. */
typedef struct eep_eepd_combination {
    uint64_t key;
    uint32_t rows, example;
} eep_eepd_combination;

/* What became of a table. */
enum {
    EEPD_TABLE_MADE,
    EEPD_TABLE_NONE,   /* there are too many combinations, or is no memory */
    EEPD_TABLE_UNKNOWN /* values span too much to be counted directly */
};

/* Combinations that are worth a table of so many rows, at most. */
uint32_t eep_eepd_table_limit(size_t count);

/* The most frequent first, among equals the smaller key. */
void eep_eepd_table_sort(eep_eepd_combination *found, uint32_t entries);

/* Takes room for the parts of a table of `entries`; 0 when there is none. */
int eep_eepd_table_take(eep_eepd_encoder *encoder, size_t columns, uint32_t entries, eep_eepd_table *table);

/* Sets plan and length of a table that is whole otherwise. */
void eep_eepd_table_measure(eep_eepd_encoder *encoder, size_t columns, size_t count, eep_eepd_table *table);

/*
 * Finds the combinations of `columns` arrays of `count` values, whatever they span. Takes memory from the
 * encoder's stack.
 */
int eep_eepd_table_make(eep_eepd_encoder *encoder, const int64_t *const *values, size_t columns, size_t count,
                        eep_eepd_table *table);

/* ---- Columns as they lie in memory ------------------------------------------------------------------ */

/* Values of which none lies outside [low, high]. */
typedef struct eep_eepd_values {
    const void *data;
    size_t width;
    int64_t low, high;
} eep_eepd_values;

/* With flags only the rows count whose flag is set: elsewhere the values are all 0. */
typedef struct eep_eepd_rows {
    size_t columns, rows, count;
    const uint8_t *flag; /* NULL: every row counts */
    eep_eepd_values column[EEPD_TOGETHER];
} eep_eepd_rows;

/* The same table, much quicker, where the combinations that could be are not many more than rows. */
int eep_eepd_table_direct(eep_eepd_encoder *encoder, const eep_eepd_rows *rows, eep_eepd_table *table);

#endif

/*
 * table.h - the combinations of values that some columns have in a chunk, the most frequent first. Private to
 * datasets/eepd.
 */
#ifndef EEP_DATASETS_EEPD_TABLE_H
#define EEP_DATASETS_EEPD_TABLE_H

#include "datasets/eepd/eepd.h"

typedef struct eep_eepd_table {
    uint32_t entries;
    int64_t *code;     /* of every row: the number of its combination */
    uint32_t *example; /* of every combination: a row that has it */
    uint64_t length;   /* of the entries and codes as they would be encoded, in 1/256 bits */
} eep_eepd_table;

/*
 * Finds the combinations of `columns` arrays of `count` values. Takes memory from the encoder's stack.
 * Returns 1; 0 when there are too many to be worth a table, or no memory.
 */
int eep_eepd_table_make(eep_eepd_encoder *encoder, const int64_t *const *values, size_t columns, size_t count,
                        eep_eepd_table *table);

#endif

/* header.h - what the fields of a candidate file hold. */
#ifndef EEP_CSV_HEADER_H
#define EEP_CSV_HEADER_H

#include "datasets/csv/record.h"

/* In place of a column's number: whole years, from which birth_date follows. */
#define EEP_CSV_AGE EEP_COLUMNS

/* Every column at most once, and either birth_date or age: never more fields than columns. */
typedef struct eep_csv_header {
    size_t fields;
    size_t target[EEP_COLUMNS]; /* column number, or EEP_CSV_AGE, of each field */
    size_t id_field;
    uint64_t present; /* columns that the file fills, birth_date also through age */
} eep_csv_header;

/* Reads the first record. */
eep_status eep_csv_read_header(eep_csv *csv, eep_csv_header *header, eep_error *error);

#endif

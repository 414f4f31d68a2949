/* split.h - finds the fields of one record. */
#ifndef EEP_CSV_SPLIT_H
#define EEP_CSV_SPLIT_H

#include "datasets/csv/record.h"

typedef enum eep_csv_split_end {
    EEP_CSV_FIELD, /* another field follows */
    EEP_CSV_WHOLE, /* the record is whole */
    EEP_CSV_SHORT, /* the buffer ends within the record, the file does not */
    EEP_CSV_BAD    /* not CSV: the error is filled */
} eep_csv_split_end;

/*
 * Splits the record at `begin`, which is no blank line and not the end of the file. When it is whole,
 * moves `begin` and `line` behind it and terminates and unquotes its fields; otherwise changes nothing
 * but the spans, so that it can be tried again with more in the buffer.
 */
eep_csv_split_end eep_csv_split(eep_csv *csv, eep_error *error);

#endif

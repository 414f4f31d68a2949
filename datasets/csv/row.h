/* row.h - one record of a candidate file to one row: with every error explained, or quickly. */
#ifndef EEP_CSV_ROW_H
#define EEP_CSV_ROW_H

#include "datasets/csv/header.h"

/* ---- With errors ------------------------------------------------------------------------------- */

/*
 * Puts the record that `csv` is on into row `row`, whose values are written but for those of the id's
 * repetition, which is the caller's to find. `age_on` as in eep_csv_read. The error has a place.
 */
eep_status eep_csv_read_row(const eep_csv *csv, const eep_csv_header *header, size_t count, eep_date age_on,
                            eep_columns *columns, uint64_t row, eep_error *error);

/* ---- Quickly ----------------------------------------------------------------------------------- */

/* What each field is and where its values go. */
typedef struct eep_csv_quick eep_csv_quick;

/* A table of plans for a header; NULL when there is no memory. Values go to `columns` as it is then. */
eep_csv_quick *eep_csv_quick_new(const eep_allocator *allocator, const eep_csv_header *header,
                                 eep_date age_on);
void eep_csv_quick_free(const eep_allocator *allocator, eep_csv_quick *quick);
/* Before every batch, since columns that grow move. */
void eep_csv_quick_aim(eep_csv_quick *quick, const eep_columns *columns);

/*
 * Reads the record at `text`, which must be an ordinary one: nothing quoted, as many fields as the header
 * has, every value good, closed by LF or CRLF. Returns where the next begins; NULL when it is of any other
 * kind, and nothing is said about why. At least EEP_CSV_SLACK bytes behind the end of the text may be read.
 */
#define EEP_CSV_SLACK 32
const char *eep_csv_quick_row(const eep_csv_quick *quick, const char *text, uint64_t row);

#endif

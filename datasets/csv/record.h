/*
 * record.h - the inside of the record reader, for the files of this folder: the candidate reader looks
 * at the fields of a million records and does not want a call for each.
 */
#ifndef EEP_CSV_RECORD_H
#define EEP_CSV_RECORD_H

#include "datasets/datasets.h"

/* Nothing that is a table comes near these; a file that passes them is damaged or something else. */
#define CSV_FIELD_BYTES  65536   /* of one field */
#define CSV_FIELDS       4096    /* of one record */
#define CSV_RECORD_BYTES 1048576 /* of one record, and what the only buffer grows to */

/* One field of the record in the buffer. */
typedef struct eep_csv_span {
    uint32_t start, length; /* of the text, in `data` */
    uint32_t line;          /* lines after the record's first */
    uint32_t column;        /* byte of the line on which the field begins, from 1 */
    uint32_t quoted;
} eep_csv_span;

struct eep_csv {
    eep_allocator allocator;
    FILE *stream;
    int ended;         /* nothing is left to read from `stream` */
    size_t begin, end; /* of what is in `data` and not yet consumed */
    uint64_t line;     /* of data[begin] */
    uint64_t first_line;
    size_t fields; /* of the current record, which began on first_line */
    char path[sizeof((eep_error *)0)->file];
    eep_csv_span field[CSV_FIELDS];
    char *data;  /* a zero byte at data[end] stops every scan */
    size_t room; /* of data, without that byte */
};

/* As eep_csv_open, with the caller's allocator. */
eep_status eep_csv_open_with(const eep_allocator *allocator, const char *path, eep_csv **csv,
                             eep_error *error);

/* Room for `bytes` in `data` at least; what is in it is kept. */
eep_status eep_csv_reserve(eep_csv *csv, size_t bytes, eep_error *error);

/*
 * How many of `most` bytes to ask `stream` for so that the end of a small file is seen without a large
 * buffer: a little more than an ordinary file seems to have left.
 */
size_t eep_csv_wanted(FILE *stream, size_t most);

#endif

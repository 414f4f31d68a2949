/* read.h - the candidate reader with its settings, so that tests can make pieces small. */
#ifndef EEP_CSV_READ_H
#define EEP_CSV_READ_H

#include "datasets/datasets.h"

/* Pieces are large enough to be worth a thread's while, small enough to stay in its cache. */
#define EEP_CSV_PIECE_BYTES 262144

typedef struct eep_csv_settings {
    eep_date age_on;
    int threads;
    size_t piece_bytes;
    int plain; /* 1: every record goes the way that can explain errors */
} eep_csv_settings;

/* As eep_csv_read: neither settings but age_on nor the machine change what comes of it. */
eep_status eep_csv_read_with(const char *path, const eep_csv_settings *settings, eep_columns *columns,
                             eep_error *error);

#endif

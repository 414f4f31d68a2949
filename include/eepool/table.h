/*
 * eepool/table.h - pools as tables: parts of files, files joined, counted, compared and described.
 *
 * All of it goes over streams (eepool/stream.h) and needs memory for a chunk a thread, unless it is said.
 * Sets of columns are bits, 1 << index.
 *
 * Thread rule: as eepool/stream.h.
 */
#ifndef EEPOOL_TABLE_H
#define EEPOOL_TABLE_H

#include "eepool/base.h"
#include "eepool/dataset.h"
#include "eepool/engine.h"
#include "eepool/pool.h"
#include "eepool/stream.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Parts and joins --------------------------------------------------------------------------- */

typedef enum eep_table_form { EEP_TABLE_EEPD, EEP_TABLE_CSV, EEP_TABLE_NDJSON } eep_table_form;

typedef struct eep_copy_options {
    size_t size; /* sizeof(eep_copy_options) */
    eep_table_form form;
    uint64_t columns;        /* 0 = all that any of the files has; the others are not read at all */
    uint64_t first, limit;   /* rows, counted through all files; limit 0 = all */
    eep_write_options write; /* overwrite; for .eepd level and chunk_rows */
    const char *provenance;  /* for .eepd; NULL = that of the first file when there is only one */
} eep_copy_options;

EEP_API void eep_copy_defaults(eep_copy_options *options);

/*
 * Writes the rows of `count` streams, one after the other. A column that one of them lacks holds its default
 * there. An .eepd file must have ids, submitted_at and birth_date (EEP_ERROR_ARGUMENT). What is written must
 * have no id twice: EEP_ERROR_DUPLICATE names the files and candidates; of text from one file alone it is not
 * looked for. `path` "-" is standard output, for text only.
 */
EEP_API EEP_MUST_CHECK eep_status eep_streams_copy(eep_engine *engine, eep_stream *const *streams,
                                                   size_t count, const char *path,
                                                   const eep_copy_options *options, eep_error *error);

/* ---- Counts ------------------------------------------------------------------------------------ */

/* Bins of a histogram: one a value where a column has so few, else equal ranges of the column's own. */
#define EEP_STATS_BINS 128

typedef struct eep_column_stats {
    int present;
    int64_t lowest, highest; /* of the values; 0 where there are no rows */
    uint64_t zeros;          /* false, none, not given, no test */
    int64_t bin_first, bin_width;
    size_t bins;
    uint64_t bin[EEP_STATS_BINS]; /* rows with a value in [first + i * width, first + (i + 1) * width) */
} eep_column_stats;

/* Counts the values of columns `which` (0 = all); `stats` has room for every column that there is. */
EEP_API EEP_MUST_CHECK eep_status eep_stream_stats(eep_engine *engine, eep_stream *stream, uint64_t which,
                                                   eep_column_stats *stats, eep_error *error);

/* ---- Comparison -------------------------------------------------------------------------------- */

typedef struct eep_pools_difference {
    uint64_t both, same; /* candidates with an id of both pools; of these, without any change */
    uint64_t only_first, only_second;
    uint64_t changed[64]; /* of those in both: by column */
} eep_pools_difference;

/*
 * Told of every candidate that is not the same in both: `row` of each pool, or UINT64_MAX where it is not
 * there; `changed` are the columns, as bits. In the order of the first pool, then those only in the second in
 * its order.
 */
typedef eep_status (*eep_differs)(void *context, uint64_t id, uint64_t first_row, uint64_t second_row,
                                  uint64_t changed, eep_error *error);

/*
 * Compares two pools, candidate by candidate with the same id, whatever the order of rows; a column that is
 * absent has its default. `which` as above. `differs` may be NULL. Holds the second pool in memory.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pools_compare(eep_engine *engine, eep_stream *first,
                                                    const eep_pool *second, uint64_t which,
                                                    eep_differs differs, void *context,
                                                    eep_pools_difference *difference, eep_error *error);

/* ---- Description ------------------------------------------------------------------------------- */

/* What a depositor says of a data set. Texts may be NULL. */
typedef struct eep_description {
    size_t size;           /* sizeof(eep_description) */
    const char *name;      /* NULL = the name of the file without its ending */
    const char *url;       /* where it can be found */
    const char *license;   /* a URL; NULL = CC0 for invented people, else EEP_ERROR_MISSING */
    const char *published; /* a day, 2023-07-05 */
} eep_description;

/*
 * Describes an .eepd file for a repository of data sets: as Croissant 1.0 (mlcommons.org/croissant), JSON-LD,
 * and as a line of SHA256SUMS. Both are C-heap texts for the caller to free. `description` may be NULL. The
 * file is read once for its SHA-256. Fails as eep_file_inspect does.
 */
EEP_API EEP_MUST_CHECK eep_status eep_file_describe(const char *path, const eep_description *description,
                                                    char **croissant, char **sums, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

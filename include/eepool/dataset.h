/*
 * eepool/dataset.h - pools in files, and the published history of rounds.
 *
 * Two file formats hold a pool. `.eepd` is ours: chunked columns, compressed with zstd, every chunk
 * under an XXH3 checksum, with provenance; datasets/FORMAT.md specifies it byte by byte. CSV is for
 * everybody: RFC 4180, one header line with the public column names.
 *
 * Files are written under a temporary name in the same folder, flushed, and renamed: whatever happens,
 * the old file or the new one is there, never half of one.
 *
 * Thread rule: the calls may run at the same time on different pools.
 */
#ifndef EEPOOL_DATASET_H
#define EEPOOL_DATASET_H

#include "eepool/base.h"
#include "eepool/engine.h"
#include "eepool/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Reading and writing pools ----------------------------------------------------------------- */

/* Told of candidates that a damaged file has lost: rows [first, last], numbered from 0, and why. */
typedef void (*eep_lost)(void *context, uint64_t first, uint64_t last, const char *why);

typedef struct eep_read_options {
    size_t size;      /* sizeof(eep_read_options) */
    eep_date age_on;  /* the day to which an `age` column of a CSV refers; 0 = the row's own submission day */
    int skip_damaged; /* .eepd: 1 = leave out chunks that are damaged and read the others; default 0. The
                         provenance then says which rows are lost, and has the file's own as its part. */
    eep_lost lost;    /* called for each chunk left out, in order; may be NULL */
    void *lost_context;
} eep_read_options;

/*
 * Reads a pool, recognising the format by its first bytes; "-" is standard input (CSV or .eepd).
 * `options` may be NULL. The caller owns `*pool`. Every value and every checksum is verified.
 * Fails with EEP_ERROR_NO_FILE, EEP_ERROR_IO, EEP_ERROR_SYNTAX, EEP_ERROR_VALUE, EEP_ERROR_UNKNOWN (a column
 * name; the advice names the nearest), EEP_ERROR_DUPLICATE, EEP_ERROR_MISSING, EEP_ERROR_DAMAGED,
 * EEP_ERROR_TOO_OLD, EEP_ERROR_TOO_NEW or EEP_ERROR_MEMORY; CSV errors carry file, line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_read(eep_engine *engine, const char *path,
                                                const eep_read_options *options, eep_pool **pool,
                                                eep_error *error);

typedef enum eep_format { EEP_FORMAT_EEPD = 0, EEP_FORMAT_CSV = 1 } eep_format;

typedef struct eep_write_options {
    size_t size;         /* sizeof(eep_write_options) */
    eep_format format;   /* default EEP_FORMAT_EEPD */
    int overwrite;       /* 0 = an existing file is EEP_ERROR_EXISTS; default 0 */
    int level;           /* zstd level 1..19 for .eepd; 0 = 1, which is both fast and small here */
    uint32_t chunk_rows; /* rows a chunk for .eepd, 1024..1048576; 0 = 131072 */
    uint64_t first_row;  /* CSV only: write from this row ... */
    uint64_t row_limit;  /* ... at most so many; 0 = all */
} eep_write_options;

EEP_API void eep_write_defaults(eep_write_options *options);

/* Writes a pool; "-" is standard output. Fails with EEP_ERROR_EXISTS or EEP_ERROR_IO. */
EEP_API EEP_MUST_CHECK eep_status eep_pool_write(eep_engine *engine, const eep_pool *pool, const char *path,
                                                 const eep_write_options *options, eep_error *error);

/* What an .eepd file says of itself, without decoding its chunks. */
typedef struct eep_file_info {
    uint32_t version; /* of the format */
    uint64_t rows;
    uint64_t file_bytes;
    uint64_t raw_bytes; /* of the columns, uncompressed */
    uint32_t chunks, chunk_rows;
    uint32_t columns;
    char pool_digest[EEP_DIGEST_TEXT]; /* as recorded by the writer */
    char *provenance;                  /* JSON text; free with eep_file_info_clear */
    struct eep_file_column {
        char name[40];
        uint64_t raw_bytes;
        uint64_t
            stored_bytes; /* of all columns that are encoded together with it; 0 but for the first of them */
        uint32_t with;    /* the first column that it is encoded together with, or itself */
    } column[64];
} eep_file_info;

EEP_API EEP_MUST_CHECK eep_status eep_file_inspect(const char *path, eep_file_info *info, eep_error *error);
EEP_API void eep_file_info_clear(eep_file_info *info);

/*
 * Decodes everything and compares every checksum and the recorded pool digest. EEP_OK when sound;
 * EEP_ERROR_DAMAGED names chunk, column and rows of the first damage.
 */
EEP_API EEP_MUST_CHECK eep_status eep_file_verify(eep_engine *engine, const char *path, eep_error *error);

/* ---- Published history ------------------------------------------------------------------------- */

/* One published round of invitations. Source: Immigration, Refugees and Citizenship Canada. */
typedef struct eep_published_round {
    char number[8];        /* "254"; "91a" and "91b" exist */
    eep_date date;         /* the local date printed with the round */
    eep_time moment;       /* UTC */
    char kind[12];         /* general, program, category, or unknown */
    char id[20];           /* all; pnp, cec, fsw, fst; stem, french, healthcare, ...; unknown */
    char version_text[24]; /* "Version 1" as printed, or empty */
    uint32_t invitations;
    uint16_t cutoff;   /* points */
    int has_tie_break; /* rounds 1 to 76 printed none */
    eep_time tie_break;
    char official_name[96];
    int has_pool_as_of;
    eep_date pool_as_of; /* the snapshot of score ranges published with it */
    char flags[96];      /* semicolon-separated remarks on the record itself */
} eep_published_round;

/* The fifteen leaf ranges in which IRCC counts the pool, from the top: 601-1200, 501-600, 491-500, ... */
#define EEP_RANGES 15
EEP_API void eep_score_range(size_t index, uint16_t *low, uint16_t *high);

typedef struct eep_snapshot {
    eep_date as_of;
    uint32_t count[EEP_RANGES]; /* candidates, ranges as eep_score_range */
    uint32_t total;             /* as printed; the leaves add up to it but for one known misprint */
    char source[24];            /* official_feed, third_party_copy */
    char flags[96];
} eep_snapshot;

typedef struct eep_history eep_history;

/*
 * Loads rounds.csv and pool_bands.csv of a folder; `folder` NULL means history/ of the data folder.
 * The caller owns `*history`. Rounds are in order of publication, snapshots in order of their day.
 */
EEP_API EEP_MUST_CHECK eep_status eep_history_load(const char *folder, eep_history **history,
                                                   eep_error *error);

/*
 * Imports the official feed (ee_rounds_123_en.json or _fr.json) with its quirks: numbers as text with
 * thousands marks, a dozen spellings of a time, parents that repeat their parts. A category that is not
 * known is kept as id "unknown". `path` may be "-".
 */
EEP_API EEP_MUST_CHECK eep_status eep_history_import(const char *path, eep_history **history,
                                                     eep_error *error);
EEP_API void eep_history_free(eep_history *history); /* NULL is fine */

/* Round or snapshot `index`; NULL past the end. Owned by the history. */
EEP_API const eep_published_round *eep_history_round(const eep_history *history, size_t index);
EEP_API const eep_snapshot *eep_history_snapshot(const eep_history *history, size_t index);

/* The round with this number ("254"), or NULL; the snapshot of a day, or the last one before it. */
EEP_API const eep_published_round *eep_history_find_round(const eep_history *history, const char *number);
EEP_API const eep_snapshot *eep_history_find_snapshot(const eep_history *history, eep_date day);

/* Write our own rounds.csv or pool_bands.csv; "-" is standard output. */
EEP_API EEP_MUST_CHECK eep_status eep_history_write_rounds(const eep_history *history, const char *path,
                                                           int overwrite, eep_error *error);
EEP_API EEP_MUST_CHECK eep_status eep_history_write_bands(const eep_history *history, const char *path,
                                                          int overwrite, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

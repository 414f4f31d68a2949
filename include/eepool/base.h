/*
 * eepool/base.h - statuses, errors, memory and time: what every other header builds on.
 *
 * Units are fixed once, here, for the whole library:
 *   points   CRS points, 0..1200, held in uint16_t
 *   dates    eep_date, whole days since 1970-01-01 (proleptic Gregorian calendar, UTC)
 *   times    eep_time, whole seconds since 1970-01-01T00:00:00Z (UTC, no leap seconds)
 *   months   completed months of experience
 *   rows     candidates; a row number is an index from 0 into a pool
 *
 * Every function that can fail returns an eep_status and takes an eep_error as its last parameter.
 * There is no global or thread-local state: two engines in one process know nothing of each other.
 */
#ifndef EEPOOL_BASE_H
#define EEPOOL_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EEP_VERSION "0.1.0"

#if defined(__GNUC__)
#define EEP_API        __attribute__((visibility("default")))
#define EEP_MUST_CHECK __attribute__((warn_unused_result))
#else
#define EEP_API
#define EEP_MUST_CHECK
#endif

typedef int32_t eep_date;
typedef int64_t eep_time;

/* ---- Status ------------------------------------------------------------------------------------ */

/*
 * What became of a call. 0 is success; failures are grouped by hundreds, and the group decides the
 * exit code of the eepool command: 1xx wrong usage (2), 2xx bad input (3), 3xx the machine (4),
 * 9xx a bug of ours (4).
 */
typedef enum eep_status {
    EEP_OK = 0,

    EEP_ERROR_ARGUMENT = 100,   /* an argument is out of its documented range */
    EEP_ERROR_UNKNOWN = 101,    /* a name (column, category, program, path, level) is not known */
    EEP_ERROR_EXISTS = 102,     /* an output file is there already and was not to be overwritten */
    EEP_ERROR_INFEASIBLE = 103, /* a request that no pool of this model can meet */

    EEP_ERROR_SYNTAX = 200,    /* text that is not CSV, YAML, JSON or .eepd at all */
    EEP_ERROR_VALUE = 201,     /* a value of the wrong type or outside its range */
    EEP_ERROR_DUPLICATE = 202, /* a key, an id or a column given twice */
    EEP_ERROR_MISSING = 203,   /* a required column, key or dated value is absent */
    EEP_ERROR_DAMAGED = 204,   /* a checksum does not match, or a file ends too early */
    EEP_ERROR_TOO_OLD = 205,   /* a format version that is no longer read */
    EEP_ERROR_TOO_NEW = 206,   /* a format version that a later release writes */
    EEP_ERROR_NO_FILE = 207,   /* an input file is not there */

    EEP_ERROR_MEMORY = 300, /* the allocator returned nothing */
    EEP_ERROR_IO = 301,     /* open, read, write, flush or rename failed; the message says why */

    EEP_ERROR_INTERNAL = 900 /* a bug; please report it with the message */
} eep_status;

/* The exit code of the eepool command for a status: 0, 2, 3 or 4 (see above). Thread-safe. */
EEP_API int eep_status_exit_code(eep_status status);

/*
 * Where a failure is explained. Owned by the caller, who may pass NULL when no text is wanted; it
 * needs no initialisation and no release, and is written only on failure. Texts are UTF-8, cut at
 * the size of their field and always terminated.
 */
typedef struct eep_error {
    eep_status status;
    char message[400]; /* what was found and what is allowed, one sentence without a final period */
    char advice[240];  /* what to do about it, or an empty string */
    char file[256];    /* the file, or an empty string */
    uint64_t line;     /* from 1; 0 when there is no position */
    uint64_t column;   /* from 1, in bytes; 0 when there is no position within the line */
} eep_error;

/*
 * Writes `file:line:column: message` and, on a second line, the advice, into `text` (at most `size`
 * bytes with the terminator). Parts that are absent are left out. Returns `text`.
 */
EEP_API char *eep_error_text(const eep_error *error, char *text, size_t size);

/* ---- Memory ------------------------------------------------------------------------------------ */

/*
 * Where memory comes from. `allocate` returns `size` bytes aligned to `alignment` (a power of two, at
 * most 64), or NULL; `release` gives back what `allocate` returned, with the same size. Both must be
 * callable from several threads. The libraries that read YAML and JSON use the C heap for their trees.
 */
typedef struct eep_allocator {
    void *(*allocate)(void *context, size_t size, size_t alignment);
    void (*release)(void *context, void *memory, size_t size);
    void *context;
} eep_allocator;

/* ---- Dates and times --------------------------------------------------------------------------- */

/* Days since 1970-01-01 of a calendar day. `month` 1..12, `day` 1..31; not checked. */
EEP_API eep_date eep_date_of(int year, int month, int day);

/* The calendar day of a date. None of the pointers may be NULL. */
EEP_API void eep_date_parts(eep_date date, int *year, int *month, int *day);

/*
 * The same day of the month `months` later (earlier when negative); where that month is too short,
 * its last day. 2024-02-29 plus 12 months is 2025-02-28.
 */
EEP_API eep_date eep_date_add_months(eep_date date, int months);

/* Completed years on `on` of somebody born on `birth`; a birthday of 29 February falls on 1 March. */
EEP_API int eep_age_on(eep_date birth, eep_date on);

/*
 * Reads `2022-11-23` (exactly ten characters, a day that exists, years 1900 to 2199).
 * `text` need not be terminated. Fails with EEP_ERROR_VALUE; the error carries no position.
 */
EEP_API EEP_MUST_CHECK eep_status eep_date_parse(const char *text, size_t length, eep_date *date,
                                                 eep_error *error);

/* Reads `2022-11-23T00:01:29Z` (exactly twenty characters). As eep_date_parse. */
EEP_API EEP_MUST_CHECK eep_status eep_time_parse(const char *text, size_t length, eep_time *time,
                                                 eep_error *error);

/*
 * Reads a moment: a time as above, or a date, which means the last second of that day (everybody who
 * submitted on the day is then in the pool).
 */
EEP_API EEP_MUST_CHECK eep_status eep_moment_parse(const char *text, size_t length, eep_time *moment,
                                                   eep_error *error);

/* The UTC day on which a time falls. */
EEP_API eep_date eep_time_date(eep_time time);

/* Write `2022-11-23` (11 bytes) or `2022-11-23T00:01:29Z` (21 bytes) with the terminator. */
EEP_API void eep_date_format(eep_date date, char text[11]);
EEP_API void eep_time_format(eep_time time, char text[21]);

/* ---- Digests ----------------------------------------------------------------------------------- */

/* A digest is an XXH3-128 of logical content, written as 32 hexadecimal digits and a terminator. */
#define EEP_DIGEST_TEXT 33

#ifdef __cplusplus
}
#endif
#endif

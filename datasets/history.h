/*
 * history.h - the inside of the published history, shared by the files that load, import and write it.
 * Private to datasets/.
 */
#ifndef EEP_DATASETS_HISTORY_H
#define EEP_DATASETS_HISTORY_H

#include "datasets/datasets.h"

/* Rounds in order of their number, snapshots in order of their day; both grow while they are read. */
struct eep_history {
    eep_published_round *round;
    eep_snapshot *snapshot;
    size_t rounds, round_room;
    size_t snapshots, snapshot_room;
};

eep_status eep_history_new(eep_history **history, eep_error *error);
eep_status eep_history_add_round(eep_history *history, const eep_published_round *round, eep_error *error);
eep_status eep_history_add_snapshot(eep_history *history, const eep_snapshot *snapshot, eep_error *error);

/*
 * A round's number is 1 to 5 digits without leading zeros and at most one small letter: "254", "91a".
 * eep_round_number_order is below 0, 0 or above 0 as `a` was published before, with or after `b`.
 */
int eep_round_number_valid(const char *number);
int eep_round_number_order(const char *a, const char *b);

/* ---- Remarks ----------------------------------------------------------------------------------- */

/* Appends a remark to a semicolon-separated list of `size` bytes; one that does not fit is left out. */
void eep_flag_add(char *flags, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Whether a remark is in the list; and whether one is that begins with `start`. */
int eep_flag_has(const char *flags, const char *flag);
int eep_flag_begins(const char *flags, const char *start);

/*
 * How the fifteen counts of a snapshot miss its total, in the words used as a remark:
 * "leaves_short_by_180", "leaves_over_by_5", or an empty text when they add up.
 */
void eep_snapshot_remark(const eep_snapshot *snapshot, char text[40]);

/* How many candidates the fifteen ranges count. Nothing can be shaped on a snapshot of nobody. */
uint64_t eep_snapshot_people(const eep_snapshot *snapshot);

/* ---- Columns of the two tables ----------------------------------------------------------------- */

enum {
    EEP_ROUND_NUMBER,
    EEP_ROUND_DATE,
    EEP_ROUND_MOMENT,
    EEP_ROUND_KIND,
    EEP_ROUND_ID,
    EEP_ROUND_VERSION_TEXT,
    EEP_ROUND_INVITATIONS,
    EEP_ROUND_CUTOFF,
    EEP_ROUND_TIE_BREAK,
    EEP_ROUND_OFFICIAL_NAME,
    EEP_ROUND_POOL_AS_OF,
    EEP_ROUND_FLAGS,
    EEP_ROUND_COLUMNS
};
extern const char *const eep_round_columns[EEP_ROUND_COLUMNS];

/* as_of, the fifteen ranges, total, source, flags. */
enum {
    EEP_BAND_AS_OF,
    EEP_BAND_RANGE,
    EEP_BAND_TOTAL = EEP_BAND_RANGE + EEP_RANGES,
    EEP_BAND_SOURCE,
    EEP_BAND_FLAGS,
    EEP_BAND_COLUMNS
};
extern const char *const eep_band_columns[EEP_BAND_COLUMNS];

/* ---- A CSV with named columns ------------------------------------------------------------------ */

#define EEP_TABLE_COLUMNS 24

/* A CSV whose columns are known by name; every one must be there, in any order, and no other. */
typedef struct eep_table {
    eep_csv *csv;
    const char *const *names;
    size_t columns;
    size_t at[EEP_TABLE_COLUMNS]; /* where column i of `names` is in the file */
} eep_table;

eep_status eep_table_open(eep_table *table, const char *path, const char *const *names, size_t columns,
                          eep_error *error);
void eep_table_close(eep_table *table);

/* The next record; `*more` is 0 at the end of the file. Fails when it has too few or too many fields. */
eep_status eep_table_next(eep_table *table, int *more, eep_error *error);

const char *eep_table_text(const eep_table *table, size_t column);

/* As eep_fail_at with the place of a column in the current record, the message naming the column. */
eep_status eep_table_fail(const eep_table *table, size_t column, eep_error *error, eep_status status,
                          const char *advice, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* A column as a value; an error says what was found and what is allowed. */
eep_status eep_table_integer(const eep_table *table, size_t column, uint32_t maximum, uint32_t *value,
                             eep_error *error);
eep_status eep_table_date(const eep_table *table, size_t column, eep_date *date, eep_error *error);
eep_status eep_table_time(const eep_table *table, size_t column, eep_time *time, eep_error *error);
eep_status eep_table_copy(const eep_table *table, size_t column, char *text, size_t size, eep_error *error);

/* ---- Names of rounds --------------------------------------------------------------------------- */

/* names.csv: by which words a printed name is recognised. */
typedef struct eep_round_names eep_round_names;

eep_status eep_round_names_load(const char *path, eep_round_names **names, eep_error *error);
void eep_round_names_free(eep_round_names *names);

/* Fills kind and id by the printed name; "unknown" and "unknown" when no line fits it. */
void eep_round_names_recognise(const eep_round_names *names, const char *official_name, char kind[12],
                               char id[20]);

/* Whether some line yields this kind (with this id). Unknown rounds are known to be unknown. */
int eep_round_names_kind(const eep_round_names *names, const char *kind);
int eep_round_names_pair(const eep_round_names *names, const char *kind, const char *id);

/* The kinds, and the ids of a kind, for "did you mean". */
typedef struct eep_round_names_list {
    const eep_round_names *names;
    const char *kind; /* NULL: list the kinds */
} eep_round_names_list;
const char *eep_round_names_at(const void *list, size_t index);

/*
 * The version label in a printed name, as printed: "Version 1", "2026-Version 2", "2023-1". Empty when
 * there is none or it is longer than 23 bytes.
 */
void eep_round_version(const char *official_name, char text[24]);

/* ---- Plain letters ----------------------------------------------------------------------------- */

/*
 * The next character of a UTF-8 text as plain ASCII, and moves on: small letters without accents, digits,
 * punctuation, ' ' for every blank, '-' for dashes, '?' for anything else; 0 at the end.
 */
char eep_plain_next(const char **text);

#endif

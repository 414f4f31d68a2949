/*
 * datasets.h - the face of datasets/: candidates in columns, and the files they travel in.
 *
 * Nothing here knows points or rules. eep_columns is the plain table that the pool of sim/ owns; the
 * readers fill one, the writers read one.
 */
#ifndef EEP_DATASETS_H
#define EEP_DATASETS_H

#include "datasets/base.h"
#include "eepool/dataset.h"
#include "eepool/pool.h"
#include "kernels/kernels.h"

/* ---- Columns ----------------------------------------------------------------------------------- */

/* The number of a column: EEP_COL_id, EEP_COL_submitted_at, ... EEP_COLUMNS of them. */
enum {
#define EEP_COLUMN(name, kind, storage, labels, required, minimum, maximum, fallback, about) EEP_COL_##name,
#include "datasets/columns.def"
    EEP_COLUMNS
};

/*
 * Candidates: one array a column, all of `capacity` values of which `rows` are in use, 64-byte aligned.
 * A column whose bit (1 << number) is not in `present` holds its defaults. Zero-initialise.
 */
typedef struct eep_columns {
    eep_allocator allocator;
    uint64_t rows, capacity;
    uint64_t present;
#define EEP_COLUMN(name, kind, storage, labels, required, minimum, maximum, fallback, about) storage *name;
#include "datasets/columns.def"
} eep_columns;

/* `allocator` NULL means the C heap. */
void eep_columns_init(eep_columns *columns, const eep_allocator *allocator);
void eep_columns_clear(eep_columns *columns);

/*
 * Makes room for `rows` more; new rows hold the defaults. Capacity doubles, so appending is cheap.
 * On EEP_ERROR_MEMORY the columns are as before.
 */
eep_status eep_columns_grow(eep_columns *columns, uint64_t rows, eep_error *error);

/* As eep_columns_grow, but the new rows hold anything: for who fills or defaults every column of them. */
eep_status eep_columns_reserve(eep_columns *columns, uint64_t rows, eep_error *error);
void eep_columns_default(eep_columns *columns, size_t index, uint64_t from, uint64_t to);

/* The array of column `index`, whatever its type. */
void *eep_columns_data(const eep_columns *columns, size_t index);

/* A value of a column as a number, and back (the value must be in the column's range). Sets no bit of
 * `present`. */
int64_t eep_columns_get(const eep_columns *columns, size_t index, uint64_t row);
void eep_columns_set(eep_columns *columns, size_t index, uint64_t row, int64_t value);

/*
 * Where language_test_date or assessment_date is absent, sets it to the day of submission, rows `from`
 * to the end. Every reader calls it once a batch of rows is filled.
 */
void eep_columns_derive(eep_columns *columns, uint64_t from);

/* 1 for language_test_date and assessment_date: an empty cell is the day of submission too. */
int eep_column_follows_submission(size_t index);

/*
 * Finds ids given twice while rows are filled, in at most twelve bytes a row and in none while ids rise.
 * Zero-initialise; add every row in order, each after its id is in place. `*earlier` is then the row
 * that has the id already, or `row` itself. Fails with EEP_ERROR_MEMORY, or EEP_ERROR_VALUE past 2^32 rows.
 */
typedef struct eep_ids {
    uint32_t *slot;
    uint64_t slots;
} eep_ids;
eep_status eep_ids_add(eep_ids *ids, const eep_columns *columns, uint64_t row, uint64_t *earlier,
                       eep_error *error);
void eep_ids_clear(eep_ids *ids, const eep_columns *columns);

/* As eep_pool_check: ranges of all values, unique ids. The error has the row number plus one as line. */
eep_status eep_columns_check(const eep_columns *columns, eep_error *error);
/* The same by several threads, a column each; the error, too, is the same. */
eep_status eep_columns_check_by(const eep_columns *columns, int threads, eep_error *error);
/*
 * Its two halves: the values of one column in rows [from, to), and the ids of all rows. `number` is what
 * errors count row `from` as, from 0.
 */
eep_status eep_columns_check_values(const eep_columns *columns, size_t index, uint64_t from, uint64_t to,
                                    uint64_t number, eep_error *error);
eep_status eep_columns_check_ids(const eep_columns *columns, eep_error *error);
/* The lowest and highest value of a column in rows [from, to), of which there is at least one. */
void eep_columns_range(const eep_columns *columns, size_t index, uint64_t from, uint64_t to, int64_t *low,
                       int64_t *high);
/* Whether each of them is the code of a country. */
int eep_values_are_countries(const uint16_t *values, size_t count);

/* The columns from `row` on as the kernels read them. */
void eep_raw_at(const eep_columns *columns, uint64_t row, eep_raw *raw);

/* ---- Values as text ---------------------------------------------------------------------------- */

/*
 * Reads the text of one value of column `index`. On failure the error says what was found, what the
 * column allows, and the nearest label; it carries no position. An empty text is the default for
 * columns that have one; it is EEP_ERROR_MISSING for required columns and for those whose default is the
 * day of submission, which only the caller knows. `text` need not be terminated.
 */
eep_status eep_value_parse(size_t index, const char *text, size_t length, int64_t *value, eep_error *error);

/* Writes a value as CSV and YAML have it (without quotes); at most 63 bytes and the terminator. */
size_t eep_value_format(size_t index, int64_t value, char text[64]);

/*
 * `text` in single quotes for an error message: cut at about 40 bytes, control characters and bytes that
 * are not UTF-8 written as \xHH. Returns `quoted`.
 */
#define EEP_QUOTED 184
char *eep_quoted(char quoted[EEP_QUOTED], const char *text, size_t length);

/* eep_name_at over the column names, for "did you mean". */
const char *eep_column_name_at(const void *context, size_t index);

/* ---- CSV --------------------------------------------------------------------------------------- */

/*
 * Streams a CSV into `columns` (initialised, empty), by up to `threads` threads, of which nothing depends:
 * memory is that of the columns, of the ids where they do not rise, and of about 4 MiB a thread. RFC 4180
 * with LF or CRLF, a byte order mark, quoted fields; columns in any order; an `age` column instead of
 * birth_date refers to `age_on` (0 = the row's day of submission). A column that the header names is present,
 * whatever its cells hold; an empty cell is the default, for the dates of papers the day of submission.
 * `path` "-" is stdin. On failure `columns` is empty again. Errors name the byte on which the field begins;
 * those of quotes and line ends the byte itself.
 */
eep_status eep_csv_read(const char *path, eep_date age_on, int threads, eep_columns *columns,
                        eep_error *error);

/*
 * Writes rows [first, first + limit) of the present columns and the required ones (limit 0 = all), by up to
 * `threads` threads; no rows where `first` is past the end.
 */
eep_status eep_csv_write(const eep_columns *columns, uint64_t first, uint64_t limit, int threads,
                         const char *path, int overwrite, eep_error *error);

/* The columns that a file of candidates has: those that are present, and the required ones. */
uint64_t eep_columns_written(uint64_t present);

/*
 * Rows as lines: CSV, or NDJSON with one object a candidate. The columns are bits, 1 << number, at least one.
 * NULL when there is no memory. A buffer needs eep_row_text_room bytes a row, and as many for the head, which
 * is the line of names of a CSV; both return the bytes that were written. Threads may share one.
 */
typedef enum eep_text_form { EEP_TEXT_CSV, EEP_TEXT_NDJSON } eep_text_form;
typedef struct eep_row_text eep_row_text;
eep_row_text *eep_row_text_new(const eep_allocator *allocator, uint64_t which, eep_text_form form);
void eep_row_text_free(const eep_allocator *allocator, eep_row_text *text); /* NULL is fine */
size_t eep_row_text_room(const eep_row_text *text);
size_t eep_row_text_head(const eep_row_text *text, char *buffer);
size_t eep_row_text_put(const eep_row_text *text, const eep_columns *columns, uint64_t row, size_t count,
                        char *buffer);

/* ---- CSV of any table ---------------------------------------------------------------------------- */

/*
 * A reader of RFC 4180 records, for the history tables and the candidates alike. Fields are terminated
 * strings, valid until the next record. A field has at most 64 KiB, a record 1 MiB and 4096 fields; a
 * byte order mark counts for nothing in positions; zero bytes, UTF-16 and lone carriage returns are refused.
 */
typedef struct eep_csv eep_csv;
eep_status eep_csv_open(const char *path, eep_csv **csv, eep_error *error);
void eep_csv_close(eep_csv *csv);
/* Reads the next record; `*count` is 0 at the end of the file. Blank lines are skipped. */
eep_status eep_csv_next(eep_csv *csv, size_t *count, eep_error *error);
const char *eep_csv_field(const eep_csv *csv, size_t index, size_t *length);
uint64_t eep_csv_line(const eep_csv *csv, size_t index);   /* line on which field `index` begins */
uint64_t eep_csv_column(const eep_csv *csv, size_t index); /* and its byte in that line */
const char *eep_csv_path(const eep_csv *csv);

/* Writes one field, quoted when it must be. */
void eep_csv_put(FILE *stream, const char *text);

/* ---- .eepd, whole ------------------------------------------------------------------------------ */

/* Written and read with up to `threads` threads; the bytes do not depend on it. See FORMAT.md. */
eep_status eep_eepd_write(const eep_columns *columns, const char *provenance, const char *path,
                          const eep_write_options *options, int threads, eep_error *error);
/* `*provenance` is C-heap text for the caller to free. */
eep_status eep_eepd_read(const char *path, const eep_kernels *kernels, int threads, eep_columns *columns,
                         char **provenance, eep_error *error);
/*
 * As eep_eepd_read, but goes on when blocks are damaged: every chunk that is not sound is left out with all
 * of its rows, and told to `lost` in order (may be NULL). What the file needs besides blocks must be sound.
 */
eep_status eep_eepd_salvage(const char *path, const eep_kernels *kernels, int threads, eep_columns *columns,
                            char **provenance, eep_lost lost, void *context, eep_error *error);
eep_status eep_eepd_inspect(const char *path, eep_file_info *info, eep_error *error);
eep_status eep_eepd_verify(const char *path, const eep_kernels *kernels, int threads,
                           const eep_allocator *allocator, eep_error *error);
/* 1 when `head` (the first bytes of a file) begins an .eepd file, of whatever version. */
int eep_eepd_recognise(const unsigned char *head, size_t length);

/* ---- .eepd, chunk by chunk ----------------------------------------------------------------------- */

/*
 * An open file: everything but its blocks has been read and checked. Many threads may read chunks of it at
 * the same time, each with an eep_eepd_thread of its own. Blocks are decoded by `kernels`, whose table is
 * copied, or NULL: by the best of this machine; values are the same.
 */
typedef struct eep_eepd eep_eepd;
eep_status eep_eepd_open(const char *path, const eep_kernels *kernels, const eep_allocator *allocator,
                         eep_eepd **file, eep_error *error);
void eep_eepd_close(eep_eepd *file); /* NULL is fine */

/* What an open file holds: of it, and valid until it is closed. */
typedef struct eep_eepd_facts {
    uint32_t version;
    uint64_t rows, chunks;
    uint32_t chunk_rows;         /* of every chunk but the last, which has what is left */
    uint64_t present;            /* bits of columns */
    const unsigned char *digest; /* EEP_DIGEST_TEXT / 2 bytes: the pool digest on record */
    const char *provenance;      /* JSON text */
} eep_eepd_facts;
void eep_eepd_facts_of(const eep_eepd *file, eep_eepd_facts *facts);

/* First row and number of rows of a chunk. */
uint64_t eep_eepd_chunk_first(const eep_eepd *file, uint64_t chunk);
size_t eep_eepd_chunk_count(const eep_eepd *file, uint64_t chunk);

/*
 * The lowest and highest value that column `index` may have in a chunk, from the index: nothing is decoded.
 * Files of version 1, and columns that are absent, give what columns.def allows. Never empty. Values that are
 * decoded are held against it; a caller who passes over a column for it believes the index, which is under a
 * checksum.
 */
void eep_eepd_chunk_range(const eep_eepd *file, uint64_t chunk, size_t index, int64_t *low, int64_t *high);
/* As eep_chunks_all_after. */
int eep_eepd_chunk_all_after(const eep_eepd *file, uint64_t chunk, size_t number, eep_date day);

/* What one thread needs to read chunks: buffers for one chunk. Belongs to `file`, which outlives it. */
typedef struct eep_eepd_thread eep_eepd_thread;
eep_status eep_eepd_thread_new(const eep_eepd *file, eep_eepd_thread **thread, eep_error *error);
void eep_eepd_thread_free(eep_eepd_thread *thread); /* NULL is fine */

/*
 * Decodes the columns of `wanted` (bits) that the file has to rows [row, row + count of the chunk) of
 * `columns`, whose capacity they must fit; `rows` and `present` are the caller's. Other columns of the same
 * rows may be written too, with right values. Columns that are absent are left as they were. Checksums of
 * what is read, lengths and ranges are checked; that ids are unique in the whole file is not. Fails with
 * EEP_ERROR_DAMAGED, naming chunk, column and rows; the rows then hold anything.
 */
eep_status eep_eepd_chunk_columns(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk,
                                  uint64_t wanted, eep_columns *columns, uint64_t row, eep_error *error);

/*
 * As eep_eepd_chunk_columns for the `rows` rows of the chunk that `row` names, ascending: they get the values
 * of the wanted columns, rows of the chunk numbered from 0, and others may. Only the values that are looked
 * at are held against the ranges of the index.
 */
eep_status eep_eepd_chunk_pick(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, uint64_t wanted,
                               const uint32_t *row, size_t rows, eep_columns *columns, eep_error *error);

/* As eep_chunks_ids_rise. */
int eep_eepd_chunk_ids_rise(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, uint64_t *first,
                            uint64_t *last);

/* As eep_raw_at and eep_pack_kernel, from a chunk: every plane of its candidates on the day of `tables`. */
eep_status eep_eepd_chunk_planes(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk,
                                 const eep_kernels *kernels, const eep_pack_tables *tables,
                                 const eep_planes *planes, eep_error *error);

/*
 * A file being written, front to back, chunk by chunk: memory is that of the chunks in hand and of the index.
 * `rows` need not be known before. Nothing is under `path` before commit, which closes too.
 */
typedef struct eep_eepd_writer eep_eepd_writer;
eep_status eep_eepd_writer_new(const char *path, uint64_t present, const char *provenance,
                               const eep_write_options *options, int threads, const eep_allocator *allocator,
                               eep_eepd_writer **writer, eep_error *error);
/*
 * Appends rows [first, first + count) of `columns`: the columns that the file has, whichever are `present` in
 * these. Every call but the last must bring whole chunks: a multiple of eep_eepd_writer_chunk_rows. Values
 * are checked; that ids are unique is for the caller to see to, who alone knows all rows. On failure the
 * writer is only good to be abandoned.
 */
eep_status eep_eepd_writer_put(eep_eepd_writer *writer, const eep_columns *columns, uint64_t first,
                               uint64_t count, eep_error *error);
uint32_t eep_eepd_writer_chunk_rows(const eep_eepd_writer *writer);
/*
 * Writes all that is left of the file, which can then be read under its temporary name before it is
 * committed. The name is NULL where the path is not a regular file.
 */
eep_status eep_eepd_writer_end(eep_eepd_writer *writer, eep_error *error);
const char *eep_eepd_writer_temporary(const eep_eepd_writer *writer);
eep_status eep_eepd_writer_commit(eep_eepd_writer *writer, eep_error *error); /* frees either way */
void eep_eepd_writer_abandon(eep_eepd_writer *writer);                        /* NULL is fine */

/* XXH3-128 of the logical content: rows, then name, kind and values of each present column. */
eep_status eep_columns_digest(const eep_columns *columns, int threads, char text[EEP_DIGEST_TEXT],
                              eep_error *error);

/* ---- Published history --------------------------------------------------------------------------- */

/*
 * As eep_history_load and eep_history_import, told where names.csv is (by which words the printed name of
 * a round is recognised). They know nothing of the data folder; sim/history does.
 */
eep_status eep_history_load_folder(const char *folder, const char *names_path, eep_history **history,
                                   eep_error *error);
eep_status eep_history_import_feed(const char *path, const char *names_path, eep_history **history,
                                   eep_error *error);

#include "datasets/chunks.h"

#endif

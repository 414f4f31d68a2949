/*
 * chunks.h - .eepd files that need not fit into memory: read a chunk at a time, written row by row.
 *
 * Included by datasets/datasets.h. Both handles hold one chunk a thread, whatever the size of the file; a
 * reader only from when the thread first reads until it is closed or rests.
 * Sets of columns are bits, 1 << number.
 */
#ifndef EEP_DATASETS_CHUNKS_H
#define EEP_DATASETS_CHUNKS_H

/* ---- Reading ----------------------------------------------------------------------------------- */

typedef struct eep_chunks eep_chunks;

/*
 * Opens a file and checks all but its chunks. `threads` may read at the same time, each with its number.
 * Kernels are as for eep_eepd_open.
 */
eep_status eep_chunks_open(const char *path, const eep_kernels *kernels, int threads,
                           const eep_allocator *allocator, eep_chunks **chunks, eep_error *error);
void eep_chunks_close(eep_chunks *chunks); /* NULL is fine */

uint64_t eep_chunks_rows(const eep_chunks *chunks);
uint64_t eep_chunks_count(const eep_chunks *chunks);
uint32_t eep_chunks_size(const eep_chunks *chunks); /* rows of every chunk but the last */
uint64_t eep_chunks_present(const eep_chunks *chunks);
const char *eep_chunks_provenance(const eep_chunks *chunks);
const eep_allocator *eep_chunks_allocator(const eep_chunks *chunks);
/* As the writer recorded it. */
void eep_chunks_digest(const eep_chunks *chunks, char text[EEP_DIGEST_TEXT]);

/*
 * Reads columns `wanted` of chunk `chunk` into `columns` (initialised; arrays are used again), which then
 * has the rows of the chunk. Wanted columns that the file lacks hold what they hold in a pool read whole;
 * those that are not wanted hold anything. `present` are the wanted that the file has. Values are checked,
 * ids for their range only. Errors name the file, and the candidate as `line`.
 */
eep_status eep_chunks_read(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                           eep_columns *columns, eep_error *error);
/*
 * Adds to a chunk that was read the values that columns `wanted`, which the file has, hold in `rows` rows of
 * it: `row`, from 0, ascending. Their other rows hold anything. Of some encodings this is much less work than
 * reading all rows. `present` becomes all that were read.
 */
eep_status eep_chunks_read_rows(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                                const uint32_t *row, size_t rows, eep_columns *columns, eep_error *error);
/*
 * 1 when the ids of a chunk are known, without decoding them, to rise from `*first` to `*last`; 0 when that
 * is not known, and they have to be read. Damage is left to the reader.
 */
int eep_chunks_ids_rise(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t *first,
                        uint64_t *last);
/* Gives back what the threads hold for reading, until they read again. Nobody may be reading. */
void eep_chunks_rest(eep_chunks *chunks);

/*
 * Whether all dates of a column of a chunk are later than `day`, as far as the index tells. Of a column that
 * the file lacks, and that follows the submission, the days of submission are.
 */
int eep_chunks_all_after(const eep_chunks *chunks, uint64_t chunk, size_t column, eep_date day);
/* The lowest and the highest value that a column may have in a chunk, as far as the index tells. */
void eep_chunks_range(const eep_chunks *chunks, uint64_t chunk, size_t column, int64_t *low, int64_t *high);

/* The ids of `rows` candidates in their order, piece by piece. `id` is valid until the next piece is read. */
typedef struct eep_id_source {
    uint64_t pieces, rows;
    eep_status (*read)(void *context, uint64_t piece, const uint64_t **id, uint64_t *rows, eep_error *error);
    void *context;
} eep_id_source;

/*
 * Whether no id stands twice. `twice` has the two candidates of the first repetition (from 0) where the
 * status is EEP_ERROR_DUPLICATE; the error then names them by number. All pieces are read once where ids
 * rise, else once more for every EEP_IDS_A_PASS candidates, so that memory stays bounded.
 */
#define EEP_IDS_A_PASS (UINT64_C(1) << 23)
eep_status eep_ids_unique(const eep_id_source *source, const eep_allocator *allocator, uint64_t twice[2],
                          eep_error *error);
/* The same of files taken together, counted through all of them. Reads the column of ids only. */
eep_status eep_chunks_unique(eep_chunks *const *files, size_t count, uint64_t twice[2], eep_error *error);

/* ---- Writing ----------------------------------------------------------------------------------- */

typedef struct eep_chunk_writer eep_chunk_writer;

/*
 * Begins a file with the columns `present`, under a temporary name. Level, chunk_rows and overwrite are
 * those of `options`; `provenance` NULL means "{}". Fails as eep_eepd_write, and for what is not a regular
 * file, because ids that do not rise are looked for in what has been written.
 */
eep_status eep_chunk_writer_open(const char *path, uint64_t present, const char *provenance,
                                 const eep_write_options *options, int threads,
                                 const eep_allocator *allocator, eep_chunk_writer **writer, eep_error *error);

/* Appends rows [first, first + count). Fails with EEP_ERROR_VALUE (the row from 1 as line) or as a disk does.
 */
eep_status eep_chunk_writer_put(eep_chunk_writer *writer, const eep_columns *columns, uint64_t first,
                                uint64_t count, eep_error *error);

/*
 * Writes what is left and checks that no id stands twice: EEP_ERROR_DUPLICATE, and `twice` (may be NULL) has
 * the two rows, from 0. On failure the writer is only good to be abandoned.
 */
eep_status eep_chunk_writer_end(eep_chunk_writer *writer, uint64_t twice[2], eep_error *error);
/*
 * Ends the file unless that has been done, and puts it in place. The bytes are those that eep_eepd_write
 * makes of the same rows. Frees the writer either way.
 */
eep_status eep_chunk_writer_commit(eep_chunk_writer *writer, eep_error *error);
void eep_chunk_writer_abandon(eep_chunk_writer *writer); /* NULL is fine */

#endif

/*
 * reader.c - an .eepd file to a pool: every block decoded straight into its place in the columns.
 *
 * Blocks are independent, so threads take them as they come. Of several damaged blocks the first in the file
 * is reported, whichever thread found its own first. When damaged chunks are to be left out, each chunk
 * remembers its first fault, and the rows behind it move up.
 */
#include <inttypes.h>

#include <omp.h>

#include "datasets/eepd/eepd.h"

#define THREADS_MAX 1024

/* The first fault of a chunk. */
typedef struct fault {
    uint64_t block; /* UINT64_MAX: none */
    eep_status status;
    eep_error error;
} fault;

/* The blocks of one file being decoded. */
typedef struct reading {
    const eep_eepd *file;
    eep_columns *columns;
    int threads;
    eep_eepd_thread **thread;
    fault *faults; /* one a chunk when damaged ones are left out, else one for all */
    int one_a_chunk;
    uint64_t failed; /* the first block that failed so far, or UINT64_MAX */
} reading;

static int thread_count(const eep_eepd *file, int threads)
{
    threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
    const uint64_t most = file->blocks > 0 ? file->blocks : 1; /* rows may have no column at all */
    return (uint64_t)threads > most ? (int)most : threads;
}

static void note_fault(reading *work, uint64_t block, eep_status status, const eep_error *error)
{
#pragma omp critical(eep_eepd_failure)
    {
        fault *at = &work->faults[work->one_a_chunk ? block / work->file->schema.groups : 0];
        if (block < at->block) *at = (fault){block, status, *error};
        if (block < work->failed) {
#pragma omp atomic write
            work->failed = block;
        }
    }
}

/* Whether an earlier block has failed, so that this one need not be looked at. */
static int is_vain(reading *work, uint64_t block)
{
    uint64_t failed;
#pragma omp atomic read
    failed = work->failed;
    return !work->one_a_chunk && failed < block;
}

static void decode_block(reading *work, uint64_t block)
{
    const eep_eepd *file = work->file;
    const uint64_t chunk = block / file->schema.groups;
    eep_error error;
    const eep_status status = eep_eepd_chunk_group(
        file, work->thread[omp_get_thread_num()], chunk, (size_t)(block % file->schema.groups),
        eep_eepd_present(&file->schema), work->columns, eep_eepd_chunk_first(file, chunk), &error);
    if (status != EEP_OK) note_fault(work, block, status, &error);
}

static void decode_blocks(reading *work)
{
    const uint64_t blocks = work->file->blocks;
#pragma omp parallel for schedule(dynamic) num_threads(work->threads)
    for (uint64_t block = 0; block < blocks; block++)
        if (!is_vain(work, block)) decode_block(work, block);
}

/* Columns that the file has not are their defaults. */
static void fill_absent(const eep_eepd *file, int threads, eep_columns *columns)
{
    columns->present = eep_eepd_present(&file->schema);
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        if ((columns->present >> i & 1) == 0) eep_columns_default(columns, i, 0, columns->rows);
}

static eep_status make_threads(reading *work, eep_error *error)
{
    for (int i = 0; i < work->threads; i++)
        EEP_TRY(eep_eepd_thread_new(work->file, &work->thread[i], error));
    return EEP_OK;
}

static eep_status decode_all(reading *work, eep_error *error)
{
    const eep_allocator *allocator = &work->file->allocator;
    const size_t threads = (size_t)work->threads;
    work->thread = eep_allocate(allocator, threads, sizeof(eep_eepd_thread *));
    if (work->thread == NULL) return eep_fail_memory(error, threads * sizeof *work->thread);
    const eep_status status = make_threads(work, error);
    if (status == EEP_OK) decode_blocks(work);
    for (size_t i = 0; i < threads; i++)
        eep_eepd_thread_free(work->thread[i]);
    eep_release(allocator, work->thread, threads, sizeof(eep_eepd_thread *));
    return status;
}

/* Room for all rows, and every block decoded; faults are in `work`. */
static eep_status read_blocks(reading *work, eep_error *error)
{
    EEP_TRY(eep_columns_reserve(work->columns, work->file->header.rows, error));
    work->failed = UINT64_MAX;
    if (work->file->blocks > 0) EEP_TRY(decode_all(work, error));
    if (work->columns->rows > 0) {
        fill_absent(work->file, work->threads, work->columns);
    } else {
        work->columns->present = eep_eepd_present(&work->file->schema);
    }
    return EEP_OK;
}

static eep_status finish(eep_columns *columns, eep_error *error)
{
    eep_columns_derive(columns, 0);
    return eep_columns_check_ids(columns, error);
}

eep_status eep_eepd_decode_all(const eep_eepd *file, int threads, eep_columns *columns, eep_error *error)
{
    fault first = {.block = UINT64_MAX};
    reading work = {
        .file = file, .columns = columns, .threads = thread_count(file, threads), .faults = &first};
    EEP_TRY(read_blocks(&work, error));
    if (first.block == UINT64_MAX) return finish(columns, error);
    if (error != NULL) *error = first.error;
    return first.status;
}

/* ---- Leaving out damaged chunks ------------------------------------------------------------------------ */

static void tell(const eep_eepd *file, uint64_t chunk, const fault *why, eep_lost lost, void *context)
{
    const uint64_t first = eep_eepd_chunk_first(file, chunk);
    if (lost != NULL) lost(context, first, first + eep_eepd_chunk_count(file, chunk) - 1, why->error.message);
}

/* Moves the rows of a chunk to `row`, where a lost chunk has left room. */
static void move_rows(eep_columns *columns, uint64_t from, uint64_t row, size_t count)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        eep_column_at(i, &column);
        unsigned char *data = eep_columns_data(columns, i);
        memmove(data + row * column.width, data + from * column.width, count * column.width);
    }
}

static uint64_t keep_sound(const reading *work, eep_lost lost, void *context)
{
    const eep_eepd *file = work->file;
    uint64_t kept = 0;
    for (uint64_t chunk = 0; chunk < file->chunks; chunk++) {
        const uint64_t first = eep_eepd_chunk_first(file, chunk);
        const size_t count = eep_eepd_chunk_count(file, chunk);
        if (work->faults[chunk].block != UINT64_MAX) {
            tell(file, chunk, &work->faults[chunk], lost, context);
            continue;
        }
        if (kept != first) move_rows(work->columns, first, kept, count);
        kept += count;
    }
    return kept;
}

static eep_status salvage(const eep_eepd *file, int threads, eep_columns *columns, eep_lost lost,
                          void *context, eep_error *error)
{
    const size_t chunks = (size_t)file->chunks;
    reading work = {
        .file = file, .columns = columns, .threads = thread_count(file, threads), .one_a_chunk = 1};
    work.faults = eep_allocate(&file->allocator, chunks, sizeof *work.faults);
    if (work.faults == NULL) return eep_fail_memory(error, chunks * sizeof *work.faults);
    for (size_t i = 0; i < chunks; i++)
        work.faults[i].block = UINT64_MAX;
    eep_status status = read_blocks(&work, error);
    if (status == EEP_OK) {
        columns->rows = keep_sound(&work, lost, context);
        status = finish(columns, error);
    }
    eep_release(&file->allocator, work.faults, chunks, sizeof *work.faults);
    return status;
}

/* ---- Whole files --------------------------------------------------------------------------------------- */

static eep_status expect_empty(const eep_columns *columns, eep_error *error)
{
    if (columns->rows == 0) return EEP_OK;
    return eep_fail(error, EEP_ERROR_ARGUMENT, "read into empty columns",
                    "there are %" PRIu64 " rows already", columns->rows);
}

/* Hands out the provenance of a file that was read, or takes the columns back of one that was not. */
static eep_status settle(eep_eepd *file, eep_status status, eep_columns *columns, char **provenance,
                         eep_error *error)
{
    if (status == EEP_OK) {
        *provenance = file->provenance;
        file->provenance = NULL;
    } else {
        eep_columns_clear(columns); /* values that were not all checked are nobody's */
        if (error != NULL) eep_error_place(error, file->path, error->line, 0);
    }
    eep_eepd_close(file);
    return status;
}

eep_status eep_eepd_read(const char *path, const eep_kernels *kernels, int threads, eep_columns *columns,
                         char **provenance, eep_error *error)
{
    eep_eepd *file;
    EEP_TRY(expect_empty(columns, error));
    EEP_TRY(eep_eepd_open(path, kernels, &columns->allocator, &file, error));
    return settle(file, eep_eepd_decode_all(file, threads, columns, error), columns, provenance, error);
}

eep_status eep_eepd_salvage(const char *path, const eep_kernels *kernels, int threads, eep_columns *columns,
                            char **provenance, eep_lost lost, void *context, eep_error *error)
{
    eep_eepd *file;
    EEP_TRY(expect_empty(columns, error));
    EEP_TRY(eep_eepd_open(path, kernels, &columns->allocator, &file, error));
    return settle(file, salvage(file, threads, columns, lost, context, error), columns, provenance, error);
}

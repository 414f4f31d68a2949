/*
 * reader.c - an .eepd file to a pool: every block decoded straight into its place in the columns.
 *
 * Blocks are independent, so threads take them as they come. Of several damaged blocks the first in the
 * file is reported, whichever thread found its own first.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

#include "datasets/eepd/eepd.h"

#define THREADS_MAX 1024

/* The blocks of one file being decoded. */
typedef struct reading {
    const eep_eepd_file *file;
    eep_columns *columns;
    size_t stored_room; /* the longest stored block */
    uint64_t failed;    /* the first block that failed so far, or the number of blocks */
    eep_status status;
    eep_error error;
} reading;

/* Longest block as stored and as decoded. */
static void measure(const eep_eepd_file *file, size_t *stored, size_t *raw)
{
    *stored = *raw = 0;
    for (uint64_t block = 0; block < file->blocks; block++) {
        const eep_eepd_block entry = eep_eepd_index_entry(file->index, block);
        if (entry.stored_bytes > *stored) *stored = entry.stored_bytes;
        if (entry.raw_bytes > *raw) *raw = entry.raw_bytes;
    }
}

static eep_status decode_block(const reading *work, eep_eepd_coder *coder, unsigned char *room,
                               uint64_t block, eep_error *error)
{
    const eep_eepd_file *file = work->file;
    const size_t position = (size_t)(block % file->schema.columns), width = file->schema.width[position];
    const uint64_t chunk = block / file->schema.columns;
    const eep_eepd_block entry = eep_eepd_index_entry(file->index, block);
    unsigned char *values = eep_columns_data(work->columns, file->schema.number[position]);
    values += chunk * file->header.chunk_rows * width;
    unsigned char *stored = entry.encoding == EEPD_RAW ? values : room;
    EEP_TRY(eep_eepd_source_read(&file->source, entry.offset, stored, entry.stored_bytes, error));
    const char *fault = eep_eepd_decode(coder, stored, &entry, values, width,
                                        (size_t)eep_eepd_chunk_rows(&file->header, chunk));
    if (fault == NULL) return EEP_OK;
    return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, &file->header, &file->schema, block, fault);
}

static uint64_t first_failed(const reading *work)
{
    uint64_t failed;
#pragma omp atomic read
    failed = work->failed;
    return failed;
}

static void note_failure(reading *work, uint64_t block, eep_status status, const eep_error *error)
{
#pragma omp critical(eep_eepd_failure)
    if (block < work->failed) {
#pragma omp atomic write
        work->failed = block;
        work->status = status;
        work->error = *error;
    }
}

static void decode_blocks(reading *work, eep_eepd_coder *coders, unsigned char *rooms, int threads)
{
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (uint64_t block = 0; block < work->file->blocks; block++) {
        const size_t thread = (size_t)omp_get_thread_num();
        eep_error error;
        if (block > first_failed(work)) continue;
        const eep_status status =
            decode_block(work, &coders[thread], rooms + thread * work->stored_room, block, &error);
        if (status != EEP_OK) note_failure(work, block, status, &error);
    }
}

static eep_status read_blocks(const eep_eepd_file *file, int threads, eep_columns *columns, eep_error *error)
{
    if (file->blocks == 0) return EEP_OK;
    threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
    if ((uint64_t)threads > file->blocks) threads = (int)file->blocks;
    reading work = {.file = file, .columns = columns, .failed = file->blocks};
    size_t raw;
    measure(file, &work.stored_room, &raw);
    eep_eepd_coder *coders = eep_eepd_coders_new(&columns->allocator, threads, raw, 0);
    unsigned char *rooms = eep_allocate_raw(&columns->allocator, (size_t)threads, work.stored_room);
    if (coders == NULL || rooms == NULL) {
        work.status = eep_fail_memory(&work.error, (size_t)threads * (raw + work.stored_room));
    } else {
        decode_blocks(&work, coders, rooms, threads);
    }
    eep_release(&columns->allocator, rooms, (size_t)threads, work.stored_room);
    eep_eepd_coders_free(coders, &columns->allocator, threads, 0);
    if (work.status != EEP_OK && error != NULL) *error = work.error;
    return work.status;
}

static eep_status read_columns(const eep_eepd_file *file, int threads, eep_columns *columns, eep_error *error)
{
    EEP_TRY(eep_columns_grow(columns, file->header.rows, error));
    for (size_t i = 0; i < file->schema.columns; i++)
        columns->present |= UINT64_C(1) << file->schema.number[i];
    EEP_TRY(read_blocks(file, threads, columns, error));
    eep_columns_derive(columns, 0);
    return eep_columns_check(columns, error);
}

/* Decoded values are those that were written when the digest, taken of them, is the one on record. */
static eep_status compare_digest(const eep_eepd_file *file, int threads, const eep_columns *columns,
                                 eep_error *error)
{
    const unsigned char *recorded = eep_eepd_index_digest(file->index);
    unsigned char digest[EEP_DIGEST_BYTES];
    char recorded_text[EEP_DIGEST_TEXT], text[EEP_DIGEST_TEXT];
    eep_columns_hash(columns, threads, digest);
    if (memcmp(recorded, digest, sizeof digest) == 0) return EEP_OK;
    eep_digest_text(recorded, recorded_text);
    eep_digest_text(digest, text);
    return eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                    "damaged: the recorded pool digest is %s, that of the contents %s", recorded_text, text);
}

eep_status eep_eepd_read(const char *path, int threads, eep_columns *columns, char **provenance,
                         eep_error *error)
{
    eep_eepd_file file;
    if (columns->rows != 0) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "read into empty columns",
                        "there are %" PRIu64 " rows already", columns->rows);
    }
    EEP_TRY(eep_eepd_file_open(&file, path, &columns->allocator, error));
    const eep_status status = read_columns(&file, threads, columns, error);
    if (status == EEP_OK) {
        *provenance = file.provenance;
        file.provenance = NULL;
    } else {
        eep_columns_clear(columns); /* values that were not all checked are nobody's */
        if (error != NULL) eep_error_place(error, eep_eepd_file_name(path), error->line, 0);
    }
    eep_eepd_file_close(&file);
    return status;
}

eep_status eep_eepd_verify(const char *path, int threads, const eep_allocator *allocator, eep_error *error)
{
    eep_eepd_file file;
    eep_columns columns;
    EEP_TRY(eep_eepd_file_open(&file, path, allocator, error));
    eep_columns_init(&columns, allocator);
    eep_status status = read_columns(&file, threads, &columns, error);
    if (status == EEP_OK) status = compare_digest(&file, threads, &columns, error);
    if (status != EEP_OK && error != NULL) eep_error_place(error, eep_eepd_file_name(path), error->line, 0);
    eep_columns_clear(&columns);
    eep_eepd_file_close(&file);
    return status;
}

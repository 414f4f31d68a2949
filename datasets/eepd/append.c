/*
 * append.c - an .eepd file written row by row: rows wait until they fill a chunk, which the writer then
 * takes.
 */
#include <stdlib.h>
#include <string.h>

#include "datasets/eepd/eepd.h"

struct eep_chunk_writer {
    eep_allocator allocator;
    char *path, *provenance;
    eep_write_options options;
    int threads;
    eep_eepd_writer *writer;
    eep_columns pending; /* rows that do not fill a chunk yet */
    uint64_t pending_rows;
    uint64_t rows; /* handed on */
    uint64_t last_id;
    int ids_rise;
    int ended;
};

static void release(eep_chunk_writer *writer)
{
    const eep_allocator allocator = writer->allocator;
    eep_columns_clear(&writer->pending);
    free(writer->provenance);
    free(writer->path);
    eep_release(&allocator, writer, 1, sizeof *writer);
}

/* ---- Beginning --------------------------------------------------------------------------------- */

static eep_status begin(eep_chunk_writer *writer, eep_error *error)
{
    if (writer->path == NULL || writer->provenance == NULL) return eep_fail_memory(error, 0);
    if (eep_output_is_stream(writer->path)) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write to a file and copy that",
                        "%s is not a regular file: what is written row by row needs one", writer->path);
    }
    EEP_TRY(eep_eepd_writer_new(writer->path, writer->pending.present, writer->provenance, &writer->options,
                                writer->threads, &writer->allocator, &writer->writer, error));
    return eep_columns_grow(&writer->pending, eep_eepd_writer_chunk_rows(writer->writer), error);
}

eep_status eep_chunk_writer_open(const char *path, uint64_t present, const char *provenance,
                                 const eep_write_options *options, int threads,
                                 const eep_allocator *allocator, eep_chunk_writer **writer, eep_error *error)
{
    eep_chunk_writer *made = eep_allocate(allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    if (allocator != NULL) made->allocator = *allocator;
    eep_columns_init(&made->pending, allocator);
    made->pending.present = present;
    made->options = *options;
    made->threads = threads;
    made->path = strdup(path);
    made->provenance = strdup(provenance != NULL ? provenance : "{}");
    made->ids_rise = 1;
    const eep_status status = begin(made, error);
    if (status != EEP_OK) {
        eep_chunk_writer_abandon(made);
        return status;
    }
    *writer = made;
    return EEP_OK;
}

void eep_chunk_writer_abandon(eep_chunk_writer *writer)
{
    if (writer == NULL) return;
    eep_eepd_writer_abandon(writer->writer);
    release(writer);
}

/* ---- Chunks ------------------------------------------------------------------------------------ */

static void watch_ids(eep_chunk_writer *writer)
{
    const uint64_t *id = writer->pending.id;
    for (uint64_t row = 0; row < writer->pending.rows && writer->ids_rise; row++) {
        const int first = writer->rows == 0 && row == 0;
        writer->ids_rise = first || id[row] > writer->last_id;
        writer->last_id = id[row];
    }
}

/* Hands on what is pending as one chunk. */
static eep_status flush(eep_chunk_writer *writer, eep_error *error)
{
    eep_columns *pending = &writer->pending;
    pending->rows = writer->pending_rows;
    if (pending->rows == 0) return EEP_OK;
    watch_ids(writer);
    EEP_TRY(eep_eepd_writer_put(writer->writer, pending, 0, pending->rows, error));
    writer->rows += pending->rows;
    writer->pending_rows = 0;
    return EEP_OK;
}

eep_status eep_chunk_writer_put(eep_chunk_writer *writer, const eep_columns *columns, uint64_t first,
                                uint64_t count, eep_error *error)
{
    const uint64_t room = eep_eepd_writer_chunk_rows(writer->writer);
    while (count > 0) {
        const uint64_t left = room - writer->pending_rows;
        const uint64_t n = count < left ? count : left;
        for (size_t i = 0; i < EEP_COLUMNS; i++) {
            eep_column column;
            if ((writer->pending.present >> i & 1) == 0 || !eep_column_at(i, &column)) continue;
            unsigned char *to = eep_columns_data(&writer->pending, i);
            const unsigned char *from = eep_columns_data(columns, i);
            memcpy(to + writer->pending_rows * column.width, from + first * column.width,
                   (size_t)n * column.width);
        }
        writer->pending_rows += n;
        first += n;
        count -= n;
        if (writer->pending_rows == room) EEP_TRY(flush(writer, error));
    }
    return EEP_OK;
}

/* ---- The end ----------------------------------------------------------------------------------- */

/* Rising ids cannot repeat; others are looked for in the file itself, which is whole but for its name. */
static eep_status check_ids(const eep_chunk_writer *writer, uint64_t twice[2], eep_error *error)
{
    eep_chunks *written;
    if (writer->ids_rise || writer->rows < 2) return EEP_OK;
    EEP_TRY(eep_chunks_open(eep_eepd_writer_temporary(writer->writer), NULL, 1, &writer->allocator, &written,
                            error));
    const eep_status status = eep_chunks_unique(&written, 1, twice, error);
    eep_chunks_close(written);
    return status;
}

eep_status eep_chunk_writer_end(eep_chunk_writer *writer, uint64_t twice[2], eep_error *error)
{
    uint64_t rows[2];
    EEP_TRY(flush(writer, error));
    EEP_TRY(eep_eepd_writer_end(writer->writer, error));
    EEP_TRY(check_ids(writer, twice != NULL ? twice : rows, error));
    writer->ended = 1;
    return EEP_OK;
}

eep_status eep_chunk_writer_commit(eep_chunk_writer *writer, eep_error *error)
{
    eep_status status = writer->ended ? EEP_OK : eep_chunk_writer_end(writer, NULL, error);
    if (status != EEP_OK) {
        eep_chunk_writer_abandon(writer);
        return status;
    }
    status = eep_eepd_writer_commit(writer->writer, error);
    release(writer);
    return status;
}

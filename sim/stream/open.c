/* open.c - a pool in a file as a stream of chunks. */
#include "sim/stream/stream.h"

#include <stdlib.h>
#include <string.h>

eep_columns eep_columns_view(const eep_columns *columns, uint64_t first, uint64_t rows)
{
    eep_columns view = *columns;
    view.rows = view.capacity = rows;
    if (first == 0) return view; /* the arrays of an empty pool are NULL */
#define EEP_COLUMN(name, kind, storage, labels, required, minimum, maximum, fallback, about)                 \
    view.name = columns->name + first;
#include "datasets/columns.def"
    return view;
}

static eep_status open_file(eep_engine *engine, eep_stream *stream, const char *path, eep_error *error)
{
    EEP_TRY(
        eep_chunks_open(path, &engine->kernels, stream->threads, &engine->allocator, &stream->file, error));
    stream->rows = eep_chunks_rows(stream->file);
    stream->chunks = eep_chunks_count(stream->file);
    stream->chunk_rows = eep_chunks_size(stream->file);
    stream->present = eep_chunks_present(stream->file);
    stream->place = eep_allocate(&engine->allocator, (size_t)stream->threads, sizeof *stream->place);
    if (stream->place == NULL) return eep_fail_memory(error, (size_t)stream->threads * sizeof *stream->place);
    for (int t = 0; t < stream->threads; t++)
        eep_columns_init(&stream->place[t], &engine->allocator);
    return EEP_OK;
}

static eep_status open_pool(eep_engine *engine, eep_stream *stream, const char *path,
                            const eep_read_options *options, eep_error *error)
{
    EEP_TRY(eep_pool_read(engine, path, options, &stream->pool, error));
    stream->rows = stream->pool->columns.rows;
    stream->chunks = (stream->rows + EEP_STREAM_ROWS - 1) / EEP_STREAM_ROWS;
    stream->chunk_rows = EEP_STREAM_ROWS;
    stream->present = stream->pool->columns.present;
    return EEP_OK;
}

eep_status eep_stream_open(eep_engine *engine, const char *path, const eep_read_options *options,
                           eep_stream **stream, eep_error *error)
{
    int is_eepd = 0; /* and can be read piece by piece */
    if (options != NULL) EEP_TRY(eep_options_check("read options", options->size, sizeof *options, error));
    EEP_TRY(eep_file_is_eepd(path, &is_eepd, error));
    if (options != NULL && options->skip_damaged) is_eepd = 0;
    eep_stream *made = eep_allocate(&engine->allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->allocator = engine->allocator;
    made->threads = engine->threads;
    made->path = strdup(path);
    eep_status status = made->path == NULL ? eep_fail_memory(error, strlen(path)) : EEP_OK;
    if (status == EEP_OK) {
        status =
            is_eepd ? open_file(engine, made, path, error) : open_pool(engine, made, path, options, error);
    }
    if (status == EEP_OK) {
        *stream = made;
    } else {
        eep_stream_close(made);
    }
    return status;
}

void eep_stream_rest(eep_stream *stream)
{
    for (int t = 0; stream->place != NULL && t < stream->threads; t++)
        eep_columns_clear(&stream->place[t]);
    if (stream->file != NULL) eep_chunks_rest(stream->file);
}

void eep_stream_close(eep_stream *stream)
{
    if (stream == NULL) return;
    const eep_allocator allocator = stream->allocator;
    eep_stream_rest(stream);
    eep_release(&allocator, stream->place, (size_t)stream->threads, sizeof *stream->place);
    eep_chunks_close(stream->file);
    eep_pool_free(stream->pool);
    free(stream->path);
    eep_release(&allocator, stream, 1, sizeof *stream);
}

eep_status eep_stream_read_rows(eep_stream *stream, int thread, uint64_t first, uint64_t wanted,
                                const uint32_t *row, size_t rows, eep_error *error)
{
    return eep_chunks_read_rows(stream->file, thread, first / stream->chunk_rows, wanted, row, rows,
                                &stream->place[thread], error);
}

uint64_t eep_stream_rows(const eep_stream *stream)
{
    return stream->rows;
}

int eep_stream_has_column(const eep_stream *stream, size_t index)
{
    return index < EEP_COLUMNS && (stream->present >> index & 1) != 0;
}

const char *eep_stream_provenance(const eep_stream *stream)
{
    return stream->file != NULL ? eep_chunks_provenance(stream->file) : eep_pool_provenance(stream->pool);
}

eep_status eep_stream_digest(eep_engine *engine, const eep_stream *stream, char text[EEP_DIGEST_TEXT],
                             eep_error *error)
{
    if (stream->file == NULL) return eep_pool_digest(engine, stream->pool, text, error);
    eep_chunks_digest(stream->file, text);
    return EEP_OK;
}

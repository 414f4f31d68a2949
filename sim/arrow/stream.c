/* stream.c - a pool in a file as an Arrow stream: a chunk is read when its batch is asked for. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim/arrow/arrow.h"

typedef struct arrow_stream {
    eep_stream *stream;
    uint64_t which, chunk;
    char message[sizeof((eep_error *)0)->message + 300];
} arrow_stream;

static int fail(arrow_stream *arrow, eep_status status, const eep_error *error)
{
    eep_error_text(error, arrow->message, sizeof arrow->message);
    return status == EEP_ERROR_MEMORY ? ENOMEM : EIO;
}

static int fail_memory(arrow_stream *arrow)
{
    eep_error error;
    return fail(arrow, eep_fail_memory(&error, 0), &error);
}

static int get_schema(struct ArrowArrayStream *face, struct ArrowSchema *out)
{
    arrow_stream *arrow = face->private_data;
    return eep_arrow_schema(arrow->which, out) ? 0 : fail_memory(arrow);
}

/* Rows of a pool in memory, copied: a batch lives on its own. */
static eep_status copy_rows(const eep_stream *stream, uint64_t chunk, eep_columns *columns, eep_error *error)
{
    const uint64_t first = chunk * stream->chunk_rows, left = stream->rows - first;
    const uint64_t rows = left < stream->chunk_rows ? left : stream->chunk_rows;
    EEP_TRY(eep_columns_grow(columns, rows, error));
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        (void)eep_column_at(i, &column);
        const char *from = eep_columns_data(&stream->pool->columns, i);
        memcpy(eep_columns_data(columns, i), from + first * column.width, (size_t)rows * column.width);
    }
    return EEP_OK;
}

static int get_next(struct ArrowArrayStream *face, struct ArrowArray *out)
{
    arrow_stream *arrow = face->private_data;
    const eep_stream *stream = arrow->stream;
    eep_columns columns;
    eep_error error;
    *out = (struct ArrowArray){0};
    if (arrow->chunk == stream->chunks) return 0; /* a released array is the end */
    eep_columns_init(&columns, &stream->allocator);
    const eep_status status =
        stream->file != NULL ? eep_chunks_read(stream->file, 0, arrow->chunk, arrow->which, &columns, &error)
                             : copy_rows(stream, arrow->chunk, &columns, &error);
    if (status != EEP_OK) {
        eep_columns_clear(&columns);
        return fail(arrow, status, &error);
    }
    if (!eep_arrow_batch(&columns, arrow->which, out)) {
        *out = (struct ArrowArray){0};
        return fail_memory(arrow);
    }
    arrow->chunk++;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *face)
{
    const arrow_stream *arrow = face->private_data;
    return arrow->message[0] != '\0' ? arrow->message : NULL;
}

static void release(struct ArrowArrayStream *face)
{
    arrow_stream *arrow = face->private_data;
    eep_stream_close(arrow->stream);
    free(arrow);
    face->release = NULL;
}

eep_status eep_stream_to_arrow(eep_stream *stream, uint64_t which, struct ArrowArrayStream *out,
                               eep_error *error)
{
    arrow_stream *arrow = calloc(1, sizeof *arrow);
    if (arrow == NULL) return eep_fail_memory(error, sizeof *arrow);
    arrow->stream = stream;
    arrow->which = which != 0 ? which & ((UINT64_C(1) << EEP_COLUMNS) - 1) : stream->present;
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, arrow};
    return EEP_OK;
}

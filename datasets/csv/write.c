/* write.c - candidates to CSV: own formatting into one large buffer. */
#include <errno.h>
#include <string.h>

#include "datasets/datasets.h"

#define BUFFER_BYTES 262144
/* A value, and the comma or line feed in place of its terminator, for every column. */
#define LINE_BYTES ((size_t)EEP_COLUMNS * 64)

struct writer {
    const eep_columns *columns;
    size_t count; /* columns that are written */
    size_t column[EEP_COLUMNS];
    FILE *stream;
    const char *path;
    char *buffer;
    size_t used;
};

static void choose_columns(struct writer *writer)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        (void)eep_column_at(i, &column);
        if (column.required || (writer->columns->present >> i & 1) != 0) writer->column[writer->count++] = i;
    }
}

static eep_status flush(struct writer *writer, eep_error *error)
{
    const size_t used = writer->used;
    writer->used = 0;
    errno = 0;
    if (fwrite(writer->buffer, 1, used, writer->stream) == used) return EEP_OK;
    return eep_fail_io(error, "write", strcmp(writer->path, "-") == 0 ? "<stdout>" : writer->path);
}

static void put_header(struct writer *writer)
{
    for (size_t i = 0; i < writer->count; i++) {
        const char *name = eep_column_name_at(NULL, writer->column[i]);
        const size_t length = strlen(name);
        memcpy(writer->buffer + writer->used, name, length);
        writer->used += length;
        writer->buffer[writer->used++] = i + 1 < writer->count ? ',' : '\n';
    }
}

/* No value and no column name holds a comma, a quote or a line end, so nothing is ever quoted. */
static void put_row(struct writer *writer, uint64_t row)
{
    for (size_t i = 0; i < writer->count; i++) {
        const size_t column = writer->column[i];
        writer->used += eep_value_format(column, eep_columns_get(writer->columns, column, row),
                                         writer->buffer + writer->used);
        writer->buffer[writer->used++] = i + 1 < writer->count ? ',' : '\n';
    }
}

static eep_status write_rows(struct writer *writer, uint64_t first, uint64_t end, eep_error *error)
{
    put_header(writer);
    for (uint64_t row = first; row < end; row++) {
        if (BUFFER_BYTES - writer->used < LINE_BYTES) EEP_TRY(flush(writer, error));
        put_row(writer, row);
    }
    return flush(writer, error);
}

eep_status eep_csv_write(const eep_columns *columns, uint64_t first, uint64_t limit, const char *path,
                         int overwrite, eep_error *error)
{
    if (first > columns->rows) first = columns->rows;
    const uint64_t left = columns->rows - first;
    const uint64_t end = first + (limit == 0 || limit > left ? left : limit);
    struct writer writer = {.columns = columns, .path = path};
    choose_columns(&writer);
    writer.buffer = eep_allocate_raw(&columns->allocator, BUFFER_BYTES, 1);
    if (writer.buffer == NULL) return eep_fail_memory(error, BUFFER_BYTES);
    eep_output output;
    eep_status status = eep_output_open(&output, path, overwrite, error);
    if (status == EEP_OK) {
        writer.stream = output.stream;
        status = write_rows(&writer, first, end, error);
        if (status == EEP_OK) {
            status = eep_output_commit(&output, error);
        } else {
            eep_output_abandon(&output);
        }
    }
    eep_release(&columns->allocator, writer.buffer, BUFFER_BYTES, 1);
    return status;
}

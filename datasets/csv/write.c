/* write.c - candidates to CSV: threads format some thousand rows each, which are written in order. */
#include <errno.h>
#include <string.h>

#include <omp.h>

#include "datasets/datasets.h"

#define THREADS_MAX 1024
#define BATCH_ROWS  1024

struct writer {
    const eep_columns *columns;
    const eep_row_text *text;
    uint64_t first, end;
    FILE *stream;
    const char *path;
    char *buffers; /* one a thread */
    size_t room;   /* of each */
    int threads;
    int failed; /* errno of the first write that failed, or 0 */
};

static void write_bytes(struct writer *writer, const char *bytes, size_t length)
{
    errno = 0;
    if (writer->failed == 0 && fwrite(bytes, 1, length, writer->stream) != length)
        writer->failed = errno != 0 ? errno : EIO;
}

static eep_status write_rows(struct writer *writer, eep_error *error)
{
    const uint64_t batches = (writer->end - writer->first + BATCH_ROWS - 1) / BATCH_ROWS;
    write_bytes(writer, writer->buffers, eep_row_text_head(writer->text, writer->buffers));
#pragma omp parallel for schedule(dynamic, 1) ordered num_threads(writer->threads) if (batches > 1)
    for (uint64_t batch = 0; batch < batches; batch++) {
        char *buffer = writer->buffers + (size_t)omp_get_thread_num() * writer->room;
        const uint64_t row = writer->first + batch * BATCH_ROWS, left = writer->end - row;
        const size_t count = left < BATCH_ROWS ? (size_t)left : BATCH_ROWS;
        const size_t length = eep_row_text_put(writer->text, writer->columns, row, count, buffer);
#pragma omp ordered
        write_bytes(writer, buffer, length);
    }
    if (writer->failed == 0) return EEP_OK;
    errno = writer->failed;
    return eep_fail_io(error, "write", strcmp(writer->path, "-") == 0 ? "<stdout>" : writer->path);
}

static eep_status write_file(struct writer *writer, int overwrite, eep_error *error)
{
    eep_output output;
    EEP_TRY(eep_output_open(&output, writer->path, overwrite, error));
    writer->stream = output.stream;
    const eep_status status = write_rows(writer, error);
    if (status == EEP_OK) return eep_output_commit(&output, error);
    eep_output_abandon(&output);
    return status;
}

uint64_t eep_columns_written(uint64_t present)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        (void)eep_column_at(i, &column);
        if (column.required) present |= UINT64_C(1) << i;
    }
    return present;
}

eep_status eep_csv_write(const eep_columns *columns, uint64_t first, uint64_t limit, int threads,
                         const char *path, int overwrite, eep_error *error)
{
    const eep_allocator *allocator = &columns->allocator;
    if (first > columns->rows) first = columns->rows;
    const uint64_t left = columns->rows - first;
    struct writer writer = {.columns = columns,
                            .first = first,
                            .end = first + (limit == 0 || limit > left ? left : limit),
                            .path = path,
                            .threads = threads < 1             ? 1
                                       : threads > THREADS_MAX ? THREADS_MAX
                                                               : threads};
    eep_row_text *text = eep_row_text_new(allocator, eep_columns_written(columns->present), EEP_TEXT_CSV);
    if (text == NULL) return eep_fail_memory(error, 0);
    writer.text = text;
    const uint64_t rows = writer.end - first + 1; /* the head takes as much as a row */
    writer.room = (size_t)(rows < BATCH_ROWS ? rows : BATCH_ROWS) * eep_row_text_room(text);
    eep_status status = EEP_OK;
    writer.buffers = eep_allocate_raw(allocator, (size_t)writer.threads, writer.room);
    if (writer.buffers == NULL) {
        status = eep_fail_memory(error, (size_t)writer.threads * writer.room);
    } else {
        status = write_file(&writer, overwrite, error);
    }
    eep_release(allocator, writer.buffers, (size_t)writer.threads, writer.room);
    eep_row_text_free(allocator, text);
    return status;
}

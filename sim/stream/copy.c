/* copy.c - rows and columns of streams to a file: parts of pools, pools joined, pools as text. */
#include "sim/stream/stream.h"

#include <inttypes.h>
#include <string.h>

#include "eepool/table.h"

/* Rows that are formatted at once. */
#define BATCH_ROWS 1024

#define ID_COLUMN (UINT64_C(1) << EEP_COL_id)

typedef struct copy_lines {
    char *text;
    size_t length, room;
} copy_lines;

typedef struct copying {
    eep_engine *engine;
    uint64_t which;
    eep_chunk_writer *writer; /* .eepd */
    const eep_row_text *text; /* or text, with the lines of a chunk a thread */
    copy_lines *lines;
    eep_columns *taken; /* .eepd: the chunk that each thread has in hand */
    FILE *stream;
    const char *path;
} copying;

void eep_copy_defaults(eep_copy_options *options)
{
    *options = (eep_copy_options){.size = sizeof *options};
    eep_write_defaults(&options->write);
}

/* ---- Text -------------------------------------------------------------------------------------- */

static eep_status make_room(copying *copy, copy_lines *lines, size_t more, eep_error *error)
{
    const eep_allocator *allocator = &copy->engine->allocator;
    if (lines->room - lines->length >= more) return EEP_OK;
    const size_t room = 2 * lines->room + more;
    char *larger = eep_allocate_raw(allocator, room, 1);
    if (larger == NULL) return eep_fail_memory(error, room);
    if (lines->length > 0) memcpy(larger, lines->text, lines->length);
    eep_release(allocator, lines->text, lines->room, 1);
    lines->text = larger;
    lines->room = room;
    return EEP_OK;
}

static eep_status put_lines(void *context, int thread, uint64_t row, const eep_columns *columns,
                            eep_error *error)
{
    copying *copy = context;
    copy_lines *lines = &copy->lines[thread];
    (void)row;
    for (uint64_t at = 0; at < columns->rows; at += BATCH_ROWS) {
        const uint64_t left = columns->rows - at;
        const size_t n = left < BATCH_ROWS ? (size_t)left : BATCH_ROWS;
        EEP_TRY(make_room(copy, lines, n * eep_row_text_room(copy->text), error));
        lines->length += eep_row_text_put(copy->text, columns, at, n, lines->text + lines->length);
    }
    return EEP_OK;
}

static eep_status write_bytes(const copying *copy, const char *bytes, size_t length, eep_error *error)
{
    if (fwrite(bytes, 1, length, copy->stream) == length) return EEP_OK;
    return eep_fail_io(error, "write", strcmp(copy->path, "-") == 0 ? "<stdout>" : copy->path);
}

static eep_status write_lines(void *context, int thread, eep_error *error)
{
    copying *copy = context;
    copy_lines *lines = &copy->lines[thread];
    const size_t length = lines->length;
    lines->length = 0;
    return write_bytes(copy, lines->text, length, error);
}

/* ---- .eepd ------------------------------------------------------------------------------------- */

/* The view lasts until the thread works on another chunk, which is after its turn. */
static eep_status take_rows(void *context, int thread, uint64_t row, const eep_columns *columns,
                            eep_error *error)
{
    copying *copy = context;
    (void)row;
    (void)error;
    copy->taken[thread] = *columns;
    return EEP_OK;
}

static eep_status write_rows(void *context, int thread, eep_error *error)
{
    copying *copy = context;
    const eep_columns *taken = &copy->taken[thread];
    return eep_chunk_writer_put(copy->writer, taken, 0, taken->rows, error);
}

/* ---- Ids of several files -------------------------------------------------------------------------- */

/* Which stream has a row that is counted through all of them; `*row` becomes that of the stream. */
static const eep_stream *stream_at(eep_stream *const *streams, uint64_t *row)
{
    while (*row >= (*streams)->rows)
        *row -= (*streams++)->rows;
    return *streams;
}

/* `twice` are rows of what is written. A line is told of .eepd files, where it is that of the candidate. */
static eep_status fail_twice(eep_stream *const *streams, const eep_copy_options *options,
                             const uint64_t twice[2], eep_error *error)
{
    uint64_t first = options->first + twice[0], second = options->first + twice[1];
    const eep_stream *earlier = stream_at(streams, &first), *later = stream_at(streams, &second);
    return eep_fail_at(error, EEP_ERROR_DUPLICATE, later->path, later->file != NULL ? second + 1 : 0, 0,
                       "give every candidate an id of its own",
                       "candidate %" PRIu64 " has the id of candidate %" PRIu64 " of %s", second + 1,
                       first + 1, earlier->path);
}

/* The rows of one stream that are copied: [first, end), of its own. */
typedef struct copied_rows {
    uint64_t first, end;
} copied_rows;

static copied_rows rows_of(const eep_stream *stream, uint64_t before, const eep_copy_options *options)
{
    const uint64_t end = options->limit == 0 || options->limit > UINT64_MAX - options->first
                             ? UINT64_MAX
                             : options->first + options->limit;
    const uint64_t from = options->first > before ? options->first - before : 0;
    const uint64_t to = end <= before ? 0 : end - before < stream->rows ? end - before : stream->rows;
    return (copied_rows){from < to ? from : to, to};
}

static uint64_t chunks_of(const eep_stream *stream, copied_rows rows)
{
    if (rows.first == rows.end) return 0;
    return (rows.end - 1) / stream->chunk_rows - rows.first / stream->chunk_rows + 1;
}

/* The ids that are copied: a piece is what is copied of a chunk. Pieces come in order, again and again. */
typedef struct copied_ids {
    eep_stream *const *streams;
    const eep_copy_options *options;
    eep_columns columns;
    size_t stream;          /* whose piece was read last */
    uint64_t piece, before; /* the first piece and the rows before that stream */
} copied_ids;

static eep_status read_ids(void *context, uint64_t piece, const uint64_t **id, uint64_t *rows,
                           eep_error *error)
{
    copied_ids *ids = context;
    if (piece == 0) ids->stream = ids->piece = ids->before = 0;
    copied_rows wanted = rows_of(ids->streams[ids->stream], ids->before, ids->options);
    while (piece - ids->piece >= chunks_of(ids->streams[ids->stream], wanted)) {
        eep_stream_rest(ids->streams[ids->stream]);
        ids->piece += chunks_of(ids->streams[ids->stream], wanted);
        ids->before += ids->streams[ids->stream++]->rows;
        wanted = rows_of(ids->streams[ids->stream], ids->before, ids->options);
    }
    const eep_stream *stream = ids->streams[ids->stream];
    const uint64_t chunk = wanted.first / stream->chunk_rows + piece - ids->piece;
    const uint64_t begin = chunk * stream->chunk_rows, end = begin + stream->chunk_rows;
    const uint64_t from = wanted.first > begin ? wanted.first : begin;
    const uint64_t to = wanted.end < end ? wanted.end : end;
    *rows = to - from;
    if (stream->file == NULL) {
        *id = stream->pool->columns.id + from;
        return EEP_OK;
    }
    EEP_TRY(eep_chunks_read(stream->file, 0, chunk, ID_COLUMN, &ids->columns, error));
    *id = ids->columns.id + (from - begin);
    return EEP_OK;
}

/* Before text is written, which cannot be read again as an .eepd file can. */
static eep_status check_ids(const copying *copy, eep_stream *const *streams, size_t count,
                            const eep_copy_options *options, eep_error *error)
{
    copied_ids ids = {.streams = streams, .options = options};
    eep_id_source source = {.read = read_ids, .context = &ids};
    uint64_t before = 0, twice[2];
    for (size_t i = 0; i < count; i++) {
        const copied_rows rows = rows_of(streams[i], before, options);
        source.pieces += chunks_of(streams[i], rows);
        source.rows += rows.end - rows.first;
        before += streams[i]->rows;
    }
    eep_columns_init(&ids.columns, &copy->engine->allocator);
    const eep_status status = eep_ids_unique(&source, &copy->engine->allocator, twice, error);
    eep_columns_clear(&ids.columns);
    return status == EEP_ERROR_DUPLICATE ? fail_twice(streams, options, twice, error) : status;
}

/* ---- Rows of all streams ------------------------------------------------------------------------- */

static eep_status copy_rows(copying *copy, eep_stream *const *streams, size_t count,
                            const eep_copy_options *options, eep_error *error)
{
    uint64_t before = 0; /* rows of the streams so far */
    for (size_t i = 0; i < count; i++) {
        const copied_rows rows = rows_of(streams[i], before, options);
        const eep_walk walk = {.stream = streams[i],
                               .wanted = copy->which,
                               .first = rows.first,
                               .end = rows.end,
                               .work = copy->text != NULL ? put_lines : take_rows,
                               .in_order = copy->text != NULL ? write_lines : write_rows,
                               .context = copy};
        EEP_TRY(eep_walk_chunks(copy->engine, &walk, error));
        eep_stream_rest(streams[i]); /* its turn is over, and there may be many */
        before += streams[i]->rows;
    }
    return EEP_OK;
}

/* ---- The whole ----------------------------------------------------------------------------------- */

static eep_status copy_to_text(copying *copy, eep_stream *const *streams, size_t count,
                               const eep_copy_options *options, eep_error *error)
{
    const eep_allocator *allocator = &copy->engine->allocator;
    const size_t threads = (size_t)copy->engine->threads;
    eep_output output;
    EEP_TRY(eep_output_open(&output, copy->path, options->write.overwrite, error));
    copy->stream = output.stream;
    copy->lines = eep_allocate(allocator, threads, sizeof *copy->lines);
    eep_status status = EEP_OK;
    if (copy->lines == NULL) status = eep_fail_memory(error, threads * sizeof *copy->lines);
    if (status == EEP_OK && count > 1 && (copy->which & ID_COLUMN) != 0)
        status = check_ids(copy, streams, count, options, error);
    if (status == EEP_OK) status = make_room(copy, copy->lines, eep_row_text_room(copy->text), error);
    if (status == EEP_OK)
        status =
            write_bytes(copy, copy->lines->text, eep_row_text_head(copy->text, copy->lines->text), error);
    if (status == EEP_OK) status = copy_rows(copy, streams, count, options, error);
    for (size_t t = 0; copy->lines != NULL && t < threads; t++)
        eep_release(allocator, copy->lines[t].text, copy->lines[t].room, 1);
    eep_release(allocator, copy->lines, threads, sizeof *copy->lines);
    if (status == EEP_OK) return eep_output_commit(&output, error);
    eep_output_abandon(&output);
    return status;
}

static eep_status copy_to_eepd(copying *copy, eep_stream *const *streams, size_t count,
                               const eep_copy_options *options, eep_error *error)
{
    const eep_allocator *allocator = &copy->engine->allocator;
    const size_t threads = (size_t)copy->engine->threads;
    uint64_t twice[2];
    const char *provenance = options->provenance;
    if (provenance == NULL && count == 1) provenance = eep_stream_provenance(streams[0]);
    if (copy->which != eep_columns_written(copy->which)) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "choose id, submitted_at and birth_date too, or write CSV",
                        "an .eepd file without id, submitted_at or birth_date");
    }
    EEP_TRY(eep_chunk_writer_open(copy->path, copy->which, provenance, &options->write, copy->engine->threads,
                                  allocator, &copy->writer, error));
    copy->taken = eep_allocate(allocator, threads, sizeof *copy->taken);
    eep_status status = EEP_OK;
    if (copy->taken == NULL) status = eep_fail_memory(error, threads * sizeof *copy->taken);
    if (status == EEP_OK) status = copy_rows(copy, streams, count, options, error);
    eep_release(allocator, copy->taken, threads, sizeof *copy->taken);
    if (status == EEP_OK) status = eep_chunk_writer_end(copy->writer, twice, error);
    if (status == EEP_ERROR_DUPLICATE && count > 1) status = fail_twice(streams, options, twice, error);
    if (status == EEP_OK) return eep_chunk_writer_commit(copy->writer, error);
    eep_chunk_writer_abandon(copy->writer);
    return status;
}

eep_status eep_streams_copy(eep_engine *engine, eep_stream *const *streams, size_t count, const char *path,
                            const eep_copy_options *options, eep_error *error)
{
    copying copy = {.engine = engine, .path = path, .which = options->columns};
    EEP_TRY(eep_options_check("copy options", options->size, sizeof *options, error));
    EEP_TRY(eep_options_check("write options", options->write.size, sizeof options->write, error));
    for (size_t i = 0; i < count && options->columns == 0; i++)
        copy.which |= streams[i]->present;
    if (options->columns == 0) copy.which = eep_columns_written(copy.which);
    if (options->form == EEP_TABLE_EEPD) return copy_to_eepd(&copy, streams, count, options, error);
    eep_row_text *text = eep_row_text_new(&engine->allocator, copy.which,
                                          options->form == EEP_TABLE_NDJSON ? EEP_TEXT_NDJSON : EEP_TEXT_CSV);
    if (text == NULL) return eep_fail_memory(error, 0);
    copy.text = text;
    const eep_status status = copy_to_text(&copy, streams, count, options, error);
    eep_row_text_free(&engine->allocator, text);
    return status;
}

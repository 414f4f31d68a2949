/*
 * writer.c - a pool to an .eepd file.
 *
 * Blocks are encoded side by side, a few a thread ahead of what is written in order, so memory is that of a
 * few blocks however large the pool is. The file is written front to back and never sought in, so that it can
 * go to a pipe; rows, ranges and digest come last, so that nobody has to know them before.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>
#include <zstd.h>

#include "datasets/eepd/eepd.h"

#define BLOCKS_A_THREAD 4
#define THREADS_MAX     1024
#define LEVEL_MAX       19

/* What encoding takes from its stack for a row at most. */
#define STACK_A_ROW 256
#define STACK_MORE  (1 << 20)

/* A block on its way, and whether it is ready to be written. */
typedef struct slot {
    eep_eepd_buffer block;
    int encoded;
} slot;

struct eep_eepd_writer {
    eep_allocator allocator;
    eep_kernels kernels; /* the best of this machine: bytes are the same by all */
    eep_output output;
    char *path;
    int level, threads;
    eep_eepd_header header;
    eep_eepd_schema schema;
    eep_hashing *hashing;
    uint64_t offset, chunks;
    eep_eepd_block *entry; /* of every block so far */
    eep_eepd_range *range; /* of every column of every chunk so far */
    size_t entries_room, ranges_room;
    eep_eepd_coder *coder; /* one a thread: encoders */
    slot *slot;
    int slots;
    int ended; /* index and trailer are written */
};

/* ---- Settings ---------------------------------------------------------------------------------- */

static eep_status check_options(const eep_write_options *options, int *level, uint32_t *chunk_rows,
                                eep_error *error)
{
    *level = options != NULL && options->level != 0 ? options->level : 1;
    *chunk_rows = options != NULL && options->chunk_rows != 0 ? options->chunk_rows : EEPD_CHUNK_ROWS_DEFAULT;
    if (*level < 1 || *level > LEVEL_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 19, or 0 for the default", "zstd level %d",
                        *level);
    }
    if (*chunk_rows < EEPD_CHUNK_ROWS_MIN || *chunk_rows > EEPD_CHUNK_ROWS_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1024 to 1048576, or 0 for the default",
                        "chunks of %" PRIu32 " rows", *chunk_rows);
    }
    return EEP_OK;
}

/* ---- Parts ------------------------------------------------------------------------------------- */

static eep_status put(eep_eepd_writer *writer, const void *bytes, size_t length, eep_error *error)
{
    writer->offset += length;
    if (fwrite(bytes, 1, length, writer->output.stream) == length) return EEP_OK;
    return eep_fail_io(error, "write", writer->path);
}

static eep_status put_head(eep_eepd_writer *writer, const char *provenance, eep_error *error)
{
    unsigned char header[EEPD_HEADER_BYTES],
        *schema = eep_allocate_raw(&writer->allocator, EEPD_SCHEMA_MAX, 1);
    if (schema == NULL) return eep_fail_memory(error, EEPD_SCHEMA_MAX);
    const size_t length = eep_eepd_schema_put(&writer->schema, schema), text = strlen(provenance);
    writer->header.schema_bytes = (uint32_t)length;
    writer->header.schema_checksum = eep_hash64(schema, length);
    writer->header.provenance_bytes = (uint32_t)text;
    writer->header.provenance_checksum = eep_hash64(provenance, text);
    eep_eepd_header_put(&writer->header, header);
    eep_status status = put(writer, header, sizeof header, error);
    if (status == EEP_OK) status = put(writer, schema, length, error);
    if (status == EEP_OK) status = put(writer, provenance, text, error);
    eep_release(&writer->allocator, schema, EEPD_SCHEMA_MAX, 1);
    return status;
}

static void fill_index(const eep_eepd_writer *writer, unsigned char *index)
{
    const eep_eepd_schema *schema = &writer->schema;
    unsigned char digest[EEP_DIGEST_BYTES];
    for (uint64_t block = 0; block < writer->chunks * schema->groups; block++)
        eep_eepd_index_put(index, block, &writer->entry[block]);
    for (uint64_t chunk = 0; chunk < writer->chunks; chunk++)
        for (size_t i = 0; i < schema->columns; i++)
            eep_eepd_index_put_range(index, schema, writer->chunks, chunk, i,
                                     &writer->range[chunk * schema->columns + i]);
    eep_hashing_end(writer->hashing, digest);
    eep_eepd_index_seal(index, schema, writer->header.rows, writer->chunks, digest);
}

static eep_status put_tail(eep_eepd_writer *writer, eep_error *error)
{
    const size_t length = (size_t)eep_eepd_index_bytes(&writer->schema, writer->chunks);
    unsigned char trailer[EEPD_TRAILER_BYTES], *index = eep_allocate_raw(&writer->allocator, length, 1);
    if (index == NULL) return eep_fail_memory(error, length);
    fill_index(writer, index);
    eep_eepd_trailer_put(trailer, writer->offset, length);
    eep_status status = put(writer, index, length, error);
    if (status == EEP_OK) status = put(writer, trailer, sizeof trailer, error);
    eep_release(&writer->allocator, index, length, 1);
    return status;
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

/* Rows of a call, chunk by chunk. */
typedef struct piece {
    const eep_columns *columns;
    uint64_t first, count, first_chunk;
    uint64_t blocks;
} piece;

static void encode_block(eep_eepd_writer *writer, const piece *rows, uint64_t block, eep_eepd_buffer *into)
{
    const eep_eepd_schema *schema = &writer->schema;
    const size_t group = (size_t)(block % schema->groups);
    const uint64_t begin = block / schema->groups * writer->header.chunk_rows, left = rows->count - begin;
    const size_t count = left < writer->header.chunk_rows ? (size_t)left : writer->header.chunk_rows;
    const uint64_t chunk = rows->first_chunk + block / schema->groups, from = rows->first + begin;
    eep_eepd_range *ranges = &writer->range[chunk * schema->columns];
    eep_eepd_coder *coder = &writer->coder[omp_get_thread_num()];
    for (size_t i = 0; i < schema->columns; i++) {
        if (schema->group[i] != group) continue;
        eep_columns_range(rows->columns, schema->number[i], from, from + count, &ranges[i].low,
                          &ranges[i].high);
    }
    coder->block = *into;
    eep_eepd_group_put(coder, schema, group, rows->columns, ranges, from, count);
    *into = coder->block;
    into->status = coder->block.status;
}

static eep_status put_block(eep_eepd_writer *writer, const eep_eepd_buffer *block, uint64_t number,
                            eep_error *error)
{
    if (block->status == EEP_ERROR_MEMORY) return eep_fail_memory(error, block->room);
    if (block->status != EEP_OK)
        return eep_fail(error, block->status, "please report this", "zstd could not compress a block");
    writer->entry[number] = (eep_eepd_block){.offset = writer->offset,
                                             .stored_bytes = (uint32_t)block->length,
                                             .checksum = eep_hash64(block->bytes, block->length)};
    return put(writer, block->bytes, block->length, error);
}

/*
 * Blocks on their way: from `written` on to `taken`, each in slot number % slots. Blocks are taken in order
 * by whoever is free, and written in order by whoever hands one in while nobody else writes.
 */
typedef struct belt {
    pthread_mutex_t lock;
    pthread_cond_t moved; /* a block was written, or cannot be */
    eep_eepd_writer *writer;
    const piece *rows;
    uint64_t taken, written;
    int writing; /* somebody is */
    eep_status status;
    eep_error *error;
} belt;

static slot *slot_of(const belt *line, uint64_t block)
{
    return &line->writer->slot[block % (uint64_t)line->writer->slots];
}

/* The next block, once it has a slot; 0 when there is none to be taken. */
static int take_block(belt *line, uint64_t *block)
{
    const uint64_t slots = (uint64_t)line->writer->slots, blocks = line->rows->blocks;
    pthread_mutex_lock(&line->lock);
    while (line->status == EEP_OK && line->taken < blocks && line->taken - line->written == slots)
        pthread_cond_wait(&line->moved, &line->lock);
    const int is_taken = line->status == EEP_OK && line->taken < blocks;
    if (is_taken) {
        *block = line->taken++;
        slot_of(line, *block)->encoded = 0;
    }
    pthread_mutex_unlock(&line->lock);
    return is_taken;
}

/* Whether the block that is to be written next has been encoded. */
static int is_ready(const belt *line)
{
    return line->written < line->taken && slot_of(line, line->written)->encoded;
}

static void hand_in(belt *line, uint64_t block)
{
    const uint64_t number = line->rows->first_chunk * line->writer->schema.groups;
    pthread_mutex_lock(&line->lock);
    slot_of(line, block)->encoded = 1;
    while (!line->writing && line->status == EEP_OK && is_ready(line)) {
        slot *next = slot_of(line, line->written);
        line->writing = 1;
        pthread_mutex_unlock(&line->lock);
        const eep_status status = put_block(line->writer, &next->block, number + line->written, line->error);
        pthread_mutex_lock(&line->lock);
        line->writing = 0;
        line->written++;
        line->status = status;
        pthread_cond_broadcast(&line->moved);
    }
    pthread_mutex_unlock(&line->lock);
}

/* Encodes blocks side by side, and writes them one after the other. */
static eep_status put_blocks(eep_eepd_writer *writer, const piece *rows, eep_error *error)
{
    belt line = {.lock = PTHREAD_MUTEX_INITIALIZER,
                 .moved = PTHREAD_COND_INITIALIZER,
                 .writer = writer,
                 .rows = rows,
                 .error = error};
#pragma omp parallel num_threads(writer->threads)
    for (uint64_t block; take_block(&line, &block);) {
        encode_block(writer, rows, block, &slot_of(&line, block)->block);
        hand_in(&line, block);
    }
    pthread_cond_destroy(&line.moved);
    pthread_mutex_destroy(&line.lock);
    return line.status;
}

/* ---- Memory ------------------------------------------------------------------------------------ */

/* Moves an array to one of twice the room, or more, with the objects in use. */
static void *enlarge(const eep_allocator *allocator, void *old, size_t used, size_t *room, size_t wanted,
                     size_t size)
{
    if (old != NULL && wanted <= *room) return old;
    const size_t larger = wanted > 2 * *room ? wanted : 2 * *room + 1;
    void *fresh = eep_allocate_raw(allocator, larger, size);
    if (fresh == NULL) return NULL;
    if (used > 0) memcpy(fresh, old, used * size);
    eep_release(allocator, old, *room, size);
    *room = larger;
    return fresh;
}

static eep_status reserve_index(eep_eepd_writer *writer, uint64_t chunks, eep_error *error)
{
    const eep_eepd_schema *schema = &writer->schema;
    const size_t all = (size_t)(writer->chunks + chunks), now = (size_t)writer->chunks;
    void *entry = enlarge(&writer->allocator, writer->entry, now * schema->groups, &writer->entries_room,
                          all * schema->groups, sizeof *writer->entry);
    if (entry == NULL) return eep_fail_memory(error, all * schema->groups * sizeof *writer->entry);
    writer->entry = entry;
    void *range = enlarge(&writer->allocator, writer->range, now * schema->columns, &writer->ranges_room,
                          all * schema->columns, sizeof *writer->range);
    if (range == NULL) return eep_fail_memory(error, all * schema->columns * sizeof *writer->range);
    writer->range = range;
    return EEP_OK;
}

static size_t stack_of(size_t rows)
{
    return rows * STACK_A_ROW + STACK_MORE;
}

static int make_coder(const eep_eepd_writer *writer, size_t rows, eep_eepd_coder *coder)
{
    coder->kernels = &writer->kernels;
    coder->encoder.level = writer->level;
    coder->encoder.zstd = ZSTD_createCCtx();
    coder->encoder.stack.bytes = eep_allocate_raw(&writer->allocator, stack_of(rows), 1);
    coder->encoder.stack.room = stack_of(rows);
    coder->encoder.count = eep_allocate(&writer->allocator, EEPD_COUNTED, sizeof(uint32_t));
    return coder->encoder.zstd != NULL && coder->encoder.stack.bytes != NULL && coder->encoder.count != NULL;
}

/* Encoders and slots for the largest chunk; made when the first rows come. */
static eep_status make_coders(eep_eepd_writer *writer, size_t rows, eep_error *error)
{
    const size_t room = eep_eepd_block_room(rows), threads = (size_t)writer->threads;
    writer->slots = writer->threads * BLOCKS_A_THREAD;
    writer->coder = eep_allocate(&writer->allocator, threads, sizeof *writer->coder);
    writer->slot = eep_allocate(&writer->allocator, (size_t)writer->slots, sizeof *writer->slot);
    int made = writer->coder != NULL && writer->slot != NULL;
    for (size_t i = 0; i < threads && made; i++)
        made = make_coder(writer, rows, &writer->coder[i]);
    for (int i = 0; i < writer->slots && made; i++) {
        writer->slot[i].block.bytes = eep_allocate_raw(&writer->allocator, room, 1);
        writer->slot[i].block.room = room;
        made = writer->slot[i].block.bytes != NULL;
    }
    return made ? EEP_OK : eep_fail_memory(error, threads * stack_of(rows) + room);
}

static void free_coders(eep_eepd_writer *writer)
{
    for (int i = 0; i < writer->threads && writer->coder != NULL; i++) {
        eep_eepd_encoder *encoder = &writer->coder[i].encoder;
        ZSTD_freeCCtx(encoder->zstd);
        eep_release(&writer->allocator, encoder->stack.bytes, encoder->stack.room, 1);
        eep_release(&writer->allocator, encoder->count, EEPD_COUNTED, sizeof(uint32_t));
    }
    for (int i = 0; i < writer->slots && writer->slot != NULL; i++)
        eep_release(&writer->allocator, writer->slot[i].block.bytes, writer->slot[i].block.room, 1);
    eep_release(&writer->allocator, writer->slot, (size_t)writer->slots, sizeof *writer->slot);
    eep_release(&writer->allocator, writer->coder, (size_t)writer->threads, sizeof *writer->coder);
}

/* ---- The whole --------------------------------------------------------------------------------- */

/* Everything but the output, which lives longer than the writer while it is committed. */
static void free_writer(eep_eepd_writer *writer)
{
    const eep_allocator allocator = writer->allocator;
    free_coders(writer);
    eep_hashing_free(writer->hashing);
    eep_release(&allocator, writer->entry, writer->entries_room, sizeof *writer->entry);
    eep_release(&allocator, writer->range, writer->ranges_room, sizeof *writer->range);
    free(writer->path);
    eep_release(&allocator, writer, 1, sizeof *writer);
}

static eep_status start(eep_eepd_writer *writer, const char *path, uint64_t present, const char *provenance,
                        const eep_write_options *options, eep_error *error)
{
    EEP_TRY(check_options(options, &writer->level, &writer->header.chunk_rows, error));
    EEP_TRY(eep_eepd_provenance_check(provenance, strlen(provenance), error));
    eep_eepd_schema_of(present, &writer->schema);
    writer->header.columns = writer->schema.columns;
    writer->path = strdup(path);
    writer->hashing = eep_hashing_new(present);
    if (writer->path == NULL || writer->hashing == NULL) return eep_fail_memory(error, strlen(path));
    EEP_TRY(eep_output_open(&writer->output, path, options != NULL && options->overwrite, error));
    const eep_status status = put_head(writer, provenance, error);
    if (status != EEP_OK) eep_output_abandon(&writer->output);
    return status;
}

eep_status eep_eepd_writer_new(const char *path, uint64_t present, const char *provenance,
                               const eep_write_options *options, int threads, const eep_allocator *allocator,
                               eep_eepd_writer **made, eep_error *error)
{
    eep_eepd_writer *writer = eep_allocate(allocator, 1, sizeof *writer);
    if (writer == NULL) return eep_fail_memory(error, sizeof *writer);
    if (allocator != NULL) writer->allocator = *allocator;
    (void)eep_kernels_select(NULL, &writer->kernels); /* the best there is always runs */
    writer->threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
    const eep_status status =
        start(writer, path, present, provenance != NULL ? provenance : "{}", options, error);
    if (status == EEP_OK) *made = writer;
    if (status != EEP_OK) free_writer(writer);
    return status;
}

uint32_t eep_eepd_writer_chunk_rows(const eep_eepd_writer *writer)
{
    return writer->header.chunk_rows;
}

static eep_status check_piece(eep_eepd_writer *writer, const piece *rows, eep_error *error)
{
    if (writer->header.rows % writer->header.chunk_rows != 0) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give whole chunks until the last rows",
                        "rows behind a chunk of %" PRIu64, writer->header.rows % writer->header.chunk_rows);
    }
    if (rows->count > EEPD_ROWS_MAX - writer->header.rows) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write it as several files",
                        "%" PRIu64 " rows; a file holds at most %" PRIu64, writer->header.rows + rows->count,
                        EEPD_ROWS_MAX);
    }
    return EEP_OK;
}

/* Rows whose values have been checked. */
static eep_status put_rows(eep_eepd_writer *writer, const eep_columns *columns, uint64_t first,
                           uint64_t count, eep_error *error)
{
    const uint64_t chunk_rows = writer->header.chunk_rows, chunks = (count + chunk_rows - 1) / chunk_rows;
    const piece rows = {columns, first, count, writer->chunks, chunks * writer->schema.groups};
    if (count == 0) return EEP_OK;
    EEP_TRY(check_piece(writer, &rows, error));
    EEP_TRY(reserve_index(writer, chunks, error));
    if (writer->coder == NULL)
        EEP_TRY(make_coders(writer, (size_t)(count < chunk_rows ? count : chunk_rows), error));
    EEP_TRY(put_blocks(writer, &rows, error));
    eep_hashing_add(writer->hashing, columns, first, count, writer->threads);
    writer->header.rows += count;
    writer->chunks += chunks;
    return EEP_OK;
}

eep_status eep_eepd_writer_put(eep_eepd_writer *writer, const eep_columns *columns, uint64_t first,
                               uint64_t count, eep_error *error)
{
    for (size_t i = 0; i < writer->schema.columns; i++)
        EEP_TRY(eep_columns_check_values(columns, writer->schema.number[i], first, first + count,
                                         writer->header.rows, error));
    return put_rows(writer, columns, first, count, error);
}

const char *eep_eepd_writer_temporary(const eep_eepd_writer *writer)
{
    return writer->output.temporary;
}

eep_status eep_eepd_writer_end(eep_eepd_writer *writer, eep_error *error)
{
    EEP_TRY(put_tail(writer, error));
    writer->ended = 1;
    return fflush(writer->output.stream) == 0 ? EEP_OK : eep_fail_io(error, "write", writer->path);
}

eep_status eep_eepd_writer_commit(eep_eepd_writer *writer, eep_error *error)
{
    eep_status status = writer->ended ? EEP_OK : put_tail(writer, error);
    if (status == EEP_OK) {
        status = eep_output_commit(&writer->output, error);
    } else {
        eep_output_abandon(&writer->output);
    }
    free_writer(writer);
    return status;
}

void eep_eepd_writer_abandon(eep_eepd_writer *writer)
{
    if (writer == NULL) return;
    eep_output_abandon(&writer->output);
    free_writer(writer);
}

eep_status eep_eepd_write(const eep_columns *columns, const char *provenance, const char *path,
                          const eep_write_options *options, int threads, eep_error *error)
{
    eep_eepd_writer *writer = NULL;
    EEP_TRY(eep_eepd_writer_new(path, columns->present, provenance, options, threads, &columns->allocator,
                                &writer, error));
    /* What a reader would refuse is not written in the first place. */
    eep_status status = eep_columns_check_by(columns, writer->threads, error);
    if (status == EEP_OK) status = put_rows(writer, columns, 0, columns->rows, error);
    if (status == EEP_OK) return eep_eepd_writer_commit(writer, error);
    eep_eepd_writer_abandon(writer);
    return status;
}

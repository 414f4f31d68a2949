/*
 * append.c - an .eepd file written row by row: a chunk at a time, its blocks encoded side by side.
 *
 * The rows are counted while they come, so the header, which stands first in the file, is written again at
 * the end. Everything else is written front to back.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

#include "datasets/eepd/eepd.h"

#define LEVEL_MAX   19
#define THREADS_MAX 1024

/* One encoded block. */
typedef struct append_slot {
    unsigned char *room;
    const unsigned char *stored;
    eep_eepd_block block;
    eep_status status;
} append_slot;

struct eep_chunk_writer {
    eep_allocator allocator;
    eep_output output;
    char *path, *provenance;
    int level, threads;
    eep_eepd_header header;
    eep_eepd_schema schema;
    unsigned char *schema_bytes;
    uint64_t offset;
    eep_columns pending; /* rows that do not fill a chunk yet */
    uint64_t present, pending_rows;
    eep_eepd_coder *coders;
    append_slot *slots; /* one a column */
    unsigned char *rooms;
    unsigned char *index; /* entries of the blocks so far, with room for `index_blocks` */
    uint64_t index_blocks;
    eep_running_digest *digest;
    uint64_t last_id;
    int ids_rise;
};

/* ---- Beginning --------------------------------------------------------------------------------- */

static eep_status settle(eep_chunk_writer *writer, const eep_write_options *options, eep_error *error)
{
    const uint32_t chunk_rows = options->chunk_rows != 0 ? options->chunk_rows : EEPD_CHUNK_ROWS_DEFAULT;
    const size_t length = strlen(writer->provenance);
    writer->level = options->level != 0 ? options->level : 1;
    if (writer->level < 1 || writer->level > LEVEL_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 19, or 0 for the default", "zstd level %d",
                        writer->level);
    }
    if (chunk_rows < EEPD_CHUNK_ROWS_MIN || chunk_rows > EEPD_CHUNK_ROWS_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1024 to 1048576, or 0 for the default",
                        "chunks of %" PRIu32 " rows", chunk_rows);
    }
    EEP_TRY(eep_eepd_provenance_check(writer->provenance, length, error));
    eep_eepd_schema_of(writer->present, &writer->schema);
    writer->header = (eep_eepd_header){
        .chunk_rows = chunk_rows, .columns = writer->schema.columns, .provenance_bytes = (uint32_t)length};
    return EEP_OK;
}

static eep_status allocate(eep_chunk_writer *writer, eep_error *error)
{
    const eep_allocator *allocator = &writer->allocator;
    const size_t columns = writer->schema.columns, bytes = (size_t)writer->header.chunk_rows * 8;
    const size_t room = eep_eepd_encoded_room(bytes);
    writer->schema_bytes = eep_allocate(allocator, EEPD_SCHEMA_MAX, 1);
    writer->coders = eep_eepd_coders_new(allocator, writer->threads, bytes, 1);
    writer->slots = eep_allocate(allocator, columns, sizeof *writer->slots);
    writer->rooms = eep_allocate_raw(allocator, columns, room);
    writer->digest = eep_running_digest_new(allocator, writer->present, writer->threads);
    if (writer->schema_bytes == NULL || writer->coders == NULL || writer->slots == NULL ||
        writer->rooms == NULL || writer->digest == NULL) {
        return eep_fail_memory(error, columns * room);
    }
    for (size_t i = 0; i < columns; i++)
        writer->slots[i].room = writer->rooms + i * room;
    writer->header.schema_bytes = (uint32_t)eep_eepd_schema_put(&writer->schema, writer->schema_bytes);
    return eep_columns_grow(&writer->pending, writer->header.chunk_rows, error);
}

static void release(eep_chunk_writer *writer)
{
    const eep_allocator allocator = writer->allocator;
    const size_t columns = writer->schema.columns, bytes = (size_t)writer->header.chunk_rows * 8;
    eep_columns_clear(&writer->pending);
    eep_running_digest_free(writer->digest);
    eep_release(&allocator, writer->index, (size_t)eep_eepd_index_bytes(writer->index_blocks), 1);
    eep_release(&allocator, writer->rooms, columns, eep_eepd_encoded_room(bytes));
    eep_release(&allocator, writer->slots, columns, sizeof *writer->slots);
    eep_eepd_coders_free(writer->coders, &allocator, writer->threads, 1);
    eep_release(&allocator, writer->schema_bytes, EEPD_SCHEMA_MAX, 1);
    free(writer->provenance);
    free(writer->path);
    eep_release(&allocator, writer, 1, sizeof *writer);
}

static eep_status put(eep_chunk_writer *writer, const void *bytes, size_t length, eep_error *error)
{
    writer->offset += length;
    if (fwrite(bytes, 1, length, writer->output.stream) == length) return EEP_OK;
    return eep_fail_io(error, "write", writer->path);
}

static eep_status put_head(eep_chunk_writer *writer, eep_error *error)
{
    unsigned char bytes[EEPD_HEADER_BYTES];
    eep_eepd_header *header = &writer->header;
    header->schema_checksum = eep_hash64(writer->schema_bytes, header->schema_bytes);
    header->provenance_checksum = eep_hash64(writer->provenance, header->provenance_bytes);
    eep_eepd_header_put(header, bytes);
    EEP_TRY(put(writer, bytes, sizeof bytes, error));
    EEP_TRY(put(writer, writer->schema_bytes, header->schema_bytes, error));
    return put(writer, writer->provenance, header->provenance_bytes, error);
}

static eep_status begin(eep_chunk_writer *writer, const eep_write_options *options, eep_error *error)
{
    if (writer->path == NULL || writer->provenance == NULL) return eep_fail_memory(error, 0);
    EEP_TRY(settle(writer, options, error));
    EEP_TRY(allocate(writer, error));
    EEP_TRY(eep_output_open(&writer->output, writer->path, options->overwrite, error));
    if (writer->output.temporary == NULL) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write to a file and copy that",
                        "%s is not a regular file: what is written row by row needs one", writer->path);
    }
    return put_head(writer, error);
}

eep_status eep_chunk_writer_open(const char *path, uint64_t present, const char *provenance,
                                 const eep_write_options *options, int threads,
                                 const eep_allocator *allocator, eep_chunk_writer **writer, eep_error *error)
{
    eep_chunk_writer *made = eep_allocate(allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    if (allocator != NULL) made->allocator = *allocator;
    eep_columns_init(&made->pending, allocator);
    made->present = made->pending.present = present;
    made->threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
    made->path = strdup(path);
    made->provenance = strdup(provenance != NULL ? provenance : "{}");
    made->ids_rise = 1;
    const eep_status status = begin(made, options, error);
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
    eep_output_abandon(&writer->output);
    release(writer);
}

/* ---- Chunks ------------------------------------------------------------------------------------ */

/* Room in the index for the blocks of one chunk more; doubled, so that appending is cheap. */
static eep_status reserve_index(eep_chunk_writer *writer, uint64_t blocks, eep_error *error)
{
    if (blocks <= writer->index_blocks && writer->index != NULL) return EEP_OK;
    const uint64_t larger = blocks > 2 * writer->index_blocks ? blocks : 2 * writer->index_blocks;
    const size_t bytes = (size_t)eep_eepd_index_bytes(larger);
    const size_t before = (size_t)eep_eepd_index_bytes(writer->index_blocks);
    unsigned char *fresh = eep_allocate_raw(&writer->allocator, bytes, 1);
    if (fresh == NULL) return eep_fail_memory(error, bytes);
    if (writer->index != NULL) memcpy(fresh, writer->index, before);
    eep_release(&writer->allocator, writer->index, before, 1);
    writer->index = fresh;
    writer->index_blocks = larger;
    return EEP_OK;
}

static void encode(eep_chunk_writer *writer)
{
    const eep_eepd_schema *schema = &writer->schema;
    const size_t rows = (size_t)writer->pending.rows;
#pragma omp parallel for schedule(dynamic) num_threads(writer->threads)
    for (size_t i = 0; i < schema->columns; i++) {
        append_slot *slot = &writer->slots[i];
        slot->status = eep_eepd_encode(&writer->coders[omp_get_thread_num()], writer->level,
                                       eep_columns_data(&writer->pending, schema->number[i]),
                                       schema->width[i], rows, slot->room, &slot->stored, &slot->block);
    }
}

static eep_status put_blocks(eep_chunk_writer *writer, eep_error *error)
{
    const uint64_t first = writer->header.rows / writer->header.chunk_rows * writer->schema.columns;
    EEP_TRY(reserve_index(writer, first + writer->schema.columns, error));
    for (size_t i = 0; i < writer->schema.columns; i++) {
        append_slot *slot = &writer->slots[i];
        if (slot->status == EEP_ERROR_MEMORY) return eep_fail_memory(error, writer->coders->bytes);
        if (slot->status != EEP_OK)
            return eep_fail(error, slot->status, "please report this", "zstd could not compress a block");
        slot->block.offset = writer->offset;
        eep_eepd_index_put(writer->index, first + i, &slot->block);
        EEP_TRY(put(writer, slot->stored, slot->block.stored_bytes, error));
    }
    return EEP_OK;
}

static void watch_ids(eep_chunk_writer *writer)
{
    const uint64_t *id = writer->pending.id;
    for (uint64_t row = 0; row < writer->pending.rows && writer->ids_rise; row++) {
        const int first = writer->header.rows == 0 && row == 0;
        writer->ids_rise = first || id[row] > writer->last_id;
        writer->last_id = id[row];
    }
}

/* Encodes and writes what is pending as one chunk. */
static eep_status flush(eep_chunk_writer *writer, eep_error *error)
{
    eep_columns *pending = &writer->pending;
    pending->rows = writer->pending_rows;
    if (pending->rows == 0) return EEP_OK;
    if (pending->rows > EEPD_ROWS_MAX - writer->header.rows) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write it as several files",
                        "a file holds at most %" PRIu64 " rows", EEPD_ROWS_MAX);
    }
    /* What a reader would refuse is not written in the first place. */
    EEP_TRY(eep_columns_check_ranges(pending, writer->present, writer->header.rows, error));
    watch_ids(writer);
    encode(writer);
    EEP_TRY(put_blocks(writer, error));
    eep_running_digest_add(writer->digest, pending);
    writer->header.rows += pending->rows;
    writer->pending_rows = 0;
    return EEP_OK;
}

eep_status eep_chunk_writer_put(eep_chunk_writer *writer, const eep_columns *columns, uint64_t first,
                                uint64_t count, eep_error *error)
{
    while (count > 0) {
        const uint64_t left = writer->header.chunk_rows - writer->pending_rows;
        const uint64_t n = count < left ? count : left;
        for (size_t i = 0; i < writer->schema.columns; i++) {
            const size_t width = writer->schema.width[i], number = writer->schema.number[i];
            unsigned char *to = eep_columns_data(&writer->pending, number);
            const unsigned char *from = eep_columns_data(columns, number);
            memcpy(to + writer->pending_rows * width, from + first * width, (size_t)n * width);
        }
        writer->pending_rows += n;
        first += n;
        count -= n;
        if (writer->pending_rows == writer->header.chunk_rows) EEP_TRY(flush(writer, error));
    }
    return EEP_OK;
}

/* ---- The end ----------------------------------------------------------------------------------- */

static eep_status put_tail(eep_chunk_writer *writer, eep_error *error)
{
    unsigned char digest[EEP_DIGEST_BYTES], trailer[EEPD_TRAILER_BYTES];
    const uint64_t blocks = eep_eepd_chunks(&writer->header) * writer->schema.columns;
    const size_t index_bytes = (size_t)eep_eepd_index_bytes(blocks);
    EEP_TRY(reserve_index(writer, blocks, error));
    eep_running_digest_end(writer->digest, digest);
    eep_eepd_index_seal(writer->index, blocks, digest);
    eep_eepd_trailer_put(trailer, writer->offset, index_bytes);
    EEP_TRY(put(writer, writer->index, index_bytes, error));
    EEP_TRY(put(writer, trailer, sizeof trailer, error));
    /* Now the number of rows is known. */
    if (fseek(writer->output.stream, 0, SEEK_SET) != 0) return eep_fail_io(error, "write", writer->path);
    return put_head(writer, error);
}

/* Rising ids cannot repeat; others are looked for in the file itself, which is whole but for its name. */
static eep_status check_ids(const eep_chunk_writer *writer, eep_error *error)
{
    if (writer->ids_rise || writer->header.rows < 2) return EEP_OK;
    if (fflush(writer->output.stream) != 0) return eep_fail_io(error, "write", writer->path);
    eep_chunks *written;
    uint64_t rows[2];
    EEP_TRY(eep_chunks_open(writer->output.temporary, 1, &writer->allocator, &written, error));
    const eep_status status = eep_chunks_unique(&written, 1, rows, error);
    eep_chunks_close(written);
    return status;
}

eep_status eep_chunk_writer_commit(eep_chunk_writer *writer, eep_error *error)
{
    eep_status status = flush(writer, error);
    if (status == EEP_OK) status = put_tail(writer, error);
    if (status == EEP_OK) status = check_ids(writer, error);
    if (status == EEP_OK) {
        status = eep_output_commit(&writer->output, error);
    } else {
        eep_output_abandon(&writer->output);
    }
    release(writer);
    return status;
}

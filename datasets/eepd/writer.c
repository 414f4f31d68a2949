/*
 * writer.c - a pool to an .eepd file.
 *
 * Blocks are encoded a batch at a time, several a thread, and written in order, so memory is that of a
 * batch however large the pool is. The file is written front to back and never sought in, so that it can
 * go to a pipe.
 */
#include <inttypes.h>
#include <string.h>

#include <omp.h>

#include "datasets/eepd/eepd.h"

#define BLOCKS_A_THREAD 4
#define THREADS_MAX     1024
#define LEVEL_MAX       19

/* A block that has been encoded and waits to be written. */
typedef struct slot {
    unsigned char *room;
    const unsigned char *stored;
    eep_eepd_block block;
    eep_status status;
} slot;

/* One file being written. */
typedef struct writing {
    const eep_columns *columns;
    const char *provenance, *path;
    int level, threads;
    eep_eepd_header header;
    eep_eepd_schema schema;
    uint64_t blocks, offset;
    unsigned char *index;
    FILE *stream;
} writing;

/* ---- Settings ---------------------------------------------------------------------------------- */

static eep_status settle(writing *file, const eep_write_options *options, eep_error *error)
{
    const int level = options != NULL && options->level != 0 ? options->level : 1;
    const uint32_t chunk_rows =
        options != NULL && options->chunk_rows != 0 ? options->chunk_rows : EEPD_CHUNK_ROWS_DEFAULT;
    if (level < 1 || level > LEVEL_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 19, or 0 for the default", "zstd level %d",
                        level);
    }
    if (chunk_rows < EEPD_CHUNK_ROWS_MIN || chunk_rows > EEPD_CHUNK_ROWS_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1024 to 1048576, or 0 for the default",
                        "chunks of %" PRIu32 " rows", chunk_rows);
    }
    if (file->columns->rows > EEPD_ROWS_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write it as several files",
                        "%" PRIu64 " rows; a file holds at most %" PRIu64, file->columns->rows,
                        EEPD_ROWS_MAX);
    }
    const size_t length = strlen(file->provenance);
    EEP_TRY(eep_eepd_provenance_check(file->provenance, length, error));
    eep_eepd_schema_of(file->columns->present, &file->schema);
    file->level = level;
    file->header = (eep_eepd_header){.rows = file->columns->rows,
                                     .chunk_rows = chunk_rows,
                                     .columns = file->schema.columns,
                                     .provenance_bytes = (uint32_t)length,
                                     .provenance_checksum = eep_hash64(file->provenance, length)};
    file->blocks = eep_eepd_chunks(&file->header) * file->schema.columns;
    return EEP_OK;
}

/* ---- Parts ------------------------------------------------------------------------------------- */

static eep_status put(writing *file, const void *bytes, size_t length, eep_error *error)
{
    file->offset += length;
    if (fwrite(bytes, 1, length, file->stream) == length) return EEP_OK;
    return eep_fail_io(error, "write", file->path);
}

static eep_status put_head(writing *file, eep_error *error)
{
    const eep_allocator *allocator = &file->columns->allocator;
    unsigned char header[EEPD_HEADER_BYTES], *schema = eep_allocate_raw(allocator, EEPD_SCHEMA_MAX, 1);
    if (schema == NULL) return eep_fail_memory(error, EEPD_SCHEMA_MAX);
    const size_t length = eep_eepd_schema_put(&file->schema, schema);
    file->header.schema_bytes = (uint32_t)length;
    file->header.schema_checksum = eep_hash64(schema, length);
    eep_eepd_header_put(&file->header, header);
    eep_status status = put(file, header, sizeof header, error);
    if (status == EEP_OK) status = put(file, schema, length, error);
    if (status == EEP_OK) status = put(file, file->provenance, file->header.provenance_bytes, error);
    eep_release(allocator, schema, EEPD_SCHEMA_MAX, 1);
    return status;
}

static eep_status put_tail(writing *file, eep_error *error)
{
    unsigned char digest[EEP_DIGEST_BYTES], trailer[EEPD_TRAILER_BYTES];
    const size_t index_bytes = (size_t)eep_eepd_index_bytes(file->blocks);
    eep_columns_hash(file->columns, file->threads, digest);
    eep_eepd_index_seal(file->index, file->blocks, digest);
    eep_eepd_trailer_put(trailer, file->offset, index_bytes);
    EEP_TRY(put(file, file->index, index_bytes, error));
    return put(file, trailer, sizeof trailer, error);
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

static void encode_block(const writing *file, eep_eepd_coder *coder, uint64_t block, slot *into)
{
    const size_t position = (size_t)(block % file->schema.columns), width = file->schema.width[position];
    const uint64_t chunk = block / file->schema.columns, first = chunk * file->header.chunk_rows;
    const unsigned char *values = eep_columns_data(file->columns, file->schema.number[position]);
    into->status = eep_eepd_encode(coder, file->level, values + first * width, width,
                                   (size_t)eep_eepd_chunk_rows(&file->header, chunk), into->room,
                                   &into->stored, &into->block);
}

/* Encodes blocks [from, from + count) side by side, then writes them one after the other. */
static eep_status put_batch(writing *file, eep_eepd_coder *coders, slot *slots, uint64_t from, int count,
                            eep_error *error)
{
#pragma omp parallel for schedule(dynamic) num_threads(file->threads)
    for (int i = 0; i < count; i++)
        encode_block(file, &coders[omp_get_thread_num()], from + (uint64_t)i, &slots[i]);
    for (int i = 0; i < count; i++) {
        if (slots[i].status == EEP_ERROR_MEMORY) return eep_fail_memory(error, coders->bytes);
        if (slots[i].status != EEP_OK) {
            return eep_fail(error, slots[i].status, "please report this", "zstd could not compress a block");
        }
        slots[i].block.offset = file->offset;
        eep_eepd_index_put(file->index, from + (uint64_t)i, &slots[i].block);
        EEP_TRY(put(file, slots[i].stored, slots[i].block.stored_bytes, error));
    }
    return EEP_OK;
}

static eep_status put_batches(writing *file, eep_eepd_coder *coders, slot *slots, int count, eep_error *error)
{
    for (uint64_t from = 0; from < file->blocks; from += (uint64_t)count) {
        const uint64_t left = file->blocks - from;
        EEP_TRY(put_batch(file, coders, slots, from, left < (uint64_t)count ? (int)left : count, error));
    }
    return EEP_OK;
}

/* The length in bytes of the largest block. */
static size_t largest_block(const writing *file)
{
    const uint64_t rows = eep_eepd_chunk_rows(&file->header, 0);
    size_t widest = 0;
    for (size_t i = 0; i < file->schema.columns; i++)
        widest = file->schema.width[i] > widest ? file->schema.width[i] : widest;
    return (size_t)rows * widest;
}

static eep_status put_blocks(writing *file, eep_error *error)
{
    if (file->blocks == 0) return EEP_OK;
    const eep_allocator *allocator = &file->columns->allocator;
    if ((uint64_t)file->threads > file->blocks) file->threads = (int)file->blocks;
    const int count = file->threads * BLOCKS_A_THREAD;
    const size_t bytes = largest_block(file), room = eep_eepd_encoded_room(bytes);
    eep_eepd_coder *coders = eep_eepd_coders_new(allocator, file->threads, bytes, 1);
    slot *slots = eep_allocate(allocator, (size_t)count, sizeof *slots);
    unsigned char *rooms = eep_allocate_raw(allocator, (size_t)count, room);
    eep_status status = EEP_OK;
    if (coders == NULL || slots == NULL || rooms == NULL) {
        status = eep_fail_memory(error, (size_t)count * room);
    } else {
        for (int i = 0; i < count; i++)
            slots[i].room = rooms + (size_t)i * room;
        status = put_batches(file, coders, slots, count, error);
    }
    eep_release(allocator, rooms, (size_t)count, room);
    eep_release(allocator, slots, (size_t)count, sizeof *slots);
    eep_eepd_coders_free(coders, allocator, file->threads, 1);
    return status;
}

/* ---- The whole --------------------------------------------------------------------------------- */

static eep_status put_all(writing *file, eep_error *error)
{
    const eep_allocator *allocator = &file->columns->allocator;
    const uint64_t index_bytes = eep_eepd_index_bytes(file->blocks);
    file->index = eep_allocate_raw(allocator, (size_t)index_bytes, 1);
    if (file->index == NULL) return eep_fail_memory(error, (size_t)index_bytes);
    eep_status status = put_head(file, error);
    if (status == EEP_OK) status = put_blocks(file, error);
    if (status == EEP_OK) status = put_tail(file, error);
    eep_release(allocator, file->index, (size_t)index_bytes, 1);
    return status;
}

eep_status eep_eepd_write(const eep_columns *columns, const char *provenance, const char *path,
                          const eep_write_options *options, int threads, eep_error *error)
{
    writing file = {.columns = columns, .provenance = provenance != NULL ? provenance : "{}", .path = path};
    file.threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
    EEP_TRY(settle(&file, options, error));
    eep_output output;
    EEP_TRY(eep_output_open(&output, path, options != NULL && options->overwrite, error));
    /* What a reader would refuse is not written in the first place. */
    eep_status status = eep_columns_check(columns, error);
    file.stream = output.stream;
    if (status == EEP_OK) status = put_all(&file, error);
    if (status == EEP_OK) return eep_output_commit(&output, error);
    eep_output_abandon(&output);
    return status;
}

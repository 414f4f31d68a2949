/* chunks.c - an .eepd file read a chunk at a time, only the columns that are wanted. */
#include <inttypes.h>
#include <string.h>

#include "datasets/eepd/eepd.h"

struct eep_chunks {
    eep_eepd_file file;
    char name[sizeof((eep_error *)0)->file];
    int threads;
    eep_eepd_coder *coders; /* one a thread */
    unsigned char *rooms;   /* for the stored bytes of one block a thread */
    size_t stored_room, raw_room;
};

static void measure(eep_chunks *chunks)
{
    const eep_eepd_file *file = &chunks->file;
    for (uint64_t block = 0; block < file->blocks; block++) {
        const eep_eepd_block entry = eep_eepd_index_entry(file->index, block);
        if (entry.stored_bytes > chunks->stored_room) chunks->stored_room = entry.stored_bytes;
        if (entry.raw_bytes > chunks->raw_room) chunks->raw_room = entry.raw_bytes;
    }
}

eep_status eep_chunks_open(const char *path, int threads, const eep_allocator *allocator, eep_chunks **chunks,
                           eep_error *error)
{
    eep_chunks *made = eep_allocate(allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    const eep_status status = eep_eepd_file_open(&made->file, path, allocator, error);
    if (status != EEP_OK) {
        eep_release(allocator, made, 1, sizeof *made);
        return status;
    }
    snprintf(made->name, sizeof made->name, "%s", eep_eepd_file_name(path));
    made->threads = threads < 1 ? 1 : threads;
    measure(made);
    made->coders = eep_eepd_coders_new(allocator, made->threads, made->raw_room, 0);
    made->rooms = eep_allocate_raw(allocator, (size_t)made->threads, made->stored_room);
    if (made->coders == NULL || made->rooms == NULL) {
        const size_t room = made->stored_room + made->raw_room;
        eep_chunks_close(made);
        return eep_fail_memory(error, (size_t)threads * room);
    }
    *chunks = made;
    return EEP_OK;
}

void eep_chunks_close(eep_chunks *chunks)
{
    if (chunks == NULL) return;
    const eep_allocator allocator = chunks->file.allocator;
    eep_release(&allocator, chunks->rooms, (size_t)chunks->threads, chunks->stored_room);
    eep_eepd_coders_free(chunks->coders, &allocator, chunks->threads, 0);
    eep_eepd_file_close(&chunks->file);
    eep_release(&allocator, chunks, 1, sizeof *chunks);
}

uint64_t eep_chunks_rows(const eep_chunks *chunks)
{
    return chunks->file.header.rows;
}

uint64_t eep_chunks_count(const eep_chunks *chunks)
{
    return eep_eepd_chunks(&chunks->file.header);
}

uint32_t eep_chunks_size(const eep_chunks *chunks)
{
    return chunks->file.header.chunk_rows;
}

uint64_t eep_chunks_present(const eep_chunks *chunks)
{
    uint64_t present = 0;
    for (size_t i = 0; i < chunks->file.schema.columns; i++)
        present |= UINT64_C(1) << chunks->file.schema.number[i];
    return present;
}

const char *eep_chunks_provenance(const eep_chunks *chunks)
{
    return chunks->file.provenance;
}

void eep_chunks_digest(const eep_chunks *chunks, char text[EEP_DIGEST_TEXT])
{
    eep_digest_text(eep_eepd_index_digest(chunks->file.index), text);
}

static eep_status read_block(const eep_chunks *chunks, int thread, uint64_t chunk, size_t position,
                             eep_columns *columns, eep_error *error)
{
    const eep_eepd_file *file = &chunks->file;
    const uint64_t block = chunk * file->schema.columns + position;
    const eep_eepd_block entry = eep_eepd_index_entry(file->index, block);
    unsigned char *values = eep_columns_data(columns, file->schema.number[position]);
    unsigned char *room = chunks->rooms + (size_t)thread * chunks->stored_room;
    unsigned char *stored = entry.encoding == EEPD_RAW ? values : room;
    EEP_TRY(eep_eepd_source_read(&file->source, entry.offset, stored, entry.stored_bytes, error));
    const char *fault = eep_eepd_decode(&chunks->coders[thread], stored, &entry, values,
                                        file->schema.width[position], (size_t)columns->rows);
    if (fault == NULL) return EEP_OK;
    return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, &file->header, &file->schema, block, fault);
}

static eep_status read_chunk(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                             eep_columns *columns, eep_error *error)
{
    const eep_eepd_schema *schema = &chunks->file.schema;
    columns->rows = 0; /* keeps the arrays; growing writes the defaults */
    EEP_TRY(eep_columns_grow(columns, eep_eepd_chunk_rows(&chunks->file.header, chunk), error));
    for (size_t position = 0; position < schema->columns; position++) {
        const uint64_t bit = UINT64_C(1) << schema->number[position];
        if ((wanted & bit) == 0) continue;
        EEP_TRY(read_block(chunks, thread, chunk, position, columns, error));
        columns->present |= bit;
    }
    eep_columns_derive(columns, 0);
    return eep_columns_check_ranges(columns, columns->present, chunk * eep_chunks_size(chunks), error);
}

/* The day of submission stands for the dates of papers that the file lacks. */
static uint64_t with_what_they_follow(const eep_chunks *chunks, uint64_t wanted)
{
    const uint64_t absent = wanted & ~eep_chunks_present(chunks);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((absent >> i & 1) != 0 && eep_column_follows_submission(i))
            wanted |= UINT64_C(1) << EEP_COL_submitted_at;
    }
    return wanted;
}

eep_status eep_chunks_read(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                           eep_columns *columns, eep_error *error)
{
    columns->present = 0;
    const eep_status status =
        read_chunk(chunks, thread, chunk, with_what_they_follow(chunks, wanted), columns, error);
    columns->present &= wanted;
    if (status != EEP_OK && error != NULL) eep_error_place(error, chunks->name, error->line, 0);
    return status;
}

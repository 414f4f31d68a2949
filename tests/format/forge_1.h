/*
 * forge_1.h - .eepd files of version 1 with right checksums and wrong claims, put together from parts.
 * Nothing of ours writes version 1 any more, so what it looks like stands here, as FORMAT-1.md says.
 */
#ifndef EEP_TESTS_FORMAT_FORGE_1_H
#define EEP_TESTS_FORMAT_FORGE_1_H

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"
#include "pools.h"

/* ---- Version 1 ------------------------------------------------------------------------------------- */

static inline void put_header_1(const eep_eepd_header *header, unsigned char bytes[EEPD_HEADER_BYTES])
{
    eep_eepd_header_put(header, bytes);
    eep_put_number(bytes + 10, 2, 1);
    eep_put_number(bytes + 16, 8, header->rows);
    eep_put_number(bytes + 56, 8, eep_hash64(bytes, 56));
}

static inline void put_entry_1(unsigned char *index, uint64_t block, const eep_eepd_block *entry)
{
    unsigned char *bytes = index + EEPD1_INDEX_HEAD_BYTES + EEPD1_INDEX_ENTRY_BYTES * block;
    memset(bytes, 0, EEPD1_INDEX_ENTRY_BYTES);
    eep_put_number(bytes, 8, entry->offset);
    eep_put_number(bytes + 8, 4, entry->stored_bytes);
    eep_put_number(bytes + 12, 4, entry->raw_bytes);
    eep_put_number(bytes + 16, 8, entry->checksum);
    bytes[24] = entry->encoding;
}

static inline void seal_index_1(unsigned char *index, uint64_t blocks)
{
    const size_t covered = (size_t)eep_eepd1_index_bytes(blocks) - EEPD_INDEX_TAIL_BYTES;
    eep_put_number(index, 8, blocks);
    memset(index + 8, 0, EEP_DIGEST_BYTES);
    eep_put_number(index + covered, 8, eep_hash64(index, covered));
}

/* ---- Forging files ------------------------------------------------------------------------------- */

#define TWO_CHUNKS 1500 /* rows, in chunks of 1024 */

/* A file in parts, to be changed and then put together with fresh checksums. */
typedef struct forgery {
    eep_eepd_header header;
    unsigned char schema[4096];
    size_t schema_bytes;
    char provenance[64];
    size_t provenance_bytes;
    unsigned char blocks[200000];
    size_t block_bytes;
    eep_eepd_block entry[16];
    uint64_t entries;
    /* What differs from the truth; 0 leaves it true. */
    uint16_t version;
    uint32_t flags;
    uint64_t index_entries, index_offset, index_bytes;
    uint8_t entry_reserved;
} forgery;

static unsigned char forged[300000];
static size_t forged_bytes;

/* Stores bytes as the next block; offset and checksum are those they get. */
static inline eep_eepd_block *add_block(forgery *file, uint8_t encoding, const void *bytes, size_t length,
                                        size_t raw)
{
    eep_eepd_block *entry = &file->entry[file->entries++];
    *entry = (eep_eepd_block){.offset = EEPD_HEADER_BYTES + file->schema_bytes + file->provenance_bytes +
                                        file->block_bytes,
                              .stored_bytes = (uint32_t)length,
                              .raw_bytes = (uint32_t)raw,
                              .checksum = eep_hash64(bytes, length),
                              .encoding = encoding};
    memcpy(file->blocks + file->block_bytes, bytes, length);
    file->block_bytes += length;
    return entry;
}

static inline void set_schema(forgery *file, uint64_t present)
{
    eep_eepd_schema schema;
    eep_eepd_schema_of(present, &schema);
    memset(schema.group, 0, sizeof schema.group); /* where version 1 has reserved bytes */
    file->schema_bytes = eep_eepd_schema_put(&schema, file->schema);
    file->header.columns = schema.columns;
}

/* An honest file of ids 0, 1, 2, ... and CLB levels that are all 7: blocks id, level, id, level. */
static inline forgery honest(void)
{
    static uint64_t id[TWO_CHUNKS];
    const unsigned char level = 7;
    forgery file = {
        .header = {.rows = TWO_CHUNKS, .chunk_rows = 1024}, .provenance = "{}", .provenance_bytes = 2};
    set_schema(&file, 1 | UINT64_C(1) << EEP_COL_english_reading);
    for (uint64_t row = 0; row < TWO_CHUNKS; row++)
        id[row] = row;
    add_block(&file, EEPD1_RAW, id, 8 * 1024, 8 * 1024);
    add_block(&file, EEPD1_CONSTANT, &level, 1, 1024);
    add_block(&file, EEPD1_RAW, id + 1024, 8 * (TWO_CHUNKS - 1024), 8 * (TWO_CHUNKS - 1024));
    add_block(&file, EEPD1_CONSTANT, &level, 1, TWO_CHUNKS - 1024);
    return file;
}

static inline void append(const void *bytes, size_t length)
{
    memcpy(forged + forged_bytes, bytes, length);
    forged_bytes += length;
}

static inline void forge_header(const forgery *file)
{
    eep_eepd_header header = file->header;
    unsigned char bytes[EEPD_HEADER_BYTES];
    if (header.schema_bytes == 0) header.schema_bytes = (uint32_t)file->schema_bytes;
    if (header.provenance_bytes == 0) header.provenance_bytes = (uint32_t)file->provenance_bytes;
    header.schema_checksum = eep_hash64(file->schema, file->schema_bytes);
    header.provenance_checksum = eep_hash64(file->provenance, file->provenance_bytes);
    put_header_1(&header, bytes);
    if (file->version != 0) eep_put_number(bytes + 10, 2, file->version == UINT16_MAX ? 0 : file->version);
    eep_put_number(bytes + 12, 4, file->flags);
    eep_put_number(bytes + 56, 8, eep_hash64(bytes, 56));
    append(bytes, sizeof bytes);
}

/* Puts the file together as c.eepd. */
static inline void forge(const forgery *file)
{
    unsigned char index[1024], trailer[EEPD_TRAILER_BYTES];
    forged_bytes = 0;
    forge_header(file);
    append(file->schema, file->schema_bytes);
    append(file->provenance, file->provenance_bytes);
    append(file->blocks, file->block_bytes);
    const size_t index_bytes = (size_t)eep_eepd1_index_bytes(file->entries);
    for (uint64_t i = 0; i < file->entries; i++)
        put_entry_1(index, i, &file->entry[i]);
    seal_index_1(index, file->entries);
    if (file->entries > 0) index[EEPD1_INDEX_HEAD_BYTES + 25] = file->entry_reserved;
    if (file->index_entries != 0) eep_put_number(index, 8, file->index_entries);
    eep_put_number(index + index_bytes - 8, 8, eep_hash64(index, index_bytes - 8));
    eep_eepd_trailer_put(trailer, file->index_offset != 0 ? file->index_offset : forged_bytes,
                         file->index_bytes != 0 ? file->index_bytes : index_bytes);
    append(index, index_bytes);
    append(trailer, sizeof trailer);
    write_bytes(in_folder("c.eepd"), forged, forged_bytes);
}

/* ---- Reading them in little memory --------------------------------------------------------------- */

#define MEMORY_ALLOWED (1 << 20)

typedef struct purse {
    size_t live, peak;
} purse;

static inline void *spend(void *context, size_t size, size_t alignment)
{
    purse *from = context;
    if (size > MEMORY_ALLOWED - from->live) return NULL;
    from->live += size;
    if (from->live > from->peak) from->peak = from->live;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static inline void refund(void *context, void *memory, size_t size)
{
    purse *to = context;
    to->live -= size;
    free(memory);
}

static inline eep_status read_forged(eep_error *error)
{
    purse from = {0};
    const eep_allocator allocator = {spend, refund, &from};
    eep_columns pool;
    char *provenance = NULL;
    eep_columns_init(&pool, &allocator);
    const eep_status status =
        eep_eepd_read(in_folder("c.eepd"), kernels_in_turn(), 2, &pool, &provenance, error);
    free(provenance);
    eep_columns_clear(&pool);
    assert_int_equal(from.live, 0);
    return status;
}

/* Expects a refusal with this status and a message that says `what`. */
static inline void expect(const forgery *file, eep_status expected, const char *what)
{
    eep_error error = {0};
    forge(file);
    const eep_status status = read_forged(&error);
    if (status != expected || strstr(error.message, what) == NULL)
        fail_msg("status %d instead of %d, or not \"%s\": %s", (int)status, (int)expected, what,
                 error.message);
    assert_string_equal(error.file, in_folder("c.eepd"));
    assert_int_equal(eep_eepd_verify(in_folder("c.eepd"), kernels_in_turn(), 1, NULL, NULL), expected);
}

#endif

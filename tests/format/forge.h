/* forge.h - .eepd files with right checksums and wrong claims, put together from parts. */
#ifndef EEP_TESTS_FORMAT_FORGE_H
#define EEP_TESTS_FORMAT_FORGE_H

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"
#include "pools.h"

/* ---- Bytes ------------------------------------------------------------------------------------------- */

/* Bytes that are written one after the other. */
typedef struct text {
    unsigned char bytes[40000];
    size_t length;
} text;

static inline void add_bytes(text *to, const void *bytes, size_t length)
{
    assert_true(length <= sizeof to->bytes - to->length);
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

static inline void add_number(text *to, uint64_t number, size_t width)
{
    add_bytes(to, &number, width);
}

/* The head of a part, its columns, and its arrays. */
typedef struct part_head {
    uint8_t kind, where, rule, a, b;
    uint16_t number;
    int more; /* how much the length of the arrays is wrong */
} part_head;

static inline void add_part(text *block, const part_head *head, const uint8_t *columns, uint8_t count,
                            const text *arrays)
{
    const uint8_t first[6] = {head->kind, count, head->where, head->rule, head->a, head->b};
    block->bytes[0] = (uint8_t)(block->length == 0 ? 1 : block->bytes[0] + 1);
    block->length += block->length == 0;
    add_bytes(block, first, sizeof first);
    add_number(block, head->number, 2);
    add_number(block, arrays->length + (size_t)head->more, 4);
    add_bytes(block, columns, count);
    add_bytes(block, arrays->bytes, arrays->length);
}

/* One column whose array is given. */
static inline void add_values(text *block, uint8_t column, const text *arrays)
{
    const part_head head = {.kind = EEPD_VALUES, .where = EEPD_NONE, .a = EEPD_NONE, .b = EEPD_NONE};
    add_part(block, &head, &column, 1, arrays);
}

/* ---- Forging files ----------------------------------------------------------------------------------- */

#define TWO_CHUNKS 1500 /* rows, in chunks of 1024 */

/* A file in parts, to be changed and then put together with fresh checksums. */
typedef struct forgery {
    eep_eepd_header header;
    uint64_t rows;
    unsigned char schema[4096];
    size_t schema_bytes;
    eep_eepd_schema columns; /* as the schema says, for the index */
    char provenance[64];
    size_t provenance_bytes;
    text blocks[8];
    size_t count;
    eep_eepd_range range[16];
    /* What differs from the truth; 0 leaves it true. */
    uint16_t version;
    uint32_t flags;
    uint64_t header_rows, index_blocks, index_offset, index_bytes, chunks;
    uint64_t entry_offset[8];
    uint32_t entry_stored[8], entry_reserved[8];
    int behind; /* bytes behind the last block */
} forgery;

static unsigned char forged[300000];
static size_t forged_bytes;

static inline void set_schema(forgery *file, uint64_t present)
{
    eep_eepd_schema_of(present, &file->columns);
    file->schema_bytes = eep_eepd_schema_put(&file->columns, file->schema);
    file->header.columns = file->columns.columns;
}

/* An honest file of ids 0, 1, 2, ... and CLB levels that are all 7: blocks id, level, id, level. */
static inline forgery honest(void)
{
    forgery file = {
        .header = {.chunk_rows = 1024}, .rows = TWO_CHUNKS, .provenance = "{}", .provenance_bytes = 2};
    set_schema(&file, 1 | UINT64_C(1) << EEP_COL_english_reading);
    for (uint64_t chunk = 0; chunk < 2; chunk++) {
        text ids = {.length = 0}, levels = {.length = 0};
        add_number(&ids, EEPD_RUN, 1);
        add_number(&ids, 1024 * chunk, 8);
        add_number(&ids, 1, 8);
        add_number(&levels, EEPD_CONSTANT, 1);
        add_number(&levels, 7, 1);
        add_values(&file.blocks[file.count++], 0, &ids);
        add_values(&file.blocks[file.count++], 1, &levels);
    }
    file.range[0] = (eep_eepd_range){0, 1023};
    file.range[2] = (eep_eepd_range){1024, TWO_CHUNKS - 1};
    file.range[1] = file.range[3] = (eep_eepd_range){7, 7};
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
    eep_eepd_header_put(&header, bytes);
    if (file->version != 0) eep_put_number(bytes + 10, 2, file->version == UINT16_MAX ? 0 : file->version);
    eep_put_number(bytes + 12, 4, file->flags);
    eep_put_number(bytes + 16, 8, file->header_rows);
    eep_put_number(bytes + 56, 8, eep_hash64(bytes, 56));
    append(bytes, sizeof bytes);
}

static inline void forge_index(const forgery *file, const uint64_t *offset)
{
    static const unsigned char digest[EEP_DIGEST_BYTES] = {0};
    static unsigned char index[100000];
    const uint64_t chunks = file->chunks != 0 ? file->chunks : file->count / file->columns.groups;
    const size_t length = (size_t)eep_eepd_index_bytes(&file->columns, chunks);
    for (size_t i = 0; i < file->count; i++) {
        const text *block = &file->blocks[i];
        const eep_eepd_block entry = {
            .offset = file->entry_offset[i] != 0 ? file->entry_offset[i] : offset[i],
            .stored_bytes = file->entry_stored[i] != 0 ? file->entry_stored[i] : (uint32_t)block->length,
            .checksum = eep_hash64(block->bytes, block->length)};
        eep_eepd_index_put(index, i, &entry);
        eep_put_number(index + EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_ENTRY_BYTES * i + 12, 4,
                       file->entry_reserved[i]);
    }
    for (uint64_t chunk = 0; chunk < chunks; chunk++)
        for (size_t i = 0; i < file->columns.columns; i++)
            eep_eepd_index_put_range(index, &file->columns, chunks, chunk, i,
                                     &file->range[chunk * file->columns.columns + i]);
    eep_eepd_index_seal(index, &file->columns, file->rows, chunks, digest);
    if (file->index_blocks != 0) eep_put_number(index + 8, 8, file->index_blocks);
    eep_put_number(index + length - 8, 8, eep_hash64(index, length - 8));
    append(index, length);
}

/* Puts the file together as c.eepd. */
static inline void forge(const forgery *file)
{
    unsigned char trailer[EEPD_TRAILER_BYTES];
    uint64_t offset[8] = {0};
    forged_bytes = 0;
    forge_header(file);
    append(file->schema, file->schema_bytes);
    append(file->provenance, file->provenance_bytes);
    for (size_t i = 0; i < file->count; i++) {
        offset[i] = forged_bytes;
        append(file->blocks[i].bytes, file->blocks[i].length);
    }
    append("????", (size_t)file->behind);
    const size_t begin = forged_bytes;
    forge_index(file, offset);
    eep_eepd_trailer_put(trailer, file->index_offset != 0 ? file->index_offset : begin,
                         file->index_bytes != 0 ? file->index_bytes : forged_bytes - begin);
    append(trailer, sizeof trailer);
    write_bytes(in_folder("c.eepd"), forged, forged_bytes);
}

/* ---- Reading them in little memory ------------------------------------------------------------------- */

#define MEMORY_ALLOWED (2 << 20)

typedef struct purse {
    size_t live, peak;
} purse;

/* The allocator must stand calls from several threads; files here are read with one. */
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
        eep_eepd_read(in_folder("c.eepd"), kernels_in_turn(), 1, &pool, &provenance, error);
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

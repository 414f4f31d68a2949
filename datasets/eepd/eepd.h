/*
 * eepd.h - what the parts of the .eepd reader and writer share. ../FORMAT.md is the specification; the
 * names here are its names: a file is header, schema, provenance, blocks, index, trailer, and a block is
 * one column of one chunk.
 *
 *   header.c      magic, version, sizes          schema.c   which columns, and what their values mean
 *   provenance.c  the JSON text                  index.c    where every block is; the trailer
 *   transform.c   planes and differences         block.c    one block, encoded and decoded (zstd)
 *   source.c      bytes at an offset             file.c     all of a file but its blocks, checked
 *   writer.c, reader.c, inspect.c                the face in datasets/datasets.h
 */
#ifndef EEP_DATASETS_EEPD_H
#define EEP_DATASETS_EEPD_H

#include "datasets/datasets.h"
#include "datasets/digest/digest.h"

/* Limits of version 1. */
#define EEPD_VERSION            1
#define EEPD_ROWS_MAX           UINT64_C(4000000000)
#define EEPD_CHUNK_ROWS_MIN     1024
#define EEPD_CHUNK_ROWS_MAX     1048576
#define EEPD_CHUNK_ROWS_DEFAULT 65536
#define EEPD_COLUMNS_MAX        64
#define EEPD_SCHEMA_MAX         65536
#define EEPD_PROVENANCE_MAX     1048576
#define EEPD_NAME_MAX           39

/* Sizes of the parts that have a fixed one. */
#define EEPD_HEADER_BYTES      64
#define EEPD_INDEX_HEAD_BYTES  24
#define EEPD_INDEX_ENTRY_BYTES 32
#define EEPD_INDEX_TAIL_BYTES  8
#define EEPD_TRAILER_BYTES     32

/* ---- Header ------------------------------------------------------------------------------------ */

typedef struct eep_eepd_header {
    uint64_t rows;
    uint32_t chunk_rows;
    uint32_t columns;
    uint32_t schema_bytes, provenance_bytes;
    uint64_t schema_checksum, provenance_checksum;
} eep_eepd_header;

void eep_eepd_header_put(const eep_eepd_header *header, unsigned char bytes[EEPD_HEADER_BYTES]);

/*
 * Checks and takes apart the first `length` bytes of a file (EEPD_HEADER_BYTES, or fewer when the file is
 * shorter). The version is looked at before anything that another version might have elsewhere.
 */
eep_status eep_eepd_header_get(const unsigned char *bytes, size_t length, eep_eepd_header *header,
                               eep_error *error);

/* Chunks of a file, and the rows of one of them. */
uint64_t eep_eepd_chunks(const eep_eepd_header *header);
uint64_t eep_eepd_chunk_rows(const eep_eepd_header *header, uint64_t chunk);

/* ---- Schema ------------------------------------------------------------------------------------ */

/* Which columns a file has, in its order: numbers of columns.def. */
typedef struct eep_eepd_schema {
    uint32_t columns;
    uint8_t number[EEPD_COLUMNS_MAX];
    uint8_t width[EEPD_COLUMNS_MAX];
} eep_eepd_schema;

void eep_eepd_schema_of(uint64_t present, eep_eepd_schema *schema);

/* Writes the schema at `bytes`, which has room for EEPD_SCHEMA_MAX; returns its length. */
size_t eep_eepd_schema_put(const eep_eepd_schema *schema, unsigned char *bytes);

/* Every column must be known here, with the same kind, width and labels, and in the order of columns.def. */
eep_status eep_eepd_schema_get(const unsigned char *bytes, size_t length, uint32_t columns,
                               eep_eepd_schema *schema, eep_error *error);

const char *eep_eepd_column_name(const eep_eepd_schema *schema, size_t position);

/* ---- Provenance -------------------------------------------------------------------------------- */

/* One JSON object of at most EEPD_PROVENANCE_MAX bytes, without a zero byte. */
eep_status eep_eepd_provenance_check(const char *text, size_t length, eep_error *error);

/* ---- Index and trailer ------------------------------------------------------------------------- */

typedef enum eep_eepd_encoding {
    EEPD_RAW = 0,      /* the values */
    EEPD_PLANES = 1,   /* byte planes, compressed */
    EEPD_DELTA = 2,    /* differences, as byte planes, compressed */
    EEPD_CONSTANT = 3, /* one value that all rows share */
    EEPD_ENCODINGS
} eep_eepd_encoding;

/* Where a block is and how it is stored. */
typedef struct eep_eepd_block {
    uint64_t offset;
    uint32_t stored_bytes, raw_bytes;
    uint64_t checksum; /* of the stored bytes */
    uint8_t encoding;
} eep_eepd_block;

/* Bytes of the index of a file with so many blocks. */
uint64_t eep_eepd_index_bytes(uint64_t blocks);
void eep_eepd_index_put(unsigned char *index, uint64_t block, const eep_eepd_block *entry);
eep_eepd_block eep_eepd_index_entry(const unsigned char *index, uint64_t block);

/* Writes head and tail of an index whose entries are all there. */
void eep_eepd_index_seal(unsigned char *index, uint64_t blocks, const unsigned char digest[EEP_DIGEST_BYTES]);
const unsigned char *eep_eepd_index_digest(const unsigned char *index);

/*
 * Checks an index of the right length: its checksum, and that the blocks lie in order and without gaps
 * between `begin` and `end` with lengths that their rows, width and encoding allow.
 */
eep_status eep_eepd_index_check(const unsigned char *index, const eep_eepd_header *header,
                                const eep_eepd_schema *schema, uint64_t begin, uint64_t end,
                                eep_error *error);

/* An error about one block: `damaged: chunk 3, column noc, rows 196608 to 262143: <what>`. */
eep_status eep_eepd_fail_block(eep_error *error, eep_status status, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, uint64_t block, const char *what);

void eep_eepd_trailer_put(unsigned char bytes[EEPD_TRAILER_BYTES], uint64_t index_offset,
                          uint64_t index_bytes);

/* `file_bytes` is the real size of the file, which the trailer must agree with. */
eep_status eep_eepd_trailer_get(const unsigned char bytes[EEPD_TRAILER_BYTES], uint64_t file_bytes,
                                uint64_t *index_offset, uint64_t *index_bytes, eep_error *error);

/* ---- Blocks ------------------------------------------------------------------------------------ */

/* dst[plane * count + i] = byte `plane` of value i, and back. `width` is 1, 2, 4 or 8. */
void eep_planes_split(const void *values, size_t width, size_t count, unsigned char *planes);
void eep_planes_join(const unsigned char *planes, size_t width, size_t count, void *values);

/* Zigzag of the difference to the value before (0 before the first), and back in place. `width` is 4 or 8. */
void eep_delta_apply(const void *values, size_t width, size_t count, void *differences);
void eep_delta_undo(void *values, size_t width, size_t count);

/* What one thread needs to encode and decode blocks of at most `bytes` bytes. */
typedef struct eep_eepd_coder {
    eep_allocator allocator;
    size_t bytes;
    void *context;          /* zstd's; from the C heap, which is all that its stable interface offers */
    unsigned char *planes;  /* `bytes` */
    unsigned char *scratch; /* room for `bytes` encoded */
} eep_eepd_coder;

/* Makes `count` coders, at most one a thread; returns NULL when there is no memory. */
eep_eepd_coder *eep_eepd_coders_new(const eep_allocator *allocator, int count, size_t bytes, int encode);
void eep_eepd_coders_free(eep_eepd_coder *coders, const eep_allocator *allocator, int count, int encode);

/* The most that an encoder may write for a block of `raw` bytes. */
size_t eep_eepd_encoded_room(size_t raw);

/*
 * Encodes `count` values (at least 1). The result is in `*stored`, which is `values` themselves or `room`
 * (eep_eepd_encoded_room bytes). Fills all of `block` but the offset. The same values, width and level
 * always give the same bytes.
 */
eep_status eep_eepd_encode(eep_eepd_coder *coder, int level, const void *values, size_t width, size_t count,
                           unsigned char *room, const unsigned char **stored, eep_eepd_block *block);

/* Decodes `count` values from stored bytes; returns NULL, or what is wrong with them. */
const char *eep_eepd_decode(eep_eepd_coder *coder, const unsigned char *stored, const eep_eepd_block *block,
                            void *values, size_t width, size_t count);

/* ---- Files ------------------------------------------------------------------------------------- */

/* Bytes at an offset: of a file, or of what came out of a pipe. */
typedef struct eep_eepd_source {
    int handle;   /* -1 when `memory` holds it all */
    char *memory; /* C heap */
    uint64_t size;
} eep_eepd_source;

eep_status eep_eepd_source_open(eep_eepd_source *source, const char *path, eep_error *error);
void eep_eepd_source_close(eep_eepd_source *source);
eep_status eep_eepd_source_read(const eep_eepd_source *source, uint64_t offset, void *bytes, size_t length,
                                eep_error *error);

/* A file whose every part but the blocks has been read and checked. */
typedef struct eep_eepd_file {
    eep_allocator allocator;
    eep_eepd_source source;
    eep_eepd_header header;
    eep_eepd_schema schema;
    char *provenance; /* C heap, terminated */
    uint64_t blocks;
    unsigned char *index;
    size_t index_bytes;
} eep_eepd_file;

/* On failure there is nothing to close. Errors carry the file. `allocator` NULL means the C heap. */
eep_status eep_eepd_file_open(eep_eepd_file *file, const char *path, const eep_allocator *allocator,
                              eep_error *error);
void eep_eepd_file_close(eep_eepd_file *file);

/* The name of a file in errors. */
const char *eep_eepd_file_name(const char *path);

#endif

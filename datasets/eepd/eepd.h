/*
 * eepd.h - what the parts of the .eepd reader and writer share. ../FORMAT.md is the specification; the
 * names here are its names: a file is header, schema, provenance, blocks, index, trailer, and a block is
 * one group of columns of one chunk. Private to datasets/eepd.
 *
 *   header.c      magic, version, sizes          schema.c    which columns, and what their values mean
 *   provenance.c  the JSON text                  groups.c    which columns are encoded together, and how
 *   index.c       where every block is; the trailer; what values a chunk has
 *   array.h       numbers to bytes               table.c     combinations of columns
 *   direct.c      combinations that are counted in an array
 *   parts.c       blocks decoded                 encode.c    blocks encoded
 *   rise.c        ids that are known to rise without being decoded
 *   source.c      bytes at an offset             file.c      all of a file but its blocks, checked
 *   version1.c    what version 1 has otherwise
 *   writer.c, chunk.c, reader.c, verify.c, inspect.c    the face in datasets/datasets.h
 *   chunks.c, append.c, unique.c                        the face in datasets/chunks.h
 */
#ifndef EEP_DATASETS_EEPD_H
#define EEP_DATASETS_EEPD_H

#include "datasets/datasets.h"
#include "datasets/digest/digest.h"
#include "datasets/eepd/array.h"

#define EEPD_VERSION_OLDEST 1
#define EEPD_VERSION        2

/* Limits of versions 1 and 2. */
#define EEPD_ROWS_MAX           UINT64_C(4000000000)
#define EEPD_CHUNK_ROWS_MIN     1024
#define EEPD_CHUNK_ROWS_MAX     1048576
#define EEPD_CHUNK_ROWS_DEFAULT 131072
#define EEPD_COLUMNS_MAX        64
#define EEPD_SCHEMA_MAX         65536
#define EEPD_PROVENANCE_MAX     1048576
#define EEPD_NAME_MAX           39

/* Sizes of the parts that have a fixed one. */
#define EEPD_HEADER_BYTES      64
#define EEPD_INDEX_HEAD_BYTES  32
#define EEPD_INDEX_ENTRY_BYTES 24
#define EEPD_INDEX_RANGE_BYTES 16
#define EEPD_INDEX_TAIL_BYTES  8
#define EEPD_TRAILER_BYTES     32
#define EEPD_PART_HEAD_BYTES   12

/* ---- Header ------------------------------------------------------------------------------------ */

typedef struct eep_eepd_header {
    uint64_t rows; /* version 1 has them in the header, version 2 in the index */
    uint32_t chunk_rows;
    uint32_t columns;
    uint32_t schema_bytes, provenance_bytes;
    uint64_t schema_checksum, provenance_checksum;
    uint32_t version;
} eep_eepd_header;

void eep_eepd_header_put(const eep_eepd_header *header, unsigned char bytes[EEPD_HEADER_BYTES]);

/*
 * Checks and takes apart the first `length` bytes of a file (EEPD_HEADER_BYTES, or fewer when the file is
 * shorter). The version is looked at before anything that another version might have elsewhere.
 */
eep_status eep_eepd_header_get(const unsigned char *bytes, size_t length, eep_eepd_header *header,
                               eep_error *error);
eep_status eep_eepd_check_rows(uint64_t rows, eep_error *error);

/* Chunks of a file, and the rows of one of them. */
uint64_t eep_eepd_chunks(const eep_eepd_header *header);
uint64_t eep_eepd_chunk_rows(const eep_eepd_header *header, uint64_t chunk);

/* ---- Schema ------------------------------------------------------------------------------------ */

/* Which columns a file has, in its order: numbers of columns.def; and which group each belongs to. */
typedef struct eep_eepd_schema {
    uint32_t columns, groups;
    uint8_t number[EEPD_COLUMNS_MAX];
    uint8_t width[EEPD_COLUMNS_MAX];
    uint8_t group[EEPD_COLUMNS_MAX];
} eep_eepd_schema;

/* The schema of a new file. */
void eep_eepd_schema_of(uint64_t present, eep_eepd_schema *schema);

/* Writes the schema at `bytes`, which has room for EEPD_SCHEMA_MAX; returns its length. */
size_t eep_eepd_schema_put(const eep_eepd_schema *schema, unsigned char *bytes);

/* Every column must be known here, with the same kind, width and labels, and in the order of columns.def. */
eep_status eep_eepd_schema_get(const unsigned char *bytes, size_t length, const eep_eepd_header *header,
                               eep_eepd_schema *schema, eep_error *error);

const char *eep_eepd_column_name(const eep_eepd_schema *schema, size_t position);

/* Names the columns of a group: "id", or "english_listening and 3 more". */
#define EEPD_GROUP_TEXT 80
char *eep_eepd_group_name(const eep_eepd_schema *schema, size_t group, char text[EEPD_GROUP_TEXT]);

/* ---- Provenance -------------------------------------------------------------------------------- */

/* One JSON object of at most EEPD_PROVENANCE_MAX bytes, without a zero byte. */
eep_status eep_eepd_provenance_check(const char *text, size_t length, eep_error *error);

/* ---- Index and trailer ------------------------------------------------------------------------- */

/* Where a block is. Encoding and raw length are of version 1 alone. */
typedef struct eep_eepd_block {
    uint64_t offset;
    uint32_t stored_bytes, raw_bytes;
    uint64_t checksum; /* of the stored bytes */
    uint8_t encoding;
} eep_eepd_block;

/* The lowest and the highest value of a column in a chunk. */
typedef struct eep_eepd_range {
    int64_t low, high;
} eep_eepd_range;

/* Bytes of the index of a file with so many chunks. */
uint64_t eep_eepd_index_bytes(const eep_eepd_schema *schema, uint64_t chunks);
void eep_eepd_index_put(unsigned char *index, uint64_t block, const eep_eepd_block *entry);
void eep_eepd_index_put_range(unsigned char *index, const eep_eepd_schema *schema, uint64_t chunks,
                              uint64_t chunk, size_t position, const eep_eepd_range *range);
eep_eepd_block eep_eepd_index_entry(const unsigned char *index, uint64_t block);
eep_eepd_range eep_eepd_index_range(const unsigned char *index, const eep_eepd_schema *schema,
                                    uint64_t chunks, uint64_t chunk, size_t position);

/* Writes head and tail of an index whose entries and ranges are all there. */
void eep_eepd_index_seal(unsigned char *index, const eep_eepd_schema *schema, uint64_t rows, uint64_t chunks,
                         const unsigned char digest[EEP_DIGEST_BYTES]);

/*
 * Checks an index: its checksum, the number of rows (which goes into the header) against its length, and
 * that the blocks lie in order and without gaps between `begin` and `end`, and every range in its column's.
 */
eep_status eep_eepd_index_check(const unsigned char *index, size_t length, eep_eepd_header *header,
                                const eep_eepd_schema *schema, uint64_t begin, uint64_t end,
                                eep_error *error);

/* An error about one block: `damaged: chunk 3, column noc, rows 196608 to 262143: <what>`. */
eep_status eep_eepd_fail_block(eep_error *error, eep_status status, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, uint64_t block, const char *what);
eep_status eep_eepd_fail_column(eep_error *error, eep_status status, const eep_eepd_header *header,
                                const eep_eepd_schema *schema, uint64_t chunk, size_t position,
                                const char *what);

void eep_eepd_trailer_put(unsigned char bytes[EEPD_TRAILER_BYTES], uint64_t index_offset,
                          uint64_t index_bytes);

/* `file_bytes` is the real size of the file, which the trailer must agree with. */
eep_status eep_eepd_trailer_get(const unsigned char bytes[EEPD_TRAILER_BYTES], uint64_t file_bytes,
                                uint64_t *index_offset, uint64_t *index_bytes, eep_error *error);

/* ---- Groups and parts ---------------------------------------------------------------------------- */

/* What a part of a block is. */
enum {
    EEPD_VALUES = 0,    /* one column, as an array */
    EEPD_TABLE = 1,     /* columns whose combinations are listed once and numbered */
    EEPD_PREDICTED = 2, /* one column, as what it differs from what earlier columns let expect */
    EEPD_PARTS
};

/* What is expected of a value: a function of one or two earlier columns, and the limit of the part. */
enum {
    EEPD_DAY = EEP_EXPECT_DAY,         /* the day of submission: a is submitted_at */
    EEPD_LESSER = EEP_EXPECT_LESSER,   /* the lesser of a and the limit */
    EEPD_GREATER = EEP_EXPECT_GREATER, /* the greater of a and b */
    EEPD_SUM = EEP_EXPECT_SUM,         /* the lesser of a + b and the limit */
    EEPD_RULES
};

#define EEPD_NONE 255 /* no column, where one could be named */

/* The head of a part; columns are numbers of columns.def here, positions in files. */
typedef struct eep_eepd_part {
    uint8_t kind, columns, where, rule, a, b;
    uint16_t number; /* PREDICTED: the limit; TABLE: how many combinations */
    uint32_t length; /* of its arrays */
    uint8_t column[16];
} eep_eepd_part;

/*
 * What the writer tries: part `index` of the group that column `number` is in, or NULL. The first column of
 * the first part tells groups apart.
 */
uint8_t eep_eepd_group_of(uint8_t number);
/* Bytes of a value of column `number`. */
size_t eep_eepd_width(uint8_t number);
const eep_eepd_part *eep_eepd_group_part(uint8_t group, size_t index);

/* ---- Threads --------------------------------------------------------------------------------------- */

/* What one thread needs to encode chunks of at most `rows` rows. */
typedef struct eep_eepd_coder {
    const eep_kernels *kernels;
    eep_eepd_encoder encoder;
    eep_eepd_buffer block;
} eep_eepd_coder;

/*
 * Encodes one group of rows [first, first + count) into the coder's block; count is at least 1. `ranges` are
 * those of the group's columns in these rows, one a position.
 */
eep_status eep_eepd_group_put(eep_eepd_coder *coder, const eep_eepd_schema *schema, size_t group,
                              const eep_columns *columns, const eep_eepd_range *ranges, uint64_t first,
                              size_t count);

/* The most bytes that a group of so many rows may take. */
size_t eep_eepd_block_room(size_t rows);

/* What is to be decoded of a block, and where to. */
typedef struct eep_eepd_wish {
    const eep_eepd_schema *schema;
    size_t group;
    uint64_t wanted;              /* bits of columns.def; what they rest on is decoded with them */
    const eep_eepd_range *ranges; /* of the chunk, one a position: no value may lie outside */
    eep_columns *columns;
    uint64_t first;
    size_t count;
    /* The only rows of the chunk that matter, ascending, or NULL: others may stay as they are. */
    const uint32_t *row;
    size_t rows;
} eep_eepd_wish;

/* Returns NULL, or what is wrong; `*position` is then of the column, or EEPD_NONE when it is none alone. */
const char *eep_eepd_group_get(eep_eepd_decoder *decoder, const eep_eepd_wish *wish,
                               const unsigned char *block, size_t length, size_t *position);

/*
 * Whether a block of `count` rows is nothing but ids, at a position of the schema, that rise by equal steps,
 * the first and the last of which it then tells. 0 says only that it is not known.
 */
int eep_eepd_run_rises(const unsigned char *block, size_t length, size_t position, size_t count,
                       uint64_t *first, uint64_t *last);

/* ---- Version 1 ------------------------------------------------------------------------------------- */

/* Sizes and encodings of FORMAT-1.md; a column is a group of its own. */
#define EEPD1_INDEX_HEAD_BYTES  24
#define EEPD1_INDEX_ENTRY_BYTES 32
enum { EEPD1_RAW = 0, EEPD1_PLANES = 1, EEPD1_DELTA = 2, EEPD1_CONSTANT = 3, EEPD1_ENCODINGS };

uint64_t eep_eepd1_index_bytes(uint64_t blocks);
eep_eepd_block eep_eepd1_index_entry(const unsigned char *index, uint64_t block);
eep_status eep_eepd1_index_check(const unsigned char *index, size_t length, const eep_eepd_header *header,
                                 const eep_eepd_schema *schema, uint64_t begin, uint64_t end,
                                 eep_error *error);
const char *eep_eepd1_block_get(eep_eepd_decoder *decoder, const unsigned char *stored,
                                const eep_eepd_block *block, void *values, size_t width, size_t count);

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
struct eep_eepd {
    eep_allocator allocator;
    eep_kernels kernels; /* that blocks are decoded with */
    char *path;          /* as errors name it; C heap */
    eep_eepd_source source;
    eep_eepd_header header;
    eep_eepd_schema schema;
    char *provenance; /* C heap, terminated */
    uint64_t chunks, blocks;
    unsigned char *index;
    size_t index_bytes;
};

/* Block `block` is group block % groups of chunk block / groups, in every version. */
eep_eepd_block eep_eepd_entry(const eep_eepd *file, uint64_t block);
const unsigned char *eep_eepd_digest(const eep_eepd *file);

/* The columns of a file, as bits. */
uint64_t eep_eepd_present(const eep_eepd_schema *schema);

/* As eep_eepd_chunk_columns, of one block. */
eep_status eep_eepd_chunk_group(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, size_t group,
                                uint64_t wanted, eep_columns *columns, uint64_t row, eep_error *error);

/* All rows into empty columns, checked. On failure the columns hold anything and are to be cleared. */
eep_status eep_eepd_decode_all(const eep_eepd *file, int threads, eep_columns *columns, eep_error *error);

#endif

/*
 * columns.c - the digest of a pool: of what it holds, not of how a file holds it.
 *
 * Each present column is hashed by itself, so that columns can be hashed at the same time; the digest is
 * the hash of a short description in which every column stands with its hash. FORMAT.md, "Pool digest",
 * is the definition.
 */
#include <string.h>

#include "datasets/digest/digest.h"

/* Values are hashed where they lie. A port to a big-endian machine has to swap them first. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the canonical bytes of values are little-endian");

/* rows, then for each column: length of the name, name, kind, width, hash */
#define NAME_ROOM        255
#define DESCRIPTION_ROOM (8 + 64 * (1 + NAME_ROOM + 2 + EEP_DIGEST_BYTES))
_Static_assert(EEP_COLUMNS <= 64, "presence is a set of 64 bits");

static size_t describe(unsigned char *text, size_t index, const unsigned char hash[EEP_DIGEST_BYTES])
{
    eep_column column;
    eep_column_at(index, &column);
    const size_t length = strlen(column.name);
    text[0] = (unsigned char)length;
    memcpy(text + 1, column.name, length);
    text[1 + length] = (unsigned char)column.kind;
    text[2 + length] = (unsigned char)column.width;
    memcpy(text + 3 + length, hash, EEP_DIGEST_BYTES);
    return 3 + length + EEP_DIGEST_BYTES;
}

void eep_columns_hash_of(uint64_t rows, uint64_t present, unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES],
                         unsigned char digest[EEP_DIGEST_BYTES])
{
    unsigned char text[DESCRIPTION_ROOM];
    size_t length = 8;
    for (size_t byte = 0; byte < 8; byte++)
        text[byte] = (unsigned char)(rows >> 8 * byte);
    for (size_t index = 0; index < EEP_COLUMNS; index++) {
        if ((present >> index & 1) != 0) length += describe(text + length, index, hash[index]);
    }
    eep_hash128(text, length, digest);
}

void eep_columns_hash(const eep_columns *columns, int threads, unsigned char digest[EEP_DIGEST_BYTES])
{
    unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES];
    const int workers = threads < 1 ? 1 : threads > EEP_COLUMNS ? EEP_COLUMNS : threads;
#pragma omp parallel for schedule(dynamic) num_threads(workers)
    for (size_t index = 0; index < EEP_COLUMNS; index++) {
        eep_column column;
        if ((columns->present >> index & 1) == 0 || !eep_column_at(index, &column)) continue;
        const void *values = columns->rows > 0 ? eep_columns_data(columns, index) : "";
        eep_hash128(values, (size_t)columns->rows * column.width, hash[index]);
    }
    eep_columns_hash_of(columns->rows, columns->present, hash, digest);
}

eep_status eep_columns_digest(const eep_columns *columns, int threads, char text[EEP_DIGEST_TEXT],
                              eep_error *error)
{
    (void)error; /* nothing here can fail; the parameter is the house's form */
    unsigned char digest[EEP_DIGEST_BYTES];
    eep_columns_hash(columns, threads, digest);
    eep_digest_text(digest, text);
    return EEP_OK;
}

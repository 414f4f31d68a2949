/*
 * columns.c - the digest of a pool: of what it holds, not of how a file holds it.
 *
 * Each present column is hashed by itself, so that columns can be hashed at the same time; the digest is
 * the hash of a short description in which every column stands with its hash. FORMAT.md, "Pool digest",
 * is the definition.
 */
#include <stdlib.h>
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

/* The digest of a pool from the hashes of its columns. */
static void combine(uint64_t rows, uint64_t present, unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES],
                    unsigned char digest[EEP_DIGEST_BYTES])
{
    unsigned char text[DESCRIPTION_ROOM];
    for (size_t byte = 0; byte < 8; byte++)
        text[byte] = (unsigned char)(rows >> 8 * byte);
    size_t length = 8;
    for (size_t index = 0; index < EEP_COLUMNS; index++) {
        if ((present >> index & 1) != 0) length += describe(text + length, index, hash[index]);
    }
    eep_hash128(text, length, digest);
}

static int workers_of(int threads)
{
    return threads < 1 ? 1 : threads > EEP_COLUMNS ? EEP_COLUMNS : threads;
}

void eep_columns_hash(const eep_columns *columns, int threads, unsigned char digest[EEP_DIGEST_BYTES])
{
    unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES];
#pragma omp parallel for schedule(dynamic) num_threads(workers_of(threads))
    for (size_t index = 0; index < EEP_COLUMNS; index++) {
        eep_column column;
        if ((columns->present >> index & 1) == 0 || !eep_column_at(index, &column)) continue;
        const void *values = columns->rows > 0 ? eep_columns_data(columns, index) : "";
        eep_hash128(values, (size_t)columns->rows * column.width, hash[index]);
    }
    combine(columns->rows, columns->present, hash, digest);
}

/* ---- In pieces --------------------------------------------------------------------------------------- */

struct eep_hashing {
    uint64_t rows, present;
    void *state[EEP_COLUMNS];
};

eep_hashing *eep_hashing_new(uint64_t present)
{
    eep_hashing *hashing = calloc(1, sizeof *hashing);
    if (hashing == NULL) return NULL;
    hashing->present = present;
    for (size_t index = 0; index < EEP_COLUMNS; index++) {
        if ((present >> index & 1) == 0) continue;
        hashing->state[index] = eep_hash128_start();
        if (hashing->state[index] != NULL) continue;
        eep_hashing_free(hashing);
        return NULL;
    }
    return hashing;
}

void eep_hashing_add(eep_hashing *hashing, const eep_columns *columns, uint64_t first, uint64_t count,
                     int threads)
{
    hashing->rows += count;
    if (count == 0) return;
#pragma omp parallel for schedule(dynamic) num_threads(workers_of(threads))
    for (size_t index = 0; index < EEP_COLUMNS; index++) {
        eep_column column;
        if (hashing->state[index] == NULL || !eep_column_at(index, &column)) continue;
        const unsigned char *values = eep_columns_data(columns, index);
        eep_hash128_add(hashing->state[index], values + first * column.width, (size_t)count * column.width);
    }
}

void eep_hashing_end(const eep_hashing *hashing, unsigned char digest[EEP_DIGEST_BYTES])
{
    unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES];
    for (size_t index = 0; index < EEP_COLUMNS; index++)
        if (hashing->state[index] != NULL) eep_hash128_end(hashing->state[index], hash[index]);
    combine(hashing->rows, hashing->present, hash, digest);
}

void eep_hashing_free(eep_hashing *hashing)
{
    if (hashing == NULL) return;
    for (size_t index = 0; index < EEP_COLUMNS; index++)
        eep_hash128_free(hashing->state[index]);
    free(hashing);
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

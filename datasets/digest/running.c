/* running.c - the digest of a pool that passes by a batch of rows at a time. */
#include <string.h>

#include <xxhash.h>

#include "datasets/digest/digest.h"

struct eep_running_digest {
    XXH3_state_t *column[EEP_COLUMNS]; /* from the C heap, which is all that xxHash offers */
    eep_allocator allocator;
    uint64_t present, rows;
    int threads;
};

eep_running_digest *eep_running_digest_new(const eep_allocator *allocator, uint64_t present, int threads)
{
    eep_running_digest *digest = eep_allocate(allocator, 1, sizeof *digest);
    if (digest == NULL) return NULL;
    if (allocator != NULL) digest->allocator = *allocator;
    digest->present = present;
    digest->threads = threads < 1 ? 1 : threads > EEP_COLUMNS ? EEP_COLUMNS : threads;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        digest->column[i] = XXH3_createState();
        if (digest->column[i] == NULL) {
            eep_running_digest_free(digest);
            return NULL;
        }
        (void)XXH3_128bits_reset(digest->column[i]);
    }
    return digest;
}

void eep_running_digest_free(eep_running_digest *digest)
{
    if (digest == NULL) return;
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        XXH3_freeState(digest->column[i]); /* NULL is fine */
    const eep_allocator allocator = digest->allocator;
    eep_release(&allocator, digest, 1, sizeof *digest);
}

void eep_running_digest_add(eep_running_digest *digest, const eep_columns *columns)
{
    if (columns->rows == 0) return;
#pragma omp parallel for schedule(dynamic) num_threads(digest->threads)
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        eep_column column;
        if ((digest->present >> i & 1) == 0 || !eep_column_at(i, &column)) continue;
        (void)XXH3_128bits_update(digest->column[i], eep_columns_data(columns, i),
                                  (size_t)columns->rows * column.width);
    }
    digest->rows += columns->rows;
}

void eep_running_digest_end(const eep_running_digest *digest, unsigned char result[EEP_DIGEST_BYTES])
{
    unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES];
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        XXH128_canonical_t canonical;
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(digest->column[i]));
        memcpy(hash[i], canonical.digest, EEP_DIGEST_BYTES);
    }
    eep_columns_hash_of(digest->rows, digest->present, hash, result);
}

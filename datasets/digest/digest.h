/*
 * digest.h - hashes of bytes, and the digest of a pool as bytes. The only door to xxHash in datasets/.
 *
 * XXH3 is fast and well mixed but no seal: it finds damage, not malice.
 */
#ifndef EEP_DATASETS_DIGEST_H
#define EEP_DATASETS_DIGEST_H

#include "datasets/datasets.h"

#define EEP_DIGEST_BYTES 16

/* XXH3-64 and XXH3-128 (seed 0, default secret). A 128-bit hash is held in the order of its printed digits.
 */
uint64_t eep_hash64(const void *bytes, size_t length);
void eep_hash128(const void *bytes, size_t length, unsigned char hash[EEP_DIGEST_BYTES]);

void eep_digest_text(const unsigned char digest[EEP_DIGEST_BYTES], char text[EEP_DIGEST_TEXT]);

/* As eep_columns_digest, before it is made text. */
void eep_columns_hash(const eep_columns *columns, int threads, unsigned char digest[EEP_DIGEST_BYTES]);

/* The digest of a pool from its rows and the hashes of its present columns (others are not looked at). */
void eep_columns_hash_of(uint64_t rows, uint64_t present, unsigned char hash[EEP_COLUMNS][EEP_DIGEST_BYTES],
                         unsigned char digest[EEP_DIGEST_BYTES]);

/* The same digest of a pool whose rows are added in order, a batch at a time. NULL when there is no memory.
 */
typedef struct eep_running_digest eep_running_digest;
eep_running_digest *eep_running_digest_new(const eep_allocator *allocator, uint64_t present, int threads);
void eep_running_digest_free(eep_running_digest *digest); /* NULL is fine */
void eep_running_digest_add(eep_running_digest *digest, const eep_columns *columns);
void eep_running_digest_end(const eep_running_digest *digest, unsigned char result[EEP_DIGEST_BYTES]);

#endif

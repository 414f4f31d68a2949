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

/*
 * The same digest of a pool that goes by in pieces: the columns of `present`, any number of pieces in order.
 * `threads` take a column each. eep_hashing_new returns NULL when there is no memory.
 */
typedef struct eep_hashing eep_hashing;
eep_hashing *eep_hashing_new(uint64_t present);
void eep_hashing_add(eep_hashing *hashing, const eep_columns *columns, uint64_t first, uint64_t count,
                     int threads);
void eep_hashing_end(const eep_hashing *hashing, unsigned char digest[EEP_DIGEST_BYTES]);
void eep_hashing_free(eep_hashing *hashing);

/* XXH3-128 of bytes that go by in pieces; `state` is NULL when there is no memory. */
void *eep_hash128_start(void);
void eep_hash128_add(void *state, const void *bytes, size_t length);
void eep_hash128_end(const void *state, unsigned char hash[EEP_DIGEST_BYTES]);
void eep_hash128_free(void *state);

#endif

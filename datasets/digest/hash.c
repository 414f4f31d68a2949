/* hash.c - XXH3 of bytes. */
#include <xxhash.h>

#include "datasets/digest/digest.h"

uint64_t eep_hash64(const void *bytes, size_t length)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    /* Checksums hold whatever a fuzzer changes, so that it gets past them: tests/fuzz/fuzz_eepd.c. */
    (void)bytes;
    (void)length;
    return 0;
#else
    return XXH3_64bits(bytes, length);
#endif
}

static void put_hash(XXH128_hash_t value, unsigned char hash[EEP_DIGEST_BYTES])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, value);
    for (size_t i = 0; i < EEP_DIGEST_BYTES; i++)
        hash[i] = canonical.digest[i];
}

void eep_hash128(const void *bytes, size_t length, unsigned char hash[EEP_DIGEST_BYTES])
{
    put_hash(XXH3_128bits(bytes, length), hash);
}

void *eep_hash128_start(void)
{
    XXH3_state_t *state = XXH3_createState();
    if (state != NULL) XXH3_128bits_reset(state);
    return state;
}

void eep_hash128_add(void *state, const void *bytes, size_t length)
{
    XXH3_128bits_update(state, bytes, length);
}

void eep_hash128_end(const void *state, unsigned char hash[EEP_DIGEST_BYTES])
{
    put_hash(XXH3_128bits_digest(state), hash);
}

void eep_hash128_free(void *state)
{
    XXH3_freeState(state);
}

void eep_digest_text(const unsigned char digest[EEP_DIGEST_BYTES], char text[EEP_DIGEST_TEXT])
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < EEP_DIGEST_BYTES; i++) {
        text[2 * i] = digit[digest[i] >> 4];
        text[2 * i + 1] = digit[digest[i] & 15];
    }
    text[2 * EEP_DIGEST_BYTES] = '\0';
}

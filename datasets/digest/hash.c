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

void eep_hash128(const void *bytes, size_t length, unsigned char hash[EEP_DIGEST_BYTES])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, length));
    for (size_t i = 0; i < EEP_DIGEST_BYTES; i++)
        hash[i] = canonical.digest[i];
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

/* verify.c - whether a file is sound: every checksum, every value, and the digest of the whole. */
#include "datasets/eepd/eepd.h"

/* Decoded values are those that were written when the digest, taken of them, is the one on record. */
static eep_status compare_digest(const eep_eepd *file, int threads, const eep_columns *columns,
                                 eep_error *error)
{
    const unsigned char *recorded = eep_eepd_digest(file);
    unsigned char digest[EEP_DIGEST_BYTES];
    char recorded_text[EEP_DIGEST_TEXT], text[EEP_DIGEST_TEXT];
    eep_columns_hash(columns, threads, digest);
    if (memcmp(recorded, digest, sizeof digest) == 0) return EEP_OK;
    eep_digest_text(recorded, recorded_text);
    eep_digest_text(digest, text);
    return eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                    "damaged: the recorded pool digest is %s, that of the contents %s", recorded_text, text);
}

eep_status eep_eepd_verify(const char *path, const eep_kernels *kernels, int threads,
                           const eep_allocator *allocator, eep_error *error)
{
    eep_eepd *file;
    eep_columns columns;
    EEP_TRY(eep_eepd_open(path, kernels, allocator, &file, error));
    eep_columns_init(&columns, allocator);
    eep_status status = eep_eepd_decode_all(file, threads, &columns, error);
    if (status == EEP_OK) status = compare_digest(file, threads, &columns, error);
    if (status != EEP_OK && error != NULL) eep_error_place(error, file->path, error->line, 0);
    eep_columns_clear(&columns);
    eep_eepd_close(file);
    return status;
}

/* header.c - the first 64 bytes: is it an .eepd file, of which version, how large. */
#include <inttypes.h>
#include <string.h>

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

/*
 * The name, then six bytes of which at least one changes when a file is treated as text: the high bit
 * cut off, CR LF made LF, LF made CR LF, the text ended at Control-Z, or zero bytes dropped.
 */
static const unsigned char magic[10] = {'E', 'E', 'P', 'D', 0x89, 0x0D, 0x0A, 0x1A, 0x0A, 0x00};
#define NAME_BYTES 4

int eep_eepd_recognise(const unsigned char *head, size_t length)
{
    return length >= NAME_BYTES && memcmp(head, magic, NAME_BYTES) == 0;
}

void eep_eepd_header_put(const eep_eepd_header *header, unsigned char bytes[EEPD_HEADER_BYTES])
{
    memset(bytes, 0, EEPD_HEADER_BYTES);
    memcpy(bytes, magic, sizeof magic);
    eep_put_number(bytes + 10, 2, EEPD_VERSION);
    eep_put_number(bytes + 24, 4, header->chunk_rows);
    eep_put_number(bytes + 28, 2, header->columns);
    eep_put_number(bytes + 32, 4, header->schema_bytes);
    eep_put_number(bytes + 36, 4, header->provenance_bytes);
    eep_put_number(bytes + 40, 8, header->schema_checksum);
    eep_put_number(bytes + 48, 8, header->provenance_checksum);
    eep_put_number(bytes + 56, 8, eep_hash64(bytes, 56));
}

static eep_status check_magic(const unsigned char *bytes, size_t length, eep_error *error)
{
    if (!eep_eepd_recognise(bytes, length)) {
        return eep_fail(error, EEP_ERROR_SYNTAX,
                        "check that this is the right file; eepool pool from makes an .eepd file of a CSV",
                        "not an .eepd file: %s", length == 0 ? "it is empty" : "it does not begin with EEPD");
    }
    const size_t known = length < sizeof magic ? length : sizeof magic;
    if (memcmp(bytes, magic, known) != 0) {
        return eep_fail(error, EEP_ERROR_DAMAGED, "copy it again as a binary file",
                        "damaged: the first bytes were changed, as happens to a file copied as text");
    }
    return EEP_OK;
}

static eep_status check_version(const unsigned char *bytes, eep_error *error)
{
    const unsigned version = eep_get_16(bytes + 10);
    if (version < EEPD_VERSION_OLDEST) {
        return eep_fail(error, EEP_ERROR_TOO_OLD, "make the pool again, or convert it with an older release",
                        "format version %u is too old; this release reads versions %d to %d", version,
                        EEPD_VERSION_OLDEST, EEPD_VERSION);
    }
    if (version > EEPD_VERSION) {
        return eep_fail(error, EEP_ERROR_TOO_NEW, "use a later release of eepool",
                        "format version %u is too new; this release reads versions %d to %d", version,
                        EEPD_VERSION_OLDEST, EEPD_VERSION);
    }
    return EEP_OK;
}

static const char advice[] = "the file was not written by eepool; see datasets/FORMAT.md, Header";

eep_status eep_eepd_check_rows(uint64_t rows, eep_error *error)
{
    if (rows <= EEPD_ROWS_MAX) return EEP_OK;
    return eep_fail(error, EEP_ERROR_VALUE, advice, "%" PRIu64 " rows; a file holds at most %" PRIu64, rows,
                    EEPD_ROWS_MAX);
}

static eep_status check_limits(const eep_eepd_header *header, eep_error *error)
{
    EEP_TRY(eep_eepd_check_rows(header->rows, error));
    if (header->chunk_rows < EEPD_CHUNK_ROWS_MIN || header->chunk_rows > EEPD_CHUNK_ROWS_MAX) {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "chunks of %" PRIu32 " rows; %d to %d are allowed",
                        header->chunk_rows, EEPD_CHUNK_ROWS_MIN, EEPD_CHUNK_ROWS_MAX);
    }
    if (header->columns > EEPD_COLUMNS_MAX) {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "%" PRIu32 " columns; a file holds at most %d",
                        header->columns, EEPD_COLUMNS_MAX);
    }
    if (header->schema_bytes > EEPD_SCHEMA_MAX || header->provenance_bytes > EEPD_PROVENANCE_MAX) {
        return eep_fail(error, EEP_ERROR_VALUE, advice,
                        "a schema of %" PRIu32 " bytes and a provenance of %" PRIu32
                        "; at most %d and %d are allowed",
                        header->schema_bytes, header->provenance_bytes, EEPD_SCHEMA_MAX, EEPD_PROVENANCE_MAX);
    }
    return EEP_OK;
}

eep_status eep_eepd_header_get(const unsigned char *bytes, size_t length, eep_eepd_header *header,
                               eep_error *error)
{
    EEP_TRY(check_magic(bytes, length, error));
    if (length >= 12) EEP_TRY(check_version(bytes, error));
    if (length < EEPD_HEADER_BYTES) {
        return eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                        "damaged: the file ends within its header, after %zu bytes", length);
    }
    if (eep_get_64(bytes + 56) != eep_hash64(bytes, 56)) {
        return eep_fail(error, EEP_ERROR_DAMAGED, "copy or make the file again",
                        "damaged: header: checksum does not match");
    }
    const unsigned version = eep_get_16(bytes + 10);
    const int rows_elsewhere = version > 1 && eep_get_64(bytes + 16) != 0;
    if (eep_get_32(bytes + 12) != 0 || rows_elsewhere || eep_get_16(bytes + 30) != 0) {
        return eep_fail(error, EEP_ERROR_TOO_NEW, "use a later release of eepool",
                        "reserved bits of the header are set; this release does not know their meaning");
    }
    *header = (eep_eepd_header){
        .rows = eep_get_64(bytes + 16),
        .chunk_rows = eep_get_32(bytes + 24),
        .columns = eep_get_16(bytes + 28),
        .schema_bytes = eep_get_32(bytes + 32),
        .provenance_bytes = eep_get_32(bytes + 36),
        .schema_checksum = eep_get_64(bytes + 40),
        .provenance_checksum = eep_get_64(bytes + 48),
        .version = version,
    };
    return check_limits(header, error);
}

uint64_t eep_eepd_chunks(const eep_eepd_header *header)
{
    return header->rows / header->chunk_rows + (header->rows % header->chunk_rows != 0);
}

uint64_t eep_eepd_chunk_rows(const eep_eepd_header *header, uint64_t chunk)
{
    const uint64_t left = header->rows - chunk * header->chunk_rows;
    return left < header->chunk_rows ? left : header->chunk_rows;
}

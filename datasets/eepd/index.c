/* index.c - where every block is and what it must be; and the trailer, where the index is. */
#include <inttypes.h>
#include <string.h>

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

static const char remake[] = "copy or make the file again";

/* ---- Index ------------------------------------------------------------------------------------- */

uint64_t eep_eepd_index_bytes(uint64_t blocks)
{
    return EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_ENTRY_BYTES * blocks + EEPD_INDEX_TAIL_BYTES;
}

void eep_eepd_index_put(unsigned char *index, uint64_t block, const eep_eepd_block *entry)
{
    unsigned char *bytes = index + EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_ENTRY_BYTES * block;
    memset(bytes, 0, EEPD_INDEX_ENTRY_BYTES);
    eep_put_number(bytes, 8, entry->offset);
    eep_put_number(bytes + 8, 4, entry->stored_bytes);
    eep_put_number(bytes + 12, 4, entry->raw_bytes);
    eep_put_number(bytes + 16, 8, entry->checksum);
    bytes[24] = entry->encoding;
}

eep_eepd_block eep_eepd_index_entry(const unsigned char *index, uint64_t block)
{
    const unsigned char *bytes = index + EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_ENTRY_BYTES * block;
    return (eep_eepd_block){
        .offset = eep_get_64(bytes),
        .stored_bytes = eep_get_32(bytes + 8),
        .raw_bytes = eep_get_32(bytes + 12),
        .checksum = eep_get_64(bytes + 16),
        .encoding = bytes[24],
    };
}

void eep_eepd_index_seal(unsigned char *index, uint64_t blocks, const unsigned char digest[EEP_DIGEST_BYTES])
{
    const size_t covered = (size_t)eep_eepd_index_bytes(blocks) - EEPD_INDEX_TAIL_BYTES;
    eep_put_number(index, 8, blocks);
    memcpy(index + 8, digest, EEP_DIGEST_BYTES);
    eep_put_number(index + covered, 8, eep_hash64(index, covered));
}

const unsigned char *eep_eepd_index_digest(const unsigned char *index)
{
    return index + 8;
}

/* ---- Checking ---------------------------------------------------------------------------------- */

eep_status eep_eepd_fail_block(eep_error *error, eep_status status, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, uint64_t block, const char *what)
{
    const uint64_t chunk = block / schema->columns, first = chunk * header->chunk_rows;
    return eep_fail(error, status, remake,
                    "damaged: chunk %" PRIu64 ", column %s, rows %" PRIu64 " to %" PRIu64 ": %s", chunk,
                    eep_eepd_column_name(schema, (size_t)(block % schema->columns)), first,
                    first + eep_eepd_chunk_rows(header, chunk) - 1, what);
}

/* What is wrong with an entry for a block of `raw` bytes that begins at `begin` at the earliest, or NULL. */
static const char *entry_fault(const eep_eepd_block *entry, const unsigned char *reserved, uint64_t raw,
                               size_t width, uint64_t begin, uint64_t end)
{
    static const unsigned char zero[7] = {0};
    if (entry->encoding >= EEPD_ENCODINGS || memcmp(reserved, zero, sizeof zero) != 0)
        return "its encoding is not known to this release";
    if (entry->raw_bytes != raw) return "its length does not fit its rows";
    if (entry->offset != begin) return "it does not begin where the block before it ends";
    if (entry->stored_bytes == 0 || entry->stored_bytes > end - begin)
        return "it reaches beyond the end of the blocks";
    if (entry->encoding == EEPD_RAW && entry->stored_bytes != raw) return "its stored length is wrong";
    if (entry->encoding == EEPD_CONSTANT && entry->stored_bytes != width) return "its stored length is wrong";
    if (entry->encoding == EEPD_DELTA && width < 4) return "its column cannot have differences";
    if (entry->stored_bytes > raw) return "it is stored longer than it is";
    return NULL;
}

static eep_status check_blocks(const unsigned char *index, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, uint64_t begin, uint64_t end, eep_error *error)
{
    const uint64_t chunks = eep_eepd_chunks(header);
    uint64_t block = 0;
    for (uint64_t chunk = 0; chunk < chunks; chunk++) {
        const uint64_t rows = eep_eepd_chunk_rows(header, chunk);
        for (size_t i = 0; i < schema->columns; i++, block++) {
            const eep_eepd_block entry = eep_eepd_index_entry(index, block);
            const unsigned char *reserved =
                index + EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_ENTRY_BYTES * block + 25;
            const char *fault =
                entry_fault(&entry, reserved, rows * schema->width[i], schema->width[i], begin, end);
            if (fault != NULL)
                return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, header, schema, block, fault);
            if (schema->number[i] == EEP_COL_id && entry.encoding == EEPD_CONSTANT && rows > 1)
                return eep_eepd_fail_block(error, EEP_ERROR_DUPLICATE, header, schema, block,
                                           "all rows have the same id");
            begin += entry.stored_bytes;
        }
    }
    if (begin == end) return EEP_OK;
    return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: %" PRIu64 " bytes behind the last block",
                    end - begin);
}

eep_status eep_eepd_index_check(const unsigned char *index, const eep_eepd_header *header,
                                const eep_eepd_schema *schema, uint64_t begin, uint64_t end, eep_error *error)
{
    const uint64_t blocks = eep_eepd_chunks(header) * schema->columns;
    const size_t covered = (size_t)eep_eepd_index_bytes(blocks) - EEPD_INDEX_TAIL_BYTES;
    if (eep_get_64(index + covered) != eep_hash64(index, covered)) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: index: checksum does not match");
    }
    if (eep_get_64(index) != blocks) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake,
                        "damaged: index: %" PRIu64 " blocks, where the header makes them %" PRIu64,
                        eep_get_64(index), blocks);
    }
    return check_blocks(index, header, schema, begin, end, error);
}

/* ---- Trailer ----------------------------------------------------------------------------------- */

static const unsigned char ending[8] = {0x89, 0x0D, 0x0A, 0x1A, 'E', 'E', 'P', 'D'};

void eep_eepd_trailer_put(unsigned char bytes[EEPD_TRAILER_BYTES], uint64_t index_offset,
                          uint64_t index_bytes)
{
    eep_put_number(bytes, 8, index_offset);
    eep_put_number(bytes + 8, 8, index_bytes);
    eep_put_number(bytes + 16, 8, eep_hash64(bytes, 16));
    memcpy(bytes + 24, ending, sizeof ending);
}

eep_status eep_eepd_trailer_get(const unsigned char bytes[EEPD_TRAILER_BYTES], uint64_t file_bytes,
                                uint64_t *index_offset, uint64_t *index_bytes, eep_error *error)
{
    if (memcmp(bytes + 24, ending, sizeof ending) != 0) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake,
                        "damaged: the file ends too early, or something was written behind its end");
    }
    if (eep_get_64(bytes + 16) != eep_hash64(bytes, 16)) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: trailer: checksum does not match");
    }
    const uint64_t offset = eep_get_64(bytes), length = eep_get_64(bytes + 8);
    const uint64_t room = file_bytes - EEPD_TRAILER_BYTES;
    if (length > room || offset != room - length) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake,
                        "damaged: trailer: an index of %" PRIu64 " bytes at %" PRIu64
                        " does not end where the trailer begins, at %" PRIu64,
                        length, offset, room);
    }
    *index_offset = offset;
    *index_bytes = length;
    return EEP_OK;
}

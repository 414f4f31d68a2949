/*
 * index.c - where every block is, and what values each chunk has; and the trailer, where the index is.
 *
 * Ranges let a reader pass over what a chunk cannot hold: a chunk whose oldest language test is still valid
 * need not have its dates decoded.
 */
#include <inttypes.h>
#include <string.h>

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

static const char remake[] = "copy or make the file again";

/* ---- Index ------------------------------------------------------------------------------------- */

uint64_t eep_eepd_index_bytes(const eep_eepd_schema *schema, uint64_t chunks)
{
    const uint64_t chunk = EEPD_INDEX_ENTRY_BYTES * (uint64_t)schema->groups +
                           EEPD_INDEX_RANGE_BYTES * (uint64_t)schema->columns;
    return EEPD_INDEX_HEAD_BYTES + chunk * chunks + EEPD_INDEX_TAIL_BYTES;
}

static size_t entry_at(uint64_t block)
{
    return (size_t)(EEPD_INDEX_HEAD_BYTES + EEPD_INDEX_ENTRY_BYTES * block);
}

static size_t range_at(const eep_eepd_schema *schema, uint64_t chunks, uint64_t chunk, size_t position)
{
    return entry_at(chunks * schema->groups) +
           (size_t)(EEPD_INDEX_RANGE_BYTES * (chunk * schema->columns + position));
}

void eep_eepd_index_put(unsigned char *index, uint64_t block, const eep_eepd_block *entry)
{
    unsigned char *bytes = index + entry_at(block);
    eep_put_number(bytes, 8, entry->offset);
    eep_put_number(bytes + 8, 4, entry->stored_bytes);
    eep_put_number(bytes + 12, 4, 0);
    eep_put_number(bytes + 16, 8, entry->checksum);
}

void eep_eepd_index_put_range(unsigned char *index, const eep_eepd_schema *schema, uint64_t chunks,
                              uint64_t chunk, size_t position, const eep_eepd_range *range)
{
    unsigned char *bytes = index + range_at(schema, chunks, chunk, position);
    eep_put_number(bytes, 8, (uint64_t)range->low);
    eep_put_number(bytes + 8, 8, (uint64_t)range->high);
}

eep_eepd_block eep_eepd_index_entry(const unsigned char *index, uint64_t block)
{
    const unsigned char *bytes = index + entry_at(block);
    return (eep_eepd_block){.offset = eep_get_64(bytes),
                            .stored_bytes = eep_get_32(bytes + 8),
                            .checksum = eep_get_64(bytes + 16)};
}

eep_eepd_range eep_eepd_index_range(const unsigned char *index, const eep_eepd_schema *schema,
                                    uint64_t chunks, uint64_t chunk, size_t position)
{
    const unsigned char *bytes = index + range_at(schema, chunks, chunk, position);
    return (eep_eepd_range){(int64_t)eep_get_64(bytes), (int64_t)eep_get_64(bytes + 8)};
}

void eep_eepd_index_seal(unsigned char *index, const eep_eepd_schema *schema, uint64_t rows, uint64_t chunks,
                         const unsigned char digest[EEP_DIGEST_BYTES])
{
    const size_t covered = (size_t)eep_eepd_index_bytes(schema, chunks) - EEPD_INDEX_TAIL_BYTES;
    eep_put_number(index, 8, rows);
    eep_put_number(index + 8, 8, chunks * schema->groups);
    memcpy(index + 16, digest, EEP_DIGEST_BYTES);
    eep_put_number(index + covered, 8, eep_hash64(index, covered));
}

/* ---- Checking ---------------------------------------------------------------------------------- */

static eep_status fail_named(eep_error *error, eep_status status, const eep_eepd_header *header,
                             uint64_t chunk, const char *name, const char *what)
{
    const uint64_t first = chunk * header->chunk_rows;
    return eep_fail(error, status, remake,
                    "damaged: chunk %" PRIu64 ", column %s, rows %" PRIu64 " to %" PRIu64 ": %s", chunk, name,
                    first, first + eep_eepd_chunk_rows(header, chunk) - 1, what);
}

eep_status eep_eepd_fail_block(eep_error *error, eep_status status, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, uint64_t block, const char *what)
{
    char name[EEPD_GROUP_TEXT];
    eep_eepd_group_name(schema, (size_t)(block % schema->groups), name);
    return fail_named(error, status, header, block / schema->groups, name, what);
}

eep_status eep_eepd_fail_column(eep_error *error, eep_status status, const eep_eepd_header *header,
                                const eep_eepd_schema *schema, uint64_t chunk, size_t position,
                                const char *what)
{
    return fail_named(error, status, header, chunk, eep_eepd_column_name(schema, position), what);
}

static const char *entry_fault(const eep_eepd_block *entry, const unsigned char *bytes, uint64_t rows,
                               uint64_t begin, uint64_t end)
{
    if (eep_get_32(bytes + 12) != 0) return "its encoding is not known to this release";
    if (entry->offset != begin) return "it does not begin where the block before it ends";
    if (entry->stored_bytes == 0 || entry->stored_bytes > end - begin)
        return "it reaches beyond the end of the blocks";
    /* The most that a block of so many rows can need; one that is longer was made to waste memory. */
    if (entry->stored_bytes > eep_eepd_block_room((size_t)rows)) return "it is stored longer than it is";
    return NULL;
}

static eep_status check_blocks(const unsigned char *index, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, uint64_t begin, uint64_t end, eep_error *error)
{
    const uint64_t blocks = eep_eepd_chunks(header) * schema->groups;
    for (uint64_t block = 0; block < blocks; block++) {
        const eep_eepd_block entry = eep_eepd_index_entry(index, block);
        const uint64_t rows = eep_eepd_chunk_rows(header, block / schema->groups);
        const char *fault = entry_fault(&entry, index + entry_at(block), rows, begin, end);
        if (fault != NULL) return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, header, schema, block, fault);
        begin += entry.stored_bytes;
    }
    if (begin == end) return EEP_OK;
    return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: %" PRIu64 " bytes behind the last block",
                    end - begin);
}

static eep_status fail_range(const eep_eepd_header *header, const eep_eepd_schema *schema, uint64_t chunk,
                             size_t position, const eep_eepd_range *range, eep_error *error)
{
    eep_column column;
    char what[160];
    eep_column_at(schema->number[position], &column);
    snprintf(what, sizeof what, "values from %" PRId64 " to %" PRId64 "; allowed are %" PRId64 " to %" PRId64,
             range->low, range->high, column.minimum, column.maximum);
    const uint64_t first = chunk * header->chunk_rows;
    return eep_fail(error, EEP_ERROR_VALUE,
                    "the file was not written by eepool; see datasets/FORMAT.md, Index",
                    "chunk %" PRIu64 ", column %s, rows %" PRIu64 " to %" PRIu64 ": %s", chunk, column.name,
                    first, first + eep_eepd_chunk_rows(header, chunk) - 1, what);
}

static eep_status check_ranges(const unsigned char *index, const eep_eepd_header *header,
                               const eep_eepd_schema *schema, eep_error *error)
{
    const uint64_t chunks = eep_eepd_chunks(header);
    for (size_t i = 0; i < schema->columns; i++) {
        eep_column column;
        eep_column_at(schema->number[i], &column);
        for (uint64_t chunk = 0; chunk < chunks; chunk++) {
            const eep_eepd_range range = eep_eepd_index_range(index, schema, chunks, chunk, i);
            if (range.low > range.high || range.low < column.minimum || range.high > column.maximum)
                return fail_range(header, schema, chunk, i, &range, error);
            if (schema->number[i] == EEP_COL_id && range.low == range.high &&
                eep_eepd_chunk_rows(header, chunk) > 1) {
                return eep_eepd_fail_column(error, EEP_ERROR_DUPLICATE, header, schema, chunk, i,
                                            "all rows have the same id");
            }
        }
    }
    return EEP_OK;
}

eep_status eep_eepd_index_check(const unsigned char *index, size_t length, eep_eepd_header *header,
                                const eep_eepd_schema *schema, uint64_t begin, uint64_t end, eep_error *error)
{
    const size_t covered = length - EEPD_INDEX_TAIL_BYTES;
    if (eep_get_64(index + covered) != eep_hash64(index, covered)) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: index: checksum does not match");
    }
    EEP_TRY(eep_eepd_check_rows(eep_get_64(index), error));
    header->rows = eep_get_64(index);
    const uint64_t chunks = eep_eepd_chunks(header), expected = eep_eepd_index_bytes(schema, chunks);
    if (length != expected) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake,
                        "damaged: an index of %zu bytes, where %" PRIu64 " rows in %" PRIu32
                        " columns make it %" PRIu64,
                        length, header->rows, header->columns, expected);
    }
    if (eep_get_64(index + 8) != chunks * schema->groups) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake,
                        "damaged: index: %" PRIu64 " blocks, where rows and groups make them %" PRIu64,
                        eep_get_64(index + 8), chunks * schema->groups);
    }
    EEP_TRY(check_blocks(index, header, schema, begin, end, error));
    return check_ranges(index, header, schema, error);
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

/*
 * version1.c - what version 1 of the format has otherwise: an index without rows and ranges, and blocks of
 * one column in one of four encodings. FORMAT-1.md describes it. Such files are read, and no longer written.
 */
#include <inttypes.h>

#include "datasets/eepd/bytes.h"
#include "datasets/eepd/eepd.h"

/* Values are put together where they lie. A port to a big-endian machine has to swap them. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "values in files are little-endian");

static const char remake[] = "copy or make the file again";

/* ---- Index ------------------------------------------------------------------------------------- */

uint64_t eep_eepd1_index_bytes(uint64_t blocks)
{
    return EEPD1_INDEX_HEAD_BYTES + EEPD1_INDEX_ENTRY_BYTES * blocks + EEPD_INDEX_TAIL_BYTES;
}

static const unsigned char *entry_of(const unsigned char *index, uint64_t block)
{
    return index + EEPD1_INDEX_HEAD_BYTES + EEPD1_INDEX_ENTRY_BYTES * block;
}

eep_eepd_block eep_eepd1_index_entry(const unsigned char *index, uint64_t block)
{
    const unsigned char *bytes = entry_of(index, block);
    return (eep_eepd_block){
        .offset = eep_get_64(bytes),
        .stored_bytes = eep_get_32(bytes + 8),
        .raw_bytes = eep_get_32(bytes + 12),
        .checksum = eep_get_64(bytes + 16),
        .encoding = bytes[24],
    };
}

/* What is wrong with an entry for a block of `raw` bytes that begins at `begin` at the earliest, or NULL. */
static const char *entry_fault(const eep_eepd_block *entry, const unsigned char *reserved, uint64_t raw,
                               size_t width, uint64_t begin, uint64_t end)
{
    static const unsigned char zero[7] = {0};
    if (entry->encoding >= EEPD1_ENCODINGS || memcmp(reserved, zero, sizeof zero) != 0)
        return "its encoding is not known to this release";
    if (entry->raw_bytes != raw) return "its length does not fit its rows";
    if (entry->offset != begin) return "it does not begin where the block before it ends";
    if (entry->stored_bytes == 0 || entry->stored_bytes > end - begin)
        return "it reaches beyond the end of the blocks";
    if (entry->encoding == EEPD1_RAW && entry->stored_bytes != raw) return "its stored length is wrong";
    if (entry->encoding == EEPD1_CONSTANT && entry->stored_bytes != width)
        return "its stored length is wrong";
    if (entry->encoding == EEPD1_DELTA && width < 4) return "its column cannot have differences";
    if (entry->stored_bytes > raw) return "it is stored longer than it is";
    return NULL;
}

static eep_status check_block(const unsigned char *index, const eep_eepd_header *header,
                              const eep_eepd_schema *schema, uint64_t block, uint64_t *begin, uint64_t end,
                              eep_error *error)
{
    const size_t position = (size_t)(block % schema->columns), width = schema->width[position];
    const uint64_t rows = eep_eepd_chunk_rows(header, block / schema->columns);
    const eep_eepd_block entry = eep_eepd1_index_entry(index, block);
    const char *fault = entry_fault(&entry, entry_of(index, block) + 25, rows * width, width, *begin, end);
    *begin += entry.stored_bytes;
    if (fault != NULL) return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, header, schema, block, fault);
    if (schema->number[position] == EEP_COL_id && entry.encoding == EEPD1_CONSTANT && rows > 1)
        return eep_eepd_fail_block(error, EEP_ERROR_DUPLICATE, header, schema, block,
                                   "all rows have the same id");
    return EEP_OK;
}

eep_status eep_eepd1_index_check(const unsigned char *index, size_t length, const eep_eepd_header *header,
                                 const eep_eepd_schema *schema, uint64_t begin, uint64_t end,
                                 eep_error *error)
{
    const uint64_t blocks = eep_eepd_chunks(header) * schema->columns;
    const size_t covered = length - EEPD_INDEX_TAIL_BYTES;
    if (eep_get_64(index + covered) != eep_hash64(index, covered)) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: index: checksum does not match");
    }
    if (eep_get_64(index) != blocks) {
        return eep_fail(error, EEP_ERROR_DAMAGED, remake,
                        "damaged: index: %" PRIu64 " blocks, where the header makes them %" PRIu64,
                        eep_get_64(index), blocks);
    }
    for (uint64_t block = 0; block < blocks; block++)
        EEP_TRY(check_block(index, header, schema, block, &begin, end, error));
    if (begin == end) return EEP_OK;
    return eep_fail(error, EEP_ERROR_DAMAGED, remake, "damaged: %" PRIu64 " bytes behind the last block",
                    end - begin);
}

/* ---- Blocks ------------------------------------------------------------------------------------ */

/* Byte `plane` of value i stands at plane x count + i. `width` is a constant where these are called. */
static inline void join(const unsigned char *planes, size_t width, size_t count, unsigned char *values)
{
    for (size_t i = 0; i < count; i++)
        for (size_t plane = 0; plane < width; plane++)
            values[i * width + plane] = planes[plane * count + i];
}

static void join_planes(const unsigned char *planes, size_t width, size_t count, void *values)
{
    if (width == 8) join(planes, 8, count, values);
    if (width == 4) join(planes, 4, count, values);
    if (width == 2) join(planes, 2, count, values);
    if (width == 1) memcpy(values, planes, count);
}

/* Zigzag numbers of differences, added up. */
static void undo_64(uint64_t *values, size_t count)
{
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++)
        before = values[i] = before + (values[i] >> 1 ^ (0 - (values[i] & 1)));
}

static void undo_32(uint32_t *values, size_t count)
{
    uint32_t before = 0;
    for (size_t i = 0; i < count; i++)
        before = values[i] = before + (values[i] >> 1 ^ (0 - (values[i] & 1)));
}

const char *eep_eepd1_block_get(eep_eepd_decoder *decoder, const unsigned char *stored,
                                const eep_eepd_block *block, void *values, size_t width, size_t count)
{
    const size_t raw = width * count;
    if (block->encoding == EEPD1_CONSTANT) {
        for (size_t i = 0; i < count; i++)
            memcpy((unsigned char *)values + i * width, stored, width);
        return NULL;
    }
    if (block->encoding == EEPD1_RAW) {
        memcpy(values, stored, raw);
        return NULL;
    }
    unsigned char *planes = eep_eepd_take(&decoder->stack, count, width);
    if (planes == NULL) return "it is longer than its chunk";
    const char *fault = eep_eepd_frame_get(decoder, stored, block->stored_bytes, planes, raw);
    decoder->stack.used = 0;
    if (fault != NULL) return fault;
    join_planes(planes, width, count, values);
    if (block->encoding == EEPD1_DELTA && width == 8) undo_64(values, count);
    if (block->encoding == EEPD1_DELTA && width == 4) undo_32(values, count);
    return NULL;
}

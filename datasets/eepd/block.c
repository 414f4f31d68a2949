/*
 * block.c - one column of one chunk, to bytes and back. The only door to zstd.
 *
 * The encoder tries what is sensible and keeps the shortest, the lower encoding number on a tie; nothing
 * but values, width and level has a say, so that any thread comes to the same bytes.
 */
#include <string.h>

#include <zstd.h>
#include <zstd_errors.h>

#include "datasets/eepd/eepd.h"

/* ---- What a thread needs ------------------------------------------------------------------------- */

size_t eep_eepd_encoded_room(size_t raw)
{
    return ZSTD_compressBound(raw);
}

static int coder_init(eep_eepd_coder *coder, const eep_allocator *allocator, size_t bytes, int encode)
{
    if (allocator != NULL) coder->allocator = *allocator;
    coder->bytes = bytes;
    coder->context = encode ? (void *)ZSTD_createCCtx() : (void *)ZSTD_createDCtx();
    coder->planes = eep_allocate_raw(&coder->allocator, bytes, 1);
    coder->scratch = eep_allocate_raw(&coder->allocator, eep_eepd_encoded_room(bytes), 1);
    return coder->context != NULL && coder->planes != NULL && coder->scratch != NULL;
}

void eep_eepd_coders_free(eep_eepd_coder *coders, const eep_allocator *allocator, int count, int encode)
{
    if (coders == NULL) return;
    for (int i = 0; i < count; i++) {
        eep_eepd_coder *coder = &coders[i];
        if (encode) ZSTD_freeCCtx(coder->context);
        if (!encode) ZSTD_freeDCtx(coder->context);
        eep_release(&coder->allocator, coder->planes, coder->bytes, 1);
        eep_release(&coder->allocator, coder->scratch, eep_eepd_encoded_room(coder->bytes), 1);
    }
    eep_release(allocator, coders, (size_t)count, sizeof *coders);
}

eep_eepd_coder *eep_eepd_coders_new(const eep_allocator *allocator, int count, size_t bytes, int encode)
{
    eep_eepd_coder *coders = eep_allocate(allocator, (size_t)count, sizeof *coders);
    if (coders == NULL) return NULL;
    for (int i = 0; i < count; i++) {
        if (coder_init(&coders[i], allocator, bytes, encode)) continue;
        eep_eepd_coders_free(coders, allocator, count, encode);
        return NULL;
    }
    return coders;
}

/* ---- Encoding ---------------------------------------------------------------------------------- */

/* Every value equals the first when the array equals itself moved on by one value. */
static int is_constant(const unsigned char *values, size_t width, size_t count)
{
    return memcmp(values, values + width, (count - 1) * width) == 0;
}

/* Compresses into `room`; `*length` is left alone when the result is not shorter than it. */
static eep_status compress(eep_eepd_coder *coder, int level, const unsigned char *bytes, size_t raw,
                           unsigned char *room, size_t *length)
{
    const size_t result =
        ZSTD_compressCCtx(coder->context, room, eep_eepd_encoded_room(raw), bytes, raw, level);
    if (ZSTD_isError(result)) {
        const int memory = ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation;
        return memory ? EEP_ERROR_MEMORY : EEP_ERROR_INTERNAL;
    }
    if (result < *length) *length = result;
    return EEP_OK;
}

eep_status eep_eepd_encode(eep_eepd_coder *coder, int level, const void *values, size_t width, size_t count,
                           unsigned char *room, const unsigned char **stored, eep_eepd_block *block)
{
    const size_t raw = width * count;
    size_t shortest = raw;
    *stored = values;
    block->encoding = EEPD_RAW;
    if (is_constant(values, width, count)) {
        block->encoding = EEPD_CONSTANT;
        shortest = width;
    } else {
        size_t length = raw;
        const unsigned char *planes = values; /* the planes of single bytes are the bytes */
        if (width > 1) {
            eep_planes_split(values, width, count, coder->planes);
            planes = coder->planes;
        }
        EEP_TRY(compress(coder, level, planes, raw, room, &length));
        if (length < shortest) {
            shortest = length;
            block->encoding = EEPD_PLANES;
            *stored = room;
        }
        if (width >= 4) {
            /* The scratch room is free until the second candidate is compressed into it. */
            eep_delta_apply(values, width, count, coder->scratch);
            eep_planes_split(coder->scratch, width, count, coder->planes);
            length = shortest;
            EEP_TRY(compress(coder, level, coder->planes, raw, coder->scratch, &length));
            if (length < shortest) {
                shortest = length;
                block->encoding = EEPD_DELTA;
                memcpy(room, coder->scratch, length);
                *stored = room;
            }
        }
    }
    block->raw_bytes = (uint32_t)raw;
    block->stored_bytes = (uint32_t)shortest;
    block->checksum = eep_hash64(*stored, shortest);
    return EEP_OK;
}

/* ---- Decoding ---------------------------------------------------------------------------------- */

static void repeat(const unsigned char *value, size_t width, size_t count, unsigned char *values)
{
    for (size_t i = 0; i < count; i++)
        memcpy(values + i * width, value, width);
}

/* One zstd frame that fills the stored bytes and gives exactly `raw` bytes. */
static const char *decompress(eep_eepd_coder *coder, const unsigned char *stored, size_t length,
                              unsigned char *bytes, size_t raw)
{
    if (ZSTD_getFrameContentSize(stored, length) != raw ||
        ZSTD_findFrameCompressedSize(stored, length) != length) {
        return "it is not one zstd frame of the right length";
    }
    const size_t result = ZSTD_decompressDCtx(coder->context, bytes, raw, stored, length);
    if (ZSTD_isError(result)) return ZSTD_getErrorName(result);
    return result == raw ? NULL : "it is not one zstd frame of the right length";
}

const char *eep_eepd_decode(eep_eepd_coder *coder, const unsigned char *stored, const eep_eepd_block *block,
                            void *values, size_t width, size_t count)
{
    const size_t raw = width * count;
    if (eep_hash64(stored, block->stored_bytes) != block->checksum) return "checksum does not match";
    if (block->encoding == EEPD_CONSTANT) {
        repeat(stored, width, count, values);
        return NULL;
    }
    if (block->encoding == EEPD_RAW) {
        if (values != (const void *)stored) memcpy(values, stored, raw);
        return NULL;
    }
    unsigned char *planes = width > 1 ? coder->planes : values;
    const char *fault = decompress(coder, stored, block->stored_bytes, planes, raw);
    if (fault != NULL) return fault;
    if (width > 1) eep_planes_join(planes, width, count, values);
    if (block->encoding == EEPD_DELTA) eep_delta_undo(values, width, count);
    return NULL;
}

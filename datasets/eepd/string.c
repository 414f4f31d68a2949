/* string.c - bytes at the bottom of every array, through zstd where that is shorter. The only door to zstd.
 */
#include <zstd.h>
#include <zstd_errors.h>

#include "datasets/eepd/array.h"

/* A frame that saves less than this part of the bytes is not worth the time it takes to decode. */
#define WORTH 64

#define FRAME_HEAD 5 /* method, and the length of the frame (4) */

void *eep_eepd_take(eep_eepd_stack *stack, size_t count, size_t width)
{
    const size_t bytes = (count * width + EEPD_SLACK + 63) / 64 * 64;
    if (bytes > stack->room - stack->used) return NULL;
    unsigned char *taken = stack->bytes + stack->used;
    stack->used += bytes;
    return taken;
}

/* ---- Decoding --------------------------------------------------------------------------------------- */

const char *eep_eepd_frame_get(eep_eepd_decoder *decoder, const unsigned char *frame, size_t length,
                               unsigned char *bytes, size_t expected)
{
    static const char fault[] = "it is not one zstd frame of the right length";
    if (ZSTD_getFrameContentSize(frame, length) != expected ||
        ZSTD_findFrameCompressedSize(frame, length) != length) {
        return fault;
    }
    const size_t result = ZSTD_decompressDCtx(decoder->zstd, bytes, expected, frame, length);
    if (ZSTD_isError(result)) return ZSTD_getErrorName(result);
    return result == expected ? NULL : fault;
}

const char *eep_eepd_string_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t length,
                                const unsigned char **bytes)
{
    uint64_t method, stored = length;
    if (!eep_eepd_number_get(from, 1, &method)) return "it ends within a string";
    if (method > EEPD_ZSTD) return "a string has an unknown method";
    if (method == EEPD_ZSTD && !eep_eepd_number_get(from, 4, &stored)) return "it ends within a string";
    if (stored > (size_t)(from->end - from->at)) return "a string is longer than its block";
    *bytes = from->at;
    from->at += stored;
    if (method == EEPD_STORED) return NULL;
    unsigned char *room = eep_eepd_take(&decoder->stack, length, 1);
    if (room == NULL) return "its arrays are nested too deep";
    const char *fault = eep_eepd_frame_get(decoder, *bytes, stored, room, length);
    *bytes = room;
    return fault;
}

/* ---- Encoding --------------------------------------------------------------------------------------- */

void eep_eepd_bytes_put(const void *bytes, size_t length, eep_eepd_buffer *to)
{
    if (to->status == EEP_OK && length > to->room - to->length) to->status = EEP_ERROR_MEMORY;
    if (to->status != EEP_OK) return;
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

void eep_eepd_number_put(uint64_t number, size_t width, eep_eepd_buffer *to)
{
    eep_eepd_bytes_put(&number, width, to);
}

static void put_stored(const unsigned char *bytes, size_t length, eep_eepd_buffer *to)
{
    eep_eepd_number_put(EEPD_STORED, 1, to);
    eep_eepd_bytes_put(bytes, length, to);
}

void eep_eepd_string_put(eep_eepd_encoder *encoder, const unsigned char *bytes, size_t length,
                         eep_eepd_buffer *to)
{
    const size_t room = ZSTD_compressBound(length), begin = to->length;
    if (to->status != EEP_OK) return;
    if (to->room - to->length < room + FRAME_HEAD) {
        to->status = EEP_ERROR_MEMORY;
        return;
    }
    unsigned char *frame = to->bytes + begin + FRAME_HEAD;
    const size_t size = ZSTD_compressCCtx(encoder->zstd, frame, room, bytes, length, encoder->level);
    if (ZSTD_isError(size)) {
        const int memory = ZSTD_getErrorCode(size) == ZSTD_error_memory_allocation;
        to->status = memory ? EEP_ERROR_MEMORY : EEP_ERROR_INTERNAL;
        return;
    }
    if (size + FRAME_HEAD > length - length / WORTH) {
        put_stored(bytes, length, to);
        return;
    }
    eep_eepd_number_put(EEPD_ZSTD, 1, to);
    eep_eepd_number_put(size, 4, to);
    to->length += size;
}

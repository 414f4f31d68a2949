/*
 * packed.c - arrays of values that lie close above a base: `bits` bits each, the lowest bit first.
 *
 * Bit j of value i is bit (i x bits + j) % 8 of byte (i x bits + j) / 8; bits behind the last value are zero.
 * The bytes are a string, and so go through zstd where that is shorter: with 8 bits its Huffman codes fit the
 * values one by one, with 4, 2 or 1 they fit two, four or eight of them together.
 */
#include "datasets/eepd/array.h"

/* ---- Decoding --------------------------------------------------------------------------------------- */

/* The bits behind the last value. */
static int tail_is_zero(const unsigned char *bytes, size_t count, unsigned bits)
{
    const unsigned used = (unsigned)(count * bits % 8);
    return used == 0 || bytes[count * bits / 8] >> used == 0;
}

const char *eep_eepd_packed_open(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                 eep_eepd_packed *packed)
{
    uint64_t base, bits;
    if (!eep_eepd_number_get(from, width, &base) || !eep_eepd_number_get(from, 1, &bits))
        return "it ends within an array";
    if (bits == 0 || bits > EEPD_BITS_MAX || bits > 8 * width)
        return "an array has an impossible number of bits";
    packed->base = base;
    packed->bits = (unsigned)bits;
    const char *fault = eep_eepd_string_get(decoder, from, (count * bits + 7) / 8, &packed->bytes);
    if (fault != NULL) return fault;
    return tail_is_zero(packed->bytes, count, packed->bits) ? NULL : "unused bits are not zero";
}

const char *eep_eepd_packed_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values)
{
    eep_eepd_packed packed;
    const char *fault = eep_eepd_packed_open(decoder, from, count, width, &packed);
    if (fault != NULL) return fault;
    if (width == 1 && packed.bits == 8 && packed.base == 0)
        memcpy(values, packed.bytes, count);
    else
        decoder->kernels->bits(packed.bytes, count, packed.bits, packed.base, width, values);
    return NULL;
}

/* ---- Encoding --------------------------------------------------------------------------------------- */

void eep_eepd_packed_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                         int64_t base, unsigned bits, eep_eepd_buffer *to)
{
    const size_t before = encoder->stack.used, length = (count * bits + 7) / 8;
    unsigned char *bytes = eep_eepd_take(&encoder->stack, length, 1);
    if (bytes == NULL) {
        to->status = EEP_ERROR_MEMORY;
        return;
    }
    uint64_t hold = 0; /* bits that are not yet four whole bytes */
    _Static_assert(EEPD_SLACK >= sizeof hold, "the last of it is put whole");
    unsigned held = 0;
    unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        hold |= ((uint64_t)values[i] - (uint64_t)base) << held;
        held += bits;
        if (held < 32) continue;
        memcpy(at, &hold, 4);
        at += 4;
        hold >>= 32;
        held -= 32;
    }
    memcpy(at, &hold, sizeof hold); /* the rest, and zeros on the slack */
    eep_eepd_number_put(EEPD_PACKED, 1, to);
    eep_eepd_number_put((uint64_t)base, width, to);
    eep_eepd_number_put(bits, 1, to);
    eep_eepd_string_put(encoder, bytes, length, to);
    encoder->stack.used = before;
}

/*
 * packed.c - arrays of values that lie close above a base: `bits` bits each, the lowest bit first.
 *
 * Bit j of value i is bit (i x bits + j) % 8 of byte (i x bits + j) / 8; bits behind the last value are zero.
 * The bytes are a string, and so go through zstd where that is shorter: with 8 bits its Huffman codes fit the
 * values one by one, with 4, 2 or 1 they fit two, four or eight of them together.
 */
#include "datasets/eepd/array.h"

/* ---- Decoding --------------------------------------------------------------------------------------- */

/*
 * Eight values of at most 8 bits from the low end of a word to a byte each: halves are moved apart, then
 * quarters, then eighths.
 */
static inline uint64_t spread_eight(uint64_t word, unsigned bits)
{
    const uint64_t one = (UINT64_C(1) << bits) - 1;
    const uint64_t four = bits == 8 ? UINT32_MAX : (UINT64_C(1) << 4 * bits) - 1;
    const uint64_t two = (UINT64_C(1) << 2 * bits) - 1, twos = two | two << 32;
    const uint64_t ones = one * UINT64_C(0x0001000100010001);
    word = (word & four) | (word >> 4 * bits & four) << 32;
    word = (word & twos) | (word >> 2 * bits & twos) << 16;
    return (word & ones) | (word >> bits & ones) << 8;
}

/* To bytes; there is room for a multiple of eight. */
static inline void unpack_bytes(const unsigned char *packed, size_t count, unsigned bits,
                                unsigned char *bytes)
{
    for (size_t i = 0; i < count; i += 8, packed += bits) {
        const uint64_t eight = spread_eight(eep_eepd_load(packed), bits);
        memcpy(bytes + i, &eight, 8);
    }
}

static inline void unpack_to_bytes(const unsigned char *packed, size_t count, unsigned bits,
                                   unsigned char *bytes)
{
    if (bits == 8)
        memcpy(bytes, packed, count);
    else if (bits == 4)
        unpack_bytes(packed, count, 4, bytes);
    else if (bits == 2)
        unpack_bytes(packed, count, 2, bytes);
    else if (bits == 1)
        unpack_bytes(packed, count, 1, bytes);
    else
        unpack_bytes(packed, count, bits, bytes);
}

#define STRIDE 4096 /* values that are unpacked to bytes before they are made wider; a multiple of eight */

/* Values of at most 8 bits. */
static void unpack_small(const unsigned char *packed, size_t count, unsigned bits, uint64_t base,
                         size_t width, void *values)
{
    unsigned char bytes[STRIDE];
    for (size_t from = 0; from < count; from += STRIDE) {
        const size_t here = count - from < STRIDE ? count - from : STRIDE;
        unpack_to_bytes(packed + from / 8 * bits, here, bits, bytes);
        EEPD_BY_WIDTH(width, {
            type *restrict to = (type *)values + from;
            for (size_t i = 0; i < here; i++)
                to[i] = (type)((type)base + bytes[i]);
        });
    }
}

/* A value of at most 32 bits and the 7 before it in its byte fit one load. */
static void unpack_large(const unsigned char *bytes, size_t count, unsigned bits, uint64_t base, size_t width,
                         void *values)
{
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    EEPD_BY_WIDTH(width, {
        type *to = values;
        for (size_t i = 0, at = 0; i < count; i++, at += bits)
            to[i] = (type)(base + (eep_eepd_load(bytes + at / 8) >> at % 8 & mask));
    });
}

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
    else if (packed.bits <= 8)
        unpack_small(packed.bytes, count, packed.bits, packed.base, width, values);
    else
        unpack_large(packed.bytes, count, packed.bits, packed.base, width, values);
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
    memcpy(at, &hold, EEPD_SLACK); /* the rest, and zeros on the slack */
    eep_eepd_number_put(EEPD_PACKED, 1, to);
    eep_eepd_number_put((uint64_t)base, width, to);
    eep_eepd_number_put(bits, 1, to);
    eep_eepd_string_put(encoder, bytes, length, to);
    encoder->stack.used = before;
}

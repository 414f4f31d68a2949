/*
 * packed.c - arrays of values that lie close above a base: `bits` bits each, the lowest bit first.
 *
 * Bit j of value i is bit (i x bits + j) % 8 of byte (i x bits + j) / 8; bits behind the last value are zero.
 * The bytes are a string, and so go through zstd where that is shorter: with 8 bits its Huffman codes fit the
 * values one by one, with 4, 2 or 1 they fit two, four or eight of them together.
 */
#include "datasets/eepd/array.h"

static inline uint64_t load(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

/* ---- Decoding --------------------------------------------------------------------------------------- */

/* Eight values lie in `bits` whole bytes: one load gives them all. At most 8 bits. */
static inline void unpack_eights(const unsigned char *bytes, size_t count, unsigned bits, uint64_t base,
                                 size_t width, unsigned char *values)
{
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    size_t i = 0;
    for (; i + 8 <= count; i += 8, bytes += bits) {
        const uint64_t word = load(bytes);
        for (unsigned j = 0; j < 8; j++) {
            const uint64_t value = base + (word >> j * bits & mask);
            memcpy(values + (i + j) * width, &value, width);
        }
    }
    for (unsigned j = 0; i < count; i++, j++) {
        const uint64_t value = base + (load(bytes) >> j * bits & mask);
        memcpy(values + i * width, &value, width);
    }
}

/* A value of at most 32 bits and the 7 before it in its byte fit one load. */
static inline void unpack_any(const unsigned char *bytes, size_t count, unsigned bits, uint64_t base,
                              size_t width, unsigned char *values)
{
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    for (size_t i = 0, at = 0; i < count; i++, at += bits) {
        const uint64_t value = base + (load(bytes + at / 8) >> at % 8 & mask);
        memcpy(values + i * width, &value, width);
    }
}

static inline void unpack(const unsigned char *bytes, size_t count, unsigned bits, uint64_t base,
                          size_t width, unsigned char *values)
{
    if (bits > 8) unpack_any(bytes, count, bits, base, width, values);
    else if (bits == 8) unpack_eights(bytes, count, 8, base, width, values);
    else if (bits == 4) unpack_eights(bytes, count, 4, base, width, values);
    else if (bits == 2) unpack_eights(bytes, count, 2, base, width, values);
    else if (bits == 1) unpack_eights(bytes, count, 1, base, width, values);
    else unpack_eights(bytes, count, bits, base, width, values);
}

/* The bits behind the last value. */
static int tail_is_zero(const unsigned char *bytes, size_t count, unsigned bits)
{
    const unsigned used = (unsigned)(count * bits % 8);
    return used == 0 || bytes[count * bits / 8] >> used == 0;
}

const char *eep_eepd_packed_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values)
{
    uint64_t base, bits;
    const unsigned char *bytes;
    if (!eep_eepd_number_get(from, width, &base) || !eep_eepd_number_get(from, 1, &bits))
        return "it ends within an array";
    if (bits == 0 || bits > EEPD_BITS_MAX || bits > 8 * width)
        return "an array has an impossible number of bits";
    const char *fault = eep_eepd_string_get(decoder, from, (count * bits + 7) / 8, &bytes);
    if (fault != NULL) return fault;
    if (!tail_is_zero(bytes, count, (unsigned)bits)) return "unused bits are not zero";
    if (width == 1 && bits == 8 && base == 0) memcpy(values, bytes, count);
    else if (width == 1) unpack(bytes, count, (unsigned)bits, base, 1, values);
    else if (width == 2) unpack(bytes, count, (unsigned)bits, base, 2, values);
    else if (width == 4) unpack(bytes, count, (unsigned)bits, base, 4, values);
    else unpack(bytes, count, (unsigned)bits, base, 8, values);
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
    memset(bytes, 0, length + EEPD_SLACK);
    for (size_t i = 0, at = 0; i < count; i++, at += bits) {
        const uint64_t word = load(bytes + at / 8) | ((uint64_t)values[i] - (uint64_t)base) << at % 8;
        memcpy(bytes + at / 8, &word, 8);
    }
    eep_eepd_number_put(EEPD_PACKED, 1, to);
    eep_eepd_number_put((uint64_t)base, width, to);
    eep_eepd_number_put(bits, 1, to);
    eep_eepd_string_put(encoder, bytes, length, to);
    encoder->stack.used = before;
}

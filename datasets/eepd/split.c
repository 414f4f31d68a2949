/*
 * split.c - values taken apart into low and high bits: v = base + (high x 2^bits + low).
 *
 * The low bits of a date or a time are noise, which packed bits hold best; the high ones are not, and zstd
 * makes something of them. Byte planes are splits at 8 bits, one within the other.
 */
#include "datasets/eepd/array.h"

size_t eep_eepd_low_width(unsigned bits)
{
    return bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
}

const char *eep_eepd_split_open(eep_eepd_cursor *from, size_t width, uint64_t *base, unsigned *bits)
{
    uint64_t number;
    if (!eep_eepd_number_get(from, width, base) || !eep_eepd_number_get(from, 1, &number))
        return "it ends within an array";
    if (number == 0 || number > EEPD_BITS_MAX || number >= 8 * width)
        return "an array has an impossible number of bits";
    *bits = (unsigned)number;
    return NULL;
}

const char *eep_eepd_split_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                               void *values)
{
    uint64_t base;
    unsigned bits;
    const char *fault = eep_eepd_split_open(from, width, &base, &bits);
    if (fault != NULL) return fault;
    const size_t narrow = eep_eepd_low_width(bits);
    unsigned char *low = eep_eepd_take(&decoder->stack, count, narrow);
    if (low == NULL) return "its arrays are nested too deep";
    fault = eep_eepd_array_get(decoder, from, count, narrow, low);
    if (fault == NULL) fault = eep_eepd_array_get(decoder, from, count, width, values);
    if (fault != NULL) return fault;
    decoder->kernels->join(low, narrow, bits, base, count, width, values);
    return NULL;
}

void eep_eepd_split_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                        int64_t base, unsigned low_bits, int depth, eep_eepd_buffer *to)
{
    const size_t before = encoder->stack.used;
    int64_t *part = eep_eepd_take(&encoder->stack, count, sizeof *part);
    if (part == NULL) {
        to->status = EEP_ERROR_MEMORY;
        return;
    }
    eep_eepd_number_put(EEPD_SPLIT, 1, to);
    eep_eepd_number_put((uint64_t)base, width, to);
    eep_eepd_number_put(low_bits, 1, to);
    const uint64_t mask = (UINT64_C(1) << low_bits) - 1;
    for (size_t i = 0; i < count; i++)
        part[i] = (int64_t)(((uint64_t)values[i] - (uint64_t)base) & mask);
    eep_eepd_array_put_at(encoder, part, count, eep_eepd_low_width(low_bits), depth + 1, to);
    for (size_t i = 0; i < count; i++)
        part[i] = (int64_t)(((uint64_t)values[i] - (uint64_t)base) >> low_bits);
    eep_eepd_array_put_at(encoder, part, count, width, depth + 1, to);
    encoder->stack.used = before;
}

/* sparse.c - one value that most rows have, a mask of the rows that have another, and those values. */
#include "datasets/eepd/array.h"

/* Bits set in whole words and what is left; two by two, four by four, then all eight bytes at once. */
static size_t ones_of(const unsigned char *mask, size_t count)
{
    const uint64_t ones_mask = UINT64_C(0x5555555555555555), twos_mask = UINT64_C(0x3333333333333333);
    size_t ones = 0;
    for (size_t row = 0; row < count; row += 64) {
        uint64_t word = eep_eepd_load(mask + row / 8);
        if (count - row < 64) word &= (UINT64_C(1) << (count - row)) - 1;
        word -= word >> 1 & ones_mask;
        word = (word & twos_mask) + (word >> 2 & twos_mask);
        word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
        ones += word * UINT64_C(0x0101010101010101) >> 56;
    }
    return ones;
}

const char *eep_eepd_sparse_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values)
{
    uint64_t common;
    const unsigned char *mask;
    if (!eep_eepd_number_get(from, width, &common)) return "it ends within an array";
    const char *fault = eep_eepd_string_get(decoder, from, (count + 7) / 8, &mask);
    if (fault != NULL) return fault;
    if (count % 8 != 0 && mask[count / 8] >> count % 8 != 0) return "unused bits are not zero";
    const size_t others = ones_of(mask, count);
    unsigned char *dense = eep_eepd_take(&decoder->stack, others, width);
    if (dense == NULL) return "its arrays are nested too deep";
    fault = eep_eepd_array_get(decoder, from, others, width, dense);
    if (fault != NULL) return fault;
    decoder->kernels->expand(mask, dense, common, count, width, values);
    return NULL;
}

void eep_eepd_sparse_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                         int64_t common, int depth, eep_eepd_buffer *to)
{
    const size_t before = encoder->stack.used;
    int64_t *dense = eep_eepd_take(&encoder->stack, count, sizeof *dense);
    unsigned char *mask = eep_eepd_take(&encoder->stack, (count + 7) / 8, 1);
    if (dense == NULL || mask == NULL) {
        to->status = EEP_ERROR_MEMORY;
        return;
    }
    size_t others = 0;
    for (size_t from = 0; from < count; from += 8) {
        const size_t end = count - from < 8 ? count : from + 8;
        unsigned bits = 0;
        for (size_t i = from; i < end; i++) { /* without a branch: exceptions are not to be foreseen */
            const unsigned differs = values[i] != common;
            dense[others] = values[i];
            others += differs;
            bits |= differs << (i - from);
        }
        mask[from / 8] = (unsigned char)bits;
    }
    eep_eepd_number_put(EEPD_SPARSE, 1, to);
    eep_eepd_number_put((uint64_t)common, width, to);
    eep_eepd_string_put(encoder, mask, (count + 7) / 8, to);
    eep_eepd_array_put_at(encoder, dense, others, width, depth + 1, to);
    encoder->stack.used = before;
}

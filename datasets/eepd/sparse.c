/* sparse.c - one value that most rows have, a mask of the rows that have another, and those values. */
#include "datasets/eepd/array.h"

static inline void spread(const unsigned char *mask, const unsigned char *dense, uint64_t common,
                          size_t count, size_t width, unsigned char *values)
{
    for (size_t i = 0; i < count; i++) {
        const unsigned other = mask[i / 8] >> i % 8 & 1;
        uint64_t value = 0;
        memcpy(&value, dense, width); /* may lie behind the last: there is slack */
        value = other ? value : common;
        dense += other ? width : 0;
        memcpy(values + i * width, &value, width);
    }
}

static size_t ones_of(const unsigned char *mask, size_t count)
{
    size_t ones = 0;
    for (size_t i = 0; i < (count + 7) / 8; i++)
        ones += (size_t)__builtin_popcount(mask[i]);
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
    memset(dense + others * width, 0, EEPD_SLACK);
    if (width == 1) spread(mask, dense, common, count, 1, values);
    else if (width == 2) spread(mask, dense, common, count, 2, values);
    else if (width == 4) spread(mask, dense, common, count, 4, values);
    else spread(mask, dense, common, count, 8, values);
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
    memset(mask, 0, (count + 7) / 8);
    size_t others = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i] == common) continue;
        dense[others++] = values[i];
        mask[i / 8] |= (unsigned char)(1u << i % 8);
    }
    eep_eepd_number_put(EEPD_SPARSE, 1, to);
    eep_eepd_number_put((uint64_t)common, width, to);
    eep_eepd_string_put(encoder, mask, (count + 7) / 8, to);
    eep_eepd_array_put_at(encoder, dense, others, width, depth + 1, to);
    encoder->stack.used = before;
}

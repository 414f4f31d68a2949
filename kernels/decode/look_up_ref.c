/*
 * look_up_ref.c - codes of a table to its entries, and the range of values: the plain meaning.
 *
 * Codes are below the number of entries: the caller has seen to it.
 */
#include "kernels/decode/decode.h"

void eep_look_up_ref(const void *code, size_t code_width, size_t n, const void *entries, size_t number,
                     size_t width, void *values)
{
    const uint8_t *byte = code;
    const uint16_t *word = code;
    (void)number;
    EEP_BY_WIDTH(width, {
        const type *entry = entries;
        type *to = values;
        for (size_t i = 0; i < n; i++)
            to[i] = entry[code_width == 1 ? byte[i] : word[i]];
    });
}

void eep_look_up_four_ref(const uint16_t *code, size_t n, const uint8_t (*entries)[4], uint8_t *const to[4])
{
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < n && to[k] != NULL; i++)
            to[k][i] = entries[code[i]][k];
    }
}

void eep_range_ref(const void *values, size_t n, size_t width, int64_t *low, int64_t *high)
{
    eep_range_loop(values, n, width, low, high);
}

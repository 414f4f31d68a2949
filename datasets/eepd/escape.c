/*
 * escape.c - a byte for each value below 255; 255 stands for the next value of a second array.
 *
 * For the numbers of a table whose entries stand from the most frequent on: nearly all fit the byte.
 */
#include "datasets/eepd/array.h"

#define ESCAPE 255

const char *eep_eepd_escape_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                                void *values)
{
    unsigned char *first = eep_eepd_take(&decoder->stack, count, 1);
    if (first == NULL) return "its arrays are nested too deep";
    const char *fault = eep_eepd_array_get(decoder, from, count, 1, first);
    if (fault != NULL) return fault;
    size_t escapes = 0;
    for (size_t i = 0; i < count; i++)
        escapes += first[i] == ESCAPE;
    unsigned char *second = eep_eepd_take(&decoder->stack, escapes, width);
    if (second == NULL) return "its arrays are nested too deep";
    fault = eep_eepd_array_get(decoder, from, escapes, width, second);
    if (fault != NULL) return fault;
    decoder->kernels->escape(first, second, count, width, values);
    return NULL;
}

void eep_eepd_escape_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                         int depth, eep_eepd_buffer *to)
{
    const size_t before = encoder->stack.used;
    int64_t *first = eep_eepd_take(&encoder->stack, count, sizeof *first);
    int64_t *second = eep_eepd_take(&encoder->stack, count, sizeof *second);
    if (first == NULL || second == NULL) {
        to->status = EEP_ERROR_MEMORY;
        return;
    }
    size_t escapes = 0;
    for (size_t i = 0; i < count; i++) {
        first[i] = values[i] < ESCAPE ? values[i] : ESCAPE;
        second[escapes] = values[i];
        escapes += first[i] == ESCAPE;
    }
    eep_eepd_number_put(EEPD_ESCAPE, 1, to);
    eep_eepd_array_put_at(encoder, first, count, 1, depth + 1, to);
    eep_eepd_array_put_at(encoder, second, escapes, width, depth + 1, to);
    encoder->stack.used = before;
}

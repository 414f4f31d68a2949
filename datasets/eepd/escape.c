/*
 * escape.c - a byte for each value below 255; 255 stands for the next value of a second array.
 *
 * For the numbers of a table whose entries stand from the most frequent on: nearly all fit the byte.
 */
#include "datasets/eepd/array.h"

#define ESCAPE 255

static inline void merge(const unsigned char *first, const unsigned char *second, size_t count, size_t width,
                         unsigned char *values)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t value = first[i];
        const int escapes = value == ESCAPE;
        uint64_t rare = 0;
        memcpy(&rare, second, width); /* may lie behind the last: there is slack */
        value = escapes ? rare : value;
        second += escapes ? width : 0;
        memcpy(values + i * width, &value, width);
    }
}

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
    memset(second + escapes * width, 0, EEPD_SLACK);
    if (width == 1) merge(first, second, count, 1, values);
    else if (width == 2) merge(first, second, count, 2, values);
    else if (width == 4) merge(first, second, count, 4, values);
    else merge(first, second, count, 8, values);
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

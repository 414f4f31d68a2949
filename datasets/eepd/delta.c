/* delta.c - the first value, and of every other one the difference to the value before it. */
#include "datasets/eepd/array.h"

/* The differences are where the values belong, from the second on. */
static void add_up(void *values, size_t count, size_t width, uint64_t first)
{
    EEP_BY_WIDTH(width, {
        type *to = values;
        to[0] = (type)first;
        for (size_t i = 1; i < count; i++)
            to[i] = (type)(to[i - 1] + to[i]);
    });
}

const char *eep_eepd_delta_get(eep_eepd_decoder *decoder, eep_eepd_cursor *from, size_t count, size_t width,
                               void *values)
{
    uint64_t first;
    unsigned char *at = values;
    if (!eep_eepd_number_get(from, width, &first)) return "it ends within an array";
    const char *fault = eep_eepd_array_get(decoder, from, count - 1, width, at + width);
    if (fault != NULL) return fault;
    add_up(values, count, width, first);
    return NULL;
}

void eep_eepd_delta_put(eep_eepd_encoder *encoder, const int64_t *values, size_t count, size_t width,
                        int depth, eep_eepd_buffer *to)
{
    const size_t before = encoder->stack.used;
    int64_t *differences = eep_eepd_take(&encoder->stack, count, sizeof *differences);
    if (differences == NULL) {
        to->status = EEP_ERROR_MEMORY;
        return;
    }
    for (size_t i = 1; i < count; i++)
        differences[i - 1] = (int64_t)((uint64_t)values[i] - (uint64_t)values[i - 1]);
    eep_eepd_number_put(EEPD_DELTA, 1, to);
    eep_eepd_number_put((uint64_t)values[0], width, to);
    eep_eepd_array_put_at(encoder, differences, count - 1, width, depth + 1, to);
    encoder->stack.used = before;
}

/* run.c - arrays that are one value, or values at equal steps: v(i) = first + i x step. */
#include "datasets/eepd/array.h"

static void fill(void *values, size_t count, size_t width, uint64_t first, uint64_t step)
{
    EEP_BY_WIDTH(width, {
        type *to = values;
        type value = (type)first;
        for (size_t i = 0; i < count; i++) {
            to[i] = value;
            value = (type)(value + step);
        }
    });
}

const char *eep_eepd_constant_get(eep_eepd_cursor *from, size_t count, size_t width, void *values)
{
    uint64_t value;
    if (!eep_eepd_number_get(from, width, &value)) return "it ends within an array";
    fill(values, count, width, value, 0);
    return NULL;
}

const char *eep_eepd_run_get(eep_eepd_cursor *from, size_t count, size_t width, void *values)
{
    uint64_t first, step;
    if (!eep_eepd_number_get(from, width, &first) || !eep_eepd_number_get(from, width, &step))
        return "it ends within an array";
    fill(values, count, width, first, step);
    return NULL;
}

void eep_eepd_run_put(const int64_t *values, size_t count, size_t width, eep_eepd_buffer *to)
{
    const uint64_t step = count > 1 ? (uint64_t)values[1] - (uint64_t)values[0] : 0;
    eep_eepd_number_put(step == 0 ? EEPD_CONSTANT : EEPD_RUN, 1, to);
    eep_eepd_number_put((uint64_t)values[0], width, to);
    if (step != 0) eep_eepd_number_put(step, width, to);
}

/* run.c - arrays that are one value, or values at equal steps: v(i) = first + i x step. */
#include "datasets/eepd/array.h"

/* `width` is a constant where these are called, so that the loops become plain ones. */
static inline void fill(void *values, size_t count, size_t width, uint64_t first, uint64_t step)
{
    unsigned char *at = values;
    for (size_t i = 0; i < count; i++, first += step)
        memcpy(at + i * width, &first, width);
}

static void fill_any(void *values, size_t count, size_t width, uint64_t first, uint64_t step)
{
    if (width == 1 && step == 0) memset(values, (int)first, count);
    else if (width == 1) fill(values, count, 1, first, step);
    else if (width == 2) fill(values, count, 2, first, step);
    else if (width == 4) fill(values, count, 4, first, step);
    else fill(values, count, 8, first, step);
}

const char *eep_eepd_constant_get(eep_eepd_cursor *from, size_t count, size_t width, void *values)
{
    uint64_t value;
    if (!eep_eepd_number_get(from, width, &value)) return "it ends within an array";
    fill_any(values, count, width, value, 0);
    return NULL;
}

const char *eep_eepd_run_get(eep_eepd_cursor *from, size_t count, size_t width, void *values)
{
    uint64_t first, step;
    if (!eep_eepd_number_get(from, width, &first) || !eep_eepd_number_get(from, width, &step))
        return "it ends within an array";
    fill_any(values, count, width, first, step);
    return NULL;
}

void eep_eepd_run_put(const int64_t *values, size_t count, size_t width, eep_eepd_buffer *to)
{
    const uint64_t step = count > 1 ? (uint64_t)values[1] - (uint64_t)values[0] : 0;
    eep_eepd_number_put(step == 0 ? EEPD_CONSTANT : EEPD_RUN, 1, to);
    eep_eepd_number_put((uint64_t)values[0], width, to);
    if (step != 0) eep_eepd_number_put(step, width, to);
}

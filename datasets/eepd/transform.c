/*
 * transform.c - what is done to values so that zstd finds their likeness.
 *
 * Planes: all first bytes, then all second bytes, and so on; the high bytes of small numbers become long
 * runs. Differences: an id or a time that only grows becomes a small number, zigzag keeping small
 * negative ones small. Arithmetic is modulo 2^32 or 2^64, so every value comes back.
 */
#include <string.h>

#include "datasets/eepd/eepd.h"

/* Values are taken apart where they lie. A port to a big-endian machine has to swap them first. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "values in files are little-endian");

/* `width` is a constant where these are called, so that the inner loop unrolls. */
static inline void split(const unsigned char *values, size_t width, size_t count, unsigned char *planes)
{
    for (size_t i = 0; i < count; i++)
        for (size_t plane = 0; plane < width; plane++)
            planes[plane * count + i] = values[i * width + plane];
}

static inline void join(const unsigned char *planes, size_t width, size_t count, unsigned char *values)
{
    for (size_t i = 0; i < count; i++)
        for (size_t plane = 0; plane < width; plane++)
            values[i * width + plane] = planes[plane * count + i];
}

void eep_planes_split(const void *values, size_t width, size_t count, unsigned char *planes)
{
    if (width == 8) split(values, 8, count, planes);
    if (width == 4) split(values, 4, count, planes);
    if (width == 2) split(values, 2, count, planes);
    if (width == 1) memcpy(planes, values, count);
}

void eep_planes_join(const unsigned char *planes, size_t width, size_t count, void *values)
{
    if (width == 8) join(planes, 8, count, values);
    if (width == 4) join(planes, 4, count, values);
    if (width == 2) join(planes, 2, count, values);
    if (width == 1) memcpy(values, planes, count);
}

static void apply_64(const uint64_t *values, size_t count, uint64_t *differences)
{
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++) {
        const uint64_t difference = values[i] - before;
        before = values[i];
        differences[i] = difference << 1 ^ (0 - (difference >> 63));
    }
}

static void apply_32(const uint32_t *values, size_t count, uint32_t *differences)
{
    uint32_t before = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t difference = values[i] - before;
        before = values[i];
        differences[i] = difference << 1 ^ (0 - (difference >> 31));
    }
}

static void undo_64(uint64_t *values, size_t count)
{
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++)
        before = values[i] = before + (values[i] >> 1 ^ (0 - (values[i] & 1)));
}

static void undo_32(uint32_t *values, size_t count)
{
    uint32_t before = 0;
    for (size_t i = 0; i < count; i++)
        before = values[i] = before + (values[i] >> 1 ^ (0 - (values[i] & 1)));
}

void eep_delta_apply(const void *values, size_t width, size_t count, void *differences)
{
    if (width == 8) apply_64(values, count, differences);
    if (width == 4) apply_32(values, count, differences);
}

void eep_delta_undo(void *values, size_t width, size_t count)
{
    if (width == 8) undo_64(values, count);
    if (width == 4) undo_32(values, count);
}

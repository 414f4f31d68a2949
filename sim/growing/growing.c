/* growing.c - arrays that double when they are full. */
#include "sim/growing/growing.h"

#include <string.h>

static int make_room(const eep_allocator *allocator, eep_growing *array, size_t more)
{
    if (array->capacity - array->count >= more) return 1;
    size_t capacity = array->capacity > 0 ? array->capacity : 64;
    while (capacity - array->count < more) {
        if (capacity > SIZE_MAX / 2) return 0;
        capacity *= 2;
    }
    void *larger = eep_allocate_raw(allocator, capacity, array->size);
    if (larger == NULL) return 0;
    if (array->count > 0) memcpy(larger, array->data, array->count * array->size);
    eep_release(allocator, array->data, array->capacity, array->size);
    array->data = larger;
    array->capacity = capacity;
    return 1;
}

int eep_growing_append(const eep_allocator *allocator, eep_growing *array, const void *data, size_t count)
{
    if (!make_room(allocator, array, count)) return 0;
    if (count > 0) memcpy((char *)array->data + array->count * array->size, data, count * array->size);
    array->count += count;
    return 1;
}

void *eep_growing_add(const eep_allocator *allocator, eep_growing *array)
{
    if (!make_room(allocator, array, 1)) return NULL;
    void *entry = (char *)array->data + array->count++ * array->size;
    memset(entry, 0, array->size);
    return entry;
}

void eep_growing_clear(const eep_allocator *allocator, eep_growing *array)
{
    eep_release(allocator, array->data, array->capacity, array->size);
    array->data = NULL;
    array->count = array->capacity = 0;
}

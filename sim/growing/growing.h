/* growing.h - arrays of which nobody knows the length beforehand. */
#ifndef EEP_SIM_GROWING_H
#define EEP_SIM_GROWING_H

#include "datasets/base.h"

/* Zero-initialise but for `size`. Entries may move when one is added. */
typedef struct eep_growing {
    void *data;
    size_t size; /* bytes an entry */
    size_t count, capacity;
} eep_growing;

/* A new zeroed entry at the end, or NULL when there is no memory; the array is then as before. */
void *eep_growing_add(const eep_allocator *allocator, eep_growing *array);

/* `count` entries more, copied from `data`; 0 when there is no memory, else 1. */
int eep_growing_append(const eep_allocator *allocator, eep_growing *array, const void *data, size_t count);

void eep_growing_clear(const eep_allocator *allocator, eep_growing *array);

#endif

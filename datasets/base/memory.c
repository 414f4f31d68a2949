/* memory.c - memory from the caller's allocator, or from the C heap when there is none. */
#include <stdlib.h>
#include <string.h>

#include "datasets/base.h"

/* A cache line, and the widest vector register there is. */
#define ALIGNMENT 64

void *eep_allocate_raw(const eep_allocator *allocator, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - ALIGNMENT) / size) return NULL;
    size_t bytes = count * size;
    if (bytes == 0) bytes = 1; /* a pointer that can be told from failure */
    if (allocator != NULL && allocator->allocate != NULL) {
        return allocator->allocate(allocator->context, bytes, ALIGNMENT);
    }
    /* aligned_alloc wants a multiple of the alignment. */
    return aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

void *eep_allocate(const eep_allocator *allocator, size_t count, size_t size)
{
    void *memory = eep_allocate_raw(allocator, count, size);
    if (memory != NULL) memset(memory, 0, count * size);
    return memory;
}

void eep_release(const eep_allocator *allocator, void *memory, size_t count, size_t size)
{
    if (memory == NULL) return;
    if (allocator != NULL && allocator->release != NULL) {
        const size_t bytes = count * size;
        allocator->release(allocator->context, memory, bytes == 0 ? 1 : bytes);
    } else {
        free(memory);
    }
}

/* memory.c - memory from the caller's allocator, or from the C heap when there is none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "datasets/base.h"

/* A cache line, and the widest vector register there is. */
#define ALIGNMENT 64

/*
 * Arrays from here on hold a million candidates and get pages of megabytes where the system has some. They
 * begin where such a page does: one more would be touched in small pages otherwise.
 */
#define LARGE_PAGE ((size_t)2 << 20)
#define LARGE      (2 * LARGE_PAGE)

/*
 * The first touch of a fresh array in pages of 4 KiB takes longer than most of what is then done with it.
 * This is a wish: nothing depends on whether the system grants it.
 */
static void wish_large_pages(void *memory, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = 4096, first = ((uintptr_t)memory + page - 1) / page * page;
    const uintptr_t end = ((uintptr_t)memory + bytes) / page * page;
    if (bytes >= LARGE) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)bytes;
#endif
}

void *eep_allocate_raw(const eep_allocator *allocator, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - ALIGNMENT) / size) return NULL;
    size_t bytes = count * size;
    if (bytes == 0) bytes = 1; /* a pointer that can be told from failure */
    if (allocator != NULL && allocator->allocate != NULL) {
        return allocator->allocate(allocator->context, bytes, ALIGNMENT);
    }
    const size_t whole = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *memory;
    /* Not aligned_alloc, which wants a multiple of the alignment: up to 2 MiB more. */
    if (posix_memalign(&memory, whole >= LARGE ? LARGE_PAGE : ALIGNMENT, whole) != 0) return NULL;
    wish_large_pages(memory, whole);
    return memory;
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

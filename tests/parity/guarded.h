/*
 * guarded.h - memory that ends (or begins) where nothing may be touched: a kernel that reads or writes one
 * byte too far does not get away with it.
 */
#ifndef EEP_TESTS_PARITY_GUARDED_H
#define EEP_TESTS_PARITY_GUARDED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "../kernels/levels.h"

/* Readable pages between two that are not. */
typedef struct guarded {
    uint8_t *mapping, *first, *end; /* [first, end) may be used */
    size_t mapped;
} guarded;

static inline guarded guarded_open(size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t inner = (bytes + page - 1) / page * page;
    guarded area = {.mapped = inner + 2 * page};
    area.mapping = mmap(NULL, area.mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(area.mapping, MAP_FAILED);
    assert_int_equal(mprotect(area.mapping + page, inner, PROT_READ | PROT_WRITE), 0);
    area.first = area.mapping + page;
    area.end = area.first + inner;
    return area;
}

static inline void guarded_close(guarded *area)
{
    munmap(area->mapping, area->mapped);
}

/* `bytes` at the very end of the area, or at its very beginning. */
static inline void *guarded_at(const guarded *area, size_t bytes, int at_end)
{
    return at_end ? area->end - bytes : area->first;
}

#endif

/* texts.c - memory that is shared by a policy and the rules compiled from it. */
#include "sim/policy/leaves.h"

#include <stdatomic.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)64 << 10)

typedef struct chunk {
    struct chunk *next;
    size_t size, used; /* of `bytes` */
    _Alignas(16) char bytes[];
} chunk;

struct eep_texts {
    eep_allocator allocator;
    atomic_size_t sharers;
    chunk *chunks;
};

eep_texts *eep_texts_new(const eep_allocator *allocator)
{
    eep_texts *texts = eep_allocate(allocator, 1, sizeof *texts);
    if (texts == NULL) return NULL;
    if (allocator != NULL) texts->allocator = *allocator;
    atomic_init(&texts->sharers, 1);
    return texts;
}

eep_texts *eep_texts_share(eep_texts *texts)
{
    atomic_fetch_add(&texts->sharers, 1);
    return texts;
}

void eep_texts_drop(eep_texts *texts)
{
    if (texts == NULL || atomic_fetch_sub(&texts->sharers, 1) != 1) return;
    const eep_allocator allocator = texts->allocator;
    while (texts->chunks != NULL) {
        chunk *top = texts->chunks;
        texts->chunks = top->next;
        eep_release(&allocator, top, 1, sizeof *top + top->size);
    }
    eep_release(&allocator, texts, 1, sizeof *texts);
}

void *eep_texts_take(eep_texts *texts, size_t bytes)
{
    bytes = (bytes + 15) & ~(size_t)15;
    chunk *top = texts->chunks;
    if (top == NULL || top->size - top->used < bytes) {
        const size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        top = eep_allocate(&texts->allocator, 1, sizeof *top + size);
        if (top == NULL) return NULL;
        top->size = size;
        top->next = texts->chunks;
        texts->chunks = top;
    }
    void *memory = top->bytes + top->used;
    top->used += bytes;
    return memory;
}

char *eep_texts_copy(eep_texts *texts, const char *text, size_t length)
{
    char *copy = eep_texts_take(texts, length + 1);
    if (copy != NULL) memcpy(copy, text, length);
    return copy;
}

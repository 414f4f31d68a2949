/*
 * ahead.h - asking for memory before it is read. For kernels of any family.
 *
 * A kernel that reads eight planes or thirteen side by side has more streams under way than the prefetchers
 * of a processor follow with ease, and between two loads of a stream so much arithmetic that it cannot look
 * far ahead by itself. Asked for in time, the lines come while it works.
 */
#ifndef EEP_KERNELS_AHEAD_H
#define EEP_KERNELS_AHEAD_H

#include <stddef.h>
#include <stdint.h>

#define EEP_LINE 64 /* bytes of a line of a cache */

/* How far, in candidates: sixteen lines of a plane. Half and twice as many did as well. */
#define EEP_AHEAD 1024

/* Whether a call of n candidates is worth it: what comes after a few of them may never be asked for. */
static inline int eep_looks_ahead(size_t n)
{
    return n >= EEP_AHEAD;
}

/*
 * The lines that `count` planes will be read from after EEP_AHEAD candidates more than i. It is a wish, and
 * reads nothing: the address may be past the end of a plane, or of all memory.
 */
static inline void eep_ask_ahead(uint8_t *const *plane, size_t count, size_t i)
{
    for (size_t p = 0; p < count; p++)
        __builtin_prefetch((const void *)((uintptr_t)plane[p] + i + EEP_AHEAD));
}

#endif

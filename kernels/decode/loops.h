/*
 * loops.h - join, range and look-ups as plain loops, one a width, which a compiler turns into vectors of
 * whatever instruction set the including file is built for. Private to kernels/decode.
 */
#ifndef EEP_KERNELS_DECODE_LOOPS_H
#define EEP_KERNELS_DECODE_LOOPS_H

#include "kernels/decode/decode.h"

#define LOOP_JOIN(low_type)                                                                                  \
    do {                                                                                                     \
        const low_type *restrict below = low;                                                                \
        for (size_t i = 0; i < n; i++)                                                                       \
            to[i] = (type)((type)base + (type)((type)((to[i] + 0U) << bits) | below[i]));                    \
    } while (0)

static inline void loop_join(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n,
                             size_t width, void *values)
{
    EEP_BY_WIDTH(width, {
        type *restrict to = values;
        if (low_width == 1)
            LOOP_JOIN(uint8_t);
        else if (low_width == 2)
            LOOP_JOIN(uint16_t);
        else
            LOOP_JOIN(uint32_t);
    });
}

#define LOOP_RANGE(type)                                                                                     \
    do {                                                                                                     \
        const type *value = values;                                                                          \
        type least = value[0], most = value[0];                                                              \
        for (size_t i = 0; i < n; i++) {                                                                     \
            least = value[i] < least ? value[i] : least;                                                     \
            most = value[i] > most ? value[i] : most;                                                        \
        }                                                                                                    \
        *low = (int64_t)least;                                                                               \
        *high = (int64_t)most;                                                                               \
    } while (0)

static inline void loop_range(const void *values, size_t n, size_t width, int64_t *low, int64_t *high)
{
    if (width == 1)
        LOOP_RANGE(uint8_t);
    else if (width == 2)
        LOOP_RANGE(uint16_t);
    else if (width == 4)
        LOOP_RANGE(int32_t);
    else
        LOOP_RANGE(int64_t);
}

/* Four at a time: what bounds it is loads and stores, not the loop. */
#define LOOP_LOOK_UP(code_type)                                                                              \
    do {                                                                                                     \
        const code_type *restrict by = code;                                                                 \
        for (; i + 4 <= n; i += 4) {                                                                         \
            to[i] = entry[by[i]];                                                                            \
            to[i + 1] = entry[by[i + 1]];                                                                    \
            to[i + 2] = entry[by[i + 2]];                                                                    \
            to[i + 3] = entry[by[i + 3]];                                                                    \
        }                                                                                                    \
        for (; i < n; i++)                                                                                   \
            to[i] = entry[by[i]];                                                                            \
    } while (0)

static inline void loop_look_up(const void *code, size_t code_width, size_t n, const void *entries,
                                size_t width, void *values)
{
    size_t i = 0;
    EEP_BY_WIDTH(width, {
        const type *restrict entry = entries;
        type *restrict to = values;
        if (code_width == 1)
            LOOP_LOOK_UP(uint8_t);
        else
            LOOP_LOOK_UP(uint16_t);
    });
}

#endif

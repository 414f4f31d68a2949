/* decode.h - the kernels of stored columns, by instruction set. For the dispatcher and its own variants only.
 */
#ifndef EEP_KERNELS_DECODE_DECODE_H
#define EEP_KERNELS_DECODE_DECODE_H

#include <string.h>

#include "kernels/kernels.h"

/*
 * The day of a time: 86,400 is 128 x 675, and what is left after 128 fits 32 bits, of which a vector holds
 * many. There are DAYS_BELOW days more than any time lies before 1970, to divide what is not negative.
 */
#define DAYS_BELOW 40000

static inline uint32_t day_of(int64_t time)
{
    const uint32_t part = (uint32_t)(time >> 7) + DAYS_BELOW * 675u;
    return part / 675u - DAYS_BELOW;
}

/* What every level has. */
#define DECLARE(level)                                                                                       \
    void eep_bits_##level(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width,       \
                          void *values);                                                                     \
    void eep_join_##level(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n,         \
                          size_t width, void *values);                                                       \
    void eep_expand_##level(const uint8_t *mask, const void *dense, uint64_t common, size_t n, size_t width, \
                            void *values);                                                                   \
    void eep_look_up_##level(const void *code, size_t code_width, size_t n, const void *entries,             \
                             size_t number, size_t width, void *values);                                     \
    void eep_expected_##level(int rule, const void *a, const void *b, uint16_t limit, size_t n,              \
                              void *values);                                                                 \
    void eep_range_##level(const void *values, size_t n, size_t width, int64_t *low, int64_t *high);

/* What NEON leaves to the reference. */
#define DECLARE_MORE(level)                                                                                  \
    void eep_escape_##level(const uint8_t *first, const void *rare, size_t n, size_t width, void *values);   \
    void eep_look_up_four_##level(const uint16_t *code, size_t n, const uint8_t(*entries)[4],                \
                                  uint8_t *const to[4]);

DECLARE(ref)
DECLARE_MORE(ref)
DECLARE(avx2)
DECLARE_MORE(avx2)
DECLARE(avx512)
DECLARE_MORE(avx512)
DECLARE(neon)

#undef DECLARE_MORE
#undef DECLARE

#endif

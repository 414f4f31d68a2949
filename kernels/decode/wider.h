/*
 * wider.h - vectors of values of 1, 2 or 4 bytes, plus a base, stored as values of that width or a larger
 * one: the steps that bits_avx2.c and bits_avx512.c share. Private to kernels/decode.
 *
 * The including file says before what a `vector` of VECTOR bytes is, how half of one is made twice as wide
 * (wider_1, wider_2 and wider_4, by the width before), and how the first n values of one, plus a base, are
 * stored (add_1, add_2, add_4 and add_8). A half that has none of the n values is not stored: no pointer goes
 * past the end.
 */
#ifndef EEP_KERNELS_DECODE_WIDER_H
#define EEP_KERNELS_DECODE_WIDER_H

#define PUT(size, twice)                                                                                     \
    static inline void put_##size(vector values, size_t n, uint64_t base, size_t width, uint8_t *to)         \
    {                                                                                                        \
        const size_t half = VECTOR / (twice);                                                                \
        if (width == (size)) {                                                                               \
            add_##size(values, n, base, to);                                                                 \
            return;                                                                                          \
        }                                                                                                    \
        put_##twice(wider_##size(low_half(values)), n, base, width, to);                                     \
        if (n > half)                                                                                        \
            put_##twice(wider_##size(high_half(values)), n - half, base, width, to + half * width);          \
    }

static inline void put_8(vector values, size_t n, uint64_t base, size_t width, uint8_t *to)
{
    (void)width; /* there is none beyond */
    add_8(values, n, base, to);
}

PUT(4, 8)
PUT(2, 4)
PUT(1, 2)

#undef PUT

#endif

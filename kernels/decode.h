/*
 * decode.h - stored columns back to values. Part of the face.
 *
 * What the arrays of a file are made of (datasets/FORMAT.md, "Arrays"): bits packed side by side, low and
 * high bits apart, one common value and the exceptions, bytes with escapes, codes of a table. Values are
 * unsigned numbers of `width` bytes (1, 2, 4 or 8) and arithmetic is modulo 2^(8 x width), so that signed
 * columns come out right as well. Any n.
 *
 * Inputs may have been made by anybody: kernels read and write what is said here whatever the values are. A
 * caller checks what a kernel takes for granted (that codes are below the number of entries, that there are
 * as many values as bits set). Bytes may lie at any address, values at a multiple of their width. Outputs
 * overlap nothing but where it is said.
 */
#ifndef EEP_KERNELS_DECODE_H
#define EEP_KERNELS_DECODE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Runs a block of code with `type` being the unsigned type of `width` bytes: loops over values are compiled
 * for each width by itself, so that they become plain ones.
 */
#define EEP_BY_WIDTH(width, code)                                                                            \
    do {                                                                                                     \
        if ((width) == 1) {                                                                                  \
            typedef uint8_t type;                                                                            \
            code                                                                                             \
        } else if ((width) == 2) {                                                                           \
            typedef uint16_t type;                                                                           \
            code                                                                                             \
        } else if ((width) == 4) {                                                                           \
            typedef uint32_t type;                                                                           \
            code                                                                                             \
        } else {                                                                                             \
            typedef uint64_t type;                                                                           \
            code                                                                                             \
        }                                                                                                    \
    } while (0)

/* Bytes behind `packed`, `mask`, `dense` and `rare` that may be read; what they are does not matter. */
#define EEP_DECODE_SLACK 8

/*
 * values[i] = base + the number whose bit j is bit (i x bits + j) % 8 of byte (i x bits + j) / 8 of `packed`,
 * j = 0..bits-1. `bits` is 1..32 and at most 8 x width.
 */
typedef void (*eep_bits_kernel)(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width,
                                void *values);

/*
 * values[i] = base + (values[i] x 2^bits | low[i]): high parts are in `values`, low ones have `low_width`
 * bytes (1, 2 or 4). `bits` is 1..32 and less than 8 x width.
 */
typedef void (*eep_join_kernel)(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n,
                                size_t width, void *values);

/*
 * values[i] = the next of `dense` where bit i % 8 of mask[i / 8] is set, and `common` elsewhere. Bits past n
 * do not matter. As many values of `dense` are read as bits are set.
 */
typedef void (*eep_expand_kernel)(const uint8_t *mask, const void *dense, uint64_t common, size_t n,
                                  size_t width, void *values);

/* values[i] = the next of `rare` where first[i] is 255, and first[i] elsewhere. */
typedef void (*eep_escape_kernel)(const uint8_t *first, const void *rare, size_t n, size_t width,
                                  void *values);

/*
 * values[i] = the entry (of `width` bytes) that has the number code[i]. Codes have `code_width` bytes (1 or
 * 2) and are below `number`, which is at most 65,536.
 */
typedef void (*eep_look_up_kernel)(const void *code, size_t code_width, size_t n, const void *entries,
                                   size_t number, size_t width, void *values);

/* The same for four columns of bytes at once: to[k][i] = entries[code[i]][k], where to[k] is not NULL. */
typedef void (*eep_look_up_four_kernel)(const uint16_t *code, size_t n, const uint8_t (*entries)[4],
                                        uint8_t *const to[4]);

/* What one or two columns let expect of a third. */
enum {
    EEP_EXPECT_DAY = 0,     /* the day of a time: a of 8 bytes, values of 4 */
    EEP_EXPECT_LESSER = 1,  /* the lesser of a and the limit; these and the next are of 2 bytes */
    EEP_EXPECT_GREATER = 2, /* the greater of a and b */
    EEP_EXPECT_SUM = 3      /* the lesser of a + b and the limit */
};

/*
 * values[i] = what rule, a[i] and b[i] let expect - values[i]. The day of a time is floor(time / 86,400) from
 * day -40,000 to day 1,000,000, which times of submission do not leave, and some day for other times. `b` is
 * read by the last two rules alone.
 */
typedef void (*eep_expected_kernel)(int rule, const void *a, const void *b, uint16_t limit, size_t n,
                                    void *values);

/*
 * The lowest and the highest of n values, n at least 1: numbers of 1 or 2 bytes without a sign, of 4 or 8
 * with one.
 */
typedef void (*eep_range_kernel)(const void *values, size_t n, size_t width, int64_t *low, int64_t *high);

#define EEP_RANGE_OF(type)                                                                                   \
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

/* The same as plain loops, of which a compiler makes vectors of what the including file is built for. */
static inline void eep_range_loop(const void *values, size_t n, size_t width, int64_t *low, int64_t *high)
{
    if (width == 1)
        EEP_RANGE_OF(uint8_t);
    else if (width == 2)
        EEP_RANGE_OF(uint16_t);
    else if (width == 4)
        EEP_RANGE_OF(int32_t);
    else
        EEP_RANGE_OF(int64_t);
}

#endif

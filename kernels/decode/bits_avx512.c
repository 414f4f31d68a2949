/*
 * bits_avx512.c - packed bits to values, sixty-four bytes of values at a time.
 *
 * Eight, four or two values of up to 8, 16 or 32 bits lie in eight bytes from the one on in which the first
 * of them begins. A byte permutation (VBMI) brings these bytes to their lane of 64 bits, a multishift takes
 * from it, for every byte of a value, the eight bits that begin anywhere in the lane, and a mask clears what
 * belongs to the next value. Only values of 31 bits may need a ninth byte; they are left to the reference.
 *
 * Meaning: as arrays_ref.c. Reads the packed bytes and no more; writes the values.
 */
#include <immintrin.h>

#include "kernels/decode/decode.h"

/* The first n of 64, 32, 16 or 8 lanes; all of them from there on. */
static inline uint64_t first_lanes(size_t n)
{
    return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/* How many of n are left behind the first `done`. */
static inline size_t behind(size_t n, size_t done)
{
    return n > done ? n - done : 0;
}

static inline __m256i lower(__m512i vector)
{
    return _mm512_castsi512_si256(vector);
}
static inline __m256i upper(__m512i vector)
{
    return _mm512_extracti64x4_epi64(vector, 1);
}

/* ---- Vectors of one width stored as values of that width or a larger one ------------------------------ */

static inline void put_8(__m512i vector, size_t n, uint64_t base, uint8_t *to)
{
    const __m512i sum = _mm512_add_epi64(vector, _mm512_set1_epi64((long long)base));
    _mm512_mask_storeu_epi64(to, (__mmask8)first_lanes(n), sum);
}

static inline void put_4(__m512i vector, size_t n, uint64_t base, size_t width, uint8_t *to)
{
    if (width == 4) {
        const __m512i sum = _mm512_add_epi32(vector, _mm512_set1_epi32((int)(uint32_t)base));
        _mm512_mask_storeu_epi32(to, (__mmask16)first_lanes(n), sum);
        return;
    }
    put_8(_mm512_cvtepu32_epi64(lower(vector)), n, base, to);
    put_8(_mm512_cvtepu32_epi64(upper(vector)), behind(n, 8), base, to + 64);
}

static inline void put_2(__m512i vector, size_t n, uint64_t base, size_t width, uint8_t *to)
{
    if (width == 2) {
        const __m512i sum = _mm512_add_epi16(vector, _mm512_set1_epi16((short)(uint16_t)base));
        _mm512_mask_storeu_epi16(to, (__mmask32)first_lanes(n), sum);
        return;
    }
    put_4(_mm512_cvtepu16_epi32(lower(vector)), n, base, width, to);
    put_4(_mm512_cvtepu16_epi32(upper(vector)), behind(n, 16), base, width, to + 16 * width);
}

static inline void put_1(__m512i vector, size_t n, uint64_t base, size_t width, uint8_t *to)
{
    if (width == 1) {
        const __m512i sum = _mm512_add_epi8(vector, _mm512_set1_epi8((char)(uint8_t)base));
        _mm512_mask_storeu_epi8(to, first_lanes(n), sum);
        return;
    }
    put_2(_mm512_cvtepu8_epi16(lower(vector)), n, base, width, to);
    put_2(_mm512_cvtepu8_epi16(upper(vector)), behind(n, 32), base, width, to + 32 * width);
}

/* ---- Unpacking ---------------------------------------------------------------------------------------- */

/* How sixty-four bytes are made of packed ones: values of `size` bytes before they are made wider. */
typedef struct unpacking {
    __m512i from, shift, mask;
    size_t lanes, bytes; /* values, and packed bytes, of a vector */
    unsigned bits;
} unpacking;

static inline unpacking unpacking_of(unsigned bits, size_t size)
{
    const size_t each = 8 / size; /* values of a lane of 64 bits */
    uint8_t from[64], shift[64], mask[64];
    for (size_t i = 0; i < 64; i++) {
        const size_t begin = i / 8 * each * bits, within = i % size * 8;
        from[i] = (uint8_t)(begin / 8 + i % 8);
        shift[i] = (uint8_t)(begin % 8 + i % 8 / size * bits + within);
        mask[i] = (uint8_t)(((UINT64_C(1) << bits) - 1) >> within);
    }
    return (unpacking){_mm512_loadu_si512(from),
                       _mm512_loadu_si512(shift),
                       _mm512_loadu_si512(mask),
                       64 / size,
                       each * bits,
                       bits};
}

static inline __m512i unpack(const unpacking *how, const uint8_t *packed, size_t n)
{
    const size_t bytes = n < how->lanes ? (n * how->bits + 7) / 8 : how->bytes;
    const __m512i loaded = _mm512_maskz_loadu_epi8(first_lanes(bytes), packed);
    const __m512i moved = _mm512_permutexvar_epi8(how->from, loaded);
    return _mm512_and_si512(_mm512_multishift_epi64_epi8(how->shift, moved), how->mask);
}

#define UNPACK(size, put)                                                                                    \
    do {                                                                                                     \
        const unpacking how = unpacking_of(bits, size);                                                      \
        for (size_t i = 0; i < n; i += how.lanes, packed += how.bytes)                                       \
            put(unpack(&how, packed, n - i), n - i, base, width, to + i * width);                            \
    } while (0)

/* A loop for each width, without a choice in it. */
#define UNPACK_TO(size, put)                                                                                 \
    do {                                                                                                     \
        if (wide == 1 && size <= 1)                                                                          \
            UNPACK_AS(size, put, 1);                                                                         \
        else if (wide == 2 && size <= 2)                                                                     \
            UNPACK_AS(size, put, 2);                                                                         \
        else if (wide == 4)                                                                                  \
            UNPACK_AS(size, put, 4);                                                                         \
        else                                                                                                 \
            UNPACK_AS(size, put, 8);                                                                         \
    } while (0)
#define UNPACK_AS(size, put, of)                                                                             \
    do {                                                                                                     \
        const size_t width = of;                                                                             \
        UNPACK(size, put);                                                                                   \
    } while (0)

void eep_bits_avx512(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t wide, void *values)
{
    uint8_t *to = values;
    if (bits <= 8)
        UNPACK_TO(1, put_1);
    else if (bits <= 16)
        UNPACK_TO(2, put_2);
    else if (bits != 31)
        UNPACK_TO(4, put_4);
    else
        eep_bits_ref(packed, n, bits, base, wide, values);
}

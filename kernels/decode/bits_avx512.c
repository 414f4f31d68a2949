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
#include "kernels/lanes_avx512.h"

/* ---- Vectors of one width stored as values of that width or a larger one ------------------------------ */

typedef __m512i vector;
#define VECTOR 64

static inline vector wider_1(__m256i bytes)
{
    return _mm512_cvtepu8_epi16(bytes);
}
static inline vector wider_2(__m256i pairs)
{
    return _mm512_cvtepu16_epi32(pairs);
}
static inline vector wider_4(__m256i words)
{
    return _mm512_cvtepu32_epi64(words);
}

static inline void add_1(vector values, size_t n, uint64_t base, uint8_t *to)
{
    const vector sum = _mm512_add_epi8(values, _mm512_set1_epi8((char)(uint8_t)base));
    _mm512_mask_storeu_epi8(to, first_lanes(n), sum);
}
static inline void add_2(vector values, size_t n, uint64_t base, uint8_t *to)
{
    const vector sum = _mm512_add_epi16(values, _mm512_set1_epi16((short)(uint16_t)base));
    _mm512_mask_storeu_epi16(to, (__mmask32)first_lanes(n), sum);
}
static inline void add_4(vector values, size_t n, uint64_t base, uint8_t *to)
{
    const vector sum = _mm512_add_epi32(values, _mm512_set1_epi32((int)(uint32_t)base));
    _mm512_mask_storeu_epi32(to, (__mmask16)first_lanes(n), sum);
}
static inline void add_8(vector values, size_t n, uint64_t base, uint8_t *to)
{
    const vector sum = _mm512_add_epi64(values, _mm512_set1_epi64((long long)base));
    _mm512_mask_storeu_epi64(to, (__mmask8)first_lanes(n), sum);
}

#include "kernels/decode/wider.h"

/* ---- Unpacking ---------------------------------------------------------------------------------------- */

/* How sixty-four bytes are made of packed ones: values of `size` bytes before they are made wider. */
typedef struct unpacking {
    __m512i from, shift, mask;
    size_t bytes; /* packed ones of a vector */
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
    return (unpacking){_mm512_loadu_si512(from), _mm512_loadu_si512(shift), _mm512_loadu_si512(mask),
                       each * bits};
}

/* From the packed bytes that there are. */
static inline __m512i unpack(const unpacking *how, const uint8_t *packed, size_t there)
{
    const __m512i loaded = _mm512_maskz_loadu_epi8(first_lanes(there), packed);
    const __m512i moved = _mm512_permutexvar_epi8(how->from, loaded);
    return _mm512_and_si512(_mm512_multishift_epi64_epi8(how->shift, moved), how->mask);
}

/* Whole vectors, whose number of values the compiler knows, and what is left. */
#define UNPACK(size, put)                                                                                    \
    do {                                                                                                     \
        const unpacking how = unpacking_of(bits, size);                                                      \
        const size_t lanes = 64 / (size);                                                                    \
        size_t i = 0;                                                                                        \
        for (; i + lanes <= n; i += lanes, packed += how.bytes)                                              \
            put(unpack(&how, packed, how.bytes), lanes, base, width, to + i * width);                        \
        if (i < n) put(unpack(&how, packed, ((n - i) * bits + 7) / 8), n - i, base, width, to + i * width);  \
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

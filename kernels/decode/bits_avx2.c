/*
 * bits_avx2.c - packed bits to values: thirty-two of up to 8 bits, eight of up to 25.
 *
 * Of few bits, eight values lie in eight bytes from the one on in which the first begins, four times: halves
 * of a word of 64 bits are moved apart, then quarters, then eighths. Of more, a byte shuffle brings the four
 * bytes that hold a value to its lane, and a shift of its own moves it down; 7 + 25 bits fit. Values of more
 * than 25 bits, and what is left of a length, go to the reference.
 *
 * Meaning: as arrays_ref.c. Reads the packed bytes and EEP_DECODE_SLACK behind; writes the values.
 */
#include <immintrin.h>

#include "kernels/decode/decode.h"
#include "kernels/lanes_avx2.h"

#define LARGEST 25 /* bits of a value that fits four bytes wherever it begins */

/* ---- Vectors of one width stored as values of that width or a larger one ------------------------------ */

typedef __m256i vector;
#define VECTOR 32

static inline vector wider_1(__m128i bytes)
{
    return _mm256_cvtepu8_epi16(bytes);
}
static inline vector wider_2(__m128i pairs)
{
    return _mm256_cvtepu16_epi32(pairs);
}
static inline vector wider_4(__m128i words)
{
    return _mm256_cvtepu32_epi64(words);
}

/* All of a vector: there are never fewer values here. */
static inline void add_1(vector values, size_t n, uint64_t base, uint8_t *to)
{
    (void)n;
    store(to, _mm256_add_epi8(values, _mm256_set1_epi8((char)(uint8_t)base)));
}
static inline void add_2(vector values, size_t n, uint64_t base, uint8_t *to)
{
    (void)n;
    store(to, _mm256_add_epi16(values, _mm256_set1_epi16((short)(uint16_t)base)));
}
static inline void add_4(vector values, size_t n, uint64_t base, uint8_t *to)
{
    (void)n;
    store(to, _mm256_add_epi32(values, _mm256_set1_epi32((int)(uint32_t)base)));
}
static inline void add_8(vector values, size_t n, uint64_t base, uint8_t *to)
{
    (void)n;
    store(to, _mm256_add_epi64(values, _mm256_set1_epi64x((long long)base)));
}

#include "kernels/decode/wider.h"

/* ---- Up to 8 bits ------------------------------------------------------------------------------------- */

/* Shifts and masks that move eight values apart, for a number of bits. */
typedef struct apart {
    __m128i four, two, one; /* how far */
    __m256i fours, twos, ones;
} apart;

static inline apart apart_of(unsigned bits)
{
    const uint64_t four = (UINT64_C(1) << 4 * bits) - 1, two = (UINT64_C(1) << 2 * bits) - 1;
    const uint64_t one = (UINT64_C(1) << bits) - 1;
    return (apart){_mm_cvtsi32_si128((int)(4 * bits)),
                   _mm_cvtsi32_si128((int)(2 * bits)),
                   _mm_cvtsi32_si128((int)bits),
                   _mm256_set1_epi64x((long long)four),
                   _mm256_set1_epi64x((long long)(two * UINT64_C(0x0000000100000001))),
                   _mm256_set1_epi64x((long long)(one * UINT64_C(0x0001000100010001)))};
}

/* What lies `far` up goes `to` bits up, and what is below the mask stays. */
static inline __m256i move_apart(__m256i words, __m128i far, __m256i mask, int to)
{
    const __m256i high = _mm256_and_si256(_mm256_srl_epi64(words, far), mask);
    return _mm256_or_si256(_mm256_and_si256(words, mask), _mm256_slli_epi64(high, to));
}

static inline __m256i load_four(const uint8_t *packed, unsigned bits)
{
    long long word[4];
    for (unsigned k = 0; k < 4; k++)
        memcpy(&word[k], packed + k * bits, sizeof word[k]);
    return _mm256_setr_epi64x(word[0], word[1], word[2], word[3]);
}

static inline size_t few_bits(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width,
                              uint8_t *to)
{
    const apart by = apart_of(bits);
    size_t i = 0;
    for (; i + 32 <= n; i += 32, packed += 4 * (size_t)bits) {
        __m256i words = load_four(packed, bits);
        words = move_apart(words, by.four, by.fours, 32);
        words = move_apart(words, by.two, by.twos, 16);
        words = move_apart(words, by.one, by.ones, 8);
        put_1(words, 32, base, width, to + i * width);
    }
    return i;
}

/* Bytes that only become wider. */
static inline size_t whole_bytes(const uint8_t *packed, size_t n, uint64_t base, size_t width, uint8_t *to)
{
    size_t i = 0;
    for (; i + 32 <= n; i += 32)
        put_1(load(packed + i), 32, base, width, to + i * width);
    return i;
}

/* ---- Up to 25 bits ------------------------------------------------------------------------------------ */

/* Eight values as words of 32 bits: four from the first byte on, and four from the one in which they begin.
 */
typedef struct unpacking {
    __m256i from, shift, mask;
    size_t second; /* the byte in which the fifth value begins */
} unpacking;

static inline unpacking unpacking_of(unsigned bits)
{
    uint8_t from[32];
    uint32_t shift[8];
    const unsigned second = 4 * bits / 8;
    for (unsigned i = 0; i < 8; i++) {
        const unsigned begin = i < 4 ? i * bits : i * bits - second * 8;
        shift[i] = begin % 8;
        for (unsigned k = 0; k < 4; k++)
            from[4 * i + k] = (uint8_t)(begin / 8 + k);
    }
    return (unpacking){load(from), load(shift), _mm256_set1_epi32((int)((1U << bits) - 1)), second};
}

static inline __m128i load_half(const uint8_t *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline void put_pairs(__m256i words, uint64_t base, uint8_t *to)
{
    const __m128i pairs = _mm_packus_epi32(low_half(words), high_half(words));
    const __m128i sum = _mm_add_epi16(pairs, _mm_set1_epi16((short)(uint16_t)base));
    _mm_storeu_si128((__m128i *)(void *)to, sum);
}

static inline size_t many_bits(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width,
                               uint8_t *to)
{
    const unpacking how = unpacking_of(bits);
    const uint8_t *end = packed + (n * bits + 7) / 8 + EEP_DECODE_SLACK;
    size_t i = 0;
    for (; i + 8 <= n && (size_t)(end - packed) >= how.second + 16; i += 8, packed += bits) {
        const __m256i loaded = _mm256_setr_m128i(load_half(packed), load_half(packed + how.second));
        const __m256i moved = _mm256_srlv_epi32(_mm256_shuffle_epi8(loaded, how.from), how.shift);
        const __m256i words = _mm256_and_si256(moved, how.mask);
        if (width == 2)
            put_pairs(words, base, to + i * 2);
        else
            put_4(words, 8, base, width, to + i * width);
    }
    return i;
}

/* ---- All ---------------------------------------------------------------------------------------------- */

static inline size_t whole_vectors(const uint8_t *packed, size_t n, unsigned bits, uint64_t base,
                                   size_t width, uint8_t *to)
{
    if (bits == 8) return whole_bytes(packed, n, base, width, to);
    if (bits < 8) return few_bits(packed, n, bits, base, width, to);
    return bits <= LARGEST ? many_bits(packed, n, bits, base, width, to) : 0;
}

/* A loop for each width, without a choice in it. */
void eep_bits_avx2(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width, void *values)
{
    uint8_t *to = values;
    size_t done = 0;
    if (width == 1)
        done = whole_vectors(packed, n, bits, base, 1, to);
    else if (width == 2)
        done = whole_vectors(packed, n, bits, base, 2, to);
    else if (width == 4)
        done = whole_vectors(packed, n, bits, base, 4, to);
    else
        done = whole_vectors(packed, n, bits, base, 8, to);
    eep_bits_ref(packed + done / 8 * bits, n - done, bits, base, width, to + done * width);
}

/*
 * compact_avx2.c - those of a column who are in a set, side by side, eight candidates at a time.
 *
 * Eight bits of the set pick an entry of a table: the places of the bits that are set, in order. A byte
 * shuffle (of bytes and pairs) or a permutation of lanes (of four bytes) by these places moves the members to
 * the front, and the vector is stored whole: what is behind the members is written over by the next. Only
 * while sixty-four places are left for members is that so; the last are copied one by one, so that nothing
 * past the members is written.
 *
 * Meaning: as compact_ref.c. Reads the value of every candidate and a bit; writes the values of the members.
 */
#include <immintrin.h>

#include "kernels/sets/sets.h"

/* Of a byte m: place p goes to the front of what higher places gave, where bit p is set. */
#define PUT(m, p, rest) ((rest) << 8 * ((m) >> (p)&1) | (uint64_t)(p) * ((m) >> (p)&1))
#define PLACES(m)                                                                                            \
    PUT(m, 0, PUT(m, 1, PUT(m, 2, PUT(m, 3, PUT(m, 4, PUT(m, 5, PUT(m, 6, PUT(m, 7, UINT64_C(0)))))))))
#define FOUR(m)    PLACES(m), PLACES((m) + 1), PLACES((m) + 2), PLACES((m) + 3)
#define SIXTEEN(m) FOUR(m), FOUR((m) + 4), FOUR((m) + 8), FOUR((m) + 12)
#define QUARTER(m) SIXTEEN(m), SIXTEEN((m) + 16), SIXTEEN((m) + 32), SIXTEEN((m) + 48)

/* [m]: a byte a place. 2 KiB. */
static const uint64_t places[256] = {QUARTER(0), QUARTER(64), QUARTER(128), QUARTER(192)};

static inline __m128i places_of(uint64_t bits)
{
    return _mm_loadl_epi64((const __m128i *)(const void *)&places[bits & 255]);
}

static inline void move_bytes(const uint8_t *from, uint64_t bits, uint8_t *to)
{
    const __m128i values = _mm_loadl_epi64((const __m128i *)(const void *)from);
    _mm_storel_epi64((__m128i *)(void *)to, _mm_shuffle_epi8(values, places_of(bits)));
}

static inline void move_pairs(const uint16_t *from, uint64_t bits, uint16_t *to)
{
    const __m128i at = _mm_mullo_epi16(_mm_cvtepu8_epi16(places_of(bits)), _mm_set1_epi16(0x0202));
    const __m128i bytes = _mm_add_epi8(at, _mm_set1_epi16(0x0100));
    const __m128i values = _mm_loadu_si128((const __m128i *)(const void *)from);
    _mm_storeu_si128((__m128i *)(void *)to, _mm_shuffle_epi8(values, bytes));
}

static inline void move_words(const uint32_t *from, uint64_t bits, uint32_t *to)
{
    const __m256i values = _mm256_loadu_si256((const __m256i *)(const void *)from);
    const __m256i moved = _mm256_permutevar8x32_epi32(values, _mm256_cvtepu8_epi32(places_of(bits)));
    _mm256_storeu_si256((__m256i *)(void *)to, moved);
}

/*
 * Whole words of the set while a word's room for members is left, in groups of eight; then members one by
 * one.
 */
#define COMPACT(type, move)                                                                                  \
    do {                                                                                                     \
        const type *values = from;                                                                           \
        type *out = to;                                                                                      \
        for (; (word + 1) * 64 <= n && count + 64 <= members; word++) {                                      \
            uint64_t bits = set[word];                                                                       \
            for (size_t group = 0; bits != 0; group++, bits >>= 8) {                                         \
                move(values + word * 64 + group * 8, bits, out + count);                                     \
                count += (size_t)_mm_popcnt_u64(bits & 255);                                                 \
            }                                                                                                \
        }                                                                                                    \
        for (; count < members; word++) {                                                                    \
            for (uint64_t bits = set[word]; bits != 0; bits &= bits - 1)                                     \
                out[count++] = values[word * 64 + (size_t)__builtin_ctzll(bits)];                            \
        }                                                                                                    \
    } while (0)

size_t eep_compact_avx2(const void *from, size_t width, const uint64_t *set, size_t n, void *to)
{
    size_t word = 0, count = 0, members = 0;

    for (size_t w = 0; w < EEP_SET_WORDS(n); w++)
        members += (size_t)_mm_popcnt_u64(set[w]);
    if (width == 1)
        COMPACT(uint8_t, move_bytes);
    else if (width == 2)
        COMPACT(uint16_t, move_pairs);
    else
        COMPACT(uint32_t, move_words);
    return count;
}

/*
 * expand_avx2.c - exceptions back among what is common, and escapes to what they stand for, eight values at a
 * time.
 *
 * Eight bits of the mask pick a line of a table: for each place that is set, how many are set before it. A
 * byte shuffle (of bytes and pairs) or a permutation of lanes (of four bytes) moves the next values there,
 * and a blend puts what is common elsewhere. It loads eight values whether they are needed or not, and so
 * goes on only while eight are left; the last go to the reference, as do values of eight bytes.
 *
 * Meaning: as arrays_ref.c. Reads a bit (expand) or a byte (escape) a value and the values that are not
 * common; writes the values.
 */
#include <immintrin.h>

#include "kernels/decode/decode.h"

/* Of a byte m: place p holds the number of bits set below it, or 128 where it is not set itself. */
#define SET(m, p)    ((uint64_t)((m) >> (p)&1))
#define BELOW_2(m)   SET(m, 0) + SET(m, 1)
#define BELOW_4(m)   BELOW_2(m) + SET(m, 2) + SET(m, 3)
#define BELOW_6(m)   BELOW_4(m) + SET(m, 4) + SET(m, 5)
#define AT(m, p, of) ((SET(m, p) ? (of) : UINT64_C(128)) << 8 * (p))
#define LINE(m)                                                                                              \
    AT(m, 0, UINT64_C(0)) | AT(m, 1, SET(m, 0)) | AT(m, 2, BELOW_2(m)) | AT(m, 3, BELOW_2(m) + SET(m, 2)) |  \
        AT(m, 4, BELOW_4(m)) | AT(m, 5, BELOW_4(m) + SET(m, 4)) | AT(m, 6, BELOW_6(m)) |                     \
        AT(m, 7, BELOW_6(m) + SET(m, 6))
#define FOUR(m)    LINE(m), LINE((m) + 1), LINE((m) + 2), LINE((m) + 3)
#define SIXTEEN(m) FOUR(m), FOUR((m) + 4), FOUR((m) + 8), FOUR((m) + 12)
#define QUARTER(m) SIXTEEN(m), SIXTEEN((m) + 16), SIXTEEN((m) + 32), SIXTEEN((m) + 48)

/* [m]: a byte a place. 2 KiB. */
static const uint64_t lines[256] = {QUARTER(0), QUARTER(64), QUARTER(128), QUARTER(192)};

static inline __m128i line_of(unsigned bits)
{
    return _mm_loadl_epi64((const __m128i *)(const void *)&lines[bits]);
}

/* ---- Eight values, from what is common and the next ones ---------------------------------------------- */

static inline void put_bytes(__m128i common, unsigned bits, const uint8_t *next, uint8_t *to)
{
    const __m128i line = line_of(bits), some = _mm_loadl_epi64((const __m128i *)(const void *)next);
    _mm_storel_epi64((__m128i *)(void *)to, _mm_blendv_epi8(_mm_shuffle_epi8(some, line), common, line));
}

/* The line for both bytes of a pair, which keeps its highest bit where nothing is set. */
static inline void put_pairs(__m128i common, unsigned bits, const uint16_t *next, uint16_t *to)
{
    const __m128i line = line_of(bits), both = _mm_unpacklo_epi8(line, line);
    const __m128i at = _mm_add_epi8(_mm_add_epi8(both, both), _mm_set1_epi16(0x0100));
    const __m128i some = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)next), at);
    _mm_storeu_si128((__m128i *)(void *)to, _mm_blendv_epi8(some, common, both));
}

static inline void put_words(__m256i common, unsigned bits, const uint32_t *next, uint32_t *to)
{
    const __m256i line = _mm256_cvtepi8_epi32(line_of(bits));
    const __m256i loaded = _mm256_loadu_si256((const __m256i *)(const void *)next);
    const __m256i some = _mm256_permutevar8x32_epi32(loaded, line);
    _mm256_storeu_si256((__m256i *)(void *)to, _mm256_blendv_epi8(some, common, line));
}

static inline size_t ones_of(unsigned bits)
{
    return (size_t)_mm_popcnt_u32(bits);
}

/* ---- Expanding ---------------------------------------------------------------------------------------- */

static inline size_t ones_in(const uint8_t *mask, size_t n)
{
    uint64_t word;
    size_t ones = 0;
    for (size_t i = 0; i < n; i += 64) {
        memcpy(&word, mask + i / 8, sizeof word);
        if (n - i < 64) word &= (UINT64_C(1) << (n - i)) - 1;
        ones += (size_t)_mm_popcnt_u64(word);
    }
    return ones;
}

#define EXPAND(type, set, put)                                                                               \
    do {                                                                                                     \
        const type *from = dense;                                                                            \
        type *to = values;                                                                                   \
        for (; i + 8 <= n && next + 8 <= members; i += 8) {                                                  \
            put(set, mask[i / 8], from + next, to + i);                                                      \
            next += ones_of(mask[i / 8]);                                                                    \
        }                                                                                                    \
    } while (0)

void eep_expand_avx2(const uint8_t *mask, const void *dense, uint64_t common, size_t n, size_t width,
                     void *values)
{
    const size_t members = ones_in(mask, n);
    size_t i = 0, next = 0;
    if (width == 1)
        EXPAND(uint8_t, _mm_set1_epi8((char)(uint8_t)common), put_bytes);
    else if (width == 2)
        EXPAND(uint16_t, _mm_set1_epi16((short)(uint16_t)common), put_pairs);
    else if (width == 4)
        EXPAND(uint32_t, _mm256_set1_epi32((int)(uint32_t)common), put_words);
    eep_expand_ref(mask + i / 8, (const uint8_t *)dense + next * width, common, n - i, width,
                   (uint8_t *)values + i * width);
}

/* ---- Escapes ------------------------------------------------------------------------------------------ */

static inline size_t escapes_in(const uint8_t *first, size_t n)
{
    size_t escapes = 0, i = 0;
    for (; i + 32 <= n; i += 32) {
        const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(first + i));
        const __m256i found = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(-1));
        escapes += ones_of((unsigned)_mm256_movemask_epi8(found));
    }
    for (; i < n; i++)
        escapes += first[i] == 255;
    return escapes;
}

static inline __m128i eight_of(const uint8_t *first)
{
    return _mm_loadl_epi64((const __m128i *)(const void *)first);
}

#define ESCAPE(type, widen, put)                                                                             \
    do {                                                                                                     \
        const type *from = rare;                                                                             \
        type *to = values;                                                                                   \
        for (; i + 8 <= n && next + 8 <= escapes; i += 8) {                                                  \
            const __m128i eight = eight_of(first + i), found = _mm_cmpeq_epi8(eight, _mm_set1_epi8(-1));     \
            const unsigned bits = (unsigned)_mm_movemask_epi8(found) & 255;                                  \
            put(widen(eight), bits, from + next, to + i);                                                    \
            next += ones_of(bits);                                                                           \
        }                                                                                                    \
    } while (0)

void eep_escape_avx2(const uint8_t *first, const void *rare, size_t n, size_t width, void *values)
{
    const size_t escapes = escapes_in(first, n);
    size_t i = 0, next = 0;
    if (width == 2)
        ESCAPE(uint16_t, _mm_cvtepu8_epi16, put_pairs);
    else if (width == 4)
        ESCAPE(uint32_t, _mm256_cvtepu8_epi32, put_words);
    eep_escape_ref(first + i, (const uint8_t *)rare + next * width, n - i, width,
                   (uint8_t *)values + i * width);
}

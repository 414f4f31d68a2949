/*
 * look_up_avx512.c - codes to entries: sixty-four codes of a byte in a table of up to 256 bytes by permuting
 * the table itself (VBMI), thirty-two in one of up to 64 pairs; four columns of bytes at once by gathering
 * the four bytes of an entry and sorting them apart. join and range are plain loops, built for this level.
 *
 * Meaning: as look_up_ref.c and arrays_ref.c. Reads a code a value and the table; writes the values.
 */
#include <immintrin.h>

#include "kernels/decode/loops.h"
#include "kernels/lanes_avx512.h"

/* ---- Bytes by bytes ----------------------------------------------------------------------------------- */

/* Sixty-four entries from entry `from` on; 0 where there is none. */
static inline __m512i entries_from(const uint8_t *entries, size_t number, size_t from)
{
    if (number <= from) return _mm512_setzero_si512();
    return _mm512_maskz_loadu_epi8(first_lanes(number - from), entries + from);
}

typedef struct table {
    __m512i part[4];
} table;

static inline __m512i in_64(const table *of, __m512i code)
{
    return _mm512_permutexvar_epi8(code, of->part[0]);
}

static inline __m512i in_128(const table *of, __m512i code)
{
    return _mm512_permutex2var_epi8(of->part[0], code, of->part[1]);
}

/* The highest bit of a code says which half. */
static inline __m512i in_256(const table *of, __m512i code)
{
    const __m512i upper = _mm512_permutex2var_epi8(of->part[2], code, of->part[3]);
    return _mm512_mask_mov_epi8(in_128(of, code), _mm512_movepi8_mask(code), upper);
}

#define BYTES(in)                                                                                            \
    for (size_t i = 0; i < n; i += 64) {                                                                     \
        const __mmask64 here = first_lanes(n - i);                                                           \
        _mm512_mask_storeu_epi8(to + i, here, in(&of, _mm512_maskz_loadu_epi8(here, code + i)));             \
    }

static void bytes_by_bytes(const uint8_t *code, size_t n, const uint8_t *entries, size_t number, uint8_t *to)
{
    const table of = {{entries_from(entries, number, 0), entries_from(entries, number, 64),
                       entries_from(entries, number, 128), entries_from(entries, number, 192)}};
    if (number <= 64)
        BYTES(in_64)
    else if (number <= 128)
        BYTES(in_128)
    else
        BYTES(in_256)
}

/* ---- Pairs by bytes ----------------------------------------------------------------------------------- */

static void pairs_by_bytes(const uint8_t *code, size_t n, const uint16_t *entries, size_t number,
                           uint16_t *to)
{
    const __mmask32 first = (__mmask32)first_lanes(number);
    const __mmask32 second = (__mmask32)first_lanes(number > 32 ? number - 32 : 0);
    const __m512i a = _mm512_maskz_loadu_epi16(first, entries);
    const __m512i b = _mm512_maskz_loadu_epi16(second, entries + (second != 0 ? 32 : 0));
    for (size_t i = 0; i < n; i += 32) {
        const __mmask32 here = (__mmask32)first_lanes(n - i);
        const __m512i index = _mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(here, code + i));
        _mm512_mask_storeu_epi16(to + i, here, _mm512_permutex2var_epi16(a, index, b));
    }
}

void eep_look_up_avx512(const void *code, size_t code_width, size_t n, const void *entries, size_t number,
                        size_t width, void *values)
{
    if (code_width == 1 && width == 1)
        bytes_by_bytes(code, n, entries, number, values);
    else if (code_width == 1 && width == 2 && number <= 64)
        pairs_by_bytes(code, n, entries, number, values);
    else
        loop_look_up(code, code_width, n, entries, width, values);
}

/* ---- Four columns at once ----------------------------------------------------------------------------- */

/* The entries of sixteen codes. */
static inline __m512i gather(const uint16_t *code, const uint8_t (*entries)[4])
{
    const __m512i index = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)code));
    return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), 0xffff, index, entries, 4);
}

/* Where column k of thirty-two entries is in two vectors, and then column k + 1. */
static inline __m512i places_of(unsigned k)
{
    uint8_t place[64];
    for (unsigned i = 0; i < 64; i++)
        place[i] = (uint8_t)(i % 32 * 4 + k + i / 32);
    return _mm512_loadu_si512(place);
}

static inline void put(uint8_t *to, size_t i, __m512i bytes)
{
    if (to != NULL) _mm512_storeu_si512(to + i, bytes);
}

void eep_look_up_four_avx512(const uint16_t *code, size_t n, const uint8_t (*entries)[4],
                             uint8_t *const to[4])
{
    const __m512i first = places_of(0), second = places_of(2);
    size_t i = 0;
    for (; i + 64 <= n; i += 64) {
        const __m512i a = gather(code + i, entries), b = gather(code + i + 16, entries);
        const __m512i c = gather(code + i + 32, entries), d = gather(code + i + 48, entries);
        const __m512i first_ab = _mm512_permutex2var_epi8(a, first, b);
        const __m512i first_cd = _mm512_permutex2var_epi8(c, first, d);
        const __m512i second_ab = _mm512_permutex2var_epi8(a, second, b);
        const __m512i second_cd = _mm512_permutex2var_epi8(c, second, d);
        put(to[0], i, _mm512_shuffle_i64x2(first_ab, first_cd, 0x44));
        put(to[1], i, _mm512_shuffle_i64x2(first_ab, first_cd, 0xEE));
        put(to[2], i, _mm512_shuffle_i64x2(second_ab, second_cd, 0x44));
        put(to[3], i, _mm512_shuffle_i64x2(second_ab, second_cd, 0xEE));
    }
    loop_look_up_four(code, i, n, entries, to);
}

/* ---- Plain loops -------------------------------------------------------------------------------------- */

void eep_join_avx512(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n, size_t width,
                     void *values)
{
    loop_join(low, low_width, bits, base, n, width, values);
}

void eep_range_avx512(const void *values, size_t n, size_t width, int64_t *low, int64_t *high)
{
    eep_range_loop(values, n, width, low, high);
}

void eep_expected_avx512(int rule, const void *a, const void *b, uint16_t limit, size_t n, void *values)
{
    loop_expected(rule, a, b, limit, n, values);
}

/*
 * look_up_avx2.c - codes to entries: thirty-two codes of a byte in a table of up to 128 bytes, sixteen
 * entries to a byte shuffle; four columns of bytes at once by looking up the four bytes of an entry together,
 * a block in the first-level cache at a time, and sorting them apart. Every other width, join and range are
 * plain loops, built for this level.
 *
 * Meaning: as look_up_ref.c and arrays_ref.c. Reads a code a value and the table; writes the values.
 */
#include <immintrin.h>

#include "kernels/decode/loops.h"
#include "kernels/lanes_avx2.h"

#define ENTRIES 128 /* with more, shuffles are no quicker than loads */
#define BLOCK   256

/* ---- Bytes by bytes ----------------------------------------------------------------------------------- */

/*
 * A shuffle gives 0 where the highest bit is set: 0x70 more, saturating, leaves the low four bits of codes
 * below 16 and sets that bit for all others.
 */
static inline __m256i in_sixteen(__m256i entries, __m256i code, size_t from)
{
    const __m256i offset = _mm256_sub_epi8(code, _mm256_set1_epi8((char)from));
    return _mm256_shuffle_epi8(entries, _mm256_adds_epu8(offset, _mm256_set1_epi8(0x70)));
}

/* Returns how many codes there were in whole vectors. */
static size_t bytes_by_bytes(const uint8_t *code, size_t n, const uint8_t *entries, size_t number,
                             uint8_t *to)
{
    uint8_t padded[ENTRIES] = {0};
    __m256i part[ENTRIES / 16];
    size_t i = 0;
    memcpy(padded, entries, number);
    for (size_t p = 0; p < ENTRIES / 16; p++)
        part[p] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(void *)(padded + 16 * p)));
    for (; i + 32 <= n; i += 32) {
        const __m256i codes = load(code + i);
        __m256i found = in_sixteen(part[0], codes, 0);
        for (size_t p = 1; p * 16 < number; p++)
            found = _mm256_or_si256(found, in_sixteen(part[p], codes, 16 * p));
        store(to + i, found);
    }
    return i;
}

void eep_look_up_avx2(const void *code, size_t code_width, size_t n, const void *entries, size_t number,
                      size_t width, void *values)
{
    size_t done = 0;
    if (code_width == 1 && width == 1 && number <= ENTRIES)
        done = bytes_by_bytes(code, n, entries, number, values);
    loop_look_up((const uint8_t *)code + done * code_width, code_width, n - done, entries, width,
                 (uint8_t *)values + done * width);
}

/* ---- Four columns at once ----------------------------------------------------------------------------- */

/* Column k of eight entries to the 64 bits k of a vector. */
static inline __m256i sorted(__m256i entries)
{
    const __m256i by_column = _mm256_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8,
                                               12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m256i halves_together = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    return _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(entries, by_column), halves_together);
}

static inline void put(uint8_t *to, size_t i, __m256i bytes)
{
    if (to != NULL) store(to + i, bytes);
}

/* Four columns of thirty-two entries, which are turned as a matrix of 4 x 4 times 64 bits. */
static inline void put_thirty_two(const uint32_t *entry, size_t i, uint8_t *const to[4])
{
    const __m256i a = sorted(load(entry)), b = sorted(load(entry + 8));
    const __m256i c = sorted(load(entry + 16)), d = sorted(load(entry + 24));
    const __m256i even_ab = _mm256_unpacklo_epi64(a, b), odd_ab = _mm256_unpackhi_epi64(a, b);
    const __m256i even_cd = _mm256_unpacklo_epi64(c, d), odd_cd = _mm256_unpackhi_epi64(c, d);
    put(to[0], i, _mm256_permute2x128_si256(even_ab, even_cd, 0x20));
    put(to[1], i, _mm256_permute2x128_si256(odd_ab, odd_cd, 0x20));
    put(to[2], i, _mm256_permute2x128_si256(even_ab, even_cd, 0x31));
    put(to[3], i, _mm256_permute2x128_si256(odd_ab, odd_cd, 0x31));
}

void eep_look_up_four_avx2(const uint16_t *code, size_t n, const uint8_t (*entries)[4], uint8_t *const to[4])
{
    uint32_t entry[BLOCK];
    size_t done = 0;
    for (; done + 32 <= n; done += n - done < BLOCK ? (n - done) / 32 * 32 : BLOCK) {
        const size_t count = n - done < BLOCK ? (n - done) / 32 * 32 : BLOCK;
        for (size_t i = 0; i < count; i++)
            memcpy(&entry[i], entries[code[done + i]], sizeof entry[i]);
        for (size_t i = 0; i < count; i += 32)
            put_thirty_two(entry + i, done + i, to);
    }
    loop_look_up_four(code, done, n, entries, to);
}

/* ---- Plain loops -------------------------------------------------------------------------------------- */

void eep_join_avx2(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n, size_t width,
                   void *values)
{
    loop_join(low, low_width, bits, base, n, width, values);
}

void eep_range_avx2(const void *values, size_t n, size_t width, int64_t *low, int64_t *high)
{
    eep_range_loop(values, n, width, low, high);
}

void eep_expected_avx2(int rule, const void *a, const void *b, uint16_t limit, size_t n, void *values)
{
    loop_expected(rule, a, b, limit, n, values);
}

/*
 * sets_avx2.c - bytes to bits thirty-two at a time, times to bits four at a time, and bits of two sets
 * counted 256 at a time.
 *
 * flags: the bytes are masked and compared with 0; the highest bits of the 32 results are one instruction
 * away. within: a value outside is larger than the last or smaller than the first; the highest bits of four
 * lanes are one instruction away. common: the number of bits of every half byte is looked up by a byte
 * shuffle, and the bytes are added up by a sum of differences to 0 (W. Mula, N. Kurz, D. Lemire: Faster
 * Population Counts Using AVX2 Instructions, 2016).
 *
 * Meaning: as sets_ref.c. Overflow: a byte holds the bits of eight bits, at most 8; a lane of 64 bits the
 * rest. flags reads a byte a candidate and writes a bit, within eight bytes; common reads two bits.
 */
#include <immintrin.h>

#include "kernels/sets/sets.h"

static inline __m256i load(const void *at)
{
    return _mm256_loadu_si256(at);
}

/* Of 32 bytes. */
static inline uint32_t flags_of(const uint8_t *byte, __m256i mask)
{
    const __m256i without = _mm256_cmpeq_epi8(_mm256_and_si256(load(byte), mask), _mm256_setzero_si256());
    return ~(uint32_t)_mm256_movemask_epi8(without);
}

void eep_flags_avx2(const uint8_t *byte, uint8_t mask, size_t n, uint64_t *set)
{
    const __m256i masks = _mm256_set1_epi8((char)mask);
    const size_t whole = n / 64;

    for (size_t word = 0; word < whole; word++)
        set[word] = flags_of(byte + word * 64, masks) | (uint64_t)flags_of(byte + word * 64 + 32, masks)
                                                            << 32;
    eep_flags_ref(byte + whole * 64, mask, n % 64, set + whole);
}

/* Of four values. */
static inline uint64_t outside(const int64_t *value, __m256i first, __m256i last)
{
    const __m256i four = load(value);
    const __m256i misses = _mm256_or_si256(_mm256_cmpgt_epi64(first, four), _mm256_cmpgt_epi64(four, last));
    return (uint64_t)_mm256_movemask_pd(_mm256_castsi256_pd(misses));
}

void eep_within_avx2(const int64_t *value, size_t n, int64_t first, int64_t last, uint64_t *set)
{
    const __m256i firsts = _mm256_set1_epi64x(first), lasts = _mm256_set1_epi64x(last);
    const size_t whole = n / 64;

    for (size_t word = 0; word < whole; word++) {
        uint64_t bits = 0;

        for (unsigned k = 0; k < 64; k += 4)
            bits |= outside(value + word * 64 + k, firsts, lasts) << k;
        set[word] = ~bits;
    }
    eep_within_ref(value + whole * 64, n % 64, first, last, set + whole);
}

/* How many bits each lane of 64 bits has. */
static inline __m256i count_lanes(__m256i bits)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2,
                                            2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i half = _mm256_set1_epi8(15);
    const __m256i low = _mm256_shuffle_epi8(counts, _mm256_and_si256(bits, half));
    const __m256i high = _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(bits, 4), half));
    return _mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256());
}

uint64_t eep_common_avx2(const uint64_t *a, const uint64_t *b, size_t words)
{
    __m256i sum = _mm256_setzero_si256();
    uint64_t lanes[4], rest = 0;
    size_t word = 0;

    for (; word + 4 <= words; word += 4)
        sum = _mm256_add_epi64(sum, count_lanes(_mm256_and_si256(load(a + word), load(b + word))));
    for (; word < words; word++)
        rest += (uint64_t)_mm_popcnt_u64(a[word] & b[word]);
    _mm256_storeu_si256((__m256i *)(void *)lanes, sum);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3] + rest;
}

/*
 * count_avx2.c - scores to a histogram without branches, in four histograms by turns.
 *
 * A processor must wait for a bin that it has just written: neighbours of equal score go to different
 * histograms. Those who do not count get a bin of their own, chosen sixteen at a time by a blend, because
 * half of the branches on a mask would be predicted wrong. Bins have 16 bits, so that the four histograms
 * take 16 KiB of the first-level cache.
 *
 * Meaning: as count_ref.c. Overflow: a histogram takes CHUNK / 4 = 16,384 candidates before it is added to
 * the caller's 64 bits, below 2^16 even if all have one score. Reads 3 bytes a candidate.
 */
#include <immintrin.h>
#include <string.h>

#include "kernels/count/count.h"

#define PARTS  4
#define OTHERS EEP_SCORE_BINS /* the bin of those who do not count */
#define CHUNK  65536
#define FEW    4096 /* adding up four histograms would take longer than counting so few */

typedef struct parts {
    uint16_t bin[PARTS][EEP_SCORE_BINS + 32]; /* a distance that is no multiple of 4 KiB */
} parts;

static inline void count_four(parts *to, uint64_t bins)
{
    to->bin[0][bins & 0xffff]++;
    to->bin[1][bins >> 16 & 0xffff]++;
    to->bin[2][bins >> 32 & 0xffff]++;
    to->bin[3][bins >> 48]++;
}

static inline void count_sixteen(parts *to, const uint16_t *score, const uint8_t *mask)
{
    const __m256i masks = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)mask));
    const __m256i out = _mm256_cmpeq_epi16(masks, _mm256_setzero_si256());
    const __m256i bins = _mm256_blendv_epi8(_mm256_loadu_si256((const __m256i *)(const void *)score),
                                            _mm256_set1_epi16(OTHERS), out);

    count_four(to, (uint64_t)_mm256_extract_epi64(bins, 0));
    count_four(to, (uint64_t)_mm256_extract_epi64(bins, 1));
    count_four(to, (uint64_t)_mm256_extract_epi64(bins, 2));
    count_four(to, (uint64_t)_mm256_extract_epi64(bins, 3));
}

/* Everybody counts. */
static inline void count_sixteen_all(parts *to, const uint16_t *score)
{
    for (size_t i = 0; i < 16; i += 4) {
        uint64_t bins;

        memcpy(&bins, score + i, sizeof bins);
        count_four(to, bins);
    }
}

static void count_chunk(const uint16_t *score, const uint8_t *mask, size_t n, uint64_t *histogram)
{
    parts to;
    size_t i = 0;

    memset(&to, 0, sizeof to);
    for (; !mask && i + 16 <= n; i += 16)
        count_sixteen_all(&to, score + i);
    for (; i + 16 <= n; i += 16)
        count_sixteen(&to, score + i, mask + i);
    eep_count_ref(score + i, mask ? mask + i : NULL, n - i, histogram);
    for (size_t s = 0; s < EEP_SCORE_BINS; s++)
        histogram[s] += (uint64_t)to.bin[0][s] + to.bin[1][s] + to.bin[2][s] + to.bin[3][s];
}

void eep_count_avx2(const uint16_t *score, const uint8_t *mask, size_t n, uint64_t *histogram)
{
    size_t i = 0;

    for (; n - i >= FEW; i += n - i < CHUNK ? n - i : CHUNK)
        count_chunk(score + i, mask ? mask + i : NULL, n - i < CHUNK ? n - i : CHUNK, histogram);
    eep_count_ref(score + i, mask ? mask + i : NULL, n - i, histogram);
}

/*
 * place_avx2.c - a pass of a counting sort that writes whole cache lines.
 *
 * Rows go to as many places as there are scores, hundreds of pages apart: written one by one, each line is
 * first read from memory, and each store asks for a page that few of the nearest tables still know. Here the
 * rows of a score are gathered in a line of their own, which goes to memory in one piece, past the caches,
 * when it is full (software write-combining; Wassenberg and Sanders: Engineering a Multi-core Radix Sort,
 * 2011). The first line of a score may begin with places of another, and the last may stay unfilled: those
 * are written row by row.
 *
 * Meaning: as eep_place_ref. Overflow: as there. Reads 2 bytes a row, writes 4; 136 KiB of the
 * stack lie in the second-level cache.
 */
#include <immintrin.h>
#include <string.h>

#include "kernels/rank/rank.h"

#define LINE 16    /* rows of a cache line */
#define FEW  65536 /* below, lines would hardly fill */

typedef struct lines {
    _Alignas(64) uint32_t row[EEP_SCORE_BINS][LINE];
    uint32_t first[EEP_SCORE_BINS]; /* the place where a score begins */
} lines;

/* Places [from, to) of one score, all of one line. */
static void write_rows(const uint32_t line[LINE], uint32_t from, uint32_t to, uint32_t *order)
{
    for (uint32_t place = from; place < to; place++)
        order[place] = line[place % LINE];
}

/* The line that ends at place `end`. */
static inline void write_line(const uint32_t line[LINE], uint32_t first, uint32_t end, uint32_t *order)
{
    if (first > end - LINE) {
        write_rows(line, first, end, order);
        return;
    }
    __m256i *to = (__m256i *)(void *)(order + (end - LINE));
    const __m256i *from = (const __m256i *)(const void *)line;

    _mm256_stream_si256(to, _mm256_load_si256(from));
    _mm256_stream_si256(to + 1, _mm256_load_si256(from + 1));
}

static inline void place_one(lines *of, uint16_t score, uint32_t row, uint32_t *next, uint32_t *order)
{
    const uint32_t place = next[score];

    of->row[score][place % LINE] = row;
    next[score] = place + 1;
    if ((place + 1) % LINE == 0) write_line(of->row[score], of->first[score], place + 1, order);
}

static void write_rest(const lines *of, const uint32_t *next, uint32_t *order)
{
    for (size_t score = 0; score < EEP_SCORE_BINS; score++) {
        const uint32_t line = next[score] / LINE * LINE, first = of->first[score];

        write_rows(of->row[score], line > first ? line : first, next[score], order);
    }
}

void eep_place_avx2(const uint16_t *score, uint32_t first, size_t n, uint32_t *next, uint32_t *order)
{
    lines of;

    if (n < FEW || (uintptr_t)order % (LINE * sizeof *order) != 0) {
        eep_place_ref(score, first, n, next, order);
        return;
    }
    memcpy(of.first, next, sizeof of.first);
    for (size_t i = 0; i < n; i++)
        place_one(&of, score[first + i], first + (uint32_t)i, next, order);
    write_rest(&of, next, order);
    _mm_sfence();
}

/*
 * bench_memory.c - the yardstick: how fast this machine can read, write and copy, in each cache and in
 * memory. Other benchmarks are reported as a share of it (bench/summary.py), in the same run, because clocks
 * drift.
 *
 * An array is read as one stream or as eight side by side: eight keep more cache lines under way, as the
 * eight planes of a score do. Sizes are those of what a score reads: the places of kernel.c at eight bytes a
 * candidate, and a gibibyte, which is beyond most caches. Writes are plain ones, which fetch a line before
 * they fill it, and streaming ones, which do not. Bytes are those the program asks for: of a copy, those read
 * and those written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "bench/gbench.h"

#define THREADS_MAX 2
#define STREAMS     8
#define LINE_WORDS  8 /* words of 8 bytes in a cache line */
/* Streams of an odd number of lines meet in no cache set; all sizes are whole numbers of streams. */
#define GRAIN      ((int64_t)STREAMS * LINE_WORDS)
#define PASS_BYTES ((int64_t)16 << 20) /* of a repetition and thread, at least */

/* Two words, as every 64-bit machine has registers for. */
typedef uint64_t pair __attribute__((vector_size(16)));

/* ---- What is measured: one pass of one thread over `n` words ------------------------------------- */

typedef uint64_t (*pass_function)(uint64_t *word, uint64_t *other, int64_t n);

static uint64_t one_stream(uint64_t *word, uint64_t *other, int64_t n)
{
    const pair *line = (const pair *)word, *end = (const pair *)(word + n);
    pair sum[4] = {{0}};

    (void)other;
    for (; line < end; line += 4) {
        for (int k = 0; k < 4; k++)
            sum[k] += line[k];
    }
    sum[0] += sum[1] + sum[2] + sum[3];
    return sum[0][0] + sum[0][1];
}

/* Each stream advances by a cache line at a time. */
static uint64_t eight_streams(uint64_t *word, uint64_t *other, int64_t n)
{
    const int64_t length = n / STREAMS / 2; /* in pairs */
    const pair *first = (const pair *)word;
    pair sum[STREAMS] = {{0}};
    pair total = {0};

    (void)other;
    for (int64_t i = 0; i < length; i += LINE_WORDS / 2) {
        for (int64_t s = 0; s < STREAMS; s++) {
            const pair *line = first + s * length + i;
            sum[s] += (line[0] + line[1]) + (line[2] + line[3]);
        }
    }
    for (int64_t s = 0; s < STREAMS; s++)
        total += sum[s];
    return total[0] + total[1];
}

static uint64_t write_words(uint64_t *word, uint64_t *other, int64_t n)
{
    (void)other;
    for (int64_t i = 0; i < n; i++)
        word[i] = (uint64_t)i;
    return word[n - 1];
}

#if defined(__SSE2__)
static uint64_t write_streaming(uint64_t *word, uint64_t *other, int64_t n)
{
    __m128i *at = (__m128i *)word;
    const __m128i value = _mm_set1_epi32(7);

    (void)other;
    for (int64_t i = 0; i < n / 2; i++)
        _mm_stream_si128(at + i, value);
    _mm_sfence();
    return word[n - 1];
}
#endif

static uint64_t copy(uint64_t *word, uint64_t *other, int64_t n)
{
    memcpy(other, word, (size_t)n * sizeof *word);
    return other[n - 1];
}

typedef struct variant {
    const char *name;
    pass_function pass;
    int reads; /* 1: the result is the sum of all words */
    int arrays;
} variant;

static const variant variants[] = {
    {"one_stream", one_stream, 1, 1},
    {"eight_streams", eight_streams, 1, 1},
    {"write", write_words, 0, 1},
#if defined(__SSE2__)
    {"write_streaming", write_streaming, 0, 1},
#endif
    {"copy", copy, 0, 2},
};

/* ---- Where -------------------------------------------------------------------------------------- */

typedef struct memory_place {
    const char *name;
    int64_t bytes; /* of all threads; of the first two, of each; 0: by the caches */
} memory_place;

static const memory_place places[] = {{"l1", 0},
                                      {"l2", 0},
                                      {"l3", 0},
                                      {"10M", (int64_t)10000000 * 8},
                                      {"40M", (int64_t)40000000 * 8},
                                      {"1GiB", (int64_t)1 << 30}};

/* Words of each thread in one array: as cache_bytes of kernel.c. */
static int64_t words_of(const variant *v, size_t place, int64_t threads)
{
    const long l1 = sysconf(_SC_LEVEL1_DCACHE_SIZE), l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
    const int64_t first = l1 > 0 ? l1 : 32 << 10, second = l2 > 0 ? l2 : 512 << 10;
    int64_t bytes = places[place].bytes;

    if (place == 0) bytes = first / 2;
    if (place == 1) bytes = second / 2;
    if (place == 2) bytes = 4 * second;
    if (place >= 2) bytes /= threads;
    const int64_t lines = bytes / v->arrays / 8 / GRAIN;
    return (lines % 2 == 0 && lines > 1 ? lines - 1 : lines) * GRAIN;
}

/* In large pages where the system has them, so that finding pages is no part of the measure. */
static uint64_t *make_array(int64_t words)
{
    const size_t page = (size_t)2 << 20;
    const size_t bytes = ((size_t)words * sizeof(uint64_t) + page - 1) / page * page;
    uint64_t *word = aligned_alloc(page, bytes);

    if (word) madvise(word, bytes, MADV_HUGEPAGE);
    return word;
}

/* ---- One benchmark ------------------------------------------------------------------------------ */

typedef struct memory_case {
    const variant *variant;
    size_t place;
} memory_case;

typedef struct arrays {
    uint64_t *word, *other;
} arrays;

/* In the thread that will use them. */
static int fill(const variant *v, arrays *own, int64_t n)
{
    own->word = make_array(n);
    own->other = v->arrays == 2 ? make_array(n) : NULL;
    if (!own->word || (v->arrays == 2 && !own->other)) return 0;
    write_words(own->word, NULL, n);
    if (own->other) memset(own->other, 0, (size_t)n * sizeof *own->other);
    return 1;
}

/* The sum of 0, 1, ..., n - 1 is known without adding; a copy must be equal. */
static int is_right(const variant *v, const arrays *own, int64_t n)
{
    const uint64_t result = v->pass(own->word, own->other, n);

    if (v->reads) return result == (uint64_t)n / 2 * ((uint64_t)n - 1);
    return !own->other || memcmp(own->word, own->other, (size_t)n * sizeof *own->word) == 0;
}

static void run(const variant *v, const arrays *own, int64_t threads, int64_t n, int64_t passes)
{
#pragma omp parallel for num_threads((int)threads) schedule(static, 1)
    for (int64_t t = 0; t < threads; t++) {
        uint64_t kept = 0;
        for (int64_t pass = 0; pass < passes; pass++)
            kept += v->pass(own[t].word, own[t].other, n);
        eep_bench_keep(kept);
    }
}

static void measure(eep_bench *bench, const void *what, int64_t threads)
{
    const memory_case *c = what;
    const int64_t n = words_of(c->variant, c->place, threads);
    const int64_t bytes = n * 8 * c->variant->arrays;
    const int64_t passes = bytes < PASS_BYTES ? PASS_BYTES / bytes : 1;
    arrays own[THREADS_MAX] = {{0}};
    int filled = 1, right = 1;

#pragma omp parallel for num_threads((int)threads) schedule(static, 1) reduction(& : filled, right)
    for (int64_t t = 0; t < threads; t++) {
        filled = fill(c->variant, &own[t], n);
        right = filled && is_right(c->variant, &own[t], n);
    }
    if (!filled) eep_bench_fail(bench, "there is no memory for the arrays");
    if (filled && !right) eep_bench_fail(bench, "the sum or the copy is wrong");
    while (eep_bench_next(bench))
        run(c->variant, own, threads, n, passes);
    eep_bench_work(bench, n * passes * threads, bytes * passes * threads);
    for (int64_t t = 0; t < threads; t++) {
        free(own[t].word);
        free(own[t].other);
    }
}

void eep_bench_memory(void)
{
    static memory_case cases[sizeof variants / sizeof variants[0]][sizeof places / sizeof places[0]];

    for (size_t v = 0; v < sizeof variants / sizeof variants[0]; v++) {
        for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
            char name[64];

            cases[v][p] = (memory_case){&variants[v], p};
            snprintf(name, sizeof name, "memory/%s/%s", variants[v].name, places[p].name);
            for (int threads = 1; threads <= THREADS_MAX; threads++)
                eep_bench_add(name, measure, &cases[v][p], threads);
        }
    }
}

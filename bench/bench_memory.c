/*
 * bench_memory.c - the yardstick: how fast this machine can read memory. Other benchmarks are reported as
 * a share of it (bench/summary.py), in the same run, because clocks drift.
 *
 * The sum of an array is read as one stream or as eight side by side, by one thread or two. Eight streams
 * keep more cache lines under way and come nearer to the limit. The array is several times the largest
 * cache, so that every pass comes from memory.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include "bench/gbench.h"

#define STREAMS      8
#define LINE_WORDS   8      /* words of 8 bytes in a cache line */
#define STREAM_LINES 262147 /* of each of two threads; odd, so that the streams meet in no cache set */
#define WORDS        ((int64_t)2 * STREAMS * LINE_WORDS * STREAM_LINES) /* 256 MiB */

typedef uint64_t (*sum_function)(const uint64_t *word, int64_t n);

static uint64_t sum_one_stream(const uint64_t *word, int64_t n)
{
    uint64_t sum = 0;

    for (int64_t i = 0; i < n; i++)
        sum += word[i];
    return sum;
}

/* Two words, as every 64-bit machine has registers for. */
typedef uint64_t pair __attribute__((vector_size(16)));

/* `n` is a multiple of STREAMS * LINE_WORDS. Each stream advances by a cache line at a time. */
static uint64_t sum_eight_streams(const uint64_t *word, int64_t n)
{
    const int64_t length = n / STREAMS / 2; /* in pairs */
    const pair *first = (const pair *)word;
    pair sum[STREAMS] = {{0}};
    pair total = {0};

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

/* Each thread has its own half of the array. */
static uint64_t sum_in_threads(sum_function sum, const uint64_t *word, int threads)
{
    const int64_t share = WORDS / threads;
    uint64_t total = 0;

#pragma omp parallel for num_threads(threads) schedule(static, 1) reduction(+ : total)
    for (int t = 0; t < threads; t++)
        total += sum(word + t * share, share);
    return total;
}

/* The sum of 0, 1, ..., WORDS - 1 is known without adding. */
static uint64_t expected_sum(void)
{
    return (uint64_t)WORDS / 2 * ((uint64_t)WORDS - 1);
}

/* In large pages where the system has them, so that finding pages is no part of the measure. NULL: no memory.
 */
static uint64_t *make_array(void)
{
    const size_t page = (size_t)2 << 20;
    const size_t bytes = ((size_t)WORDS * sizeof(uint64_t) + page - 1) / page * page;
    uint64_t *word = aligned_alloc(page, bytes);

    if (word) madvise(word, bytes, MADV_HUGEPAGE);
    return word;
}

/* `what` points to a sum_function; `threads` is the argument. */
static void read_memory(eep_bench *bench, const void *what, int64_t threads)
{
    const sum_function sum = *(const sum_function *)what;
    uint64_t *word = make_array();

    if (!word) {
        eep_bench_fail(bench, "there is no memory for 256 MiB");
        return;
    }
#pragma omp parallel for num_threads((int)threads) schedule(static)
    for (int64_t i = 0; i < WORDS; i++)
        word[i] = (uint64_t)i;
    if (sum_in_threads(sum, word, (int)threads) != expected_sum()) eep_bench_fail(bench, "the sum is wrong");
    while (eep_bench_next(bench))
        eep_bench_keep(sum_in_threads(sum, word, (int)threads));
    eep_bench_work(bench, WORDS, WORDS * 8);
    free(word);
}

void eep_bench_memory(void)
{
    static const sum_function one = sum_one_stream, eight = sum_eight_streams;

    for (int threads = 1; threads <= 2; threads++) {
        eep_bench_add("memory/one_stream", read_memory, &one, threads);
        eep_bench_add("memory/eight_streams", read_memory, &eight, threads);
    }
}

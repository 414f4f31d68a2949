/* bench_count.c - scores to a histogram of those who compete. The scores are the pool's, in its order. */
#include <string.h>

#include "bench/kernel.h"

static bench_function function(const eep_kernels *kernels)
{
    return (bench_function)kernels->count;
}

static size_t out_bytes(size_t n)
{
    (void)n;
    return EEP_SCORE_BINS * sizeof(uint64_t);
}

static void run(const bench_share *share)
{
    uint64_t *histogram = (uint64_t *)(void *)share->out;

    memset(histogram, 0, EEP_SCORE_BINS * sizeof *histogram);
    share->kernels->count(share->score, share->programs, share->n, histogram);
}

void eep_bench_count(void)
{
    static const bench_kernel count = {"count", BENCH_SCORES, 3, 0, 0, function, run, out_bytes, NULL};

    bench_kernel_add(&count);
}

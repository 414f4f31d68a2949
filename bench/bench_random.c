/* bench_random.c - Philox4x32-10: counters a second and bytes a second (sixteen a counter, written only). */
#include "bench/kernel.h"

#define WRITTEN 16

static bench_function function(const eep_kernels *kernels)
{
    return (bench_function)kernels->random;
}

static size_t out_bytes(size_t n)
{
    return WRITTEN * (n + BENCH_GAP);
}

/* The low word of the counter overflows on the way. */
static void run(const bench_share *share)
{
    static const uint32_t key[2] = {1, 2};
    uint32_t *words = (uint32_t *)(void *)share->out;
    const size_t apart = share->n + BENCH_GAP;
    uint32_t *const out[4] = {words, words + apart, words + 2 * apart, words + 3 * apart};

    share->kernels->random(key, UINT32_MAX - 15, 3, 4, share->n, out);
}

void eep_bench_random(void)
{
    static const bench_kernel random = {"random", 0, 0, WRITTEN, 10000000, function, run, out_bytes, NULL};

    bench_kernel_add(&random);
}

/*
 * bench_facts.c - raw columns to facts, the wide form. Raw columns come from the place that is measured; the
 * facts of a block are written where those of the block before were, as the library does it, and so stay in
 * the second-level cache.
 */
#include "bench/kernel.h"

static bench_function function(const eep_kernels *kernels)
{
    return (bench_function)kernels->facts;
}

static void run(const bench_share *share)
{
    eep_facts *facts = (eep_facts *)(void *)share->out;

    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        const eep_raw raw = bench_raw_at(&share->raw, row);
        share->kernels->facts(share->rules->pack, &raw, count, facts);
    }
}

static size_t out_bytes(size_t n)
{
    (void)n;
    return sizeof(eep_facts);
}

void eep_bench_facts(void)
{
    static const bench_kernel facts = {"facts", BENCH_RAW, 55, 43, 10000000, function, run, out_bytes, NULL};

    bench_kernel_add(&facts);
}

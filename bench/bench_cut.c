/*
 * bench_cut.c - the rows with one score, for the tie-break. The score is that of the first candidate, who is
 * nobody in particular: about one in five hundred has it.
 */
#include <string.h>

#include "bench/kernel.h"

static bench_function function(const eep_kernels *kernels)
{
    return (bench_function)kernels->collect;
}

/* How many there are, then their positions. */
static size_t out_bytes(size_t n)
{
    return sizeof(uint32_t) * (n + 2);
}

static void run(const bench_share *share)
{
    uint32_t *out = (uint32_t *)(void *)share->out;
    const size_t found =
        share->kernels->collect(share->score, share->programs, share->n, share->score[0], out + 2);

    memcpy(out, &found, sizeof found);
}

/* Past the positions found there may be anything. */
static void tidy(uint8_t *out, size_t n)
{
    size_t found;

    memcpy(&found, out, sizeof found);
    memset(out + sizeof(uint32_t) * (found + 2), 0, sizeof(uint32_t) * (n - found));
}

void eep_bench_cut(void)
{
    static const bench_kernel collect = {"collect", BENCH_SCORES, 3, 0, 0, function, run, out_bytes, tidy};

    bench_kernel_add(&collect);
}

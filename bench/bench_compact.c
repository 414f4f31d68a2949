/* bench_compact.c - an occupation, months in it and an education of those whom the list of STEM has, side by
 * side. */
#include <string.h>

#include "bench/kernel.h"

static bench_function function(const eep_kernels *kernels)
{
    return (bench_function)kernels->compact;
}

/* How many there are, then the three columns, each with room for all. */
static size_t out_bytes(size_t n)
{
    return sizeof(size_t) + 7 * n;
}

static void run(const bench_share *share)
{
    const eep_compact_kernel compact = share->kernels->compact;
    const size_t n = share->n;
    uint8_t *out = share->out + sizeof n;
    const size_t found = compact(share->raw.noc, 4, share->listed, n, out);

    compact(share->raw.noc_months, 2, share->listed, n, out + 4 * n);
    compact(share->raw.education, 1, share->listed, n, out + 6 * n);
    memcpy(share->out, &found, sizeof found);
}

/* Past the members there may be what was there before. */
static void tidy(uint8_t *out, size_t n)
{
    size_t found;

    memcpy(&found, out, sizeof found);
    out += sizeof found;
    memset(out + 4 * found, 0, 4 * (n - found));
    memset(out + 4 * n + 2 * found, 0, 2 * (n - found));
    memset(out + 6 * n + found, 0, n - found);
}

void eep_bench_compact(void)
{
    static const bench_kernel compact = {
        "compact", BENCH_RAW | BENCH_LISTED, 7.375, 1.4, 0, function, run, out_bytes, tidy};

    bench_kernel_add(&compact);
}

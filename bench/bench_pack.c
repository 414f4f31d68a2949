/*
 * bench_pack.c - raw columns to planes, and the parts of it that a new day or another policy asks for again:
 * ages, occupations, who is listed. The bytes are those of kernels/pack/README.md.
 */
#include "bench/kernel.h"

static size_t one_byte(size_t n)
{
    return n;
}

/* ---- All planes --------------------------------------------------------------------------------- */

static bench_function pack_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->pack;
}

static size_t pack_out(size_t n)
{
    return EEP_PLANES * (n + BENCH_GAP);
}

static void pack(const bench_share *share)
{
    eep_planes planes;

    for (int p = 0; p < EEP_PLANES; p++)
        planes.plane[p] = share->out + (size_t)p * (share->n + BENCH_GAP);
    share->kernels->pack(share->rules->pack, &share->raw, share->n, &planes);
}

/* ---- Its parts ---------------------------------------------------------------------------------- */

static bench_function age_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->age;
}

static void age(const bench_share *share)
{
    share->kernels->age(share->rules->pack, share->raw.birth_date, share->n, share->out);
}

static bench_function occupation_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->occupation;
}

static void occupation(const bench_share *share)
{
    share->kernels->occupation(share->rules->pack, share->raw.noc, share->raw.noc_canadian_months, share->n,
                               share->out);
}

static bench_function listed_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->listed;
}

static size_t one_bit(size_t n)
{
    return (n + 63) / 64 * 8;
}

static void listed(const bench_share *share)
{
    share->kernels->listed(share->rules->pack->noc_categories, share->rules->stem.rule.bit, share->raw.noc,
                           share->n, (uint64_t *)(void *)share->out);
}

void eep_bench_pack(void)
{
    static const bench_kernel kernels[] = {
        {"pack", BENCH_RAW, 55, EEP_PLANES, 10000000, pack_function, pack, pack_out, NULL},
        {"pack_age", BENCH_RAW, 5, 1, 10000000, age_function, age, one_byte, NULL},
        {"pack_occupation", BENCH_RAW, 6, 1, 10000000, occupation_function, occupation, one_byte, NULL},
        {"pack_listed", BENCH_RAW, 4, 0.125, 10000000, listed_function, listed, one_bit, NULL},
    };

    for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++)
        bench_kernel_add(&kernels[k]);
}

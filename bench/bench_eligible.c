/*
 * bench_eligible.c - planes to programs and to members of a category, and score with programs as one round
 * needs them; facts to both, the wide form.
 *
 * `score_programs` is block by block, so that a plane which both read comes from memory once.
 */
#include "bench/kernel.h"

static size_t one_byte(size_t n)
{
    return n;
}

static size_t one_bit(size_t n)
{
    return (n + 63) / 64 * 8;
}

/* ---- Programs ----------------------------------------------------------------------------------- */

static bench_function programs_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->programs;
}

static void programs(const bench_share *share)
{
    share->kernels->programs(&share->rules->programs, &share->planes, share->n, share->out);
}

static size_t out_both(size_t n)
{
    return 3 * n;
}

static void score_programs(const bench_share *share)
{
    uint16_t *score = (uint16_t *)(void *)share->out;
    uint8_t *bits = share->out + 2 * share->n;

    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        const eep_planes planes = eep_planes_at(&share->planes, row);
        share->kernels->score(&share->rules->plan[0], &planes, count, score + row, NULL);
        share->kernels->programs(&share->rules->programs, &planes, count, bits + row);
    }
}

/* ---- Members ------------------------------------------------------------------------------------ */

/* STEM asks an unbroken run in a listed occupation: a plane and a bit. French asks four planes of levels. */
#define READ_STEM   (1 + 0.125)
#define READ_FRENCH 4

static bench_function members_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->members;
}

static void members_stem(const bench_share *share)
{
    share->kernels->members(&share->rules->stem, &share->planes, share->listed, share->n,
                            (uint64_t *)(void *)share->out);
}

static void members_french(const bench_share *share)
{
    share->kernels->members(&share->rules->french, &share->planes, NULL, share->n,
                            (uint64_t *)(void *)share->out);
}

/* ---- The wide form ------------------------------------------------------------------------------ */

static bench_function facts_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->eligible_facts;
}

static size_t out_facts(size_t n)
{
    return 5 * n;
}

static void eligible_facts(const bench_share *share)
{
    uint32_t *categories = (uint32_t *)(void *)share->out;
    uint8_t *bits = share->out + 4 * share->n;

    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        share->kernels->eligible_facts(share->rules->eligible, &share->facts[row / EEP_BLOCK_ROWS], count,
                                       bits + row, categories + row);
    }
}

void eep_bench_eligible(void)
{
    static const bench_kernel kernels[] = {
        {"programs", BENCH_PLANES, EEP_PLANES, 1, 0, programs_function, programs, one_byte, NULL},
        {"score_programs", BENCH_PLANES, EEP_PLANES, 3, 0, programs_function, score_programs, out_both, NULL},
        {"members_stem", BENCH_PLANES | BENCH_LISTED, READ_STEM, 0.125, 0, members_function, members_stem,
         one_bit, NULL},
        {"members_french", BENCH_PLANES, READ_FRENCH, 0.125, 0, members_function, members_french, one_bit,
         NULL},
        {"eligible_facts", BENCH_FACTS, 30, 5, 1, facts_function, eligible_facts, out_facts, NULL},
    };

    for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++)
        bench_kernel_add(&kernels[k]);
}

/*
 * bench_score.c - planes to scores: the total alone, with the four sections, and under 2, 4 and 8 policies in
 * one pass, the official one and reforms of one value each (score_many) or policies that differ in most
 * (score_unlike); and facts to scores, the wide form. A score reads eight planes and writes two bytes a
 * policy.
 *
 * `score_sum` writes the totals of a block over those of the block before, so that nothing but planes goes
 * through memory: what a caller does who only counts or sums.
 */
#include "bench/kernel.h"

#define READ  EEP_SCORE_PLANES
#define WIDTH 2 /* bytes of a score */

static bench_function score_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->score;
}

static uint16_t *out_at(const bench_share *share, size_t array)
{
    return (uint16_t *)(void *)share->out + array * (share->n + BENCH_GAP);
}

/* ---- One policy --------------------------------------------------------------------------------- */

static size_t out_total(size_t n)
{
    return WIDTH * n;
}

static void score(const bench_share *share)
{
    share->kernels->score(bench_plan(share), &share->planes, share->n, out_at(share, 0), NULL);
}

static size_t out_block(size_t n)
{
    (void)n;
    return (size_t)WIDTH * EEP_BLOCK_ROWS;
}

static void score_sum(const bench_share *share)
{
    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        const eep_planes planes = eep_planes_at(&share->planes, row);
        share->kernels->score(&share->rules->plan[0], &planes, count, out_at(share, 0), NULL);
    }
}

static size_t out_sections(size_t n)
{
    return 5 * WIDTH * (n + BENCH_GAP);
}

static void score_sections(const bench_share *share)
{
    uint16_t *const sections[4] = {out_at(share, 1), out_at(share, 2), out_at(share, 3), out_at(share, 4)};

    share->kernels->score(&share->rules->plan[0], &share->planes, share->n, out_at(share, 0), sections);
}

/* ---- Several policies --------------------------------------------------------------------------- */

static bench_function many_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->score_many;
}

static void score_many(const bench_share *share, const eep_score_bundle *bundle)
{
    uint16_t *total[BENCH_POLICIES];

    for (size_t k = 0; k < bundle->count; k++)
        total[k] = out_at(share, k);
    share->kernels->score_many(bundle, &share->planes, share->n, total);
}

static size_t out_2(size_t n)
{
    return 2 * WIDTH * (n + BENCH_GAP);
}
static void score_2(const bench_share *share)
{
    score_many(share, &share->rules->first[2]);
}

static size_t out_4(size_t n)
{
    return 4 * WIDTH * (n + BENCH_GAP);
}
static void score_4(const bench_share *share)
{
    score_many(share, &share->rules->first[4]);
}

static size_t out_8(size_t n)
{
    return 8 * WIDTH * (n + BENCH_GAP);
}
static void score_8(const bench_share *share)
{
    score_many(share, &share->rules->first[8]);
}

static void score_8_unlike(const bench_share *share)
{
    score_many(share, &share->rules->unlike_all);
}

/* ---- The wide form ------------------------------------------------------------------------------ */

/*
 * Bytes of facts: age, spouse, education, four first and four second abilities, Canadian and foreign years,
 * weakest first, English and French, certificate, sibling, nomination, Canadian study, offer, occupation and
 * months in it in Canada; of the spouse education, four abilities, years.
 */
#define READ_FACTS 31

static bench_function facts_function(const eep_kernels *kernels)
{
    return (bench_function)kernels->score_facts;
}

static void score_facts(const bench_share *share)
{
    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        share->kernels->score_facts(share->rules->score, &share->facts[row / EEP_BLOCK_ROWS], count,
                                    out_at(share, 0) + row, NULL);
    }
}

void eep_bench_score(void)
{
    static const bench_kernel kernels[] = {
        {"score", BENCH_PLANES, READ, WIDTH, 0, score_function, score, out_total, NULL},
        {"score_sum", BENCH_PLANES, READ, 0, 0, score_function, score_sum, out_block, NULL},
        {"score_sections", BENCH_PLANES, READ, 5 * WIDTH, 0, score_function, score_sections, out_sections,
         NULL},
        {"score_many_2", BENCH_PLANES, READ, 2 * WIDTH, 10000000, many_function, score_2, out_2, NULL},
        {"score_many_4", BENCH_PLANES, READ, 4 * WIDTH, 10000000, many_function, score_4, out_4, NULL},
        {"score_many_8", BENCH_PLANES, READ, 8 * WIDTH, 10000000, many_function, score_8, out_8, NULL},
        {"score_unlike_8", BENCH_PLANES, READ, 8 * WIDTH, 10000000, many_function, score_8_unlike, out_8,
         NULL},
        {"score_facts", BENCH_FACTS, READ_FACTS, WIDTH, 1, facts_function, score_facts, out_total, NULL},
    };

    for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++)
        bench_kernel_add(&kernels[k]);
}

/*
 * bench_eligible.c - planes to programs and to members of a category; scores with programs, and scores with
 * who is eligible in one round; facts to programs and categories, the wide form.
 *
 * `score_programs` stores the points and all programs of everybody, two bytes and one. `round_general`,
 * `round_cec` and `round_stem` work out what a round of that kind asks, and store the points and a bit. All
 * go block by block, so that a plane which both read comes from memory once.
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

static size_t whole_words(size_t n)
{
    return (n + 63) / 64 * 64;
}

static size_t out_both(size_t n)
{
    return 3 * whole_words(n);
}

static void score_programs(const bench_share *share)
{
    const eep_score_plan *plan = bench_plan(share);
    const eep_program_plan *asked =
        plan->past_caches ? &share->rules->programs_past : &share->rules->programs;
    uint16_t *score = (uint16_t *)(void *)share->out;
    uint8_t *bits = share->out + 2 * whole_words(share->n);

    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        const eep_planes planes = eep_planes_at(&share->planes, row);
        share->kernels->score(plan, &planes, count, score + row, NULL);
        share->kernels->programs(asked, &planes, count, bits + row);
    }
}

/* ---- Rounds ------------------------------------------------------------------------------------- */

/* A CEC round asks the levels of the first language, occupation and Canadian months besides what a score
 * reads. */
#define READ_GENERAL EEP_PLANES
#define READ_CEC     (EEP_SCORE_PLANES + 2)
#define READ_LISTED  (EEP_PLANES + 0.125)
#define WRITTEN      (2 + 0.125)

static size_t out_round(size_t n)
{
    return 2 * whole_words(n) + whole_words(n) / 8;
}

/* Those who have a program of `plan` and, where there is one, are members of the category. */
static void one_round(const bench_share *share, const eep_program_plan *plan,
                      const eep_category_plan *category)
{
    const eep_kernels *kernels = share->kernels;
    uint16_t *score = (uint16_t *)(void *)share->out;
    uint64_t *eligible = (uint64_t *)(void *)(share->out + 2 * whole_words(share->n));
    uint64_t members[EEP_BLOCK_ROWS / 64];
    uint8_t bits[EEP_BLOCK_ROWS];

    for (size_t row = 0; row < share->n; row += EEP_BLOCK_ROWS) {
        const size_t count = share->n - row < EEP_BLOCK_ROWS ? share->n - row : EEP_BLOCK_ROWS;
        const eep_planes planes = eep_planes_at(&share->planes, row);
        kernels->score(bench_plan(share), &planes, count, score + row, NULL);
        kernels->programs(plan, &planes, count, bits);
        kernels->flags(bits, UINT8_MAX, count, eligible + row / 64);
        if (!category) continue;
        kernels->members(category, &planes, share->listed + row / 64, count, members);
        for (size_t word = 0; word < (count + 63) / 64; word++)
            eligible[row / 64 + word] &= members[word];
    }
}

static void round_general(const bench_share *share)
{
    one_round(share, &share->rules->federal, NULL);
}

static void round_cec(const bench_share *share)
{
    one_round(share, &share->rules->cec, NULL);
}

static void round_stem(const bench_share *share)
{
    one_round(share, &share->rules->federal, &share->rules->stem);
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
        {"round_general", BENCH_PLANES, READ_GENERAL, WRITTEN, 0, programs_function, round_general, out_round,
         NULL},
        {"round_cec", BENCH_PLANES, READ_CEC, WRITTEN, 0, programs_function, round_cec, out_round, NULL},
        {"round_stem", BENCH_PLANES | BENCH_LISTED, READ_LISTED, WRITTEN, 0, programs_function, round_stem,
         out_round, NULL},
        {"members_stem", BENCH_PLANES | BENCH_LISTED, READ_STEM, 0.125, 0, members_function, members_stem,
         one_bit, NULL},
        {"members_french", BENCH_PLANES, READ_FRENCH, 0.125, 0, members_function, members_french, one_bit,
         NULL},
        {"eligible_facts", BENCH_FACTS, 30, 5, 1, facts_function, eligible_facts, out_facts, NULL},
    };

    for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++)
        bench_kernel_add(&kernels[k]);
}

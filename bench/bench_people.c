/*
 * bench_people.c - people drawn from joint alias tables: all facts of a candidate but the days of submission
 * and papers, random words included. Written only.
 */
#include "bench/kernel.h"
#include "sim/sim.h"

#define WRITTEN 49

static const eep_people_plan *plan_get(void)
{
    static eep_people_plan plan;
    static int tried, good;

    if (!tried) good = eep_people_plan_open(NULL, eep_date_of(2023, 7, 5), &plan, NULL) == EEP_OK;
    tried = 1;
    return good ? &plan : NULL;
}

static bench_function function(const eep_kernels *kernels)
{
    (void)plan_get(); /* read before threads ask for it */
    return (bench_function)kernels->people;
}

static size_t out_bytes(size_t n)
{
    return WRITTEN * (n + BENCH_GAP);
}

static void *take(uint8_t **room, size_t n, size_t width)
{
    void *taken = *room;

    *room += width * (n + BENCH_GAP);
    return taken;
}

/* Columns one after the other, the widest first, so that all are aligned. */
static eep_people columns_in(uint8_t *room, size_t n)
{
    eep_people out = {.birth_date = take(&room, n, 4), .noc = take(&room, n, 4)};
    uint16_t **const months[] = {&out.citizenship,
                                 &out.canadian_work_months,
                                 &out.foreign_work_months,
                                 &out.spouse_canadian_work_months,
                                 &out.noc_months,
                                 &out.noc_canadian_months,
                                 &out.continuous_work_months,
                                 &out.trade_months};
    uint8_t **const bytes[] = {&out.sex,
                               &out.accompanying_spouse,
                               &out.education,
                               &out.spouse_education,
                               &out.first_official,
                               &out.certificate,
                               &out.sibling,
                               &out.nomination,
                               &out.settlement_funds,
                               &out.canadian_study,
                               &out.job_offer,
                               &out.relative,
                               &out.spouse_canadian_study};

    for (size_t m = 0; m < sizeof months / sizeof *months; m++)
        *months[m] = take(&room, n, 2);
    for (size_t b = 0; b < sizeof bytes / sizeof *bytes; b++)
        *bytes[b] = take(&room, n, 1);
    for (int a = 0; a < 4; a++) {
        out.english[a] = take(&room, n, 1);
        out.french[a] = take(&room, n, 1);
        out.spouse_language[a] = take(&room, n, 1);
    }
    return out;
}

static void run(const bench_share *share)
{
    static const uint32_t key[2] = {1, 0};
    const eep_people out = columns_in(share->out, share->n);

    if (plan_get() != NULL) share->kernels->people(plan_get(), key, 0, 10, share->n, &out);
}

void eep_bench_people(void)
{
    static const bench_kernel people = {"people", 0, 0, WRITTEN, 10000000, function, run, out_bytes, NULL};

    bench_kernel_add(&people);
}

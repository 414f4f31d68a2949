/*
 * instructions.c - runs every kernel of every level this machine has, under callgrind, and dumps the
 * instructions of each: valgrind --tool=callgrind --collect-atstart=no instructions.
 *
 * The kernels are those of bench/, which describe themselves (bench/kernel.h); this program takes the place
 * of Google Benchmark and of the pool of a million. Each runs once on 2,048 candidates and once on 2,011, an
 * odd number that leaves a rest in every vector; a dump is called <kernel>,<level>,<candidates>.
 *
 * valgrind knows no AVX-512 and says so to programs: levels that need it are then not usable.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/callgrind.h>

#include "bench/kernel.h"
#include "bench/pool.h"

#define ROWS 2048
#define ODD  2011

static int failed;

/* ---- In place of the pool of a million ----------------------------------------------------------- */

static eep_status make(bench_pool *made, eep_error *error)
{
    eep_recipe recipe;
    eep_engine_options options;
    eep_status status;

    eep_recipe_defaults(&recipe);
    recipe.rows = ROWS;
    recipe.model = "first"; /* what other kernels count does not depend on which model is the default */
    recipe.moment = (eep_time)(eep_date_of(2023, 7, 5) + 1) * 86400 - 1;
    eep_engine_defaults(&options);
    options.threads = 1;
    options.cpu = "ref"; /* the same people whatever kernels are new */
    status = eep_engine_new(&options, &made->engine[1], error);
    if (status == EEP_OK) status = eep_policy_load(NULL, NULL, &made->policy, error);
    if (status == EEP_OK)
        status = eep_policy_at(made->policy, eep_time_date(recipe.moment), &made->rules, error);
    if (status == EEP_OK) status = eep_pool_make(made->engine[1], made->rules, &recipe, &made->pool, error);
    return status;
}

const bench_pool *bench_pool_get(eep_bench *bench)
{
    static bench_pool made;
    static int tried, good;
    static eep_error error;

    if (!tried) good = make(&made, &error) == EEP_OK;
    tried = 1;
    if (!good) eep_bench_fail(bench, error.message);
    return good ? &made : NULL;
}

/* ---- In place of Google Benchmark ---------------------------------------------------------------- */

void eep_bench_fail(eep_bench *bench, const char *why)
{
    (void)bench;
    fprintf(stderr, "instructions: %s\n", why);
    failed = 1;
}

static void count(const bench_kernel *kernel, const eep_kernels *kernels, size_t n)
{
    bench_share share = {.kernels = kernels, .rules = bench_rules_get(NULL), .n = n};
    char name[96];

    if (!share.rules) return;
    if (!bench_share_fill(&share, 1, 0, kernel->needs, kernel->out_bytes(ROWS))) {
        eep_bench_fail(NULL, "there is no memory");
        return;
    }
    snprintf(name, sizeof name, "%s,%s,%zu", kernel->name, kernels->level, n);
    kernel->run(&share); /* once before: symbols are resolved at the first call */
    CALLGRIND_ZERO_STATS;
    CALLGRIND_TOGGLE_COLLECT;
    kernel->run(&share);
    CALLGRIND_TOGGLE_COLLECT;
    CALLGRIND_DUMP_STATS_AT(name);
}

void bench_kernel_add(const bench_kernel *kernel)
{
    bench_function below = NULL;
    const char *level;
    int usable;

    for (size_t index = 0; (level = eep_kernels_level(index, &usable)) != NULL; index++) {
        eep_kernels kernels;

        if (!usable || eep_kernels_select(level, &kernels) != 0) continue;
        if (kernel->function(&kernels) == below) continue;
        below = kernel->function(&kernels);
        count(kernel, &kernels, ROWS);
        count(kernel, &kernels, ODD);
    }
}

/* instructions.cmake makes the list: a line EEP_BENCH_FILE(family) for every bench_<family>.c it builds. */
int main(void)
{
#define EEP_BENCH_FILE(family) eep_bench_##family();
#include "bench_files.def"
#undef EEP_BENCH_FILE
    return failed;
}

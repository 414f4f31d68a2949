/*
 * kernel.c - a kernel as benchmarks: levels x places x threads.
 *
 * Places are the three caches, sized by what this machine says it has, and 10 and 40 million candidates,
 * which are memory on most machines (eepool_bench says in its report what caches it found). In the first two
 * caches every thread has its fill; from the third on threads share one number of candidates. A repetition
 * goes over a small place many times, so that starting threads costs nothing against it.
 *
 * The reference is bound by arithmetic and measured in the second-level cache only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/kernel.h"

#define THREADS_MAX     2
#define REPETITION_ROWS ((size_t)1 << 18) /* candidates of a repetition and thread, at least */
#define REFERENCE_ROWS  ((size_t)1 << 15)
#define NAMES           160
#define CHECKED         ((size_t)16 * EEP_BLOCK_ROWS) /* candidates at each end of a share */

typedef struct bench_place {
    const char *name;
    int cache;   /* its level, or 0 */
    size_t rows; /* candidates of all threads, or 0: as many as fit */
} bench_place;

static const bench_place places[] = {
    {"l1", 1, 0}, {"l2", 2, 0}, {"l3", 3, 0}, {"10M", 0, 10000000}, {"40M", 0, 40000000}};

typedef struct bench_case {
    const bench_kernel *kernel;
    const char *level;
    const bench_place *place;
} bench_case;

/* ---- Sizes -------------------------------------------------------------------------------------- */

/* Bytes to fill of each cache: half of the first two; of the third, which others use as well, four times the
 * second.
 */
static size_t cache_bytes(int level)
{
    const long l1 = sysconf(_SC_LEVEL1_DCACHE_SIZE), l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
    const size_t first = l1 > 0 ? (size_t)l1 : 32 << 10, second = l2 > 0 ? (size_t)l2 : 512 << 10;

    return level == 1 ? first / 2 : level == 2 ? second / 2 : 4 * second;
}

/* Candidates of each thread. */
static size_t rows_of(const bench_case *c, int threads)
{
    const double bytes = c->kernel->read + c->kernel->written;
    size_t rows = c->place->rows;

    if (rows == 0) rows = (size_t)((double)cache_bytes(c->place->cache) / bytes);
    if (strcmp(c->level, "ref") == 0 && rows > REFERENCE_ROWS) rows = REFERENCE_ROWS;
    if (c->place->cache != 1 && c->place->cache != 2) rows /= (size_t)threads;
    return rows > EEP_BLOCK_ROWS ? rows / EEP_BLOCK_ROWS * EEP_BLOCK_ROWS : rows / 64 * 64;
}

/* ---- The answer --------------------------------------------------------------------------------- */

/* The share without its first `row` candidates, a multiple of EEP_BLOCK_ROWS, and cut to `n`. */
static bench_share part_of(const bench_share *share, size_t row, size_t n)
{
    bench_share part = *share;

    part.n = n;
    if (row == 0) return part;
    if (part.planes.plane[0]) part.planes = eep_planes_at(&share->planes, row);
    if (part.facts) part.facts += row / EEP_BLOCK_ROWS;
    if (part.listed) part.listed += row / 64;
    if (part.score) part.score += row;
    if (part.programs) part.programs += row;
    if (part.raw.noc) part.raw = bench_raw_at(&share->raw, row);
    return part;
}

/* Both begin with the same memory, which is not what they should write. */
static int same_part(const bench_kernel *kernel, bench_share part, uint8_t *scratch)
{
    const size_t bytes = kernel->out_bytes(part.n);
    uint8_t *out = part.out;

    memset(out, 0x5a, bytes);
    memset(scratch, 0x5a, bytes);
    kernel->run(&part);
    eep_kernels reference;
    if (eep_kernels_select("ref", &reference) != 0) return 0;
    part.kernels = &reference;
    part.out = scratch;
    kernel->run(&part);
    if (kernel->tidy) {
        kernel->tidy(out, part.n);
        kernel->tidy(scratch, part.n);
    }
    return memcmp(out, scratch, bytes) == 0;
}

/* Whether the first and the last candidates of the share get what the reference gives them. */
static int is_right(const bench_kernel *kernel, const bench_share *share, uint8_t *scratch)
{
    const size_t n = share->n < CHECKED ? share->n : CHECKED;
    const size_t last = (share->n - n) / EEP_BLOCK_ROWS * EEP_BLOCK_ROWS;

    return same_part(kernel, part_of(share, 0, n), scratch) &&
           same_part(kernel, part_of(share, last, n), scratch);
}

/* ---- One benchmark ------------------------------------------------------------------------------ */

static void repeat(const bench_case *c, const bench_share *share, int threads, size_t passes)
{
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        for (size_t pass = 0; pass < passes; pass++)
            c->kernel->run(&share[t]);
    }
}

/* Fills the shares in their own threads; says what is wrong, or NULL. */
static const char *prepare(const bench_case *c, const bench_share *like, bench_share *share, int threads)
{
    const char *why = NULL;

#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++) {
        uint8_t *scratch = malloc(c->kernel->out_bytes(CHECKED));

        share[t] = *like;
        if (!scratch ||
            !bench_share_fill(&share[t], threads, t, c->kernel->needs, c->kernel->out_bytes(like->n))) {
#pragma omp critical
            why = "there is no memory for the candidates";
        } else if (!is_right(c->kernel, &share[t], scratch)) {
#pragma omp critical
            why = "the answer is not that of the reference";
        }
        free(scratch);
    }
    return why;
}

static void measure(eep_bench *bench, const void *what, int64_t threads)
{
    const bench_case *c = what;
    const size_t rows = rows_of(c, (int)threads);
    const size_t wanted = strcmp(c->level, "ref") == 0 ? REFERENCE_ROWS : REPETITION_ROWS;
    const size_t passes = rows < wanted ? wanted / rows : 1;
    const double bytes = c->kernel->read + c->kernel->written;
    bench_share share[THREADS_MAX], like = {.n = rows, .rules = bench_rules_get(bench)};
    eep_kernels kernels;
    const char *why;

    if (!like.rules) return;
    like.kernels = &kernels;
    if (eep_kernels_select(c->level, &kernels) != 0) {
        eep_bench_fail(bench, "this machine lacks the level");
        return;
    }
    why = prepare(c, &like, share, (int)threads);
    if (why) {
        eep_bench_fail(bench, why);
        return;
    }
    while (eep_bench_next(bench))
        repeat(c, share, (int)threads, passes);
    const int64_t candidates = (int64_t)(rows * passes) * threads;
    eep_bench_work(bench, candidates, (int64_t)((double)candidates * bytes));
    eep_bench_report(bench, "bytes_per_candidate", bytes);
    eep_bench_report(bench, "candidates", (double)(rows * (size_t)threads));
}

/* ---- All of them -------------------------------------------------------------------------------- */

static int fits(const bench_kernel *kernel, const bench_place *place, int is_reference)
{
    if (is_reference) return place->cache == 2;
    if (kernel->rows_most == 0) return 1;
    return place->cache != 0 || place->rows <= kernel->rows_most;
}

static void add_level(const bench_kernel *kernel, const char *level, int is_reference)
{
    static bench_case cases[512];
    static size_t used;

    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
        char name[NAMES];

        if (!fits(kernel, &places[p], is_reference) || used == sizeof cases / sizeof cases[0]) continue;
        cases[used] = (bench_case){kernel, level, &places[p]};
        snprintf(name, sizeof name, "%s/%s/%s", kernel->name, level, places[p].name);
        for (int threads = 1; threads <= THREADS_MAX; threads++)
            eep_bench_add(name, measure, &cases[used], threads);
        used++;
    }
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
        add_level(kernel, level, strcmp(level, "ref") == 0);
    }
}

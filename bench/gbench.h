/*
 * gbench.h - Google Benchmark for C: what a bench_<subject>.c needs, and no more.
 *
 * A benchmark is a function that prepares its data, checks its answer once, and then repeats the work
 * while eep_bench_next says so. Only the repeated part is timed, in wall-clock time, because threads may
 * be inside. One repetition should take a microsecond or more: asking for the next one costs nanoseconds.
 *
 *   static void sum(eep_bench *bench, const void *what, int64_t n) {
 *       ... fill n values ...
 *       if (add(values, n) != expected) {
 *           eep_bench_fail(bench, "the sum is wrong");
 *           return;
 *       }
 *       while (eep_bench_next(bench)) eep_bench_keep(add(values, n));
 *       eep_bench_work(bench, n, n * 8);
 *   }
 *   void eep_bench_sum(void)
 *   {
 *       eep_bench_add("sum", sum, NULL, 1 << 20);
 *   }
 *
 * A file bench/bench_<subject>.c must define eep_bench_<subject>, which adds its benchmarks; the build
 * finds the file and has it called. Nothing here may be called from two threads.
 */
#ifndef EEP_BENCH_GBENCH_H
#define EEP_BENCH_GBENCH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_bench eep_bench;

/* `what` and `argument` are those given to eep_bench_add. */
typedef void (*eep_bench_function)(eep_bench *bench, const void *what, int64_t argument);

/*
 * Adds a benchmark called `name`/`argument`. Names are <family>/<level or variant>, so that a filter can
 * choose by either; kernels (kernel.h) add the place of their data. `name` is copied; `what` must live until
 * the end.
 */
void eep_bench_add(const char *name, eep_bench_function function, const void *what, int64_t argument);

/* 1 while another repetition is wanted; the clock runs between the first and the last call. */
int eep_bench_next(eep_bench *bench);

/* The work of one repetition, reported as candidates (or other items) and bytes a second. */
void eep_bench_work(eep_bench *bench, int64_t items, int64_t bytes);

/* Reports a figure of the caller's under `name`. */
void eep_bench_report(eep_bench *bench, const char *name, double value);

/* The benchmark cannot go on, or its answer is wrong: it is reported as an error, and the program fails. */
void eep_bench_fail(eep_bench *bench, const char *why);

/* Makes the compiler believe that a result is used. */
void eep_bench_keep(uint64_t result);

/* bench_files.def is made by the build: a line EEP_BENCH_FILE(subject) for every bench_<subject>.c. */
#define EEP_BENCH_FILE(subject) void eep_bench_##subject(void);
#include "bench_files.def"
#undef EEP_BENCH_FILE

#ifdef __cplusplus
}
#endif
#endif

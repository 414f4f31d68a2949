/*
 * kernel.h - one kernel to be measured, at every level, in every cache and in memory.
 *
 * A bench_<family>.c describes its kernels; kernel.c turns each description into benchmarks that are called
 * <kernel>/<level>/<place>/<threads>. The test of instruction counts (tests/instructions/) takes the same
 * descriptions and counts instead of timing.
 */
#ifndef EEP_BENCH_KERNEL_H
#define EEP_BENCH_KERNEL_H

#include "bench/candidates.h"

/* Values between two arrays of results, so that their ends do not all meet in one set of a cache. */
#define BENCH_GAP 96

/* Any function, to ask whether two levels have the same. */
typedef void (*bench_function)(void);

typedef struct bench_kernel {
    const char *name;     /* family and variant, without a slash: "score_sections" */
    unsigned needs;       /* BENCH_RAW, ... */
    double read, written; /* bytes a candidate */
    size_t rows_most;     /* no larger place than this many candidates; 0 = any */
    bench_function (*function)(const eep_kernels *kernels);
    void (*run)(const bench_share *share); /* once over the share, results to share->out */
    size_t (*out_bytes)(size_t n);         /* how much of share->out results take */
    void (*tidy)(uint8_t *out, size_t n);  /* clears what may be anything; NULL: nothing may */
} bench_kernel;

/* Adds a kernel that lives until the end. Levels that have no such kernel of their own are left out. */
void bench_kernel_add(const bench_kernel *kernel);

#endif

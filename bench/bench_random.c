/*
 * bench_random.c - the random kernels: counters a second and bytes a second (sixteen bytes a counter, written
 * only), at a size that stays in the first-level cache and at one that goes to memory.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/gbench.h"
#include "kernels/kernels.h"

#define WRITTEN_BYTES 16

/* Every counter again through the single function, which the tests hold against the published answers. */
static int is_right(const eep_kernels *kernels, size_t n, uint32_t *const out[4])
{
    const uint32_t key[2] = {1, 2};
    kernels->random(key, 0xfffffff0, 3, 4, n, out);
    for (size_t i = 0; i < n; i++) {
        const uint64_t entity = UINT64_C(0xfffffff0) + i;
        const uint32_t counter[4] = {(uint32_t)entity, (uint32_t)(entity >> 32), 3, 4};
        uint32_t expected[4];
        eep_philox(key, counter, expected);
        for (int word = 0; word < 4; word++) {
            if (out[word][i] != expected[word]) return 0;
        }
    }
    return 1;
}

static void draw(eep_bench *bench, const void *what, int64_t n)
{
    const uint32_t key[2] = {1, 2};
    eep_kernels kernels;
    uint32_t *words = malloc(4 * sizeof *words * (size_t)n);
    if (words == NULL || eep_kernels_select(what, &kernels) != 0) {
        eep_bench_fail(bench, "no memory, or no such level here");
        free(words);
        return;
    }
    uint32_t *const out[4] = {words, words + n, words + 2 * n, words + 3 * n};
    if (!is_right(&kernels, (size_t)n, out)) {
        eep_bench_fail(bench, "the numbers are not those of single counters");
        free(words);
        return;
    }
    uint64_t first = 0;
    while (eep_bench_next(bench)) {
        kernels.random(key, first, 0, 0, (size_t)n, out);
        eep_bench_keep(words[0]);
        first += (uint64_t)n;
    }
    eep_bench_work(bench, n, n * WRITTEN_BYTES);
    free(words);
}

void eep_bench_random(void)
{
    const char *level;
    int usable;
    for (size_t i = 0; (level = eep_kernels_level(i, &usable)) != NULL; i++) {
        char name[64];
        if (!usable) continue;
        snprintf(name, sizeof name, "random/%s", level);
        eep_bench_add(name, draw, level, 512);
        eep_bench_add(name, draw, level, 1 << 20);
    }
}

/*
 * candidates.h - the arrays that kernels read and write in benchmarks, and the rules they work by.
 *
 * The candidates are those of the pool (pool.h), repeated from its first row until there are enough: real
 * scores and real tables, at any size. Each thread has a share of its own, filled by that thread, so that
 * memory lies next to the processor that reads it. Shares are made at the first call and kept until the
 * program ends.
 */
#ifndef EEP_BENCH_CANDIDATES_H
#define EEP_BENCH_CANDIDATES_H

#include "bench/gbench.h"
#include "kernels/kernels.h"

#define BENCH_POLICIES 8 /* as many as one pass of score_many is measured with */

/*
 * The official policy of 2023-07-05, compiled for kernels. For score_many: seven reforms of it, of one value
 * each; and eight policies any two of which differ in seven parts of a score.
 */
typedef struct bench_rules {
    const eep_score_tables *score;
    const eep_eligible_tables *eligible;
    const eep_pack_tables *pack;
    eep_score_plan plan[BENCH_POLICIES];
    eep_score_plan unlike[BENCH_POLICIES];
    eep_score_bundle first[BENCH_POLICIES + 1]; /* of the first so many plans */
    eep_score_bundle unlike_all;
    eep_program_plan programs;
    eep_score_plan past;                      /* the first plan, and its totals go past the caches */
    eep_program_plan programs_past;           /* likewise */
    eep_program_plan federal, cec;            /* what a round asks: no nominees; CEC alone */
    eep_eligible_tables for_federal, for_cec; /* what these were made from */
    eep_category_plan stem, french;
} bench_rules;

/* What a kernel reads; joined by |. */
enum { BENCH_RAW = 1, BENCH_FACTS = 2, BENCH_PLANES = 4, BENCH_LISTED = 8, BENCH_SCORES = 16 };

/* What one thread works on: `n` candidates of each kind of array that was asked for. */
typedef struct bench_share {
    const eep_kernels *kernels;
    const bench_rules *rules;
    size_t n;
    eep_raw raw;
    const eep_facts *facts; /* in blocks of EEP_BLOCK_ROWS */
    eep_planes planes;
    uint64_t *listed; /* by STEM, version 2023-1 */
    uint16_t *score;
    uint8_t *programs; /* not 0 = competes in a general round */
    uint8_t *out;      /* for results, on a page of its own */
} bench_share;

/* Totals of a thread from so many bytes on are written past the caches. */
#define BENCH_PAST_CACHES ((size_t)4 << 20)

static inline const eep_score_plan *bench_plan(const bench_share *share)
{
    return share->n * 2 >= BENCH_PAST_CACHES ? &share->rules->past : &share->rules->plan[0];
}

/* The rules, or NULL, and `bench` failed. */
const bench_rules *bench_rules_get(eep_bench *bench);

/*
 * Gives `share` the arrays that `needs` names, for share->n candidates, and `out_bytes` of room for results,
 * all belonging to thread `thread` of `threads`. To be called by that thread. Returns 0 when memory is short.
 */
int bench_share_fill(bench_share *share, int threads, int thread, unsigned needs, size_t out_bytes);

/* The columns from `row` on. */
eep_raw bench_raw_at(const eep_raw *raw, size_t row);

#endif

/*
 * pool.h - the pool that the whole-pool benchmarks share: a million invented candidates, fitted to the score
 * ranges published for 2023-07-04, made once.
 */
#ifndef EEP_BENCH_POOL_H
#define EEP_BENCH_POOL_H

#include "bench/gbench.h"
#include "eepool/eepool.h"

#define BENCH_ROWS 1000000

/* Everything is kept until the program ends. */
typedef struct bench_pool {
    eep_engine *engine[3]; /* [threads], 1 and 2 */
    eep_policy *policy;
    eep_rules *rules; /* of 2023-07-05 */
    eep_pool *pool;
    char digest[EEP_DIGEST_TEXT];
} bench_pool;

/* The pool, made at the first call; NULL, and `bench` failed, when that does not work. */
const bench_pool *bench_pool_get(eep_bench *bench);

/* The recipe it was made from. */
eep_recipe bench_pool_recipe(void);

#endif

/*
 * peers.h - what the two C programs among the peers share: eepool itself (ours.c) and plain scalar C
 * (plain.c). run.py starts one process for each measure and reads its JSON.
 */
#ifndef EEP_BENCH_PEERS_H
#define EEP_BENCH_PEERS_H

#include <stdint.h>
#include <stdio.h>

#include "eepool/eepool.h"

#define PEERS_ROUNDS 26 /* in sequence: general and STEM by turns */
#define PEERS_MOST   15 /* repetitions */

/* What is measured, on one pool and one day. */
typedef struct peers_task {
    eep_engine *engine;
    eep_policy *policy;
    eep_rules *rules;
    eep_pool *pool;
    const char *folder; /* for results that run.py compares */
    int threads, repetitions;
    eep_time moment;
    uint64_t invitations;
} peers_task;

/* One candidate formulation: seconds of each repetition under a name. */
typedef struct peers_times {
    double seconds[PEERS_MOST];
    int count;
} peers_times;

double peers_now(void); /* seconds of a clock that only goes forward */

/* Prints one member of the JSON object: "name": [seconds, ...]. */
void peers_print_times(const char *name, const peers_times *times);
void peers_print_cutoffs(const char *name, const uint16_t cutoff[PEERS_ROUNDS]);

/* Writes `bytes` to <folder>/<peer>.<what>; ends the program when that fails. */
void peers_write(const peers_task *task, const char *peer, const char *what, const void *data, size_t bytes);

/* Memory or the end of the program. */
void *peers_allocate(size_t bytes);

/* plain.c: everything, and its members of the JSON object. */
void plain_measure(const peers_task *task);

#endif

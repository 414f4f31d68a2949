/*
 * demo.h - the demo in three parts: what is computed (demo_run.c), how it is printed (demo_text.c) and how it
 * is drawn as a page (demo_html.c). The printers compute nothing but differences.
 */
#ifndef EEP_CLI_DEMO_H
#define EEP_CLI_DEMO_H

#include "sim/cli/cli.h"

/* Which published rounds are replayed, in order. */
#define DEMO_ROUNDS 2

typedef struct demo_round {
    const eep_published_round *published;
    eep_notice notice;
    uint64_t at_published_cutoff; /* who qualify in the simulated pool with at least the published cut-off */
} demo_round;

typedef struct demo_state {
    uint64_t seed;
    eep_engine *engine;
    eep_policy *policy, *reform;
    eep_history *history;
    const eep_snapshot *snapshot;
    const char *change; /* the what-if, as --set has it */

    uint64_t large_rows;              /* the big pool: made, scored, counted */
    uint64_t large_count[EEP_RANGES]; /* its candidates by published score range */
    double make_seconds, score_seconds, draw_seconds;
    char large_digest[EEP_DIGEST_TEXT];

    eep_pool *pool; /* the pool of the true size */
    uint8_t *taken;
    char pool_digest[EEP_DIGEST_TEXT];
    demo_round round[DEMO_ROUNDS];

    eep_comparison comparison; /* the second round under the policy and under the reform */
    uint64_t last_id;          /* the last one invited in the second round */
    eep_explanation *explanation;
} demo_state;

/* Computes everything; demo_clear releases it, also after a failure. `demo` is zero but for seed and engine.
 */
eep_status demo_run(demo_state *demo, eep_error *error);
void demo_clear(demo_state *demo);

void demo_print(FILE *stream, const demo_state *demo);

/* Writes one self-contained page. */
eep_status demo_write_html(const demo_state *demo, const char *path, eep_error *error);

/* "-1 point": simulated less published. */
char *demo_points_between(int simulated, int published, char text[32]);

/* "30.5 days later": simulated against published. */
char *demo_days_between(eep_time simulated, eep_time published, char text[64]);

#endif

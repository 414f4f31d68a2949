/*
 * validity.h - which submissions are in the pool at a moment. Private to sim/draw,
 * sim/ranking and sim/stream.
 */
#ifndef EEP_SIM_VALIDITY_H
#define EEP_SIM_VALIDITY_H

#include "sim/sim.h"

/* Submissions made by the moment, and not run out. */
typedef struct eep_validity {
    eep_time moment;
    eep_time surely_valid;   /* submitted from here on: has not run out */
    eep_time surely_expired; /* submitted before: has run out */
    int months;
} eep_validity;

eep_validity eep_validity_at(eep_time moment, int months);

/* For the few days in between. */
int eep_validity_decide(const eep_validity *window, eep_time submitted_at);

static inline int eep_validity_has(const eep_validity *window, eep_time submitted_at)
{
    if (submitted_at > window->moment || submitted_at < window->surely_expired) return 0;
    return submitted_at >= window->surely_valid || eep_validity_decide(window, submitted_at);
}

/* Of submissions from `earliest` to `latest`: how many are in the window, as far as the two can tell. */
typedef enum eep_validity_span { EEP_VALIDITY_NONE, EEP_VALIDITY_SOME, EEP_VALIDITY_ALL } eep_validity_span;
eep_validity_span eep_validity_spans(const eep_validity *window, eep_time earliest, eep_time latest);

/* Takes those out of a set of `n` rows, at most EEP_BLOCK_ROWS, whose submission, from `submitted_at` on, is
 * not in the window. */
void eep_validity_keep(const eep_validity *window, const eep_kernels *kernels, const int64_t *submitted_at,
                       size_t n, uint64_t *set);

#endif

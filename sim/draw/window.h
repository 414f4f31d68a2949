/*
 * window.h - which submissions are in the pool at a moment. Private to sim/draw and sim/ranking.
 */
#ifndef EEP_SIM_WINDOW_H
#define EEP_SIM_WINDOW_H

#include "sim/sim.h"

/* Submissions made by the moment, and not run out. */
typedef struct eep_window {
    eep_time moment;
    eep_time surely_valid;   /* submitted from here on: has not run out */
    eep_time surely_expired; /* submitted before: has run out */
    int months;
} eep_window;

eep_window eep_window_at(eep_time moment, int months);

int eep_window_has(const eep_window *window, eep_time submitted_at);

/* Of submissions from `earliest` to `latest`: how many are in the window, as far as the two can tell. */
typedef enum eep_window_span { EEP_WINDOW_NONE, EEP_WINDOW_SOME, EEP_WINDOW_ALL } eep_window_span;
eep_window_span eep_window_spans(const eep_window *window, eep_time earliest, eep_time latest);

/* Takes those out of a set of `n` rows whose submission, from `submitted_at` on, is not in the window. */
void eep_window_keep(const eep_window *window, const int64_t *submitted_at, size_t n, uint64_t *set);

#endif

/*
 * suggest.h - what a candidate could change, as ladders of steps. Private to sim/explain.
 *
 * ladders.c writes down every step of every ladder without knowing what it is worth; suggest.c scores them
 * all and keeps those that matter.
 */
#ifndef EEP_SIM_SUGGEST_H
#define EEP_SIM_SUGGEST_H

#include "sim/sim.h"

/* More than the levels, years and labels of all ladders together: 232. */
#define EEP_STEPS_MAX 256

/* One step; it is scored as variant `number` + 1. */
typedef struct eep_step {
    eep_suggestion face; /* without what the scores say */
    size_t number, ladder;
    /* The variant it is measured by: 0, or the one with the same papers renewed, without which it is nothing.
     */
    size_t before;
} eep_step;

typedef struct eep_ladders {
    const eep_rules *rules;
    const eep_columns *columns;
    uint64_t row;
    size_t count, ladders;
    eep_step step[EEP_STEPS_MAX];
} eep_ladders;

/* Fills `ladders`, which has its rules, columns and row. */
void eep_ladders_build(eep_ladders *ladders);

#endif

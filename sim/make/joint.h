/*
 * joint.h - the joint alias tables of a pool model: how they are made from the file, and by what its weights
 * are scaled. Private to sim/make.
 */
#ifndef EEP_SIM_MAKE_JOINT_H
#define EEP_SIM_MAKE_JOINT_H

#include "kernels/kernels.h"
#include "sim/make/model_file.h"

/* ---- One table ---------------------------------------------------------------------------------- */

/* A power of two that holds what the longest lists of a model file can give: see the checks in joint.c. */
#define EEP_OUTCOMES_MAX 4096

/* Outcomes with their weights; the sum of weights is below 2^63. */
typedef struct eep_outcomes {
    int is_full; /* 1: there was no room for one, and the list must not be used */
    uint32_t count, outcome[EEP_OUTCOMES_MAX];
    uint64_t weight[EEP_OUTCOMES_MAX];
} eep_outcomes;

/* Adds to the weight of an outcome, or sets `is_full`. Weight 0 adds nothing. */
void eep_outcomes_add(eep_outcomes *outcomes, uint64_t weight, uint32_t outcome);

/*
 * Makes the 2^bits slots of a table, at least as many as there are outcomes: each outcome's frequency is its
 * weight as a part of 2^(bits + 16), by largest remainders, exactly. 0 when all weights are 0, else 1.
 */
int eep_alias_fill(const eep_outcomes *from, uint32_t bits, eep_alias_slot *slot);

/* ---- The tables of a model ----------------------------------------------------------------------- */

#define EEP_SCALE_WHOLE 1000

/* Factors, out of 1000, on the weights and chances of a file: its assumptions, and what past rounds taught.
 */
typedef struct eep_scales {
    uint32_t kind[EEP_PEOPLE_KINDS];
    uint32_t noc[32][64]; /* [group][occupation of the group] */
    uint32_t spouse, second_language, job_offer, sibling, canadian_study;
    uint32_t french_first; /* of kinds that are not mostly French */
} eep_scales;

/* All factors 1000. */
void eep_scales_open(eep_scales *scales);

/*
 * Makes the tables of `file`, whose `joint` part must be there and whose names must have been checked. The
 * caller clears the plan. Birthdays are not set. Fails with EEP_ERROR_MEMORY.
 */
eep_status eep_joint_make(const eep_model_file *file, const eep_scales *scales, eep_people_plan *plan,
                          eep_error *error);
void eep_joint_clear(eep_people_plan *plan);

#endif

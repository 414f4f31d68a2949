/* grade.h - inside sim/conform: a third party's answers, and what is to be said of them. */
#ifndef EEP_SIM_CONFORM_GRADE_H
#define EEP_SIM_CONFORM_GRADE_H

#include "sim/conform/suite.h"

/* What was answered about one case. */
typedef struct eep_verdict {
    size_t row;      /* in the answers; 0 = missing */
    unsigned score;  /* as given */
    size_t wrong_at; /* the first wrong answer; EEP_ANSWERS = all right */
    int explained;   /* the wrong score is that of a recognised mistake */
} eep_verdict;

/* A rule while it is looked at. */
typedef struct eep_blamed {
    eep_wrong_rule face;
    size_t own; /* wrong answers that nothing else explains */
    int best;   /* how little the example says; see blame.c */
} eep_blamed;

struct eep_grade {
    const eep_suite *suite;
    eep_cells answers;
    size_t id, at[EEP_ANSWERS]; /* columns of `answers`; SIZE_MAX = not given */
    eep_verdict *verdict;       /* a case of the suite */
    eep_grade_sums sums;
    eep_growing unknown;          /* size_t, rows of `answers` */
    eep_growing rules;            /* eep_blamed, in order */
    eep_growing mistakes;         /* eep_recognised, in order */
    unsigned char *is_recognised; /* a known mistake, by its line in mistakes.csv */
    size_t unexplained;
};

/* Fills `mistakes` from the verdicts, and says which of those are explained. */
eep_status eep_grade_recognise(eep_grade *grade, eep_error *error);
/* Then fills `rules`. */
eep_status eep_grade_blame(eep_grade *grade, eep_error *error);

/* Whether the score of an answered case is wrong. */
int eep_grade_score_is_wrong(const eep_grade *grade, size_t position);

#endif

/* suite.h - inside sim/conform: the cases with their answers, and the known mistakes. */
#ifndef EEP_SIM_CONFORM_SUITE_H
#define EEP_SIM_CONFORM_SUITE_H

#include "eepool/conform.h"
#include "sim/conform/cells.h"

/* The numbers of a case. */
typedef struct eep_suite_entry {
    unsigned score;
    size_t rules;     /* names in its cell of rules, each terminated; the first is what it is about */
    size_t wrong_row; /* in `wrong`, 0 when no known mistake touches it */
} eep_suite_entry;

typedef struct eep_suite_id {
    const char *id;
    size_t position;
} eep_suite_id;

struct eep_suite {
    eep_cells cases, mistakes, wrong;
    size_t id, as_of, name, rules, source, answer[EEP_ANSWERS]; /* columns of `cases` */
    size_t inputs;                                              /* first of the candidate's columns */
    size_t mistake, rule, about;                                /* columns of `mistakes` */
    eep_suite_entry *entry;                                     /* a case; row i + 1 of `cases` */
    size_t count;
    eep_suite_id *by_id; /* ascending */
};

/* The case with this id, or SIZE_MAX. */
size_t eep_suite_find(const eep_suite *suite, const char *id);
/* eep_name_at over the ids. */
const char *eep_suite_id_at(const void *context, size_t index);

/* Rule `nth` of a case, NULL past the last: the one it is about, then those it rests on. */
const char *eep_suite_rule(const eep_suite *suite, size_t position, size_t nth);

/* The wrong score that known mistake `index` gives for a case; 0 when it gives none, else 1. */
int eep_suite_wrong(const eep_suite *suite, size_t index, size_t position, unsigned *score);

#endif

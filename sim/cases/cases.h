/* cases.h - inside sim/cases: a set of cases, and what became of them. */
#ifndef EEP_SIM_CASES_H
#define EEP_SIM_CASES_H

#include "eepool/cases.h"
#include "sim/growing/growing.h"
#include "sim/sim.h"
#include "sim/yaml/yaml.h"

typedef struct eep_case_entry {
    eep_case face;
    const eep_yaml *yaml;
    const eep_yaml_node *node;
    uint64_t row;   /* in the pool of its group */
    size_t next;    /* case of the same group, or SIZE_MAX */
    int asks_items; /* whether points name more than sections and total */
} eep_case_entry;

/*
 * The cases of one day that are scored together. Those that bring programs of their own are a group of their
 * own: in a pool the column is there for everybody or for nobody.
 */
typedef struct eep_case_group {
    eep_date day;
    int brings_programs;
    eep_pool *pool;
    size_t first, last; /* cases, in order of reading */
} eep_case_group;

typedef struct eep_difference_entry {
    eep_difference face;
    size_t order; /* in which it was found */
    char expected[256], found[256];
} eep_difference_entry;

struct eep_cases {
    eep_allocator allocator;
    eep_growing files;       /* eep_yaml * */
    eep_growing cases;       /* eep_case_entry */
    eep_growing groups;      /* eep_case_group, ascending by day, then by brings_programs */
    eep_growing differences; /* eep_difference_entry */
};

/* What the library makes of one case. */
typedef struct eep_case_outcome {
    eep_score_items items; /* with the sections and the total */
    uint8_t programs;
    uint32_t categories;
} eep_case_outcome;

/* Where an item of a score is found in an outcome; 0 when there is no such item. */
int eep_case_item(const eep_score_items *items, const char *name, uint16_t *points);
/* 1 for the four sections and the total. */
int eep_case_item_is_section(const char *name);
/* eep_name_at over the items. */
const char *eep_case_item_at(const void *context, size_t index);

/* Notes every difference between a case and its outcome. */
eep_status eep_case_compare(eep_cases *cases, size_t index, const eep_rules *rules,
                            const eep_case_outcome *outcome, eep_error *error);

#endif

/*
 * quota.h - cells of scores divided by type: how many of those who stand there belong to the stock of the
 * Canadian Experience Class, of French, of a category, and of several at once. Private to sim/make.
 */
#ifndef EEP_SIM_MAKE_QUOTA_H
#define EEP_SIM_MAKE_QUOTA_H

#include "sim/make/judge.h"

#define EEP_QUOTA_TYPES 10
#define EEP_QUOTA_SETS  (1u << EEP_QUOTA_TYPES) /* of types, a bit each */
#define EEP_QUOTA_CELLS 96

/* The types whose rounds have taught their stock, and which inner cell takes whom. */
typedef struct eep_quotas {
    size_t types;
    struct eep_quota_type {
        const char *id;                    /* belongs to the estimate */
        size_t number;                     /* in the estimate */
        const eep_category_entry *version; /* NULL: the Canadian Experience Class */
        uint16_t cutoff;                   /* the lowest of its last rounds */
        uint16_t reach;                    /* from this score up its stock is told from them */
    } type[EEP_QUOTA_TYPES];
    uint16_t asked[EEP_QUOTA_CELLS];                  /* types that divide a cell, a bit each; 0 = none */
    uint16_t inner[EEP_QUOTA_CELLS][EEP_QUOTA_SETS];  /* by cell and set of types; EEP_CELL_NOBODY = nobody */
    uint64_t stock[EEP_QUOTA_TYPES][EEP_QUOTA_CELLS]; /* asked for, in parts of a cell of EEP_QUOTA_WHOLE */
} eep_quotas;
#define EEP_QUOTA_WHOLE ((uint64_t)1 << 24)

/*
 * The types of `estimate` that had rounds in the two years before the day of the making, with their versions
 * of that day.
 */
void eep_quotas_types(const eep_making *making, const eep_history *history, const eep_estimate *estimate,
                      eep_time before, eep_quotas *quotas);

/*
 * Divides the cells: a pilot of the making tells which sets of types there are, and they are raked until
 * every type has its part of the cell. `cells` are those of the estimate. Fails with EEP_ERROR_MEMORY.
 */
eep_status eep_quotas_divide(const eep_making *making, const eep_estimate *estimate, eep_quotas *quotas,
                             eep_cells *cells, eep_error *error);

/* To which types everybody belongs of a block just judged on this space, into judged->set. */
void eep_quotas_ask(const eep_making *making, const eep_quotas *quotas, eep_judge_space *space,
                    eep_judged *judged);

/* The cell for somebody of a set of types in a cell of scores, which may be that itself; or EEP_CELL_NOBODY.
 */
static inline uint16_t eep_quotas_cell(const eep_quotas *quotas, uint16_t cell, uint16_t set)
{
    if (cell == EEP_CELL_NOBODY || quotas->asked[cell] == 0) return cell;
    return quotas->inner[cell][set & quotas->asked[cell]];
}

#endif

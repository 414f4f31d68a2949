/*
 * sim.h - what the parts of sim/ share: the insides of the public handles, and the walk over a pool in
 * blocks. Not for callers; those include eepool/eepool.h.
 */
#ifndef EEP_SIM_H
#define EEP_SIM_H

#include "datasets/datasets.h"
#include "eepool/eepool.h"
#include "kernels/kernels.h"

struct eep_engine {
    eep_allocator allocator;
    eep_kernels kernels;
    int threads;
    eep_progress progress; /* NULL = silent */
    void *progress_context;
};

/* Whether options are of this release: `size` is what their first member says. `what` names them. */
eep_status eep_options_check(const char *what, size_t size, size_t expected, eep_error *error);

/* The number of the calling thread in its team, from 0: which scratch space is its own. */
int eep_thread_number(void);

/* Tells progress if anybody listens. From the calling thread only. */
void eep_engine_tell(const eep_engine *engine, const char *what, uint64_t done, uint64_t total);

struct eep_pool {
    eep_columns columns;
    char *provenance; /* C heap, or NULL for "{}" */
};

/* A pool around columns that were read or made; takes ownership of both on success only. */
eep_status eep_pool_adopt(eep_columns *columns, char *provenance, eep_pool **pool, eep_error *error);

/* Whether a file begins like an .eepd file; standard input ("-") is looked at without taking anything away.
 */
eep_status eep_file_is_eepd(const char *path, int *is_eepd, eep_error *error);

/* Whether there are 1 to 255 rounds in the order of their moments; the error has the round's number as line.
 */
eep_status eep_rounds_check_order(const eep_round *rounds, size_t count, eep_error *error);

/* ---- Rules ------------------------------------------------------------------------------------- */

/* One category version as the policy files have it. Texts belong to the rules. */
typedef struct eep_category_entry {
    eep_category face;
    eep_category_rule rule;
    eep_category_plan plan; /* the rule for the packed form */
    const uint32_t *noc;    /* face.occupations codes, ascending, with their titles */
    const char *const *title;
} eep_category_entry;

struct eep_rules {
    eep_allocator allocator;
    eep_date day;
    char digest[EEP_DIGEST_TEXT];
    eep_score_tables score;
    eep_eligible_tables eligible; /* with the category versions in force */
    eep_pack_tables pack;         /* points into the two arrays below */
    eep_score_plan score_plan;    /* the two tables for the packed form */
    eep_program_plan program_plan;
    const char *why_wide;     /* NULL, or why these rules do not fit the packed form */
    uint32_t *noc_categories; /* EEP_NOC_CODES, all versions */
    uint8_t *noc_class;       /* EEP_NOC_CODES */
    int profile_months;       /* how long a profile stays in the pool */
    int language_test_months; /* and papers count */
    int assessment_months;
    eep_tie_break tie_break;            /* which of equal scores ranks first */
    uint32_t lottery_seed;              /* of the tie-break by lot */
    uint8_t program_rank[EEP_PROGRAMS]; /* which program an invitation names: the lowest rank */
    size_t categories;
    eep_category_entry category[EEP_CATEGORIES_MAX];
    size_t leaves;         /* the leaves in force, sorted by path */
    eep_policy_leaf *leaf; /* texts belong to `texts` */
    void *texts;           /* private to sim/policy */
};

/* The leaf in force with this path, or NULL. */
const eep_policy_leaf *eep_rules_leaf(const eep_rules *rules, const char *path);

/* ---- People ------------------------------------------------------------------------------------- */

/*
 * The joint tables of a pool model with ages of `day`, for measuring and testing kernels. `model` is as in a
 * recipe. The caller closes the plan. Fails as eep_pool_make, and with EEP_ERROR_ARGUMENT for a model without
 * such tables.
 */
eep_status eep_people_plan_open(const char *model, eep_date day, eep_people_plan *plan, eep_error *error);
void eep_people_plan_close(eep_people_plan *plan);

/* ---- Randomness -------------------------------------------------------------------------------- */

/*
 * What a random number is for. The list only grows, and numbers are never reused, so that a new use of
 * chance shifts no old one. Counter words: entity (64 bits), purpose, index; the key is the seed.
 */
enum eep_purpose {
    EEP_PURPOSE_PERSON = 1,   /* attributes of a proposed candidate; index = which four words */
    EEP_PURPOSE_TIME = 2,     /* when a candidate submitted */
    EEP_PURPOSE_LOTTERY = 3,  /* the tie-break by lot; entity = the id */
    EEP_PURPOSE_BACKTEST = 4, /* how large a stock is; entity = round and mode, index = replicate */
    EEP_PURPOSE_JOINT = 10,   /* facts of a proposed candidate from joint tables; index = which four words */
    EEP_PURPOSE_PAST = 11     /* when a proposed candidate submitted and improved */
};

#endif

/*
 * make.h - the parts of making a pool: a checked model, people drawn from it, the cells they must fill,
 * and when they submitted.
 *
 * Everything is whole numbers. A weight becomes a threshold on a 32-bit word; a word is Philox of
 * (seed; proposal, purpose, index), so that a person is a pure function of seed and proposal number.
 */
#ifndef EEP_SIM_MAKE_H
#define EEP_SIM_MAKE_H

#include "eepool/backtest.h"
#include "sim/make/joint.h"
#include "sim/sim.h"

/* ---- Tables of chance --------------------------------------------------------------------------- */

#define EEP_TABLE_MAX 64

/* Outcome k is taken for words below threshold[k] and not below threshold[k - 1]; the last has no end. */
typedef struct eep_table {
    uint32_t count;
    uint32_t threshold[EEP_TABLE_MAX];
} eep_table;

/* Outcomes 0..count-1 with these weights. 0 when all weights are 0, else 1. */
int eep_table_fill(eep_table *table, const uint32_t *weight, uint32_t count);

static inline uint32_t eep_table_pick(const eep_table *table, uint32_t word)
{
    uint32_t outcome = 0;
    for (uint32_t k = 0; k + 1 < table->count; k++)
        outcome += word >= table->threshold[k];
    return outcome;
}

/* One of 0..count-1, all equally likely but for 2^-32. */
static inline uint32_t eep_pick_below(uint32_t word, uint32_t count)
{
    return (uint32_t)((uint64_t)word * count >> 32);
}

/* A chance is a threshold, 0..2^32: yes for words below it. */
static inline int eep_chance(uint64_t chance, uint32_t word)
{
    return word < chance;
}

/* ---- The model ---------------------------------------------------------------------------------- */

#define EEP_MODEL_NAME    64
#define EEP_MODEL_DEFAULT "second" /* in pool-models/ of the data folder */

typedef struct eep_bands {
    eep_table table;
    uint16_t from[32], width[32]; /* width = how many values */
} eep_bands;

typedef struct eep_occupations {
    eep_table table;
    uint32_t noc[EEP_TABLE_MAX];
    uint64_t women;
    int trade, senior;
} eep_occupations;

typedef struct eep_countries {
    eep_table table;
    uint16_t country[EEP_TABLE_MAX];
} eep_countries;

/* The kinds of people of which the model is a mixture. */
typedef struct eep_archetype {
    eep_bands age, canadian_work, foreign_work, spouse_canadian_work;
    eep_table education, spouse_education, first_language, second_language, spouse_language, canadian_study;
    eep_table occupation[2]; /* [1] with a bachelor's degree or higher; outcomes are group numbers below */
    uint32_t group[32];
    uint32_t citizenship;
    int recent_canadian_work;
    uint64_t spouse, french_first, second, job_offer, sibling, relative, nomination, certificate, funds;
    uint64_t spouse_study, other_occupation, interrupted;
} eep_archetype;

typedef struct eep_inside {
    uint16_t low, high;
    uint32_t cells, share[EEP_TABLE_MAX];
} eep_inside;

typedef struct eep_model {
    char name[EEP_MODEL_NAME];
    char digest[EEP_DIGEST_TEXT];
    uint64_t improved[2]; /* [1] for nominees */
    uint32_t language_days, assessment_days;
    uint32_t finish_age[8];
    eep_table offset[EEP_ABILITIES];
    size_t insides;
    eep_inside inside[EEP_RANGES];
    eep_countries countries[16];
    eep_occupations occupations[32];
    eep_table mixture;
    eep_archetype archetype[16];
    eep_model_file *file; /* of a model with joint tables: the weights they are made from; else NULL */
    eep_scales scales;    /* its assumptions */
} eep_model;

/*
 * Reads and checks a model file into `*model`, which the caller clears: a model, or one based on another with
 * other values for its assumptions. Fails with file and line; see eep_pool_make.
 */
eep_status eep_model_load(const char *path, eep_model *model, eep_error *error);
/*
 * The model of a recipe: a file, the name of a model in the data folder, or NULL for the default. Of a name
 * that no model has EEP_ERROR_NO_FILE tells the nearest one.
 */
eep_status eep_model_of(const char *named, eep_model *model, eep_error *error);
void eep_model_clear(eep_model *model);

/* Checks a file and fills the model. Takes over `file`, on failure too. */
eep_status eep_model_compile(const eep_yaml *yaml, eep_model_file *file, eep_model *model, eep_error *error);
/* Whether a text of a file may be the name of `what`. */
eep_status eep_model_check_name(const eep_yaml *yaml, const eep_yaml_node *node, const char *what,
                                eep_error *error);

/* Takes `value` for an assumption of the file. EEP_ERROR_UNKNOWN or _VALUE, told without a place. */
eep_status eep_model_assume(eep_model *model, const char *name, uint32_t value, eep_error *error);

/* ---- People ------------------------------------------------------------------------------------- */

/*
 * What each word of a person decides. The list only grows at its end: a word that moved would change
 * everybody. Four words share one counter index.
 */
enum eep_person_word {
    EEP_WORD_ARCHETYPE,
    EEP_WORD_AGE,
    EEP_WORD_AGE_WITHIN,
    EEP_WORD_BIRTHDAY,
    EEP_WORD_SPOUSE,
    EEP_WORD_EDUCATION,
    EEP_WORD_FRENCH_FIRST,
    EEP_WORD_FIRST_BASE,
    EEP_WORD_FIRST, /* four: an ability each */
    EEP_WORD_SECOND = EEP_WORD_FIRST + 4,
    EEP_WORD_SECOND_BASE,
    EEP_WORD_SECOND_ABILITY,
    EEP_WORD_CANADIAN_WORK = EEP_WORD_SECOND_ABILITY + 4,
    EEP_WORD_CANADIAN_WITHIN,
    EEP_WORD_FOREIGN_WORK,
    EEP_WORD_FOREIGN_WITHIN,
    EEP_WORD_CANADIAN_STUDY,
    EEP_WORD_JOB_OFFER,
    EEP_WORD_SIBLING,
    EEP_WORD_RELATIVE,
    EEP_WORD_NOMINATION,
    EEP_WORD_CERTIFICATE,
    EEP_WORD_FUNDS,
    EEP_WORD_OCCUPATION_GROUP,
    EEP_WORD_OCCUPATION,
    EEP_WORD_OTHER_OCCUPATION,
    EEP_WORD_OTHER_SHARE,
    EEP_WORD_INTERRUPTED,
    EEP_WORD_INTERRUPTED_SHARE,
    EEP_WORD_SPOUSE_EDUCATION,
    EEP_WORD_SPOUSE_BASE,
    EEP_WORD_SPOUSE_ABILITY,
    EEP_WORD_SPOUSE_WORK = EEP_WORD_SPOUSE_ABILITY + 4,
    EEP_WORD_SPOUSE_WITHIN,
    EEP_WORD_SPOUSE_STUDY,
    EEP_WORD_SEX,
    EEP_WORD_CITIZENSHIP,
    EEP_PERSON_WORDS
};
#define EEP_PERSON_INDICES ((EEP_PERSON_WORDS + 3) / 4)

/* The words of a block of people. */
typedef struct eep_words {
    uint32_t word[EEP_PERSON_INDICES * 4][EEP_BLOCK_ROWS];
} eep_words;

/* The day's ages: whoever was born on or before birthday[a] is at least a years old. */
typedef struct eep_birthdays {
    eep_date birthday[EEP_AGES + 1];
} eep_birthdays;
void eep_birthdays_of(eep_date day, eep_birthdays *birthdays);

/*
 * Writes people i = 0..n-1 of `words` into rows row + i: all facts but id, submitted_at and the two dates
 * of papers.
 */
void eep_people_write(const eep_model *model, const eep_birthdays *birthdays, const eep_words *words,
                      size_t n, eep_columns *columns, uint64_t row);

/* ---- Cells -------------------------------------------------------------------------------------- */

#define EEP_CELLS_MAX    16384
#define EEP_CELL_NOBODY  UINT16_MAX
#define EEP_CELL_ANYBODY 0 /* the only cell when nothing is fitted */

struct eep_quotas;

/*
 * Score cells and how many people each shall have. Behind the `count` of them come `inner` ones, into which
 * `quotas` divide some by type (quota.h); whoever is in an inner cell is also in the cell around it.
 */
typedef struct eep_cells {
    uint32_t count, inner;
    struct eep_cell {
        uint16_t low, high;
        uint32_t around; /* of an inner cell */
        uint64_t wanted, have;
    } cell[EEP_CELLS_MAX];
    const struct eep_quotas *quotas;
    uint16_t of_score[EEP_SCORE_BINS];
    uint64_t missing;       /* people wanted in all cells and not yet there */
    uint16_t nominees_from; /* scores from here on are for nominees only; 0 = no such rule */
} eep_cells;

/* No cells: nobody is wanted. */
void eep_cells_none(eep_cells *cells);
void eep_cells_add(eep_cells *cells, uint16_t low, uint16_t high, uint64_t wanted);

/* One cell for all scores. */
void eep_cells_open(uint64_t rows, eep_cells *cells);

/*
 * Cells of a snapshot, scaled to `rows` (0 = its own size): the published ranges by largest remainders,
 * ties in range order; a range that the model divides, again so.
 */
void eep_cells_fit(const eep_snapshot *snapshot, const eep_model *model, uint64_t rows, eep_cells *cells);

/*
 * The weights as whole numbers that add up to `rows`: the largest remainders are rounded up, the first of
 * equal ones first. The weights add up to less than 2^28, rows are less than 2^32; `count` at most
 * EEP_DIVIDE_MAX.
 */
#define EEP_DIVIDE_MAX 1024
void eep_divide(const uint64_t *weight, size_t count, uint64_t rows, uint64_t *wanted);

/*
 * The cells of an estimate, scaled to `rows` (0 = its own size): the published ranges by largest remainders,
 * and each range of at most a hundred points again, in cells of five.
 */
void eep_cells_estimate(const eep_estimate *estimate, uint64_t rows, eep_cells *cells);

/*
 * The same with the range of the model's tail falling by `rate`, in 1/1000 a point, over cells of equal
 * width.
 */
void eep_cells_fit_tail(const eep_snapshot *snapshot, const eep_model_joint *joint, uint32_t rate,
                        uint64_t rows, eep_cells *cells);

#define EEP_TAIL_RATE_MIN 10
#define EEP_TAIL_RATE_MAX 300

/*
 * How fast the tail falls: the median over the last general rounds before `before` that cut inside it, or
 * what the model says where there are fewer than three.
 */
uint32_t eep_tail_rate(const eep_history *history, const eep_model_joint *joint, eep_time before);

/* The snapshot of exactly this day; EEP_ERROR_UNKNOWN naming the nearest days. */
eep_status eep_snapshot_of(const eep_history *history, eep_date day, const eep_snapshot **snapshot,
                           eep_error *error);

/* ---- Submission --------------------------------------------------------------------------------- */

/* A round that took everybody above its cut-off, and those at it up to its tie-break. */
typedef struct eep_cleared {
    int known;
    uint16_t cutoff;
    eep_time moment, tie_break;
} eep_cleared;

typedef struct eep_window {
    eep_time after, last;   /* somebody submits in (after, last] */
    eep_cleared cleared[2]; /* the last round that cleared the stock; [1] for nominees */
} eep_window;

/* Rounds from `before` on have not been held. */
void eep_window_of(const eep_history *history, const eep_rules *rules, eep_time moment, eep_time before,
                   eep_window *window);

/* ---- Proposing and keeping ----------------------------------------------------------------------- */

/* What past rounds told: of each type that had one, by how much its share was scaled, out of 1000. */
#define EEP_LEARNED_MAX 16
typedef struct eep_learned {
    size_t count;
    struct eep_learned_type {
        const char *id;
        uint32_t scale;
        uint64_t invited, had; /* in the rounds that were asked: published, and by the model */
        int tie_days,
            had_days; /* the middle age of their tie-breaks, and of those who had the cut-offs; or -1 */
    } type[EEP_LEARNED_MAX];
    uint32_t tail_rate; /* 1/1000 a point; 0 = the model's own shape */
} eep_learned;

struct eep_past;

/* Where the numbers of a pool come from. */
typedef struct eep_source {
    int has_fit;                      /* 0: nothing is fitted, and the rest says nothing */
    eep_fit_kind kind;                /* a snapshot also where an estimate was wanted and there is none */
    eep_date day;                     /* on which the pool stands */
    eep_date before;                  /* rounds from that day on have not been held */
    eep_date snapshot;                /* the newest count in it */
    uint32_t rounds;                  /* held between the two */
    eep_estimate *estimate;           /* NULL for a snapshot */
    char parameters[EEP_DIGEST_TEXT]; /* of the estimate */
} eep_source;

/*
 * What a recipe is to be shaped on; the caller clears it. Fails with EEP_ERROR_INFEASIBLE when nothing was
 * published up to the day, or as the parameters.
 */
eep_status eep_source_find(const eep_recipe *recipe, const eep_history *history, const eep_model *model,
                           eep_source *source, eep_error *error);
void eep_source_clear(eep_source *source);

/* The name of a kind of fit in provenance, or NULL; and the kind of a name, 0 when there is none such. */
const char *eep_fit_name(eep_fit_kind kind);
int eep_fit_named(const char *name, eep_fit_kind *kind);

/* The digest of the parameters of the data folder. Fails as eep_backtest_parameters_load. */
eep_status eep_source_parameters(char digest[EEP_DIGEST_TEXT], eep_error *error);

/* Everything that making one pool needs; nothing changes in it once people are proposed. */
typedef struct eep_making {
    const eep_engine *engine;
    const eep_rules *rules;
    const eep_model *model;
    eep_birthdays birthdays;
    eep_window window;
    eep_date day; /* of the moment */
    uint32_t key[2];
    uint64_t rows;
    const eep_people_plan *people; /* joint tables; NULL = facts one by one, and `window` for the past */
    const struct eep_past *past;   /* the rounds before the pool; NULL = none are held */
    eep_learned learned;
    const eep_source *source;
} eep_making;

/* Writes submitted_at and the dates of papers for one row, proposal `proposal`, of a model without joint
 * tables. */
void eep_submission_write(const eep_making *making, uint64_t proposal, uint16_t score, eep_columns *columns,
                          uint64_t row);

/*
 * The same for n rows from `row` on with the pasts of a model with joint tables: seconds after the first
 * possible one, and a word for the papers.
 */
void eep_submission_fill(const eep_making *making, const uint32_t *submitted, const uint32_t *papers,
                         size_t n, eep_columns *columns, uint64_t row);

/* How many proposals are looked at in one batch at most. */
#define EEP_BATCH_ROWS (64 * EEP_BLOCK_ROWS)

/*
 * The kept, in the order of their proposals, from row `first` of the pool on. Where `hand_on` is NULL the
 * columns have room for the whole pool; else for EEP_BATCH_ROWS, and `hand_on` takes the `rows` that there
 * are away after every batch.
 */
typedef struct eep_kept {
    uint64_t first, rows;
    eep_columns *columns; /* from row 0 on; written whole but for `programs`, which is at its default */
    uint64_t proposals;   /* how many were made */
    eep_status (*hand_on)(void *context, const struct eep_kept *kept, eep_error *error);
    void *context;
} eep_kept;

/*
 * Proposes people until every cell is full. Fails with EEP_ERROR_INFEASIBLE, EEP_ERROR_MEMORY or as hand_on.
 */
eep_status eep_propose(const eep_making *making, eep_cells *cells, eep_kept *kept, eep_error *error);

/*
 * Scales the shares of categories and programs by what the last rounds of each before the pool tell: those
 * who would have been invited, by the model, against those who were. See docs/model.md. `scales` NULL: only
 * listens. Called again it goes on from what `learned` and `scales` hold.
 */
eep_status eep_stock_learn(const eep_making *making, const eep_history *history, eep_time before,
                           eep_scales *scales, eep_learned *learned, eep_error *error);

/* What is made, in columns: the policy derives `programs`. */
#define EEP_MADE_COLUMNS ((UINT64_C(1) << EEP_COLUMNS) - 1 - (UINT64_C(1) << EEP_COL_programs))

/* Who made the pool, from what: JSON, C heap. `kept` NULL: how many proposals it took is not known. */
eep_status eep_make_provenance(const eep_making *making, const eep_recipe *recipe, const eep_kept *kept,
                               char **text, eep_error *error);

/* The model that a provenance names, in `model`; NULL where it names none that is a word. */
const char *eep_provenance_model(const char *provenance, char model[EEP_MODEL_NAME]);

#endif

/*
 * eepool/pool.h - pools: candidates in columns.
 *
 * A pool is a table with one row a candidate. Its columns are declared in one place
 * (datasets/columns.def); a program learns about them by asking. A column that no one filled is
 * "absent": its values can still be read and are the column's default, but files leave it out, and an
 * absent `programs` column means that the policy decides who qualifies for what.
 *
 * Candidates made by eep_pool_make are invented. They are shaped on published tables; no row
 * describes a person.
 *
 * Thread rule: a pool has one writer or many readers.
 */
#ifndef EEPOOL_POOL_H
#define EEPOOL_POOL_H

#include "eepool/base.h"
#include "eepool/engine.h"
#include "eepool/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_pool eep_pool;

/* ---- Columns ----------------------------------------------------------------------------------- */

/* How a column's values are held and written. */
typedef enum eep_column_kind {
    EEP_KIND_IDENTIFIER, /* uint64_t, a decimal number, unique in a pool */
    EEP_KIND_TIME,       /* int64_t, eep_time, 2022-11-23T00:01:29Z */
    EEP_KIND_DATE,       /* int32_t, eep_date, 2022-11-23 */
    EEP_KIND_FLAG,       /* uint8_t, 0 or 1 */
    EEP_KIND_LABEL,      /* uint8_t, a number from 0 for one of the column's labels */
    EEP_KIND_SET,        /* uint8_t, one bit a label; written joined by +, empty for none */
    EEP_KIND_LEVEL,      /* uint8_t, CLB or NCLC 0..12, 0 = no test */
    EEP_KIND_MONTHS,     /* uint16_t, completed months */
    EEP_KIND_NOC,        /* uint32_t, NOC 2021 code 0..99999, five digits; 0 = none, written empty */
    EEP_KIND_COUNTRY     /* uint16_t, ISO 3166-1 alpha-3, (c1-64)*1024+(c2-64)*32+(c3-64); 0 = not given */
} eep_column_kind;

typedef struct eep_column {
    const char *name; /* the public name: CSV header, .eepd schema */
    eep_column_kind kind;
    size_t width; /* bytes a value: 1, 2, 4 or 8 */
    int required; /* whether every CSV must have it */
    int64_t minimum, maximum;
    int64_t fallback;  /* the default where the column is absent; a flag, level or label as its number */
    const char *about; /* one sentence: what it holds, unit, source */
} eep_column;

/* Column `index` in the order of columns.def. Returns 0 past the last, else 1. Pointers live for ever. */
EEP_API int eep_column_at(size_t index, eep_column *column);

/* Index of a column by name, or -1. */
EEP_API int eep_column_find(const char *name);

/* Label `value` of a label or set column (for a set: of bit 1 << value), or NULL. */
EEP_API const char *eep_column_label(size_t index, size_t value);

/* ---- Pools ------------------------------------------------------------------------------------- */

/*
 * An empty pool, owned by the caller. `allocator` may be NULL.
 * Fails with EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_new(const eep_allocator *allocator, eep_pool **pool,
                                               eep_error *error);
EEP_API void eep_pool_free(eep_pool *pool); /* NULL is fine */

EEP_API uint64_t eep_pool_rows(const eep_pool *pool);

/*
 * The values of column `index`: eep_pool_rows values of the column's width, owned by the pool, valid
 * until it is changed. Never NULL for a pool with rows; an absent column shows its defaults.
 */
EEP_API const void *eep_pool_column(const eep_pool *pool, size_t index);
EEP_API int eep_pool_has_column(const eep_pool *pool, size_t index);

/*
 * Appends `rows` candidates: every column at its default and absent, to be filled through
 * eep_pool_edit. Fails with EEP_ERROR_MEMORY and leaves the pool as it was.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_grow(eep_pool *pool, uint64_t rows, eep_error *error);

/* As eep_pool_column, to be written to; marks the column as present. */
EEP_API void *eep_pool_edit(eep_pool *pool, size_t index);

/*
 * Checks every value against its column's range and every id against the others. Fails with
 * EEP_ERROR_VALUE or EEP_ERROR_DUPLICATE, `line` being the row number plus one.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_check(const eep_pool *pool, eep_error *error);

/* Digest of the logical content: rows, names and values of the present columns. */
EEP_API EEP_MUST_CHECK eep_status eep_pool_digest(eep_engine *engine, const eep_pool *pool,
                                                  char text[EEP_DIGEST_TEXT], eep_error *error);

/*
 * Provenance: who made the pool, from what; one JSON object as text, owned by the pool; "{}" when
 * nothing is known. It is carried by .eepd files and is not part of the digest.
 */
EEP_API const char *eep_pool_provenance(const eep_pool *pool);
EEP_API EEP_MUST_CHECK eep_status eep_pool_set_provenance(eep_pool *pool, const char *json, eep_error *error);

/* ---- Making pools ------------------------------------------------------------------------------ */

/* On what a pool is shaped. */
typedef enum eep_fit_kind {
    EEP_FIT_SNAPSHOT, /* the published ranges of the day `fit`, as they were counted */
    EEP_FIT_ESTIMATE, /* the estimate on the day of the moment, before its rounds; `fit` is not used */
    EEP_FIT_FORECAST  /* the same without counts that were printed on that day or later */
} eep_fit_kind;

/* What to make. Fill with eep_recipe_defaults, then change what you need. */
typedef struct eep_recipe {
    size_t size;     /* sizeof(eep_recipe) */
    uint64_t rows;   /* 0 = as many as were counted or estimated (needs has_fit); at most 4e9 */
    eep_time moment; /* the pool as it stands at this moment; nobody submits later */
    uint64_t seed;   /* any value; default 1 */
    const char
        *model; /* a pool model file, or the name of one in pool-models/ of the data folder; NULL = second */
    eep_date fit;      /* shape on the published score ranges of this snapshot day; see has_fit */
    int has_fit;       /* 0 = the raw model; 1 = shaped as `kind` says, scaled to rows */
    eep_fit_kind kind; /* with has_fit: which ranges; default EEP_FIT_SNAPSHOT */
} eep_recipe;

/* So many days after the last round of the record others must have been held, of which it does not know. */
#define EEP_RECORD_DAYS 28

EEP_API void eep_recipe_defaults(eep_recipe *recipe);

/*
 * Makes a synthetic pool, owned by the caller. Candidate p of a seed is a pure function of (seed, p):
 * thread count and instruction set do not matter. With a fit, candidates are proposed in order and kept
 * while their score range has room, so that every range is met exactly after scaling by largest
 * remainders. `rules` decide scores and eligibility; only people who qualify for a program are kept.
 *
 * With an estimate (eepool/backtest.h: eep_estimate_eve with the parameters of the data folder) the same is
 * done by cells of five points, and within each by the types of round whose stock past rounds have taught.
 * More than 28 days after the last round of the record the last count is not moved on, because rounds are
 * missing. Where there is no estimate, before the first count or with a model without joint tables, it is as
 * with the last snapshot.
 *
 * Fails with EEP_ERROR_ARGUMENT (rows, moment), EEP_ERROR_UNKNOWN (no snapshot on that day; the advice
 * names the nearest), EEP_ERROR_INFEASIBLE (the model does not reach a range; nothing was published up to the
 * day), or as the model file and the parameters.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_make(eep_engine *engine, const eep_rules *rules,
                                                const eep_recipe *recipe, eep_pool **pool, eep_error *error);

/*
 * Makes a pool of `rows` candidates again from the recipe in its provenance, and compares the pool digests.
 * `policy` has to be the one that the pool was made under, `model` NULL means the one that the provenance
 * names, or else second; both are told by their digests.
 *
 * EEP_OK: the same pool. Fails with EEP_ERROR_MISSING (the provenance has no recipe of ours),
 * EEP_ERROR_UNKNOWN (made under other rules, by another model, with other parameters or another record, or
 * some of its candidates are lost: whether it is what it says cannot be told), EEP_ERROR_NO_FILE (`model` is
 * not there), EEP_ERROR_DAMAGED (the recipe makes another pool, or one of another size, which is seen before
 * it is made), or as eep_pool_make.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_remake(eep_engine *engine, const eep_policy *policy,
                                                  const char *model, const char *provenance, uint64_t rows,
                                                  const char *digest, eep_error *error);

/* ---- Checking pools ---------------------------------------------------------------------------- */

/* One cell that is known, and what a pool has of it. */
typedef struct eep_residual {
    char part[12];     /* range, estimate, tail, stock, period, invited: counts of candidates; share: out of
                          1000; age: days */
    char cell[40];     /* "491-500", "healthcare, last rounds", "women" */
    int64_t published; /* a count of the pool is scaled to its rows, unless it has none; estimated by us for
                          the parts estimate, stock and period, and for the tail */
    int64_t found;     /* in the pool; for `invited`: how many the model has for the rounds it learned from */
    int exact;         /* 1: a made pool meets it exactly */
    char source[200];  /* of a share: what is known, and of which year */
} eep_residual;

#define EEP_RESIDUALS_MAX 160
typedef struct eep_residuals {
    size_t count, missed; /* missed: exact ones that are not met */
    eep_date counted;     /* of the published count of the pool, */
    eep_date stands;      /* which was moved on to this day (the same where it was not), */
    uint32_t rounds; /* past so many rounds: then it is the estimate that is met exactly, not the ranges */
    eep_residual residual[EEP_RESIDUALS_MAX];
} eep_residuals;

/*
 * Holds a pool against everything that was published up to the day that `recipe` fits, and against the
 * estimate where it fits one (its rows do not matter; its model says what is known besides, and NULL means
 * the one that the pool says it was made by, or else second). The rules are those of the recipe's moment.
 * Fails as eep_pool_make.
 */
EEP_API EEP_MUST_CHECK eep_status eep_pool_validate(eep_engine *engine, const eep_rules *rules,
                                                    const eep_pool *pool, const eep_recipe *recipe,
                                                    eep_residuals *residuals, eep_error *error);

#ifdef __cplusplus
}
#endif
#endif

/*
 * eepool/policy.h - policies: points, programs and categories as dated data.
 *
 * A policy is a set of YAML files (datasets/policies/official/ holds the official one). Flattened, it
 * is a list of leaves, each with a path ("crs.age.29.without_spouse"), a whole number or a list of
 * NOC codes, the first and last day on which it is in force, and a source. The rules are a policy as in
 * force on one day, checked and compiled into the flat tables that the kernels read.
 *
 *   eep_policy *policy;
 *   eep_rules *rules;
 *   eep_policy_load(NULL, NULL, &policy, &error);
 *   eep_policy_reform(policy, "french-doubled.yaml", &error);
 *   eep_policy_set(policy, "crs.additional.nomination=300", &error);
 *   eep_policy_at(policy, eep_date_of(2023, 7, 5), &rules, &error);
 *
 * Official sources are named in the files themselves: the Ministerial Instructions respecting the
 * Express Entry system, the Immigration and Refugee Protection Regulations, and canada.ca.
 *
 * Thread rule: a policy has one writer or many readers; rules are immutable and may be shared.
 */
#ifndef EEPOOL_POLICY_H
#define EEPOOL_POLICY_H

#include "eepool/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_policy eep_policy;
typedef struct eep_rules eep_rules;

/* A leaf that is in force without end has this last day. */
#define EEP_DATE_OPEN INT32_MAX

/* ---- Policies ---------------------------------------------------------------------------------- */

/*
 * Loads every *.yaml of a folder, or one file, and checks it whole: types, ranges, dates without gap or
 * overlap, unknown and missing keys. `path` NULL means the official policy. `allocator` may be NULL.
 * The caller owns `*policy`. Fails with EEP_ERROR_NO_FILE, EEP_ERROR_IO, EEP_ERROR_SYNTAX, EEP_ERROR_VALUE,
 * EEP_ERROR_UNKNOWN, EEP_ERROR_DUPLICATE or EEP_ERROR_MISSING; the error carries file, line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_policy_load(const eep_allocator *allocator, const char *path,
                                                  eep_policy **policy, eep_error *error);
EEP_API void eep_policy_free(eep_policy *policy); /* NULL is fine */

/*
 * Changes one value for all days: `assignment` is "path=value". A list of codes is given whole ("20011
 * 21231", "none"), or by changes to each of its dated entries ("+21399 -21200"). The path must exist (the
 * error offers the nearest one), the value must be in its range, and it must differ from what some day has
 * now: a change that changes nothing is refused with EEP_ERROR_ARGUMENT. On failure the policy is unchanged.
 */
EEP_API EEP_MUST_CHECK eep_status eep_policy_set(eep_policy *policy, const char *assignment,
                                                 eep_error *error);

/*
 * Applies a reform: a small YAML file that says what it is for (`title`, `reason`), which policy it changes
 * (`base`: the name of its folder, `any`, or a mapping with `policy`, `as_of` and the `digest` that the rules
 * of that day must have) and, under `changes`, the values that differ, by path. Values hold for all days, for
 * the days `from` to `to` of the file, or for days of their own. docs/policy-files.md shows how to write one.
 *
 * All changes are made before the policy is checked, because two may be sound only together. Every one must
 * change something on some day. Reforms may be applied one after another; a later one sees what the earlier
 * ones left. Fails as eep_policy_load and eep_policy_set do, with file, line and column: EEP_ERROR_UNKNOWN
 * for a path that is not there, EEP_ERROR_ARGUMENT for a change that changes nothing, EEP_ERROR_DUPLICATE for
 * a path that is changed twice on one day, EEP_ERROR_VALUE for a value out of range, above a cap, or for
 * another policy, EEP_ERROR_MISSING for what is not written. On failure the policy is unchanged.
 */
EEP_API EEP_MUST_CHECK eep_status eep_policy_reform(eep_policy *policy, const char *path, eep_error *error);

/* Whether a YAML file is a reform, by its keys `base` or `changes`. 0 also when it cannot be read. */
EEP_API int eep_policy_is_reform(const char *path);

/* A reform that was applied. All pointers belong to the policy. */
typedef struct eep_reform {
    const char *file, *title, *reason;
    const char *source;  /* NULL when none was given */
    int is_illustrative; /* its values are made up: no text gives them */
    eep_date from, to;   /* of the file: INT32_MIN and EEP_DATE_OPEN where it says nothing */
} eep_reform;

/* The reforms applied to a policy, in order. Returns 0 past the end, else 1. */
EEP_API int eep_policy_reform_at(const eep_policy *policy, size_t index, eep_reform *reform);

/* One leaf; all pointers belong to the policy and live until it is changed or freed. */
typedef struct eep_policy_leaf {
    const char *path;   /* "crs.age.29.without_spouse" */
    const char *value;  /* "110", or codes joined by a space */
    const char *unit;   /* "points", "months", "level", "years", "codes", ... */
    const char *title;  /* what it is, in a few words */
    const char *source; /* the official text it comes from */
    const char *file;   /* where it is written, a reform too; "--set" for a value of eep_policy_set */
    uint64_t line;
    eep_date from, to; /* first and last day in force; `to` may be EEP_DATE_OPEN */
} eep_policy_leaf;

/* All leaves, sorted by path and then by `from`. Returns 0 past the end, else 1. */
EEP_API size_t eep_policy_leaf_count(const eep_policy *policy);
EEP_API int eep_policy_leaf_at(const eep_policy *policy, size_t index, eep_policy_leaf *leaf);

/*
 * Remarks that a policy file makes about days for which something is known to be missing. The text of
 * remark `index` that applies on `day`, or NULL past the last one.
 */
EEP_API const char *eep_policy_remark(const eep_policy *policy, eep_date day, size_t index);

/* ---- Rules: a policy on a day ------------------------------------------------------------------ */

/*
 * Compiles the policy as in force on `day`. The caller owns `*rules`, which does not refer to the
 * policy any more. Fails with EEP_ERROR_MISSING when a value has no entry for the day (before
 * 2015-01-01), EEP_ERROR_VALUE when values contradict one another (points above their section's cap).
 */
EEP_API EEP_MUST_CHECK eep_status eep_policy_at(const eep_policy *policy, eep_date day, eep_rules **rules,
                                                eep_error *error);
EEP_API void eep_rules_free(eep_rules *rules); /* NULL is fine */

EEP_API eep_date eep_rules_day(const eep_rules *rules);

/* Digest of all leaves in force: equal digests mean equal rules. */
EEP_API void eep_rules_digest(const eep_rules *rules, char text[EEP_DIGEST_TEXT]);

/* ---- Names in the rules ------------------------------------------------------------------------ */

/* Programs are a fixed set of the law; a set of programs is these bits. */
enum { EEP_FSW = 1, EEP_CEC = 2, EEP_FST = 4, EEP_PNP = 8 };

/* "fsw", "cec", "fst", "pnp" for index 0..3 (bit 1 << index), NULL beyond. */
EEP_API const char *eep_program_name(size_t index);
/* "Federal Skilled Worker Program", ... */
EEP_API const char *eep_program_title(size_t index);

/*
 * How a round ranks candidates of equal score (the leaf rounds.tie_break). What is left equal is decided by
 * id, ascending. The rule in force is the first; the others are for what-ifs.
 */
typedef enum eep_tie_break {
    EEP_TIE_EARLIEST, /* the earlier submission first; Ministerial Instructions since 2017-06-06 */
    EEP_TIE_LATEST,   /* the later submission first */
    EEP_TIE_LOTTERY,  /* by lot: a pure function of rounds.lottery_seed and the id */
    EEP_TIE_OLDEST,   /* the older candidate first */
    EEP_TIE_YOUNGEST  /* the younger candidate first */
} eep_tie_break;

/* "earliest", "latest", "lottery", "oldest", "youngest" for 0..4, NULL beyond. */
EEP_API const char *eep_tie_break_name(size_t index);

/* At most this many category versions in one policy: a set of them is a uint32_t. */
#define EEP_CATEGORIES_MAX 32

typedef struct eep_category {
    const char *id;            /* "stem" */
    const char *version;       /* "2023-1" */
    const char *official_name; /* as printed in notices: "STEM occupations (Version 1)" */
    const char *source;
    eep_date from, to;  /* in force, both days included; `to` may be EEP_DATE_OPEN */
    int in_force;       /* whether the day of the rules lies between them */
    size_t occupations; /* how many NOC codes it lists; 0 when it asks for no occupation */
} eep_category;

/*
 * Category versions of the policy, in force or not: index 0.. is also the bit in a set of categories.
 * Returns 0 past the end, else 1. Pointers belong to the rules.
 */
EEP_API int eep_rules_category(const eep_rules *rules, size_t index, eep_category *category);

/*
 * The occupations of category `index`: code (up to 99999) and title of the `nth`. Returns 0 past the end.
 */
EEP_API int eep_rules_occupation(const eep_rules *rules, size_t index, size_t nth, uint32_t *noc,
                                 const char **title);

#ifdef __cplusplus
}
#endif
#endif

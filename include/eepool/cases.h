/*
 * eepool/cases.h - cases with their answers: who, on which day, and what is expected.
 *
 * A file of cases is a YAML sequence; datasets/conformance/README.md explains its keys:
 *
 *   - name: A bachelor's degree is in the lower tier
 *     date: 2025-07-07
 *     source: canada.ca, CRS criteria                 # optional, as are id and rules
 *     input: {age: 29, education: bachelors, english_reading: 9}
 *     points: {education: 120, core: 261, total: 261} # items, sections, total
 *     programs: []                                    # each of the three may be left out, not all
 *     categories: [french]
 *
 * All cases of a day are scored in one pass, whatever files they come from.
 *
 * Thread rule: a set of cases has one writer or many readers.
 */
#ifndef EEPOOL_CASES_H
#define EEPOOL_CASES_H

#include "eepool/base.h"
#include "eepool/engine.h"
#include "eepool/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eep_cases eep_cases;

/* An empty set, owned by the caller. `allocator` may be NULL. Fails with EEP_ERROR_MEMORY. */
EEP_API EEP_MUST_CHECK eep_status eep_cases_new(const eep_allocator *allocator, eep_cases **cases,
                                                eep_error *error);
EEP_API void eep_cases_free(eep_cases *cases); /* NULL is fine */

/*
 * Adds the cases of a file, or of every *.yaml of a folder in the order of their names. Fails with
 * EEP_ERROR_NO_FILE, EEP_ERROR_IO, EEP_ERROR_SYNTAX, EEP_ERROR_VALUE, EEP_ERROR_UNKNOWN, EEP_ERROR_DUPLICATE,
 * EEP_ERROR_MISSING (a key that must be there, or a file without a case) or EEP_ERROR_MEMORY; errors name
 * file, line and column. After a failure the set is only fit to be freed.
 */
EEP_API EEP_MUST_CHECK eep_status eep_cases_read(eep_cases *cases, const char *path, eep_error *error);

/* One case. Texts belong to the set; `id` and `source` are empty where the file has none. */
typedef struct eep_case {
    const char *name, *id, *source;
    const char *file;
    uint64_t line; /* on which the case begins */
    eep_date day;
} eep_case;

EEP_API size_t eep_cases_count(const eep_cases *cases);
/* Case `index` in the order of reading. Returns 0 past the end, else 1. */
EEP_API int eep_cases_at(const eep_cases *cases, size_t index, eep_case *found);

/* Different days among the cases, ascending. Returns 0 past the end, else 1. */
EEP_API int eep_cases_day(const eep_cases *cases, size_t index, eep_date *day);

/*
 * Runs all cases and notes every difference, instead of those of an earlier run. A wrong answer is no
 * failure of the call. Fails as eep_policy_at, or with EEP_ERROR_MEMORY.
 */
EEP_API EEP_MUST_CHECK eep_status eep_cases_run(eep_engine *engine, const eep_policy *policy,
                                                eep_cases *cases, eep_error *error);

/* As eep_cases_run, only the cases on the day of the rules. */
EEP_API EEP_MUST_CHECK eep_status eep_cases_run_day(eep_engine *engine, const eep_rules *rules,
                                                    eep_cases *cases, eep_error *error);

/* One thing that is not as expected. Texts belong to the set and live until it is run again. */
typedef struct eep_difference {
    size_t index;         /* of the case */
    uint64_t line;        /* on which the expectation stands */
    const char *item;     /* "total", "education_language", "programs", ... */
    const char *expected; /* "379"; for sets the names joined by a space, "none" for an empty one */
    const char *found;
} eep_difference;

/* Differences of the last run, in the order of the cases. Returns 0 past the end, else 1. */
EEP_API size_t eep_cases_differences(const eep_cases *cases);
EEP_API int eep_cases_difference(const eep_cases *cases, size_t index, eep_difference *difference);

#ifdef __cplusplus
}
#endif
#endif

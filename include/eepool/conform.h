/*
 * eepool/conform.h - another calculator's answers, graded.
 *
 * The conformance suite (datasets/conformance/) is a table of cases with their answers, and a table of known
 * mistakes with the wrong answers that they give. A third party answers the cases in a CSV of its own;
 * grading says which answers are wrong, which rules they are about, and which known mistakes they look like.
 * No score is computed here: the answers of the suite come from its files.
 *
 * Thread rule: a suite is immutable once loaded and may be shared; grades are independent.
 */
#ifndef EEPOOL_CONFORM_H
#define EEPOOL_CONFORM_H

#include <stdio.h>

#include "eepool/base.h"
#include "eepool/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The suite --------------------------------------------------------------------------------- */

typedef struct eep_suite eep_suite;

/*
 * Loads cases.csv, mistakes.csv and wrong.csv of a folder; `folder` NULL means conformance/ of the data
 * folder. The caller owns `*suite`. Fails with EEP_ERROR_NO_FILE, EEP_ERROR_IO, EEP_ERROR_SYNTAX,
 * EEP_ERROR_VALUE, EEP_ERROR_UNKNOWN, EEP_ERROR_DUPLICATE, EEP_ERROR_MISSING or EEP_ERROR_MEMORY; errors
 * carry file, line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_suite_load(const char *folder, eep_suite **suite, eep_error *error);
EEP_API void eep_suite_free(eep_suite *suite); /* NULL is fine */

/* What can be answered: score, the four sections, programs, categories; in this order. */
#define EEP_ANSWERS (EEP_SECTIONS + 3)
EEP_API const char *eep_answer_name(size_t answer); /* "score", "core", ...; NULL past the end */

/* One case. Texts belong to the suite. */
typedef struct eep_suite_case {
    const char *id;                    /* "age.29.with_spouse" */
    const char *as_of;                 /* 2025-07-07 */
    const char *name;                  /* a sentence */
    const char *rule;                  /* the rule it is about: a path of the policy, "crs.age" */
    const char *source;                /* the official text of that rule */
    const char *expected[EEP_ANSWERS]; /* as a CSV has them: "379", "cec+fsw", "" */
} eep_suite_case;

EEP_API size_t eep_suite_count(const eep_suite *suite);
EEP_API int eep_suite_at(const eep_suite *suite, size_t index, eep_suite_case *found); /* 0 past the end */

/* Writes the cases without their answers as CSV: id, as_of and the columns of a candidate. */
EEP_API void eep_suite_write_inputs(const eep_suite *suite, FILE *stream);

/* ---- Grading ----------------------------------------------------------------------------------- */

typedef struct eep_grade eep_grade;

/*
 * Reads and grades the answers in a CSV ("-" is standard input): columns id and score, and any of core,
 * spouse, transferability, additional, programs and categories (names joined by +, in any order); other
 * columns are refused. The caller owns `*grade`, which refers to the suite. A wrong answer is no failure of
 * the call. Fails as eep_csv files do, with EEP_ERROR_DUPLICATE for an id given twice; errors carry file,
 * line and column.
 */
EEP_API EEP_MUST_CHECK eep_status eep_grade_read(const eep_suite *suite, const char *path, eep_grade **grade,
                                                 eep_error *error);
EEP_API void eep_grade_free(eep_grade *grade); /* NULL is fine */

typedef struct eep_grade_sums {
    size_t cases;             /* in the suite */
    size_t right;             /* every answer given is right */
    size_t wrong;             /* at least one is not */
    size_t missing;           /* not in the file */
    size_t unknown;           /* ids in the file that the suite does not have */
    int answers[EEP_ANSWERS]; /* which columns the file has */
} eep_grade_sums;
EEP_API void eep_grade_sum(const eep_grade *grade, eep_grade_sums *sums);

/* The `index`th missing case, as a position in the suite; or unknown id with its line. 0 past the end,
 * else 1. */
EEP_API int eep_grade_missing(const eep_grade *grade, size_t index, size_t *position);
EEP_API int eep_grade_unknown(const eep_grade *grade, size_t index, const char **id, uint64_t *line);

/* A wrong answer. Texts belong to the grade. */
typedef struct eep_wrong_answer {
    size_t position; /* in the suite */
    size_t answer;   /* the first that is wrong: 0 = score, ... */
    const char *given;
    uint64_t line; /* in the third party's file */
} eep_wrong_answer;

/* Wrong answers in the order of the suite. 0 past the end, else 1. */
EEP_API int eep_grade_wrong(const eep_grade *grade, size_t index, eep_wrong_answer *wrong);

/*
 * A rule with wrong answers. A wrong answer may be that of a recognised mistake (below). A case about one
 * rule may rest on others too, as a pairing does on the points of education: when those have wrong answers of
 * their own, the case may be wrong because of them. What is left is the rule's own.
 */
typedef struct eep_wrong_rule {
    const char *rule;
    size_t cases, wrong; /* answered, and wrong among them */
    size_t recognised;   /* of the wrong, those that a recognised mistake explains */
    size_t may_follow;   /* of the others, those that rest on another rule with wrong answers of its own */
    const char *follows_from; /* such a rule, where the example is one of these; else NULL */
    eep_wrong_answer
        example; /* the plainest: of the rule's own, else one that may follow, else a recognised one */
} eep_wrong_rule;

/* Rules with wrong answers, those with most of their own first. 0 past the end, else 1. */
EEP_API int eep_grade_rule(const eep_grade *grade, size_t index, eep_wrong_rule *rule);

/* A known mistake that the wrong scores look like. Texts belong to the suite. */
typedef struct eep_recognised {
    const char *mistake; /* "bachelors_in_upper_tier" */
    const char *rule;    /* the rule that it breaks */
    const char *about;   /* a sentence: what is done, and what is right */
    size_t agree;        /* wrong scores that are just those of the mistake */
    size_t expected;     /* cases answered for which the mistake would give a wrong score */
    size_t example;      /* the plainest of these cases, as a position in the suite */
} eep_recognised;

/*
 * Known mistakes, the one that explains most first; each explains wrong scores that no earlier one does. 0
 * past the end, else 1.
 */
EEP_API int eep_grade_mistake(const eep_grade *grade, size_t index, eep_recognised *recognised);

/* How many wrong scores the recognised mistakes do not explain, neither one alone nor all together. */
EEP_API size_t eep_grade_unexplained(const eep_grade *grade);

#ifdef __cplusplus
}
#endif
#endif

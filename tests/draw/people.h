/*
 * people.h - small pools for tests of rounds, written as a table: what matters is the score, so everybody is
 * a nominee or not, of an age, with a submission time.
 *
 * Everybody is 29 years old on 2023-07-05, single, with a master's degree, CLB 9 in English, one year of work
 * in Canada as a software engineer (21231), and so qualifies for CEC and FSW. Foreign work, a sibling and a
 * nomination move the score. Points: crs.md of the official criteria; see points_of.
 */
#ifndef EEP_TEST_PEOPLE_H
#define EEP_TEST_PEOPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

typedef struct person {
    uint64_t id;
    const char *submitted_at;
    int sibling;   /* 15 points */
    int nominated; /* 600 points */
    uint32_t noc;  /* 0 = 21231 */
} person;

/* age 110, master's 135, CLB 9 4 x 31, one Canadian year 40, education x language 50 (its pair's cap). */
#define BASE_SCORE (110 + 135 + 124 + 40 + 50)

static inline eep_time at(const char *text)
{
    eep_time time;
    assert_int_equal(eep_moment_parse(text, strlen(text), &time, NULL), EEP_OK);
    return time;
}

static inline void *edit(eep_pool *pool, const char *name)
{
    const int column = eep_column_find(name);
    assert_true(column >= 0);
    return eep_pool_edit(pool, (size_t)column);
}

static inline void fill_common(eep_pool *pool, uint64_t rows)
{
    static const char *const abilities[] = {"english_listening", "english_reading", "english_writing",
                                            "english_speaking"};
    for (size_t a = 0; a < 4; a++)
        memset(edit(pool, abilities[a]), 9, rows);
    memset(edit(pool, "education"), 6, rows);
    memset(edit(pool, "settlement_funds"), 1, rows);
    int32_t *birth = edit(pool, "birth_date"), *tested = edit(pool, "language_test_date");
    int32_t *assessed = edit(pool, "assessment_date");
    uint16_t *canadian = edit(pool, "canadian_work_months"), *recent = edit(pool, "noc_canadian_months");
    uint16_t *occupation = edit(pool, "noc_months"), *continuous = edit(pool, "continuous_work_months");
    for (uint64_t row = 0; row < rows; row++) {
        birth[row] = eep_date_of(1994, 1, 1);
        tested[row] = assessed[row] = eep_date_of(2022, 6, 1);
        canadian[row] = recent[row] = occupation[row] = continuous[row] = 12;
    }
}

static inline eep_pool *people_pool(const person *people, size_t count)
{
    eep_pool *pool;
    assert_int_equal(eep_pool_new(NULL, &pool, NULL), EEP_OK);
    assert_int_equal(eep_pool_grow(pool, count, NULL), EEP_OK);
    fill_common(pool, count);
    uint64_t *id = edit(pool, "id");
    int64_t *submitted_at = edit(pool, "submitted_at");
    uint8_t *sibling = edit(pool, "sibling_in_canada"), *nominated = edit(pool, "provincial_nomination");
    uint32_t *noc = edit(pool, "noc");
    for (size_t i = 0; i < count; i++) {
        id[i] = people[i].id;
        submitted_at[i] = at(people[i].submitted_at);
        sibling[i] = (uint8_t)people[i].sibling;
        nominated[i] = (uint8_t)people[i].nominated;
        noc[i] = people[i].noc != 0 ? people[i].noc : 21231;
    }
    return pool;
}

/* ---- The plainest meaning ----------------------------------------------------------------------- */

typedef struct ranked {
    uint16_t score;
    int64_t submitted_at;
    uint64_t id, row;
} ranked;

/* For qsort: the order of invitation. */
static inline int by_rank(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->score != b->score) return a->score < b->score ? 1 : -1;
    if (a->submitted_at != b->submitted_at) return a->submitted_at > b->submitted_at ? 1 : -1;
    return (a->id > b->id) - (a->id < b->id);
}

/* What every test of this folder needs. */
typedef struct test_stage {
    eep_engine *engine;
    eep_policy *policy;
} test_stage;

static inline int open_stage(void **state)
{
    static test_stage stage;
    eep_error error;
    assert_int_equal(eep_engine_new(NULL, &stage.engine, &error), EEP_OK);
    if (eep_policy_load(NULL, NULL, &stage.policy, &error) != EEP_OK) fail_msg("%s", error.message);
    *state = &stage;
    return 0;
}

static inline int close_stage(void **state)
{
    test_stage *stage = *state;
    eep_policy_free(stage->policy);
    eep_engine_free(stage->engine);
    return 0;
}

static inline eep_round round_at(const char *text, uint64_t invitations, const char *moment)
{
    eep_round round = {.invitations = invitations, .moment = at(moment)};
    assert_int_equal(eep_round_parse(text, &round, NULL), EEP_OK);
    return round;
}

#endif

/*
 * candidates.h - what the tests of suggestions, events and ranks share: an engine and the official policy,
 * one candidate on one day, and pools of random rows.
 */
#ifndef EEP_TESTS_EXPLAIN_CANDIDATES_H
#define EEP_TESTS_EXPLAIN_CANDIDATES_H

#include "tests/explain/fixture.h"

#define ENGLISH(a)                                                                                           \
    "english_listening: " #a "\nenglish_reading: " #a "\nenglish_writing: " #a "\nenglish_speaking: " #a "\n"
#define FRENCH(a)                                                                                            \
    "french_listening: " #a "\nfrench_reading: " #a "\nfrench_writing: " #a "\nfrench_speaking: " #a "\n"

static struct {
    eep_engine *engine;
    eep_policy *policy;
} here;

static inline int open_world(void **state)
{
    eep_error error;
    (void)state;
    require(eep_engine_new(NULL, &here.engine, &error), &error);
    require(eep_policy_load(NULL, OFFICIAL, &here.policy, &error), &error);
    return 0;
}

static inline int close_world(void **state)
{
    (void)state;
    eep_policy_free(here.policy);
    eep_engine_free(here.engine);
    return 0;
}

static inline eep_rules *rules_on(eep_date day)
{
    eep_rules *rules = NULL;
    eep_error error;
    require(eep_policy_at(here.policy, day, &rules, &error), &error);
    return rules;
}

static inline eep_pool *profile_on(const char *profile, const char *day)
{
    eep_pool *pool = NULL;
    eep_error error;
    require(read_text(profile, day, &pool, &error), &error);
    return pool;
}

/* ---- Random rows --------------------------------------------------------------------------------- */

/* xorshift64*: any numbers will do, the same ones every time. */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static inline void put_value(eep_pool *pool, const eep_column *column, size_t index, uint64_t row,
                             int64_t value)
{
    void *data = eep_pool_edit(pool, index);
    switch (column->width) {
    case 1:
        ((uint8_t *)data)[row] = (uint8_t)value;
        return;
    case 2:
        ((uint16_t *)data)[row] = (uint16_t)value;
        return;
    case 4:
        ((int32_t *)data)[row] = (int32_t)value;
        return;
    default:
        ((int64_t *)data)[row] = value;
    }
}

/* A value of the column's range; days and moments within a few years of `day`, occupations mostly listed
 * ones. */
static inline int64_t random_value(const eep_column *column, eep_date day, uint64_t *state)
{
    static const int64_t nocs[] = {0,     15,    21231, 21301, 31102, 32101,
                                   41220, 64100, 72310, 73300, 94141, 96000};
    const uint64_t number = next_random(state) >> 8;
    const int64_t span = column->maximum - column->minimum + 1;
    if (column->kind == EEP_KIND_COUNTRY) return 0;
    if (column->kind == EEP_KIND_NOC) return nocs[number % (sizeof nocs / sizeof *nocs)];
    if (strcmp(column->name, "birth_date") == 0) return day - 365 * 15 - (int64_t)(number % (365 * 45));
    if (column->kind == EEP_KIND_DATE) return day - (int64_t)(number % (365 * 7));
    if (column->kind == EEP_KIND_TIME) return (day - (int64_t)(number % 400)) * (int64_t)86400;
    /* Small numbers are as likely as all others, or hardly anybody would qualify for anything. */
    if (column->kind == EEP_KIND_LEVEL) return number % 4 ? 4 + (int64_t)(number / 4 % 7) : 0;
    return column->minimum + (int64_t)(number % (uint64_t)span);
}

/* `rows` random candidates about `day`; who qualifies is left to the policy. */
static inline eep_pool *random_pool(uint64_t rows, eep_date day, uint64_t seed)
{
    eep_pool *pool = NULL;
    eep_column column;
    eep_error error;
    uint64_t state = seed * 2 + 1;
    require(eep_pool_new(NULL, &pool, &error), &error);
    require(eep_pool_grow(pool, rows, &error), &error);
    for (size_t index = 0; eep_column_at(index, &column); index++) {
        if (strcmp(column.name, "programs") == 0 || strcmp(column.name, "status") == 0) continue;
        for (uint64_t row = 0; row < rows; row++) {
            put_value(pool, &column, index, row,
                      strcmp(column.name, "id") == 0 ? (int64_t)row + 1 : random_value(&column, day, &state));
        }
    }
    require(eep_pool_check(pool, &error), &error);
    return pool;
}

/* `copies` of one row, also of dates that were derived; who qualifies is the policy's to say if it was
 * before. */
static inline eep_pool *copies_of(const eep_pool *pool, uint64_t row, uint64_t copies)
{
    eep_pool *made = NULL;
    eep_column column;
    eep_error error;
    require(eep_pool_new(NULL, &made, &error), &error);
    require(eep_pool_grow(made, copies, &error), &error);
    for (size_t index = 0; eep_column_at(index, &column); index++) {
        if (strcmp(column.name, "programs") == 0 && !eep_pool_has_column(pool, index)) continue;
        const char *from = (const char *)eep_pool_column(pool, index) + row * column.width;
        char *to = eep_pool_edit(made, index);
        for (uint64_t copy = 0; copy < copies; copy++)
            memcpy(to + copy * column.width, from, column.width);
    }
    return made;
}

#endif

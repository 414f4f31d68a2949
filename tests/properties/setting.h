/*
 * setting.h - what the tests of properties share: the official policy, the days on which its rules change,
 * and the scores, programs and categories of a block of candidates under every kernel level.
 */
#ifndef EEP_TESTS_PROPERTIES_SETTING_H
#define EEP_TESTS_PROPERTIES_SETTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/score/block.h"
#include "tests/kernels/levels.h"
#include "tests/kernels/raw.h"

#define CHANGE_DAYS_MAX 32

static eep_policy *policy;

/* ---- Days -------------------------------------------------------------------------------------- */

static eep_date change_day[CHANGE_DAYS_MAX];
static size_t change_days;

/* Every day on which a value begins or a category version ends: each begins a regime of its own. */
static inline void note_day(eep_date day)
{
    for (size_t i = 0; i < change_days; i++)
        if (change_day[i] == day) return;
    assert_true(change_days < CHANGE_DAYS_MAX);
    change_day[change_days++] = day;
}

static inline int open_policy(void **state)
{
    eep_policy_leaf leaf;

    (void)state;
    if (eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, NULL) != EEP_OK) return 1;
    for (size_t i = 0; eep_policy_leaf_at(policy, i, &leaf); i++)
        note_day(leaf.from);
    return 0;
}

static inline int close_policy(void **state)
{
    (void)state;
    eep_policy_free(policy);
    return 0;
}

static inline eep_rules *rules_on(eep_date day)
{
    eep_rules *rules = NULL;

    assert_int_equal(eep_policy_at(policy, day, &rules, NULL), EEP_OK);
    return rules;
}

/* ---- Outcomes ---------------------------------------------------------------------------------- */

typedef struct outcome {
    uint16_t score[EEP_BLOCK_ROWS], section[4][EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint32_t categories[EEP_BLOCK_ROWS];
} outcome;

/* The first `rows` of a block; `facts` is scratch that may be looked at afterwards. */
static inline void look_up(const eep_kernels *kernels, const eep_rules *rules, const raw_block *block,
                           size_t rows, eep_facts *facts, outcome *found)
{
    static eep_block scratch;
    const eep_raw raw = raw_of(block);
    const eep_block_results results = {
        .score = found->score,
        .section = {found->section[0], found->section[1], found->section[2], found->section[3]},
        .programs = found->programs,
        .categories = found->categories,
    };

    kernels->facts(&rules->pack, &raw, rows, facts);
    eep_block_score(kernels, rules, &raw, rows, &scratch, &results);
}

#endif

/*
 * test_forms.c - the packed form gives what the wide form gives, from raw columns to points, programs and
 * categories: for the official policy on many days, for reforms by assignment, and for random tables that
 * fit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sweep_people.h"
#include "tests/kernels/levels.h"
#include "tests/parity/policies.h"

#define SECTIONS 4
#define ROWS     EEP_BLOCK_ROWS

/* What one form makes of a block. */
typedef struct outcome {
    uint16_t total[ROWS], section[SECTIONS][ROWS];
    uint8_t programs[ROWS];
    uint32_t categories[ROWS];
} outcome;

static eep_policy *policy;
static sweep_people people;

static int load(void **state)
{
    (void)state;
    return eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_policy_free(policy);
    return 0;
}

static void sections_of(outcome *out, uint16_t *section[SECTIONS])
{
    for (int s = 0; s < SECTIONS; s++)
        section[s] = out->section[s];
}

static void by_facts(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw, outcome *out)
{
    static eep_facts facts;
    uint16_t *section[SECTIONS];

    sections_of(out, section);
    kernels->facts(&rules->pack, raw, ROWS, &facts);
    kernels->score_facts(&rules->score, &facts, ROWS, out->total, section);
    kernels->eligible_facts(&rules->eligible, &facts, ROWS, out->programs, out->categories);
}

static void categories_by_planes(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw,
                                 const eep_planes *planes, outcome *out)
{
    memset(out->categories, 0, sizeof out->categories);
    for (size_t c = 0; c < rules->eligible.categories; c++) {
        const eep_category_rule *rule = &rules->eligible.category[c];
        uint64_t bits[ROWS / 64];
        eep_category_plan plan;

        assert_null(eep_category_plan_make(rule, &plan));
        if (rule->asks_occupation)
            kernels->listed(rules->pack.noc_categories, rule->bit, raw->noc, ROWS, bits);
        kernels->members(&plan, planes, rule->asks_occupation ? bits : NULL, ROWS, bits);
        for (size_t i = 0; i < ROWS; i++)
            if (bits[i / 64] >> i % 64 & 1) out->categories[i] |= rule->bit;
    }
}

static void by_planes(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw, outcome *out)
{
    static _Alignas(64) uint8_t plane[EEP_PLANES][ROWS];
    static eep_score_plan score;
    static eep_program_plan programs;
    eep_planes planes;
    uint16_t *section[SECTIONS];
    const char *why = eep_score_plan_make(&rules->score, &score);

    if (why || (why = eep_program_plan_make(&rules->eligible, &programs))) fail_msg("does not fit: %s", why);
    for (int p = 0; p < EEP_PLANES; p++)
        planes.plane[p] = plane[p];
    sections_of(out, section);
    kernels->pack(&rules->pack, raw, ROWS, &planes);
    kernels->score(&score, &planes, ROWS, out->total, section);
    kernels->programs(&programs, &planes, ROWS, out->programs);
    categories_by_planes(kernels, rules, raw, &planes, out);
}

/* Compares both forms, every level, on people near all thresholds and on people drawn from everywhere. */
static void compare_forms(const eep_rules *rules)
{
    static outcome wide, packed;
    static raw_block anybody;
    eep_kernels kernels;

    sweep_gather(&people, rules);
    raw_random(&anybody, (uint32_t)rules->day, rules->day);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (int block = 0; block <= SWEEP_BLOCKS; block++) {
            const eep_raw raw = raw_of(block < SWEEP_BLOCKS ? &people.block[block] : &anybody);

            by_facts(&kernels, rules, &raw, &wide);
            by_planes(&kernels, rules, &raw, &packed);
            assert_memory_equal(packed.total, wide.total, sizeof wide.total);
            assert_memory_equal(packed.section, wide.section, sizeof wide.section);
            assert_memory_equal(packed.programs, wide.programs, sizeof wide.programs);
            assert_memory_equal(packed.categories, wide.categories, sizeof wide.categories);
        }
    }
}

static void compare_on(const eep_policy *of, eep_date day)
{
    eep_rules *rules;

    assert_int_equal(eep_policy_at(of, day, &rules, NULL), EEP_OK);
    compare_forms(rules);
    eep_rules_free(rules);
}

/* ---- The official policy ------------------------------------------------------------------------- */

static void test_forms_agree_under_the_official_policy_in_every_quarter(void **state)
{
    (void)state;
    for (int year = 2015; year <= 2026; year++) {
        for (int month = 1; month <= 10; month += 3)
            compare_on(policy, eep_date_of(year, month, 1 + year % 28));
    }
}

static void test_forms_agree_on_leap_days_and_days_of_change(void **state)
{
    static const int days[][3] = {{2016, 2, 29}, {2020, 2, 29},  {2024, 2, 29},  {2024, 2, 28},
                                  {2024, 3, 1},  {2016, 11, 18}, {2016, 11, 19}, {2017, 6, 5},
                                  {2017, 6, 6},  {2020, 10, 19}, {2020, 10, 20}, {2023, 5, 31},
                                  {2025, 3, 24}, {2025, 3, 25},  {2026, 5, 11}};

    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        compare_on(policy, eep_date_of(days[i][0], days[i][1], days[i][2]));
}

/* ---- Reforms ------------------------------------------------------------------------------------- */

static void test_forms_agree_under_reforms_by_assignment(void **state)
{
    static const char *const reforms[] = {
        "crs.additional.nomination=300",
        "crs.additional.occupation_tiers.1=21231",
        "crs.additional.occupation_work.1.2=50",
        "crs.additional.occupation_offer.1=30",
        "programs.cec.level.4=5",
        "programs.cec.level.5=5",
        "programs.cec.teers=+4 +5",
        "programs.fsw.pass_mark=60",
        "programs.fsw.level=5",
        "programs.pnp.asks_other_program=0",
        "programs.funds_waived_months=0",
        "programs.fsw.spouse_level=9",
        "programs.fsw.work_years=7",
        "programs.fst.open=0",
    };
    eep_policy *reform;

    (void)state;
    assert_int_equal(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &reform, NULL), EEP_OK);
    for (size_t i = 0; i < sizeof reforms / sizeof reforms[0]; i++) {
        eep_error error = {0};

        if (eep_policy_set(reform, reforms[i], &error) != EEP_OK) fail_msg("%s", error.message);
        compare_on(reform, eep_date_of(2025, 7, 1));
    }
    eep_policy_free(reform);
}

static void test_forms_agree_under_random_points_and_rules_that_fit(void **state)
{
    eep_rules *rules;

    (void)state;
    for (uint32_t seed = 0; seed < 120; seed++) {
        chance stream = {seed, 7};

        assert_int_equal(eep_policy_at(policy, eep_date_of(2025, 7, 1), &rules, NULL), EEP_OK);
        const size_t categories = rules->eligible.categories;
        eep_category_rule category[32];

        memcpy(category, rules->eligible.category, sizeof category);
        some_score_tables(seed, &rules->score);
        some_eligible_tables(seed, &rules->eligible);
        rules->eligible.categories = categories;
        for (size_t c = 0; c < categories; c++)
            rules->eligible.category[c] = some_category(&stream, category[c].bit);
        compare_forms(rules);
        eep_rules_free(rules);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms_agree_under_the_official_policy_in_every_quarter),
        cmocka_unit_test(test_forms_agree_on_leap_days_and_days_of_change),
        cmocka_unit_test(test_forms_agree_under_reforms_by_assignment),
        cmocka_unit_test(test_forms_agree_under_random_points_and_rules_that_fit),
    };

    return cmocka_run_group_tests(tests, load, unload);
}

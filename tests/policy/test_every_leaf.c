/*
 * test_every_leaf.c - every value of the official policy can be changed by an assignment, and it matters:
 * the digest of the rules changes, and some candidate's score, programs or categories do.
 *
 * What concerns nobody as the official policy stands is listed below, with what must be changed first for it
 * to concern somebody, and why. A few values concern no score at all: they act in rounds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/policy/leaves.h"
#include "sweep_people.h"

/* TEERs 4 and 5 opened to CEC. */
#define LOW_TEERS "programs.cec.level.4=5", "programs.cec.level.5=5", "programs.cec.teers=+4 +5"

static const struct company {
    const char *path; /* a leaf, or all whose path begins so */
    const char *why;
    int accepted;         /* 0: alone, no other value is even accepted */
    const char *first[4]; /* assignments that come before */
} companies[] = {
    {"crs.transferability.tiers.canadian_work.1",
     "it is the least there is, and tier 2 begins on the next year",
     0,
     {"crs.transferability.tiers.canadian_work.2=3"}},
    {"programs.fsw.level.4", "TEER 4 is not open to FSW", 1, {"programs.fsw.teers=+4 +5"}},
    {"programs.fsw.level.5", "nor is TEER 5", 1, {"programs.fsw.teers=+4 +5"}},
    {"programs.fsw.education_points.less_than_secondary",
     "programs.fsw.education asks for more",
     1,
     {"programs.fsw.education=less_than_secondary"}},
    {"programs.fsw.language_points.6", "programs.fsw.level asks for more", 1, {"programs.fsw.level=4"}},
    {"programs.cec.level.4", "TEER 4 is not open to CEC", 1, {LOW_TEERS}},
    {"programs.cec.level.5", "nor is TEER 5", 1, {LOW_TEERS}},
    {"programs.fst.level.0", "no skilled trade is TEER 0", 1, {"programs.fst.occupations=+10"}},
    {"programs.fst.level.1", "nor TEER 1", 1, {"programs.fst.occupations=+21"}},
    {"programs.fst.level.4", "nor TEER 4", 1, {"programs.fst.occupations=+74"}},
    {"programs.fst.level.5", "nor TEER 5", 1, {"programs.fst.occupations=+75"}},
    {"programs.pnp.level.4", "a nominee needs another program, and TEER 4 is open to none", 1, {LOW_TEERS}},
    {"programs.pnp.level.5", "nor is TEER 5", 1, {LOW_TEERS}},
    {"crs.additional.occupation_tiers.1",
     "a tier has no points",
     1,
     {"crs.additional.occupation_offer.1=10"}},
    {"crs.additional.occupation_tiers.2",
     "a tier has no points",
     1,
     {"crs.additional.occupation_offer.2=10"}},
    {"crs.additional.occupation_tiers.3",
     "a tier has no points",
     1,
     {"crs.additional.occupation_offer.3=10"}},
    {"crs.additional.occupation_work.1",
     "a tier has no members",
     1,
     {"crs.additional.occupation_tiers.1=21231"}},
    {"crs.additional.occupation_work.2",
     "a tier has no members",
     1,
     {"crs.additional.occupation_tiers.2=21231"}},
    {"crs.additional.occupation_work.3",
     "a tier has no members",
     1,
     {"crs.additional.occupation_tiers.3=21231"}},
    {"crs.additional.occupation_offer.1",
     "a tier has no members",
     1,
     {"crs.additional.occupation_tiers.1=21231"}},
    {"crs.additional.occupation_offer.2",
     "a tier has no members",
     1,
     {"crs.additional.occupation_tiers.2=21231"}},
    {"crs.additional.occupation_offer.3",
     "a tier has no members",
     1,
     {"crs.additional.occupation_tiers.3=21231"}},
};

/*
 * How long people stay in the pool, how long the invited have, who of equals ranks first, and which program
 * an invitation names: rounds ask for these, scores do not. tests/draw/ shows what they do there.
 */
static const char *const beside_scores[] = {"validity.profile",         "validity.invitation",
                                            "rounds.tie_break",         "rounds.lottery_seed",
                                            "rounds.program_order.pnp", "rounds.program_order.cec",
                                            "rounds.program_order.fsw", "rounds.program_order.fst"};

/* ---- Outcomes ------------------------------------------------------------------------------------ */

typedef struct outcome {
    uint16_t score[EEP_BLOCK_ROWS], section[4][EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint32_t categories[EEP_BLOCK_ROWS];
} outcome;

static sweep_people people;
static outcome before[SWEEP_BLOCKS];
static eep_kernels kernels;
static eep_policy *official;

static void look_up(const eep_rules *rules, size_t block, outcome *found)
{
    static eep_facts facts;
    const eep_raw raw = raw_of(&people.block[block]);
    uint16_t *const sections[4] = {found->section[0], found->section[1], found->section[2],
                                   found->section[3]};

    memset(found, 0, sizeof *found);
    kernels.pack(&rules->pack, &raw, EEP_BLOCK_ROWS, &facts);
    kernels.score(&rules->score, &facts, EEP_BLOCK_ROWS, found->score, sections);
    kernels.eligible(&rules->eligible, &facts, EEP_BLOCK_ROWS, found->programs, found->categories);
}

static int has_witness(const eep_rules *rules)
{
    static outcome after;

    for (size_t block = 0; block < SWEEP_BLOCKS; block++) {
        look_up(rules, block, &after);
        if (memcmp(&after, &before[block], sizeof after) != 0) return 1;
    }
    return 0;
}

/* ---- Policies ------------------------------------------------------------------------------------ */

/* A policy with lists of its own and the texts of another, to be changed and thrown away. */
static eep_policy copy_of(const eep_policy *policy)
{
    eep_policy copy;
    assert_int_equal(eep_trial_begin(policy, &copy, NULL), EEP_OK);
    return copy;
}

/* As a trial that came to nothing. */
static void forget(eep_policy *copy)
{
    (void)eep_trial_end(NULL, copy, EEP_ERROR_VALUE);
}

static eep_rules *rules_on(const eep_policy *policy, eep_date day)
{
    eep_rules *rules = NULL;

    assert_int_equal(eep_policy_at(policy, day, &rules, NULL), EEP_OK);
    return rules;
}

/* The people of a day, and what becomes of them under a policy as it stands. */
static void take_stock(const eep_policy *policy, eep_date day, char digest[EEP_DIGEST_TEXT])
{
    eep_rules *rules = rules_on(policy, day);

    eep_rules_digest(rules, digest);
    if (people.day != day) sweep_gather(&people, rules);
    for (size_t block = 0; block < SWEEP_BLOCKS; block++)
        look_up(rules, block, &before[block]);
    eep_rules_free(rules);
}

/* ---- Other values -------------------------------------------------------------------------------- */

/* The `nth` value to try instead of a leaf's; 0 past the last. */
static int other_number(const eep_leaf *leaf, size_t nth, char *value, size_t size)
{
    static const int steps[] = {1, -1, 2, -2, 3, -3, 5, -5, 10, -10};
    static const int fixed[] = {0, 1, 12, 100, 36, 60};
    const int now = atoi(leaf->face.value);

    if (nth < sizeof steps / sizeof steps[0])
        snprintf(value, size, "%d", now + steps[nth]);
    else if (nth - sizeof steps / sizeof steps[0] < sizeof fixed / sizeof fixed[0])
        snprintf(value, size, "%d", fixed[nth - sizeof steps / sizeof steps[0]]);
    else
        return 0;
    return 1;
}

static int other_list(const eep_leaf *leaf, size_t nth, char *value, size_t size)
{
    static const char *const more[] = {"+21231", "+4", "+10", "+726", "0", "none"};

    if (nth < leaf->codes)
        snprintf(value, size, "-%s", leaf->code[nth]);
    else if (nth - leaf->codes < sizeof more / sizeof more[0])
        snprintf(value, size, "%s", more[nth - leaf->codes]);
    else
        return 0;
    return 1;
}

static int other_value(const eep_leaf *leaf, size_t nth, char *value, size_t size)
{
    const char *label = NULL;

    if (leaf->is_list) return other_list(leaf, nth, value, size);
    if (strcmp(leaf->face.unit, "education") == 0)
        label = eep_column_label(EEP_COL_education, nth);
    else if (strcmp(leaf->face.unit, "rule") == 0)
        label = eep_tie_break_name(nth);
    else
        return other_number(leaf, nth, value, size);
    snprintf(value, size, "%s", label != NULL ? label : "");
    return label != NULL;
}

/* ---- The sweep ----------------------------------------------------------------------------------- */

static const struct company *company_of(const char *path)
{
    for (size_t i = 0; i < sizeof companies / sizeof companies[0]; i++) {
        const size_t length = strlen(companies[i].path);
        if (strncmp(path, companies[i].path, length) == 0 && (path[length] == '\0' || path[length] == '.'))
            return &companies[i];
    }
    return NULL;
}

static int is_beside_scores(const char *path)
{
    for (size_t i = 0; i < sizeof beside_scores / sizeof beside_scores[0]; i++)
        if (strcmp(path, beside_scores[i]) == 0) return 1;
    return 0;
}

/* Tries values until one is accepted and has a witness. Returns 2; 1 when accepted only; else 0. */
static int try_values(const eep_policy *policy, const char *path, eep_date day,
                      const char digest[EEP_DIGEST_TEXT])
{
    const eep_leaf *leaf = eep_leaf_on(policy, path, day);
    char value[32], assignment[EEP_PATH_LONGEST + 40];
    int found = 0;

    assert_non_null(leaf);
    for (size_t nth = 0; found < 2 && other_value(leaf, nth, value, sizeof value); nth++) {
        eep_policy changed = copy_of(policy);
        snprintf(assignment, sizeof assignment, "%s=%s", path, value);
        if (eep_policy_set(&changed, assignment, NULL) == EEP_OK) {
            eep_rules *rules = rules_on(&changed, day);
            char after[EEP_DIGEST_TEXT];
            eep_rules_digest(rules, after);
            /* Another value on another day may be this one's value on this day. */
            if (strcmp(after, digest) != 0) found = found > 1 || has_witness(rules) ? 2 : 1;
            eep_rules_free(rules);
        }
        forget(&changed);
    }
    return found;
}

static int sweep(const eep_policy *policy, const char *path, eep_date day)
{
    char digest[EEP_DIGEST_TEXT];

    take_stock(policy, day, digest);
    return try_values(policy, path, day, digest);
}

/* What becomes of a leaf once its company is there. */
static int sweep_in_company(const struct company *company, const char *path, eep_date day)
{
    eep_policy with = copy_of(official);

    for (size_t i = 0; i < 4 && company->first[i] != NULL; i++)
        assert_int_equal(eep_policy_set(&with, company->first[i], NULL), EEP_OK);
    const int found = sweep(&with, path, day);
    forget(&with);
    return found;
}

static int load(void **state)
{
    (void)state;
    eep_kernels_select(NULL, &kernels);
    return eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &official, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_policy_free(official);
    return 0;
}

/* The leaves of category versions, or all others; each path once. */
static void sweep_all(int versions)
{
    const char *last = "";
    size_t wrong = 0, count = 0;

    for (size_t i = 0; i < official->leaves.count; i++) {
        const eep_leaf *leaf = &eep_policy_leaves(official)[i];
        const char *path = leaf->face.path;
        if (strcmp(path, last) == 0 || leaf->is_version != versions) continue;
        const struct company *company = company_of(path);
        const eep_date day = versions ? leaf->face.from : eep_date_of(2024, 7, 5);
        const int alone = sweep(official, path, day);
        const int needed = is_beside_scores(path) ? 1 : company != NULL ? company->accepted : 2;
        int found = alone == needed;
        if (found && company != NULL) found = sweep_in_company(company, path, day) == 2;
        if (!found)
            print_error("%s: %s\n", path,
                        alone == 0   ? "no other value is taken"
                        : alone == 1 ? "it concerns nobody"
                                     : "it needs no company");
        wrong += !found;
        count++;
        last = path;
    }
    assert_true(count > 100);
    assert_int_equal(wrong, 0);
}

static void test_every_leaf_of_points_programs_and_papers_can_be_changed_and_matters(void **state)
{
    (void)state;
    sweep_all(0);
}

static void test_every_leaf_of_a_category_version_can_be_changed_and_matters(void **state)
{
    (void)state;
    sweep_all(1);
}

static void test_every_leaf_beside_scores_reaches_the_rules(void **state)
{
    eep_policy changed = copy_of(official);

    (void)state;
    assert_int_equal(eep_policy_set(&changed, "validity.profile=6", NULL), EEP_OK);
    assert_int_equal(eep_policy_set(&changed, "validity.invitation=30", NULL), EEP_OK);
    assert_int_equal(eep_policy_set(&changed, "rounds.tie_break=oldest", NULL), EEP_OK);
    assert_int_equal(eep_policy_set(&changed, "rounds.lottery_seed=7", NULL), EEP_OK);
    assert_int_equal(eep_policy_set(&changed, "rounds.program_order.pnp=9", NULL), EEP_OK);
    eep_rules *rules = rules_on(&changed, eep_date_of(2024, 7, 5));
    assert_int_equal(rules->program_rank[EEP_RULE_PNP], 9);
    assert_int_equal(rules->profile_months, 6);
    assert_int_equal(rules->tie_break, EEP_TIE_OLDEST);
    assert_int_equal(rules->lottery_seed, 7);
    assert_string_equal(eep_rules_leaf(rules, "validity.invitation")->value, "30");
    eep_rules_free(rules);
    forget(&changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_leaf_of_points_programs_and_papers_can_be_changed_and_matters),
        cmocka_unit_test(test_every_leaf_of_a_category_version_can_be_changed_and_matters),
        cmocka_unit_test(test_every_leaf_beside_scores_reaches_the_rules),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

/* test_reform.c - reforms applied: every form a change can have, and what the rules are then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/sim.h"

#define HEAD "title: A question\nbase: official\nreason: To see\n"

static int load(void **state)
{
    eep_policy *policy = NULL;
    if (eep_policy_load(NULL, NULL, &policy, NULL) != EEP_OK) return 1;
    *state = policy;
    return 0;
}

static int unload(void **state)
{
    eep_policy_free(*state);
    return 0;
}

/* Applies a reform with this text. */
static eep_status try_text(eep_policy *policy, const char *text, eep_error *error)
{
    char path[] = "/tmp/eepool-reform-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    const eep_status status = eep_policy_reform(policy, path, error);
    assert_int_equal(unlink(path), 0);
    return status;
}

static void apply(eep_policy *policy, const char *text)
{
    eep_error error;
    char said[900];
    if (try_text(policy, text, &error) != EEP_OK) fail_msg("%s", eep_error_text(&error, said, sizeof said));
}

/* The value of a path on a day, written as 20260511; NULL where it has none. */
static const char *value_on(const eep_policy *policy, const char *path, int day)
{
    const eep_date date = eep_date_of(day / 10000, day / 100 % 100, day % 100);
    eep_policy_leaf leaf;
    for (size_t i = 0; eep_policy_leaf_at(policy, i, &leaf); i++)
        if (strcmp(leaf.path, path) == 0 && leaf.from <= date && date <= leaf.to) return leaf.value;
    return NULL;
}

static eep_rules *rules_on(const eep_policy *policy, int year, int month, int day)
{
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(policy, eep_date_of(year, month, day), &rules, NULL), EEP_OK);
    return rules;
}

/* ---- Days -------------------------------------------------------------------------------------- */

static void test_a_value_without_days_holds_on_all(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n  crs.additional.sibling: 20\n");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20150101), "20");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20300101), "20");
}

static void test_days_of_the_file_cut_every_value(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "from: 2024-03-01\nto: 2025-06-30\n"
                       "changes:\n  crs.additional: {sibling: 20, job_offer.other: 60}\n");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20150101), "0");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20240229), "15");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20240301), "20");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20250630), "20");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20250701), "15");
    assert_string_equal(value_on(policy, "crs.additional.job_offer.other", 20240229), "50");
    assert_string_equal(value_on(policy, "crs.additional.job_offer.other", 20250324), "60");
    assert_string_equal(value_on(policy, "crs.additional.job_offer.other", 20250701), "0");
}

static void test_days_of_a_value_stand_instead_of_those_of_the_file(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "from: 2026-01-01\nchanges:\n"
                       "  crs.additional.sibling:\n"
                       "    - {from: 2024-01-01, to: 2024-12-31, value: 20}\n"
                       "    - {from: 2025-06-01, value: 30}\n"
                       "  crs.additional.nomination: {to: 2020-12-31, value: 500}\n");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20231231), "15");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20240101), "20");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20250101), "15");
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20250601), "30");
    assert_string_equal(value_on(policy, "crs.additional.nomination", 20201231), "500");
    assert_string_equal(value_on(policy, "crs.additional.nomination", 20210101), "600");
}

static void test_conditions_of_a_version_may_change_within_its_days(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n  categories.stem.2023-1.months: {from: 2024-01-01, value: 12}\n");
    static const int days[][2] = {{2023, 6}, {2024, 12}, {2026, 12}}; /* after its end: as it ended */
    for (size_t i = 0; i < 3; i++) {
        eep_rules *rules = rules_on(policy, days[i][0], 7, 5);
        size_t found = 0;
        for (size_t k = 0; k < rules->categories; k++) {
            if (strcmp(rules->category[k].face.id, "stem") != 0) continue;
            if (strcmp(rules->category[k].face.version, "2023-1") != 0) continue;
            assert_int_equal(rules->category[k].rule.months, days[i][1]);
            found++;
        }
        assert_int_equal(found, 1);
        eep_rules_free(rules);
    }
}

/* ---- Forms ------------------------------------------------------------------------------------- */

static void test_ranges_pairs_and_tables_reach_every_key(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n"
                       "  crs.age.30-35: [110, 100]\n"
                       "  crs.spouse_work: {1-5: 9}\n"
                       "  crs:\n    canadian_work.1: [41, 36]\n"
                       "  programs.fst.level: {listening: 6, speaking: 6}\n");
    eep_rules *rules = rules_on(policy, 2026, 5, 11);
    for (int age = 30; age <= 35; age++) {
        char path[60];
        snprintf(path, sizeof path, "crs.age.%d.without_spouse", age);
        assert_string_equal(eep_rules_leaf(rules, path)->value, "110");
        snprintf(path, sizeof path, "crs.age.%d.with_spouse", age);
        assert_string_equal(eep_rules_leaf(rules, path)->value, "100");
    }
    assert_string_equal(eep_rules_leaf(rules, "crs.age.36.without_spouse")->value, "72");
    assert_string_equal(eep_rules_leaf(rules, "crs.spouse_work.0")->value, "0");
    assert_string_equal(eep_rules_leaf(rules, "crs.spouse_work.1")->value, "9");
    assert_string_equal(eep_rules_leaf(rules, "crs.spouse_work.5")->value, "9");
    assert_string_equal(eep_rules_leaf(rules, "crs.canadian_work.1.without_spouse")->value, "41");
    assert_string_equal(eep_rules_leaf(rules, "programs.fst.level.listening")->value, "6");
    assert_string_equal(eep_rules_leaf(rules, "programs.fst.level.reading")->value, "4");
    eep_rules_free(rules);
}

static void test_lists_change_whole_or_by_what_is_added_and_removed(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n"
                       "  categories.education.2026.occupations: {42202: Early childhood educators}\n"
                       "  categories.stem.2026.occupations: +21399 -21300\n"
                       "  programs.fsw.teers: [0, 1]\n"
                       "  crs.additional.occupation_tiers.1: [00012]\n"
                       "  crs.additional.occupation_work.1.1-3: 5\n");
    assert_string_equal(value_on(policy, "categories.education.2026.occupations", 20260511), "42202");
    assert_non_null(strstr(value_on(policy, "categories.stem.2026.occupations", 20260511), "21399"));
    assert_null(strstr(value_on(policy, "categories.stem.2026.occupations", 20260511), "21300"));
    assert_non_null(strstr(value_on(policy, "categories.stem.2026.occupations", 20260511), "63100"));
    assert_non_null(strstr(value_on(policy, "categories.stem.2025-v2.occupations", 20250511), "21300"));
    assert_string_equal(value_on(policy, "programs.fsw.teers", 20260511), "0 1");
    assert_string_equal(value_on(policy, "crs.additional.occupation_tiers.1", 20260511), "00012");
}

static void test_a_new_version_takes_over_from_the_old_one(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n"
                       "  categories.stem:\n"
                       "    next:\n"
                       "      official_name: STEM, a shorter list\n"
                       "      from: 2026-07-01\n"
                       "      months: 24\n"
                       "      occupations: [21231, 21232]\n"
                       "  categories.stem.2026.to: 2026-06-30\n"
                       "  categories.newcomers.v1:\n"
                       "    official_name: Recent workers\n"
                       "    from: 2026-07-01\n"
                       "    canadian_months: 6\n"
                       "    occupations: [63200]\n");
    assert_string_equal(value_on(policy, "categories.stem.2026.months", 20260630), "12");
    assert_null(value_on(policy, "categories.stem.2026.months", 20260701));
    assert_null(value_on(policy, "categories.stem.next.months", 20260630));
    assert_string_equal(value_on(policy, "categories.stem.next.months", 20260701), "24");
    assert_string_equal(value_on(policy, "categories.newcomers.v1.canadian_months", 20260701), "6");
    eep_rules *rules = rules_on(policy, 2026, 7, 1);
    size_t in_force = 0;
    for (size_t i = 0; i < rules->categories; i++)
        in_force += rules->category[i].face.in_force && strcmp(rules->category[i].face.id, "stem") == 0;
    assert_int_equal(in_force, 1);
    assert_true(rules->noc_categories[63200] != 0);
    eep_rules_free(rules);
}

static void test_an_end_may_move_to_a_later_day(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n  categories.agriculture.2025-v2.to: 2026-12-31\n");
    assert_string_equal(value_on(policy, "categories.agriculture.2025-v2.months", 20261231), "6");
    assert_null(value_on(policy, "categories.agriculture.2025-v2.months", 20270101));
}

static void test_programs_durations_thresholds_and_the_tie_break_are_values_like_others(void **state)
{
    eep_policy *policy = *state;
    apply(policy,
          HEAD "changes:\n"
               "  programs: {fst.open: 0, cec: {education: secondary, level.4: 5, teers: [0, 1, 2, 3, 4]}}\n"
               "  validity: {profile: 6, language_test: 36}\n"
               "  crs.transferability.tiers.language: {1: 8, 2: 10}\n"
               "  rounds: {tie_break: lottery, lottery_seed: 7}\n");
    eep_rules *rules = rules_on(policy, 2026, 5, 11);
    assert_int_equal(rules->eligible.program[EEP_RULE_FST].open, 0);
    assert_int_equal(rules->eligible.program[EEP_RULE_CEC].education, 1);
    assert_int_equal(rules->eligible.program[EEP_RULE_CEC].level[0][4], 5);
    assert_int_equal(rules->eligible.program[EEP_RULE_CEC].level[0][5], 255);
    assert_int_equal(rules->profile_months, 6);
    assert_int_equal(rules->pack.language_test_after, eep_date_of(2023, 5, 11));
    assert_int_equal(rules->score.language_tier[7], 0);
    assert_int_equal(rules->score.language_tier[8], 1);
    assert_int_equal(rules->score.language_tier[9], 1);
    assert_int_equal(rules->score.language_tier[10], 2);
    assert_int_equal(rules->tie_break, EEP_TIE_LOTTERY);
    assert_int_equal(rules->lottery_seed, 7);
    eep_rules_free(rules);
}

/* ---- As a whole -------------------------------------------------------------------------------- */

static void test_changes_that_are_sound_only_together_are_taken(void **state)
{
    eep_policy *policy = *state;
    /* In this order neither pair could be assigned one by one. */
    apply(policy, HEAD "changes:\n"
                       "  crs.additional.nomination: 900\n"
                       "  crs.additional.cap: 900\n");
    assert_string_equal(value_on(policy, "crs.additional.nomination", 20260511), "900");
    assert_int_equal(eep_policy_set(policy, "crs.additional.cap=600", NULL), EEP_ERROR_VALUE);
    apply(policy, HEAD "changes:\n"
                       "  crs.additional.cap: 600\n"
                       "  crs.additional.nomination: 600\n");
}

static void test_reforms_follow_one_another_and_are_remembered(void **state)
{
    eep_policy *policy = *state;
    eep_reform reform;
    apply(policy, HEAD "from: 2026-01-01\nchanges:\n  crs.additional.sibling: 20\n");
    apply(policy, "title: Another\nbase: any\nreason: To go on\nillustrative: true\nsource: a paper\n"
                  "changes:\n  crs.additional.sibling: {from: 2026-01-01, value: 25}\n");
    assert_int_equal(eep_policy_set(policy, "crs.additional.sibling=30", NULL), EEP_OK);
    assert_int_equal(eep_policy_reform_at(policy, 0, &reform), 1);
    assert_string_equal(reform.title, "A question");
    assert_string_equal(reform.reason, "To see");
    assert_null(reform.source);
    assert_int_equal(reform.from, eep_date_of(2026, 1, 1));
    assert_int_equal(reform.to, EEP_DATE_OPEN);
    assert_int_equal(eep_policy_reform_at(policy, 1, &reform), 1);
    assert_int_equal(reform.is_illustrative, 1);
    assert_int_equal(eep_policy_reform_at(policy, 2, &reform), 0);
    assert_string_equal(value_on(policy, "crs.additional.sibling", 20260511), "30");
}

static void test_a_reform_may_not_repeat_another(void **state)
{
    eep_policy *policy = *state;
    apply(policy, HEAD "changes:\n  crs.additional.sibling: 20\n");
    assert_int_equal(try_text(policy, HEAD "changes:\n  crs.additional.sibling: 20\n", NULL),
                     EEP_ERROR_ARGUMENT);
}

static void test_what_a_reform_changes_names_it_as_source(void **state)
{
    eep_policy *policy = *state;
    apply(policy, "title: Thirty\nbase: official\nreason: To see\nillustrative: true\nsource: a paper\n"
                  "changes:\n  crs.additional.sibling: 30\n");
    eep_rules *rules = rules_on(policy, 2026, 5, 11);
    const eep_policy_leaf *leaf = eep_rules_leaf(rules, "crs.additional.sibling");
    assert_string_equal(leaf->source, "reform 'Thirty', illustrative: a paper");
    assert_int_equal(leaf->line, 7);
    eep_rules_free(rules);
}

static void test_a_reform_may_insist_on_the_very_rules_it_was_written_for(void **state)
{
    eep_policy *policy = *state;
    char digest[EEP_DIGEST_TEXT], text[400];
    eep_rules *rules = rules_on(policy, 2026, 5, 11);
    eep_rules_digest(rules, digest);
    eep_rules_free(rules);
    snprintf(text, sizeof text,
             "title: A question\nreason: To see\nbase: {policy: official, as_of: 2026-05-11, digest: %s}\n"
             "changes:\n  crs.additional.sibling: 30\n",
             digest);
    apply(policy, text);
    assert_int_equal(try_text(policy, text, NULL), EEP_ERROR_VALUE); /* they are others now */
}

#define WITH_POLICY(test) cmocka_unit_test_setup_teardown(test, load, unload)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_POLICY(test_a_value_without_days_holds_on_all),
        WITH_POLICY(test_days_of_the_file_cut_every_value),
        WITH_POLICY(test_days_of_a_value_stand_instead_of_those_of_the_file),
        WITH_POLICY(test_conditions_of_a_version_may_change_within_its_days),
        WITH_POLICY(test_ranges_pairs_and_tables_reach_every_key),
        WITH_POLICY(test_lists_change_whole_or_by_what_is_added_and_removed),
        WITH_POLICY(test_a_new_version_takes_over_from_the_old_one),
        WITH_POLICY(test_an_end_may_move_to_a_later_day),
        WITH_POLICY(test_programs_durations_thresholds_and_the_tie_break_are_values_like_others),
        WITH_POLICY(test_changes_that_are_sound_only_together_are_taken),
        WITH_POLICY(test_reforms_follow_one_another_and_are_remembered),
        WITH_POLICY(test_a_reform_may_not_repeat_another),
        WITH_POLICY(test_what_a_reform_changes_names_it_as_source),
        WITH_POLICY(test_a_reform_may_insist_on_the_very_rules_it_was_written_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

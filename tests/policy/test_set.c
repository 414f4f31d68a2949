/* test_set.c - one value changed for all days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

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

static eep_rules *rules_on(const eep_policy *policy, int year, int month, int day)
{
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(policy, eep_date_of(year, month, day), &rules, NULL), EEP_OK);
    return rules;
}

static void digest_of(const eep_policy *policy, char text[EEP_DIGEST_TEXT])
{
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    eep_rules_digest(rules, text);
    eep_rules_free(rules);
}

static void set(eep_policy *policy, const char *assignment)
{
    eep_error error;
    char text[900];
    if (eep_policy_set(policy, assignment, &error) != EEP_OK)
        fail_msg("%s", eep_error_text(&error, text, sizeof text));
}

/* ---- Good ones --------------------------------------------------------------------------------- */

static void test_set_changes_the_value_on_all_days(void **state)
{
    eep_policy *policy = *state;
    set(policy, "crs.additional.job_offer.other=75");
    static const int days[][3] = {{2015, 1, 1}, {2016, 11, 19}, {2023, 7, 5}, {2025, 3, 25}, {2030, 1, 1}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        eep_rules *rules = rules_on(policy, days[i][0], days[i][1], days[i][2]);
        assert_int_equal(rules->score.job_offer[1], 75);
        const eep_policy_leaf *leaf = eep_rules_leaf(rules, "crs.additional.job_offer.other");
        assert_string_equal(leaf->value, "75");
        assert_string_equal(leaf->file, "--set");
        assert_int_equal(leaf->from, eep_date_of(2015, 1, 1));
        assert_int_equal(leaf->to, EEP_DATE_OPEN);
        eep_rules_free(rules);
    }
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    assert_int_equal(rules->score.job_offer[2], 200);
    eep_rules_free(rules);
}

static void test_set_accepts_what_holds_on_some_days_only(void **state)
{
    eep_policy *policy = *state;
    set(policy, "crs.additional.sibling=15"); /* it was 0 before 2017-06-06 */
    eep_rules *rules = rules_on(policy, 2015, 6, 1);
    assert_int_equal(rules->score.sibling, 15);
    eep_rules_free(rules);
}

static void test_set_replaces_a_list_and_keeps_the_titles_it_knows(void **state)
{
    eep_policy *policy = *state;
    set(policy, "categories.stem.2023-1.occupations = 72310, 20012 95999");
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    size_t index = 0;
    eep_category category;
    while (eep_rules_category(rules, index, &category) &&
           (strcmp(category.id, "stem") != 0 || strcmp(category.version, "2023-1") != 0))
        index++;
    assert_int_equal(category.occupations, 3);
    static const struct {
        uint32_t code;
        const char *title;
    } wanted[3] = {{20012, "Computer and information systems managers"}, {72310, "Carpenters"}, {95999, ""}};
    for (size_t i = 0; i < 3; i++) {
        uint32_t noc = 0;
        const char *title = NULL;
        assert_int_equal(eep_rules_occupation(rules, index, i, &noc, &title), 1);
        assert_int_equal(noc, wanted[i].code);
        assert_string_equal(title, wanted[i].title);
    }
    assert_true(rules->noc_categories[72310] & (uint32_t)1 << index);
    assert_false(rules->noc_categories[21231] & (uint32_t)1 << index);
    const eep_policy_leaf *leaf = eep_rules_leaf(rules, "categories.stem.2023-1.occupations");
    assert_string_equal(leaf->value, "20012 72310 95999");
    assert_int_equal(leaf->to, eep_date_of(2025, 2, 26));
    eep_rules_free(rules);
}

static void test_set_reaches_programs_levels_and_labels(void **state)
{
    eep_policy *policy = *state;
    set(policy, "programs.fsw.pass_mark=70");
    set(policy, "programs.fsw.education=bachelors");
    set(policy, "programs.cec.teers=0 1");
    set(policy, "validity.language_test=36");
    set(policy, "crs.transferability.tiers.language.1=6");
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    assert_int_equal(rules->eligible.selection.pass_mark, 70);
    assert_int_equal(rules->eligible.program[EEP_RULE_FSW].education, 4);
    assert_int_equal(rules->eligible.program[EEP_RULE_CEC].teers, 3);
    assert_int_equal(rules->eligible.program[EEP_RULE_CEC].level[0][2], 255);
    assert_int_equal(rules->pack.language_test_after, eep_date_of(2020, 7, 5));
    assert_int_equal(rules->score.language_tier[6], 1);
    eep_rules_free(rules);
}

static void test_set_and_set_back_give_the_first_digest(void **state)
{
    eep_policy *policy = *state;
    char before[EEP_DIGEST_TEXT], between[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    digest_of(policy, before);
    set(policy, "crs.age.29.without_spouse=100");
    digest_of(policy, between);
    set(policy, "crs.age.29.without_spouse=0110");
    digest_of(policy, after);
    assert_string_not_equal(before, between);
    assert_string_equal(before, after);
}

static void test_set_leaves_earlier_rules_as_they_were(void **state)
{
    eep_policy *policy = *state;
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    set(policy, "crs.additional.nomination=300");
    assert_int_equal(rules->score.nomination, 600);
    assert_string_equal(eep_rules_leaf(rules, "crs.additional.nomination")->value, "600");
    eep_rules_free(rules);
}

/* ---- Refused ones ------------------------------------------------------------------------------ */

static const struct refusal {
    const char *assignment;
    eep_status status;
    const char *message, *advice;
} refusals[] = {
    {"crs.additional.nominaton=300", EEP_ERROR_UNKNOWN,
     "there is no value 'crs.additional.nominaton' in the policy",
     "did you mean 'crs.additional.nomination'?"},
    {"crs.additional.nomination=600", EEP_ERROR_ARGUMENT,
     "crs.additional.nomination is 600 already on all days: nothing would change",
     "leave the assignment away, or give another value"},
    {"crs.additional.nomination=601", EEP_ERROR_VALUE,
     "crs.additional.nomination is 601 points, more than the cap above it, 600 (crs.additional.cap)",
     "lower it, or raise the cap first"},
    {"crs.additional.nomination=-1", EEP_ERROR_VALUE, "crs.additional.nomination is -1; 0 to 1200 is allowed",
     "give a whole number from 0 to 1200"},
    {"crs.additional.nomination=99999999999999999999", EEP_ERROR_VALUE,
     "crs.additional.nomination is 99999999999999999999; 0 to 1200 is allowed",
     "give a whole number from 0 to 1200"},
    {"crs.additional.nomination=half", EEP_ERROR_VALUE,
     "crs.additional.nomination is 'half', not a whole number", "give a whole number from 0 to 1200"},
    {"crs.additional.nomination", EEP_ERROR_ARGUMENT, "'crs.additional.nomination' is no assignment",
     "write path=value, like crs.additional.nomination=300"},
    {"crs.additional.nomination=", EEP_ERROR_ARGUMENT, "the value of an assignment is empty",
     "write path=value, like crs.additional.nomination=300"},
    {"=5", EEP_ERROR_ARGUMENT, "the path of an assignment is empty",
     "write path=value, like crs.additional.nomination=300"},
    {"", EEP_ERROR_ARGUMENT, "'' is no assignment", "write path=value, like crs.additional.nomination=300"},
    {"crs.age.29=110", EEP_ERROR_UNKNOWN, "'crs.age.29' is a group of values",
     "name one of them, like crs.age.29.with_spouse"},
    {"categories.stem.months=3", EEP_ERROR_UNKNOWN, "category stem has the versions 2023-1, 2025-v2, 2026",
     "say which, like categories.stem.2026.months"},
    {"categories.stem.occupations=21231", EEP_ERROR_UNKNOWN,
     "category stem has the versions 2023-1, 2025-v2, 2026",
     "say which, like categories.stem.2026.occupations"},
    {"categories.stem.2026.month=3", EEP_ERROR_UNKNOWN,
     "there is no value 'categories.stem.2026.month' in the policy",
     "did you mean 'categories.stem.2026.months'?"},
    {"categories.stem.2026.occupations=2123", EEP_ERROR_VALUE,
     "categories.stem.2026.occupations lists '2123', no NOC 2021 code: it has five digits",
     "write all five digits, leading zeros too"},
    {"categories.stem.2026.occupations=21231,21231", EEP_ERROR_DUPLICATE,
     "categories.stem.2026.occupations lists 21231 twice", "keep one of the two"},
    {"categories.stem.2026.occupations=,", EEP_ERROR_MISSING,
     "categories.stem.2026 asks for no occupation, French or recruitment: everybody would belong",
     "list its occupations, or give french_level or forces_recruit"},
    {"categories.stem.2026.occupations=welders", EEP_ERROR_VALUE, "'welders' is no code",
     "write codes joined by spaces or commas"},
    {"categories.military.2026-v1.education=two_yaer", EEP_ERROR_VALUE,
     "categories.military.2026-v1.education is 'two_yaer', no level of education",
     "did you mean 'two_year'?"},
    {"programs.cec.teers=0 1 2 3 4", EEP_ERROR_MISSING, "programs.cec.level.4 is missing",
     "add it; the official policy shows how"},
    {"crs.transferability.tiers.foreign_work.2=1", EEP_ERROR_VALUE,
     "crs.transferability.tiers.foreign_work.2 is 1, not above crs.transferability.tiers.foreign_work.1, 1",
     "tier 2 begins above tier 1"},
};

static void test_set_refuses_with_a_reason_and_changes_nothing(void **state)
{
    eep_policy *policy = *state;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    digest_of(policy, before);
    const size_t leaves = eep_policy_leaf_count(policy);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        eep_error error = {0};
        assert_int_equal(eep_policy_set(policy, refusals[i].assignment, &error), refusals[i].status);
        assert_string_equal(error.message, refusals[i].message);
        assert_string_equal(error.advice, refusals[i].advice);
        digest_of(policy, after);
        assert_string_equal(before, after);
        assert_int_equal(eep_policy_leaf_count(policy), leaves);
    }
}

static void test_set_refuses_a_cap_below_the_points_in_it(void **state)
{
    eep_policy *policy = *state;
    eep_error error;
    assert_int_equal(eep_policy_set(policy, "crs.core_cap.with_spouse=139", &error), EEP_ERROR_VALUE);
    assert_string_equal(error.message, "crs.education.doctoral.with_spouse is 140 points, more than the cap "
                                       "above it, 139 (crs.core_cap.with_spouse)");
    assert_non_null(strstr(error.file, "crs.yaml"));
    assert_true(error.line > 0);
}

static void test_set_refuses_endless_texts(void **state)
{
    eep_policy *policy = *state;
    char text[6000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(eep_policy_set(policy, text, NULL), EEP_ERROR_ARGUMENT);
    text[5000] = '=';
    assert_int_equal(eep_policy_set(policy, text, NULL), EEP_ERROR_ARGUMENT);
}

#define WITH_POLICY(test) cmocka_unit_test_setup_teardown(test, load, unload)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_POLICY(test_set_changes_the_value_on_all_days),
        WITH_POLICY(test_set_accepts_what_holds_on_some_days_only),
        WITH_POLICY(test_set_replaces_a_list_and_keeps_the_titles_it_knows),
        WITH_POLICY(test_set_reaches_programs_levels_and_labels),
        WITH_POLICY(test_set_and_set_back_give_the_first_digest),
        WITH_POLICY(test_set_leaves_earlier_rules_as_they_were),
        WITH_POLICY(test_set_refuses_with_a_reason_and_changes_nothing),
        WITH_POLICY(test_set_refuses_a_cap_below_the_points_in_it),
        WITH_POLICY(test_set_refuses_endless_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_lists.c - lists of codes changed by what is added and removed, and occupations in tiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void set(eep_policy *policy, const char *assignment)
{
    eep_error error;
    char text[900];
    if (eep_policy_set(policy, assignment, &error) != EEP_OK)
        fail_msg("%s", eep_error_text(&error, text, sizeof text));
}

static void expect_refusal(eep_policy *policy, const char *assignment, eep_status status, const char *message)
{
    eep_error error = {0};
    assert_int_equal(eep_policy_set(policy, assignment, &error), status);
    assert_string_equal(error.message, message);
    assert_true(error.advice[0] != '\0');
}

static void expect_leaf(const eep_policy *policy, int year, const char *path, const char *value)
{
    eep_rules *rules = rules_on(policy, year, 7, 5);
    assert_string_equal(eep_rules_leaf(rules, path)->value, value);
    eep_rules_free(rules);
}

/* ---- Adding and removing ----------------------------------------------------------------------- */

static void test_lists_take_additions_and_removals(void **state)
{
    eep_policy *policy = *state;
    set(policy, "categories.agriculture.2023-1.occupations = +21399, -82031"); /* was 63201 82030 82031 */
    expect_leaf(policy, 2023, "categories.agriculture.2023-1.occupations", "21399 63201 82030");
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    for (size_t i = 0; i < rules->categories; i++) {
        const eep_category_entry *entry = &rules->category[i];
        if (strcmp(entry->face.id, "agriculture") != 0 || strcmp(entry->face.version, "2023-1") != 0)
            continue;
        assert_true(rules->noc_categories[21399] & entry->rule.bit);
        assert_false(rules->noc_categories[82031] & entry->rule.bit);
        assert_int_equal(entry->face.occupations, 3);
        assert_string_equal(entry->title[0], ""); /* of an added code that nothing names */
        assert_true(entry->title[1][0] != '\0');
    }
    eep_rules_free(rules);
}

static void test_lists_added_codes_have_the_title_that_another_list_gives(void **state)
{
    eep_policy *policy = *state;
    set(policy, "categories.agriculture.2023-1.occupations=+72310");
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    for (size_t i = 0; i < rules->categories; i++)
        if (strcmp(rules->category[i].face.id, "agriculture") == 0 && rules->category[i].face.in_force)
            assert_string_equal(rules->category[i].title[1], "Carpenters");
    eep_rules_free(rules);
}

static void test_lists_of_teers_and_trades_change_too(void **state)
{
    eep_policy *policy = *state;
    set(policy, "programs.fsw.teers=+4 -3");
    expect_leaf(policy, 2023, "programs.fsw.teers", "0 1 2 4");
    set(policy, "programs.fsw.teers=none");
    expect_leaf(policy, 2023, "programs.fsw.teers", "");
    set(policy, "programs.fst.occupations_except=-726");
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    assert_true(rules->noc_class[72600] & EEP_TRADE_BIT);
    assert_false(rules->noc_class[93200] & EEP_TRADE_BIT);
    eep_rules_free(rules);
}

static void test_lists_refuse_what_changes_nothing(void **state)
{
    eep_policy *policy = *state;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    eep_rules *rules = rules_on(policy, 2023, 7, 5);
    eep_rules_digest(rules, before);
    eep_rules_free(rules);
    expect_refusal(policy, "programs.fsw.teers=-4", EEP_ERROR_ARGUMENT,
                   "programs.fsw.teers does not list 4: nothing would change");
    expect_refusal(policy, "programs.fsw.teers=+4 +1", EEP_ERROR_ARGUMENT,
                   "programs.fsw.teers lists already 1: nothing would change");
    expect_refusal(policy, "programs.fsw.teers=+4 +4", EEP_ERROR_DUPLICATE, "the assignment names 4 twice");
    expect_refusal(policy, "programs.fsw.teers=+4 -4", EEP_ERROR_DUPLICATE, "the assignment names 4 twice");
    expect_refusal(policy, "programs.fsw.teers=+4 3", EEP_ERROR_VALUE,
                   "'3' has no sign, the codes before it have one");
    expect_refusal(policy, "programs.fsw.teers=0 -3", EEP_ERROR_VALUE,
                   "'3' has a sign, the codes before it have none");
    expect_refusal(policy, "programs.fsw.teers=+", EEP_ERROR_VALUE, "'' is no code");
    expect_refusal(policy, "programs.fsw.teers=0 1 2 3", EEP_ERROR_ARGUMENT,
                   "programs.fsw.teers is 0 1 2 3 already on all days: nothing would change");
    expect_refusal(policy, "programs.pnp.teers=none", EEP_ERROR_ARGUMENT,
                   "programs.pnp.teers is none already on all days: nothing would change");
    expect_refusal(policy, "categories.agriculture.2023-1.occupations=+2139", EEP_ERROR_VALUE,
                   "categories.agriculture.2023-1.occupations lists '2139', no NOC 2021 code: it has five "
                   "digits");
    rules = rules_on(policy, 2023, 7, 5);
    eep_rules_digest(rules, after);
    eep_rules_free(rules);
    assert_string_equal(before, after);
}

/* ---- A policy of one's own ----------------------------------------------------------------------- */

#define FILES 6

static char folder[64];

/* Copies the official policy with one passage of crs.yaml replaced, and loads it. */
static eep_status load_with(const char *passage, const char *replacement, eep_policy **policy,
                            eep_error *error)
{
    static const char *const names[FILES] = {"categories.yaml", "crs.yaml",    "noc.yaml",
                                             "programs.yaml",   "rounds.yaml", "validity.yaml"};
    static char text[1 << 18];
    char path[200];
    snprintf(folder, sizeof folder, "/tmp/eepool-lists-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, EEP_SOURCE "/datasets/policies/official/%s", names[i]);
        FILE *stream = fopen(path, "r");
        assert_non_null(stream);
        text[fread(text, 1, sizeof text - 1, stream)] = '\0';
        fclose(stream);
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        stream = fopen(path, "w");
        assert_non_null(stream);
        const char *found = i == 1 ? strstr(text, passage) : NULL;
        if (found != NULL)
            fprintf(stream, "%.*s%s%s", (int)(found - text), text, replacement, found + strlen(passage));
        else
            fputs(text, stream);
        fclose(stream);
    }
    const eep_status status = eep_policy_load(NULL, folder, policy, error);
    for (size_t i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    return status;
}

#define TIER(number, value)                                                                                  \
    "      " #number ":\n        title: occupations of tier " #number                                        \
    "\n        values:\n          - from: 2015-01-01\n            value: " value "\n"

/* A list that changes on a day keeps its days; each of its entries is changed where that changes it. */
static void test_lists_with_dates_change_entry_by_entry(void **state)
{
    eep_policy *policy = NULL;
    eep_error error = {0};
    char text[900];
    (void)state;
    if (load_with(TIER(1, "[]"),
                  TIER(1, "[21231]") "          - from: 2020-01-01\n            value: [21232, 21234]\n",
                  &policy, &error) != EEP_OK)
        fail_msg("%s", eep_error_text(&error, text, sizeof text));
    set(policy, "crs.additional.occupation_tiers.1=+21234 -21231");
    expect_leaf(policy, 2016, "crs.additional.occupation_tiers.1", "21234");
    expect_leaf(policy, 2023, "crs.additional.occupation_tiers.1", "21232 21234");
    expect_refusal(policy, "crs.additional.occupation_tiers.1=+21234", EEP_ERROR_ARGUMENT,
                   "crs.additional.occupation_tiers.1 lists already 21234: nothing would change");
    set(policy, "crs.additional.occupation_tiers.1=21300");
    expect_leaf(policy, 2016, "crs.additional.occupation_tiers.1", "21300");
    expect_leaf(policy, 2023, "crs.additional.occupation_tiers.1", "21300");
    eep_policy_free(policy);
}

static void test_tiers_that_share_an_occupation_are_refused_with_their_place(void **state)
{
    eep_policy *policy = NULL;
    eep_error error = {0};
    (void)state;
    assert_int_equal(load_with(TIER(1, "[]") TIER(2, "[]"),
                               TIER(1, "[21231, 21232]") TIER(2, "[11100, 21232]"), &policy, &error),
                     EEP_ERROR_DUPLICATE);
    assert_null(policy);
    assert_string_equal(error.message, "crs.additional.occupation_tiers.2 lists 21232, which "
                                       "crs.additional.occupation_tiers.1 lists too");
    assert_string_equal(error.advice, "keep it in one of the two");
    assert_non_null(strstr(error.file, "crs.yaml"));
    assert_true(error.line > 300 && error.column > 0);
}

/* ---- Tiers ------------------------------------------------------------------------------------- */

static void test_tiers_are_empty_and_worth_nothing_on_all_official_days(void **state)
{
    static const int years[] = {2015, 2020, 2026, 2027};
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        eep_rules *rules = rules_on(*state, years[i], 12, 1);
        static const eep_score_tables nothing;
        assert_memory_equal(rules->score.occupation_work, nothing.occupation_work,
                            sizeof nothing.occupation_work);
        assert_memory_equal(rules->score.occupation_offer, nothing.occupation_offer,
                            sizeof nothing.occupation_offer);
        for (size_t code = 0; code < EEP_NOC_CODES; code++)
            assert_int_equal(rules->noc_class[code] >> EEP_OCCUPATION_SHIFT, 0);
        eep_rules_free(rules);
    }
}

static void test_tiers_go_into_the_class_of_an_occupation(void **state)
{
    eep_policy *policy = *state;
    set(policy, "crs.additional.occupation_tiers.1=21231");
    set(policy, "crs.additional.occupation_tiers.2=+72310 +00012");
    set(policy, "crs.additional.occupation_tiers.3=31102");
    set(policy, "crs.additional.occupation_work.2.3=40");
    set(policy, "crs.additional.occupation_offer.3=50");
    eep_rules *rules = rules_on(policy, 2026, 11, 3);
    assert_int_equal(rules->noc_class[21231], 1 | 1 << EEP_OCCUPATION_SHIFT);
    assert_int_equal(rules->noc_class[72310], 2 | EEP_TRADE_BIT | 2 << EEP_OCCUPATION_SHIFT);
    assert_int_equal(rules->noc_class[12], 2 << EEP_OCCUPATION_SHIFT);
    assert_int_equal(rules->noc_class[31102], 1 | 3 << EEP_OCCUPATION_SHIFT);
    assert_int_equal(rules->noc_class[21232], 1);
    assert_int_equal(rules->score.occupation_work[2][3], 40);
    assert_int_equal(rules->score.occupation_work[2][2], 0);
    assert_int_equal(rules->score.occupation_offer[3], 50);
    eep_rules_free(rules);
}

static void test_tiers_refuse_codes_that_are_none_and_points_above_the_cap(void **state)
{
    eep_policy *policy = *state;
    set(policy, "crs.additional.occupation_tiers.3=21231");
    expect_refusal(policy, "crs.additional.occupation_tiers.1=21231", EEP_ERROR_DUPLICATE,
                   "crs.additional.occupation_tiers.3 lists 21231, which crs.additional.occupation_tiers.1 "
                   "lists too");
    expect_refusal(policy, "crs.additional.occupation_tiers.1=2123", EEP_ERROR_VALUE,
                   "crs.additional.occupation_tiers.1 lists '2123', no NOC 2021 code: it has five digits");
    expect_refusal(policy, "crs.additional.occupation_work.1.1=601", EEP_ERROR_VALUE,
                   "crs.additional.occupation_work.1.1 is 601 points, more than the cap above it, 600 "
                   "(crs.additional.cap)");
}

#define WITH_POLICY(test) cmocka_unit_test_setup_teardown(test, load, unload)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_POLICY(test_lists_take_additions_and_removals),
        WITH_POLICY(test_lists_added_codes_have_the_title_that_another_list_gives),
        WITH_POLICY(test_lists_of_teers_and_trades_change_too),
        WITH_POLICY(test_lists_refuse_what_changes_nothing),
        cmocka_unit_test(test_lists_with_dates_change_entry_by_entry),
        cmocka_unit_test(test_tiers_that_share_an_occupation_are_refused_with_their_place),
        WITH_POLICY(test_tiers_are_empty_and_worth_nothing_on_all_official_days),
        WITH_POLICY(test_tiers_go_into_the_class_of_an_occupation),
        WITH_POLICY(test_tiers_refuse_codes_that_are_none_and_points_above_the_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

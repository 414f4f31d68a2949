/* test_official.c - the official policy: categories, programs, papers, remarks, against the published rules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

static eep_policy *policy;

static int load(void **state)
{
    (void)state;
    return eep_policy_load(NULL, NULL, &policy, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_policy_free(policy);
    return 0;
}

static eep_rules *rules_on(int year, int month, int day)
{
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(policy, eep_date_of(year, month, day), &rules, NULL), EEP_OK);
    return rules;
}

static const eep_category_entry *entry_of(const eep_rules *rules, const char *id, const char *version)
{
    for (size_t i = 0; i < rules->categories; i++)
        if (strcmp(rules->category[i].face.id, id) == 0 &&
            strcmp(rules->category[i].face.version, version) == 0)
            return &rules->category[i];
    fail_msg("no category %s %s", id, version);
    return NULL;
}

static int in_force(const eep_rules *rules, const char *id, const char *version)
{
    return entry_of(rules, id, version)->face.in_force;
}

/* ---- Categories -------------------------------------------------------------------------------- */

static void test_official_lists_have_their_published_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *id, *version;
        size_t count;
    } sizes[] = {
        {"stem", "2023-1", 24},        {"stem", "2025-v2", 11},           {"stem", "2026", 11},
        {"healthcare", "2023-1", 35},  {"healthcare", "2025-v2", 37},     {"healthcare", "2026-v3", 37},
        {"trades", "2023-1", 10},      {"trades", "2025-v2", 25},         {"trades", "2026-v3", 25},
        {"transport", "2023-1", 10},   {"transport", "2026-v2", 4},       {"agriculture", "2023-1", 3},
        {"agriculture", "2025-v2", 1}, {"education", "2025-v1", 5},       {"education", "2026", 5},
        {"physicians", "2026-v1", 3},  {"senior_managers", "2026-v1", 4}, {"researchers", "2026-v1", 2},
        {"military", "2026-v1", 3},    {"french", "2023-1", 0},           {"french", "2026-v2", 0},
    };
    eep_rules *rules = rules_on(2026, 11, 24);
    const size_t count = sizeof sizes / sizeof *sizes;
    assert_int_equal(rules->categories, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(entry_of(rules, sizes[i].id, sizes[i].version)->face.occupations, sizes[i].count);
    eep_rules_free(rules);
}

static void test_official_stem_2023_names_24_occupations(void **state)
{
    (void)state;
    static const uint32_t codes[24] = {20010, 20011, 20012, 21200, 21201, 21202, 21203, 21210,
                                       21211, 21220, 21221, 21222, 21223, 21230, 21231, 21232,
                                       21233, 21234, 21300, 21310, 21311, 21321, 21322, 41400};
    eep_rules *rules = rules_on(2023, 7, 5);
    const eep_category_entry *stem = entry_of(rules, "stem", "2023-1");
    const size_t index = (size_t)(stem - rules->category);
    uint32_t noc = 0;
    const char *title = NULL;
    for (size_t i = 0; i < 24; i++) {
        assert_int_equal(eep_rules_occupation(rules, index, i, &noc, &title), 1);
        assert_int_equal(noc, codes[i]);
        assert_true(rules->noc_categories[noc] & stem->rule.bit);
    }
    assert_int_equal(eep_rules_occupation(rules, index, 24, &noc, &title), 0);
    assert_int_equal(eep_rules_occupation(rules, index, 3, &noc, &title), 1);
    assert_string_equal(title, "Architects");
    assert_string_equal(stem->face.official_name, "STEM occupations (Version 1)");
    assert_int_equal(rules->noc_categories[21301] & stem->rule.bit, 0);
    eep_rules_free(rules);
}

static void test_official_2023_lists_have_82_codes_together(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2023, 7, 5);
    uint32_t in_2023 = 0;
    for (size_t i = 0; i < rules->categories; i++)
        if (strcmp(rules->category[i].face.version, "2023-1") == 0) in_2023 |= rules->category[i].rule.bit;
    size_t count = 0;
    for (size_t code = 0; code < EEP_NOC_CODES; code++)
        count += (rules->noc_categories[code] & in_2023) != 0;
    assert_int_equal(count, 82);
    eep_rules_free(rules);
}

static void test_official_versions_change_on_their_days(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2023, 5, 30);
    assert_int_equal(rules->eligible.categories, 0);
    eep_rules_free(rules);
    rules = rules_on(2023, 5, 31);
    assert_int_equal(rules->eligible.categories, 6);
    eep_rules_free(rules);
    rules = rules_on(2025, 2, 26);
    assert_true(in_force(rules, "transport", "2023-1") && in_force(rules, "stem", "2023-1"));
    eep_rules_free(rules);
    rules = rules_on(2025, 2, 27);
    assert_false(in_force(rules, "transport", "2023-1") || in_force(rules, "stem", "2023-1"));
    assert_true(in_force(rules, "education", "2025-v1") && in_force(rules, "french", "2023-1"));
    assert_int_equal(rules->eligible.categories, 6);
    eep_rules_free(rules);
    rules = rules_on(2025, 12, 7);
    assert_false(in_force(rules, "physicians", "2026-v1"));
    eep_rules_free(rules);
    rules = rules_on(2025, 12, 8);
    assert_true(in_force(rules, "physicians", "2026-v1"));
    eep_rules_free(rules);
    rules = rules_on(2026, 2, 6);
    assert_true(in_force(rules, "french", "2026-v2") && in_force(rules, "trades", "2025-v2"));
    eep_rules_free(rules);
    rules = rules_on(2026, 2, 18);
    assert_true(in_force(rules, "trades", "2026-v3") && in_force(rules, "military", "2026-v1"));
    assert_false(in_force(rules, "agriculture", "2025-v2"));
    assert_int_equal(rules->eligible.categories, 10);
    eep_rules_free(rules);
}

static void check_rule(const eep_rules *rules, const char *id, const char *version, eep_category_rule wanted)
{
    const eep_category_entry *entry = entry_of(rules, id, version);
    const eep_category_rule *rule = &entry->rule;
    assert_int_equal(rule->bit, (uint32_t)1 << (entry - rules->category));
    assert_int_equal(rule->asks_occupation, wanted.asks_occupation);
    assert_int_equal(rule->months, wanted.months);
    assert_int_equal(rule->canadian_months, wanted.canadian_months);
    assert_int_equal(rule->continuous_months, wanted.continuous_months);
    assert_int_equal(rule->education, wanted.education);
    assert_int_equal(rule->french_level, wanted.french_level);
    assert_int_equal(rule->forces_recruit, wanted.forces_recruit);
}

static void test_official_experience_rules_are_those_of_each_set(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2026, 3, 1);
    const eep_category_rule six = {.asks_occupation = 1, .months = 6, .continuous_months = 6};
    const eep_category_rule twelve = {.asks_occupation = 1, .months = 12};
    const eep_category_rule canadian = {.asks_occupation = 1, .canadian_months = 12};
    check_rule(rules, "stem", "2023-1", six);
    check_rule(rules, "agriculture", "2023-1", six);
    check_rule(rules, "healthcare", "2025-v2", six);
    check_rule(rules, "education", "2025-v1", six);
    check_rule(rules, "trades", "2026-v3", twelve);
    check_rule(rules, "stem", "2026", twelve);
    check_rule(rules, "education", "2026", twelve);
    check_rule(rules, "physicians", "2026-v1", canadian);
    check_rule(rules, "senior_managers", "2026-v1", canadian);
    check_rule(rules, "researchers", "2026-v1", canadian);
    check_rule(rules, "french", "2023-1", (eep_category_rule){.french_level = 7});
    check_rule(rules, "french", "2026-v2", (eep_category_rule){.french_level = 7});
    check_rule(rules, "military", "2026-v1",
               (eep_category_rule){
                   .asks_occupation = 1, .continuous_months = 120, .education = 3, .forces_recruit = 1});
    eep_rules_free(rules);
}

static void test_official_rules_in_force_carry_their_own_bits(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2026, 3, 1);
    size_t next = 0;
    for (size_t i = 0; i < rules->categories; i++) {
        assert_int_equal(rules->category[i].rule.bit, (uint32_t)1 << i);
        if (!rules->category[i].face.in_force) continue;
        assert_memory_equal(&rules->eligible.category[next], &rules->category[i].rule,
                            sizeof(eep_category_rule));
        next++;
    }
    assert_int_equal(next, rules->eligible.categories);
    eep_rules_free(rules);
}

/* ---- Programs ---------------------------------------------------------------------------------- */

static void test_official_selection_grid_is_that_of_the_regulations(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2023, 7, 5);
    const eep_eligible_tables *t = &rules->eligible;
    const eep_program_rule *fsw = &t->program[EEP_RULE_FSW];
    static const uint16_t education[8] = {0, 5, 15, 19, 21, 22, 23, 25};
    static const uint16_t experience[8] = {0, 9, 11, 11, 13, 13, 15, 15};
    assert_memory_equal(t->selection.education_points, education, sizeof education);
    assert_memory_equal(t->selection.experience_points, experience, sizeof experience);
    for (int level = 0; level < EEP_LEVELS; level++)
        assert_int_equal(t->selection.language_points[level], level >= 9   ? 6
                                                              : level == 8 ? 5
                                                              : level == 7 ? 4
                                                                           : 0);
    for (int age = 0; age < EEP_AGES; age++)
        assert_int_equal(t->selection.age_points[age], age < 18 || age > 46 ? 0 : age <= 35 ? 12 : 47 - age);
    assert_int_equal(t->selection.pass_mark, 67);
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        assert_int_equal(fsw->level[ability][3], 7);
    assert_int_equal(fsw->education, 1);
    assert_int_equal(fsw->teers, 0xF);
    assert_int_equal(fsw->continuous_months, 12);
    assert_int_equal(t->selection.offer_points, 10);
    assert_int_equal(t->selection.second_level, 5);
    assert_int_equal(t->selection.second_points, 4);
    assert_int_equal(t->selection.adaptability_cap, 10);
    assert_int_equal(t->selection.work_points, 10);
    assert_int_equal(t->selection.spouse_level, 4);
    assert_int_equal(t->selection.spouse_language_points, 5);
    assert_int_equal(t->selection.study_points[0], 0);
    assert_int_equal(t->selection.study_points[2], 5);
    assert_int_equal(t->selection.relative_points, 5);
    assert_int_equal(fsw->asks_funds, 1);
    eep_rules_free(rules);
}

static void test_official_cec_and_trades_ask_their_levels(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2023, 7, 5);
    static const uint8_t cec[8] = {7, 7, 5, 5, 255, 255, 255, 255};
    const eep_program_rule *program = rules->eligible.program;
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        assert_memory_equal(program[EEP_RULE_CEC].level[ability], cec, sizeof cec);
    assert_int_equal(program[EEP_RULE_CEC].canadian_months, 12);
    assert_int_equal(program[EEP_RULE_FST].trade_months, 24);
    for (int teer = 0; teer < 8; teer++) {
        assert_int_equal(program[EEP_RULE_FST].level[EEP_LISTENING][teer], 5);
        assert_int_equal(program[EEP_RULE_FST].level[EEP_SPEAKING][teer], 5);
        assert_int_equal(program[EEP_RULE_FST].level[EEP_READING][teer], 4);
        assert_int_equal(program[EEP_RULE_FST].level[EEP_WRITING][teer], 4);
    }
    eep_rules_free(rules);
}

static void test_official_codes_are_classed_by_teer_and_trade(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2023, 7, 5);
    static const struct {
        uint32_t code;
        int teer, trade;
    } codes[] = {
        {12, 0, 0},    {20010, 0, 0}, {21231, 1, 0}, {72310, 2, 1}, {72600, 2, 0},
        {73200, 3, 1}, {82030, 2, 1}, {83100, 3, 1}, {92100, 2, 1}, {93100, 3, 1},
        {93200, 3, 0}, {63200, 3, 1}, {63210, 3, 0}, {62200, 2, 1}, {62201, 2, 0},
        {74100, 4, 0}, {65320, 5, 0}, {0, 6, 0},     {99999, 6, 0},
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const int class = rules->noc_class[codes[i].code];
        assert_int_equal(class & EEP_TEER_MASK, codes[i].teer);
        assert_int_equal((class & EEP_TRADE_BIT) != 0, codes[i].trade);
    }
    eep_rules_free(rules);
}

/* ---- Papers and birthdays ---------------------------------------------------------------------- */

static void test_official_birthdays_agree_with_ages(void **state)
{
    (void)state;
    static const int days[][3] = {{2023, 7, 5}, {2024, 2, 28}, {2024, 2, 29}, {2025, 2, 28}, {2025, 3, 1}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        eep_rules *rules = rules_on(days[i][0], days[i][1], days[i][2]);
        for (int age = 1; age < EEP_AGES; age++) {
            assert_int_equal(eep_age_on(rules->pack.birthday[age], rules->day), age);
            assert_int_equal(eep_age_on(rules->pack.birthday[age] + 1, rules->day), age - 1);
        }
        eep_rules_free(rules);
    }
}

static void test_official_papers_run_out_after_their_months(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(2023, 7, 5);
    assert_int_equal(rules->pack.language_test_after, eep_date_of(2021, 7, 5));
    assert_int_equal(rules->pack.assessment_after, eep_date_of(2018, 7, 5));
    assert_int_equal(rules->profile_months, 12);
    assert_int_equal(rules->pack.day, eep_date_of(2023, 7, 5));
    eep_rules_free(rules);
}

static const char *value_on(int year, int month, int day, const char *path)
{
    static char value[64];
    eep_rules *rules = rules_on(year, month, day);
    const eep_policy_leaf *leaf = eep_rules_leaf(rules, path);
    snprintf(value, sizeof value, "%s", leaf != NULL ? leaf->value : "none");
    eep_rules_free(rules);
    return value;
}

static void test_official_invitations_last_60_then_90_then_60_days(void **state)
{
    (void)state;
    assert_string_equal(value_on(2016, 11, 18, "validity.invitation"), "60");
    assert_string_equal(value_on(2016, 11, 19, "validity.invitation"), "90");
    assert_string_equal(value_on(2018, 6, 25, "validity.invitation"), "90");
    assert_string_equal(value_on(2018, 6, 26, "validity.invitation"), "60");
    assert_string_equal(value_on(2018, 6, 26, "validity.nothing"), "none");
}

/* ---- The list of leaves ------------------------------------------------------------------------ */

static void test_official_every_leaf_says_what_it_is(void **state)
{
    (void)state;
    eep_policy_leaf leaf, before = {0};
    for (size_t i = 0; eep_policy_leaf_at(policy, i, &leaf); i++) {
        assert_true(leaf.title[0] && leaf.unit[0] && leaf.source[0] && leaf.file[0] && leaf.line > 0);
        assert_true(leaf.from <= leaf.to);
        if (i > 0) {
            const int order = strcmp(before.path, leaf.path);
            assert_true(order < 0 || (order == 0 && before.to < leaf.from));
            if (order == 0) assert_int_equal(before.to + 1, leaf.from);
        }
        before = leaf;
    }
    assert_int_equal(eep_policy_leaf_at(policy, eep_policy_leaf_count(policy), &leaf), 0);
}

static void test_official_missing_wage_factor_is_remarked_from_november_2026(void **state)
{
    (void)state;
    assert_null(eep_policy_remark(policy, eep_date_of(2026, 11, 2), 0));
    assert_non_null(strstr(eep_policy_remark(policy, eep_date_of(2026, 11, 3), 0), "high-wage"));
    assert_null(eep_policy_remark(policy, eep_date_of(2026, 11, 3), 1));
}

static void test_official_older_classification_is_remarked_until_november_2022(void **state)
{
    (void)state;
    assert_non_null(strstr(eep_policy_remark(policy, eep_date_of(2015, 1, 1), 0), "NOC 0, A and B"));
    assert_non_null(eep_policy_remark(policy, eep_date_of(2022, 11, 15), 0));
    assert_null(eep_policy_remark(policy, eep_date_of(2022, 11, 16), 0));
}

static void test_official_no_rules_before_the_system_began(void **state)
{
    (void)state;
    eep_rules *rules = NULL;
    eep_error error;
    assert_int_equal(eep_policy_at(policy, eep_date_of(2014, 12, 31), &rules, &error), EEP_ERROR_MISSING);
    assert_string_equal(error.message, "the policy has no values for 2014-12-31; it begins on 2015-01-01");
    assert_null(rules);
}

static void test_official_program_names_end_after_four(void **state)
{
    (void)state;
    assert_string_equal(eep_program_name(0), "fsw");
    assert_string_equal(eep_program_name(3), "pnp");
    assert_string_equal(eep_program_title(1), "Canadian Experience Class");
    assert_null(eep_program_name(4));
    assert_null(eep_program_title(4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_official_lists_have_their_published_sizes),
        cmocka_unit_test(test_official_stem_2023_names_24_occupations),
        cmocka_unit_test(test_official_2023_lists_have_82_codes_together),
        cmocka_unit_test(test_official_versions_change_on_their_days),
        cmocka_unit_test(test_official_experience_rules_are_those_of_each_set),
        cmocka_unit_test(test_official_rules_in_force_carry_their_own_bits),
        cmocka_unit_test(test_official_selection_grid_is_that_of_the_regulations),
        cmocka_unit_test(test_official_cec_and_trades_ask_their_levels),
        cmocka_unit_test(test_official_codes_are_classed_by_teer_and_trade),
        cmocka_unit_test(test_official_birthdays_agree_with_ages),
        cmocka_unit_test(test_official_papers_run_out_after_their_months),
        cmocka_unit_test(test_official_invitations_last_60_then_90_then_60_days),
        cmocka_unit_test(test_official_every_leaf_says_what_it_is),
        cmocka_unit_test(test_official_missing_wage_factor_is_remarked_from_november_2026),
        cmocka_unit_test(test_official_older_classification_is_remarked_until_november_2022),
        cmocka_unit_test(test_official_no_rules_before_the_system_began),
        cmocka_unit_test(test_official_program_names_end_after_four),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

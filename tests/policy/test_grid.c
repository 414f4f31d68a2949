/*
 * test_grid.c - the official points against crs-grid.csv, a copy of the published grid that was typed in
 * independently of the policy files: every row on the first and on the last day on which it holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

typedef struct row {
    char factor[48], key[48];
    int with, without;
    eep_date from, to;
} row;

#define LAST_DAY eep_date_of(2026, 11, 2) /* the last day for which the grid is known to hold */
#define ROWS_MAX 400

static row rows[ROWS_MAX];
static size_t row_count;
static eep_policy *policy;

/* ---- Reading the oracle ------------------------------------------------------------------------ */

static eep_date date_of(const char *text, eep_date otherwise)
{
    eep_date date = otherwise;
    if (text[0] != '\0') assert_int_equal(eep_date_parse(text, strlen(text), &date, NULL), EEP_OK);
    return date;
}

static void read_row(char *line)
{
    char *field[6];
    line[strcspn(line, "\r\n")] = '\0';
    for (size_t i = 0; i < 6; i++) {
        field[i] = strsep(&line, ",");
        assert_non_null(field[i]);
    }
    row *r = &rows[row_count++];
    snprintf(r->factor, sizeof r->factor, "%s", field[0]);
    snprintf(r->key, sizeof r->key, "%s", field[1]);
    r->with = atoi(field[2]);
    r->without = atoi(field[3]);
    r->from = date_of(field[4], 0);
    r->to = date_of(field[5], LAST_DAY);
}

static int load(void **state)
{
    (void)state;
    FILE *stream = fopen(EEP_SOURCE "/tests/policy/crs-grid.csv", "r");
    assert_non_null(stream);
    char line[200];
    assert_non_null(fgets(line, sizeof line, stream)); /* the header */
    while (fgets(line, sizeof line, stream) != NULL && row_count < ROWS_MAX)
        read_row(line);
    fclose(stream);
    return eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_policy_free(policy);
    return 0;
}

/* ---- The compiled value of a row --------------------------------------------------------------- */

static size_t education_of(const char *key)
{
    static const char *const names[8] = {
        "lt_secondary",           "secondary", "one_year", "two_year", "bachelor_or_3y", "two_or_more_one_3y",
        "master_or_professional", "doctoral"};
    for (size_t i = 0; i < 8; i++)
        if (strcmp(names[i], key) == 0) return i;
    fail_msg("no education '%s'", key);
    return 0;
}

static int core_value(const eep_score_tables *t, const row *r, int c)
{
    const int key = atoi(r->key);
    if (strcmp(r->factor, "age") == 0) return t->age[c][key];
    if (strcmp(r->factor, "education") == 0) return t->education[c][education_of(r->key)];
    if (strcmp(r->factor, "first_language_per_ability") == 0) return t->first_language[c][key];
    if (strcmp(r->factor, "second_language_per_ability") == 0) return t->second_language[c][key];
    if (strcmp(r->factor, "second_language_cap") == 0) return t->second_language_cap[c];
    if (strcmp(r->factor, "canadian_work_years") == 0) return t->canadian_work[c][key];
    /* Without a spouse the spouse's points are none: the tables are not read. */
    if (strcmp(r->factor, "spouse_education") == 0) return c ? t->spouse_education[education_of(r->key)] : 0;
    if (strcmp(r->factor, "spouse_language_per_ability") == 0) return c ? t->spouse_language[key] : 0;
    if (strcmp(r->factor, "spouse_canadian_work_years") == 0) return c ? t->spouse_work[key] : 0;
    return -1;
}

static int transfer_value(const eep_score_tables *t, const row *r)
{
    const int a = r->key[0] - '0', b = strlen(r->key) > 2 ? r->key[2] - '0' : 0;
    if (strcmp(r->factor, "transfer_education_x_language") == 0) return t->education_language[a][b];
    if (strcmp(r->factor, "transfer_education_x_canadian_work") == 0) return t->education_work[a][b];
    if (strcmp(r->factor, "transfer_foreign_work_x_language") == 0) return t->foreign_language[a][b];
    if (strcmp(r->factor, "transfer_foreign_work_x_canadian_work") == 0) return t->foreign_work[a][b];
    if (strcmp(r->factor, "transfer_certificate_x_language") == 0) return t->certificate[a];
    if (strcmp(r->factor, "transfer_total_cap") == 0) return t->transferability_cap;
    if (strcmp(r->factor, "transfer_pair_cap") == 0) {
        assert_int_equal(t->education_pair_cap, t->foreign_pair_cap);
        return t->education_pair_cap;
    }
    return -1;
}

static int additional_value(const eep_score_tables *t, const row *r)
{
    if (strcmp(r->factor, "additional_nomination") == 0) return t->nomination;
    if (strcmp(r->factor, "additional_sibling") == 0) return t->sibling;
    if (strcmp(r->factor, "additional_cap") == 0) return t->additional_cap;
    if (strcmp(r->factor, "total_cap") == 0) return t->total_cap;
    if (strcmp(r->key, "any") == 0) {
        assert_int_equal(t->job_offer[1], t->job_offer[2]);
        return t->job_offer[1];
    }
    if (strcmp(r->key, "other") == 0) return t->job_offer[1];
    if (strcmp(r->key, "major_group_00") == 0) return t->job_offer[2];
    if (strcmp(r->key, "1_or_2_years") == 0) return t->canadian_study[1];
    if (strcmp(r->key, "3_years_or_more_or_graduate") == 0) return t->canadian_study[2];
    if (strcmp(r->key, "nclc7_all_english_le4_or_none") == 0) return t->french;
    if (strcmp(r->key, "nclc7_all_english_ge5_all") == 0) return t->french_with_english;
    return -1;
}

static int compiled(const eep_score_tables *t, const row *r, int c)
{
    int value = core_value(t, r, c);
    if (value < 0) value = transfer_value(t, r);
    if (value < 0) value = additional_value(t, r);
    if (value < 0) fail_msg("the oracle's factor %s %s is not compared", r->factor, r->key);
    return value;
}

static eep_rules *rules_on(eep_date day)
{
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(policy, day, &rules, NULL), EEP_OK);
    return rules;
}

/* ---- Tests ------------------------------------------------------------------------------------- */

static void compare_on(eep_date day)
{
    eep_rules *rules = rules_on(day);
    char text[11];
    eep_date_format(day, text);
    for (size_t i = 0; i < row_count; i++) {
        const row *r = &rows[i];
        if (day < r->from || day > r->to) continue;
        if (compiled(&rules->score, r, 0) != r->without || compiled(&rules->score, r, 1) != r->with)
            fail_msg("%s %s on %s: %d / %d, but the grid says %d / %d", r->factor, r->key, text,
                     compiled(&rules->score, r, 1), compiled(&rules->score, r, 0), r->with, r->without);
    }
    eep_rules_free(rules);
}

static void test_grid_every_value_holds_on_its_first_and_last_day(void **state)
{
    (void)state;
    assert_true(row_count > 130);
    for (size_t i = 0; i < row_count; i++) {
        int seen = 0;
        for (size_t k = 0; k < i; k++)
            seen |= rows[k].from == rows[i].from && rows[k].to == rows[i].to;
        if (seen) continue;
        compare_on(rows[i].from);
        compare_on(rows[i].to);
    }
}

static void test_grid_end_keys_hold_for_all_beyond(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(LAST_DAY);
    const eep_score_tables *t = &rules->score;
    for (int c = 0; c < 2; c++) {
        for (int age = 0; age < 17; age++)
            assert_int_equal(t->age[c][age], 0);
        for (int age = 45; age < EEP_AGES; age++)
            assert_int_equal(t->age[c][age], 0);
        for (int level = 0; level < 4; level++)
            assert_int_equal(t->first_language[c][level], 0);
        for (int level = 10; level < EEP_LEVELS; level++)
            assert_int_equal(t->first_language[c][level], c ? 32 : 34);
        for (int level = 9; level < EEP_LEVELS; level++)
            assert_int_equal(t->second_language[c][level], 6);
        for (int years = 5; years < EEP_YEARS; years++)
            assert_int_equal(t->canadian_work[c][years], c ? 70 : 80);
    }
    assert_int_equal(t->core_cap[0], 500);
    assert_int_equal(t->core_cap[1], 460);
    assert_int_equal(t->spouse_cap, 40);
    assert_int_equal(t->spouse_language[12], 5);
    assert_int_equal(t->spouse_work[15], 10);
    eep_rules_free(rules);
}

static void test_grid_tiers_begin_where_the_criteria_say(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(LAST_DAY);
    const eep_score_tables *t = &rules->score;
    static const uint8_t education[8] = {0, 0, 1, 1, 1, 2, 2, 2};
    assert_memory_equal(t->education_tier, education, sizeof education);
    for (int level = 0; level < EEP_LEVELS; level++) {
        assert_int_equal(t->language_tier[level], level >= 9 ? 2 : level >= 7 ? 1 : 0);
        assert_int_equal(t->certificate_tier[level], level >= 7 ? 2 : level >= 5 ? 1 : 0);
    }
    for (int years = 0; years < EEP_YEARS; years++) {
        assert_int_equal(t->canadian_work_tier[years], years >= 2 ? 2 : years >= 1 ? 1 : 0);
        assert_int_equal(t->foreign_work_tier[years], years >= 3 ? 2 : years >= 1 ? 1 : 0);
    }
    assert_int_equal(t->french_level, 7);
    assert_int_equal(t->english_level, 5);
    eep_rules_free(rules);
}

static void test_grid_additional_points_are_zero_before_they_existed(void **state)
{
    (void)state;
    eep_rules *rules = rules_on(eep_date_of(2016, 11, 18));
    assert_int_equal(rules->score.canadian_study[1], 0);
    assert_int_equal(rules->score.canadian_study[2], 0);
    eep_rules_free(rules);
    rules = rules_on(eep_date_of(2017, 6, 5));
    assert_int_equal(rules->score.canadian_study[2], 30);
    assert_int_equal(rules->score.sibling, 0);
    assert_int_equal(rules->score.french, 0);
    assert_int_equal(rules->score.french_with_english, 0);
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_every_value_holds_on_its_first_and_last_day),
        cmocka_unit_test(test_grid_end_keys_hold_for_all_beyond),
        cmocka_unit_test(test_grid_tiers_begin_where_the_criteria_say),
        cmocka_unit_test(test_grid_additional_points_are_zero_before_they_existed),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

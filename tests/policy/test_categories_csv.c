/*
 * test_categories_csv.c - the official categories against tests/twin/categories.csv, a copy of the published
 * lists that was typed in independently of the policy files: every version, its days, every code with its
 * title and TEER, nothing more and nothing less, and the experience that the sets ask.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

#define ROWS      255 /* of the copy */
#define LAST_DAY  eep_date_of(2026, 11, 24)
#define TITLE_MAX 200

typedef struct row {
    char id[24], version[16], title[TITLE_MAX];
    eep_date from, to;
    uint32_t noc;
    int teer;
} row;

static row rows[ROWS + 1];
static size_t row_count;
static eep_rules *rules;

/* ---- Reading the copy -------------------------------------------------------------------------- */

static eep_date date_of(const char *text)
{
    eep_date date = EEP_DATE_OPEN;
    if (text[0] != '\0') assert_int_equal(eep_date_parse(text, strlen(text), &date, NULL), EEP_OK);
    return date;
}

/* Only the title, which is last, may stand in quotes; none holds a quote. */
static void read_row(char *line)
{
    char *field[6];
    line[strcspn(line, "\r\n")] = '\0';
    for (size_t i = 0; i < 6; i++) {
        field[i] = strsep(&line, ",");
        assert_non_null(field[i]);
    }
    assert_non_null(line);
    const size_t quoted = line[0] == '"';
    row *r = &rows[row_count++];
    snprintf(r->id, sizeof r->id, "%s", field[0]);
    snprintf(r->version, sizeof r->version, "%s", field[1]);
    snprintf(r->title, sizeof r->title, "%.*s", (int)(strlen(line) - 2 * quoted), line + quoted);
    r->from = date_of(field[2]);
    r->to = date_of(field[3]);
    r->noc = (uint32_t)strtoul(field[4], NULL, 10);
    r->teer = atoi(field[5]);
}

static int load(void **state)
{
    (void)state;
    FILE *stream = fopen(EEP_SOURCE "/tests/twin/categories.csv", "r");
    assert_non_null(stream);
    char line[TITLE_MAX + 100];
    assert_non_null(fgets(line, sizeof line, stream)); /* the header */
    while (row_count <= ROWS && fgets(line, sizeof line, stream) != NULL)
        read_row(line);
    fclose(stream);
    eep_policy *policy = NULL;
    if (eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, NULL) != EEP_OK) return 1;
    const eep_status status = eep_policy_at(policy, LAST_DAY, &rules, NULL);
    eep_policy_free(policy);
    return status != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_rules_free(rules);
    return 0;
}

/* The version a row belongs to. */
static size_t version_of(const row *r)
{
    size_t i = 0;
    while (i < rules->categories && (strcmp(rules->category[i].face.id, r->id) != 0 ||
                                     strcmp(rules->category[i].face.version, r->version) != 0))
        i++;
    if (i == rules->categories) fail_msg("the policy has no %s %s", r->id, r->version);
    return i;
}

/* ---- Tests ------------------------------------------------------------------------------------- */

static void test_categories_csv_has_the_days_of_every_version(void **state)
{
    (void)state;
    assert_int_equal(row_count, ROWS);
    for (size_t i = 0; i < row_count; i++) {
        const eep_category *face = &rules->category[version_of(&rows[i])].face;
        if (face->from != rows[i].from || face->to != rows[i].to)
            fail_msg("%s %s holds on other days", face->id, face->version);
    }
}

static void test_categories_csv_has_every_code_with_its_title_and_teer(void **state)
{
    (void)state;
    size_t listed[EEP_CATEGORIES_MAX] = {0};
    for (size_t i = 0; i < row_count; i++) {
        const row *r = &rows[i];
        const size_t version = version_of(r);
        uint32_t noc = 0;
        const char *title = "";
        size_t nth = 0;
        while (eep_rules_occupation(rules, version, nth, &noc, &title) && noc != r->noc)
            nth++;
        if (noc != r->noc) fail_msg("%s %s lacks %05u", r->id, r->version, (unsigned)r->noc);
        assert_string_equal(title, r->title);
        assert_int_equal(rules->noc_class[noc] & EEP_TEER_MASK, r->teer);
        listed[version]++;
    }
    for (size_t i = 0; i < rules->categories; i++)
        assert_int_equal(rules->category[i].face.occupations, listed[i]);
}

/* The sets of 2023 and 2025 ask six months in a row, those of 2026 twelve in all; three ask them in Canada.
 */
static void test_categories_csv_versions_ask_the_experience_of_their_set(void **state)
{
    (void)state;
    static const char *const canadian[] = {"physicians", "senior_managers", "researchers"};
    for (size_t i = 0; i < rules->categories; i++) {
        const eep_category *face = &rules->category[i].face;
        const eep_category_rule *rule = &rules->category[i].rule;
        int in_canada = 0;
        for (size_t k = 0; k < sizeof canadian / sizeof *canadian; k++)
            in_canada |= strcmp(face->id, canadian[k]) == 0;
        const int is_french = strcmp(face->id, "french") == 0,
                  is_military = strcmp(face->id, "military") == 0;
        const int months = face->version[3] == '6' ? 12 : 6;
        const int anywhere = !in_canada && !is_french && !is_military;
        assert_int_equal(rule->months, anywhere ? months : 0);
        assert_int_equal(rule->canadian_months, in_canada ? 12 : 0);
        assert_int_equal(rule->continuous_months, is_military ? 120 : anywhere && months == 6 ? 6 : 0);
        assert_int_equal(rule->french_level, is_french ? 7 : 0);
        assert_int_equal(rule->education, is_military ? 3 : 0);
        assert_int_equal(rule->forces_recruit, is_military);
    }
}

static void test_every_listed_code_has_one_title_in_all_lists(void **state)
{
    (void)state;
    size_t distinct = 0;
    for (size_t i = 0; i < row_count; i++) {
        size_t first = 0;
        while (rows[first].noc != rows[i].noc)
            first++;
        assert_string_equal(rows[first].title, rows[i].title);
        distinct += first == i;
    }
    assert_int_equal(distinct, 130); /* as many as were compared with the unit groups of NOC 2021 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_categories_csv_has_the_days_of_every_version),
        cmocka_unit_test(test_categories_csv_has_every_code_with_its_title_and_teer),
        cmocka_unit_test(test_categories_csv_versions_ask_the_experience_of_their_set),
        cmocka_unit_test(test_every_listed_code_has_one_title_in_all_lists),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

/*
 * test_golden.c - scores, programs and categories of cases worked by hand from the published tables.
 *
 * Each *.yaml beside this file is a sequence of cases: name, date, source, input (columns of a candidate),
 * and any of points (items and sections), programs and categories. Every difference is named; a case that
 * cannot be read fails like a wrong one.
 */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/profile/profile.h"
#include "sim/sim.h"

#define CASES_EXPECTED 140 /* at least so many: a runner that reads nothing must not pass */

typedef struct golden {
    eep_engine *engine;
    eep_policy *policy;
    const eep_yaml *yaml;
    const eep_yaml_node *node; /* the case */
    const char *name;
    int cases, failures;
} golden;

/* What the library makes of one case. */
typedef struct outcome {
    eep_score_items items;
    uint16_t score, section[EEP_SECTIONS];
    uint8_t programs;
    uint32_t categories;
} outcome;

/* Where an expected number is found: everything that a case may name under `points`. */
#define ITEM(name)                                                                                           \
    {                                                                                                        \
#name, offsetof(outcome, items.name)                                                                 \
    }
static const struct {
    const char *name;
    size_t offset;
} found_at[] = {
    {"total", offsetof(outcome, score)},
    {"core", offsetof(outcome, section[EEP_CORE])},
    {"spouse", offsetof(outcome, section[EEP_SPOUSE])},
    {"transferability", offsetof(outcome, section[EEP_TRANSFERABILITY])},
    {"additional", offsetof(outcome, section[EEP_ADDITIONAL])},
    ITEM(age),
    ITEM(education),
    ITEM(first_language),
    ITEM(second_language),
    ITEM(canadian_work),
    ITEM(spouse_education),
    ITEM(spouse_language),
    ITEM(spouse_work),
    ITEM(education_language),
    ITEM(education_work),
    ITEM(education_pair),
    ITEM(foreign_language),
    ITEM(foreign_work),
    ITEM(foreign_pair),
    ITEM(certificate),
    ITEM(nomination),
    ITEM(job_offer),
    ITEM(canadian_study),
    ITEM(sibling),
    ITEM(french),
};

static void complain(golden *run, const char *item, const char *expected, const char *found)
{
    run->failures++;
    print_error("%s:%llu: %s\n    %s: expected %s, found %s\n", eep_yaml_path(run->yaml),
                (unsigned long long)eep_yaml_line(run->node), run->name, item, expected, found);
}

static void complain_error(golden *run, const eep_error *error)
{
    char text[1024];
    complain(run, "reading", "a case that can be read", eep_error_text(error, text, sizeof text));
}

static int find_item(const outcome *result, const char *name, uint16_t *points)
{
    for (size_t i = 0; i < sizeof found_at / sizeof *found_at; i++) {
        if (strcmp(found_at[i].name, name) == 0) {
            memcpy(points, (const char *)result + found_at[i].offset, sizeof *points);
            return 1;
        }
    }
    return 0;
}

static void compare_points(golden *run, const outcome *result)
{
    const eep_yaml_node *points = eep_yaml_find(run->node, "points");
    const eep_yaml_node *key;
    for (size_t i = 0; points != NULL && (key = eep_yaml_key(points, i)) != NULL; i++) {
        const char *name = eep_yaml_text(key), *expected = eep_yaml_text(eep_yaml_value(points, i));
        uint16_t found = 0;
        char text[16];
        if (!find_item(result, name, &found)) complain(run, name, "an item of the score", "no such item");
        snprintf(text, sizeof text, "%u", (unsigned)found);
        if (strcmp(text, expected) != 0) complain(run, name, expected, text);
    }
}

/* The members of a set joined by a space, in the order of their bits. */
static void name_programs(uint32_t set, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; eep_program_name(i) != NULL; i++) {
        if ((set >> i & 1) == 0) continue;
        snprintf(text + strlen(text), size - strlen(text), "%s%s", text[0] ? " " : "", eep_program_name(i));
    }
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void name_categories(const eep_rules *rules, uint32_t set, char *text, size_t size)
{
    const char *names[EEP_CATEGORIES_MAX];
    size_t count = 0;
    eep_category category;
    for (size_t i = 0; i < EEP_CATEGORIES_MAX && eep_rules_category(rules, i, &category); i++) {
        if (set >> i & 1) names[count++] = category.id;
    }
    qsort(names, count, sizeof *names, compare_texts);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        snprintf(text + strlen(text), size - strlen(text), "%s%s", i ? " " : "", names[i]);
    }
}

/* The sequence under `key` joined by a space; 0 when the case says nothing about it. */
static int expected_set(const golden *run, const char *key, char *text, size_t size)
{
    const eep_yaml_node *set = eep_yaml_find(run->node, key);
    const eep_yaml_node *member;
    text[0] = '\0';
    for (size_t i = 0; set != NULL && (member = eep_yaml_value(set, i)) != NULL; i++) {
        snprintf(text + strlen(text), size - strlen(text), "%s%s", i ? " " : "", eep_yaml_text(member));
    }
    return set != NULL;
}

static void compare_sets(golden *run, const eep_rules *rules, const outcome *result)
{
    char expected[256], found[256];
    name_programs(result->programs, found, sizeof found);
    if (expected_set(run, "programs", expected, sizeof expected) && strcmp(expected, found) != 0) {
        complain(run, "programs", expected, found);
    }
    name_categories(rules, result->categories, found, sizeof found);
    if (expected_set(run, "categories", expected, sizeof expected) && strcmp(expected, found) != 0) {
        complain(run, "categories", expected, found);
    }
}

static eep_status evaluate(const golden *run, const eep_rules *rules, const eep_pool *pool, outcome *result,
                           eep_error *error)
{
    eep_scores scores = {&result->score, {NULL}, &result->programs, &result->categories};
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        scores.section[s] = &result->section[s];
    EEP_TRY(eep_score(run->engine, rules, pool, &scores, error));

    eep_facts *facts = eep_allocate(NULL, 1, sizeof *facts);
    eep_raw raw;
    if (facts == NULL) return eep_fail_memory(error, sizeof *facts);
    eep_raw_at(&pool->columns, 0, &raw);
    run->engine->kernels.facts(&rules->pack, &raw, 1, facts);
    eep_score_one(&rules->score, facts, 0, &result->items);
    eep_release(NULL, facts, 1, sizeof *facts);
    return EEP_OK;
}

static eep_status read_case(const golden *run, eep_date *day, eep_pool **pool, eep_error *error)
{
    const char *date = eep_yaml_text(eep_yaml_find(run->node, "date"));
    EEP_TRY(eep_date_parse(date, strlen(date), day, error));
    EEP_TRY(eep_pool_new(NULL, pool, error));
    return eep_profile_append(run->yaml, eep_yaml_find(run->node, "input"), *day, &(*pool)->columns, error);
}

static void run_case(golden *run)
{
    eep_pool *pool = NULL;
    eep_rules *rules = NULL;
    eep_date day = 0;
    eep_error error;
    outcome result;
    eep_status status = read_case(run, &day, &pool, &error);
    if (status == EEP_OK) status = eep_policy_at(run->policy, day, &rules, &error);
    if (status == EEP_OK) status = evaluate(run, rules, pool, &result, &error);
    if (status == EEP_OK) {
        compare_points(run, &result);
        compare_sets(run, rules, &result);
    } else {
        complain_error(run, &error);
    }
    run->cases++;
    eep_rules_free(rules);
    eep_pool_free(pool);
}

/* A case says what it is, when, where the numbers come from, who, and what is expected. */
static int is_complete(golden *run)
{
    static const char *const wanted[] = {"name", "date", "source", "input", "points"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (eep_yaml_find(run->node, wanted[i]) != NULL) continue;
        complain(run, wanted[i], "to be there", "nothing");
        return 0;
    }
    return 1;
}

static void run_file(golden *run, const char *path)
{
    eep_yaml *yaml = NULL;
    eep_error error;
    char text[1024];
    if (eep_yaml_load(path, &yaml, &error) != EEP_OK) {
        fail_msg("%s", eep_error_text(&error, text, sizeof text));
    }
    const eep_yaml_node *root = eep_yaml_root(yaml);
    run->yaml = yaml;
    for (size_t i = 0; i < eep_yaml_count(root); i++) {
        run->node = eep_yaml_value(root, i);
        const eep_yaml_node *name = eep_yaml_find(run->node, "name");
        run->name = name != NULL ? eep_yaml_text(name) : "a case without a name";
        if (is_complete(run)) run_case(run);
    }
    eep_yaml_free(yaml);
}

static void run_files(golden *run)
{
    glob_t files;
    assert_int_equal(glob(EEP_SOURCE "/tests/golden/*.yaml", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        run_file(run, files.gl_pathv[i]);
    globfree(&files);
}

static void test_golden_cases_agree_with_the_published_tables(void **state)
{
    (void)state;
    golden run = {0};
    eep_error error;
    char text[1024] = "";
    if (eep_engine_new(NULL, &run.engine, &error) != EEP_OK ||
        eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &run.policy, &error) != EEP_OK) {
        fail_msg("%s", eep_error_text(&error, text, sizeof text));
    }
    run_files(&run);
    eep_policy_free(run.policy);
    eep_engine_free(run.engine);
    print_message("%d cases, %d differences\n", run.cases, run.failures);
    assert_true(run.cases >= CASES_EXPECTED);
    assert_int_equal(run.failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_cases_agree_with_the_published_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

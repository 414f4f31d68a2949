/*
 * test_every_leaf_noticed.c - the conformance suite notices every change of the official policy: each number
 * one more and one less, each label another, each code of a list gone, each day of a change one earlier and
 * one later.
 *
 * Dated entries are changed one by one, each in its own days. What no case can notice is listed with the
 * reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "eepool/cases.h"
#include "sim/sim.h"
#include "tests/policy/policy_copy.h"

/* Leaves of which a change makes no difference to any score, program or category. */
static const struct {
    const char *path; /* a leaf, or all whose path begins so */
    const char *why;
} unnoticed[] = {
    {"rounds", "it ranks equal scores in rounds"},
    {"validity.profile", "it ends profiles in rounds"},
    {"validity.invitation", "it is about who was invited"},
    {"crs.additional.occupation_offer", "a tier has no members"},
    {"crs.additional.occupation_work", "a tier has no members"},
    {"programs.fsw.education_points.less_than_secondary", "programs.fsw.education asks for more"},
    {"programs.fsw.language_points.6", "programs.fsw.level asks for more"},
    {"programs.cec.level.4", "TEER 4 is not open"},
    {"programs.cec.level.5", "nor is TEER 5"},
    {"crs.additional.occupation_tiers", "a tier has no points"},
    {"crs.transferability.tiers.canadian_work.1",
     "no other value is taken: the next tier begins a year later"},
};

/* Caps that the tables below them just reach: lower is refused, and higher makes no difference. */
static const char *const reached[] = {"crs.core_cap", "crs.spouse_cap",
                                      "crs.second_language_cap.without_spouse"};

static eep_engine *engine;
static eep_policy *official;
static eep_cases *cases;

static int is_beside_cases(const char *path)
{
    for (size_t i = 0; i < sizeof unnoticed / sizeof unnoticed[0]; i++) {
        if (strncmp(path, unnoticed[i].path, strlen(unnoticed[i].path)) == 0) return 1;
    }
    return 0;
}

static int is_reached(const char *path)
{
    for (size_t i = 0; i < sizeof reached / sizeof reached[0]; i++) {
        if (strncmp(path, reached[i], strlen(reached[i])) == 0) return 1;
    }
    return 0;
}

/* A level that a program does not ask. Level 1 asks no more, as another level of the program is higher. */
static int is_level_not_asked(const eep_leaf *leaf)
{
    return leaf->is_unwritten && strcmp(leaf->face.unit, "level") == 0;
}

static int is_excused(const eep_leaf *leaf)
{
    return is_beside_cases(leaf->face.path) || is_level_not_asked(leaf);
}

/* ---- Noticing ------------------------------------------------------------------------------------ */

typedef enum verdict { REFUSED, UNNOTICED, NOTICED } verdict;

static verdict look_on(const eep_policy *changed, eep_date day)
{
    eep_rules *rules = NULL;

    if (eep_policy_at(changed, day, &rules, NULL) != EEP_OK) return REFUSED;
    assert_int_equal(eep_cases_run_day(engine, rules, cases, NULL), EEP_OK);
    eep_rules_free(rules);
    return eep_cases_differences(cases) > 0 ? NOTICED : UNNOTICED;
}

/* Whether a case of the days from `first` to `last` notices; most cases are of one day, which is asked first.
 */
static verdict look(const eep_policy *changed, eep_date first, eep_date last)
{
    const eep_date main_day = eep_date_of(2025, 7, 7);
    verdict found = REFUSED;
    eep_date day;

    if (first <= main_day && main_day <= last) found = look_on(changed, main_day);
    for (size_t i = 0; found != NOTICED && eep_cases_day(cases, i, &day); i++) {
        if (day < first || day > last || day == main_day) continue;
        const verdict now = look_on(changed, day);
        if (now > found) found = now;
    }
    return found;
}

/* ---- Changes ------------------------------------------------------------------------------------- */

/* One leaf of a copy, to be changed and looked at. */
typedef struct trial {
    eep_policy copy;
    eep_leaf *leaf;
    size_t changes, missed;
} trial;

static void try_out(trial *at, const char *what)
{
    const verdict found = look(&at->copy, at->leaf->face.from, at->leaf->face.to);

    at->changes += found != REFUSED;
    if (found != UNNOTICED) return;
    at->missed++;
    print_error("%s since day %d: nobody notices %s\n", at->leaf->face.path, at->leaf->face.from, what);
}

/* No program tells TEER 0 from 1, 2 from 3 or 4 from 5: the next that makes a difference is two away. */
static int step_of(const eep_leaf *leaf)
{
    return strcmp(leaf->face.unit, "teer") == 0 ? 2 : 1;
}

static void try_numbers(trial *at)
{
    const char *value = at->leaf->face.value;
    const int step = step_of(at->leaf);
    char text[16];

    for (int other = atoi(value) - step; other <= atoi(value) + step; other += 2 * step) {
        if (other < 0 || (other > atoi(value) && is_reached(at->leaf->face.path))) continue;
        snprintf(text, sizeof text, "%d", other);
        at->leaf->face.value = text;
        try_out(at, text);
        at->leaf->face.value = value;
    }
}

static void try_labels(trial *at)
{
    const char *value = at->leaf->face.value, *label;

    for (size_t i = 0; (label = eep_column_label(EEP_COL_education, i)) != NULL; i++) {
        if (strcmp(label, value) == 0) continue;
        at->leaf->face.value = label;
        try_out(at, label);
    }
    at->leaf->face.value = value;
}

static int has_code(const eep_leaf *leaf, uint32_t number)
{
    for (size_t i = 0; i < leaf->codes; i++) {
        if (leaf->number[i] == number) return 1;
    }
    return 0;
}

/* A code that a list does not have, and that some case is about: a neighbour in the classification. */
static uint32_t stranger_to(const eep_leaf *leaf)
{
    if (strstr(leaf->face.path, ".teers") != NULL) return 4;
    if (strstr(leaf->face.path, ".occupations_except") != NULL) return 723;
    if (strncmp(leaf->face.path, "programs.", 9) == 0) return 22;
    for (size_t i = 0; i < leaf->codes; i++) {
        if (!has_code(leaf, leaf->number[i] + 1)) return leaf->number[i] + 1;
    }
    return 65100;
}

/* A list with one code more, in its place. */
static void try_longer(trial *at, const char **code, uint32_t *number)
{
    const eep_leaf whole = *at->leaf;
    const uint32_t more = stranger_to(&whole);
    const int digits = more < 10 ? 1 : more < 100 ? 2 : more < 1000 ? 3 : 5;
    char text[16];
    size_t kept = 0, place = 0;

    snprintf(text, sizeof text, "%0*u", digits, (unsigned)more);
    while (place < whole.codes && whole.number[place] < more)
        place++;
    for (size_t i = 0; i <= whole.codes; i++) {
        code[i] = i == place ? text : whole.code[kept];
        number[i] = i == place ? more : whole.number[kept];
        kept += i != place;
    }
    at->leaf->code = code;
    at->leaf->number = number;
    at->leaf->codes = whole.codes + 1;
    try_out(at, text);
    *at->leaf = whole;
}

/* A list without each of its codes in turn. */
static void try_shorter(trial *at, const char **code, uint32_t *number)
{
    const eep_leaf whole = *at->leaf;

    for (size_t gone = 0; gone < whole.codes; gone++) {
        for (size_t i = 0, kept = 0; i < whole.codes; i++) {
            if (i == gone) continue;
            code[kept] = whole.code[i];
            number[kept++] = whole.number[i];
        }
        at->leaf->code = code;
        at->leaf->number = number;
        at->leaf->codes = whole.codes - 1;
        try_out(at, whole.code[gone]);
    }
    *at->leaf = whole;
}

static void try_lists(trial *at)
{
    const char **code = calloc(at->leaf->codes + 1, sizeof *code);
    uint32_t *number = calloc(at->leaf->codes + 1, sizeof *number);

    assert_non_null(code);
    assert_non_null(number);
    try_shorter(at, code, number);
    try_longer(at, code, number);
    free(code);
    free(number);
}

/* The day of a change one earlier and one later: the leaf before it gives or takes the day. */
static void try_days(trial *at)
{
    eep_leaf *before = at->leaf - 1;

    for (int step = -1; step <= 1; step += 2) {
        before->face.to += step;
        at->leaf->face.from += step;
        const verdict found = look(&at->copy, at->leaf->face.from - 1, at->leaf->face.from + 1);
        at->changes++;
        if (found != NOTICED) {
            at->missed++;
            print_error("%s: nobody notices that it begins on day %d\n", at->leaf->face.path,
                        at->leaf->face.from);
        }
        before->face.to -= step;
        at->leaf->face.from -= step;
    }
}

static int load(void **state)
{
    (void)state;
    return eep_engine_new(NULL, &engine, NULL) != EEP_OK ||
           eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &official, NULL) != EEP_OK ||
           eep_cases_new(NULL, &cases, NULL) != EEP_OK ||
           eep_cases_read(cases, EEP_SOURCE "/datasets/conformance", NULL) != EEP_OK;
}

static int unload(void **state)
{
    (void)state;
    eep_cases_free(cases);
    eep_policy_free(official);
    eep_engine_free(engine);
    return 0;
}

static void test_the_suite_notices_every_change_of_every_value(void **state)
{
    size_t changes = 0, missed = 0;

    (void)state;
    for (size_t i = 0; i < official->leaves.count; i++) {
        trial one = {.copy = copy_of(official)};
        one.leaf = (eep_leaf *)one.copy.leaves.items + i;
        if (!is_excused(one.leaf)) {
            if (one.leaf->is_list)
                try_lists(&one);
            else if (strcmp(one.leaf->face.unit, "education") == 0)
                try_labels(&one);
            else
                try_numbers(&one);
        }
        if (one.changes == 0 && !is_excused(one.leaf)) {
            print_error("%s: no other value is taken\n", one.leaf->face.path);
            one.missed++;
        }
        changes += one.changes;
        missed += one.missed;
        forget(&one.copy);
    }
    print_message("%zu changes of values, %zu not noticed\n", changes, missed);
    assert_true(changes > 1000);
    assert_int_equal(missed, 0);
}

static void test_the_suite_notices_every_day_on_which_a_value_changes(void **state)
{
    size_t changes = 0, missed = 0;

    (void)state;
    for (size_t i = 1; i < official->leaves.count; i++) {
        const eep_leaf *leaf = eep_policy_leaves(official) + i;
        if (strcmp(leaf[-1].face.path, leaf->face.path) != 0 || is_beside_cases(leaf->face.path)) continue;
        if (strcmp(leaf[-1].face.value, leaf->face.value) == 0) continue;
        trial one = {.copy = copy_of(official)};
        one.leaf = (eep_leaf *)one.copy.leaves.items + i;
        try_days(&one);
        changes += one.changes;
        missed += one.missed;
        forget(&one.copy);
    }
    print_message("%zu changes of days, %zu not noticed\n", changes, missed);
    assert_true(changes > 10);
    assert_int_equal(missed, 0);
}

/* Moves the first and the last day of a version, with all that is written in it. */
static void move(eep_policy *copy, eep_version *version, int first, int last)
{
    char path[EEP_PATH_LONGEST];
    eep_leaf *leaf = copy->leaves.items;

    snprintf(path, sizeof path, "categories.%s.%s.", version->id, version->version);
    for (size_t i = 0; i < copy->leaves.count; i++) {
        if (strncmp(leaf[i].face.path, path, strlen(path)) != 0) continue;
        leaf[i].face.from += first;
        leaf[i].face.to += last;
    }
    version->from += first;
    version->to += last;
}

static void test_the_suite_notices_every_day_of_a_category_version(void **state)
{
    size_t changes = 0, missed = 0;

    (void)state;
    for (size_t i = 0; i < official->versions.count; i++) {
        for (int step = -1; step <= 1; step += 2) {
            eep_policy copy = copy_of(official);
            eep_version *version = copy.versions.items;
            move(&copy, &version[i], step, 0);
            missed += look(&copy, version[i].from - 1, version[i].from + 1) != NOTICED;
            move(&copy, &version[i], -step, 0);
            changes++;
            if (version[i].to != EEP_DATE_OPEN) {
                move(&copy, &version[i], 0, step);
                missed += look(&copy, version[i].to - 1, version[i].to + 1) != NOTICED;
                move(&copy, &version[i], 0, -step);
                changes++;
            }
            forget(&copy);
        }
    }
    print_message("%zu changes of days of versions, %zu not noticed\n", changes, missed);
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_suite_notices_every_change_of_every_value),
        cmocka_unit_test(test_the_suite_notices_every_day_on_which_a_value_changes),
        cmocka_unit_test(test_the_suite_notices_every_day_of_a_category_version),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

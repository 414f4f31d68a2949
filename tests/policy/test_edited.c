/* test_edited.c - the official policy with one passage changed: faults that only a whole policy can have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/sim.h"

#define OFFICIAL EEP_SOURCE "/datasets/policies/official/"
#define TEXT_MAX ((size_t)1 << 18)

static const char *const names[] = {"categories.yaml", "crs.yaml",    "noc.yaml",
                                    "programs.yaml",   "rounds.yaml", "validity.yaml"};

static char folder[64];

static void path_of(const char *name, char path[160])
{
    snprintf(path, 160, "%s/%s", folder, name);
}

/* Copies one official file, with the first `passage` (when it is in there) replaced. */
static void copy(const char *name, const char *passage, const char *replacement)
{
    static char text[TEXT_MAX];
    char path[160];
    snprintf(path, sizeof path, OFFICIAL "%s", name);
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    path_of(name, path);
    stream = fopen(path, "w");
    assert_non_null(stream);
    const char *found = strstr(text, passage);
    if (found != NULL)
        fprintf(stream, "%.*s%s%s", (int)(found - text), text, replacement, found + strlen(passage));
    else
        fputs(text, stream);
    fclose(stream);
}

/* Loads the official policy with `passage` of file `name` replaced. */
static eep_status load(const char *name, const char *passage, const char *replacement, eep_policy **policy,
                       eep_error *error)
{
    snprintf(folder, sizeof folder, "/tmp/eepool-policy-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        copy(names[i], strcmp(names[i], name) == 0 ? passage : "\a", replacement);
    *policy = NULL;
    const eep_status status = eep_policy_load(NULL, folder, policy, error);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[160];
        path_of(names[i], path);
        unlink(path);
    }
    rmdir(folder);
    return status;
}

/* ---- Faults ------------------------------------------------------------------------------------ */

static const struct fault {
    const char *name, *passage, *replacement;
    eep_status status;
    const char *message, *advice;
} faults[] = {
    {"crs.yaml", "          30: [105, 95]\n", "", EEP_ERROR_MISSING, "crs.age.30.without_spouse is missing",
     "add it"},
    {"crs.yaml", "17: [0, 0]", "16: [0, 0]", EEP_ERROR_UNKNOWN, "'16' is not known in crs.age",
     "did you mean"},
    {"crs.yaml", "1: 7, 2: 9", "1: 9, 2: 9", EEP_ERROR_VALUE,
     "crs.transferability.tiers.language.2 is 9, not above crs.transferability.tiers.language.1, 9",
     "tier 2 begins above tier 1"},
    {"crs.yaml", "value: {none: 0, other: 50, senior_manager: 200}", "value: {none: 0, other: 50}",
     EEP_ERROR_MISSING, "crs.additional.job_offer.senior_manager has no value on 2016-11-19", "add an entry"},
    {"crs.yaml", "value: 600", "value: 500", EEP_ERROR_VALUE,
     "crs.additional.nomination is 600 points, more than the cap above it, 500 (crs.additional.cap)",
     "lower it"},
    /* A cap that falls below a value later in time. */
    {"crs.yaml", "      values:\n        - from: 2015-01-01\n          value: 600\n",
     "      values:\n        - from: 2015-01-01\n          value: 600\n        - from: 2020-01-01\n"
     "          value: 599\n",
     EEP_ERROR_VALUE,
     "crs.additional.nomination is 600 points on 2020-01-01, more than the cap above it, 599 "
     "(crs.additional.cap)",
     "lower it"},
    {"crs.yaml", "30: [105, 95]", "30: 105", EEP_ERROR_VALUE, "crs.age.30 is one value; a pair is wanted",
     "write [without spouse, with spouse]"},
    {"crs.yaml", "value: {1: 7, 2: 9}", "value: 7", EEP_ERROR_VALUE,
     "crs.transferability.tiers.language is one value; a table is wanted", "write each of 1, 2"},
    {"crs.yaml", "bachelors: 8\n", "bachelors: [8, 8]\n", EEP_ERROR_VALUE,
     "crs.spouse_education.bachelors holds several values; one is wanted", "write a single value"},
    {"crs.yaml", "value: []", "value: [21231, 123]", EEP_ERROR_VALUE,
     "crs.additional.occupation_tiers.1 lists '123', no NOC 2021 code: it has five digits",
     "write all five digits"},
    {"noc.yaml", "5: 5}", "5: 6}", EEP_ERROR_VALUE, "noc.teer.5 is 6; 0 to 5 is allowed",
     "give a whole number from 0 to 5"},
    {"noc.yaml", "5: 5}", "5: 5, 6: 5}", EEP_ERROR_UNKNOWN, "'6' is not known in noc.teer", "did you mean"},
    {"rounds.yaml", "pnp: 1, cec: 2", "pnp: 2, cec: 2", EEP_ERROR_VALUE,
     "rounds.program_order.pnp and cec have the same rank, 2", "give each program a rank of its own"},
    {"rounds.yaml", "value: earliest", "value: earlist", EEP_ERROR_VALUE,
     "rounds.tie_break is 'earlist', no tie-break rule", "did you mean 'earliest'?"},
    {"validity.yaml", "- from: 2015-01-01", "- from: 2015-01-02", EEP_ERROR_MISSING,
     "validity.profile has no value on 2015-01-01", "add an entry"},
    {"validity.yaml", "  language_test:", "  language_tests:", EEP_ERROR_UNKNOWN,
     "'language_tests' is not known in validity", "did you mean 'language_test'?"},
    {"programs.yaml", "value: secondary", "value: secondry", EEP_ERROR_VALUE,
     "programs.fsw.education is 'secondry', no level of education", "did you mean 'secondary'?"},
    {"programs.yaml", "value: [0, 1, 2, 3]", "value: [0, 1, 2, 6]", EEP_ERROR_VALUE,
     "programs.fsw.teers lists 6; a TEER is 0 to 5", "list TEERs"},
    {"programs.yaml", "value: {0: 7, 1: 7, 2: 5, 3: 5}", "value: {0: 7, 1: 7, 2: 5}", EEP_ERROR_MISSING,
     "programs.cec.level.3 is missing", "add it"},
    {"programs.yaml",
     "    open:\n      title: whether anybody can qualify, 1 = yes\n      unit: flag\n      values:\n"
     "        - from: 2015-01-01\n          value: 1\n\n",
     "", EEP_ERROR_MISSING, "programs.fsw.open is missing", "add it"},
    {"programs.yaml", "    asks_selection_points:", "    ask_selection_points:", EEP_ERROR_UNKNOWN,
     "'ask_selection_points' is not known in programs.fsw", "did you mean 'asks_selection_points'?"},
    {"programs.yaml", "programs:",
     "crs:\n  total_cap:\n    title: again\n    unit: points\n    source: another\n"
     "    values:\n      - from: 2018-01-01\n        value: 1200\n\nprograms:",
     EEP_ERROR_DUPLICATE, "crs.total_cap is given twice for the same days", "keep one of the two"},
    {"categories.yaml", "      french_level: 7\n", "", EEP_ERROR_MISSING,
     "categories.french.2023-1 asks for no occupation, French or recruitment: everybody would belong",
     "list its occupations"},
    {"categories.yaml", "      french_level: 7\n", "      french_level: 13\n", EEP_ERROR_VALUE,
     "categories.french.2023-1.french_level is 13; 0 to 12 is allowed", "give a whole number from 0 to 12"},
    {"categories.yaml", "      months: 6\n", "      months: 37\n", EEP_ERROR_VALUE,
     "categories.healthcare.2023-1.months is 37; 0 to 36 is allowed", "give a whole number from 0 to 36"},
};

static void test_edited_policies_are_refused_with_the_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const struct fault *fault = &faults[i];
        eep_policy *policy = NULL;
        eep_error error = {0};
        char text[900];
        const eep_status status = load(fault->name, fault->passage, fault->replacement, &policy, &error);
        assert_null(policy);
        if (status == fault->status && error.line > 0 && error.column > 0 &&
            strstr(error.file, fault->name) != NULL &&
            strncmp(error.message, fault->message, strlen(fault->message)) == 0 &&
            strncmp(error.advice, fault->advice, strlen(fault->advice)) == 0)
            continue;
        fail_msg("fault %zu: status %d, %s", i, (int)status, eep_error_text(&error, text, sizeof text));
    }
}

static void test_edited_policy_holds_32_versions_and_no_more(void **state)
{
    (void)state;
    /* The official policy has 21. */
    for (int more = 11; more <= 12; more++) {
        char versions[4000] = "categories:\n  extra:\n    source: a made-up source\n";
        for (int i = 0; i < more; i++)
            snprintf(versions + strlen(versions), sizeof versions - strlen(versions),
                     "    v%d:\n      official_name: Extra\n      from: 20%d-01-01\n      to: 20%d-12-31\n"
                     "      occupations: [21231]\n",
                     i, 30 + i, 30 + i);
        eep_policy *policy = NULL;
        eep_error error = {0};
        const eep_status status = load("categories.yaml", "categories:\n", versions, &policy, &error);
        if (more == 11) {
            assert_int_equal(status, EEP_OK);
            eep_rules *rules = NULL;
            assert_int_equal(eep_policy_at(policy, eep_date_of(2040, 6, 1), &rules, &error), EEP_OK);
            assert_int_equal(rules->categories, 32);
            eep_rules_free(rules);
            eep_policy_free(policy);
        } else {
            assert_int_equal(status, EEP_ERROR_VALUE);
            assert_string_equal(error.message, "this is category version number 33; a policy has at most 32");
        }
    }
}

/* ---- Digests ----------------------------------------------------------------------------------- */

static void digest_of(const char *name, const char *passage, const char *replacement,
                      char text[EEP_DIGEST_TEXT])
{
    eep_policy *policy = NULL;
    eep_rules *rules = NULL;
    eep_error error = {0};
    char explained[900];
    if (load(name, passage, replacement, &policy, &error) != EEP_OK)
        fail_msg("%s", eep_error_text(&error, explained, sizeof explained));
    assert_int_equal(eep_policy_at(policy, eep_date_of(2023, 7, 5), &rules, &error), EEP_OK);
    eep_rules_digest(rules, text);
    eep_policy_free(policy);
    eep_rules_free(rules);
}

static void test_edited_comments_titles_sources_and_order_leave_the_digest(void **state)
{
    (void)state;
    static const char *const edits[][3] = {
        {"crs.yaml", "crs:\n", "# A remark of mine.\ncrs:\n"},
        {"crs.yaml", "title: age in completed years", "title: years of life"},
        {"crs.yaml", "IRCC, Ministerial Instructions respecting", "IRCC, Instructions respecting"},
        {"crs.yaml", "{none: 0, other: 50, senior_manager: 200}",
         "{senior_manager: 200, other: 50, none: 0}"},
        {"programs.yaml", "value: [0, 1, 2, 3]", "value: [3, 2, 1, 0]"},
        {"categories.yaml",
         "        20010: Engineering managers\n        20011: Architecture and science managers",
         "        20011: Architecture and science managers\n        20010: Engineering managers"},
        {"crs.yaml", "value: {1: 25, 2: 50}", "value: {1: 025, 2: 50}"},
        {"crs.yaml", "value: {none: 0, other: 600, senior_manager: 600}", /* not in force in 2023 */
         "value: {none: 0, other: 500, senior_manager: 600}"},
    };
    char plain[EEP_DIGEST_TEXT], edited[EEP_DIGEST_TEXT];
    digest_of("crs.yaml", "\a", "", plain);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        digest_of(edits[i][0], edits[i][1], edits[i][2], edited);
        assert_string_equal(plain, edited);
    }
}

static void test_edited_values_and_lists_change_the_digest(void **state)
{
    (void)state;
    static const char *const edits[][3] = {
        {"crs.yaml", "29: [110, 100]", "29: [110, 99]"},
        {"crs.yaml", "2020-10-20\n", "2020-10-21\n"}, /* only a date: the same on the day asked for */
        {"categories.yaml", "        20010: Engineering managers\n", ""},
        {"validity.yaml", "value: 24", "value: 25"},
    };
    char plain[EEP_DIGEST_TEXT], edited[EEP_DIGEST_TEXT];
    digest_of("crs.yaml", "\a", "", plain);
    assert_int_equal(strlen(plain), 32);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        digest_of(edits[i][0], edits[i][1], edits[i][2], edited);
        if (i == 1)
            assert_string_equal(plain, edited);
        else
            assert_string_not_equal(plain, edited);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edited_policies_are_refused_with_the_path),
        cmocka_unit_test(test_edited_policy_holds_32_versions_and_no_more),
        cmocka_unit_test(test_edited_comments_titles_sources_and_order_leave_the_digest),
        cmocka_unit_test(test_edited_values_and_lists_change_the_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_reform_refused.c - reforms with one fault each: what is said, and where; and nothing has changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/policy/leaves.h"

#define BROKEN EEP_SOURCE "/tests/policy/broken_reforms/"

/* `message` and `advice` are beginnings. */
static const struct fault {
    const char *name;
    eep_status status;
    uint64_t line, column;
    const char *message, *advice;
} faults[] = {
    {"a_group", EEP_ERROR_UNKNOWN, 5, 3, "'crs.additional' is a group of values",
     "name one of them, like crs.additional.canadian_study.none"},
    {"a_list", EEP_ERROR_MISSING, 1, 1, "the file is no reform",
     "write title, reason, base and changes; a policy is given with --policy"},
    {"above_cap", EEP_ERROR_VALUE, 5, 30,
     "crs.additional.nomination is 601 points, more than the cap above it, 600 (crs.additional.cap)",
     "lower it, or raise the cap first"},
    {"beyond_a_table", EEP_ERROR_UNKNOWN, 5, 3, "there is no 46 in crs.age; the range is 40-46",
     "begin and end a range at keys of the table"},
    {"cap_below_points", EEP_ERROR_VALUE, 5, 3,
     "with these changes: crs.education.doctoral.with_spouse is 140 points, more than the cap above it, 139 "
     "(crs.core_cap.with_spouse)",
     "lower it, or raise the cap first"},
    {"capitals", EEP_ERROR_VALUE, 5, 3, "'CRS.additional.sibling' is no path of a value",
     "write a path like crs.additional.nomination, or a part of one"},
    {"code_listed_already", EEP_ERROR_ARGUMENT, 5, 37,
     "categories.stem.2026.occupations lists already 21300: nothing would change", "leave it away"},
    {"code_not_listed", EEP_ERROR_ARGUMENT, 5, 37,
     "categories.stem.2026.occupations does not list 21399: nothing would change", "remove what is listed"},
    {"code_twice", EEP_ERROR_DUPLICATE, 5, 37, "categories.stem.2026.occupations lists 21300 twice",
     "keep one of the two"},
    {"dated_unknown_key", EEP_ERROR_UNKNOWN, 5, 28, "a value with days has no key 'since'", "leave it away"},
    {"dated_without_value", EEP_ERROR_MISSING, 6, 7, "an entry of crs.additional.sibling has no 'value'",
     "add 'value:' beside 'from' and 'to'"},
    {"dates_overlap", EEP_ERROR_DUPLICATE, 7, 33,
     "crs.additional.sibling is changed twice; the other is in line 6",
     "keep one of the two, or give them days apart"},
    {"days_of_another_version", EEP_ERROR_ARGUMENT, 5, 60,
     "categories.stem.2023-1.months holds from 2023-05-31 to 2025-02-26: nothing would change on these days",
     "give days among these, or leave the change away"},
    {"digest_without_day", EEP_ERROR_MISSING, 2, 7, "'as_of' is missing",
     "a digest is of the rules on a day: give both, or none"},
    {"empty", EEP_ERROR_MISSING, 1, 1, "the file is no reform",
     "write title, reason, base and changes; a policy is given with --policy"},
    {"empty_changes", EEP_ERROR_MISSING, 4, 10, "the reform changes nothing",
     "add 'changes:' and below it lines like 'crs.additional.nomination: 300'"},
    {"four_digits", EEP_ERROR_VALUE, 5, 37,
     "categories.stem.2026.occupations lists '2130', no NOC 2021 code: it has five digits",
     "write all five digits, leading zeros too"},
    {"illustrative", EEP_ERROR_VALUE, 4, 15, "'illustrative' is 'perhaps'", "write true or false"},
    {"no_base", EEP_ERROR_MISSING, 1, 1, "the reform has no 'base'",
     "add 'base: official', the policy it changes"},
    {"no_changes", EEP_ERROR_MISSING, 1, 1, "the reform changes nothing",
     "add 'changes:' and below it lines like 'crs.additional.nomination: 300'"},
    {"no_label", EEP_ERROR_VALUE, 5, 27, "programs.fsw.education is 'bachelor', no level of education",
     "did you mean 'bachelors'?"},
    {"no_reason", EEP_ERROR_MISSING, 1, 1, "the reform has no 'reason'",
     "add 'reason:', the question it is to answer"},
    {"no_rule", EEP_ERROR_VALUE, 5, 21, "rounds.tie_break is 'earlyest', no tie-break rule",
     "did you mean 'earliest'?"},
    {"no_such_day", EEP_ERROR_VALUE, 5, 34, "there is no day '2024-02-30'",
     "write a date as YYYY-MM-DD, for example 2022-11-23"},
    {"no_title", EEP_ERROR_MISSING, 1, 1, "the reform has no 'title'",
     "add 'title:', what it is in a few words"},
    {"no_value", EEP_ERROR_VALUE, 5, 26, "crs.additional.sibling has no value here", "write one value"},
    {"no_version", EEP_ERROR_UNKNOWN, 5, 3, "category stem has the versions 2023-1, 2025-v2, 2026",
     "say which, like categories.stem.2026.months"},
    {"not_a_number", EEP_ERROR_VALUE, 5, 27, "crs.additional.sibling is 'none', not a whole number",
     "give a whole number from 0 to 1200"},
    {"not_sound_together", EEP_ERROR_VALUE, 5, 30,
     "crs.additional.nomination is 300 points, more than the cap above it, 250 (crs.additional.cap)",
     "lower it, or raise the cap first"},
    {"nothing_below", EEP_ERROR_MISSING, 5, 3, "nothing stands below crs.additional",
     "write what is to change, or leave it away"},
    {"one_for_a_pair", EEP_ERROR_VALUE, 5, 15, "crs.age.30 is a pair; one value is given",
     "write [without spouse, with spouse]"},
    {"other_base", EEP_ERROR_VALUE, 2, 7, "the reform is meant for the policy 'mine', not for 'official'",
     "give that policy with --policy, or write 'base: any'"},
    {"other_digest", EEP_ERROR_VALUE, 2, 53, "the rules of 2026-05-11 have the digest ",
     "look at what has changed"},
    {"out_of_range", EEP_ERROR_VALUE, 5, 30, "crs.additional.nomination is 1201; 0 to 1200 is allowed",
     "give a whole number from 0 to 1200"},
    {"pair_for_one", EEP_ERROR_VALUE, 5, 27, "crs.additional.sibling is one value, no list",
     "write one value"},
    {"policy", EEP_ERROR_MISSING, 1, 1, "the file is no reform",
     "write title, reason, base and changes; a policy is given with --policy"},
    {"same_as_before", EEP_ERROR_ARGUMENT, 5, 30,
     "crs.additional.nomination is 600 already on all days: nothing would change",
     "leave the change away, or give another value"},
    {"same_on_these_days", EEP_ERROR_ARGUMENT, 5, 61,
     "crs.additional.job_offer.other is 0 already on these days: nothing would change",
     "leave the change away, or give another value"},
    {"same_pair", EEP_ERROR_ARGUMENT, 5, 15,
     "crs.age.29 has these values already on all days: nothing would change",
     "leave the change away, or give another value"},
    {"teers_without_level", EEP_ERROR_MISSING, 5, 3, "with these changes: programs.cec.level.4 is missing",
     "add it; the official policy shows how"},
    {"three_for_a_pair", EEP_ERROR_VALUE, 5, 15, "crs.age.30 is a list of 3; a pair is wanted",
     "write [without spouse, with spouse]"},
    {"to_before_from", EEP_ERROR_VALUE, 5, 50, "'to' is 2024-02-01, before 'from', 2024-02-02",
     "both days are included: 'to' may not be earlier than 'from'"},
    {"twice", EEP_ERROR_DUPLICATE, 7, 25, "crs.additional.sibling is changed twice; the other is in line 5",
     "keep one of the two, or give them days apart"},
    {"twice_by_range", EEP_ERROR_DUPLICATE, 6, 16,
     "crs.age.33.without_spouse is changed twice; the other is in line 5",
     "keep one of the two, or give them days apart"},
    {"unknown_key", EEP_ERROR_UNKNOWN, 4, 1, "a reform has no key 'resaon'", "did you mean 'reason'?"},
    {"unknown_part", EEP_ERROR_UNKNOWN, 7, 7, "there is no value 'crs.additional.siblng' in the policy",
     "did you mean 'crs.additional.sibling'?"},
    {"unknown_path", EEP_ERROR_UNKNOWN, 5, 3, "there is no value 'crs.additional.siblng' in the policy",
     "did you mean 'crs.additional.sibling'?"},
    {"unknown_version", EEP_ERROR_UNKNOWN, 5, 3, "category stem has the versions 2023-1, 2025-v2, 2026",
     "say which, like categories.stem.2026.months"},
    {"version_ends_as_before", EEP_ERROR_ARGUMENT, 5, 30,
     "version 2023-1 of stem ends on 2025-02-26 already: nothing would change",
     "leave the change away, or give another day"},
    {"version_ends_before_it_begins", EEP_ERROR_VALUE, 5, 28,
     "version 2026 of stem begins on 2026-02-18 and cannot end on 2026-02-17",
     "both days are included: give that day or a later one"},
    {"version_overlaps", EEP_ERROR_VALUE, 5, 3,
     "an overlap: the versions 2026 and new of stem are in force on the same days",
     "end the earlier version ('to') the day before the later one begins"},
    {"version_without_rule", EEP_ERROR_MISSING, 5, 3,
     "categories.newcomers.v1 asks for no occupation, French or recruitment: everybody would belong",
     "list its occupations, or give french_level or forces_recruit"},
};

static int begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static eep_policy *load(void)
{
    eep_policy *policy = NULL;
    assert_int_equal(eep_policy_load(NULL, NULL, &policy, NULL), EEP_OK);
    return policy;
}

static void digest_of(const eep_policy *policy, char text[EEP_DIGEST_TEXT])
{
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(policy, eep_date_of(2026, 5, 11), &rules, NULL), EEP_OK);
    eep_rules_digest(rules, text);
    eep_rules_free(rules);
}

static void test_broken_reforms_are_explained_at_their_place_and_change_nothing(void **state)
{
    (void)state;
    eep_policy *policy = load();
    eep_reform reform;
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    digest_of(policy, before);
    const size_t leaves = eep_policy_leaf_count(policy);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const struct fault *fault = &faults[i];
        char path[300], text[900];
        eep_error error = {0};
        snprintf(path, sizeof path, BROKEN "%s.yaml", fault->name);
        const eep_status status = eep_policy_reform(policy, path, &error);
        if (status != fault->status || error.status != status || strcmp(error.file, path) != 0 ||
            error.line != fault->line || error.column != fault->column ||
            !begins(error.message, fault->message) || !begins(error.advice, fault->advice))
            fail_msg("%s: status %d, %s", fault->name, (int)status,
                     eep_error_text(&error, text, sizeof text));
        digest_of(policy, after);
        assert_string_equal(before, after);
        assert_int_equal(eep_policy_leaf_count(policy), leaves);
        assert_int_equal(eep_policy_reform_at(policy, 0, &reform), 0);
    }
    eep_policy_free(policy);
}

static void test_broken_reforms_fail_without_an_error_to_fill(void **state)
{
    (void)state;
    eep_policy *policy = load();
    assert_int_equal(eep_policy_reform(policy, BROKEN "above_cap.yaml", NULL), EEP_ERROR_VALUE);
    assert_int_equal(eep_policy_reform(policy, BROKEN "unknown_path.yaml", NULL), EEP_ERROR_UNKNOWN);
    assert_int_equal(eep_policy_reform(policy, BROKEN "version_overlaps.yaml", NULL), EEP_ERROR_VALUE);
    assert_int_equal(eep_policy_reform(policy, BROKEN "cap_below_points.yaml", NULL), EEP_ERROR_VALUE);
    eep_policy_free(policy);
}

static void test_files_that_are_not_there_or_no_yaml_are_named(void **state)
{
    (void)state;
    eep_policy *policy = load();
    eep_error error;
    assert_int_equal(eep_policy_reform(policy, BROKEN "is_not_there.yaml", &error), EEP_ERROR_NO_FILE);
    assert_non_null(strstr(error.message, "is_not_there.yaml"));
    assert_int_equal(eep_policy_reform(policy, EEP_SOURCE "/tests/policy/broken/not_yaml.yaml", &error),
                     EEP_ERROR_SYNTAX);
    assert_int_equal(eep_policy_is_reform(BROKEN "is_not_there.yaml"), 0);
    assert_int_equal(eep_policy_is_reform(BROKEN "policy.yaml"), 0);
    assert_int_equal(eep_policy_is_reform(BROKEN "above_cap.yaml"), 1);
    eep_policy_free(policy);
}

/* Writes the first `length` bytes of a text, one of them changed, and applies them to a fresh copy. */
static void try_damaged(const eep_policy *policy, const char *path, char *text, size_t length, size_t at,
                        char instead)
{
    eep_policy trial;
    const char kept = text[at];
    text[at] = instead;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    text[at] = kept;
    eep_error error = {0};
    assert_int_equal(eep_trial_begin(policy, &trial, NULL), EEP_OK);
    const eep_status status = eep_policy_reform(&trial, path, &error);
    assert_true(status == EEP_OK || (error.message[0] != '\0' && error.status == status));
    (void)eep_trial_end(NULL, &trial, EEP_ERROR_VALUE);
}

static void test_cut_and_damaged_files_are_refused_or_mean_something(void **state)
{
    (void)state;
    static const char noise[] = {'\0', '\n', ':', '-', '{', '[', '"', ' ', '9', '\xff'};
    static char text[] =
        "title: Damaged\nbase: official\nreason: To see\nfrom: 2026-07-01\nchanges:\n"
        "  crs.age.30-34: [110, 100]\n"
        "  categories.stem.2026.to: 2026-06-30\n"
        "  categories.stem.b:\n    {official_name: B, from: 2026-07-01, occupations: [21231]}\n"
        "  crs.additional.sibling:\n    - {from: 2024-01-01, value: 20}\n"
        "  categories.trades.2026-v3.occupations: +21399 -72310\n";
    eep_policy *policy = load();
    char path[] = "/tmp/eepool-reform-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    const size_t length = sizeof text - 1;
    for (size_t i = 1; i <= length; i++)
        try_damaged(policy, path, text, i, i - 1, text[i - 1]);
    for (size_t i = 0; i < length; i++)
        try_damaged(policy, path, text, length, i, noise[i % sizeof noise]);
    assert_int_equal(unlink(path), 0);
    eep_policy_free(policy);
}

static void test_a_reform_is_no_policy(void **state)
{
    (void)state;
    eep_policy *policy = NULL;
    eep_error error;
    assert_int_equal(eep_policy_load(NULL, BROKEN "above_cap.yaml", &policy, &error), EEP_ERROR_VALUE);
    assert_string_equal(error.message, "this file is a reform");
    assert_true(begins(error.advice, "give it with --reform"));
    assert_null(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken_reforms_are_explained_at_their_place_and_change_nothing),
        cmocka_unit_test(test_broken_reforms_fail_without_an_error_to_fill),
        cmocka_unit_test(test_files_that_are_not_there_or_no_yaml_are_named),
        cmocka_unit_test(test_cut_and_damaged_files_are_refused_or_mean_something),
        cmocka_unit_test(test_a_reform_is_no_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

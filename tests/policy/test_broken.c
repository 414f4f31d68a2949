/* test_broken.c - policy files with one fault each: what is said, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/sim.h"

#define BROKEN EEP_SOURCE "/tests/policy/broken/"

/* `message` is the beginning of what is said: the rest may be the words of libyaml. */
static const struct fault {
    const char *name;
    eep_status status;
    uint64_t line, column;
    const char *message, *advice;
} faults[] = {
    {"a_list", EEP_ERROR_SYNTAX, 1, 1, "a policy file is a mapping of sections", "begin with a section"},
    {"above_all", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is 1201; 0 to 1200 is allowed",
     "give a whole number from 0 to 1200"},
    {"above_cap", EEP_ERROR_VALUE, 21, 16,
     "crs.age.17.without_spouse is 501 points, more than the cap above it, 500 (crs.core_cap.without_spouse)",
     "lower it, or raise the cap first"},
    {"alias", EEP_ERROR_SYNTAX, 2, 14, "an alias (*) is not allowed here", "write the value out"},
    {"anchor", EEP_ERROR_SYNTAX, 2, 14, "an anchor (&all) is not allowed here", "write the value out"},
    {"capitals", EEP_ERROR_VALUE, 2, 3, "'Total_Cap' is no name of a value", "use small letters"},
    {"duplicate_key", EEP_ERROR_DUPLICATE, 5, 5, "the key 'unit' is given twice; the first is in line 4",
     "keep one of the two"},
    {"empty", EEP_ERROR_MISSING, 1, 1, "the file is empty", "write at least one section"},
    {"empty_values", EEP_ERROR_MISSING, 6, 13, "'values' of crs.total_cap is no list of dated entries",
     "write '- from: 2015-01-01'"},
    {"fraction", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is '1200.5', not a whole number",
     "give a whole number from 0 to 1200"},
    {"gap", EEP_ERROR_VALUE, 10, 15, "a gap: crs.total_cap has no value between 2019-12-31 and 2020-01-02",
     "begin the entry on the next day"},
    {"gap_at_end", EEP_ERROR_MISSING, 8, 13, "a gap: crs.total_cap has no value after 2019-12-31",
     "leave 'to' of the last entry away"},
    {"missing_from", EEP_ERROR_MISSING, 7, 9, "'from' is missing", "add the first day"},
    {"missing_source", EEP_ERROR_MISSING, 2, 3, "crs.total_cap has no 'source'", "add 'source:'"},
    {"missing_title", EEP_ERROR_MISSING, 2, 3, "crs.total_cap has no 'title'", "add 'title:'"},
    {"missing_unit", EEP_ERROR_MISSING, 2, 3, "crs.total_cap has no 'unit'", "add 'unit:'"},
    {"missing_value", EEP_ERROR_MISSING, 7, 9, "an entry of crs.total_cap has no 'value'", "add 'value:'"},
    {"negative", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is -1; 0 to 1200 is allowed",
     "give a whole number from 0 to 1200"},
    {"no_date", EEP_ERROR_VALUE, 7, 15, "'spring of 2015' is not a date", "write a date as YYYY-MM-DD"},
    {"no_list", EEP_ERROR_VALUE, 7, 20, "a list of codes with at least one member is wanted", "write '["},
    {"no_such_day", EEP_ERROR_VALUE, 7, 15, "there is no day '2023-02-30'", "write a date as YYYY-MM-DD"},
    {"no_values", EEP_ERROR_VALUE, 2, 14, "crs.total_cap is neither a group nor a value with dates",
     "write title, unit, source and values"},
    {"noc_four_digits", EEP_ERROR_VALUE, 10, 9, "'2123' is no NOC 2021 code: it has five digits",
     "write all five digits"},
    {"noc_no_teer", EEP_ERROR_VALUE, 8, 28,
     "'28123' is no NOC 2021 code: its second digit is the TEER, 0 to 5", "write all five digits"},
    {"noc_twice", EEP_ERROR_DUPLICATE, 8, 20, "categories.stem.2023-1.occupations lists 20010 twice",
     "keep one of the two"},
    {"not_utf8", EEP_ERROR_SYNTAX, 2, 14, "not text: ", "save the file as UTF-8 text"},
    {"not_yaml", EEP_ERROR_SYNTAX, 2, 6, "not YAML: ", "correct the YAML at this place"},
    {"only_remarks", EEP_ERROR_MISSING, 0, 0, "crs.total_cap is missing",
     "add it; the official policy shows how"},
    {"out_of_order", EEP_ERROR_VALUE, 9, 15,
     "an overlap: this entry of crs.total_cap begins on 2015-01-01, the one before it begins on 2020-01-01",
     "entries follow one another"},
    {"overlap", EEP_ERROR_VALUE, 10, 15,
     "an overlap: this entry of crs.total_cap begins on 2020-01-02, the one before it ends on 2020-01-02",
     "entries follow one another"},
    {"remark_without_text", EEP_ERROR_MISSING, 2, 5, "a remark has no 'text'", "add 'text:'"},
    {"tab", EEP_ERROR_SYNTAX, 2, 1, "not YAML: ", "indent with spaces"},
    {"tag", EEP_ERROR_SYNTAX, 2, 14, "a tag (", "leave the tag away"},
    {"three_columns", EEP_ERROR_VALUE, 8, 16, "crs.core_cap is a list of 3; a pair is wanted",
     "write [without spouse, with spouse]"},
    {"to_before_from", EEP_ERROR_VALUE, 8, 13, "'to' is 2019-12-31, before 'from', 2020-01-01",
     "both days are included"},
    {"two_documents", EEP_ERROR_SYNTAX, 3, 1, "a second document begins here",
     "put it into a file of its own"},
    {"unknown_key", EEP_ERROR_UNKNOWN, 3, 3, "'agee' is not known in crs", "did you mean 'age'?"},
    {"unknown_label", EEP_ERROR_UNKNOWN, 9, 11, "'bachelor' is not known in crs.education",
     "did you mean 'bachelors'?"},
    {"unknown_section", EEP_ERROR_UNKNOWN, 1, 1, "a policy file has no key 'program'",
     "did you mean 'programs'?"},
    {"unknown_word", EEP_ERROR_UNKNOWN, 3, 5, "crs.total_cap has no key 'titel'", "did you mean 'title'?"},
    {"version_twice", EEP_ERROR_VALUE, 9, 5,
     "an overlap: the versions v1 and v2 of french are in force on the same days", "end the earlier version"},
    {"version_unknown_word", EEP_ERROR_UNKNOWN, 7, 7, "categories.french.v1 has no key 'french_levle'",
     "did you mean 'french_level'?"},
    {"version_without_name", EEP_ERROR_MISSING, 3, 5, "version v1 of french has no 'official_name'",
     "add 'official_name:'"},
    {"wrong_type", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is 'many', not a whole number",
     "give a whole number from 0 to 1200"},
    {"wrong_unit", EEP_ERROR_VALUE, 8, 16, "the unit of crs.total_cap is 'months'; 'points' is wanted",
     "correct the unit"},
};

static int begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static void test_broken_files_are_explained_at_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const struct fault *fault = &faults[i];
        char path[300], text[900];
        snprintf(path, sizeof path, BROKEN "%s.yaml", fault->name);
        eep_policy *policy = NULL;
        eep_error error = {0};
        const eep_status status = eep_policy_load(NULL, path, &policy, &error);
        assert_null(policy);
        if (status == fault->status && error.status == status && strcmp(error.file, path) == 0 &&
            error.line == fault->line && error.column == fault->column &&
            begins(error.message, fault->message) && begins(error.advice, fault->advice))
            continue;
        fail_msg("%s: status %d, %s", fault->name, (int)status, eep_error_text(&error, text, sizeof text));
    }
}

static void test_broken_files_fail_without_an_error_to_fill(void **state)
{
    (void)state;
    eep_policy *policy = NULL;
    assert_int_equal(eep_policy_load(NULL, BROKEN "gap.yaml", &policy, NULL), EEP_ERROR_VALUE);
    assert_null(policy);
}

static void test_broken_paths_are_named(void **state)
{
    (void)state;
    eep_policy *policy = NULL;
    eep_error error;
    assert_int_equal(eep_policy_load(NULL, BROKEN "is_not_there.yaml", &policy, &error), EEP_ERROR_NO_FILE);
    assert_non_null(strstr(error.message, "is_not_there.yaml"));
    char folder[] = "/tmp/eepool-policy-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_int_equal(eep_policy_load(NULL, folder, &policy, &error), EEP_ERROR_MISSING);
    assert_string_equal(error.message, "the folder holds no *.yaml");
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken_files_are_explained_at_their_place),
        cmocka_unit_test(test_broken_files_fail_without_an_error_to_fill),
        cmocka_unit_test(test_broken_paths_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

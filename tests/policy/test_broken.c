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
    {"category_without_version", EEP_ERROR_MISSING, 3, 3, "categories.stem has no version",
     "write a version below it, or leave it away"},
    {"code_octal", EEP_ERROR_VALUE, 8, 28, "'0o12' is no code", "write the digits of the code, at most five"},
    {"codes_nested", EEP_ERROR_VALUE, 8, 21, "a list or a table stands where a code is wanted",
     "write '[20011, 21220]', or a mapping from code to title"},
    {"control_character", EEP_ERROR_SYNTAX, 2, 18, "not text: ", "remove the character"},
    {"date_a_list", EEP_ERROR_VALUE, 7, 15, "a list or a table stands where a date is wanted",
     "write a date as YYYY-MM-DD, for example 2022-11-23"},
    {"date_empty", EEP_ERROR_VALUE, 7, 14, "'' is not a date",
     "write a date as YYYY-MM-DD, for example 2022-11-23"},
    {"date_out_of_reach", EEP_ERROR_VALUE, 7, 15, "the year of '0015-01-01' is not in 1900 to 2199",
     "write a date as YYYY-MM-DD, for example 2022-11-23"},
    {"date_with_time", EEP_ERROR_VALUE, 7, 15, "'2015-01-01T00:00:00Z' is not a date",
     "write a date as YYYY-MM-DD, for example 2022-11-23"},
    {"deep_flow", EEP_ERROR_SYNTAX, 1, 130, "more than 32 levels deep", "write it flatter"},
    {"deep_lists", EEP_ERROR_SYNTAX, 1, 37, "more than 32 levels deep", "write it flatter"},
    {"duplicate_key", EEP_ERROR_DUPLICATE, 5, 5, "the key 'unit' is given twice; the first is in line 4",
     "keep one of the two"},
    {"empty", EEP_ERROR_MISSING, 1, 1, "the file is empty", "write at least one section"},
    {"empty_group", EEP_ERROR_MISSING, 3, 3, "crs.spouse has nothing below it",
     "write its values below it, or leave it away"},
    {"empty_table", EEP_ERROR_MISSING, 8, 16, "the table of crs.total_cap is empty", "write its values"},
    {"empty_values", EEP_ERROR_MISSING, 6, 13, "'values' of crs.total_cap is no list of dated entries",
     "write '- from: 2015-01-01'"},
    {"entry_a_number", EEP_ERROR_VALUE, 7, 9, "an entry of crs.total_cap is no mapping",
     "write '- from: 2015-01-01' and below it 'value: ...'"},
    {"entry_misspelt", EEP_ERROR_UNKNOWN, 8, 9, "an entry of 'values' has no key 'vaule'",
     "did you mean 'value'?"},
    {"fraction", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is '1200.5', not a whole number",
     "give a whole number from 0 to 1200"},
    {"gap", EEP_ERROR_VALUE, 10, 15, "a gap: crs.total_cap has no value between 2019-12-31 and 2020-01-02",
     "begin the entry on the next day"},
    {"gap_at_end", EEP_ERROR_MISSING, 8, 13, "a gap: crs.total_cap has no value after 2019-12-31",
     "leave 'to' of the last entry away"},
    {"group_misspelt", EEP_ERROR_VALUE, 2, 10, "crs.sorce is neither a group nor a value with dates",
     "did you mean 'source'?"},
    {"hexadecimal", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is '0x4b0', not a whole number",
     "give a whole number from 0 to 1200"},
    {"huge_number", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is 99999999999999999999; 0 to 1200 is allowed",
     "give a whole number from 0 to 1200"},
    {"indent_of_a_key", EEP_ERROR_SYNTAX, 4, 4,
     "not YAML: while parsing a block mapping that begins in line 2,",
     "check the indentation: the keys of one group begin in one co"},
    {"indent_of_an_entry", EEP_ERROR_SYNTAX, 8, 8,
     "not YAML: while parsing a block collection that begins in line 7,",
     "check the indentation: the keys of one group begin in one co"},
    {"indent_too_deep", EEP_ERROR_SYNTAX, 4, 11,
     "not YAML: ", "check the indentation: the keys of one group begin in one co"},
    {"list_as_key", EEP_ERROR_SYNTAX, 1, 3, "a list or a mapping is used as a key",
     "write the key as a plain word"},
    {"merge_key", EEP_ERROR_VALUE, 2, 3, "'<<' is no name of a value", "use small letters, digits, _ and -"},
    {"minus_zero", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is '-0', not a whole number",
     "give a whole number from 0 to 1200"},
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
    {"not_a_number", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is '.nan', not a whole number",
     "give a whole number from 0 to 1200"},
    {"not_utf8", EEP_ERROR_SYNTAX, 2, 14, "not text: ", "save the file as UTF-8 text"},
    {"not_yaml", EEP_ERROR_SYNTAX, 2, 6, "not YAML: ", "correct the YAML at this place"},
    {"note_a_list", EEP_ERROR_VALUE, 4, 11, "'note' is not a text", "write some words"},
    {"nothing_written", EEP_ERROR_VALUE, 8, 15, "crs.total_cap has no value here", "write one value"},
    {"null_value", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is 'null', not a whole number",
     "give a whole number from 0 to 1200"},
    {"one_for_a_pair", EEP_ERROR_VALUE, 8, 16, "crs.core_cap is one value; a pair is wanted",
     "write [without spouse, with spouse]"},
    {"only_remarks", EEP_ERROR_MISSING, 0, 0, "crs.total_cap is missing",
     "add it; the official policy shows how"},
    {"out_of_order", EEP_ERROR_VALUE, 9, 15,
     "an overlap: this entry of crs.total_cap begins on 2015-01-01, the one before it begins on 2020-01-01",
     "entries follow one another"},
    {"overlap", EEP_ERROR_VALUE, 10, 15,
     "an overlap: this entry of crs.total_cap begins on 2020-01-02, the one before it ends on 2020-01-02",
     "entries follow one another"},
    {"pair_for_one", EEP_ERROR_VALUE, 8, 23, "crs.total_cap holds several values; one is wanted",
     "write a single value, not a table, a pair or a group"},
    {"pair_of_pairs", EEP_ERROR_VALUE, 8, 17, "crs.core_cap.without_spouse has no value here",
     "write one value"},
    {"remark_misspelt", EEP_ERROR_UNKNOWN, 3, 5, "a remark has no key 'txt'", "did you mean 'text'?"},
    {"remark_to_before_from", EEP_ERROR_VALUE, 3, 9, "'to' is 2019-12-31, before 'from', 2020-01-01",
     "both days are included: 'to' may not be earlier than 'from'"},
    {"remark_without_text", EEP_ERROR_MISSING, 2, 5, "a remark has no 'text'", "add 'text:'"},
    {"same_day_twice", EEP_ERROR_VALUE, 9, 15,
     "an overlap: this entry of crs.total_cap begins on 2015-01-01, the one before it begins on 2015-01-01",
     "entries follow one another; begin each after the one before"},
    {"section_a_list", EEP_ERROR_VALUE, 1, 6, "crs is neither a group nor a value with dates",
     "write title, unit, source and values below it"},
    {"section_empty", EEP_ERROR_VALUE, 1, 5, "crs is neither a group nor a value with dates",
     "write title, unit, source and values below it"},
    {"section_twice", EEP_ERROR_DUPLICATE, 5, 1, "the key 'crs' is given twice; the first is in line 1",
     "keep one of the two"},
    {"tab", EEP_ERROR_SYNTAX, 2, 1, "not YAML: ", "indent with spaces"},
    {"tab_between", EEP_ERROR_SYNTAX, 4, 1, "not YAML: while scanning a plain scalar that begins in line 3,",
     "indent with spaces; YAML allows no tab there"},
    {"tag", EEP_ERROR_SYNTAX, 2, 14, "a tag (", "leave the tag away"},
    {"thousands", EEP_ERROR_VALUE, 8, 16, "crs.total_cap is '1,200', not a whole number",
     "give a whole number from 0 to 1200"},
    {"three_columns", EEP_ERROR_VALUE, 8, 16, "crs.core_cap is a list of 3; a pair is wanted",
     "write [without spouse, with spouse]"},
    {"title_a_list", EEP_ERROR_VALUE, 3, 12, "'title' is not a text", "write some words"},
    {"title_of_a_code_a_list", EEP_ERROR_VALUE, 8, 28, "a list or a table stands where a title is wanted",
     "write '[20011, 21220]', or a mapping from code to title"},
    {"to_before_from", EEP_ERROR_VALUE, 8, 13, "'to' is 2019-12-31, before 'from', 2020-01-01",
     "both days are included"},
    {"two_documents", EEP_ERROR_SYNTAX, 3, 1, "a second document begins here",
     "put it into a file of its own"},
    {"unclosed_quote", EEP_ERROR_SYNTAX, 4, 1,
     "not YAML: while scanning a quoted scalar that begins in line 2,", "close the quotation marks"},
    {"unit_misspelt", EEP_ERROR_UNKNOWN, 4, 11, "there is no unit 'pionts'", "did you mean 'points'?"},
    {"unknown_key", EEP_ERROR_UNKNOWN, 3, 3, "'agee' is not known in crs", "did you mean 'age'?"},
    {"unknown_label", EEP_ERROR_UNKNOWN, 9, 11, "'bachelor' is not known in crs.education",
     "did you mean 'bachelors'?"},
    {"unknown_section", EEP_ERROR_UNKNOWN, 1, 1, "a policy file has no key 'program'",
     "did you mean 'programs'?"},
    {"unknown_word", EEP_ERROR_UNKNOWN, 3, 5, "crs.total_cap has no key 'titel'", "did you mean 'title'?"},
    {"utf16", EEP_ERROR_SYNTAX, 1, 1, "not text: ", "save the file as UTF-8 text"},
    {"values_a_mapping", EEP_ERROR_MISSING, 7, 9, "'values' of crs.total_cap is no list of dated entries",
     "write '- from: 2015-01-01' and below it 'value: ...'"},
    {"values_a_number", EEP_ERROR_MISSING, 6, 13, "'values' of crs.total_cap is no list of dated entries",
     "write '- from: 2015-01-01' and below it 'value: ...'"},
    {"version_a_word", EEP_ERROR_VALUE, 3, 12, "categories.stem.titel is no version",
     "did you mean 'title'?"},
    {"version_education_misspelt", EEP_ERROR_VALUE, 7, 18,
     "categories.stem.v1.education is 'bachelor', no level of education", "did you mean 'bachelors'?"},
    {"version_from_misspelt", EEP_ERROR_UNKNOWN, 5, 7, "categories.stem.v1 has no key 'form'",
     "did you mean 'from'?"},
    {"version_months_a_word", EEP_ERROR_VALUE, 7, 15,
     "categories.stem.v1.months is 'six', not a whole number", "give a whole number from 0 to 36"},
    {"version_months_negative", EEP_ERROR_VALUE, 7, 15, "categories.stem.v1.months is -6; 0 to 36 is allowed",
     "give a whole number from 0 to 36"},
    {"version_to_before_from", EEP_ERROR_VALUE, 6, 11, "'to' is 2023-05-30, before 'from', 2023-05-31",
     "both days are included: 'to' may not be earlier than 'from'"},
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
    {"yaml_of_the_future", EEP_ERROR_SYNTAX, 1, 1, "not YAML: ", "correct the YAML at this place"},
    {"zero_byte", EEP_ERROR_SYNTAX, 2, 12, "not text: ", "remove the character"},
};

static const struct fault folder_faults[] = {
    {"same_value_in_two_files", EEP_ERROR_DUPLICATE, 8, 16, "crs.total_cap is given twice for the same days",
     "keep one of the two"},
    {"same_version_in_two_files", EEP_ERROR_DUPLICATE, 3, 5, "stem has two versions 'v1'; the other is in ",
     "give it another name"},
    {"versions_overlap_in_two_files", EEP_ERROR_VALUE, 3, 5,
     "an overlap: the versions v1 and v2 of stem are in force on the same days", "end the earlier version"},
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

/* Each folder holds a.yaml and b.yaml; the fault is where b.yaml meets a.yaml. */
static void test_broken_folders_are_explained_in_the_later_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof folder_faults / sizeof *folder_faults; i++) {
        const struct fault *fault = &folder_faults[i];
        char path[300], file[320], text[900];
        snprintf(path, sizeof path, BROKEN "%s", fault->name);
        snprintf(file, sizeof file, "%s/b.yaml", path);
        eep_policy *policy = NULL;
        eep_error error = {0};
        const eep_status status = eep_policy_load(NULL, path, &policy, &error);
        assert_null(policy);
        if (status == fault->status && strcmp(error.file, file) == 0 && error.line == fault->line &&
            error.column == fault->column && begins(error.message, fault->message) &&
            begins(error.advice, fault->advice))
            continue;
        fail_msg("%s: status %d, %s", fault->name, (int)status, eep_error_text(&error, text, sizeof text));
    }
}

/* A text of 17 MiB, which nobody writes by hand. */
static void test_broken_size_is_refused_before_it_is_read(void **state)
{
    (void)state;
    static char block[1 << 20];
    char path[] = "/tmp/eepool-policy-XXXXXX";
    const int handle = mkstemp(path);
    assert_true(handle >= 0);
    memset(block, '#', sizeof block);
    for (int i = 0; i < 17; i++)
        assert_int_equal(write(handle, block, sizeof block), sizeof block);
    close(handle);
    eep_policy *policy = NULL;
    eep_error error = {0};
    assert_int_equal(eep_policy_load(NULL, path, &policy, &error), EEP_ERROR_VALUE);
    assert_string_equal(error.message, "the file is larger than 16777216 bytes");
    assert_null(policy);
    assert_int_equal(unlink(path), 0);
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
        cmocka_unit_test(test_broken_folders_are_explained_in_the_later_file),
        cmocka_unit_test(test_broken_size_is_refused_before_it_is_read),
        cmocka_unit_test(test_broken_files_fail_without_an_error_to_fill),
        cmocka_unit_test(test_broken_paths_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

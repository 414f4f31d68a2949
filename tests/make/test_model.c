/* test_model.c - pool model files: read, digested, and refused with file and line. */
#include "making.h"

static eep_model *load(const char *path)
{
    eep_model *model = malloc(sizeof *model);
    eep_error error;
    assert_non_null(model);
    must(eep_model_load(path, model, &error), &error);
    return model;
}

static void test_model_first_is_read_whole(void **state)
{
    (void)state;
    eep_model *model = load(FIRST_MODEL);
    assert_string_equal(model->name, "first");
    assert_int_equal(strlen(model->digest), 32);
    assert_int_equal(model->mixture.count, 10);
    assert_int_equal(model->insides, 1);
    assert_int_equal(model->inside[0].cells, 10);
    /* 29 percent of 2^32, rounded down. */
    assert_int_equal(model->improved[0], UINT64_C(1245540515));
    free(model);
}

/* Comments and layout do not matter to the digest, numbers and names do. */
static void test_model_digest_is_of_content(void **state)
{
    (void)state;
    static const struct {
        const char *after, *from, *to;
        int same;
    } changes[] = {{"# The first", "# The first", "# The very first", 1},
                   {"name: stem_software", "women: 330", "women:    330  # a remark", 1},
                   {"name: stem_software", "women: 330", "women: 331", 0},
                   {"finish_age", "[17, 18", "[16, 18", 0},
                   {"name: first", "name: first", "name: second", 0},
                   {"name: francophone", "CMR", "GAB", 0}};
    eep_model *model = load(FIRST_MODEL);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char path[64];
        changed_model(path, changes[i].after, changes[i].from, changes[i].to);
        eep_model *changed = load(path);
        assert_int_equal(strcmp(model->digest, changed->digest) == 0, changes[i].same);
        free(changed);
        unlink(path);
    }
    free(model);
}

/* One fault each, and where it must be found. `off` lines below the change. */
static const struct fault {
    const char *what, *after, *from, *to;
    eep_status status;
    const char *message, *advice;
    uint64_t off;
} faults[] = {
    {"a key that is not known", "name: nominee", "weight: 27", "wieght: 27", EEP_ERROR_UNKNOWN, "wieght",
     "did you mean 'weight'", 0},
    {"a number below 0", "name: nominee", "weight: 27", "weight: -27", EEP_ERROR_VALUE, "-27", "", 0},
    {"a number with a fraction", "name: nominee", "weight: 27", "weight: 2.6", EEP_ERROR_VALUE, "2.6", "", 0},
    {"a number with a leading zero", "name: nominee", "weight: 27", "weight: 026", EEP_ERROR_VALUE, "026",
     "zeros", 0},
    {"a hexadecimal number", "name: nominee", "weight: 27", "weight: 0x1a", EEP_ERROR_VALUE, "0x1a", "", 0},
    {"text for a number", "name: nominee", "weight: 27", "weight: many", EEP_ERROR_VALUE, "many", "", 0},
    {"a number too large", "name: nominee", "weight: 27", "weight: 2000000000", EEP_ERROR_VALUE, "2000000000",
     "", 0},
    {"a chance above 1000", "name: stem_software", "women: 330", "women: 1001", EEP_ERROR_VALUE, "0 to 1000",
     "", 0},
    {"a flag that is neither 0 nor 1", "name: stem_software", "trade: 0", "trade: 2", EEP_ERROR_VALUE,
     "0 to 1", "", 0},
    {"a band that runs backwards", "name: nominee", "{from: 22, to: 27", "{from: 22, to: 21", EEP_ERROR_VALUE,
     "to is 21", "", 0},
    {"months beyond ten years", "name: overseas_couple", "to: 120", "to: 121", EEP_ERROR_VALUE, "120", "", 0},
    {"weights that are all 0", "name: in_canada_graduate", "canadian_study: [4, 58, 38]",
     "canadian_study: [0, 0, 0]", EEP_ERROR_VALUE, "all 0", "at least one", 0},
    {"a weight too few", "name: in_canada_graduate", "canadian_study: [4, 58, 38]", "canadian_study: [4, 58]",
     EEP_ERROR_VALUE, "Insufficient entries", "", 0},
    {"a weight too many", "name: in_canada_graduate", "canadian_study: [4, 58, 38]",
     "canadian_study: [4, 58, 38, 1]", EEP_ERROR_VALUE, "Excessive entries", "", 0},
    {"a list that is a number", "name: in_canada_graduate", "canadian_study: [4, 58, 38]",
     "canadian_study: 4", EEP_ERROR_VALUE, "SEQUENCE", "", 0},
    {"an occupation that is no code", "name: drivers", "\"73300\"", "\"7330\"", EEP_ERROR_VALUE, "7330",
     "TEER 0 to 3", 0},
    {"an occupation that is not skilled", "name: drivers", "\"73300\"", "\"75110\"", EEP_ERROR_VALUE, "75110",
     "TEER 0 to 3", 0},
    {"a country that is none", "name: francophone", "CMR", "Cm1", EEP_ERROR_VALUE, "Cm1", "IND", 0},
    {"an occupation group that is not there", "name: nominee", "group: drivers", "group: divers",
     EEP_ERROR_UNKNOWN, "divers", "did you mean 'drivers'", 0},
    {"citizenships that are not there", "name: nominee", "citizenship: in_canada", "citizenship: in_canda",
     EEP_ERROR_UNKNOWN, "in_canda", "did you mean 'in_canada'", 0},
    {"shares that do not make a whole", "inside:", "527926", "527925", EEP_ERROR_VALUE, "999999", "evenly",
     0},
    {"a range that was never published", "inside:", "high: 600", "high: 590", EEP_ERROR_VALUE, "501 to 590",
     "", UINT64_MAX},
    {"a key given twice", "name: nominee", "weight: 27", "name: nominee", EEP_ERROR_DUPLICATE, "name", "", 0},
    {"an anchor", "name: nominee", "weight: 27", "weight: &w 27", EEP_ERROR_SYNTAX, "", "", 0},
    {"a bracket left open", "finish_age", "[17, 18", "[[17, 18", EEP_ERROR_SYNTAX, "", "", UINT64_MAX - 1},
    {"a name with blanks", "name: first", "name: first", "name: First model", EEP_ERROR_VALUE, "First model",
     "", 0},
};

static void check_fault(const struct fault *fault)
{
    char path[64];
    eep_model *model = malloc(sizeof *model);
    eep_error error = {.status = EEP_OK};
    assert_non_null(model);
    const uint64_t line = changed_model(path, fault->after, fault->from, fault->to);
    const eep_status status = eep_model_load(path, model, &error);
    if (status != fault->status) fail_msg("%s: status %d: %s", fault->what, (int)status, error.message);
    if (strcmp(error.file, path) != 0) fail_msg("%s: file '%s'", fault->what, error.file);
    if (strstr(error.message, fault->message) == NULL) fail_msg("%s: %s", fault->what, error.message);
    if (strstr(error.advice, fault->advice) == NULL) fail_msg("%s: %s", fault->what, error.advice);
    if (fault->off == UINT64_MAX - 1) {
        assert_true(error.line >= line); /* where it is noticed */
    } else if (error.line != line + fault->off) {
        fail_msg("%s: line %llu, not %llu", fault->what, (unsigned long long)error.line,
                 (unsigned long long)(line + fault->off));
    }
    assert_int_equal(eep_model_load(path, model, NULL), fault->status);
    unlink(path);
    free(model);
}

static void test_model_with_a_fault_is_refused_with_file_and_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        check_fault(&faults[i]);
}

/* A missing key has no line of its own: the error is placed in the mapping that lacks it. */
static void test_model_without_a_key_names_the_key(void **state)
{
    (void)state;
    char path[64];
    eep_model *model = malloc(sizeof *model);
    eep_error error;
    assert_non_null(model);
    changed_model(path, "name: nominee", "    weight: 27\n", "");
    assert_int_equal(eep_model_load(path, model, &error), EEP_ERROR_MISSING);
    assert_non_null(strstr(error.message, "weight"));
    assert_string_equal(error.file, path);
    assert_true(error.line > 0);
    unlink(path);
    free(model);
}

static void test_model_that_is_no_model_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        eep_status status;
    } files[] = {{"", EEP_ERROR_MISSING},
                 {"- 1\n", EEP_ERROR_MISSING},
                 {"name: x\n", EEP_ERROR_MISSING},
                 {"{", EEP_ERROR_SYNTAX},
                 {"\x01\x02", EEP_ERROR_SYNTAX}};
    eep_model *model = malloc(sizeof *model);
    assert_non_null(model);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        eep_error error;
        write_file(path, files[i].text, strlen(files[i].text));
        assert_int_equal(eep_model_load(path, model, &error), files[i].status);
        assert_string_equal(error.file, path);
        unlink(path);
    }
    eep_error error;
    assert_int_equal(eep_model_load("/tmp/no-such-folder/model.yaml", model, &error), EEP_ERROR_NO_FILE);
    free(model);
}

/* ---- Models with assumptions ------------------------------------------------------------------------ */

static void test_model_second_is_read_with_its_assumptions(void **state)
{
    (void)state;
    eep_model *model = load(SECOND_MODEL);
    assert_string_equal(model->name, "second");
    assert_non_null(model->file);
    for (uint32_t i = 0; i < model->file->assumptions_count; i++) {
        const eep_model_assumption *a = &model->file->assumptions[i];
        assert_in_range(a->value, a->low, a->high);
        assert_true(a->low < a->high);
        assert_true(strlen(a->source) > 10);
    }
    /* All values are 1000: nothing is scaled. */
    assert_int_equal(model->scales.kind[0], 1000);
    assert_int_equal(model->scales.noc[0][0], 1000);
    eep_model_clear(model);
    free(model);
}

static void test_model_assumption_scales_what_it_names_and_nothing_else(void **state)
{
    (void)state;
    eep_model *model = load(SECOND_MODEL);
    eep_error error;
    /* stem is of the groups stem_software and stem_engineering, the first two of the file. */
    must(eep_model_assume(model, "stem", 1200, &error), &error);
    assert_int_equal(model->scales.noc[0][0], 1200);
    assert_int_equal(model->scales.noc[1][0], 1200);
    assert_int_equal(model->scales.noc[2][0], 1000);
    /* in_canada_graduate and in_canada_worker are the first two archetypes. */
    must(eep_model_assume(model, "inside_canada", 500, &error), &error);
    assert_int_equal(model->scales.kind[0], 500);
    assert_int_equal(model->scales.kind[1], 500);
    assert_int_equal(model->scales.kind[2], 1000);
    must(eep_model_assume(model, "spouses", 1400, &error), &error);
    assert_int_equal(model->scales.spouse, 1400);
    assert_int_equal(model->scales.noc[0][0], 1200);
    assert_int_equal(eep_model_assume(model, "stem", 1801, &error), EEP_ERROR_VALUE);
    assert_non_null(strstr(error.message, "500 to 1800"));
    assert_int_equal(eep_model_assume(model, "stems", 1000, &error), EEP_ERROR_UNKNOWN);
    assert_non_null(strstr(error.advice, "'stem'"));
    eep_model_clear(model);
    free(model);
}

static const struct fault assumption_faults[] = {
    {"a value below its range", "name: stem\n", "value: 1000", "value: 499", EEP_ERROR_VALUE, "499", "", 0},
    {"a value above its range", "name: stem\n", "value: 1000", "value: 1801", EEP_ERROR_VALUE, "1801", "", 0},
    {"a range that runs backwards", "name: stem\n", "low: 500", "low: 1900", EEP_ERROR_VALUE, "1900", "", 0},
    {"an assumption without a range", "name: stem\n", "    low: 500\n", "", EEP_ERROR_MISSING, "low", "",
     UINT64_MAX},
    {"an assumption of unknown groups", "name: stem\n", "stem_software, ", "stem_sofware, ",
     EEP_ERROR_UNKNOWN, "stem_sofware", "stem_software", 0},
    {"an assumption of something else", "name: stem\n", "scales: occupations", "scales: ages",
     EEP_ERROR_UNKNOWN, "ages", "archetypes", 0},
    {"an unknown list of citizenships", "joint:", "french_citizenship: francophone",
     "french_citizenship: french", EEP_ERROR_UNKNOWN, "french", "", 0},
    {"a tail that is no published range", "joint:", "tail_low: 501", "tail_low: 500", EEP_ERROR_VALUE,
     "500 to 600", "501", 0},
    {"a figure that no one counts", "known:", "figure: women", "figure: woman", EEP_ERROR_UNKNOWN, "woman",
     "'women'", 0},
    {"a share above the whole", "known:", "share: 463", "share: 1001", EEP_ERROR_VALUE, "1001", "", 0},
    {"cells that do not divide the tail", "joint:", "tail_cells: 20", "tail_cells: 30", EEP_ERROR_VALUE,
     "divide", "", 0},
};

static void test_model_faults_of_assumptions_are_refused_at_their_place(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof assumption_faults / sizeof *assumption_faults; f++) {
        const struct fault *fault = &assumption_faults[f];
        char path[64];
        eep_model *model = calloc(1, sizeof *model);
        eep_error error = {0};
        const uint64_t line = changed_from(SECOND_MODEL, path, fault->after, fault->from, fault->to);
        assert_non_null(model);
        if (eep_model_load(path, model, &error) != fault->status)
            fail_msg("%s: %s", fault->what, error.message);
        if (strstr(error.message, fault->message) == NULL || strstr(error.advice, fault->advice) == NULL)
            fail_msg("%s: %s (%s)", fault->what, error.message, error.advice);
        if (fault->off == 0 && error.line != line)
            fail_msg("%s: line %llu, not %llu", fault->what, (unsigned long long)error.line,
                     (unsigned long long)line);
        assert_null(model->file);
        free(model);
        unlink(path);
    }
}

static const char based[] =
    "name: other\ntitle: t\nabout: a\nbased_on: " SECOND_MODEL "\nassume:\n  stem: 900\n";

static void test_model_based_on_another_takes_its_values(void **state)
{
    (void)state;
    char path[64];
    write_file(path, based, sizeof based - 1);
    eep_model *model = load(path), *second = load(SECOND_MODEL);
    assert_string_equal(model->name, "other");
    assert_int_equal(model->scales.noc[0][0], 900);
    assert_string_not_equal(model->digest, second->digest);
    eep_model_clear(second);
    eep_model_clear(model);
    free(second);
    free(model);
    unlink(path);
}

static void test_model_digest_does_not_depend_on_the_order_of_assumptions(void **state)
{
    (void)state;
    static const char *const assume[] = {"{stem: 900, study: 900}", "{study: 900, stem: 900}",
                                         "{study: 900, stem: 901}"};
    char digest[3][EEP_DIGEST_TEXT];
    for (size_t i = 0; i < 3; i++) {
        char path[64], text[1024];
        snprintf(text, sizeof text, "name: other\ntitle: t\nabout: a\nbased_on: %s\nassume: %s\n",
                 SECOND_MODEL, assume[i]);
        write_file(path, text, strlen(text));
        eep_model *model = load(path);
        memcpy(digest[i], model->digest, sizeof digest[i]);
        eep_model_clear(model);
        free(model);
        unlink(path);
    }
    assert_string_equal(digest[0], digest[1]);
    assert_string_not_equal(digest[0], digest[2]);
}

static void test_model_based_on_another_is_refused_at_its_faults(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *message;
        eep_status status;
        uint64_t line;
    } wrong[] = {{"stem: 900", "stem: 499", "500 to 1800", EEP_ERROR_VALUE, 6},
                 {"stem: 900", "stam: 900", "stam", EEP_ERROR_UNKNOWN, 6},
                 {"stem: 900", "stem: many", "many", EEP_ERROR_VALUE, 6},
                 {"title: t", "titel: t", "titel", EEP_ERROR_UNKNOWN, 2},
                 {"second.yaml", "third.yaml", "third.yaml", EEP_ERROR_NO_FILE, 0},
                 {"name: other", "name: O", "'O'", EEP_ERROR_VALUE, 1},
                 {"\n  stem: 900", " 5", "assume must be a mapping", EEP_ERROR_VALUE, 5},
                 {"\n  stem: 900", " [stem]", "assume must be a mapping", EEP_ERROR_VALUE, 5},
                 {"title: t", "title: {a: b}", "title must be a text", EEP_ERROR_VALUE, 2},
                 {"about: a", "about: []", "about must be a text", EEP_ERROR_VALUE, 3},
                 {SECOND_MODEL, "{a: b}", "based_on must be a text", EEP_ERROR_VALUE, 4}};
    for (size_t w = 0; w < sizeof wrong / sizeof *wrong; w++) {
        char path[64], text[1024], *at;
        eep_model *model = calloc(1, sizeof *model);
        eep_error error = {0};
        assert_non_null(model);
        memcpy(text, based, sizeof based);
        at = strstr(text, wrong[w].from);
        assert_non_null(at);
        const size_t rest = strlen(at) - strlen(wrong[w].from) + 1;
        memmove(at + strlen(wrong[w].to), at + strlen(wrong[w].from), rest);
        memcpy(at, wrong[w].to, strlen(wrong[w].to));
        write_file(path, text, strlen(text));
        if (eep_model_load(path, model, &error) != wrong[w].status)
            fail_msg("%s: %s", wrong[w].to, error.message);
        if (strstr(error.message, wrong[w].message) == NULL) fail_msg("%s: %s", wrong[w].to, error.message);
        if (wrong[w].line != 0) assert_int_equal(error.line, wrong[w].line);
        free(model);
        unlink(path);
    }
}

static void test_models_that_come_along_are_all_read(void **state)
{
    (void)state;
    static const char *const names[] = {"second-local", "second-abroad"};
    for (size_t i = 0; i < 2; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/datasets/pool-models/%s.yaml", EEP_SOURCE, names[i]);
        eep_model *model = load(path);
        assert_string_equal(model->name, names[i]);
        eep_model_clear(model);
        free(model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_first_is_read_whole),
        cmocka_unit_test(test_model_digest_is_of_content),
        cmocka_unit_test(test_model_with_a_fault_is_refused_with_file_and_line),
        cmocka_unit_test(test_model_without_a_key_names_the_key),
        cmocka_unit_test(test_model_that_is_no_model_is_refused),
        cmocka_unit_test(test_model_second_is_read_with_its_assumptions),
        cmocka_unit_test(test_model_assumption_scales_what_it_names_and_nothing_else),
        cmocka_unit_test(test_model_faults_of_assumptions_are_refused_at_their_place),
        cmocka_unit_test(test_model_based_on_another_takes_its_values),
        cmocka_unit_test(test_model_digest_does_not_depend_on_the_order_of_assumptions),
        cmocka_unit_test(test_model_based_on_another_is_refused_at_its_faults),
        cmocka_unit_test(test_models_that_come_along_are_all_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

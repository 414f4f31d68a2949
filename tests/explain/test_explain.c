/* test_explain.c - explanations add up, agree with the score, and give a reason for every no. */
#include "tests/explain/fixture.h"

#define ENGLISH(a, b, c, d)                                                                                  \
    "english_listening: " #a "\nenglish_reading: " #b "\nenglish_writing: " #c "\nenglish_speaking: " #d "\n"
#define FRENCH(a, b, c, d)                                                                                   \
    "french_listening: " #a "\nfrench_reading: " #b "\nfrench_writing: " #c "\nfrench_speaking: " #d "\n"
#define SPOUSE(a)                                                                                            \
    "accompanying_spouse: 1\nspouse_listening: " #a "\nspouse_reading: " #a "\nspouse_writing: " #a          \
    "\nspouse_speaking: " #a "\n"

#define WORKER                                                                                               \
    "age: 29\neducation: bachelors\nforeign_work_months: 12\nsettlement_funds: 1\nnoc: 21231\n"              \
    "continuous_work_months: 12\n" ENGLISH(9, 9, 9, 9)
#define MAXIMUM                                                                                              \
    "age: 29\neducation: doctoral\nspouse_education: doctoral\ncanadian_work_months: 60\n"                   \
    "foreign_work_months: 36\nspouse_canadian_work_months: 60\nsibling_in_canada: 1\n"                       \
    "provincial_nomination: 1\ncanadian_study: three_years_or_more\n"                                        \
    "certificate_of_qualification: 1\n" ENGLISH(10, 10, 10, 10) FRENCH(10, 10, 10, 10) SPOUSE(9)

typedef struct world {
    eep_engine *engine;
    eep_policy *policy;
} world;

/* One candidate on one day, explained. */
typedef struct explained {
    eep_rules *rules;
    eep_pool *pool;
    eep_explanation *explanation;
} explained;

static int make_world(void **state)
{
    static world made;
    eep_error error;
    require(eep_engine_new(NULL, &made.engine, &error), &error);
    require(eep_policy_load(NULL, OFFICIAL, &made.policy, &error), &error);
    *state = &made;
    return 0;
}

static int end_world(void **state)
{
    world *made = *state;
    if (made == NULL) return 0; /* the set-up failed and has said why */
    eep_policy_free(made->policy);
    eep_engine_free(made->engine);
    return 0;
}

static explained explain(const world *here, const char *profile, const char *day)
{
    explained made = {0};
    eep_error error;
    require(read_text(profile, day, &made.pool, &error), &error);
    require(eep_policy_at(here->policy, day_of(day), &made.rules, &error), &error);
    require(eep_explain(here->engine, made.rules, made.pool, 0, &made.explanation, &error), &error);
    return made;
}

static void forget(explained *made)
{
    eep_explanation_free(made->explanation);
    eep_pool_free(made->pool);
    eep_rules_free(made->rules);
}

static const eep_explanation_line *find(const explained *made, const char *section, const char *item)
{
    const eep_explanation_line *line;
    for (size_t i = 0; (line = eep_explanation_line_at(made->explanation, i)) != NULL; i++) {
        if (strcmp(line->section, section) == 0 && strcmp(line->item, item) == 0) return line;
    }
    fail_msg("there is no line '%s' in section %s", item, section);
    return NULL;
}

static void expect_line(const explained *made, const char *section, const char *item, int points, int maximum,
                        const char *in_fact)
{
    const eep_explanation_line *line = find(made, section, item);
    assert_int_equal(line->points, points);
    assert_int_equal(line->maximum, maximum);
    if (strstr(line->fact, in_fact) == NULL) fail_msg("%s: '%s' not in '%s'", item, in_fact, line->fact);
}

/* Explains, and looks at one answer: yes or no, and words that must be in the reason. */
static void expect_answer(void **state, const char *profile, const char *day, const char *section,
                          const char *item, int yes, const char *in_fact)
{
    explained made = explain(*state, profile, day);
    const eep_explanation_line *line = find(&made, section, item);
    if (line->yes != yes) fail_msg("%s: %d, because '%s'", item, line->yes, line->fact);
    if (strstr(line->fact, in_fact) == NULL) fail_msg("%s: '%s' not in '%s'", item, in_fact, line->fact);
    assert_int_equal(line->points, -1);
    forget(&made);
}

/* ---- Points ------------------------------------------------------------------------------------ */

static void check_sums(void **state, const char *profile, const char *day)
{
    explained made = explain(*state, profile, day);
    uint16_t score, section[EEP_SECTIONS];
    const eep_scores scores = {&score, {&section[0], &section[1], &section[2], &section[3]}, NULL, NULL};
    static const char *const totals[EEP_SECTIONS] = {"Core", "Spouse or partner", "Skill transferability",
                                                     "Additional points"};
    const eep_explanation_line *line;
    int sum[EEP_SECTIONS] = {0}, running = 0;
    eep_error error;

    require(eep_score(((world *)*state)->engine, made.rules, made.pool, &scores, &error), &error);
    for (size_t i = 0; (line = eep_explanation_line_at(made.explanation, i)) != NULL; i++) {
        for (size_t s = 0; s < EEP_SECTIONS; s++) {
            if (strcmp(line->section, eep_section_name(s)) != 0) continue;
            sum[s] += line->points;
            running += line->points;
            assert_int_equal(line->running, running);
            assert_true(line->points <= line->maximum);
        }
    }
    for (size_t s = 0; s < EEP_SECTIONS; s++) {
        assert_int_equal(sum[s], section[s]);
        assert_int_equal(find(&made, "total", totals[s])->points, section[s]);
    }
    line = find(&made, "total", "Comprehensive Ranking System score");
    assert_int_equal(running, score);
    assert_int_equal(line->points, score);
    assert_int_equal(line->running, score);
    assert_int_equal(eep_explanation_score(made.explanation), score);
    forget(&made);
}

static void test_explain_lines_add_up_to_the_score(void **state)
{
    static const char *const days[] = {"2015-01-01", "2016-11-19", "2023-07-05", "2025-03-24", "2026-05-11"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        check_sums(state, WORKER, days[i]);
        check_sums(state, MAXIMUM, days[i]);
        check_sums(state, "age: 17\n", days[i]);
        check_sums(state, "age: 61\njob_offer: senior_manager\n" ENGLISH(4, 5, 6, 7), days[i]);
        check_sums(state,
                   "age: 40\nfirst_official: french\neducation: two_year\ncanadian_work_months: 25\n"
                   "foreign_work_months: 13\n" FRENCH(9, 9, 9, 12) ENGLISH(9, 9, 8, 9) SPOUSE(5),
                   days[i]);
    }
}

static void test_explain_shows_each_item_of_a_couple(void **state)
{
    explained made =
        explain(*state,
                "age: 33\neducation: bachelors\nspouse_education: bachelors\ncanadian_work_months: 12\n"
                "foreign_work_months: 24\n" ENGLISH(9, 9, 9, 8) SPOUSE(7),
                "2025-07-07");
    expect_line(&made, "core", "Age", 80, 100, "33 years");
    expect_line(&made, "core", "Education", 112, 140, "a bachelor's degree");
    expect_line(&made, "core", "First official language, listening", 29, 32, "CLB 9");
    expect_line(&made, "core", "First official language, speaking", 22, 32, "CLB 8");
    expect_line(&made, "core", "Second official language, reading", 0, 6, "no test");
    expect_line(&made, "core", "Canadian work experience", 35, 70, "12 months");
    expect_line(&made, "total", "Core", 336, 460, "with an accompanying spouse");
    expect_line(&made, "spouse", "Spouse's education", 8, 10, "a bachelor's degree");
    expect_line(&made, "spouse", "Spouse's language, writing", 3, 5, "level 7");
    expect_line(&made, "total", "Spouse or partner", 20, 40, "");
    expect_line(&made, "transferability", "Education and language", 13, 50, "CLB 8");
    expect_line(&made, "transferability", "Foreign work and Canadian work", 13, 50, "24 months");
    expect_line(&made, "total", "Skill transferability", 52, 100, "");
    expect_line(&made, "additional", "Job offer", 0, 0, "no offer");
    expect_line(&made, "total", "Comprehensive Ranking System score", 408, 1200, "2025-07-07");
    forget(&made);
}

static void test_explain_shows_what_a_cap_cuts(void **state)
{
    explained made = explain(*state, MAXIMUM, "2025-07-07");
    expect_line(&made, "core", "Second official language, writing", 6, 6, "NCLC 10");
    expect_line(&made, "core", "Second official language, speaking", 4, 6,
                "worth 6, cut to 4 by the cap of 22");
    expect_line(&made, "transferability", "Education and language", 50, 50, "a doctorate");
    expect_line(&made, "transferability", "Education and Canadian work", 0, 50, "cut to 0 by the cap of 50");
    expect_line(&made, "transferability", "Certificate of qualification", 0, 50,
                "cut to 0 by the cap of 100");
    expect_line(&made, "additional", "Nomination by a province or territory", 600, 600, "nominated");
    expect_line(&made, "additional", "Study in Canada", 0, 30, "worth 30, cut to 0 by the cap of 600");
    expect_line(&made, "additional", "French", 0, 50, "worth 50, cut to 0 by the cap of 600");
    assert_int_equal(eep_explanation_score(made.explanation), 1200);
    forget(&made);
}

static void test_explain_without_spouse_has_no_spouse_items(void **state)
{
    explained made = explain(*state, "age: 29\nspouse_education: doctoral\n", "2025-07-07");
    const eep_explanation_line *line;
    for (size_t i = 0; (line = eep_explanation_line_at(made.explanation, i)) != NULL; i++) {
        assert_string_not_equal(line->section, "spouse");
    }
    expect_line(&made, "total", "Spouse or partner", 0, 0, "no accompanying spouse");
    expect_line(&made, "core", "Age", 110, 110, "29 years");
    forget(&made);
}

static void test_explain_shows_an_expired_test(void **state)
{
    const char *profile =
        "age: 29\neducation: bachelors\nlanguage_test_date: 2023-07-07\n" ENGLISH(9, 9, 9, 9)
            FRENCH(7, 7, 7, 7);
    explained valid = explain(*state, profile, "2025-07-06");
    explained expired = explain(*state, profile, "2025-07-07");
    expect_line(&valid, "core", "First official language, reading", 31, 34, "CLB 9");
    expect_line(&expired, "core", "First official language, reading", 0, 34,
                "CLB 9, but the test of 2023-07-07 has expired");
    expect_line(&expired, "core", "Second official language, reading", 0, 6,
                "NCLC 7, but the test of 2023-07-07 has expired");
    expect_line(&expired, "transferability", "Education and language", 0, 50, "has expired");
    expect_line(&valid, "additional", "French", 50, 50, "English reaches CLB 5");
    expect_line(&expired, "additional", "French", 0, 50, "the French test has expired");
    forget(&valid);
    forget(&expired);
}

static void test_explain_shows_an_expired_assessment(void **state)
{
    explained made =
        explain(*state, "age: 29\neducation: masters\nassessment_date: 2020-07-07\n", "2025-07-07");
    expect_line(&made, "core", "Education", 0, 150,
                "a master's or professional degree, but the assessment of 2020-07-07 has expired");
    forget(&made);
}

static void test_explain_names_the_job_offer_and_its_points_on_the_day(void **state)
{
    const char *profile = "age: 29\njob_offer: senior_manager\n";
    explained before = explain(*state, profile, "2025-03-24");
    explained after = explain(*state, profile, "2025-03-25");
    expect_line(&before, "additional", "Job offer", 200, 200, "an offer as a senior manager");
    expect_line(&after, "additional", "Job offer", 0, 0, "an offer as a senior manager");
    forget(&before);
    forget(&after);
}

static void test_explain_every_line_names_a_source(void **state)
{
    static const char *const days[] = {"2015-01-01", "2025-07-07", "2026-05-11"};
    static const char *const profiles[] = {WORKER, MAXIMUM, "age: 15\n", "age: 70\neducation: one_year\n"};
    for (size_t d = 0; d < 3; d++) {
        for (size_t p = 0; p < 4; p++) {
            explained made = explain(*state, profiles[p], days[d]);
            const eep_explanation_line *line;
            for (size_t i = 0; (line = eep_explanation_line_at(made.explanation, i)) != NULL; i++) {
                if (line->source[0] == '\0') fail_msg("'%s' has no source on %s", line->item, days[d]);
            }
            forget(&made);
        }
    }
}

/* ---- Programs and categories ------------------------------------------------------------------- */

/* The title of a program, whatever its exact wording: looked up, so that the tests name it by its index. */
static const char *title(size_t program)
{
    return eep_program_title(program);
}

static void test_explain_skilled_worker_who_fails_by_one_point(void **state)
{
    expect_answer(
        state, WORKER, "2025-07-07", "program", title(0), 0,
        "needs 67 selection points, reaches 66 (education 21, first language 24, second language 0, "
        "experience 9, age 12, offer 0, adaptability 0)");
}

static void test_explain_skilled_worker_who_passes(void **state)
{
    expect_answer(state, "relative_in_canada: 1\n" WORKER, "2025-07-07", "program", title(0), 1,
                  "reaches 71 selection points, 67 are needed");
}

static void test_explain_skilled_worker_names_every_condition_that_fails(void **state)
{
    static const struct {
        const char *profile, *reason;
    } cases[] = {
        {"age: 29\nnoc: 21231\ncontinuous_work_months: 11\n",
         "needs 12 unbroken months in the primary occupation, has 11"},
        {"age: 29\ncontinuous_work_months: 12\n", "the profile names no occupation"},
        {"age: 29\nnoc: 64100\n", "occupation 64100 is TEER 4, which does not count"},
        {"age: 29\n" ENGLISH(9, 9, 6, 9), "needs CLB 7 in every ability of the first official language, "
                                          "weakest ability in the first official language "
                                          "CLB 6"},
        {"age: 29\n", "needs a secondary diploma"},
        {"age: 29\neducation: masters\nassessment_date: 2019-01-01\n", "the assessment has expired"},
        {"age: 29\n", "needs settlement funds, or an offer with recent work in Canada"},
        {"age: 29\nfirst_official: french\nlanguage_test_date: 2023-01-01\n" FRENCH(9, 9, 9, 9),
         "needs NCLC 7 in every ability of the first official language, the test of the first official "
         "language has "
         "expired"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_answer(state, cases[i].profile, "2025-07-07", "program", title(0), 0, cases[i].reason);
    }
}

static void test_explain_canadian_experience_that_is_too_short(void **state)
{
    expect_answer(state, "age: 29\nnoc: 21231\nnoc_canadian_months: 8\n" ENGLISH(9, 9, 9, 9), "2025-07-07",
                  "program", title(1), 0,
                  "needs 12 months of skilled work in Canada in the last three years, has 8");
}

static void test_explain_canadian_experience_asks_the_level_of_the_teer(void **state)
{
    expect_answer(state, "age: 29\nnoc: 21231\nnoc_canadian_months: 12\n" ENGLISH(6, 6, 6, 6), "2025-07-07",
                  "program", title(1), 0, "needs CLB 7");
    expect_answer(state, "age: 29\nnoc: 32101\nnoc_canadian_months: 12\n" ENGLISH(6, 6, 6, 6), "2025-07-07",
                  "program", title(1), 1, "12 months of skilled work in Canada");
}

static void test_explain_skilled_trades(void **state)
{
    const char *carpenter =
        "age: 29\nnoc: 72310\ntrade_months: 24\nsettlement_funds: 1\n" ENGLISH(5, 4, 4, 5);
    expect_answer(state, carpenter, "2025-07-07", "program", title(2), 0,
                  "needs a certificate of qualification or a job offer");
    expect_answer(state, "age: 29\nnoc: 72600\ncertificate_of_qualification: 1\n" ENGLISH(4, 4, 4, 5),
                  "2025-07-07", "program", title(2), 0, "the occupation is not a skilled trade");
    expect_answer(state, "age: 29\nnoc: 72310\ncertificate_of_qualification: 1\n" ENGLISH(4, 4, 4, 5),
                  "2025-07-07", "program", title(2), 0,
                  "needs CLB 5 in listening of the first official language, has 4");
    expect_answer(state,
                  "age: 29\nnoc: 72310\ntrade_months: 24\nsettlement_funds: 1\n"
                  "certificate_of_qualification: 1\n" ENGLISH(5, 4, 4, 5),
                  "2025-07-07", "program", title(2), 1, "24 months in a skilled trade");
}

static void test_explain_nominee_who_qualifies_for_nothing_else(void **state)
{
    expect_answer(state, "age: 29\nprovincial_nomination: 1\n", "2025-07-07", "program", title(3), 0,
                  "a nominee must also qualify for one of the other programs");
    expect_answer(state, "age: 29\n", "2025-07-07", "program", title(3), 0, "not nominated");
}

static void test_explain_programs_of_the_pool_are_not_derived(void **state)
{
    expect_answer(state, "age: 29\nprograms: cec\n", "2025-07-07", "program", title(1), 1,
                  "as the pool says");
    expect_answer(state, "age: 29\nprograms: cec\n", "2025-07-07", "program", title(0), 0,
                  "as the pool says");
}

/* The item of the category version in force with this id. */
static void expect_category(void **state, const char *profile, const char *day, const char *id, int yes,
                            const char *in_fact)
{
    const world *here = *state;
    eep_rules *rules = NULL;
    eep_category category = {0};
    eep_error error;
    size_t i = 0;
    require(eep_policy_at(here->policy, day_of(day), &rules, &error), &error);
    while (eep_rules_category(rules, i++, &category)) {
        if (category.in_force && strcmp(category.id, id) == 0) break;
        category = (eep_category){0};
    }
    assert_non_null(category.id);
    expect_answer(state, profile, day, "category", category.official_name, yes, in_fact);
    eep_rules_free(rules);
}

static void test_explain_architect_in_and_out_of_stem(void **state)
{
    const char *architect = "age: 29\nnoc: 21200\nnoc_months: 6\ncontinuous_work_months: 6\n";
    expect_category(state, architect, "2023-07-05", "stem", 1, "occupation 21200, Architects");
    expect_category(state, architect, "2023-07-05", "stem", 1,
                    "also ask for one of the three federal programs");
    expect_category(state, architect, "2025-03-25", "stem", 0, "occupation 21200 is not on the list");
}

static void test_explain_category_names_every_condition_that_fails(void **state)
{
    expect_category(state, "age: 29\nnoc: 21231\nnoc_months: 5\ncontinuous_work_months: 5\n", "2023-07-05",
                    "stem", 0,
                    "needs 6 months in the occupation in the last three years, has 5; needs 6 unbroken");
    expect_category(state, "age: 29\n" FRENCH(7, 7, 7, 6), "2023-07-05", "french", 0,
                    "needs NCLC 7 in all four French abilities, the weakest is 6");
    expect_category(state, "age: 29\nnoc: 31102\nnoc_months: 12\nnoc_canadian_months: 11\n", "2026-05-11",
                    "physicians", 0, "months in the occupation in Canada in the last three years, has 11");
    expect_category(state, "age: 29\nnoc: 43204\ncontinuous_work_months: 119\n", "2026-05-11", "military", 0,
                    "needs an offer of service in the Canadian Armed Forces");
}

static void test_explain_lists_only_categories_in_force(void **state)
{
    explained made = explain(*state, "age: 29\n", "2023-05-30");
    const eep_explanation_line *line;
    for (size_t i = 0; (line = eep_explanation_line_at(made.explanation, i)) != NULL; i++) {
        assert_string_not_equal(line->section, "category");
    }
    forget(&made);
}

/* Whatever the candidate, the answers are those of the scorer and every no has a reason. */
static void test_explain_answers_agree_with_the_scorer(void **state)
{
    static const char *const profiles[] = {
        WORKER, MAXIMUM, "age: 29\nnoc: 31102\nnoc_months: 36\n" FRENCH(7, 7, 7, 7),
        "age: 29\nnoc: 96000\nnoc_canadian_months: 24\n" ENGLISH(9, 9, 9, 9),
        "provincial_nomination: 1\n" WORKER};
    for (size_t p = 0; p < sizeof profiles / sizeof *profiles; p++) {
        explained made = explain(*state, profiles[p], "2026-05-11");
        uint8_t programs;
        uint32_t categories, in_force = 0;
        const eep_scores scores = {NULL, {NULL}, &programs, &categories};
        const eep_explanation_line *line;
        eep_category category;
        eep_error error;
        require(eep_score(((world *)*state)->engine, made.rules, made.pool, &scores, &error), &error);
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(find(&made, "program", title(i))->yes, programs >> i & 1);
        for (size_t i = 0; eep_rules_category(made.rules, i, &category); i++) {
            if (!category.in_force) continue;
            in_force++;
            assert_int_equal(find(&made, "category", category.official_name)->yes, categories >> i & 1);
        }
        for (size_t i = 0; (line = eep_explanation_line_at(made.explanation, i)) != NULL; i++) {
            if (line->yes == 0) assert_string_not_equal(line->fact, "");
            if (strcmp(line->section, "category") == 0) in_force--;
        }
        assert_int_equal(in_force, 0);
        forget(&made);
    }
}

/* ---- Failures ---------------------------------------------------------------------------------- */

static void test_explain_row_that_is_not_there_is_refused(void **state)
{
    explained made = explain(*state, "age: 29\n", "2025-07-07");
    eep_explanation *explanation = NULL;
    eep_error error;
    assert_int_equal(eep_explain(((world *)*state)->engine, made.rules, made.pool, 1, &explanation, &error),
                     EEP_ERROR_ARGUMENT);
    assert_null(explanation);
    forget(&made);
}

/* Counts what is out, and gives out no more than `left` pieces. */
typedef struct counting {
    int left, out;
} counting;

static void *count_allocate(void *context, size_t size, size_t alignment)
{
    counting *count = context;
    if (count->left == 0) return NULL;
    count->left--;
    count->out++;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void count_release(void *context, void *memory, size_t size)
{
    (void)size;
    ((counting *)context)->out--;
    free(memory);
}

static void test_explain_without_memory_fails_and_leaks_nothing(void **state)
{
    explained made = explain(*state, MAXIMUM, "2025-07-07");
    counting count = {.left = 1000};
    const eep_allocator allocator = {count_allocate, count_release, &count};
    eep_engine_options options;
    eep_engine *engine = NULL;
    eep_error error;
    eep_engine_defaults(&options);
    options.allocator = &allocator;
    require(eep_engine_new(&options, &engine, &error), &error);
    const int before = count.out;
    eep_status status = EEP_ERROR_MEMORY;
    int given = 0;
    for (; status == EEP_ERROR_MEMORY && given < 500; given++) {
        eep_explanation *explanation = NULL;
        count.left = given;
        status = eep_explain(engine, made.rules, made.pool, 0, &explanation, &error);
        eep_explanation_free(explanation);
        assert_int_equal(count.out, before);
    }
    assert_int_equal(status, EEP_OK);
    assert_true(given > 10);
    eep_engine_free(engine);
    forget(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explain_lines_add_up_to_the_score),
        cmocka_unit_test(test_explain_shows_each_item_of_a_couple),
        cmocka_unit_test(test_explain_shows_what_a_cap_cuts),
        cmocka_unit_test(test_explain_without_spouse_has_no_spouse_items),
        cmocka_unit_test(test_explain_shows_an_expired_test),
        cmocka_unit_test(test_explain_shows_an_expired_assessment),
        cmocka_unit_test(test_explain_names_the_job_offer_and_its_points_on_the_day),
        cmocka_unit_test(test_explain_every_line_names_a_source),
        cmocka_unit_test(test_explain_skilled_worker_who_fails_by_one_point),
        cmocka_unit_test(test_explain_skilled_worker_who_passes),
        cmocka_unit_test(test_explain_skilled_worker_names_every_condition_that_fails),
        cmocka_unit_test(test_explain_canadian_experience_that_is_too_short),
        cmocka_unit_test(test_explain_canadian_experience_asks_the_level_of_the_teer),
        cmocka_unit_test(test_explain_skilled_trades),
        cmocka_unit_test(test_explain_nominee_who_qualifies_for_nothing_else),
        cmocka_unit_test(test_explain_programs_of_the_pool_are_not_derived),
        cmocka_unit_test(test_explain_architect_in_and_out_of_stem),
        cmocka_unit_test(test_explain_category_names_every_condition_that_fails),
        cmocka_unit_test(test_explain_lists_only_categories_in_force),
        cmocka_unit_test(test_explain_answers_agree_with_the_scorer),
        cmocka_unit_test(test_explain_row_that_is_not_there_is_refused),
        cmocka_unit_test(test_explain_without_memory_fails_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}

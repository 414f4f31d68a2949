/*
 * test_reforms.c - reforms that are only data: the proposed merger of the three federal programs into one
 * class, and points by tier of the occupation; who gains, who loses, and what an explanation says.
 *
 * The merger as it was put to consultation from 2026-04-23 to 2026-05-24: CLB 6, a secondary diploma, a year
 * of work of TEER 0 to 3 in the last three years anywhere. Points by tier are made up: none are published.
 */
#include "tests/explain/fixture.h"

#define ENGLISH(a)                                                                                           \
    "english_listening: " #a "\nenglish_reading: " #a "\nenglish_writing: " #a "\nenglish_speaking: " #a "\n"

typedef struct world {
    eep_engine *engine;
    eep_policy *policy;
} world;

static world here;

static int open_world(void **state)
{
    eep_error error;
    (void)state;
    require(eep_engine_new(NULL, &here.engine, &error), &error);
    require(eep_policy_load(NULL, OFFICIAL, &here.policy, &error), &error);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    eep_policy_free(here.policy);
    eep_engine_free(here.engine);
    return 0;
}

static void set_all(const char *const *assignment)
{
    eep_error error;
    for (; *assignment != NULL; assignment++)
        require(eep_policy_set(here.policy, *assignment, &error), &error);
}

/* Explains `profile` and copies the lines of one section, with points or yes and no before their facts. */
static eep_explanation *explain(const char *profile, const char *day)
{
    eep_rules *rules = NULL;
    eep_pool *pool = NULL;
    eep_explanation *explanation = NULL;
    eep_error error;
    require(read_text(profile, day, &pool, &error), &error);
    require(eep_policy_at(here.policy, day_of(day), &rules, &error), &error);
    require(eep_explain(here.engine, rules, pool, 0, &explanation, &error), &error);
    eep_pool_free(pool);
    eep_rules_free(rules);
    return explanation;
}

static const eep_explanation_line *line_of(const eep_explanation *explanation, const char *item)
{
    const eep_explanation_line *line;
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++)
        if (strcmp(line->item, item) == 0) return line;
    return NULL;
}

static void expect_program(const char *profile, size_t program, int yes, const char *fact)
{
    eep_explanation *explanation = explain(profile, "2026-07-05");
    const eep_explanation_line *line = line_of(explanation, eep_program_title(program));
    assert_int_equal(line->yes, yes);
    assert_string_equal(line->fact, fact);
    assert_true(line->source[0] != '\0');
    eep_explanation_free(explanation);
}

/* ---- One class instead of three ------------------------------------------------------------------ */

static const char *const merger[] = {
    "programs.fsw.level=6",      "programs.fsw.continuous_months=0",
    "programs.fsw.months=12",    "programs.fsw.asks_selection_points=0",
    "programs.fsw.asks_funds=0", "programs.cec.open=0",
    "programs.fst.open=0",       NULL,
};

#define NOT_YET "age: 40\neducation: secondary\nnoc_months: 12\n" ENGLISH(6)
#define CLASS   NOT_YET "noc: 21231\n"

static void test_merger_takes_who_meets_its_three_conditions(void **state)
{
    (void)state;
    expect_program(
        CLASS, 0, 0,
        "needs 12 unbroken months in the primary occupation, has 0; needs CLB 7 in every ability of "
        "the first official language, weakest ability in the first official language CLB 6; needs "
        "settlement funds, or an offer with recent work in Canada (has no offer and 0 of 1 months); needs 67 "
        "selection points, "
        "reaches 12 (education 5, first language 0, second language 0, experience 0, age 7, offer "
        "0, adaptability 0)");
    set_all(merger);
    expect_program(CLASS, 0, 1,
                   "12 months of skilled work in the last three years; weakest ability in the first official "
                   "language CLB 6");
    expect_program(CLASS, 1, 0, "the program is closed");
    expect_program(CLASS, 2, 0, "the program is closed");
    expect_program(CLASS, 3, 0, "not nominated by a province or territory");
    expect_program(CLASS "provincial_nomination: 1\n", 3, 1, "nominated, and qualifies for another program");
}

static void test_merger_refuses_who_misses_one_condition(void **state)
{
    static const char carpenter[] = "age: 29\nnoc: 72310\ntrade_months: 24\nsettlement_funds: 1\n"
                                    "certificate_of_qualification: 1\n" ENGLISH(5);
    (void)state;
    expect_program(carpenter, 2, 1,
                   "24 months in a skilled trade in the last five years, with a certificate of "
                   "qualification");
    set_all(merger);
    expect_program(NOT_YET "noc: 74100\n", 0, 0,
                   "occupation 74100 is TEER 4, which does not count: needs TEER 0, 1, 2 or 3");
    expect_program(NOT_YET, 0, 0, "the profile names no occupation");
    expect_program("age: 40\neducation: secondary\nnoc: 21231\nnoc_months: 11\n" ENGLISH(6), 0, 0,
                   "needs 12 months of skilled work in the last three years, has 11");
    expect_program("age: 40\nnoc: 21231\nnoc_months: 12\n" ENGLISH(6), 0, 0,
                   "needs a secondary diploma, has less than a secondary diploma");
    expect_program(
        "age: 40\neducation: secondary\nnoc: 21231\nnoc_months: 12\n" ENGLISH(5), 0, 0,
        "needs CLB 6 in every ability of the first official language, weakest ability in the first "
        "official language CLB 5");
    expect_program(carpenter, 2, 0, "the program is closed");
}

/* ---- Points by occupation ------------------------------------------------------------------------ */

static void test_tiers_have_no_lines_while_no_occupation_is_listed(void **state)
{
    (void)state;
    eep_explanation *explanation = explain(CLASS, "2026-12-01");
    assert_null(line_of(explanation, "Canadian work in a listed occupation"));
    assert_null(line_of(explanation, "Job offer in a listed occupation"));
    eep_explanation_free(explanation);
}

static void expect_points(const char *profile, const char *item, int points, int maximum, const char *fact)
{
    eep_explanation *explanation = explain(profile, "2026-12-01");
    const eep_explanation_line *line = line_of(explanation, item);
    assert_non_null(line);
    assert_string_equal(line->section, "additional");
    assert_string_equal(line->fact, fact);
    assert_int_equal(line->points, points);
    assert_int_equal(line->maximum, maximum);
    assert_true(line->source[0] != '\0');
    eep_explanation_free(explanation);
}

static void test_tiers_have_a_line_for_work_and_one_for_the_offer(void **state)
{
    static const char *const tiers[] = {
        "crs.additional.occupation_tiers.1=21231", "crs.additional.occupation_tiers.3=21232",
        "crs.additional.occupation_work.1.2=20",   "crs.additional.occupation_work.3.3=60",
        "crs.additional.occupation_offer.1=30",    NULL};
    const char *const work = "Canadian work in a listed occupation";
    const char *const offer = "Job offer in a listed occupation";
    (void)state;
    set_all(tiers);
    expect_points("age: 29\nnoc: 21231\nnoc_canadian_months: 25\njob_offer: other\n", work, 20, 60,
                  "occupation 21231 is in tier 1; 25 months in it in Canada in the last three years");
    expect_points("age: 29\nnoc: 21231\njob_offer: other\n", offer, 30, 30,
                  "occupation 21231 is in tier 1; an offer");
    expect_points("age: 29\nnoc: 21231\n", offer, 0, 30, "occupation 21231 is in tier 1; no offer");
    expect_points("age: 29\nnoc: 21300\njob_offer: other\n", offer, 0, 30,
                  "occupation 21300 is in no tier; an offer");
    expect_points("age: 29\n", work, 0, 60,
                  "the profile names no occupation; 0 months in it in Canada in the last three years");
    expect_points("age: 29\nnoc: 21231\nprovincial_nomination: 1\njob_offer: other\n", offer, 0, 30,
                  "occupation 21231 is in tier 1; an offer; worth 30, cut to 0 by the cap of 600");
}

static void test_tiers_in_an_explanation_add_up_to_the_score(void **state)
{
    static const char *const tiers[] = {"crs.additional.occupation_tiers.2=21231",
                                        "crs.additional.occupation_work.2.3=25",
                                        "crs.additional.occupation_offer.2=15", NULL};
    static const char profile[] = "age: 29\nnoc: 21231\nnoc_canadian_months: 36\njob_offer: senior_manager\n"
                                  "sibling_in_canada: 1\n";
    const eep_explanation_line *line;
    int sum = 0;
    (void)state;
    set_all(tiers);
    eep_explanation *explanation = explain(profile, "2026-12-01");
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++)
        if (strcmp(line->section, "additional") == 0) sum += line->points;
    assert_int_equal(sum, 15 + 25 + 15);
    assert_int_equal(line_of(explanation, "Additional points")->points, sum);
    assert_int_equal(eep_explanation_score(explanation), 110 + sum);
    eep_explanation_free(explanation);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_merger_takes_who_meets_its_three_conditions),
        IN_WORLD(test_merger_refuses_who_misses_one_condition),
        IN_WORLD(test_tiers_have_no_lines_while_no_occupation_is_listed),
        IN_WORLD(test_tiers_have_a_line_for_work_and_one_for_the_offer),
        IN_WORLD(test_tiers_in_an_explanation_add_up_to_the_score),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

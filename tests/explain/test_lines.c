/*
 * test_lines.c - what every line says of its origin: path, days and source, on days of the past and under a
 * changed policy; what caps take away; the selection grid.
 */
#include "tests/explain/candidates.h"

#define WORKER                                                                                               \
    "age: 29\neducation: bachelors\nforeign_work_months: 12\nsettlement_funds: 1\nnoc: 21231\n"              \
    "continuous_work_months: 12\nrelative_in_canada: 1\nsibling_in_canada: 1\njob_offer: other\n" ENGLISH(9)

static eep_explanation *explain(const char *profile, const char *day)
{
    eep_rules *rules = rules_on(day_of(day));
    eep_pool *pool = profile_on(profile, day);
    eep_explanation *explanation = NULL;
    eep_error error;
    require(eep_explain(here.engine, rules, pool, 0, &explanation, &error), &error);
    eep_pool_free(pool);
    eep_rules_free(rules);
    return explanation;
}

static const eep_explanation_line *find(const eep_explanation *explanation, const char *section,
                                        const char *item)
{
    const eep_explanation_line *line;
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++)
        if (strcmp(line->section, section) == 0 && strcmp(line->item, item) == 0) return line;
    fail_msg("there is no line '%s' in section %s", item, section);
    return NULL;
}

/* Points of an additional item on a day, the value it comes from, and its first and last day ("" = open). */
static void expect_item(const char *day, const char *item, int points, const char *path, const char *from,
                        const char *to)
{
    eep_explanation *explanation = explain(WORKER, day);
    const eep_explanation_line *line = find(explanation, "additional", item);
    char text[11] = "";
    assert_int_equal(line->points, points);
    assert_string_equal(line->path, path);
    eep_date_format(line->from, text);
    assert_string_equal(text, from);
    text[0] = '\0';
    if (line->to != EEP_DATE_OPEN) eep_date_format(line->to, text);
    assert_string_equal(text, to);
    assert_true(line->source[0] != '\0');
    eep_explanation_free(explanation);
}

static void test_line_of_an_offer_has_the_points_and_days_of_its_time(void **state)
{
    static const char path[] = "crs.additional.job_offer.other";
    (void)state;
    expect_item("2015-01-01", "Job offer", 600, path, "2015-01-01", "2016-11-18");
    expect_item("2016-11-18", "Job offer", 600, path, "2015-01-01", "2016-11-18");
    expect_item("2016-11-19", "Job offer", 50, path, "2016-11-19", "2025-03-24");
    expect_item("2020-06-01", "Job offer", 50, path, "2016-11-19", "2025-03-24");
    expect_item("2025-03-25", "Job offer", 0, path, "2025-03-25", "");
}

static void test_line_of_a_sibling_has_the_points_and_days_of_its_time(void **state)
{
    static const char item[] = "Brother or sister in Canada", path[] = "crs.additional.sibling";
    (void)state;
    expect_item("2015-06-01", item, 0, path, "2015-01-01", "2017-06-05");
    expect_item("2017-06-05", item, 0, path, "2015-01-01", "2017-06-05");
    expect_item("2017-06-06", item, 15, path, "2017-06-06", "");
}

static void test_line_says_that_its_day_gives_no_points(void **state)
{
    (void)state;
    eep_explanation *explanation = explain(WORKER, "2015-06-01");
    const eep_explanation_line *line = find(explanation, "additional", "Brother or sister in Canada");
    assert_int_equal(line->maximum, 0);
    assert_string_equal(
        line->fact,
        "a brother or sister who is a citizen or permanent resident; this gives no points on the day");
    line = find(explanation, "additional", "Job offer");
    assert_string_equal(line->fact, "an offer of arranged employment");
    eep_explanation_free(explanation);
}

static void test_line_of_french_has_the_days_of_its_points(void **state)
{
    static const char profile[] = "age: 29\n" FRENCH(7) ENGLISH(5);
    static const struct {
        const char *day;
        int points;
    } cases[] = {{"2017-06-05", 0}, {"2017-06-06", 30}, {"2020-10-19", 30}, {"2020-10-20", 50}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        eep_explanation *explanation = explain(profile, cases[i].day);
        assert_int_equal(find(explanation, "additional", "French")->points, cases[i].points);
        assert_true(find(explanation, "additional", "French")->from <= day_of(cases[i].day));
        eep_explanation_free(explanation);
    }
}

static void test_line_that_a_cap_cuts_names_worth_and_cap(void **state)
{
    (void)state;
    eep_explanation *explanation = explain(WORKER "provincial_nomination: 1\n", "2025-07-07");
    const eep_explanation_line *line = find(explanation, "additional", "Brother or sister in Canada");
    assert_int_equal(line->points, 0);
    assert_int_equal(line->worth, 15);
    assert_int_equal(line->cut_by, 600);
    line = find(explanation, "total", "Additional points");
    assert_int_equal(line->points, 600);
    assert_int_equal(line->worth, 615);
    assert_int_equal(line->cut_by, 600);
    line = find(explanation, "core", "Age");
    assert_int_equal(line->worth, 110);
    assert_int_equal(line->cut_by, -1);
    eep_explanation_free(explanation);
}

static void test_line_under_a_changed_policy_says_so(void **state)
{
    eep_error error;
    (void)state;
    require(eep_policy_set(here.policy, "crs.additional.sibling=30", &error), &error);
    eep_explanation *explanation = explain(WORKER, "2025-07-07");
    const eep_explanation_line *line = find(explanation, "additional", "Brother or sister in Canada");
    assert_int_equal(line->points, 30);
    assert_non_null(strstr(line->source, "Changed with --set crs.additional.sibling=30"));
    assert_null(strstr(find(explanation, "core", "Age")->source, "Changed"));
    eep_explanation_free(explanation);
}

/* ---- Programs, categories, the selection grid ---------------------------------------------------- */

/* By hand from the Regulations: bachelor's 21, CLB 9 4 x 6, a year 9, 29 years 12, offer 10, relative and
 * offer 5 each. */
static void test_selection_grid_has_a_line_a_factor(void **state)
{
    static const struct {
        const char *item;
        int points, maximum;
    } factors[] = {{"Education", 21, 25},
                   {"First official language", 24, 24},
                   {"Second official language", 0, 4},
                   {"Work experience", 9, 15},
                   {"Age", 12, 12},
                   {"Job offer", 10, 10},
                   {"Adaptability", 10, 10}};
    int sum = 0;
    (void)state;
    eep_explanation *explanation = explain(WORKER, "2025-07-07");
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        const eep_explanation_line *line = find(explanation, "selection", factors[i].item);
        assert_int_equal(line->points, factors[i].points);
        assert_int_equal(line->maximum, factors[i].maximum);
        assert_int_equal(line->running, sum += factors[i].points);
        assert_true(strncmp(line->path, "programs.fsw.", 13) == 0);
    }
    assert_string_equal(find(explanation, "selection", "Adaptability")->fact,
                        "a relative in Canada 5, a job offer 5");
    assert_non_null(
        strstr(find(explanation, "program", eep_program_title(0))->fact, "reaches 86 selection points"));
    eep_explanation_free(explanation);
}

static void test_selection_grid_says_what_its_cap_cuts(void **state)
{
    (void)state;
    eep_explanation *explanation = explain("canadian_work_months: 12\n" WORKER, "2025-07-07");
    assert_string_equal(
        find(explanation, "selection", "Adaptability")->fact,
        "work in Canada 10, a relative in Canada 5, a job offer 5; worth 20, cut to 10 by the cap "
        "of 10");
    eep_explanation_free(explanation);
}

static void test_selection_grid_is_left_out_where_no_program_asks_it(void **state)
{
    const eep_explanation_line *line;
    eep_error error;
    (void)state;
    require(eep_policy_set(here.policy, "programs.fsw.asks_selection_points=0", &error), &error);
    eep_explanation *explanation = explain(WORKER, "2025-07-07");
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++)
        assert_string_not_equal(line->section, "selection");
    eep_explanation_free(explanation);
}

static void test_programs_and_categories_have_paths_and_days(void **state)
{
    (void)state;
    eep_explanation *explanation = explain(WORKER, "2023-07-05");
    const eep_explanation_line *line = find(explanation, "program", eep_program_title(1));
    assert_string_equal(line->path, "programs.cec");
    assert_int_equal(line->from, day_of("2015-01-01"));
    line = find(explanation, "category", "STEM occupations (Version 1)");
    assert_string_equal(line->path, "categories.stem.2023-1");
    assert_int_equal(line->from, day_of("2023-05-31"));
    assert_int_equal(line->to, day_of("2025-02-26"));
    eep_explanation_free(explanation);
}

static void expect_reason(const char *profile, size_t program, const char *reason)
{
    eep_explanation *explanation = explain(profile, "2025-07-07");
    const char *fact = find(explanation, "program", eep_program_title(program))->fact;
    if (strstr(fact, reason) == NULL) fail_msg("'%s' not in '%s'", reason, fact);
    eep_explanation_free(explanation);
}

static void test_reasons_name_what_is_needed_and_what_is_there(void **state)
{
    (void)state;
    expect_reason("age: 29\nnoc: 64100\n", 1,
                  "occupation 64100 is TEER 4, which does not count: needs TEER 0, 1, 2 or 3");
    expect_reason("age: 29\nnoc: 21231\n", 2, "the occupation is not a skilled trade (it is 21231)");
    expect_reason("age: 29\n", 2, "the occupation is not a skilled trade (the profile names none)");
    expect_reason("age: 29\n", 2, "needs a certificate of qualification or a job offer, has neither");
    expect_reason("age: 29\n", 0, "needs a secondary diploma, has less than a secondary diploma");
    expect_reason("age: 29\njob_offer: other\n", 0, "(has an offer and 0 of 1 months)");
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_line_of_an_offer_has_the_points_and_days_of_its_time),
        IN_WORLD(test_line_of_a_sibling_has_the_points_and_days_of_its_time),
        IN_WORLD(test_line_says_that_its_day_gives_no_points),
        IN_WORLD(test_line_of_french_has_the_days_of_its_points),
        IN_WORLD(test_line_that_a_cap_cuts_names_worth_and_cap),
        IN_WORLD(test_line_under_a_changed_policy_says_so),
        IN_WORLD(test_selection_grid_has_a_line_a_factor),
        IN_WORLD(test_selection_grid_says_what_its_cap_cuts),
        IN_WORLD(test_selection_grid_is_left_out_where_no_program_asks_it),
        IN_WORLD(test_programs_and_categories_have_paths_and_days),
        IN_WORLD(test_reasons_name_what_is_needed_and_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

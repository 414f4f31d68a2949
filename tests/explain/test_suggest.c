/*
 * test_suggest.c - what would change a score: gains worked by hand from the published grid, what comes with
 * them, and what is not suggested.
 *
 * The worker is the first oracle of the reference: 29, single, bachelor's, CLB 9, three years abroad; 429
 * points.
 */
#include "tests/explain/candidates.h"

#define WORKER                                                                                               \
    "age: 29\neducation: bachelors\nforeign_work_months: 36\nsettlement_funds: 1\nnoc: 21301\n"              \
    "continuous_work_months: 36\nnoc_months: 36\n" ENGLISH(9)

/* A candidate on a day, with what would change the score. */
typedef struct asked {
    eep_rules *rules;
    eep_pool *pool;
    eep_suggestions *suggestions;
} asked;

static asked ask(const char *profile, const char *day)
{
    asked made = {rules_on(day_of(day)), profile_on(profile, day), NULL};
    eep_error error;
    require(eep_suggest(here.engine, made.rules, made.pool, 0, &made.suggestions, &error), &error);
    return made;
}

static void forget(asked *made)
{
    eep_suggestions_free(made->suggestions);
    eep_pool_free(made->pool);
    eep_rules_free(made->rules);
}

/* The first suggestion with this id, or NULL. */
static const eep_suggestion *find(const asked *made, const char *id)
{
    const eep_suggestion *one;
    for (size_t i = 0; (one = eep_suggestion_at(made->suggestions, i)) != NULL; i++)
        if (strcmp(one->id, id) == 0) return one;
    return NULL;
}

static void expect(const asked *made, const char *words, int gain, eep_effort effort)
{
    const eep_suggestion *one;
    for (size_t i = 0; (one = eep_suggestion_at(made->suggestions, i)) != NULL; i++) {
        if (strcmp(one->words, words) != 0) continue;
        assert_int_equal(one->gain, gain);
        assert_int_equal(one->effort, effort);
        return;
    }
    fail_msg("nobody suggests '%s'", words);
}

/* ---- Gains by hand ------------------------------------------------------------------------------- */

static void test_suggest_gains_of_a_worker_are_those_of_the_grid(void **state)
{
    asked made = ask(WORKER, "2025-07-07");
    (void)state;
    expect(&made, "A nomination by a province or territory", 600, EEP_EFFORT_OTHERS);
    /* Four abilities at 3 points, and 50 with English. */
    expect(&made, "French: NCLC 7 or more in all four abilities", 4 * 3 + 50, EEP_EFFORT_NEW_LANGUAGE);
    expect(&made, "French: NCLC 5 or more in all four abilities", 4 * 1, EEP_EFFORT_NEW_LANGUAGE);
    /* 40 for the year, and 13 for a bachelor's with it; work abroad with English is at its 50 already. */
    expect(&made, "12 more months of work in Canada, 12 in all", 40 + 13, EEP_EFFORT_WORK);
    /* 8 more points of education; with CLB 9 the combination is 50 and no longer 25. */
    expect(&made, "Education: two or more credentials, one of three years or more", 8 + 25, EEP_EFFORT_STUDY);
    expect(&made, "A Canadian credential of one or two years", 15, EEP_EFFORT_STUDY);
    expect(&made, "English: CLB 10 in writing", 3, EEP_EFFORT_ONE_ABILITY);
    expect(&made, "English: CLB 10 or more in all four abilities", 12, EEP_EFFORT_ALL_ABILITIES);
    assert_int_equal(find(&made, "nomination")->score, 1029);
    forget(&made);
}

static void test_suggest_all_four_because_the_weakest_decides(void **state)
{
    asked made = ask("age: 29\neducation: bachelors\n" ENGLISH(8), "2025-07-07");
    (void)state;
    /* 8 points an ability, and 25 instead of 13 for the degree with English. */
    expect(&made, "English: CLB 9 or more in all four abilities", 4 * 8 + 12, EEP_EFFORT_ALL_ABILITIES);
    expect(&made, "English: CLB 9 in reading", 8, EEP_EFFORT_ONE_ABILITY);
    forget(&made);
}

static void test_suggest_the_one_ability_that_holds_the_others_back(void **state)
{
    asked made = ask("age: 29\neducation: masters\nenglish_listening: 9\nenglish_reading: 9\n"
                     "english_writing: 9\nenglish_speaking: 8\n",
                     "2025-07-07");
    (void)state;
    /* 8 points, and 50 instead of 25 for the degree. */
    expect(&made, "English: CLB 9 in speaking", 8 + 25, EEP_EFFORT_ONE_ABILITY);
    assert_true(find(&made, "first_language.speaking")->cheapest);
    forget(&made);
}

static void test_suggest_for_the_spouse_only_where_one_comes_along(void **state)
{
    asked made = ask(WORKER "accompanying_spouse: 1\nspouse_education: secondary\n", "2025-07-07");
    (void)state;
    expect(&made, "Spouse's education: a one-year post-secondary credential", 6 - 2, EEP_EFFORT_STUDY);
    expect(&made, "Spouse's language: level 5 or more in all four abilities", 4 * 1, EEP_EFFORT_NEW_LANGUAGE);
    expect(&made, "12 more months of work of the spouse in Canada, 12 in all", 5, EEP_EFFORT_WORK);
    forget(&made);
    made = ask(WORKER "spouse_education: secondary\n", "2025-07-07");
    assert_null(find(&made, "spouse_education"));
    assert_null(find(&made, "spouse_language.all"));
    assert_null(find(&made, "spouse_work"));
    forget(&made);
}

static void test_suggest_nothing_that_a_cap_takes_away(void **state)
{
    /* The cap of 600 is full: a Canadian credential gains nothing. */
    asked made = ask(WORKER "provincial_nomination: 1\n", "2025-07-07");
    (void)state;
    assert_null(find(&made, "nomination"));
    assert_null(find(&made, "canadian_study"));
    expect(&made, "French: NCLC 7 or more in all four abilities", 4 * 3, EEP_EFFORT_NEW_LANGUAGE);
    forget(&made);
}

static void test_suggest_the_next_completed_year_of_work(void **state)
{
    asked made = ask("age: 29\ncanadian_work_months: 14\n" ENGLISH(7), "2025-07-07");
    (void)state;
    expect(&made, "10 more months of work in Canada, 24 in all", 53 - 40, EEP_EFFORT_WORK);
    forget(&made);
}

/* ---- Programs and categories --------------------------------------------------------------------- */

static void test_suggest_says_which_programs_and_categories_open(void **state)
{
    asked made = ask(WORKER, "2025-07-07");
    eep_category category;
    (void)state;
    assert_int_equal(find(&made, "canadian_work")->programs, EEP_CEC);
    assert_int_equal(find(&made, "nomination")->programs, EEP_PNP);
    const uint32_t gained = find(&made, "second_language.all")->categories;
    for (size_t i = 0; eep_rules_category(made.rules, i, &category); i++)
        if (gained >> i & 1) assert_string_equal(category.id, "french");
    assert_true(gained != 0 && (gained & (gained - 1)) == 0);
    forget(&made);
}

static void test_suggest_what_gains_no_point_but_opens_a_program(void **state)
{
    asked made = ask("age: 29\neducation: masters\nnoc: 21301\ncontinuous_work_months: 12\n"
                     "foreign_work_months: 12\n" ENGLISH(9),
                     "2025-07-07");
    const eep_suggestion *funds = find(&made, "settlement_funds");
    (void)state;
    assert_non_null(funds);
    assert_int_equal(funds->gain, 0);
    assert_int_equal(funds->programs, EEP_FSW);
    assert_int_equal(funds->effort, EEP_EFFORT_PAPER);
    assert_false(funds->cheapest);
    forget(&made);
}

static void test_suggest_work_opens_nothing_in_an_occupation_that_is_not_skilled(void **state)
{
    /* TEER 5: the points of the year count, but it is not work in the occupation. */
    asked made = ask("age: 29\nnoc: 65310\n" ENGLISH(7), "2025-07-07");
    (void)state;
    expect(&made, "12 more months of work in Canada, 12 in all", 40, EEP_EFFORT_WORK);
    assert_int_equal(find(&made, "canadian_work")->programs, 0);
    forget(&made);
}

static void test_suggest_a_certificate_to_people_of_a_trade_only(void **state)
{
    asked made = ask("age: 29\nnoc: 72310\ntrade_months: 24\nsettlement_funds: 1\n" ENGLISH(5), "2025-07-07");
    (void)state;
    expect(&made, "A Canadian certificate of qualification in the trade", 25, EEP_EFFORT_STUDY);
    assert_int_equal(find(&made, "certificate")->programs, EEP_FST);
    forget(&made);
    made = ask(WORKER, "2025-07-07");
    assert_null(find(&made, "certificate"));
    forget(&made);
}

static void test_suggest_gains_no_program_where_the_pool_names_them(void **state)
{
    asked made = ask(WORKER "programs: fsw\n", "2025-07-07");
    (void)state;
    assert_int_equal(find(&made, "canadian_work")->programs, 0);
    forget(&made);
}

/* ---- Days ---------------------------------------------------------------------------------------- */

static void expect_offer(const char *profile, const char *day, int gain, const char *words)
{
    asked made = ask(profile, day);
    const eep_suggestion *offer = find(&made, "job_offer");
    if (gain == 0) {
        assert_null(offer);
    } else {
        assert_int_equal(offer->gain, gain);
        assert_string_equal(offer->words, words);
    }
    forget(&made);
}

static void test_suggest_an_offer_on_the_days_on_which_it_gave_points(void **state)
{
    static const char plain[] = "A job offer of arranged employment";
    static const char manager[] = "age: 45\nsettlement_funds: 1\nnoc: 00012\n";
    (void)state;
    expect_offer(WORKER, "2015-06-01", 600, plain);
    expect_offer(WORKER, "2016-11-18", 600, plain);
    expect_offer(WORKER, "2016-11-19", 50, plain);
    expect_offer(manager, "2016-11-19", 200, "A job offer of arranged employment as a senior manager");
    expect_offer(WORKER, "2025-03-24", 50, plain);
    expect_offer(WORKER, "2025-03-25", 0, plain);
}

static void test_suggest_french_gains_what_its_day_gave(void **state)
{
    static const struct {
        const char *day;
        int bonus;
    } cases[] = {{"2017-06-05", 0}, {"2017-06-06", 30}, {"2020-10-19", 30}, {"2020-10-20", 50}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        asked made = ask(WORKER, cases[i].day);
        if (cases[i].bonus > 0) {
            expect(&made, "French: NCLC 7 or more in all four abilities", 12 + cases[i].bonus,
                   EEP_EFFORT_NEW_LANGUAGE);
        } else {
            /* Nothing beyond the first points of a second language. */
            assert_int_equal(find(&made, "second_language.all")->gain, 4);
        }
        forget(&made);
    }
}

static void test_suggest_papers_that_have_run_out_first(void **state)
{
    asked made = ask("age: 29\neducation: masters\nlanguage_test_date: 2023-07-07\n"
                     "assessment_date: 2020-07-07\n" ENGLISH(9),
                     "2025-07-07");
    (void)state;
    /* 31 points an ability; the degree counts nothing yet. And the degree without the tests. */
    expect(&made, "Language tests taken again with the same results", 4 * 31, EEP_EFFORT_PAPER);
    expect(&made, "A new assessment of the foreign credential", 135, EEP_EFFORT_PAPER);
    /* Better results come with a new test. */
    expect(&made, "English: CLB 10 in reading, with a new test", 4 * 31 + 3, EEP_EFFORT_ONE_ABILITY);
    forget(&made);
    made = ask(WORKER, "2025-07-07");
    assert_null(find(&made, "language_test"));
    assert_null(find(&made, "assessment"));
    forget(&made);
}

/* ---- Failures ------------------------------------------------------------------------------------ */

static void test_suggest_row_that_is_not_there_is_refused(void **state)
{
    eep_rules *rules = rules_on(day_of("2025-07-07"));
    eep_pool *pool = profile_on(WORKER, "2025-07-07");
    eep_suggestions *suggestions = NULL;
    eep_event event[EEP_EVENTS_MAX];
    size_t count = 0;
    eep_error error;
    (void)state;
    assert_int_equal(eep_suggest(here.engine, rules, pool, 1, &suggestions, &error), EEP_ERROR_ARGUMENT);
    assert_null(suggestions);
    assert_int_equal(eep_events(here.engine, rules, pool, 1, event, &count, &error), EEP_ERROR_ARGUMENT);
    eep_suggestions_free(NULL);
    eep_pool_free(pool);
    eep_rules_free(rules);
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

static void test_suggest_without_memory_fails_and_leaks_nothing(void **state)
{
    eep_rules *rules = rules_on(day_of("2025-07-07"));
    eep_pool *pool = profile_on(WORKER, "2025-07-07");
    counting count = {.left = 1000};
    const eep_allocator allocator = {count_allocate, count_release, &count};
    eep_engine_options options;
    eep_engine *engine = NULL;
    eep_error error;
    (void)state;
    eep_engine_defaults(&options);
    options.allocator = &allocator;
    require(eep_engine_new(&options, &engine, &error), &error);
    const int before = count.out;
    int failures = 0;
    eep_status made = EEP_ERROR_MEMORY, found = EEP_ERROR_MEMORY;
    for (int given = 0; (made != EEP_OK || found != EEP_OK) && given < 500; given++) {
        eep_suggestions *suggestions = NULL;
        eep_event event[EEP_EVENTS_MAX];
        size_t events;
        count.left = given;
        made = eep_suggest(engine, rules, pool, 0, &suggestions, &error);
        eep_suggestions_free(suggestions);
        count.left = given;
        found = eep_events(engine, rules, pool, 0, event, &events, &error);
        assert_int_equal(count.out, before);
        assert_true(made == EEP_OK || made == EEP_ERROR_MEMORY);
        failures += made != EEP_OK;
    }
    assert_int_equal(made, EEP_OK);
    assert_int_equal(found, EEP_OK);
    assert_true(failures > 10);
    eep_engine_free(engine);
    eep_pool_free(pool);
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suggest_gains_of_a_worker_are_those_of_the_grid),
        cmocka_unit_test(test_suggest_all_four_because_the_weakest_decides),
        cmocka_unit_test(test_suggest_the_one_ability_that_holds_the_others_back),
        cmocka_unit_test(test_suggest_for_the_spouse_only_where_one_comes_along),
        cmocka_unit_test(test_suggest_nothing_that_a_cap_takes_away),
        cmocka_unit_test(test_suggest_the_next_completed_year_of_work),
        cmocka_unit_test(test_suggest_says_which_programs_and_categories_open),
        cmocka_unit_test(test_suggest_what_gains_no_point_but_opens_a_program),
        cmocka_unit_test(test_suggest_work_opens_nothing_in_an_occupation_that_is_not_skilled),
        cmocka_unit_test(test_suggest_a_certificate_to_people_of_a_trade_only),
        cmocka_unit_test(test_suggest_gains_no_program_where_the_pool_names_them),
        cmocka_unit_test(test_suggest_an_offer_on_the_days_on_which_it_gave_points),
        cmocka_unit_test(test_suggest_french_gains_what_its_day_gave),
        cmocka_unit_test(test_suggest_papers_that_have_run_out_first),
        cmocka_unit_test(test_suggest_row_that_is_not_there_is_refused),
        cmocka_unit_test(test_suggest_without_memory_fails_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}

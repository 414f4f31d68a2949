/* test_events.c - birthdays, papers and profiles that run out: their days, and what they cost. */
#include "tests/explain/candidates.h"

/* The events of a profile on a day. */
typedef struct found {
    eep_event event[EEP_EVENTS_MAX];
    size_t count;
} found;

static found events_of(const char *profile, const char *day)
{
    found made = {.count = 0};
    eep_rules *rules = rules_on(day_of(day));
    eep_pool *pool = profile_on(profile, day);
    eep_error error;
    require(eep_events(here.engine, rules, pool, 0, made.event, &made.count, &error), &error);
    eep_pool_free(pool);
    eep_rules_free(rules);
    return made;
}

/* Event `nth` of a kind, from 0, or NULL. */
static const eep_event *find(const found *made, eep_event_kind kind, size_t nth)
{
    for (size_t i = 0; i < made->count; i++)
        if (made->event[i].kind == kind && nth-- == 0) return &made->event[i];
    return NULL;
}

static void expect(const eep_event *event, const char *moment, int age, int change, int past)
{
    char text[21];
    assert_non_null(event);
    eep_time_format(event->moment, text);
    assert_string_equal(text, moment);
    assert_int_equal(event->age, age);
    assert_int_equal(event->change, change);
    assert_int_equal(event->past, past);
}

static void test_birthday_that_costs_points(void **state)
{
    (void)state;
    found made = events_of("birth_date: 1995-11-14\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2025-11-14T00:00:00Z", 30, 105 - 110, 0);
    assert_null(find(&made, EEP_EVENT_BIRTHDAY, 1));
    /* With a spouse the column is another one. */
    made = events_of("birth_date: 1984-11-14\naccompanying_spouse: 1\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2025-11-14T00:00:00Z", 41, 35 - 45, 0);
}

static void test_birthday_that_costs_nothing_is_followed_by_the_first_that_does(void **state)
{
    (void)state;
    found made = events_of("birth_date: 2002-02-10\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2026-02-10T00:00:00Z", 24, 0, 0);
    expect(find(&made, EEP_EVENT_BIRTHDAY, 1), "2032-02-10T00:00:00Z", 30, -5, 0);
    /* The eighteenth gains. */
    made = events_of("birth_date: 2007-05-01\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2025-05-01T00:00:00Z", 18, 99, 0);
    /* Past 45 there is nothing left to lose. */
    made = events_of("birth_date: 1970-05-01\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2025-05-01T00:00:00Z", 55, 0, 0);
    assert_null(find(&made, EEP_EVENT_BIRTHDAY, 1));
}

static void test_birthday_on_the_day_itself_is_over_and_a_leap_day_waits_for_march(void **state)
{
    (void)state;
    found made = events_of("birth_date: 1995-04-01\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2026-04-01T00:00:00Z", 31, 99 - 105, 0);
    made = events_of("birth_date: 1996-02-29\n", "2026-02-28");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2026-03-01T00:00:00Z", 30, -5, 0);
    made = events_of("birth_date: 1996-02-29\n", "2027-12-31");
    expect(find(&made, EEP_EVENT_BIRTHDAY, 0), "2028-02-29T00:00:00Z", 32, 94 - 99, 0);
}

static void test_papers_run_out_on_the_day_on_which_they_are_as_old(void **state)
{
    static const char profile[] = "birth_date: 1995-06-01\neducation: secondary\n"
                                  "language_test_date: 2023-07-08\nassessment_date: 2020-07-08\n" ENGLISH(7);
    (void)state;
    found made = events_of(profile, "2025-07-07");
    expect(find(&made, EEP_EVENT_LANGUAGE_TEST, 0), "2025-07-08T00:00:00Z", -1, -4 * 17, 0);
    expect(find(&made, EEP_EVENT_ASSESSMENT, 0), "2025-07-08T00:00:00Z", -1, -30, 0);
    made = events_of(profile, "2025-07-08");
    expect(find(&made, EEP_EVENT_LANGUAGE_TEST, 0), "2025-07-08T00:00:00Z", -1, 0, 1);
    expect(find(&made, EEP_EVENT_ASSESSMENT, 0), "2025-07-08T00:00:00Z", -1, 0, 1);
    /* A test of 29 February is two years old on 1 March. */
    made = events_of("age: 29\nlanguage_test_date: 2024-02-29\n" ENGLISH(7), "2025-07-08");
    expect(find(&made, EEP_EVENT_LANGUAGE_TEST, 0), "2026-03-01T00:00:00Z", -1, -4 * 17, 0);
}

static void test_papers_that_are_not_there_do_not_run_out(void **state)
{
    (void)state;
    found made =
        events_of("age: 29\neducation: masters\ncanadian_study: three_years_or_more\n", "2025-07-07");
    assert_null(find(&made, EEP_EVENT_LANGUAGE_TEST, 0));
    assert_null(find(&made, EEP_EVENT_ASSESSMENT, 0));
    assert_null(find(&made, EEP_EVENT_PROFILE, 1));
}

static void test_tests_that_run_out_take_programs_and_categories_with_them(void **state)
{
    (void)state;
    found made = events_of("age: 29\nnoc: 21231\nnoc_canadian_months: 12\ncanadian_work_months: 12\n"
                           "first_official: french\n" FRENCH(7),
                           "2025-07-07");
    const eep_event *event = find(&made, EEP_EVENT_LANGUAGE_TEST, 0);
    expect(event, "2027-07-07T00:00:00Z", -1, -4 * 17 - 25, 0);
    assert_int_equal(event->programs, EEP_CEC);
    assert_true(event->categories != 0);
}

static void test_profile_runs_out_at_its_time_of_day(void **state)
{
    (void)state;
    found made = events_of("age: 29\nsubmitted_at: 2025-01-20T15:04:05Z\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_PROFILE, 0), "2026-01-20T15:04:05Z", -1, 0, 0);
    made = events_of("age: 29\nsubmitted_at: 2023-01-20T15:04:05Z\n", "2025-04-01");
    expect(find(&made, EEP_EVENT_PROFILE, 0), "2024-01-20T15:04:05Z", -1, 0, 1);
}

static void test_event_names_end_with_null(void **state)
{
    (void)state;
    assert_string_equal(eep_event_name(EEP_EVENT_BIRTHDAY), "birthday");
    assert_string_equal(eep_event_name(EEP_EVENT_PROFILE), "profile");
    assert_null(eep_event_name(EEP_EVENT_PROFILE + 1));
    assert_null(eep_effort_words(0));
    assert_null(eep_effort_words(EEP_EFFORT_OTHERS + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_birthday_that_costs_points),
        cmocka_unit_test(test_birthday_that_costs_nothing_is_followed_by_the_first_that_does),
        cmocka_unit_test(test_birthday_on_the_day_itself_is_over_and_a_leap_day_waits_for_march),
        cmocka_unit_test(test_papers_run_out_on_the_day_on_which_they_are_as_old),
        cmocka_unit_test(test_papers_that_are_not_there_do_not_run_out),
        cmocka_unit_test(test_tests_that_run_out_take_programs_and_categories_with_them),
        cmocka_unit_test(test_profile_runs_out_at_its_time_of_day),
        cmocka_unit_test(test_event_names_end_with_null),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}

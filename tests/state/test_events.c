/* test_events.c - what each dated fact does to a state, worked by hand on small numbers. */
#include "small.h"

static eep_backtest_parameters parameters;
static eep_state *estimated;

static int begin(void **state)
{
    (void)state;
    parameters = small_parameters();
    estimated = small_state(&parameters);
    return 0;
}

static int end(void **state)
{
    (void)state;
    free(estimated);
    return 0;
}

/* ---- Snapshots --------------------------------------------------------------------------------- */

static void test_the_first_snapshot_is_met_exactly_and_spread(void **state)
{
    (void)state;
    const eep_snapshot snapshot = small_snapshot(small_day());
    for (size_t range = 1; range < EEP_RANGES; range++)
        assert_int_equal(range_total(estimated, range), snapshot.count[range] * EEP_ONE);
    assert_int_equal(estimated->nominees, 100 * EEP_ONE);
    assert_near(in_pool(estimated, 550), 10);
    assert_near(in_type(estimated, CEC, 550), 5);
    assert_int_equal(in_type(estimated, FRENCH, 550), 0); /* nothing has flowed yet */
}

static void test_a_snapshot_with_more_teaches_the_rate_of_arrivals(void **state)
{
    (void)state;
    eep_snapshot later = small_snapshot(small_day() + 14);
    later.count[1] += 140;
    later.count[0] += 28;
    eep_state_snapshot(estimated, &later);
    assert_int_equal(range_total(estimated, 1), 1140 * EEP_ONE);
    assert_int_equal(estimated->rate[1], 10 * EEP_ONE); /* 140 in 14 days */
    assert_int_equal(estimated->rate[0], 2 * EEP_ONE);
    assert_near(in_pool(estimated, 550), 11.4);
    assert_near(in_type(estimated, CEC, 550), 5.7); /* half of who arrives */
}

static void test_expected_arrivals_are_in_the_pool_before_they_are_counted(void **state)
{
    (void)state;
    estimated->rate[1] = 10 * EEP_ONE;
    eep_state_advance(estimated, small_day() + 10);
    assert_near(in_pool(estimated, 550), 11);
    /* Only 50 of the 100 came: five a day, averaged with the ten believed so far, weighted by days. */
    eep_snapshot later = small_snapshot(small_day() + 10);
    later.count[1] += 50;
    estimated->known_days = 10;
    eep_state_snapshot(estimated, &later);
    assert_int_equal(range_total(estimated, 1), 1050 * EEP_ONE);
    assert_in_range(estimated->rate[1], 74 * EEP_ONE / 10, 76 * EEP_ONE / 10);
}

static void test_a_snapshot_with_fewer_thins_its_range_alone(void **state)
{
    (void)state;
    eep_snapshot later = small_snapshot(small_day() + 7);
    later.count[1] = 600;
    eep_state_snapshot(estimated, &later);
    assert_int_equal(range_total(estimated, 1), 600 * EEP_ONE);
    assert_near(in_pool(estimated, 580), 6);
    assert_near(in_type(estimated, CEC, 580), 3);
    assert_near(in_pool(estimated, 495), 10);
    assert_int_equal(estimated->rate[1], 0); /* never below nothing */
}

/* ---- Days -------------------------------------------------------------------------------------- */

static void test_a_flow_brings_its_weekly_arrivals(void **state)
{
    (void)state;
    eep_state_advance(estimated, small_day() + 14);
    assert_near(in_type(estimated, FRENCH, 300), 2);
    assert_near(in_type(estimated, FRENCH, 600), 2);
    assert_near(in_pool(estimated, 550), 10); /* a flow is not of the pool */
}

static void test_departures_take_their_part_each_week(void **state)
{
    (void)state;
    parameters.pool.departures = 100;
    parameters.type[FRENCH].departures = 100;
    eep_state_advance(estimated, small_day() + 7);
    assert_near(in_pool(estimated, 550), 9.0484);         /* 10 * exp(-0.1) */
    assert_near(in_type(estimated, FRENCH, 300), 0.9516); /* (1 - exp(-0.1)) / 0.1 */
}

static void test_profiles_expire_after_twelve_months(void **state)
{
    (void)state;
    /* Submitted evenly over fourteen periods: one of them has expired after 28 days, all after 392. */
    eep_state_advance(estimated, small_day() + 27);
    assert_near(in_pool(estimated, 550), 10);
    eep_state_advance(estimated, small_day() + 28);
    assert_near(in_pool(estimated, 550), 10.0 * 13 / 14);
    eep_state_advance(estimated, small_day() + 28 * 14);
    assert_int_equal(in_pool(estimated, 550), 0);
}

static void test_some_arrivals_are_older_profiles_that_improved(void **state)
{
    (void)state;
    parameters.pool.improved = 500;
    eep_state_advance(estimated, small_day() + 7);
    const int now = estimated->day / EEP_PERIOD_DAYS;
    assert_near(estimated->type[FRENCH].stock.at[(now - 5) % EEP_PERIODS][300], 0.5 / 14);
    assert_near(estimated->type[FRENCH].stock.at[now % EEP_PERIODS][300], 0.5 + 0.5 / 14);
}

static void test_a_flow_follows_the_arrivals_of_the_pool(void **state)
{
    (void)state;
    parameters.pool.coupling = 100;
    estimated->rate[1] = 256 * EEP_ONE; /* twice the usual */
    eep_state_advance(estimated, small_day() + 7);
    assert_near(in_type(estimated, FRENCH, 300), 2);
}

/* ---- Rounds ------------------------------------------------------------------------------------ */

static void test_a_general_round_empties_what_lies_above_its_cutoff(void **state)
{
    (void)state;
    /* 100 nominees and 500 others; the range counted 1,000, so 500 are left in it, all of them below. */
    const eep_published_round round = small_round("all", small_day(), 600, 551);
    eep_state_round(estimated, &round);
    assert_int_equal(estimated->nominees, 0);
    assert_int_equal(in_pool(estimated, 552), 0);
    assert_int_equal(in_type(estimated, CEC, 600), 0);
    assert_near(range_total(estimated, 1), 500);
    assert_near(in_pool(estimated, 510), 500 / 50.5); /* fifty scores, and half of 551 */
    assert_near(in_pool(estimated, 495), 10);
}

static void test_a_round_of_the_canadian_experience_class_takes_its_stock(void **state)
{
    (void)state;
    /* Believed: five at each of 49 scores and half of five: 247.5. Twice as many were invited. */
    const eep_published_round round = small_round("cec", small_day(), 495, 551);
    eep_state_round(estimated, &round);
    assert_int_equal(in_type(estimated, CEC, 552), 0);
    assert_near(in_type(estimated, CEC, 510), 10);
    assert_in_range(estimated->type[CEC].level, EEP_FACTOR - 1000, EEP_FACTOR);
    assert_int_equal(in_pool(estimated, 600), 0); /* all ten were of the class after all */
    assert_near(in_pool(estimated, 510), 10);
    assert_int_equal(estimated->type[CEC].rounds, 1);
}

static void test_a_later_error_is_taken_over_in_part(void **state)
{
    (void)state;
    /* Believed at 551 and above 247.5, invited four times as many: two doublings, half of which is one. */
    const eep_published_round round = small_round("cec", small_day(), 990, 551);
    estimated->type[CEC].rounds = 3;
    eep_state_round(estimated, &round);
    assert_in_range(estimated->type[CEC].level, EEP_FACTOR - 1000, EEP_FACTOR);
    assert_near(in_type(estimated, CEC, 510), 10);
}

static void test_an_error_beyond_belief_is_cut(void **state)
{
    (void)state;
    const eep_published_round round = small_round("cec", small_day(), 990000, 551);
    estimated->type[CEC].rounds = 3;
    eep_state_round(estimated, &round);
    assert_in_range(estimated->type[CEC].level, EEP_FACTOR - 1000, EEP_FACTOR); /* as if four times as many */
}

static void test_a_category_takes_part_of_the_class_and_of_the_pool(void **state)
{
    (void)state;
    eep_state_advance(estimated, small_day() + 7); /* one at each score */
    /* Believed above 501: 99 and a half; twice as many: two at each score, one of which is of the class. */
    const eep_published_round round = small_round("french", small_day() + 7, 199, 501);
    eep_state_round(estimated, &round);
    assert_int_equal(in_type(estimated, FRENCH, 550), 0);
    assert_near(in_type(estimated, FRENCH, 400), 2);
    assert_near(in_pool(estimated, 550), 8);
    assert_near(in_type(estimated, CEC, 550), 4);
}

static void test_a_round_of_the_class_takes_part_of_a_category(void **state)
{
    (void)state;
    eep_state_advance(estimated, small_day() + 7);
    const eep_published_round round = small_round("cec", small_day() + 7, 250, 551);
    eep_state_round(estimated, &round);
    assert_near(in_type(estimated, FRENCH, 600), 0.5);
    assert_near(in_type(estimated, FRENCH, 500), 1);
}

static void test_nominees_leave_by_their_own_rounds(void **state)
{
    (void)state;
    const eep_published_round round = small_round("pnp", small_day(), 60, 760);
    eep_state_round(estimated, &round);
    assert_int_equal(estimated->nominees, 40 * EEP_ONE);
    assert_near(in_pool(estimated, 550), 10);
}

static void test_the_cutoff_of_nominees_falls_with_their_number(void **state)
{
    (void)state;
    assert_int_equal(eep_nominee_cutoff(estimated, 512), 740 * EEP_ONE);
    assert_int_equal(eep_nominee_cutoff(estimated, 1024), 720 * EEP_ONE);
    assert_int_equal(eep_nominee_cutoff(estimated, 128), 780 * EEP_ONE);
    const eep_published_round round = small_round("pnp", small_day(), 512, 780);
    eep_state_round(estimated, &round);
    assert_int_equal(eep_nominee_cutoff(estimated, 512), 760 * EEP_ONE); /* half of forty is taken over */
}

static void test_a_round_of_a_type_without_a_stock_thins_the_pool(void **state)
{
    (void)state;
    /* 1,000 in 501-600 but half of those at 501: 995. */
    const eep_published_round round = small_round("fsw", small_day(), 199, 501);
    eep_state_round(estimated, &round);
    assert_near(in_pool(estimated, 550), 8);
    assert_near(in_type(estimated, CEC, 550), 4);
}

/* ---- Points that end --------------------------------------------------------------------------- */

static void test_points_that_end_move_a_part_of_everybody(void **state)
{
    (void)state;
    const eep_rescoring rescoring = {.date = small_day() + 7, .points = 50};
    eep_state_advance(estimated, small_day() + 7);
    eep_state_rescore(estimated, &rescoring);
    assert_near(in_pool(estimated, 550), 10); /* how many is seen in the next count only */
    eep_snapshot later = small_snapshot(small_day() + 7);
    later.count[1] = 800; /* a fifth is missing */
    eep_state_snapshot(estimated, &later);
    assert_int_equal(range_total(estimated, 1), 800 * EEP_ONE);
    assert_near(in_type(estimated, FRENCH, 600), 0.8);
    assert_near(in_type(estimated, FRENCH, 300), 1); /* 0.2 leave, 0.2 come */
    assert_near(in_type(estimated, FRENCH, 10), 1.2);
    assert_int_equal(estimated->rate[1], 0); /* no rate is learnt from such a count */
}

/* ---- Asking ------------------------------------------------------------------------------------ */

static void test_a_cutoff_is_where_the_invitations_end(void **state)
{
    (void)state;
    eep_field_estimate field;
    eep_state_field(estimated, "all", &field);
    assert_int_equal(field.nominees, 100 * EEP_ONE);
    assert_int_equal(eep_field_cutoff(&field, 195 * EEP_ONE), 591); /* 95 more: ten scores of ten from 600 */
    assert_int_equal(eep_field_cutoff(&field, 195000 * EEP_ONE), 0);
    eep_state_field(estimated, "cec", &field);
    assert_int_equal(field.nominees, 0);
    assert_int_equal(eep_field_cutoff(&field, 98 * EEP_ONE), 581);
    eep_state_field(estimated, "fsw", &field);
    assert_false(field.known);
}

static void test_the_age_is_that_of_the_middle_candidate(void **state)
{
    (void)state;
    /* Fourteen even periods up to this one, which begins today: the middle is where the seventh begins to
     * end. */
    assert_in_range(eep_state_age(estimated, "all", 550), 6 * 28, 7 * 28);
    assert_int_equal(eep_state_age(estimated, "french", 550), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_first_snapshot_is_met_exactly_and_spread),
        TEST(test_a_snapshot_with_more_teaches_the_rate_of_arrivals),
        TEST(test_expected_arrivals_are_in_the_pool_before_they_are_counted),
        TEST(test_a_snapshot_with_fewer_thins_its_range_alone),
        TEST(test_a_flow_brings_its_weekly_arrivals),
        TEST(test_departures_take_their_part_each_week),
        TEST(test_profiles_expire_after_twelve_months),
        TEST(test_some_arrivals_are_older_profiles_that_improved),
        TEST(test_a_flow_follows_the_arrivals_of_the_pool),
        TEST(test_a_general_round_empties_what_lies_above_its_cutoff),
        TEST(test_a_round_of_the_canadian_experience_class_takes_its_stock),
        TEST(test_a_later_error_is_taken_over_in_part),
        TEST(test_an_error_beyond_belief_is_cut),
        TEST(test_a_category_takes_part_of_the_class_and_of_the_pool),
        TEST(test_a_round_of_the_class_takes_part_of_a_category),
        TEST(test_nominees_leave_by_their_own_rounds),
        TEST(test_the_cutoff_of_nominees_falls_with_their_number),
        TEST(test_a_round_of_a_type_without_a_stock_thins_the_pool),
        TEST(test_points_that_end_move_a_part_of_everybody),
        TEST(test_a_cutoff_is_where_the_invitations_end),
        TEST(test_the_age_is_that_of_the_middle_candidate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

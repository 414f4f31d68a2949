/*
 * test_validity.c - which submissions are in the pool at a moment, second by second around the edge, where
 * months of different lengths make the order of running out another than that of submission.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/draw/validity.h"

#define DAY 86400

/* By the rule itself: made by the moment, and its own time of day, whole months later, is still to come. */
static int is_valid(eep_time moment, int months, eep_time submitted_at)
{
    const eep_date day = eep_time_date(submitted_at);
    const eep_time second = submitted_at - (eep_time)day * DAY;
    return submitted_at <= moment && moment < (eep_time)eep_date_add_months(day, months) * DAY + second;
}

/* Calls for submissions around the edge and the moment: second 0, the last, and those around the moment's. */
static void check_moment(eep_time moment, int months)
{
    const eep_validity window = eep_validity_at(moment, months);
    const eep_date day = eep_time_date(moment), edge = eep_date_add_months(day, -months);
    const eep_time second = moment - (eep_time)day * DAY;
    const eep_time seconds[] = {0, second - 1, second, second + 1, DAY - 1};
    for (eep_date other = day + 1; other >= edge - 8; other--) {
        if (other > edge + 8 && other < day - 1) continue;
        for (size_t i = 5; i-- > 0;) {
            const eep_time submitted_at = (eep_time)other * DAY + seconds[i];
            const int valid = is_valid(moment, months, submitted_at);
            assert_int_equal(eep_validity_has(&window, submitted_at), valid);
            if (submitted_at > moment) continue;
            if (submitted_at >= window.surely_valid) assert_true(valid);
            if (submitted_at < window.surely_expired) assert_false(valid);
        }
    }
    /* The bounds are tight: the second before the one is not valid, and that at the other is. */
    assert_false(is_valid(moment, months, window.surely_valid - 1));
    assert_true(is_valid(moment, months, window.surely_expired));
    assert_int_equal(eep_validity_spans(&window, window.surely_valid, moment), EEP_VALIDITY_ALL);
    assert_int_equal(eep_validity_spans(&window, window.surely_valid - 1, moment), EEP_VALIDITY_SOME);
    assert_int_equal(eep_validity_spans(&window, window.surely_valid, moment + 1), EEP_VALIDITY_SOME);
    assert_int_equal(eep_validity_spans(&window, 0, window.surely_expired - 1), EEP_VALIDITY_NONE);
    assert_int_equal(eep_validity_spans(&window, 0, window.surely_expired), EEP_VALIDITY_SOME);
}

static void test_validity_is_the_rule_on_every_day_of_five_years(void **state)
{
    (void)state;
    static const eep_time seconds[] = {0, 1, 49102, DAY - 1};
    for (eep_date day = eep_date_of(2022, 12, 31); day < eep_date_of(2028, 1, 2); day++) {
        for (size_t i = 0; i < 4; i++) {
            check_moment((eep_time)day * DAY + seconds[i], 12);
            check_moment((eep_time)day * DAY + seconds[i], 1);
            check_moment((eep_time)day * DAY + seconds[i], 6);
        }
    }
}

/* 29 February 2024, 10:00, and 28 February, 22:00, both run out on 28 February 2025. */
static void test_validity_of_a_leap_day_ends_before_that_of_the_evening_before(void **state)
{
    (void)state;
    const eep_time evening = (eep_time)eep_date_of(2024, 2, 28) * DAY + 22 * 3600;
    const eep_time morning = (eep_time)eep_date_of(2024, 2, 29) * DAY + 10 * 3600;
    const eep_validity noon = eep_validity_at((eep_time)eep_date_of(2025, 2, 28) * DAY + 12 * 3600, 12);
    assert_true(eep_validity_has(&noon, evening));
    assert_false(eep_validity_has(&noon, morning));
    assert_int_equal(eep_validity_spans(&noon, evening, noon.moment), EEP_VALIDITY_SOME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validity_is_the_rule_on_every_day_of_five_years),
        cmocka_unit_test(test_validity_of_a_leap_day_ends_before_that_of_the_evening_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

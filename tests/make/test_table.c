/* test_table.c - weights as thresholds on 32-bit words. */
#include "making.h"

static void test_table_gives_each_outcome_its_share_of_the_words(void **state)
{
    (void)state;
    const uint32_t weight[4] = {1, 0, 2, 1};
    eep_table table;
    assert_int_equal(eep_table_fill(&table, weight, 4), 1);
    /* Quarters of 2^32: outcome 0 below 2^30, 2 from there to 3 * 2^30, 3 above; 1 never. */
    assert_int_equal(eep_table_pick(&table, 0), 0);
    assert_int_equal(eep_table_pick(&table, (UINT32_C(1) << 30) - 1), 0);
    assert_int_equal(eep_table_pick(&table, UINT32_C(1) << 30), 2);
    assert_int_equal(eep_table_pick(&table, (UINT32_C(3) << 30) - 1), 2);
    assert_int_equal(eep_table_pick(&table, UINT32_C(3) << 30), 3);
    assert_int_equal(eep_table_pick(&table, UINT32_MAX), 3);
}

static void test_table_never_gives_an_outcome_of_weight_0_at_its_ends(void **state)
{
    (void)state;
    const uint32_t weight[5] = {0, 0, 7, 0, 0};
    eep_table table;
    assert_int_equal(eep_table_fill(&table, weight, 5), 1);
    assert_int_equal(eep_table_pick(&table, 0), 2);
    assert_int_equal(eep_table_pick(&table, UINT32_MAX), 2);
}

static void test_table_takes_the_largest_weights_without_overflow(void **state)
{
    (void)state;
    uint32_t weight[EEP_TABLE_MAX];
    eep_table table;
    for (size_t i = 0; i < EEP_TABLE_MAX; i++)
        weight[i] = 1000000000;
    assert_int_equal(eep_table_fill(&table, weight, EEP_TABLE_MAX), 1);
    for (uint32_t i = 0; i < EEP_TABLE_MAX; i++) {
        assert_int_equal(eep_table_pick(&table, i << 26), i);
        assert_int_equal(eep_table_pick(&table, (i << 26) + (1 << 26) - 1), i);
    }
}

static void test_table_of_zeros_is_refused(void **state)
{
    (void)state;
    const uint32_t weight[3] = {0, 0, 0};
    eep_table table;
    assert_int_equal(eep_table_fill(&table, weight, 3), 0);
}

static void test_table_pick_below_reaches_both_ends(void **state)
{
    (void)state;
    assert_int_equal(eep_pick_below(0, 10), 0);
    assert_int_equal(eep_pick_below(UINT32_MAX, 10), 9);
    assert_int_equal(eep_pick_below(UINT32_C(1) << 31, 10), 5);
    assert_int_equal(eep_pick_below(UINT32_MAX, 1), 0);
}

/* Ages are exact: the youngest and the oldest of an age on a day, leap days included. */
static void test_birthdays_bound_the_ages_of_a_day(void **state)
{
    (void)state;
    static const char *const days[] = {"2023-07-04", "2024-02-29", "2023-02-28", "2024-03-01"};
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        const eep_date day = date_of(days[d]);
        eep_birthdays birthdays;
        eep_birthdays_of(day, &birthdays);
        for (int age = 17; age < 70; age++) {
            assert_int_equal(eep_age_on(birthdays.birthday[age], day), age);
            assert_int_equal(eep_age_on(birthdays.birthday[age] + 1, day), age - 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_gives_each_outcome_its_share_of_the_words),
        cmocka_unit_test(test_table_never_gives_an_outcome_of_weight_0_at_its_ends),
        cmocka_unit_test(test_table_takes_the_largest_weights_without_overflow),
        cmocka_unit_test(test_table_of_zeros_is_refused),
        cmocka_unit_test(test_table_pick_below_reaches_both_ends),
        cmocka_unit_test(test_birthdays_bound_the_ages_of_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

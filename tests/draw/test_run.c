/* test_run.c - rounds in a row, and a baseline against a reform. */
#include "people.h"

static const person pool_of_six[] = {
    {1, "2023-01-01T00:00:00Z", 1, 0, 0}, {2, "2023-01-02T00:00:00Z", 1, 0, 11202},
    {3, "2023-01-03T00:00:00Z", 0, 0, 0}, {4, "2023-01-04T00:00:00Z", 0, 0, 11202},
    {5, "2023-01-05T00:00:00Z", 0, 1, 0}, {6, "2023-01-06T00:00:00Z", 0, 0, 0},
};

static void test_rounds_in_a_row_take_the_invited_out(void **state)
{
    const test_stage *stage = *state;
    eep_pool *pool = people_pool(pool_of_six, 6);
    const eep_round rounds[] = {round_at("general", 2, "2023-07-04"),
                                round_at("category:stem", 1, "2023-07-05"),
                                round_at("general", 9, "2023-07-06")};
    eep_notice notices[3];
    uint8_t taken[6] = {0};
    assert_int_equal(eep_hold_rounds(stage->engine, stage->policy, pool, rounds, 3, taken, notices, NULL),
                     EEP_OK);
    /* First the nominee and the earlier of the two with a sibling; then the earliest of STEM; then the rest.
     */
    const uint8_t expected[6] = {1, 3, 2, 3, 1, 3};
    assert_memory_equal(taken, expected, 6);
    assert_int_equal(notices[0].cutoff, BASE_SCORE + 15);
    assert_int_equal(notices[1].cutoff, BASE_SCORE);
    assert_int_equal(notices[1].in_pool, 4);
    assert_int_equal(notices[2].invited, 3);
    assert_true(notices[2].exhausted);
    eep_pool_free(pool);
}

static void test_rounds_that_go_back_in_time_are_refused(void **state)
{
    const test_stage *stage = *state;
    eep_pool *pool = people_pool(pool_of_six, 6);
    const eep_round rounds[] = {round_at("general", 2, "2023-07-05"), round_at("general", 2, "2023-07-04")};
    eep_notice notices[2];
    eep_error error;
    assert_int_equal(eep_hold_rounds(stage->engine, stage->policy, pool, rounds, 2, NULL, notices, &error),
                     EEP_ERROR_ARGUMENT);
    assert_int_equal(error.line, 2);
    assert_int_equal(eep_hold_rounds(stage->engine, stage->policy, pool, rounds, 0, NULL, notices, &error),
                     EEP_ERROR_ARGUMENT);
    eep_pool_free(pool);
}

static void test_compare_counts_gained_lost_and_unchanged(void **state)
{
    const test_stage *stage = *state;
    eep_pool *pool = people_pool(pool_of_six, 6);
    eep_policy *reform;
    eep_comparison comparison;
    const eep_round round = round_at("general", 3, "2023-07-05");
    assert_int_equal(eep_policy_load(NULL, NULL, &reform, NULL), EEP_OK);
    assert_int_equal(eep_policy_set(reform, "crs.additional.sibling=0", NULL), EEP_OK);
    assert_int_equal(eep_compare(stage->engine, stage->policy, reform, pool, &round, NULL, &comparison, NULL),
                     EEP_OK);
    /* Baseline: 5 (nominee), 1, 2 (siblings). Reform: 5, then 1 and 2 again, being the earliest of the equal.
     */
    assert_int_equal(comparison.baseline.cutoff, BASE_SCORE + 15);
    assert_int_equal(comparison.reform.cutoff, BASE_SCORE);
    assert_int_equal(comparison.all.unchanged_invited, 3);
    assert_int_equal(comparison.all.gained, 0);
    assert_int_equal(comparison.score_down, 2);
    assert_int_equal(comparison.score_same, 4);
    eep_policy_free(reform);
    eep_pool_free(pool);
}

static void test_compare_tells_who_changes_by_range_and_program(void **state)
{
    static const person people[] = {{1, "2023-03-01T00:00:00Z", 1, 0, 0},
                                    {2, "2023-01-02T00:00:00Z", 0, 0, 0}};
    const test_stage *stage = *state;
    eep_pool *pool = people_pool(people, 2);
    eep_policy *reform;
    eep_comparison comparison;
    const eep_round round = round_at("program:cec", 1, "2023-07-05");
    assert_int_equal(eep_policy_load(NULL, NULL, &reform, NULL), EEP_OK);
    assert_int_equal(eep_policy_set(reform, "crs.additional.sibling=0", NULL), EEP_OK);
    assert_int_equal(eep_compare(stage->engine, stage->policy, reform, pool, &round, NULL, &comparison, NULL),
                     EEP_OK);
    assert_int_equal(comparison.all.gained, 1);
    assert_int_equal(comparison.all.lost, 1);
    assert_int_equal(comparison.by_program[1].gained, 1); /* CEC */
    assert_int_equal(comparison.by_program[3].gained, 0); /* PNP */
    uint64_t gained = 0, lost = 0;
    for (size_t i = 0; i < EEP_RANGES; i++) {
        uint16_t low, high;
        eep_score_range(i, &low, &high);
        gained += comparison.by_range[i].gained;
        lost += comparison.by_range[i].lost;
        if (low <= BASE_SCORE && BASE_SCORE <= high) assert_int_equal(comparison.by_range[i].gained, 1);
        if (low <= BASE_SCORE + 15 && BASE_SCORE + 15 <= high)
            assert_int_equal(comparison.by_range[i].lost, 1);
    }
    assert_int_equal(gained, 1);
    assert_int_equal(lost, 1);
    eep_policy_free(reform);
    eep_pool_free(pool);
}

static void test_compare_leaves_those_out_who_had_left(void **state)
{
    const test_stage *stage = *state;
    eep_pool *pool = people_pool(pool_of_six, 6);
    eep_policy *reform;
    eep_comparison comparison;
    const uint8_t taken[6] = {1, 1, 0, 0, 1, 0};
    const eep_round round = round_at("general", 1, "2023-07-05");
    assert_int_equal(eep_policy_load(NULL, NULL, &reform, NULL), EEP_OK);
    assert_int_equal(eep_policy_set(reform, "crs.additional.sibling=0", NULL), EEP_OK);
    assert_int_equal(
        eep_compare(stage->engine, stage->policy, reform, pool, &round, taken, &comparison, NULL), EEP_OK);
    assert_int_equal(comparison.baseline.in_pool, 3);
    assert_int_equal(comparison.score_down, 0);
    assert_int_equal(comparison.score_same, 3);
    eep_policy_free(reform);
    eep_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounds_in_a_row_take_the_invited_out),
        cmocka_unit_test(test_rounds_that_go_back_in_time_are_refused),
        cmocka_unit_test(test_compare_counts_gained_lost_and_unchanged),
        cmocka_unit_test(test_compare_tells_who_changes_by_range_and_program),
        cmocka_unit_test(test_compare_leaves_those_out_who_had_left),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}

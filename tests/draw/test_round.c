/* test_round.c - who is invited, the cut-off and the tie-break of one round. */
#include "people.h"

static eep_notice hold(const test_stage *stage, const eep_pool *pool, const eep_round *round, uint8_t *taken)
{
    eep_notice notice;
    eep_error error;
    if (eep_draw(stage->engine, stage->policy, pool, round, taken, 1, &notice, &error) != EEP_OK) {
        fail_msg("%s", error.message);
    }
    return notice;
}

static const person four_tied[] = {
    {10, "2023-03-01T10:00:00Z", 0, 0, 0}, {11, "2023-01-01T10:00:00Z", 0, 0, 0},
    {12, "2023-02-01T10:00:00Z", 0, 0, 0}, {13, "2023-05-01T10:00:00Z", 1, 0, 0}, /* 15 points more */
    {14, "2023-04-01T10:00:00Z", 0, 0, 0},
};

static void test_draw_takes_the_highest_score_first(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    const eep_round round = round_at("general", 1, "2023-07-05");
    uint8_t taken[5] = {0};
    const eep_notice notice = hold(*state, pool, &round, taken);
    assert_int_equal(notice.cutoff, BASE_SCORE + 15);
    assert_int_equal(notice.invited, 1);
    assert_int_equal(taken[3], 1);
    eep_pool_free(pool);
}

static void test_draw_breaks_ties_by_the_earlier_submission_and_includes_it(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    const eep_round round = round_at("general", 3, "2023-07-05");
    uint8_t taken[5] = {0};
    const eep_notice notice = hold(*state, pool, &round, taken);
    assert_int_equal(notice.cutoff, BASE_SCORE);
    assert_int_equal(notice.tie_break, at("2023-02-01T10:00:00Z"));
    assert_int_equal(notice.at_cutoff, 4);
    assert_int_equal(notice.at_cutoff_invited, 2);
    const uint8_t expected[5] = {0, 1, 1, 1, 0};
    assert_memory_equal(taken, expected, 5);
    assert_false(notice.exhausted);
    eep_pool_free(pool);
}

static void test_draw_breaks_equal_seconds_by_id(void **state)
{
    static const person people[] = {{30, "2023-02-01T10:00:00Z", 0, 0, 0},
                                    {20, "2023-02-01T10:00:00Z", 0, 0, 0},
                                    {25, "2023-02-01T10:00:00Z", 0, 0, 0}};
    eep_pool *pool = people_pool(people, 3);
    const eep_round round = round_at("general", 2, "2023-07-05");
    uint8_t taken[3] = {0};
    hold(*state, pool, &round, taken);
    const uint8_t expected[3] = {0, 1, 1};
    assert_memory_equal(taken, expected, 3);
    eep_pool_free(pool);
}

static void test_draw_invites_everybody_when_fewer_qualify(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    const eep_round round = round_at("general", 1000000, "2023-07-05");
    const eep_notice notice = hold(*state, pool, &round, NULL);
    assert_int_equal(notice.invited, 5);
    assert_int_equal(notice.cutoff, BASE_SCORE);
    assert_int_equal(notice.tie_break, at("2023-04-01T10:00:00Z"));
    assert_true(notice.exhausted);
    eep_pool_free(pool);
}

static void test_draw_exactly_as_many_as_qualify_is_not_exhausted(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    const eep_round round = round_at("general", 5, "2023-07-05");
    const eep_notice notice = hold(*state, pool, &round, NULL);
    assert_int_equal(notice.invited, 5);
    assert_false(notice.exhausted);
    eep_pool_free(pool);
}

static void test_draw_of_nobody_says_so(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    const eep_round round = round_at("program:pnp", 10, "2023-07-05");
    const eep_notice notice = hold(*state, pool, &round, NULL);
    assert_int_equal(notice.invited, 0);
    assert_int_equal(notice.eligible, 0);
    assert_int_equal(notice.in_pool, 5);
    assert_int_equal(notice.cutoff, 0);
    assert_true(notice.exhausted);
    eep_pool_free(pool);
}

static void test_draw_floor_keeps_lower_scores_out(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    eep_round round = round_at("general", 5, "2023-07-05");
    round.floor = BASE_SCORE + 1;
    const eep_notice notice = hold(*state, pool, &round, NULL);
    assert_int_equal(notice.eligible, 1);
    assert_int_equal(notice.cutoff, BASE_SCORE + 15);
    round.floor = BASE_SCORE; /* the floor itself is in */
    assert_int_equal(hold(*state, pool, &round, NULL).eligible, 5);
    eep_pool_free(pool);
}

/* A profile submitted on 2022-07-05 at 12:00:00 is in the pool until that second a year later. */
static void test_draw_profile_runs_out_after_twelve_months_to_the_second(void **state)
{
    static const person people[] = {{1, "2022-07-05T12:00:00Z", 0, 0, 0}};
    eep_pool *pool = people_pool(people, 1);
    eep_round round = round_at("general", 1, "2023-07-05T11:59:59Z");
    assert_int_equal(hold(*state, pool, &round, NULL).in_pool, 1);
    round.moment = at("2023-07-05T12:00:00Z");
    assert_int_equal(hold(*state, pool, &round, NULL).in_pool, 0);
    eep_pool_free(pool);
}

/* 29 February has no anniversary: the profile runs out on 28 February. */
static void test_draw_profile_of_a_leap_day_runs_out_on_the_28th(void **state)
{
    static const person people[] = {{1, "2024-02-29T12:00:00Z", 0, 0, 0},
                                    {2, "2024-02-28T13:00:00Z", 0, 0, 0}};
    eep_pool *pool = people_pool(people, 2);
    int32_t *tested = edit(pool, "language_test_date");
    tested[0] = tested[1] = eep_date_of(2024, 1, 1);
    eep_round round = round_at("general", 2, "2025-02-28T11:59:59Z");
    assert_int_equal(hold(*state, pool, &round, NULL).in_pool, 2);
    round.moment = at("2025-02-28T12:30:00Z");
    uint8_t taken[2] = {0};
    assert_int_equal(hold(*state, pool, &round, taken).in_pool, 1);
    assert_int_equal(taken[0], 0);
    assert_int_equal(taken[1], 1);
    eep_pool_free(pool);
}

static void test_draw_leaves_out_who_submits_later(void **state)
{
    static const person people[] = {{1, "2023-07-05T12:00:00Z", 0, 0, 0}};
    eep_pool *pool = people_pool(people, 1);
    eep_round round = round_at("general", 1, "2023-07-05T11:59:59Z");
    assert_int_equal(hold(*state, pool, &round, NULL).in_pool, 0);
    round.moment = at("2023-07-05T12:00:00Z");
    assert_int_equal(hold(*state, pool, &round, NULL).in_pool, 1);
    eep_pool_free(pool);
}

static void test_draw_leaves_out_everybody_who_is_not_active(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    uint8_t *status = edit(pool, "status");
    for (uint8_t i = 0; i < 5; i++)
        status[i] = i; /* active, invited, applied, withdrawn, expired */
    const eep_round round = round_at("general", 5, "2023-07-05");
    uint8_t taken[5] = {0};
    assert_int_equal(hold(*state, pool, &round, taken).in_pool, 1);
    assert_int_equal(taken[0], 1);
    eep_pool_free(pool);
}

static void test_draw_category_takes_members_only(void **state)
{
    static const person people[] = {
        {1, "2023-01-01T00:00:00Z", 1, 0, 21200},  /* an architect: 2023-1 only */
        {2, "2023-01-02T00:00:00Z", 0, 0, 21300},  /* a civil engineer: in every list */
        {3, "2023-01-03T00:00:00Z", 1, 0, 11202}}; /* in no list of STEM */
    eep_pool *pool = people_pool(people, 3);
    eep_round round = round_at("category:stem", 3, "2023-07-05");
    uint8_t taken[3] = {0};
    eep_notice notice = hold(*state, pool, &round, taken);
    assert_int_equal(notice.eligible, 2);
    assert_string_equal(notice.category_version, "2023-1");
    assert_string_equal(notice.official_name, "STEM occupations (Version 1)");
    assert_int_equal(taken[2], 0);
    round = round_at("category:stem@2025-v2", 3, "2023-07-05");
    notice = hold(*state, pool, &round, NULL);
    assert_int_equal(notice.eligible, 1);
    assert_string_equal(notice.category_version, "2025-v2");
    eep_pool_free(pool);
}

static void test_draw_programs_column_of_the_pool_decides(void **state)
{
    eep_pool *pool = people_pool(four_tied, 5);
    uint8_t *programs = edit(pool, "programs");
    programs[0] = EEP_FST;
    programs[1] = EEP_FST | EEP_CEC;
    const eep_round round = round_at("program:fst", 5, "2023-07-05");
    uint8_t taken[5] = {0};
    const eep_notice notice = hold(*state, pool, &round, taken);
    assert_int_equal(notice.eligible, 2);
    assert_int_equal(notice.in_pool, 2); /* the others qualify for nothing */
    eep_pool_free(pool);
}

static void test_draw_general_round_takes_nominees_too(void **state)
{
    static const person people[] = {{1, "2023-01-01T00:00:00Z", 0, 0, 0},
                                    {2, "2023-01-02T00:00:00Z", 0, 1, 0}};
    eep_pool *pool = people_pool(people, 2);
    const eep_round round = round_at("general", 1, "2023-07-05");
    uint8_t taken[2] = {0};
    const eep_notice notice = hold(*state, pool, &round, taken);
    assert_int_equal(notice.cutoff, BASE_SCORE + 600);
    assert_int_equal(taken[1], 1);
    eep_pool_free(pool);
}

static void test_invitation_names_the_first_program_that_the_round_covers(void **state)
{
    const test_stage *stage = *state;
    static const struct {
        const char *round;
        uint8_t programs;
        const char *named; /* NULL: none */
    } cases[] = {
        {"general", EEP_FSW | EEP_CEC | EEP_FST | EEP_PNP, "pnp"},
        {"general", EEP_FSW | EEP_CEC | EEP_FST, "cec"},
        {"general", EEP_FSW | EEP_FST, "fsw"},
        {"general", EEP_FST, "fst"},
        {"general", 0, NULL},
        {"category:stem", EEP_FSW | EEP_FST | EEP_PNP, "fsw"}, /* nominations are not covered */
        {"category:stem", EEP_PNP, NULL},
        {"category:no_such", EEP_FSW, NULL},
        {"program:fst", EEP_FSW | EEP_CEC | EEP_FST | EEP_PNP, "fst"},
        {"program:fst", EEP_FSW, NULL},
    };
    eep_rules *rules = NULL;
    assert_int_equal(eep_policy_at(stage->policy, eep_date_of(2023, 7, 5), &rules, NULL), EEP_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const eep_round round = round_at(cases[i].round, 1, "2023-07-05");
        const int program = eep_round_program(rules, &round, cases[i].programs);
        assert_int_equal(program >= 0, cases[i].named != NULL);
        if (program >= 0) assert_string_equal(eep_program_name((size_t)program), cases[i].named);
    }
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draw_takes_the_highest_score_first),
        cmocka_unit_test(test_draw_breaks_ties_by_the_earlier_submission_and_includes_it),
        cmocka_unit_test(test_draw_breaks_equal_seconds_by_id),
        cmocka_unit_test(test_draw_invites_everybody_when_fewer_qualify),
        cmocka_unit_test(test_draw_exactly_as_many_as_qualify_is_not_exhausted),
        cmocka_unit_test(test_draw_of_nobody_says_so),
        cmocka_unit_test(test_draw_floor_keeps_lower_scores_out),
        cmocka_unit_test(test_draw_profile_runs_out_after_twelve_months_to_the_second),
        cmocka_unit_test(test_draw_profile_of_a_leap_day_runs_out_on_the_28th),
        cmocka_unit_test(test_draw_leaves_out_who_submits_later),
        cmocka_unit_test(test_draw_leaves_out_everybody_who_is_not_active),
        cmocka_unit_test(test_draw_category_takes_members_only),
        cmocka_unit_test(test_draw_programs_column_of_the_pool_decides),
        cmocka_unit_test(test_draw_general_round_takes_nominees_too),
        cmocka_unit_test(test_invitation_names_the_first_program_that_the_round_covers),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}

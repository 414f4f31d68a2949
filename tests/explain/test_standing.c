/*
 * test_standing.c - rank in a pool: whoever ranks n-th is invited by a round of n and by none smaller; and
 * the published rounds that a score would have met, counted by hand.
 */
#include "tests/explain/candidates.h"

#define ROWS 3000

static eep_standing stand(const eep_rules *rules, const eep_pool *pool, const eep_pool *candidates,
                          uint64_t row, const eep_round *round)
{
    eep_standing standing;
    eep_error error;
    require(eep_standing_of(here.engine, rules, pool, candidates, row, round, &standing, &error), &error);
    return standing;
}

static eep_round round_of(const char *text, eep_date day)
{
    eep_round round = {.invitations = 1, .moment = (eep_time)day * 86400 + 86399};
    eep_error error;
    require(eep_round_parse(text, &round, &error), &error);
    return round;
}

static int is_invited(const eep_pool *pool, eep_round round, uint64_t invitations, uint64_t row)
{
    static uint8_t taken[ROWS];
    eep_notice notice;
    eep_error error;
    if (invitations == 0) return 0;
    memset(taken, 0, sizeof taken);
    round.invitations = invitations;
    require(eep_draw(here.engine, here.policy, pool, &round, taken, 1, &notice, &error), &error);
    return taken[row];
}

static int check_rank(const eep_rules *rules, const eep_pool *pool, uint64_t row, const char *kind)
{
    const eep_round round = round_of(kind, eep_rules_day(rules));
    const eep_standing standing = stand(rules, pool, pool, row, &round);
    assert_true(standing.above + standing.equal <= standing.others);
    assert_true(standing.ahead >= standing.above && standing.ahead <= standing.above + standing.equal);
    if (!standing.competes) {
        assert_false(is_invited(pool, round, ROWS, row));
        return 0;
    }
    assert_true(is_invited(pool, round, standing.ahead + 1, row));
    assert_false(is_invited(pool, round, standing.ahead, row));
    return 1;
}

/* Invented candidates as the library makes them: all qualify for something. */
static eep_pool *made_pool(const eep_rules *rules, eep_date day)
{
    eep_recipe recipe;
    eep_pool *pool = NULL;
    eep_error error;
    eep_recipe_defaults(&recipe);
    recipe.model = "first"; /* many stand among the strong */
    recipe.rows = ROWS;
    recipe.moment = (eep_time)day * 86400;
    require(eep_pool_make(here.engine, rules, &recipe, &pool, &error), &error);
    return pool;
}

static void test_rank_is_the_size_of_the_smallest_round_that_invites(void **state)
{
    static const char *const kinds[] = {"general", "program:cec", "program:fsw", "category:stem",
                                        "category:french"};
    static const char *const rules_of_ties[] = {"earliest", "latest", "lottery", "oldest"};
    const eep_date day = day_of("2023-07-05");
    (void)state;
    for (size_t t = 0; t < 4; t++) {
        char assignment[64];
        int competing = 0;
        eep_error error;
        snprintf(assignment, sizeof assignment, "rounds.tie_break=%s", rules_of_ties[t]);
        if (t > 0) require(eep_policy_set(here.policy, assignment, &error), &error);
        eep_rules *rules = rules_on(day);
        eep_pool *pool = made_pool(rules, day);
        for (uint64_t row = 0; row < ROWS; row += 37)
            competing += check_rank(rules, pool, row, kinds[row / 37 % 5]);
        assert_true(competing > 40);
        eep_pool_free(pool);
        eep_rules_free(rules);
    }
}

static eep_standing stand_as(const eep_rules *rules, const eep_pool *pool, const char *profile,
                             const eep_round *round)
{
    eep_pool *candidate = profile_on(profile, "2023-07-05");
    const eep_standing standing = stand(rules, pool, candidate, 0, round);
    eep_pool_free(candidate);
    return standing;
}

static void test_profile_stands_in_a_pool_as_if_it_were_in_it(void **state)
{
#define WORKER "education: masters\nnoc: 21231\nnoc_canadian_months: 12\nid: 7\n" ENGLISH(9)
#define EARLY  "submitted_at: 2023-06-01T00:00:00Z\n"
    const eep_date day = day_of("2023-07-05");
    const eep_round round = round_of("program:cec", day), trades = round_of("program:fst", day);
    eep_rules *rules = rules_on(day);
    eep_pool *one = profile_on("age: 29\n" EARLY WORKER, "2023-07-05");
    eep_pool *pool = copies_of(one, 0, 3);
    (void)state;
    /* Three in the pool; the second is 31 and the third is 29 and submitted later. */
    ((eep_date *)eep_pool_edit(pool, (size_t)eep_column_find("birth_date")))[1] -= 800;
    ((eep_time *)eep_pool_edit(pool, (size_t)eep_column_find("submitted_at")))[2] += 864000;
    eep_standing standing =
        stand_as(rules, pool, "age: 29\nsubmitted_at: 2023-06-05T00:00:00Z\n" WORKER, &round);
    assert_true(standing.competes);
    assert_int_equal(standing.others, 3);
    assert_int_equal(standing.above, 0);
    assert_int_equal(standing.equal, 2);
    assert_int_equal(standing.ahead, 1);
    assert_string_equal(standing.official_name, "Canadian Experience Class");
    standing = stand_as(rules, pool, "age: 45\n" EARLY WORKER, &round);
    assert_int_equal(standing.above, 3);
    assert_int_equal(standing.ahead, 3);
    /* Nobody is counted against oneself; who is not in it has no rank. */
    assert_int_equal(stand(rules, pool, pool, 0, &round).others, 2);
    assert_false(stand_as(rules, pool, "age: 29\n" EARLY WORKER, &trades).competes);
    /* A profile that ran out, or that is yet to come, is not in the pool. */
    assert_false(
        stand_as(rules, pool, "age: 29\nsubmitted_at: 2022-07-05T00:00:00Z\n" WORKER, &round).competes);
    assert_false(
        stand_as(rules, pool, "age: 29\nsubmitted_at: 2023-07-06T00:00:00Z\n" WORKER, &round).competes);
    eep_pool_free(pool);
    eep_pool_free(one);
    eep_rules_free(rules);
}

static void test_standing_asked_wrongly_is_refused(void **state)
{
    const eep_date day = day_of("2023-07-05");
    eep_rules *rules = rules_on(day);
    eep_pool *pool = profile_on("age: 29\n", "2023-07-05");
    eep_round round = round_of("general", day), unknown = round_of("category:steam", day);
    eep_standing standing;
    eep_error error;
    (void)state;
    assert_int_equal(eep_standing_of(here.engine, rules, pool, pool, 1, &round, &standing, &error),
                     EEP_ERROR_ARGUMENT);
    assert_int_equal(eep_standing_of(here.engine, rules, pool, pool, 0, &unknown, &standing, &error),
                     EEP_ERROR_UNKNOWN);
    assert_non_null(strstr(error.advice, "stem"));
    eep_pool_free(pool);
    eep_rules_free(rules);
}

/* ---- Published rounds ---------------------------------------------------------------------------- */

static void expect_type(const eep_past_rounds *type, const char *id, unsigned rounds, unsigned met,
                        unsigned lowest, unsigned last, int qualifies)
{
    assert_string_equal(type->id, id);
    assert_int_equal(type->rounds, rounds);
    assert_int_equal(type->met, met);
    assert_int_equal(type->lowest, lowest);
    assert_int_equal(type->last, last);
    assert_int_equal(type->qualifies, qualifies);
}

/* The first four rounds: general 886 and 818, Canadian Experience Class 808, general 735 on 2015-02-27. */
static void test_past_rounds_of_the_first_two_months(void **state)
{
    eep_past_rounds types[EEP_PAST_TYPES_MAX];
    eep_history *history = NULL;
    eep_rules *rules = rules_on(day_of("2015-03-01"));
    eep_error error;
    (void)state;
    require(eep_history_load(EEP_SOURCE "/datasets/history", &history, &error), &error);
    const eep_date from = day_of("2015-01-31"), before = day_of("2015-02-28");
    assert_int_equal(eep_past_rounds_met(history, from, before, rules, 808, EEP_FSW, 0, types), 2);
    expect_type(&types[0], "all", 3, 1, 735, 735, 1);
    expect_type(&types[1], "cec", 1, 1, 808, 808, 0);
    assert_int_equal(eep_past_rounds_met(history, from, before, rules, 807, EEP_CEC, 0, types), 2);
    expect_type(&types[1], "cec", 1, 0, 808, 808, 1);
    /* Both ends: the day of the first round is in, that of the last is not. */
    assert_int_equal(eep_past_rounds_met(history, from, day_of("2015-02-27"), rules, 817, 0, 0, types), 2);
    expect_type(&types[0], "all", 2, 0, 818, 818, 0);
    assert_int_equal(eep_past_rounds_met(history, from + 1, day_of("2015-02-20"), rules, 818, 0, 0, types),
                     1);
    expect_type(&types[0], "all", 1, 1, 818, 818, 0);
    assert_int_equal(eep_past_rounds_met(history, from, from, rules, 1200, 0, 0, types), 0);
    eep_history_free(history);
    eep_rules_free(rules);
}

/* Round 254: STEM, 500 at 486 on 2023-07-05. */
static void test_past_rounds_of_a_category_ask_for_membership_and_a_federal_program(void **state)
{
    eep_past_rounds types[EEP_PAST_TYPES_MAX];
    eep_history *history = NULL;
    eep_category category;
    eep_error error;
    uint32_t stem = 0;
    const eep_date from = day_of("2023-07-05"), before = day_of("2023-07-06");
    eep_rules *rules = rules_on(from), *later = rules_on(day_of("2026-05-11"));
    (void)state;
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++)
        if (category.in_force && strcmp(category.id, "stem") == 0) stem = (uint32_t)1 << i;
    require(eep_history_load(EEP_SOURCE "/datasets/history", &history, &error), &error);
    assert_int_equal(eep_past_rounds_met(history, from, before, rules, 486, EEP_FSW, stem, types), 1);
    expect_type(&types[0], "stem", 1, 1, 486, 486, 1);
    (void)eep_past_rounds_met(history, from, before, rules, 485, EEP_FSW, 0, types);
    expect_type(&types[0], "stem", 1, 0, 486, 486, 0);
    (void)eep_past_rounds_met(history, from, before, rules, 485, EEP_PNP, stem, types);
    expect_type(&types[0], "stem", 1, 0, 486, 486, 0);
    /* The agriculture category is no longer in force in 2026. */
    assert_int_equal(eep_past_rounds_met(history, day_of("2023-09-28"), day_of("2023-09-29"), later, 400,
                                         EEP_FSW, UINT32_MAX, types),
                     1);
    assert_string_equal(types[0].id, "agriculture");
    assert_int_equal(types[0].qualifies, -1);
    eep_history_free(history);
    eep_rules_free(later);
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rank_is_the_size_of_the_smallest_round_that_invites, open_world,
                                        close_world),
        cmocka_unit_test_setup_teardown(test_profile_stands_in_a_pool_as_if_it_were_in_it, open_world,
                                        close_world),
        cmocka_unit_test_setup_teardown(test_standing_asked_wrongly_is_refused, open_world, close_world),
        cmocka_unit_test_setup_teardown(test_past_rounds_of_the_first_two_months, open_world, close_world),
        cmocka_unit_test_setup_teardown(
            test_past_rounds_of_a_category_ask_for_membership_and_a_federal_program, open_world, close_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_packed.c - rounds on packed pools against sorting: all kinds of rounds, floors, ties, rounds that take
 * everybody, people who have left; days on which birthdays and papers change scores; policies that do not
 * fit; every kernel level, 1, 2 and 3 threads.
 */
#include "oracle.h"
#include "sim/packed/packed.h"

#define ROWS 5000

/* A policy with changes, separated by a semicolon. */
static eep_policy *policy_with(const char *changes)
{
    char list[256], *rest = list;
    eep_policy *policy;
    eep_error error;
    must(eep_policy_load(NULL, NULL, &policy, &error), &error);
    snprintf(list, sizeof list, "%s", changes);
    for (char *change; (change = strsep(&rest, ";")) != NULL;)
        if (change[0] != '\0') must(eep_policy_set(policy, change, &error), &error);
    return policy;
}

static eep_rules *rules_on(const eep_policy *policy, eep_date day)
{
    eep_rules *rules;
    eep_error error;
    must(eep_policy_at(policy, day, &rules, &error), &error);
    return rules;
}

/* One packed pool and what it is held against. */
typedef struct packed_trial {
    eep_engine *engine;
    const eep_policy *policy;
    eep_pool *pool;
    eep_rules *rules;
    eep_packed *packed;
    uint8_t taken[2 * ROWS];
    chance from;
} packed_trial;

static void mark_rows(uint8_t *taken, const uint64_t *row, uint64_t count, uint8_t mark)
{
    for (uint64_t i = 0; i < count; i++) {
        assert_true(i == 0 || row[i - 1] < row[i]);
        taken[row[i]] = mark;
    }
}

/* A round on the packed pool, on the columns, and by sorting. */
static void hold_one(packed_trial *trial, const oracle *of, uint8_t mark)
{
    static uint64_t invited[2 * ROWS + 1];
    static uint8_t expected[2 * ROWS], on_columns[2 * ROWS], on_packed[2 * ROWS];
    const uint64_t rows = eep_pool_rows(trial->pool);
    const eep_round round = random_round(trial->rules, rows, &trial->from);
    eep_notice right, found, cut;
    eep_error error;
    memcpy(expected, trial->taken, rows);
    memcpy(on_columns, trial->taken, rows);
    memcpy(on_packed, trial->taken, rows);
    ask_oracle(of, &round, expected, mark, &right);
    must(eep_draw(trial->engine, trial->policy, trial->pool, &round, on_columns, mark, &found, &error),
         &error);
    check_notice(&found, &right);
    assert_memory_equal(on_columns, expected, rows);
    must(eep_packed_draw(trial->engine, trial->packed, &round, EEP_DRAW_CUT_ONLY, NULL, &cut, &error),
         &error);
    check_cut(&cut, &right);
    assert_int_equal(cut.in_pool, 0);
    must(eep_packed_draw(trial->engine, trial->packed, &round, EEP_DRAW_NOTICE, invited, &found, &error),
         &error);
    check_notice(&found, &right);
    mark_rows(on_packed, invited, found.invited, mark);
    assert_memory_equal(on_packed, expected, rows);
    must(eep_packed_set_active(trial->packed, invited, found.invited, 0, &error), &error);
    memcpy(trial->taken, expected, rows);
}

static void hold_some(packed_trial *trial, int rounds)
{
    oracle of = open_oracle(trial->pool, trial->rules);
    for (int i = 0; i < rounds; i++)
        hold_one(trial, &of, (uint8_t)(i + 1));
    close_oracle(&of);
}

/* To the rules of another day or policy. */
static void move_on(packed_trial *trial, eep_date day)
{
    eep_rules *before = trial->rules;
    eep_error error;
    trial->rules = rules_on(trial->policy, day);
    must(eep_packed_update(trial->engine, trial->packed, trial->rules, &error), &error);
    eep_rules_free(before);
}

/* Nothing of a packed pool that was moved on tells it from a new one. */
static void check_scores(const packed_trial *trial)
{
    const uint64_t rows = eep_pool_rows(trial->pool);
    const uint16_t *kept, *anew;
    eep_packed *fresh;
    eep_error error;
    must(eep_packed_new(trial->engine, trial->rules, trial->pool, &fresh, &error), &error);
    must(eep_packed_keep_scores(trial->engine, fresh, &anew, &error), &error);
    must(eep_packed_keep_scores(trial->engine, trial->packed, &kept, &error), &error);
    assert_memory_equal(kept, anew, rows * sizeof *kept);
    assert_int_equal(eep_packed_rows(trial->packed), rows);
    eep_packed_free(fresh);
}

static void run_trial(const char *cpu, int threads, const char *changes, int in_order, int wide,
                      uint32_t seed)
{
    static packed_trial trial;
    const eep_date day = eep_date_of(2023, 7, 5);
    eep_policy *policy = policy_with(changes);
    eep_error error;
    trial = (packed_trial){.engine = engine_with(cpu, threads), .policy = policy, .from = {seed, 0}};
    trial.rules = rules_on(policy, day);
    trial.pool = stirred_pool(trial.engine, trial.rules, ROWS, in_order, &trial.from);
    must(eep_packed_new(trial.engine, trial.rules, trial.pool, &trial.packed, &error), &error);
    assert_int_equal(eep_packed_why_wide(trial.packed) != NULL, wide);
    hold_some(&trial, 4);
    check_scores(&trial); /* scores are kept from here on */
    hold_some(&trial, 3);
    move_on(&trial, day + 1);
    hold_some(&trial, 2);
    grow_pool(trial.pool, 700, day + 1, in_order, &trial.from);
    move_on(&trial, day + 19);
    check_scores(&trial);
    hold_some(&trial, 3);
    move_on(&trial, day - 12);
    check_scores(&trial);
    hold_some(&trial, 2);
    eep_packed_free(trial.packed);
    eep_rules_free(trial.rules);
    eep_pool_free(trial.pool);
    eep_policy_free(policy);
    eep_engine_free(trial.engine);
}

static void test_rounds_equal_sorting_at_every_level(void **state)
{
    (void)state;
    const char *level;
    int usable;
    for (size_t index = 0; (level = eep_cpu_level(index, &usable)) != NULL; index++) {
        for (int threads = 1; usable && threads <= 3; threads++)
            run_trial(level, threads, "", threads % 2, 0, (uint32_t)(index * 3) + (uint32_t)threads);
    }
}

static void test_rounds_equal_sorting_under_every_tie_break(void **state)
{
    (void)state;
    for (size_t rule = 1; eep_tie_break_name(rule) != NULL; rule++) {
        char change[64];
        snprintf(change, sizeof change, "rounds.tie_break=%s", eep_tie_break_name(rule));
        run_trial(NULL, 2, change, (int)rule % 2, 0, 50 + (uint32_t)rule);
    }
}

static void test_rounds_equal_sorting_under_rules_that_do_not_fit(void **state)
{
    (void)state;
    run_trial(NULL, 2, "programs.cec.level.1=11", 1, 1, 70);
    run_trial("ref", 1, "programs.cec.level.1=11;rounds.tie_break=latest", 0, 1, 71);
}

static void test_a_pool_goes_from_rules_to_rules_that_do_not_fit_and_back(void **state)
{
    (void)state;
    static packed_trial trial;
    const eep_date day = eep_date_of(2023, 7, 5);
    eep_policy *policies[3] = {policy_with(""), policy_with("programs.cec.level.1=11"),
                               policy_with("crs.additional.sibling=40;categories.stem.2023-1.months=2")};
    eep_error error;
    trial = (packed_trial){.engine = engine_with(NULL, 2), .policy = policies[0], .from = {80, 0}};
    trial.rules = rules_on(policies[0], day);
    trial.pool = stirred_pool(trial.engine, trial.rules, ROWS, 1, &trial.from);
    must(eep_packed_new(trial.engine, trial.rules, trial.pool, &trial.packed, &error), &error);
    for (int step = 0; step < 6; step++) {
        hold_some(&trial, 2);
        check_scores(&trial);
        trial.policy = policies[(step + 1) % 3];
        move_on(&trial, day + step);
    }
    eep_packed_free(trial.packed);
    eep_rules_free(trial.rules);
    eep_pool_free(trial.pool);
    for (int p = 0; p < 3; p++)
        eep_policy_free(policies[p]);
    eep_engine_free(trial.engine);
}

/* One candidate's paper at a time is all that changes: the block must be found by it, forwards and back. */
static void check_one_paper(const char *column, eep_date last_day)
{
    static packed_trial trial;
    const eep_date day = eep_date_of(2023, 7, 5);
    eep_policy *policy = policy_with("");
    eep_error error;
    trial = (packed_trial){.engine = engine_with(NULL, 2), .policy = policy, .from = {95, 0}};
    trial.rules = rules_on(policy, day);
    trial.pool = stirred_pool(trial.engine, trial.rules, ROWS, 1, &trial.from);
    int32_t *tested = edited(trial.pool, "language_test_date"),
            *assessed = edited(trial.pool, "assessment_date");
    for (uint64_t row = 0; row < ROWS; row++)
        tested[row] = assessed[row] = day;
    ((int32_t *)edited(trial.pool, column))[3000] = last_day;
    must(eep_packed_new(trial.engine, trial.rules, trial.pool, &trial.packed, &error), &error);
    must(eep_packed_keep_scores(trial.engine, trial.packed, NULL, &error), &error);
    const uint16_t at_first = trial.packed->score[3000];
    move_on(&trial, day + 2);
    check_scores(&trial);
    assert_true(trial.packed->score[3000] < at_first);
    move_on(&trial, day);
    check_scores(&trial);
    assert_int_equal(trial.packed->score[3000], at_first);
    eep_packed_free(trial.packed);
    eep_rules_free(trial.rules);
    eep_pool_free(trial.pool);
    eep_policy_free(policy);
    eep_engine_free(trial.engine);
}

static void test_a_paper_that_expires_is_found_in_its_block(void **state)
{
    (void)state;
    /* Tests are good for two years, assessments for five: both are of the day before they run out. */
    check_one_paper("language_test_date", eep_date_of(2021, 7, 6));
    check_one_paper("assessment_date", eep_date_of(2018, 7, 6));
}

static void test_the_programs_of_the_pool_come_before_those_of_the_rules(void **state)
{
    (void)state;
    static packed_trial trial;
    eep_policy *policy = policy_with("");
    eep_error error;
    trial = (packed_trial){.engine = engine_with(NULL, 2), .policy = policy, .from = {90, 0}};
    trial.rules = rules_on(policy, eep_date_of(2023, 7, 5));
    trial.pool = stirred_pool(trial.engine, trial.rules, ROWS, 1, &trial.from);
    uint8_t *programs = edited(trial.pool, "programs");
    for (uint64_t row = 0; row < ROWS; row++)
        programs[row] = (uint8_t)below(&trial.from, 16);
    must(eep_packed_new(trial.engine, trial.rules, trial.pool, &trial.packed, &error), &error);
    hold_some(&trial, 12);
    eep_packed_free(trial.packed);
    eep_rules_free(trial.rules);
    eep_pool_free(trial.pool);
    eep_policy_free(policy);
    eep_engine_free(trial.engine);
}

/* Rows that came after packing are not looked at until the update takes them in. */
static void test_a_pool_that_has_grown_is_drawn_from_as_it_was_packed(void **state)
{
    (void)state;
    static packed_trial trial;
    const eep_date day = eep_date_of(2023, 7, 5);
    const eep_round round = {.invitations = 100, .moment = (eep_time)day * DAY};
    static uint64_t invited[2][100];
    eep_notice before, after, ranked;
    eep_ranking *ranking;
    eep_error error;
    eep_policy *policy = policy_with("");
    trial = (packed_trial){.engine = engine_with(NULL, 2), .policy = policy, .from = {98, 0}};
    trial.rules = rules_on(policy, day);
    trial.pool = stirred_pool(trial.engine, trial.rules, ROWS, 0, &trial.from);
    must(eep_packed_new(trial.engine, trial.rules, trial.pool, &trial.packed, &error), &error);
    must(eep_packed_draw(trial.engine, trial.packed, &round, EEP_DRAW_NOTICE, invited[0], &before, &error),
         &error);
    must(eep_pool_grow(trial.pool, 60 * ROWS, &error), &error);
    must(eep_packed_draw(trial.engine, trial.packed, &round, EEP_DRAW_NOTICE, invited[1], &after, &error),
         &error);
    check_notice(&after, &before);
    assert_memory_equal(invited[0], invited[1], sizeof invited[0]);
    must(eep_ranking_new(trial.engine, trial.packed, &ranking, &error), &error);
    must(eep_ranking_draw(trial.engine, ranking, &round, invited[1], &ranked, &error), &error);
    check_notice(&ranked, &before);
    eep_ranking_free(ranking);
    eep_packed_free(trial.packed);
    eep_rules_free(trial.rules);
    eep_pool_free(trial.pool);
    eep_policy_free(policy);
    eep_engine_free(trial.engine);
}

static void test_bad_rounds_and_rows_are_refused(void **state)
{
    (void)state;
    eep_policy *policy = policy_with("");
    eep_engine *engine = engine_with(NULL, 1);
    eep_rules *rules = rules_on(policy, eep_date_of(2023, 7, 5));
    chance from = {91, 0};
    eep_pool *pool = stirred_pool(engine, rules, 100, 1, &from);
    eep_packed *packed;
    eep_notice notice;
    eep_error error;
    eep_round round = {.invitations = 10, .moment = (eep_time)(rules->day + 1) * DAY};
    must(eep_packed_new(engine, rules, pool, &packed, &error), &error);
    assert_int_equal(eep_packed_draw(engine, packed, &round, EEP_DRAW_NOTICE, NULL, &notice, &error),
                     EEP_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "2023-07-06"));
    round.moment -= 1;
    round.invitations = 0;
    assert_int_equal(eep_packed_draw(engine, packed, &round, EEP_DRAW_NOTICE, NULL, &notice, &error),
                     EEP_ERROR_ARGUMENT);
    const uint64_t rows[2] = {3, 100};
    assert_int_equal(eep_packed_set_active(packed, rows, 2, 0, &error), EEP_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "no row 100"));
    assert_true(eep_packed_bytes(packed) > 100 * 13);
    eep_packed_free(packed);
    eep_packed_free(NULL);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
    eep_policy_free(policy);
}

static void test_an_empty_pool_invites_nobody(void **state)
{
    (void)state;
    eep_policy *policy = policy_with("");
    eep_engine *engine = engine_with(NULL, 2);
    eep_rules *rules = rules_on(policy, eep_date_of(2023, 7, 5));
    eep_pool *pool;
    eep_packed *packed;
    eep_notice notice;
    eep_error error;
    const eep_round round = {.invitations = 10, .moment = (eep_time)rules->day * DAY};
    must(eep_pool_new(NULL, &pool, &error), &error);
    must(eep_packed_new(engine, rules, pool, &packed, &error), &error);
    must(eep_packed_draw(engine, packed, &round, EEP_DRAW_NOTICE, NULL, &notice, &error), &error);
    assert_int_equal(notice.invited, 0);
    assert_int_equal(notice.exhausted, 1);
    eep_packed_free(packed);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
    eep_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounds_equal_sorting_at_every_level),
        cmocka_unit_test(test_rounds_equal_sorting_under_every_tie_break),
        cmocka_unit_test(test_rounds_equal_sorting_under_rules_that_do_not_fit),
        cmocka_unit_test(test_a_pool_goes_from_rules_to_rules_that_do_not_fit_and_back),
        cmocka_unit_test(test_a_paper_that_expires_is_found_in_its_block),
        cmocka_unit_test(test_the_programs_of_the_pool_come_before_those_of_the_rules),
        cmocka_unit_test(test_a_pool_that_has_grown_is_drawn_from_as_it_was_packed),
        cmocka_unit_test(test_bad_rounds_and_rows_are_refused),
        cmocka_unit_test(test_an_empty_pool_invites_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

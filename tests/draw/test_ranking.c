/*
 * test_ranking.c - rounds on rankings, and rounds in a row, against sorting; rankings that were kept up to
 * date against new ones: when days move over birthdays and the expiry of papers, and when candidates come,
 * go, come back and are invited; every kernel level, 1, 2 and 3 threads.
 */
#include "oracle.h"
#include "sim/ranking/ranking.h"

#define ROWS 5000
#define MOST (2 * ROWS)

static eep_policy *policy_with(const char *change)
{
    eep_policy *policy;
    eep_error error;
    must(eep_policy_load(NULL, NULL, &policy, &error), &error);
    if (change != NULL) must(eep_policy_set(policy, change, &error), &error);
    return policy;
}

static eep_rules *rules_on(const eep_policy *policy, eep_date day)
{
    eep_rules *rules;
    eep_error error;
    must(eep_policy_at(policy, day, &rules, &error), &error);
    return rules;
}

typedef struct ranking_trial {
    eep_engine *engine;
    eep_policy *policy;
    eep_pool *pool;
    eep_rules *rules;
    eep_packed *packed;
    eep_ranking *ranking;
    uint8_t taken[MOST];
    chance from;
} ranking_trial;

static void open_trial(ranking_trial *trial, const char *cpu, int threads, int in_order, uint32_t seed)
{
    eep_error error;
    *trial =
        (ranking_trial){.engine = engine_with(cpu, threads), .policy = policy_with(NULL), .from = {seed, 0}};
    trial->rules = rules_on(trial->policy, eep_date_of(2023, 7, 5));
    trial->pool = stirred_pool(trial->engine, trial->rules, ROWS, in_order, &trial->from);
    must(eep_packed_new(trial->engine, trial->rules, trial->pool, &trial->packed, &error), &error);
    must(eep_ranking_new(trial->engine, trial->packed, &trial->ranking, &error), &error);
}

static void close_trial(ranking_trial *trial)
{
    eep_ranking_free(trial->ranking);
    eep_packed_free(trial->packed);
    eep_rules_free(trial->rules);
    eep_pool_free(trial->pool);
    eep_policy_free(trial->policy);
    eep_engine_free(trial->engine);
}

static void hold_some(ranking_trial *trial, int rounds)
{
    static uint64_t invited[MOST + 1];
    static uint8_t expected[MOST], found_rows[MOST];
    const uint64_t rows = eep_pool_rows(trial->pool);
    oracle of = open_oracle(trial->pool, trial->rules);
    eep_notice right, found;
    eep_error error;
    for (int i = 0; i < rounds; i++) {
        const eep_round round = random_round(trial->rules, rows, &trial->from);
        const uint8_t mark = (uint8_t)(i + 1);
        memcpy(expected, trial->taken, rows);
        memcpy(found_rows, trial->taken, rows);
        ask_oracle(&of, &round, expected, mark, &right);
        must(eep_ranking_draw(trial->engine, trial->ranking, &round, invited, &found, &error), &error);
        check_notice(&found, &right);
        for (uint64_t k = 0; k < found.invited; k++)
            found_rows[invited[k]] = mark;
        assert_memory_equal(found_rows, expected, rows);
        for (uint64_t k = 1; k < found.invited; k++)
            assert_true(of.score[invited[k - 1]] >= of.score[invited[k]]);
        memcpy(trial->taken, expected, rows);
    }
    close_oracle(&of);
}

/* ---- Kept up to date ---------------------------------------------------------------------------- */

/* The order, and every set that is there, are those of a new ranking. */
static void check_against_a_new_one(const ranking_trial *trial)
{
    const eep_ranking *kept = trial->ranking;
    const uint64_t words = EEP_SET_WORDS(kept->rows);
    eep_ranking *fresh;
    eep_error error;
    must(eep_ranking_new(trial->engine, trial->packed, &fresh, &error), &error);
    assert_int_equal(kept->rows, eep_pool_rows(trial->pool));
    assert_memory_equal(kept->order, fresh->order, kept->rows * sizeof *kept->order);
    assert_memory_equal(kept->reach, fresh->reach, sizeof kept->reach);
    eep_ranking_open_anew(trial->engine, fresh, kept->moment);
    assert_memory_equal(kept->open, fresh->open, words * sizeof *kept->open);
    for (int g = 0; g < EEP_GROUPS; g++) {
        if (kept->group[g].set == NULL) continue;
        must(eep_ranking_make_group(trial->engine, fresh, g, &error), &error);
        assert_memory_equal(kept->group[g].set, fresh->group[g].set, words * sizeof *kept->open);
        assert_int_equal(kept->group[g].whole, fresh->group[g].whole);
    }
    eep_ranking_free(fresh);
}

static void move_on(ranking_trial *trial, eep_date day)
{
    eep_rules *before = trial->rules;
    eep_error error;
    trial->rules = rules_on(trial->policy, day);
    must(eep_ranking_update(trial->engine, trial->ranking, trial->rules, &error), &error);
    eep_rules_free(before);
    check_against_a_new_one(trial);
}

/* Some go, and some of those who have gone come back. */
static void let_go(ranking_trial *trial, uint64_t count, int active)
{
    uint64_t rows[100];
    eep_error error;
    uint8_t *status = trial->pool->columns.status;
    assert_true(count <= 100);
    for (uint64_t i = 0; i < count; i++) {
        rows[i] = below(&trial->from, (uint32_t)eep_pool_rows(trial->pool));
        /* What the oracle goes by. */
        status[rows[i]] = active ? 0 : 3;
    }
    must(eep_packed_set_active(trial->packed, rows, count, active, &error), &error);
}

static void run_trial(const char *cpu, int threads, int in_order, uint32_t seed)
{
    static ranking_trial trial;
    const eep_date day = eep_date_of(2023, 7, 5);
    open_trial(&trial, cpu, threads, in_order, seed);
    hold_some(&trial, 5);
    for (int i = 0; i < 6; i++) {
        let_go(&trial, 3, i % 2);
        hold_some(&trial, 2);
    }
    let_go(&trial, 90, 0);
    let_go(&trial, 40, 1);
    hold_some(&trial, 2);
    check_against_a_new_one(&trial);
    move_on(&trial, day + 1);
    hold_some(&trial, 3);
    grow_pool(trial.pool, 40, day + 1, in_order, &trial.from);
    move_on(&trial, day + 2);
    hold_some(&trial, 2);
    grow_pool(trial.pool, 900, day + 2, in_order && seed % 2 == 0, &trial.from);
    move_on(&trial, day + 3);
    hold_some(&trial, 2);
    grow_pool(trial.pool, 30, day + 3, 0, &trial.from);
    move_on(&trial, day + 3);
    hold_some(&trial, 2);
    move_on(&trial, day + 150);
    hold_some(&trial, 2);
    move_on(&trial, day - 3);
    hold_some(&trial, 2);
    eep_ranking_reset(trial.ranking);
    memset(trial.taken, 0, sizeof trial.taken);
    hold_some(&trial, 3);
    close_trial(&trial);
}

static void test_rankings_equal_sorting_and_new_rankings(void **state)
{
    (void)state;
    const char *level;
    int usable;
    for (size_t index = 0; (level = eep_cpu_level(index, &usable)) != NULL; index++) {
        for (int threads = 1; usable && threads <= 3; threads++) {
            run_trial(level, threads, 0, (uint32_t)(index * 6) + (uint32_t)threads);
            run_trial(level, threads, 1, (uint32_t)(index * 6) + (uint32_t)threads + 3);
        }
    }
}

/* ---- What moves --------------------------------------------------------------------------------- */

/* Papers of rows from `first` on that are good for some time yet: only birthdays change scores. */
static void renew_papers(eep_pool *pool, uint64_t first, eep_date day)
{
    int32_t *tested = edited(pool, "language_test_date"), *assessed = edited(pool, "assessment_date");
    for (uint64_t row = first; row < eep_pool_rows(pool); row++)
        tested[row] = assessed[row] = day;
}

static void check_small_steps(int in_order, int threads)
{
    static ranking_trial trial;
    static uint16_t before[MOST];
    uint64_t moved = 0;
    eep_error error;
    open_trial(&trial, NULL, threads, in_order, 44);
    eep_ranking_free(trial.ranking);
    eep_packed_free(trial.packed);
    renew_papers(trial.pool, 0, trial.rules->day);
    must(eep_packed_new(trial.engine, trial.rules, trial.pool, &trial.packed, &error), &error);
    must(eep_ranking_new(trial.engine, trial.packed, &trial.ranking, &error), &error);
    hold_some(&trial, 3);
    for (int step = 0; step < 14; step++) {
        const uint64_t rows = eep_pool_rows(trial.pool);
        memcpy(before, trial.packed->score, rows * sizeof *before);
        if (step % 3 == 2) {
            grow_pool(trial.pool, 9, trial.rules->day + 1, in_order, &trial.from);
            renew_papers(trial.pool, rows, trial.rules->day);
        }
        move_on(&trial, trial.rules->day + 1);
        hold_some(&trial, 2);
        for (uint64_t row = 0; row < rows; row++)
            moved += before[row] != trial.packed->score[row];
    }
    /* About nine birthdays a day that change a score; and nobody was sorted again. */
    assert_in_range(moved, 14, 14 * ROWS / 64);
    assert_non_null(trial.ranking->spare);
    close_trial(&trial);
}

static void test_only_those_move_whose_score_changes(void **state)
{
    (void)state;
    check_small_steps(1, 2);
    check_small_steps(0, 1);
}

/* ---- Rounds in a row ---------------------------------------------------------------------------- */

/* Few rounds on columns, some on a packed pool, many on one day on a ranking: always what sorting gives. */
static void check_run(const eep_policy *policy, const eep_pool *pool, int threads, const size_t *on_day,
                      size_t days, chance *from)
{
    static uint8_t taken[MOST], expected[MOST], before[MOST];
    static eep_round rounds[64];
    static eep_notice found[64], right[64];
    eep_engine *engine = engine_with(NULL, threads);
    const uint64_t rows = eep_pool_rows(pool);
    size_t count = 0;
    eep_error error;
    for (uint64_t row = 0; row < rows; row++)
        before[row] = below(from, 12) == 0 ? 200 : 0;
    memcpy(taken, before, rows);
    memcpy(expected, before, rows);
    for (size_t d = 0; d < days; d++) {
        eep_rules *rules = rules_on(policy, eep_date_of(2023, 7, 5) + (eep_date)(d * d));
        oracle of = open_oracle(pool, rules);
        eep_time last = (eep_time)rules->day * DAY;
        for (size_t k = 0; k < on_day[d]; k++, count++) {
            rounds[count] = random_round(rules, rows, from);
            rounds[count].moment = last += below(from, 3) * 400;
            ask_oracle(&of, &rounds[count], expected, (uint8_t)(count + 1), &right[count]);
        }
        close_oracle(&of);
        eep_rules_free(rules);
    }
    must(eep_hold_rounds(engine, policy, pool, rounds, count, taken, found, &error), &error);
    assert_memory_equal(taken, expected, rows);
    for (size_t i = 0; i < count; i++)
        check_notice(&found[i], &right[i]);
    /* Whoever does not ask who was invited hears the same. */
    memset(before, 0, rows);
    must(eep_hold_rounds(engine, policy, pool, rounds, count, before, right, &error), &error);
    must(eep_hold_rounds(engine, policy, pool, rounds, count, NULL, found, &error), &error);
    for (size_t i = 0; i < count; i++)
        check_notice(&found[i], &right[i]);
    eep_engine_free(engine);
}

static void test_rounds_in_a_row_equal_sorting(void **state)
{
    (void)state;
    static const size_t days[][4] = {{1, 1, 0, 0}, {1, 1, 1, 1}, {2, 9, 1, 3}, {10, 12, 2, 8}, {26, 0, 0, 0}};
    static const char *const changes[] = {NULL, "rounds.tie_break=latest", "programs.cec.level.1=11"};
    for (size_t c = 0; c < sizeof changes / sizeof *changes; c++) {
        eep_policy *policy = policy_with(changes[c]);
        eep_rules *rules = rules_on(policy, eep_date_of(2023, 7, 5));
        eep_engine *engine = engine_with(NULL, 2);
        for (uint32_t seed = 0; seed < sizeof days / sizeof *days; seed++) {
            chance from = {300 + 10 * (uint32_t)c + seed, 0};
            eep_pool *pool = stirred_pool(engine, rules, 4500, seed % 2 == 0, &from);
            check_run(policy, pool, 1 + (int)(seed % 3), days[seed], 4, &from);
            eep_pool_free(pool);
        }
        eep_engine_free(engine);
        eep_rules_free(rules);
        eep_policy_free(policy);
    }
}

static void test_a_wrong_round_in_a_row_is_named(void **state)
{
    (void)state;
    static ranking_trial trial;
    static uint8_t taken[ROWS];
    eep_round rounds[10];
    eep_notice notices[10];
    eep_error error;
    open_trial(&trial, NULL, 1, 1, 45);
    for (int i = 0; i < 10; i++)
        rounds[i] = (eep_round){.invitations = 5, .moment = (eep_time)trial.rules->day * DAY};
    assert_int_equal(eep_round_parse("category:stme", &rounds[6], NULL), EEP_OK);
    assert_int_equal(
        eep_hold_rounds(trial.engine, trial.policy, trial.pool, rounds, 10, taken, notices, &error),
        EEP_ERROR_UNKNOWN);
    assert_int_equal(error.line, 7);
    assert_non_null(strstr(error.advice, "'stem'"));
    close_trial(&trial);
}

/* ---- Refusals ----------------------------------------------------------------------------------- */

static void test_other_tie_breaks_have_no_ranking(void **state)
{
    (void)state;
    static ranking_trial trial;
    eep_ranking *ranking;
    eep_error error;
    open_trial(&trial, NULL, 1, 1, 46);
    eep_policy *latest = policy_with("rounds.tie_break=latest");
    eep_rules *rules = rules_on(latest, trial.rules->day), *before = trial.rules;
    assert_int_equal(eep_ranking_update(trial.engine, trial.ranking, rules, &error), EEP_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "'latest'"));
    must(eep_packed_update(trial.engine, trial.packed, rules, &error), &error);
    assert_int_equal(eep_ranking_new(trial.engine, trial.packed, &ranking, &error), EEP_ERROR_ARGUMENT);
    trial.rules = rules;
    eep_rules_free(before);
    eep_policy_free(latest);
    close_trial(&trial);
    eep_ranking_free(NULL);
}

static void test_a_ranking_that_was_left_behind_is_refused_until_it_is_updated(void **state)
{
    (void)state;
    static ranking_trial trial;
    eep_notice notice;
    eep_error error;
    open_trial(&trial, NULL, 1, 0, 47);
    hold_some(&trial, 2);
    eep_rules *later = rules_on(trial.policy, trial.rules->day + 1), *before = trial.rules;
    const eep_round round = {.invitations = 5, .moment = (eep_time)later->day * DAY};
    must(eep_packed_update(trial.engine, trial.packed, later, &error), &error);
    assert_int_equal(eep_ranking_draw(trial.engine, trial.ranking, &round, NULL, &notice, &error),
                     EEP_ERROR_ARGUMENT);
    assert_non_null(strstr(error.advice, "eep_ranking_update"));
    must(eep_ranking_update(trial.engine, trial.ranking, later, &error), &error);
    trial.rules = later;
    eep_rules_free(before);
    check_against_a_new_one(&trial);
    hold_some(&trial, 2);
    assert_true(eep_ranking_bytes(trial.ranking) >= ROWS * 4);
    close_trial(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rankings_equal_sorting_and_new_rankings),
        cmocka_unit_test(test_only_those_move_whose_score_changes),
        cmocka_unit_test(test_rounds_in_a_row_equal_sorting),
        cmocka_unit_test(test_a_wrong_round_in_a_row_is_named),
        cmocka_unit_test(test_other_tie_breaks_have_no_ranking),
        cmocka_unit_test(test_a_ranking_that_was_left_behind_is_refused_until_it_is_updated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

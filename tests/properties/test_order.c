/*
 * test_order.c - what must not matter does not: the order of the rows, the number of threads and the kernel
 * level leave every score and every invitation as they are, under every rule that ranks equal scores; and a
 * policy compared with itself changes nothing for anybody.
 *
 * The people are a made pool whose submission times are rounded to days, so that whole groups share score and
 * second, and rounds cut within them.
 */
#include "setting.h"

#define ROWS 6000

static eep_pool *pool, *shuffled;
static size_t place[ROWS]; /* row i of `shuffled` is row place[i] of `pool` */

static const char *const round_names[] = {"general",         "program:fsw",         "program:cec",
                                          "category:french", "category:healthcare", "category:stem@2025-v2"};
#define ROUNDS (sizeof round_names / sizeof *round_names)

static eep_date today(void)
{
    return eep_date_of(2025, 7, 7);
}

/* The last second of the day. */
static eep_time tonight(void)
{
    return (eep_time)today() * 86400 + 86399;
}

/* ---- Pools ------------------------------------------------------------------------------------- */

static eep_engine *engine_with(int threads, const char *cpu)
{
    eep_engine_options options;
    eep_engine *engine = NULL;

    eep_engine_defaults(&options);
    options.threads = threads;
    options.cpu = cpu;
    assert_int_equal(eep_engine_new(&options, &engine, NULL), EEP_OK);
    return engine;
}

static void make_people(void)
{
    eep_recipe recipe;
    eep_rules *rules = rules_on(today());
    eep_engine *engine = engine_with(1, NULL);

    eep_recipe_defaults(&recipe);
    recipe.rows = ROWS;
    recipe.moment = tonight();
    recipe.seed = 254;
    recipe.model = EEP_SOURCE "/datasets/pool-models/first.yaml";
    assert_int_equal(eep_pool_make(engine, rules, &recipe, &pool, NULL), EEP_OK);
    int64_t *submitted = eep_pool_edit(pool, EEP_COL_submitted_at);
    for (size_t i = 0; i < ROWS; i++)
        submitted[i] -= submitted[i] % 86400;
    eep_engine_free(engine);
    eep_rules_free(rules);
}

/* The same people in another order: 3001 has no factor in common with 6000. */
static void shuffle_people(void)
{
    eep_column column;

    assert_int_equal(eep_pool_new(NULL, &shuffled, NULL), EEP_OK);
    assert_int_equal(eep_pool_grow(shuffled, ROWS, NULL), EEP_OK);
    for (size_t i = 0; i < ROWS; i++)
        place[i] = (ROWS - 1 - i) * 3001 % ROWS;
    for (size_t c = 0; eep_column_at(c, &column); c++) {
        if (!eep_pool_has_column(pool, c)) continue;
        const char *from = eep_pool_column(pool, c);
        char *to = eep_pool_edit(shuffled, c);
        for (size_t i = 0; i < ROWS; i++)
            memcpy(to + i * column.width, from + place[i] * column.width, column.width);
    }
    assert_int_equal(eep_pool_check(shuffled, NULL), EEP_OK);
}

static int open_people(void **state)
{
    if (open_policy(state) != 0) return 1;
    make_people();
    shuffle_people();
    return 0;
}

static int close_people(void **state)
{
    eep_pool_free(pool);
    eep_pool_free(shuffled);
    return close_policy(state);
}

/* ---- Engines ----------------------------------------------------------------------------------- */

/* Calls `check` with 1, 2 and 3 threads at each kernel level of this machine. */
static void with_each_engine(void (*check)(eep_engine *engine))
{
    int usable = 0;
    const char *cpu = NULL;

    for (size_t level = 0; (cpu = eep_cpu_level(level, &usable)) != NULL; level++) {
        for (int threads = 1; usable && threads <= 3; threads++) {
            eep_engine *engine = engine_with(threads, cpu);
            check(engine);
            eep_engine_free(engine);
        }
    }
}

/* ---- Scores ------------------------------------------------------------------------------------ */

typedef struct found {
    uint16_t score[ROWS], section[EEP_SECTIONS][ROWS];
    uint8_t programs[ROWS];
    uint32_t categories[ROWS];
} found;

static found plain, again;

static void score_into(eep_engine *engine, const eep_pool *people, found *to)
{
    eep_rules *rules = rules_on(today());
    eep_scores scores = {to->score, {NULL}, to->programs, to->categories};

    for (size_t s = 0; s < EEP_SECTIONS; s++)
        scores.section[s] = to->section[s];
    assert_int_equal(eep_score(engine, rules, people, &scores, NULL), EEP_OK);
    eep_rules_free(rules);
}

static void expect_same_scores(eep_engine *engine)
{
    score_into(engine, pool, &again);
    assert_memory_equal(&again, &plain, sizeof plain);
    score_into(engine, shuffled, &again);
    for (size_t i = 0; i < ROWS; i++) {
        assert_int_equal(again.score[i], plain.score[place[i]]);
        for (size_t s = 0; s < EEP_SECTIONS; s++)
            assert_int_equal(again.section[s][i], plain.section[s][place[i]]);
        assert_int_equal(again.programs[i], plain.programs[place[i]]);
        assert_int_equal(again.categories[i], plain.categories[place[i]]);
    }
}

static void test_scores_follow_the_rows_whatever_their_order_threads_or_level(void **state)
{
    eep_engine *engine = engine_with(1, "ref");

    (void)state;
    score_into(engine, pool, &plain);
    eep_engine_free(engine);
    with_each_engine(expect_same_scores);
}

/* ---- Rounds ------------------------------------------------------------------------------------ */

static eep_notice notice_of(eep_engine *engine, const eep_pool *people, const char *name, uint8_t *taken)
{
    eep_round round = {.moment = tonight(), .invitations = 97};
    eep_notice notice;

    memset(&notice, 0, sizeof notice);
    assert_int_equal(eep_round_parse(name, &round, NULL), EEP_OK);
    memset(taken, 0, ROWS);
    assert_int_equal(eep_draw(engine, policy, people, &round, taken, 1, &notice, NULL), EEP_OK);
    return notice;
}

static void expect_same_notice(const eep_notice *a, const eep_notice *b)
{
    assert_int_equal(a->in_pool, b->in_pool);
    assert_int_equal(a->eligible, b->eligible);
    assert_int_equal(a->invited, b->invited);
    assert_int_equal(a->cutoff, b->cutoff);
    assert_int_equal(a->tie_break, b->tie_break);
    assert_int_equal(a->tie_break_id, b->tie_break_id);
    assert_int_equal(a->at_cutoff, b->at_cutoff);
    assert_int_equal(a->at_cutoff_invited, b->at_cutoff_invited);
    assert_string_equal(a->policy_digest, b->policy_digest);
}

static uint8_t invited[ROUNDS][ROWS];
static eep_notice notices[ROUNDS];

static void expect_same_invitations(eep_engine *engine)
{
    static uint8_t taken[ROWS];

    for (size_t r = 0; r < ROUNDS; r++) {
        const eep_notice here = notice_of(engine, pool, round_names[r], taken);
        expect_same_notice(&here, &notices[r]);
        assert_memory_equal(taken, invited[r], ROWS);
        const eep_notice there = notice_of(engine, shuffled, round_names[r], taken);
        expect_same_notice(&there, &notices[r]);
        for (size_t i = 0; i < ROWS; i++)
            assert_int_equal(taken[i], invited[r][place[i]]);
    }
}

static void test_rounds_invite_the_same_people_whatever_the_order_threads_or_level(void **state)
{
    static const char *const rules[] = {NULL, "rounds.tie_break=latest", "rounds.tie_break=lottery",
                                        "rounds.tie_break=oldest", "rounds.tie_break=youngest"};
    size_t cuts = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i] != NULL) assert_int_equal(eep_policy_set(policy, rules[i], NULL), EEP_OK);
        eep_engine *engine = engine_with(1, "ref");
        for (size_t r = 0; r < ROUNDS; r++) {
            notices[r] = notice_of(engine, pool, round_names[r], invited[r]);
            cuts += notices[r].at_cutoff_invited < notices[r].at_cutoff;
        }
        eep_engine_free(engine);
        with_each_engine(expect_same_invitations);
    }
    assert_int_equal(eep_policy_set(policy, "rounds.tie_break=earliest", NULL), EEP_OK);
    assert_true(cuts >= 5); /* rounds that cut nobody among equals would not show the order of rows */
}

/* ---- Nothing changed --------------------------------------------------------------------------- */

static void expect_no_change(eep_engine *engine)
{
    for (size_t r = 0; r < ROUNDS; r++) {
        eep_round round = {.moment = tonight(), .invitations = 97};
        eep_comparison comparison;
        assert_int_equal(eep_round_parse(round_names[r], &round, NULL), EEP_OK);
        assert_int_equal(eep_compare(engine, policy, policy, pool, &round, NULL, &comparison, NULL), EEP_OK);
        expect_same_notice(&comparison.baseline, &comparison.reform);
        assert_int_equal(comparison.all.gained + comparison.all.lost, 0);
        assert_int_equal(comparison.all.unchanged_invited, comparison.baseline.invited);
        for (size_t range = 0; range < EEP_RANGES; range++)
            assert_int_equal(comparison.by_range[range].gained + comparison.by_range[range].lost, 0);
        for (size_t program = 0; program < 4; program++)
            assert_int_equal(comparison.by_program[program].gained + comparison.by_program[program].lost, 0);
        assert_int_equal(comparison.score_up + comparison.score_down, 0);
        assert_int_equal(comparison.score_same, comparison.baseline.in_pool);
    }
}

static void test_a_policy_compared_with_itself_changes_nothing(void **state)
{
    (void)state;
    with_each_engine(expect_no_change);
}

/* The level of a TEER that asks nothing: written, it says that a listed TEER was not forgotten. */
static int says_something(const eep_policy_leaf *leaf)
{
    const char *name = strstr(leaf->path, ".level.");
    return name != NULL && name[7] >= '0' && name[7] <= '5' && strcmp(leaf->value, "0") == 0;
}

/* Every value set to what it is: refused, one by one, and the rules stay what they were. */
static void test_an_assignment_that_changes_nothing_is_refused_for_every_value(void **state)
{
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT], assignment[4000];
    eep_rules *rules = rules_on(today());
    const eep_policy_leaf *leaf = rules->leaf;
    size_t tried = 0;

    (void)state;
    eep_rules_digest(rules, before);
    for (size_t i = 0; i < rules->leaves; i++) {
        eep_policy_leaf first;
        size_t dated = 0;
        for (size_t k = 0; eep_policy_leaf_at(policy, k, &first); k++)
            dated += strcmp(first.path, leaf[i].path) == 0;
        if (dated > 1 || says_something(&leaf[i]))
            continue; /* the value of today is another one on other days */
        snprintf(assignment, sizeof assignment, "%s=%s", leaf[i].path,
                 leaf[i].value[0] != '\0' ? leaf[i].value : "none");
        eep_error error;
        if (eep_policy_set(policy, assignment, &error) != EEP_ERROR_ARGUMENT)
            fail_msg("%s is not refused as changing nothing", assignment);
        tried++;
    }
    eep_rules *same = rules_on(today());
    eep_rules_digest(same, after);
    assert_string_equal(before, after);
    assert_true(tried > 300);
    eep_rules_free(same);
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scores_follow_the_rows_whatever_their_order_threads_or_level),
        cmocka_unit_test(test_rounds_invite_the_same_people_whatever_the_order_threads_or_level),
        cmocka_unit_test(test_a_policy_compared_with_itself_changes_nothing),
        cmocka_unit_test(test_an_assignment_that_changes_nothing_is_refused_for_every_value),
    };

    return cmocka_run_group_tests(tests, open_people, close_people);
}

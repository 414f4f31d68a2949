/*
 * test_guess.c - a bound guessed from some blocks of a large pool changes nothing: pools whose best are
 * everywhere, only in the blocks of the sample (the guess is too high, and the pool is walked over again),
 * only outside of it, and too few for the round; against sorting, on columns and packed, at 1, 2 and 3
 * threads.
 */
#include <stdlib.h>

#include "people.h"

#define BLOCKS 150
#define ROWS   (BLOCKS * EEP_BLOCK_ROWS - 77)
#define EVERY  (BLOCKS / 16) /* blocks lie so far apart in the sample */

typedef enum where { EVERYWHERE, IN_SAMPLE, OUTSIDE, NOWHERE } where;

/* Nominees stand 600 points above the others: one in 40 where there are any. */
static eep_pool *pool_with(where best)
{
    eep_pool *pool;
    assert_int_equal(eep_pool_new(NULL, &pool, NULL), EEP_OK);
    assert_int_equal(eep_pool_grow(pool, ROWS, NULL), EEP_OK);
    fill_common(pool, ROWS);
    uint64_t *id = edit(pool, "id");
    int64_t *submitted_at = edit(pool, "submitted_at");
    uint8_t *sibling = edit(pool, "sibling_in_canada"), *nominated = edit(pool, "provincial_nomination");
    uint32_t *noc = edit(pool, "noc");
    for (uint32_t row = 0; row < ROWS; row++) {
        const uint32_t key[2] = {21, 0}, counter[4] = {row, 0, 0, 0};
        const int sampled = row / EEP_BLOCK_ROWS % EVERY == 0;
        uint32_t word[4];
        eep_philox(key, counter, word);
        id[row] = row + 1;
        submitted_at[row] = at("2023-01-01T00:00:00Z") + word[0] % 1000;
        sibling[row] = word[1] % 2 == 0;
        noc[row] = word[3] % 3 == 0 ? 11202 : 21231;
        nominated[row] = word[2] % 40 == 0 && (best == EVERYWHERE || (best == IN_SAMPLE && sampled) ||
                                               (best == OUTSIDE && !sampled));
    }
    return pool;
}

static size_t rank_members(const eep_pool *pool, const uint16_t *score, ranked *members)
{
    size_t count = 0;
    for (uint64_t row = 0; row < ROWS; row++) {
        if (pool->columns.noc[row] == 21231)
            members[count++] =
                (ranked){score[row], pool->columns.submitted_at[row], pool->columns.id[row], row};
    }
    qsort(members, count, sizeof *members, by_rank);
    return count;
}

static void check(const eep_notice *notice, const ranked *members, size_t count)
{
    const uint64_t n = notice->round.invitations, invited = n < count ? n : count;
    assert_int_equal(notice->invited, invited);
    assert_int_equal(notice->exhausted, n > count);
    assert_int_equal(notice->cutoff, members[invited - 1].score);
    assert_int_equal(notice->tie_break, members[invited - 1].submitted_at);
    assert_int_equal(notice->tie_break_id, members[invited - 1].id);
}

static void check_rounds(const test_stage *stage, const eep_rules *rules, const eep_pool *pool)
{
    static const uint64_t sizes[] = {1, 40, 3000, 8000, ROWS};
    static uint16_t score[ROWS];
    static ranked members[ROWS];
    const eep_scores scores = {.score = score};
    eep_packed *packed;
    assert_int_equal(eep_score(stage->engine, rules, pool, &scores, NULL), EEP_OK);
    const size_t count = rank_members(pool, score, members);
    assert_int_equal(eep_packed_new(stage->engine, rules, pool, &packed, NULL), EEP_OK);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const eep_round round = round_at("category:stem", sizes[s], "2023-07-05");
        eep_notice whole, cut;
        assert_int_equal(eep_packed_draw(stage->engine, packed, &round, EEP_DRAW_CUT_ONLY, NULL, &cut, NULL),
                         EEP_OK);
        check(&cut, members, count);
        assert_int_equal(eep_draw(stage->engine, stage->policy, pool, &round, NULL, 1, &whole, NULL), EEP_OK);
        check(&whole, members, count);
        assert_int_equal(whole.eligible, count);
    }
    eep_packed_free(packed);
}

static void test_a_guessed_bound_changes_nothing(void **state)
{
    const test_stage *given = *state;
    for (int threads = 1; threads <= 3; threads++) {
        eep_engine_options options;
        eep_engine_defaults(&options);
        options.threads = threads;
        test_stage stage = {.policy = given->policy};
        eep_rules *rules;
        assert_int_equal(eep_engine_new(&options, &stage.engine, NULL), EEP_OK);
        assert_int_equal(eep_policy_at(stage.policy, eep_date_of(2023, 7, 5), &rules, NULL), EEP_OK);
        for (where best = EVERYWHERE; best <= NOWHERE; best++) {
            eep_pool *pool = pool_with(best);
            check_rounds(&stage, rules, pool);
            eep_pool_free(pool);
        }
        eep_rules_free(rules);
        eep_engine_free(stage.engine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_guessed_bound_changes_nothing)};
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}

/*
 * test_order.c - rounds against the plainest meaning: sort everybody by (score, submitted_at, id), take the
 * first N. Thousands of rounds on pools full of ties, at 1, 2 and 3 threads. The order of a ranking likewise,
 * with times that lie close together, far apart, and at the ends of what 64 bits hold.
 */
#include <stdlib.h>

#include "people.h"
#include "sim/ranking/ranking.h"

#define PEOPLE 5000

/* Few scores and few seconds, so that every kind of tie occurs. */
static eep_pool *crowd(uint32_t seed)
{
    static person people[PEOPLE];
    static char times[PEOPLE][21];
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint32_t word[4];
        const uint32_t key[2] = {seed, 7}, counter[4] = {i, 0, 0, 0};
        eep_philox(key, counter, word);
        eep_time_format(at("2023-01-01T00:00:00Z") + word[0] % 300, times[i]);
        people[i] = (person){.id = i * 7919u % 1000003u,
                             .submitted_at = times[i],
                             .sibling = word[1] % 2 == 0,
                             .nominated = word[2] % 11 == 0,
                             .noc = word[3] % 3 == 0 ? 11202 : 21231};
    }
    return people_pool(people, PEOPLE);
}

/* Everybody who competes in a STEM round (all are CEC), in rank order. */
static size_t rank_members(const eep_pool *pool, const uint16_t *score, ranked *members)
{
    size_t count = 0;
    for (uint64_t row = 0; row < PEOPLE; row++) {
        if (pool->columns.noc[row] != 21231) continue;
        members[count++] = (ranked){score[row], pool->columns.submitted_at[row], pool->columns.id[row], row};
    }
    qsort(members, count, sizeof *members, by_rank);
    return count;
}

static void check_round(const test_stage *stage, const eep_pool *pool, const ranked *members, size_t count,
                        size_t n)
{
    static uint8_t taken[PEOPLE], expected[PEOPLE];
    const eep_round round = round_at("category:stem", n, "2023-07-05");
    eep_notice notice;
    const size_t invited = n < count ? n : count;
    memset(taken, 0, sizeof taken);
    memset(expected, 0, sizeof expected);
    for (size_t i = 0; i < invited; i++)
        expected[members[i].row] = 9;
    assert_int_equal(eep_draw(stage->engine, stage->policy, pool, &round, taken, 9, &notice, NULL), EEP_OK);
    assert_memory_equal(taken, expected, PEOPLE);
    assert_int_equal(notice.invited, invited);
    assert_int_equal(notice.eligible, count);
    assert_int_equal(notice.cutoff, members[invited - 1].score);
    assert_int_equal(notice.tie_break, members[invited - 1].submitted_at);
}

static void test_draw_equals_sorting_for_every_size(void **state)
{
    static uint16_t score[PEOPLE];
    static ranked members[PEOPLE];
    const test_stage *given = *state;
    for (int threads = 1; threads <= 3; threads++) {
        eep_engine_options options;
        eep_engine_defaults(&options);
        options.threads = threads;
        test_stage stage = {.policy = given->policy};
        eep_rules *rules;
        assert_int_equal(eep_engine_new(&options, &stage.engine, NULL), EEP_OK);
        assert_int_equal(eep_policy_at(stage.policy, eep_date_of(2023, 7, 5), &rules, NULL), EEP_OK);
        for (uint32_t seed = 1; seed <= 3; seed++) {
            eep_pool *pool = crowd(seed);
            const eep_scores scores = {.score = score};
            assert_int_equal(eep_score(stage.engine, rules, pool, &scores, NULL), EEP_OK);
            const size_t count = rank_members(pool, score, members);
            assert_true(count > 1000);
            for (size_t n = 1; n <= count + 1; n += 1 + n / 16)
                check_round(&stage, pool, members, count, n);
            check_round(&stage, pool, members, count, count);
            eep_pool_free(pool);
        }
        eep_rules_free(rules);
        eep_engine_free(stage.engine);
    }
}

/* ---- The order of a ranking --------------------------------------------------------------------- */

static int64_t submission(int how, const uint32_t word[4])
{
    const int64_t day = at("2023-01-01T00:00:00Z");
    switch (how) {
    case 0: /* seconds of a year: nearly all differ */
        return day + word[0] % 31000000;
    case 1: /* one second for all: ids decide */
        return day;
    case 2: /* few seconds, and hundreds in each */
        return day + word[0] % 7;
    case 3: /* all within a minute but for one in a thousand, so that keys drop the seconds */
        return word[0] % 1000 == 0 ? day - (int64_t)1e12 : day + word[1] % 60;
    default: /* the widest there is */
        return word[0] % 2 == 0 ? INT64_MIN + word[1] % 5 : INT64_MAX - word[1] % 5;
    }
}

/* Three scores, one of which only a handful have; ids rise with the row, fall, or neither. */
static eep_pool *hostile_crowd(int how, int ids)
{
    eep_pool *pool = crowd(11);
    int64_t *submitted_at = edit(pool, "submitted_at");
    uint64_t *id = edit(pool, "id");
    uint8_t *sibling = edit(pool, "sibling_in_canada"), *nominated = edit(pool, "provincial_nomination");
    for (uint32_t row = 0; row < PEOPLE; row++) {
        const uint32_t key[2] = {12, (uint32_t)how}, counter[4] = {row, 0, 0, 0};
        uint32_t word[4];
        eep_philox(key, counter, word);
        submitted_at[row] = submission(how, word);
        if (ids == 0) id[row] = row + 1;
        if (ids == 1) id[row] = PEOPLE - row;
        sibling[row] = word[2] % 400 == 0;
        nominated[row] = word[3] % 2 == 0;
    }
    return pool;
}

static void check_ranking(const test_stage *stage, const eep_rules *rules, const eep_pool *pool)
{
    static ranked expected[PEOPLE];
    eep_packed *packed;
    eep_ranking *ranking;
    assert_int_equal(eep_packed_new(stage->engine, rules, pool, &packed, NULL), EEP_OK);
    assert_int_equal(eep_ranking_new(stage->engine, packed, &ranking, NULL), EEP_OK);
    for (uint64_t row = 0; row < PEOPLE; row++)
        expected[row] =
            (ranked){packed->score[row], pool->columns.submitted_at[row], pool->columns.id[row], row};
    qsort(expected, PEOPLE, sizeof *expected, by_rank);
    for (size_t rank = 0; rank < PEOPLE; rank++)
        assert_int_equal(ranking->order[rank], expected[rank].row);
    eep_ranking_free(ranking);
    eep_packed_free(packed);
}

static void test_rankings_are_in_order_whatever_the_times(void **state)
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
        for (int how = 0; how < 5; how++) {
            for (int ids = 0; ids < 3; ids++) {
                eep_pool *pool = hostile_crowd(how, ids);
                check_ranking(&stage, rules, pool);
                eep_pool_free(pool);
            }
        }
        eep_rules_free(rules);
        eep_engine_free(stage.engine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draw_equals_sorting_for_every_size),
        cmocka_unit_test(test_rankings_are_in_order_whatever_the_times),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}

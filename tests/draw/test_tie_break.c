/* test_tie_break.c - equal scores ranked by another rule, chosen in the policy. */
#include "people.h"

/* Five with one score; submissions and birth dates rise and fall apart from each other and from the ids. */
static const person five[] = {{50, "2023-03-01T10:00:00Z", 0, 0, 0},
                              {51, "2023-01-01T10:00:00Z", 0, 0, 0},
                              {52, "2023-02-01T10:00:00Z", 0, 0, 0},
                              {53, "2023-05-01T10:00:00Z", 0, 0, 0},
                              {54, "2023-04-01T10:00:00Z", 0, 0, 0}};

/* All are 29 on the day, so that age gives everybody the same points. */
static eep_pool *five_pool(void)
{
    static const int birth_days[5] = {20, 5, 25, 10, 15};
    eep_pool *pool = people_pool(five, 5);
    int32_t *birth = edit(pool, "birth_date");
    for (int i = 0; i < 5; i++)
        birth[i] = eep_date_of(1994, 1, birth_days[i]);
    return pool;
}

/* Invites two of the five under `change`; returns the ids as a set of bits: bit i for id 50 + i. */
static unsigned invited_under(const test_stage *stage, const char *change, eep_notice *notice)
{
    eep_policy *policy;
    eep_error error;
    eep_pool *pool = five_pool();
    const eep_round round = round_at("general", 2, "2023-07-05");
    uint8_t taken[5] = {0};
    unsigned set = 0;
    assert_int_equal(eep_policy_load(NULL, NULL, &policy, NULL), EEP_OK);
    if (eep_policy_set(policy, change, &error) != EEP_OK) fail_msg("%s", error.message);
    if (strstr(change, "lottery_seed") != NULL)
        assert_int_equal(eep_policy_set(policy, "rounds.tie_break=lottery", NULL), EEP_OK);
    assert_int_equal(eep_draw(stage->engine, policy, pool, &round, taken, 1, notice, NULL), EEP_OK);
    assert_int_equal(notice->at_cutoff, 5);
    assert_int_equal(notice->at_cutoff_invited, 2);
    for (unsigned i = 0; i < 5; i++)
        set |= (unsigned)taken[i] << i;
    eep_policy_free(policy);
    eep_pool_free(pool);
    return set;
}

static void test_latest_first(void **state)
{
    eep_notice notice;
    assert_int_equal(invited_under(*state, "rounds.tie_break=latest", &notice), 1u << 3 | 1u << 4);
    assert_int_equal(notice.tie_break_rule, EEP_TIE_LATEST);
    assert_int_equal(notice.tie_break, at("2023-04-01T10:00:00Z"));
    assert_int_equal(notice.tie_break_id, 54);
}

static void test_oldest_first(void **state)
{
    eep_notice notice;
    assert_int_equal(invited_under(*state, "rounds.tie_break=oldest", &notice), 1u << 1 | 1u << 3);
    assert_int_equal(notice.tie_break_birth_date, eep_date_of(1994, 1, 10));
    assert_int_equal(notice.tie_break_id, 53);
}

static void test_youngest_first(void **state)
{
    eep_notice notice;
    assert_int_equal(invited_under(*state, "rounds.tie_break=youngest", &notice), 1u << 2 | 1u << 0);
    assert_int_equal(notice.tie_break_birth_date, eep_date_of(1994, 1, 20));
}

static void test_lottery_depends_on_its_seed_only(void **state)
{
    eep_notice notice;
    unsigned seen = 0, sets = 0;
    char change[48], again[48];
    for (unsigned seed = 1; seed <= 40; seed++) {
        snprintf(change, sizeof change, "rounds.lottery_seed=%u", seed);
        snprintf(again, sizeof again, "rounds.lottery_seed=%u", seed);
        const unsigned set = invited_under(*state, change, &notice);
        assert_int_equal(invited_under(*state, again, &notice), set);
        assert_int_equal(notice.tie_break_rule, EEP_TIE_LOTTERY);
        sets += (seen >> set & 1) == 0;
        seen |= 1u << set;
    }
    /* Ten pairs are possible; forty fair draws miss more than three of them once in a million times. */
    assert_true(sets >= 7);
}

static void test_lottery_does_not_move_when_others_join(void **state)
{
    const test_stage *stage = *state;
    eep_policy *policy;
    eep_notice before, after;
    eep_pool *few = people_pool(five, 4), *all = people_pool(five, 5);
    const eep_round round = round_at("general", 1, "2023-07-05");
    assert_int_equal(eep_policy_load(NULL, NULL, &policy, NULL), EEP_OK);
    assert_int_equal(eep_policy_set(policy, "rounds.tie_break=lottery", NULL), EEP_OK);
    assert_int_equal(eep_draw(stage->engine, policy, few, &round, NULL, 1, &before, NULL), EEP_OK);
    assert_int_equal(eep_draw(stage->engine, policy, all, &round, NULL, 1, &after, NULL), EEP_OK);
    /* Everybody keeps the lot drawn for the id: the first stays first unless the newcomer is. */
    assert_true(after.tie_break_id == before.tie_break_id || after.tie_break_id == 54);
    eep_policy_free(policy);
    eep_pool_free(few);
    eep_pool_free(all);
}

static void test_unknown_rule_is_refused(void **state)
{
    (void)state;
    eep_policy *policy;
    eep_error error;
    assert_int_equal(eep_policy_load(NULL, NULL, &policy, NULL), EEP_OK);
    assert_int_equal(eep_policy_set(policy, "rounds.tie_break=latets", &error), EEP_ERROR_VALUE);
    assert_non_null(strstr(error.message, "no tie-break rule"));
    assert_non_null(strstr(error.advice, "'latest'"));
    assert_int_equal(eep_policy_set(policy, "rounds.tie_break=earliest", &error), EEP_ERROR_ARGUMENT);
    eep_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latest_first),
        cmocka_unit_test(test_oldest_first),
        cmocka_unit_test(test_youngest_first),
        cmocka_unit_test(test_lottery_depends_on_its_seed_only),
        cmocka_unit_test(test_lottery_does_not_move_when_others_join),
        cmocka_unit_test(test_unknown_rule_is_refused),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}

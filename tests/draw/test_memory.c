/* test_memory.c - packed pools, rankings and rounds without memory at every allocation: a status, and no
 * leak. */
#include <stdatomic.h>

#include "oracle.h"

/* An allocator that gives `left` times and then no more, and knows how much is out; threads ask it side by
 * side. */
typedef struct meter {
    _Atomic size_t left, out, bytes;
} meter;

static void *take(void *context, size_t size, size_t alignment)
{
    meter *m = context;
    size_t left = m->left;
    do {
        if (left == 0) return NULL;
    } while (!atomic_compare_exchange_weak(&m->left, &left, left - 1));
    m->out++;
    m->bytes += size;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void give(void *context, void *memory, size_t size)
{
    meter *m = context;
    m->out--;
    m->bytes -= size;
    free(memory);
}

/* What is done again and again; rules of two days. */
typedef struct memory_stage {
    eep_engine *engine;
    eep_policy *policy;
    eep_rules *rules[2];
    eep_pool *pool;
} memory_stage;

static eep_status use_ranking(const memory_stage *stage, eep_packed *packed, eep_ranking *ranking,
                              eep_error *error)
{
    const eep_round today = {.kind = EEP_ROUND_CATEGORY,
                             .id = "stem",
                             .invitations = 50,
                             .moment = (eep_time)stage->rules[0]->day * DAY};
    eep_round tomorrow = today;
    eep_notice notice;
    tomorrow.moment += DAY;
    EEP_TRY(eep_ranking_draw(stage->engine, ranking, &today, NULL, &notice, error));
    EEP_TRY(eep_packed_draw(stage->engine, packed, &today, EEP_DRAW_CUT_ONLY, NULL, &notice, error));
    EEP_TRY(eep_ranking_update(stage->engine, ranking, stage->rules[1], error));
    return eep_ranking_draw(stage->engine, ranking, &tomorrow, NULL, &notice, error);
}

static eep_status use_all(const memory_stage *stage, eep_error *error)
{
    eep_packed *packed;
    eep_ranking *ranking = NULL;
    EEP_TRY(eep_packed_new(stage->engine, stage->rules[0], stage->pool, &packed, error));
    eep_status status = eep_ranking_new(stage->engine, packed, &ranking, error);
    if (status == EEP_OK) status = use_ranking(stage, packed, ranking, error);
    eep_ranking_free(ranking);
    eep_packed_free(packed);
    return status;
}

static eep_status hold_many(const memory_stage *stage, eep_error *error)
{
    eep_round rounds[10];
    eep_notice notices[10];
    for (int i = 0; i < 10; i++)
        rounds[i] = (eep_round){.invitations = 20, .moment = (eep_time)(stage->rules[0]->day + i / 9) * DAY};
    return eep_hold_rounds(stage->engine, stage->policy, stage->pool, rounds, 10, NULL, notices, error);
}

static void check_every_allocation(int in_order,
                                   eep_status (*use)(const memory_stage *stage, eep_error *error))
{
    meter m = {.left = SIZE_MAX};
    const eep_allocator allocator = {take, give, &m};
    eep_engine_options options;
    memory_stage stage;
    eep_error error;
    chance from = {5, 0};
    eep_engine_defaults(&options);
    options.allocator = &allocator;
    options.threads = 2;
    must(eep_engine_new(&options, &stage.engine, &error), &error);
    must(eep_policy_load(NULL, NULL, &stage.policy, &error), &error);
    for (int day = 0; day < 2; day++)
        must(eep_policy_at(stage.policy, eep_date_of(2023, 7, 5) + day, &stage.rules[day], &error), &error);
    eep_engine *plain = engine_with(NULL, 2);
    stage.pool = stirred_pool(plain, stage.rules[0], 3000, in_order, &from);
    const size_t out = m.out, bytes = m.bytes;
    size_t limit = 0;
    for (;; limit++) {
        m.left = limit;
        const eep_status status = use(&stage, &error);
        assert_int_equal(m.out, out);
        assert_int_equal(m.bytes, bytes);
        if (status == EEP_OK) break;
        assert_int_equal(status, EEP_ERROR_MEMORY);
        assert_in_range(limit, 0, 500);
    }
    assert_true(limit > 10);
    m.left = SIZE_MAX;
    eep_pool_free(stage.pool);
    for (int day = 0; day < 2; day++)
        eep_rules_free(stage.rules[day]);
    eep_policy_free(stage.policy);
    eep_engine_free(plain);
    eep_engine_free(stage.engine);
    assert_int_equal(m.out, 0);
}

static void test_memory_packed_pools_and_rankings_fail_cleanly(void **state)
{
    (void)state;
    check_every_allocation(1, use_all);
    check_every_allocation(0, use_all);
}

static void test_memory_rounds_in_a_row_fail_cleanly(void **state)
{
    (void)state;
    check_every_allocation(1, hold_many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_packed_pools_and_rankings_fail_cleanly),
        cmocka_unit_test(test_memory_rounds_in_a_row_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_recipe.c - same recipe, same pool; other recipes; recipes that are refused. */
#include <jansson.h>

#include "making.h"

static void digest_of(int threads, uint64_t rows, uint64_t seed, int has_fit, char digest[EEP_DIGEST_TEXT])
{
    const eep_date day = date_of("2023-07-04");
    eep_engine *engine = engine_of(threads);
    eep_rules *rules = rules_of(day);
    eep_recipe recipe = recipe_of(day, rows, has_fit);
    eep_error error;
    recipe.seed = seed;
    eep_pool *pool = pool_of(engine, rules, &recipe);
    must(eep_pool_digest(engine, pool, digest, &error), &error);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void test_recipe_gives_the_same_pool_on_1_2_and_3_threads_and_again(void **state)
{
    (void)state;
    for (int has_fit = 0; has_fit < 2; has_fit++) {
        char one[EEP_DIGEST_TEXT], other[EEP_DIGEST_TEXT];
        digest_of(1, 30001, 1, has_fit, one);
        for (int threads = 1; threads <= 3; threads++) {
            digest_of(threads, 30001, 1, has_fit, other);
            assert_string_equal(one, other);
        }
    }
}

static void test_recipe_with_another_seed_gives_another_pool(void **state)
{
    (void)state;
    char one[EEP_DIGEST_TEXT], other[EEP_DIGEST_TEXT];
    digest_of(2, 3000, 1, 1, one);
    digest_of(2, 3000, 2, 1, other);
    assert_string_not_equal(one, other);
    /* The upper half of the seed counts too. */
    digest_of(2, 3000, 1 + (UINT64_C(1) << 32), 1, other);
    assert_string_not_equal(one, other);
}

static void test_recipe_of_fewer_raw_rows_gives_the_first_of_more(void **state)
{
    (void)state;
    const eep_date day = date_of("2024-02-29");
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(day);
    const eep_recipe few = recipe_of(day, 1234, 0), many = recipe_of(day, 150000, 0);
    eep_pool *small = pool_of(engine, rules, &few), *large = pool_of(engine, rules, &many);
    for (size_t c = 0; c < EEP_COLUMNS; c++) {
        eep_column column;
        eep_column_at(c, &column);
        assert_memory_equal(eep_pool_column(small, c), eep_pool_column(large, c), 1234 * column.width);
    }
    eep_pool_free(small);
    eep_pool_free(large);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void test_recipe_defaults_are_seed_1_and_nothing_else(void **state)
{
    (void)state;
    eep_recipe recipe;
    memset(&recipe, 255, sizeof recipe);
    eep_recipe_defaults(&recipe);
    assert_int_equal(recipe.size, sizeof recipe);
    assert_int_equal(recipe.seed, 1);
    assert_int_equal(recipe.rows, 0);
    assert_int_equal(recipe.moment, 0);
    assert_int_equal(recipe.has_fit, 0);
    assert_null(recipe.model);
}

static void test_recipe_is_told_in_the_provenance(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-07-04");
    eep_engine *engine = engine_of(1);
    eep_rules *rules = rules_of(day);
    eep_recipe recipe = recipe_of(day, 500, 1);
    recipe.seed = UINT64_MAX;
    eep_pool *pool = pool_of(engine, rules, &recipe);
    json_t *root = json_loads(eep_pool_provenance(pool), 0, NULL);
    const char *people, *tool, *version, *seed, *moment, *name, *model, *fit, *publisher, *policy;
    json_int_t rows, proposals;
    char digest[EEP_DIGEST_TEXT];
    assert_non_null(root);
    assert_int_equal(json_unpack(root, "{s:s s:s s:s s:s s:I s:s s:{s:s s:s} s:{s:s s:s} s:{s:s} s:I}",
                                 "tool", &tool, "version", &version, "people", &people, "seed", &seed, "rows",
                                 &rows, "moment", &moment, "model", "name", &name, "digest", &model, "fit",
                                 "day", &fit, "publisher", &publisher, "policy", "digest", &policy,
                                 "proposals", &proposals),
                     0);
    assert_string_equal(tool, "eepool");
    assert_string_equal(version, EEP_VERSION);
    assert_string_equal(people, "invented");
    assert_string_equal(seed, "18446744073709551615");
    assert_int_equal(rows, 500);
    assert_string_equal(moment, "2023-07-04T12:00:00Z");
    assert_string_equal(name, "first");
    assert_int_equal(strlen(model), 32);
    assert_string_equal(fit, "2023-07-04");
    assert_string_equal(publisher, "Immigration, Refugees and Citizenship Canada");
    eep_rules_digest(rules, digest);
    assert_string_equal(policy, digest);
    assert_true(proposals >= 500);
    json_decref(root);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/* ---- Refusals ----------------------------------------------------------------------------------- */

static void refuse(const eep_recipe *recipe, const eep_rules *rules, eep_status status, const char *message,
                   const char *advice)
{
    eep_engine *engine = engine_of(2);
    eep_pool *pool = NULL;
    eep_error error = {.status = EEP_OK};
    assert_int_equal(eep_pool_make(engine, rules, recipe, &pool, &error), status);
    assert_null(pool);
    assert_int_equal(error.status, status);
    if (strstr(error.message, message) == NULL) fail_msg("message: %s", error.message);
    if (strstr(error.advice, advice) == NULL) fail_msg("advice: %s", error.advice);
    assert_int_equal(eep_pool_make(engine, rules, recipe, &pool, NULL), status);
    eep_engine_free(engine);
}

static void test_recipe_for_a_day_without_a_snapshot_names_the_nearest(void **state)
{
    (void)state;
    eep_rules *rules = rules_of(date_of("2023-07-05"));
    eep_recipe recipe = recipe_of(date_of("2023-07-05"), 100, 1);
    refuse(&recipe, rules, EEP_ERROR_UNKNOWN, "2023-07-05", "2023-07-04 and 2023-07-11");
    recipe.fit = date_of("2021-12-31");
    refuse(&recipe, rules, EEP_ERROR_UNKNOWN, "2021-12-31", "2022-01-17");
    recipe.fit = date_of("2199-12-31");
    refuse(&recipe, rules, EEP_ERROR_UNKNOWN, "2199-12-31", "2026-05-10");
    eep_rules_free(rules);
}

static void test_recipe_without_size_moment_or_own_rows_is_refused(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-07-04");
    eep_rules *rules = rules_of(day);
    eep_recipe recipe = recipe_of(day, 0, 0);
    refuse(&recipe, rules, EEP_ERROR_ARGUMENT, "0 rows", "fitted");
    recipe.rows = UINT64_C(4000000001);
    refuse(&recipe, rules, EEP_ERROR_ARGUMENT, "4000000001 rows", "");
    recipe = recipe_of(day, 10, 0);
    recipe.moment = 0;
    refuse(&recipe, rules, EEP_ERROR_ARGUMENT, "moment", "");
    recipe = recipe_of(day, 10, 0);
    recipe.size = 3;
    refuse(&recipe, rules, EEP_ERROR_ARGUMENT, "size", "eep_recipe_defaults");
    eep_rules_free(rules);
}

static void test_recipe_with_rules_of_another_time_is_refused(void **state)
{
    (void)state;
    eep_rules *rules = rules_of(date_of("2025-07-04"));
    const eep_recipe recipe = recipe_of(date_of("2023-07-04"), 10, 0);
    refuse(&recipe, rules, EEP_ERROR_ARGUMENT, "the rules are those of 2025-07-04", "rules of the day");
    eep_rules_free(rules);
}

/* Without nominees nobody stands above 600. */
static void test_recipe_that_the_model_cannot_meet_names_the_range(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-01-11");
    char path[64];
    eep_rules *rules = rules_of(day);
    eep_recipe recipe = recipe_of(day, 100, 1);
    eep_engine *engine = engine_of(2);
    eep_pool *pool = NULL;
    eep_error error;
    changed_model(path, "name: nominee", "nomination: 1000", "nomination: 0");
    recipe.model = path;
    assert_int_equal(eep_pool_make(engine, rules, &recipe, &pool, &error), EEP_ERROR_INFEASIBLE);
    assert_non_null(strstr(error.message, "601 to 1200"));
    assert_non_null(strstr(error.message, "0 of 1"));
    assert_null(pool);
    unlink(path);
    eep_engine_free(engine);
    eep_rules_free(rules);
}

/* ---- Memory ------------------------------------------------------------------------------------- */

/* An allocator that has nothing left after some calls, and counts what is out. */
typedef struct limited {
    long left, out;
} limited;

static void *take(void *context, size_t size, size_t alignment)
{
    limited *p = context;
    if (p->left-- <= 0) return NULL;
    p->out++;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void give(void *context, void *memory, size_t size)
{
    limited *p = context;
    (void)size;
    p->out--;
    free(memory);
}

static void test_recipe_that_runs_out_of_memory_anywhere_fails_and_leaves_nothing(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-07-04");
    eep_rules *rules = rules_of(day);
    const eep_recipe recipe = recipe_of(day, 50, 1);
    limited purse = {.left = 1000};
    const eep_allocator allocator = {take, give, &purse};
    eep_engine_options options;
    eep_engine *engine = NULL;
    eep_error error;
    eep_status status = EEP_ERROR_MEMORY;
    eep_engine_defaults(&options);
    options.threads = 1;
    options.allocator = &allocator;
    must(eep_engine_new(&options, &engine, &error), &error);
    const long before = purse.out;
    for (long left = 0; status != EEP_OK; left++) {
        eep_pool *pool = NULL;
        purse.left = left;
        status = eep_pool_make(engine, rules, &recipe, &pool, &error);
        if (status != EEP_OK) assert_int_equal(status, EEP_ERROR_MEMORY);
        eep_pool_free(pool);
        assert_int_equal(purse.out, before);
        assert_true(left < 500);
    }
    eep_engine_free(engine);
    eep_rules_free(rules);
}

/* Memory that held something before. */
static void *allocate_used(void *context, size_t size, size_t alignment)
{
    (void)context;
    void *memory = aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (memory != NULL) memset(memory, 0xa5, size);
    return memory;
}

static void release_used(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    free(memory);
}

static void test_recipe_writes_every_value_whatever_was_in_memory_before(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-07-04");
    const eep_allocator used = {allocate_used, release_used, NULL};
    eep_rules *rules = rules_of(day);
    eep_engine_options options;
    eep_engine *engine[2];
    eep_error error;
    eep_engine_defaults(&options);
    options.threads = 2;
    for (int e = 0; e < 2; e++, options.allocator = &used)
        must(eep_engine_new(&options, &engine[e], &error), &error);
    for (size_t m = 0; m < 2 * MODELS; m++) {
        eep_recipe recipe = recipe_of(day, 9001, m % 2 == 0);
        recipe.model = models[m / 2];
        eep_pool *fresh = pool_of(engine[0], rules, &recipe), *other = pool_of(engine[1], rules, &recipe);
        for (size_t c = 0; c < EEP_COLUMNS; c++) {
            eep_column column;
            eep_column_at(c, &column);
            assert_memory_equal(eep_pool_column(fresh, c), eep_pool_column(other, c), 9001 * column.width);
        }
        eep_pool_free(fresh);
        eep_pool_free(other);
    }
    eep_engine_free(engine[0]);
    eep_engine_free(engine[1]);
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recipe_gives_the_same_pool_on_1_2_and_3_threads_and_again),
        cmocka_unit_test(test_recipe_with_another_seed_gives_another_pool),
        cmocka_unit_test(test_recipe_of_fewer_raw_rows_gives_the_first_of_more),
        cmocka_unit_test(test_recipe_defaults_are_seed_1_and_nothing_else),
        cmocka_unit_test(test_recipe_is_told_in_the_provenance),
        cmocka_unit_test(test_recipe_for_a_day_without_a_snapshot_names_the_nearest),
        cmocka_unit_test(test_recipe_without_size_moment_or_own_rows_is_refused),
        cmocka_unit_test(test_recipe_with_rules_of_another_time_is_refused),
        cmocka_unit_test(test_recipe_that_the_model_cannot_meet_names_the_range),
        cmocka_unit_test(test_recipe_writes_every_value_whatever_was_in_memory_before),
        cmocka_unit_test(test_recipe_that_runs_out_of_memory_anywhere_fails_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

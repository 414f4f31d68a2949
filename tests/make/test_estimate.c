/* test_estimate.c - pools shaped on the estimate of their day: what is met, what is known, how it is told. */
#include "making.h"

#include "sim/make/workshop.h"

static eep_recipe estimated(const char *day, uint64_t rows, eep_fit_kind kind)
{
    eep_recipe recipe = recipe_of(date_of(day), rows, 1);
    recipe.model = SECOND_MODEL;
    recipe.fit = 0;
    recipe.kind = kind;
    return recipe;
}

static void count_ranges(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                         uint64_t count[EEP_RANGES])
{
    uint16_t *score;
    uint8_t *programs;
    score_all(engine, rules, pool, &score, &programs);
    memset(count, 0, EEP_RANGES * sizeof *count);
    for (uint64_t row = 0; row < eep_pool_rows(pool); row++) {
        for (size_t r = 0; r < EEP_RANGES; r++) {
            uint16_t low, high;
            eep_score_range(r, &low, &high);
            count[r] += score[row] >= low && score[row] <= high;
        }
    }
    free(score);
    free(programs);
}

static eep_history *record(void)
{
    eep_history *history = NULL;
    eep_error error;
    must(eep_history_load(EEP_SOURCE "/datasets/history", &history, &error), &error);
    return history;
}

/* The count of 2026-05-10 was printed with round 415 of 2026-05-11. */
static void test_a_count_printed_on_the_day_is_met_in_every_range(void **state)
{
    (void)state;
    const eep_recipe recipe = estimated("2026-05-11", 0, EEP_FIT_ESTIMATE);
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(date_of("2026-05-11"));
    eep_history *history = record();
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, date_of("2026-05-10"));
    eep_pool *pool = pool_of(engine, rules, &recipe);
    uint64_t count[EEP_RANGES];
    count_ranges(engine, rules, pool, count);
    for (size_t r = 0; r < EEP_RANGES; r++)
        assert_int_equal(count[r], snapshot->count[r]);
    assert_non_null(strstr(eep_pool_provenance(pool), "\"moved_to\":\"2026-05-10\""));
    eep_pool_free(pool);
    eep_history_free(history);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/* What the estimate says of the day, rounded to whole candidates: within one of it in each range. */
static void test_a_moved_estimate_is_met_in_every_range(void **state)
{
    (void)state;
    const eep_recipe recipe = estimated("2024-09-01", 0, EEP_FIT_ESTIMATE);
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(date_of("2024-09-01"));
    eep_history *history = record();
    eep_backtest_parameters *parameters;
    eep_estimate *estimate;
    eep_error error;
    must(eep_backtest_parameters_load(EEP_SOURCE "/datasets/backtest/parameters.yaml", &parameters, &error),
         &error);
    must(eep_estimate_eve(history, parameters, date_of("2024-09-01"), EEP_BACKTEST_ATTACHED, &estimate,
                          &error),
         &error);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    uint64_t count[EEP_RANGES];
    count_ranges(engine, rules, pool, count);
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        int64_t sum = r == 0 ? eep_estimate_nominees(estimate) : 0;
        eep_score_range(r, &low, &high);
        for (unsigned score = low; r > 0 && score <= high; score++)
            sum += eep_estimate_pool(estimate, score);
        assert_true(llabs((long long)count[r] * EEP_ESTIMATE_ONE - sum) <= EEP_ESTIMATE_ONE);
    }
    assert_non_null(strstr(eep_pool_provenance(pool),
                           "\"day\":\"2024-08-27\",\"publisher\":\"Immigration, Refugees and Citizenship "
                           "Canada\",\"kind\":\"estimate\",\"moved_to\":\"2024-09-01\",\"rounds\":1"));
    eep_pool_free(pool);
    eep_estimate_free(estimate);
    eep_backtest_parameters_free(parameters);
    eep_history_free(history);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void check_parts(const eep_residuals *residuals)
{
    size_t ranges = 0, estimates = 0, stocks = 0, periods = 0;
    for (size_t i = 0; i < residuals->count; i++) {
        const eep_residual *r = &residuals->residual[i];
        const int64_t off = llabs((long long)(r->found - r->published));
        ranges += strcmp(r->part, "range") == 0;
        estimates += strcmp(r->part, "estimate") == 0;
        stocks += strcmp(r->part, "stock") == 0;
        periods += strcmp(r->part, "period") == 0;
        if (strcmp(r->part, "range") == 0) assert_int_equal(r->exact, 0);
        if (strcmp(r->part, "estimate") == 0) assert_int_equal(r->exact, 1);
        /* Most find people of their types in time; the rest is what was given up, and the bound of 19 in 20.
         */
        if (strcmp(r->part, "stock") == 0) assert_true(off * 20 <= r->published + 40);
    }
    assert_int_equal(ranges, EEP_RANGES);
    assert_int_equal(estimates, EEP_RANGES);
    /* cec, french, healthcare, trades, stem, transport and agriculture had had rounds. */
    assert_int_equal(stocks, 7);
    assert_int_equal(periods, EEP_ESTIMATE_PERIODS);
}

static void test_stocks_of_types_are_met_and_a_moved_count_is_not(void **state)
{
    (void)state;
    const eep_recipe recipe = estimated("2024-09-13", 60000, EEP_FIT_ESTIMATE);
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(date_of("2024-09-13"));
    eep_residuals *residuals = malloc(sizeof *residuals);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    eep_error error;
    assert_non_null(residuals);
    must(eep_pool_validate(engine, rules, pool, &recipe, residuals, &error), &error);
    assert_int_equal(residuals->missed, 0);
    assert_int_equal(residuals->counted, date_of("2024-09-09"));
    assert_int_equal(residuals->stands, date_of("2024-09-13"));
    assert_int_equal(residuals->rounds, 1); /* round 313 of 2024-09-09 */
    check_parts(residuals);
    free(residuals);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void digest_of(int threads, const char *cpu, const eep_recipe *recipe, char digest[EEP_DIGEST_TEXT])
{
    eep_engine_options options;
    eep_engine *engine;
    eep_error error;
    eep_engine_defaults(&options);
    options.threads = threads;
    options.cpu = cpu;
    must(eep_engine_new(&options, &engine, &error), &error);
    eep_rules *rules = rules_of(eep_time_date(recipe->moment));
    eep_pool *pool = pool_of(engine, rules, recipe);
    must(eep_pool_digest(engine, pool, digest, &error), &error);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void test_estimated_pools_are_the_same_on_any_threads_and_processor_level(void **state)
{
    (void)state;
    const eep_recipe recipe = estimated("2023-07-14", 3001, EEP_FIT_FORECAST);
    char one[EEP_DIGEST_TEXT], other[EEP_DIGEST_TEXT];
    const char *level;
    int usable;
    digest_of(1, NULL, &recipe, one);
    digest_of(3, NULL, &recipe, other);
    assert_string_equal(one, other);
    for (size_t i = 0; (level = eep_kernels_level(i, &usable)) != NULL; i++) {
        if (!usable) continue;
        digest_of(2, level, &recipe, other);
        assert_string_equal(one, other);
    }
}

static void test_where_there_is_no_estimate_the_last_count_is_met(void **state)
{
    (void)state;
    /* The first count is of 2022-01-17 and was printed two days later; the first model has no joint tables.
     */
    const struct {
        const char *day, *model;
        eep_fit_kind kind;
        const char *fit;
    } cases[] = {{"2022-01-18", SECOND_MODEL, EEP_FIT_FORECAST, "2022-01-17"},
                 {"2024-09-01", FIRST_MODEL, EEP_FIT_ESTIMATE, "2024-08-27"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        eep_recipe recipe = estimated(cases[i].day, 2000, cases[i].kind);
        char found[EEP_DIGEST_TEXT], plain[EEP_DIGEST_TEXT];
        recipe.model = cases[i].model;
        digest_of(2, NULL, &recipe, found);
        recipe.kind = EEP_FIT_SNAPSHOT;
        recipe.fit = date_of(cases[i].fit);
        digest_of(2, NULL, &recipe, plain);
        assert_string_equal(found, plain);
    }
}

/* Four weeks after the last round of the record others will have been held: the last count is not moved so
 * far. */
static void test_a_day_beyond_the_record_has_the_last_count(void **state)
{
    (void)state;
    const struct {
        const char *day, *stands;
        uint32_t rounds;
    } cases[] = {{"2026-06-08", "2026-06-08", 1}, {"2026-06-09", "2026-05-10", 0}};
    eep_model *model = calloc(1, sizeof *model);
    eep_history *history = record();
    eep_error error;
    assert_non_null(model);
    must(eep_model_load(SECOND_MODEL, model, &error), &error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int kind = EEP_FIT_ESTIMATE; kind <= EEP_FIT_FORECAST; kind++) {
            const eep_recipe recipe = estimated(cases[i].day, 0, (eep_fit_kind)kind);
            eep_source source;
            must(eep_source_find(&recipe, history, model, &source, &error), &error);
            assert_int_equal(source.snapshot, date_of("2026-05-10"));
            assert_int_equal(source.day, date_of(cases[i].stands));
            assert_int_equal(source.rounds, cases[i].rounds);
            eep_source_clear(&source);
        }
    }
    eep_model_clear(model);
    free(model);
    eep_history_free(history);
}

static void test_a_day_before_every_count_is_infeasible(void **state)
{
    (void)state;
    const eep_recipe recipe = estimated("2021-12-31", 100, EEP_FIT_ESTIMATE);
    eep_engine *engine = engine_of(1);
    eep_rules *rules = rules_of(date_of("2021-12-31"));
    eep_pool *pool = NULL;
    eep_error error;
    assert_int_equal(eep_pool_make(engine, rules, &recipe, &pool, &error), EEP_ERROR_INFEASIBLE);
    assert_non_null(strstr(error.message, "up to 2021-12-31"));
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void test_a_kind_that_is_none_is_refused(void **state)
{
    (void)state;
    eep_recipe recipe = estimated("2024-09-01", 100, (eep_fit_kind)7);
    eep_engine *engine = engine_of(1);
    eep_rules *rules = rules_of(date_of("2024-09-01"));
    eep_pool *pool = NULL;
    eep_error error;
    assert_int_equal(eep_pool_make(engine, rules, &recipe, &pool, &error), EEP_ERROR_ARGUMENT);
    assert_non_null(strstr(error.advice, "eep_fit_kind"));
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/* ---- Made again ------------------------------------------------------------------------------------- */

/* Of a pool of 2,000. */
static eep_status remake(eep_engine *engine, const eep_policy *policy, const char *provenance,
                         const char *digest, eep_error *error)
{
    return eep_pool_remake(engine, policy, SECOND_MODEL, provenance, 2000, digest, error);
}

/* The provenance with `from` replaced by `to`, of the same length. */
static void replace(char *text, const char *from, const char *to)
{
    char *at = strstr(text, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
}

static void test_an_estimated_pool_is_made_again_by_its_parameters_only(void **state)
{
    (void)state;
    /* A count was printed on the day, so that a forecast knows less. */
    const eep_recipe recipe = estimated("2023-07-04", 2000, EEP_FIT_ESTIMATE);
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(date_of("2023-07-04"));
    eep_policy *policy;
    eep_error error;
    char digest[EEP_DIGEST_TEXT], provenance[4096], *parameters;
    must(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, &error), &error);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    must(eep_pool_digest(engine, pool, digest, &error), &error);
    snprintf(provenance, sizeof provenance, "%s", eep_pool_provenance(pool));
    must(remake(engine, policy, provenance, digest, &error), &error);
    replace(provenance, "\"kind\":\"estimate\"", "\"kind\":\"forecast\"");
    assert_int_equal(remake(engine, policy, provenance, digest, &error), EEP_ERROR_UNKNOWN);
    assert_non_null(strstr(error.message, "record"));
    assert_int_equal(remake(engine, policy, eep_pool_provenance(pool), "another", &error), EEP_ERROR_DAMAGED);
    replace(provenance, "\"kind\":\"forecast\"", "\"kind\":\"estimato\"");
    assert_int_equal(remake(engine, policy, provenance, digest, &error), EEP_ERROR_MISSING);
    replace(provenance, "\"kind\":\"estimato\"", "\"kind\":\"estimate\"");
    parameters = strstr(provenance, "\"parameters\":\"");
    assert_non_null(parameters);
    parameters[14] = parameters[14] == '0' ? '1' : '0';
    assert_int_equal(remake(engine, policy, provenance, digest, &error), EEP_ERROR_UNKNOWN);
    assert_non_null(strstr(error.message, "parameters"));
    eep_pool_free(pool);
    eep_policy_free(policy);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/* ---- Whole candidates ------------------------------------------------------------------------------- */

static void test_weights_are_divided_by_largest_remainders(void **state)
{
    (void)state;
    /* 10 by 1 : 1 : 1 and by 5 : 3 : 1; 2 of 3 equal remainders go to the first. */
    const uint64_t equal[] = {1, 1, 1}, unequal[] = {5, 3, 1}, none[] = {0, 0, 0};
    const uint64_t expected[3][3] = {{4, 3, 3}, {6, 3, 1}, {10, 0, 0}};
    const uint64_t *const weights[] = {equal, unequal, none};
    for (size_t i = 0; i < 3; i++) {
        uint64_t wanted[3];
        eep_divide(weights[i], 3, 10, wanted);
        assert_memory_equal(wanted, expected[i], sizeof wanted);
    }
}

/* People of a type that the inner cells want, and the part of their cells that they were to be, in whole
 * ones. */
static void add_up_type(const eep_workshop *shop, size_t type, uint64_t *wanted, uint64_t *asked)
{
    uint64_t parts = 0;
    *wanted = 0;
    for (uint32_t c = 0; c < shop->cells.count; c++) {
        if (!(shop->quotas.asked[c] >> type & 1)) continue;
        parts += shop->cells.cell[c].wanted * shop->quotas.stock[type][c];
        for (size_t s = 0; s < EEP_QUOTA_SETS; s++) {
            const uint16_t number = shop->quotas.inner[c][s];
            if (number != EEP_CELL_NOBODY && (s >> type & 1)) *wanted += shop->cells.cell[number].wanted;
        }
    }
    *asked = parts / EEP_QUOTA_WHOLE;
}

/*
 * 3,000 people in 62 cells: most sets of types are less than half a person in each. Because what rounding
 * leaves is owed to the next cell, the sums are right all the same.
 */
static void test_types_are_whole_candidates_that_add_up(void **state)
{
    (void)state;
    const eep_recipe recipe = estimated("2023-12-20", 3000, EEP_FIT_ESTIMATE);
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(date_of("2023-12-20"));
    eep_workshop *shop;
    eep_error error;
    must(eep_workshop_open(engine, rules, &recipe, &shop, &error), &error);
    assert_int_equal(shop->cells.missing, 3000);
    assert_true(shop->cells.inner > 100);
    uint64_t inside[EEP_QUOTA_CELLS] = {0};
    for (uint32_t i = 0; i < shop->cells.inner; i++) {
        const struct eep_cell *cell = &shop->cells.cell[shop->cells.count + i];
        inside[cell->around] += cell->wanted;
    }
    for (uint32_t c = 0; c < shop->cells.count; c++)
        assert_int_equal(inside[c], shop->quotas.asked[c] != 0 ? shop->cells.cell[c].wanted : 0);
    for (size_t t = 0; t < shop->quotas.types; t++) {
        uint64_t wanted, asked;
        add_up_type(shop, t, &wanted, &asked);
        assert_in_range(wanted + 8, asked, asked + 16);
    }
    /* French, healthcare, STEM, trades, transport and agriculture had had rounds. */
    assert_int_equal(shop->quotas.types, 6);
    eep_workshop_close(engine, shop);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_count_printed_on_the_day_is_met_in_every_range),
        cmocka_unit_test(test_a_moved_estimate_is_met_in_every_range),
        cmocka_unit_test(test_stocks_of_types_are_met_and_a_moved_count_is_not),
        cmocka_unit_test(test_estimated_pools_are_the_same_on_any_threads_and_processor_level),
        cmocka_unit_test(test_where_there_is_no_estimate_the_last_count_is_met),
        cmocka_unit_test(test_a_day_beyond_the_record_has_the_last_count),
        cmocka_unit_test(test_a_day_before_every_count_is_infeasible),
        cmocka_unit_test(test_a_kind_that_is_none_is_refused),
        cmocka_unit_test(test_an_estimated_pool_is_made_again_by_its_parameters_only),
        cmocka_unit_test(test_types_are_whole_candidates_that_add_up),
        cmocka_unit_test(test_weights_are_divided_by_largest_remainders)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

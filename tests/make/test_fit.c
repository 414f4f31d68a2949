/*
 * test_fit.c - a pool fitted to a snapshot has exactly the published number of people in every range, the
 * ten parts of 501 to 600 by their shares, and a scaled pool the scaled numbers.
 */
#include "making.h"

/* Counts of a made pool by the published ranges, by the public scoring. */
static void count_ranges(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                         uint64_t count[EEP_RANGES], uint64_t tens[10])
{
    uint16_t *score, low, high;
    uint8_t *programs;
    score_all(engine, rules, pool, &score, &programs);
    memset(count, 0, EEP_RANGES * sizeof *count);
    memset(tens, 0, 10 * sizeof *tens);
    for (uint64_t i = 0; i < eep_pool_rows(pool); i++) {
        for (size_t r = 0; r < EEP_RANGES; r++) {
            eep_score_range(r, &low, &high);
            count[r] += score[i] >= low && score[i] <= high;
        }
        if (score[i] >= 501 && score[i] <= 600) tens[(score[i] - 501) / 10]++;
        assert_int_not_equal(programs[i], 0);
    }
    free(score);
    free(programs);
}

/* A published day at its own size; the counts are those of the feed. */
typedef struct published_day {
    const char *day;
    uint64_t count[EEP_RANGES];
} published_day;

static void check_published_by(const char *model, const published_day *expected)
{
    const eep_date day = date_of(expected->day);
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(day);
    eep_recipe recipe = recipe_of(day, 0, 1);
    recipe.model = model;
    eep_pool *pool = pool_of(engine, rules, &recipe);
    uint64_t count[EEP_RANGES], tens[10], sum = 0;
    count_ranges(engine, rules, pool, count, tens);
    for (size_t r = 0; r < EEP_RANGES; r++) {
        assert_int_equal(count[r], expected->count[r]);
        sum += expected->count[r];
    }
    assert_int_equal(eep_pool_rows(pool), sum);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void check_published(const published_day *expected)
{
    for (size_t m = 0; m < MODELS; m++)
        check_published_by(models[m], expected);
}

static void test_fit_meets_the_published_ranges_of_2023_07_04(void **state)
{
    (void)state;
    check_published(&(published_day){
        "2023-07-04",
        {353, 726, 831, 4719, 20475, 16023, 12684, 11740, 12309, 10008, 10873, 11743, 63679, 33051, 5315}});
}

static void test_fit_meets_the_first_published_ranges(void **state)
{
    (void)state;
    check_published(&(published_day){
        "2022-01-17",
        {899, 5106, 2738, 6192, 14828, 13010, 10434, 9650, 10225, 7687, 9139, 10582, 58692, 31704, 5799}});
}

static void test_fit_meets_the_last_published_ranges_without_offer_points(void **state)
{
    (void)state;
    check_published(&(published_day){"2026-05-10",
                                     {372, 15659, 13325, 13109, 16598, 16160, 15108, 14247, 14171, 12709,
                                      12096, 11391, 52286, 18247, 8292}});
}

/* The misprint: the leaves add up to 180 less than the printed total; the leaves are what is fitted. */
static void test_fit_takes_the_sum_of_the_leaves_where_the_total_is_misprinted(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-04-26");
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(day);
    const eep_recipe recipe = recipe_of(day, 0, 1);
    eep_history *history = NULL;
    eep_error error;
    must(eep_history_load(EEP_SOURCE "/datasets/history", &history, &error), &error);
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, day);
    uint64_t sum = 0;
    for (size_t r = 0; r < EEP_RANGES; r++)
        sum += snapshot->count[r];
    assert_int_equal(sum + 180, snapshot->total);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    assert_int_equal(eep_pool_rows(pool), sum);
    eep_pool_free(pool);
    eep_history_free(history);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/*
 * 501 to 600 falls by exp(-0.075) a point. 726 people in tens, by largest remainders of 726 exp(-0.75 k)
 * over its sum: 383.27, 181.05, 85.52, 40.40, 19.08, 9.01, 4.26, 2.01, 0.95, 0.45.
 */
static void test_fit_spreads_501_to_600_exponentially(void **state)
{
    (void)state;
    static const uint64_t expected[10] = {383, 181, 86, 40, 19, 9, 4, 2, 1, 1};
    const eep_date day = date_of("2023-07-04");
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(day);
    const eep_recipe recipe = recipe_of(day, 0, 1);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    uint64_t count[EEP_RANGES], tens[10];
    count_ranges(engine, rules, pool, count, tens);
    for (size_t k = 0; k < 10; k++)
        assert_int_equal(tens[k], expected[k]);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/* Whoever stands above 600 has a nomination, and whoever has one stands there. */
static void test_fit_has_only_nominees_above_600(void **state)
{
    (void)state;
    const eep_date day = date_of("2023-01-11");
    eep_engine *engine = engine_of(2);
    eep_rules *rules = rules_of(day);
    const eep_recipe recipe = recipe_of(day, 30000, 1);
    eep_pool *pool = pool_of(engine, rules, &recipe);
    uint16_t *score;
    uint8_t *programs;
    const uint8_t *nomination = eep_pool_column(pool, EEP_COL_provincial_nomination);
    score_all(engine, rules, pool, &score, &programs);
    for (uint64_t i = 0; i < eep_pool_rows(pool); i++) {
        assert_int_equal(score[i] >= 601, nomination[i]);
        assert_int_equal((programs[i] & EEP_PNP) != 0, nomination[i]);
    }
    free(score);
    free(programs);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

/* Largest remainders said another way: floors first, then one each in order of remainder, then of range. */
static void scaled(const uint64_t published[EEP_RANGES], uint64_t rows, uint64_t wanted[EEP_RANGES])
{
    uint64_t whole = 0, given = 0;
    int up[EEP_RANGES] = {0};
    for (size_t r = 0; r < EEP_RANGES; r++)
        whole += published[r];
    for (size_t r = 0; r < EEP_RANGES; r++)
        given += published[r] * rows / whole;
    for (size_t r = 0; r < EEP_RANGES; r++) {
        size_t ahead = 0;
        for (size_t q = 0; q < EEP_RANGES; q++) {
            const uint64_t mine = published[r] * rows % whole, other = published[q] * rows % whole;
            ahead += other > mine || (other == mine && q < r);
        }
        up[r] = ahead < rows - given;
    }
    for (size_t r = 0; r < EEP_RANGES; r++)
        wanted[r] = published[r] * rows / whole + (uint64_t)up[r];
}

static void test_fit_scales_by_largest_remainders_on_several_days_and_sizes(void **state)
{
    (void)state;
    static const char *const days[] = {"2022-01-17", "2022-11-21", "2023-07-04", "2023-12-05",
                                       "2024-12-08", "2025-03-16", "2025-04-13", "2026-05-10"};
    static const uint64_t sizes[] = {1, 7, 100, 2048, 9999};
    eep_history *history = NULL;
    eep_error error;
    eep_engine *engine = engine_of(2);
    must(eep_history_load(EEP_SOURCE "/datasets/history", &history, &error), &error);
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        /* A day without a snapshot stands for the last one before it. */
        const eep_snapshot *snapshot = eep_history_find_snapshot(history, date_of(days[d]));
        eep_rules *rules = rules_of(snapshot->as_of);
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            const eep_recipe recipe = recipe_of(snapshot->as_of, sizes[s], 1);
            eep_pool *pool = pool_of(engine, rules, &recipe);
            uint64_t count[EEP_RANGES], tens[10], published[EEP_RANGES], wanted[EEP_RANGES];
            for (size_t r = 0; r < EEP_RANGES; r++)
                published[r] = snapshot->count[r];
            scaled(published, sizes[s], wanted);
            count_ranges(engine, rules, pool, count, tens);
            assert_int_equal(eep_pool_rows(pool), sizes[s]);
            assert_memory_equal(count, wanted, sizeof count);
            eep_pool_free(pool);
        }
        eep_rules_free(rules);
    }
    eep_history_free(history);
    eep_engine_free(engine);
}

static void test_fit_reaches_every_published_snapshot(void **state)
{
    (void)state;
    eep_history *history = NULL;
    eep_error error;
    const eep_snapshot *snapshot;
    eep_engine *engine = engine_of(2);
    must(eep_history_load(EEP_SOURCE "/datasets/history", &history, &error), &error);
    for (size_t i = 0; (snapshot = eep_history_snapshot(history, i)) != NULL; i++) {
        eep_rules *rules = rules_of(snapshot->as_of);
        const eep_recipe recipe = recipe_of(snapshot->as_of, 1000, 1);
        eep_pool *pool = pool_of(engine, rules, &recipe);
        assert_int_equal(eep_pool_rows(pool), 1000);
        eep_pool_free(pool);
        eep_rules_free(rules);
    }
    eep_history_free(history);
    eep_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_meets_the_published_ranges_of_2023_07_04),
        cmocka_unit_test(test_fit_meets_the_first_published_ranges),
        cmocka_unit_test(test_fit_meets_the_last_published_ranges_without_offer_points),
        cmocka_unit_test(test_fit_takes_the_sum_of_the_leaves_where_the_total_is_misprinted),
        cmocka_unit_test(test_fit_spreads_501_to_600_exponentially),
        cmocka_unit_test(test_fit_has_only_nominees_above_600),
        cmocka_unit_test(test_fit_scales_by_largest_remainders_on_several_days_and_sizes),
        cmocka_unit_test(test_fit_reaches_every_published_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_score.c - scores of a stream, and pools made into files, are those of pools in memory. */
#include "streams.h"

#define ROWS 5000

typedef struct collected {
    uint16_t score[ROWS], section[EEP_SECTIONS][ROWS];
    uint8_t programs[ROWS];
    uint32_t categories[ROWS];
    uint64_t id[ROWS];
    uint64_t hand[8], told; /* rows worked on and not yet told, by thread; and told */
    uint64_t fail_from;
} collected;

static eep_status note(void *context, int thread, const eep_scored *scored, eep_error *error)
{
    collected *all = context;
    const size_t n = scored->rows;
    if (scored->first >= all->fail_from)
        return eep_fail(error, EEP_ERROR_IO, NULL, "no more from row %d", (int)scored->first);
    memcpy(all->id + scored->first, scored->id, n * sizeof *scored->id);
    memcpy(all->score + scored->first, scored->scores.score, n * 2);
    memcpy(all->programs + scored->first, scored->scores.programs, n);
    memcpy(all->categories + scored->first, scored->scores.categories, n * 4);
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        memcpy(all->section[s] + scored->first, scored->scores.section[s], n * 2);
    if (all->hand[thread] == 0) all->hand[thread] = scored->first + 1;
    return EEP_OK;
}

/* Chunks come in the order of the file. */
static eep_status note_order(void *context, int thread, eep_error *error)
{
    collected *all = context;
    (void)error;
    assert_int_equal(all->hand[thread], all->told + 1);
    all->told += 1024;
    all->hand[thread] = 0;
    return EEP_OK;
}

static void test_stream_scores_are_those_of_the_pool(void **state)
{
    (void)state;
    static collected all, whole;
    eep_policy *policy = official();
    eep_rules *rules;
    eep_error error;
    must(eep_policy_at(policy, eep_time_date(moment_of("2024-01-10")), &rules, &error), &error);
    for (int threads = 1; threads <= 3; threads++) {
        eep_engine *engine = engine_of(threads);
        eep_pool *pool = pool_of(engine, policy, ROWS, 9);
        if (threads == 3) memset(eep_pool_edit(pool, EEP_COL_programs), 5, ROWS);
        eep_stream *stream = stream_of(engine, pool);
        const eep_scores out = {
            .score = whole.score,
            .section = {whole.section[0], whole.section[1], whole.section[2], whole.section[3]},
            .programs = whole.programs,
            .categories = whole.categories};
        const eep_scored_sink sink = {note, note_order, &all};
        memset(&all, 0, sizeof all);
        all.fail_from = UINT64_MAX;
        must(eep_score(engine, rules, pool, &out, &error), &error);
        must(eep_stream_score(engine, rules, stream, &sink, &error), &error);
        assert_memory_equal(all.score, whole.score, sizeof all.score);
        assert_memory_equal(all.section, whole.section, sizeof all.section);
        assert_memory_equal(all.programs, whole.programs, sizeof all.programs);
        assert_memory_equal(all.categories, whole.categories, sizeof all.categories);
        assert_memory_equal(all.id, pool->columns.id, sizeof all.id);
        assert_int_equal(all.told, 5 * 1024);
        eep_stream_close(stream);
        eep_pool_free(pool);
        eep_engine_free(engine);
    }
    eep_rules_free(rules);
    eep_policy_free(policy);
}

static void test_stream_scores_end_with_the_first_failure_of_the_sink(void **state)
{
    (void)state;
    static collected all;
    eep_policy *policy = official();
    eep_rules *rules;
    eep_error error;
    must(eep_policy_at(policy, eep_time_date(moment_of("2024-01-10")), &rules, &error), &error);
    eep_engine *engine = engine_of(3);
    eep_pool *pool = pool_of(engine, policy, ROWS, 9);
    eep_stream *stream = stream_of(engine, pool);
    const eep_scored_sink sink = {note, NULL, &all};
    all.fail_from = 1024;
    assert_int_equal(eep_stream_score(engine, rules, stream, &sink, &error), EEP_ERROR_IO);
    assert_string_equal(error.message, "no more from row 1024");
    eep_stream_close(stream);
    eep_pool_free(pool);
    eep_engine_free(engine);
    eep_rules_free(rules);
    eep_policy_free(policy);
}

static void check_made(eep_policy *policy, int threads, int has_fit)
{
    char path[200], digest[EEP_DIGEST_TEXT];
    eep_recipe recipe = recipe_of(30000, 5);
    eep_rules *rules;
    eep_pool *pool;
    eep_file_info info;
    eep_error error;
    eep_engine *engine = engine_of(threads);
    const char *folder = getenv("TMPDIR");
    const eep_write_options options = {.size = sizeof options, .overwrite = 1, .chunk_rows = 5000};
    recipe.has_fit = has_fit;
    recipe.fit = eep_time_date(moment_of("2023-07-04"));
    snprintf(path, sizeof path, "%s/eepool-made-%d.eepd", folder != NULL ? folder : "/tmp", (int)getpid());
    must(eep_policy_at(policy, eep_time_date(recipe.moment), &rules, &error), &error);
    must(eep_pool_make(engine, rules, &recipe, &pool, &error), &error);
    must(eep_pool_make_file(engine, rules, &recipe, path, &options, &error), &error);
    must(eep_file_verify(engine, path, &error), &error);
    must(eep_file_inspect(path, &info, &error), &error);
    must(eep_pool_digest(engine, pool, digest, &error), &error);
    assert_string_equal(info.pool_digest, digest);
    assert_int_equal(info.rows, 30000);
    assert_non_null(strstr(info.provenance, "\"people\":\"invented\""));
    eep_file_info_clear(&info);
    unlink(path);
    eep_pool_free(pool);
    eep_rules_free(rules);
    eep_engine_free(engine);
}

static void test_a_pool_made_into_a_file_is_the_pool_made_in_memory(void **state)
{
    (void)state;
    eep_policy *policy = official();
    for (int threads = 1; threads <= 3; threads++) {
        check_made(policy, threads, 0);
        check_made(policy, threads, 1);
    }
    eep_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream_scores_are_those_of_the_pool),
        cmocka_unit_test(test_stream_scores_end_with_the_first_failure_of_the_sink),
        cmocka_unit_test(test_a_pool_made_into_a_file_is_the_pool_made_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

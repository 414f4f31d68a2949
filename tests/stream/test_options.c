/* test_options.c - options that nobody filled are refused, before anything is read or written. */
#include "streams.h"

#include "eepool/table.h"

#define NOWHERE "/nonexistent/pool.eepd" /* would be another error */

static void expect(eep_status status, const eep_error *error, const char *what)
{
    if (status != EEP_ERROR_ARGUMENT || strstr(error->message, what) == NULL)
        fail_msg("%s: status %d, '%s'", what, (int)status, error->message);
}

static void test_options_of_another_size_are_refused_by_every_call(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(1);
    eep_policy *policy = official();
    eep_pool *pool = pool_of(engine, policy, 10, 1), *other;
    eep_stream *stream = stream_of(engine, pool), *another;
    const eep_recipe recipe = recipe_of(10, 1);
    const eep_read_options reading = {.size = 0};
    const eep_write_options writing = {.size = sizeof writing - 1};
    const eep_description description = {.name = "x"};
    eep_copy_options copying = {.size = 0, .form = EEP_TABLE_CSV};
    char *croissant, *sums;
    eep_rules *rules;
    eep_error error;
    must(eep_policy_at(policy, eep_time_date(recipe.moment), &rules, &error), &error);
    expect(eep_pool_read(engine, NOWHERE, &reading, &other, &error), &error, "read options");
    expect(eep_stream_open(engine, NOWHERE, &reading, &another, &error), &error, "read options");
    expect(eep_pool_write(engine, pool, NOWHERE, &writing, &error), &error, "write options");
    expect(eep_pool_make_file(engine, rules, &recipe, NOWHERE, &writing, &error), &error, "write options");
    expect(eep_streams_copy(engine, &stream, 1, NOWHERE, &copying, &error), &error, "copy options");
    copying.size = sizeof copying;
    expect(eep_streams_copy(engine, &stream, 1, NOWHERE, &copying, &error), &error, "write options");
    expect(eep_file_describe(NOWHERE, &description, &croissant, &sums, &error), &error, "description");
    eep_rules_free(rules);
    eep_stream_close(stream);
    eep_pool_free(pool);
    eep_policy_free(policy);
    eep_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_of_another_size_are_refused_by_every_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

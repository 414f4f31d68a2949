/*
 * command_selftest.c - eepool selftest: does this build, on this machine, give the results that every other
 * gives? A pool is made at every kernel level and several thread counts, scored, drawn on, written and read.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/cli_pool.h"

#define ROWS 20000

typedef struct selftest_state {
    cli_options common;
    eep_policy *policy;
    unsigned failures;
} selftest_state;

static error_t parse(int key, char *value, struct argp_state *state)
{
    selftest_state *test = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &test->common;
        return 0;
    case ARGP_KEY_ARG:
        cli_usage("see --help", "'%s' is one argument too many", value);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .parser = parse,
    .children = children,
    .doc =
        "Checks this build on this machine: the official policy, the published record, and that every kernel "
        "level and thread count gives the same pool, scores, round and file. Exit code 1 at a failure."};

static void say(selftest_state *test, int good, const char *what, const eep_error *error)
{
    test->failures += !good;
    if (good && test->common.quiet) return;
    printf("%s  %s\n", good ? "ok    " : "FAILED", what);
    if (!good && error != NULL && error->status != EEP_OK) printf("        %s\n", error->message);
}

/* Everything a level and thread count could change. */
typedef struct level_outcome {
    char digest[EEP_DIGEST_TEXT];
    uint16_t score[ROWS];
    uint8_t programs[ROWS], taken[ROWS];
    uint32_t categories[ROWS];
    eep_notice notice;
} level_outcome;

/* The day of Draw 254, whose pool and round are the worked example everywhere. */
static eep_recipe recipe_of_day(void)
{
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    recipe.rows = ROWS;
    recipe.moment = (eep_time)(eep_date_of(2023, 7, 5) + 1) * 86400 - 1;
    recipe.fit = eep_date_of(2023, 7, 4);
    recipe.has_fit = 1;
    return recipe;
}

/* Member by member: the padding of a struct is nobody's business. */
static int same_outcome(const level_outcome *a, const level_outcome *b)
{
    return strcmp(a->digest, b->digest) == 0 && memcmp(a->score, b->score, sizeof a->score) == 0 &&
           memcmp(a->programs, b->programs, sizeof a->programs) == 0 &&
           memcmp(a->categories, b->categories, sizeof a->categories) == 0 &&
           memcmp(a->taken, b->taken, sizeof a->taken) == 0 && a->notice.cutoff == b->notice.cutoff &&
           a->notice.tie_break == b->notice.tie_break && a->notice.eligible == b->notice.eligible &&
           a->notice.at_cutoff == b->notice.at_cutoff;
}

static eep_status find_outcome(const selftest_state *test, eep_engine *engine, const eep_pool *pool,
                               level_outcome *out, eep_error *error)
{
    eep_rules *rules;
    const eep_recipe recipe = recipe_of_day();
    eep_round round = {.invitations = 50, .moment = recipe.moment};
    const eep_scores scores = {.score = out->score, .programs = out->programs, .categories = out->categories};
    eep_status status = eep_pool_digest(engine, pool, out->digest, error);
    if (status == EEP_OK) status = eep_policy_at(test->policy, eep_time_date(recipe.moment), &rules, error);
    if (status != EEP_OK) return status;
    status = eep_score(engine, rules, pool, &scores, error);
    eep_rules_free(rules);
    if (status == EEP_OK) status = eep_round_parse("category:stem", &round, error);
    if (status != EEP_OK) return status;
    return eep_draw(engine, test->policy, pool, &round, out->taken, 1, &out->notice, error);
}

static eep_status run_level(selftest_state *test, const char *level, int threads, level_outcome *out,
                            eep_error *error)
{
    cli_options options = test->common;
    eep_engine *engine;
    eep_pool *pool;
    const eep_recipe recipe = recipe_of_day();
    options.cpu = level;
    options.threads = threads;
    options.no_progress = 1;
    memset(out, 0, sizeof *out);
    eep_status status = cli_engine(&options, &engine, error);
    if (status != EEP_OK) return status;
    status = cli_make_pool(engine, test->policy, &recipe, &pool, error);
    if (status == EEP_OK) {
        status = find_outcome(test, engine, pool, out, error);
        eep_pool_free(pool);
    }
    eep_engine_free(engine);
    return status;
}

static void test_levels(selftest_state *test)
{
    level_outcome *reference = malloc(sizeof *reference), *other = malloc(sizeof *other);
    const char *level;
    int usable;
    eep_error error = {.status = EEP_OK};
    if (reference == NULL || other == NULL) {
        say(test, 0, "memory for the test", NULL);
    } else {
        eep_status status = run_level(test, "ref", 1, reference, &error);
        say(test, status == EEP_OK, "a pool of the reference kernels is made, scored and drawn on", &error);
        for (size_t i = 0; (level = eep_cpu_level(i, &usable)) != NULL && status == EEP_OK; i++) {
            for (int threads = 1; threads <= 3 && usable; threads++) {
                char what[120];
                const eep_status ran = run_level(test, level, threads, other, &error);
                const int same = ran == EEP_OK && same_outcome(reference, other);
                snprintf(what, sizeof what, "kernel level %s on %d %s gives the same pool, scores and round",
                         level, threads, threads == 1 ? "thread" : "threads");
                say(test, same, what, &error);
            }
        }
    }
    free(reference);
    free(other);
}

static eep_status round_trip(selftest_state *test, const char *path, int *same, eep_error *error)
{
    eep_engine *engine;
    eep_pool *pool, *back = NULL;
    const eep_recipe recipe = recipe_of_day();
    char before[EEP_DIGEST_TEXT], after[EEP_DIGEST_TEXT];
    eep_write_options how;
    eep_write_defaults(&how);
    how.overwrite = 1;
    eep_status status = cli_engine(&test->common, &engine, error);
    if (status != EEP_OK) return status;
    status = cli_make_pool(engine, test->policy, &recipe, &pool, error);
    if (status == EEP_OK) {
        status = eep_pool_write(engine, pool, path, &how, error);
        if (status == EEP_OK) status = eep_file_verify(engine, path, error);
        if (status == EEP_OK) status = eep_pool_read(engine, path, NULL, &back, error);
        if (status == EEP_OK) status = eep_pool_digest(engine, pool, before, error);
        if (status == EEP_OK) status = eep_pool_digest(engine, back, after, error);
        *same = status == EEP_OK && strcmp(before, after) == 0;
        eep_pool_free(back);
        eep_pool_free(pool);
    }
    eep_engine_free(engine);
    return status;
}

static void test_file(selftest_state *test)
{
    const char *folder = getenv("TMPDIR");
    char path[400];
    int same = 0;
    eep_error error = {.status = EEP_OK};
    snprintf(path, sizeof path, "%s/eepool-selftest-XXXXXX", folder != NULL ? folder : "/tmp");
    const int handle = mkstemp(path);
    if (handle < 0) {
        say(test, 0, "a temporary file can be made", NULL);
        return;
    }
    close(handle);
    const eep_status status = round_trip(test, path, &same, &error);
    unlink(path);
    say(test, status == EEP_OK && same, "a pool comes back from an .eepd file as it was", &error);
}

static void test_history(selftest_state *test)
{
    eep_history *history;
    eep_error error = {.status = EEP_OK};
    const eep_status status = eep_history_load(NULL, &history, &error);
    say(test, status == EEP_OK, "the published rounds and score ranges load and add up", &error);
    if (status == EEP_OK) eep_history_free(history);
}

int cli_selftest(int argc, char **argv)
{
    selftest_state test = {.failures = 0};
    eep_error error;
    cli_parse(&argp, argc, argv, &test);
    const eep_status status = eep_policy_load(NULL, NULL, &test.policy, &error);
    say(&test, status == EEP_OK, "the official policy is complete and consistent", &error);
    test_history(&test);
    if (status == EEP_OK) {
        test_levels(&test);
        test_file(&test);
        eep_policy_free(test.policy);
    }
    if (test.failures > 0) printf("%u checks failed\n", test.failures);
    return test.failures > 0 ? CLI_NO : CLI_DONE;
}

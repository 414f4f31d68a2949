/*
 * command_bench.c - eepool bench: how fast this build is on this machine, by kernel level, in the terms of
 * whoever uses it: candidates made, scored and drawn from a second. Every level must give the same answers.
 * Benchmarks of kernels, with the machine's bandwidth beside them, are in bench/ of the sources.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli_pool.h"

#define ROWS        1000000
#define REPETITIONS 5
#define INVITATIONS 5000
#define DAY_SECONDS 86400

typedef struct bench_options {
    cli_options common;
    const char *rows;
    int list; /* --list */
} bench_options;

enum { KEY_LIST = 1 };
static const struct argp_option options[] = {
    {"rows", 'n', "N", 0, "Candidates: 1e6, 250k, 10M (default 1M)", 0},
    {"list", KEY_LIST, NULL, 0, "List kernels and the level each is of, and measure nothing", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    bench_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &chosen->common;
        return 0;
    case 'n':
        chosen->rows = value;
        return 0;
    case KEY_LIST:
        chosen->list = 1;
        return 0;
    case ARGP_KEY_ARG:
        cli_usage("see --help", "'%s' is one argument too many", value);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .doc = "Measures how many million candidates a second are made, scored and drawn from on this machine, "
           "at every "
           "kernel level or that of --cpu. Five repetitions, of which the fastest counts. Exit code 1 when "
           "levels do not give the same answers.\v"
           "make: a raw pool. score: columns to points. draw: a general round from columns. packed: the same "
           "from a packed pool, only the cut-off and the tie-break."};

/* ---- One level ---------------------------------------------------------------------------------- */

enum { MAKE, SCORE, DRAW, PACKED, TASKS };

/* What a level took, and what it answered. */
typedef struct bench_level {
    eep_engine *engine;
    eep_pool *pool;
    eep_rules *rules;
    eep_packed *packed;
    uint16_t *score;
    double seconds[TASKS]; /* the fastest */
    char digest[EEP_DIGEST_TEXT];
    uint64_t points; /* of all together */
    eep_notice notice[2];
} bench_level;

/* The day of Draw 254, whose pool and round are the worked example everywhere. */
static eep_recipe recipe_of(uint64_t rows)
{
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    recipe.rows = rows;
    recipe.moment = (eep_time)(eep_date_of(2023, 7, 5) + 1) * DAY_SECONDS - 1;
    return recipe;
}

static eep_status do_task(bench_level *level, const eep_policy *policy, const eep_recipe *recipe, int task,
                          eep_error *error)
{
    const eep_round round = {.kind = EEP_ROUND_GENERAL, .invitations = INVITATIONS, .moment = recipe->moment};
    const eep_scores scores = {.score = level->score};
    switch (task) {
    case MAKE:
        eep_pool_free(level->pool);
        level->pool = NULL;
        return eep_pool_make(level->engine, level->rules, recipe, &level->pool, error);
    case SCORE:
        return eep_score(level->engine, level->rules, level->pool, &scores, error);
    case DRAW:
        return eep_draw(level->engine, policy, level->pool, &round, NULL, 1, &level->notice[0], error);
    default:
        return eep_packed_draw(level->engine, level->packed, &round, EEP_DRAW_CUT_ONLY, NULL,
                               &level->notice[1], error);
    }
}

static eep_status time_task(bench_level *level, const eep_policy *policy, const eep_recipe *recipe, int task,
                            eep_error *error)
{
    eep_status status = EEP_OK;
    for (int turn = 0; turn < REPETITIONS && status == EEP_OK; turn++) {
        const double begun = cli_clock();
        status = do_task(level, policy, recipe, task, error);
        const double took = cli_clock() - begun;
        if (turn == 0 || took < level->seconds[task]) level->seconds[task] = took;
    }
    return status;
}

static eep_status time_all(bench_level *level, const eep_policy *policy, const eep_recipe *recipe,
                           eep_error *error)
{
    eep_status status = time_task(level, policy, recipe, MAKE, error);
    if (status == EEP_OK) status = eep_pool_digest(level->engine, level->pool, level->digest, error);
    if (status == EEP_OK) status = time_task(level, policy, recipe, SCORE, error);
    for (uint64_t row = 0; status == EEP_OK && row < recipe->rows; row++)
        level->points += level->score[row];
    if (status == EEP_OK) status = time_task(level, policy, recipe, DRAW, error);
    if (status == EEP_OK)
        status = eep_packed_new(level->engine, level->rules, level->pool, &level->packed, error);
    return status == EEP_OK ? time_task(level, policy, recipe, PACKED, error) : status;
}

static eep_status run_level(const bench_options *chosen, const char *name, const eep_policy *policy,
                            const eep_recipe *recipe, bench_level *level, eep_error *error)
{
    cli_options engine = chosen->common;
    engine.cpu = name;
    engine.no_progress = 1;
    *level = (bench_level){.score = malloc(recipe->rows * sizeof *level->score)};
    if (level->score == NULL) {
        *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the scores"};
        return EEP_ERROR_MEMORY;
    }
    eep_status status = cli_engine(&engine, &level->engine, error);
    if (status == EEP_OK) status = eep_policy_at(policy, eep_time_date(recipe->moment), &level->rules, error);
    if (status == EEP_OK) status = time_all(level, policy, recipe, error);
    eep_packed_free(level->packed);
    eep_pool_free(level->pool);
    eep_rules_free(level->rules);
    eep_engine_free(level->engine);
    free(level->score);
    return status;
}

static int same_answers(const bench_level *a, const bench_level *b)
{
    int same = strcmp(a->digest, b->digest) == 0 && a->points == b->points;
    for (int i = 0; i < 2; i++)
        same = same && a->notice[i].cutoff == b->notice[0].cutoff &&
               a->notice[i].tie_break_id == b->notice[0].tie_break_id;
    return same;
}

/* ---- All levels --------------------------------------------------------------------------------- */

static void print_level(const char *name, const bench_level *level, uint64_t rows)
{
    printf("%-8s", name);
    for (int task = 0; task < TASKS; task++)
        printf(" %10.1f", 1e-6 * (double)rows / level->seconds[task]);
    printf("   %d\n", level->notice[0].cutoff);
}

/* Exit code. */
static int measure(const bench_options *chosen, const eep_policy *policy, uint64_t rows)
{
    const eep_recipe recipe = recipe_of(rows);
    bench_level first, level;
    eep_error error;
    const char *name;
    int usable, measured = 0, same = 1;
    printf("million candidates a second, %s candidates, the fastest of %d\n", cli_number(rows), REPETITIONS);
    printf("%-8s %10s %10s %10s %10s   cut-off\n", "level", "make", "score", "draw", "packed");
    for (size_t i = 0; (name = eep_cpu_level(i, &usable)) != NULL; i++) {
        if (!usable || (chosen->common.cpu != NULL && strcmp(chosen->common.cpu, name) != 0)) continue;
        const eep_status status = run_level(chosen, name, policy, &recipe, &level, &error);
        if (status != EEP_OK) return cli_report(status, &error);
        print_level(name, &level, rows);
        if (measured++ == 0) first = level;
        same = same && same_answers(&level, &first);
    }
    if (!same) printf("the levels do not give the same answers\n");
    return same ? CLI_DONE : CLI_NO;
}

/* The kernels of the engine that the options choose. */
static int list(const bench_options *chosen)
{
    const char *kernel, *level;
    eep_engine *engine;
    eep_error error;
    const eep_status status = cli_engine(&chosen->common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    for (size_t i = 0; (kernel = eep_engine_kernel(engine, i, &level)) != NULL; i++)
        printf("%-16s %s\n", kernel, level);
    eep_engine_free(engine);
    return CLI_DONE;
}

/* A level that nobody knows, or that this machine lacks, is said before anything is measured. */
static eep_status check_level(const bench_options *chosen, eep_error *error)
{
    eep_engine *engine;
    const eep_status status = cli_engine(&chosen->common, &engine, error);
    if (status == EEP_OK) eep_engine_free(engine);
    return status;
}

int cli_bench(int argc, char **argv)
{
    bench_options chosen = {.list = 0};
    eep_policy *policy;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    if (chosen.list) return list(&chosen);
    const uint64_t rows =
        chosen.rows != NULL ? cli_count(chosen.rows, "-n", INVITATIONS, CLI_ROWS_MAX) : ROWS;
    eep_status status = check_level(&chosen, &error);
    if (status == EEP_OK) status = eep_policy_load(NULL, NULL, &policy, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    const int code = measure(&chosen, policy, rows);
    eep_policy_free(policy);
    return code;
}

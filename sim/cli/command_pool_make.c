/* command_pool_make.c - eepool pool make: invented candidates, shaped on the published score ranges. */
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

typedef struct make_options {
    cli_options common;
    const char *rows, *seed, *fit, *model;
    int stream; /* --stream */
} make_options;

enum { KEY_STREAM = 1 };
static const struct argp_option options[] = {
    {"rows", 'n', "N", 0,
     "Candidates to make: 1e6, 250k, 10M (default: as many as were counted or are estimated; --fit none "
     "needs it)",
     0},
    {"seed", 's', "SEED", 0, "Seed of all chance (default 1)", 0},
    {"fit", 'F', "HOW", 0,
     "estimate = the estimate on the day of --as-of before its rounds, which meets a count of the day "
     "exactly (default); forecast = the same from what was published before that day; snapshot = the score "
     "ranges "
     "last published up to that day; a day = those published for it; none = the raw model",
     0},
    {"model", 'm', "FILE", 0,
     "Pool model, or the name of one that comes with eepool: first, second (default), ...", 0},
    {"stream", KEY_STREAM, NULL, 0,
     "Write candidates as they are made, in bounded memory (default: from 10M candidates on)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    make_options *chosen = state->input;
    switch (key) {
    case 'n':
        chosen->rows = value;
        return 0;
    case 's':
        chosen->seed = value;
        return 0;
    case 'F':
        chosen->fit = value;
        return 0;
    case 'm':
        chosen->model = value;
        return 0;
    case KEY_STREAM:
        chosen->stream = 1;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        cli_usage("give the output with -o", "'%s' is one argument too many", value);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_policy_argp, 0, NULL, 0}, {&cli_output_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .doc = "Makes a pool of invented candidates as it stands at --as-of.\v"
           "Example: eepool pool make -n 1e6 --as-of 2023-07-05 --fit 2023-07-04 --seed 1 -o p.eepd"};

static int is(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

/* The day of the latest published snapshot that is not after the moment; exits with 2 when there is none. */
static eep_status find_snapshot(eep_time moment, eep_date *day, eep_error *error)
{
    eep_history *history;
    const eep_status status = eep_history_load(NULL, &history, error);
    if (status != EEP_OK) return status;
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, eep_time_date(moment));
    if (snapshot == NULL) {
        char first[11], advice[80];
        const eep_snapshot *earliest = eep_history_snapshot(history, 0);
        eep_date_format(earliest != NULL ? earliest->as_of : 0, first);
        snprintf(advice, sizeof advice, "the first snapshot is of %s; give --fit DAY or --fit none", first);
        eep_history_free(history);
        cli_usage(advice, "no score ranges were published up to that day");
    }
    *day = snapshot->as_of;
    eep_history_free(history);
    return EEP_OK;
}

eep_status cli_choose_fit(const char *text, eep_recipe *recipe, eep_error *error)
{
    recipe->has_fit = !is(text, "none");
    if (!recipe->has_fit) return EEP_OK;
    recipe->kind = is(text, "forecast")                   ? EEP_FIT_FORECAST
                   : text == NULL || is(text, "estimate") ? EEP_FIT_ESTIMATE
                                                          : EEP_FIT_SNAPSHOT;
    if (recipe->kind != EEP_FIT_SNAPSHOT || is(text, "snapshot"))
        return find_snapshot(recipe->moment, &recipe->fit, error);
    if (text[0] < '0' || text[0] > '9')
        cli_usage("give estimate, forecast, snapshot, none, or a day as in 2023-07-04",
                  "--fit knows no '%.40s'", text);
    recipe->fit = cli_date(text, "--fit");
    return EEP_OK;
}

eep_status cli_make_pool(eep_engine *engine, const eep_policy *policy, const eep_recipe *recipe,
                         eep_pool **pool, eep_error *error)
{
    eep_rules *rules;
    eep_status status = eep_policy_at(policy, eep_time_date(recipe->moment), &rules, error);
    if (status != EEP_OK) return status;
    status = eep_pool_make(engine, rules, recipe, pool, error);
    eep_rules_free(rules);
    return status;
}

/* The types whose shares past rounds told, from the pool's own provenance. */
static void tell_learned(const json_t *learned)
{
    const char *key, *before = ", shares learned from past rounds: ";
    void *at;
    for (at = json_object_iter((json_t *)learned); at != NULL;
         at = json_object_iter_next((json_t *)learned, at)) {
        key = json_object_iter_key(at);
        if (strcmp(key, "tail_rate") == 0) continue;
        fprintf(stderr, "%s%s", before, key);
        before = ", ";
    }
}

static int days_between(const char *from, const char *to)
{
    return cli_date(to, "the day of the estimate") - cli_date(from, "the day of the count");
}

/* What is published in it and what is not. */
static void tell_fit(const json_t *fit, const eep_recipe *recipe)
{
    const char *day = json_string_value(json_object_get(fit, "day"));
    const char *moved = json_string_value(json_object_get(fit, "moved_to"));
    char moment[11];
    if (day == NULL) return;
    eep_date_format(eep_time_date(recipe->moment), moment);
    const int old = days_between(day, moment), days = moved != NULL ? days_between(day, moved) : 0;
    if (days == 0) {
        fprintf(stderr, ", shaped on the score ranges that IRCC published for %s", day);
        if (old > 0) fprintf(stderr, ", %d day%s before", old, old == 1 ? "" : "s");
        if (moved != NULL) fprintf(stderr, ", met exactly; inside them by the estimate");
        if (moved != NULL && old > EEP_RECORD_DAYS)
            fprintf(stderr, "; not moved on, because the record of rounds ends before");
        return;
    }
    const int rounds = (int)json_integer_value(json_object_get(fit, "rounds"));
    fprintf(stderr, ", shaped on the estimate for %s before its rounds", moved);
    fprintf(stderr, ": the ranges that IRCC published for %s, moved on by %d day%s and %d round%s", day, days,
            days == 1 ? "" : "s", rounds, rounds == 1 ? "" : "s");
}

static void tell(const make_options *chosen, const eep_recipe *recipe, uint64_t rows, const char *provenance,
                 double seconds)
{
    if (chosen->common.quiet) return;
    json_t *root = json_loads(provenance, 0, NULL);
    const char *model = json_string_value(json_object_get(json_object_get(root, "model"), "name"));
    fprintf(stderr, "%s invented candidates", cli_number(rows));
    tell_fit(json_object_get(root, "fit"), recipe);
    if (model != NULL) fprintf(stderr, "; model %s", model);
    tell_learned(json_object_get(root, "learned"));
    fprintf(stderr, " (%.2f s)\n", seconds);
    json_decref(root);
}

/* Only an .eepd file can be written as the candidates are made. */
static int streams(const make_options *chosen, const eep_recipe *recipe)
{
    const int is_eepd = cli_format_of(chosen->common.output) == EEP_FORMAT_EEPD;
    if (chosen->stream && !is_eepd) cli_usage("give -o p.eepd", "--stream writes .eepd files only");
    return is_eepd && (chosen->stream || recipe->rows >= CLI_STREAM_ROWS);
}

static eep_status make_file(const make_options *chosen, const eep_recipe *recipe, const eep_policy *policy,
                            eep_engine *engine, const eep_write_options *how, double start, eep_error *error)
{
    eep_rules *rules;
    eep_file_info info;
    const char *path = chosen->common.output;
    eep_status status = eep_policy_at(policy, eep_time_date(recipe->moment), &rules, error);
    if (status != EEP_OK) return status;
    status = eep_pool_make_file(engine, rules, recipe, path, how, error);
    eep_rules_free(rules);
    if (status == EEP_OK) status = eep_file_inspect(path, &info, error);
    if (status != EEP_OK) return status;
    tell(chosen, recipe, info.rows, info.provenance, cli_clock() - start);
    eep_file_info_clear(&info);
    return EEP_OK;
}

static eep_status make_whole(const make_options *chosen, const eep_recipe *recipe, const eep_policy *policy,
                             eep_engine *engine, const eep_write_options *how, double start, eep_error *error)
{
    eep_pool *pool;
    eep_status status = cli_make_pool(engine, policy, recipe, &pool, error);
    if (status != EEP_OK) return status;
    status = eep_pool_write(engine, pool, chosen->common.output, how, error);
    if (status == EEP_OK)
        tell(chosen, recipe, eep_pool_rows(pool), eep_pool_provenance(pool), cli_clock() - start);
    eep_pool_free(pool);
    return status;
}

static eep_status make(const make_options *chosen, eep_recipe *recipe, eep_engine *engine, eep_error *error)
{
    eep_policy *policy;
    eep_write_options how;
    const double start = cli_clock();
    eep_status status = cli_choose_fit(chosen->fit, recipe, error);
    if (status == EEP_OK) status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    cli_print_remarks(&chosen->common, policy, eep_time_date(recipe->moment));
    eep_write_defaults(&how);
    how.overwrite = chosen->common.force;
    how.format = cli_format_of(chosen->common.output);
    status = streams(chosen, recipe) ? make_file(chosen, recipe, policy, engine, &how, start, error)
                                     : make_whole(chosen, recipe, policy, engine, &how, start, error);
    eep_policy_free(policy);
    return status;
}

int cli_pool_make(int argc, char **argv)
{
    make_options chosen = {0};
    eep_recipe recipe;
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    if (chosen.common.output == NULL) cli_usage("give -o p.eepd", "no output file is given");
    if (cli_is_ndjson(chosen.common.output))
        cli_usage("give -o p.eepd or -o p.csv; eepool pool to writes NDJSON", "pool make writes no NDJSON");
    eep_recipe_defaults(&recipe);
    recipe.moment = cli_moment(&chosen.common);
    recipe.model = chosen.model;
    if (chosen.seed != NULL) recipe.seed = cli_seed(chosen.seed);
    if (chosen.rows != NULL) recipe.rows = cli_count(chosen.rows, "candidates (-n)", 1, CLI_ROWS_MAX);
    if (chosen.rows == NULL && chosen.fit != NULL && strcmp(chosen.fit, "none") == 0) {
        cli_usage("give -n N", "the raw model has no size of its own");
    }
    eep_status status = eep_output_check(chosen.common.output, chosen.common.force, &error);
    if (status == EEP_OK) status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = make(&chosen, &recipe, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

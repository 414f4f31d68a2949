/* command_pool_validate.c - eepool pool validate: a pool against every published cell. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

typedef struct validate_options {
    cli_options common;
    const char *path, *fit, *model;
} validate_options;

static const struct argp_option options[] = {
    {"fit", 'F', "HOW", 0,
     "What to hold it against: estimate, forecast, snapshot, or the day of a published count (default: "
     "what the pool says it was shaped on)",
     0},
    {"model", 'm', "FILE", 0,
     "Pool model, or the name of one that comes with eepool (default: the one that made it, else second)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    validate_options *chosen = state->input;
    switch (key) {
    case 'F':
        chosen->fit = value;
        return 0;
    case 'm':
        chosen->model = value;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one file", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->path == NULL) cli_usage("give a pool", "no file is given");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_policy_argp, 0, NULL, 0}, {&cli_table_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE",
    .doc =
        "Holds a pool against everything published up to a day and, where it was shaped on one, the "
        "estimate: score ranges and the shape of 501 to 600, of which those that it was shaped on are met "
        "exactly; stocks of types; whom past rounds invited; known shares. Exit code 1 when an exact cell is "
        "missed.\v"
        "Example: eepool pool validate p.eepd --as-of 2023-07-04 --fit 2023-07-04"};

/* When the pool stands: as the user or, otherwise, the pool says. */
static eep_time moment_of(const validate_options *chosen, const json_t *provenance)
{
    eep_time moment;
    const char *text = json_string_value(json_object_get(provenance, "moment"));
    if (chosen->common.as_of != NULL || text == NULL) return cli_moment(&chosen->common);
    if (eep_time_parse(text, strlen(text), &moment, NULL) != EEP_OK)
        cli_usage("give --as-of", "the pool does not say when it stands");
    return moment;
}

/* What the pool says of itself, unless the user says otherwise. */
static eep_status complete(const validate_options *chosen, const eep_pool *pool, eep_recipe *recipe,
                           eep_error *error)
{
    json_t *root = json_loads(eep_pool_provenance(pool), 0, NULL);
    const json_t *own = json_object_get(root, "fit");
    const char *kind = json_string_value(json_object_get(own, "kind"));
    const char *fit = kind != NULL ? kind : json_string_value(json_object_get(own, "day"));
    if (chosen->fit != NULL) fit = chosen->fit;
    if (fit == NULL) cli_usage("give --fit HOW", "the pool does not say what it was shaped on");
    if (strcmp(fit, "none") == 0)
        cli_usage("give the day of a count, or estimate", "--fit none fits nothing");
    recipe->moment = moment_of(chosen, root);
    const eep_status status = cli_choose_fit(fit, recipe, error);
    json_decref(root);
    return status;
}

static void print_json(const eep_residuals *residuals)
{
    json_t *all = json_array();
    for (size_t i = 0; i < residuals->count; i++) {
        const eep_residual *r = &residuals->residual[i];
        json_array_append_new(
            all, json_pack("{s:s, s:s, s:I, s:I, s:I, s:b, s:s}", "part", r->part, "cell", r->cell,
                           "published", (json_int_t)r->published, "found", (json_int_t)r->found, "residual",
                           (json_int_t)(r->found - r->published), "exact", r->exact, "source", r->source));
    }
    json_dumpf(all, stdout, JSON_INDENT(2));
    printf("\n");
    json_decref(all);
}

static void print_csv(const eep_residuals *residuals)
{
    printf("part,cell,published,found,residual,exact,source\n");
    for (size_t i = 0; i < residuals->count; i++) {
        const eep_residual *r = &residuals->residual[i];
        printf("%s,", r->part);
        cli_put_quoted(stdout, r->cell);
        printf(",%" PRId64 ",%" PRId64 ",%" PRId64 ",%d,", r->published, r->found, r->found - r->published,
               r->exact);
        cli_put_quoted(stdout, r->source);
        putchar('\n');
    }
}

/* Why the published ranges are not met. */
static void print_moved(const eep_residuals *residuals)
{
    char counted[11], stands[11];
    const int days = residuals->stands - residuals->counted;
    eep_date_format(residuals->counted, counted);
    eep_date_format(residuals->stands, stands);
    printf(
        "range: the count of %s, which is not met any more: the pool is the estimate for %s, %d day%s and %u "
        "round%s later\n",
        counted, stands, days, days == 1 ? "" : "s", residuals->rounds, residuals->rounds == 1 ? "" : "s");
}

static void print_text(const eep_residuals *residuals)
{
    printf("%-8s %-28s %10s %10s %9s\n", "part", "cell", "known", "pool", "residual");
    for (size_t i = 0; i < residuals->count; i++) {
        const eep_residual *r = &residuals->residual[i];
        const int share = strcmp(r->part, "share") == 0;
        if (share)
            printf("%-8s %-28s %8.1f %% %8.1f %% %+7.1f %%  %s\n", r->part, r->cell,
                   (double)r->published / 10, (double)r->found / 10, (double)(r->found - r->published) / 10,
                   r->source);
        else
            printf("%-8s %-28s %10" PRId64 " %10" PRId64 " %+9" PRId64 "\n", r->part, r->cell, r->published,
                   r->found, r->found - r->published);
    }
    if (residuals->stands != residuals->counted) print_moved(residuals);
    printf("%zu of the cells that a made pool meets exactly are missed\n", residuals->missed);
}

static eep_status validate(const validate_options *chosen, eep_engine *engine, eep_residuals *residuals,
                           eep_error *error)
{
    eep_pool *pool;
    eep_policy *policy;
    eep_rules *rules;
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    eep_status status = cli_open_pool(engine, &chosen->common, chosen->path, &pool, error);
    if (status != EEP_OK) return status;
    recipe.model = chosen->model;
    status = complete(chosen, pool, &recipe, error);
    if (status == EEP_OK) status = cli_open_policy(&chosen->common, &policy, error);
    if (status == EEP_OK) {
        status = eep_policy_at(policy, eep_time_date(recipe.moment), &rules, error);
        if (status == EEP_OK) {
            status = eep_pool_validate(engine, rules, pool, &recipe, residuals, error);
            eep_rules_free(rules);
        }
        eep_policy_free(policy);
    }
    eep_pool_free(pool);
    return status;
}

int cli_pool_validate(int argc, char **argv)
{
    validate_options chosen = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    eep_residuals *residuals = malloc(sizeof *residuals);
    eep_status status = residuals != NULL ? cli_engine(&chosen.common, &engine, &error) : EEP_ERROR_MEMORY;
    if (residuals == NULL) error = (eep_error){.status = status, .message = "no memory"};
    if (status == EEP_OK) {
        status = validate(&chosen, engine, residuals, &error);
        eep_engine_free(engine);
    }
    if (status == EEP_OK && chosen.common.json)
        print_json(residuals);
    else if (status == EEP_OK && chosen.common.csv)
        print_csv(residuals);
    else if (status == EEP_OK)
        print_text(residuals);
    const int missed = status == EEP_OK && residuals->missed > 0;
    free(residuals);
    return missed ? CLI_NO : cli_report(status, &error);
}

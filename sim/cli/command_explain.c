/* command_explain.c - eepool explain: one candidate: the score line by line, what would change it, where it
 * stands. */
#include "sim/cli/explain.h"

typedef struct explain_options {
    cli_options common;
    const char *profile, *path, *id;
} explain_options;

enum { KEY_PROFILE = 1, KEY_ID, KEY_POOL };

static const struct argp_option options[] = {
    {"profile", KEY_PROFILE, "FILE", 0, "A profile in YAML (see datasets/samples/profile.yaml)", 0},
    {"pool", KEY_POOL, "POOL", 0, "With --profile: say where it would stand in this pool", 0},
    {"id", KEY_ID, "ID", 0, "The candidate of POOL with this id, and where it stands there", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

/* A pool comes as an argument, with the id of a candidate in it, or beside a profile. */
static void take_pool(explain_options *chosen, const char *path)
{
    if (chosen->path != NULL) cli_usage("give one pool", "'%s' is one file too many", path);
    chosen->path = path;
}

static void check(const explain_options *chosen)
{
    const char *const ways = "give --profile me.yaml, or a pool and --id N";
    if (chosen->profile == NULL && chosen->path == NULL) cli_usage(ways, "which candidate?");
    if (chosen->profile == NULL && chosen->id == NULL)
        cli_usage("give --id N", "which candidate of the pool?");
    if (chosen->profile != NULL && chosen->id != NULL) cli_usage(ways, "both --profile and --id");
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    explain_options *chosen = state->input;
    switch (key) {
    case KEY_PROFILE:
        chosen->profile = value;
        return 0;
    case KEY_ID:
        chosen->id = value;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case KEY_POOL:
    case ARGP_KEY_ARG:
        take_pool(chosen, value);
        return 0;
    case ARGP_KEY_END:
        check(chosen);
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
    .args_doc = "POOL --id ID\n--profile FILE [--pool POOL]",
    .doc =
        "Explains one candidate on --as-of: every line of the score with its source, programs and categories "
        "with the reason, what would change the score, what time will change, the rank in a pool, and how "
        "many published rounds of the year before had a cut-off that the score meets.\v"
        "What would change the score is sorted by the points gained. * marks the cheapest: nothing else "
        "gains as much with less effort, or more with as little. Effort is our order of what a change "
        "takes, from a paper renewed to what others decide. No output is advice."};

static int find_row(const eep_pool *pool, uint64_t id, uint64_t *row)
{
    const uint64_t *ids = eep_pool_column(pool, (size_t)eep_column_find("id"));
    for (uint64_t i = 0; i < eep_pool_rows(pool); i++) {
        if (ids[i] != id) continue;
        *row = i;
        return 1;
    }
    return 0;
}

static void print(const explain_options *chosen, const cli_answer *answer)
{
    if (chosen->common.json) {
        cli_answer_json(stdout, answer);
    } else if (chosen->common.csv) {
        cli_answer_csv(stdout, answer);
    } else {
        cli_answer_text(stdout, answer);
    }
}

/* The pool that was asked for, and the candidate: one of its rows, or a profile that is compared with it. */
static eep_status open_candidate(const explain_options *chosen, eep_engine *engine, eep_date day,
                                 cli_answer *answer, eep_pool **pool, eep_pool **profile, eep_error *error)
{
    eep_status status = EEP_OK;
    if (chosen->path != NULL) {
        status = cli_open_pool(engine, &chosen->common, chosen->path, pool, error);
        answer->pool_path = chosen->path;
    }
    if (status == EEP_OK && chosen->profile != NULL)
        status = eep_profile_read(chosen->profile, day, profile, error);
    if (status != EEP_OK) return status;
    answer->pool = *pool;
    answer->candidates = *profile != NULL ? *profile : *pool;
    if (*profile == NULL &&
        !find_row(*pool, cli_count(chosen->id, "candidates (--id)", 0, INT64_MAX), &answer->row)) {
        cli_usage("eepool pool head shows some ids", "no candidate of %s has the id %s", chosen->path,
                  chosen->id);
    }
    return EEP_OK;
}

static eep_status explain_under(const explain_options *chosen, eep_engine *engine, const eep_policy *policy,
                                const eep_rules *rules, eep_error *error)
{
    eep_pool *pool = NULL, *profile = NULL;
    cli_answer answer = {.rules = rules, .policy = policy, .moment = cli_moment(&chosen->common)};
    eep_status status = open_candidate(chosen, engine, eep_rules_day(rules), &answer, &pool, &profile, error);
    if (status == EEP_OK) status = cli_answer_find(engine, &answer, error);
    if (status == EEP_OK) print(chosen, &answer);
    cli_answer_clear(&answer);
    eep_pool_free(profile);
    eep_pool_free(pool);
    return status;
}

static eep_status explain(const explain_options *chosen, eep_date day, eep_engine *engine, eep_error *error)
{
    eep_policy *policy;
    eep_rules *rules;
    eep_status status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    cli_print_remarks(&chosen->common, policy, day);
    status = eep_policy_at(policy, day, &rules, error);
    if (status == EEP_OK) {
        status = explain_under(chosen, engine, policy, rules, error);
        eep_rules_free(rules);
    }
    eep_policy_free(policy);
    return status;
}

int cli_explain(int argc, char **argv)
{
    explain_options chosen = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const eep_date day = eep_time_date(cli_moment(&chosen.common));
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = explain(&chosen, day, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

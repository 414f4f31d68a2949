/* command_compare.c - eepool compare: one round under two policies, on the same people. */
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

typedef struct compare_options {
    cli_options common;
    const char *path;
    eep_round round;
    int has_round;
} compare_options;

enum { KEY_ROUND = 1 };

static const struct argp_option options[] = {
    {"round", KEY_ROUND, "ROUND", 0, "general, program:cec, category:stem or category:stem@2023-1", 0},
    {"invite", 'n', "N", 0, "Invitations", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    compare_options *chosen = state->input;
    eep_error error;
    switch (key) {
    case KEY_ROUND:
        if (eep_round_parse(value, &chosen->round, &error) != EEP_OK) {
            cli_usage(error.advice, "--round: %s", error.message);
        }
        chosen->has_round = 1;
        return 0;
    case 'n':
        chosen->round.invitations = cli_count(value, "invitations", 1, CLI_ROWS_MAX);
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one pool", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->path == NULL) cli_usage("give a pool: p.eepd, a CSV, or -", "no pool is given");
        if (!chosen->has_round || chosen->round.invitations == 0) {
            cli_usage("give --round general --invite 500", "no round is given");
        }
        if (chosen->common.set_count == 0) cli_usage("give --set path=value", "no reform is given");
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
    .args_doc = "POOL",
    .doc =
        "Holds one round twice on the same people: under the policy as it is, and with every --set applied.\v"
        "Example: eepool compare p.eepd --as-of 2023-07-05 --round category:stem --invite 500 "
        "--set crs.additional.sibling=0"};

static void print_change(FILE *stream, const char *name, const eep_change *change)
{
    fprintf(stream, "  %-22s %9s %9s %11s\n", name, cli_number(change->gained), cli_number(change->lost),
            cli_number(change->unchanged_invited));
}

static int has_change(const eep_change *change)
{
    return (change->gained | change->lost | change->unchanged_invited) != 0;
}

void cli_print_comparison(FILE *stream, const eep_comparison *comparison)
{
    char before[48], after[48];
    const eep_notice *baseline = &comparison->baseline, *reform = &comparison->reform;
    fprintf(stream, "                           baseline                         reform\n");
    fprintf(stream, "  Lowest score             %-32u %u\n", baseline->cutoff, reform->cutoff);
    fprintf(stream, "  Tie-break                %-32s %s\n", cli_long_time(baseline->tie_break, before),
            cli_long_time(reform->tie_break, after));
    fprintf(stream, "  Invited                  %-32s %s\n", cli_number(baseline->invited),
            cli_number(reform->invited));
    fprintf(stream, "  Scores that rise %s, fall %s, stay %s\n\n", cli_number(comparison->score_up),
            cli_number(comparison->score_down), cli_number(comparison->score_same));
    fprintf(stream, "  %-22s %9s %9s %11s\n", "invitations", "gained", "lost", "unchanged");
    print_change(stream, "all", &comparison->all);
    for (size_t i = 0; i < EEP_RANGES; i++) {
        char name[32];
        uint16_t low, high;
        eep_score_range(i, &low, &high);
        snprintf(name, sizeof name, "baseline %u-%u", low, high);
        if (has_change(&comparison->by_range[i])) print_change(stream, name, &comparison->by_range[i]);
    }
    for (size_t i = 0; eep_program_name(i) != NULL; i++) {
        if (has_change(&comparison->by_program[i])) {
            print_change(stream, eep_program_name(i), &comparison->by_program[i]);
        }
    }
}

static json_t *change_json(const eep_change *change)
{
    return json_pack("{s:I, s:I, s:I}", "gained", (json_int_t)change->gained, "lost",
                     (json_int_t)change->lost, "unchanged", (json_int_t)change->unchanged_invited);
}

static json_t *side_json(const eep_notice *notice)
{
    char tie[21];
    eep_time_format(notice->tie_break, tie);
    return json_pack("{s:I, s:I, s:i, s:s, s:s}", "eligible", (json_int_t)notice->eligible, "invited",
                     (json_int_t)notice->invited, "cutoff", (int)notice->cutoff, "tie_break", tie,
                     "policy_digest", notice->policy_digest);
}

static void print_json(const eep_comparison *comparison)
{
    json_t *ranges = json_object(), *programs = json_object();
    for (size_t i = 0; i < EEP_RANGES; i++) {
        char name[32];
        uint16_t low, high;
        eep_score_range(i, &low, &high);
        snprintf(name, sizeof name, "%u-%u", low, high);
        json_object_set_new(ranges, name, change_json(&comparison->by_range[i]));
    }
    for (size_t i = 0; eep_program_name(i) != NULL; i++)
        json_object_set_new(programs, eep_program_name(i), change_json(&comparison->by_program[i]));
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:s}", "baseline",
                  side_json(&comparison->baseline), "reform", side_json(&comparison->reform), "all",
                  change_json(&comparison->all), "by_range", ranges, "by_program", programs, "score_up",
                  (json_int_t)comparison->score_up, "score_down", (json_int_t)comparison->score_down,
                  "score_same", (json_int_t)comparison->score_same, "version", EEP_VERSION);
    json_dumpf(object, stdout, JSON_INDENT(2));
    printf("\n");
    json_decref(object);
}

static eep_status compare(const compare_options *chosen, eep_engine *engine, eep_error *error)
{
    cli_options unchanged = chosen->common;
    eep_policy *baseline, *reform;
    eep_pool *pool;
    eep_comparison comparison;
    unchanged.set_count = 0;
    eep_status status = cli_open_policy(&unchanged, &baseline, error);
    if (status != EEP_OK) return status;
    status = cli_open_policy(&chosen->common, &reform, error);
    if (status == EEP_OK) {
        cli_print_remarks(&chosen->common, baseline, eep_time_date(chosen->round.moment));
        status = cli_open_pool(engine, &chosen->common, chosen->path, &pool, error);
        if (status == EEP_OK) {
            status = eep_compare(engine, baseline, reform, pool, &chosen->round, NULL, &comparison, error);
            eep_pool_free(pool);
        }
        eep_policy_free(reform);
    }
    eep_policy_free(baseline);
    if (status != EEP_OK) return status;
    if (chosen->common.json) {
        print_json(&comparison);
    } else {
        cli_print_comparison(stdout, &comparison);
    }
    return EEP_OK;
}

int cli_compare(int argc, char **argv)
{
    compare_options chosen = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    chosen.round.moment = cli_moment(&chosen.common);
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = compare(&chosen, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

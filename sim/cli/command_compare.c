/* command_compare.c - eepool compare: one round under two policies, on the same people. */
#include <inttypes.h>
#include <stdlib.h>

#include "sim/cli/compare.h"

typedef struct compare_options {
    cli_options common;
    const char *path;
    eep_round round;
    int has_round;
    const char *people; /* --people */
    compare_result result;
} compare_options;

enum { KEY_ROUND = 1, KEY_BY, KEY_PEOPLE };

static const struct argp_option options[] = {
    {"round", KEY_ROUND, "ROUND", 0, "general, program:cec, category:stem or category:stem@2023-1", 0},
    {"invite", 'n', "N", 0, "Invitations", 0},
    {"by", KEY_BY, "LIST", 0,
     "Group people by band, program (the default is both), sex, citizenship, education or another column of "
     "labels, joined by commas",
     0},
    {"people", KEY_PEOPLE, "FILE", 0, "Write who gains, loses and keeps an invitation as CSV: id,outcome", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static void check_end(compare_options *chosen)
{
    static char usual[] = "band,program";
    if (chosen->path == NULL) cli_usage("give a pool: p.eepd, a CSV, or -", "no pool is given");
    if (!chosen->has_round || chosen->round.invitations == 0) {
        cli_usage("give --round general --invite 500", "no round is given");
    }
    if (chosen->common.set_count + chosen->common.reform_count == 0) {
        cli_usage("give --reform FILE or --set path=value", "no reform is given");
    }
    if (chosen->result.by_count == 0) compare_read_by(usual, &chosen->result);
}

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
    case KEY_BY:
        compare_read_by(value, &chosen->result);
        return 0;
    case KEY_PEOPLE:
        chosen->people = value;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 4; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one pool", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        check_end(chosen);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_policy_argp, 0, NULL, 0},
                                             {&cli_table_argp, 0, NULL, 0},
                                             {&cli_output_argp, 0, NULL, 0},
                                             {&cli_engine_argp, 0, NULL, 0},
                                             {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "POOL",
    .doc = "Holds one round twice on the same people: under the policy as it is, and with every --reform and "
           "--set applied. Says who gains an invitation and who loses one.\v"
           "Example: eepool compare p.eepd --as-of 2026-05-11 --round general --invite 3000 "
           "--reform datasets/policies/reforms/french-doubled.yaml --by band,program,sex"};

/* ---- Output ------------------------------------------------------------------------------------ */

static eep_status print(const compare_options *chosen, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    if (chosen->common.json)
        compare_print_json(output.stream, &chosen->result);
    else if (chosen->common.csv)
        compare_print_csv(output.stream, &chosen->result);
    else
        compare_print_text(output.stream, &chosen->result);
    return eep_output_commit(&output, error);
}

static eep_status write_people(const compare_options *chosen, const eep_pool *pool, const uint8_t *outcome,
                               eep_error *error)
{
    eep_output output;
    const eep_status status = eep_output_open(&output, chosen->people, chosen->common.force, error);
    if (status != EEP_OK) return status;
    const uint64_t *id = eep_pool_column(pool, (size_t)eep_column_find("id"));
    fprintf(output.stream, "id,outcome\n");
    for (uint64_t row = 0; row < eep_pool_rows(pool); row++)
        if (outcome[row] != EEP_OUTCOME_NONE)
            fprintf(output.stream, "%" PRIu64 ",%s\n", id[row], eep_outcome_name(outcome[row]));
    return eep_output_commit(&output, error);
}

/* ---- Work -------------------------------------------------------------------------------------- */

static eep_status no_memory(eep_error *error)
{
    *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the comparison"};
    return EEP_ERROR_MEMORY;
}

static eep_status compare(compare_options *chosen, eep_engine *engine, const eep_policy *baseline,
                          const eep_policy *reform, const eep_pool *pool, eep_error *error)
{
    compare_result *result = &chosen->result;
    uint8_t *outcome = calloc(eep_pool_rows(pool) + 1, 1);
    if (outcome == NULL) return no_memory(error);
    result->options = &chosen->common;
    result->policy = reform;
    eep_status status = eep_compare_people(engine, baseline, reform, pool, &chosen->round, NULL, outcome,
                                           &result->comparison, error);
    if (status == EEP_OK && !compare_count(result, pool, outcome)) status = no_memory(error);
    if (status == EEP_OK && chosen->people != NULL) status = write_people(chosen, pool, outcome, error);
    if (status == EEP_OK) status = print(chosen, error);
    free(result->group);
    free(outcome);
    return status;
}

static eep_status open_and_compare(compare_options *chosen, eep_engine *engine, eep_error *error)
{
    eep_policy *baseline, *reform;
    eep_pool *pool;
    eep_status status = cli_open_baseline(&chosen->common, &baseline, error);
    if (status != EEP_OK) return status;
    status = cli_open_policy(&chosen->common, &reform, error);
    if (status == EEP_OK) {
        cli_print_remarks(&chosen->common, baseline, eep_time_date(chosen->round.moment));
        status = cli_open_pool(engine, &chosen->common, chosen->path, &pool, error);
        if (status == EEP_OK) {
            status = compare(chosen, engine, baseline, reform, pool, error);
            eep_pool_free(pool);
        }
        eep_policy_free(reform);
    }
    eep_policy_free(baseline);
    return status;
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
    status = open_and_compare(&chosen, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

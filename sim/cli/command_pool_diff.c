/* command_pool_diff.c - eepool pool diff: two pools, candidate by candidate. */
#include <inttypes.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

typedef struct diff_choice {
    cli_options common;
    const char *paths[2];
    size_t count;
    const char *columns;
} diff_choice;

enum { KEY_COLUMNS = 1 };

static const struct argp_option options[] = {
    {"columns", KEY_COLUMNS, "NAMES", 0, "Compare only these columns, as in status,noc", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    diff_choice *chosen = state->input;
    switch (key) {
    case KEY_COLUMNS:
        chosen->columns = value;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 4; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->count == 2) cli_usage("give two pools", "'%s' is one file too many", value);
        chosen->paths[chosen->count++] = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->count < 2) cli_usage("give two pools", "%zu of two pools is given", chosen->count);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_table_argp, 0, NULL, 0},
                                             {&cli_output_argp, 0, NULL, 0},
                                             {&cli_engine_argp, 0, NULL, 0},
                                             {&cli_policy_argp, 0, NULL, 0},
                                             {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "FIRST SECOND",
    .doc = "Compares two pools by the ids of candidates, whatever the order of rows: who is in one only, and "
           "which columns changed. --csv lists the candidates. Exit code 1 when they differ."};

/* One line a candidate: its id, and what is different. */
static eep_status put_candidate(void *context, uint64_t id, uint64_t first, uint64_t second, uint64_t changed,
                                eep_error *error)
{
    FILE *stream = context;
    eep_column column;
    (void)error;
    fprintf(stream, "%" PRIu64 ",%s,", id,
            first == UINT64_MAX    ? "only_second"
            : second == UINT64_MAX ? "only_first"
                                   : "changed");
    const char *join = "";
    for (size_t i = 0; eep_column_at(i, &column); i++) {
        if ((changed >> i & 1) == 0) continue;
        fprintf(stream, "%s%s", join, column.name);
        join = "+";
    }
    fprintf(stream, "\n");
    return EEP_OK;
}

static void print_text(FILE *stream, const diff_choice *chosen, const eep_pools_difference *difference)
{
    eep_column column;
    fprintf(stream, "%-30s %14s\n", "in both", cli_number(difference->both));
    fprintf(stream, "%-30s %14s\n", "the same in both", cli_number(difference->same));
    fprintf(stream, "only in %-22s %14s\n", chosen->paths[0], cli_number(difference->only_first));
    fprintf(stream, "only in %-22s %14s\n", chosen->paths[1], cli_number(difference->only_second));
    for (size_t i = 0; eep_column_at(i, &column); i++) {
        if (difference->changed[i] > 0)
            fprintf(stream, "%-30s %14s changed\n", column.name, cli_number(difference->changed[i]));
    }
}

static void print_json(FILE *stream, const eep_pools_difference *difference)
{
    json_t *changed = json_object();
    eep_column column;
    for (size_t i = 0; eep_column_at(i, &column); i++) {
        if (difference->changed[i] > 0)
            json_object_set_new(changed, column.name, json_integer((json_int_t)difference->changed[i]));
    }
    json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:o}", "both", (json_int_t)difference->both, "same",
                               (json_int_t)difference->same, "only_first", (json_int_t)difference->only_first,
                               "only_second", (json_int_t)difference->only_second, "changed", changed);
    json_dumpf(object, stream, JSON_INDENT(2));
    fprintf(stream, "\n");
    json_decref(object);
}

static eep_status compare(const diff_choice *chosen, eep_engine *engine, uint64_t which, eep_stream *first,
                          const eep_pool *second, eep_pools_difference *difference, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    if (chosen->common.csv) fprintf(output.stream, "id,what,columns\n");
    status = eep_pools_compare(engine, first, second, which, chosen->common.csv ? put_candidate : NULL,
                               output.stream, difference, error);
    if (status != EEP_OK) {
        eep_output_abandon(&output);
        return status;
    }
    if (chosen->common.json) print_json(output.stream, difference);
    if (!chosen->common.json && !chosen->common.csv) print_text(output.stream, chosen, difference);
    return eep_output_commit(&output, error);
}

static eep_status open_and_compare(const diff_choice *chosen, eep_engine *engine, uint64_t which,
                                   eep_pools_difference *difference, eep_error *error)
{
    eep_stream *first;
    eep_pool *second;
    eep_status status = cli_open_stream(engine, &chosen->common, chosen->paths[0], &first, error);
    if (status != EEP_OK) return status;
    status = cli_open_pool(engine, &chosen->common, chosen->paths[1], &second, error);
    if (status == EEP_OK) {
        status = compare(chosen, engine, which, first, second, difference, error);
        eep_pool_free(second);
    }
    eep_stream_close(first);
    return status;
}

int cli_pool_diff(int argc, char **argv)
{
    diff_choice chosen = {0};
    eep_pools_difference difference = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const uint64_t which = chosen.columns != NULL ? cli_columns(chosen.columns) : 0;
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = open_and_compare(&chosen, engine, which, &difference, &error);
    eep_engine_free(engine);
    if (status != EEP_OK) return cli_report(status, &error);
    const uint64_t only = difference.only_first + difference.only_second;
    return only > 0 || difference.same < difference.both ? CLI_NO : CLI_DONE;
}

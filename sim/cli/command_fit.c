/* command_fit.c - eepool fit: the parameters of the estimate from the published record. */
#include <inttypes.h>

#include "sim/cli/cli.h"

typedef struct fit_choice {
    cli_options common;
    const char *from, *until, *begin, *history;
} fit_choice;

enum { KEY_FROM = 1, KEY_UNTIL, KEY_BEGIN };

static const struct argp_option options[] = {
    {"from", KEY_FROM, "DAY", 0, "Errors count from this day on (default 2022-07-01)", 0},
    {"until", KEY_UNTIL, "DAY", 0, "Only what was published before this day is read", 0},
    {"begin", KEY_BEGIN, "FILE", 0,
     "Where the search begins (default: the assumptions that come with eepool)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    fit_choice *chosen = state->input;
    switch (key) {
    case KEY_FROM:
        chosen->from = value;
        return 0;
    case KEY_UNTIL:
        chosen->until = value;
        return 0;
    case KEY_BEGIN:
        chosen->begin = value;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = state->child_inputs[1] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->history != NULL) cli_usage("see --help", "'%s' is one argument too many", value);
        chosen->history = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_output_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "[FOLDER]",
    .doc = "Fits the parameters of eepool backtest to published rounds. FOLDER holds a rounds.csv and a "
           "pool_bands.csv of your own. It takes about a minute.\v"
           "Example: eepool fit --until 2025-01-01 -o parameters.yaml"};

static void say(void *context, const char *parameter, int64_t value, int64_t error_sum)
{
    const fit_choice *chosen = context;
    if (chosen->common.quiet || chosen->common.no_progress) return;
    fprintf(stderr, "%-28s %6" PRId64 "   errors %" PRId64 "\n", parameter, value, error_sum);
}

static eep_status write(const fit_choice *chosen, const eep_backtest_parameters *parameters, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    eep_backtest_parameters_write(parameters, output.stream);
    return eep_output_commit(&output, error);
}

int cli_fit(int argc, char **argv)
{
    fit_choice chosen = {0};
    char assumptions[4096];
    eep_history *history = NULL;
    eep_backtest_parameters *parameters = NULL;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    if (chosen.until == NULL) cli_usage("give --until 2025-01-01", "no end of the training window is given");
    const eep_date from = cli_date(chosen.from != NULL ? chosen.from : "2022-07-01", "--from");
    const eep_date until = cli_date(chosen.until, "--until");
    if (from >= until) cli_usage("give --from before --until", "the training window is empty");
    snprintf(assumptions, sizeof assumptions, "%s/backtest/assumptions.yaml", eep_data_folder());
    eep_status status = EEP_OK;
    if (chosen.common.output != NULL)
        status = eep_output_check(chosen.common.output, chosen.common.force, &error);
    if (status == EEP_OK) status = eep_history_load(chosen.history, &history, &error);
    if (status == EEP_OK)
        status = eep_backtest_parameters_load(chosen.begin != NULL ? chosen.begin : assumptions, &parameters,
                                              &error);
    if (status == EEP_OK) status = eep_backtest_fit(history, from, until, parameters, say, &chosen, &error);
    if (status == EEP_OK) status = write(&chosen, parameters, &error);
    eep_backtest_parameters_free(parameters);
    eep_history_free(history);
    return cli_report(status, &error);
}

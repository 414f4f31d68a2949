/* command_backtest.c - eepool backtest: published rounds foretold from what was published before them. */
#include <string.h>

#include "sim/cli/backtest.h"

typedef struct backtest_choice {
    cli_options common;
    const char *from, *to, *mode, *replicates, *seed, *parameters, *history;
    int html;
} backtest_choice;

enum { KEY_FROM = 1, KEY_TO, KEY_MODE, KEY_REPLICATES, KEY_SEED, KEY_PARAMETERS, KEY_HTML };

static const struct argp_option options[] = {
    {"from", KEY_FROM, "DAY", 0, "Rounds of this day or month (2023-06) or later (default: 2022-01)", 0},
    {"to", KEY_TO, "DAY", 0, "Rounds of this day or month or earlier (default: the whole record)", 0},
    {"mode", KEY_MODE, "MODE", 0,
     "attached: the count printed with a round is known; previous: only earlier ones; both (default)", 0},
    {"replicates", KEY_REPLICATES, "N", 0, "Replicates from which the 80% intervals are read (default 200)",
     0},
    {"seed", KEY_SEED, "SEED", 0, "Seed of the replicates (default 1)", 0},
    {"parameters", KEY_PARAMETERS, "FILE", 0, "Parameters (default: those that come with eepool)", 0},
    {"html", KEY_HTML, NULL, 0, "Write HTML with plots (default: Markdown)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    backtest_choice *chosen = state->input;
    switch (key) {
    case KEY_FROM:
        chosen->from = value;
        return 0;
    case KEY_TO:
        chosen->to = value;
        return 0;
    case KEY_MODE:
        chosen->mode = value;
        return 0;
    case KEY_REPLICATES:
        chosen->replicates = value;
        return 0;
    case KEY_SEED:
        chosen->seed = value;
        return 0;
    case KEY_PARAMETERS:
        chosen->parameters = value;
        return 0;
    case KEY_HTML:
        chosen->html = 1;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
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
    {&cli_table_argp, 0, NULL, 0}, {&cli_output_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "[FOLDER]",
    .doc = "Foretells published rounds from what was published before each, and compares. FOLDER holds a "
           "rounds.csv and a pool_bands.csv of your own.\v"
           "Example: eepool backtest --from 2023-06 --to 2026-05 -o validation.md\n"
           "docs/backtest.md explains the estimate and how to read the page."};

/* A day, or a month of which the first or the last day is meant. */
static eep_date day_or_month(const char *text, const char *what, int last)
{
    char day[16];
    eep_date first;
    const int is_month = strlen(text) == 7;
    snprintf(day, sizeof day, "%.11s%s", text, is_month ? "-01" : "");
    if (eep_date_parse(day, strlen(day), &first, NULL) != EEP_OK) {
        cli_usage("write a day as 2023-06-28 or a month as 2023-06", "%s: there is no day or month '%.40s'",
                  what, text);
    }
    return is_month && last ? eep_date_add_months(first, 1) - 1 : first;
}

static const char *mode_at(const void *context, size_t index)
{
    static const char *const modes[] = {"attached", "previous", "both"};
    (void)context;
    return index < 3 ? modes[index] : NULL;
}

static void choose_modes(const char *mode, backtest_view *view)
{
    char advice[160];
    const int both = mode == NULL || strcmp(mode, "both") == 0;
    view->shown[EEP_BACKTEST_ATTACHED] = both || strcmp(mode, "attached") == 0;
    view->shown[EEP_BACKTEST_PREVIOUS] = both || strcmp(mode, "previous") == 0;
    if (view->shown[0] || view->shown[1]) return;
    eep_did_you_mean(advice, sizeof advice, mode, mode_at, NULL, "give attached, previous or both");
    cli_usage(advice, "there is no mode '%.40s'", mode);
}

static void choose(const backtest_choice *chosen, eep_backtest_options *wanted)
{
    eep_backtest_defaults(wanted);
    wanted->from = day_or_month(chosen->from != NULL ? chosen->from : "2022-01", "--from", 0);
    if (chosen->to != NULL) wanted->to = day_or_month(chosen->to, "--to", 1);
    if (wanted->from > wanted->to) cli_usage("give --from before --to", "--from lies after --to");
    if (chosen->replicates != NULL)
        wanted->replicates = (uint32_t)cli_count(chosen->replicates, "replicates", 1, 100000);
    if (chosen->seed != NULL) wanted->seed = cli_seed(chosen->seed);
    wanted->threads = chosen->common.threads;
    if (chosen->html + chosen->common.csv + chosen->common.json > 1)
        cli_usage("choose one of them", "more than one of --html, --csv and --json");
}

static void list_types(backtest_view *view)
{
    const eep_backtest_round *round;
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        size_t known = 0;
        while (known < view->types && strcmp(view->type[known], round->round.id) != 0)
            known++;
        if (known == view->types && known < BACKTEST_TYPES_MAX) view->type[view->types++] = round->round.id;
    }
}

static eep_status write(const backtest_choice *chosen, const backtest_view *view, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    if (chosen->common.csv) {
        backtest_csv(view, output.stream);
    } else if (chosen->common.json) {
        backtest_json(view, output.stream);
    } else {
        backtest_page(view, output.stream, chosen->html);
    }
    return eep_output_commit(&output, error);
}

int cli_backtest(int argc, char **argv)
{
    backtest_choice chosen = {0};
    eep_backtest_options wanted;
    backtest_view view = {.options = &wanted};
    eep_history *history = NULL;
    eep_backtest_parameters *parameters = NULL;
    eep_backtest *backtest = NULL;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    choose(&chosen, &wanted);
    choose_modes(chosen.mode, &view);
    eep_status status = eep_history_load(chosen.history, &history, &error);
    if (status == EEP_OK) status = eep_backtest_parameters_load(chosen.parameters, &parameters, &error);
    if (status == EEP_OK) status = eep_backtest_run(history, parameters, &wanted, &backtest, &error);
    if (status == EEP_OK) {
        view.backtest = backtest;
        view.trained_until = eep_backtest_parameters_trained_until(parameters);
        list_types(&view);
        status = write(&chosen, &view, &error);
    }
    eep_backtest_free(backtest);
    eep_backtest_parameters_free(parameters);
    eep_history_free(history);
    return cli_report(status, &error);
}

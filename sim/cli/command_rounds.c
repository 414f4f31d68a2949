/* command_rounds.c - eepool rounds: the published record, and the official feed made into it. */
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli.h"

static int rounds_list(int argc, char **argv);
static int rounds_import(int argc, char **argv);

static const cli_command commands[] = {
    {"list", rounds_list, "the published rounds of invitations"},
    {"import", rounds_import, "turn a copy of the official feed into rounds.csv and pool_bands.csv"},
    {NULL, NULL, NULL},
};

int cli_rounds(int argc, char **argv)
{
    return cli_dispatch(commands, "Published rounds. Source: Immigration, Refugees and Citizenship Canada.",
                        argc, argv);
}

typedef struct rounds_options {
    cli_options common;
    const char *path, *bands, *from, *to, *type;
} rounds_options;

enum { KEY_FROM = 1, KEY_TO, KEY_TYPE, KEY_BANDS };

static error_t parse(int key, char *value, struct argp_state *state)
{
    rounds_options *chosen = state->input;
    switch (key) {
    case KEY_FROM:
        chosen->from = value;
        return 0;
    case KEY_TO:
        chosen->to = value;
        return 0;
    case KEY_TYPE:
        chosen->type = value;
        return 0;
    case KEY_BANDS:
        chosen->bands = value;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = state->child_inputs[1] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("see --help", "'%s' is one argument too many", value);
        chosen->path = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- list -------------------------------------------------------------------------------------- */

static const struct argp_option list_options[] = {
    {"from", KEY_FROM, "DAY", 0, "Rounds of this day or later", 0},
    {"to", KEY_TO, "DAY", 0, "Rounds of this day or earlier", 0},
    {"type", KEY_TYPE, "ID", 0, "Only all (general), pnp, cec, fsw, fst, stem, french, ...", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_child list_children[] = {
    {&cli_table_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};

static const char *round_id_at(const void *context, size_t index)
{
    const eep_published_round *round = eep_history_round(context, index);
    return round != NULL ? round->id : NULL;
}

static void check_type(const eep_history *history, const char *type)
{
    char advice[160];
    const char *id;
    for (size_t i = 0; (id = round_id_at(history, i)) != NULL; i++) {
        if (strcmp(id, type) == 0) return;
    }
    eep_did_you_mean(advice, sizeof advice, type, round_id_at, history, "eepool rounds list shows the types");
    cli_usage(advice, "no published round is of type '%.40s'", type);
}

static void print_text(const eep_published_round *round)
{
    char date[11], tie[21] = "-";
    eep_date_format(round->date, date);
    if (round->has_tie_break) eep_time_format(round->tie_break, tie);
    printf("%5s  %s  %11s  %6u  %-20s  %s\n", round->number, date, cli_number(round->invitations),
           round->cutoff, tie, round->official_name);
}

static void print_csv(const eep_published_round *round)
{
    char date[11], tie[21] = "";
    eep_date_format(round->date, date);
    if (round->has_tie_break) eep_time_format(round->tie_break, tie);
    printf("%s,%s,%s,%s,%u,%u,%s,", round->number, date, round->kind, round->id, round->invitations,
           round->cutoff, tie);
    cli_put_quoted(stdout, round->official_name);
    putchar('\n');
}

static json_t *round_json(const eep_published_round *round)
{
    char date[11], tie[21];
    eep_date_format(round->date, date);
    if (round->has_tie_break) eep_time_format(round->tie_break, tie);
    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:o, s:s}", "round", round->number, "date", date, "kind",
                     round->kind, "id", round->id, "invitations", (int)round->invitations, "cutoff",
                     (int)round->cutoff, "tie_break", round->has_tie_break ? json_string(tie) : json_null(),
                     "official_name", round->official_name);
}

static void print_rounds(const rounds_options *chosen, const eep_history *history)
{
    const eep_date from = chosen->from != NULL ? cli_date(chosen->from, "--from") : INT32_MIN;
    const eep_date to = chosen->to != NULL ? cli_date(chosen->to, "--to") : INT32_MAX;
    const eep_published_round *round;
    json_t *all = json_array();
    if (chosen->common.csv) printf("round,date,kind,id,invitations,cutoff,tie_break,official_name\n");
    if (!chosen->common.csv && !chosen->common.json) {
        printf("%5s  %-10s  %11s  %6s  %-20s  %s\n", "round", "date", "invitations", "lowest", "tie-break",
               "type");
    }
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (round->date < from || round->date > to) continue;
        if (chosen->type != NULL && strcmp(round->id, chosen->type) != 0) continue;
        if (chosen->common.json) {
            json_array_append_new(all, round_json(round));
        } else if (chosen->common.csv) {
            print_csv(round);
        } else {
            print_text(round);
        }
    }
    if (chosen->common.json) {
        json_dumpf(all, stdout, JSON_INDENT(2));
        printf("\n");
    }
    json_decref(all);
}

static int rounds_list(int argc, char **argv)
{
    static const struct argp argp = {
        .options = list_options,
        .parser = parse,
        .children = list_children,
        .args_doc = "[FOLDER]",
        .doc =
            "The published rounds. FOLDER holds a rounds.csv and a pool_bands.csv of your own.\v"
            "Source: Immigration, Refugees and Citizenship Canada; the record that comes with eepool ends on "
            "2026-05-11."};
    rounds_options chosen = {0};
    eep_history *history;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const eep_status status = eep_history_load(chosen.path, &history, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    if (chosen.type != NULL) check_type(history, chosen.type);
    print_rounds(&chosen, history);
    eep_history_free(history);
    return CLI_DONE;
}

/* ---- import ------------------------------------------------------------------------------------ */

static const struct argp_option import_options[] = {
    {"bands", KEY_BANDS, "FILE", 0, "Write the score ranges of the pool to FILE, too", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_child import_children[] = {
    {&cli_output_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};

static void tell_imported(const rounds_options *chosen, const eep_history *history)
{
    size_t rounds = 0, snapshots = 0, unknown = 0;
    const eep_published_round *round;
    while ((round = eep_history_round(history, rounds)) != NULL) {
        unknown += strcmp(round->id, "unknown") == 0;
        rounds++;
    }
    while (eep_history_snapshot(history, snapshots) != NULL)
        snapshots++;
    if (chosen->common.quiet) return;
    fprintf(stderr, "%s rounds, %s snapshots of the pool", cli_number(rounds), cli_number(snapshots));
    if (unknown > 0) fprintf(stderr, "; %s of a type that is not known", cli_number(unknown));
    fprintf(stderr, "\n");
}

static int rounds_import(int argc, char **argv)
{
    static const struct argp argp = {
        .options = import_options,
        .parser = parse,
        .children = import_children,
        .args_doc = "FEED.json",
        .doc = "Turns a copy of the official feed (ee_rounds_123_en.json) into rounds.csv.\v"
               "Example: eepool rounds import ee_rounds_123_en.json -o rounds.csv --bands pool_bands.csv"};
    rounds_options chosen = {0};
    eep_history *history;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    if (chosen.path == NULL) cli_usage("give a copy of the feed, or -", "no feed is given");
    eep_status status = eep_history_import(chosen.path, &history, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = eep_history_write_rounds(history, chosen.common.output != NULL ? chosen.common.output : "-",
                                      chosen.common.force, &error);
    if (status == EEP_OK && chosen.bands != NULL) {
        status = eep_history_write_bands(history, chosen.bands, chosen.common.force, &error);
    }
    if (status == EEP_OK) tell_imported(&chosen, history);
    eep_history_free(history);
    return cli_report(status, &error);
}

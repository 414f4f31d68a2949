/* command_conform.c - eepool conform: another calculator's answers to the conformance suite, graded. */
#include "sim/cli/conform.h"

typedef struct conform_options {
    cli_options common;
    const char *path, *suite;
    int cases;
} conform_options;

enum { KEY_CASES = 1, KEY_SUITE };

static void check_usage(const conform_options *chosen)
{
    if (chosen->cases) {
        if (chosen->path != NULL) cli_usage("choose one of them", "both --cases and a file of answers");
        if (chosen->common.json) cli_usage("leave --json away", "--cases writes CSV");
        return;
    }
    if (chosen->path == NULL) {
        cli_usage("give a CSV with id and score, or --cases for the questions", "no answers are given");
    }
    if (chosen->common.output != NULL) cli_usage("redirect standard output", "-o is for --cases");
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    conform_options *chosen = state->input;
    switch (key) {
    case KEY_CASES:
        chosen->cases = 1;
        return 0;
    case KEY_SUITE:
        chosen->suite = value;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 2; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one file", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        check_usage(chosen);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"cases", KEY_CASES, NULL, 0, "Write the questions without the answers, as CSV", 0},
    {"suite", KEY_SUITE, "FOLDER", 0, "Another suite than the one that comes with eepool", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_child children[] = {
    {&cli_table_argp, 0, NULL, 0}, {&cli_output_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "ANSWERS.csv",
    .doc = "Grades the scores of another calculator: which are wrong, which rules they are about, and "
           "which known mistakes they look like.\v"
           "ANSWERS.csv has the columns id and score, and may have core, spouse, transferability, "
           "additional, programs and categories. Exit code 0 when every case is answered and right, else 1; "
           "3 for a bad file.\n"
           "  eepool conform --cases -o cases.csv\n"
           "  eepool conform answers.csv"};

static eep_status write_cases(const conform_options *chosen, const eep_suite *suite, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    eep_suite_write_inputs(suite, output.stream);
    return eep_output_commit(&output, error);
}

static eep_status grade(const conform_options *chosen, const eep_suite *suite, int *code, eep_error *error)
{
    eep_grade *found;
    eep_grade_sums sums;
    const eep_status status = eep_grade_read(suite, chosen->path, &found, error);
    if (status != EEP_OK) return status;
    if (chosen->common.json)
        cli_conform_json(suite, found);
    else if (chosen->common.csv)
        cli_conform_csv(suite, found);
    else
        cli_conform_text(suite, found);
    eep_grade_sum(found, &sums);
    *code = sums.right == sums.cases && sums.unknown == 0 ? CLI_DONE : CLI_NO;
    eep_grade_free(found);
    return EEP_OK;
}

int cli_conform(int argc, char **argv)
{
    conform_options chosen = {0};
    eep_suite *suite;
    eep_error error;
    int code = CLI_DONE;
    cli_parse(&argp, argc, argv, &chosen);
    eep_status status = eep_suite_load(chosen.suite, &suite, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = chosen.cases ? write_cases(&chosen, suite, &error) : grade(&chosen, suite, &code, &error);
    eep_suite_free(suite);
    return status != EEP_OK ? cli_report(status, &error) : code;
}

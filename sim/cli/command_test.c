/* command_test.c - eepool test: cases with their answers, and what differs. */

#include <jansson.h>

#include "sim/cli/cli.h"

#define PATHS_MAX 64

typedef struct test_options {
    cli_options common;
    const char *paths[PATHS_MAX];
    size_t path_count;
} test_options;

static error_t parse(int key, char *value, struct argp_state *state)
{
    test_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path_count == PATHS_MAX) {
            cli_usage("put the files into a folder, and give that", "more than %d files", PATHS_MAX);
        }
        chosen->paths[chosen->path_count++] = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->path_count == 0) {
            cli_usage("give a file of cases, or a folder with some; docs/conformance.md shows one",
                      "no cases are given");
        }
        if (chosen->common.as_of != NULL) {
            cli_usage("leave --as-of away", "every case has a date of its own");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_policy_argp, 0, NULL, 0}, {&cli_table_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .parser = parse,
    .children = children,
    .args_doc = "FILE-OR-FOLDER...",
    .doc = "Runs cases: who, on which day, and the points, programs and categories that are right.\v"
           "Exit code 1 when something differs, 3 when a case cannot be read. Example:\n"
           "  eepool test my-cases.yaml --set crs.additional.sibling=30"};

/* ---- Saying ------------------------------------------------------------------------------------ */

static void print_texts(const eep_cases *cases)
{
    eep_difference difference;
    eep_case of;
    size_t last = SIZE_MAX;
    for (size_t i = 0; eep_cases_difference(cases, i, &difference); i++) {
        if (!eep_cases_at(cases, difference.index, &of)) continue;
        if (difference.index != last) printf("%s:%llu: %s\n", of.file, (unsigned long long)of.line, of.name);
        printf("  line %llu: %s: expected %s, found %s\n", (unsigned long long)difference.line,
               difference.item, difference.expected, difference.found);
        last = difference.index;
    }
}

static void print_csv(const eep_cases *cases)
{
    eep_difference difference;
    eep_case of;
    char day[11];
    printf("file,line,as_of,item,expected,found,name\n");
    for (size_t i = 0; eep_cases_difference(cases, i, &difference); i++) {
        if (!eep_cases_at(cases, difference.index, &of)) continue;
        eep_date_format(of.day, day);
        cli_put_quoted(stdout, of.file);
        printf(",%llu,%s,%s,%s,%s,", (unsigned long long)difference.line, day, difference.item,
               difference.expected, difference.found);
        cli_put_quoted(stdout, of.name);
        putchar('\n');
    }
}

/* How many cases have at least one difference. */
static size_t count_failed(const eep_cases *cases)
{
    eep_difference difference;
    size_t failed = 0, last = SIZE_MAX;
    for (size_t i = 0; eep_cases_difference(cases, i, &difference); i++) {
        failed += difference.index != last;
        last = difference.index;
    }
    return failed;
}

static void print_json(const eep_cases *cases)
{
    eep_difference difference;
    eep_case of;
    char day[11];
    json_t *list = json_array();
    for (size_t i = 0; eep_cases_difference(cases, i, &difference); i++) {
        if (!eep_cases_at(cases, difference.index, &of)) continue;
        eep_date_format(of.day, day);
        json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:s, s:s, s:s, s:s, s:s}", "file", of.file,
                                              "line", (json_int_t)difference.line, "name", of.name, "id",
                                              of.id, "as_of", day, "item", difference.item, "expected",
                                              difference.expected, "found", difference.found));
    }
    json_t *all = json_pack("{s:I, s:I, s:o}", "cases", (json_int_t)eep_cases_count(cases), "failed",
                            (json_int_t)count_failed(cases), "differences", list);
    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
}

static void print_summary(const eep_cases *cases, double seconds, int verbose)
{
    eep_date day;
    size_t days = 0;
    const size_t failed = count_failed(cases);
    while (eep_cases_day(cases, days, &day))
        days++;
    if (failed == 0) {
        printf("%s case%s on %s day%s: all as expected\n", cli_number(eep_cases_count(cases)),
               eep_cases_count(cases) == 1 ? "" : "s", cli_number(days), days == 1 ? "" : "s");
    } else {
        printf("%s of %s cases failed\n", cli_number(failed), cli_number(eep_cases_count(cases)));
    }
    if (verbose) fprintf(stderr, "read and run in %.3f s\n", seconds);
}

/* ---- Running ----------------------------------------------------------------------------------- */

static eep_status read_and_run(const test_options *chosen, eep_engine *engine, eep_cases *cases,
                               eep_error *error)
{
    eep_policy *policy;
    for (size_t i = 0; i < chosen->path_count; i++) {
        const eep_status status = eep_cases_read(cases, chosen->paths[i], error);
        if (status != EEP_OK) return status;
    }
    eep_status status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    status = eep_cases_run(engine, policy, cases, error);
    eep_policy_free(policy);
    return status;
}

static int say(const test_options *chosen, const eep_cases *cases, double seconds)
{
    if (chosen->common.json) {
        print_json(cases);
    } else if (chosen->common.csv) {
        print_csv(cases);
    } else {
        print_texts(cases);
        print_summary(cases, seconds, chosen->common.verbose);
    }
    return eep_cases_differences(cases) > 0 ? CLI_NO : CLI_DONE;
}

int cli_test(int argc, char **argv)
{
    test_options chosen = {0};
    eep_engine *engine;
    eep_cases *cases;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const double start = cli_clock();
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = eep_cases_new(NULL, &cases, &error);
    if (status == EEP_OK) {
        int code = cli_report(read_and_run(&chosen, engine, cases, &error), &error);
        if (code == CLI_DONE) code = say(&chosen, cases, cli_clock() - start);
        eep_cases_free(cases);
        eep_engine_free(engine);
        return code;
    }
    eep_engine_free(engine);
    return cli_report(status, &error);
}

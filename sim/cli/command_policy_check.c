/* command_policy_check.c - eepool policy diff and check: what differs, and is this file sound. */
#include <jansson.h>

#include "sim/cli/cli_policy.h"

/* ---- What the policy commands share ------------------------------------------------------------ */

error_t cli_parse_policy(int key, char *value, struct argp_state *state)
{
    policy_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->count == chosen->most) cli_usage("see --help", "'%s' is one argument too many", value);
        chosen->argument[chosen->count++] = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->count < chosen->least) cli_usage(chosen->missing, "an argument is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp_child cli_policy_children[] = {
    {&cli_policy_argp, 0, NULL, 0}, {&cli_table_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};

int cli_with_policy(const struct argp *argp, int argc, char **argv, policy_options *chosen,
                    int (*say)(const policy_options *, const eep_policy *))
{
    eep_policy *policy;
    eep_error error;
    cli_parse(argp, argc, argv, chosen);
    const eep_status status = cli_open_policy(&chosen->common, &policy, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    const int code = say(chosen, policy);
    eep_policy_free(policy);
    return code;
}

/* ---- diff -------------------------------------------------------------------------------------- */

/* Where differences go: one of the three forms. */
typedef struct diff_output {
    const cli_options *options;
    json_t *all;
} diff_output;

static void say_one(void *context, const cli_difference *difference)
{
    const diff_output *output = context;
    const char *before = difference->before, *after = difference->after;
    if (output->options->json) {
        json_array_append_new(output->all, json_pack("{s:s, s:s?, s:s?}", "path", difference->path, "before",
                                                     before, "after", after));
    } else if (output->options->csv) {
        printf("%s,", difference->path);
        if (before != NULL) cli_put_quoted(stdout, before);
        putchar(',');
        if (after != NULL) cli_put_quoted(stdout, after);
        putchar('\n');
    } else {
        printf("%-56s", difference->path);
        cli_print_difference(stdout, difference);
        putchar('\n');
    }
}

static int print_differences(const cli_options *options, const eep_policy *before, eep_date day_before,
                             const eep_policy *after, eep_date day_after)
{
    diff_output output = {options, json_array()};
    if (options->csv) printf("path,before,after\n");
    const size_t count = cli_each_difference(before, day_before, after, day_after, say_one, &output);
    if (options->json) {
        json_dumpf(output.all, stdout, JSON_INDENT(2));
        putchar('\n');
    } else if (count == 0 && !options->csv) {
        printf("no difference\n");
    }
    json_decref(output.all);
    return count == 0 ? CLI_DONE : CLI_NO;
}

/* Of two days under one policy; or of one day under the policy as it is and with what changes it. */
static int say_diff(const policy_options *chosen, const eep_policy *policy)
{
    const cli_options *common = &chosen->common;
    const eep_date first = cli_date(chosen->argument[0], "the first day");
    if (chosen->count == 2)
        return print_differences(common, policy, first, policy,
                                 cli_date(chosen->argument[1], "the second day"));
    if (common->reform_count + common->set_count == 0)
        cli_usage("give a second day, or --reform FILE", "there is nothing to compare with");
    eep_policy *baseline;
    eep_error error;
    const eep_status status = cli_open_baseline(common, &baseline, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    const int code = print_differences(common, baseline, first, policy, first);
    eep_policy_free(baseline);
    return code;
}

int cli_policy_diff(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = cli_parse_policy,
        .children = cli_policy_children,
        .args_doc = "DAY [DAY]",
        .doc =
            "What differs between the rules of two days; with one day, between the policy as it is and with "
            "every --reform and --set. Exit code 1 when something does.\v"
            "eepool policy diff 2025-03-24 2025-03-25\n"
            "eepool policy diff 2026-05-11 --reform french-doubled.yaml"};
    policy_options chosen = {
        .least = 1, .most = 2, .missing = "give two days, for example 2025-03-24 2025-03-25"};
    return cli_with_policy(&argp, argc, argv, &chosen, say_diff);
}

/* ---- check ------------------------------------------------------------------------------------- */

static int check_policy(const policy_options *chosen)
{
    eep_policy *policy;
    eep_error error;
    const eep_status status = eep_policy_load(NULL, chosen->argument[0], &policy, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    if (!chosen->common.quiet)
        printf("%s: sound, %s dated values\n", chosen->argument[0],
               cli_number(eep_policy_leaf_count(policy)));
    eep_policy_free(policy);
    return CLI_DONE;
}

static int check_reform(policy_options *chosen)
{
    eep_policy *policy, *baseline;
    eep_error error;
    cli_options *common = &chosen->common;
    if (common->reform_count == CLI_REFORMS_MAX) cli_usage("give fewer", "too many reforms");
    common->reforms[common->reform_count++] = chosen->argument[0];
    eep_status status = cli_open_policy(common, &policy, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = cli_open_baseline(common, &baseline, &error);
    if (status == EEP_OK && !common->quiet) {
        printf("%s: sound\n", chosen->argument[0]);
        cli_print_reforms(stdout, common, policy);
        printf("\n");
        cli_print_changes(stdout, baseline, policy);
    }
    if (status == EEP_OK) eep_policy_free(baseline);
    eep_policy_free(policy);
    return cli_report(status, &error);
}

int cli_policy_check(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = cli_parse_policy,
        .children = cli_policy_children,
        .args_doc = "PATH",
        .doc = "Checks a policy folder or file whole: types, ranges, dates, names; or a reform, against the "
               "policy it changes, and shows every value it changes. Exit code 3 at a fault."};
    policy_options chosen = {.least = 1, .most = 1, .missing = "give a policy folder or file, or a reform"};
    cli_parse(&argp, argc, argv, &chosen);
    return eep_policy_is_reform(chosen.argument[0]) ? check_reform(&chosen) : check_policy(&chosen);
}

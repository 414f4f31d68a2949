/* cli_policy.h - what the policy commands share. */
#ifndef EEP_CLI_POLICY_H
#define EEP_CLI_POLICY_H

#include "sim/cli/cli.h"

int cli_policy_diff(int argc, char **argv);
int cli_policy_check(int argc, char **argv);

typedef struct policy_options {
    cli_options common;
    const char *argument[2];
    size_t count, least, most; /* arguments given, and how many the command takes */
    const char *missing;       /* what to say when they are absent */
} policy_options;

/* Parser and children of all policy commands; the input is a policy_options. */
error_t cli_parse_policy(int key, char *value, struct argp_state *state);
extern const struct argp_child cli_policy_children[];

/* Parses, opens the policy, and lets `say` print: the way that all but check go. */
int cli_with_policy(const struct argp *argp, int argc, char **argv, policy_options *chosen,
                    int (*say)(const policy_options *, const eep_policy *));

#endif

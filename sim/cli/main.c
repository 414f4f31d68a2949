/* main.c - the eepool command: which word runs what. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli.h"

static const cli_command commands[] = {
    {"demo", cli_demo, "one screen: make, score, draw, what-if, explain; writes demo.html"},
    {"pool", cli_pool, "make, inspect, verify and convert pools"},
    {"policy", cli_policy, "list, show, check and compare dated rules"},
    {"score", cli_score, "scores, programs and categories of every candidate"},
    {"explain", cli_explain, "one candidate: the score line by line, what would change it, its rank"},
    {"draw", cli_draw, "hold one round of invitations and print its notice"},
    {"compare", cli_compare, "one round under two policies, on the same people"},
    {"rounds", cli_rounds, "the published rounds: list them, import the official feed"},
    {"test", cli_test, "run cases with their answers, and list what differs"},
    {"conform", cli_conform, "grade the scores of another calculator"},
    {"selftest", cli_selftest, "check this build on this machine"},
    {NULL, NULL, NULL},
};

static int print_version(int verbose)
{
    printf("eepool %s\n", EEP_VERSION);
    if (!verbose) return CLI_DONE;
    printf("compiler   %s, %s build\n", EEP_BUILD_COMPILER, EEP_BUILD_TYPE);
    printf("data       %s\n", eep_data_folder());
    printf("kernels   ");
    int usable;
    const char *level;
    for (size_t i = 0; (level = eep_cpu_level(i, &usable)) != NULL; i++)
        printf(" %s%s", level, usable ? "" : " (not on this machine)");
    printf("\n");
    return CLI_DONE;
}

static int is_verbose(const char *text)
{
    return strcmp(text, "-v") == 0 || strcmp(text, "--verbose") == 0;
}

int main(int argc, char **argv)
{
    argp_err_exit_status = CLI_USAGE;
    if (argc >= 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
        return print_version(argc >= 3 && is_verbose(argv[2]));
    }
    static char name[] = "eepool";
    argv[0] = name;
    return cli_dispatch(
        commands,
        "eepool simulates Canada's Express Entry pool. The people in it are invented, and no\n"
        "output is advice.",
        argc, argv);
}

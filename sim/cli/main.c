/* main.c - the eepool command: which word runs what. */
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
    {"backtest", cli_backtest, "foretell published rounds from what was published before them"},
    {"fit", cli_fit, "fit the parameters of backtest to published rounds"},
    {"test", cli_test, "run cases with their answers, and list what differs"},
    {"conform", cli_conform, "grade the scores of another calculator"},
    {"selftest", cli_selftest, "check this build on this machine"},
    {"bench", cli_bench, "how fast this build is on this machine, by kernel level"},
    {NULL, NULL, NULL},
};

#define LINE_END 100 /* columns of a line that lists kernels */

/* The kernels of one level after the level's name; nothing where the engine has none of it. */
static void print_kernels_of(const eep_engine *engine, const char *level, const char *heading)
{
    const char *kernel, *its;
    int column = 0;
    for (size_t i = 0; (kernel = eep_engine_kernel(engine, i, &its)) != NULL; i++) {
        if (strcmp(its, level) != 0) continue;
        if (column == 0) column = printf("%-10s %-7s", heading, level);
        if (column + (int)strlen(kernel) >= LINE_END) column = printf("\n%-18s", "") - 1;
        column += printf(" %s", kernel);
    }
    if (column > 0) printf("\n");
}

static void print_levels(void)
{
    int usable;
    const char *level;
    printf("levels    ");
    for (size_t i = 0; (level = eep_cpu_level(i, &usable)) != NULL; i++) {
        if (usable) printf(" %s", level);
    }
    printf("\n");
    for (size_t i = 0; (level = eep_cpu_level(i, &usable)) != NULL; i++) {
        if (!usable) printf("%-10s %s needs %s\n", "", level, eep_cpu_lacks(level));
    }
}

static int print_version(int argc, char **argv)
{
    cli_options options = {.threads = 0};
    int verbose = 0;
    for (int i = 2; i < argc; i++) {
        verbose |= strcmp(argv[i], "-v") == 0 || strcmp(argv[i], "--verbose") == 0;
        if (strncmp(argv[i], "--cpu=", 6) == 0) options.cpu = argv[i] + 6;
        if (strcmp(argv[i], "--cpu") == 0 && i + 1 < argc) options.cpu = argv[++i];
    }
    printf("eepool %s\n", EEP_VERSION);
    if (!verbose) return CLI_DONE;
    printf("compiler   %s, %s build\n", EEP_BUILD_COMPILER, EEP_BUILD_TYPE);
    printf("data       %s\n", eep_data_folder());
    print_levels();
    eep_engine *engine;
    eep_error error;
    const eep_status status = cli_engine(&options, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    /* From the engine's own level down. */
    size_t count = 0;
    while (eep_cpu_level(count, NULL) != NULL)
        count++;
    print_kernels_of(engine, eep_engine_cpu(engine), "kernels");
    for (size_t i = count; i-- > 0;) {
        const char *level = eep_cpu_level(i, NULL);
        if (strcmp(level, eep_engine_cpu(engine)) != 0) print_kernels_of(engine, level, "");
    }
    eep_engine_free(engine);
    return CLI_DONE;
}

static int run(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
        return print_version(argc, argv);
    }
    return cli_dispatch(
        commands,
        "eepool simulates Canada's Express Entry pool. The people in it are invented, and no\n"
        "output is advice.",
        argc, argv);
}

/* An answer that did not reach standard output is no answer; a command that failed has told why. */
static int after(int code)
{
    eep_output output;
    eep_error error;
    if (code != CLI_DONE && code != CLI_NO) return code;
    eep_status status = eep_output_open(&output, "-", 0, &error);
    if (status == EEP_OK) status = eep_output_commit(&output, &error);
    return status != EEP_OK ? cli_report(status, &error) : code;
}

int main(int argc, char **argv)
{
    argp_err_exit_status = CLI_USAGE;
    cli_clean_when_interrupted();
    static char name[] = "eepool";
    argv[0] = name;
    return after(run(argc, argv));
}

/* dispatch.c - from a word on the command line to the function that answers it. */
#include <string.h>

#include "sim/cli/cli.h"

static const char *command_name_at(const void *context, size_t index)
{
    return ((const cli_command *)context)[index].name;
}

static void print_commands(FILE *stream, const cli_command *commands, const char *about, const char *name)
{
    fprintf(stream, "usage: %s COMMAND [OPTION...]\n\n%s\n\n", name, about);
    for (const cli_command *command = commands; command->name != NULL; command++)
        fprintf(stream, "  %-9s  %s\n", command->name, command->about);
    fprintf(stream, "\n%s COMMAND --help tells the options of each.", name);
    fprintf(stream, strcmp(name, "eepool") == 0 ? " eepool --version -v tells about this build.\n" : "\n");
}

int cli_dispatch(const cli_command *commands, const char *about, int argc, char **argv)
{
    if (argc < 2) {
        print_commands(stderr, commands, about, argv[0]);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0 || strcmp(argv[1], "help") == 0) {
        print_commands(stdout, commands, about, argv[0]);
        return CLI_DONE;
    }
    for (const cli_command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, argv[1]) != 0) continue;
        /* argp names the program in its messages by argv[0]. */
        char name[64];
        snprintf(name, sizeof name, "%s %s", argv[0], command->name);
        argv[1] = name;
        return command->run(argc - 1, argv + 1);
    }
    char advice[160], otherwise[120];
    snprintf(otherwise, sizeof otherwise, "%s --help lists the commands", argv[0]);
    eep_did_you_mean(advice, sizeof advice, argv[1], command_name_at, commands, otherwise);
    fprintf(stderr, "%s: there is no command '%s'\n  %s\n", argv[0], argv[1], advice);
    return CLI_USAGE;
}

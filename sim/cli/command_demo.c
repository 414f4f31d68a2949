/* command_demo.c - eepool demo: options, then run, print, write the page. */
#include <string.h>

#include "sim/cli/demo.h"

typedef struct demo_options {
    cli_options common;
    const char *seed, *html;
} demo_options;

enum { KEY_HTML = 1 };

static const struct argp_option options[] = {
    {"seed", 's', "SEED", 0, "Seed of all chance (default 1)", 0},
    {"html", KEY_HTML, "FILE", 0, "Write the page to FILE (default demo.html; 'none' = no page)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    demo_options *chosen = state->input;
    switch (key) {
    case 's':
        chosen->seed = value;
        return 0;
    case KEY_HTML:
        chosen->html = value;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        cli_usage("see --help", "'%s' is one argument too many", value);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .doc =
        "Makes a pool shaped on the one of July 2023, holds Draws 253 and 254 on it, prints them beside the "
        "published ones, changes one rule, and explains one candidate."};

static eep_status show(const demo_options *chosen, const demo_state *demo, eep_error *error)
{
    demo_print(stdout, demo);
    fflush(stdout); /* so that what follows on stderr comes after it */
    if (chosen->html != NULL && strcmp(chosen->html, "none") == 0) {
        return EEP_OK;
    }
    const char *path = chosen->html != NULL ? chosen->html : "demo.html";
    const eep_status status = demo_write_html(demo, path, error);
    if (status == EEP_OK && !chosen->common.quiet) fprintf(stderr, "The same as a page: %s\n", path);
    return status;
}

int cli_demo(int argc, char **argv)
{
    demo_options chosen = {0};
    demo_state demo = {.seed = 1};
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    if (chosen.seed != NULL) demo.seed = cli_seed(chosen.seed);
    eep_status status = cli_engine(&chosen.common, &demo.engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = demo_run(&demo, &error);
    if (status == EEP_OK) status = show(&chosen, &demo, &error);
    demo_clear(&demo);
    eep_engine_free(demo.engine);
    return cli_report(status, &error);
}

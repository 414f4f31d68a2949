/* command_pool_convert.c - eepool pool from: an .eepd file from CSV; and how pools are opened. */
#include <string.h>

#include "sim/cli/cli_pool.h"

typedef struct convert_options {
    cli_options common;
    const char *path;
} convert_options;

static error_t parse(int key, char *value, struct argp_state *state)
{
    convert_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one file", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->path == NULL) cli_usage("give a file, or - for standard input", "no file is given");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_engine_argp, 0, NULL, 0}, {&cli_output_argp, 0, NULL, 0}, {&cli_policy_argp, 0, NULL, 0}, {0}};
static const struct argp from_argp = {
    .parser = parse,
    .children = children,
    .args_doc = "FILE",
    .doc = "Reads a CSV (- is standard input), checks it whole, and writes it as -o FILE.eepd.\v"
           "An `age` column may stand for birth_date: it is the age on --as-of, or else on the day of "
           "submission."};

eep_format cli_format_of(const char *path)
{
    const size_t length = strlen(path);
    const int is_csv = length >= 4 && strcmp(path + length - 4, ".csv") == 0;
    return is_csv || strcmp(path, "-") == 0 ? EEP_FORMAT_CSV : EEP_FORMAT_EEPD;
}

eep_status cli_open_pool(eep_engine *engine, const cli_options *options, const char *path, eep_pool **pool,
                         eep_error *error)
{
    eep_read_options how = {.size = sizeof how};
    if (options->as_of != NULL) how.age_on = eep_time_date(cli_moment(options));
    return eep_pool_read(engine, path, &how, pool, error);
}

eep_status cli_open_stream(eep_engine *engine, const cli_options *options, const char *path,
                           eep_stream **stream, eep_error *error)
{
    eep_read_options how = {.size = sizeof how};
    if (options->as_of != NULL) how.age_on = eep_time_date(cli_moment(options));
    return eep_stream_open(engine, path, &how, stream, error);
}

/* Reads the pool and writes it again in another form. */
static int convert(const convert_options *chosen, const char *target, eep_write_options *how)
{
    eep_engine *engine;
    eep_pool *pool;
    eep_error error;
    eep_status status = cli_engine(&chosen->common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = cli_open_pool(engine, &chosen->common, chosen->path, &pool, &error);
    if (status == EEP_OK) {
        how->overwrite = chosen->common.force;
        status = eep_pool_write(engine, pool, target, how, &error);
        eep_pool_free(pool);
    }
    eep_engine_free(engine);
    return cli_report(status, &error);
}

int cli_pool_from(int argc, char **argv)
{
    convert_options chosen = {0};
    eep_write_options how;
    eep_write_defaults(&how);
    cli_parse(&from_argp, argc, argv, &chosen);
    if (chosen.common.output == NULL) cli_usage("give -o p.eepd", "no output file is given");
    return convert(&chosen, chosen.common.output, &how);
}

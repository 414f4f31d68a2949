/* command_pool_convert.c - eepool pool from: an .eepd file from CSV; and how pools are opened. */
#include <string.h>
#include <unistd.h>

#include "sim/cli/cli_pool.h"

typedef struct convert_options {
    cli_options common;
    const char *path;
    int skip_damaged;
} convert_options;

static const struct argp_option from_options[] = {CLI_SKIP_OPTION, {NULL, 0, NULL, 0, NULL, 0}};

static error_t parse(int key, char *value, struct argp_state *state)
{
    convert_options *chosen = state->input;
    switch (key) {
    case CLI_SKIP_DAMAGED:
        chosen->skip_damaged = 1;
        return 0;
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
    .options = from_options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE",
    .doc = "Reads a CSV (- is standard input) or an .eepd file, checks it whole, and writes it as -o "
           "FILE.eepd.\v"
           "An `age` column may stand for birth_date: it is the age on --as-of, or else on the day of "
           "submission."};

int cli_ends_with(const char *path, const char *ending)
{
    const size_t length = strlen(path), end = strlen(ending);
    return length >= end && strcmp(path + length - end, ending) == 0;
}

int cli_is_ndjson(const char *path)
{
    return cli_ends_with(path, ".ndjson") || cli_ends_with(path, ".jsonl");
}

eep_format cli_format_of(const char *path)
{
    return cli_ends_with(path, ".csv") || strcmp(path, "-") == 0 ? EEP_FORMAT_CSV : EEP_FORMAT_EEPD;
}

static eep_read_options reading(const cli_options *options)
{
    eep_read_options how = {.size = sizeof how};
    if (options->as_of != NULL) how.age_on = eep_time_date(cli_moment(options));
    return how;
}

eep_status cli_open_pool(eep_engine *engine, const cli_options *options, const char *path, eep_pool **pool,
                         eep_error *error)
{
    const eep_read_options how = reading(options);
    return eep_pool_read(engine, path, &how, pool, error);
}

eep_status cli_open_stream(eep_engine *engine, const cli_options *options, const char *path,
                           eep_stream **stream, eep_error *error)
{
    const eep_read_options how = reading(options);
    return eep_stream_open(engine, path, &how, stream, error);
}

/* Says which candidates are not in what was read. */
static void tell_lost(void *context, uint64_t first, uint64_t last, const char *why)
{
    uint64_t *lost = context;
    *lost += last - first + 1;
    fprintf(stderr, "lost: rows %llu to %llu: %s\n", (unsigned long long)first, (unsigned long long)last,
            why);
}

static void tell_left(uint64_t lost, uint64_t left)
{
    if (lost > 0)
        fprintf(stderr, "%s candidates are lost, %s are left\n", cli_number(lost), cli_number(left));
}

/* To leave out damaged chunks; `lost` counts the candidates in them. */
static eep_read_options salvaging(const cli_options *options, uint64_t *lost)
{
    eep_read_options how = reading(options);
    *lost = 0;
    how.skip_damaged = 1;
    how.lost = tell_lost;
    how.lost_context = lost;
    return how;
}

eep_status cli_open_sound(eep_engine *engine, const cli_options *options, const char *path,
                          eep_stream **stream, eep_error *error)
{
    uint64_t lost;
    const eep_read_options how = salvaging(options, &lost);
    const eep_status status = eep_stream_open(engine, path, &how, stream, error);
    if (status == EEP_OK) tell_left(lost, eep_stream_rows(*stream));
    return status;
}

static eep_status open_pool(eep_engine *engine, const convert_options *chosen, eep_pool **pool,
                            eep_error *error)
{
    uint64_t lost;
    if (!chosen->skip_damaged) return cli_open_pool(engine, &chosen->common, chosen->path, pool, error);
    const eep_read_options how = salvaging(&chosen->common, &lost);
    const eep_status status = eep_pool_read(engine, chosen->path, &how, pool, error);
    if (status == EEP_OK) tell_left(lost, eep_pool_rows(*pool));
    return status;
}

/* Reads the pool and writes it again in another form. */
static int convert(const convert_options *chosen, const char *target, eep_write_options *how)
{
    eep_engine *engine;
    eep_pool *pool;
    eep_error error;
    eep_status status = eep_output_check(target, chosen->common.force, &error);
    if (status == EEP_OK) status = cli_engine(&chosen->common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = open_pool(engine, chosen, &pool, &error);
    if (status == EEP_OK) {
        how->overwrite = chosen->common.force;
        status = eep_pool_write(engine, pool, target, how, &error);
        eep_pool_free(pool);
    }
    eep_engine_free(engine);
    return cli_report(status, &error);
}

/* It writes .eepd only, which is not for the eye. */
static void check_target(const char *target)
{
    const int is_screen = strcmp(target, "-") == 0 && isatty(STDOUT_FILENO);
    if (cli_ends_with(target, ".csv") || cli_is_ndjson(target))
        cli_usage("give -o p.eepd; eepool pool to writes CSV and NDJSON", "pool from writes .eepd, not %s",
                  strrchr(target, '.'));
    if (is_screen) cli_usage("give -o p.eepd, or redirect standard output", "an .eepd file is not text");
}

int cli_pool_from(int argc, char **argv)
{
    convert_options chosen = {0};
    eep_write_options how;
    eep_write_defaults(&how);
    cli_parse(&from_argp, argc, argv, &chosen);
    if (chosen.common.output == NULL) cli_usage("give -o p.eepd", "no output file is given");
    check_target(chosen.common.output);
    return convert(&chosen, chosen.common.output, &how);
}

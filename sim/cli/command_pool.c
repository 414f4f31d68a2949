/* command_pool.c - eepool pool: the list of its commands, and info and verify. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

static const cli_command commands[] = {
    {"make", cli_pool_make, "make a pool of invented candidates"},
    {"info", cli_pool_info, "what an .eepd file says of itself"},
    {"head", cli_pool_head, "the first candidates, as CSV"},
    {"stats", cli_pool_stats, "count, range and spread of every column"},
    {"diff", cli_pool_diff, "compare two pools, candidate by candidate"},
    {"verify", cli_pool_verify, "check every checksum and the digest, and make an invented pool again"},
    {"validate", cli_pool_validate, "hold a pool against every published cell"},
    {"to", cli_pool_to, "write a pool as CSV or NDJSON"},
    {"from", cli_pool_from, "make an .eepd file from a CSV"},
    {"slice", cli_pool_slice, "write some rows or columns of a pool"},
    {"cat", cli_pool_cat, "join pools"},
    {"append", cli_pool_append, "append pools to an .eepd file"},
    {"manifest", cli_pool_manifest, "describe an .eepd file for a repository of data sets"},
    {NULL, NULL, NULL},
};

int cli_pool(int argc, char **argv)
{
    return cli_dispatch(commands, "Pools: candidates in .eepd files and CSV.", argc, argv);
}

typedef struct file_options {
    cli_options common;
    const char *path, *model;
    int only_file;
} file_options;

enum { ONLY_FILE = 0x2001 };

static const struct argp_option verify_options[] = {
    {"only-file", ONLY_FILE, NULL, 0, "Do not make an invented pool again", 0},
    {"model", 'm', "FILE", 0,
     "Pool model, or the name of one that comes with eepool (default: the one that made it, else second)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    file_options *chosen = state->input;
    switch (key) {
    case ONLY_FILE:
        chosen->only_file = 1;
        return 0;
    case 'm':
        chosen->model = value;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = state->child_inputs[1] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one file", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->path == NULL) cli_usage("give an .eepd file", "no file is given");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_engine_argp, 0, NULL, 0}, {&cli_table_argp, 0, NULL, 0}, {0}};
static const struct argp info_argp = {
    .parser = parse, .children = children, .args_doc = "FILE", .doc = "What an .eepd file says of itself."};
static const struct argp_child verify_children[] = {
    {&cli_engine_argp, 0, NULL, 0}, {&cli_policy_argp, 0, NULL, 0}, {0}};
static const struct argp verify_argp = {
    .options = verify_options,
    .parser = parse,
    .children = verify_children,
    .args_doc = "FILE",
    .doc =
        "Decodes an .eepd file and checks every checksum and the recorded digest. A pool that its provenance "
        "calls invented is then made again from its seed, and compared.\v"
        "Exit code 3 when it is damaged, or not the pool that its recipe makes. A pool made under another "
        "policy "
        "needs that policy: --policy, --set."};

/* A text from a file, which may have come from anywhere: control characters do not reach the terminal. */
static void print_safely(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    for (; *at != '\0'; at++) {
        const int is_second = *at == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0; /* UTF-8 of U+0080 to U+009F */
        if (*at < 0x20 || *at == 0x7f || is_second) {
            printf("\\u%04x", is_second ? *++at : *at);
        } else {
            putchar(*at);
        }
    }
}

static void print_provenance(const char *text)
{
    json_t *object = json_loads(text, 0, NULL);
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        char *shown = json_is_string(value) ? strdup(json_string_value(value))
                                            : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        printf("  ");
        print_safely(key);
        printf("%*s ", (int)(strlen(key) < 20 ? 20 - strlen(key) : 0), "");
        print_safely(shown != NULL ? shown : "");
        printf("\n");
        free(shown);
    }
    json_decref(object);
}

static void print_info(const char *path, const eep_file_info *info)
{
    printf("%s: .eepd version %u\n", path, info->version);
    printf("  %-20s %s\n", "candidates", cli_number(info->rows));
    printf("  %-20s %s bytes", "size", cli_number(info->file_bytes));
    if (info->rows > 0) printf(", %.2f a candidate", (double)info->file_bytes / (double)info->rows);
    printf(" (%s uncompressed)\n", cli_number(info->raw_bytes));
    printf("  %-20s %u of %s rows\n", "chunks", info->chunks, cli_number(info->chunk_rows));
    printf("  %-20s %s\n", "pool digest", info->pool_digest);
    print_provenance(info->provenance != NULL ? info->provenance : "{}");
    printf("  %-30s %14s %14s\n", "column", "stored bytes", "raw bytes");
    for (uint32_t i = 0; i < info->columns; i++) {
        const uint32_t with = info->column[i].with;
        if (with == i) {
            printf("  %-30s %14s %14s\n", info->column[i].name, cli_number(info->column[i].stored_bytes),
                   cli_number(info->column[i].raw_bytes));
        } else {
            printf("  %-30s %14s %14s  with %s\n", info->column[i].name, "",
                   cli_number(info->column[i].raw_bytes), info->column[with].name);
        }
    }
}

static void print_info_json(const eep_file_info *info)
{
    json_t *columns = json_array();
    for (uint32_t i = 0; i < info->columns; i++) {
        json_array_append_new(columns, json_pack("{s:s, s:I, s:I, s:s}", "name", info->column[i].name,
                                                 "raw_bytes", (json_int_t)info->column[i].raw_bytes,
                                                 "stored_bytes", (json_int_t)info->column[i].stored_bytes,
                                                 "with", info->column[info->column[i].with].name));
    }
    json_t *provenance = json_loads(info->provenance != NULL ? info->provenance : "{}", 0, NULL);
    json_t *object = json_pack(
        "{s:i, s:I, s:I, s:I, s:i, s:i, s:s, s:o, s:o}", "format_version", (int)info->version, "rows",
        (json_int_t)info->rows, "file_bytes", (json_int_t)info->file_bytes, "raw_bytes",
        (json_int_t)info->raw_bytes, "chunks", (int)info->chunks, "chunk_rows", (int)info->chunk_rows,
        "pool_digest", info->pool_digest, "provenance", provenance, "columns", columns);
    json_dumpf(object, stdout, JSON_INDENT(2));
    printf("\n");
    json_decref(object);
}

int cli_pool_info(int argc, char **argv)
{
    file_options chosen = {0};
    eep_file_info info;
    eep_error error;
    cli_parse(&info_argp, argc, argv, &chosen);
    if (chosen.common.csv) cli_usage("give --json, or none of them", "pool info writes no CSV");
    const eep_status status = eep_file_inspect(chosen.path, &info, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    if (chosen.common.json) {
        print_info_json(&info);
    } else {
        print_info(chosen.path, &info);
    }
    eep_file_info_clear(&info);
    return CLI_DONE;
}

/* Makes the pool of a sound file again, if it has a recipe, and says what came of it. */
static eep_status remake(const file_options *chosen, eep_engine *engine, eep_error *error)
{
    eep_file_info info;
    eep_policy *policy;
    if (strcmp(chosen->path, "-") == 0) {
        if (!chosen->common.quiet)
            printf("-: not made again: its recipe cannot be read twice; name a file\n");
        return EEP_OK;
    }
    eep_status status = eep_file_inspect(chosen->path, &info, error);
    if (status != EEP_OK) return status;
    status = cli_open_policy(&chosen->common, &policy, error);
    if (status == EEP_OK) {
        status = eep_pool_remake(engine, policy, chosen->model, info.provenance, info.rows, info.pool_digest,
                                 error);
        eep_policy_free(policy);
    }
    eep_file_info_clear(&info);
    const int untold = status == EEP_ERROR_UNKNOWN;
    if (status == EEP_OK && !chosen->common.quiet)
        printf("%s: its recipe makes the same pool\n", chosen->path);
    if (untold && !chosen->common.quiet) printf("%s: not made again: %s\n", chosen->path, error->message);
    return untold || status == EEP_ERROR_MISSING ? EEP_OK : status;
}

int cli_pool_verify(int argc, char **argv)
{
    file_options chosen = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&verify_argp, argc, argv, &chosen);
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = eep_file_verify(engine, chosen.path, &error);
    if (status == EEP_OK && !chosen.common.quiet) printf("%s: sound\n", chosen.path);
    if (status == EEP_OK && !chosen.only_file) status = remake(&chosen, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

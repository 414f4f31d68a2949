/* command_pool_copy.c - eepool pool head, to, slice, cat and append: parts of pools, and pools joined. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

/* All are open at once, and a process may mostly have 1024 open. */
#define FILES_MAX 1000

typedef struct copy_choice {
    cli_options common;
    const char *paths[FILES_MAX];
    size_t count, fewest, most;
    int children; /* groups of common options */
    const char *columns, *rows;
    int ndjson, skip_damaged;
} copy_choice;

enum { KEY_COLUMNS = 1, KEY_NDJSON };

static const struct argp_option part_options[] = {
    {"columns", KEY_COLUMNS, "NAMES", 0, "Only these columns, as in id,noc,education", 0},
    {"rows", 'n', "ROWS", 0,
     "Only so many rows, or those of a range as in 1000:2000 (from row 1000, counted from 0, to row 1999)",
     0},
    {"ndjson", KEY_NDJSON, NULL, 0, "Write NDJSON: one JSON object a candidate", 0},
    CLI_SKIP_OPTION,
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    copy_choice *chosen = state->input;
    switch (key) {
    case KEY_COLUMNS:
        chosen->columns = value;
        return 0;
    case 'n':
        chosen->rows = value;
        return 0;
    case KEY_NDJSON:
        chosen->ndjson = 1;
        return 0;
    case CLI_SKIP_DAMAGED:
        chosen->skip_damaged = 1;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < chosen->children; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->count == chosen->most)
            cli_usage(chosen->most == 1 ? "give one file" : "join some of them first",
                      "'%s' is one file too many", value);
        chosen->paths[chosen->count++] = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->count == 0) cli_usage("give a file, or - for standard input", "no file is given");
        if (chosen->count < chosen->fewest) cli_usage("give the files to append", "only one file is given");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_engine_argp, 0, NULL, 0}, {&cli_output_argp, 0, NULL, 0}, {&cli_policy_argp, 0, NULL, 0}, {0}};
static const struct argp_child append_children[] = {
    {&cli_engine_argp, 0, NULL, 0}, {&cli_policy_argp, 0, NULL, 0}, {0}};
static const struct argp head_argp = {.options = part_options,
                                      .parser = parse,
                                      .children = children,
                                      .args_doc = "FILE",
                                      .doc = "The first candidates of a pool (10, or --rows), as CSV."};
static const struct argp to_argp = {.options = part_options,
                                    .parser = parse,
                                    .children = children,
                                    .args_doc = "FILE",
                                    .doc =
                                        "Writes a pool, or a part of it, as CSV or NDJSON to standard output "
                                        "or -o FILE."};
static const struct argp slice_argp = {
    .options = part_options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE",
    .doc = "Writes a part of a pool as -o FILE: .eepd, or CSV or NDJSON by the name of FILE.\v"
           "Example: eepool pool slice p.eepd --rows 1000:2000 -o part.eepd"};
static const struct argp cat_argp = {
    .options = part_options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE...",
    .doc = "Joins pools, one after the other, as -o FILE. An id must not stand twice.\v"
           "Example: eepool pool cat a.eepd b.csv -o both.eepd"};
static const struct argp append_argp = {
    .parser = parse,
    .children = append_children,
    .args_doc = "POOL.eepd FILE...",
    .doc = "Appends pools to an .eepd file, which is replaced when all is well. An id must not stand twice."};

/* ---- What it is made of ------------------------------------------------------------------------- */

static json_t *provenance_of(const eep_stream *stream)
{
    return json_loads(eep_stream_provenance(stream), 0, NULL);
}

/* The people are invented when all of them are. */
static int all_invented(eep_stream *const *streams, size_t count)
{
    int invented = 1;
    for (size_t i = 0; i < count; i++) {
        json_t *object = provenance_of(streams[i]);
        const char *people = json_string_value(json_object_get(object, "people"));
        invented &= people != NULL && strcmp(people, "invented") == 0;
        json_decref(object);
    }
    return invented;
}

/* What the first file was itself joined from, when that was by append too: the list goes on, and does not
 * nest. */
static json_t *earlier_parts(const eep_stream *stream)
{
    json_t *object = provenance_of(stream), *parts = NULL;
    const char *made_by = json_string_value(json_object_get(object, "made_by"));
    if (made_by != NULL && strcmp(made_by, "append") == 0) parts = json_object_get(object, "parts");
    parts = json_is_array(parts) ? json_incref(parts) : NULL;
    json_decref(object);
    return parts;
}

/* Who joined or cut what: every part with its own provenance. C heap, or NULL without memory. */
static char *describe(eep_engine *engine, const copy_choice *chosen, eep_stream *const *streams,
                      const char *verb)
{
    json_t *parts = strcmp(verb, "append") == 0 ? earlier_parts(streams[0]) : NULL, *object;
    const size_t known = parts != NULL; /* the first file is told by its parts */
    if (parts == NULL) parts = json_array();
    for (size_t i = known; i < chosen->count; i++) {
        char digest[EEP_DIGEST_TEXT] = "";
        if (eep_stream_digest(engine, streams[i], digest, NULL) != EEP_OK) digest[0] = '\0';
        json_array_append_new(parts,
                              json_pack("{s:I, s:s, s:o}", "rows", (json_int_t)eep_stream_rows(streams[i]),
                                        "pool_digest", digest, "provenance", provenance_of(streams[i])));
    }
    object = json_pack("{s:s, s:s, s:s, s:o}", "tool", "eepool", "version", EEP_VERSION, "made_by", verb,
                       "parts", parts);
    if (all_invented(streams, chosen->count)) json_object_set_new(object, "people", json_string("invented"));
    if (chosen->rows != NULL) json_object_set_new(object, "rows", json_string(chosen->rows));
    if (chosen->columns != NULL) json_object_set_new(object, "columns", json_string(chosen->columns));
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    return text;
}

/* ---- Work -------------------------------------------------------------------------------------- */

static eep_table_form form_of(const copy_choice *chosen, const char *target)
{
    if (chosen->ndjson || cli_is_ndjson(target)) return EEP_TABLE_NDJSON;
    return cli_format_of(target) == EEP_FORMAT_CSV ? EEP_TABLE_CSV : EEP_TABLE_EEPD;
}

static eep_status open_all(eep_engine *engine, const copy_choice *chosen, eep_stream **streams,
                           eep_error *error)
{
    for (size_t i = 0; i < chosen->count; i++) {
        const eep_status status =
            chosen->skip_damaged
                ? cli_open_sound(engine, &chosen->common, chosen->paths[i], &streams[i], error)
                : cli_open_stream(engine, &chosen->common, chosen->paths[i], &streams[i], error);
        if (status != EEP_OK) return status;
    }
    return EEP_OK;
}

static int copy(const copy_choice *chosen, const char *verb, const char *target, eep_copy_options *how)
{
    static eep_stream *streams[FILES_MAX];
    eep_engine *engine;
    eep_error error;
    char *provenance = NULL;
    if (chosen->columns != NULL) how->columns = cli_columns(chosen->columns);
    if (chosen->rows != NULL) cli_rows(chosen->rows, &how->first, &how->limit);
    eep_status status = cli_engine(&chosen->common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = open_all(engine, chosen, streams, &error);
    if (status == EEP_OK && how->form == EEP_TABLE_EEPD)
        how->provenance = provenance = describe(engine, chosen, streams, verb);
    if (status == EEP_OK) status = eep_streams_copy(engine, streams, chosen->count, target, how, &error);
    free(provenance);
    for (size_t i = 0; i < chosen->count; i++)
        eep_stream_close(streams[i]);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

static int run(const struct argp *argp, int argc, char **argv, const char *verb, size_t most,
               int needs_output, const char *rows)
{
    static copy_choice chosen;
    eep_copy_options how;
    chosen = (copy_choice){.fewest = 1, .most = most, .children = 3};
    cli_parse(argp, argc, argv, &chosen);
    if (needs_output && chosen.common.output == NULL) cli_usage("give -o p.eepd", "no output file is given");
    const char *target = chosen.common.output != NULL ? chosen.common.output : "-";
    eep_copy_defaults(&how);
    if (chosen.rows == NULL) chosen.rows = rows;
    how.form = form_of(&chosen, target);
    if (!needs_output && cli_ends_with(target, ".eepd"))
        cli_usage("use eepool pool slice, or give -o p.csv", "pool %s writes text, not .eepd", verb);
    if (!needs_output && how.form == EEP_TABLE_EEPD) how.form = EEP_TABLE_CSV;
    how.write.overwrite = chosen.common.force;
    return copy(&chosen, verb, target, &how);
}

int cli_pool_head(int argc, char **argv)
{
    return run(&head_argp, argc, argv, "head", 1, 0, "10");
}

int cli_pool_to(int argc, char **argv)
{
    return run(&to_argp, argc, argv, "to", 1, 0, NULL);
}

int cli_pool_slice(int argc, char **argv)
{
    return run(&slice_argp, argc, argv, "slice", 1, 1, NULL);
}

int cli_pool_cat(int argc, char **argv)
{
    return run(&cat_argp, argc, argv, "cat", FILES_MAX, 1, NULL);
}

int cli_pool_append(int argc, char **argv)
{
    static copy_choice chosen = {.fewest = 2, .most = FILES_MAX, .children = 2};
    eep_copy_options how;
    eep_copy_defaults(&how);
    cli_parse(&append_argp, argc, argv, &chosen);
    if (cli_format_of(chosen.paths[0]) != EEP_FORMAT_EEPD)
        cli_usage("use eepool pool cat for text", "'%s' is not an .eepd file", chosen.paths[0]);
    how.write.overwrite = 1;
    return copy(&chosen, "append", chosen.paths[0], &how);
}

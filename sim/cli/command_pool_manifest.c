/* command_pool_manifest.c - eepool pool manifest: what a repository of data sets wants to know of a pool. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/cli_pool.h"

typedef struct manifest_choice {
    cli_options common;
    const char *path;
    eep_description description;
} manifest_choice;

enum { KEY_NAME = 1, KEY_URL, KEY_LICENSE, KEY_PUBLISHED };

static const struct argp_option options[] = {
    {"name", KEY_NAME, "NAME", 0, "Name of the data set (default: that of the file)", 0},
    {"url", KEY_URL, "URL", 0, "Where the data set will be found", 0},
    {"license", KEY_LICENSE, "URL", 0, "Its licence (default for invented people: CC0 1.0)", 0},
    {"published", KEY_PUBLISHED, "DAY", 0, "Day of publication", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    manifest_choice *chosen = state->input;
    switch (key) {
    case KEY_NAME:
        chosen->description.name = value;
        return 0;
    case KEY_URL:
        if (value[0] == '\0') cli_usage("leave it out, or give https://...", "--url is empty");
        chosen->description.url = value;
        return 0;
    case KEY_LICENSE:
        chosen->description.license = value;
        return 0;
    case KEY_PUBLISHED:
        (void)cli_date(value, "--published");
        chosen->description.published = value;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &chosen->common;
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

static const struct argp_child children[] = {{&cli_output_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE",
    .doc =
        "Describes an .eepd file so that it can be deposited and cited: Croissant 1.0 (JSON-LD) with every "
        "column, "
        "and its SHA-256. -o FOLDER makes croissant.json and SHA256SUMS in it, -o FILE.json makes FILE.json "
        "and SHA256SUMS beside it; with -f, lines of other files in that list stay. Without -o the "
        "description "
        "goes to standard output."};

/* ---- SHA256SUMS ---------------------------------------------------------------------------------- */

/* The folder of a file, for realpath. C heap, or NULL. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
    char *real = folder != NULL ? realpath(folder, NULL) : NULL;
    free(folder);
    return real;
}

/*
 * The line names the pool as sha256sum -c finds it from the folder of the list: by its folders where the pool
 * lies below that one, else by its name, for who puts it there. `sums` is the line with the name alone. C
 * heap, or NULL.
 */
static char *line_for(const char *list, const char *pool, const char *sums)
{
    char *from = folder_of(list), *to = folder_of(pool), *line = malloc(strlen(sums) + PATH_MAX);
    const size_t length = from != NULL ? strlen(from) : 0, hash = strcspn(sums, " ") + 2;
    const int is_below = from != NULL && to != NULL && strncmp(from, to, length) == 0 && to[length] == '/';
    if (line != NULL)
        snprintf(line, strlen(sums) + PATH_MAX, "%.*s%s%s%s", (int)hash, sums,
                 is_below ? to + length + 1 : "", is_below ? "/" : "", sums + hash);
    free(from);
    free(to);
    return line;
}

/* The lines of other files in a list that is written anew. A list that is not there has none. */
static void keep_others(const char *list, const char *line, FILE *stream)
{
    char *other = NULL;
    size_t room = 0;
    const size_t hash = strcspn(line, " ") + 2, name = strcspn(line + hash, "\n");
    FILE *old = fopen(list, "r");
    while (old != NULL && getline(&other, &room, old) > 0) {
        other[strcspn(other, "\n")] = '\0'; /* which the last line may lack */
        if (strlen(other) == hash + name && memcmp(other + hash, line + hash, name) == 0) continue;
        fprintf(stream, "%s\n", other);
    }
    free(other);
    if (old != NULL) fclose(old);
}

static eep_status write_sums(const char *list, const char *pool, const char *sums, int overwrite,
                             eep_error *error)
{
    eep_output output;
    char *line = line_for(list, pool, sums);
    if (line == NULL) {
        *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the list"};
        return EEP_ERROR_MEMORY;
    }
    eep_status status = eep_output_open(&output, list, overwrite, error);
    if (status == EEP_OK) {
        if (overwrite) keep_others(list, line, output.stream);
        fputs(line, output.stream);
        status = eep_output_commit(&output, error);
    }
    free(line);
    return status;
}

/* ---- Both ------------------------------------------------------------------------------------------ */

static eep_status write_text(const char *path, int overwrite, const char *text, eep_error *error)
{
    eep_output output;
    const eep_status status = eep_output_open(&output, path, overwrite, error);
    if (status != EEP_OK) return status;
    fputs(text, output.stream);
    return eep_output_commit(&output, error);
}

static eep_status write_both(const manifest_choice *chosen, const char *croissant, const char *sums,
                             eep_error *error)
{
    char description[PATH_MAX], list[PATH_MAX];
    struct stat found;
    const char *target = chosen->common.output, *slash = strrchr(target, '/');
    const int is_folder = stat(target, &found) == 0 && S_ISDIR(found.st_mode), force = chosen->common.force;
    if (is_folder) {
        snprintf(description, sizeof description, "%s/croissant.json", target);
        snprintf(list, sizeof list, "%s/SHA256SUMS", target);
    } else {
        const int folder = slash != NULL ? (int)(slash - target) + 1 : 0;
        snprintf(description, sizeof description, "%s", target);
        snprintf(list, sizeof list, "%.*sSHA256SUMS", folder, target);
    }
    eep_status status = eep_output_check(description, force, error);
    if (status == EEP_OK) status = eep_output_check(list, force, error);
    if (status == EEP_OK) status = write_text(description, force, croissant, error);
    return status == EEP_OK ? write_sums(list, chosen->path, sums, force, error) : status;
}

int cli_pool_manifest(int argc, char **argv)
{
    manifest_choice chosen = {.description.size = sizeof chosen.description};
    char *croissant, *sums;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const char *target = chosen.common.output != NULL ? chosen.common.output : "-";
    eep_status status = eep_file_describe(chosen.path, &chosen.description, &croissant, &sums, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    if (strcmp(target, "-") == 0) {
        printf("%s\n", croissant);
    } else {
        status = write_both(&chosen, croissant, sums, &error);
    }
    free(croissant);
    free(sums);
    return cli_report(status, &error);
}

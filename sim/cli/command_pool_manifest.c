/* command_pool_manifest.c - eepool pool manifest: what a repository of data sets wants to know of a pool. */
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
        "and SHA256SUMS beside it; without -o the description goes to standard output."};

static eep_status write_text(const char *path, int overwrite, const char *text, eep_error *error)
{
    eep_output output;
    const eep_status status = eep_output_open(&output, path, overwrite, error);
    if (status != EEP_OK) return status;
    fputs(text, output.stream);
    return eep_output_commit(&output, error);
}

static eep_status write_both(const char *target, int overwrite, const char *croissant, const char *sums,
                             eep_error *error)
{
    char description[4096], list[4096];
    struct stat status;
    const int is_folder = stat(target, &status) == 0 && S_ISDIR(status.st_mode);
    const char *slash = strrchr(target, '/');
    if (is_folder) {
        snprintf(description, sizeof description, "%s/croissant.json", target);
        snprintf(list, sizeof list, "%s/SHA256SUMS", target);
    } else {
        const int folder = slash != NULL ? (int)(slash - target) + 1 : 0;
        snprintf(description, sizeof description, "%s", target);
        snprintf(list, sizeof list, "%.*sSHA256SUMS", folder, target);
    }
    const eep_status written = write_text(description, overwrite, croissant, error);
    return written != EEP_OK ? written : write_text(list, overwrite, sums, error);
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
        status = write_both(target, chosen.common.force, croissant, sums, &error);
    }
    free(croissant);
    free(sums);
    return cli_report(status, &error);
}

/*
 * model_load.c - a pool model from a file or by its name: one that stands by itself, or one based on another
 * with other values for its assumptions. Every file is read once, so that it may be a pipe.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/make/make.h"
#include "sim/make/model_file.h"

#define FILE_LIMIT ((size_t)1 << 20)
#define NAMES_MAX  64
#define PATH_ROOM  4096

/* ---- Files ------------------------------------------------------------------------------------- */

/* A file as text and tree. */
typedef struct source {
    char *text;
    size_t length;
    eep_yaml *yaml;
} source;

static eep_status read_source(const char *path, source *from, eep_error *error)
{
    *from = (source){0};
    EEP_TRY(eep_read_file(path, FILE_LIMIT, &from->text, &from->length, error));
    const eep_status status = eep_yaml_read(path, from->text, from->length, &from->yaml, error);
    if (status != EEP_OK) free(from->text);
    return status;
}

static void free_source(source *from)
{
    eep_yaml_free(from->yaml);
    free(from->text);
}

static eep_status load_alone(const source *from, eep_model *model, eep_error *error)
{
    eep_model_file *file;
    EEP_TRY(eep_model_file_read(from->text, from->length, from->yaml, &file, model->digest, error));
    return eep_model_compile(from->yaml, file, model, error);
}

/* ---- Based on another ---------------------------------------------------------------------------- */

/* The model that another is based on lies beside it, unless the path is absolute. */
static void path_beside(const char *path, const char *name, char beside[PATH_ROOM])
{
    const char *slash = strrchr(path, '/');
    const int folder = slash != NULL && name[0] != '/' ? (int)(slash - path + 1) : 0;
    snprintf(beside, PATH_ROOM, "%.*s%s", folder, path, name);
}

/* The digest of the base with the values that are given, in the order in which the base has them. */
static void digest_values(const eep_yaml_node *given, eep_model *model)
{
    char all[PATH_ROOM];
    int length = snprintf(all, sizeof all, "%s", model->digest);
    for (uint32_t i = 0; model->file != NULL && i < model->file->assumptions_count; i++) {
        const eep_model_assumption *a = &model->file->assumptions[i];
        if (eep_yaml_find(given, a->name) == NULL || length < 0 || (size_t)length >= sizeof all) continue;
        length += snprintf(all + length, sizeof all - (size_t)length, " %s=%u", a->name, a->value);
    }
    eep_model_text_digest(all, strlen(all), model->digest);
}

/* Other values for assumptions. */
static eep_status read_values(const eep_yaml *yaml, const eep_yaml_node *given, eep_model *model,
                              eep_error *error)
{
    if (eep_yaml_kind_of(given) != EEP_YAML_MAPPING) {
        return eep_yaml_fail(yaml, given, error, EEP_ERROR_VALUE, "assume: {stem: 800}",
                             "assume must be a mapping of names to values");
    }
    for (size_t i = 0; i < eep_yaml_count(given); i++) {
        const eep_yaml_node *key = eep_yaml_key(given, i), *node = eep_yaml_value(given, i);
        eep_error found;
        int64_t value;
        EEP_TRY(eep_yaml_integer(yaml, node, eep_yaml_text(key), 0, 100 * EEP_SCALE_WHOLE, &value, error));
        if (eep_model_assume(model, eep_yaml_text(key), (uint32_t)value, &found) != EEP_OK)
            return eep_yaml_fail(yaml, key, error, found.status, found.advice, "%s", found.message);
    }
    digest_values(given, model);
    return EEP_OK;
}

#define TEXTS 4 /* of the keys, the first ones */
static const char *const keys[] = {"name", "title", "about", "based_on", "assume"};
#define KEYS (sizeof keys / sizeof *keys)

static eep_status check_keys(const eep_yaml *yaml, const eep_yaml_node *root, eep_error *error)
{
    for (size_t i = 0; i < eep_yaml_count(root); i++) {
        const eep_yaml_node *key = eep_yaml_key(root, i);
        size_t k = 0;
        while (k < KEYS && strcmp(eep_yaml_text(key), keys[k]) != 0)
            k++;
        if (k == KEYS)
            return eep_yaml_fail(yaml, key, error, EEP_ERROR_UNKNOWN,
                                 "a model based on another has name, title, about, based_on and assume",
                                 "the key '%s' does not belong here", eep_yaml_text(key));
    }
    for (size_t k = 0; k < KEYS; k++) {
        const eep_yaml_node *node = eep_yaml_find(root, keys[k]);
        if (node == NULL)
            return eep_yaml_fail(yaml, root, error, EEP_ERROR_MISSING, NULL, "the key '%s' is missing",
                                 keys[k]);
        if (k < TEXTS && eep_yaml_text(node)[0] == '\0')
            return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, NULL, "%s must be a text", keys[k]);
    }
    return EEP_OK;
}

static eep_status load_based(const eep_yaml *yaml, const char *path, eep_model *model, eep_error *error)
{
    const eep_yaml_node *root = eep_yaml_root(yaml), *name = eep_yaml_find(root, "name");
    char beside[PATH_ROOM];
    source base;
    EEP_TRY(check_keys(yaml, root, error));
    path_beside(path, eep_yaml_text(eep_yaml_find(root, "based_on")), beside);
    EEP_TRY(read_source(beside, &base, error));
    const eep_status status = load_alone(&base, model, error);
    free_source(&base);
    if (status != EEP_OK) return status;
    EEP_TRY(eep_model_check_name(yaml, name, "the model", error));
    snprintf(model->name, sizeof model->name, "%s", eep_yaml_text(name));
    return read_values(yaml, eep_yaml_find(root, "assume"), model, error);
}

eep_status eep_model_load(const char *path, eep_model *model, eep_error *error)
{
    source from;
    memset(model, 0, sizeof *model);
    EEP_TRY(read_source(path, &from, error));
    const eep_yaml_node *root = eep_yaml_root(from.yaml);
    const int is_based =
        root != NULL && eep_yaml_kind_of(root) == EEP_YAML_MAPPING && eep_yaml_find(root, "based_on") != NULL;
    const eep_status status =
        is_based ? load_based(from.yaml, path, model, error) : load_alone(&from, model, error);
    free_source(&from);
    if (status != EEP_OK) eep_model_clear(model);
    return status;
}

/* ---- By name ----------------------------------------------------------------------------------- */

/* The models of the data folder. */
typedef struct model_names {
    size_t count;
    char name[NAMES_MAX][EEP_MODEL_NAME];
} model_names;

static int by_letters(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void find_names(const char *folder, model_names *all)
{
    DIR *listing = opendir(folder);
    if (listing == NULL) return;
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL && all->count < NAMES_MAX;) {
        const char *ending = strrchr(entry->d_name, '.');
        const size_t length = ending != NULL ? (size_t)(ending - entry->d_name) : 0;
        if (length == 0 || length >= EEP_MODEL_NAME || strcmp(ending, ".yaml") != 0) continue;
        snprintf(all->name[all->count++], EEP_MODEL_NAME, "%.*s", (int)length, entry->d_name);
    }
    closedir(listing);
    qsort(all->name, all->count, sizeof *all->name, by_letters); /* folders have no order */
}

static const char *name_at(const void *context, size_t index)
{
    const model_names *all = context;
    return index < all->count ? all->name[index] : NULL;
}

static eep_status fail_unknown(const char *folder, const char *name, eep_error *error)
{
    model_names all = {.count = 0};
    char advice[160];
    find_names(folder, &all);
    eep_did_you_mean(advice, sizeof advice, name, name_at, &all,
                     "give a file, as in ./mine.yaml, or a model that comes with eepool, as second");
    return eep_fail(error, EEP_ERROR_NO_FILE, advice, "there is no pool model '%.40s' in %s", name, folder);
}

eep_status eep_model_of(const char *named, eep_model *model, eep_error *error)
{
    char folder[PATH_ROOM], path[PATH_ROOM + EEP_MODEL_NAME + sizeof "/.yaml"];
    const char *given = named != NULL ? named : EEP_MODEL_DEFAULT;
    if (strpbrk(given, "/.") != NULL) return eep_model_load(given, model, error);
    const int length = snprintf(folder, sizeof folder, "%s/pool-models", eep_data_folder());
    if (length < 0 || (size_t)length >= sizeof folder)
        return eep_fail(error, EEP_ERROR_IO, NULL, "the path of the data folder is too long");
    if (strlen(given) >= EEP_MODEL_NAME) return fail_unknown(folder, given, error);
    snprintf(path, sizeof path, "%s/%s.yaml", folder, given);
    const eep_status status = eep_model_load(path, model, error);
    const int is_there = status != EEP_ERROR_NO_FILE || access(path, F_OK) == 0; /* its base may be missing */
    return is_there ? status : fail_unknown(folder, given, error);
}

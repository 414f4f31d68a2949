/* load.c - a policy from a folder or a file. */
#include "sim/policy/leaves.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const sections[] = {"crs",    "programs",   "validity", "noc",
                                       "rounds", "categories", "remarks",  NULL};

/* ---- One file ---------------------------------------------------------------------------------- */

static eep_status read_sections(const eep_context *context, const eep_yaml_node *root)
{
    EEP_TRY(eep_refuse_others(context, root, "a policy file", sections));
    for (size_t i = 0; i < eep_yaml_count(root); i++) {
        const eep_yaml_node *key = eep_yaml_key(root, i), *value = eep_yaml_value(root, i);
        const char *name = eep_yaml_text(key);
        if (strcmp(name, "remarks") == 0)
            EEP_TRY(eep_read_remarks(context, value));
        else if (strcmp(name, "categories") == 0)
            EEP_TRY(eep_read_categories(context, key, value));
        else
            EEP_TRY(eep_read_parameters(context, key, value));
    }
    return EEP_OK;
}

static eep_status read_policy_file(eep_policy *policy, const char *path, eep_error *error)
{
    eep_yaml *yaml = NULL;
    EEP_TRY(eep_yaml_load(path, &yaml, error));
    const char *file = eep_texts_copy(policy->texts, path, strlen(path));
    const eep_context context = {.policy = policy, .yaml = yaml, .file = file, .error = error};
    const eep_yaml_node *root = eep_yaml_root(yaml);
    eep_status status = EEP_OK;
    if (file == NULL)
        status = eep_fail_memory(error, strlen(path));
    else if (root == NULL)
        status = eep_fail_at(error, EEP_ERROR_MISSING, path, 1, 1,
                             "write at least one section, or remove the file", "the file is empty");
    else if (eep_yaml_kind_of(root) != EEP_YAML_MAPPING)
        status = eep_yaml_fail(yaml, root, error, EEP_ERROR_SYNTAX, "begin with a section, like 'crs:'",
                               "a policy file is a mapping of sections");
    else if (eep_is_reform(root))
        status = eep_yaml_fail(yaml, root, error, EEP_ERROR_VALUE,
                               "give it with --reform: it changes a policy, and is none by itself",
                               "this file is a reform");
    else
        status = read_sections(&context, root);
    eep_yaml_free(yaml);
    return status;
}

eep_status eep_read_remarks(const eep_context *context, const eep_yaml_node *node)
{
    static const char *const keys[] = {"from", "to", "text", NULL};
    if (eep_yaml_kind_of(node) != EEP_YAML_SEQUENCE)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "write '- from: 2026-11-03' and below it 'text: ...'", "remarks is no list");
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *entry = eep_yaml_value(node, i);
        if (eep_yaml_kind_of(entry) != EEP_YAML_MAPPING)
            return eep_yaml_fail(context->yaml, entry, context->error, EEP_ERROR_VALUE,
                                 "write from, to and text", "a remark is no mapping");
        EEP_TRY(eep_refuse_others(context, entry, "a remark", keys));
        eep_remark remark = {0};
        EEP_TRY(eep_read_days(context, entry, &remark.from, &remark.to));
        EEP_TRY(eep_read_text(context, entry, "text", &remark.text));
        if (remark.text == NULL)
            return eep_yaml_fail(context->yaml, entry, context->error, EEP_ERROR_MISSING,
                                 "add 'text:' with what is to be known", "a remark has no 'text'");
        eep_remark *slot = eep_list_add(context->policy, &context->policy->remarks, context->error);
        if (slot == NULL) return EEP_ERROR_MEMORY;
        *slot = remark;
    }
    return EEP_OK;
}

/* ---- Folders ----------------------------------------------------------------------------------- */

static int is_yaml(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

/* By bytes: the order of files may not depend on the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static eep_status read_member(eep_policy *policy, const char *folder, const char *name, eep_error *error)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = eep_allocate(&policy->allocator, size, 1);
    if (path == NULL) return eep_fail_memory(error, size);
    const size_t length = strlen(folder);
    snprintf(path, size, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
    const eep_status status = read_policy_file(policy, path, error);
    eep_release(&policy->allocator, path, size, 1);
    return status;
}

static eep_status read_folder(eep_policy *policy, const char *folder, eep_error *error)
{
    struct dirent **entry = NULL;
    const int count = scandir(folder, &entry, is_yaml, by_name);
    if (count < 0) return eep_fail_io(error, "read", folder);
    eep_status status = EEP_OK;
    if (count == 0)
        status = eep_fail_at(error, EEP_ERROR_MISSING, folder, 0, 0,
                             "give a folder with crs.yaml and the others, or one file",
                             "the folder holds no *.yaml");
    for (int i = 0; i < count; i++) {
        if (status == EEP_OK) status = read_member(policy, folder, entry[i]->d_name, error);
        free(entry[i]);
    }
    free(entry);
    return status;
}

static eep_status read_path(eep_policy *policy, const char *path, eep_error *error)
{
    policy->path = eep_texts_copy(policy->texts, path, strlen(path));
    if (policy->path == NULL) return eep_fail_memory(error, strlen(path));
    struct stat about;
    const int is_folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    EEP_TRY(is_folder ? read_folder(policy, path, error) : read_policy_file(policy, path, error));
    EEP_TRY(eep_policy_sort(policy, error));
    EEP_TRY(eep_add_unwritten(policy, error));
    EEP_TRY(eep_policy_check_names(policy, error));
    return eep_policy_check_values(policy, error);
}

static eep_status read_official(eep_policy *policy, eep_error *error)
{
    static const char below[] = "/policies/official";
    const char *folder = eep_data_folder();
    const size_t size = strlen(folder) + sizeof below;
    char *path = eep_allocate(&policy->allocator, size, 1);
    if (path == NULL) return eep_fail_memory(error, size);
    snprintf(path, size, "%s%s", folder, below);
    const eep_status status = read_path(policy, path, error);
    eep_release(&policy->allocator, path, size, 1);
    return status;
}

/* ---- The handle -------------------------------------------------------------------------------- */

eep_status eep_policy_load(const eep_allocator *allocator, const char *path, eep_policy **policy,
                           eep_error *error)
{
    eep_policy *fresh = eep_allocate(allocator, 1, sizeof *fresh);
    if (fresh == NULL) return eep_fail_memory(error, sizeof *fresh);
    if (allocator != NULL) fresh->allocator = *allocator;
    fresh->leaves.size = sizeof(eep_leaf);
    fresh->places.size = sizeof(eep_place);
    fresh->versions.size = sizeof(eep_version);
    fresh->remarks.size = sizeof(eep_remark);
    fresh->reforms.size = sizeof(eep_reform);
    fresh->texts = eep_texts_new(allocator);
    eep_status status = fresh->texts != NULL ? EEP_OK : eep_fail_memory(error, sizeof(void *));
    if (status == EEP_OK) status = path != NULL ? read_path(fresh, path, error) : read_official(fresh, error);
    if (status != EEP_OK) {
        eep_policy_free(fresh);
        return status;
    }
    *policy = fresh;
    return EEP_OK;
}

void eep_policy_free(eep_policy *policy)
{
    if (policy == NULL) return;
    eep_list_clear(policy, &policy->leaves);
    eep_list_clear(policy, &policy->places);
    eep_list_clear(policy, &policy->versions);
    eep_list_clear(policy, &policy->remarks);
    eep_list_clear(policy, &policy->reforms);
    eep_texts_drop(policy->texts);
    const eep_allocator allocator = policy->allocator;
    eep_release(&allocator, policy, 1, sizeof *policy);
}

size_t eep_policy_leaf_count(const eep_policy *policy)
{
    return policy->leaves.count;
}

int eep_policy_leaf_at(const eep_policy *policy, size_t index, eep_policy_leaf *leaf)
{
    if (index >= policy->leaves.count) return 0;
    *leaf = eep_policy_leaves(policy)[index].face;
    return 1;
}

const char *eep_policy_remark(const eep_policy *policy, eep_date day, size_t index)
{
    const eep_remark *remark = policy->remarks.items;
    for (size_t i = 0; i < policy->remarks.count; i++) {
        if (day < remark[i].from || day > remark[i].to) continue;
        if (index-- == 0) return remark[i].text;
    }
    return NULL;
}

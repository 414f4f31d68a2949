/* unknown.c - what to say about a path that no value has. */
#include "sim/policy/leaves.h"

#include <string.h>

static const char *leaf_path_at(const void *context, size_t index)
{
    const eep_policy *policy = context;
    return index < policy->leaves.count ? eep_policy_leaves(policy)[index].face.path : NULL;
}

/* categories.<id> or categories.<id>.<condition>: which versions there are to choose from. */
static const char *category_of(const eep_policy *policy, const char *path, const char **rest)
{
    static const char root[] = "categories.";
    if (strncmp(path, root, sizeof root - 1) != 0) return NULL;
    path += sizeof root - 1;
    const size_t length = strcspn(path, ".");
    *rest = path[length] == '.' ? path + length + 1 : "";
    const eep_version *version = policy->versions.items;
    for (size_t i = 0; i < policy->versions.count; i++) {
        if (strlen(version[i].id) != length || strncmp(version[i].id, path, length) != 0) continue;
        /* With a version there, the path is a plain slip. */
        for (size_t k = 0; k < policy->versions.count; k++)
            if (strcmp(version[k].id, version[i].id) == 0 &&
                strncmp(*rest, version[k].version, strlen(version[k].version)) == 0)
                return NULL;
        return version[i].id;
    }
    return NULL;
}

static eep_status fail_version(const eep_policy *policy, const char *id, const char *rest, eep_error *error)
{
    const eep_version *version = policy->versions.items;
    char names[200] = "", advice[240];
    const char *last = "", *dot = strrchr(rest, '.');
    for (size_t i = 0; i < policy->versions.count; i++) {
        if (strcmp(version[i].id, id) != 0) continue;
        const size_t length = strlen(names);
        snprintf(names + length, sizeof names - length, "%s%s", length > 0 ? ", " : "", version[i].version);
        last = version[i].version;
    }
    /* What follows the category may be a condition, a version that is not there, or both. */
    const char *condition = dot != NULL                                 ? dot + 1
                            : rest[strcspn(rest, "0123456789")] == '\0' ? rest
                                                                        : "months";
    snprintf(advice, sizeof advice, "say which, like categories.%s.%s.%.40s", id, last,
             condition[0] != '\0' ? condition : "months");
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "category %s has the versions %s", id, names);
}

eep_status eep_fail_path(const eep_policy *policy, const char *path, eep_error *error)
{
    const char *rest = NULL;
    const char *id = category_of(policy, path, &rest);
    if (id != NULL) return fail_version(policy, id, rest, error);
    const eep_leaf *leaf = eep_policy_leaves(policy);
    const size_t length = strlen(path);
    char advice[240];
    for (size_t i = 0; i < policy->leaves.count; i++) {
        if (strncmp(leaf[i].face.path, path, length) != 0 || leaf[i].face.path[length] != '.') continue;
        snprintf(advice, sizeof advice, "name one of them, like %s", leaf[i].face.path);
        return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "'%s' is a group of values", path);
    }
    eep_did_you_mean(advice, sizeof advice, path, leaf_path_at, policy, "eepool policy show lists all paths");
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "there is no value '%s' in the policy", path);
}

/* version.c - the days of a category version, changed. */
#include "sim/policy/leaves.h"

#include <string.h>

#define ROOT "categories."

/* Whether `path` begins with `name`, and ends or has a dot there. */
static int leads(const char *path, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(path, name, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

eep_version *eep_version_of(const eep_policy *policy, const char *path)
{
    eep_version *version = policy->versions.items;
    if (strncmp(path, ROOT, sizeof ROOT - 1) != 0) return NULL;
    path += sizeof ROOT - 1;
    for (size_t i = 0; i < policy->versions.count; i++) {
        if (!leads(path, version[i].id) || path[strlen(version[i].id)] == '\0') continue;
        if (leads(path + strlen(version[i].id) + 1, version[i].version)) return &version[i];
    }
    return NULL;
}

/* Cuts what lasts too long, drops what begins too late, and lets the last value hold until the new end. */
static void move_end(eep_policy *policy, const eep_version *version, eep_date before)
{
    eep_leaf *leaf = policy->leaves.items;
    size_t kept = 0;
    for (size_t i = 0; i < policy->leaves.count; i++) {
        if (leaf[i].is_version && eep_version_of(policy, leaf[i].face.path) == version) {
            if (leaf[i].face.from > version->to) continue;
            if (leaf[i].face.to == before || leaf[i].face.to > version->to) leaf[i].face.to = version->to;
        }
        leaf[kept++] = leaf[i];
    }
    policy->leaves.count = kept;
}

eep_status eep_end_version(const eep_context *context, eep_version *version, const eep_yaml_node *node)
{
    eep_date to = 0;
    char from[11];
    EEP_TRY(eep_read_date(context, node, &to));
    eep_date_format(version->from, from);
    if (to < version->from)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "both days are included: give that day or a later one",
                             "version %s of %s begins on %s and cannot end on %s", version->version,
                             version->id, from, eep_yaml_text(node));
    if (to == version->to)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_ARGUMENT,
                             "leave the change away, or give another day",
                             "version %s of %s ends on %s already: nothing would change", version->version,
                             version->id, eep_yaml_text(node));
    const eep_date before = version->to;
    version->to = to;
    move_end(context->policy, version, before);
    const eep_status status = eep_refuse_overlap(context, version);
    if (status != EEP_OK) eep_error_move(context->error, context->file, node);
    return status;
}

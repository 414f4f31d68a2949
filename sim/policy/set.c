/* set.c - one value changed for all days. */
#include "sim/policy/leaves.h"

#include <string.h>

#define VALUE_LONGEST 4000

/* ---- Reading the assignment -------------------------------------------------------------------- */

typedef struct assignment {
    char path[EEP_PATH_LONGEST + 1];
    char value[VALUE_LONGEST + 1];
} assignment;

static eep_status cut(const char *begin, const char *end, char *text, size_t size, const char *what,
                      eep_error *error)
{
    while (begin < end && strchr(" \t\r\n", *begin) != NULL)
        begin++;
    while (end > begin && strchr(" \t\r\n", end[-1]) != NULL)
        end--;
    const size_t length = (size_t)(end - begin);
    if (length == 0 || length >= size)
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write path=value, like crs.additional.nomination=300",
                        "the %s of an assignment is %s", what, length == 0 ? "empty" : "too long");
    memcpy(text, begin, length);
    text[length] = '\0';
    return EEP_OK;
}

static eep_status split(const char *text, assignment *change, eep_error *error)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL)
        return eep_fail(error, EEP_ERROR_ARGUMENT, "write path=value, like crs.additional.nomination=300",
                        "'%.60s' is no assignment", text);
    EEP_TRY(cut(text, equals, change->path, sizeof change->path, "path", error));
    return cut(equals + 1, text + strlen(text), change->value, sizeof change->value, "value", error);
}

/* ---- Unknown paths ----------------------------------------------------------------------------- */

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
    *rest = path[length] == '.' ? path + length + 1 : "months";
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
    const char *last = "";
    for (size_t i = 0; i < policy->versions.count; i++) {
        if (strcmp(version[i].id, id) != 0) continue;
        const size_t length = strlen(names);
        snprintf(names + length, sizeof names - length, "%s%s", length > 0 ? ", " : "", version[i].version);
        last = version[i].version;
    }
    snprintf(advice, sizeof advice, "say which, like categories.%s.%s.%.40s", id, last, rest);
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "category %s has the versions %s", id, names);
}

static eep_status fail_path(const eep_policy *policy, const char *path, eep_error *error)
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

/* ---- The new leaves ---------------------------------------------------------------------------- */

void eep_leaf_set_here(eep_leaf *leaf)
{
    leaf->face.file = "--set";
    leaf->face.line = 0;
    leaf->column = 0;
    leaf->is_unwritten = 0;
}

static eep_status set_value(eep_policy *policy, const eep_leaf *leaf, size_t count, const char *text,
                            eep_list *fresh, eep_error *error)
{
    const char *plain = eep_plain_number(text);
    eep_leaf *whole = eep_list_add(policy, fresh, error);
    if (whole == NULL) return EEP_ERROR_MEMORY;
    *whole = leaf[0];
    whole->face.to = leaf[count - 1].face.to;
    eep_leaf_set_here(whole);
    whole->face.value = eep_texts_copy(policy->texts, plain, strlen(plain));
    return whole->face.value != NULL ? EEP_OK : eep_fail_memory(error, strlen(plain));
}

/* Whether the one leaf in `fresh` is what the `count` leaves of its path are already. */
static eep_status refuse_idle(const eep_leaf *leaf, size_t count, const eep_list *fresh, eep_error *error)
{
    const eep_leaf *whole = fresh->items;
    if (fresh->count > 1 || eep_wants_writing(leaf)) return EEP_OK;
    for (size_t i = 0; i < count; i++)
        if (strcmp(leaf[i].face.value, whole->face.value) != 0) return EEP_OK;
    return eep_fail(error, EEP_ERROR_ARGUMENT, "leave the assignment away, or give another value",
                    "%s is %.80s already on all days: nothing would change", leaf->face.path,
                    whole->face.value[0] != '\0' ? whole->face.value : "none");
}

/* Puts `fresh` in place of the `count` leaves from `index` on, in a list of its own. */
static eep_status replace(const eep_policy *policy, size_t index, size_t count, const eep_list *fresh,
                          eep_list *leaves, eep_error *error)
{
    const eep_leaf *leaf = eep_policy_leaves(policy), *instead = fresh->items;
    const size_t after = index + fresh->count, total = policy->leaves.count - count + fresh->count;
    *leaves = (eep_list){.size = sizeof(eep_leaf)};
    for (size_t i = 0; i < total; i++) {
        eep_leaf *slot = eep_list_add(policy, leaves, error);
        if (slot == NULL) {
            eep_list_clear(policy, leaves);
            return EEP_ERROR_MEMORY;
        }
        *slot = i < index ? leaf[i] : i < after ? instead[i - index] : leaf[i - fresh->count + count];
    }
    return EEP_OK;
}

/* Takes `fresh` over if the policy is sound with it. */
static eep_status try_out(eep_policy *policy, size_t index, size_t count, const eep_list *fresh,
                          eep_error *error)
{
    eep_list changed;
    EEP_TRY(replace(policy, index, count, fresh, &changed, error));
    eep_policy trial = *policy;
    trial.leaves = changed;
    const eep_status status = eep_policy_check_values(&trial, error);
    eep_list_clear(policy, status == EEP_OK ? &policy->leaves : &changed);
    if (status == EEP_OK) policy->leaves = changed;
    return status;
}

eep_status eep_policy_set(eep_policy *policy, const char *text, eep_error *error)
{
    assignment change;
    EEP_TRY(split(text, &change, error));
    const size_t index = eep_leaf_find(policy, change.path);
    if (index == policy->leaves.count) return fail_path(policy, change.path, error);
    const eep_leaf *leaf = eep_policy_leaves(policy) + index;
    size_t count = 1;
    while (index + count < policy->leaves.count && strcmp(leaf[count].face.path, change.path) == 0)
        count++;
    eep_list fresh = {.size = sizeof(eep_leaf)};
    eep_status status = leaf->is_list ? eep_set_list(policy, leaf, count, change.value, &fresh, error)
                                      : set_value(policy, leaf, count, change.value, &fresh, error);
    if (status == EEP_OK) status = refuse_idle(leaf, count, &fresh, error);
    if (status == EEP_OK) status = try_out(policy, index, count, &fresh, error);
    eep_list_clear(policy, &fresh);
    return status;
}

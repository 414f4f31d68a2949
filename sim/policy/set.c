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

/* ---- The policy with it ------------------------------------------------------------------------ */

static eep_status fail_idle(const eep_policy *policy, const eep_edit *edit, eep_error *error)
{
    const eep_leaf *leaf = eep_policy_leaves(policy) + eep_leaf_find(policy, edit->path);
    return eep_fail(error, EEP_ERROR_ARGUMENT, "leave the assignment away, or give another value",
                    "%s is %.80s already on all days: nothing would change", edit->path,
                    leaf->face.value[0] != '\0' ? leaf->face.value : "none");
}

eep_status eep_policy_set(eep_policy *policy, const char *text, eep_error *error)
{
    assignment change;
    EEP_TRY(split(text, &change, error));
    const eep_edit edit = {.path = change.path,
                           .value = change.value,
                           .from = EEP_DATE_EVER,
                           .to = EEP_DATE_OPEN,
                           .source = "given with --set",
                           .file = "--set"};
    eep_policy trial;
    int works = 0;
    EEP_TRY(eep_trial_begin(policy, &trial, error));
    eep_status status = eep_edit_apply(&trial, &edit, &works, error);
    if (status == EEP_OK && !works) status = fail_idle(policy, &edit, error);
    if (status == EEP_OK) status = eep_policy_check_values(&trial, error);
    return eep_trial_end(policy, &trial, status);
}

/* reform.c - a reform: a small file that says what it is for and changes some values of a policy. */
#include "sim/policy/leaves.h"

#include <string.h>

static const char *const reform_keys[] = {"title", "reason",       "base", "source",  "note",
                                          "from",  "illustrative", "to",   "changes", NULL};
static const char *const base_keys[] = {"policy", "as_of", "digest", NULL};

/* ---- Which policy it is for -------------------------------------------------------------------- */

/* The name of a policy is that of its folder, or of its file without .yaml. */
static void name_of(const eep_policy *policy, char *name, size_t size)
{
    size_t end = strlen(policy->path);
    while (end > 1 && policy->path[end - 1] == '/')
        end--;
    size_t begin = end;
    while (begin > 0 && policy->path[begin - 1] != '/')
        begin--;
    if (end - begin > 5 && strncmp(policy->path + end - 5, ".yaml", 5) == 0) end -= 5;
    snprintf(name, size, "%.*s", (int)(end - begin), policy->path + begin);
}

static eep_status check_name(const eep_context *context, const eep_yaml_node *node)
{
    char name[200];
    const char *wanted = eep_yaml_text(node);
    name_of(context->policy, name, sizeof name);
    if (strcmp(wanted, "any") == 0 || strcmp(wanted, name) == 0) return EEP_OK;
    return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                         "give that policy with --policy, or write 'base: any'",
                         "the reform is meant for the policy '%.60s', not for '%s'", wanted, name);
}

/* The rules of a day must be the very ones that the reform was written for. */
static eep_status check_digest(const eep_context *context, const eep_yaml_node *base)
{
    const eep_yaml_node *day = eep_yaml_find(base, "as_of"), *digest = eep_yaml_find(base, "digest");
    if (day == NULL && digest == NULL) return EEP_OK;
    if (day == NULL || digest == NULL)
        return eep_yaml_fail(context->yaml, base, context->error, EEP_ERROR_MISSING,
                             "a digest is of the rules on a day: give both, or none", "'%s' is missing",
                             day == NULL ? "as_of" : "digest");
    eep_date date = 0;
    eep_rules *rules = NULL;
    char found[EEP_DIGEST_TEXT];
    EEP_TRY(eep_read_date(context, day, &date));
    const eep_status status = eep_policy_at(context->policy, date, &rules, context->error);
    if (status != EEP_OK) {
        eep_error_place(context->error, context->file, eep_yaml_line(day), eep_yaml_column(day));
        return status;
    }
    eep_rules_digest(rules, found);
    eep_rules_free(rules);
    if (strcmp(found, eep_yaml_text(digest)) == 0) return EEP_OK;
    return eep_yaml_fail(
        context->yaml, digest, context->error, EEP_ERROR_VALUE,
        "look at what has changed, and write the digest anew when the reform still says what "
        "it should",
        "the rules of %s have the digest %s, not the one the reform is meant for", eep_yaml_text(day), found);
}

static eep_status check_base(const eep_context *context, const eep_yaml_node *root)
{
    const eep_yaml_node *base = eep_yaml_find(root, "base");
    if (base == NULL)
        return eep_yaml_fail(context->yaml, root, context->error, EEP_ERROR_MISSING,
                             "add 'base: official', the policy it changes", "the reform has no 'base'");
    if (eep_yaml_kind_of(base) == EEP_YAML_SCALAR) return check_name(context, base);
    EEP_TRY(eep_refuse_others(context, base, "base", base_keys));
    const eep_yaml_node *policy = eep_yaml_find(base, "policy");
    if (policy == NULL)
        return eep_yaml_fail(context->yaml, base, context->error, EEP_ERROR_MISSING,
                             "add 'policy: official', the policy it changes", "'policy' is missing");
    EEP_TRY(check_name(context, policy));
    return check_digest(context, base);
}

/* ---- What it says about itself ----------------------------------------------------------------- */

static eep_status read_needed(const eep_context *context, const eep_yaml_node *root, const char *key,
                              const char *advice, const char **text)
{
    EEP_TRY(eep_read_text(context, root, key, text));
    if (*text != NULL) return EEP_OK;
    return eep_yaml_fail(context->yaml, root, context->error, EEP_ERROR_MISSING, advice,
                         "the reform has no '%s'", key);
}

static eep_status read_flag(const eep_context *context, const eep_yaml_node *root, int *flag)
{
    const eep_yaml_node *node = eep_yaml_find(root, "illustrative");
    *flag = 0;
    if (node == NULL) return EEP_OK;
    *flag = strcmp(eep_yaml_text(node), "true") == 0;
    if (*flag || strcmp(eep_yaml_text(node), "false") == 0) return EEP_OK;
    return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE, "write true or false",
                         "'illustrative' is '%.60s'", eep_yaml_text(node));
}

/* `from` and `to` of the file; all days without them. */
static eep_status read_days(const eep_context *context, const eep_yaml_node *root, eep_reform *reform)
{
    const eep_yaml_node *from = eep_yaml_find(root, "from"), *to = eep_yaml_find(root, "to");
    reform->from = EEP_DATE_EVER;
    reform->to = EEP_DATE_OPEN;
    if (from != NULL) return eep_read_days(context, root, &reform->from, &reform->to);
    return to != NULL ? eep_read_date(context, to, &reform->to) : EEP_OK;
}

static eep_status read_head(const eep_context *context, const eep_yaml_node *root, eep_reform *reform)
{
    EEP_TRY(eep_refuse_others(context, root, "a reform", reform_keys));
    EEP_TRY(read_needed(context, root, "title", "add 'title:', what it is in a few words", &reform->title));
    EEP_TRY(
        read_needed(context, root, "reason", "add 'reason:', the question it is to answer", &reform->reason));
    EEP_TRY(eep_read_text(context, root, "source", &reform->source));
    EEP_TRY(read_flag(context, root, &reform->is_illustrative));
    EEP_TRY(read_days(context, root, reform));
    return check_base(context, root);
}

/* What changed values name as their source. */
static eep_status cite(const eep_context *context, const eep_reform *reform, const char **source)
{
    static const char form[] = "reform '%s'%s%s%s";
    const char *mark = reform->is_illustrative ? ", illustrative" : "";
    const char *more = reform->source != NULL ? reform->source : "";
    const size_t size = sizeof form + strlen(reform->title) + strlen(mark) + strlen(more) + 2;
    char *text = eep_texts_take(context->policy->texts, size);
    if (text == NULL) return eep_fail_memory(context->error, size);
    snprintf(text, size, form, reform->title, mark, more[0] != '\0' ? ": " : "", more);
    *source = text;
    return EEP_OK;
}

/* ---- The file ---------------------------------------------------------------------------------- */

int eep_is_reform(const eep_yaml_node *root)
{
    return root != NULL && eep_yaml_kind_of(root) == EEP_YAML_MAPPING &&
           (eep_yaml_find(root, "changes") != NULL || eep_yaml_find(root, "base") != NULL);
}

/*
 * Values are checked when all changes are made: two may be sound only together. What is found wrong may stand
 * in the policy, above a cap that the reform lowers; the reform is to be corrected all the same.
 */
static eep_status check_together(const eep_context *context, const eep_yaml_node *changes)
{
    const eep_status status = eep_policy_check_values(context->policy, context->error);
    if (status == EEP_OK || context->error == NULL || strcmp(context->error->file, context->file) == 0)
        return status;
    eep_error_prefix(context->error, "with these changes");
    eep_error_move(context->error, context->file, changes);
    return status;
}

static eep_status read_reform(eep_context *context, eep_reform *reform)
{
    const eep_yaml_node *root = eep_yaml_root(context->yaml);
    if (!eep_is_reform(root))
        return eep_fail_at(context->error, EEP_ERROR_MISSING, context->file, 1, 1,
                           "write title, reason, base and changes; a policy is given with --policy",
                           "the file is no reform");
    EEP_TRY(read_head(context, root, reform));
    EEP_TRY(cite(context, reform, &context->source));
    const eep_yaml_node *changes = eep_yaml_find(root, "changes");
    if (changes == NULL || eep_yaml_kind_of(changes) != EEP_YAML_MAPPING || eep_yaml_count(changes) == 0)
        return eep_yaml_fail(context->yaml, changes != NULL ? changes : root, context->error,
                             EEP_ERROR_MISSING,
                             "add 'changes:' and below it lines like 'crs.additional.nomination: 300'",
                             "the reform changes nothing");
    EEP_TRY(eep_read_changes(context, changes, reform->from, reform->to));
    return check_together(context, changes);
}

static eep_status remember(eep_policy *policy, const eep_reform *reform, eep_error *error)
{
    eep_reform *slot = eep_list_add(policy, &policy->reforms, error);
    if (slot == NULL) return EEP_ERROR_MEMORY;
    *slot = *reform;
    return EEP_OK;
}

static eep_status apply_file(eep_policy *trial, const eep_yaml *yaml, eep_error *error)
{
    const char *path = eep_yaml_path(yaml);
    eep_reform reform = {.file = eep_texts_copy(trial->texts, path, strlen(path))};
    if (reform.file == NULL) return eep_fail_memory(error, strlen(path));
    eep_context context = {.policy = trial, .yaml = yaml, .file = reform.file, .error = error};
    EEP_TRY(read_reform(&context, &reform));
    return remember(trial, &reform, error);
}

eep_status eep_policy_reform(eep_policy *policy, const char *path, eep_error *error)
{
    eep_policy trial;
    eep_yaml *yaml = NULL;
    EEP_TRY(eep_yaml_load(path, &yaml, error));
    eep_status status = eep_trial_begin(policy, &trial, error);
    if (status == EEP_OK) status = eep_trial_end(policy, &trial, apply_file(&trial, yaml, error));
    eep_yaml_free(yaml);
    return status;
}

int eep_policy_reform_at(const eep_policy *policy, size_t index, eep_reform *reform)
{
    if (index >= policy->reforms.count) return 0;
    *reform = ((const eep_reform *)policy->reforms.items)[index];
    return 1;
}

int eep_policy_is_reform(const char *path)
{
    eep_yaml *yaml = NULL;
    if (eep_yaml_load(path, &yaml, NULL) != EEP_OK) return 0;
    const int is_reform = eep_is_reform(eep_yaml_root(yaml));
    eep_yaml_free(yaml);
    return is_reform;
}

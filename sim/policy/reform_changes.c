/*
 * reform_changes.c - what a reform changes: from keys and values to edits.
 *
 * Keys lead to a path, dots and nesting alike. A part of numbers like 30-35 stands for every key from the one
 * to the other. A value is what a policy file writes there: a number or word, a pair, codes; or, with days
 * of its own, a mapping with `value`, or a list of such. A version of a category that the policy does not
 * have is written whole; `to` under one that it has moves its end.
 */
#include "sim/policy/leaves.h"

#include <stdlib.h>
#include <string.h>

static const char *const dated_keys[] = {"from", "to", "value", NULL};

/* Ends of versions are moved first: a new version may begin where an old one ends now. */
typedef enum walk_pass { ENDS, VALUES } walk_pass;

typedef struct walk {
    const eep_context *context;
    eep_date from, to;
    walk_pass pass;
    const eep_yaml_node *key; /* that led here */
} walk;

static eep_status walk_value(const walk *at, const char *pattern, const eep_yaml_node *node);

/* ---- Patterns ---------------------------------------------------------------------------------- */

/* Whether the policy has a value whose path begins with the first `length` bytes of `path`, as whole parts.
 */
static int is_there(const eep_policy *policy, const char *path, size_t length)
{
    const eep_leaf *leaf = eep_policy_leaves(policy);
    for (size_t i = 0; i < policy->leaves.count; i++) {
        const char *known = leaf[i].face.path;
        if (strncmp(known, path, length) == 0 && (known[length] == '\0' || known[length] == '.')) return 1;
    }
    return 0;
}

typedef struct range {
    size_t begin, end; /* where it stands in the pattern */
    unsigned long low, high;
} range;

/* The first part like 30-35 that is no name of the policy. */
static int find_range(const eep_policy *policy, const char *pattern, range *found)
{
    for (size_t begin = 0; pattern[begin] != '\0';) {
        const char *part = pattern + begin;
        const size_t length = strcspn(part, "."), digits = strspn(part, "0123456789");
        const size_t more = part[digits] == '-' ? strspn(part + digits + 1, "0123456789") : 0;
        if (digits > 0 && more > 0 && digits + 1 + more == length && length < 12 &&
            !is_there(policy, pattern, begin + length)) {
            *found =
                (range){begin, begin + length, strtoul(part, NULL, 10), strtoul(part + digits + 1, NULL, 10)};
            if (found->low < found->high) return 1;
        }
        begin += length + (part[length] == '.');
    }
    return 0;
}

static void put_number(const char *pattern, const range *at, unsigned long number,
                       char path[EEP_PATH_LONGEST + 1])
{
    const int length =
        snprintf(path, EEP_PATH_LONGEST + 1, "%.*s%lu%s", (int)at->begin, pattern, number, pattern + at->end);
    if (length < 0) path[0] = '\0'; /* cannot happen; and a number is not longer than its range */
}

/* The leaf that a pattern, or the first path of it, leads to; NULL when there is none. */
static const eep_leaf *first_leaf(const eep_policy *policy, const char *pattern)
{
    range found;
    if (find_range(policy, pattern, &found)) {
        char path[EEP_PATH_LONGEST + 1];
        put_number(pattern, &found, found.low, path);
        return first_leaf(policy, path);
    }
    const size_t index = eep_leaf_find(policy, pattern);
    return index < policy->leaves.count ? &eep_policy_leaves(policy)[index] : NULL;
}

/* ---- Values ------------------------------------------------------------------------------------ */

/* Applies an edit to every path of its pattern. */
static eep_status apply_all(const walk *at, eep_edit *edit, const char *pattern, int *works)
{
    eep_policy *policy = at->context->policy;
    range found;
    if (!find_range(policy, pattern, &found)) {
        edit->path = pattern;
        return eep_edit_apply(policy, edit, works, at->context->error);
    }
    for (unsigned long number = found.low; number <= found.high; number++) {
        char path[EEP_PATH_LONGEST + 1];
        put_number(pattern, &found, number, path);
        if (!is_there(policy, path, strcspn(path + found.begin, ".") + found.begin))
            return eep_yaml_fail(at->context->yaml, at->key, at->context->error, EEP_ERROR_UNKNOWN,
                                 "begin and end a range at keys of the table",
                                 "there is no %lu in %.*s; the range is %.*s", number,
                                 found.begin > 0 ? (int)found.begin - 1 : 0, pattern,
                                 (int)(found.end - found.begin), pattern + found.begin);
        EEP_TRY(apply_all(at, edit, path, works));
    }
    return EEP_OK;
}

static eep_edit edit_at(const walk *at, const eep_yaml_node *node)
{
    return (eep_edit){.value = eep_yaml_text(node),
                      .from = at->from,
                      .to = at->to,
                      .source = at->context->source,
                      .file = at->context->file,
                      .line = eep_yaml_line(node),
                      .column = eep_yaml_column(node),
                      .path_line = eep_yaml_line(at->key),
                      .path_column = eep_yaml_column(at->key)};
}

/* What is written once must change something somewhere. */
static eep_status fail_idle(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    char said[100] = "has these values";
    if (eep_yaml_kind_of(node) == EEP_YAML_SCALAR)
        snprintf(said, sizeof said, "is %.80s", eep_yaml_text(node));
    const int always = at->from == EEP_DATE_EVER && at->to == EEP_DATE_OPEN;
    return eep_yaml_fail(at->context->yaml, node, at->context->error, EEP_ERROR_ARGUMENT,
                         "leave the change away, or give another value",
                         "%s %s already on %s days: nothing would change", pattern, said,
                         always ? "all" : "these");
}

static eep_status change_scalar(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    char pair[EEP_PATH_LONGEST + 1];
    int works = 0;
    eep_edit edit = edit_at(at, node);
    if (edit.value[0] == '\0')
        return eep_yaml_fail(at->context->yaml, node, at->context->error, EEP_ERROR_VALUE, "write one value",
                             "%s has no value here", pattern);
    eep_append_path(pattern, "without_spouse", pair);
    if (first_leaf(at->context->policy, pair) != NULL)
        return eep_yaml_fail(at->context->yaml, node, at->context->error, EEP_ERROR_VALUE,
                             "write [without spouse, with spouse]", "%s is a pair; one value is given",
                             pattern);
    EEP_TRY(apply_all(at, &edit, pattern, &works));
    return works ? EEP_OK : fail_idle(at, pattern, node);
}

static eep_status change_codes(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    eep_codes codes = {0};
    int works = 0;
    EEP_TRY(eep_read_codes(at->context, node, 0, &codes.code, &codes.title, &codes.count));
    eep_edit edit = edit_at(at, node);
    edit.codes = &codes;
    EEP_TRY(apply_all(at, &edit, pattern, &works));
    return works ? EEP_OK : fail_idle(at, pattern, node);
}

static eep_status change_pair(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    static const char *const suffix[2] = {"without_spouse", "with_spouse"};
    char path[EEP_PATH_LONGEST + 1];
    int works = 0;
    if (first_leaf(at->context->policy, pattern) != NULL)
        return eep_yaml_fail(at->context->yaml, node, at->context->error, EEP_ERROR_VALUE, "write one value",
                             "%s is one value, no list", pattern);
    if (eep_yaml_count(node) != 2)
        return eep_yaml_fail(at->context->yaml, node, at->context->error, EEP_ERROR_VALUE,
                             "write [without spouse, with spouse]", "%s is a list of %zu; a pair is wanted",
                             pattern, eep_yaml_count(node));
    for (size_t i = 0; i < 2; i++) {
        eep_edit edit = edit_at(at, eep_yaml_value(node, i));
        eep_append_path(pattern, suffix[i], path);
        EEP_TRY(apply_all(at, &edit, path, &works));
    }
    return works ? EEP_OK : fail_idle(at, pattern, node);
}

/* ---- Days -------------------------------------------------------------------------------------- */

/* A value with days of its own, which stand instead of those of the file. */
static eep_status change_dated(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    const eep_context *context = at->context;
    const eep_yaml_node *value = eep_yaml_find(node, "value");
    EEP_TRY(eep_refuse_others(context, node, "a value with days", dated_keys));
    walk own = *at;
    own.from = EEP_DATE_EVER;
    own.to = EEP_DATE_OPEN;
    if (value == NULL)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_MISSING,
                             "add 'value:' beside 'from' and 'to'", "an entry of %s has no 'value'", pattern);
    if (eep_yaml_find(node, "from") != NULL)
        EEP_TRY(eep_read_days(context, node, &own.from, &own.to));
    else if (eep_yaml_find(node, "to") != NULL)
        EEP_TRY(eep_read_date(context, eep_yaml_find(node, "to"), &own.to));
    return walk_value(&own, pattern, value);
}

static eep_status change_sequence(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    const eep_yaml_node *first = eep_yaml_value(node, 0);
    if (first == NULL || eep_yaml_kind_of(first) != EEP_YAML_MAPPING) {
        const eep_leaf *leaf = first_leaf(at->context->policy, pattern);
        return leaf != NULL && leaf->is_list ? change_codes(at, pattern, node)
                                             : change_pair(at, pattern, node);
    }
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *entry = eep_yaml_value(node, i);
        if (eep_yaml_kind_of(entry) != EEP_YAML_MAPPING)
            return eep_yaml_fail(at->context->yaml, entry, at->context->error, EEP_ERROR_VALUE,
                                 "write '- from: 2026-07-01' and below it 'value: ...'",
                                 "an entry of %s is no mapping", pattern);
        EEP_TRY(change_dated(at, pattern, entry));
    }
    return EEP_OK;
}

/* ---- Versions ---------------------------------------------------------------------------------- */

/* Whether a pattern is categories.<category>.<version>. */
static int is_version_path(const char *pattern)
{
    size_t dots = 0;
    for (const char *c = pattern; *c != '\0'; c++)
        dots += *c == '.';
    return dots == 2 && strncmp(pattern, "categories.", sizeof "categories." - 1) == 0;
}

static eep_status add_version(const walk *at, const char *path, const eep_yaml_node *node)
{
    const eep_context *context = at->context;
    char id[EEP_PATH_LONGEST + 1];
    snprintf(id, sizeof id, "%s", strchr(path, '.') + 1);
    *strchr(id, '.') = '\0';
    const char *name = strrchr(path, '.') + 1;
    EEP_TRY(eep_read_version(context, id, name, path, at->key, node));
    return eep_policy_sort(context->policy, context->error);
}

/* The end of a version that is there: `to` below it. */
static eep_status move_end(const walk *at, const char *pattern, const eep_yaml_node *node, int *is_end)
{
    eep_version *version = eep_version_of(at->context->policy, pattern);
    const char *name = strrchr(pattern, '.');
    char path[EEP_PATH_LONGEST + 1];
    snprintf(path, sizeof path, "%.*s", name != NULL ? (int)(name - pattern) : 0, pattern);
    *is_end = version != NULL && is_version_path(path) && strcmp(name, ".to") == 0;
    return *is_end && at->pass == ENDS ? eep_end_version(at->context, version, node) : EEP_OK;
}

/* ---- The walk ---------------------------------------------------------------------------------- */

static eep_status walk_key(const walk *at, const char *above, const eep_yaml_node *key,
                           const eep_yaml_node *node)
{
    const char *text = eep_yaml_text(key);
    char pattern[EEP_PATH_LONGEST + 1];
    const size_t length = strlen(above) + strlen(text) + 1;
    if (text[0] == '\0' || strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-.") != strlen(text))
        return eep_yaml_fail(at->context->yaml, key, at->context->error, EEP_ERROR_VALUE,
                             "write a path like crs.additional.nomination, or a part of one",
                             "'%.60s' is no path of a value", text);
    if (length > EEP_PATH_LONGEST - 24)
        return eep_yaml_fail(at->context->yaml, key, at->context->error, EEP_ERROR_UNKNOWN,
                             "eepool policy show lists all paths", "'%.60s...' is longer than any path",
                             text);
    eep_append_path(above, text, pattern);
    walk below = *at;
    below.key = key;
    return walk_value(&below, pattern, node);
}

static eep_status walk_mapping(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    const eep_context *context = at->context;
    const eep_leaf *leaf = first_leaf(context->policy, pattern);
    const int is_new = is_version_path(pattern) && eep_version_of(context->policy, pattern) == NULL &&
                       eep_yaml_find(node, "official_name") != NULL;
    if (is_new) return at->pass == VALUES ? add_version(at, pattern, node) : EEP_OK;
    if (eep_yaml_find(node, "value") != NULL)
        return at->pass == VALUES ? change_dated(at, pattern, node) : EEP_OK;
    if (leaf != NULL && leaf->is_list) return at->pass == VALUES ? change_codes(at, pattern, node) : EEP_OK;
    if (eep_yaml_count(node) == 0)
        return eep_yaml_fail(context->yaml, at->key, context->error, EEP_ERROR_MISSING,
                             "write what is to change, or leave it away", "nothing stands below %s", pattern);
    for (size_t i = 0; i < eep_yaml_count(node); i++)
        EEP_TRY(walk_key(at, pattern, eep_yaml_key(node, i), eep_yaml_value(node, i)));
    return EEP_OK;
}

static eep_status walk_value(const walk *at, const char *pattern, const eep_yaml_node *node)
{
    int is_end = 0;
    if (eep_yaml_kind_of(node) == EEP_YAML_MAPPING) return walk_mapping(at, pattern, node);
    EEP_TRY(move_end(at, pattern, node, &is_end));
    if (is_end || at->pass == ENDS) return EEP_OK;
    return eep_yaml_kind_of(node) == EEP_YAML_SEQUENCE ? change_sequence(at, pattern, node)
                                                       : change_scalar(at, pattern, node);
}

eep_status eep_read_changes(const eep_context *context, const eep_yaml_node *changes, eep_date from,
                            eep_date to)
{
    for (walk_pass pass = ENDS; pass <= VALUES; pass++) {
        const walk at = {.context = context, .from = from, .to = to, .pass = pass};
        for (size_t i = 0; i < eep_yaml_count(changes); i++)
            EEP_TRY(walk_key(&at, "", eep_yaml_key(changes, i), eep_yaml_value(changes, i)));
    }
    return EEP_OK;
}

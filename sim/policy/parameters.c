/*
 * parameters.c - groups and parameters of a policy file, flattened to dated leaves.
 *
 * A mapping with the key `values` is a parameter; any other is a group, whose keys go into the path. The
 * words title, unit, source and note belong to groups and parameters alike; unit and source hold for all
 * that is below. A parameter's values are dated entries, each valid until the day before the next.
 */
#include "sim/policy/leaves.h"

#include <string.h>

static const char *const parameter_keys[] = {"title", "unit", "source", "note", "values", NULL};
static const char *const entry_keys[] = {"from", "to", "source", "note", "value", NULL};

/* ---- Values ------------------------------------------------------------------------------------ */

static eep_status add_scalar(const eep_context *context, const char *path, const eep_yaml_node *node,
                             eep_date from, eep_date to)
{
    const char *text = eep_plain_number(eep_yaml_text(node));
    if (eep_yaml_kind_of(node) != EEP_YAML_SCALAR || text[0] == '\0')
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE, "write one value",
                             "%s has no value here", path);
    eep_leaf *leaf = NULL;
    EEP_TRY(eep_new_leaf(context, path, node, &leaf));
    leaf->face.value = eep_texts_copy(context->policy->texts, text, strlen(text));
    if (leaf->face.value == NULL) return eep_fail_memory(context->error, strlen(text));
    leaf->face.from = from;
    leaf->face.to = to;
    return EEP_OK;
}

static eep_status add_codes(const eep_context *context, const char *path, const eep_yaml_node *node,
                            eep_date from, eep_date to)
{
    const char **code = NULL, **title = NULL;
    size_t count = 0;
    EEP_TRY(eep_read_codes(context, node, 0, &code, &title, &count));
    eep_leaf *leaf = NULL;
    EEP_TRY(eep_new_leaf(context, path, node, &leaf));
    leaf->face.from = from;
    leaf->face.to = to;
    return eep_leaf_set_codes(context->policy, leaf, code, title, count, context->error);
}

/* The two columns of the grid. */
static eep_status add_pair(const eep_context *context, const char *path, const eep_yaml_node *node,
                           eep_date from, eep_date to)
{
    static const char *const suffix[2] = {"without_spouse", "with_spouse"};
    if (eep_yaml_count(node) != 2)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "write [without spouse, with spouse]", "%s is a list of %zu; a pair is wanted",
                             path, eep_yaml_count(node));
    for (size_t i = 0; i < 2; i++) {
        char longer[EEP_PATH_LONGEST + 1];
        eep_append_path(path, suffix[i], longer);
        EEP_TRY(add_scalar(context, longer, eep_yaml_value(node, i), from, to));
    }
    return EEP_OK;
}

/* Tables nest as deep as the YAML reader lets them. */
static eep_status add_value(const eep_context *context, const char *path, const eep_yaml_node *node,
                            eep_date from, eep_date to)
{
    if (strcmp(context->unit, "codes") == 0) return add_codes(context, path, node, from, to);
    if (eep_yaml_kind_of(node) == EEP_YAML_SCALAR) return add_scalar(context, path, node, from, to);
    if (eep_yaml_kind_of(node) == EEP_YAML_SEQUENCE) return add_pair(context, path, node, from, to);
    if (eep_yaml_count(node) == 0)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_MISSING, "write its values",
                             "the table of %s is empty", path);
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        char longer[EEP_PATH_LONGEST + 1];
        EEP_TRY(eep_join_path(context, path, eep_yaml_key(node, i), longer));
        EEP_TRY(eep_note_place(context, longer, eep_yaml_key(node, i)));
        EEP_TRY(add_value(context, longer, eep_yaml_value(node, i), from, to));
    }
    return EEP_OK;
}

/* ---- Dated entries ----------------------------------------------------------------------------- */

/* The last day of entry `index`: its own `to`, which must meet the next entry, or the day before that. */
static eep_status close_entry(const eep_context *context, const char *path, const eep_yaml_node *values,
                              size_t index, eep_date from, eep_date *to)
{
    char day[11], other[11];
    const eep_yaml_node *entry = eep_yaml_value(values, index), *next = eep_yaml_value(values, index + 1);
    const eep_yaml_node *last = eep_yaml_find(entry, "to");
    if (next == NULL) {
        if (last == NULL) return EEP_OK;
        return eep_yaml_fail(context->yaml, last, context->error, EEP_ERROR_MISSING,
                             "leave 'to' of the last entry away, or add an entry for the days after it",
                             "a gap: %s has no value after %s", path, eep_yaml_text(last));
    }
    eep_date next_from = 0, next_to = 0;
    if (eep_yaml_kind_of(next) != EEP_YAML_MAPPING) return EEP_OK; /* is complained about in its turn */
    EEP_TRY(eep_read_days(context, next, &next_from, &next_to));
    eep_date_format(next_from, other);
    const eep_yaml_node *place = eep_yaml_find(next, "from");
    eep_date_format(last != NULL ? *to : from, day);
    if (next_from <= from || (last != NULL && next_from <= *to))
        return eep_yaml_fail(context->yaml, place, context->error, EEP_ERROR_VALUE,
                             "entries follow one another; begin each after the one before",
                             "an overlap: this entry of %s begins on %s, the one before it %s %s", path,
                             other, last != NULL ? "ends on" : "begins on", day);
    if (last != NULL && next_from > *to + 1)
        return eep_yaml_fail(context->yaml, place, context->error, EEP_ERROR_VALUE,
                             "begin the entry on the next day, or leave 'to' of the one before away",
                             "a gap: %s has no value between %s and %s", path, day, other);
    *to = next_from - 1;
    return EEP_OK;
}

static eep_status read_entry(const eep_context *context, const char *path, const eep_yaml_node *values,
                             size_t index)
{
    const eep_yaml_node *entry = eep_yaml_value(values, index);
    if (eep_yaml_kind_of(entry) != EEP_YAML_MAPPING)
        return eep_yaml_fail(context->yaml, entry, context->error, EEP_ERROR_VALUE,
                             "write '- from: 2015-01-01' and below it 'value: ...'",
                             "an entry of %s is no mapping", path);
    EEP_TRY(eep_refuse_others(context, entry, "an entry of 'values'", entry_keys));
    eep_date from = 0, to = 0;
    EEP_TRY(eep_read_days(context, entry, &from, &to));
    EEP_TRY(close_entry(context, path, values, index, from, &to));
    const eep_yaml_node *value = eep_yaml_find(entry, "value");
    if (value == NULL)
        return eep_yaml_fail(context->yaml, entry, context->error, EEP_ERROR_MISSING,
                             "add 'value:', an explicit 0 where nothing was given",
                             "an entry of %s has no 'value'", path);
    eep_context own = *context;
    const char *source = NULL;
    EEP_TRY(eep_read_text(context, entry, "source", &source));
    EEP_TRY(eep_check_notes(context, entry));
    if (source != NULL) own.source = source;
    return add_value(&own, path, value, from, to);
}

static eep_status require(const eep_context *context, const eep_yaml_node *key, const char *path,
                          const char *what, const char *text)
{
    if (text != NULL) return EEP_OK;
    char advice[80];
    snprintf(advice, sizeof advice, "add '%s:' to it%s", what,
             strcmp(what, "title") == 0 ? "" : " or to a group around it");
    return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_MISSING, advice, "%s has no '%s'",
                         path, what);
}

static eep_status read_parameter(const eep_context *context, const char *path, const eep_yaml_node *key,
                                 const eep_yaml_node *node)
{
    EEP_TRY(eep_refuse_others(context, node, path, parameter_keys));
    EEP_TRY(require(context, key, path, "title", context->title));
    EEP_TRY(require(context, key, path, "unit", context->unit));
    EEP_TRY(require(context, key, path, "source", context->source));
    const eep_yaml_node *values = eep_yaml_find(node, "values");
    if (eep_yaml_kind_of(values) != EEP_YAML_SEQUENCE || eep_yaml_count(values) == 0)
        return eep_yaml_fail(context->yaml, values, context->error, EEP_ERROR_MISSING,
                             "write '- from: 2015-01-01' and below it 'value: ...'",
                             "'values' of %s is no list of dated entries", path);
    for (size_t i = 0; i < eep_yaml_count(values); i++)
        EEP_TRY(read_entry(context, path, values, i));
    return EEP_OK;
}

/* ---- Groups ------------------------------------------------------------------------------------ */

static int describes(const char *name)
{
    return strcmp(name, "title") == 0 || strcmp(name, "unit") == 0 || strcmp(name, "source") == 0 ||
           strcmp(name, "note") == 0;
}

/* The unit of a group or a parameter, which holds for all below it. */
static eep_status read_unit(const eep_context *context, const eep_yaml_node *node, const char **unit)
{
    const char *text = NULL, *known = NULL;
    EEP_TRY(eep_read_text(context, node, "unit", &text));
    if (text == NULL) return EEP_OK;
    for (size_t i = 0; (known = eep_unit_at(NULL, i)) != NULL && strcmp(known, text) != 0;)
        i++;
    *unit = text;
    if (known != NULL) return EEP_OK;
    char advice[160];
    eep_did_you_mean(advice, sizeof advice, text, eep_unit_at, NULL, "docs/policy-files.md lists the units");
    return eep_yaml_fail(context->yaml, eep_yaml_find(node, "unit"), context->error, EEP_ERROR_UNKNOWN,
                         advice, "there is no unit '%.60s'", text);
}

static eep_status fail_group(const eep_context *context, const char *path, const eep_yaml_node *key,
                             const eep_yaml_node *node)
{
    char advice[160];
    eep_advise_word(advice, sizeof advice, eep_yaml_text(key), parameter_keys,
                    "write title, unit, source and values below it");
    return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE, advice,
                         "%s is neither a group nor a value with dates", path);
}

static eep_status read_group(const eep_context *context, const char *path, const eep_yaml_node *key,
                             const eep_yaml_node *node)
{
    if (eep_yaml_kind_of(node) != EEP_YAML_MAPPING) return fail_group(context, path, key, node);
    EEP_TRY(eep_note_place(context, path, key));
    EEP_TRY(eep_check_notes(context, node));
    eep_context own = *context;
    const char *text = NULL;
    EEP_TRY(eep_read_text(context, node, "title", &own.title)); /* a title is never passed on */
    EEP_TRY(read_unit(context, node, &own.unit));
    EEP_TRY(eep_read_text(context, node, "source", &text));
    if (text != NULL) own.source = text;
    if (eep_yaml_find(node, "values") != NULL) return read_parameter(&own, path, key, node);
    size_t members = 0;
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        const eep_yaml_node *name = eep_yaml_key(node, i);
        if (describes(eep_yaml_text(name))) continue;
        members++;
        char longer[EEP_PATH_LONGEST + 1];
        EEP_TRY(eep_join_path(context, path, name, longer));
        EEP_TRY(read_group(&own, longer, name, eep_yaml_value(node, i)));
    }
    if (members > 0) return EEP_OK;
    return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_MISSING,
                         "write its values below it, or leave it away", "%s has nothing below it", path);
}

eep_status eep_read_parameters(const eep_context *context, const eep_yaml_node *key,
                               const eep_yaml_node *node)
{
    char path[EEP_PATH_LONGEST + 1];
    EEP_TRY(eep_join_path(context, "", key, path));
    return read_group(context, path, key, node);
}

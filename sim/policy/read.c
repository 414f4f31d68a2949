/* read.c - what the readers of parameters and of categories share: texts, dates, codes, paths. */
#include "sim/policy/leaves.h"

#include <string.h>

void eep_error_move(eep_error *error, const char *file, const eep_yaml_node *node)
{
    if (error == NULL) return;
    error->file[0] = '\0';
    eep_error_place(error, file, eep_yaml_line(node), eep_yaml_column(node));
}

eep_status eep_note_place(const eep_context *context, const char *path, const eep_yaml_node *key)
{
    eep_policy *policy = context->policy;
    eep_place *place = eep_list_add(policy, &policy->places, context->error);
    if (place == NULL) return EEP_ERROR_MEMORY;
    const char *copy = eep_texts_copy(policy->texts, path, strlen(path));
    if (copy == NULL) return eep_fail_memory(context->error, strlen(path));
    *place = (eep_place){copy, context->file, eep_yaml_line(key), eep_yaml_column(key)};
    return EEP_OK;
}

eep_status eep_new_leaf(const eep_context *context, const char *path, const eep_yaml_node *node,
                        eep_leaf **leaf)
{
    eep_policy *policy = context->policy;
    eep_leaf *fresh = eep_list_add(policy, &policy->leaves, context->error);
    if (fresh == NULL) return EEP_ERROR_MEMORY;
    fresh->face.path = eep_texts_copy(policy->texts, path, strlen(path));
    if (fresh->face.path == NULL) return eep_fail_memory(context->error, strlen(path));
    fresh->face.value = "";
    fresh->face.unit = context->unit;
    fresh->face.title = context->title;
    fresh->face.source = context->source;
    fresh->face.file = context->file;
    fresh->face.line = eep_yaml_line(node);
    fresh->column = eep_yaml_column(node);
    *leaf = fresh;
    return EEP_OK;
}

void eep_append_path(const char *path, const char *name, char *joined)
{
    const int length =
        snprintf(joined, EEP_PATH_LONGEST + 1, "%s%s%s", path, path[0] != '\0' ? "." : "", name);
    if (length < 0)
        joined[0] = '\0'; /* cannot happen with %s; and longer paths are refused by eep_join_path */
}

eep_status eep_join_path(const eep_context *context, const char *path, const eep_yaml_node *name,
                         char *joined)
{
    const char *text = eep_yaml_text(name);
    if (text[0] == '\0' || strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(text))
        return eep_yaml_fail(context->yaml, name, context->error, EEP_ERROR_VALUE,
                             "use small letters, digits, _ and -", "'%.60s' is no name of a value", text);
    const size_t length = strlen(path) + strlen(text) + 1;
    /* Room is left for what pairs and conditions append. */
    if (length > EEP_PATH_LONGEST - 24)
        return eep_yaml_fail(context->yaml, name, context->error, EEP_ERROR_VALUE, "use shorter names",
                             "the path of '%.40s' has %zu letters; %d are allowed", text, length,
                             EEP_PATH_LONGEST - 24);
    eep_append_path(path, text, joined);
    return EEP_OK;
}

/* ---- Dates ------------------------------------------------------------------------------------- */

eep_status eep_read_date(const eep_context *context, const eep_yaml_node *node, eep_date *date)
{
    const char *text = eep_yaml_text(node);
    if (eep_yaml_kind_of(node) != EEP_YAML_SCALAR)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "write a date as YYYY-MM-DD, for example 2022-11-23",
                             "a list or a table stands where a date is wanted");
    const eep_status status = eep_date_parse(text, strlen(text), date, context->error);
    if (status != EEP_OK)
        eep_error_place(context->error, context->file, eep_yaml_line(node), eep_yaml_column(node));
    return status;
}

eep_status eep_read_days(const eep_context *context, const eep_yaml_node *mapping, eep_date *from,
                         eep_date *to)
{
    const eep_yaml_node *first = eep_yaml_find(mapping, "from"), *last = eep_yaml_find(mapping, "to");
    if (first == NULL)
        return eep_yaml_fail(context->yaml, mapping, context->error, EEP_ERROR_MISSING,
                             "add the first day, like 'from: 2015-01-01'", "'from' is missing");
    EEP_TRY(eep_read_date(context, first, from));
    *to = EEP_DATE_OPEN;
    if (last == NULL) return EEP_OK;
    EEP_TRY(eep_read_date(context, last, to));
    if (*to >= *from) return EEP_OK;
    return eep_yaml_fail(context->yaml, last, context->error, EEP_ERROR_VALUE,
                         "both days are included: 'to' may not be earlier than 'from'",
                         "'to' is %s, before 'from', %s", eep_yaml_text(last), eep_yaml_text(first));
}

/* ---- Texts ------------------------------------------------------------------------------------- */

static eep_status copy_scalar(const eep_context *context, const eep_yaml_node *node, const char **text)
{
    const char *found = eep_yaml_text(node);
    *text = eep_texts_copy(context->policy->texts, found, strlen(found));
    return *text != NULL ? EEP_OK : eep_fail_memory(context->error, strlen(found));
}

static eep_status fail_text(const eep_context *context, const eep_yaml_node *node, const char *key)
{
    return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE, "write some words",
                         "'%s' is not a text", key);
}

eep_status eep_read_text(const eep_context *context, const eep_yaml_node *mapping, const char *key,
                         const char **text)
{
    const eep_yaml_node *node = eep_yaml_find(mapping, key);
    *text = NULL;
    if (node == NULL) return EEP_OK;
    if (eep_yaml_kind_of(node) != EEP_YAML_SCALAR || eep_yaml_text(node)[0] == '\0')
        return fail_text(context, node, key);
    return copy_scalar(context, node, text);
}

eep_status eep_check_notes(const eep_context *context, const eep_yaml_node *mapping)
{
    static const char *const keys[] = {"title", "note"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const eep_yaml_node *node = eep_yaml_find(mapping, keys[i]);
        if (node == NULL || (eep_yaml_kind_of(node) == EEP_YAML_SCALAR && eep_yaml_text(node)[0] != '\0'))
            continue;
        return fail_text(context, node, keys[i]);
    }
    return EEP_OK;
}

eep_status eep_read_codes(const eep_context *context, const eep_yaml_node *node, size_t least,
                          const char ***code, const char ***title, size_t *count)
{
    const int titled = eep_yaml_kind_of(node) == EEP_YAML_MAPPING;
    *count = eep_yaml_count(node);
    if (eep_yaml_kind_of(node) == EEP_YAML_SCALAR || *count < least)
        return eep_yaml_fail(context->yaml, node, context->error, EEP_ERROR_VALUE,
                             "write '[20011, 21220]', or a mapping from code to title",
                             "a list of codes%s is wanted", least > 0 ? " with at least one member" : "");
    const char **slots = eep_texts_take(context->policy->texts, 2 * *count * sizeof *slots);
    if (slots == NULL) return eep_fail_memory(context->error, 2 * *count * sizeof *slots);
    *code = slots;
    *title = slots + *count;
    for (size_t i = 0; i < *count; i++) {
        const eep_yaml_node *member = titled ? eep_yaml_key(node, i) : eep_yaml_value(node, i);
        const char *text = eep_yaml_text(member);
        if (eep_yaml_kind_of(eep_yaml_value(node, i)) != EEP_YAML_SCALAR)
            return eep_yaml_fail(context->yaml, eep_yaml_value(node, i), context->error, EEP_ERROR_VALUE,
                                 "write '[20011, 21220]', or a mapping from code to title",
                                 "a list or a table stands where %s is wanted",
                                 titled ? "a title" : "a code");
        if (text[0] == '\0' || strlen(text) > 5 || strspn(text, "0123456789") != strlen(text))
            return eep_yaml_fail(context->yaml, member, context->error, EEP_ERROR_VALUE,
                                 "write the digits of the code, at most five", "'%.60s' is no code", text);
        EEP_TRY(copy_scalar(context, member, &slots[i]));
        slots[*count + i] = "";
        if (titled) EEP_TRY(copy_scalar(context, eep_yaml_value(node, i), &slots[*count + i]));
    }
    return EEP_OK;
}

const char *eep_plain_number(const char *text)
{
    const size_t length = strlen(text);
    if (length == 0 || strspn(text, "0123456789") != length) return text;
    while (text[0] == '0' && text[1] != '\0')
        text++;
    return text;
}

const char *eep_noc_problem(const char *code)
{
    if (strlen(code) != 5 || strspn(code, "0123456789") != 5) return "it has five digits";
    if (code[1] > '5') return "its second digit is the TEER, 0 to 5";
    return NULL;
}

/* ---- Keys -------------------------------------------------------------------------------------- */

static const char *name_in_list(const void *names, size_t index)
{
    return ((const char *const *)names)[index];
}

void eep_advise_word(char *advice, size_t size, const char *key, const char *const *words,
                     const char *otherwise)
{
    eep_did_you_mean(advice, size, key, name_in_list, words, otherwise);
}

eep_status eep_refuse_others(const eep_context *context, const eep_yaml_node *mapping, const char *where,
                             const char *const *names)
{
    for (size_t i = 0; i < eep_yaml_count(mapping); i++) {
        const eep_yaml_node *key = eep_yaml_key(mapping, i);
        size_t known = 0;
        while (names[known] != NULL && strcmp(names[known], eep_yaml_text(key)) != 0)
            known++;
        if (names[known] != NULL) continue;
        char advice[160];
        eep_did_you_mean(advice, sizeof advice, eep_yaml_text(key), name_in_list, names, "leave it away");
        return eep_yaml_fail(context->yaml, key, context->error, EEP_ERROR_UNKNOWN, advice,
                             "%s has no key '%.60s'", where, eep_yaml_text(key));
    }
    return EEP_OK;
}

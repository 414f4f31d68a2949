/* tree.c - walking a tree, complaining about its nodes, and reading numbers from them. */
#include "sim/yaml/tree.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- Looking ----------------------------------------------------------------------------------- */

const char *eep_yaml_path(const eep_yaml *yaml)
{
    return yaml->path;
}

const eep_yaml_node *eep_yaml_root(const eep_yaml *yaml)
{
    return yaml->root;
}

eep_yaml_kind eep_yaml_kind_of(const eep_yaml_node *node)
{
    return node->kind;
}

uint64_t eep_yaml_line(const eep_yaml_node *node)
{
    return node->line;
}

uint64_t eep_yaml_column(const eep_yaml_node *node)
{
    return node->column;
}

const char *eep_yaml_text(const eep_yaml_node *node)
{
    return node->text;
}

size_t eep_yaml_count(const eep_yaml_node *node)
{
    return node->count;
}

const eep_yaml_node *eep_yaml_key(const eep_yaml_node *node, size_t index)
{
    return node->key && index < node->count ? node->key[index] : NULL;
}

const eep_yaml_node *eep_yaml_value(const eep_yaml_node *node, size_t index)
{
    return index < node->count ? node->value[index] : NULL;
}

const eep_yaml_node *eep_yaml_find(const eep_yaml_node *node, const char *key)
{
    if (!node->sorted) return NULL;
    size_t low = 0, high = node->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(node->sorted[middle]->text, key);
        if (order == 0) return node->value[node->sorted[middle]->order];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ---- Complaining and converting ---------------------------------------------------------------- */

eep_status eep_yaml_fail(const eep_yaml *yaml, const eep_yaml_node *node, eep_error *error, eep_status status,
                         const char *advice, const char *format, ...)
{
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return eep_fail_at(error, status, yaml->path, node ? node->line : 0, node ? node->column : 0, advice,
                       "%s", message);
}

eep_status eep_yaml_integer(const eep_yaml *yaml, const eep_yaml_node *node, const char *what,
                            int64_t minimum, int64_t maximum, int64_t *value, eep_error *error)
{
    if (node->kind != EEP_YAML_SCALAR)
        return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, "write one number",
                             "%s is a %s; a whole number is wanted", what,
                             node->kind == EEP_YAML_MAPPING ? "mapping" : "list");
    const char *digits = node->text[0] == '-' ? node->text + 1 : node->text;
    size_t length = strlen(digits);
    if (length == 0 || length > 18 || strspn(digits, "0123456789") != length)
        return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, "write digits only",
                             "%s is '%.60s'; a whole number is wanted", what, node->text);
    int64_t number = strtoll(node->text, NULL, 10);
    if (number < minimum || number > maximum)
        return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, "give a number in this range",
                             "%s is %lld; %lld to %lld is allowed", what, (long long)number,
                             (long long)minimum, (long long)maximum);
    *value = number;
    return EEP_OK;
}

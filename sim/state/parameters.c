/* parameters.c - reads and writes a parameter file. */
#include <inttypes.h>
#include <string.h>

#include "sim/state/keys.h"
#include "sim/yaml/yaml.h"

/* The estimate of the public header and the state behind it are of one size. */
_Static_assert(EEP_STATE_SCORES == EEP_ESTIMATE_SCORES, "scores of an estimate");
_Static_assert(EEP_PERIODS == EEP_ESTIMATE_PERIODS, "periods of an estimate");

#define SEE "docs/backtest.md describes the keys of a parameter file"

static const char *key_name_at(const void *context, size_t index)
{
    const eep_key_group *group = context;
    for (size_t i = 0; eep_key_at(i) != NULL; i++) {
        if (eep_key_at(i)->group == *group && index-- == 0) return eep_key_at(i)->name;
    }
    return NULL;
}

/* Every key of a group must be there, and `allowed` more. */
static eep_status read_keys(const eep_yaml *yaml, const eep_yaml_node *node, eep_key_group group,
                            eep_backtest_parameters *parameters, size_t type, size_t allowed,
                            eep_error *error)
{
    size_t count = 0;
    for (size_t i = 0; eep_key_at(i) != NULL; i++) {
        const eep_key *key = eep_key_at(i);
        if (key->group != group) continue;
        const eep_yaml_node *value = eep_yaml_find(node, key->name);
        if (value == NULL) {
            return eep_yaml_fail(yaml, node, error, EEP_ERROR_MISSING, SEE, "%s has no %s",
                                 eep_key_group_name(group), key->name);
        }
        EEP_TRY(eep_yaml_integer(yaml, value, key->name, key->lowest, key->highest,
                                 eep_key_value(parameters, key, type), error));
        count++;
    }
    for (size_t i = 0; eep_yaml_count(node) != count + allowed && eep_yaml_key(node, i) != NULL; i++) {
        char advice[160];
        const char *name = eep_yaml_text(eep_yaml_key(node, i));
        int known = group == EEP_KEYS_type && (strcmp(name, "id") == 0 || strcmp(name, "kind") == 0);
        for (size_t k = 0; key_name_at(&group, k) != NULL; k++)
            known |= strcmp(name, key_name_at(&group, k)) == 0;
        if (known) continue;
        eep_did_you_mean(advice, sizeof advice, name, key_name_at, &group, SEE);
        return eep_yaml_fail(yaml, eep_yaml_key(node, i), error, EEP_ERROR_UNKNOWN, advice,
                             "%s has no key '%.40s'", eep_key_group_name(group), name);
    }
    return EEP_OK;
}

static const char *text_at(const void *context, size_t index)
{
    return ((const char *const *)context)[index];
}

/* A mapping has these keys alone; the list ends with NULL. */
static eep_status only(const eep_yaml *yaml, const eep_yaml_node *node, const char *what,
                       const char *const *keys, eep_error *error)
{
    const eep_yaml_node *key;
    for (size_t i = 0; (key = eep_yaml_key(node, i)) != NULL; i++) {
        char advice[160];
        const char *name = eep_yaml_text(key);
        size_t k = 0;
        while (keys[k] != NULL && strcmp(keys[k], name) != 0)
            k++;
        if (keys[k] != NULL) continue;
        eep_did_you_mean(advice, sizeof advice, name, text_at, keys, SEE);
        return eep_yaml_fail(yaml, key, error, EEP_ERROR_UNKNOWN, advice, "%s has no key '%.40s'", what,
                             name);
    }
    return EEP_OK;
}

static eep_status find(const eep_yaml *yaml, const eep_yaml_node *parent, const char *key, eep_yaml_kind kind,
                       const eep_yaml_node **node, eep_error *error)
{
    static const char *const kinds[] = {"one value", "a list", "a mapping"};
    *node = eep_yaml_find(parent, key);
    if (*node == NULL)
        return eep_yaml_fail(yaml, parent, error, EEP_ERROR_MISSING, SEE, "there is no %s here", key);
    if (eep_yaml_kind_of(*node) != kind)
        return eep_yaml_fail(yaml, *node, error, EEP_ERROR_VALUE, SEE, "%s must be %s", key, kinds[kind]);
    return EEP_OK;
}

static eep_status read_date(const eep_yaml *yaml, const eep_yaml_node *node, eep_date *date, eep_error *error)
{
    const char *text = eep_yaml_text(node);
    if (eep_date_parse(text, strlen(text), date, NULL) == EEP_OK) return EEP_OK;
    return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, "write a day as 2025-01-01",
                         "'%.40s' is not a day", text);
}

static eep_status read_type(const eep_yaml *yaml, const eep_yaml_node *node,
                            eep_backtest_parameters *parameters, eep_error *error)
{
    const eep_yaml_node *id, *kind;
    eep_type_parameters *type = &parameters->type[parameters->types];
    if (eep_yaml_kind_of(node) != EEP_YAML_MAPPING)
        return eep_yaml_fail(yaml, node, error, EEP_ERROR_VALUE, SEE, "a type must be a mapping");
    EEP_TRY(find(yaml, node, "id", EEP_YAML_SCALAR, &id, error));
    EEP_TRY(find(yaml, node, "kind", EEP_YAML_SCALAR, &kind, error));
    const char *name = eep_yaml_text(id);
    if (name[0] == '\0' || strlen(name) >= sizeof type->id || strcmp(name, "all") == 0 ||
        strcmp(name, "pnp") == 0) {
        return eep_yaml_fail(yaml, id, error, EEP_ERROR_VALUE, "use the id of a program or category, as cec",
                             "'%.40s' cannot have a stock", name);
    }
    if (eep_state_type(parameters, name) >= 0)
        return eep_yaml_fail(yaml, id, error, EEP_ERROR_DUPLICATE, NULL, "%s is given twice", name);
    type->is_share = strcmp(eep_yaml_text(kind), "share") == 0;
    if (!type->is_share && strcmp(eep_yaml_text(kind), "flow") != 0) {
        return eep_yaml_fail(yaml, kind, error, EEP_ERROR_VALUE, "give share or flow",
                             "'%.40s' is no kind of stock", eep_yaml_text(kind));
    }
    EEP_TRY(read_keys(yaml, node, EEP_KEYS_type, parameters, parameters->types, 2, error));
    snprintf(type->id, sizeof type->id, "%s", name);
    parameters->types++;
    return EEP_OK;
}

static eep_status too_many(const eep_yaml *yaml, const eep_yaml_node *list, size_t most, eep_error *error)
{
    if (eep_yaml_count(list) <= most) return EEP_OK;
    return eep_yaml_fail(yaml, list, error, EEP_ERROR_VALUE, NULL, "more than %zu entries", most);
}

static eep_status read_rescorings(const eep_yaml *yaml, const eep_yaml_node *list,
                                  eep_backtest_parameters *parameters, eep_error *error)
{
    static const char *const keys[] = {"date", "points", NULL};
    EEP_TRY(too_many(yaml, list, EEP_DATED_MAX, error));
    for (size_t i = 0; i < eep_yaml_count(list); i++) {
        const eep_yaml_node *entry = eep_yaml_value(list, i), *date, *points;
        eep_rescoring *rescoring = &parameters->rescoring[parameters->rescorings++];
        if (eep_yaml_kind_of(entry) != EEP_YAML_MAPPING)
            return eep_yaml_fail(yaml, entry, error, EEP_ERROR_VALUE, SEE, "a rescoring must be a mapping");
        EEP_TRY(find(yaml, entry, "date", EEP_YAML_SCALAR, &date, error));
        EEP_TRY(find(yaml, entry, "points", EEP_YAML_SCALAR, &points, error));
        EEP_TRY(read_date(yaml, date, &rescoring->date, error));
        EEP_TRY(eep_yaml_integer(yaml, points, "points", 1, EEP_STATE_SCORES - 1, &rescoring->points, error));
        EEP_TRY(only(yaml, entry, "a rescoring", keys, error));
    }
    return EEP_OK;
}

static eep_status read_all(const eep_yaml *yaml, eep_backtest_parameters *parameters, eep_error *error)
{
    static const char *const keys[] = {"trained_until",          "pool", "nominees", "types", "rescorings",
                                       "snapshots_after_rounds", NULL};
    const eep_yaml_node *root = eep_yaml_root(yaml), *node;
    if (root == NULL || eep_yaml_kind_of(root) != EEP_YAML_MAPPING) {
        return eep_fail_at(error, EEP_ERROR_SYNTAX, eep_yaml_path(yaml), 1, 0, SEE,
                           "this is not a parameter file");
    }
    EEP_TRY(find(yaml, root, "trained_until", EEP_YAML_SCALAR, &node, error));
    EEP_TRY(read_date(yaml, node, &parameters->trained_until, error));
    EEP_TRY(find(yaml, root, "pool", EEP_YAML_MAPPING, &node, error));
    EEP_TRY(read_keys(yaml, node, EEP_KEYS_pool, parameters, 0, 0, error));
    EEP_TRY(find(yaml, root, "nominees", EEP_YAML_MAPPING, &node, error));
    EEP_TRY(read_keys(yaml, node, EEP_KEYS_nominees, parameters, 0, 0, error));
    EEP_TRY(find(yaml, root, "types", EEP_YAML_SEQUENCE, &node, error));
    EEP_TRY(too_many(yaml, node, EEP_TYPES_MAX, error));
    for (size_t i = 0; i < eep_yaml_count(node); i++)
        EEP_TRY(read_type(yaml, eep_yaml_value(node, i), parameters, error));
    EEP_TRY(find(yaml, root, "rescorings", EEP_YAML_SEQUENCE, &node, error));
    EEP_TRY(read_rescorings(yaml, node, parameters, error));
    EEP_TRY(find(yaml, root, "snapshots_after_rounds", EEP_YAML_SEQUENCE, &node, error));
    EEP_TRY(too_many(yaml, node, EEP_DATED_MAX, error));
    for (size_t i = 0; i < eep_yaml_count(node); i++) {
        EEP_TRY(read_date(yaml, eep_yaml_value(node, i),
                          &parameters->late_snapshot[parameters->late_snapshots++], error));
    }
    return only(yaml, root, "a parameter file", keys, error);
}

eep_status eep_backtest_parameters_load(const char *path, eep_backtest_parameters **parameters,
                                        eep_error *error)
{
    char own[4096];
    eep_yaml *yaml;
    snprintf(own, sizeof own, "%s/backtest/parameters.yaml", eep_data_folder());
    EEP_TRY(eep_yaml_load(path != NULL ? path : own, &yaml, error));
    eep_backtest_parameters *made = eep_allocate(NULL, 1, sizeof *made);
    eep_status status = made != NULL ? read_all(yaml, made, error) : eep_fail_memory(error, sizeof *made);
    eep_yaml_free(yaml);
    if (status == EEP_OK) {
        *parameters = made;
    } else {
        eep_backtest_parameters_free(made);
    }
    return status;
}

void eep_backtest_parameters_free(eep_backtest_parameters *parameters)
{
    if (parameters != NULL) eep_release(NULL, parameters, 1, sizeof *parameters);
}

eep_date eep_backtest_parameters_trained_until(const eep_backtest_parameters *parameters)
{
    return parameters->trained_until;
}

/* ---- Writing ----------------------------------------------------------------------------------- */

static void write_keys(const eep_backtest_parameters *parameters, eep_key_group group, size_t type,
                       const char *indent, FILE *stream)
{
    for (size_t i = 0; eep_key_at(i) != NULL; i++) {
        const eep_key *key = eep_key_at(i);
        if (key->group != group) continue;
        fprintf(stream, "%s%s: %" PRId64 "\n", indent, key->name, eep_key_read(parameters, key, type));
    }
}

void eep_backtest_parameters_write(const eep_backtest_parameters *parameters, FILE *stream)
{
    char day[11];
    eep_date_format(parameters->trained_until, day);
    fprintf(stream,
            "# Parameters of the estimated state, written by eepool fit from published rounds before\n"
            "# trained_until. docs/backtest.md says what each number means, and which are assumptions.\n"
            "trained_until: %s\npool:\n",
            day);
    write_keys(parameters, EEP_KEYS_pool, 0, "  ", stream);
    fprintf(stream, "nominees:\n");
    write_keys(parameters, EEP_KEYS_nominees, 0, "  ", stream);
    fprintf(stream, "types:%s\n", parameters->types == 0 ? " []" : "");
    for (size_t i = 0; i < parameters->types; i++) {
        fprintf(stream, "  - id: %s\n    kind: %s\n", parameters->type[i].id,
                parameters->type[i].is_share ? "share" : "flow");
        write_keys(parameters, EEP_KEYS_type, i, "    ", stream);
    }
    fprintf(stream, "rescorings:%s\n", parameters->rescorings == 0 ? " []" : "");
    for (size_t i = 0; i < parameters->rescorings; i++) {
        eep_date_format(parameters->rescoring[i].date, day);
        fprintf(stream, "  - date: %s\n    points: %" PRId64 "\n", day, parameters->rescoring[i].points);
    }
    fprintf(stream, "snapshots_after_rounds:%s\n", parameters->late_snapshots == 0 ? " []" : "");
    for (size_t i = 0; i < parameters->late_snapshots; i++) {
        eep_date_format(parameters->late_snapshot[i], day);
        fprintf(stream, "  - %s\n", day);
    }
}

/* profile.c - one candidate from YAML: column names as keys, values as a CSV has them. */
#include <string.h>

#include "sim/profile/profile.h"
#include "sim/sim.h"

#define DAY_SECONDS 86400
#define AGE_MAX     120 /* the oldest age that a profile may give */

/* One profile being read. */
typedef struct profile_reader {
    const eep_yaml *yaml;
    const eep_yaml_node *mapping;
    eep_date day;
    eep_columns *columns;
    uint64_t row;
} profile_reader;

static void set_value(const profile_reader *reader, size_t column, int64_t value)
{
    eep_columns_set(reader->columns, column, reader->row, value);
    reader->columns->present |= (uint64_t)1 << column;
}

/* The columns, and `age`, which is a key here without being a column. */
static const char *key_at(const void *context, size_t index)
{
    if (index == EEP_COLUMNS) return "age";
    return index < EEP_COLUMNS ? eep_column_name_at(context, index) : NULL;
}

static eep_status fail_unknown(const profile_reader *reader, const eep_yaml_node *key, eep_error *error)
{
    const char *name = eep_yaml_text(key);
    char advice[sizeof error->advice];
    eep_did_you_mean(advice, sizeof advice, name, key_at, NULL,
                     "a profile has the columns of a pool as keys; `eepool pool head` shows them");
    return eep_yaml_fail(reader->yaml, key, error, EEP_ERROR_UNKNOWN, advice,
                         "'%s' is not a column of a candidate", name);
}

static eep_status read_age(const profile_reader *reader, const eep_yaml_node *value, eep_error *error)
{
    int64_t age = 0;
    EEP_TRY(eep_yaml_integer(reader->yaml, value, "age", 0, AGE_MAX, &age, error));
    set_value(reader, EEP_COL_birth_date, eep_date_add_months(reader->day, -12 * (int)age));
    return EEP_OK;
}

static eep_status read_column(const profile_reader *reader, size_t column, const eep_yaml_node *node,
                              eep_error *error)
{
    const char *text = eep_yaml_text(node);
    int64_t value = 0;
    eep_status status = eep_value_parse(column, text, strlen(text), &value, error);
    if (status != EEP_OK) {
        eep_error_place(error, eep_yaml_path(reader->yaml), eep_yaml_line(node), eep_yaml_column(node));
        return status;
    }
    set_value(reader, column, value);
    return EEP_OK;
}

static eep_status read_member(const profile_reader *reader, const eep_yaml_node *key,
                              const eep_yaml_node *value, eep_error *error)
{
    const char *name = eep_yaml_text(key);
    if (eep_yaml_kind_of(value) != EEP_YAML_SCALAR) {
        return eep_yaml_fail(reader->yaml, value, error, EEP_ERROR_VALUE,
                             "write one value; several programs are joined by +, as in cec+pnp",
                             "'%s' has a list or a mapping where a single value is wanted", name);
    }
    if (strcmp(name, "age") == 0) return read_age(reader, value, error);
    const int column = eep_column_find(name);
    if (column < 0) return fail_unknown(reader, key, error);
    return read_column(reader, (size_t)column, value, error);
}

/* Exactly one of age and birth_date says how old the candidate is. */
static eep_status check_birth(const profile_reader *reader, eep_error *error)
{
    const eep_yaml_node *age = eep_yaml_find(reader->mapping, "age");
    const eep_yaml_node *birth = eep_yaml_find(reader->mapping, "birth_date");
    if (age != NULL && birth != NULL) {
        return eep_yaml_fail(reader->yaml, age, error, EEP_ERROR_DUPLICATE, "leave out one of the two",
                             "both 'age' and 'birth_date' are given");
    }
    if (age == NULL && birth == NULL) {
        return eep_yaml_fail(reader->yaml, reader->mapping, error, EEP_ERROR_MISSING,
                             "add `birth_date: 1994-05-01` or `age: 29`",
                             "the profile says neither 'birth_date' nor 'age'");
    }
    return EEP_OK;
}

eep_status eep_profile_append(const eep_yaml *yaml, const eep_yaml_node *mapping, eep_date day,
                              eep_columns *columns, eep_error *error)
{
    const profile_reader reader = {yaml, mapping, day, columns, columns->rows};
    if (eep_yaml_kind_of(mapping) != EEP_YAML_MAPPING) {
        return eep_yaml_fail(yaml, mapping, error, EEP_ERROR_VALUE, "write one `column: value` a line",
                             "a profile is a mapping of column names to values");
    }
    EEP_TRY(eep_columns_grow(columns, 1, error));
    set_value(&reader, EEP_COL_id, 1);
    set_value(&reader, EEP_COL_submitted_at, (int64_t)day * DAY_SECONDS);
    for (size_t i = 0; i < eep_yaml_count(mapping); i++) {
        EEP_TRY(read_member(&reader, eep_yaml_key(mapping, i), eep_yaml_value(mapping, i), error));
    }
    EEP_TRY(check_birth(&reader, error));
    eep_columns_derive(columns, reader.row);
    return EEP_OK;
}

static eep_status read_profile(const eep_yaml *yaml, eep_date day, eep_columns *columns, eep_error *error)
{
    const eep_yaml_node *root = eep_yaml_root(yaml);
    if (root == NULL) {
        return eep_fail_at(error, EEP_ERROR_MISSING, eep_yaml_path(yaml), 1, 1,
                           "datasets/samples/profile.yaml is an example", "the profile is empty");
    }
    return eep_profile_append(yaml, root, day, columns, error);
}

eep_status eep_profile_read(const char *path, eep_date day, eep_pool **pool, eep_error *error)
{
    eep_yaml *yaml = NULL;
    eep_columns columns;
    EEP_TRY(eep_yaml_load(path, &yaml, error));
    eep_columns_init(&columns, NULL);
    eep_status status = read_profile(yaml, day, &columns, error);
    if (status == EEP_OK) status = eep_pool_adopt(&columns, NULL, pool, error);
    if (status != EEP_OK) eep_columns_clear(&columns);
    eep_yaml_free(yaml);
    return status;
}

/*
 * profile.h - a candidate written down as a mapping of column names to values.
 *
 * A profile file is one such mapping; a golden case has one as its input. Both are read here.
 */
#ifndef EEP_SIM_PROFILE_H
#define EEP_SIM_PROFILE_H

#include "datasets/datasets.h"
#include "sim/yaml/yaml.h"

/*
 * Appends one candidate to `columns` (initialised) from `mapping`, a node of `yaml`. `age` instead of
 * birth_date is taken on `day`; without an id it is 1, without submitted_at the first second of `day`.
 * Fails with EEP_ERROR_VALUE, EEP_ERROR_UNKNOWN (a key that is no column), EEP_ERROR_DUPLICATE (age and
 * birth_date), EEP_ERROR_MISSING (neither) or EEP_ERROR_MEMORY; errors name file, line and column.
 */
eep_status eep_profile_append(const eep_yaml *yaml, const eep_yaml_node *mapping, eep_date day,
                              eep_columns *columns, eep_error *error);

#endif

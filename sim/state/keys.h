/* keys.h - the numbers of a parameter file by name. Private to sim/state and sim/backtest. */
#ifndef EEP_SIM_STATE_KEYS_H
#define EEP_SIM_STATE_KEYS_H

#include "sim/state/state.h"

/* pool: of the whole pool; nominees: of their rounds; type: of one type each. */
typedef enum eep_key_group { EEP_KEYS_pool, EEP_KEYS_nominees, EEP_KEYS_type } eep_key_group;

typedef struct eep_key {
    eep_key_group group;
    const char *name;
    size_t offset; /* of an int64_t in the struct of its group */
    int64_t lowest, highest, step;
} eep_key;

/* Key `index`, or NULL past the end. */
const eep_key *eep_key_at(size_t index);
const char *eep_key_group_name(eep_key_group group);

/* Where its value is; `type` counts for keys of a type only. */
int64_t *eep_key_value(eep_backtest_parameters *parameters, const eep_key *key, size_t type);
/* The value. */
int64_t eep_key_read(const eep_backtest_parameters *parameters, const eep_key *key, size_t type);

#endif

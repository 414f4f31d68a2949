/* keys.c - the numbers of a parameter file by name. */
#include "sim/state/keys.h"

#include <stddef.h>
#include <string.h>

#define TYPE_OF_pool     eep_pool_parameters
#define TYPE_OF_nominees eep_nominee_parameters
#define TYPE_OF_type     eep_type_parameters

static const eep_key keys[] = {
#define EEP_KEY(group, name, lowest, highest, step)                                                          \
    {EEP_KEYS_##group, #name, offsetof(TYPE_OF_##group, name), lowest, highest, step},
#include "sim/state/keys.def"
#undef EEP_KEY
};

const eep_key *eep_key_at(size_t index)
{
    return index < sizeof keys / sizeof keys[0] ? &keys[index] : NULL;
}

const char *eep_key_group_name(eep_key_group group)
{
    static const char *const names[] = {"pool", "nominees", "types"};
    return names[group];
}

/* Bytes from the start of the parameters. */
static size_t place(const eep_key *key, size_t type)
{
    static const size_t start[] = {offsetof(eep_backtest_parameters, pool),
                                   offsetof(eep_backtest_parameters, nominees),
                                   offsetof(eep_backtest_parameters, type)};
    const size_t of_type = key->group == EEP_KEYS_type ? type * sizeof(eep_type_parameters) : 0;
    return start[key->group] + of_type + key->offset;
}

int64_t *eep_key_value(eep_backtest_parameters *parameters, const eep_key *key, size_t type)
{
    return (int64_t *)(void *)((char *)parameters + place(key, type));
}

int64_t eep_key_read(const eep_backtest_parameters *parameters, const eep_key *key, size_t type)
{
    int64_t value;
    memcpy(&value, (const char *)parameters + place(key, type), sizeof value);
    return value;
}

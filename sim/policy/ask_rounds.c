/* ask_rounds.c - the schema of rounds: which of equal scores ranks first, and which program is named. */
#include "sim/policy/leaves.h"

#define SEED_MAX 999999999
#define RANK_MAX 99

const char *eep_tie_break_name(size_t index)
{
    static const char *const names[] = {
        [EEP_TIE_EARLIEST] = "earliest", [EEP_TIE_LATEST] = "latest",     [EEP_TIE_LOTTERY] = "lottery",
        [EEP_TIE_OLDEST] = "oldest",     [EEP_TIE_YOUNGEST] = "youngest",
    };
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

static const char *rule_at(const void *context, size_t index)
{
    (void)context;
    return eep_tie_break_name(index);
}

eep_status eep_ask_rounds(const eep_asker *asker, eep_tie_break *tie_break, uint32_t *lottery_seed)
{
    uint8_t rule = 0;
    int seed = 0;
    EEP_TRY(eep_ask_label(asker, "rounds.tie_break", EEP_UNIT_RULE, rule_at,
                          "give earliest, latest, lottery, oldest or youngest", &rule));
    EEP_TRY(eep_ask(asker, "rounds.lottery_seed", EEP_UNIT_SEED, 0, SEED_MAX, &seed));
    *tie_break = (eep_tie_break)rule;
    *lottery_seed = (uint32_t)seed;
    return EEP_OK;
}

eep_status eep_ask_program_order(const eep_asker *asker, uint8_t rank[EEP_PROGRAMS])
{
    char path[EEP_PATH_LONGEST + 1];
    for (size_t i = 0; i < EEP_PROGRAMS; i++) {
        snprintf(path, sizeof path, "rounds.program_order.%s", eep_program_name(i));
        EEP_TRY(eep_ask_small(asker, path, EEP_UNIT_RANK, 1, RANK_MAX, &rank[i]));
        for (size_t k = 0; k < i && asker->record == NULL; k++)
            if (rank[k] == rank[i])
                return eep_leaf_fail(eep_leaf_on(asker->policy, path, asker->day), asker->error,
                                     EEP_ERROR_VALUE, "give each program a rank of its own",
                                     "%s and %s have the same rank, %u", path, eep_program_name(k), rank[i]);
    }
    return EEP_OK;
}

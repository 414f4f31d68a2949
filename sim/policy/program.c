/* program.c - the names of the programs. */
#include "eepool/policy.h"

static const struct {
    const char *name, *title;
} programs[] = {
    {"fsw", "Federal Skilled Worker Program"},
    {"cec", "Canadian Experience Class"},
    {"fst", "Federal Skilled Trades Program"},
    {"pnp", "Provincial Nominee Program"},
};
#define PROGRAMS (sizeof programs / sizeof *programs)

const char *eep_program_name(size_t index)
{
    return index < PROGRAMS ? programs[index].name : NULL;
}

const char *eep_program_title(size_t index)
{
    return index < PROGRAMS ? programs[index].title : NULL;
}

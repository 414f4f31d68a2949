/* folder.c - where the policies, models and the published history lie. */
#include <stdlib.h>
#include <unistd.h>

#include "eepool/engine.h"

const char *eep_data_folder(void)
{
    const char *chosen = getenv("EEPOOL_DATA");
    if (chosen != NULL && chosen[0] != '\0') return chosen;
    /* A library run from its build tree sees edits at once; an installed one has its own copy. */
    return access(EEP_DATA_BUILT "/policies", R_OK) == 0 ? EEP_DATA_BUILT : EEP_DATA_INSTALLED;
}

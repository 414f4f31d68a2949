/* history.c - where the published history is found: in the data folder, unless the caller knows better. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/sim.h"

/* `history/` of the data folder, with a file's name behind it; C heap. */
static eep_status history_path(const char *name, char **path, eep_error *error)
{
    const char *folder = eep_data_folder();
    const size_t size = strlen(folder) + sizeof "/history" + 1 + strlen(name);
    *path = malloc(size);
    if (*path == NULL) return eep_fail_memory(error, size);
    snprintf(*path, size, "%s/history%s%s", folder, name[0] != '\0' ? "/" : "", name);
    return EEP_OK;
}

eep_status eep_history_load(const char *folder, eep_history **history, eep_error *error)
{
    char *names = NULL, *own = NULL;
    EEP_TRY(history_path("names.csv", &names, error));
    eep_status status = folder == NULL ? history_path("", &own, error) : EEP_OK;
    if (status == EEP_OK)
        status = eep_history_load_folder(folder != NULL ? folder : own, names, history, error);
    free(own);
    free(names);
    return status;
}

eep_status eep_history_import(const char *path, eep_history **history, eep_error *error)
{
    char *names = NULL;
    EEP_TRY(history_path("names.csv", &names, error));
    const eep_status status = eep_history_import_feed(path, names, history, error);
    free(names);
    return status;
}

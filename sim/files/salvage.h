/* salvage.h - what is sound of a damaged file, and a provenance that says what is not. */
#ifndef EEP_SIM_SALVAGE_H
#define EEP_SIM_SALVAGE_H

#include "sim/sim.h"

/*
 * As eep_eepd_salvage. Where rows are lost, the provenance is a new one: how many and which, with the file's
 * own as its only part, so that nobody takes what is left for the whole.
 */
eep_status eep_pool_salvage(const eep_engine *engine, const char *path, const eep_read_options *options,
                            eep_columns *columns, char **provenance, eep_error *error);

#endif

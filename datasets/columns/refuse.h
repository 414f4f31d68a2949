/* refuse.h - explains why a text is no value of a column. */
#ifndef EEP_COLUMNS_REFUSE_H
#define EEP_COLUMNS_REFUSE_H

#include "datasets/columns/catalogue.h"

/* What was found, what the column allows, and what to do about it; always EEP_ERROR_VALUE. */
eep_status eep_refuse(const eep_catalogue_entry *entry, const char *text, size_t length, eep_error *error);

/* The same for nothing at all, where the column has no default: EEP_ERROR_MISSING. */
eep_status eep_refuse_empty(const eep_catalogue_entry *entry, eep_error *error);

#endif

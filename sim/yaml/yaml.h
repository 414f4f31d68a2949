/*
 * yaml.h - a YAML file as a tree whose every node knows its place.
 *
 * Policies, profiles and cases have free keys and dated leaves, and every complaint about them must name
 * file, line and column; so they are read through the events of libyaml into the tree below. Files of one
 * fixed shape (pool models) go through libcyaml instead. Anchors, aliases and tags are refused: a policy
 * is read by people, who should find each value where it stands.
 */
#ifndef EEP_SIM_YAML_H
#define EEP_SIM_YAML_H

#include "datasets/base.h"

typedef struct eep_yaml eep_yaml;
typedef struct eep_yaml_node eep_yaml_node;

typedef enum eep_yaml_kind { EEP_YAML_SCALAR, EEP_YAML_SEQUENCE, EEP_YAML_MAPPING } eep_yaml_kind;

/*
 * Reads one document of at most 16 MiB and 32 levels. The caller frees `*yaml`; nodes and texts live as
 * long. Fails with EEP_ERROR_NO_FILE, EEP_ERROR_IO, EEP_ERROR_SYNTAX (not YAML, several documents, an anchor,
 * an alias, a tag), EEP_ERROR_DUPLICATE (a key given twice in one mapping) or EEP_ERROR_MEMORY.
 */
eep_status eep_yaml_load(const char *path, eep_yaml **yaml, eep_error *error);
/* The same of the text of a file that has been read; `path` is named in errors. */
eep_status eep_yaml_read(const char *path, const char *text, size_t length, eep_yaml **yaml,
                         eep_error *error);
void eep_yaml_free(eep_yaml *yaml);

const char *eep_yaml_path(const eep_yaml *yaml);
const eep_yaml_node *eep_yaml_root(const eep_yaml *yaml); /* NULL for an empty document */

eep_yaml_kind eep_yaml_kind_of(const eep_yaml_node *node);
uint64_t eep_yaml_line(const eep_yaml_node *node);   /* from 1 */
uint64_t eep_yaml_column(const eep_yaml_node *node); /* from 1 */

/* The text of a scalar ("" for the others). `quoted` style does not matter: 2023-1 and "2023-1" are equal. */
const char *eep_yaml_text(const eep_yaml_node *node);

/* Members of a sequence or mapping; key is NULL in a sequence; both NULL past the end. */
size_t eep_yaml_count(const eep_yaml_node *node);
const eep_yaml_node *eep_yaml_key(const eep_yaml_node *node, size_t index);
const eep_yaml_node *eep_yaml_value(const eep_yaml_node *node, size_t index);
const eep_yaml_node *eep_yaml_find(const eep_yaml_node *node, const char *key); /* NULL when absent */

/* As eep_fail_at with the place of `node`. */
eep_status eep_yaml_fail(const eep_yaml *yaml, const eep_yaml_node *node, eep_error *error, eep_status status,
                         const char *advice, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* A scalar as a whole number in [minimum, maximum]; `what` names it in errors. */
eep_status eep_yaml_integer(const eep_yaml *yaml, const eep_yaml_node *node, const char *what,
                            int64_t minimum, int64_t maximum, int64_t *value, eep_error *error);

#endif

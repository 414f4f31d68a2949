/* tree.h - inside sim/yaml: what a tree is made of. */
#ifndef EEP_SIM_YAML_TREE_H
#define EEP_SIM_YAML_TREE_H

#include "sim/yaml/yaml.h"

struct eep_yaml_node {
    eep_yaml_kind kind;
    uint64_t line, column;
    const char *text;
    size_t count;                       /* members, once the collection has ended */
    const eep_yaml_node **key, **value; /* key is NULL for a sequence */
    const eep_yaml_node **sorted;       /* keys of a mapping by text; `order` leads back to the member */
    size_t order;                       /* position among the members of the parent */
    eep_yaml_node *first, *last, *next; /* while reading: the members so far, keys and values in turn */
};

/* A piece of the memory of a tree. */
typedef struct eep_yaml_chunk {
    struct eep_yaml_chunk *next;
    size_t size, used; /* bytes behind this header */
} eep_yaml_chunk;

struct eep_yaml {
    char *path;
    eep_yaml_chunk *chunks;
    const eep_yaml_node *root;
};

#endif

/* compare.c - what a case expects against what came. */
#include <stdlib.h>
#include <string.h>

#include "sim/cases/cases.h"

/* Everything that a case may name under `points`; the total and the sections first. */
#define SECTIONS_AND_TOTAL 5
#define ITEM(name)                                                                                           \
    {                                                                                                        \
#name, offsetof(eep_score_items, name)                                                               \
    }
static const struct {
    const char *name;
    size_t offset;
} items_at[] = {
    ITEM(total),
    ITEM(core),
    ITEM(spouse),
    ITEM(transferability),
    ITEM(additional),
    ITEM(age),
    ITEM(education),
    ITEM(first_language),
    ITEM(second_language),
    ITEM(canadian_work),
    ITEM(spouse_education),
    ITEM(spouse_language),
    ITEM(spouse_work),
    ITEM(education_language),
    ITEM(education_work),
    ITEM(education_pair),
    ITEM(foreign_language),
    ITEM(foreign_work),
    ITEM(foreign_pair),
    ITEM(certificate),
    ITEM(nomination),
    ITEM(job_offer),
    ITEM(canadian_study),
    ITEM(sibling),
    ITEM(french),
    ITEM(occupation_work),
    ITEM(occupation_offer),
};

const char *eep_case_item_at(const void *context, size_t index)
{
    (void)context;
    return index < sizeof items_at / sizeof *items_at ? items_at[index].name : NULL;
}

int eep_case_item(const eep_score_items *items, const char *name, uint16_t *points)
{
    for (size_t i = 0; i < sizeof items_at / sizeof *items_at; i++) {
        if (strcmp(items_at[i].name, name) != 0) continue;
        memcpy(points, (const char *)items + items_at[i].offset, sizeof *points);
        return 1;
    }
    return 0;
}

int eep_case_item_is_section(const char *name)
{
    for (size_t i = 0; i < SECTIONS_AND_TOTAL; i++) {
        if (strcmp(items_at[i].name, name) == 0) return 1;
    }
    return 0;
}

/* ---- Differences ------------------------------------------------------------------------------- */

/* A comparison going on. */
typedef struct comparison {
    eep_cases *cases;
    size_t index;
    const eep_case_entry *entry;
    eep_error *error;
} comparison;

static eep_status note(const comparison *at, const eep_yaml_node *where, const char *item,
                       const char *expected, const char *found)
{
    eep_difference_entry *entry = eep_growing_add(&at->cases->allocator, &at->cases->differences);
    if (entry == NULL) return eep_fail_memory(at->error, sizeof *entry);
    *entry = (eep_difference_entry){.face = {.index = at->index, .line = eep_yaml_line(where), .item = item},
                                    .order = at->cases->differences.count};
    snprintf(entry->expected, sizeof entry->expected, "%s", expected[0] ? expected : "none");
    snprintf(entry->found, sizeof entry->found, "%s", found[0] ? found : "none");
    return EEP_OK;
}

static eep_status compare_points(const comparison *at, const eep_score_items *items)
{
    const eep_yaml_node *points = eep_yaml_find(at->entry->node, "points"), *key;
    for (size_t i = 0; points != NULL && (key = eep_yaml_key(points, i)) != NULL; i++) {
        const eep_yaml_node *value = eep_yaml_value(points, i);
        uint16_t found = 0;
        char expected_text[16], found_text[16];
        (void)eep_case_item(items, eep_yaml_text(key), &found);
        const long expected = strtol(eep_yaml_text(value), NULL, 10);
        if (expected == found) continue;
        snprintf(expected_text, sizeof expected_text, "%ld", expected);
        snprintf(found_text, sizeof found_text, "%u", (unsigned)found);
        EEP_TRY(note(at, value, eep_yaml_text(key), expected_text, found_text));
    }
    return EEP_OK;
}

/* ---- Sets of names ----------------------------------------------------------------------------- */

#define NAMES_MAX 64 /* more than there can be categories */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void join_sorted(const char **names, size_t count, char *text, size_t size)
{
    size_t used = 0;
    qsort(names, count, sizeof *names, by_text);
    text[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? " " : "", names[i]);
}

/* A set is compared as its sorted names: the order in which a case lists them does not matter. */
static eep_status compare_set(const comparison *at, const char *key, const char **found, size_t count)
{
    const eep_yaml_node *set = eep_yaml_find(at->entry->node, key);
    const char *expected[NAMES_MAX];
    char expected_text[256], found_text[256];
    size_t wanted = 0;
    if (set == NULL) return EEP_OK;
    for (; wanted < NAMES_MAX && wanted < eep_yaml_count(set); wanted++)
        expected[wanted] = eep_yaml_text(eep_yaml_value(set, wanted));
    join_sorted(expected, wanted, expected_text, sizeof expected_text);
    join_sorted(found, count, found_text, sizeof found_text);
    if (wanted == eep_yaml_count(set) && strcmp(expected_text, found_text) == 0) return EEP_OK;
    return note(at, set, key, expected_text, found_text);
}

eep_status eep_case_compare(eep_cases *cases, size_t index, const eep_rules *rules,
                            const eep_case_outcome *outcome, eep_error *error)
{
    const comparison at = {cases, index, (const eep_case_entry *)cases->cases.data + index, error};
    const char *names[EEP_CATEGORIES_MAX];
    eep_category category;
    size_t count = 0;
    EEP_TRY(compare_points(&at, &outcome->items));
    for (size_t i = 0; eep_program_name(i) != NULL; i++) {
        if (outcome->programs >> i & 1) names[count++] = eep_program_name(i);
    }
    EEP_TRY(compare_set(&at, "programs", names, count));
    count = 0;
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++) {
        if (outcome->categories >> i & 1) names[count++] = category.id;
    }
    return compare_set(&at, "categories", names, count);
}

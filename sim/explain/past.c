/* past.c - the published rounds of some days, by type, and how many of them a score would have met. */
#include <stdio.h>
#include <string.h>

#include "sim/sim.h"

/* What the candidate belongs to. */
typedef struct belonging {
    const eep_rules *rules;
    uint8_t programs;
    uint32_t categories;
} belonging;

/* As eep_draw decides: categories take who also qualifies for a federal program. */
static int in_category(const belonging *has, const char *id)
{
    for (size_t i = 0; i < has->rules->categories; i++) {
        const eep_category_entry *entry = &has->rules->category[i];
        if (!entry->face.in_force || strcmp(entry->face.id, id) != 0) continue;
        return (has->categories & entry->rule.bit) != 0 &&
               (has->programs & (EEP_FSW | EEP_CEC | EEP_FST)) != 0;
    }
    return -1;
}

static int qualifies(const belonging *has, const eep_published_round *round)
{
    if (strcmp(round->kind, "general") == 0) return has->programs != 0;
    if (strcmp(round->kind, "category") == 0) return in_category(has, round->id);
    for (size_t i = 0; eep_program_name(i) != NULL; i++) {
        if (strcmp(round->kind, "program") != 0 || strcmp(round->id, eep_program_name(i)) != 0) continue;
        return has->rules->eligible.program[i].open ? has->programs >> i & 1 : -1;
    }
    return -1;
}

static int order_of(const eep_past_rounds *type)
{
    static const char *const kinds[] = {"general", "program", "category"};
    int order = 0;
    while (order < 3 && strcmp(type->kind, kinds[order]) != 0)
        order++;
    return order;
}

/* The type of a round, made in its place among the others when it is new; NULL when there is no room. */
static eep_past_rounds *type_of(eep_past_rounds *types, size_t *count, const eep_published_round *round)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(types[i].kind, round->kind) == 0 && strcmp(types[i].id, round->id) == 0) return &types[i];
    }
    if (*count == EEP_PAST_TYPES_MAX) return NULL;
    eep_past_rounds fresh = {.lowest = UINT16_MAX};
    snprintf(fresh.kind, sizeof fresh.kind, "%s", round->kind);
    snprintf(fresh.id, sizeof fresh.id, "%s", round->id);
    size_t at = (*count)++;
    for (; at > 0 && order_of(&types[at - 1]) > order_of(&fresh); at--)
        types[at] = types[at - 1];
    types[at] = fresh;
    return &types[at];
}

size_t eep_past_rounds_met(const eep_history *history, eep_date from, eep_date before, const eep_rules *rules,
                           int score, uint8_t programs, uint32_t categories,
                           eep_past_rounds types[EEP_PAST_TYPES_MAX])
{
    const belonging has = {rules, programs, categories};
    const eep_published_round *round;
    size_t count = 0;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (round->date < from || round->date >= before) continue;
        eep_past_rounds *type = type_of(types, &count, round);
        if (type == NULL) continue;
        type->rounds++;
        type->met += round->cutoff <= score;
        type->qualifies = qualifies(&has, round);
        if (round->cutoff < type->lowest) type->lowest = round->cutoff;
        type->last = round->cutoff;
        type->last_date = round->date;
        snprintf(type->last_name, sizeof type->last_name, "%s", round->official_name);
    }
    return count;
}

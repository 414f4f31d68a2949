/* standing.c - where one candidate stands among those who compete in a round. */
#include <stdio.h>

#include "sim/draw/field.h"
#include "sim/explain/explain.h"

/* The candidate, with what decides the rank. */
typedef struct contender {
    const eep_columns *columns;
    uint64_t row;
    uint16_t score;
    int64_t key;
    uint64_t id;
    int found;
} contender;

/* The others, as they are met one by one. */
typedef struct comparison {
    const eep_rules *rules;
    const eep_columns *columns;
    const contender *who;
    eep_standing *standing;
} comparison;

static void count_other(void *context, uint64_t entry)
{
    const comparison *with = context;
    const contender *who = with->who;
    eep_standing *standing = with->standing;
    const uint64_t row = eep_entry_row(entry);
    const uint16_t score = eep_entry_score(entry);
    if (with->columns == who->columns && row == who->row) return;
    standing->others++;
    if (score < who->score) return;
    if (score > who->score) {
        standing->above++;
        standing->ahead++;
        return;
    }
    const int64_t key = eep_field_key(with->rules, with->columns, row);
    standing->equal++;
    standing->ahead += key != who->key ? key < who->key : with->columns->id[row] < who->id;
}

static void find_row(void *context, uint64_t entry)
{
    contender *who = context;
    who->found |= eep_entry_row(entry) == who->row;
}

/* Whether the candidate competes, and with which score. */
static eep_status look_up(eep_engine *engine, const eep_rules *rules, const eep_filter *filter,
                          const eep_pool *candidates, uint64_t row, const eep_round *round,
                          eep_standing *standing, eep_error *error)
{
    const uint64_t rows = candidates->columns.rows;
    contender who = {.row = row};
    eep_field field;
    uint16_t *score = eep_allocate_raw(&engine->allocator, rows, sizeof *score);
    if (score == NULL) return eep_fail_memory(error, rows * sizeof *score);
    const eep_field_plan plan = {.columns = &candidates->columns, .counts = 1, .score = score};
    const eep_status status = eep_field_make(engine, rules, filter, round, &plan, &field, error);
    if (status == EEP_OK) {
        eep_field_each(&field, find_row, &who);
        standing->competes = who.found;
        standing->score = score[row];
        eep_field_clear(&field);
    }
    eep_release(&engine->allocator, score, rows, sizeof *score);
    return status;
}

eep_status eep_standing_of(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                           const eep_pool *candidates, uint64_t row, const eep_round *round,
                           eep_standing *standing, eep_error *error)
{
    const eep_field_plan plan = {.columns = &pool->columns, .counts = 1};
    eep_round open = *round;
    eep_filter filter;
    eep_field field;
    /* Everybody who competes is met. */
    open.floor = 0;
    open.invitations = UINT64_MAX;
    EEP_TRY(eep_explain_check_row(candidates, row, error));
    EEP_TRY(eep_filter_of(rules, round, &filter, error));
    *standing = (eep_standing){.competes = 0};
    snprintf(standing->official_name, sizeof standing->official_name, "%s", filter.official_name);
    EEP_TRY(look_up(engine, rules, &filter, candidates, row, &open, standing, error));
    EEP_TRY(eep_field_make(engine, rules, &filter, &open, &plan, &field, error));
    const contender who = {.columns = &candidates->columns,
                           .row = row,
                           .score = (uint16_t)standing->score,
                           .key = eep_field_key(rules, &candidates->columns, row),
                           .id = candidates->columns.id[row]};
    comparison with = {rules, &pool->columns, &who, standing};
    eep_field_each(&field, count_other, &with);
    eep_field_clear(&field);
    return EEP_OK;
}

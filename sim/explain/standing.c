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
} contender;

static void count_others(const eep_rules *rules, const eep_field *field, const eep_columns *columns,
                         const contender *who, eep_standing *standing)
{
    for (uint64_t row = 0; row < field->rows; row++) {
        if (!field->competes[row] || (columns == who->columns && row == who->row)) continue;
        standing->others++;
        if (field->score[row] < who->score) continue;
        if (field->score[row] > who->score) {
            standing->above++;
            standing->ahead++;
            continue;
        }
        const int64_t key = eep_field_key(rules, columns, row);
        standing->equal++;
        standing->ahead += key != who->key ? key < who->key : columns->id[row] < who->id;
    }
}

/* Whether the candidate competes, and with which score. */
static eep_status look_up(eep_engine *engine, const eep_rules *rules, const eep_filter *filter,
                          const eep_pool *candidates, uint64_t row, const eep_round *round,
                          eep_standing *standing, eep_error *error)
{
    eep_field field;
    EEP_TRY(eep_field_make(engine, rules, filter, candidates, round, NULL, &field, error));
    standing->competes = field.competes[row];
    standing->score = field.score[row];
    eep_field_clear(&field);
    return EEP_OK;
}

eep_status eep_standing_of(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                           const eep_pool *candidates, uint64_t row, const eep_round *round,
                           eep_standing *standing, eep_error *error)
{
    eep_round open = *round;
    eep_filter filter;
    eep_field field;
    open.floor = 0;
    EEP_TRY(eep_explain_check_row(candidates, row, error));
    EEP_TRY(eep_filter_of(rules, round, &filter, error));
    *standing = (eep_standing){.competes = 0};
    snprintf(standing->official_name, sizeof standing->official_name, "%s", filter.official_name);
    EEP_TRY(look_up(engine, rules, &filter, candidates, row, &open, standing, error));
    EEP_TRY(eep_field_make(engine, rules, &filter, pool, &open, NULL, &field, error));
    const contender who = {&candidates->columns, row, (uint16_t)standing->score,
                           eep_field_key(rules, &candidates->columns, row), candidates->columns.id[row]};
    count_others(rules, &field, &pool->columns, &who, standing);
    eep_field_clear(&field);
    return EEP_OK;
}

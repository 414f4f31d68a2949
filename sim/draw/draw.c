/* draw.c - one round of invitations, from policy and pool to notice. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/draw/field.h"

void eep_notice_begin(eep_notice *notice, const eep_rules *rules, const eep_round *round,
                      const eep_filter *filter)
{
    *notice = (eep_notice){.round = *round, .tie_break_rule = rules->tie_break};
    snprintf(notice->official_name, sizeof notice->official_name, "%s", filter->official_name);
    snprintf(notice->category_version, sizeof notice->category_version, "%s", filter->category_version);
    eep_rules_digest(rules, notice->policy_digest);
}

static eep_status hold(eep_engine *engine, const eep_rules *rules, const eep_round *round,
                       const eep_filter *filter, const eep_field_plan *plan, eep_invited *invited,
                       eep_notice *notice, eep_error *error)
{
    eep_field field;
    eep_notice_begin(notice, rules, round, filter);
    EEP_TRY(eep_field_make(engine, rules, filter, round, plan, &field, error));
    const eep_status status = eep_field_cut(engine, rules, &field, plan->columns, invited, notice, error);
    eep_field_clear(&field);
    return status;
}

/* ---- Rounds on columns -------------------------------------------------------------------------- */

eep_status eep_round_hold(eep_engine *engine, const eep_policy *policy, const eep_round *round,
                          const eep_field_plan *plan, eep_invited *invited, eep_notice *notice,
                          eep_error *error)
{
    eep_rules *rules;
    eep_filter filter;
    EEP_TRY(eep_round_check(round, error));
    EEP_TRY(eep_policy_at(policy, eep_time_date(round->moment), &rules, error));
    eep_status status = eep_filter_of(rules, round, &filter, error);
    if (status == EEP_OK) status = hold(engine, rules, round, &filter, plan, invited, notice, error);
    eep_rules_free(rules);
    return status;
}

eep_status eep_draw(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                    const eep_round *round, uint8_t *taken, uint8_t mark, eep_notice *notice,
                    eep_error *error)
{
    const eep_field_plan plan = {.columns = &pool->columns, .taken = taken, .counts = 1};
    if (taken != NULL && mark == 0) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give a mark of 1 to 255",
                        "a mark of 0 would mark nobody");
    }
    eep_invited invited = {.marks = taken, .mark = mark};
    return eep_round_hold(engine, policy, round, &plan, &invited, notice, error);
}

/* ---- Rounds on a packed pool -------------------------------------------------------------------- */

static int by_row(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

eep_status eep_packed_check_day(const eep_packed *packed, const eep_round *round, eep_error *error)
{
    const eep_rules *rules = packed->rules;
    char wanted[11], known[11];
    if (eep_time_date(round->moment) == rules->day) return EEP_OK;
    eep_date_format(eep_time_date(round->moment), wanted);
    eep_date_format(rules->day, known);
    return eep_fail(error, EEP_ERROR_ARGUMENT, "update the packed pool to the rules of that day",
                    "a round on %s on a pool packed for %s", wanted, known);
}

eep_status eep_packed_draw(eep_engine *engine, eep_packed *packed, const eep_round *round, eep_draw_wish wish,
                           uint64_t *invited, eep_notice *notice, eep_error *error)
{
    const eep_rules *rules = packed->rules;
    const eep_field_plan plan = {
        .columns = &packed->pool->columns, .packed = packed, .counts = wish == EEP_DRAW_NOTICE};
    eep_invited list = {.row = invited};
    eep_filter filter;
    EEP_TRY(eep_round_check(round, error));
    EEP_TRY(eep_packed_check_day(packed, round, error));
    EEP_TRY(eep_filter_of(rules, round, &filter, error));
    /* Without planes nobody can be looked at alone, and counting takes everybody. */
    if (plan.counts || rules->why_wide != NULL)
        EEP_TRY(eep_packed_prepare(engine, packed, filter.group, error));
    EEP_TRY(hold(engine, rules, round, &filter, &plan, &list, notice, error));
    if (invited != NULL) qsort(invited, notice->invited, sizeof *invited, by_row);
    return EEP_OK;
}

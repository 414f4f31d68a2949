/* draw.c - one round of invitations, from policy and pool to notice. */
#include <stdio.h>

#include "sim/draw/field.h"

static eep_status hold(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                       const eep_round *round, const uint8_t *taken, uint8_t *invited, uint8_t mark,
                       eep_field *field, eep_notice *notice, eep_error *error)
{
    eep_filter filter;
    EEP_TRY(eep_filter_of(rules, round, &filter, error));
    *notice = (eep_notice){.round = *round};
    snprintf(notice->official_name, sizeof notice->official_name, "%s", filter.official_name);
    snprintf(notice->category_version, sizeof notice->category_version, "%s", filter.category_version);
    eep_rules_digest(rules, notice->policy_digest);
    EEP_TRY(eep_field_make(engine, rules, &filter, pool, round, taken, field, error));
    const eep_status status =
        eep_field_cut(engine, rules, field, &pool->columns, round->invitations, invited, mark, notice, error);
    if (status != EEP_OK) eep_field_clear(field);
    return status;
}

eep_status eep_round_hold(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                          const eep_round *round, const uint8_t *taken, uint8_t *invited, uint8_t mark,
                          eep_field *field, eep_notice *notice, eep_error *error)
{
    eep_rules *rules;
    EEP_TRY(eep_round_check(round, error));
    EEP_TRY(eep_policy_at(policy, eep_time_date(round->moment), &rules, error));
    const eep_status status = hold(engine, rules, pool, round, taken, invited, mark, field, notice, error);
    eep_rules_free(rules);
    return status;
}

eep_status eep_draw(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                    const eep_round *round, uint8_t *taken, uint8_t mark, eep_notice *notice,
                    eep_error *error)
{
    eep_field field;
    if (taken != NULL && mark == 0) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give a mark of 1 to 255",
                        "a mark of 0 would mark nobody");
    }
    EEP_TRY(eep_round_hold(engine, policy, pool, round, taken, taken, mark, &field, notice, error));
    eep_field_clear(&field);
    return EEP_OK;
}

/* rounds.c - rounds in a row on one pool: the invited of each have left before the next. */
#include "sim/sim.h"

static eep_status check_order(const eep_round *rounds, size_t count, eep_error *error)
{
    if (count == 0 || count > UINT8_MAX) {
        return eep_fail(error, EEP_ERROR_ARGUMENT, "give 1 to 255 rounds", "%zu rounds", count);
    }
    for (size_t i = 1; i < count; i++) {
        if (rounds[i].moment >= rounds[i - 1].moment) continue;
        return eep_fail_at(error, EEP_ERROR_ARGUMENT, NULL, i + 1, 0,
                           "give rounds in the order of their moments", "round %zu is held before round %zu",
                           i + 1, i);
    }
    return EEP_OK;
}

eep_status eep_hold_rounds(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                           const eep_round *rounds, size_t count, uint8_t *taken, eep_notice *notices,
                           eep_error *error)
{
    EEP_TRY(check_order(rounds, count, error));
    const uint64_t rows = pool->columns.rows;
    uint8_t *gone = taken != NULL ? taken : eep_allocate(&engine->allocator, rows, 1);
    if (gone == NULL) return eep_fail_memory(error, rows);
    eep_status status = EEP_OK;
    for (size_t i = 0; i < count && status == EEP_OK; i++) {
        status = eep_draw(engine, policy, pool, &rounds[i], gone, (uint8_t)(i + 1), &notices[i], error);
        if (status != EEP_OK && error != NULL) error->line = i + 1;
    }
    if (taken == NULL) eep_release(&engine->allocator, gone, rows, 1);
    return status;
}

/* rounds.c - rounds in a row on one pool: the invited of each have left before the next. */
#include "sim/draw/field.h"
#include "sim/ranking/ranking.h"

/* From here on a packed pool, and for so many rounds on one day a ranking, takes less time than it saves. */
#define PACKED_ROUNDS  3
#define RANKING_ROUNDS 8

eep_status eep_rounds_check_order(const eep_round *rounds, size_t count, eep_error *error)
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

/* ---- Rounds by the columns ----------------------------------------------------------------------- */

static eep_status hold_on_columns(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                                  const eep_round *rounds, size_t count, uint8_t *taken, eep_notice *notices,
                                  eep_error *error)
{
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

/* ---- Rounds on a packed pool --------------------------------------------------------------------- */

/* A run, and where it stands. */
typedef struct rounds_run {
    eep_engine *engine;
    const eep_policy *policy;
    const eep_pool *pool;
    const eep_round *rounds;
    size_t count;
    uint8_t *taken;
    eep_notice *notices;
    eep_rules *rules;     /* of the day of the last round */
    eep_packed *packed;   /* of these rules */
    eep_ranking *ranking; /* NULL, or of the packed pool */
    uint64_t *row, rows;  /* room for the invited of a round */
} rounds_run;

/* How many rounds from `i` on are held on its day. */
static size_t rounds_on_day(const rounds_run *run, size_t i)
{
    const eep_date day = eep_time_date(run->rounds[i].moment);
    size_t end = i;
    while (end < run->count && eep_time_date(run->rounds[end].moment) == day)
        end++;
    return end - i;
}

/* Those who had left before the run. */
static eep_status take_out_gone(rounds_run *run, eep_error *error)
{
    const uint64_t words = EEP_SET_WORDS(run->pool->columns.rows);
    if (run->taken == NULL) return EEP_OK;
    uint64_t *gone = eep_allocate_raw(&run->engine->allocator, words, sizeof *gone);
    if (gone == NULL) return eep_fail_memory(error, words * sizeof *gone);
    run->engine->kernels.flags(run->taken, UINT8_MAX, run->pool->columns.rows, gone);
    for (uint64_t word = 0; word < words; word++)
        run->packed->active[word] &= ~gone[word];
    eep_release(&run->engine->allocator, gone, words, sizeof *gone);
    return EEP_OK;
}

static eep_status make_packed(rounds_run *run, eep_error *error)
{
    EEP_TRY(eep_packed_new(run->engine, run->rules, run->pool, &run->packed, error));
    return take_out_gone(run, error);
}

/* The packed pool on the day of round `i`, and a ranking of it where that pays. */
static eep_status go_to_day(rounds_run *run, size_t i, eep_error *error)
{
    const eep_date day = eep_time_date(run->rounds[i].moment);
    eep_rules *rules, *before = run->rules;
    if (before != NULL && before->day == day) return EEP_OK;
    if (run->ranking != NULL) eep_ranking_retire(run->ranking);
    eep_ranking_free(run->ranking);
    run->ranking = NULL;
    EEP_TRY(eep_policy_at(run->policy, day, &rules, error));
    run->rules = rules;
    const eep_status status = run->packed == NULL ? make_packed(run, error)
                                                  : eep_packed_update(run->engine, run->packed, rules, error);
    eep_rules_free(before);
    EEP_TRY(status);
    if (rounds_on_day(run, i) < RANKING_ROUNDS || eep_ranking_check(rules, run->packed->rows, NULL) != EEP_OK)
        return EEP_OK;
    return eep_ranking_new(run->engine, run->packed, &run->ranking, error);
}

/* Room for the invited of a round: never more than there are candidates. */
static eep_status make_room(rounds_run *run, uint64_t invitations, eep_error *error)
{
    const uint64_t all = run->pool->columns.rows, needed = invitations < all ? invitations : all;
    if (needed <= run->rows && run->row != NULL) return EEP_OK;
    eep_release(&run->engine->allocator, run->row, run->rows, sizeof *run->row);
    run->rows = needed;
    run->row = eep_allocate_raw(&run->engine->allocator, needed, sizeof *run->row);
    return run->row != NULL ? EEP_OK : eep_fail_memory(error, needed * sizeof *run->row);
}

/* A ranking remembers itself whom it invited, and tells the packed pool when the day is over. */
static eep_status take_out_invited(rounds_run *run, size_t i, eep_error *error)
{
    const uint64_t invited = run->notices[i].invited;
    for (uint64_t k = 0; k < invited && run->taken != NULL; k++)
        run->taken[run->row[k]] = (uint8_t)(i + 1);
    return run->ranking != NULL ? EEP_OK : eep_packed_set_active(run->packed, run->row, invited, 0, error);
}

static eep_status hold_round(rounds_run *run, size_t i, eep_error *error)
{
    const eep_round *round = &run->rounds[i];
    EEP_TRY(eep_round_check(round, error));
    EEP_TRY(go_to_day(run, i, error));
    EEP_TRY(make_room(run, round->invitations, error));
    if (run->ranking != NULL)
        EEP_TRY(eep_ranking_draw(run->engine, run->ranking, round, run->row, &run->notices[i], error));
    else
        EEP_TRY(eep_packed_draw(run->engine, run->packed, round, EEP_DRAW_NOTICE, run->row, &run->notices[i],
                                error));
    return take_out_invited(run, i, error);
}

static eep_status hold_on_packed(rounds_run *run, eep_error *error)
{
    eep_status status = EEP_OK;
    for (size_t i = 0; i < run->count && status == EEP_OK; i++) {
        status = hold_round(run, i, error);
        if (status != EEP_OK && error != NULL) error->line = i + 1;
    }
    eep_ranking_free(run->ranking);
    eep_packed_free(run->packed);
    eep_rules_free(run->rules);
    eep_release(&run->engine->allocator, run->row, run->rows, sizeof *run->row);
    return status;
}

eep_status eep_hold_rounds(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                           const eep_round *rounds, size_t count, uint8_t *taken, eep_notice *notices,
                           eep_error *error)
{
    EEP_TRY(eep_rounds_check_order(rounds, count, error));
    if (count < PACKED_ROUNDS)
        return hold_on_columns(engine, policy, pool, rounds, count, taken, notices, error);
    rounds_run run = {.engine = engine,
                      .policy = policy,
                      .pool = pool,
                      .rounds = rounds,
                      .count = count,
                      .taken = taken,
                      .notices = notices};
    return hold_on_packed(&run, error);
}

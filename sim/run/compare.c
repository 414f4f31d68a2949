/* compare.c - a baseline and a reform on the same people: who gains an invitation, and who loses one. */
#include "sim/draw/field.h"

/* One side of the comparison. */
typedef struct comparison_side {
    uint16_t *score;
    uint8_t *programs, *invited;
} comparison_side;

static void clear_side(eep_engine *engine, comparison_side *side, uint64_t rows)
{
    eep_release(&engine->allocator, side->score, rows, sizeof *side->score);
    eep_release(&engine->allocator, side->programs, rows, sizeof *side->programs);
    eep_release(&engine->allocator, side->invited, rows, sizeof *side->invited);
}

static eep_status hold_side(eep_engine *engine, const eep_policy *policy, const eep_pool *pool,
                            const eep_round *round, const uint8_t *taken, comparison_side *side,
                            eep_notice *notice, eep_error *error)
{
    const uint64_t rows = pool->columns.rows;
    *side = (comparison_side){
        .score = eep_allocate_raw(&engine->allocator, rows, sizeof *side->score),
        .programs = eep_allocate_raw(&engine->allocator, rows, sizeof *side->programs),
        .invited = eep_allocate(&engine->allocator, rows, sizeof *side->invited),
    };
    eep_status status = EEP_OK;
    if (side->score == NULL || side->programs == NULL || side->invited == NULL) {
        status = eep_fail_memory(error, rows * 4);
    } else {
        const eep_field_plan plan = {.columns = &pool->columns,
                                     .taken = taken,
                                     .counts = 1,
                                     .score = side->score,
                                     .programs = side->programs};
        eep_invited invited = {.marks = side->invited, .mark = 1};
        status = eep_round_hold(engine, policy, round, &plan, &invited, notice, error);
    }
    if (status != EEP_OK) clear_side(engine, side, rows);
    return status;
}

static void add_change(eep_change *change, int before, int after)
{
    change->gained += (uint64_t)(after && !before);
    change->lost += (uint64_t)(before && !after);
    change->unchanged_invited += (uint64_t)(before && after);
}

/* Ranges are few and ordered from the top: a walk is as good as a table. */
static size_t range_of(uint16_t score)
{
    uint16_t low, high;
    for (size_t range = 0; range + 1 < EEP_RANGES; range++) {
        eep_score_range(range, &low, &high);
        if (score >= low) return range;
    }
    return EEP_RANGES - 1;
}

const char *eep_outcome_name(size_t index)
{
    static const char *const names[] = {"none", "gained", "lost", "unchanged"};
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

static void tell_outcomes(const comparison_side *baseline, const comparison_side *reform, uint64_t rows,
                          uint8_t *outcome)
{
    for (uint64_t row = 0; row < rows; row++) {
        const int before = baseline->invited[row] != 0, after = reform->invited[row] != 0;
        outcome[row] = (uint8_t)(before ? (after ? EEP_OUTCOME_KEPT : EEP_OUTCOME_LOST)
                                        : (after ? EEP_OUTCOME_GAINED : EEP_OUTCOME_NONE));
    }
}

static void compare_rows(const comparison_side *baseline, const comparison_side *reform, const uint8_t *taken,
                         uint64_t rows, eep_comparison *comparison)
{
    for (uint64_t row = 0; row < rows; row++) {
        if (taken != NULL && taken[row] != 0) continue;
        const uint16_t before = baseline->score[row], after = reform->score[row];
        comparison->score_up += (uint64_t)(after > before);
        comparison->score_down += (uint64_t)(after < before);
        comparison->score_same += (uint64_t)(after == before);
        if (baseline->invited[row] == 0 && reform->invited[row] == 0) continue;
        add_change(&comparison->all, baseline->invited[row], reform->invited[row]);
        add_change(&comparison->by_range[range_of(before)], baseline->invited[row], reform->invited[row]);
        if (baseline->programs[row] == 0)
            add_change(&comparison->by_no_program, baseline->invited[row], reform->invited[row]);
        for (size_t p = 0; p < 4; p++) {
            if ((baseline->programs[row] >> p & 1) == 0) continue;
            add_change(&comparison->by_program[p], baseline->invited[row], reform->invited[row]);
        }
    }
}

eep_status eep_compare_people(eep_engine *engine, const eep_policy *baseline, const eep_policy *reform,
                              const eep_pool *pool, const eep_round *round, const uint8_t *taken,
                              uint8_t *outcome, eep_comparison *comparison, eep_error *error)
{
    comparison_side before, after;
    const uint64_t rows = pool->columns.rows;
    *comparison = (eep_comparison){0};
    EEP_TRY(hold_side(engine, baseline, pool, round, taken, &before, &comparison->baseline, error));
    const eep_status status =
        hold_side(engine, reform, pool, round, taken, &after, &comparison->reform, error);
    if (status == EEP_OK) {
        compare_rows(&before, &after, taken, rows, comparison);
        if (outcome != NULL) tell_outcomes(&before, &after, rows, outcome);
        clear_side(engine, &after, rows);
    }
    clear_side(engine, &before, rows);
    return status;
}

eep_status eep_compare(eep_engine *engine, const eep_policy *baseline, const eep_policy *reform,
                       const eep_pool *pool, const eep_round *round, const uint8_t *taken,
                       eep_comparison *comparison, eep_error *error)
{
    return eep_compare_people(engine, baseline, reform, pool, round, taken, NULL, comparison, error);
}

/*
 * fit.c - parameters from the record: a coordinate search over whole numbers.
 *
 * The error is the sum of absolute errors, in points, of the cut-offs of the rounds in the window, each
 * foretold in the attached mode from the record before it. First rounds of a type are left out: nothing can
 * be known. Keys are tried in the order of keys.def, four steps at once and then one, each down and up; a key
 * goes on in the direction that lowers the error. The search ends when a whole turn changes nothing.
 * Categories whose rounds in the window are fewer than FEW share their numbers, and are fitted together.
 * Every step away from where the search began costs PRICE points of error: the rounds are few, and a step
 * that gains less is taken for chance.
 */
#include <string.h>

#include "sim/backtest/backtest.h"
#include "sim/state/keys.h"

#define FEW       6
#define PRICE     4
#define TURNS_MAX 12

/* A window, and the errors in it while it is walked. */
typedef struct eep_fitting {
    const eep_history *history;
    eep_date from, until;
    eep_backtest_parameters *parameters;
    uint32_t rounds[EEP_TYPES_MAX]; /* of each type in the window */
    uint32_t seen[EEP_TYPES_MAX];
    int64_t sum;
    eep_backtest_parameters begun;
} eep_fitting;

static void add_error(void *context, size_t index, const eep_prediction *prediction)
{
    eep_fitting *fit = context;
    const eep_published_round *round = eep_history_round(fit->history, index);
    const int type = eep_state_type(fit->parameters, round->id);
    const int first = type >= 0 && fit->seen[type]++ == 0;
    if (first || round->date < fit->from || round->date >= fit->until) return;
    if (prediction->score == EEP_NO_SCORE) return;
    const int64_t off = prediction->score - round->cutoff;
    fit->sum += off < 0 ? -off : off;
}

/* Which types move with `type`: itself, or all categories of few rounds. */
static int moves_with(const eep_fitting *fit, size_t type, size_t other)
{
    const eep_type_parameters *parameters = fit->parameters->type;
    if (type == other) return 1;
    return !parameters[type].is_share && !parameters[other].is_share && fit->rounds[type] < FEW &&
           fit->rounds[other] < FEW;
}

/* Whether a key has a meaning for a type, and no earlier type moves it already. */
static int has_turn(const eep_fitting *fit, const eep_key *key, size_t type)
{
    if (key->step == 0) return 0;
    if (key->group != EEP_KEYS_type) return type == 0;
    const int of_flow = strcmp(key->name, "gain") != 0 && strcmp(key->name, "carry") != 0;
    if (fit->parameters->type[type].is_share && of_flow) return 0;
    for (size_t earlier = 0; earlier < type; earlier++) {
        if (moves_with(fit, type, earlier)) return 0;
    }
    return 1;
}

/* How many steps of its grid every key is away from where the search began. */
static int64_t steps_moved(const eep_fitting *fit)
{
    int64_t steps = 0;
    for (size_t i = 0; eep_key_at(i) != NULL; i++) {
        const eep_key *key = eep_key_at(i);
        for (size_t type = 0; type < fit->parameters->types; type++) {
            if (!has_turn(fit, key, type)) continue;
            const int64_t off =
                eep_key_read(fit->parameters, key, type) - eep_key_read(&fit->begun, key, type);
            steps += (off < 0 ? -off : off) / key->step;
        }
    }
    return steps;
}

/* The error of the parameters as they stand. */
static eep_status measure(eep_fitting *fit, int64_t *sum, eep_error *error)
{
    const eep_record_walk walk = {.history = fit->history,
                                  .parameters = fit->parameters,
                                  .mode = EEP_BACKTEST_ATTACHED,
                                  .from = fit->from,
                                  .to = fit->until - 1};
    fit->sum = 0;
    memset(fit->seen, 0, sizeof fit->seen);
    EEP_TRY(eep_walk_rounds(&walk, add_error, fit, error));
    *sum = fit->sum + PRICE * steps_moved(fit);
    return EEP_OK;
}

static void set(eep_fitting *fit, const eep_key *key, size_t type, int64_t value)
{
    if (key->group != EEP_KEYS_type) *eep_key_value(fit->parameters, key, 0) = value;
    for (size_t other = 0; key->group == EEP_KEYS_type && other < fit->parameters->types; other++) {
        if (moves_with(fit, type, other)) *eep_key_value(fit->parameters, key, other) = value;
    }
}

/* Goes from the value of a key in steps of `step` while the error falls. */
static eep_status descend(eep_fitting *fit, const eep_key *key, size_t type, int64_t step, int64_t *best,
                          eep_error *error)
{
    for (;;) {
        const int64_t value = *eep_key_value(fit->parameters, key, type);
        int64_t sum;
        if (value + step < key->lowest || value + step > key->highest) return EEP_OK;
        set(fit, key, type, value + step);
        const eep_status status = measure(fit, &sum, error);
        if (status != EEP_OK || sum >= *best) {
            set(fit, key, type, value);
            return status;
        }
        *best = sum;
    }
}

static eep_status one_turn(eep_fitting *fit, int64_t *best, eep_fit_progress said, void *context,
                           eep_error *error)
{
    for (size_t i = 0; eep_key_at(i) != NULL; i++) {
        const eep_key *key = eep_key_at(i);
        for (size_t type = 0; type < fit->parameters->types; type++) {
            char name[64];
            if (!has_turn(fit, key, type)) continue;
            const int64_t before = *eep_key_value(fit->parameters, key, type);
            for (int64_t step = 4 * key->step; step > 0; step = step == key->step ? 0 : step / 4) {
                EEP_TRY(descend(fit, key, type, -step, best, error));
                EEP_TRY(descend(fit, key, type, step, best, error));
            }
            const int64_t after = *eep_key_value(fit->parameters, key, type);
            if (said == NULL || after == before) continue;
            snprintf(name, sizeof name, "%s.%s",
                     key->group == EEP_KEYS_type ? fit->parameters->type[type].id
                                                 : eep_key_group_name(key->group),
                     key->name);
            said(context, name, after, *best);
        }
    }
    return EEP_OK;
}

static uint32_t count_rounds(eep_fitting *fit)
{
    const eep_published_round *round;
    uint32_t all = 0;
    for (size_t i = 0; (round = eep_history_round(fit->history, i)) != NULL; i++) {
        const int type = eep_state_type(fit->parameters, round->id);
        if (round->date < fit->from || round->date >= fit->until) continue;
        if (type >= 0) fit->rounds[type]++;
        all++;
    }
    return all;
}

eep_status eep_backtest_fit(const eep_history *history, eep_date from, eep_date until,
                            eep_backtest_parameters *parameters, eep_fit_progress said, void *context,
                            eep_error *error)
{
    eep_fitting fit = {.history = history, .from = from, .until = until, .parameters = parameters};
    int64_t best, before;
    fit.begun = *parameters;
    if (count_rounds(&fit) == 0) {
        return eep_fail(error, EEP_ERROR_INFEASIBLE, "choose a window with published rounds",
                        "no round was published in the training window");
    }
    EEP_TRY(measure(&fit, &best, error));
    if (said != NULL) said(context, "begin", 0, best);
    for (int turn = 0; turn < TURNS_MAX; turn++) {
        before = best;
        EEP_TRY(one_turn(&fit, &best, said, context, error));
        if (best == before) break;
    }
    parameters->trained_until = until;
    return EEP_OK;
}

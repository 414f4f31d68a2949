/* walk.c - foretells every round of the record in turn, each from what was published before it. */
#include <stdlib.h>

#include "sim/backtest/backtest.h"

/* A walk under way. */
typedef struct eep_walker {
    const eep_record_walk *walk;
    eep_errors errors;
    int *scores; /* of the replicates */
    uint32_t seen[EEP_TRACKS];
} eep_walker;

static int rounded(int64_t points)
{
    return (int)((points + EEP_ONE / 2) / EEP_ONE);
}

/* Nominees: the level of the time, and errors in points. */
static void foretell_nominees(eep_walker *walker, const eep_state *state, size_t index, int track,
                              int replicated, const eep_published_round *round, eep_prediction *prediction)
{
    const eep_record_walk *walk = walker->walk;
    const int64_t expected = eep_nominee_cutoff(state, round->invitations);
    const int64_t deviation = eep_errors_deviation(&walker->errors, track, walker->seen[track]);
    prediction->score = prediction->low = prediction->high = rounded(expected);
    for (uint32_t i = 0; replicated && i < walk->replicates; i++) {
        const int64_t noise = eep_noise(walk->seed, index, walk->mode, i);
        walker->scores[i] = rounded(expected + eep_scale(deviation, noise, EEP_ONE));
    }
    if (replicated) eep_interval(walker->scores, walk->replicates, &prediction->low, &prediction->high);
    eep_errors_learn(&walker->errors, track, round->cutoff * EEP_ONE - expected);
}

/* Of a stock: where it is deep enough, and how that moves when the stock is larger or smaller. */
static void foretell_stock(eep_walker *walker, const eep_state *state, size_t index, int track,
                           int replicated, const eep_published_round *round, eep_prediction *prediction)
{
    const eep_record_walk *walk = walker->walk;
    eep_field_estimate field;
    eep_state_field(state, round->id, &field);
    if (!field.known) return;
    const int64_t invitations = round->invitations * EEP_ONE;
    const int64_t wanted = invitations > field.nominees ? invitations - field.nominees : EEP_ONE;
    const int64_t deviation = eep_errors_deviation(&walker->errors, track, walker->seen[track]);
    prediction->score = prediction->low = prediction->high = eep_field_cutoff(&field, invitations);
    prediction->age = eep_state_age(state, round->id, prediction->score);
    for (uint32_t i = 0; replicated && i < walk->replicates; i++) {
        const int64_t noise = eep_noise(walk->seed, index, walk->mode, i);
        const int64_t factor = eep_exp2(eep_scale(deviation, noise, EEP_ONE));
        const int64_t fewer = eep_scale(wanted, EEP_FACTOR, factor > 0 ? factor : 1);
        walker->scores[i] = eep_field_cutoff(&field, field.nominees + fewer);
    }
    if (replicated) eep_interval(walker->scores, walk->replicates, &prediction->low, &prediction->high);
    const int64_t reached =
        round->cutoff < EEP_STATE_SCORES ? eep_field_reached(&field, round->cutoff) - field.nominees : 0;
    const int64_t limit = 3 * EEP_ONE;
    int64_t off = eep_log2_ratio(wanted, reached > 0 ? reached : 1);
    off = off > limit ? limit : off < -limit ? -limit : off;
    if (walker->seen[track] > 0) eep_errors_learn(&walker->errors, track, off);
}

static void foretell(eep_walker *walker, const eep_state *state, size_t index,
                     const eep_published_round *round, eep_prediction *prediction)
{
    const int track = eep_errors_track(&walker->errors, round->id);
    const int replicated = walker->scores != NULL && round->date >= walker->walk->from;
    *prediction = (eep_prediction){.score = EEP_NO_SCORE,
                                   .low = EEP_NO_SCORE,
                                   .high = EEP_NO_SCORE,
                                   .age = EEP_NO_AGE,
                                   .snapshot_day = state->snapshot_day,
                                   .arrivals = (int)(state->last_arrivals * 7 / EEP_ONE),
                                   .usual = (int)(state->usual_arrivals * 7 / EEP_ONE)};
    if (track < 0 || !state->has_snapshot) return;
    if (track == EEP_TRACKS - 1) {
        foretell_nominees(walker, state, index, track, replicated, round, prediction);
    } else {
        foretell_stock(walker, state, index, track, replicated, round, prediction);
    }
    walker->seen[track]++;
}

eep_status eep_walk_rounds(const eep_record_walk *walk,
                           void (*each)(void *context, size_t index, const eep_prediction *prediction),
                           void *context, eep_error *error)
{
    const eep_published_round *round;
    eep_walker walker = {.walk = walk};
    eep_replay *replay;
    if (walk->replicates > 0) {
        walker.scores = calloc(walk->replicates, sizeof *walker.scores);
        if (walker.scores == NULL) return eep_fail_memory(error, walk->replicates * sizeof *walker.scores);
    }
    const eep_status status = eep_replay_begin(walk->history, walk->parameters, walk->mode, &replay, error);
    if (status == EEP_OK) eep_errors_begin(&walker.errors, walk->parameters);
    for (size_t i = 0; status == EEP_OK && (round = eep_history_round(walk->history, i)) != NULL; i++) {
        eep_prediction prediction;
        if (round->date > walk->to) break;
        foretell(&walker, eep_replay_before(replay, i), i, round, &prediction);
        each(context, i, &prediction);
    }
    if (status == EEP_OK) eep_replay_end(replay);
    free(walker.scores);
    return status;
}

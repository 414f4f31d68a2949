/* backtest_count.c - the errors of a run, added up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/backtest.h"

int backtest_said(const eep_backtest_round *round, int predictor)
{
    if (predictor >= PREDICTOR_SIMPLE) return round->simple[predictor - PREDICTOR_SIMPLE];
    return round->prediction[predictor].score;
}

const char *backtest_type_title(const char *id)
{
    return strcmp(id, "all") == 0 ? "general" : id;
}

static int is_picked(const backtest_pick *pick, const eep_published_round *round)
{
    if (round->date < pick->from || round->date > pick->to) return 0;
    if (pick->without_nominees && strcmp(round->id, "pnp") == 0) return 0;
    return pick->type == NULL || strcmp(round->id, pick->type) == 0;
}

/* The age of the tie-break of the round of this type before, in the run; EEP_NO_AGE when there is none. */
static int last_age(const backtest_view *view, size_t index)
{
    const eep_backtest_round *round = eep_backtest_round_at(view->backtest, index);
    while (index-- > 0) {
        const eep_backtest_round *earlier = eep_backtest_round_at(view->backtest, index);
        if (strcmp(earlier->round.id, round->round.id) == 0) return earlier->age;
    }
    return EEP_NO_AGE;
}

static void count_age(const backtest_view *view, size_t index, int predictor, backtest_tally *tally)
{
    const eep_backtest_round *round = eep_backtest_round_at(view->backtest, index);
    const int said = predictor < PREDICTOR_SIMPLE ? round->prediction[predictor].age : EEP_NO_AGE;
    const int last = last_age(view, index);
    if (said == EEP_NO_AGE || last == EEP_NO_AGE || round->age == EEP_NO_AGE) return;
    tally->ages++;
    tally->age_errors += abs(said - round->age);
    tally->last_age_errors += abs(last - round->age);
}

void backtest_count(const backtest_view *view, const backtest_pick *pick, int predictor,
                    backtest_tally *tally)
{
    const eep_backtest_round *round;
    *tally = (backtest_tally){0};
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        const int said = backtest_said(round, predictor);
        const int cutoff = round->round.cutoff;
        if (!is_picked(pick, &round->round) || said == EEP_NO_SCORE || round->earlier == 0) continue;
        tally->rounds++;
        tally->errors += abs(said - cutoff);
        tally->bias += said - cutoff;
        if (predictor >= PREDICTOR_SIMPLE) continue;
        const eep_prediction *prediction = &round->prediction[predictor];
        tally->covered += prediction->low <= cutoff && cutoff <= prediction->high;
        count_age(view, i, predictor, tally);
    }
}

const char *backtest_mean(int64_t sum, uint32_t count)
{
    static char buffers[16][24];
    static unsigned turn;
    char *text = buffers[turn++ % 16];
    if (count == 0) return "-";
    const int64_t whole = count;
    const int64_t tenths = ((sum < 0 ? -sum : sum) * 20 + whole) / (2 * whole);
    snprintf(text, sizeof buffers[0], "%s%" PRId64 ".%" PRId64, sum < 0 && tenths > 0 ? "-" : "", tenths / 10,
             tenths % 10);
    return text;
}

/* backtest_data.c - every round of a run as CSV or JSON. */
#include <jansson.h>

#include "sim/cli/backtest.h"

static const char *const mode_name[EEP_BACKTEST_MODES] = {"attached", "previous"};
static const char *const simple_name[EEP_SIMPLES] = {"last", "mean_of_three", "spread", "spread_previous",
                                                     "share"};

static void put_score(FILE *stream, int value, int missing)
{
    if (value == missing) {
        putc(',', stream);
    } else {
        fprintf(stream, ",%d", value);
    }
}

static void put_prediction(FILE *stream, const eep_prediction *prediction)
{
    char day[11] = "";
    if (prediction->score != EEP_NO_SCORE) eep_date_format(prediction->snapshot_day, day);
    put_score(stream, prediction->score, EEP_NO_SCORE);
    put_score(stream, prediction->low, EEP_NO_SCORE);
    put_score(stream, prediction->high, EEP_NO_SCORE);
    put_score(stream, prediction->age, EEP_NO_AGE);
    fprintf(stream, ",%s", day);
}

void backtest_csv(const backtest_view *view, FILE *stream)
{
    const eep_backtest_round *round;
    fprintf(stream, "round,date,id,invitations,earlier,cutoff,age");
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        if (!view->shown[mode]) continue;
        const char *name = mode_name[mode];
        fprintf(stream, ",%s,%s_low,%s_high,%s_age,%s_snapshot", name, name, name, name, name);
    }
    for (int i = 0; i < EEP_SIMPLES; i++)
        fprintf(stream, ",%s", simple_name[i]);
    putc('\n', stream);
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++) {
        char day[11];
        eep_date_format(round->round.date, day);
        fprintf(stream, "%s,%s,%s,%u,%u,%u", round->round.number, day, round->round.id,
                round->round.invitations, round->earlier, round->round.cutoff);
        put_score(stream, round->age, EEP_NO_AGE);
        for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
            if (view->shown[mode]) put_prediction(stream, &round->prediction[mode]);
        }
        for (int k = 0; k < EEP_SIMPLES; k++)
            put_score(stream, round->simple[k], EEP_NO_SCORE);
        putc('\n', stream);
    }
}

static json_t *number_or_null(int value, int missing)
{
    return value == missing ? json_null() : json_integer(value);
}

static json_t *prediction_json(const eep_prediction *prediction)
{
    char day[11];
    eep_date_format(prediction->snapshot_day, day);
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "cutoff", number_or_null(prediction->score, EEP_NO_SCORE),
                     "low", number_or_null(prediction->low, EEP_NO_SCORE), "high",
                     number_or_null(prediction->high, EEP_NO_SCORE), "age",
                     number_or_null(prediction->age, EEP_NO_AGE), "snapshot",
                     prediction->score == EEP_NO_SCORE ? json_null() : json_string(day));
}

static json_t *round_json(const backtest_view *view, const eep_backtest_round *round)
{
    char day[11];
    eep_date_format(round->round.date, day);
    json_t *simple = json_object();
    for (int i = 0; i < EEP_SIMPLES; i++) {
        json_object_set_new(simple, simple_name[i], number_or_null(round->simple[i], EEP_NO_SCORE));
    }
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:i, s:i, s:i, s:o, s:o}", "round", round->round.number, "date", day, "id",
        round->round.id, "invitations", (int)round->round.invitations, "earlier", (int)round->earlier,
        "cutoff", (int)round->round.cutoff, "age", number_or_null(round->age, EEP_NO_AGE), "simple", simple);
    for (int mode = 0; mode < EEP_BACKTEST_MODES; mode++) {
        if (view->shown[mode])
            json_object_set_new(object, mode_name[mode], prediction_json(&round->prediction[mode]));
    }
    return object;
}

void backtest_json(const backtest_view *view, FILE *stream)
{
    const eep_backtest_round *round;
    char day[11];
    json_t *rounds = json_array();
    for (size_t i = 0; (round = eep_backtest_round_at(view->backtest, i)) != NULL; i++)
        json_array_append_new(rounds, round_json(view, round));
    eep_date_format(view->trained_until, day);
    json_t *all =
        json_pack("{s:s, s:s, s:i, s:I, s:o}", "version", EEP_VERSION, "trained_until", day, "replicates",
                  (int)view->options->replicates, "seed", (json_int_t)view->options->seed, "rounds", rounds);
    json_dumpf(all, stream, JSON_INDENT(2));
    putc('\n', stream);
    json_decref(all);
}

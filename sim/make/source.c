/* source.c - on what a pool is shaped: a count as it was published, or the estimate on a day. */
#include <stdlib.h>
#include <string.h>

#include "sim/make/make.h"

static const char *const names[] = {"snapshot", "estimate", "forecast"};
#define KINDS (sizeof names / sizeof *names)

const char *eep_fit_name(eep_fit_kind kind)
{
    return (size_t)kind < KINDS ? names[kind] : NULL;
}

int eep_fit_named(const char *name, eep_fit_kind *kind)
{
    for (size_t k = 0; k < KINDS; k++) {
        if (strcmp(names[k], name) != 0) continue;
        *kind = (eep_fit_kind)k;
        return 1;
    }
    return 0;
}

/* The digest of parameters as they are written, whatever the layout and comments of their file. */
static eep_status digest_of(const eep_backtest_parameters *parameters, char digest[EEP_DIGEST_TEXT],
                            eep_error *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL) return eep_fail_memory(error, 0);
    eep_backtest_parameters_write(parameters, stream);
    const int closed = fclose(stream);
    if (closed == 0) eep_model_text_digest(text, length, digest);
    free(text);
    return closed == 0 ? EEP_OK : eep_fail_memory(error, length);
}

eep_status eep_source_parameters(char digest[EEP_DIGEST_TEXT], eep_error *error)
{
    eep_backtest_parameters *parameters;
    EEP_TRY(eep_backtest_parameters_load(NULL, &parameters, error));
    const eep_status status = digest_of(parameters, digest, error);
    eep_backtest_parameters_free(parameters);
    return status;
}

static eep_status last_snapshot(const eep_history *history, eep_date day, eep_source *source,
                                eep_error *error)
{
    char text[11];
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, day);
    source->kind = EEP_FIT_SNAPSHOT;
    if (snapshot != NULL) {
        source->day = source->before = source->snapshot = snapshot->as_of;
        return EEP_OK;
    }
    eep_date_format(day, text);
    return eep_fail(error, EEP_ERROR_INFEASIBLE, "choose a later day, or the raw model",
                    "no score ranges were published up to %s", text);
}

/* A count of the day itself that no round printed is in no estimate, and is as good as the others. */
static int has_count_of_its_own(const eep_history *history, eep_date day, const eep_source *source)
{
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, day);
    return source->kind == EEP_FIT_ESTIMATE && snapshot != NULL && snapshot->as_of == day &&
           eep_estimate_snapshot_day(source->estimate) != day;
}

static int is_beyond(const eep_history *history, eep_date day)
{
    eep_date last = 0;
    const eep_published_round *round;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++)
        if (round->date > last) last = round->date;
    return day - last > EEP_RECORD_DAYS;
}

static eep_status estimate_on(const eep_history *history, eep_date day, eep_source *source, eep_error *error)
{
    eep_backtest_mode mode = source->kind == EEP_FIT_FORECAST ? EEP_BACKTEST_PREVIOUS : EEP_BACKTEST_ATTACHED;
    eep_backtest_parameters *parameters;
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, day);
    if (snapshot != NULL && is_beyond(history, day)) {
        /* Moved on with arrivals and no rounds the pool would only grow: the last count is nearer to it. */
        mode = EEP_BACKTEST_ATTACHED;
        day = snapshot->as_of;
    }
    EEP_TRY(eep_backtest_parameters_load(NULL, &parameters, error));
    eep_status status = digest_of(parameters, source->parameters, error);
    if (status == EEP_OK) status = eep_estimate_eve(history, parameters, day, mode, &source->estimate, error);
    eep_backtest_parameters_free(parameters);
    if (status == EEP_ERROR_INFEASIBLE) return last_snapshot(history, day, source, error);
    if (status != EEP_OK) return status;
    if (has_count_of_its_own(history, day, source)) {
        eep_source_clear(source);
        return last_snapshot(history, day, source, error);
    }
    source->day = eep_estimate_day(source->estimate);
    source->before = day;
    source->snapshot = eep_estimate_snapshot_day(source->estimate);
    source->rounds = eep_estimate_rounds_since(source->estimate);
    return EEP_OK;
}

eep_status eep_source_find(const eep_recipe *recipe, const eep_history *history, const eep_model *model,
                           eep_source *source, eep_error *error)
{
    *source = (eep_source){.has_fit = recipe->has_fit,
                           .kind = recipe->kind,
                           .day = recipe->fit,
                           .before = recipe->fit,
                           .snapshot = recipe->fit};
    if (!recipe->has_fit || recipe->kind == EEP_FIT_SNAPSHOT) return EEP_OK;
    const eep_date day = eep_time_date(recipe->moment);
    return model->file != NULL ? estimate_on(history, day, source, error)
                               : last_snapshot(history, day, source, error);
}

void eep_source_clear(eep_source *source)
{
    eep_estimate_free(source->estimate);
    source->estimate = NULL;
}

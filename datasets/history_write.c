/* history_write.c - writes rounds.csv and pool_bands.csv. */
#include <inttypes.h>

#include "datasets/history.h"

static void put_header(FILE *stream, const char *const *names, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        fprintf(stream, "%s%s", i > 0 ? "," : "", names[i]);
    fputc('\n', stream);
}

static void put_text(FILE *stream, const char *text)
{
    eep_csv_put(stream, text);
    fputc(',', stream);
}

static void put_date(FILE *stream, eep_date date)
{
    char text[11];
    eep_date_format(date, text);
    put_text(stream, text);
}

static void put_time(FILE *stream, eep_time time)
{
    char text[21];
    eep_time_format(time, text);
    put_text(stream, text);
}

/* In the order of eep_round_columns. */
static void put_round(FILE *stream, const eep_published_round *round)
{
    put_text(stream, round->number);
    put_date(stream, round->date);
    put_time(stream, round->moment);
    put_text(stream, round->kind);
    put_text(stream, round->id);
    put_text(stream, round->version_text);
    fprintf(stream, "%" PRIu32 ",%" PRIu16 ",", round->invitations, round->cutoff);
    if (round->has_tie_break) {
        put_time(stream, round->tie_break);
    } else {
        put_text(stream, "");
    }
    put_text(stream, round->official_name);
    if (round->has_pool_as_of) {
        put_date(stream, round->pool_as_of);
    } else {
        put_text(stream, "");
    }
    eep_csv_put(stream, round->flags);
    fputc('\n', stream);
}

/* In the order of eep_band_columns. */
static void put_snapshot(FILE *stream, const eep_snapshot *snapshot)
{
    put_date(stream, snapshot->as_of);
    for (size_t i = 0; i < EEP_RANGES; i++)
        fprintf(stream, "%" PRIu32 ",", snapshot->count[i]);
    fprintf(stream, "%" PRIu32 ",", snapshot->total);
    put_text(stream, snapshot->source);
    eep_csv_put(stream, snapshot->flags);
    fputc('\n', stream);
}

eep_status eep_history_write_rounds(const eep_history *history, const char *path, int overwrite,
                                    eep_error *error)
{
    eep_output output;
    EEP_TRY(eep_output_open(&output, path, overwrite, error));
    put_header(output.stream, eep_round_columns, EEP_ROUND_COLUMNS);
    for (size_t i = 0; i < history->rounds; i++)
        put_round(output.stream, &history->round[i]);
    return eep_output_commit(&output, error);
}

eep_status eep_history_write_bands(const eep_history *history, const char *path, int overwrite,
                                   eep_error *error)
{
    eep_output output;
    EEP_TRY(eep_output_open(&output, path, overwrite, error));
    put_header(output.stream, eep_band_columns, EEP_BAND_COLUMNS);
    for (size_t i = 0; i < history->snapshots; i++)
        put_snapshot(output.stream, &history->snapshot[i]);
    return eep_output_commit(&output, error);
}

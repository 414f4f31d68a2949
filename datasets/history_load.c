/* history_load.c - reads rounds.csv and pool_bands.csv, and checks that they can be true. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/history.h"

static const char *const sources[] = {"official_feed", "third_party_copy"};

/* ---- Snapshots --------------------------------------------------------------------------------- */

static eep_status check_source(const eep_table *table, const char *source, eep_error *error)
{
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (strcmp(source, sources[i]) == 0) return EEP_OK;
    }
    return eep_table_fail(table, EEP_BAND_SOURCE, error, EEP_ERROR_UNKNOWN,
                          "write official_feed or third_party_copy", "'%.40s' is not a known source", source);
}

/* A sum that does not come out is published fact only where a remark says by how much. */
static eep_status check_sum(const eep_table *table, const eep_snapshot *snapshot, eep_error *error)
{
    char remark[40];
    eep_snapshot_remark(snapshot, remark);
    if (remark[0] == '\0') {
        if (!eep_flag_begins(snapshot->flags, "leaves_")) return EEP_OK;
        return eep_table_fail(table, EEP_BAND_FLAGS, error, EEP_ERROR_VALUE, "remove the remark",
                              "'%s' says that the ranges miss the total, but they add up", snapshot->flags);
    }
    if (eep_flag_has(snapshot->flags, remark)) return EEP_OK;
    char advice[160];
    snprintf(advice, sizeof advice, "correct the counts; if they were printed so, add '%s' to flags", remark);
    return eep_table_fail(table, EEP_BAND_TOTAL, error, EEP_ERROR_VALUE, advice,
                          "the fifteen ranges do not add up to %" PRIu32, snapshot->total);
}

static eep_status read_snapshot(const eep_table *table, eep_history *history, eep_error *error)
{
    eep_snapshot snapshot = {0};
    EEP_TRY(eep_table_date(table, EEP_BAND_AS_OF, &snapshot.as_of, error));
    for (size_t i = 0; i < EEP_RANGES; i++)
        EEP_TRY(eep_table_integer(table, EEP_BAND_RANGE + i, UINT32_MAX, &snapshot.count[i], error));
    EEP_TRY(eep_table_integer(table, EEP_BAND_TOTAL, UINT32_MAX, &snapshot.total, error));
    EEP_TRY(eep_table_copy(table, EEP_BAND_SOURCE, snapshot.source, sizeof snapshot.source, error));
    EEP_TRY(eep_table_copy(table, EEP_BAND_FLAGS, snapshot.flags, sizeof snapshot.flags, error));
    EEP_TRY(check_source(table, snapshot.source, error));
    if (eep_snapshot_people(&snapshot) == 0) {
        return eep_table_fail(table, EEP_BAND_RANGE, error, EEP_ERROR_VALUE,
                              "correct the counts, or remove the line", "the fifteen ranges hold nobody");
    }
    EEP_TRY(check_sum(table, &snapshot, error));

    const eep_snapshot *last = history->snapshots > 0 ? &history->snapshot[history->snapshots - 1] : NULL;
    if (last != NULL && last->as_of == snapshot.as_of) {
        return eep_table_fail(table, EEP_BAND_AS_OF, error, EEP_ERROR_DUPLICATE, "keep one of the lines",
                              "there are two snapshots of %s", eep_table_text(table, EEP_BAND_AS_OF));
    }
    if (last != NULL && last->as_of > snapshot.as_of) {
        return eep_table_fail(table, EEP_BAND_AS_OF, error, EEP_ERROR_VALUE, "sort the lines by day",
                              "%s comes after a later day", eep_table_text(table, EEP_BAND_AS_OF));
    }
    return eep_history_add_snapshot(history, &snapshot, error);
}

/* ---- Rounds ------------------------------------------------------------------------------------ */

static eep_status read_number(const eep_table *table, eep_published_round *round, eep_error *error)
{
    EEP_TRY(eep_table_copy(table, EEP_ROUND_NUMBER, round->number, sizeof round->number, error));
    if (eep_round_number_valid(round->number)) return EEP_OK;
    return eep_table_fail(table, EEP_ROUND_NUMBER, error, EEP_ERROR_VALUE, "write it as 254 or 91a",
                          "'%s' is not the number of a round", round->number);
}

static eep_status read_kind(const eep_table *table, const eep_round_names *names, eep_published_round *round,
                            eep_error *error)
{
    char advice[240];
    eep_round_names_list list = {names, NULL};
    EEP_TRY(eep_table_copy(table, EEP_ROUND_KIND, round->kind, sizeof round->kind, error));
    EEP_TRY(eep_table_copy(table, EEP_ROUND_ID, round->id, sizeof round->id, error));
    if (!eep_round_names_kind(names, round->kind)) {
        eep_did_you_mean(advice, sizeof advice, round->kind, eep_round_names_at, &list,
                         "write general, program, category or unknown");
        return eep_table_fail(table, EEP_ROUND_KIND, error, EEP_ERROR_UNKNOWN, advice,
                              "'%s' is not a kind of round", round->kind);
    }
    if (eep_round_names_pair(names, round->kind, round->id)) return EEP_OK;
    list.kind = round->kind;
    eep_did_you_mean(advice, sizeof advice, round->id, eep_round_names_at, &list,
                     "see the ids in names.csv; an unknown one has kind and id unknown");
    return eep_table_fail(table, EEP_ROUND_ID, error, EEP_ERROR_UNKNOWN, advice,
                          "'%s' is not an id of kind %s", round->id, round->kind);
}

static eep_status read_times(const eep_table *table, eep_published_round *round, eep_error *error)
{
    EEP_TRY(eep_table_date(table, EEP_ROUND_DATE, &round->date, error));
    EEP_TRY(eep_table_time(table, EEP_ROUND_MOMENT, &round->moment, error));
    if (eep_time_date(round->moment) != round->date && !eep_flag_begins(round->flags, "time_")) {
        return eep_table_fail(table, EEP_ROUND_MOMENT, error, EEP_ERROR_VALUE,
                              "correct it; if it was printed so, add 'time_utc_is_next_day' to flags",
                              "the moment is not on the date of the round");
    }
    round->has_tie_break = eep_table_text(table, EEP_ROUND_TIE_BREAK)[0] != '\0';
    if (round->has_tie_break) {
        EEP_TRY(eep_table_time(table, EEP_ROUND_TIE_BREAK, &round->tie_break, error));
        if (round->tie_break > round->moment && !eep_flag_has(round->flags, "tie_after_round_time")) {
            return eep_table_fail(table, EEP_ROUND_TIE_BREAK, error, EEP_ERROR_VALUE,
                                  "correct it; if it was printed so, add 'tie_after_round_time' to flags",
                                  "the tie-break is later than the round");
        }
    }
    round->has_pool_as_of = eep_table_text(table, EEP_ROUND_POOL_AS_OF)[0] != '\0';
    if (!round->has_pool_as_of) return EEP_OK;
    return eep_table_date(table, EEP_ROUND_POOL_AS_OF, &round->pool_as_of, error);
}

/* The snapshots have been read before. */
static eep_status check_as_of(const eep_table *table, const eep_history *history,
                              const eep_published_round *round, eep_error *error)
{
    if (!round->has_pool_as_of) return EEP_OK;
    const eep_snapshot *snapshot = eep_history_find_snapshot(history, round->pool_as_of);
    if (snapshot != NULL && snapshot->as_of == round->pool_as_of) return EEP_OK;
    return eep_table_fail(table, EEP_ROUND_POOL_AS_OF, error, EEP_ERROR_UNKNOWN,
                          "add the snapshot to pool_bands.csv, or leave the field empty",
                          "there is no snapshot of %s", eep_table_text(table, EEP_ROUND_POOL_AS_OF));
}

static eep_status check_order(const eep_table *table, const eep_history *history,
                              const eep_published_round *round, eep_error *error)
{
    if (history->rounds == 0) return EEP_OK;
    const eep_published_round *last = &history->round[history->rounds - 1];
    const int order = eep_round_number_order(last->number, round->number);
    if (order == 0) {
        return eep_table_fail(table, EEP_ROUND_NUMBER, error, EEP_ERROR_DUPLICATE, "keep one of the lines",
                              "round %s is given twice", round->number);
    }
    if (order > 0) {
        return eep_table_fail(table, EEP_ROUND_NUMBER, error, EEP_ERROR_VALUE, "sort the lines by number",
                              "round %s comes after round %s", round->number, last->number);
    }
    if (last->date <= round->date) return EEP_OK;
    return eep_table_fail(table, EEP_ROUND_DATE, error, EEP_ERROR_VALUE, "correct one of the two dates",
                          "round %s is dated before round %s", round->number, last->number);
}

static eep_status read_round(const eep_table *table, const eep_round_names *names, eep_history *history,
                             eep_error *error)
{
    eep_published_round round = {0};
    uint16_t low, highest;
    uint32_t cutoff;
    eep_score_range(0, &low, &highest);
    EEP_TRY(read_number(table, &round, error));
    EEP_TRY(eep_table_copy(table, EEP_ROUND_FLAGS, round.flags, sizeof round.flags, error));
    EEP_TRY(read_times(table, &round, error));
    EEP_TRY(read_kind(table, names, &round, error));
    EEP_TRY(
        eep_table_copy(table, EEP_ROUND_VERSION_TEXT, round.version_text, sizeof round.version_text, error));
    EEP_TRY(eep_table_integer(table, EEP_ROUND_INVITATIONS, UINT32_MAX, &round.invitations, error));
    EEP_TRY(eep_table_integer(table, EEP_ROUND_CUTOFF, highest, &cutoff, error));
    round.cutoff = (uint16_t)cutoff;
    EEP_TRY(eep_table_copy(table, EEP_ROUND_OFFICIAL_NAME, round.official_name, sizeof round.official_name,
                           error));
    EEP_TRY(check_as_of(table, history, &round, error));
    EEP_TRY(check_order(table, history, &round, error));
    return eep_history_add_round(history, &round, error);
}

/* ---- Files ------------------------------------------------------------------------------------- */

static eep_status read_bands(eep_table *table, eep_history *history, eep_error *error)
{
    for (;;) {
        int more = 0;
        EEP_TRY(eep_table_next(table, &more, error));
        if (!more) return EEP_OK;
        EEP_TRY(read_snapshot(table, history, error));
    }
}

static eep_status read_rounds(eep_table *table, const eep_round_names *names, eep_history *history,
                              eep_error *error)
{
    for (;;) {
        int more = 0;
        EEP_TRY(eep_table_next(table, &more, error));
        if (!more) return EEP_OK;
        EEP_TRY(read_round(table, names, history, error));
    }
}

static eep_status load_bands(const char *path, eep_history *history, eep_error *error)
{
    eep_table table;
    EEP_TRY(eep_table_open(&table, path, eep_band_columns, EEP_BAND_COLUMNS, error));
    const eep_status status = read_bands(&table, history, error);
    eep_table_close(&table);
    return status;
}

static eep_status load_rounds(const char *path, const eep_round_names *names, eep_history *history,
                              eep_error *error)
{
    eep_table table;
    EEP_TRY(eep_table_open(&table, path, eep_round_columns, EEP_ROUND_COLUMNS, error));
    const eep_status status = read_rounds(&table, names, history, error);
    eep_table_close(&table);
    return status;
}

static eep_status load_both(const char *folder, const eep_round_names *names, eep_history *history,
                            eep_error *error)
{
    const size_t size = strlen(folder) + sizeof "/pool_bands.csv";
    char *path = malloc(size);
    if (path == NULL) return eep_fail_memory(error, size);
    snprintf(path, size, "%s/pool_bands.csv", folder);
    eep_status status = load_bands(path, history, error);
    if (status == EEP_OK) {
        snprintf(path, size, "%s/rounds.csv", folder);
        status = load_rounds(path, names, history, error);
    }
    free(path);
    return status;
}

eep_status eep_history_load_folder(const char *folder, const char *names_path, eep_history **history,
                                   eep_error *error)
{
    eep_round_names *names = NULL;
    eep_history *read = NULL;
    EEP_TRY(eep_round_names_load(names_path, &names, error));
    eep_status status = eep_history_new(&read, error);
    if (status == EEP_OK) status = load_both(folder, names, read, error);
    eep_round_names_free(names);
    if (status != EEP_OK) {
        eep_history_free(read);
        return status;
    }
    *history = read;
    return EEP_OK;
}

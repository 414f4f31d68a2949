/* history.c - the published history as an object: its rounds, its snapshots, and how to find one. */
#include "datasets/history.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* ---- Score ranges ------------------------------------------------------------------------------ */

static const uint16_t range_low[] = {
#define EEP_SCORE_RANGE(low, high, field) low,
#include "datasets/ranges.def"
};
static const uint16_t range_high[] = {
#define EEP_SCORE_RANGE(low, high, field) high,
#include "datasets/ranges.def"
};
_Static_assert(sizeof range_low / sizeof range_low[0] == EEP_RANGES, "ranges.def declares EEP_RANGES ranges");

void eep_score_range(size_t index, uint16_t *low, uint16_t *high)
{
    *low = index < EEP_RANGES ? range_low[index] : 0;
    *high = index < EEP_RANGES ? range_high[index] : 0;
}

/* ---- The two tables ---------------------------------------------------------------------------- */

const char *const eep_round_columns[EEP_ROUND_COLUMNS] = {
    "number",      "date",   "moment",    "kind",          "id",         "version_text",
    "invitations", "cutoff", "tie_break", "official_name", "pool_as_of", "flags",
};

const char *const eep_band_columns[EEP_BAND_COLUMNS] = {
    "as_of",
#define EEP_SCORE_RANGE(low, high, field) "range_" #low "_" #high,
#include "datasets/ranges.def"
    "total",
    "source",
    "flags",
};

/* Room for one more; the old array is kept when there is no memory for a larger one. */
static eep_status make_room(void **array, size_t used, size_t *room, size_t size, eep_error *error)
{
    if (used < *room) return EEP_OK;
    const size_t larger = *room == 0 ? 512 : *room * 2;
    void *grown = eep_allocate(NULL, larger, size);
    if (grown == NULL) return eep_fail_memory(error, larger * size);
    if (used > 0) memcpy(grown, *array, used * size);
    eep_release(NULL, *array, *room, size);
    *array = grown;
    *room = larger;
    return EEP_OK;
}

eep_status eep_history_new(eep_history **history, eep_error *error)
{
    *history = eep_allocate(NULL, 1, sizeof **history);
    return *history != NULL ? EEP_OK : eep_fail_memory(error, sizeof **history);
}

void eep_history_free(eep_history *history)
{
    if (history == NULL) return;
    eep_release(NULL, history->round, history->round_room, sizeof *history->round);
    eep_release(NULL, history->snapshot, history->snapshot_room, sizeof *history->snapshot);
    eep_release(NULL, history, 1, sizeof *history);
}

eep_status eep_history_add_round(eep_history *history, const eep_published_round *round, eep_error *error)
{
    void *array = history->round;
    EEP_TRY(make_room(&array, history->rounds, &history->round_room, sizeof *round, error));
    history->round = array;
    history->round[history->rounds++] = *round;
    return EEP_OK;
}

eep_status eep_history_add_snapshot(eep_history *history, const eep_snapshot *snapshot, eep_error *error)
{
    void *array = history->snapshot;
    EEP_TRY(make_room(&array, history->snapshots, &history->snapshot_room, sizeof *snapshot, error));
    history->snapshot = array;
    history->snapshot[history->snapshots++] = *snapshot;
    return EEP_OK;
}

const eep_published_round *eep_history_round(const eep_history *history, size_t index)
{
    return index < history->rounds ? &history->round[index] : NULL;
}

const eep_snapshot *eep_history_snapshot(const eep_history *history, size_t index)
{
    return index < history->snapshots ? &history->snapshot[index] : NULL;
}

const eep_published_round *eep_history_find_round(const eep_history *history, const char *number)
{
    for (size_t i = 0; i < history->rounds; i++) {
        if (strcmp(history->round[i].number, number) == 0) return &history->round[i];
    }
    return NULL;
}

const eep_snapshot *eep_history_find_snapshot(const eep_history *history, eep_date day)
{
    const eep_snapshot *found = NULL;
    for (size_t i = 0; i < history->snapshots && history->snapshot[i].as_of <= day; i++)
        found = &history->snapshot[i];
    return found;
}

/* ---- Numbers of rounds ------------------------------------------------------------------------- */

static size_t digits_of(const char *number)
{
    return strspn(number, "0123456789");
}

int eep_round_number_valid(const char *number)
{
    const size_t digits = digits_of(number);
    if (digits < 1 || digits > 5 || number[0] == '0') return 0;
    const char letter = number[digits];
    return letter == '\0' || (letter >= 'a' && letter <= 'z' && number[digits + 1] == '\0');
}

int eep_round_number_order(const char *a, const char *b)
{
    const size_t digits_a = digits_of(a), digits_b = digits_of(b);
    if (digits_a != digits_b) return digits_a < digits_b ? -1 : 1;
    return strcmp(a, b); /* as many digits, so the letters decide last */
}

/* ---- Remarks ----------------------------------------------------------------------------------- */

void eep_flag_add(char *flags, size_t size, const char *format, ...)
{
    char flag[96];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(flag, sizeof flag, format, arguments);
    va_end(arguments);
    const size_t used = strlen(flags), wanted = strlen(flag) + (used > 0);
    if (used + wanted < size) snprintf(flags + used, size - used, "%s%s", used > 0 ? ";" : "", flag);
}

/* The remark behind `flag`, or NULL after the last. */
static const char *next_flag(const char *flag)
{
    const char *semicolon = strchr(flag, ';');
    return semicolon != NULL ? semicolon + 1 : NULL;
}

int eep_flag_has(const char *flags, const char *flag)
{
    const size_t length = strlen(flag);
    for (; flags != NULL; flags = next_flag(flags)) {
        if (strncmp(flags, flag, length) == 0 && (flags[length] == '\0' || flags[length] == ';')) return 1;
    }
    return 0;
}

int eep_flag_begins(const char *flags, const char *start)
{
    for (; flags != NULL; flags = next_flag(flags)) {
        if (strncmp(flags, start, strlen(start)) == 0) return 1;
    }
    return 0;
}

uint64_t eep_snapshot_people(const eep_snapshot *snapshot)
{
    uint64_t people = 0;
    for (size_t i = 0; i < EEP_RANGES; i++)
        people += snapshot->count[i];
    return people;
}

void eep_snapshot_remark(const eep_snapshot *snapshot, char text[40])
{
    const int64_t missing = (int64_t)snapshot->total - (int64_t)eep_snapshot_people(snapshot);
    text[0] = '\0';
    if (missing > 0) snprintf(text, 40, "leaves_short_by_%" PRId64, missing);
    if (missing < 0) snprintf(text, 40, "leaves_over_by_%" PRId64, -missing);
}

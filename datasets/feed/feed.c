/*
 * feed.c - imports the official feed of rounds of invitations (ee_rounds_123_en.json or _fr.json).
 *
 * What is imported is what the feed says, misprints and all. What can be seen from the record alone is
 * remarked in its flags; corrections by other sources are in our own rounds.csv only.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/feed/feed.h"
#include "datasets/history.h"

#define FILE_LIMIT  ((size_t)64 << 20)
#define FIELD_MAX   256
#define DAY_SECONDS 86400

static const char *const range_fields[EEP_RANGES] = {
#define EEP_SCORE_RANGE(low, high, field) #field,
#include "datasets/ranges.def"
};

struct parent {
    const char *field;
    int low, high;
    size_t first, last; /* the ranges whose sum it repeats */
};
static const struct parent parents[] = {
#define EEP_SCORE_PARENT(low, high, field, first, last) {#field, low, high, first, last},
#include "datasets/ranges.def"
};
#define PARENTS     (sizeof parents / sizeof parents[0])
#define TOTAL_FIELD "dd18"

/* One element of "rounds", with the counts that came with it. */
struct entry {
    eep_published_round round;
    eep_snapshot snapshot;
};

/* The element that is being read. */
struct reader {
    const eep_round_names *names;
    const json_t *object;
    char name[40]; /* for errors: "draw 254", before its number is known "element 3" */
    struct entry *entry;
    eep_error *error;
};

/* ---- Fields ------------------------------------------------------------------------------------ */

/* Puts the draw and the field before the message of a failure. */
static eep_status in_field(const struct reader *reader, const char *field, eep_status status)
{
    if (status != EEP_OK) eep_error_prefix(reader->error, "%s, %s", reader->name, field);
    return status;
}

/* Copies without the blanks around it, no-break spaces included. */
static void copy_trimmed(const char *from, size_t length, char *text)
{
    for (const char *next = from; length > 0; from = next) {
        if (eep_plain_next(&next) != ' ') break;
        length -= (size_t)(next - from);
    }
    memcpy(text, from, length);
    text[length] = '\0';
    for (size_t end = length; end > 0; end--) {
        const char *last = text + end - 1;
        if (((unsigned char)*last & 0xC0) == 0x80) continue; /* not the start of a character */
        if (eep_plain_next(&last) != ' ') break;
        text[end - 1] = '\0';
    }
}

/* The field as text; an empty one when it is absent or null. Some copies turn numbers into integers. */
static eep_status read_text(const struct reader *reader, const char *field, char text[FIELD_MAX])
{
    const json_t *value = json_object_get(reader->object, field);
    text[0] = '\0';
    if (value == NULL || json_is_null(value)) return EEP_OK;
    if (json_is_integer(value)) {
        snprintf(text, FIELD_MAX, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return EEP_OK;
    }
    if (!json_is_string(value)) {
        return in_field(reader, field,
                        eep_fail(reader->error, EEP_ERROR_VALUE, "put the value between quotation marks",
                                 "the value is neither text nor a whole number"));
    }
    if (json_string_length(value) >= FIELD_MAX) {
        return in_field(reader, field,
                        eep_fail(reader->error, EEP_ERROR_VALUE, "shorten it in a copy of the feed",
                                 "the text is longer than %d bytes", FIELD_MAX - 1));
    }
    copy_trimmed(json_string_value(value), json_string_length(value), text);
    return EEP_OK;
}

/* As read_text, for a field without which there is no round. */
static eep_status read_required(const struct reader *reader, const char *field, char text[FIELD_MAX])
{
    EEP_TRY(read_text(reader, field, text));
    if (text[0] != '\0') return EEP_OK;
    return eep_fail(reader->error, EEP_ERROR_MISSING, "add it in a copy of the feed", "%s has no %s",
                    reader->name, field);
}

static eep_status read_count(const struct reader *reader, const char *field, uint32_t maximum,
                             uint32_t *count)
{
    char text[FIELD_MAX];
    EEP_TRY(read_required(reader, field, text));
    return in_field(reader, field, eep_feed_number(text, maximum, count, reader->error));
}

/* ---- One round --------------------------------------------------------------------------------- */

static eep_status read_number(struct reader *reader)
{
    char text[FIELD_MAX];
    eep_published_round *round = &reader->entry->round;
    EEP_TRY(read_required(reader, "drawNumber", text));
    if (!eep_round_number_valid(text)) {
        return in_field(reader, "drawNumber",
                        eep_fail(reader->error, EEP_ERROR_VALUE, "write it like 254 or 91a",
                                 "'%.40s' is not the number of a round", text));
    }
    snprintf(round->number, sizeof round->number, "%.7s", text);
    snprintf(reader->name, sizeof reader->name, "draw %s", round->number);
    return EEP_OK;
}

/* The last second of a day. */
static eep_time end_of(eep_date day)
{
    return (eep_time)day * DAY_SECONDS + DAY_SECONDS - 1;
}

/* The printed time; where there is none, the end of the day, with a remark. */
static eep_status read_moment(const struct reader *reader)
{
    char text[FIELD_MAX];
    eep_published_round *round = &reader->entry->round;
    round->moment = end_of(round->date);
    EEP_TRY(read_text(reader, "drawDateTime", text));
    if (text[0] == '\0') {
        eep_flag_add(round->flags, sizeof round->flags, "time_missing");
        return EEP_OK;
    }
    int inferred = 0;
    EEP_TRY(in_field(reader, "drawDateTime",
                     eep_feed_time(text, end_of(round->date + 1), &round->moment, &inferred, reader->error)));
    if (inferred) eep_flag_add(round->flags, sizeof round->flags, "time_year_inferred");
    const int days = eep_time_date(round->moment) - round->date;
    if (days == 1) {
        eep_flag_add(round->flags, sizeof round->flags, "time_utc_is_next_day");
    } else if (days != 0) {
        eep_flag_add(round->flags, sizeof round->flags, "time_is_%d_days_%s_date", days < 0 ? -days : days,
                     days < 0 ? "before" : "after");
    }
    return EEP_OK;
}

/* Rounds 1 to 76 printed no tie-break. */
static eep_status read_tie_break(const struct reader *reader)
{
    char text[FIELD_MAX];
    eep_published_round *round = &reader->entry->round;
    EEP_TRY(read_text(reader, "drawCutOff", text));
    if (text[0] == '\0') return EEP_OK;
    int inferred = 0;
    EEP_TRY(in_field(reader, "drawCutOff",
                     eep_feed_time(text, round->moment, &round->tie_break, &inferred, reader->error)));
    round->has_tie_break = 1;
    if (inferred) eep_flag_add(round->flags, sizeof round->flags, "tie_year_inferred");
    if (round->tie_break == round->moment)
        eep_flag_add(round->flags, sizeof round->flags, "tie_equals_round_time");
    if (round->tie_break > round->moment)
        eep_flag_add(round->flags, sizeof round->flags, "tie_after_round_time");
    return EEP_OK;
}

/* A name that is too long for its field is cut between two characters, with a remark. */
static eep_status read_name(const struct reader *reader)
{
    char text[FIELD_MAX];
    eep_published_round *round = &reader->entry->round;
    EEP_TRY(read_text(reader, "drawName", text));
    eep_round_names_recognise(reader->names, text, round->kind, round->id);
    eep_round_version(text, round->version_text);
    size_t length = strlen(text);
    if (length >= sizeof round->official_name) {
        length = sizeof round->official_name - 1;
        while (((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
        eep_flag_add(round->flags, sizeof round->flags, "name_cut");
    }
    memcpy(round->official_name, text, length);
    return EEP_OK;
}

static eep_status read_round(struct reader *reader)
{
    char text[FIELD_MAX];
    uint16_t low, highest;
    uint32_t cutoff;
    eep_published_round *round = &reader->entry->round;
    eep_score_range(0, &low, &highest);
    EEP_TRY(read_number(reader));
    EEP_TRY(read_required(reader, "drawDate", text));
    EEP_TRY(in_field(reader, "drawDate", eep_feed_date(text, &round->date, reader->error)));
    EEP_TRY(read_count(reader, "drawSize", UINT32_MAX, &round->invitations));
    EEP_TRY(read_count(reader, "drawCRS", highest, &cutoff));
    round->cutoff = (uint16_t)cutoff;
    EEP_TRY(read_moment(reader));
    EEP_TRY(read_tie_break(reader));
    return read_name(reader);
}

/* ---- The counts that came with it ---------------------------------------------------------------- */

/* Whether a count is given and not zero: without snapshot all eighteen are zero, or left out. */
static eep_status is_given(const struct reader *reader, const char *field, int *given)
{
    char text[FIELD_MAX];
    EEP_TRY(read_text(reader, field, text));
    if (text[0] != '\0' && strcmp(text, "0") != 0) *given = 1;
    return EEP_OK;
}

/* A printed sum of some of the ranges that is not their sum is remarked. */
static eep_status check_parent(const struct reader *reader, const struct parent *parent,
                               eep_snapshot *snapshot)
{
    char text[FIELD_MAX];
    uint32_t printed;
    EEP_TRY(read_text(reader, parent->field, text));
    if (text[0] == '\0') return EEP_OK;
    EEP_TRY(in_field(reader, parent->field, eep_feed_number(text, UINT32_MAX, &printed, reader->error)));
    int64_t missing = printed;
    for (size_t i = parent->first; i <= parent->last; i++)
        missing -= snapshot->count[i];
    if (missing != 0) {
        eep_flag_add(snapshot->flags, sizeof snapshot->flags, "parts_of_%d_%d_%s_by_%" PRId64, parent->low,
                     parent->high, missing > 0 ? "short" : "over", missing > 0 ? missing : -missing);
    }
    return EEP_OK;
}

static eep_status read_snapshot(const struct reader *reader)
{
    char text[FIELD_MAX], remark[40];
    eep_published_round *round = &reader->entry->round;
    eep_snapshot *snapshot = &reader->entry->snapshot;
    int given = 0;
    EEP_TRY(is_given(reader, TOTAL_FIELD, &given));
    for (size_t i = 0; i < EEP_RANGES; i++)
        EEP_TRY(is_given(reader, range_fields[i], &given));
    if (!given) return EEP_OK;

    EEP_TRY(read_required(reader, "drawDistributionAsOn", text));
    EEP_TRY(in_field(reader, "drawDistributionAsOn", eep_feed_date(text, &snapshot->as_of, reader->error)));
    for (size_t i = 0; i < EEP_RANGES; i++)
        EEP_TRY(read_count(reader, range_fields[i], UINT32_MAX, &snapshot->count[i]));
    EEP_TRY(read_count(reader, TOTAL_FIELD, UINT32_MAX, &snapshot->total));
    if (eep_snapshot_people(snapshot) == 0) {
        return eep_fail(reader->error, EEP_ERROR_VALUE, "correct the counts in a copy of the feed",
                        "%s: the fifteen ranges of scores hold nobody", reader->name);
    }
    snprintf(snapshot->source, sizeof snapshot->source, "official_feed");
    eep_snapshot_remark(snapshot, remark);
    if (remark[0] != '\0') eep_flag_add(snapshot->flags, sizeof snapshot->flags, "%s", remark);
    for (size_t i = 0; i < PARENTS; i++)
        EEP_TRY(check_parent(reader, &parents[i], snapshot));
    round->has_pool_as_of = 1;
    round->pool_as_of = snapshot->as_of;
    return EEP_OK;
}

/* ---- All rounds ---------------------------------------------------------------------------------- */

static eep_status read_entries(const json_t *rounds, const eep_round_names *names, struct entry *entries,
                               eep_error *error)
{
    struct reader reader = {.names = names, .error = error};
    for (size_t i = 0; i < json_array_size(rounds); i++) {
        reader.object = json_array_get(rounds, i);
        reader.entry = &entries[i];
        snprintf(reader.name, sizeof reader.name, "element %zu", i + 1);
        if (!json_is_object(reader.object)) {
            return eep_fail(error, EEP_ERROR_VALUE, "every element of \"rounds\" is one round, in braces",
                            "%s of \"rounds\" is not a round", reader.name);
        }
        EEP_TRY(read_round(&reader));
        EEP_TRY(read_snapshot(&reader));
    }
    return EEP_OK;
}

static int compare_numbers(const void *a, const void *b)
{
    return eep_round_number_order(((const struct entry *)a)->round.number,
                                  ((const struct entry *)b)->round.number);
}

static int compare_days(const void *a, const void *b)
{
    const eep_date day_a = ((const eep_snapshot *)a)->as_of, day_b = ((const eep_snapshot *)b)->as_of;
    return (day_a > day_b) - (day_a < day_b);
}

static eep_status check_order(const struct entry *entries, size_t count, eep_error *error)
{
    for (size_t i = 1; i < count; i++) {
        const eep_published_round *earlier = &entries[i - 1].round, *later = &entries[i].round;
        if (eep_round_number_order(earlier->number, later->number) == 0) {
            return eep_fail(error, EEP_ERROR_DUPLICATE, "keep one of the two in a copy of the feed",
                            "draw %s is given twice", later->number);
        }
        if (later->date < earlier->date) {
            char text[2][11];
            eep_date_format(earlier->date, text[0]);
            eep_date_format(later->date, text[1]);
            return eep_fail(error, EEP_ERROR_VALUE, "correct one of the two dates in a copy of the feed",
                            "draw %s, drawDate: %s is before draw %s of %s", later->number, text[1],
                            earlier->number, text[0]);
        }
    }
    return EEP_OK;
}

/*
 * Several rounds show the same snapshot. Where two rounds print one day with different counts, the later
 * round is believed and the difference remarked.
 */
static eep_status add_snapshot(eep_history *history, const struct entry *entry, eep_error *error)
{
    for (size_t i = 0; i < history->snapshots; i++) {
        eep_snapshot *known = &history->snapshot[i];
        if (known->as_of != entry->snapshot.as_of) continue;
        if (memcmp(known->count, entry->snapshot.count, sizeof known->count) != 0 ||
            known->total != entry->snapshot.total) {
            eep_flag_add(known->flags, sizeof known->flags, "other_counts_in_round_%s", entry->round.number);
        }
        return EEP_OK;
    }
    return eep_history_add_snapshot(history, &entry->snapshot, error);
}

static eep_status collect(const struct entry *entries, size_t count, eep_history *history, eep_error *error)
{
    for (size_t i = 0; i < count; i++)
        EEP_TRY(eep_history_add_round(history, &entries[i].round, error));
    for (size_t i = count; i-- > 0;) {
        if (entries[i].round.has_pool_as_of) EEP_TRY(add_snapshot(history, &entries[i], error));
    }
    if (history->snapshots > 1)
        qsort(history->snapshot, history->snapshots, sizeof *history->snapshot, compare_days);
    return EEP_OK;
}

static eep_status import_rounds(const json_t *rounds, const eep_round_names *names, eep_history *history,
                                eep_error *error)
{
    const size_t count = json_array_size(rounds);
    struct entry *entries = eep_allocate(NULL, count, sizeof *entries);
    if (entries == NULL) return eep_fail_memory(error, count * sizeof *entries);
    eep_status status = read_entries(rounds, names, entries, error);
    if (status == EEP_OK) {
        qsort(entries, count, sizeof *entries, compare_numbers);
        status = check_order(entries, count, error);
    }
    if (status == EEP_OK) status = collect(entries, count, history, error);
    eep_release(NULL, entries, count, sizeof *entries);
    return status;
}

/* ---- The file ------------------------------------------------------------------------------------ */

/* jansson counts characters; in a file of single bytes these are its bytes, else we count them. */
static uint64_t column_of(const char *text, size_t length, const json_error_t *failure, int single_byte)
{
    if (single_byte) return failure->column > 0 ? (uint64_t)failure->column : 0;
    size_t at = failure->position > 0 ? (size_t)failure->position : 0;
    if (at > length) at = length;
    size_t start = at;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    return at - start;
}

static eep_status parse(const char *path, const char *text, size_t length, int single_byte, json_t **root,
                        eep_error *error)
{
    json_error_t failure;
    *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &failure);
    if (*root != NULL) return EEP_OK;
    const enum json_error_code code = json_error_code(&failure);
    if (code == json_error_out_of_memory) return eep_fail_memory(error, length);
    const int twice = code == json_error_duplicate_key;
    return eep_fail_at(
        error, twice ? EEP_ERROR_DUPLICATE : EEP_ERROR_SYNTAX, path,
        failure.line > 0 ? (uint64_t)failure.line : 0, column_of(text, length, &failure, single_byte),
        twice ? "keep one of the two in a copy of the feed" : "give the feed as it is served, in whole",
        "%s%s", twice ? "" : "this is not JSON: ", failure.text);
}

static eep_status import_root(const json_t *root, const eep_round_names *names, eep_history *history,
                              eep_error *error)
{
    const char *advice = "give ee_rounds_123_en.json or ee_rounds_123_fr.json";
    const json_t *rounds = json_object_get(root, "rounds");
    if (!json_is_array(rounds)) {
        return eep_fail(error, EEP_ERROR_MISSING, advice, "there is no list called \"rounds\" at the top");
    }
    if (json_array_size(rounds) == 0) {
        return eep_fail(error, EEP_ERROR_MISSING, advice, "the list \"rounds\" is empty");
    }
    return import_rounds(rounds, names, history, error);
}

static eep_status import_text(const char *path, char **text, size_t length, const eep_round_names *names,
                              eep_history *history, eep_error *error)
{
    const char *shown = strcmp(path, "-") == 0 ? "<stdin>" : path;
    int single_byte = 0;
    json_t *root = NULL;
    EEP_TRY(eep_feed_decode(text, &length, &single_byte, error));
    EEP_TRY(parse(shown, *text, length, single_byte, &root, error));
    const eep_status status = import_root(root, names, history, error);
    json_decref(root);
    if (status != EEP_OK) eep_error_place(error, shown, 0, 0);
    return status;
}

eep_status eep_history_import_feed(const char *path, const char *names_path, eep_history **history,
                                   eep_error *error)
{
    char *text = NULL;
    size_t length = 0;
    eep_round_names *names = NULL;
    eep_history *read = NULL;
    EEP_TRY(eep_round_names_load(names_path, &names, error));
    eep_status status = eep_read_file(path, FILE_LIMIT, &text, &length, error);
    if (status == EEP_OK) status = eep_history_new(&read, error);
    if (status == EEP_OK) status = import_text(path, &text, length, names, read, error);
    free(text);
    eep_round_names_free(names);
    if (status != EEP_OK) {
        eep_history_free(read);
        return status;
    }
    *history = read;
    return EEP_OK;
}

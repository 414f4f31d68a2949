/*
 * The importer on a real copy of the feed: 412 rounds as served in April 2026. Every value is compared with
 * our own table, which was made from other copies too; the places where the two rightly differ are listed.
 */
#include "support.h"

static eep_history *feed, *own;

static int load_both(void **state)
{
    eep_error error;
    (void)state;
    if (eep_history_import_feed(SAMPLE, NAMES, &feed, &error) != EEP_OK) fail_msg("%s", error.message);
    if (eep_history_load_folder(HISTORY, NAMES, &own, &error) != EEP_OK) fail_msg("%s", error.message);
    return 0;
}

static int free_both(void **state)
{
    (void)state;
    eep_history_free(feed);
    eep_history_free(own);
    return 0;
}

static size_t count_rounds(const eep_history *history)
{
    size_t count = 0;
    while (eep_history_round(history, count) != NULL)
        count++;
    return count;
}

static size_t count_snapshots(const eep_history *history)
{
    size_t count = 0;
    while (eep_history_snapshot(history, count) != NULL)
        count++;
    return count;
}

/* ---- Rounds ------------------------------------------------------------------------------------ */

/* The fields of a round as text, so that one list can hold all differences. */
enum { NUMBER, DATE, MOMENT, KIND, ID, VERSION, INVITATIONS, CUTOFF, TIE, NAME, AS_OF, FLAGS, FIELDS };
static const char *const field_names[FIELDS] = {"number",    "date",          "moment",      "kind",
                                                "id",        "version_text",  "invitations", "cutoff",
                                                "tie_break", "official_name", "pool_as_of",  "flags"};

static void put_fields(const eep_published_round *round, char text[FIELDS][128])
{
    memset(text, 0, FIELDS * 128);
    snprintf(text[NUMBER], 128, "%s", round->number);
    eep_date_format(round->date, text[DATE]);
    eep_time_format(round->moment, text[MOMENT]);
    snprintf(text[KIND], 128, "%s", round->kind);
    snprintf(text[ID], 128, "%s", round->id);
    snprintf(text[VERSION], 128, "%s", round->version_text);
    snprintf(text[INVITATIONS], 128, "%u", round->invitations);
    snprintf(text[CUTOFF], 128, "%u", round->cutoff);
    if (round->has_tie_break) eep_time_format(round->tie_break, text[TIE]);
    snprintf(text[NAME], 128, "%s", round->official_name);
    if (round->has_pool_as_of) eep_date_format(round->pool_as_of, text[AS_OF]);
    snprintf(text[FLAGS], 128, "%s", round->flags);
}

/* Where our table departs from the feed, and why: see datasets/history/README.md. */
static const struct {
    const char *number;
    int field;
    const char *in_feed, *in_own;
} differences[] = {
    {"208", INVITATIONS, "681", "888"},
    {"208", FLAGS, "tie_year_inferred", "invitations_corrected_from_681;tie_year_inferred"},
    {"219", AS_OF, "2022-03-28", "2022-04-11"},
    {"219", FLAGS, "", "pool_as_of_relabelled_from_2022-03-28"},
    {"252", AS_OF, "2023-06-28", "2023-06-27"},
    {"252", FLAGS, "", "pool_as_of_relabelled_from_2023-06-28"},
    {"262", FLAGS, "", "tie_revised_by_publisher"},
    {"357", MOMENT, "2025-07-12T16:27:45Z", "2025-07-22T16:27:45Z"},
    {"357", FLAGS, "time_is_10_days_before_date", "time_day_corrected_from_12"},
    {"386", AS_OF, "2025-12-15", "2025-12-14"},
    {"386", FLAGS, "", "pool_as_of_relabelled_from_2025-12-15"},
};
#define DIFFERENCES (sizeof differences / sizeof differences[0])

static int is_expected(const char *number, int field, const char *in_feed, const char *in_own)
{
    for (size_t i = 0; i < DIFFERENCES; i++) {
        if (strcmp(differences[i].number, number) == 0 && differences[i].field == field)
            return strcmp(differences[i].in_feed, in_feed) == 0 && strcmp(differences[i].in_own, in_own) == 0;
    }
    return 0;
}

static void test_sample_imports_whole_and_in_order_of_publication(void **state)
{
    (void)state;
    assert_int_equal(count_rounds(feed), 412);
    assert_string_equal(eep_history_round(feed, 0)->number, "1");
    assert_string_equal(eep_history_round(feed, 90)->number, "91a");
    assert_string_equal(eep_history_round(feed, 91)->number, "91b");
    assert_string_equal(eep_history_round(feed, 92)->number, "92");
    assert_string_equal(eep_history_round(feed, 411)->number, "411");
    assert_null(eep_history_round(feed, 412));
}

static void test_sample_rounds_equal_our_table_but_for_the_listed_differences(void **state)
{
    (void)state;
    size_t seen = 0;
    for (size_t i = 0; eep_history_round(feed, i) != NULL; i++) {
        const eep_published_round *imported = eep_history_round(feed, i);
        const eep_published_round *known = eep_history_find_round(own, imported->number);
        char a[FIELDS][128], b[FIELDS][128];
        assert_non_null(known);
        put_fields(imported, a);
        put_fields(known, b);
        for (int field = 0; field < FIELDS; field++) {
            if (strcmp(a[field], b[field]) == 0) continue;
            if (!is_expected(imported->number, field, a[field], b[field])) {
                fail_msg("round %s, %s: the feed gives '%s', our table '%s'", imported->number,
                         field_names[field], a[field], b[field]);
            }
            seen++;
        }
    }
    assert_int_equal(seen, DIFFERENCES);
}

static void test_sample_recognises_every_name(void **state)
{
    (void)state;
    for (size_t i = 0; eep_history_round(feed, i) != NULL; i++) {
        assert_string_not_equal(eep_history_round(feed, i)->kind, "unknown");
        assert_string_not_equal(eep_history_round(feed, i)->official_name, "");
    }
}

static void test_sample_has_no_tie_break_before_round_77_and_one_ever_after(void **state)
{
    (void)state;
    for (size_t i = 0; eep_history_round(feed, i) != NULL; i++)
        assert_int_equal(eep_history_round(feed, i)->has_tie_break, i >= 76);
}

/* ---- Snapshots --------------------------------------------------------------------------------- */

/* Days under which the feed prints a snapshot that our table has under another, its true day. */
static const struct {
    const char *in_feed, *in_own;
} relabelled[] = {
    {"2022-03-28", "2022-04-11"},
    {"2023-06-28", "2023-06-27"},
    {"2025-12-15", "2025-12-14"},
};

static eep_date day_of(const char *text)
{
    eep_date day;
    assert_int_equal(eep_date_parse(text, 10, &day, NULL), EEP_OK);
    return day;
}

static eep_date true_day(eep_date day)
{
    for (size_t i = 0; i < sizeof relabelled / sizeof relabelled[0]; i++) {
        if (day == day_of(relabelled[i].in_feed)) return day_of(relabelled[i].in_own);
    }
    return day;
}

static void test_sample_snapshots_equal_our_table(void **state)
{
    (void)state;
    assert_int_equal(count_snapshots(feed), 115);
    for (size_t i = 0; eep_history_snapshot(feed, i) != NULL; i++) {
        const eep_snapshot *imported = eep_history_snapshot(feed, i);
        const eep_snapshot *known = eep_history_find_snapshot(own, true_day(imported->as_of));
        assert_non_null(known);
        assert_int_equal(known->as_of, true_day(imported->as_of));
        assert_memory_equal(imported->count, known->count, sizeof known->count);
        assert_int_equal(imported->total, known->total);
        assert_string_equal(imported->source, "official_feed");
        assert_string_equal(known->source, "official_feed");
    }
}

static void test_sample_remarks_the_one_snapshot_that_does_not_add_up(void **state)
{
    (void)state;
    const eep_date misprint = day_of("2023-04-26");
    for (size_t i = 0; eep_history_snapshot(feed, i) != NULL; i++) {
        const eep_snapshot *snapshot = eep_history_snapshot(feed, i);
        assert_string_equal(snapshot->flags, snapshot->as_of == misprint
                                                 ? "leaves_short_by_180;parts_of_451_500_short_by_180"
                                                 : "");
    }
    assert_string_equal(eep_history_find_snapshot(own, misprint)->flags,
                        "leaves_short_by_180;parts_of_451_500_short_by_180");
}

/* The other way round: every snapshot of ours until the sample's last day is in the sample, but for two. */
static void test_sample_lacks_only_the_snapshots_of_another_source(void **state)
{
    (void)state;
    const eep_date last = eep_history_snapshot(feed, count_snapshots(feed) - 1)->as_of;
    for (size_t i = 0; eep_history_snapshot(own, i) != NULL; i++) {
        const eep_snapshot *known = eep_history_snapshot(own, i);
        if (known->as_of > last) continue;
        int found = 0;
        for (size_t j = 0; eep_history_snapshot(feed, j) != NULL; j++)
            found |= true_day(eep_history_snapshot(feed, j)->as_of) == known->as_of;
        assert_int_equal(found, strcmp(known->source, "official_feed") == 0);
    }
}

/* ---- Damage ------------------------------------------------------------------------------------ */

static void test_sample_cut_anywhere_is_refused_with_a_position(void **state)
{
    (void)state;
    char folder[256];
    size_t length = 0;
    char *bytes = read_bytes(SAMPLE, &length);
    make_folder(folder);
    size_t end = length;
    while (bytes[end - 1] != '}')
        end--;
    for (size_t cut = 0; cut < end; cut += cut < 2500 ? 41 : 6007) {
        eep_history *history = NULL;
        eep_error error = {0};
        assert_int_equal(import_bytes(folder, bytes, cut, &history, &error), EEP_ERROR_SYNTAX);
        assert_null(history);
        assert_true(error.line >= 1);
        assert_non_null(strstr(error.file, "/feed.json"));
    }
    free(bytes);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample_imports_whole_and_in_order_of_publication),
        cmocka_unit_test(test_sample_rounds_equal_our_table_but_for_the_listed_differences),
        cmocka_unit_test(test_sample_recognises_every_name),
        cmocka_unit_test(test_sample_has_no_tie_break_before_round_77_and_one_ever_after),
        cmocka_unit_test(test_sample_snapshots_equal_our_table),
        cmocka_unit_test(test_sample_remarks_the_one_snapshot_that_does_not_add_up),
        cmocka_unit_test(test_sample_lacks_only_the_snapshots_of_another_source),
        cmocka_unit_test(test_sample_cut_anywhere_is_refused_with_a_position),
    };
    return cmocka_run_group_tests(tests, load_both, free_both);
}

/*
 * Our own tables of rounds and snapshots: the published totals come out of them, the odd cases are as
 * documented, writing and loading lose nothing, and damage is refused with its place.
 */
#include "support.h"

static eep_history *own;

static int load_own(void **state)
{
    eep_error error;
    (void)state;
    if (eep_history_load_folder(HISTORY, NAMES, &own, &error) != EEP_OK)
        fail_msg("%s:%u:%u %s", error.file, (unsigned)error.line, (unsigned)error.column, error.message);
    return 0;
}

static int free_own(void **state)
{
    (void)state;
    eep_history_free(own);
    return 0;
}

static eep_time time_of(const char *text)
{
    eep_time time;
    assert_int_equal(eep_time_parse(text, strlen(text), &time, NULL), EEP_OK);
    return time;
}

static eep_date day_of(const char *text)
{
    eep_date day;
    assert_int_equal(eep_date_parse(text, strlen(text), &day, NULL), EEP_OK);
    return day;
}

/* ---- Rounds ------------------------------------------------------------------------------------ */

static void test_history_has_416_rounds_and_ends_in_may_2026(void **state)
{
    (void)state;
    size_t rounds = 0;
    for (; eep_history_round(own, rounds) != NULL; rounds++) {
        assert_true(eep_history_round(own, rounds)->date >= day_of("2015-01-31"));
        assert_true(eep_history_round(own, rounds)->date <= day_of("2026-05-11"));
    }
    assert_int_equal(rounds, 416);
    assert_string_equal(eep_history_round(own, 0)->number, "1");
    assert_string_equal(eep_history_round(own, 415)->number, "415");
    assert_int_equal(eep_history_round(own, 415)->date, day_of("2026-05-11"));
}

static void test_round_254_is_the_first_of_stem(void **state)
{
    (void)state;
    const eep_published_round *round = eep_history_find_round(own, "254");
    assert_non_null(round);
    assert_int_equal(round->date, day_of("2023-07-05"));
    assert_string_equal(round->kind, "category");
    assert_string_equal(round->id, "stem");
    assert_int_equal(round->invitations, 500);
    assert_int_equal(round->cutoff, 486);
    assert_int_equal(round->has_tie_break, 1);
    assert_int_equal(round->tie_break, time_of("2022-11-23T00:01:29Z"));
}

static void test_rounds_with_a_story_are_as_documented(void **state)
{
    static const struct {
        const char *number, *date, *kind, *id;
        uint32_t invitations;
        uint16_t cutoff;
        const char *tie_break;
    } cases[] = {
        {"1", "2015-01-31", "general", "all", 779, 886, NULL},
        {"63", "2017-05-26", "program", "pnp", 143, 775, NULL},
        {"64", "2017-05-26", "program", "fst", 400, 199, NULL},
        {"91a", "2018-05-30", "program", "fst", 500, 288, ""},
        {"91b", "2018-05-30", "program", "pnp", 200, 902, ""},
        {"139", "2020-03-18", "program", "pnp", 0, 0, "2020-03-19T02:04:06Z"},
        {"141", "2020-04-09", "program", "pnp", 606, 698, ""},
        {"142", "2020-04-09", "program", "cec", 3294, 464, ""},
        {"176", "2021-02-13", "program", "cec", 27332, 75, "2020-09-12T15:31:40Z"},
        {"208", "2021-10-27", "program", "pnp", 888, 0, "2021-10-07T16:38:21Z"},
        {"240", "2023-02-02", "program", "fsw", 3300, 0, ""},
        {"262", "2023-08-15", "general", "all", 0, 0, "2023-07-04T19:36:18Z"},
        {"397", "2026-02-19", "category", "physicians", 391, 169, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const eep_published_round *round = eep_history_find_round(own, cases[i].number);
        assert_non_null(round);
        assert_int_equal(round->date, day_of(cases[i].date));
        assert_string_equal(round->kind, cases[i].kind);
        assert_string_equal(round->id, cases[i].id);
        if (cases[i].invitations != 0) assert_int_equal(round->invitations, cases[i].invitations);
        if (cases[i].cutoff != 0) assert_int_equal(round->cutoff, cases[i].cutoff);
        assert_int_equal(round->has_tie_break, cases[i].tie_break != NULL);
        if (cases[i].tie_break != NULL && cases[i].tie_break[0] != '\0')
            assert_int_equal(round->tie_break, time_of(cases[i].tie_break));
    }
}

/* ---- Totals by year ------------------------------------------------------------------------------ */

/*
 * Invitations by year and type. The totals of 2015, 2019, 2020, 2021, 2023 and 2024 are those quoted from the
 * department; the rest was added up by hand from copies of the feed, with 888 for round 208.
 */
static const struct {
    int year;
    const char *kind, *id; /* NULL: any */
    uint32_t invitations;
} totals[] = {
    {2015, NULL, NULL, 31063},
    {2016, NULL, NULL, 33782},
    {2017, NULL, NULL, 86023},
    {2018, NULL, NULL, 89800},
    {2019, NULL, NULL, 85300},
    {2020, NULL, NULL, 107350},
    {2021, NULL, NULL, 114431},
    {2022, NULL, NULL, 46539},
    {2023, NULL, NULL, 110266},
    {2024, NULL, NULL, 98903},
    {2025, NULL, NULL, 113998},

    {2015, "general", "all", 30214},
    {2016, "general", "all", 33223},
    {2017, "general", "all", 84685},
    {2018, "general", "all", 88700},
    {2019, "general", "all", 84300},
    {2020, "general", "all", 68100},
    {2021, "general", "all", 0},
    {2022, "general", "all", 35750},
    {2023, "general", "all", 76700},
    {2024, "general", "all", 14445},
    {2025, "general", "all", 0},

    {2015, "program", "cec", 849},
    {2016, "program", "cec", 0},
    {2017, "program", "cec", 0},
    {2018, "program", "cec", 0},
    {2019, "program", "cec", 0},
    {2020, "program", "cec", 34215},
    {2021, "program", "cec", 99653},
    {2022, "program", "cec", 0},
    {2023, "program", "cec", 0},
    {2024, "program", "cec", 26500},
    {2025, "program", "cec", 35850},

    {2015, "program", "pnp", 0},
    {2016, "program", "pnp", 559},
    {2017, "program", "pnp", 433},
    {2018, "program", "pnp", 200},
    {2019, "program", "pnp", 0},
    {2020, "program", "pnp", 4785},
    {2021, "program", "pnp", 14778},
    {2022, "program", "pnp", 10789},
    {2023, "program", "pnp", 4396},
    {2024, "program", "pnp", 15483},
    {2025, "program", "pnp", 10898},

    {2017, "program", "fst", 905},
    {2018, "program", "fst", 900},
    {2019, "program", "fst", 1000},
    {2020, "program", "fst", 250},
    {2021, "program", "fst", 0},
    {2023, "program", "fsw", 3300},
    {2022, "program", "fsw", 0},

    {2022, "category", NULL, 0},
    {2023, "category", NULL, 25870},
    {2024, "category", NULL, 42475},
    {2025, "category", NULL, 67250},

    {2023, "category", "healthcare", 5600},
    {2023, "category", "stem", 6400},
    {2023, "category", "french", 8700},
    {2023, "category", "trades", 2500},
    {2023, "category", "transport", 1670},
    {2023, "category", "agriculture", 1000},
    {2024, "category", "french", 23000},
    {2024, "category", "healthcare", 10250},
    {2024, "category", "stem", 4500},
    {2024, "category", "trades", 3600},
    {2024, "category", "transport", 975},
    {2024, "category", "agriculture", 150},
    {2025, "category", "french", 48000},
    {2025, "category", "healthcare", 14500},
    {2025, "category", "education", 3500},
    {2025, "category", "trades", 1250},
};

static uint32_t sum(int wanted, const char *kind, const char *id)
{
    uint32_t total = 0;
    for (size_t i = 0; eep_history_round(own, i) != NULL; i++) {
        const eep_published_round *round = eep_history_round(own, i);
        int year, month, day;
        eep_date_parts(round->date, &year, &month, &day);
        if (year != wanted || (kind != NULL && strcmp(round->kind, kind) != 0)) continue;
        if (id == NULL || strcmp(round->id, id) == 0) total += round->invitations;
    }
    return total;
}

static void test_invitations_by_year_and_type_add_up_to_the_known_totals(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        const uint32_t found = sum(totals[i].year, totals[i].kind, totals[i].id);
        if (found != totals[i].invitations) {
            fail_msg("%d %s %s: %u, known %u", totals[i].year, totals[i].kind ? totals[i].kind : "all",
                     totals[i].id ? totals[i].id : "", found, totals[i].invitations);
        }
    }
}

/* ---- Snapshots ----------------------------------------------------------------------------------- */

static void test_score_ranges_cover_0_to_1200_without_gap_or_overlap(void **state)
{
    uint16_t low, high, above = 1201;
    (void)state;
    for (size_t i = 0; i < EEP_RANGES; i++) {
        eep_score_range(i, &low, &high);
        assert_int_equal(high + 1, above);
        assert_true(low <= high);
        above = low;
    }
    assert_int_equal(above, 0);
    eep_score_range(2, &low, &high);
    assert_int_equal(low, 491);
    assert_int_equal(high, 500);
}

static void test_snapshots_are_116_from_2022_to_2026(void **state)
{
    (void)state;
    size_t snapshots = 0;
    while (eep_history_snapshot(own, snapshots) != NULL)
        snapshots++;
    assert_int_equal(snapshots, 116);
    assert_int_equal(eep_history_snapshot(own, 0)->as_of, day_of("2022-01-17"));
    assert_int_equal(eep_history_snapshot(own, 0)->total, 196685);
    assert_int_equal(eep_history_snapshot(own, 115)->as_of, day_of("2026-05-10"));
    assert_int_equal(eep_history_snapshot(own, 115)->count[0], 372);
    assert_int_equal(eep_history_snapshot(own, 115)->count[14], 8292);
    assert_int_equal(eep_history_snapshot(own, 115)->total, 233770);
}

static void test_snapshots_add_up_but_for_the_known_misprint(void **state)
{
    (void)state;
    for (size_t i = 0; eep_history_snapshot(own, i) != NULL; i++) {
        const eep_snapshot *snapshot = eep_history_snapshot(own, i);
        int64_t missing = snapshot->total;
        for (size_t j = 0; j < EEP_RANGES; j++)
            missing -= snapshot->count[j];
        assert_int_equal(missing, snapshot->as_of == day_of("2023-04-26") ? 180 : 0);
    }
}

static void test_snapshot_of_a_day_is_the_last_one_before_it(void **state)
{
    (void)state;
    assert_null(eep_history_find_snapshot(own, day_of("2022-01-16")));
    assert_int_equal(eep_history_find_snapshot(own, day_of("2022-01-17"))->as_of, day_of("2022-01-17"));
    assert_int_equal(eep_history_find_snapshot(own, day_of("2022-01-30"))->as_of, day_of("2022-01-17"));
    assert_int_equal(eep_history_find_snapshot(own, day_of("2022-01-31"))->as_of, day_of("2022-01-31"));
    assert_int_equal(eep_history_find_snapshot(own, day_of("2100-01-01"))->as_of, day_of("2026-05-10"));
}

static void test_round_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    assert_null(eep_history_find_round(own, "416"));
    assert_null(eep_history_find_round(own, "91"));
    assert_null(eep_history_find_round(own, ""));
    assert_null(eep_history_round(own, 416));
    assert_null(eep_history_snapshot(own, 116));
    eep_history_free(NULL);
}

/* ---- There and back ------------------------------------------------------------------------------ */

static void assert_same_bytes(const char *a, const char *b)
{
    size_t length_a = 0, length_b = 0;
    char *text_a = read_bytes(a, &length_a), *text_b = read_bytes(b, &length_b);
    assert_int_equal(length_a, length_b);
    assert_memory_equal(text_a, text_b, length_a);
    free(text_a);
    free(text_b);
}

static void write_both(const eep_history *history, const char *rounds, const char *bands)
{
    assert_int_equal(eep_history_write_rounds(history, rounds, 0, NULL), EEP_OK);
    assert_int_equal(eep_history_write_bands(history, bands, 0, NULL), EEP_OK);
}

static void test_history_written_and_loaded_is_the_same_to_the_byte(void **state)
{
    char folder[256], rounds[300], bands[300];
    eep_error error = {0};
    (void)state;
    make_folder(folder);
    snprintf(rounds, sizeof rounds, "%s/rounds.csv", folder);
    snprintf(bands, sizeof bands, "%s/pool_bands.csv", folder);
    write_both(own, rounds, bands);
    assert_same_bytes(rounds, HISTORY "/rounds.csv");
    assert_same_bytes(bands, HISTORY "/pool_bands.csv");
    assert_int_equal(eep_history_write_rounds(own, rounds, 0, &error), EEP_ERROR_EXISTS);
    assert_int_equal(eep_history_write_rounds(own, rounds, 1, &error), EEP_OK);
    unlink(rounds);
    unlink(bands);
    rmdir(folder);
}

static void assert_same_round(const eep_published_round *a, const eep_published_round *b)
{
    assert_string_equal(a->number, b->number);
    assert_int_equal(a->date, b->date);
    assert_int_equal(a->moment, b->moment);
    assert_string_equal(a->kind, b->kind);
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->version_text, b->version_text);
    assert_int_equal(a->invitations, b->invitations);
    assert_int_equal(a->cutoff, b->cutoff);
    assert_int_equal(a->has_tie_break, b->has_tie_break);
    assert_int_equal(a->tie_break, b->tie_break);
    assert_string_equal(a->official_name, b->official_name);
    assert_int_equal(a->has_pool_as_of, b->has_pool_as_of);
    assert_int_equal(a->pool_as_of, b->pool_as_of);
    assert_string_equal(a->flags, b->flags);
}

static void assert_same_snapshot(const eep_snapshot *a, const eep_snapshot *b)
{
    assert_int_equal(a->as_of, b->as_of);
    assert_memory_equal(a->count, b->count, sizeof a->count);
    assert_int_equal(a->total, b->total);
    assert_string_equal(a->source, b->source);
    assert_string_equal(a->flags, b->flags);
}

static void test_imported_feed_written_and_loaded_is_the_same(void **state)
{
    char folder[256], rounds[300], bands[300];
    eep_history *feed = NULL, *loaded = NULL;
    eep_error error;
    (void)state;
    make_folder(folder);
    snprintf(rounds, sizeof rounds, "%s/rounds.csv", folder);
    snprintf(bands, sizeof bands, "%s/pool_bands.csv", folder);
    assert_int_equal(eep_history_import_feed(SAMPLE, NAMES, &feed, &error), EEP_OK);
    write_both(feed, rounds, bands);
    if (eep_history_load_folder(folder, NAMES, &loaded, &error) != EEP_OK)
        fail_msg("%u: %s", (unsigned)error.line, error.message);
    size_t i = 0;
    for (; eep_history_round(feed, i) != NULL && eep_history_round(loaded, i) != NULL; i++)
        assert_same_round(eep_history_round(feed, i), eep_history_round(loaded, i));
    assert_int_equal(i, 412);
    assert_null(eep_history_round(loaded, i));
    for (i = 0; eep_history_snapshot(feed, i) != NULL && eep_history_snapshot(loaded, i) != NULL; i++)
        assert_same_snapshot(eep_history_snapshot(feed, i), eep_history_snapshot(loaded, i));
    assert_int_equal(i, 115);
    assert_null(eep_history_snapshot(loaded, i));
    eep_history_free(feed);
    eep_history_free(loaded);
    unlink(rounds);
    unlink(bands);
    rmdir(folder);
}

/* ---- What is refused ----------------------------------------------------------------------------- */

#define ROUNDS_HEADER                                                                                        \
    "number,date,moment,kind,id,version_text,invitations,cutoff,tie_break,official_name,pool_as_of,flags\n"
#define BANDS_HEADER                                                                                         \
    "as_of,range_601_1200,range_501_600,range_491_500,range_481_490,range_471_480,range_461_470,"            \
    "range_451_460,range_441_450,range_431_440,range_421_430,range_411_420,range_401_410,range_351_400,"     \
    "range_301_350,range_0_300,total,source,flags\n"
#define COUNTS "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"
#define BAND   "2022-01-17," COUNTS ",15,official_feed,\n"
#define ROUND1 "1,2015-01-31,2015-01-31T11:59:48Z,general,all,,779,886,,No Program Specified,,\n"

static const struct {
    const char *rounds, *bands;
    eep_status status;
    uint64_t line, column;
    const char *file, *message, *advice;
} refused[] = {
    {"", BANDS_HEADER, EEP_ERROR_MISSING, 1, 0, "rounds.csv", "the column 'number' is missing", ""},
    {"numbr\n", BANDS_HEADER, EEP_ERROR_UNKNOWN, 1, 1, "rounds.csv", "no column 'numbr'",
     "did you mean 'number'?"},
    {"number,number\n", BANDS_HEADER, EEP_ERROR_DUPLICATE, 1, 8, "rounds.csv", "'number' is given twice", ""},
    {ROUNDS_HEADER "1,2015-01-31\n", BANDS_HEADER, EEP_ERROR_SYNTAX, 2, 0, "rounds.csv",
     "2 fields where the header has 12", ""},
    {ROUNDS_HEADER "one,2015-01-31,2015-01-31T11:59:48Z,general,all,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_VALUE, 2, 1, "rounds.csv", "number: 'one' is not the number of a round", "254 or 91a"},
    {ROUNDS_HEADER "1,2015-02-31,2015-01-31T11:59:48Z,general,all,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_VALUE, 2, 3, "rounds.csv", "date: there is no day '2015-02-31'", ""},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31,general,all,,779,886,,,,\n", BANDS_HEADER, EEP_ERROR_VALUE, 2, 14,
     "rounds.csv", "moment: '2015-01-31' is not a time", ""},
    {ROUNDS_HEADER "1,2015-01-31,2015-02-01T11:59:48Z,general,all,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_VALUE, 2, 14, "rounds.csv", "moment: the moment is not on the date of the round", "time_utc"},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,generl,all,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_UNKNOWN, 2, 35, "rounds.csv", "kind: 'generl' is not a kind of round",
     "did you mean 'general'?"},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,category,stm,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_UNKNOWN, 2, 44, "rounds.csv", "id: 'stm' is not an id of kind category",
     "did you mean 'stem'?"},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,program,stem,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_UNKNOWN, 2, 43, "rounds.csv", "id: 'stem' is not an id of kind program", ""},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,general,all,,\"4,000\",886,,,,\n", BANDS_HEADER,
     EEP_ERROR_VALUE, 2, 48, "rounds.csv", "invitations: '4,000' is not a whole number", "digits only"},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,general,all,,779,1201,,,,\n", BANDS_HEADER,
     EEP_ERROR_VALUE, 2, 52, "rounds.csv", "cutoff: 1201 is more than 1200", ""},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,general,all,,779,886,2015-01-31T11:59:49Z,,,\n",
     BANDS_HEADER, EEP_ERROR_VALUE, 2, 56, "rounds.csv", "tie_break: the tie-break is later than the round",
     "tie_after_round_time"},
    {ROUNDS_HEADER "1,2015-01-31,2015-01-31T11:59:48Z,general,all,,779,886,,,2022-01-18,\n",
     BANDS_HEADER BAND, EEP_ERROR_UNKNOWN, 2, 58, "rounds.csv",
     "pool_as_of: there is no snapshot of 2022-01-18", "pool_bands.csv"},
    {ROUNDS_HEADER ROUND1 ROUND1, BANDS_HEADER, EEP_ERROR_DUPLICATE, 3, 1, "rounds.csv",
     "number: round 1 is given twice", "keep one"},
    {ROUNDS_HEADER "2,2015-01-31,2015-01-31T11:59:48Z,general,all,,779,886,,,,\n" ROUND1, BANDS_HEADER,
     EEP_ERROR_VALUE, 3, 1, "rounds.csv", "number: round 1 comes after round 2", "sort"},
    {ROUNDS_HEADER ROUND1 "2,2015-01-30,2015-01-30T11:59:48Z,general,all,,779,886,,,,\n", BANDS_HEADER,
     EEP_ERROR_VALUE, 3, 3, "rounds.csv", "date: round 2 is dated before round 1", ""},
    {ROUNDS_HEADER, BANDS_HEADER "2022-01-17," COUNTS ",16,official_feed,\n", EEP_ERROR_VALUE, 2, 42,
     "pool_bands.csv", "total: the fifteen ranges do not add up to 16", "'leaves_short_by_1'"},
    {ROUNDS_HEADER, BANDS_HEADER "2022-01-17," COUNTS ",15,official_feed,leaves_short_by_1\n",
     EEP_ERROR_VALUE, 2, 59, "pool_bands.csv", "but they add up", "remove the remark"},
    {ROUNDS_HEADER, BANDS_HEADER "2022-01-17," COUNTS ",15,a_friend,\n", EEP_ERROR_UNKNOWN, 2, 45,
     "pool_bands.csv", "source: 'a_friend' is not a known source", "third_party_copy"},
    {ROUNDS_HEADER, BANDS_HEADER BAND BAND, EEP_ERROR_DUPLICATE, 3, 1, "pool_bands.csv",
     "as_of: there are two snapshots of 2022-01-17", "keep one"},
    {ROUNDS_HEADER, BANDS_HEADER BAND "2022-01-16," COUNTS ",15,official_feed,\n", EEP_ERROR_VALUE, 3, 1,
     "pool_bands.csv", "as_of: 2022-01-16 comes after a later day", "sort"},
    {ROUNDS_HEADER, BANDS_HEADER "2022-01-17,-1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,15,official_feed,\n",
     EEP_ERROR_VALUE, 2, 12, "pool_bands.csv", "range_601_1200: '-1' is not a whole number", ""},
    {ROUNDS_HEADER, BANDS_HEADER "2022-01-17,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,official_feed,\n",
     EEP_ERROR_VALUE, 2, 12, "pool_bands.csv", "the fifteen ranges hold nobody", "correct the counts"},
};

static eep_status load_texts(const char *rounds, const char *bands, eep_history **history, eep_error *error)
{
    char folder[256], path[2][300];
    make_folder(folder);
    snprintf(path[0], sizeof path[0], "%s/rounds.csv", folder);
    snprintf(path[1], sizeof path[1], "%s/pool_bands.csv", folder);
    write_bytes(path[0], rounds, strlen(rounds));
    write_bytes(path[1], bands, strlen(bands));
    const eep_status status = eep_history_load_folder(folder, NAMES, history, error);
    unlink(path[0]);
    unlink(path[1]);
    rmdir(folder);
    return status;
}

static void test_tables_with_a_fault_are_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        eep_history *history = NULL;
        eep_error error = {0};
        const eep_status status = load_texts(refused[i].rounds, refused[i].bands, &history, &error);
        if (status != refused[i].status || error.line != refused[i].line ||
            error.column != refused[i].column || strstr(error.file, refused[i].file) == NULL ||
            strstr(error.message, refused[i].message) == NULL ||
            strstr(error.advice, refused[i].advice) == NULL) {
            fail_msg("case %zu: status %d, %s:%u:%u '%s', '%s'", i, (int)status, error.file,
                     (unsigned)error.line, (unsigned)error.column, error.message, error.advice);
        }
        assert_null(history);
        assert_int_equal(load_texts(refused[i].rounds, refused[i].bands, &history, NULL), refused[i].status);
    }
}

static void test_tables_take_their_columns_in_any_order(void **state)
{
    eep_history *history = NULL;
    eep_error error;
    (void)state;
    const char *rounds =
        "flags,number,date,moment,kind,id,version_text,invitations,cutoff,tie_break,pool_as_of,official_"
        "name\r\n"
        "tie_equals_round_time,7b,2026-05-12,2026-05-12T10:00:00Z,unknown,unknown,,1,0,2026-05-12T10:00:00Z,"
        "2022-01-17,\"Bees, wasps\"\r\n";
    if (load_texts(rounds, BANDS_HEADER BAND, &history, &error) != EEP_OK) fail_msg("%s", error.message);
    const eep_published_round *round = eep_history_round(history, 0);
    assert_string_equal(round->number, "7b");
    assert_string_equal(round->official_name, "Bees, wasps");
    assert_string_equal(round->flags, "tie_equals_round_time");
    assert_int_equal(round->pool_as_of, day_of("2022-01-17"));
    eep_history_free(history);
}

static void test_tables_that_are_not_there_are_an_error_of_the_machine(void **state)
{
    eep_history *history = NULL;
    eep_error error = {0};
    (void)state;
    assert_int_equal(eep_history_load_folder("/nonexistent", NAMES, &history, &error), EEP_ERROR_NO_FILE);
    assert_non_null(strstr(error.message, "/nonexistent/pool_bands.csv"));
    assert_int_equal(eep_history_load_folder(HISTORY, "/nonexistent/names.csv", &history, &error),
                     EEP_ERROR_NO_FILE);
}

/* Through the public face: the data folder is found, and a folder of one's own is taken. */
static void test_history_is_found_in_the_data_folder(void **state)
{
    eep_history *history = NULL;
    (void)state;
    assert_int_equal(setenv("EEPOOL_DATA", EEP_SOURCE "/datasets", 1), 0);
    assert_int_equal(eep_history_load(NULL, &history, NULL), EEP_OK);
    assert_non_null(eep_history_find_round(history, "415"));
    eep_history_free(history);
    assert_int_equal(eep_history_load(HISTORY, &history, NULL), EEP_OK);
    eep_history_free(history);
    assert_int_equal(eep_history_import(SAMPLE, &history, NULL), EEP_OK);
    assert_non_null(eep_history_find_round(history, "411"));
    eep_history_free(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_history_has_416_rounds_and_ends_in_may_2026),
        cmocka_unit_test(test_round_254_is_the_first_of_stem),
        cmocka_unit_test(test_rounds_with_a_story_are_as_documented),
        cmocka_unit_test(test_invitations_by_year_and_type_add_up_to_the_known_totals),
        cmocka_unit_test(test_score_ranges_cover_0_to_1200_without_gap_or_overlap),
        cmocka_unit_test(test_snapshots_are_116_from_2022_to_2026),
        cmocka_unit_test(test_snapshots_add_up_but_for_the_known_misprint),
        cmocka_unit_test(test_snapshot_of_a_day_is_the_last_one_before_it),
        cmocka_unit_test(test_round_that_is_not_there_is_not_found),
        cmocka_unit_test(test_history_written_and_loaded_is_the_same_to_the_byte),
        cmocka_unit_test(test_imported_feed_written_and_loaded_is_the_same),
        cmocka_unit_test(test_tables_with_a_fault_are_refused_with_its_place),
        cmocka_unit_test(test_tables_take_their_columns_in_any_order),
        cmocka_unit_test(test_tables_that_are_not_there_are_an_error_of_the_machine),
        cmocka_unit_test(test_history_is_found_in_the_data_folder),
    };
    return cmocka_run_group_tests(tests, load_own, free_own);
}

/* The importer on feeds made by hand: French in both encodings, names, remarks, and what it refuses. */
#include "support.h"

#include "datasets/history.h"

static char folder[256];

static int open_folder(void **state)
{
    (void)state;
    make_folder(folder);
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static eep_history *import_text(const char *text, size_t length)
{
    eep_history *history = NULL;
    eep_error error;
    if (import_bytes(folder, text, length, &history, &error) != EEP_OK)
        fail_msg("%s\n%s", error.message, error.advice);
    return history;
}

static eep_history *import(const char *text)
{
    return import_text(text, strlen(text));
}

static void assert_date(eep_date date, const char *expected)
{
    char text[11];
    eep_date_format(date, text);
    assert_string_equal(text, expected);
}

static void assert_time(eep_time time, const char *expected)
{
    char text[21];
    eep_time_format(time, text);
    assert_string_equal(text, expected);
}

/* ---- French ------------------------------------------------------------------------------------ */

/* Letters beyond ASCII are written in braces here and put in by either encoding. */
static const char french[] =
    "{\r\n \"classes\": \"wb-tables\",\r\n \"rounds\": [\r\n"
    "{\"drawNumber\":\"411\",\"drawDate\":\"2026-04-15\",\"drawName\":\"Comp{e'}tence linguistique en "
    "fran{c,}ais, 2026-Version 2\",\"drawSize\":\"4 000\",\"drawCRS\":\"419\",\"drawDateTime\":\"15 avril "
    "2026 "
    "{a`} 10:43:11 UTC\",\"drawCutOff\":\"14 novembre 2025 {a`} 07:14:25 UTC\",\"drawDistributionAsOn\":\"12 "
    "avril "
    "2026\",\"dd1\":\"325\",\"dd2\":\"13{ }610\",\"dd3\":\"73 563\",\"dd4\":\"13 174\",\"dd5\":\"12 663\","
    "\"dd6\":\"16 246\",\"dd7\":\"15 968\",\"dd8\":\"15 512\",\"dd9\":\"66 952\",\"dd10\":\"14 "
    "606\",\"dd11\":"
    "\"14 775\",\"dd12\":\"12 973\",\"dd13\":\"12 753\",\"dd14\":\"11 845\",\"dd15\":\"52 309\",\"dd16\":"
    "\"18 543\",\"dd17\":\"8 253\",\"dd18\":\"233 555\"},\r\n"
    "{\"drawNumber\":\"258\",\"drawDate\":\"2023-08-01\",\"drawName\":\"G{e'}n{e'}ral\",\"drawSize\":"
    "\"2{ }000\",\"drawCRS\":\"517\",\"drawDateTime\":\"1er ao{u^}t 2023 {a`} 15:28:01 UTC\",\"drawCutOff\":"
    "\"27 d{e'}cembre 2022 {a`} 14:19:14 UTC\",\"drawDistributionAsOn\":\"\",\"dd18\":\"0\"},\r\n"
    "{\"drawNumber\":\"205\",\"drawDate\":\"2021-09-15\",\"drawName\":\"Programme des candidats des "
    "provinces\","
    "\"drawSize\":\"521\",\"drawCRS\":\"732\",\"drawDateTime\":\"15 septembre 2021 13:02:49 "
    "UTC\",\"drawCutOff\":"
    "\"21 f{e'}vrier 2021 21:34:54 UTC\"}\r\n]}\r\n";

/* Replaces {e'} and the like by their bytes in UTF-8 or Windows-1252; returns the length. */
static size_t encode(const char *text, int single_byte, char *out)
{
    static const struct {
        const char *mark, *utf8, *windows;
    } letters[] = {
        {"{e'}", "\xC3\xA9", "\xE9"}, {"{c,}", "\xC3\xA7", "\xE7"}, {"{a`}", "\xC3\xA0", "\xE0"},
        {"{u^}", "\xC3\xBB", "\xFB"}, {"{ }", "\xC2\xA0", "\xA0"},  {"{-}", "\xE2\x80\x93", "\x96"},
    };
    char *start = out;
    while (*text != '\0') {
        size_t i = 0;
        while (i < 6 && strncmp(text, letters[i].mark, strlen(letters[i].mark)) != 0)
            i++;
        if (i == 6) {
            *out++ = *text++;
            continue;
        }
        const char *bytes = single_byte ? letters[i].windows : letters[i].utf8;
        memcpy(out, bytes, strlen(bytes));
        out += strlen(bytes);
        text += strlen(letters[i].mark);
    }
    return (size_t)(out - start);
}

static void check_french(const eep_history *history)
{
    const eep_published_round *round = eep_history_find_round(history, "411");
    assert_string_equal(round->kind, "category");
    assert_string_equal(round->id, "french");
    assert_string_equal(round->version_text, "2026-Version 2");
    assert_string_equal(round->official_name, "Comp\xC3\xA9tence linguistique en fran\xC3\xA7"
                                              "ais, 2026-Version 2");
    assert_int_equal(round->invitations, 4000);
    assert_int_equal(round->cutoff, 419);
    assert_time(round->moment, "2026-04-15T10:43:11Z");
    assert_time(round->tie_break, "2025-11-14T07:14:25Z");
    assert_date(round->pool_as_of, "2026-04-12");
    const eep_snapshot *snapshot = eep_history_snapshot(history, 0);
    assert_int_equal(snapshot->count[1], 13610);
    assert_int_equal(snapshot->total, 233555);
    assert_string_equal(snapshot->flags, "");
    assert_null(eep_history_snapshot(history, 1));

    round = eep_history_find_round(history, "258");
    assert_string_equal(round->kind, "general");
    assert_string_equal(round->id, "all");
    assert_int_equal(round->invitations, 2000);
    assert_time(round->moment, "2023-08-01T15:28:01Z");
    assert_time(round->tie_break, "2022-12-27T14:19:14Z");
    assert_int_equal(round->has_pool_as_of, 0);

    round = eep_history_find_round(history, "205");
    assert_string_equal(round->kind, "program");
    assert_string_equal(round->id, "pnp");
    assert_time(round->tie_break, "2021-02-21T21:34:54Z");
}

static void test_french_feed_is_read_in_utf8_and_in_windows_1252(void **state)
{
    char bytes[sizeof french];
    (void)state;
    for (int single_byte = 0; single_byte < 2; single_byte++) {
        const size_t length = encode(french, single_byte, bytes);
        eep_history *history = import_text(bytes, length);
        check_french(history);
        eep_history_free(history);
    }
}

static void test_french_feed_with_a_byte_order_mark_is_read(void **state)
{
    char bytes[sizeof french + 3] = "\xEF\xBB\xBF";
    (void)state;
    eep_history *history = import_text(bytes, 3 + encode(french, 0, bytes + 3));
    check_french(history);
    eep_history_free(history);
}

/* ---- Names ------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *kind, *id, *version;
} names[] = {
    {"No Program Specified", "general", "all", ""},
    {"General", "general", "all", ""},
    {"Aucun programme sp\xC3\xA9"
     "cifi\xC3\xA9",
     "general", "all", ""},
    {"Provincial Nominee Program", "program", "pnp", ""},
    {"Canadian Experience Class", "program", "cec", ""},
    {"Cat\xC3\xA9gorie de l\xE2\x80\x99"
     "exp\xC3\xA9rience canadienne",
     "program", "cec", ""},
    {"Federal Skilled Worker", "program", "fsw", ""},
    {"Federal Skilled Worker Program", "program", "fsw", ""},
    {"Travailleurs qualifi\xC3\xA9s (f\xC3\xA9"
     "d\xC3\xA9ral)",
     "program", "fsw", ""},
    {"Federal Skilled Trades", "program", "fst", ""},
    {"M\xC3\xA9tiers sp\xC3\xA9"
     "cialis\xC3\xA9s (f\xC3\xA9"
     "d\xC3\xA9ral)",
     "program", "fst", ""},
    {"French language proficiency (2023-1)", "category", "french", "2023-1"},
    {"French language proficiency (Version 1)", "category", "french", "Version 1"},
    {"French-Language proficiency 2026-Version 2", "category", "french", "2026-Version 2"},
    {"French-language proficiency", "category", "french", ""},
    {"Healthcare occupations (2023-1)", "category", "healthcare", "2023-1"},
    {"Healthcare occupations (Version 1)", "category", "healthcare", "Version 1"},
    {"Healthcare and social services occupations (Version 2)", "category", "healthcare", "Version 2"},
    {"Healthcare and Social Services Occupations, 2026-Version 3", "category", "healthcare",
     "2026-Version 3"},
    {"Health care occupations", "category", "healthcare", ""},
    {"STEM occupations (2023-1)", "category", "stem", "2023-1"},
    {"STEM occupations (Version 1)", "category", "stem", "Version 1"},
    {"Science, Technology, Engineering and Math (STEM) occupations, 2026-version 3", "category", "stem",
     "2026-version 3"},
    {"Trade occupations (2024-1)", "category", "trades", "2024-1"},
    {"Trade occupations (Version 2)", "category", "trades", "Version 2"},
    {"Trades Occupations, 2026-Version 3", "category", "trades", "2026-Version 3"},
    {"Transport occupations (Version 1)", "category", "transport", "Version 1"},
    {"Agriculture and agri-food occupations (Version 1)", "category", "agriculture", "Version 1"},
    {"Education occupations (Version 1)", "category", "education", "Version 1"},
    {"Physicians with Canadian Work Experience, 2026-Version 1", "category", "physicians", "2026-Version 1"},
    {"Senior managers with Canadian Work Experience, 2026-Version 1", "category", "senior_managers",
     "2026-Version 1"},
    {"Researchers with Canadian Work Experience, 2026-Version 1", "category", "researchers",
     "2026-Version 1"},
    {"Skilled military recruits, 2026-Version 1", "category", "military", "2026-Version 1"},
    {"Beekeeping occupations (Version 1)", "unknown", "unknown", "Version 1"},
    {"General practitioners of law", "unknown", "unknown", ""},
    {"M\xC3\xA9tiers sp\xC3\xA9"
     "cialis\xC3\xA9s",
     "unknown", "unknown", ""},
    {"Version without a number", "unknown", "unknown", ""},
    {"System occupations", "unknown", "unknown", ""},
    {"", "unknown", "unknown", ""},
};

static void test_names_are_recognised_by_their_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char text[600];
        snprintf(text, sizeof text,
                 "{\"rounds\":[{\"drawNumber\":\"1\",\"drawDate\":\"2026-01-01\",\"drawName\":\"%s\","
                 "\"drawSize\":\"1\",\"drawCRS\":\"1\"}]}",
                 names[i].name);
        eep_history *history = import(text);
        const eep_published_round *round = eep_history_round(history, 0);
        if (strcmp(round->kind, names[i].kind) != 0 || strcmp(round->id, names[i].id) != 0 ||
            strcmp(round->version_text, names[i].version) != 0) {
            fail_msg("'%s' was read as %s:%s '%s'", names[i].name, round->kind, round->id,
                     round->version_text);
        }
        assert_string_equal(round->official_name, names[i].name);
        eep_history_free(history);
    }
}

static void test_names_too_long_are_cut_between_characters_with_a_remark(void **state)
{
    char name[256] = "", text[600];
    (void)state;
    for (int i = 0; i < 100; i++)
        strcat(name, "\xC3\xA9");
    snprintf(text, sizeof text,
             "{\"rounds\":[{\"drawNumber\":\"1\",\"drawDate\":\"2026-01-01\",\"drawName\":\"%s\","
             "\"drawSize\":\"1\",\"drawCRS\":\"1\"}]}",
             name);
    eep_history *history = import(text);
    assert_int_equal(strlen(eep_history_round(history, 0)->official_name), 94);
    assert_string_equal(eep_history_round(history, 0)->flags, "time_missing;name_cut");
    eep_history_free(history);
}

/* ---- Forms of a round -------------------------------------------------------------------------- */

static void test_feed_with_integers_and_full_iso_dates_is_read(void **state)
{
    (void)state;
    eep_history *history =
        import("{\"rounds\":[{\"drawNumber\":254,\"drawDate\":\"2023-07-05T00:00:00.000Z\",\"drawSize\":500,"
               "\"drawCRS\":486,\"drawDateTime\":\"July 5, 2023 at 13:27:48 UTC\",\"drawCutOff\":null,"
               "\"drawName\":\" STEM occupations (2023-1)\\u00a0\"}]}");
    const eep_published_round *round = eep_history_find_round(history, "254");
    assert_date(round->date, "2023-07-05");
    assert_int_equal(round->invitations, 500);
    assert_int_equal(round->cutoff, 486);
    assert_int_equal(round->has_tie_break, 0);
    assert_string_equal(round->official_name, "STEM occupations (2023-1)");
    assert_string_equal(round->flags, "");
    eep_history_free(history);
}

static void test_feed_remarks_what_the_record_itself_shows(void **state)
{
    static const struct {
        const char *time, *tie, *flags;
    } cases[] = {
        {"April 15, 2026 at 10:43:11 UTC", "", ""},
        {"", "", "time_missing"},
        {"April 16, 2026 at 00:43:11 UTC", "", "time_utc_is_next_day"},
        {"April 5, 2026 at 10:43:11 UTC", "", "time_is_10_days_before_date"},
        {"April 17, 2026 at 10:43:11 UTC", "", "time_is_2_days_after_date"},
        {"April 15 at 10:43:11 UTC", "", "time_year_inferred"},
        {"April 15, 2026 at 10:43:11 UTC", "April 15, 2026 at 10:43:11 UTC", "tie_equals_round_time"},
        {"April 15, 2026 at 10:43:11 UTC", "April 15, 2026 at 10:43:12 UTC", "tie_after_round_time"},
        {"April 15, 2026 at 10:43:11 UTC", "May 1 at 10:43:12 UTC", "tie_year_inferred"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "{\"rounds\":[{\"drawNumber\":\"1\",\"drawDate\":\"2026-04-15\",\"drawSize\":\"1\","
                 "\"drawCRS\":\"1\",\"drawDateTime\":\"%s\",\"drawCutOff\":\"%s\"}]}",
                 cases[i].time, cases[i].tie);
        eep_history *history = import(text);
        assert_string_equal(eep_history_round(history, 0)->flags, cases[i].flags);
        eep_history_free(history);
    }
}

/* ---- Snapshots --------------------------------------------------------------------------------- */

/* A round with a snapshot of 15 x 10 candidates and the two parents of 50; `first` is dd1. */
static void put_round(char *text, size_t size, const char *number, const char *first, const char *parent,
                      const char *total)
{
    snprintf(
        text, size,
        "{\"drawNumber\":\"%s\",\"drawDate\":\"2026-04-15\",\"drawSize\":\"1\",\"drawCRS\":\"1\","
        "\"drawDateTime\":\"April 15, 2026 at 10:43:11 UTC\",\"drawDistributionAsOn\":\"April 12, 2026\","
        "\"dd1\":\"%s\",\"dd2\":\"10\",\"dd3\":\"%s\",\"dd4\":\"10\",\"dd5\":\"10\",\"dd6\":\"10\","
        "\"dd7\":\"10\",\"dd8\":\"10\",\"dd9\":\"50\",\"dd10\":\"10\",\"dd11\":\"10\",\"dd12\":\"10\","
        "\"dd13\":\"10\",\"dd14\":\"10\",\"dd15\":\"10\",\"dd16\":\"10\",\"dd17\":\"10\",\"dd18\":\"%s\"}",
        number, first, parent, total);
}

static void test_snapshot_sums_that_miss_are_remarked(void **state)
{
    static const struct {
        const char *first, *parent, *total, *flags;
    } cases[] = {
        {"10", "50", "150", ""},
        {"10", "50", "1,150", "leaves_short_by_1000"},
        {"10", "50", "149", "leaves_over_by_1"},
        {"10", "57", "157", "leaves_short_by_7;parts_of_451_500_short_by_7"},
        {"10", "40", "150", "parts_of_451_500_over_by_10"},
        {"0", "50", "140", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char round[1000], text[1100];
        put_round(round, sizeof round, "1", cases[i].first, cases[i].parent, cases[i].total);
        snprintf(text, sizeof text, "{\"rounds\":[%s]}", round);
        eep_history *history = import(text);
        assert_string_equal(eep_history_snapshot(history, 0)->flags, cases[i].flags);
        eep_history_free(history);
    }
}

static void test_snapshot_of_one_day_is_kept_once_and_the_later_round_is_believed(void **state)
{
    char older[1000], newer[1000], text[2100];
    (void)state;
    put_round(older, sizeof older, "7", "10", "50", "150");
    put_round(newer, sizeof newer, "8", "10", "50", "150");
    snprintf(text, sizeof text, "{\"rounds\":[%s,%s]}", newer, older);
    eep_history *history = import(text);
    assert_string_equal(eep_history_snapshot(history, 0)->flags, "");
    assert_null(eep_history_snapshot(history, 1));
    eep_history_free(history);

    put_round(newer, sizeof newer, "8", "11", "50", "151");
    snprintf(text, sizeof text, "{\"rounds\":[%s,%s]}", older, newer);
    history = import(text);
    assert_int_equal(eep_history_snapshot(history, 0)->count[0], 11);
    assert_string_equal(eep_history_snapshot(history, 0)->flags, "other_counts_in_round_7");
    assert_null(eep_history_snapshot(history, 1));
    assert_string_equal(eep_history_round(history, 0)->number, "7");
    eep_history_free(history);
}

/* ---- What is refused --------------------------------------------------------------------------- */

#define ROUND(fields) "{\"rounds\":[{" fields "}]}"
#define NUMBER        "\"drawNumber\":\"9\","
#define DATE          "\"drawDate\":\"2026-04-15\","
#define SIZE          "\"drawSize\":\"500\","
#define CRS           "\"drawCRS\":\"486\""

static const struct {
    const char *text;
    eep_status status;
    const char *message, *advice;
    uint64_t line, column;
} refused[] = {
    {"", EEP_ERROR_SYNTAX, "this is not JSON: ", "give the feed as it is served", 1, 0},
    {"drawNumber;drawDate\n", EEP_ERROR_SYNTAX, "this is not JSON: ", "give the feed as it is served", 1, 10},
    {"{\"rounds\": [\n  {\"drawNumber\": }\n]}", EEP_ERROR_SYNTAX,
     "this is not JSON: ", "give the feed as it is served", 2, 18},
    {"{\"rounds\": []} x", EEP_ERROR_SYNTAX, "this is not JSON: end of file expected", "", 1, 16},
    {"{\"rounds\": [],\n \"rounds\": []}", EEP_ERROR_DUPLICATE, "duplicate object key", "keep one", 2, 9},
    {"[]", EEP_ERROR_MISSING, "there is no list called \"rounds\" at the top", "give ee_rounds_123_en.json",
     0, 0},
    {"{\"rounds\": {}}", EEP_ERROR_MISSING, "there is no list called \"rounds\"", "give ee_rounds", 0, 0},
    {"{\"rounds\": []}", EEP_ERROR_MISSING, "the list \"rounds\" is empty", "give ee_rounds", 0, 0},
    {"{\"rounds\": [7]}", EEP_ERROR_VALUE, "element 1 of \"rounds\" is not a round", "in braces", 0, 0},
    {ROUND(DATE SIZE CRS), EEP_ERROR_MISSING, "element 1 has no drawNumber", "add it", 0, 0},
    {ROUND(NUMBER SIZE CRS), EEP_ERROR_MISSING, "draw 9 has no drawDate", "add it", 0, 0},
    {ROUND(NUMBER DATE CRS), EEP_ERROR_MISSING, "draw 9 has no drawSize", "add it", 0, 0},
    {ROUND(NUMBER DATE SIZE "\"drawCRS\":\" \""), EEP_ERROR_MISSING, "draw 9 has no drawCRS", "add it", 0, 0},
    {ROUND("\"drawNumber\":\"#9\"," DATE SIZE CRS), EEP_ERROR_VALUE,
     "element 1, drawNumber: '#9' is not the number of a round", "254 or 91a", 0, 0},
    {ROUND("\"drawNumber\":\"009\"," DATE SIZE CRS), EEP_ERROR_VALUE, "element 1, drawNumber: '009'", "254",
     0, 0},
    {ROUND("\"drawNumber\":-9," DATE SIZE CRS), EEP_ERROR_VALUE, "element 1, drawNumber: '-9'", "254", 0, 0},
    {ROUND("\"drawNumber\":\"1234567\"," DATE SIZE CRS), EEP_ERROR_VALUE, "drawNumber: '1234567'", "254", 0,
     0},
    {ROUND(NUMBER DATE "\"drawSize\":\"five hundred\"," CRS), EEP_ERROR_VALUE,
     "draw 9, drawSize: 'five hundred' is not a whole number", "such as 4,000", 0, 0},
    {ROUND(NUMBER DATE "\"drawSize\":500.5," CRS), EEP_ERROR_VALUE,
     "draw 9, drawSize: the value is neither text nor a whole number", "quotation marks", 0, 0},
    {ROUND(NUMBER DATE "\"drawSize\":[500]," CRS), EEP_ERROR_VALUE, "draw 9, drawSize: the value is", "", 0,
     0},
    {ROUND(NUMBER DATE "\"drawSize\":\"9,999,999,999\"," CRS), EEP_ERROR_VALUE,
     "draw 9, drawSize: 9999999999 is more than 4294967295", "page of the round", 0, 0},
    {ROUND(NUMBER DATE SIZE "\"drawCRS\":\"1,201\""), EEP_ERROR_VALUE,
     "draw 9, drawCRS: 1201 is more than 1200", "page of the round", 0, 0},
    {ROUND(NUMBER "\"drawDate\":\"2026-02-30\"," SIZE CRS), EEP_ERROR_VALUE,
     "draw 9, drawDate: '2026-02-30' holds a day that does not exist", "check the day", 0, 0},
    {ROUND(NUMBER "\"drawDate\":\"04-15-2026\"," SIZE CRS), EEP_ERROR_VALUE,
     "draw 9, drawDate: '04-15-2026' holds a day that does not exist", "check the day", 0, 0},
    {ROUND(NUMBER DATE SIZE CRS ",\"drawDateTime\":\"soon\""), EEP_ERROR_VALUE,
     "draw 9, drawDateTime: no month can be found in 'soon'", "July 5, 2023", 0, 0},
    {ROUND(NUMBER DATE SIZE CRS ",\"drawCutOff\":\"November 31, 2025 at 07:14:25 UTC\""), EEP_ERROR_VALUE,
     "draw 9, drawCutOff: 'November 31, 2025 at 07:14:25 UTC' holds a day that does not exist", "check", 0,
     0},
    {ROUND(NUMBER DATE SIZE CRS ",\"dd18\":\"12\""), EEP_ERROR_MISSING, "draw 9 has no drawDistributionAsOn",
     "add it", 0, 0},
    {ROUND(NUMBER DATE SIZE CRS ",\"drawDistributionAsOn\":\"April 12, 2026\",\"dd1\":\"12\""),
     EEP_ERROR_MISSING, "draw 9 has no dd2", "add it", 0, 0},
    {ROUND(NUMBER DATE SIZE CRS ",\"drawDistributionAsOn\":\"April 12, 2026\",\"dd1\":\"x\""),
     EEP_ERROR_VALUE, "draw 9, dd1: 'x' is not a whole number", "such as 4,000", 0, 0},
    {"{\"rounds\":[{" NUMBER DATE SIZE CRS "},{" NUMBER DATE SIZE CRS "}]}", EEP_ERROR_DUPLICATE,
     "draw 9 is given twice", "keep one of the two", 0, 0},
    {"{\"rounds\":[{" NUMBER DATE SIZE CRS "},{\"drawNumber\":\"10\",\"drawDate\":\"2026-04-14\"," SIZE CRS
     "}]}",
     EEP_ERROR_VALUE, "draw 10, drawDate: 2026-04-14 is before draw 9 of 2026-04-15", "correct one", 0, 0},
};

static void test_feed_refuses_what_is_wrong_and_says_where(void **state)
{
    (void)state;
    assert_true(sizeof refused / sizeof refused[0] >= 15);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        eep_history *history = NULL;
        eep_error error = {0};
        const eep_status status =
            import_bytes(folder, refused[i].text, strlen(refused[i].text), &history, &error);
        if (status != refused[i].status || strstr(error.message, refused[i].message) == NULL ||
            strstr(error.advice, refused[i].advice) == NULL || error.line != refused[i].line ||
            (refused[i].column != 0 && error.column != refused[i].column)) {
            fail_msg("case %zu: status %d, line %u, column %u, '%s', '%s'", i, (int)status,
                     (unsigned)error.line, (unsigned)error.column, error.message, error.advice);
        }
        assert_non_null(strstr(error.file, "/feed.json"));
        assert_null(history);
    }
}

static void test_feed_places_errors_of_windows_1252_by_its_own_bytes(void **state)
{
    static const char text[] = "{\"rounds\": [\n \"\xE9\xE9\xE9\" x";
    eep_history *history = NULL;
    eep_error error = {0};
    (void)state;
    assert_int_equal(import_bytes(folder, text, strlen(text), &history, &error), EEP_ERROR_SYNTAX);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 8);
}

static void test_feed_needs_no_error_to_fail(void **state)
{
    eep_history *history = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(import_bytes(folder, refused[i].text, strlen(refused[i].text), &history, NULL),
                         refused[i].status);
    }
}

static void test_feed_that_is_not_there_is_an_error_of_the_machine(void **state)
{
    eep_history *history = NULL;
    eep_error error = {0};
    (void)state;
    assert_int_equal(eep_history_import_feed("/nonexistent/feed.json", NAMES, &history, &error),
                     EEP_ERROR_NO_FILE);
    assert_non_null(strstr(error.message, "/nonexistent/feed.json"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_french_feed_is_read_in_utf8_and_in_windows_1252),
        cmocka_unit_test(test_french_feed_with_a_byte_order_mark_is_read),
        cmocka_unit_test(test_names_are_recognised_by_their_words),
        cmocka_unit_test(test_names_too_long_are_cut_between_characters_with_a_remark),
        cmocka_unit_test(test_feed_with_integers_and_full_iso_dates_is_read),
        cmocka_unit_test(test_feed_remarks_what_the_record_itself_shows),
        cmocka_unit_test(test_snapshot_sums_that_miss_are_remarked),
        cmocka_unit_test(test_snapshot_of_one_day_is_kept_once_and_the_later_round_is_believed),
        cmocka_unit_test(test_feed_refuses_what_is_wrong_and_says_where),
        cmocka_unit_test(test_feed_places_errors_of_windows_1252_by_its_own_bytes),
        cmocka_unit_test(test_feed_needs_no_error_to_fail),
        cmocka_unit_test(test_feed_that_is_not_there_is_an_error_of_the_machine),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}

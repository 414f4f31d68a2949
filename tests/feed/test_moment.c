/* Days, times and numbers as the feed and its copies have spelt them, and as they may yet. */
#include "support.h"

#include "datasets/feed/feed.h"

/* ---- Times ------------------------------------------------------------------------------------- */

/* Those with a number stand in the feed at that draw; the others are their likely relatives. */
static const struct {
    const char *spelling, *expected;
} times[] = {
    {"April 15, 2026 at 10:43:11 UTC", "2026-04-15T10:43:11Z"},              /* 411 */
    {"April 2, 2026 at 13:39:04 UTC", "2026-04-02T13:39:04Z"},               /* 408 */
    {"October 15, 2025 15:55:18 UTC", "2025-10-15T15:55:18Z"},               /* 373 */
    {"March 01, 2023, at 17:24:39 UTC", "2023-03-01T17:24:39Z"},             /* 242 */
    {"January 23, 2025 at 2025-01-23 15:30:04 UTC", "2025-01-23T15:30:04Z"}, /* 333 */
    {"April 26,2023 18:10:04 UTC", "2023-04-26T18:10:04Z"},                  /* 247 */
    {"November 1, 2017, at 12:55:44 UTC", "2017-11-01T12:55:44Z"},           /* 76 */
    {"May 31, 2024 at12:48:30 UTC", "2024-05-31T12:48:30Z"},                 /* 297 */
    {"October 25, 2023 at 15:48:39 AM UTC", "2023-10-25T15:48:39Z"},         /* 270 */
    {"February 02 2022 at 14:16:27 UTC", "2022-02-02T14:16:27Z"},            /* 215 */
    {" July 13, 2016 at 13:56:45 UTC", "2016-07-13T13:56:45Z"},              /* 38 */
    {"March 27, 2015 at 23:59:47", "2015-03-27T23:59:47Z"},                  /* 6 */
    {"September 05, 2025 at 0:59:13 UTC", "2025-09-05T00:59:13Z"},           /* 395 */
    {"March 05, 2025 at 05:10:48", "2025-03-05T05:10:48Z"},                  /* 383 */
    {"May 26 2025 at 12:28:38 UTC", "2025-05-26T12:28:38Z"},                 /* 382 */
    {"March 02. 2024 at 01:58:34 UTC", "2024-03-02T01:58:34Z"},              /* 322 */
    {"January 9, 2019 at 7:35:09 UTC", "2019-01-09T07:35:09Z"},              /* 114 */
    {"October 18, 2025 at  7:18:52 UTC", "2025-10-18T07:18:52Z"},            /* 386 */
    {"September 30, 2023 at 04:22:17 AM UTC", "2023-09-30T04:22:17Z"},       /* 270 */
    {"July 04, 2023 at 19:36:18 UTC ", "2023-07-04T19:36:18Z"},              /* 262 */
    {"May 19,2022 06:48:41 UTC", "2022-05-19T06:48:41Z"},                    /* 244 */
    {"June 22, 2021 at 20:19:59 PM UTC", "2021-06-22T20:19:59Z"},            /* 210 */
    {"October 7 at 16:38:21 UTC", "2021-10-07T16:38:21Z"},                   /* 208, a year to be found */
    {"April 3rd, 2023 at 14:00:00 UTC", "2023-04-03T14:00:00Z"},
    {"April 1st 2023 at 14:00:00 UTC", "2023-04-01T14:00:00Z"},
    {"2nd of April 2023, 14:00:00 UTC", "2023-04-02T14:00:00Z"},
    {"the 4th of April, 2023 at 14:00:00", "2023-04-04T14:00:00Z"},
    {"Sept. 9, 2023 at 14:00:00 UTC", "2023-09-09T14:00:00Z"},
    {"Sep 9, 2023 at 14:00:00 UTC", "2023-09-09T14:00:00Z"},
    {"JAN 23, 2025 15:30:04", "2025-01-23T15:30:04Z"},
    {"dec.31,2024 23:59:59UTC", "2024-12-31T23:59:59Z"},
    {"Wednesday, July 5, 2023 at 13:27:48 UTC", "2023-07-05T13:27:48Z"},
    {"July 5, 2023 at 1:27:48 PM UTC", "2023-07-05T13:27:48Z"},
    {"July 5, 2023 at 12:27:48 AM UTC", "2023-07-05T00:27:48Z"},
    {"July 5, 2023 at 1:27:48 p.m. UTC", "2023-07-05T13:27:48Z"},
    {"July 5, 2023 at 12:27:48 a.m. UTC", "2023-07-05T00:27:48Z"},
    {"July 5, 2023 at 12:27:48 p.m. UTC", "2023-07-05T12:27:48Z"},
    {"July 5, 2023 at 00:27:48 PM UTC", "2023-07-05T00:27:48Z"},
    {"2023-07-05T13:27:48Z", "2023-07-05T13:27:48Z"},
    {"2023-07-05T13:27:48.000Z", "2023-07-05T13:27:48Z"},
    {"2023-07-05T13:27:48+00:00", "2023-07-05T13:27:48Z"},
    {"2023-07-05T13:27:48+0000", "2023-07-05T13:27:48Z"},
    {"2023-07-05 13:27:48", "2023-07-05T13:27:48Z"},
    {"05-07-2023 13:27:48", "2023-07-05T13:27:48Z"},
    {"05/07/2023 13:27:48 UTC", "2023-07-05T13:27:48Z"},
    {"13:27:48 UTC, July 5, 2023", "2023-07-05T13:27:48Z"},
    {"July\t5,\r\n2023 at 13:27:48 UTC", "2023-07-05T13:27:48Z"},
    {"July\xC2\xA0"
     "5, 2023 at 13:27:48\xE2\x80\xAFUTC",
     "2023-07-05T13:27:48Z"},
    {"15 avril 2026 \xC3\xA0 10:43:11 UTC", "2026-04-15T10:43:11Z"},
    {"1er f\xC3\xA9vrier 2023 \xC3\xA0 17:24:39 TUC", "2023-02-01T17:24:39Z"},
    {"Le 9 ao\xC3\xBBt 2023, 06:48:41", "2023-08-09T06:48:41Z"},
    {"24 d\xC3\x89"
     "CEMBRE 2020 \xC3\xA0 7:18:52 UTC",
     "2020-12-24T07:18:52Z"},
    {"8 juil. 2020 16:05:59 UTC", "2020-07-08T16:05:59Z"},
    {"8 juin 2022 16:05:59 UTC", "2022-06-08T16:05:59Z"},
    {"12 janv. 2022 16:05:59 UTC", "2022-01-12T16:05:59Z"},
    {"mardi 7 mars 2023 16:05:59 UTC", "2023-03-07T16:05:59Z"},
    {"19 mai 2022 \xC3\xA0 06:48:41 UTC", "2022-05-19T06:48:41Z"},
    {"3 octobre 2024 06:48:41", "2024-10-03T06:48:41Z"},
    {"February 29, 2024 at 06:48:41 UTC", "2024-02-29T06:48:41Z"},
};

static void test_moment_reads_every_spelling(void **state)
{
    (void)state;
    const eep_time limit = (eep_time)eep_date_of(2021, 10, 27) * 86400 + 13 * 3600 + 32 * 60 + 26;
    assert_true(sizeof times / sizeof times[0] >= 45);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        eep_error error;
        eep_time time = 0;
        int inferred = 0;
        char text[21];
        if (eep_feed_time(times[i].spelling, limit, &time, &inferred, &error) != EEP_OK)
            fail_msg("'%s': %s", times[i].spelling, error.message);
        eep_time_format(time, text);
        assert_string_equal(text, times[i].expected);
        assert_int_equal(inferred, strncmp(times[i].spelling, "October 7 at", 12) == 0);
    }
}

/* The year that is left out is the one of the last such moment not after the round. */
static void test_moment_without_year_is_the_last_one_before_the_round(void **state)
{
    static const struct {
        const char *spelling, *limit, *expected;
    } cases[] = {
        {"October 7 at 16:38:21 UTC", "2021-10-27T13:32:26Z", "2021-10-07T16:38:21Z"},
        {"October 7 at 16:38:21 UTC", "2021-10-07T16:38:21Z", "2021-10-07T16:38:21Z"},
        {"October 7 at 16:38:21 UTC", "2021-10-07T16:38:20Z", "2020-10-07T16:38:21Z"},
        {"December 31 at 23:00:00 UTC", "2022-01-05T16:38:20Z", "2021-12-31T23:00:00Z"},
        {"February 29 at 12:00:00 UTC", "2023-10-07T16:38:20Z", "2020-02-29T12:00:00Z"},
        {"February 29 at 12:00:00 UTC", "2024-02-29T11:59:59Z", "2020-02-29T12:00:00Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        eep_time limit, time = 0;
        int inferred = 0;
        char text[21];
        assert_int_equal(eep_time_parse(cases[i].limit, 20, &limit, NULL), EEP_OK);
        assert_int_equal(eep_feed_time(cases[i].spelling, limit, &time, &inferred, NULL), EEP_OK);
        eep_time_format(time, text);
        assert_string_equal(text, cases[i].expected);
        assert_int_equal(inferred, 1);
    }
}

static void test_moment_refuses_what_it_cannot_be_sure_of(void **state)
{
    static const struct {
        const char *spelling, *message;
    } cases[] = {
        {"at 10:43:11 UTC", "no month can be found"},
        {"2026 at 10:43:11 UTC", "no month can be found"},
        {"Febuary 2, 2026 at 10:43:11 UTC", "no month can be found"},
        {"jui 2, 2026 at 10:43:11 UTC", "no month can be found"},
        {"April 2026 at 10:43:11 UTC", "no day of the month can be found"},
        {"April 15, 2026", "no time of day as h:mm:ss can be found"},
        {"April May 15, 2026 at 10:43:11 UTC", "names two months"},
        {"April 15 16, 2026 at 10:43:11 UTC", "is no day, year or time of day"},
        {"April 15, 2026 2027 at 10:43:11 UTC", "is no day, year or time of day"},
        {"April 15, 2026 at 10:43 UTC", "is no day, year or time of day"},
        {"April 15, 26 at 10:43:11 UTC", "is no day, year or time of day"},
        {"April 15, 20266 at 10:43:11 UTC", "is no day, year or time of day"},
        {"April 0, 2026 at 10:43:11 UTC", "is no day, year or time of day"},
        {"April 15, 2026 at 10:43:11 11:43:11 UTC", "holds two times of day"},
        {"April 15, 2026 at 24:00:00 UTC", "holds an impossible time of day"},
        {"April 15, 2026 at 10:60:00 UTC", "holds an impossible time of day"},
        {"April 15, 2026 at 10:43:11 EDT", "is not in UTC"},
        {"2026-04-15T10:43:11-04:00", "is no day, year or time of day"},
        {"April 15, 2026 at 2026-04-16 10:43:11 UTC", "holds two different days"},
        {"February 29, 2023 at 10:43:11 UTC", "holds a day that does not exist"},
        {"February 30 at 10:43:11 UTC", "holds a day that does not exist"},
        {"2026-13-01 10:43:11", "holds a day that does not exist"},
        {"April 15, 1492 at 10:43:11 UTC", "is not in 1900 to 2199"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        eep_error error = {0};
        eep_time time;
        int inferred;
        const eep_status status = eep_feed_time(cases[i].spelling, 4102444800, &time, &inferred, &error);
        if (status != EEP_ERROR_VALUE || strstr(error.message, cases[i].message) == NULL)
            fail_msg("'%s': status %d, '%s'", cases[i].spelling, (int)status, error.message);
        assert_string_not_equal(error.advice, "");
    }
}

static void test_moment_refuses_a_text_too_long_for_one(void **state)
{
    char text[400];
    eep_time time;
    int inferred;
    (void)state;
    memset(text, '1', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(eep_feed_time(text, 0, &time, &inferred, NULL), EEP_ERROR_VALUE);
}

/* ---- Dates ------------------------------------------------------------------------------------- */

static void test_date_reads_every_spelling(void **state)
{
    static const struct {
        const char *spelling, *expected;
    } cases[] = {
        {"2026-04-15", "2026-04-15"},     {"15-04-2026", "2026-04-15"},
        {"5-4-2026", "2026-04-05"},       {"2026-04-15T00:00:00.000Z", "2026-04-15"},
        {"April 15, 2026", "2026-04-15"}, {"15 avril 2026", "2026-04-15"},
        {"15.04.2026", "2026-04-15"},     {"2026/4/5", "2026-04-05"},
        {"12-Apr-2023", "2023-04-12"},    {"  2026-04-15 ", "2026-04-15"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        eep_date date = 0;
        char text[11];
        assert_int_equal(eep_feed_date(cases[i].spelling, &date, NULL), EEP_OK);
        eep_date_format(date, text);
        assert_string_equal(text, cases[i].expected);
    }
}

static void test_date_needs_its_year(void **state)
{
    eep_error error = {0};
    eep_date date;
    (void)state;
    assert_int_equal(eep_feed_date("April 15", &date, &error), EEP_ERROR_VALUE);
    assert_string_equal(error.message, "no year can be found in 'April 15'");
}

/* ---- Numbers ----------------------------------------------------------------------------------- */

static void test_number_takes_every_thousands_mark(void **state)
{
    static const struct {
        const char *text;
        uint32_t expected;
    } cases[] = {
        {"0", 0},
        {"75", 75},
        {"4000", 4000},
        {"4,000", 4000},
        {"27,332", 27332},
        {"1,234,567", 1234567},
        {" 4,000 ", 4000},
        {"4 000", 4000},
        {"234 452", 234452},
        {"4\xC2\xA0"
         "000",
         4000},
        {"4\xE2\x80\xAF"
         "000",
         4000},
        {"4'000", 4000},
        {"4\xE2\x80\x99"
         "000",
         4000},
        {"4,294,967,295", UINT32_MAX},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t number = 1;
        assert_int_equal(eep_feed_number(cases[i].text, UINT32_MAX, &number, NULL), EEP_OK);
        assert_int_equal(number, cases[i].expected);
    }
}

static void test_number_refuses_everything_else(void **state)
{
    static const char *const cases[] = {
        "",      " ",    "-5",    "4,00",   "4,0000",      ",400",     "400,",       "4,,000",
        "4.000", "4 00", "12 34", "1,234 ", "5000000",     "4000,000", "4294967296", "99999999999999999999",
        "five",  "0x10", "1e3",   "+5",     "4000 people",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t number;
        eep_error error = {0};
        if (eep_feed_number(cases[i], 1200, &number, &error) != EEP_ERROR_VALUE) fail_msg("'%s'", cases[i]);
        assert_string_not_equal(error.message, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moment_reads_every_spelling),
        cmocka_unit_test(test_moment_without_year_is_the_last_one_before_the_round),
        cmocka_unit_test(test_moment_refuses_what_it_cannot_be_sure_of),
        cmocka_unit_test(test_moment_refuses_a_text_too_long_for_one),
        cmocka_unit_test(test_date_reads_every_spelling),
        cmocka_unit_test(test_date_needs_its_year),
        cmocka_unit_test(test_number_takes_every_thousands_mark),
        cmocka_unit_test(test_number_refuses_everything_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

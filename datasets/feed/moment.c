/* moment.c - days and times as people type them: every part is looked for by itself. */
#include <stdio.h>
#include <string.h>

#include "datasets/feed/feed.h"
#include "datasets/history.h"

#define DAY_SECONDS 86400
#define TEXT_MAX    120 /* longer texts hold something else */

/* A run of digits, a run of letters, or one other character; blanks part them and are dropped. */
struct token {
    char kind; /* '0' digits, 'a' letters, else the character itself */
    int value; /* of digits */
    size_t length;
    const char *text; /* in plain letters */
};

/* `taken[i]` is 1 when token i has been understood. */
struct tokens {
    size_t count;
    struct token token[TEXT_MAX + 1]; /* closed by a token of kind 0 */
    char taken[TEXT_MAX + 1];
    char plain[TEXT_MAX + 1];
};

static const char advice_form[] = "write it like July 5, 2023 at 13:27:48 UTC";

/* ---- Tokens ------------------------------------------------------------------------------------ */

static char kind_of(char c)
{
    if (c >= '0' && c <= '9') return '0';
    if (c >= 'a' && c <= 'z') return 'a';
    return c;
}

static void split(struct tokens *tokens)
{
    for (const char *p = tokens->plain; *p != '\0';) {
        struct token *token = &tokens->token[tokens->count];
        token->text = p;
        token->kind = kind_of(*p);
        do {
            if (token->kind == '0' && token->length < 6) token->value = token->value * 10 + (*p - '0');
            token->length++;
            p++;
        } while (kind_of(*p) == token->kind && (token->kind == '0' || token->kind == 'a'));
        if (token->kind == ' ') {
            *token = (struct token){0};
        } else {
            tokens->count++;
        }
    }
}

static eep_status tokenise(const char *text, struct tokens *tokens, eep_error *error)
{
    const char *next = text;
    size_t used = 0;
    for (char c = eep_plain_next(&next); c != '\0'; c = eep_plain_next(&next)) {
        if (used == TEXT_MAX) {
            return eep_fail(error, EEP_ERROR_VALUE, advice_form, "'%.40s...' is too long for a time", text);
        }
        tokens->plain[used++] = c;
    }
    tokens->plain[used] = '\0';
    split(tokens);
    return EEP_OK;
}

static int is_digits(const struct token *token, size_t least, size_t most)
{
    return token->kind == '0' && token->length >= least && token->length <= most;
}

static void take(struct tokens *tokens, size_t first, size_t count)
{
    memset(tokens->taken + first, 1, count);
}

/* ---- The time of day ----------------------------------------------------------------------------- */

/* Seconds may have a fraction, and UTC may be written as +00:00; both are passed over. */
static void take_tail(struct tokens *tokens, size_t at)
{
    const struct token *t = tokens->token;
    if (t[at].kind == '.' && t[at + 1].kind == '0') {
        take(tokens, at, 2);
        at += 2;
    }
    if (t[at].kind != '+' || t[at + 1].kind != '0' || t[at + 1].value != 0) return;
    const int minutes = t[at + 2].kind == ':' && t[at + 3].kind == '0' && t[at + 3].value == 0;
    take(tokens, at, minutes ? 4 : 2);
}

static int find_clock(struct tokens *tokens, eep_feed_moment *moment)
{
    for (size_t i = 0; i + 4 < tokens->count; i++) {
        const struct token *t = &tokens->token[i];
        if (tokens->taken[i] || !is_digits(&t[0], 1, 2) || t[1].kind != ':' || !is_digits(&t[2], 2, 2) ||
            t[3].kind != ':' || !is_digits(&t[4], 2, 2)) {
            continue;
        }
        moment->has_clock = 1;
        moment->hour = t[0].value;
        moment->minute = t[2].value;
        moment->second = t[4].value;
        take(tokens, i, 5);
        take_tail(tokens, i + 5);
        return 1;
    }
    return 0;
}

static int is_word(const struct token *token, const char *word)
{
    return token->length == strlen(word) && strncmp(token->text, word, token->length) == 0;
}

/* 'a' or 'p' for AM, PM, a.m. and p.m.; else 0. */
static char half_at(const struct tokens *tokens, size_t i)
{
    const struct token *t = &tokens->token[i];
    if (is_word(t, "am") || is_word(t, "pm")) return t->text[0];
    if (!is_word(t, "a") && !is_word(t, "p")) return 0;
    const int dotted = i + 2 < tokens->count && t[1].kind == '.' && t[2].kind == 'a' && is_word(&t[2], "m");
    return dotted ? t->text[0] : 0;
}

/* An hour up to 12 follows its AM or PM; a later one is of 24 hours, and the mark is a slip. */
static void apply_half(eep_feed_moment *moment, char half)
{
    if (moment->hour < 1 || moment->hour > 12) return;
    if (half == 'a' && moment->hour == 12) moment->hour = 0;
    if (half == 'p' && moment->hour != 12) moment->hour += 12;
}

static eep_status read_clock(const char *text, struct tokens *tokens, eep_feed_moment *moment,
                             eep_error *error)
{
    if (!find_clock(tokens, moment)) return EEP_OK;
    eep_feed_moment second;
    if (find_clock(tokens, &second)) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form, "'%.60s' holds two times of day", text);
    }
    if (moment->hour > 23 || moment->minute > 59 || moment->second > 59) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form, "'%.60s' holds an impossible time of day", text);
    }
    return EEP_OK;
}

/* ---- Words --------------------------------------------------------------------------------------- */

/* 1..12 for a month's name of which at least three letters are there and which fits no other month. */
static int month_of(const struct token *token)
{
    static const char *const names[2][12] = {
        {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december"},
        {"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
         "novembre", "decembre"},
    };
    int month = 0;
    for (int i = 0; i < 24 && token->length >= 3; i++) {
        if (strncmp(names[i / 12][i % 12], token->text, token->length) != 0) continue;
        if (month != 0 && month != i % 12 + 1) return 0;
        month = i % 12 + 1;
    }
    return month;
}

/* Time zones of Canada in both languages: a time in one of them must not pass for UTC. */
static int is_other_zone(const struct token *token)
{
    static const char *const zones[] = {"nst", "ndt", "ast", "adt", "est", "edt", "cst",     "cdt",
                                        "mst", "mdt", "pst", "pdt", "hnt", "hna", "hne",     "hae",
                                        "hnc", "hac", "hnr", "har", "hnp", "hap", "eastern", "pacific"};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (is_word(token, zones[i])) return 1;
    }
    return 0;
}

static eep_status read_words(const char *text, struct tokens *tokens, eep_feed_moment *moment,
                             eep_error *error)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *word = &tokens->token[i];
        if (word->kind != 'a') continue;
        if (moment->has_clock) apply_half(moment, half_at(tokens, i));
        if (moment->has_clock && is_other_zone(word)) {
            return eep_fail(error, EEP_ERROR_VALUE, "give the time in UTC", "'%.60s' is not in UTC", text);
        }
        const int month = month_of(word);
        if (month == 0) continue;
        if (moment->month != 0 && moment->month != month) {
            return eep_fail(error, EEP_ERROR_VALUE, advice_form, "'%.60s' names two months", text);
        }
        moment->month = month;
    }
    return EEP_OK;
}

/* ---- Days ---------------------------------------------------------------------------------------- */

/* 2025-01-23, or 23-01-2025 with the day first; also with slashes or periods. */
static int find_numeric(struct tokens *tokens, eep_feed_moment *day)
{
    for (size_t i = 0; i + 4 < tokens->count; i++) {
        const struct token *t = &tokens->token[i];
        if (tokens->taken[i] || t[1].kind != t[3].kind || strchr("-/.", t[1].kind) == NULL) continue;
        const int year_first = is_digits(&t[0], 4, 4) && is_digits(&t[4], 1, 2);
        const int day_first = is_digits(&t[0], 1, 2) && is_digits(&t[4], 4, 4);
        if (!is_digits(&t[2], 1, 2) || (!year_first && !day_first)) continue;
        *day = (eep_feed_moment){
            .year = t[year_first ? 0 : 4].value, .month = t[2].value, .day = t[year_first ? 4 : 0].value};
        take(tokens, i, 5);
        return 1;
    }
    return 0;
}

/* A number of four digits is the year, one of one or two the day; there is room for no other. */
static int read_numbers(const struct tokens *tokens, eep_feed_moment *moment)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *number = &tokens->token[i];
        if (number->kind != '0' || tokens->taken[i]) continue;
        int *part = number->length == 4 ? &moment->year : &moment->day;
        if (*part != 0 || number->value == 0 || (number->length > 2 && number->length != 4)) return 0;
        *part = number->value;
    }
    return 1;
}

/* Two ways of writing one day must agree in what both give. */
static int merge(eep_feed_moment *moment, const eep_feed_moment *numeric)
{
    if ((moment->year != 0 && moment->year != numeric->year) ||
        (moment->month != 0 && moment->month != numeric->month) ||
        (moment->day != 0 && moment->day != numeric->day)) {
        return 0;
    }
    moment->year = numeric->year;
    moment->month = numeric->month;
    moment->day = numeric->day;
    return 1;
}

static int day_exists(int year, int month, int day)
{
    int y, m, d;
    if (month < 1 || month > 12 || day < 1 || day > 31) return 0;
    eep_date_parts(eep_date_of(year, month, day), &y, &m, &d);
    return m == month && d == day;
}

static eep_status check_day(const char *text, const eep_feed_moment *moment, eep_error *error)
{
    if (moment->month == 0 || moment->day == 0) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form, "no %s can be found in '%.60s'",
                        moment->month == 0 ? "month" : "day of the month", text);
    }
    if (moment->year != 0 && (moment->year < 1900 || moment->year > 2199)) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form, "the year %d in '%.60s' is not in 1900 to 2199",
                        moment->year, text);
    }
    const int leap = 2000; /* without a year, 29 February may exist */
    if (!day_exists(moment->year != 0 ? moment->year : leap, moment->month, moment->day)) {
        return eep_fail(error, EEP_ERROR_VALUE, "check the day and the month",
                        "'%.60s' holds a day that does not exist", text);
    }
    return EEP_OK;
}

eep_status eep_feed_moment_read(const char *text, eep_feed_moment *moment, eep_error *error)
{
    struct tokens tokens = {0};
    eep_feed_moment numeric;
    *moment = (eep_feed_moment){0};
    EEP_TRY(tokenise(text, &tokens, error));
    EEP_TRY(read_clock(text, &tokens, moment, error));
    const int has_numeric = find_numeric(&tokens, &numeric);
    EEP_TRY(read_words(text, &tokens, moment, error));
    if (!read_numbers(&tokens, moment)) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form,
                        "'%.60s' holds a number that is no day, year or time of day", text);
    }
    if (has_numeric && !merge(moment, &numeric)) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form, "'%.60s' holds two different days", text);
    }
    return check_day(text, moment, error);
}

/* ---- Dates and times ------------------------------------------------------------------------------- */

eep_status eep_feed_date(const char *text, eep_date *date, eep_error *error)
{
    eep_feed_moment moment;
    EEP_TRY(eep_feed_moment_read(text, &moment, error));
    if (moment.year == 0) {
        return eep_fail(error, EEP_ERROR_VALUE, "write it like 2023-07-05", "no year can be found in '%.60s'",
                        text);
    }
    *date = eep_date_of(moment.year, moment.month, moment.day);
    return EEP_OK;
}

static eep_time time_in(const eep_feed_moment *moment, int year)
{
    return (eep_time)eep_date_of(year, moment->month, moment->day) * DAY_SECONDS + moment->hour * 3600 +
           moment->minute * 60 + moment->second;
}

eep_status eep_feed_time(const char *text, eep_time limit, eep_time *time, int *inferred, eep_error *error)
{
    eep_feed_moment moment;
    EEP_TRY(eep_feed_moment_read(text, &moment, error));
    if (!moment.has_clock) {
        return eep_fail(error, EEP_ERROR_VALUE, advice_form,
                        "no time of day as h:mm:ss can be found in '%.60s'", text);
    }
    *inferred = moment.year == 0;
    if (*inferred) {
        int month, day;
        eep_date_parts(eep_time_date(limit), &moment.year, &month, &day);
        /* 29 February may be eight years back, so the loop ends. */
        while (!day_exists(moment.year, moment.month, moment.day) || time_in(&moment, moment.year) > limit)
            moment.year--;
    }
    *time = time_in(&moment, moment.year);
    return EEP_OK;
}

/* date.c - the calendar: days since 1970-01-01, seconds of UTC, and their text. */
#include "datasets/base.h"

#define DAY_SECONDS 86400

/* Days of the Gregorian calendar, counting years from March so that the leap day comes last. */
eep_date eep_date_of(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void eep_date_parts(eep_date date, int *year, int *month, int *day)
{
    const int z = date + 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const int day_of_era = z - era * 146097;
    const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int march_month = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

static int is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

eep_date eep_date_add_months(eep_date date, int months)
{
    int year, month, day;
    eep_date_parts(date, &year, &month, &day);
    const int count = year * 12 + (month - 1) + months;
    year = count >= 0 ? count / 12 : -((11 - count) / 12);
    month = count - year * 12 + 1;
    const int last = month_days(year, month);
    return eep_date_of(year, month, day < last ? day : last);
}

int eep_age_on(eep_date birth, eep_date on)
{
    int birth_year, birth_month, birth_day, year, month, day;
    eep_date_parts(birth, &birth_year, &birth_month, &birth_day);
    eep_date_parts(on, &year, &month, &day);
    return year - birth_year - (month < birth_month || (month == birth_month && day < birth_day));
}

eep_date eep_time_date(eep_time time)
{
    const eep_time day = time >= 0 ? time / DAY_SECONDS : -((DAY_SECONDS - 1 - time) / DAY_SECONDS);
    return (eep_date)day;
}

/* Reads `count` digits; -1 when one is not a digit. */
static int digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* How much of an unreadable text to show. */
static int shown(size_t length)
{
    return length > 40 ? 40 : (int)length;
}

eep_status eep_date_parse(const char *text, size_t length, eep_date *date, eep_error *error)
{
    static const char advice[] = "write a date as YYYY-MM-DD, for example 2022-11-23";
    if (length != 10 || text[4] != '-' || text[7] != '-' || digits(text, 4) < 0 || digits(text + 5, 2) < 0 ||
        digits(text + 8, 2) < 0) {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "'%.*s' is not a date", shown(length), text);
    }
    const int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    if (year < 1900 || year > 2199) {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "the year of '%.10s' is not in 1900 to 2199", text);
    }
    if (month < 1 || month > 12 || day < 1 || day > month_days(year, month)) {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "there is no day '%.10s'", text);
    }
    *date = eep_date_of(year, month, day);
    return EEP_OK;
}

eep_status eep_time_parse(const char *text, size_t length, eep_time *time, eep_error *error)
{
    static const char advice[] =
        "write a time in UTC as YYYY-MM-DDThh:mm:ssZ, for example 2022-11-23T00:01:29Z";
    if (length != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "'%.*s' is not a time", shown(length), text);
    }
    eep_date date;
    EEP_TRY(eep_date_parse(text, 10, &date, error));
    const int hour = digits(text + 11, 2), minute = digits(text + 14, 2), second = digits(text + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return eep_fail(error, EEP_ERROR_VALUE, advice, "there is no time of day '%.8s'", text + 11);
    }
    *time = (eep_time)date * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    return EEP_OK;
}

eep_status eep_moment_parse(const char *text, size_t length, eep_time *moment, eep_error *error)
{
    if (length > 10) return eep_time_parse(text, length, moment, error);
    eep_date date;
    EEP_TRY(eep_date_parse(text, length, &date, error));
    *moment = (eep_time)date * DAY_SECONDS + DAY_SECONDS - 1;
    return EEP_OK;
}

/* `count` digits of `value`; no snprintf, because files of millions of dates are written through here. */
static void put_digits(char *text, int value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        text[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void eep_date_format(eep_date date, char text[11])
{
    int year, month, day;
    eep_date_parts(date, &year, &month, &day);
    put_digits(text, year, 4);
    put_digits(text + 5, month, 2);
    put_digits(text + 8, day, 2);
    text[4] = text[7] = '-';
    text[10] = '\0';
}

void eep_time_format(eep_time time, char text[21])
{
    const eep_date date = eep_time_date(time);
    const int second = (int)(time - (eep_time)date * DAY_SECONDS);
    eep_date_format(date, text);
    put_digits(text + 11, second / 3600, 2);
    put_digits(text + 14, second / 60 % 60, 2);
    put_digits(text + 17, second % 60, 2);
    text[10] = 'T';
    text[13] = text[16] = ':';
    text[19] = 'Z';
    text[20] = '\0';
}

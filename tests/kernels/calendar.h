/*
 * calendar.h - the Gregorian calendar told slowly, as a second opinion on dates and ages.
 */
#ifndef EEP_TESTS_KERNELS_CALENDAR_H
#define EEP_TESTS_KERNELS_CALENDAR_H

#include <stdint.h>

#include "kernels/kernels.h"

typedef struct calendar_day {
    int year, month, day;
} calendar_day;

static inline int is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static inline int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01, counted year by year and month by month. */
static inline int32_t day_of(int year, int month, int day)
{
    int32_t days = day - 1;

    for (int m = 1; m < month; m++)
        days += days_in_month(year, m);
    for (int y = 1970; y < year; y++)
        days += is_leap(y) ? 366 : 365;
    for (int y = year; y < 1970; y++)
        days -= is_leap(y) ? 366 : 365;
    return days;
}

/* The day after. */
static inline calendar_day day_after(calendar_day day)
{
    if (day.day < days_in_month(day.year, day.month)) return (calendar_day){day.year, day.month, day.day + 1};
    if (day.month < 12) return (calendar_day){day.year, day.month + 1, 1};
    return (calendar_day){day.year + 1, 1, 1};
}

/* Completed years; somebody born on 29 February is a year older on 1 March of a common year. */
static inline int age_by_calendar(calendar_day birth, calendar_day on)
{
    const int had_birthday = on.month > birth.month || (on.month == birth.month && on.day >= birth.day);

    return on.year - birth.year - (had_birthday ? 0 : 1);
}

/*
 * The table that pack asks: on 29 February, who was born on the last of February of a common year has had
 * the birthday, who was born on 1 March has not.
 */
static inline void fill_birthdays(eep_pack_tables *tables, calendar_day on)
{
    tables->day = day_of(on.year, on.month, on.day);
    for (int age = 0; age < EEP_AGES; age++) {
        const int year = on.year - age;
        const int last = days_in_month(year, on.month);

        tables->birthday[age] = day_of(year, on.month, on.day < last ? on.day : last);
    }
}

#endif

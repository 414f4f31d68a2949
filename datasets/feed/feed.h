/*
 * feed.h - the official feed of rounds is text made by hand: these readers take its numbers and times as
 * they come. Private to datasets/feed/.
 */
#ifndef EEP_DATASETS_FEED_H
#define EEP_DATASETS_FEED_H

#include "datasets/datasets.h"

/*
 * UTF-8 from UTF-8 (with or without a byte order mark) or Windows-1252, whichever the bytes are: the French
 * feed has come in both. Takes `*text` (C heap) and replaces it if need be; `*single_byte` says whether it
 * was Windows-1252.
 */
eep_status eep_feed_decode(char **text, size_t *length, int *single_byte, eep_error *error);

/*
 * A whole number with or without thousands marks: 4,000; 4 000; a no-break space or an apostrophe; 4000.
 * Errors carry no position.
 */
eep_status eep_feed_number(const char *text, uint32_t maximum, uint32_t *number, eep_error *error);

/* What a text says of a day and a time of day. */
typedef struct eep_feed_moment {
    int year; /* 0 when it is left out */
    int month, day;
    int has_clock;
    int hour, minute, second;
} eep_feed_moment;

/*
 * Looks for the month (a name in English or French, whole or cut), the day, the year and h:mm:ss one by
 * one, wherever they stand, and passes over all other words. Also takes 2025-01-23, 23-01-2025 and
 * 2025-01-23T15:30:04Z. Fails when month or day is missing, a part is there twice with different values,
 * the day does not exist, or a time zone other than UTC is named. Errors carry no position.
 */
eep_status eep_feed_moment_read(const char *text, eep_feed_moment *moment, eep_error *error);

/* The day; the year must be there. */
eep_status eep_feed_date(const char *text, eep_date *date, eep_error *error);

/*
 * The moment; the time of day must be there. Where the year is left out, it is the one that makes this the
 * last such moment that is not after `limit`, and `*inferred` is 1.
 */
eep_status eep_feed_time(const char *text, eep_time limit, eep_time *time, int *inferred, eep_error *error);

#endif

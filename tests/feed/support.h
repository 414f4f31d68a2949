/* support.h - files for the tests of the history: written under a temporary name, removed at the end. */
#ifndef EEP_TESTS_FEED_SUPPORT_H
#define EEP_TESTS_FEED_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "datasets/datasets.h"

#define HISTORY EEP_SOURCE "/datasets/history"
#define NAMES   HISTORY "/names.csv"
#define SAMPLE  EEP_SOURCE "/datasets/samples/ee_rounds_sample.json"

/* A new folder of our own, without a slash at its end. */
static inline void make_folder(char folder[256])
{
    const char *place = getenv("TMPDIR");
    snprintf(folder, 256, "%s/eepool-feed-XXXXXX", place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(folder));
}

static inline void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* The whole file, for the caller to free. */
static inline char *read_bytes(const char *path, size_t *length)
{
    eep_error error;
    char *text = NULL;
    if (eep_read_file(path, (size_t)64 << 20, &text, length, &error) != EEP_OK) fail_msg("%s", error.message);
    return text;
}

/* Imports text as if it were the file feed.json of `folder`. */
static inline eep_status import_bytes(const char *folder, const char *bytes, size_t length,
                                      eep_history **history, eep_error *error)
{
    char path[300];
    snprintf(path, sizeof path, "%s/feed.json", folder);
    write_bytes(path, bytes, length);
    const eep_status status = eep_history_import_feed(path, NAMES, history, error);
    unlink(path);
    return status;
}

#endif

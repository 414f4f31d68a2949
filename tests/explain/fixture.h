/*
 * fixture.h - what the tests of profiles and explanations share: a profile written as text, read through
 * a temporary file, under the official policy.
 */
#ifndef EEP_TESTS_EXPLAIN_FIXTURE_H
#define EEP_TESTS_EXPLAIN_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "eepool/eepool.h"

#define OFFICIAL EEP_SOURCE "/datasets/policies/official"

static inline void require(eep_status status, const eep_error *error)
{
    char text[1024];
    if (status != EEP_OK) fail_msg("%s", eep_error_text(error, text, sizeof text));
}

static inline eep_date day_of(const char *text)
{
    eep_date day = 0;
    eep_error error;
    require(eep_date_parse(text, strlen(text), &day, &error), &error);
    return day;
}

/* Reads `text` as a profile file; the caller looks at the status. */
static inline eep_status read_text(const char *text, const char *day, eep_pool **pool, eep_error *error)
{
    const char *folder = getenv("TMPDIR");
    char path[512];
    snprintf(path, sizeof path, "%s/eepool-profile-XXXXXX", folder != NULL ? folder : "/tmp");
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    const eep_status status = eep_profile_read(path, day_of(day), pool, error);
    unlink(path);
    return status;
}

#endif

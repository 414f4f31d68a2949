/* pool_choice.c - which columns and rows of a pool are meant, as options say it. */
#include <string.h>

#include "sim/cli/cli_pool.h"

static const char *name_at(const void *context, size_t index)
{
    eep_column column;
    (void)context;
    return eep_column_at(index, &column) ? column.name : NULL;
}

static uint64_t column_bit(const char *name)
{
    const int index = eep_column_find(name);
    if (index >= 0) return UINT64_C(1) << index;
    char advice[160];
    eep_did_you_mean(advice, sizeof advice, name, name_at, NULL, "eepool pool head FILE shows the columns");
    cli_usage(advice, "there is no column '%.40s'", name);
}

uint64_t cli_columns(const char *text)
{
    uint64_t which = 0;
    char name[64];
    for (const char *at = text;; at++) {
        const size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60), at);
        const uint64_t bit = column_bit(name);
        if ((which & bit) != 0) cli_usage("name every column once", "the column %s is named twice", name);
        which |= bit;
        at += length;
        if (*at == '\0') return which;
    }
}

/* A bound of a range; an empty one is `otherwise`. */
static uint64_t bound(const char *text, size_t length, uint64_t otherwise)
{
    char copy[32];
    if (length == 0) return otherwise;
    snprintf(copy, sizeof copy, "%.*s", (int)(length < 31 ? length : 31), text);
    return cli_count(copy, "row (--rows)", 0, CLI_ROWS_MAX);
}

void cli_rows(const char *text, uint64_t *first, uint64_t *limit)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL) {
        *first = 0;
        *limit = cli_count(text, "candidates (--rows)", 1, CLI_ROWS_MAX);
        return;
    }
    *first = bound(text, (size_t)(colon - text), 0);
    const uint64_t end = bound(colon + 1, strlen(colon + 1), UINT64_MAX);
    if (end <= *first) {
        cli_usage("give the first row and the one behind the last, counted from 0, as in 1000:2000",
                  "there are no rows in %.60s", text);
    }
    *limit = end == UINT64_MAX ? 0 : end - *first;
}

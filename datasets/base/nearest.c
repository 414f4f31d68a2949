/* nearest.c - "did you mean": the known name nearest to a misspelt one. */
#include <stdio.h>
#include <string.h>

#include "datasets/base.h"

/* Longer names are cut here: enough for every name we have, and bounded for every text we are given. */
#define LONGEST 96

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Edit distance with insertions, deletions, substitutions and swaps of neighbours, one each; `limit` where it
 * is that or more, which most names show before all of them has been looked at: distances never fall from two
 * rows to the next.
 */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length, size_t limit)
{
    size_t row[3][LONGEST + 1], before_least = 0;
    if (a_length >= b_length + limit || b_length >= a_length + limit) return limit;
    for (size_t j = 0; j <= b_length; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *now = row[i % 3];
        const size_t *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        size_t least = now[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            const size_t change = before[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = smaller(change, smaller(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = smaller(now[j], earlier[j - 2] + 1);
            }
            least = smaller(least, now[j]);
        }
        if (smaller(least, before_least) >= limit) return limit;
        before_least = least;
    }
    return smaller(row[a_length % 3][b_length], limit);
}

const char *eep_nearest(const char *text, eep_name_at name_at, const void *context)
{
    const size_t length = smaller(strlen(text), LONGEST);
    const char *nearest = NULL;
    /* One slip in three letters is still a slip; more is another word. */
    size_t best = length / 3 + 2;
    const char *name;
    for (size_t index = 0; (name = name_at(context, index)) != NULL; index++) {
        const size_t found = distance(text, length, name, smaller(strlen(name), LONGEST), best);
        if (found < best) {
            best = found;
            nearest = name;
        }
    }
    return nearest;
}

char *eep_did_you_mean(char *advice, size_t size, const char *text, eep_name_at name_at, const void *context,
                       const char *otherwise)
{
    const char *nearest = eep_nearest(text, name_at, context);
    if (nearest != NULL) {
        snprintf(advice, size, "did you mean '%s'?", nearest);
    } else {
        snprintf(advice, size, "%s", otherwise);
    }
    return advice;
}

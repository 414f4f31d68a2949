/* differences.c - where two policies differ, or one policy on two days. */
#include <string.h>

#include "sim/cli/cli.h"

/* ---- One difference ---------------------------------------------------------------------------- */

/* Whether a list of codes, "20011 21220", has the code that `code` begins with. */
static int has_code(const char *list, const char *code, size_t length)
{
    while (*list != '\0') {
        const size_t word = strcspn(list, " ");
        if (word == length && strncmp(list, code, length) == 0) return 1;
        list += word + (list[word] == ' ');
    }
    return 0;
}

/* The codes of one list that the other lacks, each with a sign. */
static void put_codes(FILE *stream, const char *list, const char *other, char sign)
{
    while (*list != '\0') {
        const size_t word = strcspn(list, " ");
        if (!has_code(other, list, word)) fprintf(stream, " %c%.*s", sign, (int)word, list);
        list += word + (list[word] == ' ');
    }
}

static const char *value_or(const char *value, const char *empty)
{
    return value == NULL ? "(none)" : value[0] != '\0' ? value : empty;
}

void cli_print_difference(FILE *stream, const cli_difference *difference)
{
    const char *before = difference->before, *after = difference->after;
    if (difference->is_list && before != NULL && after != NULL) {
        put_codes(stream, before, after, '-');
        put_codes(stream, after, before, '+');
    } else {
        fprintf(stream, " %s%s -> %s", difference->is_version ? "version " : "", value_or(before, "none"),
                value_or(after, "none"));
    }
}

/* Either leaf is NULL where the path has no value. */
static cli_difference difference_of(const eep_policy_leaf *was, const eep_policy_leaf *is)
{
    const eep_policy_leaf *leaf = is != NULL ? is : was;
    return (cli_difference){.path = leaf->path,
                            .before = was != NULL ? was->value : NULL,
                            .after = is != NULL ? is->value : NULL,
                            .is_list = strcmp(leaf->unit, "codes") == 0};
}

/*
 * A version of a category that begins or ends has a leaf for every condition there is; those that ask nothing
 * are not worth a line.
 */
static int asks_nothing(const eep_policy_leaf *was, const eep_policy_leaf *is)
{
    const eep_policy_leaf *leaf = was != NULL ? was : is;
    if (was != NULL && is != NULL) return 0;
    if (strncmp(leaf->path, "categories.", strlen("categories.")) != 0) return 0;
    return leaf->value[0] == '\0' || strcmp(leaf->value, "0") == 0 ||
           strcmp(leaf->value, eep_column_label((size_t)eep_column_find("education"), 0)) == 0;
}

/* ---- Two days ---------------------------------------------------------------------------------- */

/* The next leaf in force on a day, from `*index` on; 0 past the last. Leaves are sorted by path. */
static int next_on(const eep_policy *policy, size_t *index, eep_date day, eep_policy_leaf *leaf)
{
    for (; eep_policy_leaf_at(policy, *index, leaf); ++*index)
        if (leaf->from <= day && day <= leaf->to) return 1;
    return 0;
}

/* categories.<category>.<version>.<condition>, taken apart; `condition` is NULL for other paths. */
typedef struct version_path {
    int category, version; /* how many letters to the end of each */
    const char *condition;
} version_path;

static version_path take_apart(const char *path)
{
    static const char root[] = "categories.";
    version_path parts = {0, 0, NULL};
    if (strncmp(path, root, sizeof root - 1) != 0) return parts;
    parts.category = (int)(sizeof root - 1 + strcspn(path + sizeof root - 1, "."));
    parts.version = parts.category + 1 + (int)strcspn(path + parts.category + 1, ".");
    parts.condition = path + parts.version + 1;
    return parts;
}

/*
 * The order of paths, but for the version of a category: one a day is in force, and what it asks is to be
 * compared with what the one before it asked.
 */
static int path_order(const char *a, const char *b)
{
    const version_path left = take_apart(a), right = take_apart(b);
    if (left.condition == NULL || right.condition == NULL) return strcmp(a, b);
    if (left.category != right.category || strncmp(a, b, (size_t)left.category) != 0) return strcmp(a, b);
    return strcmp(left.condition, right.condition);
}

/* Tells that a category has another version, at the first of its conditions; returns whether it has. */
static size_t tell_version(const char *was, const char *is, void (*say)(void *, const cli_difference *),
                           void *context)
{
    const version_path left = take_apart(was), right = take_apart(is);
    char path[80], before[40], after[40];
    if (left.condition == NULL || strcmp(left.condition, "canadian_months") != 0) return 0;
    if (left.version == right.version && strncmp(was, is, (size_t)left.version) == 0) return 0;
    snprintf(path, sizeof path, "%.*s", left.category, was);
    snprintf(before, sizeof before, "%.*s", left.version - left.category - 1, was + left.category + 1);
    snprintf(after, sizeof after, "%.*s", right.version - right.category - 1, is + right.category + 1);
    say(context, &(cli_difference){.path = path, .before = before, .after = after, .is_version = 1});
    return 1;
}

size_t cli_each_difference(const eep_policy *before, eep_date day_before, const eep_policy *after,
                           eep_date day_after, void (*say)(void *, const cli_difference *), void *context)
{
    eep_policy_leaf was, is;
    size_t left = 0, right = 0, count = 0;
    for (;;) {
        const int more_left = next_on(before, &left, day_before, &was);
        const int more_right = next_on(after, &right, day_after, &is);
        if (!more_left && !more_right) return count;
        const int order = !more_left ? 1 : !more_right ? -1 : path_order(was.path, is.path);
        left += order <= 0;
        right += order >= 0;
        if (order == 0) count += tell_version(was.path, is.path, say, context);
        if (order == 0 && strcmp(was.value, is.value) == 0) continue;
        if (asks_nothing(order <= 0 ? &was : NULL, order >= 0 ? &is : NULL)) continue;
        const cli_difference difference = difference_of(order <= 0 ? &was : NULL, order >= 0 ? &is : NULL);
        say(context, &difference);
        count++;
    }
}

/* ---- All days ---------------------------------------------------------------------------------- */

/* "2015-01-01 to 2025-03-24", "from 2026-11-03", in a column of their own. */
static void put_days(FILE *stream, eep_date from, eep_date to)
{
    char first[11], last[11], days[40];
    eep_date_format(from, first);
    if (to != EEP_DATE_OPEN) eep_date_format(to, last);
    if (to == EEP_DATE_OPEN)
        snprintf(days, sizeof days, "from %s", first);
    else
        snprintf(days, sizeof days, "%s to %s", first, last);
    fprintf(stream, "  %-24s", days);
}

/* Prints what became of one leaf on the days of another with its path. */
static void put_change(FILE *stream, const eep_policy_leaf *was, const eep_policy_leaf *is, eep_date from,
                       eep_date to)
{
    if (was != NULL && is != NULL && strcmp(was->value, is->value) == 0) return;
    if (asks_nothing(was, is)) return;
    const cli_difference difference = difference_of(was, is);
    put_days(stream, from, to);
    fprintf(stream, "  %s", difference.path);
    cli_print_difference(stream, &difference);
    fprintf(stream, "\n");
}

static eep_date later(eep_date a, eep_date b)
{
    return a > b ? a : b;
}

static eep_date earlier(eep_date a, eep_date b)
{
    return a < b ? a : b;
}

/*
 * Compares one leaf with those of its path and days in the other policy. What is met is told from the side of
 * the reform, what is not met from both.
 */
static void put_met(FILE *stream, const eep_policy *other_policy, const eep_policy_leaf *leaf, int is_after)
{
    eep_policy_leaf other;
    eep_date day = leaf->from;
    const eep_policy_leaf *was = is_after ? NULL : leaf, *is = is_after ? leaf : NULL;
    for (size_t i = 0; eep_policy_leaf_at(other_policy, i, &other); i++) {
        const int order = strcmp(other.path, leaf->path);
        if (order > 0) break;
        if (order < 0 || other.to < leaf->from || other.from > leaf->to) continue;
        if (other.from > day) put_change(stream, was, is, day, other.from - 1);
        if (is_after)
            put_change(stream, &other, leaf, later(other.from, leaf->from), earlier(other.to, leaf->to));
        if (other.to == EEP_DATE_OPEN) return;
        day = other.to + 1;
    }
    if (day <= leaf->to) put_change(stream, was, is, day, leaf->to);
}

void cli_print_changes(FILE *stream, const eep_policy *before, const eep_policy *after)
{
    eep_policy_leaf leaf;
    for (size_t i = 0; eep_policy_leaf_at(after, i, &leaf); i++)
        put_met(stream, before, &leaf, 1);
    for (size_t i = 0; eep_policy_leaf_at(before, i, &leaf); i++)
        put_met(stream, after, &leaf, 0);
}

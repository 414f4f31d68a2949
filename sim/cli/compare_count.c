/* compare_count.c - who gains and who loses, by score band, program, or a column of the pool. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/compare.h"

static const char band[] = "band", program[] = "program";

/* ---- By what ----------------------------------------------------------------------------------- */

static int groups_people(const eep_column *column)
{
    return column->kind == EEP_KIND_LABEL || column->kind == EEP_KIND_FLAG ||
           column->kind == EEP_KIND_COUNTRY;
}

/* band, program, then the columns whose values are few. */
static const char *by_at(const void *context, size_t index)
{
    (void)context;
    eep_column column;
    if (index < 2) return index == 0 ? band : program;
    index -= 2;
    for (size_t i = 0; eep_column_at(i, &column); i++)
        if (groups_people(&column) && strcmp(column.name, "status") != 0 && index-- == 0) return column.name;
    return NULL;
}

static const char *known_by(const char *word)
{
    const char *name;
    for (size_t i = 0; (name = by_at(NULL, i)) != NULL; i++)
        if (strcmp(name, word) == 0) return name;
    const char *nearest = eep_nearest(word, by_at, NULL);
    char advice[160];
    if (nearest != NULL)
        snprintf(advice, sizeof advice, "did you mean '%s'?", nearest);
    else
        snprintf(advice, sizeof advice,
                 "give band, program, or a column of labels: sex, citizenship, education");
    cli_usage(advice, "--by: people cannot be grouped by '%.40s'", word);
}

void compare_read_by(char *text, compare_result *result)
{
    char *rest = NULL;
    result->by_count = 0;
    for (char *word = strtok_r(text, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        const char *by = known_by(word);
        for (size_t i = 0; i < result->by_count; i++)
            if (result->by[i] == by) cli_usage("name it once", "--by: '%s' stands there twice", by);
        if (result->by_count == COMPARE_BY_MAX)
            cli_usage("compare twice", "--by: more than %d groupings", COMPARE_BY_MAX);
        result->by[result->by_count++] = by;
    }
    if (result->by_count == 0) cli_usage("give --by band,program,sex", "--by: nothing is named");
}

/* ---- Counting ---------------------------------------------------------------------------------- */

static int add(compare_result *result, const char *by, const char *value, const eep_change *change)
{
    if ((change->gained | change->lost | change->unchanged_invited) == 0) return 1;
    if (result->groups == result->room) {
        const size_t room = result->room == 0 ? 64 : 2 * result->room;
        compare_group *grown = realloc(result->group, room * sizeof *grown);
        if (grown == NULL) return 0;
        result->group = grown;
        result->room = room;
    }
    compare_group *group = &result->group[result->groups++];
    group->by = by;
    group->change = *change;
    snprintf(group->value, sizeof group->value, "%s", value);
    return 1;
}

static int count_bands(compare_result *result)
{
    for (size_t i = 0; i < EEP_RANGES; i++) {
        char name[32];
        uint16_t low, high;
        eep_score_range(i, &low, &high);
        snprintf(name, sizeof name, "%u-%u", low, high);
        if (!add(result, band, name, &result->comparison.by_range[i])) return 0;
    }
    return 1;
}

static int count_programs(compare_result *result)
{
    for (size_t i = 0; eep_program_name(i) != NULL; i++)
        if (!add(result, program, eep_program_name(i), &result->comparison.by_program[i])) return 0;
    return add(result, program, "none", &result->comparison.by_no_program);
}

/* A value of a column as files write it; a country that is not given is "none". */
static void value_text(size_t index, const eep_column *column, size_t value, char text[48])
{
    if (column->kind == EEP_KIND_FLAG)
        snprintf(text, 48, "%s", value != 0 ? "yes" : "no");
    else if (column->kind == EEP_KIND_LABEL)
        snprintf(text, 48, "%s", eep_column_label(index, value));
    else if (value == 0)
        snprintf(text, 48, "none");
    else
        snprintf(text, 48, "%c%c%c", (int)(64 + value / 1024), (int)(64 + value / 32 % 32),
                 (int)(64 + value % 32));
}

static void tally(const void *values, size_t width, const uint8_t *outcome, uint64_t rows, eep_change *change)
{
    for (uint64_t row = 0; row < rows; row++) {
        const size_t value = width == 1 ? ((const uint8_t *)values)[row] : ((const uint16_t *)values)[row];
        change[value].gained += outcome[row] == EEP_OUTCOME_GAINED;
        change[value].lost += outcome[row] == EEP_OUTCOME_LOST;
        change[value].unchanged_invited += outcome[row] == EEP_OUTCOME_KEPT;
    }
}

static int count_column(compare_result *result, const char *by, const eep_pool *pool, const uint8_t *outcome)
{
    const size_t index = (size_t)eep_column_find(by);
    eep_column column;
    eep_column_at(index, &column);
    const size_t values = (size_t)1 << 8 * column.width;
    eep_change *change = calloc(values, sizeof *change);
    if (change == NULL) return 0;
    if (eep_pool_rows(pool) > 0)
        tally(eep_pool_column(pool, index), column.width, outcome, eep_pool_rows(pool), change);
    int done = 1;
    for (size_t value = 0; done && value < values; value++) {
        char text[48] = "";
        if ((change[value].gained | change[value].lost | change[value].unchanged_invited) == 0) continue;
        value_text(index, &column, value, text);
        done = add(result, by, text, &change[value]);
    }
    free(change);
    return done;
}

int compare_count(compare_result *result, const eep_pool *pool, const uint8_t *outcome)
{
    int done = 1;
    for (size_t i = 0; done && i < result->by_count; i++) {
        const char *by = result->by[i];
        if (by == band)
            done = count_bands(result);
        else if (by == program)
            done = count_programs(result);
        else
            done = count_column(result, by, pool, outcome);
    }
    return done;
}

/* compare.h - what eepool compare counts and says. Private to sim/cli. */
#ifndef EEP_CLI_COMPARE_H
#define EEP_CLI_COMPARE_H

#include "sim/cli/cli_pool.h"

#define COMPARE_BY_MAX 8

/* The changes of one group of people: of one value of what they are grouped by. */
typedef struct compare_group {
    const char *by; /* "band", "program", or a column */
    char value[48];
    eep_change change;
} compare_group;

/* Everything there is to say. */
typedef struct compare_result {
    const cli_options *options;
    const eep_policy *policy; /* the reformed one */
    eep_comparison comparison;
    const char *by[COMPARE_BY_MAX];
    size_t by_count;
    compare_group *group; /* in the order of `by`; groups without a change are left out */
    size_t groups, room;
} compare_result;

/* Cuts "band,program,sex" up into `by`; exits with 2 for what people cannot be grouped by. */
void compare_read_by(char *text, compare_result *result);

/* Fills `group` from the comparison and from what became of everybody. 0 when there is no memory. */
int compare_count(compare_result *result, const eep_pool *pool, const uint8_t *outcome);

void compare_print_text(FILE *stream, const compare_result *result);
void compare_print_csv(FILE *stream, const compare_result *result);
void compare_print_json(FILE *stream, const compare_result *result);

#endif

/*
 * explain.h - the answer of eepool explain: found once, then printed as text, JSON or CSV. Private to
 * sim/cli.
 */
#ifndef EEP_CLI_EXPLAIN_H
#define EEP_CLI_EXPLAIN_H

#include "sim/cli/cli_pool.h"

/* A general round, one of each program and one of each category in force. */
#define CLI_STANDINGS_MAX (1 + 4 + EEP_CATEGORIES_MAX)

/* What there is to know of one candidate. What is not ours belongs to command_explain.c. */
typedef struct cli_answer {
    const eep_rules *rules;
    const eep_policy *policy; /* for its remarks */
    const eep_pool *candidates;
    uint64_t row, id;
    eep_time moment;

    eep_explanation *explanation;
    eep_suggestions *suggestions;
    eep_event event[EEP_EVENTS_MAX];
    size_t events;
    uint8_t programs;    /* that the candidate qualifies for */
    uint32_t categories; /* and belongs to */

    const eep_pool *pool; /* NULL when none was asked for */
    const char *pool_path;
    char pool_digest[EEP_DIGEST_TEXT];
    eep_round round[CLI_STANDINGS_MAX];
    eep_standing standing[CLI_STANDINGS_MAX]; /* in each of these */
    size_t standings;

    eep_date from, before, record_end; /* the published rounds that are counted; the last one there is */
    eep_past_rounds past[EEP_PAST_TYPES_MAX];
    size_t pasts;
} cli_answer;

/*
 * Finds all of it for the candidate in answer->row of answer->candidates; rules, policy, moment, pool and
 * pool_path are set by the caller. Cleared by cli_answer_clear, also on failure.
 */
eep_status cli_answer_find(eep_engine *engine, cli_answer *answer, eep_error *error);
void cli_answer_clear(cli_answer *answer);

void cli_answer_text(FILE *stream, const cli_answer *answer);
void cli_answer_json(FILE *stream, const cli_answer *answer);
void cli_answer_csv(FILE *stream, const cli_answer *answer);

/* "turns 30", "the profile leaves the pool", ... into `text`. */
char *cli_event_words(const eep_event *event, char text[96]);
/* What a set of programs and a set of category versions are called, joined by `joint`; "" for none. */
char *cli_set_names(const eep_rules *rules, uint8_t programs, uint32_t categories, const char *joint,
                    char *text, size_t size);
/* "general", "program:cec", "category:stem@2025" into `text`. */
char *cli_round_text(const eep_round *round, char text[64]);

#endif

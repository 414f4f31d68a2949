/* command_score.c - eepool score: the scores of a pool as CSV. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli_pool.h"

typedef struct score_options {
    cli_options common;
    const char *path;
} score_options;

static error_t parse(int key, char *value, struct argp_state *state)
{
    score_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one pool", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        if (chosen->path == NULL) cli_usage("give a pool: p.eepd, a CSV, or -", "no pool is given");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_policy_argp, 0, NULL, 0}, {&cli_output_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .parser = parse,
    .children = children,
    .args_doc = "POOL",
    .doc = "Writes id,score,core,spouse,transferability,additional,programs,categories of every candidate.\v"
           "Programs and categories are joined by +; categories are those in force on --as-of."};

static char *put_number(char *at, uint64_t value)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (count > 0)
        *at++ = digits[--count];
    return at;
}

static char *put_text(char *at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

/* Names for the bits of a set, joined by +. */
static char *put_set(char *at, uint32_t set, const char *const *names)
{
    for (int first = 1; set != 0; set &= set - 1, first = 0) {
        if (!first) *at++ = '+';
        at = put_text(at, names[__builtin_ctz(set)]);
    }
    return at;
}

/* Longest line: 6 numbers, 4 programs, 32 category ids. */
#define LINE_MAX_BYTES 1400
#define THREADS_MAX    1024

/* Lines of the chunk that a thread has in hand. */
typedef struct score_lines {
    char *text;
    size_t length, room;
} score_lines;

typedef struct score_writing {
    const char *programs[8], *categories[EEP_CATEGORIES_MAX];
    FILE *stream;
    score_lines lines[THREADS_MAX]; /* one a thread */
} score_writing;

static eep_status fail(eep_error *error, eep_status status, const char *message)
{
    *error = (eep_error){.status = status};
    snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}

static eep_status make_room(score_lines *lines, size_t more, eep_error *error)
{
    if (lines->room - lines->length >= more) return EEP_OK;
    const size_t room = 2 * lines->room + more;
    char *larger = realloc(lines->text, room);
    if (larger == NULL) return fail(error, EEP_ERROR_MEMORY, "no memory for the scores");
    lines->text = larger;
    lines->room = room;
    return EEP_OK;
}

static char *put_row(char *at, const score_writing *writing, const eep_scored *scored, uint64_t row)
{
    at = put_number(at, scored->id[row]);
    *at++ = ',';
    at = put_number(at, scored->scores.score[row]);
    for (size_t s = 0; s < EEP_SECTIONS; s++) {
        *at++ = ',';
        at = put_number(at, scored->scores.section[s][row]);
    }
    *at++ = ',';
    at = put_set(at, scored->scores.programs[row], writing->programs);
    *at++ = ',';
    at = put_set(at, scored->scores.categories[row], writing->categories);
    *at++ = '\n';
    return at;
}

static eep_status put_rows(void *context, int thread, const eep_scored *scored, eep_error *error)
{
    score_writing *writing = context;
    score_lines *lines = &writing->lines[thread];
    for (uint64_t row = 0; row < scored->rows; row++) {
        const eep_status status = make_room(lines, LINE_MAX_BYTES, error);
        if (status != EEP_OK) return status;
        char *end = put_row(lines->text + lines->length, writing, scored, row);
        lines->length = (size_t)(end - lines->text);
    }
    return EEP_OK;
}

/* A failed write is told when the output is committed. */
static eep_status write_lines(void *context, int thread, eep_error *error)
{
    score_writing *writing = context;
    score_lines *lines = &writing->lines[thread];
    (void)error;
    fwrite(lines->text, 1, lines->length, writing->stream);
    lines->length = 0;
    return EEP_OK;
}

static void find_names(score_writing *writing, const eep_rules *rules)
{
    eep_category category;
    for (size_t i = 0; eep_program_name(i) != NULL; i++)
        writing->programs[i] = eep_program_name(i);
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++)
        writing->categories[i] = category.id;
}

static eep_status write_scores(const score_options *chosen, eep_engine *engine, const eep_rules *rules,
                               eep_stream *stream, eep_error *error)
{
    static score_writing writing;
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_scored_sink sink = {put_rows, write_lines, &writing};
    const double start = cli_clock();
    eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    find_names(&writing, rules);
    writing.stream = output.stream;
    fputs("id,score,core,spouse,transferability,additional,programs,categories\n", output.stream);
    status = eep_stream_score(engine, rules, stream, &sink, error);
    for (size_t t = 0; t < THREADS_MAX; t++)
        free(writing.lines[t].text);
    if (status != EEP_OK) {
        eep_output_abandon(&output);
        return status;
    }
    status = eep_output_commit(&output, error);
    if (status == EEP_OK && chosen->common.verbose) {
        fprintf(stderr, "%s candidates scored and written in %.3f s\n", cli_number(eep_stream_rows(stream)),
                cli_clock() - start);
    }
    return status;
}

static eep_status score(const score_options *chosen, eep_date day, eep_engine *engine, eep_error *error)
{
    eep_policy *policy;
    eep_rules *rules;
    eep_stream *stream;
    eep_status status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    cli_print_remarks(&chosen->common, policy, day);
    status = eep_policy_at(policy, day, &rules, error);
    eep_policy_free(policy);
    if (status != EEP_OK) return status;
    status = cli_open_stream(engine, &chosen->common, chosen->path, &stream, error);
    if (status == EEP_OK) {
        status = write_scores(chosen, engine, rules, stream, error);
        eep_stream_close(stream);
    }
    eep_rules_free(rules);
    return status;
}

int cli_score(int argc, char **argv)
{
    score_options chosen = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const eep_date day = eep_time_date(cli_moment(&chosen.common));
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = score(&chosen, day, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

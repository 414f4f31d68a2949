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

/* The arrays that eep_score fills, in one piece. */
typedef struct score_columns {
    eep_scores face;
    void *memory;
} score_columns;

static eep_status allocate(uint64_t rows, score_columns *columns, eep_error *error)
{
    /* Five arrays of points, one of category sets, one of program sets: 4-byte ones first. */
    uint8_t *memory = malloc(rows * (4 + 5 * 2 + 1) + 1);
    if (memory == NULL) {
        *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the scores"};
        return EEP_ERROR_MEMORY;
    }
    columns->memory = memory;
    columns->face.categories = (uint32_t *)(void *)memory;
    uint16_t *points = (uint16_t *)(void *)(memory + rows * 4);
    columns->face.score = points;
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        columns->face.section[s] = points + rows * (s + 1);
    columns->face.programs = memory + rows * 14;
    return EEP_OK;
}

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
#define BUFFER_BYTES   (1 << 18)

static void write_rows(FILE *stream, const eep_pool *pool, const eep_rules *rules, const eep_scores *scores)
{
    static char buffer[BUFFER_BYTES];
    const char *programs[8] = {0}, *categories[EEP_CATEGORIES_MAX] = {0};
    eep_category category;
    for (size_t i = 0; eep_program_name(i) != NULL; i++)
        programs[i] = eep_program_name(i);
    for (size_t i = 0; eep_rules_category(rules, i, &category); i++)
        categories[i] = category.id;

    const uint64_t rows = eep_pool_rows(pool);
    const uint64_t *id = eep_pool_column(pool, (size_t)eep_column_find("id"));
    char *at = put_text(buffer, "id,score,core,spouse,transferability,additional,programs,categories\n");
    for (uint64_t row = 0; row < rows; row++) {
        if (at - buffer > BUFFER_BYTES - LINE_MAX_BYTES) {
            fwrite(buffer, 1, (size_t)(at - buffer), stream);
            at = buffer;
        }
        at = put_number(at, id[row]);
        *at++ = ',';
        at = put_number(at, scores->score[row]);
        for (size_t s = 0; s < EEP_SECTIONS; s++) {
            *at++ = ',';
            at = put_number(at, scores->section[s][row]);
        }
        *at++ = ',';
        at = put_set(at, scores->programs[row], programs);
        *at++ = ',';
        at = put_set(at, scores->categories[row], categories);
        *at++ = '\n';
    }
    fwrite(buffer, 1, (size_t)(at - buffer), stream);
}

static eep_status write_scores(const score_options *chosen, eep_engine *engine, const eep_rules *rules,
                               const eep_pool *pool, eep_error *error)
{
    eep_output output;
    score_columns columns = {0};
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    status = allocate(eep_pool_rows(pool), &columns, error);
    const double start = cli_clock();
    if (status == EEP_OK) status = eep_score(engine, rules, pool, &columns.face, error);
    const double scored = cli_clock();
    if (status == EEP_OK) {
        write_rows(output.stream, pool, rules, &columns.face);
        status = eep_output_commit(&output, error);
        if (chosen->common.verbose) {
            fprintf(stderr, "%s candidates scored in %.3f s, written in %.3f s\n",
                    cli_number(eep_pool_rows(pool)), scored - start, cli_clock() - scored);
        }
    } else {
        eep_output_abandon(&output);
    }
    free(columns.memory);
    return status;
}

static eep_status score(const score_options *chosen, eep_date day, eep_engine *engine, eep_error *error)
{
    eep_policy *policy;
    eep_rules *rules;
    eep_pool *pool;
    eep_status status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    cli_print_remarks(&chosen->common, policy, day);
    status = eep_policy_at(policy, day, &rules, error);
    eep_policy_free(policy);
    if (status != EEP_OK) return status;
    status = cli_open_pool(engine, &chosen->common, chosen->path, &pool, error);
    if (status == EEP_OK) {
        status = write_scores(chosen, engine, rules, pool, error);
        eep_pool_free(pool);
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

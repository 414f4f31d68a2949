/* command_draw.c - eepool draw: one round of invitations, or several in a row, and their notices. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

#define ROUNDS_MAX 255

typedef struct draw_options {
    cli_options common;
    const char *path, *invited;
    int stream;
    size_t count;
    struct {
        eep_round round;
        const char *at;
    } round[ROUNDS_MAX];
} draw_options;

enum { KEY_ROUND = 1, KEY_FLOOR, KEY_AT, KEY_INVITED, KEY_STREAM };

static const struct argp_option options[] = {
    {"round", KEY_ROUND, "ROUND", 0, "general, program:cec, category:stem or category:stem@2023-1", 0},
    {"invite", 'n', "N", 0, "Invitations of the round before it", 0},
    {"floor", KEY_FLOOR, "SCORE", 0, "Nobody below SCORE is invited in the round before it", 0},
    {"at", KEY_AT, "MOMENT", 0, "When the round before it is held (default: --as-of)", 0},
    {"invited", KEY_INVITED, "FILE", 0, "Write the invited as CSV: id,round,score,submitted_at,program", 0},
    {"stream", KEY_STREAM, NULL, 0,
     "Never hold the pool in memory, but read it once a round or more (default: from 10M candidates on)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static eep_round *present_round(draw_options *chosen, const char *option)
{
    if (chosen->count == 0) cli_usage("give --round first", "%s without a round", option);
    return &chosen->round[chosen->count - 1].round;
}

static void add_round(draw_options *chosen, const char *text)
{
    eep_error error;
    if (chosen->count == ROUNDS_MAX) cli_usage("hold fewer at a time", "more than %d rounds", ROUNDS_MAX);
    eep_round *round = &chosen->round[chosen->count++].round;
    if (eep_round_parse(text, round, &error) != EEP_OK) cli_usage(error.advice, "--round: %s", error.message);
}

static void check_end(draw_options *chosen)
{
    if (chosen->path == NULL) cli_usage("give a pool: p.eepd, a CSV, or -", "no pool is given");
    if (chosen->count == 0) cli_usage("give --round general --invite 500", "no round is given");
    for (size_t i = 0; i < chosen->count; i++) {
        if (chosen->round[i].round.invitations == 0) {
            cli_usage("give --invite N after each --round", "round %zu has no invitations", i + 1);
        }
    }
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    draw_options *chosen = state->input;
    switch (key) {
    case KEY_ROUND:
        add_round(chosen, value);
        return 0;
    case 'n':
        present_round(chosen, "--invite")->invitations = cli_count(value, "invitations", 1, CLI_ROWS_MAX);
        return 0;
    case KEY_FLOOR:
        present_round(chosen, "--floor")->floor = (uint16_t)cli_count(value, "points", 0, EEP_SCORE_MAX);
        return 0;
    case KEY_AT:
        (void)present_round(chosen, "--at");
        chosen->round[chosen->count - 1].at = value;
        return 0;
    case KEY_INVITED:
        chosen->invited = value;
        return 0;
    case KEY_STREAM:
        chosen->stream = 1;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 4; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one pool", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        check_end(chosen);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_policy_argp, 0, NULL, 0},
                                             {&cli_table_argp, 0, NULL, 0},
                                             {&cli_output_argp, 0, NULL, 0},
                                             {&cli_engine_argp, 0, NULL, 0},
                                             {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "POOL",
    .doc =
        "Holds rounds of invitations on a pool and prints their notices. The pool file is not changed; the "
        "invited of a round are out of the next one.\v"
        "Example: eepool draw p.eepd --as-of 2023-07-05 --round category:stem --invite 500"};

/* ---- Output ------------------------------------------------------------------------------------ */

/* What every notice in JSON says about where its numbers come from. */
typedef struct notice_origin {
    char pool_digest[EEP_DIGEST_TEXT];
    json_t *seed; /* of a made pool, or null */
    int invented; /* the pool says that its people are */
} notice_origin;

static json_t *time_or_null(int known, eep_time time)
{
    char text[21];
    eep_time_format(time, text);
    return known ? json_string(text) : json_null();
}

static const char *round_text(const eep_notice *notice, char text[64])
{
    static const char *const kinds[] = {"general", "program:", "category:"};
    snprintf(text, 64, "%s%s%s%s", kinds[notice->round.kind],
             notice->round.kind == EEP_ROUND_GENERAL ? "" : notice->round.id,
             notice->category_version[0] != '\0' ? "@" : "", notice->category_version);
    return text;
}

static json_t *notice_json(const eep_notice *notice, const notice_origin *origin)
{
    char round[64];
    const int any = notice->invited > 0;
    return json_pack("{s:s, s:s, s:o, s:I, s:I, s:I, s:I, s:o, s:o, s:s, s:I, s:I, s:b, s:s, s:s, s:O, s:s}",
                     "round", round_text(notice, round), "official_name", notice->official_name, "as_of",
                     time_or_null(1, notice->round.moment), "invitations",
                     (json_int_t)notice->round.invitations, "in_pool", (json_int_t)notice->in_pool,
                     "eligible", (json_int_t)notice->eligible, "invited", (json_int_t)notice->invited,
                     "cutoff", any ? json_integer(notice->cutoff) : json_null(), "tie_break",
                     time_or_null(any, notice->tie_break), "tie_break_rule",
                     eep_tie_break_name(notice->tie_break_rule), "at_cutoff", (json_int_t)notice->at_cutoff,
                     "at_cutoff_invited", (json_int_t)notice->at_cutoff_invited, "exhausted",
                     notice->exhausted, "policy_digest", notice->policy_digest, "pool_digest",
                     origin->pool_digest, "seed", origin->seed, "version", EEP_VERSION);
}

static void print_json(FILE *stream, const eep_notice *notices, size_t count, const notice_origin *origin)
{
    json_t *all = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(all, notice_json(&notices[i], origin));
    json_dumpf(count == 1 ? json_array_get(all, 0) : all, stream, JSON_INDENT(2));
    fprintf(stream, "\n");
    json_decref(all);
}

static void print_csv(FILE *stream, const eep_notice *notices, size_t count)
{
    fprintf(stream, "round,as_of,invitations,in_pool,eligible,invited,cutoff,tie_break,at_cutoff,"
                    "at_cutoff_invited,tie_break_rule\n");
    for (size_t i = 0; i < count; i++) {
        const eep_notice *notice = &notices[i];
        char round[64], moment[21], tie[21] = "", cutoff[8] = "";
        eep_time_format(notice->round.moment, moment);
        if (notice->invited > 0) {
            eep_time_format(notice->tie_break, tie);
            snprintf(cutoff, sizeof cutoff, "%u", notice->cutoff);
        }
        fprintf(stream,
                "%s,%s,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%s,%s,%" PRIu64 ",%" PRIu64 ",%s\n",
                round_text(notice, round), moment, notice->round.invitations, notice->in_pool,
                notice->eligible, notice->invited, cutoff, tie, notice->at_cutoff, notice->at_cutoff_invited,
                eep_tie_break_name(notice->tie_break_rule));
    }
}

static void print_text(FILE *stream, const eep_notice *notices, size_t count, const notice_origin *origin)
{
    for (size_t i = 0; i < count; i++) {
        cli_print_notice(stream, &notices[i]);
        fprintf(stream, "  Policy %s\n\n", notices[i].policy_digest);
    }
    fprintf(stream, "Pool %s. Simulated; %snot advice.\n", origin->pool_digest,
            origin->invented ? "invented people; " : "");
}

static eep_status print_notices(const draw_options *chosen, const eep_notice *notices,
                                const notice_origin *origin, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    if (chosen->common.json) {
        print_json(output.stream, notices, chosen->count, origin);
    } else if (chosen->common.csv) {
        print_csv(output.stream, notices, chosen->count);
    } else {
        print_text(output.stream, notices, chosen->count, origin);
    }
    return eep_output_commit(&output, error);
}

static void put_invited(FILE *stream, const eep_invitation *one)
{
    char time[21];
    eep_time_format(one->submitted_at, time);
    fprintf(stream, "%" PRIu64 ",%u,%u,%s,%s\n", one->id, one->round, one->score, time,
            one->program >= 0 ? eep_program_name((size_t)one->program) : "");
}

/* What the rules of the day of a round say about everybody; arrays of a value a row. */
typedef struct standing {
    uint16_t *score;
    uint8_t *programs;
} standing;

/* The invited of one round, with their score and the program that their invitation names. */
static eep_status write_round_invited(FILE *stream, eep_engine *engine, const eep_policy *policy,
                                      const eep_pool *pool, const eep_notice *notice, const uint8_t *taken,
                                      unsigned number, const standing *all, eep_error *error)
{
    eep_rules *rules;
    eep_status status = eep_policy_at(policy, eep_time_date(notice->round.moment), &rules, error);
    if (status != EEP_OK) return status;
    const eep_scores scores = {.score = all->score, .programs = all->programs};
    status = eep_score(engine, rules, pool, &scores, error);
    const uint64_t rows = status == EEP_OK ? eep_pool_rows(pool) : 0;
    const uint64_t *id = eep_pool_column(pool, (size_t)eep_column_find("id"));
    const int64_t *submitted_at = eep_pool_column(pool, (size_t)eep_column_find("submitted_at"));
    for (uint64_t row = 0; row < rows; row++) {
        if (taken[row] != number) continue;
        put_invited(stream, &(eep_invitation){
                                .id = id[row],
                                .submitted_at = submitted_at[row],
                                .round = number,
                                .score = all->score[row],
                                .program = eep_round_program(rules, &notice->round, all->programs[row])});
    }
    eep_rules_free(rules);
    return status;
}

static eep_status write_invited(const draw_options *chosen, eep_engine *engine, const eep_policy *policy,
                                const eep_pool *pool, const eep_notice *notices, const uint8_t *taken,
                                eep_error *error)
{
    eep_output output;
    eep_status status = eep_output_open(&output, chosen->invited, chosen->common.force, error);
    if (status != EEP_OK) return status;
    const size_t rows = eep_pool_rows(pool) + 1;
    const standing all = {malloc(rows * sizeof *all.score), malloc(rows)};
    if (all.score == NULL || all.programs == NULL) {
        eep_output_abandon(&output);
        free(all.score);
        free(all.programs);
        *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the scores"};
        return EEP_ERROR_MEMORY;
    }
    fprintf(output.stream, "id,round,score,submitted_at,program\n");
    for (size_t i = 0; i < chosen->count && status == EEP_OK; i++) {
        status = write_round_invited(output.stream, engine, policy, pool, &notices[i], taken,
                                     (unsigned)(i + 1), &all, error);
    }
    free(all.score);
    free(all.programs);
    if (status == EEP_OK) return eep_output_commit(&output, error);
    eep_output_abandon(&output);
    return status;
}

/* ---- Work -------------------------------------------------------------------------------------- */

static void find_origin(const char *text, notice_origin *origin)
{
    json_t *provenance = json_loads(text, 0, NULL);
    json_t *seed = json_object_get(provenance, "seed");
    const char *people = json_string_value(json_object_get(provenance, "people"));
    origin->seed = seed != NULL ? json_incref(seed) : json_null();
    origin->invented = people != NULL && strcmp(people, "invented") == 0;
    json_decref(provenance);
}

static eep_status hold(const draw_options *chosen, const eep_round *rounds, eep_engine *engine,
                       const eep_policy *policy, const eep_pool *pool, eep_notice *notices, eep_error *error)
{
    notice_origin origin = {.seed = NULL};
    uint8_t *taken = calloc(eep_pool_rows(pool) + 1, 1);
    if (taken == NULL) {
        *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the invited"};
        return EEP_ERROR_MEMORY;
    }
    eep_status status = eep_hold_rounds(engine, policy, pool, rounds, chosen->count, taken, notices, error);
    if (status == EEP_OK) status = eep_pool_digest(engine, pool, origin.pool_digest, error);
    if (status == EEP_OK) find_origin(eep_pool_provenance(pool), &origin);
    if (status == EEP_OK && chosen->invited != NULL) {
        status = write_invited(chosen, engine, policy, pool, notices, taken, error);
    }
    if (status == EEP_OK) status = print_notices(chosen, notices, &origin, error);
    json_decref(origin.seed);
    free(taken);
    return status;
}

/* A failed write is told when the output is committed. */
static eep_status put_all_invited(void *context, const eep_invitation *invited, size_t count,
                                  eep_error *error)
{
    (void)error;
    for (size_t i = 0; i < count; i++)
        put_invited(context, &invited[i]);
    return EEP_OK;
}

static eep_status draw_stream(const draw_options *chosen, const eep_round *rounds, eep_engine *engine,
                              const eep_policy *policy, eep_stream *stream, eep_notice *notices,
                              eep_error *error)
{
    if (chosen->invited == NULL)
        return eep_stream_draw(engine, policy, stream, rounds, chosen->count, NULL, NULL, notices, error);
    eep_output output;
    eep_status status = eep_output_open(&output, chosen->invited, chosen->common.force, error);
    if (status != EEP_OK) return status;
    fprintf(output.stream, "id,round,score,submitted_at,program\n");
    status = eep_stream_draw(engine, policy, stream, rounds, chosen->count, put_all_invited, output.stream,
                             notices, error);
    if (status == EEP_OK) return eep_output_commit(&output, error);
    eep_output_abandon(&output);
    return status;
}

static eep_status hold_stream(const draw_options *chosen, const eep_round *rounds, eep_engine *engine,
                              const eep_policy *policy, eep_notice *notices, eep_error *error)
{
    eep_stream *stream;
    notice_origin origin = {.seed = NULL};
    eep_status status = cli_open_stream(engine, &chosen->common, chosen->path, &stream, error);
    if (status != EEP_OK) return status;
    status = draw_stream(chosen, rounds, engine, policy, stream, notices, error);
    if (status == EEP_OK) status = eep_stream_digest(engine, stream, origin.pool_digest, error);
    if (status == EEP_OK) {
        find_origin(eep_stream_provenance(stream), &origin);
        status = print_notices(chosen, notices, &origin, error);
    }
    json_decref(origin.seed);
    eep_stream_close(stream);
    return status;
}

/* Whether the pool is too large to be held; whatever else is wrong with the file is told by who reads it. */
static int is_large(const char *path)
{
    eep_file_info info;
    if (strcmp(path, "-") == 0 || eep_file_inspect(path, &info, NULL) != EEP_OK) return 0;
    eep_file_info_clear(&info);
    return info.rows >= CLI_STREAM_ROWS;
}

/* Both or none: the one that can be written is not to stand there without the other. */
static eep_status check_outputs(const draw_options *chosen, eep_error *error)
{
    const char *notices = chosen->common.output, *invited = chosen->invited;
    if (notices != NULL && invited != NULL && strcmp(notices, invited) == 0 && strcmp(invited, "-") != 0)
        cli_usage("give two names", "notices and invited are both to be written to %s", invited);
    eep_status status = EEP_OK;
    if (notices != NULL) status = eep_output_check(notices, chosen->common.force, error);
    if (status == EEP_OK && invited != NULL) status = eep_output_check(invited, chosen->common.force, error);
    return status;
}

static eep_status draw(const draw_options *chosen, const eep_round *rounds, eep_engine *engine,
                       eep_error *error)
{
    static eep_notice notices[ROUNDS_MAX];
    eep_policy *policy;
    eep_pool *pool;
    eep_status status = check_outputs(chosen, error);
    if (status == EEP_OK) status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    cli_print_remarks(&chosen->common, policy, eep_time_date(rounds[0].moment));
    if (chosen->stream || is_large(chosen->path)) {
        status = hold_stream(chosen, rounds, engine, policy, notices, error);
        eep_policy_free(policy);
        return status;
    }
    status = cli_open_pool(engine, &chosen->common, chosen->path, &pool, error);
    if (status == EEP_OK) {
        status = hold(chosen, rounds, engine, policy, pool, notices, error);
        eep_pool_free(pool);
    }
    eep_policy_free(policy);
    return status;
}

int cli_draw(int argc, char **argv)
{
    static draw_options chosen;
    static eep_round rounds[ROUNDS_MAX];
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    for (size_t i = 0; i < chosen.count; i++) {
        cli_options when = chosen.common;
        if (chosen.round[i].at != NULL) when.as_of = chosen.round[i].at;
        rounds[i] = chosen.round[i].round;
        rounds[i].moment = cli_moment(&when);
    }
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = draw(&chosen, rounds, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

/* command_explain.c - eepool explain: one candidate's score, line by line. */
#include <inttypes.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

typedef struct explain_options {
    cli_options common;
    const char *profile, *path, *id;
} explain_options;

enum { KEY_PROFILE = 1, KEY_ID };

static const struct argp_option options[] = {
    {"profile", KEY_PROFILE, "FILE", 0, "A profile in YAML (see datasets/samples/profile.yaml)", 0},
    {"id", KEY_ID, "ID", 0, "The candidate of POOL with this id", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    explain_options *chosen = state->input;
    switch (key) {
    case KEY_PROFILE:
        chosen->profile = value;
        return 0;
    case KEY_ID:
        chosen->id = value;
        return 0;
    case ARGP_KEY_INIT:
        for (int i = 0; i < 3; i++)
            state->child_inputs[i] = &chosen->common;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) cli_usage("give one pool", "'%s' is one file too many", value);
        chosen->path = value;
        return 0;
    case ARGP_KEY_END:
        if ((chosen->profile != NULL) == (chosen->path != NULL)) {
            cli_usage("give --profile me.yaml, or a pool and --id", "give one profile");
        }
        if (chosen->path != NULL && chosen->id == NULL)
            cli_usage("give --id N", "which candidate of the pool?");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_policy_argp, 0, NULL, 0}, {&cli_table_argp, 0, NULL, 0}, {&cli_engine_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "[POOL]",
    .doc = "Explains the score, programs and categories of one candidate on --as-of."};

/* Points, cap and running total in front, so that long facts disturb no column. */
static void print_line(FILE *stream, const eep_explanation_line *line)
{
    char points[16] = "", maximum[16] = "", running[16] = "";
    if (line->yes >= 0) {
        fprintf(stream, "  %-3s  %s: %s\n", line->yes ? "yes" : "no", line->item, line->fact);
        return;
    }
    if (line->points >= 0) snprintf(points, sizeof points, "%d", line->points);
    if (line->maximum >= 0) snprintf(maximum, sizeof maximum, "of %d", line->maximum);
    if (line->running >= 0) snprintf(running, sizeof running, "%d", line->running);
    fprintf(stream, "  %6s %-7s  %7s  %s: %s\n", points, maximum, running, line->item, line->fact);
}

void cli_print_explanation(FILE *stream, const eep_explanation *explanation, int with_sources)
{
    const eep_explanation_line *line;
    const char *section = "";
    fprintf(stream, "  points          running\n");
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        /* A total stands under what it adds up, without a heading of its own. */
        const int is_total = strcmp(line->section, "total") == 0;
        if (!is_total && strcmp(section, line->section) != 0) fprintf(stream, "%s\n", line->section);
        if (is_total) fprintf(stream, "  ------------------------\n");
        section = line->section;
        print_line(stream, line);
        if (with_sources && line->source[0] != '\0') fprintf(stream, "           source: %s\n", line->source);
    }
}

static json_t *integer_or_null(int value)
{
    return value >= 0 ? json_integer(value) : json_null();
}

static void print_json(const eep_explanation *explanation, const eep_rules *rules)
{
    const eep_explanation_line *line;
    char digest[EEP_DIGEST_TEXT];
    eep_rules_digest(rules, digest);
    json_t *lines = json_array();
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        json_array_append_new(
            lines,
            json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s}", "section", line->section, "item",
                      line->item, "fact", line->fact, "points", integer_or_null(line->points), "maximum",
                      integer_or_null(line->maximum), "running", integer_or_null(line->running), "yes",
                      line->yes >= 0 ? json_boolean(line->yes) : json_null(), "source", line->source));
    }
    json_t *object =
        json_pack("{s:i, s:i, s:s, s:s, s:o}", "schema", 1, "score", eep_explanation_score(explanation),
                  "policy_digest", digest, "version", EEP_VERSION, "lines", lines);
    json_dumpf(object, stdout, JSON_INDENT(2));
    printf("\n");
    json_decref(object);
}

static void print_csv(const eep_explanation *explanation)
{
    const eep_explanation_line *line;
    printf("section,item,fact,points,maximum,running,yes,source\n");
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        const char *texts[] = {line->section, line->item, line->fact};
        const int numbers[] = {line->points, line->maximum, line->running, line->yes};
        for (size_t t = 0; t < 3; t++) {
            cli_put_quoted(stdout, texts[t]);
            putchar(',');
        }
        for (size_t n = 0; n < 4; n++) {
            if (numbers[n] >= 0) printf("%d", numbers[n]);
            putchar(',');
        }
        cli_put_quoted(stdout, line->source);
        putchar('\n');
    }
}

static int find_row(const eep_pool *pool, uint64_t id, uint64_t *row)
{
    const uint64_t *ids = eep_pool_column(pool, (size_t)eep_column_find("id"));
    for (uint64_t i = 0; i < eep_pool_rows(pool); i++) {
        if (ids[i] != id) continue;
        *row = i;
        return 1;
    }
    return 0;
}

static eep_status explain_row(const explain_options *chosen, eep_engine *engine, const eep_rules *rules,
                              const eep_pool *pool, uint64_t row, eep_error *error)
{
    eep_explanation *explanation;
    const eep_status status = eep_explain(engine, rules, pool, row, &explanation, error);
    if (status != EEP_OK) return status;
    if (chosen->common.json) {
        print_json(explanation, rules);
    } else if (chosen->common.csv) {
        print_csv(explanation);
    } else {
        cli_print_explanation(stdout, explanation, chosen->common.verbose);
    }
    eep_explanation_free(explanation);
    return EEP_OK;
}

static eep_status explain(const explain_options *chosen, eep_date day, eep_engine *engine, eep_error *error)
{
    eep_policy *policy;
    eep_rules *rules;
    eep_pool *pool;
    uint64_t row = 0;
    eep_status status = cli_open_policy(&chosen->common, &policy, error);
    if (status != EEP_OK) return status;
    cli_print_remarks(&chosen->common, policy, day);
    status = eep_policy_at(policy, day, &rules, error);
    eep_policy_free(policy);
    if (status != EEP_OK) return status;
    status = chosen->profile != NULL ? eep_profile_read(chosen->profile, day, &pool, error)
                                     : cli_open_pool(engine, &chosen->common, chosen->path, &pool, error);
    if (status == EEP_OK) {
        if (chosen->profile == NULL && !find_row(pool, cli_seed(chosen->id), &row)) {
            cli_usage("eepool pool head shows some ids", "no candidate of %s has the id %s", chosen->path,
                      chosen->id);
        }
        status = explain_row(chosen, engine, rules, pool, row, error);
        eep_pool_free(pool);
    }
    eep_rules_free(rules);
    return status;
}

int cli_explain(int argc, char **argv)
{
    explain_options chosen = {0};
    eep_engine *engine;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const eep_date day = eep_time_date(cli_moment(&chosen.common));
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = explain(&chosen, day, engine, &error);
    eep_engine_free(engine);
    return cli_report(status, &error);
}

/* command_pool_stats.c - eepool pool stats: how the values of each column are spread. */
#include <inttypes.h>
#include <string.h>

#include <jansson.h>

#include "sim/cli/cli_pool.h"

typedef struct stats_choice {
    cli_options common;
    const char *path, *columns;
} stats_choice;

enum { KEY_COLUMNS = 1, KEY_STREAM };

static const struct argp_option options[] = {
    {"columns", KEY_COLUMNS, "NAMES", 0, "Only these columns, as in id,noc,education", 0},
    {"stream", KEY_STREAM, NULL, 0, "Accepted for likeness: an .eepd file is never held in memory here", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    stats_choice *chosen = state->input;
    switch (key) {
    case KEY_COLUMNS:
        chosen->columns = value;
        return 0;
    case KEY_STREAM:
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
        if (chosen->path == NULL) cli_usage("give a pool: p.eepd, a CSV, or -", "no pool is given");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_table_argp, 0, NULL, 0},
                                             {&cli_output_argp, 0, NULL, 0},
                                             {&cli_engine_argp, 0, NULL, 0},
                                             {&cli_policy_argp, 0, NULL, 0},
                                             {0}};
static const struct argp argp = {.options = options,
                                 .parser = parse,
                                 .children = children,
                                 .args_doc = "POOL",
                                 .doc = "Lowest and highest value of every column, how many are 0 (no, none, "
                                        "not given), and a bar chart of the "
                                        "values; --csv and --json have the counts."};

/* ---- Values as people write them ----------------------------------------------------------------- */

#define VALUE_TEXT 64

/* The labels of a set, as in fsw+cec. */
static void put_set(size_t index, int64_t value, char text[VALUE_TEXT])
{
    const char *label;
    size_t used = 0;
    text[0] = '\0';
    for (size_t bit = 0; (label = eep_column_label(index, bit)) != NULL && used < VALUE_TEXT; bit++) {
        if ((value >> bit & 1) != 0)
            used += (size_t)snprintf(text + used, VALUE_TEXT - used, "%s%s", used > 0 ? "+" : "", label);
    }
}

static const char *value_text(size_t index, const eep_column *column, int64_t value, char text[VALUE_TEXT])
{
    const char *label = column->kind == EEP_KIND_LABEL ? eep_column_label(index, (size_t)value) : NULL;
    switch (column->kind) {
    case EEP_KIND_DATE:
        eep_date_format((eep_date)value, text);
        break;
    case EEP_KIND_TIME:
        eep_time_format(value, text);
        break;
    case EEP_KIND_SET:
        put_set(index, value, text);
        break;
    case EEP_KIND_NOC:
        snprintf(text, VALUE_TEXT, "%05" PRId64, value);
        break;
    case EEP_KIND_COUNTRY:
        snprintf(text, VALUE_TEXT, "%c%c%c", (int)(value >> 10 & 31) + 64, (int)(value >> 5 & 31) + 64,
                 (int)(value & 31) + 64);
        if (value == 0) text[0] = '\0';
        break;
    default:
        snprintf(text, VALUE_TEXT, "%" PRId64, value);
        break;
    }
    return label != NULL ? label : text;
}

/* The values of a column from the lowest to the highest bin that has any, in at most 24 bars. */
#define BARS 24
static const char *bars(const eep_column_stats *stats, char text[4 * BARS])
{
    static const char *const bar[] = {" ",
                                      "\xe2\x96\x81",
                                      "\xe2\x96\x82",
                                      "\xe2\x96\x83",
                                      "\xe2\x96\x84",
                                      "\xe2\x96\x85",
                                      "\xe2\x96\x86",
                                      "\xe2\x96\x87",
                                      "\xe2\x96\x88"};
    uint64_t height[BARS] = {0}, tallest = 1;
    size_t first = 0, last = stats->bins - 1;
    while (first < last && stats->bin[first] == 0)
        first++;
    while (last > first && stats->bin[last] == 0)
        last--;
    const size_t wide = last - first + 1, count = wide < BARS ? wide : BARS;
    for (size_t bin = first; bin <= last; bin++)
        height[(bin - first) * count / wide] += stats->bin[bin];
    for (size_t i = 0; i < count; i++)
        tallest = height[i] > tallest ? height[i] : tallest;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        /* Whoever is there can be seen. */
        const size_t eighths = height[i] == 0 ? 0 : 1 + (size_t)((double)height[i] * 7 / (double)tallest);
        strcat(text, bar[eighths]);
    }
    return text;
}

static void print_text(FILE *stream, const eep_column_stats *stats, uint64_t which, uint64_t rows)
{
    char low[VALUE_TEXT], high[VALUE_TEXT], chart[4 * BARS];
    eep_column column;
    fprintf(stream, "%s candidates\n", cli_number(rows));
    fprintf(stream, "%-29s %-20s %-20s %13s  %s\n", "column", "lowest", "highest", "none", "values");
    for (size_t i = 0; eep_column_at(i, &column); i++) {
        if ((which >> i & 1) == 0) continue;
        if (!stats[i].present) {
            fprintf(stream, "%-29s absent\n", column.name);
            continue;
        }
        const int has_zeros = column.kind != EEP_KIND_IDENTIFIER && column.kind != EEP_KIND_DATE &&
                              column.kind != EEP_KIND_TIME;
        const int any = rows > 0; /* of nobody there is no lowest value */
        fprintf(stream, "%-29s %-20s %-20s %13s  %s\n", column.name,
                any ? value_text(i, &column, stats[i].lowest, low) : "",
                any ? value_text(i, &column, stats[i].highest, high) : "",
                has_zeros ? cli_number(stats[i].zeros) : "", bars(&stats[i], chart));
    }
}

static void print_csv(FILE *stream, const eep_column_stats *stats, uint64_t which)
{
    char from[VALUE_TEXT], to[VALUE_TEXT];
    eep_column column;
    fprintf(stream, "column,from,to,candidates\n");
    for (size_t i = 0; eep_column_at(i, &column); i++) {
        if ((which >> i & 1) == 0 || !stats[i].present) continue;
        for (size_t bin = 0; bin < stats[i].bins; bin++) {
            const int64_t first = stats[i].bin_first + (int64_t)bin * stats[i].bin_width;
            int64_t last = first + (stats[i].bin_width - 1);
            if (stats[i].bin[bin] == 0) continue;
            if (last > column.maximum || last < first) last = column.maximum;
            fprintf(stream, "%s,%s,%s,%" PRIu64 "\n", column.name, value_text(i, &column, first, from),
                    value_text(i, &column, last, to), stats[i].bin[bin]);
        }
    }
}

/* `any`: there are rows, so that there is a lowest value. */
static json_t *column_json(size_t index, const eep_column *column, const eep_column_stats *stats, int any)
{
    char low[VALUE_TEXT], high[VALUE_TEXT];
    json_t *bins = json_array();
    for (size_t bin = 0; bin < stats->bins; bin++)
        json_array_append_new(bins, json_integer((json_int_t)stats->bin[bin]));
    return json_pack("{s:s, s:b, s:s?, s:s?, s:I, s:I, s:I, s:o}", "name", column->name, "present",
                     stats->present, "lowest", any ? value_text(index, column, stats->lowest, low) : NULL,
                     "highest", any ? value_text(index, column, stats->highest, high) : NULL, "zeros",
                     (json_int_t)stats->zeros, "bin_first", (json_int_t)stats->bin_first, "bin_width",
                     (json_int_t)stats->bin_width, "bins", bins);
}

static void print_json(FILE *stream, const eep_column_stats *stats, uint64_t which, uint64_t rows)
{
    json_t *columns = json_array();
    eep_column column;
    for (size_t i = 0; eep_column_at(i, &column); i++) {
        if ((which >> i & 1) != 0)
            json_array_append_new(columns, column_json(i, &column, &stats[i], rows > 0));
    }
    json_t *object = json_pack("{s:I, s:o}", "rows", (json_int_t)rows, "columns", columns);
    json_dumpf(object, stream, JSON_INDENT(1));
    fprintf(stream, "\n");
    json_decref(object);
}

static eep_status print(const stats_choice *chosen, const eep_column_stats *stats, uint64_t which,
                        uint64_t rows, eep_error *error)
{
    eep_output output;
    const char *path = chosen->common.output != NULL ? chosen->common.output : "-";
    const eep_status status = eep_output_open(&output, path, chosen->common.force, error);
    if (status != EEP_OK) return status;
    if (chosen->common.json) {
        print_json(output.stream, stats, which, rows);
    } else if (chosen->common.csv) {
        print_csv(output.stream, stats, which);
    } else {
        print_text(output.stream, stats, which, rows);
    }
    return eep_output_commit(&output, error);
}

int cli_pool_stats(int argc, char **argv)
{
    static eep_column_stats stats[64];
    stats_choice chosen = {0};
    eep_engine *engine;
    eep_stream *stream;
    eep_error error;
    cli_parse(&argp, argc, argv, &chosen);
    const uint64_t which = chosen.columns != NULL ? cli_columns(chosen.columns) : 0;
    eep_status status = cli_engine(&chosen.common, &engine, &error);
    if (status != EEP_OK) return cli_report(status, &error);
    status = cli_open_stream(engine, &chosen.common, chosen.path, &stream, &error);
    if (status == EEP_OK) {
        status = eep_stream_stats(engine, stream, which, stats, &error);
        if (status == EEP_OK)
            status = print(&chosen, stats, which != 0 ? which : UINT64_MAX, eep_stream_rows(stream), &error);
        eep_stream_close(stream);
    }
    eep_engine_free(engine);
    return cli_report(status, &error);
}

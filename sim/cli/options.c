/* options.c - the options that many commands share, and the values they take. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli.h"

enum { KEY_CPU = 1000, KEY_NO_PROGRESS, KEY_POLICY, KEY_REFORM, KEY_SET, KEY_AS_OF, KEY_JSON, KEY_CSV };

void cli_usage(const char *advice, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "eepool: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n  %s\n", advice);
    va_end(arguments);
    exit(CLI_USAGE);
}

static error_t parse_engine(int key, char *value, struct argp_state *state)
{
    cli_options *options = state->input;
    switch (key) {
    case 'T':
        options->threads = (int)cli_count(value, "threads (-T)", 1, 1024);
        return 0;
    case KEY_CPU:
        options->cpu = value;
        return 0;
    case 'q':
        options->quiet = 1;
        return 0;
    case 'v':
        options->verbose = 1;
        return 0;
    case KEY_NO_PROGRESS:
        options->no_progress = 1;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_policy(int key, char *value, struct argp_state *state)
{
    cli_options *options = state->input;
    switch (key) {
    case KEY_POLICY:
        options->policy = value;
        return 0;
    case KEY_REFORM:
        if (options->reform_count == CLI_REFORMS_MAX) {
            cli_usage("put the changes into fewer files", "more than %d --reform", CLI_REFORMS_MAX);
        }
        options->reforms[options->reform_count++] = value;
        return 0;
    case KEY_SET:
        if (options->set_count == CLI_SETS_MAX) {
            cli_usage("put the changes into a reform file, and give that with --reform", "more than %d --set",
                      CLI_SETS_MAX);
        }
        options->sets[options->set_count++] = value;
        return 0;
    case KEY_AS_OF:
        options->as_of = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_table(int key, char *value, struct argp_state *state)
{
    cli_options *options = state->input;
    (void)value;
    switch (key) {
    case KEY_JSON:
        options->json = 1;
        return 0;
    case KEY_CSV:
        options->csv = 1;
        return 0;
    case ARGP_KEY_END:
        if (options->json && options->csv) cli_usage("choose one of them", "both --json and --csv");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_output(int key, char *value, struct argp_state *state)
{
    cli_options *options = state->input;
    switch (key) {
    case 'o':
        options->output = value;
        return 0;
    case 'f':
        options->force = 1;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option engine_options[] = {
    {"threads", 'T', "N", 0, "Use N threads (default: all processors); results do not depend on it", 90},
    {"cpu", KEY_CPU, "LEVEL", 0, "Use the kernels of LEVEL (default: $EEPOOL_CPU, else the best)", 90},
    {"quiet", 'q', NULL, 0, "Say nothing but errors", 90},
    {"verbose", 'v', NULL, 0, "Say more", 90},
    {"no-progress", KEY_NO_PROGRESS, NULL, 0, "No progress on stderr", 90},
    {NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_option policy_options[] = {
    {"as-of", KEY_AS_OF, "DAY", 0, "Day (2023-07-05, its last second) or moment (2023-07-05T13:38:22Z)", 80},
    {"policy", KEY_POLICY, "PATH", 0, "Policy folder or file (default: the official one)", 80},
    {"reform", KEY_REFORM, "FILE", 0, "Apply a reform to the policy; may be repeated", 80},
    {"set", KEY_SET, "PATH=VALUE", 0, "Change one value of the policy, after every --reform; may be repeated",
     80},
    {NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_option table_options[] = {
    {"json", KEY_JSON, NULL, 0, "Write JSON", 70},
    {"csv", KEY_CSV, NULL, 0, "Write CSV", 70},
    {NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_option output_options[] = {
    {"output", 'o', "FILE", 0, "Write to FILE (- is standard output)", 60},
    {"force", 'f', NULL, 0, "Overwrite FILE", 60},
    {NULL, 0, NULL, 0, NULL, 0},
};

const struct argp cli_engine_argp = {.options = engine_options, .parser = parse_engine};
const struct argp cli_policy_argp = {.options = policy_options, .parser = parse_policy};
const struct argp cli_table_argp = {.options = table_options, .parser = parse_table};
const struct argp cli_output_argp = {.options = output_options, .parser = parse_output};

/* Long options of a command and of its children, one after the other. */
static const char *option_name_at(const void *context, size_t index)
{
    const struct argp *argp = context;
    size_t seen = 0;
    for (const struct argp_option *option = argp->options; option != NULL && (option->name || option->key);
         option++) {
        if (option->name != NULL && seen++ == index) return option->name;
    }
    for (const struct argp_child *child = argp->children; child != NULL && child->argp != NULL; child++) {
        for (const struct argp_option *option = child->argp->options; option->name != NULL; option++) {
            if (seen++ == index) return option->name;
        }
    }
    return NULL;
}

/* getopt takes any unambiguous beginning of a name; so does this check. */
static int is_known(const struct argp *argp, const char *name, size_t length)
{
    const char *known;
    for (size_t i = 0; (known = option_name_at(argp, i)) != NULL; i++) {
        if (strncmp(known, name, length) == 0) return 1;
    }
    static const char *const always[] = {"help", "usage", "version"};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        if (strncmp(always[i], name, length) == 0) return 1;
    }
    return 0;
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0) continue;
        char name[64], advice[160];
        const size_t length = strcspn(argv[i] + 2, "=");
        if (is_known(argp, argv[i] + 2, length)) continue;
        snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60), argv[i] + 2);
        const char *nearest = eep_nearest(name, option_name_at, argp);
        if (nearest != NULL) {
            snprintf(advice, sizeof advice, "did you mean '--%s'?", nearest);
        } else {
            snprintf(advice, sizeof advice, "%s --help lists the options", argv[0]);
        }
        cli_usage(advice, "there is no option '--%s'", name);
    }
    argp_parse(argp, argc, argv, 0, NULL, input);
}

/* Reads digits with optional separators and one multiplier; 0 when `text` is not of that form. */
static int read_count(const char *text, uint64_t *value)
{
    const char *at = text;
    unsigned __int128 number = 0;
    if (*at < '0' || *at > '9') return 0;
    for (; (*at >= '0' && *at <= '9') || (*at == '_' && at[1] >= '0' && at[1] <= '9'); at++) {
        if (*at != '_') number = number * 10 + (unsigned)(*at - '0');
        if (number > UINT64_MAX) number = (unsigned __int128)UINT64_MAX + 1;
    }
    unsigned zeros = 0;
    if (*at == 'e' || *at == 'E') {
        if (at[1] < '0' || at[1] > '9') return 0;
        for (at++; *at >= '0' && *at <= '9'; at++)
            zeros = zeros < 100 ? zeros * 10 + (unsigned)(*at - '0') : zeros;
    } else if (*at != '\0') {
        static const char units[] = "kMG";
        const char *unit = strchr(units, *at++);
        if (unit == NULL) return 0;
        zeros = 3 * (unsigned)(unit - units + 1);
    }
    for (; zeros > 0 && number <= UINT64_MAX && number > 0; zeros--)
        number *= 10;
    *value = number > UINT64_MAX ? UINT64_MAX : (uint64_t)number; /* beyond every maximum we accept */
    return *at == '\0';
}

uint64_t cli_count(const char *text, const char *what, uint64_t minimum, uint64_t maximum)
{
    uint64_t value;
    char advice[160];
    snprintf(advice, sizeof advice, "give %s to %s, for example 500, 1e6, 250k or 10M", cli_number(minimum),
             cli_number(maximum));
    if (!read_count(text, &value)) cli_usage(advice, "'%.40s' is not a number of %s", text, what);
    if (value < minimum || value > maximum) cli_usage(advice, "%.40s %s is out of range", text, what);
    return value;
}

uint64_t cli_seed(const char *text)
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 0);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
        cli_usage("give a whole number from 0 to 18446744073709551615", "'%.40s' is not a seed", text);
    }
    return value;
}

/* A date or moment that cannot be read is wrong usage, whatever the library calls it. */
static void refuse(const eep_error *error, const char *what)
{
    cli_usage(error->advice, "%s: %s", what, error->message);
}

eep_time cli_moment(const cli_options *options)
{
    eep_time moment;
    eep_error error;
    if (options->as_of == NULL) {
        cli_usage("give --as-of 2023-07-05 or --as-of 2023-07-05T13:38:22Z", "no day is given");
    }
    if (eep_moment_parse(options->as_of, strlen(options->as_of), &moment, &error) != EEP_OK) {
        refuse(&error, "--as-of");
    }
    return moment;
}

eep_date cli_date(const char *text, const char *what)
{
    eep_date date;
    eep_error error;
    if (eep_date_parse(text, strlen(text), &date, &error) != EEP_OK) refuse(&error, what);
    return date;
}

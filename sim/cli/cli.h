/*
 * cli.h - what the commands of eepool share: options, opening things, saying things.
 *
 * Data goes to stdout (or -o), talk to stderr. A command returns its exit code: 0 done, 1 the answer is no,
 * 2 wrong usage, 3 bad input, 4 the machine.
 */
#ifndef EEP_CLI_H
#define EEP_CLI_H

#include <argp.h>
#include <stdio.h>

#include "eepool/eepool.h"

enum { CLI_DONE = 0, CLI_NO = 1, CLI_USAGE = 2, CLI_INPUT = 3, CLI_MACHINE = 4 };

/* ---- Options ----------------------------------------------------------------------------------- */

#define CLI_SETS_MAX    64
#define CLI_REFORMS_MAX 16

/* The most candidates a pool can have, and so the most invitations that make sense. */
#define CLI_ROWS_MAX 4000000000u

/* The options that many commands know. Zero-initialise. */
typedef struct cli_options {
    int threads;        /* -T, 0 = all */
    const char *cpu;    /* --cpu; NULL leaves it to EEPOOL_CPU */
    int quiet, verbose; /* -q, -v */
    int no_progress;
    const char *policy; /* --policy */
    const char *reforms[CLI_REFORMS_MAX];
    size_t reform_count; /* --reform, in order */
    const char *sets[CLI_SETS_MAX];
    size_t set_count;   /* --set, in order */
    const char *as_of;  /* as given */
    int json, csv;      /* --json, --csv */
    const char *output; /* -o, NULL = stdout */
    int force;          /* -f */
} cli_options;

/* Option tables to be used as argp children; their input is a cli_options. */
extern const struct argp cli_engine_argp; /* -T --cpu -q -v --no-progress */
extern const struct argp cli_policy_argp; /* --policy --reform --set --as-of */
extern const struct argp cli_table_argp;  /* --json --csv */
extern const struct argp cli_output_argp; /* -o -f */

/*
 * Parses with argp after refusing unknown long options with the nearest known one. Exits for --help and
 * for wrong usage, as argp does.
 */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/* Refuses usage with a message in the house's form and exit code 2. Does not return. */
void cli_usage(const char *advice, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));

/*
 * A count: 500, 1e6, 250k, 10M, 1G, 1_000. `what` names it in complaints. Exits with 2 unless it lies in
 * [minimum, maximum].
 */
uint64_t cli_count(const char *text, const char *what, uint64_t minimum, uint64_t maximum);

/* Any seed from 0 to 2^64 - 1, decimal or 0x hexadecimal. Exits with 2 otherwise. */
uint64_t cli_seed(const char *text);

/* The moment given by --as-of; exits with 2 when it is absent or no date. */
eep_time cli_moment(const cli_options *options);
/* A date; exits with 2 when it is none. */
eep_date cli_date(const char *text, const char *what);

/*
 * Has SIGHUP, SIGINT and SIGTERM remove the temporary files of outputs before they end the process, as they
 * do anyway; where one of them is ignored it stays ignored.
 */
void cli_clean_when_interrupted(void);

/* ---- Subcommands ------------------------------------------------------------------------------- */

typedef struct cli_command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *about;
} cli_command;

/*
 * Runs the command of `commands` (ended by a NULL name) that argv[1] names, with argv[1] as its argv[0]
 * replaced by "<argv[0]> <name>"; prints the list for --help or when nothing is named.
 */
int cli_dispatch(const cli_command *commands, const char *about, int argc, char **argv);

int cli_pool(int argc, char **argv);
int cli_policy(int argc, char **argv);
int cli_score(int argc, char **argv);
int cli_explain(int argc, char **argv);
int cli_draw(int argc, char **argv);
int cli_compare(int argc, char **argv);
int cli_rounds(int argc, char **argv);
int cli_backtest(int argc, char **argv);
int cli_fit(int argc, char **argv);
int cli_test(int argc, char **argv);
int cli_conform(int argc, char **argv);
int cli_selftest(int argc, char **argv);
int cli_bench(int argc, char **argv);
int cli_demo(int argc, char **argv);

/* ---- Opening ----------------------------------------------------------------------------------- */

/* Prints an error to stderr and returns its exit code; CLI_DONE for EEP_OK. */
int cli_report(eep_status status, const eep_error *error);

/* Each returns EEP_OK or reports nothing and fails as the library call does. */
eep_status cli_engine(const cli_options *options, eep_engine **engine, eep_error *error);
/* The policy with every --reform, and then every --set, applied. */
eep_status cli_open_policy(const cli_options *options, eep_policy **policy, eep_error *error);
/* The policy without them. */
eep_status cli_open_baseline(const cli_options *options, eep_policy **policy, eep_error *error);

/* ---- Saying ------------------------------------------------------------------------------------ */

/* "214,529", in one of eight turning buffers: fit for a few numbers in one printf. */
const char *cli_number(uint64_t value);

/* "November 23, 2022 at 00:01:29 UTC", the form of published notices; or the date alone. */
char *cli_long_time(eep_time time, char text[48]);
char *cli_long_date(eep_date date, char text[32]);

/* Prints one notice in the published form. */
void cli_print_notice(FILE *stream, const eep_notice *notice);

/* "earliest submission first", ... */
const char *cli_tie_break_title(eep_tie_break rule);
/* Where the rule drew the line: a submission, a day of birth, a candidate. */
const char *cli_tie_break_text(const eep_notice *notice, char text[96]);

/* Prints `text` in lines of about 80 letters, each begun by `indent` blanks. */
void cli_print_wrapped(FILE *stream, const char *text, size_t indent);

/* Prints the title and the reason of every reform, and every --set. */
void cli_print_reforms(FILE *stream, const cli_options *options, const eep_policy *policy);

/* One value that differs; a text is NULL where the path has no value, and lists are codes joined by a space.
 */
typedef struct cli_difference {
    const char *path, *before, *after;
    int is_list;
    int is_version; /* another version of the category `path` is in force; the texts are the two versions */
} cli_difference;

/*
 * Tells every difference between two policies, each on a day, in the order of paths; returns how many there
 * are. Values of a category version are compared with those of the version in force on the other day.
 */
size_t cli_each_difference(const eep_policy *before, eep_date day_before, const eep_policy *after,
                           eep_date day_after, void (*say)(void *, const cli_difference *), void *context);
/* Prints a difference: "110 -> 100", "(none) -> 12", or for lists "-21300 +21231". */
void cli_print_difference(FILE *stream, const cli_difference *difference);
/* Prints the differences of all days, each with its days. */
void cli_print_changes(FILE *stream, const eep_policy *before, const eep_policy *after);

/* Remarks of the policy for a day, and which reforms were applied, to stderr unless -q. */
void cli_print_remarks(const cli_options *options, const eep_policy *policy, eep_date day);

/* A text with the characters that HTML takes for its own written as HTML wants them. */
void cli_put_html(FILE *stream, const char *text);

/* A text as a quoted CSV field. */
void cli_put_quoted(FILE *stream, const char *text);

/* Seconds of a clock that only goes forward: for progress and the demo's timings, never for results. */
double cli_clock(void);

#endif

/* cli_pool.h - what the pool commands, score, draw and demo share about pools. */
#ifndef EEP_CLI_POOL_H
#define EEP_CLI_POOL_H

#include "sim/cli/cli.h"

int cli_pool_make(int argc, char **argv);
int cli_pool_info(int argc, char **argv);
int cli_pool_verify(int argc, char **argv);
int cli_pool_head(int argc, char **argv);
int cli_pool_to(int argc, char **argv);
int cli_pool_from(int argc, char **argv);
int cli_pool_validate(int argc, char **argv);
int cli_pool_slice(int argc, char **argv);
int cli_pool_cat(int argc, char **argv);
int cli_pool_append(int argc, char **argv);
int cli_pool_stats(int argc, char **argv);
int cli_pool_diff(int argc, char **argv);
int cli_pool_manifest(int argc, char **argv);

/* Columns named as in id,noc, as bits; exits with 2 for an unknown or repeated name. */
uint64_t cli_columns(const char *text);
int cli_ends_with(const char *path, const char *ending);
int cli_is_ndjson(const char *path); /* .ndjson, .jsonl */

/* Rows as a number (the first so many) or as a range 1000:2000; `*limit` 0 = to the end. Exits with 2. */
void cli_rows(const char *text, uint64_t *first, uint64_t *limit);

/* CSV for names that end in .csv and for standard output, else .eepd. */
eep_format cli_format_of(const char *path);

/*
 * The value of --fit, NULL where it is not given, for a pool that stands at recipe->moment: none, estimate
 * (default), forecast, snapshot, or a day. Exits with 2 for anything else, and where nothing was published.
 */
eep_status cli_choose_fit(const char *text, eep_recipe *recipe, eep_error *error);

/* Makes a pool under the rules of the recipe's day. */
eep_status cli_make_pool(eep_engine *engine, const eep_policy *policy, const eep_recipe *recipe,
                         eep_pool **pool, eep_error *error);

/*
 * Options of a command that reads one pool: the file in `path`. The day to which an `age` column refers comes
 * from --as-of where there is one.
 */
eep_status cli_open_pool(eep_engine *engine, const cli_options *options, const char *path, eep_pool **pool,
                         eep_error *error);

/* The option of commands that can do without damaged chunks, for cli_open_sound. */
enum { CLI_SKIP_DAMAGED = 0x2001 };
#define CLI_SKIP_OPTION                                                                                      \
    {                                                                                                        \
        "skip-damaged", CLI_SKIP_DAMAGED, NULL, 0,                                                           \
            "Leave out the chunks of an .eepd file that are damaged, say which, and go on", 0                \
    }

/* The same as a stream; and one without the damaged chunks, which are told on standard error. */
eep_status cli_open_stream(eep_engine *engine, const cli_options *options, const char *path,
                           eep_stream **stream, eep_error *error);
eep_status cli_open_sound(eep_engine *engine, const cli_options *options, const char *path,
                          eep_stream **stream, eep_error *error);

/* From so many candidates on, commands that could hold an .eepd file in memory do not. */
#define CLI_STREAM_ROWS 10000000u

#endif

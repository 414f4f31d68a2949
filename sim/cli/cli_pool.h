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

/* CSV for names that end in .csv and for standard output, else .eepd. */
eep_format cli_format_of(const char *path);

/* Makes a pool under the rules of the recipe's day. */
eep_status cli_make_pool(eep_engine *engine, const eep_policy *policy, const eep_recipe *recipe,
                         eep_pool **pool, eep_error *error);

/*
 * Options of a command that reads one pool: the file in `path`. `--age-on` (the day to which an `age` column
 * refers) comes from --as-of where there is one.
 */
eep_status cli_open_pool(eep_engine *engine, const cli_options *options, const char *path, eep_pool **pool,
                         eep_error *error);

/* The same as a stream. */
eep_status cli_open_stream(eep_engine *engine, const cli_options *options, const char *path,
                           eep_stream **stream, eep_error *error);

/* From so many candidates on, commands that could hold an .eepd file in memory do not. */
#define CLI_STREAM_ROWS 10000000u

#endif

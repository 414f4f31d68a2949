/* streams.h - engines, made pools and their files, for the tests of streams. */
#ifndef EEP_TESTS_STREAMS_H
#define EEP_TESTS_STREAMS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/stream/draw.h"

#define UNUSED __attribute__((unused))

static UNUSED void must(eep_status status, const eep_error *error)
{
    char text[1024];
    if (status != EEP_OK) fail_msg("%s", eep_error_text(error, text, sizeof text));
}

static UNUSED eep_engine *engine_of(int threads)
{
    eep_engine_options options;
    eep_engine *engine = NULL;
    eep_error error;
    eep_engine_defaults(&options);
    options.threads = threads;
    must(eep_engine_new(&options, &engine, &error), &error);
    return engine;
}

static UNUSED eep_policy *official(void)
{
    eep_policy *policy = NULL;
    eep_error error;
    must(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, &error), &error);
    return policy;
}

static UNUSED eep_time moment_of(const char *text)
{
    eep_time moment = 0;
    eep_error error;
    must(eep_moment_parse(text, strlen(text), &moment, &error), &error);
    return moment;
}

/* A recipe for 2023-07-05, unfitted. */
static UNUSED eep_recipe recipe_of(uint64_t rows, uint64_t seed)
{
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    recipe.rows = rows;
    recipe.seed = seed;
    recipe.moment = moment_of("2023-07-05");
    recipe.model = EEP_SOURCE "/datasets/pool-models/first.yaml";
    return recipe;
}

static UNUSED eep_pool *pool_of(eep_engine *engine, const eep_policy *policy, uint64_t rows, uint64_t seed)
{
    const eep_recipe recipe = recipe_of(rows, seed);
    eep_rules *rules = NULL;
    eep_pool *pool = NULL;
    eep_error error;
    must(eep_policy_at(policy, eep_time_date(recipe.moment), &rules, &error), &error);
    must(eep_pool_make(engine, rules, &recipe, &pool, &error), &error);
    eep_rules_free(rules);
    return pool;
}

/* The name of a file of this process alone. */
static UNUSED const char *stream_path(void)
{
    static char path[200];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/eepool-stream-%d.eepd", folder != NULL ? folder : "/tmp", (int)getpid());
    return path;
}

/* A file that may be written again and again. */
static UNUSED eep_write_options in_chunks_of(uint32_t rows)
{
    eep_write_options options;
    eep_write_defaults(&options);
    options.overwrite = 1;
    options.chunk_rows = rows;
    return options;
}

/* Opens what was written to stream_path. The name is gone at once. */
static UNUSED eep_stream *open_written(eep_engine *engine)
{
    eep_stream *stream = NULL;
    eep_error error;
    must(eep_stream_open(engine, stream_path(), NULL, &stream, &error), &error);
    unlink(stream_path());
    return stream;
}

/* Writes a pool in chunks of 1024 rows and opens it as a stream. */
static UNUSED eep_stream *stream_of(eep_engine *engine, const eep_pool *pool)
{
    const eep_write_options options = in_chunks_of(1024);
    eep_error error;
    must(eep_pool_write(engine, pool, stream_path(), &options, &error), &error);
    return open_written(engine);
}

#endif

/*
 * making.h - what the tests of synthetic pools share: engines, rules and pools in one call, scores, and
 * model files with one place changed.
 */
#ifndef EEP_TESTS_MAKING_H
#define EEP_TESTS_MAKING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sim/make/make.h"

#define FIRST_MODEL  EEP_SOURCE "/datasets/pool-models/first.yaml"
#define SECOND_MODEL EEP_SOURCE "/datasets/pool-models/second.yaml"

static const char *const models[] = {FIRST_MODEL, SECOND_MODEL};
#define MODELS 2

#define UNUSED __attribute__((unused))

/* Fails the test with the whole text of the error. */
static UNUSED void must(eep_status status, const eep_error *error)
{
    char text[1024];
    if (status != EEP_OK) fail_msg("%s", eep_error_text(error, text, sizeof text));
}

static UNUSED eep_date date_of(const char *text)
{
    eep_date date = 0;
    eep_error error;
    must(eep_date_parse(text, 10, &date, &error), &error);
    return date;
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

/* The official rules of a day; the policy is read once a program and stays. */
static UNUSED eep_rules *rules_of(eep_date day)
{
    static eep_policy *policy = NULL;
    eep_rules *rules = NULL;
    eep_error error;
    if (policy == NULL) {
        must(eep_policy_load(NULL, EEP_SOURCE "/datasets/policies/official", &policy, &error), &error);
    }
    must(eep_policy_at(policy, day, &rules, &error), &error);
    return rules;
}

/* Noon of the day, seed 1, the first model. */
static UNUSED eep_recipe recipe_of(eep_date day, uint64_t rows, int has_fit)
{
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    recipe.rows = rows;
    recipe.moment = (eep_time)day * 86400 + 43200;
    recipe.model = FIRST_MODEL;
    recipe.fit = day;
    recipe.has_fit = has_fit;
    return recipe;
}

static UNUSED eep_pool *pool_of(eep_engine *engine, const eep_rules *rules, const eep_recipe *recipe)
{
    eep_pool *pool = NULL;
    eep_error error;
    must(eep_pool_make(engine, rules, recipe, &pool, &error), &error);
    return pool;
}

/* Scores and programs of all rows; the caller frees both. */
static UNUSED void score_all(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                             uint16_t **score, uint8_t **programs)
{
    const size_t rows = eep_pool_rows(pool);
    eep_error error;
    *score = malloc(rows * sizeof **score);
    *programs = malloc(rows);
    assert_non_null(*score);
    assert_non_null(*programs);
    must(eep_score(engine, rules, pool, &(eep_scores){.score = *score, .programs = *programs}, &error),
         &error);
}

/* A new file of its own with this text; the caller unlinks it. */
static UNUSED void write_file(char path[64], const char *text, size_t length)
{
    snprintf(path, 64, "/tmp/eepool-model-XXXXXX");
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, length), (ssize_t)length);
    close(file);
}

/*
 * The model `base` with the first `from` behind the first `after` replaced by `to`, as a new file. Returns
 * the line of the change, from 1.
 */
static UNUSED uint64_t changed_from(const char *base, char path[64], const char *after, const char *from,
                                    const char *to)
{
    char *text = NULL, *made;
    size_t length = 0;
    uint64_t line = 1;
    eep_error error;
    must(eep_read_file(base, (size_t)1 << 20, &text, &length, &error), &error);
    const char *start = strstr(text, after);
    if (start == NULL) fail_msg("the model has no '%s'", after);
    const char *at = strstr(start, from);
    if (at == NULL) fail_msg("the model has no '%s' behind '%s'", from, after);
    for (const char *c = text; c < at; c++)
        line += *c == '\n';
    const size_t before = (size_t)(at - text), rest = length - before - strlen(from);
    made = malloc(before + strlen(to) + rest + 1);
    assert_non_null(made);
    memcpy(made, text, before);
    memcpy(made + before, to, strlen(to));
    memcpy(made + before + strlen(to), at + strlen(from), rest);
    write_file(path, made, before + strlen(to) + rest);
    free(made);
    free(text);
    return line;
}

static UNUSED uint64_t changed_model(char path[64], const char *after, const char *from, const char *to)
{
    return changed_from(FIRST_MODEL, path, after, from, to);
}

#endif

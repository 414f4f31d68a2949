/*
 * replay_draws.c - rounds 253 and 254 of July 2023 over many seeds: pools of the true size, made from what
 * was published before the first of them.
 *
 * usage: replay_draws MODEL SEEDS    a pool model (name or file), seeds 1 to SEEDS
 * Prints a CSV: of each figure what was published, and minimum, quartiles and maximum over the seeds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eepool/eepool.h"

#define SEEDS_MAX 100000

enum { GENERAL, GENERAL_DAYS, STEM, STEM_DAYS, GAP, FIGURES };
static const char *const names[FIGURES] = {"draw 253, cut-off", "draw 253, age of the tie-break in days",
                                           "draw 254, cut-off", "draw 254, age of the tie-break in days",
                                           "gap between the two in points"};

static void must(eep_status status, const eep_error *error)
{
    char text[1024];
    if (status == EEP_OK) return;
    fprintf(stderr, "replay_draws: %s\n", eep_error_text(error, text, sizeof text));
    exit(1);
}

static int days(eep_time moment, eep_time tie_break)
{
    return (int)((moment - tie_break) / 86400);
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void print_figure(const char *name, int published, int *value, int seeds)
{
    int same = 0;
    qsort(value, (size_t)seeds, sizeof *value, by_value);
    for (int i = 0; i < seeds; i++)
        same += value[i] == published;
    printf("\"%s\",%d,%d,%d,%d,%d,%d,%d\n", name, published, value[0], value[seeds / 4], value[seeds / 2],
           value[seeds * 3 / 4], value[seeds - 1], same);
}

int main(int argc, char **argv)
{
    const int seeds = argc == 3 ? atoi(argv[2]) : 0;
    eep_engine_options options;
    eep_engine *engine;
    eep_policy *policy;
    eep_rules *rules;
    eep_history *history;
    eep_recipe recipe;
    eep_error error;
    if (seeds < 1 || seeds > SEEDS_MAX) {
        fprintf(stderr, "usage: replay_draws MODEL SEEDS\n");
        return 2;
    }
    eep_engine_defaults(&options);
    must(eep_engine_new(&options, &engine, &error), &error);
    must(eep_policy_load(NULL, NULL, &policy, &error), &error);
    must(eep_history_load(NULL, &history, &error), &error);
    const eep_published_round *first = eep_history_find_round(history, "253");
    const eep_published_round *second = eep_history_find_round(history, "254");
    must(eep_policy_at(policy, first->date, &rules, &error), &error);
    eep_recipe_defaults(&recipe);
    recipe.model = argv[1];
    recipe.moment = first->moment;
    recipe.fit = first->date;
    recipe.has_fit = 1;
    eep_round rounds[2] = {{.invitations = first->invitations, .moment = first->moment},
                           {.invitations = second->invitations, .moment = second->moment}};
    must(eep_round_parse("general", &rounds[0], &error), &error);
    must(eep_round_parse("category:stem", &rounds[1], &error), &error);

    int *value[FIGURES];
    for (int f = 0; f < FIGURES; f++)
        if ((value[f] = calloc((size_t)seeds, sizeof *value[f])) == NULL) return 4;
    for (int s = 0; s < seeds; s++) {
        eep_pool *pool;
        eep_notice notice[2];
        recipe.seed = (uint64_t)s + 1;
        must(eep_pool_make(engine, rules, &recipe, &pool, &error), &error);
        uint8_t *taken = calloc(eep_pool_rows(pool), 1);
        if (taken == NULL) return 4;
        must(eep_hold_rounds(engine, policy, pool, rounds, 2, taken, notice, &error), &error);
        value[GENERAL][s] = notice[0].cutoff;
        value[GENERAL_DAYS][s] = days(first->moment, notice[0].tie_break);
        value[STEM][s] = notice[1].cutoff;
        value[STEM_DAYS][s] = days(second->moment, notice[1].tie_break);
        value[GAP][s] = notice[0].cutoff - notice[1].cutoff;
        free(taken);
        eep_pool_free(pool);
    }
    printf("figure,published,minimum,lower_quartile,median,upper_quartile,maximum,equal\n");
    const int published[FIGURES] = {first->cutoff, days(first->moment, first->tie_break), second->cutoff,
                                    days(second->moment, second->tie_break), first->cutoff - second->cutoff};
    for (int f = 0; f < FIGURES; f++) {
        print_figure(names[f], published[f], value[f], seeds);
        free(value[f]);
    }
    eep_history_free(history);
    eep_rules_free(rules);
    eep_policy_free(policy);
    eep_engine_free(engine);
    return 0;
}

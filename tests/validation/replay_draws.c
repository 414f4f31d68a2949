/*
 * replay_draws.c - rounds 253 and 254 of July 2023 over many seeds: pools of the true size, made from what
 * was published before the first of them.
 *
 * usage: replay_draws MODEL SEEDS [estimate]    a pool model (name or file), seeds 1 to SEEDS; pools shaped
 * on the count of 4 July 2023 or, with `estimate`, inside its ranges on the estimate Prints a CSV: of each
 * figure what was published, and minimum, quartiles and maximum over the seeds.
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

/* What every seed is made and held with. */
typedef struct replay {
    eep_engine *engine;
    eep_policy *policy;
    eep_rules *rules;
    eep_history *history;
    const eep_published_round *first, *second;
    eep_recipe recipe;
    eep_round rounds[2];
} replay;

static void replay_open(const char *model, eep_fit_kind kind, replay *by)
{
    eep_engine_options options;
    eep_error error;
    eep_engine_defaults(&options);
    must(eep_engine_new(&options, &by->engine, &error), &error);
    must(eep_policy_load(NULL, NULL, &by->policy, &error), &error);
    must(eep_history_load(NULL, &by->history, &error), &error);
    by->first = eep_history_find_round(by->history, "253");
    by->second = eep_history_find_round(by->history, "254");
    must(eep_policy_at(by->policy, by->first->date, &by->rules, &error), &error);
    eep_recipe_defaults(&by->recipe);
    by->recipe.model = model;
    by->recipe.moment = by->first->moment;
    by->recipe.fit = by->first->date;
    by->recipe.has_fit = 1;
    by->recipe.kind = kind;
    by->rounds[0] = (eep_round){.invitations = by->first->invitations, .moment = by->first->moment};
    by->rounds[1] = (eep_round){.invitations = by->second->invitations, .moment = by->second->moment};
    must(eep_round_parse("general", &by->rounds[0], &error), &error);
    must(eep_round_parse("category:stem", &by->rounds[1], &error), &error);
}

static void replay_close(replay *by)
{
    eep_history_free(by->history);
    eep_rules_free(by->rules);
    eep_policy_free(by->policy);
    eep_engine_free(by->engine);
}

static void replay_seed(replay *by, int seed, int *value[FIGURES], int at)
{
    eep_pool *pool;
    eep_notice notice[2];
    eep_error error;
    by->recipe.seed = (uint64_t)seed;
    must(eep_pool_make(by->engine, by->rules, &by->recipe, &pool, &error), &error);
    uint8_t *taken = calloc(eep_pool_rows(pool), 1);
    if (taken == NULL) exit(4);
    must(eep_hold_rounds(by->engine, by->policy, pool, by->rounds, 2, taken, notice, &error), &error);
    value[GENERAL][at] = notice[0].cutoff;
    value[GENERAL_DAYS][at] = days(by->first->moment, notice[0].tie_break);
    value[STEM][at] = notice[1].cutoff;
    value[STEM_DAYS][at] = days(by->second->moment, notice[1].tie_break);
    value[GAP][at] = notice[0].cutoff - notice[1].cutoff;
    free(taken);
    eep_pool_free(pool);
}

static void print_figures(const replay *by, int *value[FIGURES], int seeds)
{
    const eep_published_round *first = by->first, *second = by->second;
    const int published[FIGURES] = {first->cutoff, days(first->moment, first->tie_break), second->cutoff,
                                    days(second->moment, second->tie_break), first->cutoff - second->cutoff};
    printf("figure,published,minimum,lower_quartile,median,upper_quartile,maximum,equal\n");
    for (int f = 0; f < FIGURES; f++)
        print_figure(names[f], published[f], value[f], seeds);
}

int main(int argc, char **argv)
{
    const int estimate = argc == 4 && strcmp(argv[3], "estimate") == 0;
    const int seeds = argc == 3 || estimate ? atoi(argv[2]) : 0;
    int *value[FIGURES];
    replay by;
    if (seeds < 1 || seeds > SEEDS_MAX) {
        fprintf(stderr, "usage: replay_draws MODEL SEEDS [estimate]\n");
        return 2;
    }
    for (int f = 0; f < FIGURES; f++)
        if ((value[f] = calloc((size_t)seeds, sizeof *value[f])) == NULL) return 4;
    replay_open(argv[1], estimate ? EEP_FIT_ESTIMATE : EEP_FIT_SNAPSHOT, &by);
    for (int s = 0; s < seeds; s++)
        replay_seed(&by, s + 1, value, s);
    print_figures(&by, value, seeds);
    replay_close(&by);
    for (int f = 0; f < FIGURES; f++)
        free(value[f]);
    return 0;
}

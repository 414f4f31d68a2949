/* demo_run.c - what the demo computes: two pools, two rounds, one what-if, one explanation. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli_pool.h"
#include "sim/cli/demo.h"

#define LARGE_ROWS 1000000

/* The rounds of 4 and 5 July 2023: the all-program round of 700, and the first STEM round, a day later. */
static const char *const round_numbers[DEMO_ROUNDS] = {"253", "254"};

/* What happened to offers of arranged employment on 25 March 2025, asked of July 2023. */
static const char reform_change[] = "crs.additional.job_offer.other=0";

static eep_status missing(eep_error *error, const char *what)
{
    *error = (eep_error){.status = EEP_ERROR_MISSING};
    snprintf(error->message, sizeof error->message, "the history lacks %s", what);
    snprintf(error->advice, sizeof error->advice, "use the history that comes with eepool");
    return EEP_ERROR_MISSING;
}

static eep_status no_memory(eep_error *error)
{
    *error = (eep_error){.status = EEP_ERROR_MEMORY, .message = "no memory for the demo"};
    return EEP_ERROR_MEMORY;
}

static eep_status open_data(demo_state *demo, eep_error *error)
{
    eep_status status = eep_policy_load(NULL, NULL, &demo->policy, error);
    if (status == EEP_OK) status = eep_policy_load(NULL, NULL, &demo->reform, error);
    if (status == EEP_OK) status = eep_policy_set(demo->reform, demo->change, error);
    if (status == EEP_OK) status = eep_history_load(NULL, &demo->history, error);
    if (status != EEP_OK) return status;
    for (size_t i = 0; i < DEMO_ROUNDS; i++) {
        demo->round[i].published = eep_history_find_round(demo->history, round_numbers[i]);
        if (demo->round[i].published == NULL) return missing(error, "rounds 253 and 254");
    }
    /* Snapshots are taken before the round of their day. */
    demo->snapshot = eep_history_find_snapshot(demo->history, demo->round[0].published->date);
    return demo->snapshot != NULL ? EEP_OK : missing(error, "a snapshot of the pool before 4 July 2023");
}

static eep_recipe recipe_of(const demo_state *demo, uint64_t rows)
{
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    recipe.rows = rows;
    recipe.seed = demo->seed;
    recipe.moment = demo->round[0].published->moment;
    recipe.fit = demo->snapshot->as_of;
    recipe.has_fit = 1;
    return recipe;
}

static void count_ranges(const uint16_t *score, uint64_t rows, uint64_t count[EEP_RANGES])
{
    for (uint64_t row = 0; row < rows; row++) {
        uint16_t low = 0, high = 0;
        size_t range = 0;
        for (; range < EEP_RANGES - 1; range++) {
            eep_score_range(range, &low, &high);
            if (score[row] >= low) break;
        }
        count[range]++;
    }
}

/* The big pool is made and scored by the clock, counted, and let go. */
static eep_status run_large(demo_state *demo, eep_error *error)
{
    const eep_recipe recipe = recipe_of(demo, LARGE_ROWS);
    eep_pool *pool;
    eep_rules *rules;
    const double start = cli_clock();
    eep_status status = cli_make_pool(demo->engine, demo->policy, &recipe, &pool, error);
    if (status != EEP_OK) return status;
    demo->make_seconds = cli_clock() - start;
    demo->large_rows = eep_pool_rows(pool);
    uint16_t *score =
        calloc(demo->large_rows, sizeof *score); /* touched now, so that only scoring is timed */
    status = score != NULL ? eep_policy_at(demo->policy, eep_time_date(recipe.moment), &rules, error)
                           : no_memory(error);
    if (status == EEP_OK) {
        memset(score, 0xff, demo->large_rows * sizeof *score);
        const double scoring = cli_clock();
        status = eep_score(demo->engine, rules, pool, &(eep_scores){.score = score}, error);
        demo->score_seconds = cli_clock() - scoring;
        eep_rules_free(rules);
    }
    if (status == EEP_OK) count_ranges(score, demo->large_rows, demo->large_count);
    if (status == EEP_OK) status = eep_pool_digest(demo->engine, pool, demo->large_digest, error);
    free(score);
    eep_pool_free(pool);
    return status;
}

static eep_status round_of(const eep_published_round *published, eep_round *round, eep_error *error)
{
    char text[64];
    *round = (eep_round){.invitations = published->invitations, .moment = published->moment};
    if (strcmp(published->kind, "general") == 0) return eep_round_parse("general", round, error);
    snprintf(text, sizeof text, "%s:%s", published->kind, published->id);
    return eep_round_parse(text, round, error);
}

/* Whoever qualifies with at least the published cut-off, had those invited before left. */
static eep_status count_at_published(demo_state *demo, size_t i, const eep_round *round, eep_error *error)
{
    eep_notice notice;
    eep_round open = *round;
    uint8_t *before = malloc(eep_pool_rows(demo->pool) + 1);
    if (before == NULL) return no_memory(error);
    for (uint64_t row = 0; row < eep_pool_rows(demo->pool); row++)
        before[row] = demo->taken[row] != 0 && demo->taken[row] <= i;
    open.floor = demo->round[i].published->cutoff;
    open.invitations = UINT64_MAX;
    const eep_status status =
        eep_draw(demo->engine, demo->policy, demo->pool, &open, before, UINT8_MAX, &notice, error);
    demo->round[i].at_published_cutoff = notice.eligible;
    free(before);
    return status;
}

static eep_status run_rounds(demo_state *demo, eep_round rounds[DEMO_ROUNDS], eep_error *error)
{
    const eep_recipe recipe = recipe_of(demo, 0);
    eep_status status = cli_make_pool(demo->engine, demo->policy, &recipe, &demo->pool, error);
    if (status == EEP_OK) status = eep_pool_digest(demo->engine, demo->pool, demo->pool_digest, error);
    if (status != EEP_OK) return status;
    demo->taken = calloc(eep_pool_rows(demo->pool) + 1, 1);
    if (demo->taken == NULL) return no_memory(error);
    for (size_t i = 0; i < DEMO_ROUNDS && status == EEP_OK; i++)
        status = round_of(demo->round[i].published, &rounds[i], error);
    eep_notice notices[DEMO_ROUNDS];
    const double start = cli_clock();
    if (status == EEP_OK) {
        status = eep_hold_rounds(demo->engine, demo->policy, demo->pool, rounds, DEMO_ROUNDS, demo->taken,
                                 notices, error);
    }
    demo->draw_seconds = cli_clock() - start;
    for (size_t i = 0; i < DEMO_ROUNDS && status == EEP_OK; i++) {
        demo->round[i].notice = notices[i];
        status = count_at_published(demo, i, &rounds[i], error);
    }
    return status;
}

static eep_status run_what_if(demo_state *demo, const eep_round *round, eep_error *error)
{
    uint8_t *before = malloc(eep_pool_rows(demo->pool) + 1);
    if (before == NULL) return no_memory(error);
    for (uint64_t row = 0; row < eep_pool_rows(demo->pool); row++)
        before[row] = demo->taken[row] == 1;
    const eep_status status = eep_compare(demo->engine, demo->policy, demo->reform, demo->pool, round, before,
                                          &demo->comparison, error);
    free(before);
    return status;
}

static uint64_t row_of(const eep_pool *pool, uint64_t wanted)
{
    const uint64_t *id = eep_pool_column(pool, (size_t)eep_column_find("id"));
    uint64_t row = 0;
    while (row + 1 < eep_pool_rows(pool) && id[row] != wanted)
        row++;
    return row;
}

/* The last one invited in the second round: whose submission is its tie-break. */
static eep_status run_explain(demo_state *demo, const eep_round *round, eep_error *error)
{
    eep_rules *rules;
    eep_status status = eep_policy_at(demo->policy, eep_time_date(round->moment), &rules, error);
    if (status != EEP_OK) return status;
    demo->last_id = demo->round[DEMO_ROUNDS - 1].notice.tie_break_id;
    status = eep_explain(demo->engine, rules, demo->pool, row_of(demo->pool, demo->last_id),
                         &demo->explanation, error);
    eep_rules_free(rules);
    return status;
}

eep_status demo_run(demo_state *demo, eep_error *error)
{
    eep_round rounds[DEMO_ROUNDS];
    demo->change = reform_change;
    eep_status status = open_data(demo, error);
    if (status == EEP_OK) status = run_large(demo, error);
    if (status == EEP_OK) status = run_rounds(demo, rounds, error);
    if (status == EEP_OK) status = run_what_if(demo, &rounds[DEMO_ROUNDS - 1], error);
    if (status == EEP_OK) status = run_explain(demo, &rounds[DEMO_ROUNDS - 1], error);
    return status;
}

void demo_clear(demo_state *demo)
{
    eep_explanation_free(demo->explanation);
    eep_pool_free(demo->pool);
    free(demo->taken);
    eep_history_free(demo->history);
    eep_policy_free(demo->reform);
    eep_policy_free(demo->policy);
}

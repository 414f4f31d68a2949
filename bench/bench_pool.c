/* bench_pool.c - whole pools: generate, score, draw. Items are candidates; bytes those of the columns. */
#include <stdlib.h>
#include <string.h>

#include "bench/pool.h"
#include "sim/make/workshop.h"

/* What scoring reads of a candidate's columns, see kernels/facts/README.md; and the score it writes. */
#define SCORE_BYTES (55 + 2)
/* A round also reads submitted_at and status, and keeps score, programs and who competes. */
#define DRAW_BYTES (55 + 8 + 1 + 4)
/* Of a raw pool. */
#define RAW_ROWS  4000000
#define RAW_BYTES 76 /* written, all columns */

eep_recipe bench_pool_recipe(void)
{
    eep_recipe recipe;
    eep_recipe_defaults(&recipe);
    recipe.rows = BENCH_ROWS;
    recipe.moment = (eep_time)(eep_date_of(2023, 7, 5) + 1) * 86400 - 1;
    recipe.fit = eep_date_of(2023, 7, 4);
    recipe.has_fit = 1;
    return recipe;
}

static eep_status make(bench_pool *made, eep_error *error)
{
    const eep_recipe recipe = bench_pool_recipe();
    eep_status status = EEP_OK;
    for (int threads = 1; threads <= 2 && status == EEP_OK; threads++) {
        eep_engine_options options;
        eep_engine_defaults(&options);
        options.threads = threads;
        status = eep_engine_new(&options, &made->engine[threads], error);
    }
    if (status == EEP_OK) status = eep_policy_load(NULL, NULL, &made->policy, error);
    if (status == EEP_OK)
        status = eep_policy_at(made->policy, eep_time_date(recipe.moment), &made->rules, error);
    if (status == EEP_OK) status = eep_pool_make(made->engine[2], made->rules, &recipe, &made->pool, error);
    if (status == EEP_OK) status = eep_pool_digest(made->engine[2], made->pool, made->digest, error);
    return status;
}

const bench_pool *bench_pool_get(eep_bench *bench)
{
    static bench_pool made;
    static int tried, good;
    static eep_error error;
    if (!tried) good = make(&made, &error) == EEP_OK;
    tried = 1;
    if (!good) eep_bench_fail(bench, error.message);
    return good ? &made : NULL;
}

/* ---- generate ---------------------------------------------------------------------------------- */

static void generate(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    const bench_pool *shared = bench_pool_get(bench);
    const eep_recipe recipe = bench_pool_recipe();
    char digest[EEP_DIGEST_TEXT] = "";
    eep_pool *pool;
    if (shared == NULL) return;
    /* The pool of two threads is the yardstick of the pool of one. */
    if (eep_pool_make(shared->engine[threads], shared->rules, &recipe, &pool, NULL) == EEP_OK) {
        if (eep_pool_digest(shared->engine[threads], pool, digest, NULL) != EEP_OK) digest[0] = '\0';
        eep_pool_free(pool);
    }
    if (strcmp(digest, shared->digest) != 0) {
        eep_bench_fail(bench, "the pool depends on the number of threads");
        return;
    }
    while (eep_bench_next(bench)) {
        if (eep_pool_make(shared->engine[threads], shared->rules, &recipe, &pool, NULL) != EEP_OK) continue;
        eep_bench_keep(eep_pool_rows(pool));
        eep_pool_free(pool);
    }
    eep_bench_work(bench, BENCH_ROWS, 0);
}

/*
 * The raw model, nothing fitted: four million candidates of the default model in all their columns. What is
 * timed is the whole of eep_pool_make: reading the model and making its tables (about 8 ms), drawing 5.9
 * million proposals, of whom two thirds qualify for a program, scores and programs of all of them, days of
 * submission, and writing the kept into fresh memory, which the system has to clear. Items are the kept.
 */
static void generate_raw(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    const bench_pool *shared = bench_pool_get(bench);
    eep_recipe recipe = bench_pool_recipe();
    eep_pool *pool;
    if (shared == NULL) return;
    recipe.rows = RAW_ROWS;
    recipe.has_fit = 0;
    while (eep_bench_next(bench)) {
        if (eep_pool_make(shared->engine[threads], shared->rules, &recipe, &pool, NULL) != EEP_OK) continue;
        eep_bench_keep(eep_pool_rows(pool));
        eep_pool_free(pool);
    }
    eep_bench_work(bench, RAW_ROWS, (int64_t)RAW_ROWS * RAW_BYTES);
}

/* Batches of people who are looked at and let go. */
typedef struct sampling {
    eep_columns columns;
    uint64_t rows, times; /* sum of the times of submission, modulo 2^64 */
} sampling;

static uint64_t add_times(const int64_t *submitted_at, uint64_t rows)
{
    uint64_t sum = 0;
    for (uint64_t row = 0; row < rows; row++)
        sum += (uint64_t)submitted_at[row];
    return sum;
}

static eep_status look_at(void *context, const eep_kept *kept, eep_error *error)
{
    sampling *to = context;
    (void)error;
    to->times += add_times(kept->columns->submitted_at, kept->rows);
    to->rows += kept->rows;
    return EEP_OK;
}

static eep_status sample(const bench_pool *shared, eep_engine *engine, const eep_recipe *recipe, sampling *to)
{
    eep_kept kept = {.columns = &to->columns, .hand_on = look_at, .context = to};
    eep_workshop *shop;
    to->rows = to->times = 0;
    EEP_TRY(eep_workshop_open(engine, shared->rules, recipe, &shop, NULL));
    const eep_status status = eep_propose(&shop->making, &shop->cells, &kept, NULL);
    eep_workshop_close(engine, shop);
    return status;
}

static int are_those_of_the_pool(const bench_pool *shared, const eep_recipe *recipe, const sampling *found)
{
    eep_pool *pool;
    if (eep_pool_make(shared->engine[2], shared->rules, recipe, &pool, NULL) != EEP_OK) return 0;
    const uint64_t times = add_times(pool->columns.submitted_at, eep_pool_rows(pool));
    const int same = found->rows == eep_pool_rows(pool) && found->times == times;
    eep_pool_free(pool);
    return same;
}

/* The same four million candidates batch after batch into the same memory, as a pool is made into a file. */
static void sample_raw(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    const bench_pool *shared = bench_pool_get(bench);
    eep_recipe recipe = bench_pool_recipe();
    sampling to;
    if (shared == NULL) return;
    eep_engine *engine = shared->engine[threads];
    recipe.rows = RAW_ROWS;
    recipe.has_fit = 0;
    eep_columns_init(&to.columns, NULL);
    if (eep_columns_reserve(&to.columns, EEP_BATCH_ROWS, NULL) != EEP_OK ||
        sample(shared, engine, &recipe, &to) != EEP_OK || !are_those_of_the_pool(shared, &recipe, &to)) {
        eep_bench_fail(bench, "the people of the batches are not those of the pool");
    } else {
        while (eep_bench_next(bench))
            eep_bench_keep((uint64_t)sample(shared, engine, &recipe, &to));
        eep_bench_work(bench, RAW_ROWS, (int64_t)RAW_ROWS * RAW_BYTES);
    }
    eep_columns_clear(&to.columns);
}

/* ---- score ------------------------------------------------------------------------------------- */

/* The sections must add up to the total, which says that both were written for every row. */
static int sections_add_up(const bench_pool *shared, eep_engine *engine, uint16_t *score)
{
    uint16_t *section = malloc(sizeof *section * BENCH_ROWS * EEP_SECTIONS);
    eep_scores out = {.score = score};
    int good = section != NULL;
    for (size_t s = 0; s < EEP_SECTIONS && good; s++)
        out.section[s] = section + s * BENCH_ROWS;
    good = good && eep_score(engine, shared->rules, shared->pool, &out, NULL) == EEP_OK;
    for (size_t row = 0; row < BENCH_ROWS && good; row++) {
        unsigned sum = 0;
        for (size_t s = 0; s < EEP_SECTIONS; s++)
            sum += out.section[s][row];
        good = sum == score[row] && sum <= EEP_SCORE_MAX && sum > 0;
    }
    free(section);
    return good;
}

static void score(eep_bench *bench, const void *what, int64_t threads)
{
    (void)what;
    const bench_pool *shared = bench_pool_get(bench);
    if (shared == NULL) return;
    uint16_t *total = malloc(sizeof *total * BENCH_ROWS);
    if (total == NULL || !sections_add_up(shared, shared->engine[threads], total)) {
        eep_bench_fail(bench, "the sections do not add up to the score");
        free(total);
        return;
    }
    const eep_scores out = {.score = total};
    while (eep_bench_next(bench)) {
        eep_bench_keep((uint64_t)eep_score(shared->engine[threads], shared->rules, shared->pool, &out, NULL));
    }
    eep_bench_work(bench, BENCH_ROWS, (int64_t)BENCH_ROWS * SCORE_BYTES);
    free(total);
}

/* ---- draw -------------------------------------------------------------------------------------- */

/* Nobody better is left out: above the cut-off there are fewer than were invited, from it on at least as
 * many. */
static int is_right(const bench_pool *shared, const eep_notice *notice, const eep_round *round)
{
    eep_notice other;
    eep_round from = *round;
    from.invitations = BENCH_ROWS;
    from.floor = notice->cutoff;
    if (eep_draw(shared->engine[1], shared->policy, shared->pool, &from, NULL, 1, &other, NULL) != EEP_OK)
        return 0;
    if (other.invited < notice->invited) return 0;
    from.floor = (uint16_t)(notice->cutoff + 1);
    if (eep_draw(shared->engine[1], shared->policy, shared->pool, &from, NULL, 1, &other, NULL) != EEP_OK)
        return 0;
    return notice->invited == round->invitations && other.invited < notice->invited;
}

static void draw(eep_bench *bench, const void *what, int64_t threads)
{
    const bench_pool *shared = bench_pool_get(bench);
    eep_round round = {.invitations = 2331, .moment = bench_pool_recipe().moment};
    eep_notice notice;
    if (shared == NULL) return;
    if (eep_round_parse(what, &round, NULL) != EEP_OK ||
        eep_draw(shared->engine[threads], shared->policy, shared->pool, &round, NULL, 1, &notice, NULL) !=
            EEP_OK ||
        !is_right(shared, &notice, &round)) {
        eep_bench_fail(bench, "the round did not invite the best");
        return;
    }
    while (eep_bench_next(bench)) {
        eep_bench_keep((uint64_t)eep_draw(shared->engine[threads], shared->policy, shared->pool, &round, NULL,
                                          1, &notice, NULL));
    }
    eep_bench_work(bench, BENCH_ROWS, (int64_t)BENCH_ROWS * DRAW_BYTES);
}

void eep_bench_pool(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        eep_bench_add("pool/generate/threads", generate, NULL, threads);
        eep_bench_add("pool/generate_raw/threads", generate_raw, NULL, threads);
        eep_bench_add("pool/sample_raw/threads", sample_raw, NULL, threads);
        eep_bench_add("pool/score/threads", score, NULL, threads);
        eep_bench_add("pool/draw_general/threads", draw, "general", threads);
        eep_bench_add("pool/draw_stem/threads", draw, "category:stem", threads);
    }
}

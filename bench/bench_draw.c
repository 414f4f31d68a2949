/*
 * bench_draw.c - whole rounds on packed pools: from planes, from kept scores, and many of them on a ranking.
 *
 * The pool is that of bench/pool.h, repeated until there are enough candidates, with times of submission that
 * rise from row to row through the eleven months before the moment. Names are draw/<what>/<threads>t, the
 * argument is the number of candidates. Every answer is compared with that of eep_draw before the clock
 * starts.
 *
 *   draw/packed        N = 5,000 from planes, only the cut: 8 bytes a candidate
 *   draw/packed_notice the same with all counts of the notice: 8 bytes and three bits
 *   draw/stored        only the cut, from kept scores and sets of who qualifies: 2 bytes and two bits
 *   draw/index_build   a ranking from kept scores, with the sets of three kinds of rounds; items are
 * candidates draw/rounds_26     26 rounds of three kinds in sequence on a ranking; items are rounds
 */
#include <stdio.h>
#include <string.h>

#include "bench/pool.h"

#define ROUNDS      26
#define INVITATIONS 5000
#define DAY_SECONDS 86400
#define SIZES       2

static const int64_t sizes[SIZES] = {BENCH_ROWS, 10 * (int64_t)BENCH_ROWS};

/* A pool of one size; kept until the program ends, as is what was made of it. */
typedef struct draw_pool {
    eep_pool *pool;
    eep_packed *planes, *scored; /* without and with kept scores */
    eep_notice expected;         /* of the general round */
} draw_pool;

/* ---- The pool ----------------------------------------------------------------------------------- */

static eep_time the_moment(void)
{
    return bench_pool_recipe().moment;
}

static eep_round round_of(const char *text)
{
    eep_round round = {.invitations = INVITATIONS, .moment = the_moment()};
    if (eep_round_parse(text, &round, NULL) != EEP_OK) round.invitations = 0;
    return round;
}

/* The columns of one pool, over and over; absent ones stay absent. */
static void repeat_columns(const eep_pool *from, eep_pool *to)
{
    const uint64_t rows = eep_pool_rows(from);
    eep_column column;
    for (size_t c = 0; eep_column_at(c, &column); c++) {
        if (!eep_pool_has_column(from, c)) continue;
        uint8_t *values = eep_pool_edit(to, c);
        for (uint64_t row = 0; row < eep_pool_rows(to); row += rows)
            memcpy(values + row * column.width, eep_pool_column(from, c), rows * column.width);
    }
}

static void submit_in_order(eep_pool *pool)
{
    const uint64_t rows = eep_pool_rows(pool);
    uint64_t *id = eep_pool_edit(pool, (size_t)eep_column_find("id"));
    int64_t *submitted_at = eep_pool_edit(pool, (size_t)eep_column_find("submitted_at"));
    for (uint64_t row = 0; row < rows; row++) {
        id[row] = row + 1;
        submitted_at[row] = the_moment() - (eep_time)(330 * (uint64_t)DAY_SECONDS * (rows - row) / rows);
    }
}

static eep_status make(const bench_pool *shared, int64_t rows, draw_pool *made, eep_error *error)
{
    const eep_round round = round_of("general");
    eep_status status = eep_pool_new(NULL, &made->pool, error);
    if (status == EEP_OK) status = eep_pool_grow(made->pool, (uint64_t)rows, error);
    if (status != EEP_OK) return status;
    repeat_columns(shared->pool, made->pool);
    submit_in_order(made->pool);
    status = eep_packed_new(shared->engine[2], shared->rules, made->pool, &made->planes, error);
    if (status == EEP_OK)
        status = eep_packed_new(shared->engine[2], shared->rules, made->pool, &made->scored, error);
    if (status == EEP_OK) status = eep_packed_keep_scores(shared->engine[2], made->scored, NULL, error);
    if (status != EEP_OK) return status;
    return eep_draw(shared->engine[2], shared->policy, made->pool, &round, NULL, 1, &made->expected, error);
}

static draw_pool *pool_of(eep_bench *bench, const bench_pool *shared, int64_t rows)
{
    static draw_pool made[SIZES];
    const size_t which = rows == sizes[0] ? 0 : 1;
    eep_error error;
    if (shared == NULL) return NULL;
    if (made[which].expected.invited == 0 && make(shared, rows, &made[which], &error) != EEP_OK) {
        eep_bench_fail(bench, error.message);
        return NULL;
    }
    return &made[which];
}

/* ---- One round ---------------------------------------------------------------------------------- */

static int is_expected(const eep_notice *found, const eep_notice *expected)
{
    return found->invited == INVITATIONS && found->cutoff == expected->cutoff &&
           found->tie_break_id == expected->tie_break_id && found->at_cutoff == expected->at_cutoff &&
           (found->eligible == 0 ||
            (found->eligible == expected->eligible && found->in_pool == expected->in_pool));
}

typedef struct draw_kind {
    const char *name;
    eep_draw_wish wish;
    int threads, scored, bytes;
} draw_kind;

/* Who qualifies is known to the whole notice and to kept scores, and not yet to planes alone. */
static eep_status get_ready(const draw_kind *kind, eep_engine *engine, const bench_pool *shared,
                            eep_packed *packed, const eep_round *round)
{
    eep_notice notice;
    if (kind->scored || kind->wish == EEP_DRAW_NOTICE)
        return eep_packed_draw(engine, packed, round, EEP_DRAW_NOTICE, NULL, &notice, NULL);
    return eep_packed_update(engine, packed, shared->rules, NULL);
}

static void draw(eep_bench *bench, const void *what, int64_t rows)
{
    const draw_kind *kind = what;
    const bench_pool *shared = bench_pool_get(bench);
    draw_pool *pool = pool_of(bench, shared, rows);
    const eep_round round = round_of("general");
    eep_notice notice;
    if (pool == NULL) return;
    eep_engine *engine = shared->engine[kind->threads];
    eep_packed *packed = kind->scored ? pool->scored : pool->planes;
    if (get_ready(kind, engine, shared, packed, &round) != EEP_OK ||
        eep_packed_draw(engine, packed, &round, kind->wish, NULL, &notice, NULL) != EEP_OK ||
        !is_expected(&notice, &pool->expected)) {
        eep_bench_fail(bench, "the round differs from that on the columns");
        return;
    }
    while (eep_bench_next(bench))
        eep_bench_keep((uint64_t)eep_packed_draw(engine, packed, &round, kind->wish, NULL, &notice, NULL));
    eep_bench_work(bench, rows, rows * kind->bytes);
}

/* ---- Rankings ----------------------------------------------------------------------------------- */

static const char *const kinds_of_rounds[] = {"general", "program:cec", "category:stem"};

static const char *kind_of_round(int i)
{
    return kinds_of_rounds[i % 3];
}

static eep_status prepare_all(eep_engine *engine, eep_ranking *ranking)
{
    eep_status status = EEP_OK;
    for (int i = 0; i < 3 && status == EEP_OK; i++) {
        const eep_round round = round_of(kind_of_round(i));
        status = eep_ranking_prepare(engine, ranking, &round, NULL);
    }
    return status;
}

static eep_ranking *build(eep_engine *engine, draw_pool *pool)
{
    eep_ranking *ranking = NULL;
    if (eep_ranking_new(engine, pool->scored, &ranking, NULL) != EEP_OK) return NULL;
    if (prepare_all(engine, ranking) == EEP_OK) return ranking;
    eep_ranking_free(ranking);
    return NULL;
}

/* `what` is an int: threads. Scores and sets by row are there; what is timed is the order and the sets by
 * rank. */
static void index_build(eep_bench *bench, const void *what, int64_t rows)
{
    const bench_pool *shared = bench_pool_get(bench);
    draw_pool *pool = pool_of(bench, shared, rows);
    if (pool == NULL) return;
    eep_engine *engine = shared->engine[*(const int *)what];
    const eep_round round = round_of("general");
    eep_ranking *ranking = build(engine, pool);
    eep_notice notice;
    if (ranking == NULL || eep_ranking_draw(engine, ranking, &round, NULL, &notice, NULL) != EEP_OK ||
        !is_expected(&notice, &pool->expected)) {
        eep_bench_fail(bench, "the first round on the ranking differs from that on the columns");
        eep_ranking_free(ranking);
        return;
    }
    eep_ranking_free(ranking);
    while (eep_bench_next(bench)) {
        ranking = build(engine, pool);
        eep_bench_keep(ranking != NULL);
        eep_ranking_free(ranking);
    }
    /* Scores are read twice, rows are written once and read for four sets. */
    eep_bench_work(bench, rows, rows * (2 + 2 + 4 + 4 * 4));
}

static eep_status hold_all(eep_engine *engine, eep_ranking *ranking, const eep_round *rounds,
                           eep_notice *notices)
{
    eep_status status = EEP_OK;
    for (int i = 0; i < ROUNDS && status == EEP_OK; i++)
        status = eep_ranking_draw(engine, ranking, &rounds[i], NULL, &notices[i], NULL);
    return status;
}

/* The same rounds on the columns of the pool, which eep_hold_rounds answers for few rounds at a time. */
static int are_right(const bench_pool *shared, const draw_pool *pool, const eep_round *rounds,
                     const eep_notice *notices)
{
    static eep_notice expected[ROUNDS];
    if (eep_hold_rounds(shared->engine[2], shared->policy, pool->pool, rounds, ROUNDS, NULL, expected,
                        NULL) != EEP_OK)
        return 0;
    for (int i = 0; i < ROUNDS; i++) {
        if (notices[i].cutoff != expected[i].cutoff || notices[i].tie_break_id != expected[i].tie_break_id ||
            notices[i].eligible != expected[i].eligible || notices[i].in_pool != expected[i].in_pool)
            return 0;
    }
    return notices[ROUNDS - 1].cutoff <= notices[0].cutoff;
}

static void rounds_26(eep_bench *bench, const void *what, int64_t rows)
{
    const bench_pool *shared = bench_pool_get(bench);
    draw_pool *pool = pool_of(bench, shared, rows);
    eep_round rounds[ROUNDS];
    eep_notice notices[ROUNDS];
    if (pool == NULL) return;
    eep_engine *engine = shared->engine[*(const int *)what];
    eep_ranking *ranking = build(engine, pool);
    for (int i = 0; i < ROUNDS; i++)
        rounds[i] = round_of(kind_of_round(i));
    if (ranking == NULL || hold_all(engine, ranking, rounds, notices) != EEP_OK ||
        !are_right(shared, pool, rounds, notices)) {
        eep_bench_fail(bench, "the rounds differ from those of eep_hold_rounds");
        eep_ranking_free(ranking);
        return;
    }
    while (eep_bench_next(bench)) {
        eep_ranking_reset(ranking);
        eep_bench_keep((uint64_t)hold_all(engine, ranking, rounds, notices));
    }
    eep_bench_work(bench, ROUNDS, 0);
    eep_ranking_free(ranking);
}

void eep_bench_draw(void)
{
    static const int threads[2] = {1, 2};
    static const draw_kind kinds[] = {
        {"packed", EEP_DRAW_CUT_ONLY, 1, 0, 8},      {"packed", EEP_DRAW_CUT_ONLY, 2, 0, 8},
        {"packed_notice", EEP_DRAW_NOTICE, 1, 0, 8}, {"packed_notice", EEP_DRAW_NOTICE, 2, 0, 8},
        {"stored", EEP_DRAW_CUT_ONLY, 1, 1, 2},      {"stored", EEP_DRAW_CUT_ONLY, 2, 1, 2},
    };
    char name[64];
    for (size_t s = 0; s < SIZES; s++) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            snprintf(name, sizeof name, "draw/%s/%dt", kinds[k].name, kinds[k].threads);
            eep_bench_add(name, draw, &kinds[k], sizes[s]);
        }
        for (size_t t = 0; t < 2; t++) {
            snprintf(name, sizeof name, "draw/index_build/%dt", threads[t]);
            eep_bench_add(name, index_build, &threads[t], sizes[s]);
            snprintf(name, sizeof name, "draw/rounds_26/%dt", threads[t]);
            eep_bench_add(name, rounds_26, &threads[t], sizes[s]);
        }
    }
}

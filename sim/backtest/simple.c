/*
 * simple.c - the predictors that an estimate has to beat: the last cut-off of a type, the mean of its last
 * three, a published count spread over the scores of its ranges, and the share of the pool that a type took
 * last time.
 */
#include <string.h>

#include "sim/backtest/backtest.h"

#define SCORES    1201
#define TOP_DECAY 75 /* thousandths a point, how the range from 501 up is spread */
#define TOP_RANGE 1

/* A count of the pool, in which some have been invited since. */
typedef struct counted {
    int64_t range[EEP_RANGES];
    int64_t at[SCORES]; /* spread over scores */
} counted;

static void spread(counted *pool)
{
    for (size_t range = 0; range < EEP_RANGES; range++) {
        uint16_t low, high;
        int64_t sum = 0;
        eep_score_range(range, &low, &high);
        for (int score = low; score <= high; score++) {
            pool->at[score] = range == TOP_RANGE ? eep_decay(TOP_DECAY * (score - low)) : EEP_FACTOR;
            sum += pool->at[score];
        }
        for (int score = low; score <= high; score++)
            pool->at[score] = eep_scale(pool->range[range], pool->at[score], sum);
    }
}

/* Candidates above a score with half of those who have it, without nominees. */
static int64_t above(const counted *pool, int cutoff)
{
    int64_t sum = pool->at[cutoff] / 2;
    for (int score = cutoff + 1; score < EEP_STATE_SCORES; score++)
        sum += pool->at[score];
    return sum;
}

static int64_t at_least(const counted *pool, int from, int to)
{
    int64_t sum = 0;
    for (int score = from; score <= to; score++)
        sum += pool->at[score];
    return sum;
}

/* A general round takes from the top; nominees come from their range; others thin what lies above their
 * cut-off. */
static void invite(counted *pool, const eep_published_round *round)
{
    const int is_general = strcmp(round->id, "all") == 0, is_nominees = strcmp(round->id, "pnp") == 0;
    int64_t left = round->invitations * EEP_ONE;
    const int64_t eligible =
        round->cutoff < EEP_STATE_SCORES ? at_least(pool, round->cutoff, EEP_STATE_SCORES - 1) : 0;
    for (size_t range = 0; range < EEP_RANGES; range++) {
        uint16_t low, high;
        int64_t take = 0;
        eep_score_range(range, &low, &high);
        if (is_general || (is_nominees && range == 0)) {
            take = left < pool->range[range] ? left : pool->range[range];
            left -= take;
        } else if (!is_nominees && range > 0 && high >= round->cutoff && eligible > 0) {
            const int64_t here = at_least(pool, low > round->cutoff ? low : round->cutoff, high);
            take = eep_scale(here, left < eligible ? left : eligible, eligible);
        }
        pool->range[range] -= take;
    }
    spread(pool);
}

static void begin(counted *pool, const eep_snapshot *snapshot)
{
    for (size_t range = 0; range < EEP_RANGES; range++)
        pool->range[range] = snapshot->count[range] * EEP_ONE;
    spread(pool);
}

/* The count printed with a round, less earlier rounds that used it; 0 when none was printed. */
static int attached(const eep_history *history, size_t index, counted *pool)
{
    const eep_published_round *round = eep_history_round(history, index);
    const eep_snapshot *snapshot =
        round->has_pool_as_of ? eep_history_find_snapshot(history, round->pool_as_of) : NULL;
    if (snapshot == NULL || snapshot->as_of != round->pool_as_of) return 0;
    begin(pool, snapshot);
    for (size_t i = 0; i < index; i++) {
        const eep_published_round *earlier = eep_history_round(history, i);
        if (earlier->has_pool_as_of && earlier->pool_as_of == round->pool_as_of) invite(pool, earlier);
    }
    return 1;
}

/* The official count before that, less the rounds from its day on; 0 when there is none. */
static int previous(const eep_history *history, size_t index, counted *pool)
{
    const eep_published_round *round = eep_history_round(history, index);
    const eep_snapshot *snapshot, *last = NULL;
    if (!round->has_pool_as_of) return 0;
    for (size_t i = 0; (snapshot = eep_history_snapshot(history, i)) != NULL; i++) {
        if (snapshot->as_of < round->pool_as_of && strcmp(snapshot->source, "official_feed") == 0)
            last = snapshot;
    }
    if (last == NULL) return 0;
    begin(pool, last);
    for (size_t i = 0; i < index; i++) {
        const eep_published_round *earlier = eep_history_round(history, i);
        if (earlier->date >= last->as_of) invite(pool, earlier);
    }
    return 1;
}

/* From `top` down until `wanted` candidates, each counted share/whole times. */
static int walk_down(const counted *pool, int top, int64_t wanted, int64_t share, int64_t whole)
{
    int64_t sum = 0;
    for (int score = top; score > 0; score--) {
        sum += pool->at[score];
        if (eep_scale(sum, share, whole) >= wanted) return score;
    }
    return 0;
}

/* The share that the round before took of those above its cut-off, at most all of them, taken again. */
static int carry_share(const eep_history *history, size_t index, size_t before)
{
    const eep_published_round *round = eep_history_round(history, index);
    const eep_published_round *last = eep_history_round(history, before);
    counted then, now;
    if (last->cutoff >= EEP_STATE_SCORES) return EEP_NO_SCORE;
    if (!attached(history, before, &then) || !attached(history, index, &now)) return EEP_NO_SCORE;
    const int64_t whole = above(&then, last->cutoff);
    const int64_t share = last->invitations * EEP_ONE;
    if (whole <= 0) return EEP_NO_SCORE;
    return walk_down(&now, EEP_STATE_SCORES - 1, round->invitations * EEP_ONE, share < whole ? share : whole,
                     whole);
}

/* sum / count rounded to a whole number; a half to the even one. */
static int mean(int sum, int count)
{
    const int below = sum / count, twice = 2 * (sum % count);
    return below + (twice > count || (twice == count && below % 2 == 1));
}

void eep_simple_predict(const eep_history *history, size_t index, eep_backtest_round *result)
{
    const eep_published_round *round = eep_history_round(history, index);
    size_t last = 0;
    int sum = 0, count = 0;
    result->earlier = 0;
    for (size_t i = 0; i < EEP_SIMPLES; i++)
        result->simple[i] = EEP_NO_SCORE;
    for (size_t i = index; i-- > 0;) {
        const eep_published_round *earlier = eep_history_round(history, i);
        if (strcmp(earlier->id, round->id) != 0) continue;
        if (result->earlier++ == 0) last = i;
        if (count == 3) continue;
        sum += earlier->cutoff;
        count++;
    }
    if (count > 0) {
        result->simple[EEP_SIMPLE_LAST] = eep_history_round(history, last)->cutoff;
        result->simple[EEP_SIMPLE_MEAN] = mean(sum, count);
    }
    if (strcmp(round->id, "all") == 0) {
        const int64_t wanted = round->invitations * EEP_ONE;
        counted pool;
        if (attached(history, index, &pool))
            result->simple[EEP_SIMPLE_SPREAD] = walk_down(&pool, SCORES - 1, wanted, 1, 1);
        if (previous(history, index, &pool))
            result->simple[EEP_SIMPLE_SPREAD_PREVIOUS] = walk_down(&pool, SCORES - 1, wanted, 1, 1);
    } else if (count > 0 && strcmp(round->id, "pnp") != 0) {
        result->simple[EEP_SIMPLE_SHARE] = carry_share(history, index, last);
    }
}

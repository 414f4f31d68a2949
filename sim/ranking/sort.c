/*
 * sort.c - rows into the order of invitation: a counting sort by score, then every score by the time of
 * submission on its own, so that what is sorted by time lies in a cache. Rows that stand in the order of
 * submission keep it and need the first step alone.
 */
#include <string.h>

#include "sim/ranking/ranking.h"

/* ---- By score ----------------------------------------------------------------------------------- */

/* Rows that one thread counts and places. */
typedef struct share {
    uint64_t first, count;
    uint64_t histogram[EEP_SCORE_BINS];
    uint32_t next[EEP_SCORE_BINS];
} share;

static void count_share(const eep_kernels *kernels, const uint16_t *score, share *of)
{
    memset(of->histogram, 0, sizeof of->histogram);
    kernels->count(score + of->first, NULL, of->count, of->histogram);
}

/* Ranks of a score go to the shares in their order, so that the sort is stable. */
static void assign_ranks(eep_ranking *ranking, share *shares, size_t count)
{
    uint64_t rank = 0;
    ranking->reach[EEP_SCORE_BINS] = 0;
    for (size_t s = EEP_SCORE_BINS; s-- > 0;) {
        for (size_t k = 0; k < count; k++) {
            shares[k].next[s] = (uint32_t)rank;
            rank += shares[k].histogram[s];
        }
        ranking->reach[s] = (uint32_t)rank;
    }
}

static eep_status sort_by_score(eep_engine *engine, eep_ranking *ranking, eep_error *error)
{
    const uint16_t *score = ranking->packed->score;
    const size_t count = (size_t)engine->threads;
    const uint64_t rows = ranking->rows;
    share *shares = eep_allocate_raw(&engine->allocator, count, sizeof *shares);
    if (shares == NULL) return eep_fail_memory(error, count * sizeof *shares);
    for (size_t k = 0; k < count; k++) {
        shares[k].first = rows * k / count;
        shares[k].count = rows * (k + 1) / count - shares[k].first;
    }
#pragma omp parallel for num_threads(engine->threads) schedule(static)
    for (size_t k = 0; k < count; k++)
        count_share(&engine->kernels, score, &shares[k]);
    assign_ranks(ranking, shares, count);
#pragma omp parallel for num_threads(engine->threads) schedule(static)
    for (size_t k = 0; k < count; k++)
        engine->kernels.place(score, (uint32_t)shares[k].first, shares[k].count, shares[k].next,
                              ranking->order);
    eep_release(&engine->allocator, shares, count, sizeof *shares);
    return EEP_OK;
}

/* ---- By time ------------------------------------------------------------------------------------ */

/*
 * The leading bits of a time, above the row: two digits of the radix sort. They tell four million times
 * apart; whoever shares them is compared.
 */
#define KEY_BITS  (2 * EEP_DIGIT_BITS)
#define ROW_BITS  32
#define FEW_EQUAL 16

/* Rows of one score lie far apart: each of their times is a page and a line of its own. */
#define ROWS_AHEAD 32

/* What one thread sorts with; grows to the largest score that it meets. */
typedef struct sort_space {
    uint64_t *now, *other, capacity;
    int failed;
} sort_space;

static void release_space(const eep_allocator *allocator, sort_space *space)
{
    eep_release(allocator, space->now, space->capacity, sizeof *space->now);
    eep_release(allocator, space->other, space->capacity, sizeof *space->other);
}

static int make_room(const eep_allocator *allocator, uint64_t count, sort_space *space)
{
    if (space->failed) return 0;
    if (count <= space->capacity) return 1;
    release_space(allocator, space);
    space->capacity = count + count / 4;
    space->now = eep_allocate_raw(allocator, space->capacity, sizeof *space->now);
    space->other = eep_allocate_raw(allocator, space->capacity, sizeof *space->other);
    space->failed = space->now == NULL || space->other == NULL;
    return !space->failed;
}

/* Times since the first, each shortened to its leading bits, with the rows. Returns the longest key. */
static uint64_t make_keys(const int64_t *submitted_at, const uint32_t *row, uint64_t count, uint64_t *key)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (uint64_t i = 0; i < count; i++) {
        const int64_t time = submitted_at[row[i]];
        if (i + ROWS_AHEAD < count) __builtin_prefetch(&submitted_at[row[i + ROWS_AHEAD]]);
        first = time < first ? time : first;
        last = time > last ? time : last;
        key[i] = (uint64_t)time;
    }
    const uint64_t most = (uint64_t)last - (uint64_t)first;
    const int bits = most == 0 ? 0 : 64 - __builtin_clzll(most), drop = bits > KEY_BITS ? bits - KEY_BITS : 0;
    for (uint64_t i = 0; i < count; i++)
        key[i] = (key[i] - (uint64_t)first) >> drop << ROW_BITS | row[i];
    return most >> drop;
}

/* Sinks row[root] in a heap whose top ranks last. */
static void sink(const eep_ranking *ranking, uint32_t *row, uint64_t count, uint64_t root)
{
    const uint32_t sinking = row[root];
    for (uint64_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && eep_ranking_precedes(ranking, row[child], row[child + 1])) child++;
        if (!eep_ranking_precedes(ranking, sinking, row[child])) break;
        row[root] = row[child];
        row[child] = sinking;
    }
}

/* Whatever the times and ids: few by insertion, which leaves alone what is in order already. */
static void sort_compared(const eep_ranking *ranking, uint32_t *row, uint64_t count)
{
    if (count > FEW_EQUAL) {
        for (uint64_t root = count / 2; root-- > 0;)
            sink(ranking, row, count, root);
        for (uint64_t end = count; end-- > 1;) {
            const uint32_t last = row[0];
            row[0] = row[end];
            row[end] = last;
            sink(ranking, row, end, 0);
        }
        return;
    }
    for (uint64_t i = 1; i < count; i++) {
        const uint32_t moving = row[i];
        uint64_t to = i;
        for (; to > 0 && eep_ranking_precedes(ranking, moving, row[to - 1]); to--)
            row[to] = row[to - 1];
        row[to] = moving;
    }
}

static int are_in_order(const eep_ranking *ranking, const uint32_t *row, uint64_t count)
{
    uint64_t i = 1;
    while (i < count && eep_ranking_precedes(ranking, row[i - 1], row[i]))
        i++;
    return i >= count;
}

/* Rows of one key come out one after the other, in the order of rows. */
static void write_rows(const eep_ranking *ranking, const uint64_t *sorted, uint64_t count, uint32_t *row)
{
    for (uint64_t i = 0; i < count; i++)
        row[i] = (uint32_t)sorted[i];
    for (uint64_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && sorted[end] >> ROW_BITS == sorted[i] >> ROW_BITS;)
            end++;
        if (end - i > 1 && !are_in_order(ranking, row + i, end - i)) sort_compared(ranking, row + i, end - i);
    }
}

/* The ranks of one score. */
static void sort_ties(const eep_engine *engine, const eep_ranking *ranking, uint32_t *row, uint64_t count,
                      sort_space *space)
{
    const int64_t *submitted_at = ranking->packed->pool->columns.submitted_at;
    if (count <= FEW_EQUAL) {
        sort_compared(ranking, row, count);
        return;
    }
    if (!make_room(&engine->allocator, count, space)) return;
    uint64_t *now = space->now, *other = space->other;
    const uint64_t most = make_keys(submitted_at, row, count, now);
    for (unsigned digit = 0; digit < KEY_BITS && most >> digit != 0; digit += EEP_DIGIT_BITS) {
        engine->kernels.digit(now, count, ROW_BITS + digit, other);
        uint64_t *const sorted = other;
        other = now;
        now = sorted;
    }
    write_rows(ranking, now, count, row);
}

static eep_status sort_by_time(eep_engine *engine, const eep_ranking *ranking, eep_error *error)
{
    const size_t threads = (size_t)engine->threads;
    sort_space *space = eep_allocate(&engine->allocator, threads, sizeof *space);
    int failed = 0;
    if (space == NULL) return eep_fail_memory(error, threads * sizeof *space);
#pragma omp parallel for num_threads(engine->threads) schedule(dynamic, 1)
    for (size_t s = 0; s < EEP_SCORE_BINS; s++)
        sort_ties(engine, ranking, ranking->order + ranking->reach[s + 1],
                  ranking->reach[s] - ranking->reach[s + 1], &space[eep_thread_number()]);
    for (size_t t = 0; t < threads; t++) {
        failed |= space[t].failed;
        release_space(&engine->allocator, &space[t]);
    }
    eep_release(&engine->allocator, space, threads, sizeof *space);
    return failed ? eep_fail_memory(error, ranking->rows * sizeof *space->now) : EEP_OK;
}

eep_status eep_ranking_sort(eep_engine *engine, eep_ranking *ranking, eep_error *error)
{
    EEP_TRY(sort_by_score(engine, ranking, error));
    return ranking->packed->in_order ? EEP_OK : sort_by_time(engine, ranking, error);
}

/*
 * sort.c - rows into the order of invitation: a counting sort by score of rows in the order of submission.
 * Rows that are not in that order are sorted first, by digits of their id and of the time of submission.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/ranking/ranking.h"

#define KEY_BITS 32 /* of a value that is sorted by at a time */

/* ---- The order of submission -------------------------------------------------------------------- */

/* What rows are sorted by, as a number that does not fall. */
typedef struct sort_key {
    const int64_t *submitted_at; /* NULL: the id */
    const uint64_t *id;
    uint64_t least, most;
} sort_key;

static uint64_t value_of(const sort_key *key, uint64_t row)
{
    return key->submitted_at != NULL ? (uint64_t)key->submitted_at[row] - (uint64_t)INT64_MIN : key->id[row];
}

static sort_key key_of(const eep_columns *columns, int by_time)
{
    sort_key key = {by_time ? columns->submitted_at : NULL, columns->id, UINT64_MAX, 0};
    for (uint64_t row = 0; row < columns->rows; row++) {
        const uint64_t value = value_of(&key, row);
        key.least = value < key.least ? value : key.least;
        key.most = value > key.most ? value : key.most;
    }
    return key;
}

/* Pairs of 32 bits of the key and the row, in two arrays by turns. */
typedef struct sort_pairs {
    uint64_t *now, *other, count;
} sort_pairs;

/* Sorts by 32 bits of the key from `shift` on; only as many digits as the largest value has. */
static void sort_by(const eep_kernels *kernels, const sort_key *key, unsigned shift, sort_pairs *pairs)
{
    const uint64_t largest = (key->most - key->least) >> shift & UINT32_MAX;
    for (uint64_t i = 0; i < pairs->count; i++) {
        const uint64_t row = pairs->now[i] & UINT32_MAX, value = (value_of(key, row) - key->least) >> shift;
        pairs->now[i] = (value & UINT32_MAX) << KEY_BITS | row;
    }
    const int whole = (key->most - key->least) >> shift > UINT32_MAX;
    for (unsigned digit = 0; digit < KEY_BITS && (whole || largest >> digit != 0); digit += EEP_DIGIT_BITS) {
        kernels->digit(pairs->now, pairs->count, KEY_BITS + digit, pairs->other);
        uint64_t *const now = pairs->other;
        pairs->other = pairs->now;
        pairs->now = now;
    }
}

static void sort_rows(const eep_kernels *kernels, const eep_columns *columns, sort_pairs *pairs)
{
    for (uint64_t row = 0; row < pairs->count; row++)
        pairs->now[row] = row;
    for (int by_time = 0; by_time < 2; by_time++) {
        const sort_key key = key_of(columns, by_time);
        sort_by(kernels, &key, 0, pairs);
        if (key.most - key.least > UINT32_MAX) sort_by(kernels, &key, KEY_BITS, pairs);
    }
}

/* Rows in the order of submission into `order`. */
static eep_status order_by_submission(eep_engine *engine, const eep_columns *columns, uint32_t *order,
                                      eep_error *error)
{
    const uint64_t rows = columns->rows;
    sort_pairs pairs = {eep_allocate_raw(&engine->allocator, rows, sizeof(uint64_t)),
                        eep_allocate_raw(&engine->allocator, rows, sizeof(uint64_t)), rows};
    eep_status status = EEP_OK;
    if (pairs.now == NULL || pairs.other == NULL) {
        status = eep_fail_memory(error, rows * 16);
    } else {
        sort_rows(&engine->kernels, columns, &pairs);
        for (uint64_t i = 0; i < rows; i++)
            order[i] = (uint32_t)pairs.now[i];
    }
    eep_release(&engine->allocator, pairs.now, rows, sizeof(uint64_t));
    eep_release(&engine->allocator, pairs.other, rows, sizeof(uint64_t));
    return status;
}

/* ---- The order of invitation -------------------------------------------------------------------- */

/* Rows that one thread counts and places: their part of the order of submission. */
typedef struct share {
    uint64_t first, count;
    uint64_t histogram[EEP_SCORE_BINS];
    uint32_t next[EEP_SCORE_BINS];
} share;

static void count_share(const eep_kernels *kernels, const uint16_t *score, const uint32_t *row, share *of)
{
    memset(of->histogram, 0, sizeof of->histogram);
    if (row == NULL) kernels->count(score + of->first, NULL, of->count, of->histogram);
    for (uint64_t i = of->first; row != NULL && i < of->first + of->count; i++)
        of->histogram[score[row[i]]]++;
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

static void sort_shares(eep_engine *engine, eep_ranking *ranking, const uint32_t *row, share *shares)
{
    const uint16_t *score = ranking->packed->score;
    const size_t count = (size_t)engine->threads;
    const uint64_t rows = ranking->rows;
    for (size_t k = 0; k < count; k++) {
        shares[k].first = rows * k / count;
        shares[k].count = rows * (k + 1) / count - shares[k].first;
    }
#pragma omp parallel for num_threads(engine->threads) schedule(static)
    for (size_t k = 0; k < count; k++)
        count_share(&engine->kernels, score, row, &shares[k]);
    assign_ranks(ranking, shares, count);
#pragma omp parallel for num_threads(engine->threads) schedule(static)
    for (size_t k = 0; k < count; k++) {
        engine->kernels.place(score, row != NULL ? row + shares[k].first : NULL, (uint32_t)shares[k].first,
                              shares[k].count, shares[k].next, ranking->order);
    }
}

eep_status eep_ranking_sort(eep_engine *engine, eep_ranking *ranking, eep_error *error)
{
    const size_t threads = (size_t)engine->threads;
    const int sorted = ranking->packed->in_order;
    const uint64_t rows = ranking->rows;
    share *shares = eep_allocate_raw(&engine->allocator, threads, sizeof *shares);
    uint32_t *row = sorted ? NULL : eep_allocate_raw(&engine->allocator, rows, sizeof *row);
    eep_status status = EEP_OK;
    if (shares == NULL || (!sorted && row == NULL)) status = eep_fail_memory(error, rows * sizeof *row);
    if (status == EEP_OK && !sorted)
        status = order_by_submission(engine, &ranking->packed->pool->columns, row, error);
    if (status == EEP_OK) sort_shares(engine, ranking, row, shares);
    eep_release(&engine->allocator, row, rows, sizeof *row);
    eep_release(&engine->allocator, shares, threads, sizeof *shares);
    return status;
}

/*
 * update.c - a ranking kept up to date: those whose score changes are taken out of the order and merged in
 * again at their new place, new rows with them. Sets of ranks are gathered again; who was invited is
 * remembered by row.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/ranking/ranking.h"

/* More moves than this part of the rows are slower than a new sort. */
#define FEW 64

/* A row on its way from one rank to another. */
typedef struct move {
    uint16_t score; /* the one it leaves, or goes to */
    uint32_t row;
    int64_t submitted_at;
    uint64_t id;
} move;

/* Ranks by score, time and id, as everywhere. */
static int by_rank(const void *left, const void *right)
{
    const move *a = left, *b = right;
    if (a->score != b->score) return a->score < b->score ? 1 : -1;
    if (a->submitted_at != b->submitted_at) return a->submitted_at < b->submitted_at ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* What an update needs to know of before, and works out. */
typedef struct ranking_change {
    uint16_t *score_before; /* of the rows before */
    uint64_t rows_before, capacity_before;
    uint64_t *invited; /* rows */
    uint64_t invited_count;
    uint64_t *changed; /* set of rows: another score, or new */
    uint64_t moves;
    move *leaving, *coming;
    uint64_t leaving_count, coming_count;
} ranking_change;

static void release_change(const eep_ranking *ranking, ranking_change *change)
{
    const eep_allocator *allocator = &ranking->allocator;
    eep_release(allocator, change->score_before, change->capacity_before, sizeof *change->score_before);
    eep_release(allocator, change->invited, change->invited_count, sizeof *change->invited);
    eep_release(allocator, change->changed, EEP_SET_WORDS(ranking->packed->rows), sizeof *change->changed);
    eep_release(allocator, change->leaving, change->moves, sizeof *change->leaving);
    eep_release(allocator, change->coming, change->moves, sizeof *change->coming);
}

/* ---- Who was invited ---------------------------------------------------------------------------- */

static eep_status remember_invited(const eep_ranking *ranking, const eep_kernels *kernels,
                                   ranking_change *change, eep_error *error)
{
    change->invited_count = kernels->common(ranking->taken, ranking->taken, ranking->touched);
    change->invited = eep_allocate_raw(&ranking->allocator, change->invited_count, sizeof *change->invited);
    if (change->invited == NULL)
        return eep_fail_memory(error, change->invited_count * sizeof *change->invited);
    uint64_t *next = change->invited;
    for (uint64_t word = 0; word < ranking->touched; word++) {
        for (uint64_t bits = ranking->taken[word]; bits != 0; bits &= bits - 1)
            *next++ = ranking->order[word * 64 + (uint64_t)__builtin_ctzll(bits)];
    }
    memset(ranking->taken, 0, ranking->touched * sizeof *ranking->taken);
    return EEP_OK;
}

static void restore_invited(eep_ranking *ranking, const ranking_change *change)
{
    ranking->touched = 0;
    for (uint64_t i = 0; i < change->invited_count; i++) {
        const uint32_t row = (uint32_t)change->invited[i];
        const size_t score = ranking->packed->score[row];
        const uint64_t rank =
            eep_ranking_place(ranking, row, ranking->reach[score + 1], ranking->reach[score]);
        ranking->taken[rank / 64] |= (uint64_t)1 << rank % 64;
        if (rank / 64 >= ranking->touched) ranking->touched = rank / 64 + 1;
    }
}

/* ---- Whose score changes ------------------------------------------------------------------------ */

static uint64_t changed_word(const uint16_t *before, const uint16_t *after, size_t n)
{
    uint64_t changed = 0;
    if (memcmp(before, after, n * sizeof *before) == 0) return 0;
    for (size_t i = 0; i < n; i++)
        changed |= (uint64_t)(before[i] != after[i]) << i;
    return changed;
}

static eep_status find_changed(const eep_engine *engine, const eep_ranking *ranking, ranking_change *change,
                               eep_error *error)
{
    const uint16_t *before = change->score_before, *after = ranking->packed->score;
    const uint64_t rows = ranking->packed->rows, words = EEP_SET_WORDS(rows), old = change->rows_before;
    change->changed = eep_allocate_raw(&ranking->allocator, words, sizeof *change->changed);
    if (change->changed == NULL) return eep_fail_memory(error, words * sizeof *change->changed);
#pragma omp parallel for num_threads(engine->threads) schedule(static)
    for (uint64_t word = 0; word < words; word++) {
        const uint64_t row = word * 64, end = row + 64 < rows ? row + 64 : rows;
        const uint64_t known = row >= old ? 0 : (end < old ? end : old) - row;
        uint64_t changed = changed_word(before + row, after + row, known);
        for (uint64_t i = known; i < end - row; i++)
            changed |= (uint64_t)1 << i;
        change->changed[word] = changed;
    }
    change->moves = engine->kernels.common(change->changed, change->changed, words);
    return EEP_OK;
}

static eep_status list_moves(const eep_ranking *ranking, ranking_change *change, eep_error *error)
{
    const eep_columns *columns = &ranking->packed->pool->columns;
    change->leaving = eep_allocate_raw(&ranking->allocator, change->moves, sizeof *change->leaving);
    change->coming = eep_allocate_raw(&ranking->allocator, change->moves, sizeof *change->coming);
    if (change->leaving == NULL || change->coming == NULL)
        return eep_fail_memory(error, 2 * change->moves * sizeof *change->coming);
    for (uint64_t word = 0; word < EEP_SET_WORDS(ranking->packed->rows); word++) {
        for (uint64_t bits = change->changed[word]; bits != 0; bits &= bits - 1) {
            const uint64_t row = word * 64 + (uint64_t)__builtin_ctzll(bits);
            move to = {ranking->packed->score[row], (uint32_t)row, columns->submitted_at[row],
                       columns->id[row]};
            change->coming[change->coming_count++] = to;
            if (row >= change->rows_before) continue;
            to.score = change->score_before[row];
            change->leaving[change->leaving_count++] = to;
        }
    }
    qsort(change->leaving, change->leaving_count, sizeof *change->leaving, by_rank);
    qsort(change->coming, change->coming_count, sizeof *change->coming, by_rank);
    return EEP_OK;
}

/* ---- The merge ---------------------------------------------------------------------------------- */

/* The new order while it is written, and who is next to be left out of the old one. */
typedef struct merge {
    const eep_ranking *ranking;
    const ranking_change *change;
    uint32_t *out, count;
    uint64_t left, came;
} merge;

static uint32_t rank_before(const eep_ranking *ranking, const move *leaving)
{
    return eep_ranking_place(ranking, leaving->row, ranking->reach[leaving->score + 1],
                             ranking->reach[leaving->score]);
}

static void copy(merge *to, uint32_t from, uint32_t end)
{
    memcpy(to->out + to->count, to->ranking->order + from, (size_t)(end - from) * sizeof *to->out);
    to->count += end - from;
}

/* Old ranks [from, end), without those who leave. */
static void copy_stayers(merge *to, uint32_t from, uint32_t end)
{
    while (to->left < to->change->leaving_count) {
        const uint32_t rank = rank_before(to->ranking, &to->change->leaving[to->left]);
        if (rank >= end) break;
        copy(to, from, rank);
        from = rank + 1;
        to->left++;
    }
    copy(to, from, end);
}

static void merge_score(merge *to, uint16_t score)
{
    const ranking_change *change = to->change;
    uint32_t from = to->ranking->reach[score + 1];
    const uint32_t end = to->ranking->reach[score];
    while (to->came < change->coming_count && change->coming[to->came].score == score) {
        const uint32_t row = change->coming[to->came++].row;
        const uint32_t place = eep_ranking_place(to->ranking, row, from, end);
        copy_stayers(to, from, place);
        to->out[to->count++] = row;
        from = place;
    }
    copy_stayers(to, from, end);
}

static eep_status merge_moves(eep_ranking *ranking, ranking_change *change, eep_error *error)
{
    uint32_t reach[EEP_SCORE_BINS + 1] = {0};
    EEP_TRY(list_moves(ranking, change, error));
    if (ranking->spare == NULL) {
        ranking->spare = eep_allocate_raw(&ranking->allocator, ranking->capacity, sizeof *ranking->spare);
        if (ranking->spare == NULL) return eep_fail_memory(error, ranking->capacity * sizeof *ranking->spare);
    }
    merge to = {.ranking = ranking, .change = change, .out = ranking->spare};
    for (size_t score = EEP_SCORE_BINS; score-- > 0;) {
        merge_score(&to, (uint16_t)score);
        reach[score] = to.count;
    }
    ranking->spare = ranking->order;
    ranking->order = to.out;
    memcpy(ranking->reach, reach, sizeof reach);
    return EEP_OK;
}

/* ---- The update --------------------------------------------------------------------------------- */

/* New scores into an array of their own, the old ones into the change. */
static eep_status rescore(eep_engine *engine, eep_packed *packed, ranking_change *change, eep_error *error)
{
    uint16_t *score = eep_allocate_raw(&packed->allocator, packed->capacity, sizeof *score);
    if (score == NULL) return eep_fail_memory(error, packed->capacity * sizeof *score);
    change->score_before = packed->score;
    change->capacity_before = packed->capacity;
    packed->score = score;
    return eep_packed_score_all(engine, packed, error);
}

static eep_status reorder(eep_engine *engine, eep_ranking *ranking, ranking_change *change, int anew,
                          eep_error *error)
{
    if (anew || ranking->capacity != ranking->packed->capacity) {
        ranking->rows = ranking->packed->rows;
        EEP_TRY(eep_ranking_reserve(ranking, error));
        return eep_ranking_sort(engine, ranking, error);
    }
    EEP_TRY(find_changed(engine, ranking, change, error));
    ranking->rows = ranking->packed->rows;
    if (change->moves == 0) return EEP_OK;
    if (change->moves > ranking->rows / FEW) return eep_ranking_sort(engine, ranking, error);
    return merge_moves(ranking, change, error);
}

static eep_status update(eep_engine *engine, eep_ranking *ranking, const eep_rules *rules,
                         ranking_change *change, eep_error *error)
{
    eep_packed *packed = ranking->packed;
    const int strange = packed->version != ranking->version;
    uint64_t groups = 0;
    EEP_TRY(remember_invited(ranking, &engine->kernels, change, error));
    for (int g = 0; g < EEP_GROUPS; g++)
        groups |= (uint64_t)(ranking->group[g].set != NULL) << g;
    EEP_TRY(eep_packed_renew(engine, packed, rules, error));
    EEP_TRY(rescore(engine, packed, change, error));
    EEP_TRY(reorder(engine, ranking, change, strange, error));
    restore_invited(ranking, change);
    for (int g = 0; g < EEP_GROUPS; g++) {
        eep_release(&ranking->allocator, ranking->group[g].set, ranking->capacity / 64, sizeof(uint64_t));
        ranking->group[g] = (eep_ranked_group){0};
    }
    eep_ranking_open_anew(engine, ranking, (eep_time)(rules->day + 1) * 86400 - 1);
    for (int g = 0; g < EEP_GROUPS; g++) {
        /* Another policy may have fewer categories; what is not asked for again is not made again. */
        if ((groups >> g & 1) == 0 || g >= EEP_GROUP_CATEGORY + (int)rules->categories) continue;
        EEP_TRY(eep_ranking_make_group(engine, ranking, g, error));
    }
    ranking->version = packed->version;
    return EEP_OK;
}

eep_status eep_ranking_update(eep_engine *engine, eep_ranking *ranking, const eep_rules *rules,
                              eep_error *error)
{
    ranking_change change = {.rows_before = ranking->rows};
    EEP_TRY(eep_ranking_check(rules, ranking->packed->pool->columns.rows, error));
    const eep_status status = update(engine, ranking, rules, &change, error);
    release_change(ranking, &change);
    return status;
}

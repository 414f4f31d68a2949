/* ranking.c - a ranking: its memory, and its sets of ranks. */
#include <string.h>

#include "sim/draw/validity.h"
#include "sim/ranking/ranking.h"

/* Ranks that a thread takes at a time, a multiple of 64. */
#define RANKS_AT_ONCE 4096

/* Below, a thread would take longer to wake than to look. */
#define MANY_BLOCKS 64

/* So many words of differences, and one in that many, are set one by one; more are cheaper to gather. */
#define FEW        16
#define ONE_IN_FEW 512

/* ---- Memory ------------------------------------------------------------------------------------- */

static void release_arrays(eep_ranking *ranking)
{
    const eep_allocator *allocator = &ranking->allocator;
    const uint64_t capacity = ranking->capacity, words = capacity / 64;
    eep_release(allocator, ranking->order, capacity, sizeof *ranking->order);
    eep_release(allocator, ranking->spare, capacity, sizeof *ranking->spare);
    eep_release(allocator, ranking->open_rows, words, sizeof(uint64_t));
    eep_release(allocator, ranking->open, words, sizeof(uint64_t));
    eep_release(allocator, ranking->taken, words, sizeof(uint64_t));
    eep_release(allocator, ranking->newly, words, sizeof(uint64_t));
    ranking->order = ranking->spare = NULL;
    ranking->open_rows = ranking->open = ranking->taken = ranking->newly = NULL;
    for (int g = 0; g < EEP_GROUPS; g++) {
        eep_release(allocator, ranking->group[g].set, words, sizeof(uint64_t));
        ranking->group[g] = (eep_ranked_group){0};
    }
    ranking->capacity = 0;
}

eep_status eep_ranking_reserve(eep_ranking *ranking, eep_error *error)
{
    const uint64_t capacity = ranking->packed->capacity, words = capacity / 64;
    if (ranking->capacity == capacity) return EEP_OK;
    const eep_allocator *allocator = &ranking->allocator;
    release_arrays(ranking);
    ranking->capacity = capacity;
    ranking->touched = 0;
    ranking->order = eep_allocate_raw(allocator, capacity, sizeof *ranking->order);
    ranking->open_rows = eep_allocate(allocator, words, sizeof(uint64_t));
    ranking->open = eep_allocate(allocator, words, sizeof(uint64_t));
    ranking->taken = eep_allocate(allocator, words, sizeof(uint64_t));
    ranking->newly = eep_allocate(allocator, words, sizeof(uint64_t));
    if (ranking->order != NULL && ranking->open_rows != NULL && ranking->open != NULL &&
        ranking->taken != NULL && ranking->newly != NULL)
        return EEP_OK;
    return eep_fail_memory(error, capacity * sizeof *ranking->order + 4 * words * sizeof(uint64_t));
}

void eep_ranking_free(eep_ranking *ranking)
{
    if (ranking == NULL) return;
    const eep_allocator allocator = ranking->allocator;
    release_arrays(ranking);
    eep_release(&allocator, ranking, 1, sizeof *ranking);
}

uint64_t eep_ranking_bytes(const eep_ranking *ranking)
{
    uint64_t sets = 4;
    for (int g = 0; g < EEP_GROUPS; g++)
        sets += ranking->group[g].set != NULL;
    return sizeof *ranking + sets * (ranking->capacity / 8) +
           ranking->capacity * sizeof *ranking->order * (ranking->spare != NULL ? 2 : 1);
}

eep_status eep_ranking_check(const eep_rules *rules, uint64_t rows, eep_error *error)
{
    if (rules->tie_break != EEP_TIE_EARLIEST)
        return eep_fail(error, EEP_ERROR_ARGUMENT, "hold the rounds with eep_packed_draw or eep_hold_rounds",
                        "a ranking under the tie-break rule '%s'", eep_tie_break_name(rules->tie_break));
    if (rows > UINT32_MAX)
        return eep_fail(error, EEP_ERROR_ARGUMENT, "hold the rounds with eep_packed_draw",
                        "a ranking of %llu rows", (unsigned long long)rows);
    return EEP_OK;
}

eep_status eep_ranking_new(eep_engine *engine, eep_packed *packed, eep_ranking **ranking, eep_error *error)
{
    EEP_TRY(eep_ranking_check(packed->rules, packed->rows, error));
    EEP_TRY(eep_packed_keep_scores(engine, packed, NULL, error));
    eep_ranking *made = eep_allocate(&engine->allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->allocator = engine->allocator;
    made->packed = packed;
    made->rows = packed->rows;
    made->version = packed->version;
    eep_status status = eep_ranking_reserve(made, error);
    if (status == EEP_OK) status = eep_ranking_sort(engine, made, error);
    if (status != EEP_OK) {
        eep_ranking_free(made);
        return status;
    }
    eep_ranking_open_anew(engine, made, (eep_time)(packed->rules->day + 1) * 86400 - 1);
    *ranking = made;
    return EEP_OK;
}

/* ---- Places ------------------------------------------------------------------------------------- */

int eep_ranking_precedes(const eep_ranking *ranking, uint32_t a, uint32_t b)
{
    const eep_columns *columns = &ranking->packed->pool->columns;
    if (ranking->packed->in_order) return a < b;
    if (columns->submitted_at[a] != columns->submitted_at[b])
        return columns->submitted_at[a] < columns->submitted_at[b];
    return columns->id[a] < columns->id[b];
}

uint32_t eep_ranking_place(const eep_ranking *ranking, uint32_t row, uint32_t from, uint32_t to)
{
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        if (eep_ranking_precedes(ranking, ranking->order[middle], row))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static uint32_t rank_of(const eep_ranking *ranking, uint32_t row)
{
    const size_t score = ranking->packed->score[row];
    return eep_ranking_place(ranking, row, ranking->reach[score + 1], ranking->reach[score]);
}

/* ---- Sets --------------------------------------------------------------------------------------- */

/* Everybody, whatever the order: who is in the pool mostly qualifies for something, and mostly is active. */
static void fill_set(uint64_t *set, uint64_t n)
{
    memset(set, 0xff, EEP_SET_WORDS(n) * sizeof *set);
    if (n % 64 != 0) set[n / 64] = ((uint64_t)1 << n % 64) - 1;
}

void eep_ranking_gather(const eep_engine *engine, const eep_ranking *ranking, const uint64_t *set,
                        uint64_t *ranked)
{
    if (engine->kernels.common(set, set, EEP_SET_WORDS(ranking->rows)) == ranking->rows) {
        fill_set(ranked, ranking->rows);
        return;
    }
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (ranking->rows > RANKS_AT_ONCE)
    for (uint64_t rank = 0; rank < ranking->rows; rank += RANKS_AT_ONCE) {
        const uint64_t left = ranking->rows - rank;
        engine->kernels.gather(set, ranking->order + rank, left < RANKS_AT_ONCE ? left : RANKS_AT_ONCE,
                               ranked + rank / 64);
    }
}

static void count_group(const eep_engine *engine, eep_ranking *ranking, eep_ranked_group *group)
{
    const uint64_t words = EEP_SET_WORDS(ranking->rows);
    if (group->set == NULL) return;
    group->whole = engine->kernels.common(group->set, ranking->open, words);
    group->left = group->whole;
    group->first = 0;
    for (uint64_t word = 0; word < ranking->touched; word++)
        ranking->newly[word] = ranking->open[word] & ranking->taken[word];
    group->left -= engine->kernels.common(group->set, ranking->newly, ranking->touched);
}

eep_status eep_ranking_make_group(eep_engine *engine, eep_ranking *ranking, int group, eep_error *error)
{
    const int wanted[2] = {EEP_GROUP_ANY, group};
    EEP_TRY(eep_packed_prepare(engine, ranking->packed, group, error));
    for (size_t k = 0; k < 2; k++) {
        eep_ranked_group *of = &ranking->group[wanted[k]];
        if (of->set != NULL) continue;
        of->set = eep_allocate_raw(&ranking->allocator, ranking->capacity / 64, sizeof *of->set);
        if (of->set == NULL) return eep_fail_memory(error, ranking->capacity / 8);
        eep_ranking_gather(engine, ranking, ranking->packed->group[wanted[k]], of->set);
        count_group(engine, ranking, of);
    }
    return EEP_OK;
}

/* ---- Who is open -------------------------------------------------------------------------------- */

static void find_open_of_block(const eep_kernels *kernels, const eep_packed *packed,
                               const eep_validity *window, uint64_t b, uint64_t *open)
{
    const eep_packed_summary *summary = &packed->summary[b];
    const size_t n = eep_block_rows(packed->rows, b), words = EEP_SET_WORDS(n);
    const eep_validity_span span = eep_validity_spans(window, summary->earliest, summary->latest);
    if (span == EEP_VALIDITY_NONE) {
        memset(open, 0, words * sizeof *open);
        return;
    }
    memcpy(open, packed->active + b * EEP_BLOCK_WORDS, words * sizeof *open);
    if (span == EEP_VALIDITY_SOME)
        eep_validity_keep(window, kernels, packed->pool->columns.submitted_at + b * EEP_BLOCK_ROWS, n, open);
}

/* By row, into `open`. */
static void find_open(const eep_engine *engine, const eep_ranking *ranking, eep_time moment, uint64_t *open)
{
    const eep_packed *packed = ranking->packed;
    const eep_validity window = eep_validity_at(moment, packed->rules->profile_months);
    const uint64_t blocks = eep_packed_blocks(packed);
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (blocks > MANY_BLOCKS)
    for (uint64_t b = 0; b < blocks; b++)
        find_open_of_block(&engine->kernels, packed, &window, b, open + b * EEP_BLOCK_WORDS);
}

static int is_set(const uint64_t *set, uint64_t i)
{
    return (int)(set[i / 64] >> i % 64 & 1);
}

/* One row comes in or goes out. */
static void turn(eep_ranking *ranking, uint32_t row)
{
    const uint64_t rank = rank_of(ranking, row);
    ranking->open[rank / 64] ^= (uint64_t)1 << rank % 64;
    const uint64_t change = is_set(ranking->open, rank) ? 1 : UINT64_MAX;
    for (int g = 0; g < EEP_GROUPS; g++) {
        eep_ranked_group *group = &ranking->group[g];
        if (group->set == NULL || !is_set(group->set, rank)) continue;
        group->whole += change;
        if (is_set(ranking->taken, rank)) continue;
        group->left += change;
        if (rank / 64 < group->first) group->first = rank / 64;
    }
}

static void note(eep_ranking *ranking, eep_time moment)
{
    ranking->moment = moment;
    ranking->changes = ranking->packed->changes;
}

void eep_ranking_open_anew(const eep_engine *engine, eep_ranking *ranking, eep_time moment)
{
    find_open(engine, ranking, moment, ranking->open_rows);
    eep_ranking_gather(engine, ranking, ranking->open_rows, ranking->open);
    for (int g = 0; g < EEP_GROUPS; g++)
        count_group(engine, ranking, &ranking->group[g]);
    note(ranking, moment);
}

void eep_ranking_open(const eep_engine *engine, eep_ranking *ranking, eep_time moment)
{
    const uint64_t words = EEP_SET_WORDS(ranking->rows);
    uint64_t *now = ranking->newly, differences = 0;
    if (ranking->moment == moment && ranking->changes == ranking->packed->changes) return;
    find_open(engine, ranking, moment, now);
    for (uint64_t word = 0; word < words; word++)
        differences += (now[word] != ranking->open_rows[word]);
    if (differences > FEW + words / ONE_IN_FEW) {
        eep_ranking_open_anew(engine, ranking, moment);
        return;
    }
    for (uint64_t word = 0; word < words; word++) {
        for (uint64_t bits = now[word] ^ ranking->open_rows[word]; bits != 0; bits &= bits - 1)
            turn(ranking, (uint32_t)(word * 64 + (uint64_t)__builtin_ctzll(bits)));
        ranking->open_rows[word] = now[word];
    }
    note(ranking, moment);
}

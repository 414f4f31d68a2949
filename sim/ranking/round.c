/* round.c - a round on a ranking: population counts up to the last of the invited. */
#include <string.h>

#include "sim/draw/field.h"
#include "sim/ranking/ranking.h"

/* Ranks [from, to) that are in both sets. */
static uint64_t count_ranks(const eep_kernels *kernels, const uint64_t *a, const uint64_t *b, uint64_t from,
                            uint64_t to)
{
    if (from >= to) return 0;
    const uint64_t first = from / 64, last = (to - 1) / 64;
    const uint64_t head = UINT64_MAX << from % 64, tail = UINT64_MAX >> (63 - (to - 1) % 64);
    const uint64_t edge[2] = {a[first] & head & (first == last ? tail : UINT64_MAX),
                              first == last ? 0 : a[last] & tail};
    const uint64_t other[2] = {b[first], b[last]};
    uint64_t count = kernels->common(edge, other, 2);
    if (last > first + 1) count += kernels->common(a + first + 1, b + first + 1, last - first - 1);
    return count;
}

/* Those of ranks [from, to) who are open and not taken, into the words of `newly` that hold these ranks. */
static void find_free(const eep_ranking *ranking, uint64_t from, uint64_t to)
{
    for (uint64_t word = from / 64; word < EEP_SET_WORDS(to); word++)
        ranking->newly[word] = ranking->open[word] & ~ranking->taken[word];
}

/* Those of a group who are left among the first `ranks`. */
static uint64_t count_left(const eep_kernels *kernels, const eep_ranking *ranking,
                           const eep_ranked_group *group, uint64_t ranks)
{
    if (ranks == ranking->rows) return group->left;
    find_free(ranking, group->first * 64, ranks);
    return count_ranks(kernels, group->set, ranking->newly, group->first * 64, ranks);
}

/* Words [from, end) of `newly` are invited: nobody of them is left in any group. */
static void leave(const eep_kernels *kernels, eep_ranking *ranking, uint64_t from, uint64_t end)
{
    for (int g = 0; g < EEP_GROUPS; g++) {
        eep_ranked_group *group = &ranking->group[g];
        if (group->set != NULL)
            group->left -= kernels->common(group->set + from, ranking->newly + from, end - from);
    }
    if (end > ranking->touched) ranking->touched = end;
}

static void list_rows(const eep_ranking *ranking, uint64_t from, uint64_t end, uint64_t *row)
{
    for (uint64_t word = from; word < end; word++) {
        for (uint64_t bits = ranking->newly[word]; bits != 0; bits &= bits - 1)
            *row++ = ranking->order[word * 64 + (uint64_t)__builtin_ctzll(bits)];
    }
}

/* `last` is the last rank invited; `newly` has the words of the round from `from` on. */
static void fill_cutoff(const eep_kernels *kernels, const eep_ranking *ranking, const eep_ranked_group *group,
                        uint64_t from, uint64_t last, eep_notice *notice)
{
    const eep_columns *columns = &ranking->packed->pool->columns;
    const uint32_t row = ranking->order[last];
    const uint16_t cutoff = ranking->packed->score[row];
    const uint64_t begin = ranking->reach[cutoff + 1], end = ranking->reach[cutoff];
    const uint64_t since = begin > from * 64 ? begin : from * 64;
    notice->cutoff = cutoff;
    notice->tie_break = columns->submitted_at[row];
    notice->tie_break_birth_date = columns->birth_date[row];
    notice->tie_break_id = columns->id[row];
    notice->at_cutoff_invited = count_ranks(kernels, group->set, ranking->newly, since, last + 1);
    find_free(ranking, last + 1, end);
    notice->at_cutoff =
        notice->at_cutoff_invited + count_ranks(kernels, group->set, ranking->newly, last + 1, end);
}

static void invite(const eep_kernels *kernels, eep_ranking *ranking, eep_ranked_group *group, uint64_t ranks,
                   uint64_t *invited, eep_notice *notice)
{
    const uint64_t from = group->first;
    uint64_t end, last = 0;
    kernels->take(group->set, ranking->open, ranking->taken, from, ranks, notice->invited, ranking->newly,
                  &end, &last);
    leave(kernels, ranking, from, end);
    if (invited != NULL) list_rows(ranking, from, end, invited);
    /* All earlier ones of the group have been taken. */
    group->first = last / 64;
    fill_cutoff(kernels, ranking, group, from, last, notice);
}

/* Filter and sets of a round. */
static eep_status get_ready(eep_engine *engine, eep_ranking *ranking, const eep_round *round,
                            eep_filter *filter, eep_error *error)
{
    const eep_packed *packed = ranking->packed;
    EEP_TRY(eep_round_check(round, error));
    EEP_TRY(eep_packed_check_day(packed, round, error));
    if (packed->version != ranking->version)
        return eep_fail(error, EEP_ERROR_ARGUMENT, "call eep_ranking_update instead of eep_packed_update",
                        "the packed pool was updated without its ranking");
    EEP_TRY(eep_filter_of(packed->rules, round, filter, error));
    EEP_TRY(eep_ranking_make_group(engine, ranking, filter->group, error));
    eep_ranking_open(engine, ranking, round->moment);
    return EEP_OK;
}

eep_status eep_ranking_prepare(eep_engine *engine, eep_ranking *ranking, const eep_round *round,
                               eep_error *error)
{
    eep_filter filter;
    return get_ready(engine, ranking, round, &filter, error);
}

eep_status eep_ranking_draw(eep_engine *engine, eep_ranking *ranking, const eep_round *round,
                            uint64_t *invited, eep_notice *notice, eep_error *error)
{
    const eep_kernels *kernels = &engine->kernels;
    eep_filter filter;
    EEP_TRY(get_ready(engine, ranking, round, &filter, error));
    eep_ranked_group *group = &ranking->group[filter.group];
    const uint64_t ranks = ranking->reach[round->floor];
    eep_notice_begin(notice, ranking->packed->rules, round, &filter);
    notice->in_pool = ranking->group[EEP_GROUP_ANY].left;
    notice->eligible = count_left(kernels, ranking, group, ranks);
    notice->invited = round->invitations < notice->eligible ? round->invitations : notice->eligible;
    notice->exhausted = notice->eligible < round->invitations;
    if (notice->invited > 0) invite(kernels, ranking, group, ranks, invited, notice);
    return EEP_OK;
}

void eep_ranking_retire(const eep_ranking *ranking)
{
    eep_packed *packed = ranking->packed;
    for (uint64_t word = 0; word < ranking->touched; word++) {
        for (uint64_t bits = ranking->taken[word]; bits != 0; bits &= bits - 1) {
            const uint32_t row = ranking->order[word * 64 + (uint64_t)__builtin_ctzll(bits)];
            packed->active[row / 64] &= ~((uint64_t)1 << row % 64);
        }
    }
    packed->changes++;
}

void eep_ranking_reset(eep_ranking *ranking)
{
    memset(ranking->taken, 0, ranking->touched * sizeof *ranking->taken);
    ranking->touched = 0;
    for (int g = 0; g < EEP_GROUPS; g++) {
        ranking->group[g].left = ranking->group[g].whole;
        ranking->group[g].first = 0;
    }
}

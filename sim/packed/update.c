/*
 * update.c - planes made, and renewed where other rules or new rows ask for it.
 *
 * What a plane holds depends on the rules in three ways: ages on the day, papers that have expired on it, and
 * what the policy says of an occupation. Each has its own test, so that the next day costs one plane, and the
 * same day under another policy mostly nothing.
 */
#include <string.h>

#include "sim/packed/packed.h"

/* What one update has to do. */
typedef struct renewal {
    const eep_kernels *kernels;
    eep_packed *packed;
    const eep_rules *rules;
    uint64_t rows_before; /* blocks with later rows are packed whole */
    int pack_all, ages, occupations;
} renewal;

/* ---- Summaries ---------------------------------------------------------------------------------- */

/* The last day of those that have expired (on `after` or before), and the first of the others. */
static void split_days(const int32_t *day, size_t n, int32_t after, int32_t *expired, int32_t *next)
{
    int32_t last = INT32_MIN, first = INT32_MAX;
    for (size_t i = 0; i < n; i++) {
        const int32_t below = day[i] <= after ? day[i] : INT32_MIN,
                      above = day[i] > after ? day[i] : INT32_MAX;
        last = below > last ? below : last;
        first = above < first ? above : first;
    }
    *expired = last;
    *next = first;
}

static void summarise(const eep_columns *columns, const eep_pack_tables *tables, uint64_t row, size_t n,
                      eep_packed_summary *summary)
{
    const int64_t *submitted_at = columns->submitted_at + row;
    summary->earliest = summary->latest = submitted_at[0];
    for (size_t i = 1; i < n; i++) {
        summary->earliest = submitted_at[i] < summary->earliest ? submitted_at[i] : summary->earliest;
        summary->latest = submitted_at[i] > summary->latest ? submitted_at[i] : summary->latest;
    }
    split_days(columns->language_test_date + row, n, tables->language_test_after, &summary->test_expired,
               &summary->test_next);
    split_days(columns->assessment_date + row, n, tables->assessment_after, &summary->assessment_expired,
               &summary->assessment_next);
}

/* Whether some paper of the block expires, or is valid again, between the old day and the new one. */
static int papers_change(const eep_packed_summary *summary, const eep_pack_tables *tables)
{
    return tables->language_test_after >= summary->test_next ||
           tables->language_test_after < summary->test_expired ||
           tables->assessment_after >= summary->assessment_next ||
           tables->assessment_after < summary->assessment_expired;
}

/* ---- Blocks ------------------------------------------------------------------------------------- */

static void renew_block(const renewal *work, uint64_t b)
{
    eep_packed *packed = work->packed;
    const eep_columns *columns = &packed->pool->columns;
    const eep_pack_tables *tables = &work->rules->pack;
    const uint64_t row = b * EEP_BLOCK_ROWS;
    const size_t n = eep_block_rows(packed->rows, b);
    const int grown = row + n > work->rows_before;
    const eep_planes at =
        packed->planes.plane[0] != NULL ? eep_planes_at(&packed->planes, row) : packed->planes;
    if (grown || work->pack_all || papers_change(&packed->summary[b], tables)) {
        summarise(columns, tables, row, n, &packed->summary[b]);
        if (work->rules->why_wide != NULL) return;
        eep_raw raw;
        eep_raw_at(columns, row, &raw);
        work->kernels->pack(tables, &raw, n, &at);
        return;
    }
    if (work->rules->why_wide != NULL) return;
    if (work->ages) work->kernels->age(tables, columns->birth_date + row, n, at.plane[EEP_PLANE_AGE]);
    if (work->occupations) {
        work->kernels->occupation(tables, columns->noc + row, columns->noc_canadian_months + row, n,
                                  at.plane[EEP_PLANE_OCCUPATION]);
    }
}

/* Those whose status is active, among the rows from `first` on. */
static void find_active(const eep_kernels *kernels, eep_packed *packed, uint64_t first)
{
    const uint8_t *status = packed->pool->columns.status;
    const uint64_t from = first / 64, kept = first % 64 == 0 ? 0 : packed->active[from];
    if (packed->rows == first) return;
    kernels->flags(status + from * 64, UINT8_MAX, packed->rows - from * 64, packed->active + from);
    for (uint64_t word = from; word < EEP_SET_WORDS(packed->rows); word++)
        packed->active[word] = ~packed->active[word];
    if (packed->rows % 64 != 0) packed->active[packed->rows / 64] &= ((uint64_t)1 << packed->rows % 64) - 1;
    /* Whoever was there before may have left since. */
    const uint64_t old = ((uint64_t)1 << first % 64) - 1;
    packed->active[from] = (packed->active[from] & ~old) | (kept & old);
}

static int follows(const eep_columns *columns, uint64_t row)
{
    const int64_t before = columns->submitted_at[row - 1], after = columns->submitted_at[row];
    return before < after || (before == after && columns->id[row - 1] < columns->id[row]);
}

static int are_in_order(const eep_engine *engine, const eep_columns *columns, uint64_t from)
{
    int64_t faults = 0;
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (columns->rows > EEP_BLOCK_ROWS) reduction(+ : faults)
    for (uint64_t row = from > 0 ? from : 1; row < columns->rows; row++)
        faults += !follows(columns, row);
    return faults == 0;
}

/* ---- The update --------------------------------------------------------------------------------- */

static eep_status make_planes(eep_packed *packed, eep_error *error)
{
    const uint64_t room = eep_plane_room(packed->capacity);
    uint8_t *memory = eep_allocate_raw(&packed->allocator, room, EEP_PLANES);
    if (memory == NULL) return eep_fail_memory(error, room * EEP_PLANES);
    for (int p = 0; p < EEP_PLANES; p++)
        packed->planes.plane[p] = memory + (uint64_t)p * room;
    return EEP_OK;
}

static void drop_listed(eep_packed *packed)
{
    for (size_t c = 0; c < EEP_CATEGORIES_MAX; c++) {
        eep_release(&packed->allocator, packed->listed[c], packed->capacity / 64, sizeof(uint64_t));
        packed->listed[c] = NULL;
    }
}

static int differ(const void *a, const void *b, size_t size)
{
    return a != b && memcmp(a, b, size) != 0;
}

static void plan_renewal(const eep_packed *packed, const eep_rules *rules, renewal *work)
{
    const eep_rules *before = packed->rules;
    /* Planes are not kept up while rules do not fit. */
    work->pack_all = before == NULL || before->why_wide != NULL || packed->planes.plane[0] == NULL;
    if (work->pack_all) return;
    work->ages = differ(before->pack.birthday, rules->pack.birthday, sizeof rules->pack.birthday);
    work->occupations = differ(before->noc_class, rules->noc_class, EEP_NOC_CODES);
}

eep_status eep_packed_renew(eep_engine *engine, eep_packed *packed, const eep_rules *rules, eep_error *error)
{
    renewal work = {
        .kernels = &engine->kernels, .packed = packed, .rules = rules, .rows_before = packed->rows};
    const uint64_t rows = packed->pool->columns.rows;
    const int lists_changed = packed->rules == NULL || rows != packed->rows ||
                              differ(packed->rules->noc_categories, rules->noc_categories,
                                     EEP_NOC_CODES * sizeof *rules->noc_categories);
    EEP_TRY(eep_packed_reserve(packed, rows, error));
    plan_renewal(packed, rules, &work);
    if (rules->why_wide == NULL && packed->planes.plane[0] == NULL) EEP_TRY(make_planes(packed, error));
    if (lists_changed) drop_listed(packed);
    packed->rows = rows;
    packed->rules = rules;
    packed->ready = 0;
    packed->version++;
    packed->changes++;
    packed->in_order = packed->in_order && are_in_order(engine, &packed->pool->columns, work.rows_before);
    find_active(&engine->kernels, packed, work.rows_before);
    const uint64_t blocks = eep_packed_blocks(packed);
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (blocks > 1)
    for (uint64_t b = 0; b < blocks; b++)
        renew_block(&work, b);
    return EEP_OK;
}

eep_status eep_packed_update(eep_engine *engine, eep_packed *packed, const eep_rules *rules, eep_error *error)
{
    EEP_TRY(eep_packed_renew(engine, packed, rules, error));
    return packed->score != NULL ? eep_packed_score_all(engine, packed, error) : EEP_OK;
}

eep_status eep_packed_new(eep_engine *engine, const eep_rules *rules, const eep_pool *pool,
                          eep_packed **packed, eep_error *error)
{
    eep_packed *made = eep_allocate(&engine->allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    made->allocator = engine->allocator;
    made->pool = pool;
    made->in_order = 1;
    const eep_status status = eep_packed_renew(engine, made, rules, error);
    if (status != EEP_OK) {
        eep_packed_free(made);
        return status;
    }
    *packed = made;
    return EEP_OK;
}

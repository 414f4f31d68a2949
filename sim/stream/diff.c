/*
 * diff.c - two pools, candidate by candidate: who has an id of the second pool is found in a sorted list of
 * its ids and rows, whatever the order of rows.
 */
#include "sim/stream/stream.h"

#include <stdlib.h>
#include <string.h>

#include "eepool/table.h"

typedef struct id_row {
    uint64_t id, row;
} id_row;

/* Somebody of a chunk who is not the same in both. */
typedef struct differing {
    uint64_t id, first, second, changed;
} differing;

typedef struct diff_part {
    eep_pools_difference sum;
    differing *found; /* of the chunk in hand */
    size_t count, room;
} diff_part;

typedef struct diff_work {
    const eep_allocator *allocator;
    const eep_columns *second;
    id_row *list; /* of the second pool, by id */
    uint8_t *met; /* a byte a row of it */
    uint64_t which;
    diff_part *parts;
    eep_differs differs;
    void *context;
} diff_work;

static int compare_ids(const void *a, const void *b)
{
    const id_row *left = a, *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

/* The row of the second pool with this id, or its number of rows. Looks first where equal orders have it. */
static uint64_t find(const diff_work *work, uint64_t id, uint64_t hint)
{
    const eep_columns *second = work->second;
    if (hint < second->rows && second->id[hint] == id) return hint;
    const id_row wanted = {.id = id};
    const id_row *found = bsearch(&wanted, work->list, second->rows, sizeof *work->list, compare_ids);
    return found != NULL ? found->row : second->rows;
}

static eep_status note(const diff_work *work, diff_part *part, const differing *one, eep_error *error)
{
    if (work->differs == NULL) return EEP_OK;
    if (part->count == part->room) {
        const size_t room = part->room == 0 ? 1024 : 2 * part->room;
        differing *larger = eep_allocate_raw(work->allocator, room, sizeof *larger);
        if (larger == NULL) return eep_fail_memory(error, room * sizeof *larger);
        if (part->count > 0) memcpy(larger, part->found, part->count * sizeof *larger);
        eep_release(work->allocator, part->found, part->room, sizeof *larger);
        part->found = larger;
        part->room = room;
    }
    part->found[part->count++] = *one;
    return EEP_OK;
}

static uint64_t changed_columns(const diff_work *work, const eep_columns *first, uint64_t a, uint64_t b)
{
    uint64_t changed = 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((work->which >> i & 1) == 0) continue;
        if (eep_columns_get(first, i, a) != eep_columns_get(work->second, i, b)) changed |= UINT64_C(1) << i;
    }
    return changed;
}

static eep_status compare_chunk(void *context, int thread, uint64_t row, const eep_columns *columns,
                                eep_error *error)
{
    diff_work *work = context;
    diff_part *part = &work->parts[thread];
    for (uint64_t i = 0; i < columns->rows; i++) {
        differing one = {.id = columns->id[i], .first = row + i};
        const uint64_t other = find(work, one.id, row + i);
        if (other == work->second->rows) {
            one.second = UINT64_MAX;
            part->sum.only_first++;
            EEP_TRY(note(work, part, &one, error));
            continue;
        }
        work->met[other] = 1; /* ids are unique: nobody else writes it */
        part->sum.both++;
        one.second = other;
        one.changed = changed_columns(work, columns, i, other);
        part->sum.same += one.changed == 0;
        for (uint64_t bits = one.changed; bits != 0; bits &= bits - 1)
            part->sum.changed[__builtin_ctzll(bits)]++;
        if (one.changed != 0) EEP_TRY(note(work, part, &one, error));
    }
    return EEP_OK;
}

static eep_status tell_chunk(void *context, int thread, eep_error *error)
{
    diff_work *work = context;
    diff_part *part = &work->parts[thread];
    const size_t count = part->count;
    part->count = 0;
    for (size_t i = 0; i < count; i++) {
        const differing *one = &part->found[i];
        EEP_TRY(work->differs(work->context, one->id, one->first, one->second, one->changed, error));
    }
    return EEP_OK;
}

static void add_parts(diff_work *work, int threads, eep_pools_difference *sum)
{
    for (int t = 0; t < threads; t++) {
        const eep_pools_difference *part = &work->parts[t].sum;
        sum->both += part->both;
        sum->same += part->same;
        sum->only_first += part->only_first;
        for (size_t i = 0; i < EEP_COLUMNS; i++)
            sum->changed[i] += part->changed[i];
        eep_release(work->allocator, work->parts[t].found, work->parts[t].room, sizeof(differing));
    }
}

static eep_status tell_second(const diff_work *work, eep_pools_difference *sum, eep_error *error)
{
    for (uint64_t row = 0; row < work->second->rows; row++) {
        if (work->met[row]) continue;
        sum->only_second++;
        if (work->differs != NULL)
            EEP_TRY(work->differs(work->context, work->second->id[row], UINT64_MAX, row, 0, error));
    }
    return EEP_OK;
}

static eep_status compare(eep_engine *engine, eep_stream *first, diff_work *work,
                          eep_pools_difference *difference, eep_error *error)
{
    const eep_walk walk = {.stream = first,
                           .wanted = work->which | UINT64_C(1) << EEP_COL_id,
                           .end = first->rows,
                           .check_ids = 1,
                           .work = compare_chunk,
                           .in_order = work->differs != NULL ? tell_chunk : NULL,
                           .context = work};
    for (uint64_t row = 0; row < work->second->rows; row++)
        work->list[row] = (id_row){work->second->id[row], row};
    qsort(work->list, work->second->rows, sizeof *work->list, compare_ids);
    const eep_status status = eep_walk_chunks(engine, &walk, error);
    add_parts(work, engine->threads, difference);
    return status != EEP_OK ? status : tell_second(work, difference, error);
}

eep_status eep_pools_compare(eep_engine *engine, eep_stream *first, const eep_pool *second, uint64_t which,
                             eep_differs differs, void *context, eep_pools_difference *difference,
                             eep_error *error)
{
    const size_t rows = (size_t)second->columns.rows, threads = (size_t)engine->threads;
    const eep_allocator *allocator = &engine->allocator;
    diff_work work = {.allocator = allocator,
                      .second = &second->columns,
                      .which = which != 0 ? which : (UINT64_C(1) << EEP_COLUMNS) - 1,
                      .differs = differs,
                      .context = context};
    *difference = (eep_pools_difference){0};
    work.list = eep_allocate_raw(allocator, rows, sizeof *work.list);
    work.met = eep_allocate(allocator, rows, 1);
    work.parts = eep_allocate(allocator, threads, sizeof *work.parts);
    eep_status status = EEP_OK;
    if (work.list == NULL || work.met == NULL || work.parts == NULL) {
        status = eep_fail_memory(error, rows * sizeof *work.list);
    } else {
        status = compare(engine, first, &work, difference, error);
    }
    eep_release(allocator, work.parts, threads, sizeof *work.parts);
    eep_release(allocator, work.met, rows, 1);
    eep_release(allocator, work.list, rows, sizeof *work.list);
    return status;
}

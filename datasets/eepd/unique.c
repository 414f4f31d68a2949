/*
 * unique.c - whether ids stand twice in files larger than memory.
 *
 * Where ids rise from file to file nothing repeats, and one look at the column of ids shows it. Otherwise ids
 * are dealt by a hash into as many parts as it takes for a part to fit into memory, and each part is looked
 * at by itself in a pass of its own. The repetition that comes first is found whatever the parts are.
 */
#include <inttypes.h>
#include <string.h>

#include "datasets/datasets.h"

#define ID_COLUMN (UINT64_C(1) << EEP_COL_id)

/* An id and the row that has it, plus one; 0 = empty. */
typedef struct entry {
    uint64_t id, row;
} entry;

typedef struct search {
    eep_chunks *const *files;
    size_t count;
    eep_columns columns;
    uint64_t parts, part; /* 0 parts: only see whether ids rise */
    entry *table;
    uint64_t slots;
    uint64_t used;
    uint64_t rows[2]; /* the first repetition so far */
    uint64_t last;
    int rise;
} search;

static uint64_t spread(uint64_t id)
{
    id = (id ^ (id >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    id = (id ^ (id >> 27)) * UINT64_C(0x94d049bb133111eb);
    return id ^ (id >> 31);
}

static void see_rise(search *work, uint64_t row)
{
    const uint64_t *id = work->columns.id;
    for (uint64_t i = 0; i < work->columns.rows; i++) {
        work->rise &= row + i == 0 || id[i] > work->last;
        work->last = id[i];
    }
}

/* Enters the ids of the part; a repetition later than the one known already does not matter. */
static int see_part(search *work, uint64_t row)
{
    const uint64_t *id = work->columns.id;
    for (uint64_t i = 0; i < work->columns.rows && row + i < work->rows[1]; i++) {
        const uint64_t hash = spread(id[i]);
        if ((hash >> 32) * work->parts >> 32 != work->part) continue;
        uint64_t at = hash & (work->slots - 1);
        while (work->table[at].row != 0 && work->table[at].id != id[i])
            at = (at + 1) & (work->slots - 1);
        if (work->table[at].row != 0) {
            work->rows[0] = work->table[at].row - 1;
            work->rows[1] = row + i;
            return 1;
        }
        if (work->used == work->slots - 1) return 0; /* a hash this uneven is not met by chance */
        work->table[at] = (entry){id[i], row + i + 1};
        work->used++;
    }
    return 1;
}

static eep_status pass(search *work, eep_error *error)
{
    uint64_t row = 0;
    for (size_t f = 0; f < work->count; f++) {
        for (uint64_t chunk = 0; chunk < eep_chunks_count(work->files[f]); chunk++) {
            EEP_TRY(eep_chunks_read(work->files[f], 0, chunk, ID_COLUMN, &work->columns, error));
            if (work->parts == 0) see_rise(work, row);
            if (work->parts == 0 && !work->rise) return EEP_OK;
            if (work->parts != 0 && !see_part(work, row)) {
                return eep_fail(error, EEP_ERROR_VALUE, "sort the candidates by id, or split the file",
                                "the ids cannot be compared in bounded memory");
            }
            row += work->columns.rows;
        }
    }
    return EEP_OK;
}

static eep_status search_parts(search *work, uint64_t rows, eep_error *error)
{
    work->parts = rows / EEP_IDS_A_PASS + 1;
    work->slots = 1024;
    while (work->slots < rows / work->parts / 2 * 3 && work->slots < 4 * EEP_IDS_A_PASS)
        work->slots *= 2;
    work->table = eep_allocate_raw(&work->columns.allocator, work->slots, sizeof *work->table);
    if (work->table == NULL) return eep_fail_memory(error, (size_t)work->slots * sizeof *work->table);
    eep_status status = EEP_OK;
    for (work->part = 0; work->part < work->parts && status == EEP_OK; work->part++) {
        memset(work->table, 0, (size_t)work->slots * sizeof *work->table);
        work->used = 0;
        status = pass(work, error);
    }
    eep_release(&work->columns.allocator, work->table, work->slots, sizeof *work->table);
    return status;
}

/* The id of a row, for the message. */
static eep_status fail_twice(search *work, eep_error *error)
{
    uint64_t first = 0, id = 0;
    for (size_t f = 0; f < work->count; f++) {
        const uint64_t within = work->rows[1] - first, rows = eep_chunks_rows(work->files[f]);
        if (work->rows[1] >= first && within < rows) {
            const uint64_t size = eep_chunks_size(work->files[f]);
            EEP_TRY(eep_chunks_read(work->files[f], 0, within / size, ID_COLUMN, &work->columns, error));
            id = work->columns.id[within % size];
        }
        first += rows;
    }
    return eep_fail_at(error, EEP_ERROR_DUPLICATE, NULL, work->rows[1] + 1, 0,
                       "give every candidate an id of its own",
                       "candidates %" PRIu64 " and %" PRIu64 " both have the id %" PRIu64, work->rows[0] + 1,
                       work->rows[1] + 1, id);
}

eep_status eep_chunks_unique(eep_chunks *const *files, size_t count, uint64_t rows[2], eep_error *error)
{
    search work = {.files = files, .count = count, .rise = 1, .rows = {0, UINT64_MAX}};
    uint64_t all = 0;
    for (size_t f = 0; f < count; f++)
        all += eep_chunks_rows(files[f]);
    if (all < 2) return EEP_OK;
    eep_columns_init(&work.columns, NULL);
    eep_status status = pass(&work, error);
    if (status == EEP_OK && !work.rise) status = search_parts(&work, all, error);
    if (status == EEP_OK && work.rows[1] != UINT64_MAX) {
        status = fail_twice(&work, error);
        rows[0] = work.rows[0];
        rows[1] = work.rows[1];
    }
    eep_columns_clear(&work.columns);
    return status;
}

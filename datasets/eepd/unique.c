/*
 * unique.c - whether ids stand twice among more candidates than fit into memory.
 *
 * Where ids rise from first to last nothing repeats, and one look at them shows it. Otherwise ids
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
    const eep_id_source *source;
    const eep_allocator *allocator;
    uint64_t parts, part; /* 0 parts: only see whether ids rise */
    entry *table;
    uint64_t slots;
    uint64_t used;
    uint64_t rows[2], id; /* the first repetition so far */
    uint64_t last;
    int rise;
} search;

static void see_rise(search *work, const uint64_t *id, uint64_t row, uint64_t rows)
{
    for (uint64_t i = 0; i < rows; i++) {
        work->rise &= row + i == 0 || id[i] > work->last;
        work->last = id[i];
    }
}

/* Enters the ids of the part; a repetition later than the one known already does not matter. */
static int see_part(search *work, const uint64_t *id, uint64_t row, uint64_t rows)
{
    for (uint64_t i = 0; i < rows && row + i < work->rows[1]; i++) {
        const uint64_t hash = eep_spread(id[i]);
        if ((hash >> 32) * work->parts >> 32 != work->part) continue;
        uint64_t at = hash & (work->slots - 1);
        while (work->table[at].row != 0 && work->table[at].id != id[i])
            at = (at + 1) & (work->slots - 1);
        if (work->table[at].row != 0) {
            work->rows[0] = work->table[at].row - 1;
            work->rows[1] = row + i;
            work->id = id[i];
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
    const eep_id_source *source = work->source;
    uint64_t row = 0;
    for (uint64_t piece = 0; piece < source->pieces; piece++) {
        const uint64_t *id = NULL;
        uint64_t rows = 0;
        EEP_TRY(source->read(source->context, piece, &id, &rows, error));
        if (work->parts == 0) see_rise(work, id, row, rows);
        if (work->parts == 0 && !work->rise) return EEP_OK;
        if (work->parts != 0 && !see_part(work, id, row, rows)) {
            return eep_fail(error, EEP_ERROR_VALUE, "sort the candidates by id, or split the file",
                            "the ids cannot be compared in bounded memory");
        }
        row += rows;
    }
    return EEP_OK;
}

static eep_status search_parts(search *work, uint64_t rows, eep_error *error)
{
    work->parts = rows / EEP_IDS_A_PASS + 1;
    work->slots = 1024;
    while (work->slots < rows / work->parts / 2 * 3 && work->slots < 4 * EEP_IDS_A_PASS)
        work->slots *= 2;
    work->table = eep_allocate_raw(work->allocator, work->slots, sizeof *work->table);
    if (work->table == NULL) return eep_fail_memory(error, (size_t)work->slots * sizeof *work->table);
    eep_status status = EEP_OK;
    for (work->part = 0; work->part < work->parts && status == EEP_OK; work->part++) {
        memset(work->table, 0, (size_t)work->slots * sizeof *work->table);
        work->used = 0;
        status = pass(work, error);
    }
    eep_release(work->allocator, work->table, work->slots, sizeof *work->table);
    return status;
}

eep_status eep_ids_unique(const eep_id_source *source, const eep_allocator *allocator, uint64_t twice[2],
                          eep_error *error)
{
    search work = {.source = source, .allocator = allocator, .rise = 1, .rows = {0, UINT64_MAX}};
    if (source->rows < 2) return EEP_OK;
    EEP_TRY(pass(&work, error));
    if (!work.rise) EEP_TRY(search_parts(&work, source->rows, error));
    if (work.rows[1] == UINT64_MAX) return EEP_OK;
    twice[0] = work.rows[0];
    twice[1] = work.rows[1];
    return eep_fail_at(error, EEP_ERROR_DUPLICATE, NULL, work.rows[1] + 1, 0,
                       "give every candidate an id of its own",
                       "candidates %" PRIu64 " and %" PRIu64 " both have the id %" PRIu64, work.rows[0] + 1,
                       work.rows[1] + 1, work.id);
}

/* ---- Files ------------------------------------------------------------------------------------- */

typedef struct files_read {
    eep_chunks *const *files;
    eep_columns columns;
    size_t file;    /* that was read last */
    uint64_t first; /* its first piece */
} files_read;

/* Pieces come in order, again and again; only the file that is read holds memory. */
static eep_status read_piece(void *context, uint64_t piece, const uint64_t **id, uint64_t *rows,
                             eep_error *error)
{
    files_read *from = context;
    if (piece == 0 && from->file > 0) {
        eep_chunks_rest(from->files[from->file]);
        from->file = from->first = 0;
    }
    while (piece - from->first >= eep_chunks_count(from->files[from->file])) {
        eep_chunks_rest(from->files[from->file]);
        from->first += eep_chunks_count(from->files[from->file++]);
    }
    EEP_TRY(
        eep_chunks_read(from->files[from->file], 0, piece - from->first, ID_COLUMN, &from->columns, error));
    *id = from->columns.id;
    *rows = from->columns.rows;
    return EEP_OK;
}

eep_status eep_chunks_unique(eep_chunks *const *files, size_t count, uint64_t twice[2], eep_error *error)
{
    const eep_allocator *allocator = count > 0 ? eep_chunks_allocator(files[0]) : NULL;
    files_read from = {.files = files};
    eep_id_source source = {.read = read_piece, .context = &from};
    for (size_t f = 0; f < count; f++) {
        source.pieces += eep_chunks_count(files[f]);
        source.rows += eep_chunks_rows(files[f]);
    }
    eep_columns_init(&from.columns, allocator);
    const eep_status status = eep_ids_unique(&source, allocator, twice, error);
    eep_columns_clear(&from.columns);
    return status;
}

/*
 * chunk.c - one chunk of an open file: to columns, or to the planes that the kernels read.
 *
 * A thread keeps the buffers of one chunk, so that reading touches the same memory again and again: what is
 * decoded is still in the caches when it is packed or scored.
 */

#include <zstd.h>

#include "datasets/eepd/eepd.h"

/* What decoding takes from its stack for a row at most: arrays of 8 bytes, nested as deep as is allowed. */
#define STACK_A_ROW 96
#define STACK_MORE  65536

struct eep_eepd_thread {
    const eep_eepd *file;
    eep_eepd_decoder decoder;
    unsigned char *stored;
    size_t stored_room;
    eep_columns scratch; /* of one chunk; for planes */
    int papers_stand_in; /* the dates in scratch are those of papers that never expire */
};

/* ---- Threads ----------------------------------------------------------------------------------------- */

static size_t longest_block(const eep_eepd *file)
{
    size_t longest = 0;
    for (uint64_t block = 0; block < file->blocks; block++) {
        const eep_eepd_block entry = eep_eepd_entry(file, block);
        longest = entry.stored_bytes > longest ? entry.stored_bytes : longest;
    }
    return longest;
}

eep_status eep_eepd_thread_new(const eep_eepd *file, eep_eepd_thread **made, eep_error *error)
{
    const size_t rows = file->chunks > 0 ? eep_eepd_chunk_count(file, 0) : 0;
    const size_t room = longest_block(file) + EEPD_SLACK, stack = rows * STACK_A_ROW + STACK_MORE;
    eep_eepd_thread *thread = eep_allocate(&file->allocator, 1, sizeof *thread);
    if (thread == NULL) return eep_fail_memory(error, sizeof *thread);
    thread->file = file;
    thread->decoder.kernels = &file->kernels;
    thread->stored_room = room;
    thread->stored = eep_allocate_raw(&file->allocator, room, 1);
    thread->decoder.stack.bytes = eep_allocate_raw(&file->allocator, stack, 1);
    thread->decoder.stack.room = stack;
    thread->decoder.zstd = ZSTD_createDCtx();
    eep_columns_init(&thread->scratch, &file->allocator);
    *made = thread;
    if (thread->stored != NULL && thread->decoder.stack.bytes != NULL && thread->decoder.zstd != NULL)
        return EEP_OK;
    eep_eepd_thread_free(thread);
    *made = NULL;
    return eep_fail_memory(error, room + stack);
}

void eep_eepd_thread_free(eep_eepd_thread *thread)
{
    if (thread == NULL) return;
    const eep_allocator *allocator = &thread->file->allocator;
    eep_columns_clear(&thread->scratch);
    ZSTD_freeDCtx(thread->decoder.zstd);
    eep_release(allocator, thread->decoder.stack.bytes, thread->decoder.stack.room, 1);
    eep_release(allocator, thread->stored, thread->stored_room, 1);
    eep_release(allocator, thread, 1, sizeof *thread);
}

/* ---- Columns ----------------------------------------------------------------------------------------- */

/* A block's bytes into the thread's buffer, as their checksum says. */
static eep_status load_block(const eep_eepd *file, eep_eepd_thread *thread, uint64_t block,
                             const eep_eepd_block *entry, eep_error *error)
{
    EEP_TRY(eep_eepd_source_read(&file->source, entry->offset, thread->stored, entry->stored_bytes, error));
    if (eep_hash64(thread->stored, entry->stored_bytes) == entry->checksum) return EEP_OK;
    return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, &file->header, &file->schema, block,
                               "checksum does not match");
}

/* A block of version 1 is one column, and its values have to lie in what the column allows. */
static eep_status decode_1(const eep_eepd *file, eep_eepd_thread *thread, uint64_t block,
                           const eep_eepd_block *entry, const eep_eepd_wish *wish, eep_error *error)
{
    const size_t width = file->schema.width[wish->group], number = file->schema.number[wish->group];
    unsigned char *values = eep_columns_data(wish->columns, number);
    const char *fault = eep_eepd1_block_get(&thread->decoder, thread->stored, entry,
                                            values + wish->first * width, width, wish->count);
    if (fault != NULL)
        return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, &file->header, &file->schema, block, fault);
    return eep_columns_check_values(wish->columns, number, wish->first, wish->first + wish->count,
                                    eep_eepd_chunk_first(file, block / file->schema.groups), error);
}

static eep_status decode_2(const eep_eepd *file, eep_eepd_thread *thread, uint64_t block,
                           const eep_eepd_block *entry, const eep_eepd_wish *wish, eep_error *error)
{
    size_t position;
    const char *fault =
        eep_eepd_group_get(&thread->decoder, wish, thread->stored, entry->stored_bytes, &position);
    if (fault == NULL) return EEP_OK;
    if (position == EEPD_NONE)
        return eep_eepd_fail_block(error, EEP_ERROR_DAMAGED, &file->header, &file->schema, block, fault);
    return eep_eepd_fail_column(error, EEP_ERROR_DAMAGED, &file->header, &file->schema,
                                block / file->schema.groups, position, fault);
}

/* Decodes one block as far as it is wanted. */
static eep_status get_group(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk,
                            const eep_eepd_wish *wish, eep_error *error)
{
    const uint64_t block = chunk * file->schema.groups + wish->group;
    const eep_eepd_block entry = eep_eepd_entry(file, block);
    EEP_TRY(load_block(file, thread, block, &entry, error));
    thread->decoder.stack.used = 0;
    thread->decoder.depth = 0;
    return file->header.version == 1 ? decode_1(file, thread, block, &entry, wish, error)
                                     : decode_2(file, thread, block, &entry, wish, error);
}

/* What the index says of the columns of a chunk. */
static void take_ranges(const eep_eepd *file, uint64_t chunk, eep_eepd_range ranges[EEPD_COLUMNS_MAX])
{
    for (size_t i = 0; i < file->schema.columns && file->header.version > 1; i++)
        ranges[i] = eep_eepd_index_range(file->index, &file->schema, file->chunks, chunk, i);
}

/* Of the chunk, the columns of `asked` that are in the group; what else a wish has is found here. */
static eep_status get_wanted(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, size_t group,
                             const eep_eepd_wish *asked, eep_error *error)
{
    uint64_t members = 0;
    for (size_t i = 0; i < file->schema.columns; i++)
        if (file->schema.group[i] == group) members |= UINT64_C(1) << file->schema.number[i];
    if ((members & asked->wanted) == 0) return EEP_OK;
    eep_eepd_range ranges[EEPD_COLUMNS_MAX];
    eep_eepd_wish wish = *asked;
    take_ranges(file, chunk, ranges);
    wish.schema = &file->schema;
    wish.group = group;
    wish.ranges = ranges;
    wish.count = eep_eepd_chunk_count(file, chunk);
    const eep_status status = get_group(file, thread, chunk, &wish, error);
    if (status != EEP_OK && error != NULL) eep_error_place(error, file->path, error->line, 0);
    return status;
}

eep_status eep_eepd_chunk_group(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, size_t group,
                                uint64_t wanted, eep_columns *columns, uint64_t row, eep_error *error)
{
    const eep_eepd_wish asked = {.wanted = wanted, .columns = columns, .first = row};
    return get_wanted(file, thread, chunk, group, &asked, error);
}

eep_status eep_eepd_chunk_columns(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk,
                                  uint64_t wanted, eep_columns *columns, uint64_t row, eep_error *error)
{
    for (size_t group = 0; group < file->schema.groups; group++)
        EEP_TRY(eep_eepd_chunk_group(file, thread, chunk, group, wanted, columns, row, error));
    return EEP_OK;
}

eep_status eep_eepd_chunk_pick(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, uint64_t wanted,
                               const uint32_t *row, size_t rows, eep_columns *columns, eep_error *error)
{
    const eep_eepd_wish asked = {.wanted = wanted, .columns = columns, .row = row, .rows = rows};
    for (size_t group = 0; group < file->schema.groups && rows > 0; group++)
        EEP_TRY(get_wanted(file, thread, chunk, group, &asked, error));
    return EEP_OK;
}

/* ---- Ids ---------------------------------------------------------------------------------------------- */

int eep_eepd_chunk_ids_rise(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, uint64_t *first,
                            uint64_t *last)
{
    const eep_eepd_schema *schema = &file->schema;
    int64_t low, high;
    if (file->header.version == 1 || schema->columns == 0 || schema->number[0] != EEP_COL_id) return 0;
    const uint64_t block = chunk * schema->groups + schema->group[0];
    const eep_eepd_block entry = eep_eepd_entry(file, block);
    if (entry.stored_bytes > 64 || load_block(file, thread, block, &entry, NULL) != EEP_OK) return 0;
    eep_eepd_chunk_range(file, chunk, EEP_COL_id, &low, &high);
    return eep_eepd_run_rises(thread->stored, entry.stored_bytes, 0, eep_eepd_chunk_count(file, chunk), first,
                              last) &&
           *first >= (uint64_t)low && *last <= (uint64_t)high;
}

/* ---- Planes ------------------------------------------------------------------------------------------ */

#define BIT(name) (UINT64_C(1) << EEP_COL_##name)

/* What packing reads: all but who and where from, when (but for the papers), and what the pool says itself.
 */
#define PACKED_COLUMNS                                                                                       \
    (((UINT64_C(1) << EEP_COLUMNS) - 1) &                                                                    \
     ~(BIT(id) | BIT(submitted_at) | BIT(sex) | BIT(citizenship) | BIT(programs) | BIT(status)))
#define PAPERS (BIT(language_test_date) | BIT(assessment_date))

int eep_eepd_chunk_all_after(const eep_eepd *file, uint64_t chunk, size_t number, eep_date day)
{
    int64_t low, high;
    if ((eep_eepd_present(&file->schema) >> number & 1) == 0) {
        eep_eepd_chunk_range(file, chunk, EEP_COL_submitted_at, &low, &high);
        return eep_time_date(low) > day;
    }
    eep_eepd_chunk_range(file, chunk, number, &low, &high);
    return low > day;
}

/* Papers that are all valid need not be decoded: any valid day packs alike. */
static int no_paper_expired(const eep_eepd *file, uint64_t chunk, const eep_pack_tables *tables)
{
    return eep_eepd_chunk_all_after(file, chunk, EEP_COL_language_test_date, tables->language_test_after) &&
           eep_eepd_chunk_all_after(file, chunk, EEP_COL_assessment_date, tables->assessment_after);
}

static void stand_in(eep_eepd_thread *thread)
{
    eep_column column;
    eep_column_at(EEP_COL_language_test_date, &column);
    if (thread->papers_stand_in) return;
    for (uint64_t row = 0; row < thread->scratch.rows; row++)
        thread->scratch.language_test_date[row] = thread->scratch.assessment_date[row] =
            (int32_t)column.maximum;
    thread->papers_stand_in = 1;
}

/* The dates of papers as they are. */
static eep_status get_papers(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk, eep_error *error)
{
    eep_columns *scratch = &thread->scratch;
    thread->papers_stand_in = 0;
    EEP_TRY(eep_eepd_chunk_columns(file, thread, chunk, PAPERS | BIT(submitted_at), scratch, 0, error));
    if ((eep_eepd_present(&file->schema) & BIT(submitted_at)) == 0)
        eep_columns_default(scratch, EEP_COL_submitted_at, 0, scratch->rows);
    scratch->present = eep_eepd_present(&file->schema);
    eep_columns_derive(scratch, 0);
    return EEP_OK;
}

eep_status eep_eepd_chunk_planes(const eep_eepd *file, eep_eepd_thread *thread, uint64_t chunk,
                                 const eep_kernels *kernels, const eep_pack_tables *tables,
                                 const eep_planes *planes, eep_error *error)
{
    eep_columns *scratch = &thread->scratch;
    eep_raw raw;
    if (scratch->rows == 0) EEP_TRY(eep_columns_grow(scratch, eep_eepd_chunk_count(file, 0), error));
    EEP_TRY(eep_eepd_chunk_columns(file, thread, chunk, PACKED_COLUMNS & ~PAPERS, scratch, 0, error));
    if (no_paper_expired(file, chunk, tables)) {
        stand_in(thread);
    } else {
        EEP_TRY(get_papers(file, thread, chunk, error));
    }
    eep_raw_at(scratch, 0, &raw);
    kernels->pack(tables, &raw, eep_eepd_chunk_count(file, chunk), planes);
    return EEP_OK;
}

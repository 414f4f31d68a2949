/* chunks.c - an .eepd file read a chunk at a time by numbered threads, only the columns that are wanted. */
#include "datasets/eepd/eepd.h"

struct eep_chunks {
    eep_allocator allocator;
    eep_eepd *file;
    eep_eepd_facts facts;
    int threads;
    eep_eepd_thread **thread; /* NULL until the thread reads */
};

eep_status eep_chunks_open(const char *path, const eep_kernels *kernels, int threads,
                           const eep_allocator *allocator, eep_chunks **chunks, eep_error *error)
{
    eep_chunks *made = eep_allocate(allocator, 1, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, sizeof *made);
    if (allocator != NULL) made->allocator = *allocator;
    made->threads = threads < 1 ? 1 : threads;
    eep_status status = eep_eepd_open(path, kernels, allocator, &made->file, error);
    made->thread = eep_allocate(allocator, (size_t)made->threads, sizeof(eep_eepd_thread *));
    if (status == EEP_OK && made->thread == NULL)
        status = eep_fail_memory(error, (size_t)made->threads * sizeof(eep_eepd_thread *));
    if (status != EEP_OK) {
        eep_chunks_close(made);
        return status;
    }
    eep_eepd_facts_of(made->file, &made->facts);
    *chunks = made;
    return EEP_OK;
}

void eep_chunks_rest(eep_chunks *chunks)
{
    for (int i = 0; i < chunks->threads && chunks->thread != NULL; i++) {
        eep_eepd_thread_free(chunks->thread[i]);
        chunks->thread[i] = NULL;
    }
}

void eep_chunks_close(eep_chunks *chunks)
{
    if (chunks == NULL) return;
    const eep_allocator allocator = chunks->allocator;
    eep_chunks_rest(chunks);
    eep_release(&allocator, chunks->thread, (size_t)chunks->threads, sizeof(eep_eepd_thread *));
    eep_eepd_close(chunks->file);
    eep_release(&allocator, chunks, 1, sizeof *chunks);
}

uint64_t eep_chunks_rows(const eep_chunks *chunks)
{
    return chunks->facts.rows;
}

uint64_t eep_chunks_count(const eep_chunks *chunks)
{
    return chunks->facts.chunks;
}

uint32_t eep_chunks_size(const eep_chunks *chunks)
{
    return chunks->facts.chunk_rows;
}

uint64_t eep_chunks_present(const eep_chunks *chunks)
{
    return chunks->facts.present;
}

const char *eep_chunks_provenance(const eep_chunks *chunks)
{
    return chunks->facts.provenance;
}

const eep_allocator *eep_chunks_allocator(const eep_chunks *chunks)
{
    return &chunks->allocator;
}

void eep_chunks_digest(const eep_chunks *chunks, char text[EEP_DIGEST_TEXT])
{
    eep_digest_text(chunks->facts.digest, text);
}

/* What is read is written whole; what the file lacks is not read. */
static eep_status read_chunk(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                             eep_columns *columns, eep_error *error)
{
    const uint64_t read = wanted & chunks->facts.present, absent = wanted & ~chunks->facts.present;
    columns->rows = 0; /* keeps the arrays */
    EEP_TRY(eep_columns_reserve(columns, eep_eepd_chunk_count(chunks->file, chunk), error));
    EEP_TRY(eep_eepd_chunk_columns(chunks->file, chunks->thread[thread], chunk, read, columns, 0, error));
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        if ((absent >> i & 1) != 0) eep_columns_default(columns, i, 0, columns->rows);
    columns->present = ~absent; /* what follows the submission is made for these only */
    eep_columns_derive(columns, 0);
    columns->present = read;
    return EEP_OK;
}

int eep_chunks_all_after(const eep_chunks *chunks, uint64_t chunk, size_t column, eep_date day)
{
    return eep_eepd_chunk_all_after(chunks->file, chunk, column, day);
}

void eep_chunks_range(const eep_chunks *chunks, uint64_t chunk, size_t column, int64_t *low, int64_t *high)
{
    eep_eepd_chunk_range(chunks->file, chunk, column, low, high);
}

/* The day of submission stands for the dates of papers that the file lacks. */
static uint64_t with_what_they_follow(const eep_chunks *chunks, uint64_t wanted)
{
    const uint64_t absent = wanted & ~eep_chunks_present(chunks);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((absent >> i & 1) != 0 && eep_column_follows_submission(i))
            wanted |= UINT64_C(1) << EEP_COL_submitted_at;
    }
    return wanted;
}

/* A thread's buffers, from when it first reads. */
static eep_status start_thread(const eep_chunks *chunks, int thread, eep_error *error)
{
    if (chunks->thread[thread] != NULL) return EEP_OK;
    return eep_eepd_thread_new(chunks->file, &chunks->thread[thread], error);
}

eep_status eep_chunks_read(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                           eep_columns *columns, eep_error *error)
{
    columns->present = 0;
    EEP_TRY(start_thread(chunks, thread, error));
    const eep_status status =
        read_chunk(chunks, thread, chunk, with_what_they_follow(chunks, wanted), columns, error);
    columns->present &= wanted;
    return status;
}

eep_status eep_chunks_read_rows(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t wanted,
                                const uint32_t *row, size_t rows, eep_columns *columns, eep_error *error)
{
    const uint64_t read = wanted & chunks->facts.present;
    EEP_TRY(
        eep_eepd_chunk_pick(chunks->file, chunks->thread[thread], chunk, read, row, rows, columns, error));
    columns->present |= read;
    return EEP_OK;
}

int eep_chunks_ids_rise(const eep_chunks *chunks, int thread, uint64_t chunk, uint64_t *first, uint64_t *last)
{
    return start_thread(chunks, thread, NULL) == EEP_OK &&
           eep_eepd_chunk_ids_rise(chunks->file, chunks->thread[thread], chunk, first, last);
}

/*
 * propose.c - people are proposed by number and kept while their cell has room.
 *
 * A block of proposals is drawn, packed, scored and asked for programs by one thread, while it stays in its
 * cache. Then, in the order of the blocks, it is decided who of it is kept, and in which rows they will stand. Where
 * they go the thread copies them by itself, so that everybody is drawn once and every column is written once. Which
 * cells count as full, and since when pasts are looked for, is decided for whole batches, of fixed sizes: the number
 * of threads changes nothing.
 */
#include <string.h>

#include "sim/make/judge.h"

/* Batches begin small, for small pools, and double. */
#define BATCH_BLOCKS_FIRST 4
#define BATCH_BLOCKS       (EEP_BATCH_ROWS / EEP_BLOCK_ROWS)
#define WORDS              (EEP_BLOCK_ROWS / 64)

/* How long the search goes on before a cell counts as out of the model's reach. */
#define PROPOSALS_A_ROW 500
#define PROPOSALS_FREE  UINT64_C(10000000)

/* One batch: what it goes by, and what the people of it change. */
typedef struct batch {
    const eep_making *making;
    eep_cells *cells;
    eep_cells open; /* the cells as they were before the batch */
    eep_time floor;
    eep_kept *kept;
} batch;

/* ---- Keeping -------------------------------------------------------------------------------------- */

/* The set of those who are not gone. */
static void find_left(const eep_kernels *kernels, const uint8_t *gone, uint64_t left[WORDS])
{
    kernels->flags(gone, 1, EEP_BLOCK_ROWS, left);
    for (size_t word = 0; word < WORDS; word++)
        left[word] = ~left[word];
}

/*
 * Gives rows to those who are left of a block from proposal `first` on, in order of number, and takes from `left`
 * whose cell is full. Returns the first row.
 */
static uint64_t keep(batch *run, uint64_t first, const uint16_t *cell, uint64_t left[WORDS])
{
    eep_cells *cells = run->cells;
    eep_kept *kept = run->kept;
    const uint64_t row = kept->rows;
    for (size_t word = 0; word < WORDS; word++) {
        uint64_t there = 0;
        for (uint64_t bits = left[word]; bits != 0 && cells->missing > 0; bits &= bits - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(bits);
            struct eep_cell *of = &cells->cell[cell[word * 64 + bit]];
            if (of->have == of->wanted) continue;
            there |= UINT64_C(1) << bit;
            of->have++;
            kept->rows++;
            if (--cells->missing == 0) kept->proposals = first + word * 64 + bit + 1;
        }
        left[word] = there;
    }
    if (cells->missing > 0) kept->proposals = first + EEP_BLOCK_ROWS;
    return row;
}

/* ---- Writing -------------------------------------------------------------------------------------- */

/* Columns that are not facts of a proposal but follow from where it is put, and from its past. */
static int is_of_the_pool(size_t column)
{
    return column == EEP_COL_id || column == EEP_COL_submitted_at || column == EEP_COL_language_test_date ||
           column == EEP_COL_assessment_date;
}

static void submit_by_score(const batch *run, uint64_t first, const uint64_t left[WORDS], const uint16_t *score,
                            uint64_t row)
{
    for (size_t word = 0; word < WORDS; word++) {
        for (uint64_t bits = left[word]; bits != 0; bits &= bits - 1) {
            const size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
            eep_submission_write(run->making, first + i, score[i], run->kept->columns, row++);
        }
    }
}

static void submit_by_past(const batch *run, const uint64_t left[WORDS], eep_bench *bench, size_t n, uint64_t row)
{
    const eep_compact_kernel compact = run->making->engine->kernels.compact;
    uint32_t submitted[EEP_BLOCK_ROWS], papers[EEP_BLOCK_ROWS];
    compact(bench->lives.submitted, sizeof *submitted, left, EEP_BLOCK_ROWS, submitted);
    compact(bench->lives.papers, sizeof *papers, left, EEP_BLOCK_ROWS, papers);
    eep_submission_fill(run->making, submitted, papers, n, run->kept->columns, row);
}

/* Copies those who are left of a block into the rows from `row` on. */
static void write_rows(const batch *run, uint64_t first, const uint64_t left[WORDS], eep_bench *bench, uint64_t row)
{
    const eep_kernels *kernels = &run->making->engine->kernels;
    eep_columns *columns = run->kept->columns;
    size_t n = 0;
    for (size_t c = 0; c < EEP_COLUMNS; c++) {
        eep_column face;
        if (is_of_the_pool(c)) continue;
        eep_column_at(c, &face);
        n = kernels->compact(eep_columns_data(&bench->columns, c), face.width, left, EEP_BLOCK_ROWS,
                             (char *)eep_columns_data(columns, c) + row * face.width);
    }
    for (size_t i = 0; i < n; i++)
        columns->id[row + i] = run->kept->first + row + i + 1;
    if (run->making->past == NULL)
        submit_by_score(run, first, left, bench->score, row);
    else
        submit_by_past(run, left, bench, n, row);
}

/* ---- Proposing ------------------------------------------------------------------------------------ */

static void propose_batch(batch *run, uint64_t first, int blocks, eep_bench *benches)
{
    const eep_making *making = run->making;
#pragma omp parallel for ordered num_threads(making->engine->threads) schedule(dynamic)
    for (int block = 0; block < blocks; block++) {
        const uint64_t at = first + (uint64_t)block * EEP_BLOCK_ROWS;
        eep_bench *bench = &benches[eep_thread_number()];
        uint64_t left[WORDS], row;
        eep_judge_people(making, at, &run->open, run->floor, bench);
        find_left(&making->engine->kernels, bench->gone, left);
#pragma omp ordered
        row = keep(run, at, bench->cell, left);
        write_rows(run, at, left, bench, row);
    }
}

/* Names the cell that lacks most of what it wants. */
static eep_status fail_infeasible(const eep_making *making, const eep_cells *cells, uint64_t proposals,
                                  eep_error *error)
{
    const struct eep_cell *worst = NULL;
    for (uint32_t c = 0; c < cells->count; c++) {
        const struct eep_cell *cell = &cells->cell[c];
        if (cell->have == cell->wanted) continue;
        if (worst == NULL || cell->wanted - cell->have > worst->wanted - worst->have) worst = cell;
    }
    return eep_fail(
        error, EEP_ERROR_INFEASIBLE,
        "let an archetype of the model reach these scores more often, or make fewer rows",
        "the pool model '%s' does not reach the scores %u to %u: %llu of %llu candidates after %llu "
        "proposals",
        making->model->name, worst->low, worst->high, (unsigned long long)worst->have,
        (unsigned long long)worst->wanted, (unsigned long long)proposals);
}

/* Since when pasts are looked for in a batch; it only rises, as cells fill. */
static void begin_batch(batch *run)
{
    const eep_past *past = run->making->past;
    run->open = *run->cells;
    if (past == NULL) return;
    const eep_time floor = eep_past_floor(past, run->cells);
    if (floor > run->floor) run->floor = floor;
}

static eep_status propose_all(batch *run, eep_bench *benches, eep_error *error)
{
    const eep_making *making = run->making;
    const uint64_t limit = PROPOSALS_A_ROW * making->rows + PROPOSALS_FREE;
    eep_kept *kept = run->kept;
    uint64_t first = 0;
    for (int blocks = BATCH_BLOCKS_FIRST; run->cells->missing > 0;
         blocks = blocks < BATCH_BLOCKS ? 2 * blocks : blocks) {
        if (first >= limit) return fail_infeasible(making, run->cells, first, error);
        begin_batch(run);
        propose_batch(run, first, blocks, benches);
        if (kept->hand_on != NULL) {
            EEP_TRY(kept->hand_on(kept->context, kept, error));
            kept->first += kept->rows;
            kept->rows = 0;
        }
        eep_engine_tell(making->engine, "candidates", making->rows - run->cells->missing, making->rows);
        first += (uint64_t)blocks * EEP_BLOCK_ROWS;
    }
    return EEP_OK;
}

eep_status eep_propose(const eep_making *making, eep_cells *cells, eep_kept *kept, eep_error *error)
{
    const eep_allocator *allocator = &making->engine->allocator;
    eep_bench *benches = NULL;
    batch *run = eep_allocate_raw(allocator, 1, sizeof *run);
    if (run == NULL) return eep_fail_memory(error, sizeof *run);
    run->making = making;
    run->cells = cells;
    run->kept = kept;
    run->floor = 0;
    eep_status status = eep_benches_new(making, &benches, error);
    if (status == EEP_OK) {
        status = propose_all(run, benches, error);
        eep_benches_free(making->engine, benches);
    }
    eep_release(allocator, run, 1, sizeof *run);
    return status;
}

/*
 * propose.c - people are proposed by number and kept while their cell has room.
 *
 * First pass: blocks of proposals are drawn, packed, scored and asked for programs by all threads; then
 * one thread walks over the results in order of number and keeps. Only numbers and scores of the kept are
 * remembered. Second pass: all threads make the kept people again, into the columns. Both passes work
 * on fixed blocks, so the number of threads changes nothing.
 */
#include <string.h>

#include "sim/make/judge.h"

/* Batches begin small, for small pools, and double. */
#define BATCH_BLOCKS_FIRST 4
#define BATCH_BLOCKS       (EEP_BATCH_ROWS / EEP_BLOCK_ROWS)

/* How long the search goes on before a cell counts as out of the model's reach. */
#define PROPOSALS_A_ROW 500
#define PROPOSALS_FREE  UINT64_C(10000000)

/* How long people of the types that a cell lacks are waited for, before others with its scores will do. */
#define PATIENCE_A_ROW 10
#define PATIENCE_FREE  UINT64_C(1000000)

/* Results of a batch of proposals. */
typedef struct batch {
    uint16_t cell[EEP_BATCH_ROWS]; /* EEP_CELL_NOBODY: qualifies for no program, or no cell wants the score */
    uint16_t score[EEP_BATCH_ROWS];
} batch;

/* ---- First pass --------------------------------------------------------------------------------- */

/* Proposals first .. first + EEP_BLOCK_ROWS - 1: their scores, and the cells that would take them. */
static void judge_block(const eep_making *making, const eep_cells *cells, uint64_t first, eep_time floor,
                        eep_bench *here, uint16_t *cell, uint16_t *score)
{
    eep_judge_people(making, first, cells, floor, here);
    memcpy(score, here->score, sizeof here->score);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        cell[i] = here->gone[i] ? EEP_CELL_NOBODY : here->cell[i];
}

static void judge_batch(const eep_making *making, const eep_cells *cells, uint64_t first, eep_time floor,
                        int blocks, eep_bench *benches, batch *results)
{
#pragma omp parallel for num_threads(making->engine->threads) schedule(dynamic)
    for (int block = 0; block < blocks; block++) {
        const size_t at = (size_t)block * EEP_BLOCK_ROWS;
        judge_block(making, cells, first + at, floor, &benches[eep_thread_number()], &results->cell[at],
                    &results->score[at]);
    }
}

/* Keeps in order of number; returns how many proposals were looked at. */
static uint64_t keep(const batch *results, uint64_t first, uint64_t n, eep_cells *cells, eep_kept *kept)
{
    for (uint64_t i = 0; i < n; i++) {
        const uint16_t number = results->cell[i];
        if (number == EEP_CELL_NOBODY) continue;
        struct eep_cell *cell = &cells->cell[number];
        if (cell->have == cell->wanted) continue;
        kept->proposal[kept->rows] = first + i;
        kept->score[kept->rows++] = results->score[i];
        cell->have++;
        if (number >= cells->count) cells->cell[cell->around].have++;
        if (--cells->missing == 0) return i + 1;
    }
    return n;
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

/* The floor for a batch; it only rises, as cells fill, and not often. */
static eep_time raise_floor(const eep_making *making, const eep_cells *cells, uint64_t first, eep_kept *kept)
{
    if (making->past == NULL) return 0;
    const eep_time floor = eep_past_floor(making->past, cells);
    const eep_time before = kept->floors > 0 ? kept->floor[kept->floors - 1].floor : 0;
    if (floor <= before || kept->floors == EEP_FLOORS_MAX) return before;
    kept->floor[kept->floors++] = (struct eep_floor){first, floor};
    return floor;
}

static eep_status propose_all(const eep_making *making, eep_bench *benches, batch *results, eep_cells *cells,
                              eep_kept *kept, eep_error *error)
{
    const uint64_t limit = PROPOSALS_A_ROW * making->rows + PROPOSALS_FREE;
    uint64_t first = 0;
    for (int blocks = BATCH_BLOCKS_FIRST; cells->missing > 0;
         blocks = blocks < BATCH_BLOCKS ? 2 * blocks : blocks) {
        const uint64_t n = (uint64_t)blocks * EEP_BLOCK_ROWS;
        if (first >= PATIENCE_A_ROW * making->rows + PATIENCE_FREE) cells->inner = 0;
        if (first >= limit) return fail_infeasible(making, cells, first, error);
        const eep_time floor = raise_floor(making, cells, first, kept);
        judge_batch(making, cells, first, floor, blocks, benches, results);
        kept->proposals = first + keep(results, first, n, cells, kept);
        if (kept->hand_on != NULL) {
            EEP_TRY(kept->hand_on(kept->context, kept, error));
            kept->first += kept->rows;
            kept->rows = 0;
        }
        eep_engine_tell(making->engine, "candidates", making->rows - cells->missing, making->rows);
        first += n;
    }
    return EEP_OK;
}

eep_status eep_propose(const eep_making *making, eep_cells *cells, eep_kept *kept, eep_error *error)
{
    const eep_allocator *allocator = &making->engine->allocator;
    eep_bench *benches = NULL;
    batch *results = eep_allocate_raw(allocator, 1, sizeof *results);
    if (results == NULL) return eep_fail_memory(error, sizeof *results);
    eep_status status = eep_benches_new(making, &benches, error);
    if (status == EEP_OK) {
        status = propose_all(making, benches, results, cells, kept, error);
        eep_benches_free(making->engine, benches);
    }
    eep_release(allocator, results, 1, sizeof *results);
    return status;
}

/* ---- Second pass -------------------------------------------------------------------------------- */

static void draw_words_of(const eep_making *making, const uint64_t *proposal, size_t n, eep_words *words)
{
    for (size_t i = 0; i < n; i++) {
        for (uint32_t index = 0; index < EEP_PERSON_INDICES; index++) {
            const uint32_t counter[4] = {(uint32_t)proposal[i], (uint32_t)(proposal[i] >> 32),
                                         EEP_PURPOSE_PERSON, index};
            uint32_t four[4];
            eep_philox(making->key, counter, four);
            for (uint32_t w = 0; w < 4; w++)
                words->word[4 * index + w][i] = four[w];
        }
    }
}

static void settle_block(const eep_making *making, const eep_kept *kept, uint64_t row, size_t n,
                         eep_words *words, eep_columns *columns)
{
    draw_words_of(making, kept->proposal + row, n, words);
    eep_people_write(making->model, &making->birthdays, words, n, columns, row);
    for (uint64_t r = row; r < row + n; r++) {
        columns->id[r] = kept->first + r + 1;
        eep_submission_write(making->model, making->rules, &making->window, making->key, kept->proposal[r],
                             kept->score[r], columns, r);
    }
}

/*
 * With joint tables a whole block of proposals is drawn again at the speed of the kernel, and the rows of the
 * kept are picked out of it: cheaper than words for each of them alone.
 */
static void pick_rows(const eep_making *making, const eep_kept *kept, uint64_t first, uint64_t row,
                      uint64_t end, eep_bench *bench, eep_columns *columns)
{
    eep_judge_draw(making, first, bench);
    for (size_t c = 0; c < EEP_COLUMNS; c++) {
        eep_column face;
        eep_column_at(c, &face);
        const char *from = eep_columns_data(&bench->columns, c);
        char *to = eep_columns_data(columns, c);
        for (uint64_t r = row; r < end; r++) {
            const uint64_t at = kept->proposal[r] - first;
            switch (face.width) {
            case 1:
                to[r] = from[at];
                break;
            case 2:
                ((uint16_t *)(void *)to)[r] = ((const uint16_t *)(const void *)from)[at];
                break;
            case 4:
                ((uint32_t *)(void *)to)[r] = ((const uint32_t *)(const void *)from)[at];
                break;
            default:
                ((uint64_t *)(void *)to)[r] = ((const uint64_t *)(const void *)from)[at];
            }
        }
    }
    for (uint64_t r = row; r < end; r++) {
        columns->id[r] = kept->first + r + 1;
        eep_submission_recall(making, kept, columns, r);
    }
}

/* The first kept row of a proposal not before `proposal`. */
static uint64_t row_from(const eep_kept *kept, uint64_t rows, uint64_t proposal)
{
    uint64_t low = 0, high = rows;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (kept->proposal[middle] < proposal)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static eep_status settle_joint(const eep_making *making, const eep_kept *kept, eep_columns *columns,
                               eep_error *error)
{
    if (kept->rows == 0) return EEP_OK;
    const uint64_t begin = kept->proposal[0] / EEP_BLOCK_ROWS;
    const uint64_t end_block = kept->proposal[kept->rows - 1] / EEP_BLOCK_ROWS + 1;
    eep_bench *benches;
    EEP_TRY(eep_benches_new(making, &benches, error));
#pragma omp parallel for num_threads(making->engine->threads) schedule(dynamic, 4)
    for (uint64_t block = begin; block < end_block; block++) {
        const uint64_t first = block * EEP_BLOCK_ROWS;
        const uint64_t row = row_from(kept, kept->rows, first);
        const uint64_t end = row_from(kept, kept->rows, first + EEP_BLOCK_ROWS);
        if (row < end) pick_rows(making, kept, first, row, end, &benches[eep_thread_number()], columns);
    }
    eep_benches_free(making->engine, benches);
    return EEP_OK;
}

eep_status eep_settle(const eep_making *making, const eep_kept *kept, eep_columns *columns, eep_error *error)
{
    if (making->people != NULL) return settle_joint(making, kept, columns, error);
    const int threads = making->engine->threads;
    const uint64_t rows = kept->rows;
    eep_words *words = eep_allocate_raw(&making->engine->allocator, (size_t)threads, sizeof *words);
    if (words == NULL) return eep_fail_memory(error, (size_t)threads * sizeof *words);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (uint64_t row = 0; row < rows; row += EEP_BLOCK_ROWS) {
        const size_t n = rows - row < EEP_BLOCK_ROWS ? (size_t)(rows - row) : EEP_BLOCK_ROWS;
        settle_block(making, kept, row, n, &words[eep_thread_number()], columns);
    }
    eep_release(&making->engine->allocator, words, (size_t)threads, sizeof *words);
    return EEP_OK;
}

/*
 * propose.c - people are proposed by number and kept while their cell has room.
 *
 * First pass: blocks of proposals are drawn, packed, scored and asked for programs by all threads; then
 * one thread walks over the results in order of number and keeps. Only numbers and scores of the kept are
 * remembered. Second pass: all threads make the kept people again, into the columns. Both passes work
 * on fixed blocks, so the number of threads changes nothing.
 */
#include "sim/make/make.h"
#include "sim/score/block.h"

/* Batches begin small, for small pools, and double. */
#define BATCH_BLOCKS_FIRST 4
#define BATCH_BLOCKS       (EEP_BATCH_ROWS / EEP_BLOCK_ROWS)

/* How long the search goes on before a cell counts as out of the model's reach. */
#define PROPOSALS_A_ROW 500
#define PROPOSALS_FREE  UINT64_C(10000000)

/* What one thread needs for one block. */
typedef struct bench {
    eep_columns columns;
    eep_words words;
    eep_block block;
    uint8_t programs[EEP_BLOCK_ROWS];
} bench;

/* Results of a batch of proposals. */
typedef struct batch {
    uint16_t cell[EEP_BATCH_ROWS]; /* EEP_CELL_NOBODY: qualifies for no program, or no cell wants the score */
    uint16_t score[EEP_BATCH_ROWS];
} batch;

/* ---- Working places ------------------------------------------------------------------------------ */

static void benches_free(const eep_engine *engine, bench *benches)
{
    for (int t = 0; benches != NULL && t < engine->threads; t++)
        eep_columns_clear(&benches[t].columns);
    eep_release(&engine->allocator, benches, (size_t)engine->threads, sizeof *benches);
}

static eep_status benches_new(const eep_making *making, bench **benches, eep_error *error)
{
    const eep_engine *engine = making->engine;
    bench *made = eep_allocate(&engine->allocator, (size_t)engine->threads, sizeof *made);
    if (made == NULL) return eep_fail_memory(error, (size_t)engine->threads * sizeof *made);
    for (int t = 0; t < engine->threads; t++)
        eep_columns_init(&made[t].columns, &engine->allocator);
    for (int t = 0; t < engine->threads; t++) {
        const eep_status status = eep_columns_grow(&made[t].columns, EEP_BLOCK_ROWS, error);
        if (status != EEP_OK) {
            benches_free(engine, made);
            return status;
        }
        /* Papers are valid on the moment, whenever they turn out to be of. */
        for (uint64_t row = 0; row < EEP_BLOCK_ROWS; row++)
            made[t].columns.language_test_date[row] = made[t].columns.assessment_date[row] = making->day;
    }
    *benches = made;
    return EEP_OK;
}

/* ---- First pass --------------------------------------------------------------------------------- */

static void draw_words(const eep_making *making, uint64_t first, eep_words *words)
{
    for (uint32_t index = 0; index < EEP_PERSON_INDICES; index++) {
        uint32_t *const out[4] = {words->word[4 * index], words->word[4 * index + 1],
                                  words->word[4 * index + 2], words->word[4 * index + 3]};
        making->engine->kernels.random(making->key, first, EEP_PURPOSE_PERSON, index, EEP_BLOCK_ROWS, out);
    }
}

/* Proposals first .. first + EEP_BLOCK_ROWS - 1: their scores, and the cells that would take them. */
static void judge_block(const eep_making *making, const eep_cells *cells, uint64_t first, bench *here,
                        uint16_t *cell, uint16_t *score)
{
    const uint8_t *nomination = here->columns.provincial_nomination;
    const eep_block_results results = {.score = score, .programs = here->programs};
    eep_raw raw;
    draw_words(making, first, &here->words);
    eep_people_write(making->model, &making->birthdays, &here->words, EEP_BLOCK_ROWS, &here->columns, 0);
    eep_raw_at(&here->columns, 0, &raw);
    eep_block_score(&making->engine->kernels, making->rules, &raw, EEP_BLOCK_ROWS, &here->block, &results);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        const int barred = cells->nominees_from != 0 && score[i] >= cells->nominees_from && !nomination[i];
        cell[i] = here->programs[i] != 0 && !barred ? cells->of_score[score[i]] : EEP_CELL_NOBODY;
    }
}

static void judge_batch(const eep_making *making, const eep_cells *cells, uint64_t first, int blocks,
                        bench *benches, batch *results)
{
#pragma omp parallel for num_threads(making->engine->threads) schedule(dynamic)
    for (int block = 0; block < blocks; block++) {
        const size_t at = (size_t)block * EEP_BLOCK_ROWS;
        judge_block(making, cells, first + at, &benches[eep_thread_number()], &results->cell[at],
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

static eep_status propose_all(const eep_making *making, bench *benches, batch *results, eep_cells *cells,
                              eep_kept *kept, eep_error *error)
{
    const uint64_t limit = PROPOSALS_A_ROW * making->rows + PROPOSALS_FREE;
    uint64_t first = 0;
    for (int blocks = BATCH_BLOCKS_FIRST; cells->missing > 0;
         blocks = blocks < BATCH_BLOCKS ? 2 * blocks : blocks) {
        const uint64_t n = (uint64_t)blocks * EEP_BLOCK_ROWS;
        if (first >= limit) return fail_infeasible(making, cells, first, error);
        judge_batch(making, cells, first, blocks, benches, results);
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
    bench *benches = NULL;
    batch *results = eep_allocate_raw(allocator, 1, sizeof *results);
    if (results == NULL) return eep_fail_memory(error, sizeof *results);
    eep_status status = benches_new(making, &benches, error);
    if (status == EEP_OK) {
        status = propose_all(making, benches, results, cells, kept, error);
        benches_free(making->engine, benches);
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

eep_status eep_settle(const eep_making *making, const eep_kept *kept, eep_columns *columns, eep_error *error)
{
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

/*
 * propose.c - people are proposed by number and kept while their cell has room.
 *
 * A block of proposals is drawn, packed, scored and asked for programs by one thread, while it stays in its
 * cache. Then, in the order of the blocks, it is decided who of it is kept, and in which rows they stand;
 * whoever hands in the block that was waited for decides that, and copies the rows of all blocks that it lets
 * through. So everybody is drawn once, every column is written once, and no thread waits for another before
 * the end of a batch. Which cells count as full, and since when pasts are looked for, is decided for whole
 * batches, of fixed sizes: the number of threads changes nothing.
 */
#include <string.h>

#include "sim/make/quota.h"

/* Batches begin small, for small pools, and double. */
#define BATCH_BLOCKS_FIRST 4
#define BATCH_BLOCKS       (EEP_BATCH_ROWS / EEP_BLOCK_ROWS)
#define WORDS              (EEP_BLOCK_ROWS / 64)

/* How long the search goes on before a cell counts as out of the model's reach. */
#define PROPOSALS_A_ROW 500
#define PROPOSALS_FREE  UINT64_C(10000000)

/* How long people of the types that a cell lacks are waited for, before others with its scores will do. */
#define PATIENCE_A_ROW 10
#define PATIENCE_FREE  UINT64_C(1000000)

/* A judged block on its way into the pool. */
typedef struct parcel {
    struct parcel *next; /* of a list */
    eep_judged *judged;
    uint64_t left[WORDS]; /* the set of those who are not gone; later of the kept */
    uint64_t row;         /* of the first of the kept */
} parcel;

/* A batch: what it goes by, and what its people change. */
typedef struct batch {
    const eep_making *making;
    eep_cells *cells;
    eep_kept *kept;
    eep_openings openings;
    eep_time floor;
    parcel *idle;                  /* a list; the last that was given back is in a cache, and comes first */
    int decided;                   /* how many blocks are */
    parcel *waiting[BATCH_BLOCKS]; /* by block: handed in, while one before it is not */
    parcel parcel[BATCH_BLOCKS];
} batch;

/* ---- Keeping -------------------------------------------------------------------------------------- */

static void find_left(const eep_kernels *kernels, parcel *of)
{
    kernels->flags(of->judged->gone, 1, EEP_BLOCK_ROWS, of->left);
    for (size_t word = 0; word < WORDS; word++)
        of->left[word] = ~of->left[word];
}

/* With a single cell that has room for all who are left nobody has to be looked at. */
static int keep_all(batch *run, const parcel *of)
{
    eep_cells *cells = run->cells;
    const uint64_t there = run->making->engine->kernels.common(of->left, of->left, WORDS);
    if (cells->count != 1 || there >= cells->missing) return 0;
    cells->cell[0].have += there;
    cells->missing -= there;
    run->kept->rows += there;
    return 1;
}

/* The cell that would take somebody; NULL when none has room. */
static struct eep_cell *cell_for(eep_cells *cells, const eep_judged *judged, size_t i)
{
    uint16_t number = cells->of_score[judged->score[i]];
    if (cells->inner > 0) number = eep_quotas_cell(cells->quotas, number, judged->set[i]);
    if (number == EEP_CELL_NOBODY) return NULL;
    struct eep_cell *cell = &cells->cell[number];
    return cell->have < cell->wanted ? cell : NULL;
}

static void take(eep_cells *cells, struct eep_cell *cell)
{
    cell->have++;
    if (cell >= cells->cell + cells->count) cells->cell[cell->around].have++;
    cells->missing--;
}

/* Gives rows to those who are left, in order of number, while their cells have room. */
static void keep(batch *run, parcel *of)
{
    eep_cells *cells = run->cells;
    eep_kept *kept = run->kept;
    of->row = kept->rows;
    if (cells->missing == 0) {
        memset(of->left, 0, sizeof of->left);
        return;
    }
    kept->proposals = of->judged->first + EEP_BLOCK_ROWS;
    if (keep_all(run, of)) return;
    for (size_t word = 0; word < WORDS; word++) {
        uint64_t there = 0;
        for (uint64_t bits = of->left[word]; bits != 0 && cells->missing > 0; bits &= bits - 1) {
            const size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
            struct eep_cell *cell = cell_for(cells, of->judged, i);
            if (cell == NULL) continue;
            there |= bits & -bits;
            take(cells, cell);
            kept->rows++;
            if (cells->missing == 0) kept->proposals = of->judged->first + i + 1;
        }
        of->left[word] = there;
    }
}

/* ---- Writing -------------------------------------------------------------------------------------- */

static void submit_by_score(const batch *run, const parcel *of)
{
    uint64_t row = of->row;
    for (size_t word = 0; word < WORDS; word++) {
        for (uint64_t bits = of->left[word]; bits != 0; bits &= bits - 1) {
            const size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
            eep_submission_write(run->making, of->judged->first + i, of->judged->score[i], run->kept->columns,
                                 row++);
        }
    }
}

static void submit_by_past(const batch *run, const parcel *of)
{
    const eep_compact_kernel compact = run->making->engine->kernels.compact;
    const eep_lives *lives = &of->judged->lives;
    uint32_t submitted[EEP_BLOCK_ROWS], papers[EEP_BLOCK_ROWS];
    const size_t n = compact(lives->submitted, sizeof *submitted, of->left, EEP_BLOCK_ROWS, submitted);
    compact(lives->papers, sizeof *papers, of->left, EEP_BLOCK_ROWS, papers);
    eep_submission_fill(run->making, submitted, papers, n, run->kept->columns, of->row);
}

/* Copies the kept of a block into their rows. */
static void write_rows(const batch *run, const parcel *of)
{
    const eep_kernels *kernels = &run->making->engine->kernels;
    const eep_judged *judged = of->judged;
    eep_columns *columns = run->kept->columns;
    const uint64_t n = kernels->common(of->left, of->left, WORDS);
    if (n == 0) return;
    for (size_t c = 0; c < EEP_COLUMNS; c++) {
        eep_column face;
        eep_column_at(c, &face);
        const char *from = eep_columns_data(judged->columns, c);
        char *to = eep_columns_data(columns, c);
        if (eep_judge_draws(c))
            kernels->compact(from + judged->row * face.width, face.width, of->left, EEP_BLOCK_ROWS,
                             to + of->row * face.width);
    }
    eep_columns_default(columns, EEP_COL_canadian_forces_recruit, of->row, of->row + n);
    eep_columns_default(columns, EEP_COL_programs, of->row, of->row + n);
    eep_columns_default(columns, EEP_COL_status, of->row, of->row + n);
    for (uint64_t row = of->row; row < of->row + n; row++)
        columns->id[row] = run->kept->first + row + 1;
    if (run->making->past == NULL)
        submit_by_score(run, of);
    else
        submit_by_past(run, of);
}

/* ---- Proposing ------------------------------------------------------------------------------------ */

/* Hands in a judged block. Returns a list of those of which now is known who is kept: none while an earlier
 * one is still being judged. */
static parcel *hand_in(batch *run, int block, parcel *of)
{
    parcel *ready = NULL;
    run->waiting[block] = of;
    while (run->decided < BATCH_BLOCKS && run->waiting[run->decided] != NULL) {
        parcel *next = run->waiting[run->decided];
        run->waiting[run->decided++] = NULL;
        keep(run, next);
        next->next = ready;
        ready = next;
    }
    return ready;
}

static parcel *take_idle(batch *run)
{
    parcel *taken = run->idle;
    run->idle = taken->next;
    return taken;
}

static void give_back(batch *run, parcel *of)
{
    of->next = run->idle;
    run->idle = of;
}

static void propose_block(batch *run, uint64_t first, int block, eep_judge_space *space)
{
    parcel *mine = NULL, *ready;
#pragma omp critical(eep_proposing)
    if (run->cells->missing > 0) mine = take_idle(run);
    if (mine == NULL) return; /* blocks before this one have filled all cells */
    eep_judge_people(run->making, first + (uint64_t)block * EEP_BLOCK_ROWS, &run->openings, run->floor, space,
                     mine->judged);
    if (run->cells->inner > 0) eep_quotas_ask(run->making, run->cells->quotas, space, mine->judged);
    find_left(&run->making->engine->kernels, mine);
#pragma omp critical(eep_proposing)
    ready = hand_in(run, block, mine);
    while (ready != NULL) {
        parcel *next = ready->next;
        write_rows(run, ready);
#pragma omp critical(eep_proposing)
        give_back(run, ready);
        ready = next;
    }
}

static void propose_batch(batch *run, uint64_t first, int blocks, eep_judge_space *spaces)
{
    run->decided = 0;
#pragma omp parallel for num_threads(run->making->engine->threads) schedule(dynamic)
    for (int block = 0; block < blocks; block++)
        propose_block(run, first, block, &spaces[eep_thread_number()]);
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

/* Since when pasts are looked for in a batch, which only rises as cells fill; and which of these are full. */
static void begin_batch(batch *run)
{
    const eep_past *past = run->making->past;
    const eep_time floor = past != NULL ? eep_past_floor(past, run->cells) : 0;
    if (floor > run->floor) run->floor = floor;
    eep_openings_of(run->cells, &run->openings);
}

static eep_status propose_all(batch *run, eep_judge_space *spaces, eep_error *error)
{
    const eep_making *making = run->making;
    const uint64_t limit = PROPOSALS_A_ROW * making->rows + PROPOSALS_FREE;
    eep_kept *kept = run->kept;
    uint64_t first = 0;
    for (int blocks = BATCH_BLOCKS_FIRST; run->cells->missing > 0;
         blocks = blocks < BATCH_BLOCKS ? 2 * blocks : blocks) {
        if (first >= PATIENCE_A_ROW * making->rows + PATIENCE_FREE) run->cells->inner = 0;
        if (first >= limit) return fail_infeasible(making, run->cells, first, error);
        begin_batch(run);
        propose_batch(run, first, blocks, spaces);
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
    eep_judge_spaces spaces;
    batch *run = eep_allocate(allocator, 1, sizeof *run);
    if (run == NULL) return eep_fail_memory(error, sizeof *run);
    run->making = making;
    run->cells = cells;
    run->kept = kept;
    eep_status status = eep_judge_spaces_new(making, BATCH_BLOCKS, &spaces, error);
    for (size_t i = 0; status == EEP_OK && i < BATCH_BLOCKS; i++) {
        run->parcel[i].judged = &spaces.judged[i];
        give_back(run, &run->parcel[i]);
    }
    if (status == EEP_OK) {
        status = propose_all(run, spaces.space, error);
        eep_judge_spaces_free(making->engine, &spaces);
    }
    eep_release(allocator, run, 1, sizeof *run);
    return status;
}

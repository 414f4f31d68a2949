/*
 * near.c - walks over those who reach a score.
 *
 * Most of a pool is nowhere near the cut-off, and most of a file says who was first, which matters only
 * there. So a chunk is judged without times and ids, and these are read afterwards, of those few rows.
 */
#include "sim/stream/drawing.h"

#define IDS   (UINT64_C(1) << EEP_COL_id)
#define TIMES (UINT64_C(1) << EEP_COL_submitted_at)
#define BIRTH (UINT64_C(1) << EEP_COL_birth_date)

/* Everything but who the people are. */
#define UNUSED_COLUMNS (UINT64_C(1) << EEP_COL_sex | UINT64_C(1) << EEP_COL_citizenship)

eep_competitor eep_competitor_of(const eep_drawing *drawing, const eep_columns *columns, uint64_t row)
{
    return (eep_competitor){
        .rank = eep_rank_of(eep_field_key(drawing->round->rules, columns, row), columns->id[row]),
        .submitted_at = columns->submitted_at[row],
        .birth_date = columns->birth_date[row],
    };
}

/* ---- One chunk ----------------------------------------------------------------------------------- */

typedef void (*note)(eep_part *part, uint64_t first, uint64_t row, size_t i);

/* Notes everybody of a judged block who is in the set. */
static void note_all(eep_part *part, const uint64_t *set, size_t n, uint64_t first, uint64_t row, note one)
{
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++) {
        for (uint64_t bits = set[word]; bits != 0; bits &= bits - 1)
            one(part, first, row, word * 64 + (size_t)__builtin_ctzll(bits));
    }
}

static size_t block_rows(const eep_columns *columns, uint64_t row)
{
    const uint64_t left = columns->rows - row;
    return left < EEP_BLOCK_ROWS ? (size_t)left : EEP_BLOCK_ROWS;
}

static void see(eep_part *part, uint64_t first, uint64_t row, size_t i)
{
    eep_tied_see(&part->tied, first + row + i, part->judge.score[i]);
}

static eep_status count_chunk(void *context, int thread, uint64_t first, const eep_columns *columns,
                              eep_error *error)
{
    const eep_drawing *drawing = context;
    const eep_kernels *kernels = drawing->round->kernels;
    eep_part *part = &drawing->parts[thread];
    const eep_judge *judge = &part->judge;
    (void)error;
    for (uint64_t row = 0; row < columns->rows; row += EEP_BLOCK_ROWS) {
        const size_t n = block_rows(columns, row), words = EEP_SET_WORDS(n);
        uint64_t reaching[EEP_BLOCK_WORDS];
        eep_judge_block(&part->judge, drawing->round, columns, row, n, first);
        eep_judge_reaching(judge, drawing->round, part->tied.bound, n, reaching);
        part->in_pool += kernels->common(judge->in_pool, judge->in_pool, words);
        part->below += kernels->common(judge->competing, judge->competing, words) -
                       kernels->common(reaching, reaching, words);
        note_all(part, reaching, n, first, row, see);
    }
    return EEP_OK;
}

static void take_down(eep_part *part, uint64_t first, uint64_t row, size_t i)
{
    eep_near *near = &part->near;
    (void)first;
    near->row[near->count] = (uint32_t)(row + i);
    near->score[near->count] = part->judge.score[i];
    near->programs[near->count++] = part->judge.programs[i];
}

/* Those of the chunk at the cut-off, and above it unless `exactly`. */
static void find_near(const eep_drawing *drawing, eep_part *part, uint64_t first, const eep_columns *columns,
                      int exactly)
{
    part->near.count = 0;
    for (uint64_t row = 0; row < columns->rows; row += EEP_BLOCK_ROWS) {
        const size_t n = block_rows(columns, row);
        uint64_t reaching[EEP_BLOCK_WORDS], above[EEP_BLOCK_WORDS];
        eep_judge_block(&part->judge, drawing->round, columns, row, n, first);
        eep_judge_reaching(&part->judge, drawing->round, drawing->cut.cutoff, n, reaching);
        if (exactly)
            eep_judge_reaching(&part->judge, drawing->round, (uint16_t)(drawing->cut.cutoff + 1), n, above);
        for (size_t word = 0; word < EEP_SET_WORDS(n) && exactly; word++)
            reaching[word] &= ~above[word];
        note_all(part, reaching, n, first, row, take_down);
    }
}

/* Of those near the cut-off, what was not read of the chunk. */
static eep_status read_near(const eep_drawing *drawing, int thread, uint64_t first,
                            const eep_columns *columns, eep_error *error)
{
    const eep_near *near = &drawing->parts[thread].near;
    const uint64_t unread = (IDS | TIMES | BIRTH) & drawing->stream->present & ~columns->present;
    if (unread == 0 || near->count == 0) return EEP_OK;
    return eep_stream_read_rows(drawing->stream, thread, first, unread, near->row, near->count, error);
}

/* ---- Walks --------------------------------------------------------------------------------------- */

/* What is not read of a chunk before it is known who is near. */
static uint64_t not_yet(void *context, int thread, const eep_chunks *file, uint64_t chunk)
{
    const eep_drawing *drawing = context;
    return eep_judge_chunk(&drawing->parts[thread].judge, drawing->round, file, chunk) |
           (IDS & eep_chunks_present(file));
}

static eep_walk walk_of(const eep_drawing *drawing, void *context)
{
    return (eep_walk){.stream = drawing->stream,
                      .wanted = ~UNUSED_COLUMNS,
                      .end = drawing->stream->rows,
                      .needless = not_yet,
                      .context = context};
}

eep_status eep_drawing_count(eep_drawing *drawing, int check_ids, eep_error *error)
{
    eep_walk walk = walk_of(drawing, drawing);
    walk.work = count_chunk;
    walk.check_ids = check_ids;
    return eep_walk_chunks(drawing->engine, &walk, error);
}

/* A walk with somebody's work. */
typedef struct each {
    eep_drawing *drawing;
    int exactly;
    eep_with_one with;
    eep_status (*in_order)(void *drawing, int thread, eep_error *error);
} each;

static eep_status each_of_chunk(void *context, int thread, uint64_t first, const eep_columns *columns,
                                eep_error *error)
{
    const each *asked = context;
    eep_drawing *drawing = asked->drawing;
    eep_part *part = &drawing->parts[thread];
    const eep_near *near = &part->near;
    find_near(drawing, part, first, columns, asked->exactly);
    EEP_TRY(read_near(drawing, thread, first, columns, error));
    for (size_t i = 0; i < near->count; i++) {
        const eep_one one = {columns, first, near->row[i], near->score[i], near->programs[i]};
        EEP_TRY(asked->with(drawing, part, &one, error));
    }
    return EEP_OK;
}

static uint64_t not_yet_of_each(void *context, int thread, const eep_chunks *file, uint64_t chunk)
{
    return not_yet(((const each *)context)->drawing, thread, file, chunk);
}

static eep_status in_order_of_each(void *context, int thread, eep_error *error)
{
    const each *asked = context;
    return asked->in_order(asked->drawing, thread, error);
}

eep_status eep_drawing_each(eep_drawing *drawing, int exactly, eep_with_one with,
                            eep_status (*in_order)(void *drawing, int thread, eep_error *error),
                            eep_error *error)
{
    each asked = {drawing, exactly, with, in_order};
    eep_walk walk = walk_of(drawing, &asked);
    walk.work = each_of_chunk;
    walk.needless = not_yet_of_each;
    if (in_order != NULL) walk.in_order = in_order_of_each;
    return eep_walk_chunks(drawing->engine, &walk, error);
}

/* ---- Rows that are known --------------------------------------------------------------------------- */

/* The first of `count` ascending numbers that is not below `least`. */
static size_t first_from(const uint64_t *number, size_t count, uint64_t least)
{
    size_t begin = 0, end = count;
    while (begin < end) {
        const size_t middle = begin + (end - begin) / 2;
        if (number[middle] < least)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

static uint64_t present_in_file(void *context, int thread, const eep_chunks *file, uint64_t chunk)
{
    (void)context;
    (void)thread;
    (void)chunk;
    return eep_chunks_present(file);
}

static eep_status look_up_chunk(void *context, int thread, uint64_t first, const eep_columns *columns,
                                eep_error *error)
{
    const eep_drawing *drawing = context;
    eep_near *near = &drawing->parts[thread].near;
    const size_t begin = first_from(drawing->tied_row, drawing->group_count, first);
    near->count = first_from(drawing->tied_row, drawing->group_count, first + columns->rows) - begin;
    for (size_t i = 0; i < near->count; i++)
        near->row[i] = (uint32_t)(drawing->tied_row[begin + i] - first);
    EEP_TRY(read_near(drawing, thread, first, columns, error));
    for (size_t i = 0; i < near->count; i++)
        drawing->group[begin + i] = eep_competitor_of(drawing, columns, near->row[i]);
    return EEP_OK;
}

eep_status eep_drawing_look_up(eep_drawing *drawing, eep_error *error)
{
    eep_walk walk = walk_of(drawing, drawing);
    walk.work = look_up_chunk;
    walk.wanted = IDS | TIMES | BIRTH; /* where the file lacks them, what stands for them */
    walk.needless = present_in_file;
    return eep_walk_chunks(drawing->engine, &walk, error);
}

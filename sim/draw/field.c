/*
 * field.c - one pass over the pool: a block is scored into the first-level cache and compared with the
 * running bound; only of those who reach it is it asked whether they compete.
 *
 * Where a block comes from: columns (packed, scored and looked at whole), planes of a packed pool with sets
 * of who qualifies (looked up), or planes alone (programs and members worked out for words of 64 candidates
 * in which somebody reaches the bound).
 */
#include <stdatomic.h>
#include <string.h>

#include "sim/draw/field.h"
#include "sim/draw/leaders.h"
#include "sim/draw/validity.h"

/* Blocks that a thread takes at a time: many enough to read planes in a row, few enough to share evenly. */
#define BLOCKS_AT_ONCE 16
#define TURNS          8 /* of each thread, at least */

/* Blocks of the sample from which the bound is guessed, and how many times as many a pool must have. */
#define SAMPLE_BLOCKS 16
#define MANY_SAMPLES  8

/* What one thread needs and counts. */
typedef struct eep_field_part {
    eep_block block;
    uint16_t score[EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint64_t open[EEP_BLOCK_WORDS], any[EEP_BLOCK_WORDS], group[EEP_BLOCK_WORDS], reached[EEP_BLOCK_WORDS];
    uint64_t in_pool, eligible;
    eep_leaders leaders;
} eep_field_part;

/* The insides of one pass over the pool. */
typedef struct field_pass {
    const eep_kernels *kernels;
    const eep_rules *rules;
    const eep_filter *filter;
    const eep_field_plan *plan;
    eep_validity window;
    uint64_t rows; /* of the packed pool, which knows nothing of rows that came since; else of the columns */
    uint16_t floor;
    int programs_given;          /* the pool says itself who qualifies for what */
    const uint64_t *any, *group; /* sets of the whole pool; NULL while they are not known */
    atomic_uint bound;           /* the highest that any thread has found */
} field_pass;

/* ---- A block ------------------------------------------------------------------------------------ */

/* A block of the pool, as it is looked at. */
typedef struct field_block {
    uint64_t row;
    size_t n, words;
    eep_validity_span span;
    const uint16_t *score;
    const uint64_t *any, *group; /* from the first row of the block; NULL: see keep_unknown */
} field_block;

/* From columns everything is worked out at once. */
static void read_columns(const field_pass *pass, field_block *at, eep_field_part *part)
{
    const eep_field_plan *plan = pass->plan;
    uint16_t *score = plan->score != NULL ? plan->score + at->row : part->score;
    uint8_t *programs = plan->programs != NULL ? plan->programs + at->row : part->programs;
    const eep_kernels *kernels = pass->kernels;
    eep_raw raw;
    eep_raw_at(plan->columns, at->row, &raw);
    eep_block_score(kernels, pass->rules, &raw, at->n, &part->block,
                    &(eep_block_results){.score = score, .programs = programs});
    if (pass->programs_given) memcpy(programs, plan->columns->programs + at->row, at->n);
    kernels->flags(programs, EEP_FSW | EEP_CEC | EEP_FST | EEP_PNP, at->n, part->any);
    kernels->flags(programs, pass->filter->programs, at->n, part->group);
    if (pass->filter->category != NULL) {
        uint64_t members[EEP_BLOCK_WORDS];
        eep_block_members(kernels, pass->rules, pass->filter->category, &raw, at->n, &part->block, members);
        for (size_t word = 0; word < at->words; word++)
            part->group[word] &= members[word];
    }
    at->score = score;
    at->any = part->any;
    at->group = part->group;
}

static void read_packed(const field_pass *pass, field_block *at, eep_field_part *part)
{
    const eep_packed *packed = pass->plan->packed;
    at->score = packed->score != NULL ? packed->score + at->row : part->score;
    at->any = pass->any != NULL ? pass->any + at->row / 64 : NULL;
    at->group = pass->group != NULL ? pass->group + at->row / 64 : NULL;
    if (packed->score == NULL)
        eep_packed_score_block(packed, pass->kernels, at->row / EEP_BLOCK_ROWS, &part->block, part->score);
}

/* Who is in the pool at the moment, whatever they qualify for. */
static void find_open(const field_pass *pass, const field_block *at, uint64_t *open)
{
    const eep_field_plan *plan = pass->plan;
    if (plan->packed != NULL) {
        memcpy(open, plan->packed->active + at->row / 64, at->words * sizeof *open);
    } else {
        pass->kernels->flags(plan->columns->status + at->row, UINT8_MAX, at->n, open);
        for (size_t word = 0; word < at->words; word++)
            open[word] = ~open[word];
        if (at->n % 64 != 0) open[at->words - 1] &= ((uint64_t)1 << at->n % 64) - 1;
    }
    if (plan->taken != NULL) {
        uint64_t taken[EEP_BLOCK_WORDS];
        pass->kernels->flags(plan->taken + at->row, UINT8_MAX, at->n, taken);
        for (size_t word = 0; word < at->words; word++)
            open[word] &= ~taken[word];
    }
    if (at->span == EEP_VALIDITY_SOME)
        eep_validity_keep(&pass->window, pass->kernels, plan->columns->submitted_at + at->row, at->n, open);
}

/* Of `set`, keeps those who are in a group that is known of the whole pool or the block. */
static void keep_known(const uint64_t *group, size_t words, uint64_t *set)
{
    for (size_t word = 0; word < words; word++)
        set[word] &= group[word];
}

/* The same where it is not known: it is found out of the words that have somebody. */
static void keep_unknown(const field_pass *pass, const field_block *at, uint64_t *set)
{
    for (size_t word = 0; word < at->words; word++) {
        const size_t left = at->n - word * 64;
        uint64_t group = 0;
        if (set[word] == 0) continue;
        eep_packed_find_group(pass->plan->packed, pass->kernels, pass->filter->group, at->row + word * 64,
                              left < 64 ? left : 64, &group);
        set[word] &= group;
    }
}

static void count_block(const field_pass *pass, const field_block *at, eep_field_part *part)
{
    uint64_t competing[EEP_BLOCK_WORDS], floored[EEP_BLOCK_WORDS];
    part->in_pool += pass->kernels->common(part->open, at->any, at->words);
    if (pass->floor == 0) {
        part->eligible += pass->kernels->common(part->open, at->group, at->words);
        return;
    }
    pass->kernels->reach(at->score, at->n, pass->floor, floored);
    for (size_t word = 0; word < at->words; word++)
        competing[word] = part->open[word] & at->group[word];
    part->eligible += pass->kernels->common(competing, floored, at->words);
}

/* Bounds of other threads are taken over before a block, and one's own is handed on after it. */
static void share_bound(field_pass *pass, uint16_t bound)
{
    unsigned known = atomic_load_explicit(&pass->bound, memory_order_relaxed);
    while (known < bound && !atomic_compare_exchange_weak_explicit(
                                &pass->bound, &known, bound, memory_order_relaxed, memory_order_relaxed))
        continue;
}

static void walk_block(field_pass *pass, uint64_t b, eep_field_part *part)
{
    const eep_field_plan *plan = pass->plan;
    field_block at = {.row = b * EEP_BLOCK_ROWS, .n = eep_block_rows(pass->rows, b)};
    at.words = EEP_SET_WORDS(at.n);
    at.span = EEP_VALIDITY_SOME;
    if (plan->packed != NULL) {
        const eep_packed_summary *summary = &plan->packed->summary[b];
        at.span = eep_validity_spans(&pass->window, summary->earliest, summary->latest);
        if (at.span == EEP_VALIDITY_NONE) return;
        read_packed(pass, &at, part);
    } else {
        read_columns(pass, &at, part);
    }
    eep_leaders_raise(&part->leaders, (uint16_t)atomic_load_explicit(&pass->bound, memory_order_relaxed));
    const int any = pass->kernels->reach(at.score, at.n, part->leaders.bound, part->reached);
    if (!any && !plan->counts) return;
    find_open(pass, &at, part->open);
    if (plan->counts) count_block(pass, &at, part);
    for (size_t word = 0; word < at.words; word++)
        part->reached[word] &= part->open[word];
    if (at.group != NULL)
        keep_known(at.group, at.words, part->reached);
    else
        keep_unknown(pass, &at, part->reached);
    eep_leaders_add(&part->leaders, at.row, at.score, part->reached, at.words);
    share_bound(pass, part->leaders.bound);
}

/* ---- The pool ----------------------------------------------------------------------------------- */

static void walk(const eep_engine *engine, field_pass *pass, eep_field *field)
{
    const uint64_t blocks = (pass->rows + EEP_BLOCK_ROWS - 1) / EEP_BLOCK_ROWS;
    const uint64_t fair = blocks / ((uint64_t)engine->threads * TURNS) + 1;
    const int at_once = fair < BLOCKS_AT_ONCE ? (int)fair : BLOCKS_AT_ONCE;
#pragma omp parallel for num_threads(engine->threads) schedule(dynamic, at_once) if (blocks > 1)
    for (uint64_t b = 0; b < blocks; b++)
        walk_block(pass, b, &field->part[eep_thread_number()]);
}

static int add_parts(eep_field *field)
{
    int failed = 0;
    for (size_t p = 0; p < field->parts; p++) {
        const eep_field_part *part = &field->part[p];
        if (part->leaders.bound > field->bound) field->bound = part->leaders.bound;
        field->in_pool += part->in_pool;
        field->eligible += part->eligible;
        failed |= part->leaders.failed;
    }
    for (size_t p = 0; p < field->parts; p++) {
        for (size_t s = field->bound; s < EEP_SCORE_BINS; s++) {
            field->histogram[s] += field->part[p].leaders.histogram[s];
            field->counted += field->part[p].leaders.histogram[s];
        }
    }
    return !failed;
}

/* Everybody who competes and reaches `bound`, or a higher bound that the walk finds. */
static eep_status walk_from(eep_engine *engine, uint64_t wanted, uint16_t bound, field_pass *pass,
                            eep_field *field, eep_error *error)
{
    *field = (eep_field){.allocator = engine->allocator, .parts = (size_t)engine->threads};
    field->part = eep_allocate_raw(&field->allocator, field->parts, sizeof *field->part);
    if (field->part == NULL) return eep_fail_memory(error, field->parts * sizeof *field->part);
    for (size_t p = 0; p < field->parts; p++) {
        field->part[p].in_pool = field->part[p].eligible = 0;
        eep_leaders_start(&field->part[p].leaders, &field->allocator, wanted, bound);
    }
    atomic_init(&pass->bound, bound);
    walk(engine, pass, field);
    if (add_parts(field)) return EEP_OK;
    eep_field_clear(field);
    return eep_fail_memory(error, 0);
}

/* ---- A bound to begin with ---------------------------------------------------------------------- */

/* The smallest number whose square is at least `n`. */
static uint64_t root_above(uint64_t n)
{
    uint64_t root = 0;
    while (root * root < n)
        root++;
    return root;
}

/*
 * Without a bound the first blocks are counted whole, and it takes eight times as many candidates as are
 * wanted until it has risen. A few blocks from all over the pool say where it will end: five standard
 * deviations below their share of the wanted, it is too high once in a million pools whose rows are in no
 * order, and then the pool is walked over again. The result is the same either way.
 */
static uint16_t guess_bound(const eep_engine *engine, const field_pass *pass, uint64_t wanted)
{
    const uint64_t blocks = (pass->rows + EEP_BLOCK_ROWS - 1) / EEP_BLOCK_ROWS;
    const uint64_t stride = blocks / SAMPLE_BLOCKS, share = stride > 0 ? wanted / stride + 1 : 0;
    if (stride < MANY_SAMPLES || share > SAMPLE_BLOCKS * EEP_BLOCK_ROWS / MANY_SAMPLES) return pass->floor;
    eep_field_plan plan = *pass->plan;
    field_pass sample = *pass;
    plan.counts = 0;
    sample.plan = &plan;
    atomic_init(&sample.bound, pass->floor);
    eep_field_part *part = eep_allocate_raw(&engine->allocator, 1, sizeof *part);
    if (part == NULL) return pass->floor;
    eep_leaders_start(&part->leaders, &engine->allocator, share + 5 * root_above(share), pass->floor);
    for (uint64_t b = 0; b < SAMPLE_BLOCKS; b++)
        walk_block(&sample, b * stride, part);
    const uint16_t bound = part->leaders.failed ? pass->floor : part->leaders.bound;
    eep_leaders_clear(&part->leaders);
    eep_release(&engine->allocator, part, 1, sizeof *part);
    return bound;
}

/* ---- The field ---------------------------------------------------------------------------------- */

eep_status eep_field_make(eep_engine *engine, const eep_rules *rules, const eep_filter *filter,
                          const eep_round *round, const eep_field_plan *plan, eep_field *field,
                          eep_error *error)
{
    const eep_packed *packed = plan->packed;
    field_pass pass = {
        .kernels = &engine->kernels,
        .rules = rules,
        .filter = filter,
        .plan = plan,
        .window = eep_validity_at(round->moment, rules->profile_months),
        .rows = packed != NULL ? packed->rows : plan->columns->rows,
        .floor = round->floor,
        .programs_given = (plan->columns->present >> EEP_COL_programs & 1) != 0,
    };
    if (packed != NULL && (packed->ready >> filter->group & 1) != 0) {
        pass.any = packed->group[EEP_GROUP_ANY];
        pass.group = packed->group[filter->group];
    }
    const uint64_t wanted = round->invitations;
    const uint16_t guess = guess_bound(engine, &pass, wanted);
    EEP_TRY(walk_from(engine, wanted, guess, &pass, field, error));
    if (guess > round->floor && field->counted < wanted) {
        eep_field_clear(field);
        EEP_TRY(walk_from(engine, wanted, round->floor, &pass, field, error));
    }
    field->in_order = packed != NULL && packed->in_order;
    return EEP_OK;
}

void eep_field_clear(eep_field *field)
{
    for (size_t p = 0; p < field->parts; p++)
        eep_leaders_clear(&field->part[p].leaders);
    eep_release(&field->allocator, field->part, field->parts, sizeof *field->part);
    field->part = NULL;
    field->parts = 0;
}

void eep_field_each(const eep_field *field, eep_field_visit visit, void *context)
{
    for (size_t p = 0; p < field->parts; p++) {
        const eep_leaders *leaders = &field->part[p].leaders;
        for (uint64_t i = 0; i < leaders->count; i++) {
            if (eep_entry_score(leaders->entry[i]) >= field->bound) visit(context, leaders->entry[i]);
        }
    }
}

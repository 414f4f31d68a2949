/* field.c - who is in the pool at the moment of a round, and who of them competes in it. */
#include <string.h>

#include "sim/draw/field.h"

#define DAY_SECONDS 86400

/* Which submissions are in the pool at a moment: made by then, and not run out. */
typedef struct validity_window {
    eep_time moment;
    eep_time surely_valid;   /* submitted from here on: has not run out */
    eep_time surely_expired; /* submitted before: has run out */
    int months;
} validity_window;

/*
 * A profile runs out at its own time of day, whole months after its day. Adding months to the days near a
 * month's end is not one to one, so the few days around the edge are looked at one by one.
 */
static validity_window window_at(eep_time moment, int months)
{
    const eep_time edge = (eep_time)eep_date_add_months(eep_time_date(moment), -months) * DAY_SECONDS;
    return (validity_window){moment, edge + 4 * DAY_SECONDS, edge - 2 * DAY_SECONDS, months};
}

static int is_valid(const validity_window *window, eep_time submitted_at)
{
    if (submitted_at > window->moment || submitted_at < window->surely_expired) return 0;
    if (submitted_at >= window->surely_valid) return 1;
    const eep_date day = eep_time_date(submitted_at);
    const eep_time time_of_day = submitted_at - (eep_time)day * DAY_SECONDS;
    return window->moment < (eep_time)eep_date_add_months(day, window->months) * DAY_SECONDS + time_of_day;
}

/* What one thread counts, to be added up afterwards. */
typedef struct thread_tally {
    uint64_t in_pool;
    uint64_t histogram[EEP_SCORE_BINS];
} thread_tally;

/* The insides of one pass over the pool. */
typedef struct field_pass {
    const eep_engine *engine;
    const eep_rules *rules;
    const eep_filter *filter;
    const eep_columns *columns;
    const uint8_t *taken;
    validity_window window;
    uint16_t floor;
    int programs_given; /* the pool says itself who qualifies for what */
    eep_field *field;
} field_pass;

static void field_block(const field_pass *pass, uint64_t row, size_t n, eep_block *block, thread_tally *tally)
{
    const eep_kernels *kernels = &pass->engine->kernels;
    const eep_columns *columns = pass->columns;
    uint16_t *score = pass->field->score + row;
    uint8_t *programs = pass->field->programs + row, *competes = pass->field->competes + row;
    uint8_t member[EEP_BLOCK_ROWS];
    eep_raw raw;

    eep_raw_at(columns, row, &raw);
    eep_block_score(kernels, pass->rules, &raw, n, block,
                    &(eep_block_results){.score = score, .programs = programs});
    if (pass->filter->category != NULL)
        eep_block_members(kernels, pass->rules, pass->filter->category, &raw, n, block, member);
    if (pass->programs_given) memcpy(programs, columns->programs + row, n);
    for (size_t i = 0; i < n; i++) {
        const int in_pool = programs[i] != 0 && columns->status[row + i] == 0 &&
                            (pass->taken == NULL || pass->taken[row + i] == 0) &&
                            is_valid(&pass->window, columns->submitted_at[row + i]);
        const int belongs = pass->filter->category == NULL || member[i];
        tally->in_pool += (uint64_t)in_pool;
        competes[i] = (uint8_t)(in_pool && belongs && (programs[i] & pass->filter->programs) != 0 &&
                                score[i] >= pass->floor);
    }
    kernels->count(score, competes, n, tally->histogram);
}

static void add_tallies(eep_field *field, const thread_tally *tallies, int threads)
{
    for (int t = 0; t < threads; t++) {
        field->in_pool += tallies[t].in_pool;
        for (size_t s = 0; s < EEP_SCORE_BINS; s++) {
            field->histogram[s] += tallies[t].histogram[s];
            field->eligible += tallies[t].histogram[s];
        }
    }
}

static eep_status allocate_field(const eep_engine *engine, uint64_t rows, eep_field *field, eep_error *error)
{
    *field = (eep_field){.allocator = engine->allocator, .rows = rows};
    field->score = eep_allocate_raw(&field->allocator, rows, sizeof *field->score);
    field->programs = eep_allocate_raw(&field->allocator, rows, sizeof *field->programs);
    field->competes = eep_allocate_raw(&field->allocator, rows, sizeof *field->competes);
    if (field->score != NULL && field->programs != NULL && field->competes != NULL) return EEP_OK;
    eep_field_clear(field);
    return eep_fail_memory(error, rows * 4);
}

static void field_rows(const field_pass *pass, eep_block *blocks, thread_tally *tallies)
{
    const uint64_t rows = pass->columns->rows;
#pragma omp parallel for num_threads(pass->engine->threads) schedule(static)
    for (uint64_t row = 0; row < rows; row += EEP_BLOCK_ROWS) {
        const size_t n = rows - row < EEP_BLOCK_ROWS ? (size_t)(rows - row) : EEP_BLOCK_ROWS;
        const int thread = eep_thread_number();
        field_block(pass, row, n, &blocks[thread], &tallies[thread]);
    }
}

eep_status eep_field_make(eep_engine *engine, const eep_rules *rules, const eep_filter *filter,
                          const eep_pool *pool, const eep_round *round, const uint8_t *taken,
                          eep_field *field, eep_error *error)
{
    const size_t threads = (size_t)engine->threads;
    EEP_TRY(allocate_field(engine, pool->columns.rows, field, error));
    eep_block *blocks = eep_allocate_raw(&engine->allocator, threads, sizeof *blocks);
    thread_tally *tallies = eep_allocate(&engine->allocator, threads, sizeof *tallies);
    eep_status status = EEP_OK;
    if (blocks == NULL || tallies == NULL) {
        status = eep_fail_memory(error, threads * (sizeof *blocks + sizeof *tallies));
        eep_field_clear(field);
    } else {
        const field_pass pass = {
            .engine = engine,
            .rules = rules,
            .filter = filter,
            .columns = &pool->columns,
            .taken = taken,
            .window = window_at(round->moment, rules->profile_months),
            .floor = round->floor,
            .programs_given = (pool->columns.present >> EEP_COL_programs & 1) != 0,
            .field = field,
        };
        field_rows(&pass, blocks, tallies);
        add_tallies(field, tallies, engine->threads);
    }
    eep_release(&engine->allocator, tallies, threads, sizeof *tallies);
    eep_release(&engine->allocator, blocks, threads, sizeof *blocks);
    return status;
}

void eep_field_clear(eep_field *field)
{
    eep_release(&field->allocator, field->score, field->rows, sizeof *field->score);
    eep_release(&field->allocator, field->programs, field->rows, sizeof *field->programs);
    eep_release(&field->allocator, field->competes, field->rows, sizeof *field->competes);
    field->score = NULL;
    field->programs = field->competes = NULL;
}

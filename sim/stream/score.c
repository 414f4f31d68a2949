/* score.c - the scores of everybody in a stream, a block at a time. */
#include <string.h>

#include "sim/score/block.h"
#include "sim/stream/stream.h"

/* Where one thread scores a block. */
typedef struct score_space {
    eep_block block;
    uint16_t score[EEP_BLOCK_ROWS], section[EEP_SECTIONS][EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS];
    uint32_t categories[EEP_BLOCK_ROWS];
} score_space;

typedef struct stream_scoring {
    const eep_kernels *kernels;
    const eep_rules *rules;
    const eep_scored_sink *sink;
    int programs_given;
    score_space *spaces;
} stream_scoring;

static eep_status score_block(const stream_scoring *scoring, int thread, uint64_t first,
                              const eep_columns *columns, uint64_t row, size_t n, eep_error *error)
{
    score_space *space = &scoring->spaces[thread];
    eep_block_results results = {
        .score = space->score, .programs = space->programs, .categories = space->categories};
    eep_scored scored = {.first = first + row, .rows = n, .id = columns->id + row};
    eep_raw raw;
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        results.section[s] = scored.scores.section[s] = space->section[s];
    scored.scores.score = space->score;
    scored.scores.programs = space->programs;
    scored.scores.categories = space->categories;
    eep_raw_at(columns, row, &raw);
    eep_block_score(scoring->kernels, scoring->rules, &raw, n, &space->block, &results);
    if (scoring->programs_given) memcpy(space->programs, columns->programs + row, n);
    return scoring->sink->work(scoring->sink->context, thread, &scored, error);
}

static eep_status score_chunk(void *context, int thread, uint64_t first, const eep_columns *columns,
                              eep_error *error)
{
    for (uint64_t row = 0; row < columns->rows; row += EEP_BLOCK_ROWS) {
        const uint64_t left = columns->rows - row;
        const size_t n = left < EEP_BLOCK_ROWS ? (size_t)left : EEP_BLOCK_ROWS;
        EEP_TRY(score_block(context, thread, first, columns, row, n, error));
    }
    return EEP_OK;
}

static eep_status finish_chunk(void *context, int thread, eep_error *error)
{
    const stream_scoring *scoring = context;
    return scoring->sink->in_order(scoring->sink->context, thread, error);
}

/* Who the people are. */
#define UNUSED_COLUMNS (UINT64_C(1) << EEP_COL_sex | UINT64_C(1) << EEP_COL_citizenship)

eep_status eep_stream_score(eep_engine *engine, const eep_rules *rules, eep_stream *stream,
                            const eep_scored_sink *sink, eep_error *error)
{
    const size_t threads = (size_t)engine->threads;
    stream_scoring scoring = {.kernels = &engine->kernels,
                              .rules = rules,
                              .sink = sink,
                              .programs_given = eep_stream_has_column(stream, EEP_COL_programs)};
    const eep_walk walk = {.stream = stream,
                           .wanted = ~UNUSED_COLUMNS,
                           .end = stream->rows,
                           .check_ids = 1,
                           .work = score_chunk,
                           .in_order = sink->in_order != NULL ? finish_chunk : NULL,
                           .context = &scoring};
    scoring.spaces = eep_allocate_raw(&engine->allocator, threads, sizeof *scoring.spaces);
    if (scoring.spaces == NULL) return eep_fail_memory(error, threads * sizeof *scoring.spaces);
    const eep_status status = eep_walk_chunks(engine, &walk, error);
    eep_release(&engine->allocator, scoring.spaces, threads, sizeof *scoring.spaces);
    return status;
}

/* walk.c - chunks of a stream side by side: each is read and worked on by one thread, so reading overlaps. */
#include "sim/stream/stream.h"

/* The ids of a chunk, as far as they matter to whether all rise. */
typedef struct chunk_ids {
    uint64_t first, last;
    int rise;
} chunk_ids;

typedef struct walking {
    const eep_engine *engine;
    const eep_walk *walk;
    uint64_t from, to; /* chunks */
    chunk_ids *ids;    /* of each of them, where they are checked */
    uint64_t failed;   /* the first chunk that failed so far, or `to` */
    uint64_t done;
    eep_status status;
    eep_error error;
} walking;

static uint64_t first_failed(const walking *state)
{
    uint64_t failed;
#pragma omp atomic read
    failed = state->failed;
    return failed;
}

static void note_failure(walking *state, uint64_t chunk, eep_status status, const eep_error *error)
{
#pragma omp critical(eep_walk_failure)
    if (chunk < state->failed) {
#pragma omp atomic write
        state->failed = chunk;
        state->status = status;
        state->error = *error;
    }
}

static void watch_ids(const eep_columns *columns, chunk_ids *ids)
{
    const uint64_t *id = columns->id, rows = columns->rows;
    int rise = 1;
    for (uint64_t row = 1; row < rows; row++)
        rise &= id[row] > id[row - 1];
    *ids = (chunk_ids){id[0], id[rows - 1], rise};
}

/* The rows of a chunk that the walk is about: [from, to) of it. */
typedef struct chunk_rows {
    uint64_t begin, from, to;
} chunk_rows;

static chunk_rows rows_of(const eep_walk *walk, uint64_t chunk)
{
    const uint64_t size = walk->stream->chunk_rows, begin = chunk * size;
    const uint64_t left = walk->stream->rows - begin, rows = left < size ? left : size;
    return (chunk_rows){.begin = begin,
                        .from = walk->first > begin ? walk->first - begin : 0,
                        .to = walk->end - begin < rows ? walk->end - begin : rows};
}

/* What is wanted of a chunk, and what is known of its ids. */
static eep_status read_chunk(walking *state, uint64_t chunk, int thread, eep_error *error)
{
    static const uint64_t id = UINT64_C(1) << EEP_COL_id;
    const eep_walk *walk = state->walk;
    const eep_stream *stream = walk->stream;
    chunk_ids *ids = state->ids != NULL ? &state->ids[chunk - state->from] : NULL;
    uint64_t wanted = walk->wanted;
    if (walk->needless != NULL) wanted &= ~walk->needless(walk->context, thread, stream->file, chunk);
    if (ids != NULL && (wanted & id) == 0) {
        ids->rise = eep_chunks_ids_rise(stream->file, thread, chunk, &ids->first, &ids->last);
        if (!ids->rise) wanted |= id;
    }
    EEP_TRY(eep_chunks_read(stream->file, thread, chunk, wanted, &stream->place[thread], error));
    if (ids != NULL && (wanted & id) != 0) watch_ids(&stream->place[thread], ids);
    return EEP_OK;
}

static eep_status walk_chunk(walking *state, uint64_t chunk, int thread, eep_error *error)
{
    const eep_walk *walk = state->walk;
    const eep_stream *stream = walk->stream;
    const chunk_rows rows = rows_of(walk, chunk);
    eep_columns view;
    if (stream->file != NULL) {
        EEP_TRY(read_chunk(state, chunk, thread, error));
        view = eep_columns_view(&stream->place[thread], rows.from, rows.to - rows.from);
    } else {
        view = eep_columns_view(&stream->pool->columns, rows.begin + rows.from, rows.to - rows.from);
    }
    return walk->work(walk->context, thread, rows.begin + rows.from, &view, error);
}

static void tell(walking *state, int thread, uint64_t chunk)
{
    const chunk_rows rows = rows_of(state->walk, chunk);
    uint64_t done;
#pragma omp atomic capture
    done = state->done += rows.to - rows.from;
    /* The first of a team is the caller's own thread. */
    if (thread == 0)
        eep_engine_tell(state->engine, "candidates", done, state->walk->end - state->walk->first);
}

static void walk_side_by_side(walking *state)
{
#pragma omp parallel for num_threads(state->engine->threads) schedule(dynamic, 1)
    for (uint64_t chunk = state->from; chunk < state->to; chunk++) {
        const int thread = eep_thread_number();
        eep_error error;
        if (chunk > first_failed(state)) continue;
        const eep_status status = walk_chunk(state, chunk, thread, &error);
        if (status != EEP_OK) note_failure(state, chunk, status, &error);
        tell(state, thread, chunk);
    }
}

static void walk_in_order(walking *state)
{
    const eep_walk *walk = state->walk;
#pragma omp parallel for num_threads(state->engine->threads) schedule(dynamic, 1) ordered
    for (uint64_t chunk = state->from; chunk < state->to; chunk++) {
        const int thread = eep_thread_number();
        eep_error error;
        eep_status status = EEP_OK;
        if (chunk < first_failed(state)) status = walk_chunk(state, chunk, thread, &error);
        if (status != EEP_OK) note_failure(state, chunk, status, &error);
#pragma omp ordered
        {
            if (chunk < first_failed(state)) {
                status = walk->in_order(walk->context, thread, &error);
                if (status != EEP_OK) note_failure(state, chunk, status, &error);
            }
        }
        tell(state, thread, chunk);
    }
}

/* One look at what the chunks told; only ids in no order have to be looked at once more. */
static eep_status check_ids(const walking *state, eep_error *error)
{
    uint64_t rows[2];
    int rise = 1;
    for (uint64_t i = 0; i < state->to - state->from; i++) {
        rise &= state->ids[i].rise;
        if (i > 0) rise &= state->ids[i].first > state->ids[i - 1].last;
    }
    if (rise) return EEP_OK;
    const eep_status status = eep_chunks_unique(&state->walk->stream->file, 1, rows, error);
    if (status != EEP_OK && error != NULL)
        eep_error_place(error, state->walk->stream->path, error->line, error->column);
    return status;
}

eep_status eep_walk_chunks(const eep_engine *engine, const eep_walk *walk, eep_error *error)
{
    const eep_stream *stream = walk->stream;
    if (walk->first >= walk->end) return EEP_OK;
    walking state = {.engine = engine,
                     .walk = walk,
                     .from = walk->first / stream->chunk_rows,
                     .to = (walk->end - 1) / stream->chunk_rows + 1};
    const uint64_t chunks = state.to - state.from;
    const int checks = walk->check_ids && stream->file != NULL;
    state.failed = state.to;
    if (checks) {
        state.ids = eep_allocate(&stream->allocator, chunks, sizeof *state.ids);
        if (state.ids == NULL) return eep_fail_memory(error, (size_t)chunks * sizeof *state.ids);
    }
    if (walk->in_order != NULL) {
        walk_in_order(&state);
    } else {
        walk_side_by_side(&state);
    }
    /* The caller's own thread need not have had the last chunk. */
    eep_engine_tell(engine, "candidates", state.done, walk->end - walk->first);
    if (state.status == EEP_OK && checks) {
        state.status = check_ids(&state, error);
    } else if (state.status != EEP_OK && error != NULL) {
        *error = state.error;
    }
    eep_release(&stream->allocator, state.ids, chunks, sizeof *state.ids);
    return state.status;
}

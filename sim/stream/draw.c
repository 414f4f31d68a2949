/*
 * draw.c - rounds on a stream.
 *
 * One walk counts everybody and keeps those who may decide the tie-break; mostly that is all. Where too many
 * have exactly the cut-off score, further walks narrow the ranks down between which the last one invited
 * lies, 65,536 times each, until those within fit. Who was invited is then a comparison with that one: only a
 * later round, or who asks for their names, needs one more walk, and a bit a candidate.
 */
#include "sim/stream/draw.h"

#include <string.h>

#include "sim/draw/field.h"
#include "sim/draw/validity.h"
#include "sim/stream/tied.h"

#define BINS 65536

/* What a round asks, on its day. */
typedef struct stream_round {
    const eep_kernels *kernels;
    const eep_rules *rules;
    const eep_round *round;
    eep_filter filter;
    eep_validity window;
    int programs_given;
    uint8_t *taken; /* a bit a row, or NULL */
} stream_round;

/* Where one thread scores a block. Papers of which none has expired are not read: `valid` stands for them. */
typedef struct stream_space {
    int papers_valid;
    eep_date valid[EEP_BLOCK_ROWS];
    eep_block block;
    uint16_t score[EEP_BLOCK_ROWS];
    uint8_t programs[EEP_BLOCK_ROWS], competes[EEP_BLOCK_ROWS];
} stream_space;

static int is_taken(const uint8_t *taken, uint64_t row)
{
    uint8_t byte;
    if (taken == NULL) return 0;
#pragma omp atomic read
    byte = taken[row / 8]; /* another thread may be marking a neighbour */
    return (byte >> row % 8 & 1) != 0;
}

/* Threads that work on neighbouring chunks may meet in a byte. */
static void take(uint8_t *taken, uint64_t row)
{
    const uint8_t bit = (uint8_t)(1u << row % 8);
#pragma omp atomic update
    taken[row / 8] |= bit;
}

/* Who of rows [row, row + n) of the chunk competes; returns how many are in the pool. */
static uint64_t judge(const stream_round *round, const eep_columns *columns, uint64_t row, size_t n,
                      uint64_t first, stream_space *space)
{
    uint64_t members[EEP_BLOCK_ROWS / 64], in_pool = 0;
    eep_raw raw;
    eep_raw_at(columns, row, &raw);
    if (space->papers_valid) raw.language_test_date = raw.assessment_date = space->valid;
    eep_block_score(round->kernels, round->rules, &raw, n, &space->block,
                    &(eep_block_results){.score = space->score, .programs = space->programs});
    if (round->filter.category != NULL)
        eep_block_members(round->kernels, round->rules, round->filter.category, &raw, n, &space->block,
                          members);
    if (round->programs_given) memcpy(space->programs, columns->programs + row, n);
    for (size_t i = 0; i < n; i++) {
        const int inside = space->programs[i] != 0 && columns->status[row + i] == 0 &&
                           eep_validity_has(&round->window, columns->submitted_at[row + i]) &&
                           !is_taken(round->taken, first + row + i);
        const int belongs = round->filter.category == NULL || (members[i / 64] >> i % 64 & 1) != 0;
        in_pool += (uint64_t)inside;
        space->competes[i] =
            (uint8_t)(inside && belongs && (space->programs[i] & round->filter.programs) != 0 &&
                      space->score[i] >= round->round->floor);
    }
    return in_pool;
}

static eep_competitor competitor_at(const stream_round *round, const eep_columns *columns, uint64_t row,
                                    uint16_t score)
{
    return (eep_competitor){
        .rank = eep_rank_of(eep_field_key(round->rules, columns, row), columns->id[row]),
        .submitted_at = columns->submitted_at[row],
        .birth_date = columns->birth_date[row],
        .score = score,
    };
}

/* ---- Walks ------------------------------------------------------------------------------------- */

/* The last one invited: everybody with a higher score or a rank up to that one's is. */
typedef struct stream_cut {
    uint16_t cutoff;
    eep_rank low, high; /* the last one lies between these; equal once it is known */
} stream_cut;

/* What a thread gathers; which members are used depends on the walk. */
typedef struct stream_part {
    stream_space space;
    uint64_t in_pool;
    eep_tied tied;           /* counting */
    uint64_t *bin;           /* narrowing: BINS */
    eep_invitation *invited; /* naming: of the chunk in hand */
    size_t invited_count, invited_room;
} stream_part;

typedef struct stream_drawing {
    const stream_round *round;
    stream_part *parts;
    stream_cut cut;
    eep_rank bin_width;
    eep_competitor *group; /* collecting: all within the cut */
    size_t group_count, group_room;
    uint8_t *mark; /* naming: where the invited are marked, or NULL */
    unsigned number;
    const eep_allocator *allocator;
    eep_invitations_told told;
    void *told_context;
} stream_drawing;

/* Calls `with` for every block of the chunk. */
typedef eep_status (*block_work)(stream_drawing *drawing, stream_part *part, const eep_columns *columns,
                                 uint64_t row, size_t n, uint64_t first, eep_error *error);

static eep_status each_block(stream_drawing *drawing, int thread, uint64_t first, const eep_columns *columns,
                             block_work with, eep_error *error)
{
    stream_part *part = &drawing->parts[thread];
    for (uint64_t row = 0; row < columns->rows; row += EEP_BLOCK_ROWS) {
        const uint64_t left = columns->rows - row;
        const size_t n = left < EEP_BLOCK_ROWS ? (size_t)left : EEP_BLOCK_ROWS;
        part->in_pool += judge(drawing->round, columns, row, n, first, &part->space);
        EEP_TRY(with(drawing, part, columns, row, n, first, error));
    }
    return EEP_OK;
}

static eep_status count_block(stream_drawing *drawing, stream_part *part, const eep_columns *columns,
                              uint64_t row, size_t n, uint64_t first, eep_error *error)
{
    (void)first;
    (void)error;
    for (size_t i = 0; i < n; i++) {
        const uint16_t score = part->space.score[i];
        if (part->space.competes[i] == 0) continue;
        if (eep_tied_passes(&part->tied, score)) continue;
        const eep_competitor one = competitor_at(drawing->round, columns, row + i, score);
        eep_tied_see(&part->tied, &one);
    }
    return EEP_OK;
}

static int is_within(const stream_cut *cut, const eep_competitor *one)
{
    return one->score == cut->cutoff && one->rank >= cut->low && one->rank <= cut->high;
}

static eep_status narrow_block(stream_drawing *drawing, stream_part *part, const eep_columns *columns,
                               uint64_t row, size_t n, uint64_t first, eep_error *error)
{
    (void)first;
    (void)error;
    for (size_t i = 0; i < n; i++) {
        if (part->space.competes[i] == 0 || part->space.score[i] != drawing->cut.cutoff) continue;
        const eep_competitor one = competitor_at(drawing->round, columns, row + i, part->space.score[i]);
        if (is_within(&drawing->cut, &one))
            part->bin[(size_t)((one.rank - drawing->cut.low) / drawing->bin_width)]++;
    }
    return EEP_OK;
}

/* Walks over the same file give the same counts, unless it is no longer the same. */
static eep_status fail_changed(const eep_stream *stream, eep_error *error)
{
    return eep_fail_at(error, EEP_ERROR_DAMAGED, stream->path, 0, 0,
                       "read it again when nothing writes to it", "the file was changed while it was read");
}

static eep_status collect_block(stream_drawing *drawing, stream_part *part, const eep_columns *columns,
                                uint64_t row, size_t n, uint64_t first, eep_error *error)
{
    (void)first;
    (void)error;
    for (size_t i = 0; i < n; i++) {
        if (part->space.competes[i] == 0 || part->space.score[i] != drawing->cut.cutoff) continue;
        const eep_competitor one = competitor_at(drawing->round, columns, row + i, part->space.score[i]);
        if (!is_within(&drawing->cut, &one)) continue;
        size_t at;
#pragma omp atomic capture
        at = drawing->group_count++;
        if (at < drawing->group_room) drawing->group[at] = one;
    }
    return EEP_OK;
}

static eep_status grow_invited(stream_drawing *drawing, stream_part *part, eep_error *error)
{
    const size_t room = part->invited_room == 0 ? 1024 : 2 * part->invited_room;
    eep_invitation *larger = eep_allocate_raw(drawing->allocator, room, sizeof *larger);
    if (larger == NULL) return eep_fail_memory(error, room * sizeof *larger);
    if (part->invited_count > 0) memcpy(larger, part->invited, part->invited_count * sizeof *larger);
    eep_release(drawing->allocator, part->invited, part->invited_room, sizeof *larger);
    part->invited = larger;
    part->invited_room = room;
    return EEP_OK;
}

static eep_status name_block(stream_drawing *drawing, stream_part *part, const eep_columns *columns,
                             uint64_t row, size_t n, uint64_t first, eep_error *error)
{
    const stream_cut *cut = &drawing->cut;
    for (size_t i = 0; i < n; i++) {
        const uint16_t score = part->space.score[i];
        if (part->space.competes[i] == 0 || score < cut->cutoff) continue;
        if (score == cut->cutoff && competitor_at(drawing->round, columns, row + i, score).rank > cut->high)
            continue;
        if (drawing->mark != NULL) take(drawing->mark, first + row + i);
        if (drawing->told == NULL) continue;
        if (part->invited_count == part->invited_room) EEP_TRY(grow_invited(drawing, part, error));
        part->invited[part->invited_count++] =
            (eep_invitation){.row = first + row + i,
                             .id = columns->id[row + i],
                             .submitted_at = columns->submitted_at[row + i],
                             .round = drawing->number,
                             .score = score,
                             .program = eep_round_program(drawing->round->rules, drawing->round->round,
                                                          part->space.programs[i])};
    }
    return EEP_OK;
}

#define CHUNK_WORK(name, with)                                                                               \
    static eep_status name(void *context, int thread, uint64_t row, const eep_columns *columns,              \
                           eep_error *error)                                                                 \
    {                                                                                                        \
        return each_block(context, thread, row, columns, with, error);                                       \
    }
CHUNK_WORK(count_chunk, count_block)
CHUNK_WORK(narrow_chunk, narrow_block)
CHUNK_WORK(collect_chunk, collect_block)
CHUNK_WORK(name_chunk, name_block)

static eep_status tell_chunk(void *context, int thread, eep_error *error)
{
    stream_drawing *drawing = context;
    stream_part *part = &drawing->parts[thread];
    eep_status status = EEP_OK;
    if (part->invited_count > 0)
        status = drawing->told(drawing->told_context, part->invited, part->invited_count, error);
    part->invited_count = 0;
    return status;
}

/* ---- One round --------------------------------------------------------------------------------- */

/* Everything but who the people are. */
#define UNUSED_COLUMNS (UINT64_C(1) << EEP_COL_sex | UINT64_C(1) << EEP_COL_citizenship)
#define PAPERS         (UINT64_C(1) << EEP_COL_language_test_date | UINT64_C(1) << EEP_COL_assessment_date)

/* Papers, where the index says that none of the chunk has expired. */
static uint64_t needless(void *context, int thread, const eep_chunks *file, uint64_t chunk)
{
    const stream_drawing *drawing = context;
    const eep_pack_tables *tables = &drawing->round->rules->pack;
    stream_space *space = &drawing->parts[thread].space;
    space->papers_valid =
        eep_chunks_all_after(file, chunk, EEP_COL_language_test_date, tables->language_test_after) &&
        eep_chunks_all_after(file, chunk, EEP_COL_assessment_date, tables->assessment_after);
    return space->papers_valid ? PAPERS : 0;
}

static eep_walk walk_of(eep_stream *stream, stream_drawing *drawing)
{
    return (eep_walk){.stream = stream,
                      .wanted = ~UNUSED_COLUMNS,
                      .end = stream->rows,
                      .needless = needless,
                      .context = drawing};
}

/* The cut-off; how many of those who have it are invited, in `*wanted`. */
static void find_cutoff(const stream_drawing *drawing, int threads, eep_notice *notice)
{
    uint64_t reached = 0;
    for (size_t score = EEP_SCORE_BINS; score-- > 0;) {
        uint64_t here = 0;
        for (int t = 0; t < threads; t++)
            here += drawing->parts[t].tied.histogram[score];
        if (reached + here >= notice->invited) {
            notice->cutoff = (uint16_t)score;
            notice->at_cutoff = here;
            notice->at_cutoff_invited = notice->invited - reached;
            return;
        }
        reached += here;
    }
}

/* From the counts: who is in the pool, how many are invited, and the cut-off. */
static void count_up(const stream_drawing *drawing, int threads, eep_notice *notice)
{
    const uint64_t invitations = notice->round.invitations;
    for (int t = 0; t < threads; t++) {
        notice->in_pool += drawing->parts[t].in_pool;
        for (size_t score = 0; score < EEP_SCORE_BINS; score++)
            notice->eligible += drawing->parts[t].tied.histogram[score];
    }
    notice->invited = invitations < notice->eligible ? invitations : notice->eligible;
    notice->exhausted = notice->eligible < invitations;
    if (notice->invited > 0) find_cutoff(drawing, threads, notice);
}

/* Moves those at the cut-off whom the threads kept into the group; 0 when some were let go. */
static int gather_kept(stream_drawing *drawing, int threads)
{
    for (int t = 0; t < threads; t++)
        if (drawing->parts[t].tied.overflowed) return 0;
    for (int t = 0; t < threads; t++) {
        const eep_tied *tied = &drawing->parts[t].tied;
        for (size_t i = 0; i < tied->count; i++) {
            if (tied->kept[i].score != drawing->cut.cutoff) continue;
            if (drawing->group_count == drawing->group_room) {
                drawing->group_count = 0;
                return 0;
            }
            drawing->group[drawing->group_count++] = tied->kept[i];
        }
    }
    return 1;
}

/* The bin that holds the one who ranks `*wanted`; both are then relative to it. 0 when there is none. */
static int enter_bin(stream_drawing *drawing, int threads, uint64_t *count, uint64_t *wanted)
{
    stream_cut *cut = &drawing->cut;
    for (size_t bin = 0; bin < BINS; bin++) {
        uint64_t here = 0;
        for (int t = 0; t < threads; t++)
            here += drawing->parts[t].bin[bin];
        if (here < *wanted) {
            *wanted -= here;
            continue;
        }
        cut->low += drawing->bin_width * bin;
        if (cut->high - cut->low >= drawing->bin_width) cut->high = cut->low + (drawing->bin_width - 1);
        *count = here;
        return 1;
    }
    return 0;
}

static eep_status narrow(const eep_engine *engine, eep_stream *stream, stream_drawing *drawing,
                         uint64_t *count, uint64_t *wanted, eep_error *error)
{
    const int threads = engine->threads;
    eep_walk walk = walk_of(stream, drawing);
    uint64_t *bins = eep_allocate_raw(&engine->allocator, (size_t)threads * BINS, sizeof *bins);
    if (bins == NULL) return eep_fail_memory(error, (size_t)threads * BINS * sizeof *bins);
    for (int t = 0; t < threads; t++)
        drawing->parts[t].bin = bins + (size_t)t * BINS;
    walk.work = narrow_chunk;
    eep_status status = EEP_OK;
    while (*count > drawing->group_room && status == EEP_OK) {
        memset(bins, 0, (size_t)threads * BINS * sizeof *bins);
        drawing->bin_width = (drawing->cut.high - drawing->cut.low) / BINS + 1;
        status = eep_walk_chunks(engine, &walk, error);
        if (status == EEP_OK && !enter_bin(drawing, threads, count, wanted))
            status = fail_changed(stream, error);
    }
    eep_release(&engine->allocator, bins, (size_t)threads * BINS, sizeof *bins);
    return status;
}

/* Finds the last one invited. */
static eep_status find_last(const eep_engine *engine, eep_stream *stream, stream_drawing *drawing,
                            eep_notice *notice, eep_error *error)
{
    uint64_t count = notice->at_cutoff, wanted = notice->at_cutoff_invited;
    drawing->cut = (stream_cut){.cutoff = notice->cutoff, .low = ~(eep_rank)0};
    for (int t = 0; t < engine->threads; t++) {
        const eep_tied *tied = &drawing->parts[t].tied;
        if (tied->lowest < drawing->cut.low) drawing->cut.low = tied->lowest;
        if (tied->highest > drawing->cut.high) drawing->cut.high = tied->highest;
    }
    if (!gather_kept(drawing, engine->threads)) {
        eep_walk walk = walk_of(stream, drawing);
        walk.work = collect_chunk;
        EEP_TRY(narrow(engine, stream, drawing, &count, &wanted, error));
        EEP_TRY(eep_walk_chunks(engine, &walk, error));
    } else {
        count = drawing->group_count;
    }
    if (drawing->group_count != count || count < wanted) return fail_changed(stream, error);
    eep_tied_sort(drawing->group, drawing->group_count);
    const eep_competitor *last = &drawing->group[wanted - 1];
    drawing->cut.low = drawing->cut.high = last->rank;
    notice->tie_break = last->submitted_at;
    notice->tie_break_birth_date = last->birth_date;
    notice->tie_break_id = (uint64_t)last->rank;
    return EEP_OK;
}

static eep_status name_invited(const eep_engine *engine, eep_stream *stream, stream_drawing *drawing,
                               eep_error *error)
{
    eep_walk walk = walk_of(stream, drawing);
    walk.work = name_chunk;
    walk.in_order = drawing->told != NULL ? tell_chunk : NULL;
    const eep_status status = eep_walk_chunks(engine, &walk, error);
    for (int t = 0; t < engine->threads; t++) {
        stream_part *part = &drawing->parts[t];
        eep_release(&engine->allocator, part->invited, part->invited_room, sizeof *part->invited);
        part->invited = NULL;
        part->invited_count = part->invited_room = 0;
    }
    return status;
}

static eep_status hold_with(const eep_engine *engine, eep_stream *stream, stream_drawing *drawing,
                            int check_ids, eep_notice *notice, eep_error *error)
{
    eep_walk walk = walk_of(stream, drawing);
    walk.work = count_chunk;
    walk.check_ids = check_ids;
    for (int t = 0; t < engine->threads; t++)
        drawing->parts[t].in_pool = 0;
    EEP_TRY(eep_walk_chunks(engine, &walk, error));
    count_up(drawing, engine->threads, notice);
    if (notice->invited == 0) return EEP_OK;
    EEP_TRY(find_last(engine, stream, drawing, notice, error));
    if (drawing->mark == NULL && drawing->told == NULL) return EEP_OK;
    return name_invited(engine, stream, drawing, error);
}

/* ---- Memory for one round ---------------------------------------------------------------------- */

static void start_part(stream_part *part, uint64_t invitations, eep_competitor *keeping, size_t room)
{
    eep_tied_start(&part->tied, invitations, keeping, room);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        part->space.valid[i] = EEP_DATE_OPEN;
}

static eep_status hold(const eep_engine *engine, eep_stream *stream, stream_drawing *drawing,
                       const eep_stream_room *room, int check_ids, eep_notice *notice, eep_error *error)
{
    const eep_allocator *allocator = &engine->allocator;
    const size_t threads = (size_t)engine->threads, kept = threads * room->kept;
    drawing->group_room = room->group;
    drawing->parts = eep_allocate(allocator, threads, sizeof *drawing->parts);
    drawing->group = eep_allocate_raw(allocator, room->group, sizeof *drawing->group);
    eep_competitor *keeping = eep_allocate_raw(allocator, kept, sizeof *keeping);
    eep_status status = EEP_OK;
    if (drawing->parts == NULL || drawing->group == NULL || keeping == NULL) {
        status = eep_fail_memory(error, (kept + room->group) * sizeof *keeping);
    } else {
        for (size_t t = 0; t < threads; t++)
            start_part(&drawing->parts[t], notice->round.invitations, keeping + t * room->kept, room->kept);
        status = hold_with(engine, stream, drawing, check_ids, notice, error);
    }
    eep_release(allocator, keeping, kept, sizeof *keeping);
    eep_release(allocator, drawing->group, room->group, sizeof *drawing->group);
    eep_release(allocator, drawing->parts, threads, sizeof *drawing->parts);
    return status;
}

/* ---- Rounds in a row --------------------------------------------------------------------------- */

typedef struct stream_rounds {
    eep_engine *engine;
    const eep_policy *policy;
    eep_stream *stream;
    const eep_stream_room *room;
    uint8_t *taken;
    eep_invitations_told told;
    void *context;
} stream_rounds;

static eep_status hold_round(const stream_rounds *all, const eep_rules *rules, const eep_round *round,
                             size_t number, int is_last, eep_notice *notice, eep_error *error)
{
    stream_round asked = {.kernels = &all->engine->kernels,
                          .rules = rules,
                          .round = round,
                          .window = eep_validity_at(round->moment, rules->profile_months),
                          .programs_given = eep_stream_has_column(all->stream, EEP_COL_programs),
                          .taken = number > 1 ? all->taken : NULL};
    EEP_TRY(eep_filter_of(rules, round, &asked.filter, error));
    eep_notice_begin(notice, rules, round, &asked.filter);
    stream_drawing drawing = {.round = &asked,
                              .mark = is_last ? NULL : all->taken,
                              .number = (unsigned)number,
                              .allocator = &all->engine->allocator,
                              .told = all->told,
                              .told_context = all->context};
    return hold(all->engine, all->stream, &drawing, all->room, number == 1, notice, error);
}

static eep_status hold_rounds(const stream_rounds *all, const eep_round *rounds, size_t count,
                              eep_notice *notices, eep_error *error)
{
    for (size_t i = 0; i < count; i++) {
        eep_rules *rules;
        eep_status status = eep_round_check(&rounds[i], error);
        if (status == EEP_OK)
            status = eep_policy_at(all->policy, eep_time_date(rounds[i].moment), &rules, error);
        if (status == EEP_OK) {
            status = hold_round(all, rules, &rounds[i], i + 1, i + 1 == count, &notices[i], error);
            eep_rules_free(rules);
        }
        if (status != EEP_OK) {
            if (error != NULL && error->file[0] == '\0') error->line = i + 1;
            return status;
        }
    }
    return EEP_OK;
}

eep_status eep_stream_draw_within(eep_engine *engine, const eep_policy *policy, eep_stream *stream,
                                  const eep_round *rounds, size_t count, const eep_stream_room *room,
                                  eep_invitations_told told, void *context, eep_notice *notices,
                                  eep_error *error)
{
    stream_rounds all = {
        .engine = engine, .policy = policy, .stream = stream, .room = room, .told = told, .context = context};
    const size_t bytes = (size_t)(stream->rows / 8 + 1);
    EEP_TRY(eep_rounds_check_order(rounds, count, error));
    if (count > 1) {
        all.taken = eep_allocate(&engine->allocator, bytes, 1);
        if (all.taken == NULL) return eep_fail_memory(error, bytes);
    }
    const eep_status status = hold_rounds(&all, rounds, count, notices, error);
    eep_release(&engine->allocator, all.taken, bytes, 1);
    return status;
}

eep_status eep_stream_draw(eep_engine *engine, const eep_policy *policy, eep_stream *stream,
                           const eep_round *rounds, size_t count, eep_invitations_told told, void *context,
                           eep_notice *notices, eep_error *error)
{
    /* 2 MiB a thread, and 64 MiB for those at the cut-off. */
    static const eep_stream_room room = {.kept = 43690, .group = 1398101};
    return eep_stream_draw_within(engine, policy, stream, rounds, count, &room, told, context, notices,
                                  error);
}

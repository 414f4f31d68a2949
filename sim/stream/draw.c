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

#include "sim/stream/judge.h"
#include "sim/stream/tied.h"

#define BINS 65536

#define TIMES (UINT64_C(1) << EEP_COL_submitted_at)
#define IDS   (UINT64_C(1) << EEP_COL_id)

static eep_competitor competitor_at(const eep_stream_round *round, const eep_columns *columns, uint64_t row,
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

/* Rows of the chunk in hand of those who may be at the cut-off, and their scores. */
typedef struct stream_near {
    uint32_t *row;
    uint16_t *score;
    size_t count;
} stream_near;

/* What a thread gathers; which members are used depends on the walk. */
typedef struct stream_part {
    eep_judge judge;
    uint64_t in_pool, below; /* counting: who is in the pool, and who competes below the bound */
    eep_tied tied;
    stream_near near;
    uint64_t *bin;           /* narrowing: BINS */
    eep_invitation *invited; /* naming: of the chunk in hand */
    size_t invited_count, invited_room;
} stream_part;

typedef struct stream_drawing {
    const eep_stream_round *round;
    eep_stream *stream;
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

/* Somebody who competes and has at least the score that is asked for. */
typedef struct stream_one {
    const eep_columns *columns; /* of the chunk, whose first row is `first` of the pool */
    uint64_t first, row;
    uint16_t score;
    uint8_t programs;
} stream_one;

static eep_competitor competitor_of(const stream_drawing *drawing, const stream_one *one)
{
    return competitor_at(drawing->round, one->columns, one->row, one->score);
}

typedef eep_status (*work_with_one)(stream_drawing *drawing, stream_part *part, const stream_one *one,
                                    eep_error *error);

/* Calls `with` for everybody in the block who reaches `least`, and counts the others. */
static eep_status each_of_block(stream_drawing *drawing, stream_part *part, uint16_t least, size_t n,
                                stream_one one, work_with_one with, eep_error *error)
{
    const eep_judge *judge = &part->judge;
    const eep_kernels *kernels = drawing->round->kernels;
    const size_t words = EEP_SET_WORDS(n);
    const uint64_t begin = one.row;
    uint64_t reaching[EEP_BLOCK_WORDS];
    eep_judge_reaching(judge, drawing->round, least, n, reaching);
    part->in_pool += kernels->common(judge->in_pool, judge->in_pool, words);
    part->below += kernels->common(judge->competing, judge->competing, words) -
                   kernels->common(reaching, reaching, words);
    for (size_t word = 0; word < words; word++) {
        for (uint64_t bits = reaching[word]; bits != 0; bits &= bits - 1) {
            const size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
            one.row = begin + i;
            one.score = judge->score[i];
            one.programs = judge->programs[i];
            EEP_TRY(with(drawing, part, &one, error));
        }
    }
    return EEP_OK;
}

static eep_status each_of_chunk(stream_drawing *drawing, int thread, uint64_t first,
                                const eep_columns *columns, uint16_t least, work_with_one with,
                                eep_error *error)
{
    stream_part *part = &drawing->parts[thread];
    for (uint64_t row = 0; row < columns->rows; row += EEP_BLOCK_ROWS) {
        const uint64_t left = columns->rows - row;
        const size_t n = left < EEP_BLOCK_ROWS ? (size_t)left : EEP_BLOCK_ROWS;
        eep_judge_block(&part->judge, drawing->round, columns, row, n, first);
        EEP_TRY(each_of_block(drawing, part, least, n,
                              (stream_one){.columns = columns, .first = first, .row = row}, with, error));
    }
    return EEP_OK;
}

/* Times matter of those who may be at the cut-off, and may not have been read: see read_near. */
static eep_status note_near(stream_drawing *drawing, stream_part *part, const stream_one *one,
                            eep_error *error)
{
    stream_near *near = &part->near;
    (void)drawing;
    (void)error;
    near->row[near->count] = (uint32_t)one->row;
    near->score[near->count++] = one->score;
    return EEP_OK;
}

/* Of those who may be at the cut-off, what was not read of the chunk. */
static eep_status read_near(const stream_drawing *drawing, int thread, uint64_t first,
                            const eep_columns *columns, eep_error *error)
{
    const eep_stream *stream = drawing->stream;
    const stream_near *near = &drawing->parts[thread].near;
    const uint64_t unread = (TIMES | IDS) & stream->present & ~columns->present;
    if (unread == 0 || near->count == 0) return EEP_OK;
    return eep_stream_read_rows(drawing->stream, thread, first, unread, near->row, near->count, error);
}

static eep_status count_chunk(void *context, int thread, uint64_t first, const eep_columns *columns,
                              eep_error *error)
{
    stream_drawing *drawing = context;
    stream_part *part = &drawing->parts[thread];
    stream_near *near = &part->near;
    near->count = 0;
    EEP_TRY(each_of_chunk(drawing, thread, first, columns, part->tied.bound, note_near, error));
    EEP_TRY(read_near(drawing, thread, first, columns, error));
    for (size_t i = 0; i < near->count; i++) {
        const eep_competitor one = competitor_at(drawing->round, columns, near->row[i], near->score[i]);
        eep_tied_see(&part->tied, &one);
    }
    return EEP_OK;
}

static int is_within(const stream_cut *cut, const eep_competitor *one)
{
    return one->score == cut->cutoff && one->rank >= cut->low && one->rank <= cut->high;
}

static eep_status narrow_one(stream_drawing *drawing, stream_part *part, const stream_one *one,
                             eep_error *error)
{
    const eep_competitor competitor = competitor_of(drawing, one);
    (void)error;
    if (is_within(&drawing->cut, &competitor))
        part->bin[(size_t)((competitor.rank - drawing->cut.low) / drawing->bin_width)]++;
    return EEP_OK;
}

/* Walks over the same file give the same counts, unless it is no longer the same. */
static eep_status fail_changed(const stream_drawing *drawing, eep_error *error)
{
    return eep_fail_at(error, EEP_ERROR_DAMAGED, drawing->stream->path, 0, 0,
                       "read it again when nothing writes to it", "the file was changed while it was read");
}

static eep_status collect_one(stream_drawing *drawing, stream_part *part, const stream_one *one,
                              eep_error *error)
{
    const eep_competitor competitor = competitor_of(drawing, one);
    size_t at;
    (void)part;
    (void)error;
    if (!is_within(&drawing->cut, &competitor)) return EEP_OK;
#pragma omp atomic capture
    at = drawing->group_count++;
    if (at < drawing->group_room) drawing->group[at] = competitor;
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

static eep_status name_one(stream_drawing *drawing, stream_part *part, const stream_one *one,
                           eep_error *error)
{
    const stream_cut *cut = &drawing->cut;
    const uint64_t row = one->first + one->row;
    if (one->score == cut->cutoff && competitor_of(drawing, one).rank > cut->high) return EEP_OK;
    if (drawing->mark != NULL) eep_stream_take(drawing->mark, row);
    if (drawing->told == NULL) return EEP_OK;
    if (part->invited_count == part->invited_room) EEP_TRY(grow_invited(drawing, part, error));
    part->invited[part->invited_count++] = (eep_invitation){
        .row = row,
        .id = one->columns->id[one->row],
        .submitted_at = one->columns->submitted_at[one->row],
        .round = drawing->number,
        .score = one->score,
        .program = eep_round_program(drawing->round->rules, drawing->round->round, one->programs)};
    return EEP_OK;
}

/* Walks that begin when the cut-off is known. */
#define CHUNK_WORK(name, with)                                                                               \
    static eep_status name(void *context, int thread, uint64_t first, const eep_columns *columns,            \
                           eep_error *error)                                                                 \
    {                                                                                                        \
        stream_drawing *drawing = context;                                                                   \
        return each_of_chunk(drawing, thread, first, columns, drawing->cut.cutoff, with, error);             \
    }
CHUNK_WORK(narrow_chunk, narrow_one)
CHUNK_WORK(collect_chunk, collect_one)
CHUNK_WORK(name_chunk, name_one)

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
static uint64_t needless(void *context, int thread, const eep_chunks *file, uint64_t chunk)
{
    const stream_drawing *drawing = context;
    return eep_judge_chunk(&drawing->parts[thread].judge, drawing->round, file, chunk) & ~TIMES;
}

/* While counting, times and ids are read of whom they may matter to: see read_near. */
static uint64_t needless_to_count(void *context, int thread, const eep_chunks *file, uint64_t chunk)
{
    const stream_drawing *drawing = context;
    return eep_judge_chunk(&drawing->parts[thread].judge, drawing->round, file, chunk) | IDS;
}

static eep_walk walk_of(stream_drawing *drawing)
{
    return (eep_walk){.stream = drawing->stream,
                      .wanted = ~UNUSED_COLUMNS,
                      .end = drawing->stream->rows,
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
        notice->eligible += drawing->parts[t].below;
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

static eep_status narrow(const eep_engine *engine, stream_drawing *drawing, uint64_t *count, uint64_t *wanted,
                         eep_error *error)
{
    const int threads = engine->threads;
    eep_walk walk = walk_of(drawing);
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
            status = fail_changed(drawing, error);
    }
    eep_release(&engine->allocator, bins, (size_t)threads * BINS, sizeof *bins);
    return status;
}

/* Finds the last one invited. */
static eep_status find_last(const eep_engine *engine, stream_drawing *drawing, eep_notice *notice,
                            eep_error *error)
{
    uint64_t count = notice->at_cutoff, wanted = notice->at_cutoff_invited;
    drawing->cut = (stream_cut){.cutoff = notice->cutoff, .low = ~(eep_rank)0};
    for (int t = 0; t < engine->threads; t++) {
        const eep_tied *tied = &drawing->parts[t].tied;
        if (tied->lowest < drawing->cut.low) drawing->cut.low = tied->lowest;
        if (tied->highest > drawing->cut.high) drawing->cut.high = tied->highest;
    }
    if (!gather_kept(drawing, engine->threads)) {
        eep_walk walk = walk_of(drawing);
        walk.work = collect_chunk;
        EEP_TRY(narrow(engine, drawing, &count, &wanted, error));
        EEP_TRY(eep_walk_chunks(engine, &walk, error));
    } else {
        count = drawing->group_count;
    }
    if (drawing->group_count != count || count < wanted) return fail_changed(drawing, error);
    eep_tied_sort(drawing->group, drawing->group_count);
    const eep_competitor *last = &drawing->group[wanted - 1];
    drawing->cut.low = drawing->cut.high = last->rank;
    notice->tie_break = last->submitted_at;
    notice->tie_break_birth_date = last->birth_date;
    notice->tie_break_id = (uint64_t)last->rank;
    return EEP_OK;
}

static eep_status name_invited(const eep_engine *engine, stream_drawing *drawing, eep_error *error)
{
    eep_walk walk = walk_of(drawing);
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

static eep_status hold_with(const eep_engine *engine, stream_drawing *drawing, int check_ids,
                            eep_notice *notice, eep_error *error)
{
    eep_walk walk = walk_of(drawing);
    walk.work = count_chunk;
    walk.needless = needless_to_count;
    walk.check_ids = check_ids;
    EEP_TRY(eep_walk_chunks(engine, &walk, error));
    count_up(drawing, engine->threads, notice);
    if (notice->invited == 0) return EEP_OK;
    EEP_TRY(find_last(engine, drawing, notice, error));
    if (drawing->mark == NULL && drawing->told == NULL) return EEP_OK;
    return name_invited(engine, drawing, error);
}

/* ---- Memory for one round ---------------------------------------------------------------------- */

/* Everything that threads write to, of which most is touched by few rounds. */
typedef struct stream_memory {
    size_t threads, kept, near;
    eep_competitor *keeping;
    uint32_t *near_row;
    uint16_t *near_score;
} stream_memory;

static int allocate(const eep_engine *engine, stream_drawing *drawing, const eep_stream_room *room,
                    stream_memory *memory)
{
    const eep_allocator *allocator = &engine->allocator;
    memory->threads = (size_t)engine->threads;
    memory->kept = memory->threads * room->kept;
    memory->near = memory->threads * drawing->stream->chunk_rows;
    memory->keeping = eep_allocate_raw(allocator, memory->kept, sizeof *memory->keeping);
    memory->near_row = eep_allocate_raw(allocator, memory->near, sizeof *memory->near_row);
    memory->near_score = eep_allocate_raw(allocator, memory->near, sizeof *memory->near_score);
    drawing->group_room = room->group;
    drawing->group = eep_allocate_raw(allocator, room->group, sizeof *drawing->group);
    drawing->parts = eep_allocate(allocator, memory->threads, sizeof *drawing->parts);
    return memory->keeping != NULL && memory->near_row != NULL && memory->near_score != NULL &&
           drawing->group != NULL && drawing->parts != NULL;
}

static void release(const eep_engine *engine, stream_drawing *drawing, const stream_memory *memory)
{
    const eep_allocator *allocator = &engine->allocator;
    eep_release(allocator, drawing->parts, memory->threads, sizeof *drawing->parts);
    eep_release(allocator, drawing->group, drawing->group_room, sizeof *drawing->group);
    eep_release(allocator, memory->near_score, memory->near, sizeof *memory->near_score);
    eep_release(allocator, memory->near_row, memory->near, sizeof *memory->near_row);
    eep_release(allocator, memory->keeping, memory->kept, sizeof *memory->keeping);
}

static void share_out(stream_drawing *drawing, const stream_memory *memory, uint64_t invitations)
{
    const size_t kept = memory->kept / memory->threads, near = memory->near / memory->threads;
    for (size_t t = 0; t < memory->threads; t++) {
        stream_part *part = &drawing->parts[t];
        eep_tied_start(&part->tied, invitations, memory->keeping + t * kept, kept);
        part->near = (stream_near){memory->near_row + t * near, memory->near_score + t * near, 0};
        eep_judge_start(&part->judge);
    }
}

static eep_status hold(const eep_engine *engine, stream_drawing *drawing, const eep_stream_room *room,
                       int check_ids, eep_notice *notice, eep_error *error)
{
    stream_memory memory;
    eep_status status;
    if (allocate(engine, drawing, room, &memory)) {
        share_out(drawing, &memory, notice->round.invitations);
        status = hold_with(engine, drawing, check_ids, notice, error);
    } else {
        status = eep_fail_memory(error, (memory.kept + room->group) * sizeof *memory.keeping);
    }
    release(engine, drawing, &memory);
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
    eep_stream_round asked = {.kernels = &all->engine->kernels,
                              .rules = rules,
                              .round = round,
                              .window = eep_validity_at(round->moment, rules->profile_months),
                              .programs_given = eep_stream_has_column(all->stream, EEP_COL_programs),
                              .taken = number > 1 ? all->taken : NULL};
    EEP_TRY(eep_filter_of(rules, round, &asked.filter, error));
    eep_notice_begin(notice, rules, round, &asked.filter);
    stream_drawing drawing = {.round = &asked,
                              .stream = all->stream,
                              .mark = is_last ? NULL : all->taken,
                              .number = (unsigned)number,
                              .allocator = &all->engine->allocator,
                              .told = all->told,
                              .told_context = all->context};
    return hold(all->engine, &drawing, all->room, number == 1, notice, error);
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

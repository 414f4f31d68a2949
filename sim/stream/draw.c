/*
 * draw.c - rounds on a stream.
 *
 * One walk counts everybody and keeps the rows of those who may be at the cut-off, of whom the last one
 * invited is then found. Who was invited is a comparison with that one: only a later round, or who asks for
 * their names, needs one more walk, and a bit a candidate.
 */
#include "sim/stream/draw.h"

#include <string.h>

#include "sim/stream/drawing.h"

/* ---- Who is invited ---------------------------------------------------------------------------- */

static eep_status grow_invited(const eep_drawing *drawing, eep_part *part, eep_error *error)
{
    const eep_allocator *allocator = &drawing->engine->allocator;
    const size_t room = part->invited_room == 0 ? 1024 : 2 * part->invited_room;
    eep_invitation *larger = eep_allocate_raw(allocator, room, sizeof *larger);
    if (larger == NULL) return eep_fail_memory(error, room * sizeof *larger);
    if (part->invited_count > 0) memcpy(larger, part->invited, part->invited_count * sizeof *larger);
    eep_release(allocator, part->invited, part->invited_room, sizeof *larger);
    part->invited = larger;
    part->invited_room = room;
    return EEP_OK;
}

static eep_status name_one(eep_drawing *drawing, eep_part *part, const eep_one *one, eep_error *error)
{
    const eep_cut *cut = &drawing->cut;
    const eep_stream_round *asked = drawing->round;
    const uint64_t row = one->first + one->row;
    if (one->score == cut->cutoff && eep_competitor_of(drawing, one->columns, one->row).rank > cut->high)
        return EEP_OK;
    if (drawing->mark != NULL) eep_stream_take(drawing->mark, row);
    if (drawing->told == NULL) return EEP_OK;
    if (part->invited_count == part->invited_room) EEP_TRY(grow_invited(drawing, part, error));
    part->invited[part->invited_count++] =
        (eep_invitation){.row = row,
                         .id = one->columns->id[one->row],
                         .submitted_at = one->columns->submitted_at[one->row],
                         .round = drawing->number,
                         .score = one->score,
                         .program = eep_round_program(asked->rules, asked->round, one->programs)};
    return EEP_OK;
}

static eep_status tell_chunk(void *context, int thread, eep_error *error)
{
    const eep_drawing *drawing = context;
    eep_part *part = &drawing->parts[thread];
    eep_status status = EEP_OK;
    if (part->invited_count > 0)
        status = drawing->told(drawing->told_context, part->invited, part->invited_count, error);
    part->invited_count = 0;
    return status;
}

static eep_status name_invited(eep_drawing *drawing, eep_error *error)
{
    const eep_status status =
        eep_drawing_each(drawing, 0, name_one, drawing->told != NULL ? tell_chunk : NULL, error);
    for (int t = 0; t < drawing->engine->threads; t++) {
        eep_part *part = &drawing->parts[t];
        eep_release(&drawing->engine->allocator, part->invited, part->invited_room, sizeof *part->invited);
        part->invited = NULL;
        part->invited_count = part->invited_room = 0;
    }
    return status;
}

/* ---- One round --------------------------------------------------------------------------------- */

/* The cut-off; how many of those who have it are invited, in `*wanted`. */
static void find_cutoff(const eep_drawing *drawing, eep_notice *notice)
{
    uint64_t reached = 0;
    for (size_t score = EEP_SCORE_BINS; score-- > 0;) {
        uint64_t here = 0;
        for (int t = 0; t < drawing->engine->threads; t++)
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
static void count_up(const eep_drawing *drawing, eep_notice *notice)
{
    const uint64_t invitations = notice->round.invitations;
    for (int t = 0; t < drawing->engine->threads; t++) {
        notice->in_pool += drawing->parts[t].in_pool;
        notice->eligible += drawing->parts[t].below;
        for (size_t score = 0; score < EEP_SCORE_BINS; score++)
            notice->eligible += drawing->parts[t].tied.histogram[score];
    }
    notice->invited = invitations < notice->eligible ? invitations : notice->eligible;
    notice->exhausted = notice->eligible < invitations;
    if (notice->invited > 0) find_cutoff(drawing, notice);
}

static eep_status hold_with(eep_drawing *drawing, int check_ids, eep_notice *notice, eep_error *error)
{
    EEP_TRY(eep_drawing_count(drawing, check_ids, error));
    count_up(drawing, notice);
    if (notice->invited == 0) return EEP_OK;
    EEP_TRY(eep_drawing_find_last(drawing, notice, error));
    if (drawing->mark == NULL && drawing->told == NULL) return EEP_OK;
    return name_invited(drawing, error);
}

/* ---- Memory for one round ---------------------------------------------------------------------- */

/* What threads write to, of which most is touched by few rounds. */
typedef struct memory {
    size_t threads, kept, near;
    uint64_t *keeping;
    uint32_t *near_row;
    uint16_t *near_score;
    uint8_t *near_programs;
} memory;

static int allocate(eep_drawing *drawing, const eep_stream_room *room, memory *of)
{
    const eep_allocator *allocator = &drawing->engine->allocator;
    of->threads = (size_t)drawing->engine->threads;
    of->kept = of->threads * room->kept;
    of->near = of->threads * drawing->stream->chunk_rows;
    of->keeping = eep_allocate_raw(allocator, of->kept, sizeof *of->keeping);
    of->near_row = eep_allocate_raw(allocator, of->near, sizeof *of->near_row);
    of->near_score = eep_allocate_raw(allocator, of->near, sizeof *of->near_score);
    of->near_programs = eep_allocate_raw(allocator, of->near, sizeof *of->near_programs);
    drawing->group_room = room->group;
    drawing->group = eep_allocate_raw(allocator, room->group, sizeof *drawing->group);
    drawing->tied_row = eep_allocate_raw(allocator, room->group, sizeof *drawing->tied_row);
    drawing->parts = eep_allocate(allocator, of->threads, sizeof *drawing->parts);
    return of->keeping != NULL && of->near_row != NULL && of->near_score != NULL &&
           of->near_programs != NULL && drawing->group != NULL && drawing->tied_row != NULL &&
           drawing->parts != NULL;
}

static void release(eep_drawing *drawing, const memory *of)
{
    const eep_allocator *allocator = &drawing->engine->allocator;
    eep_release(allocator, drawing->parts, of->threads, sizeof *drawing->parts);
    eep_release(allocator, drawing->tied_row, drawing->group_room, sizeof *drawing->tied_row);
    eep_release(allocator, drawing->group, drawing->group_room, sizeof *drawing->group);
    eep_release(allocator, of->near_programs, of->near, sizeof *of->near_programs);
    eep_release(allocator, of->near_score, of->near, sizeof *of->near_score);
    eep_release(allocator, of->near_row, of->near, sizeof *of->near_row);
    eep_release(allocator, of->keeping, of->kept, sizeof *of->keeping);
}

static size_t bytes_of(const memory *of, const eep_stream_room *room)
{
    return of->kept * sizeof *of->keeping +
           of->near * (sizeof *of->near_row + sizeof *of->near_score + sizeof *of->near_programs) +
           room->group * (sizeof(eep_competitor) + sizeof(uint64_t)) + of->threads * sizeof(eep_part);
}

static void share_out(eep_drawing *drawing, const memory *of, uint64_t invitations)
{
    const size_t kept = of->kept / of->threads, near = of->near / of->threads;
    for (size_t t = 0; t < of->threads; t++) {
        eep_part *part = &drawing->parts[t];
        eep_tied_start(&part->tied, invitations, of->keeping + t * kept, kept);
        part->near =
            (eep_near){of->near_row + t * near, of->near_score + t * near, of->near_programs + t * near, 0};
        eep_judge_start(&part->judge);
    }
}

static eep_status hold(eep_drawing *drawing, const eep_stream_room *room, int check_ids, eep_notice *notice,
                       eep_error *error)
{
    memory of;
    eep_status status;
    if (allocate(drawing, room, &of)) {
        share_out(drawing, &of, notice->round.invitations);
        status = hold_with(drawing, check_ids, notice, error);
    } else {
        status = eep_fail_memory(error, bytes_of(&of, room));
    }
    release(drawing, &of);
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
    eep_drawing drawing = {.engine = all->engine,
                           .round = &asked,
                           .stream = all->stream,
                           .mark = is_last ? NULL : all->taken,
                           .number = (unsigned)number,
                           .told = all->told,
                           .told_context = all->context};
    return hold(&drawing, all->room, number == 1, notice, error);
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
    /* 2 MiB a thread, and 64 MiB for those at the cut-off; beside them 7 bytes a row of a chunk and thread.
     */
    static const eep_stream_room room = {.kept = 262144, .group = 1677721};
    return eep_stream_draw_within(engine, policy, stream, rounds, count, &room, told, context, notices,
                                  error);
}

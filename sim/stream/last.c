/*
 * last.c - the last one invited, among those who have the cut-off score.
 *
 * Mostly the threads have kept all of them while they counted, and only their times are read. Where there
 * were too many, walks narrow the ranks down between which the last one lies, 65,536 times each, until those
 * within fit.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/stream/drawing.h"

#define BINS 65536

/* Walks over the same file give the same counts, unless it is no longer the same. */
static eep_status fail_changed(const eep_drawing *drawing, eep_error *error)
{
    return eep_fail_at(error, EEP_ERROR_DAMAGED, drawing->stream->path, 0, 0,
                       "read it again when nothing writes to it", "the file was changed while it was read");
}

/* ---- They were kept --------------------------------------------------------------------------------- */

static int by_row(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* The rows of all of them, ascending; 0 when some were let go or there is no room. */
static int gather_kept(eep_drawing *drawing)
{
    int all = 1;
    drawing->group_count = 0;
    for (int t = 0; t < drawing->engine->threads && all; t++)
        all = eep_tied_rows(&drawing->parts[t].tied, drawing->cut.cutoff, drawing->tied_row,
                            drawing->group_room, &drawing->group_count);
    qsort(drawing->tied_row, drawing->group_count, sizeof *drawing->tied_row, by_row);
    return all;
}

/* ---- They were not ---------------------------------------------------------------------------------- */

static int is_within(const eep_cut *cut, const eep_competitor *one)
{
    return one->rank >= cut->low && one->rank <= cut->high;
}

static eep_status see_ends(eep_drawing *drawing, eep_part *part, const eep_one *one, eep_error *error)
{
    const eep_rank rank = eep_competitor_of(drawing, one->columns, one->row).rank;
    (void)error;
    if (rank < part->lowest) part->lowest = rank;
    if (rank > part->highest) part->highest = rank;
    return EEP_OK;
}

/* The lowest and the highest rank of all of them. */
static eep_status find_ends(eep_drawing *drawing, eep_error *error)
{
    eep_cut *cut = &drawing->cut;
    for (int t = 0; t < drawing->engine->threads; t++) {
        drawing->parts[t].lowest = ~(eep_rank)0;
        drawing->parts[t].highest = 0;
    }
    EEP_TRY(eep_drawing_each(drawing, 1, see_ends, NULL, error));
    cut->low = ~(eep_rank)0;
    cut->high = 0;
    for (int t = 0; t < drawing->engine->threads; t++) {
        const eep_part *part = &drawing->parts[t];
        if (part->lowest < cut->low) cut->low = part->lowest;
        if (part->highest > cut->high) cut->high = part->highest;
    }
    return cut->low <= cut->high ? EEP_OK : fail_changed(drawing, error);
}

static eep_status count_in_bin(eep_drawing *drawing, eep_part *part, const eep_one *one, eep_error *error)
{
    const eep_competitor competitor = eep_competitor_of(drawing, one->columns, one->row);
    (void)error;
    if (is_within(&drawing->cut, &competitor))
        part->bin[(size_t)((competitor.rank - drawing->cut.low) / drawing->bin_width)]++;
    return EEP_OK;
}

/* The bin that holds the one who ranks `*wanted`; both are then relative to it. 0 when there is none. */
static int enter_bin(eep_drawing *drawing, uint64_t *count, uint64_t *wanted)
{
    eep_cut *cut = &drawing->cut;
    for (size_t bin = 0; bin < BINS; bin++) {
        uint64_t here = 0;
        for (int t = 0; t < drawing->engine->threads; t++)
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

static eep_status narrow(eep_drawing *drawing, uint64_t *count, uint64_t *wanted, eep_error *error)
{
    const eep_allocator *allocator = &drawing->engine->allocator;
    const size_t threads = (size_t)drawing->engine->threads;
    uint64_t *bins = eep_allocate_raw(allocator, threads * BINS, sizeof *bins);
    if (bins == NULL) return eep_fail_memory(error, threads * BINS * sizeof *bins);
    for (size_t t = 0; t < threads; t++)
        drawing->parts[t].bin = bins + t * BINS;
    eep_status status = EEP_OK;
    while (*count > drawing->group_room && status == EEP_OK) {
        memset(bins, 0, threads * BINS * sizeof *bins);
        drawing->bin_width = (drawing->cut.high - drawing->cut.low) / BINS + 1;
        status = eep_drawing_each(drawing, 1, count_in_bin, NULL, error);
        if (status == EEP_OK && !enter_bin(drawing, count, wanted)) status = fail_changed(drawing, error);
    }
    eep_release(allocator, bins, threads * BINS, sizeof *bins);
    return status;
}

static eep_status collect(eep_drawing *drawing, eep_part *part, const eep_one *one, eep_error *error)
{
    const eep_competitor competitor = eep_competitor_of(drawing, one->columns, one->row);
    size_t at;
    (void)part;
    (void)error;
    if (!is_within(&drawing->cut, &competitor)) return EEP_OK;
#pragma omp atomic capture
    at = drawing->group_count++;
    if (at < drawing->group_room) drawing->group[at] = competitor;
    return EEP_OK;
}

/* ---- Both ways --------------------------------------------------------------------------------------- */

eep_status eep_drawing_find_last(eep_drawing *drawing, eep_notice *notice, eep_error *error)
{
    uint64_t count = notice->at_cutoff, wanted = notice->at_cutoff_invited;
    drawing->cut = (eep_cut){.cutoff = notice->cutoff, .high = ~(eep_rank)0};
    if (gather_kept(drawing)) {
        EEP_TRY(eep_drawing_look_up(drawing, error));
    } else {
        drawing->group_count = 0;
        if (count > drawing->group_room) EEP_TRY(find_ends(drawing, error));
        EEP_TRY(narrow(drawing, &count, &wanted, error));
        EEP_TRY(eep_drawing_each(drawing, 1, collect, NULL, error));
    }
    if (drawing->group_count != count || count < wanted) return fail_changed(drawing, error);
    eep_competitors_sort(drawing->group, drawing->group_count);
    const eep_competitor *last = &drawing->group[wanted - 1];
    drawing->cut.low = drawing->cut.high = last->rank;
    notice->tie_break = last->submitted_at;
    notice->tie_break_birth_date = last->birth_date;
    notice->tie_break_id = (uint64_t)last->rank;
    return EEP_OK;
}

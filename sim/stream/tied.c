/* tied.c - who may have the cut-off score: kept as long as the counts do not rule it out. */
#include "sim/stream/tied.h"

#include <stdlib.h>

#define SOME 4 /* times as many as are wanted are kept before the first look at what the counts rule out */

void eep_tied_start(eep_tied *tied, uint64_t wanted, uint64_t *kept, size_t capacity)
{
    const size_t few = wanted < capacity / SOME ? SOME * (size_t)wanted : capacity;
    *tied = (eep_tied){.wanted = wanted, .kept = kept, .capacity = capacity, .limit = few};
}

/* The highest score at or above which as many as are wanted were seen. */
static uint16_t bound_of(const eep_tied *tied)
{
    uint64_t reached = 0;
    for (size_t score = EEP_SCORE_BINS; score-- > tied->bound;) {
        reached += tied->histogram[score];
        if (reached >= tied->wanted) return (uint16_t)score;
    }
    return tied->bound;
}

/* Lets go of whom the bound has left behind; where that does not free half of the room takes more, or gives
 * up. */
static void make_room(eep_tied *tied)
{
    size_t left = 0;
    tied->bound = bound_of(tied);
    for (size_t i = 0; i < tied->count; i++) {
        tied->kept[left] = tied->kept[i];
        left += eep_entry_score(tied->kept[i]) >= tied->bound;
    }
    tied->count = left;
    if (left <= tied->limit / 2) return;
    tied->overflowed = tied->limit == tied->capacity;
    tied->limit = tied->limit < tied->capacity / 2 ? 2 * tied->limit : tied->capacity;
    if (tied->overflowed) tied->count = 0;
}

void eep_tied_see(eep_tied *tied, uint64_t row, uint16_t score)
{
    tied->histogram[score]++;
    if (tied->overflowed || score < tied->bound) return;
    if (tied->count == tied->limit) make_room(tied);
    if (!tied->overflowed && score >= tied->bound) tied->kept[tied->count++] = row << 16 | score;
}

int eep_tied_rows(const eep_tied *tied, uint16_t score, uint64_t *rows, size_t room, size_t *count)
{
    for (size_t i = 0; i < tied->count; i++) {
        if (eep_entry_score(tied->kept[i]) != score) continue;
        if (*count == room) return 0;
        rows[(*count)++] = eep_entry_row(tied->kept[i]);
    }
    return !tied->overflowed;
}

static int compare(const void *a, const void *b)
{
    const eep_rank left = ((const eep_competitor *)a)->rank, right = ((const eep_competitor *)b)->rank;
    return left < right ? -1 : left > right;
}

void eep_competitors_sort(eep_competitor *group, size_t count)
{
    qsort(group, count, sizeof *group, compare);
}

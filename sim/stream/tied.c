/* tied.c - who may decide the tie-break: kept as long as the counts do not rule it out. */
#include "sim/stream/tied.h"

#include <stdlib.h>

void eep_tied_start(eep_tied *tied, uint64_t wanted, eep_competitor *kept, size_t capacity)
{
    *tied = (eep_tied){.wanted = wanted, .kept = kept, .capacity = capacity, .lowest = ~(eep_rank)0};
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

/* Lets go of whom the bound has left behind; gives up where that does not free half of the room. */
static void make_room(eep_tied *tied)
{
    size_t left = 0;
    tied->bound = bound_of(tied);
    for (size_t i = 0; i < tied->count; i++) {
        tied->kept[left] = tied->kept[i];
        left += tied->kept[i].score >= tied->bound;
    }
    tied->count = left;
    tied->overflowed = left > tied->capacity / 2;
    if (tied->overflowed) tied->count = 0;
}

void eep_tied_see(eep_tied *tied, const eep_competitor *competitor)
{
    tied->histogram[competitor->score]++;
    if (competitor->rank < tied->lowest) tied->lowest = competitor->rank;
    if (competitor->rank > tied->highest) tied->highest = competitor->rank;
    if (tied->overflowed || competitor->score < tied->bound) return;
    if (tied->count == tied->capacity) make_room(tied);
    if (!tied->overflowed && competitor->score >= tied->bound) tied->kept[tied->count++] = *competitor;
}

static int compare(const void *a, const void *b)
{
    const eep_rank left = ((const eep_competitor *)a)->rank, right = ((const eep_competitor *)b)->rank;
    return left < right ? -1 : left > right;
}

void eep_tied_sort(eep_competitor *group, size_t count)
{
    qsort(group, count, sizeof *group, compare);
}

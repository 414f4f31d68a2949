/*
 * estimated.c - how many people each cell of scores shall have, from the estimate on a day.
 *
 * The published ranges are met first, then their parts: where the estimate is a count as it was published,
 * every range holds exactly what was published.
 */
#include <string.h>

#include "sim/make/make.h"

/* Ranges wider than that (of nominees, and of the lowest scores) are one cell. */
#define RANGE_DIVIDED 100
#define CELL_POINTS   5

/* Sums of an estimate in candidates of 1/65536, made small enough to be divided by. */
typedef struct weights {
    uint64_t range[EEP_RANGES];
    int shift;
} weights;

static uint64_t between(const eep_estimate *estimate, uint32_t low, uint32_t high)
{
    uint64_t sum = 0;
    for (uint32_t score = low; score <= high; score++)
        sum += (uint64_t)eep_estimate_pool(estimate, score);
    return sum;
}

static uint64_t weigh_ranges(const eep_estimate *estimate, weights *to)
{
    uint64_t sum = 0;
    *to = (weights){0};
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        eep_score_range(r, &low, &high);
        to->range[r] = r == 0 ? (uint64_t)eep_estimate_nominees(estimate) : between(estimate, low, high);
        sum += to->range[r];
    }
    while (sum >> to->shift >> 28 != 0)
        to->shift++;
    for (size_t r = 0; r < EEP_RANGES; r++)
        to->range[r] >>= to->shift;
    return sum;
}

static void add_range(const eep_estimate *estimate, int shift, uint16_t low, uint16_t high, uint64_t wanted,
                      eep_cells *cells)
{
    uint64_t weight[RANGE_DIVIDED / CELL_POINTS + 1], part[RANGE_DIVIDED / CELL_POINTS + 1];
    size_t parts = 0;
    if (high - low + 1 > RANGE_DIVIDED) {
        eep_cells_add(cells, low, high, wanted);
        return;
    }
    for (uint32_t from = low; from <= high; from += CELL_POINTS)
        weight[parts++] = between(estimate, from, from + CELL_POINTS - 1) >> shift;
    eep_divide(weight, parts, wanted, part);
    for (size_t i = parts; i-- > 0;) /* from the top, as the ranges */
        eep_cells_add(cells, (uint16_t)(low + i * CELL_POINTS), (uint16_t)(low + (i + 1) * CELL_POINTS - 1),
                      part[i]);
}

void eep_cells_estimate(const eep_estimate *estimate, uint64_t rows, eep_cells *cells)
{
    weights from;
    uint64_t wanted[EEP_RANGES];
    const uint64_t sum = weigh_ranges(estimate, &from);
    eep_cells_none(cells);
    eep_divide(from.range, EEP_RANGES, rows == 0 ? (sum + EEP_ESTIMATE_ONE / 2) / EEP_ESTIMATE_ONE : rows,
               wanted);
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        eep_score_range(r, &low, &high);
        if (r == 0) cells->nominees_from = low;
        add_range(estimate, from.shift, low, high, wanted[r], cells);
    }
}

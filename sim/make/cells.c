/*
 * cells.c - how many people each range of scores shall have, from the published table.
 *
 * A range of the table is a cell. Where the model says how a range is spread inside (501 to 600, which is
 * steep), its equal parts are cells instead. Scaling is by largest remainders, so that the cells add up
 * to the rows wanted, and at the published size every range has its published count.
 */
#include <string.h>

#include "sim/make/make.h"

#define SHARE_WHOLE 1000000

void eep_divide(const uint64_t *weight, size_t count, uint64_t rows, uint64_t *wanted)
{
    uint64_t remainder[EEP_DIVIDE_MAX], whole = 0, left = rows;
    for (size_t i = 0; i < count; i++)
        whole += weight[i];
    memset(wanted, 0, count * sizeof *wanted);
    if (whole == 0) wanted[0] = rows;
    for (size_t i = 0; whole > 0 && i < count; i++) {
        wanted[i] = weight[i] * rows / whole;
        remainder[i] = weight[i] * rows % whole;
        left -= wanted[i];
    }
    for (; whole > 0 && left > 0; left--) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (remainder[i] > remainder[best]) best = i;
        wanted[best]++;
        remainder[best] = 0;
    }
}

void eep_cells_add(eep_cells *cells, uint16_t low, uint16_t high, uint64_t wanted)
{
    for (uint32_t score = low; score <= high; score++)
        cells->of_score[score] = (uint16_t)cells->count;
    cells->cell[cells->count++] = (struct eep_cell){.low = low, .high = high, .wanted = wanted};
    cells->missing += wanted;
}

static const eep_inside *inside_of(const eep_model *model, uint16_t low)
{
    for (size_t i = 0; i < model->insides; i++) {
        if (model->inside[i].low == low) return &model->inside[i];
    }
    return NULL;
}

static void add_range(const eep_model *model, uint16_t low, uint16_t high, uint64_t wanted, eep_cells *cells)
{
    const eep_inside *inside = inside_of(model, low);
    if (inside == NULL) {
        eep_cells_add(cells, low, high, wanted);
        return;
    }
    const uint16_t width = (uint16_t)((high - low + 1) / (int)inside->cells);
    uint64_t share[EEP_TABLE_MAX], part[EEP_TABLE_MAX];
    for (uint32_t i = 0; i < inside->cells; i++)
        share[i] = inside->share[i];
    eep_divide(share, inside->cells, wanted, part);
    for (uint32_t i = 0; i < inside->cells; i++) {
        eep_cells_add(cells, (uint16_t)(low + i * width), (uint16_t)(low + (i + 1) * width - 1), part[i]);
    }
}

void eep_cells_open(uint64_t rows, eep_cells *cells)
{
    memset(cells, 0, sizeof *cells);
    eep_cells_add(cells, 0, EEP_SCORE_BINS - 1, rows);
}

void eep_cells_none(eep_cells *cells)
{
    memset(cells, 0, sizeof *cells);
    for (size_t s = 0; s < EEP_SCORE_BINS; s++)
        cells->of_score[s] = EEP_CELL_NOBODY;
}

/* What the ranges of a snapshot hold when scaled to `rows`. */
static void open_ranges(const eep_snapshot *snapshot, uint64_t rows, eep_cells *cells,
                        uint64_t wanted[EEP_RANGES])
{
    uint64_t count[EEP_RANGES], sum = 0;
    eep_cells_none(cells);
    for (size_t r = 0; r < EEP_RANGES; r++)
        sum += count[r] = snapshot->count[r];
    eep_divide(count, EEP_RANGES, rows == 0 ? sum : rows, wanted);
}

/* ---- A tail that falls exponentially --------------------------------------------------------------- */

#define ONE_BITS 31
#define ONE      ((uint64_t)1 << ONE_BITS)

/* exp(-thousandths / 1000) out of 2^31, by its series in whole numbers; accurate to about 1 in 10^8. */
static uint64_t decay(uint64_t thousandths)
{
    uint64_t whole = ONE;
    for (; thousandths > 500; thousandths -= 500)
        whole = whole * UINT64_C(1302514674) >> ONE_BITS; /* exp(-1/2) */
    uint64_t term = ONE, sum = ONE;
    for (uint64_t k = 1; k < 12; k++) {
        term = term * thousandths / (1000 * k);
        sum = k % 2 ? sum - term : sum + term;
    }
    return whole * sum >> ONE_BITS;
}

uint32_t eep_tail_rate(const eep_history *history, const eep_model_joint *joint, eep_time before)
{
    uint32_t rate[32], known = 0;
    const eep_published_round *round;
    for (size_t i = 0; (round = eep_history_round(history, i)) != NULL; i++) {
        if (strcmp(round->kind, "general") != 0 || round->moment >= before || !round->has_pool_as_of)
            continue;
        if (round->cutoff <= joint->tail_low || round->cutoff > joint->tail_high) continue;
        const eep_snapshot *snapshot = eep_history_find_snapshot(history, round->pool_as_of);
        uint64_t above = 0, inside = 0;
        for (size_t r = 0; snapshot != NULL && r < EEP_RANGES; r++) {
            uint16_t low, high;
            eep_score_range(r, &low, &high);
            if (low > joint->tail_high) above += snapshot->count[r];
            if (low == joint->tail_low) inside = snapshot->count[r];
        }
        if (round->invitations <= above || round->invitations - above >= inside) continue;
        /* The lowest rate with which so few stand at or above the cut-off. */
        uint32_t found = EEP_TAIL_RATE_MIN;
        while (found < EEP_TAIL_RATE_MAX && decay((uint64_t)found * (round->cutoff - joint->tail_low + 1)) >
                                                (round->invitations - above) * ONE / inside)
            found++;
        if (known == joint->tail_rounds) memmove(rate, rate + 1, --known * sizeof *rate);
        rate[known++] = found;
    }
    if (known < 3) return joint->tail_rate;
    for (uint32_t i = 1; i < known; i++) {
        for (uint32_t k = i; k > 0 && rate[k - 1] > rate[k]; k--) {
            const uint32_t swap = rate[k];
            rate[k] = rate[k - 1];
            rate[k - 1] = swap;
        }
    }
    return known % 2 ? rate[known / 2] : (rate[known / 2 - 1] + rate[known / 2] + 1) / 2;
}

void eep_cells_fit_tail(const eep_snapshot *snapshot, const eep_model_joint *joint, uint32_t rate,
                        uint64_t rows, eep_cells *cells)
{
    uint64_t wanted[EEP_RANGES], share[EEP_TABLE_MAX], part[EEP_TABLE_MAX];
    const uint32_t width = (joint->tail_high - joint->tail_low + 1) / joint->tail_cells;
    open_ranges(snapshot, rows, cells, wanted);
    for (uint32_t i = 0; i < joint->tail_cells; i++)
        share[i] = (decay((uint64_t)rate * width * i) >> 7) + 1; /* below 2^28: products with rows fit */
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        eep_score_range(r, &low, &high);
        if (r == 0) cells->nominees_from = low;
        if (low != joint->tail_low) {
            eep_cells_add(cells, low, high, wanted[r]);
            continue;
        }
        eep_divide(share, joint->tail_cells, wanted[r], part);
        for (uint32_t i = 0; i < joint->tail_cells; i++)
            eep_cells_add(cells, (uint16_t)(low + i * width), (uint16_t)(low + (i + 1) * width - 1), part[i]);
    }
}

void eep_cells_fit(const eep_snapshot *snapshot, const eep_model *model, uint64_t rows, eep_cells *cells)
{
    uint64_t wanted[EEP_RANGES];
    open_ranges(snapshot, rows, cells, wanted);
    for (size_t r = 0; r < EEP_RANGES; r++) {
        uint16_t low, high;
        eep_score_range(r, &low, &high);
        add_range(model, low, high, wanted[r], cells);
        if (r == 0) cells->nominees_from = low;
    }
}

eep_status eep_snapshot_of(const eep_history *history, eep_date day, const eep_snapshot **snapshot,
                           eep_error *error)
{
    char wanted[11], before[11] = "", after[11] = "", advice[120];
    const eep_snapshot *found = eep_history_find_snapshot(history, day), *next;
    if (found != NULL && found->as_of == day) {
        *snapshot = found;
        return EEP_OK;
    }
    for (size_t i = 0; (next = eep_history_snapshot(history, i)) != NULL && next->as_of < day;)
        i++;
    eep_date_format(day, wanted);
    if (found != NULL) eep_date_format(found->as_of, before);
    if (next != NULL) eep_date_format(next->as_of, after);
    snprintf(advice, sizeof advice, "the nearest published days are %s%s%s", before,
             found != NULL && next != NULL ? " and " : "", after);
    return eep_fail(error, EEP_ERROR_UNKNOWN, advice, "no score ranges were published as of %s", wanted);
}

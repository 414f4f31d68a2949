/*
 * columns.h - raw columns and planes of any number of candidates, each array of its own in guarded memory, at
 * one of its ends or at a wanted alignment.
 */
#ifndef EEP_TESTS_PARITY_COLUMNS_H
#define EEP_TESTS_PARITY_COLUMNS_H

#include "../kernels/chance.h"
#include "guarded.h"

/* Where arrays lie: against the guard before them or after them, or `shift` values after the former. */
typedef struct place {
    int at_end;
    size_t shift;
} place;

static inline void *placed(const guarded *area, size_t n, size_t width, place where)
{
    return where.at_end ? area->end - n * width : area->first + where.shift * width;
}

/* Memory of `width` bytes for each of `most` values, and for every shift below 64. */
static inline guarded open_column(size_t most, size_t width)
{
    return guarded_open((most + 64) * width);
}

/* ---- Raw columns -------------------------------------------------------------------------------- */

#define RAW_COLUMNS 36

static const struct raw_column {
    size_t at;     /* of its pointer in eep_raw */
    uint32_t most; /* largest value, of datasets/columns.def */
    uint8_t width; /* bytes; 4 with `most` 0 = a date */
} raw_columns[RAW_COLUMNS] = {
    {offsetof(eep_raw, birth_date), 0, 4},
    {offsetof(eep_raw, language_test_date), 0, 4},
    {offsetof(eep_raw, assessment_date), 0, 4},
    {offsetof(eep_raw, accompanying_spouse), 1, 1},
    {offsetof(eep_raw, education), 7, 1},
    {offsetof(eep_raw, spouse_education), 7, 1},
    {offsetof(eep_raw, first_official), 1, 1},
    {offsetof(eep_raw, english[0]), 12, 1},
    {offsetof(eep_raw, english[1]), 12, 1},
    {offsetof(eep_raw, english[2]), 12, 1},
    {offsetof(eep_raw, english[3]), 12, 1},
    {offsetof(eep_raw, french[0]), 12, 1},
    {offsetof(eep_raw, french[1]), 12, 1},
    {offsetof(eep_raw, french[2]), 12, 1},
    {offsetof(eep_raw, french[3]), 12, 1},
    {offsetof(eep_raw, spouse_language[0]), 12, 1},
    {offsetof(eep_raw, spouse_language[1]), 12, 1},
    {offsetof(eep_raw, spouse_language[2]), 12, 1},
    {offsetof(eep_raw, spouse_language[3]), 12, 1},
    {offsetof(eep_raw, canadian_work_months), 120, 2},
    {offsetof(eep_raw, foreign_work_months), 120, 2},
    {offsetof(eep_raw, spouse_canadian_work_months), 120, 2},
    {offsetof(eep_raw, noc_months), 36, 2},
    {offsetof(eep_raw, noc_canadian_months), 36, 2},
    {offsetof(eep_raw, continuous_work_months), 120, 2},
    {offsetof(eep_raw, trade_months), 60, 2},
    {offsetof(eep_raw, certificate), 1, 1},
    {offsetof(eep_raw, sibling), 1, 1},
    {offsetof(eep_raw, nomination), 1, 1},
    {offsetof(eep_raw, settlement_funds), 1, 1},
    {offsetof(eep_raw, canadian_study), 2, 1},
    {offsetof(eep_raw, job_offer), 2, 1},
    {offsetof(eep_raw, relative), 1, 1},
    {offsetof(eep_raw, spouse_canadian_study), 1, 1},
    {offsetof(eep_raw, forces_recruit), 1, 1},
    {offsetof(eep_raw, noc), EEP_NOC_CODES - 1, 4},
};

#define FIRST_DATE (-25567) /* 1900-01-01 */
#define LAST_DATE  84005    /* 2199-12-31 */

/* A day of the range of dates; often one of the last decades before `day`, or beside an edge. */
static inline int32_t some_date(chance *stream, int32_t day)
{
    if (one_in(stream, 8)) return FIRST_DATE + (int32_t)below(stream, LAST_DATE - FIRST_DATE + 1);
    if (one_in(stream, 8)) return day + (int32_t)below(stream, 5) - 2;
    if (one_in(stream, 64)) return one_in(stream, 2) ? FIRST_DATE : LAST_DATE;
    return day - (int32_t)below(stream, 60 * 366);
}

/* Months are often whole years or beside them; of values of 16 bits, those past the range too. */
static inline uint32_t some_value(chance *stream, const struct raw_column *column, int past_range)
{
    if (column->width == 2 && past_range && one_in(stream, 4)) return below(stream, 65536);
    if (column->width == 2 && one_in(stream, 2))
        return (12 * below(stream, column->most / 12) + 11 + below(stream, 3)) % (column->most + 1);
    if (one_in(stream, 8)) return one_in(stream, 2) ? column->most : 0;
    return below(stream, column->most + 1);
}

typedef struct raw_area {
    guarded column[RAW_COLUMNS];
    eep_raw raw;
} raw_area;

static inline void raw_area_open(raw_area *area, size_t most)
{
    for (size_t c = 0; c < RAW_COLUMNS; c++)
        area->column[c] = open_column(most, raw_columns[c].width);
}

static inline void raw_area_close(raw_area *area)
{
    for (size_t c = 0; c < RAW_COLUMNS; c++)
        guarded_close(&area->column[c]);
}

/* `n` candidates at `where`, drawn anew. */
static inline const eep_raw *raw_area_fill(raw_area *area, size_t n, place where, uint32_t seed, int32_t day,
                                           int past_range)
{
    chance stream = {seed, 0};

    for (size_t c = 0; c < RAW_COLUMNS; c++) {
        const struct raw_column *column = &raw_columns[c];
        uint8_t *values = placed(&area->column[c], n, column->width, where);

        memcpy((uint8_t *)&area->raw + column->at, &values, sizeof values);
        for (size_t i = 0; i < n; i++) {
            const int32_t value = column->width == 4 && !column->most
                                      ? some_date(&stream, day)
                                      : (int32_t)some_value(&stream, column, past_range);

            memcpy(values + i * column->width, &value,
                   column->width); /* little-endian, as all of x86 and Arm */
        }
    }
    return &area->raw;
}

/* ---- Planes ------------------------------------------------------------------------------------- */

typedef struct planes_area {
    guarded plane[EEP_PLANES];
    eep_planes planes;
} planes_area;

static inline void planes_area_open(planes_area *area, size_t most)
{
    for (size_t p = 0; p < EEP_PLANES; p++)
        area->plane[p] = open_column(most, 1);
}

static inline void planes_area_close(planes_area *area)
{
    for (size_t p = 0; p < EEP_PLANES; p++)
        guarded_close(&area->plane[p]);
}

static inline const eep_planes *planes_area_place(planes_area *area, size_t n, place where)
{
    for (size_t p = 0; p < EEP_PLANES; p++)
        area->planes.plane[p] = placed(&area->plane[p], n, 1, where);
    return &area->planes;
}

/* Any byte in every plane, but for the four codes of a pair that nobody can have. */
static inline const eep_planes *planes_area_fill(planes_area *area, size_t n, place where, uint32_t seed)
{
    chance stream = {seed, 1};

    planes_area_place(area, n, where);
    for (size_t p = 0; p < EEP_PLANES; p++) {
        for (size_t i = 0; i < n; i++) {
            const uint8_t byte = (uint8_t)below(&stream, 256);
            const int pair = p == EEP_PLANE_SPOUSE_LR || p == EEP_PLANE_SPOUSE_WS;

            area->planes.plane[p][i] = (uint8_t)(pair && (byte & 31) > 27 ? byte & 0xE0 : byte);
        }
    }
    return &area->planes;
}

/* ---- Lengths and places ------------------------------------------------------------------------- */

#define MOST 5000 /* more than two blocks */

/* Calls `compare` with every length at both ends, every alignment, and lengths beside the borders of blocks.
 */
static inline void at_all_places(void (*compare)(size_t n, place where, void *context), void *context)
{
    static const size_t borders[] = {511, 512, 513, 2047, 2048, 2049, 4096, MOST};

    for (size_t n = 0; n <= 257; n++) {
        compare(n, (place){.at_end = 0}, context);
        compare(n, (place){.at_end = 1}, context);
    }
    for (size_t shift = 0; shift < 64; shift++) {
        compare(128, (place){.shift = shift}, context);
        compare(65 + shift, (place){.shift = shift}, context);
    }
    for (size_t b = 0; b < sizeof borders / sizeof borders[0]; b++) {
        compare(borders[b], (place){.at_end = 0}, context);
        compare(borders[b], (place){.at_end = 1}, context);
    }
}

#endif

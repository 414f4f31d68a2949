/* check.c - whether every value of a table lies in its column's range, and every id is its own. */
#include "datasets/columns/catalogue.h"

#include <inttypes.h>

void eep_columns_range(const eep_columns *columns, size_t index, uint64_t from, uint64_t to, int64_t *low,
                       int64_t *high)
{
    const char *data = eep_columns_data(columns, index);
    const size_t width = eep_catalogue[index].face.width;
    eep_range_loop(data + from * width, (size_t)(to - from), width, low, high);
}

/* The first row of [from, to) outside the column's range, of which there is one. */
static uint64_t first_outside(const eep_columns *columns, size_t index, uint64_t from)
{
    const eep_column *face = &eep_catalogue[index].face;
    for (;; from++) {
        const int64_t value = eep_columns_get(columns, index, from);
        if (value < face->minimum || value > face->maximum) return from;
    }
}

/* A country is three letters A to Z, five bits each, or 0. */
static int is_country(int64_t value)
{
    if (value == 0) return 1;
    for (int shift = 0; shift <= 10; shift += 5) {
        const int64_t letter = value >> shift & 31;
        if (letter < 1 || letter > 26) return 0;
    }
    return value >> 15 == 0;
}

int eep_values_are_countries(const uint16_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_country(values[i])) return 0;
    return 1;
}

static uint64_t first_bad_country(const eep_columns *columns, size_t index, uint64_t from, uint64_t to)
{
    const uint16_t *country = eep_columns_data(columns, index);
    for (uint64_t row = from; row < to; row++) {
        if (!is_country(country[row])) return row;
    }
    return to;
}

eep_status eep_columns_check_values(const eep_columns *columns, size_t index, uint64_t from, uint64_t to,
                                    uint64_t number, eep_error *error)
{
    const eep_column *face = &eep_catalogue[index].face;
    int64_t low, high;
    if (from >= to) return EEP_OK;
    eep_columns_range(columns, index, from, to, &low, &high);
    if (low < face->minimum || high > face->maximum) {
        const uint64_t row = first_outside(columns, index, from), candidate = number + (row - from) + 1;
        return eep_fail_at(error, EEP_ERROR_VALUE, NULL, candidate, 0, face->about,
                           "%s of candidate %" PRIu64 " is %" PRId64 "; allowed are %" PRId64 " to %" PRId64,
                           face->name, candidate, eep_columns_get(columns, index, row), face->minimum,
                           face->maximum);
    }
    if (face->kind != EEP_KIND_COUNTRY) return EEP_OK;
    const uint64_t row = first_bad_country(columns, index, from, to);
    if (row == to) return EEP_OK;
    const uint64_t candidate = number + (row - from) + 1;
    return eep_fail_at(error, EEP_ERROR_VALUE, NULL, candidate, 0,
                       "a code is (c1-64)*1024+(c2-64)*32+(c3-64) of three capital letters, 0 = not given",
                       "%s of candidate %" PRIu64 " is %" PRId64 ", which is no code of three letters",
                       face->name, candidate, eep_columns_get(columns, index, row));
}

/* As long as ids rise, nothing has to be remembered of them. */
static int all_rise(const eep_columns *columns)
{
    int rise = 1;
    for (uint64_t row = 1; row < columns->rows; row++)
        rise &= columns->id[row] > columns->id[row - 1];
    return rise;
}

eep_status eep_columns_check_ids(const eep_columns *columns, eep_error *error)
{
    if (all_rise(columns)) return EEP_OK;
    eep_ids ids = {0};
    eep_status status = EEP_OK;
    for (uint64_t row = 0; row < columns->rows && status == EEP_OK; row++) {
        uint64_t earlier;
        status = eep_ids_add(&ids, columns, row, &earlier, error);
        if (status == EEP_OK && earlier != row) {
            status = eep_fail_at(error, EEP_ERROR_DUPLICATE, NULL, row + 1, 0,
                                 "give every candidate an id of its own",
                                 "candidates %" PRIu64 " and %" PRIu64 " both have the id %" PRIu64,
                                 earlier + 1, row + 1, columns->id[row]);
        }
    }
    eep_ids_clear(&ids, columns);
    return status;
}

eep_status eep_columns_check(const eep_columns *columns, eep_error *error)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        EEP_TRY(eep_columns_check_values(columns, i, 0, columns->rows, 0, error));
    return eep_columns_check_ids(columns, error);
}

eep_status eep_columns_check_by(const eep_columns *columns, int threads, eep_error *error)
{
    int bad = 0, fall = 0;
#pragma omp parallel for schedule(dynamic) num_threads(threads) reduction(| : bad, fall)
    for (size_t i = 0; i <= EEP_COLUMNS; i++) {
        if (i == EEP_COLUMNS)
            fall |= !all_rise(columns);
        else
            bad |= eep_columns_check_values(columns, i, 0, columns->rows, 0, NULL) != EEP_OK;
    }
    if (bad) return eep_columns_check(columns, error); /* the first fault is told */
    return fall ? eep_columns_check_ids(columns, error) : EEP_OK;
}

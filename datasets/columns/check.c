/* check.c - whether every value of a table lies in its column's range, and every id is its own. */
#include "datasets/columns/catalogue.h"

#include <inttypes.h>

/* The first row outside [minimum, maximum], or `rows`. One plain loop a width, so that it is quick. */
#define FIRST_OUTSIDE(type)                                                                                  \
    for (uint64_t row = 0; row < columns->rows; row++) {                                                     \
        const int64_t value = (int64_t)((const type *)data)[row];                                            \
        if (value < face->minimum || value > face->maximum) return row;                                      \
    }                                                                                                        \
    return columns->rows

static uint64_t first_outside(const eep_columns *columns, size_t index)
{
    const eep_column *face = &eep_catalogue[index].face;
    const void *data = eep_columns_data(columns, index);
    switch (face->width) {
    case 1:
        FIRST_OUTSIDE(uint8_t);
    case 2:
        FIRST_OUTSIDE(uint16_t);
    case 4:
        FIRST_OUTSIDE(int32_t);
    default:
        FIRST_OUTSIDE(int64_t);
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

static uint64_t first_bad_country(const eep_columns *columns, size_t index)
{
    for (uint64_t row = 0; row < columns->rows; row++) {
        if (!is_country(eep_columns_get(columns, index, row))) return row;
    }
    return columns->rows;
}

static eep_status check_column(const eep_columns *columns, size_t index, uint64_t first, eep_error *error)
{
    const eep_column *face = &eep_catalogue[index].face;
    uint64_t row = first_outside(columns, index);
    if (row < columns->rows) {
        return eep_fail_at(error, EEP_ERROR_VALUE, NULL, first + row + 1, 0, face->about,
                           "%s of candidate %" PRIu64 " is %" PRId64 "; allowed are %" PRId64 " to %" PRId64,
                           face->name, first + row + 1, eep_columns_get(columns, index, row), face->minimum,
                           face->maximum);
    }
    if (face->kind != EEP_KIND_COUNTRY) return EEP_OK;
    row = first_bad_country(columns, index);
    if (row == columns->rows) return EEP_OK;
    return eep_fail_at(error, EEP_ERROR_VALUE, NULL, first + row + 1, 0,
                       "a code is (c1-64)*1024+(c2-64)*32+(c3-64) of three capital letters, 0 = not given",
                       "%s of candidate %" PRIu64 " is %" PRId64 ", which is no code of three letters",
                       face->name, first + row + 1, eep_columns_get(columns, index, row));
}

static eep_status check_ids(const eep_columns *columns, eep_error *error)
{
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

eep_status eep_columns_check_ranges(const eep_columns *columns, uint64_t which, uint64_t first,
                                    eep_error *error)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if ((which >> i & 1) != 0) EEP_TRY(check_column(columns, i, first, error));
    }
    return EEP_OK;
}

eep_status eep_columns_check(const eep_columns *columns, eep_error *error)
{
    EEP_TRY(eep_columns_check_ranges(columns, UINT64_MAX, 0, error));
    return check_ids(columns, error);
}

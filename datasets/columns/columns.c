/* columns.c - the table of candidates: room for rows, defaults, and values by column number. */
#include "datasets/columns/catalogue.h"

#include <string.h>

/* The first allocation holds so many rows; a smaller pool is not worth several steps of growth. */
#define FIRST_CAPACITY 1024

/* Tables of so many bytes are one piece of memory, which the system can then give in large pages: of single
 * columns most would end inside one. */
#define ONE_PIECE ((size_t)16 << 20)
/* Between two columns, so that equal rows do not all meet in one set of a cache. */
#define GAP ((size_t)192)

void eep_columns_init(eep_columns *columns, const eep_allocator *allocator)
{
    *columns = (eep_columns){0};
    if (allocator != NULL) columns->allocator = *allocator;
}

void *eep_columns_data(const eep_columns *columns, size_t index)
{
    /* The members have different pointer types, so the pointer is copied out rather than cast. */
    void *data;
    memcpy(&data, (const char *)columns + eep_catalogue[index].offset, sizeof data);
    return data;
}

static void put_data(eep_columns *columns, size_t index, void *data)
{
    memcpy((char *)columns + eep_catalogue[index].offset, &data, sizeof data);
}

/* What a table takes in one piece, its columns being multiples of a cache line apart; 0 when it is not to be.
 */
static size_t piece_size(uint64_t capacity)
{
    size_t bytes = 0;
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        bytes += ((size_t)capacity * eep_catalogue[i].face.width + 63) / 64 * 64 + GAP;
    return bytes >= ONE_PIECE ? bytes : 0;
}

static void release(const eep_allocator *allocator, void *const column[EEP_COLUMNS], uint64_t capacity)
{
    const size_t piece = piece_size(capacity);
    if (piece != 0) {
        eep_release(allocator, column[0], piece, 1);
        return;
    }
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        eep_release(allocator, column[i], capacity, eep_catalogue[i].face.width);
}

static eep_status allocate_piece(const eep_allocator *allocator, uint64_t capacity, size_t bytes,
                                 void *column[EEP_COLUMNS], eep_error *error)
{
    char *at = eep_allocate_raw(allocator, bytes, 1);
    if (at == NULL) return eep_fail_memory(error, bytes);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        column[i] = at;
        at += ((size_t)capacity * eep_catalogue[i].face.width + 63) / 64 * 64 + GAP;
    }
    return EEP_OK;
}

/* All columns or none. */
static eep_status allocate(const eep_allocator *allocator, uint64_t capacity, void *column[EEP_COLUMNS],
                           eep_error *error)
{
    const size_t piece = piece_size(capacity);
    if (piece != 0) return allocate_piece(allocator, capacity, piece, column, error);
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        column[i] = NULL;
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        const size_t width = eep_catalogue[i].face.width;
        column[i] = eep_allocate_raw(allocator, capacity, width);
        if (column[i] == NULL) {
            release(allocator, column, capacity);
            return eep_fail_memory(error, (size_t)capacity * width);
        }
    }
    return EEP_OK;
}

static void get_all(const eep_columns *columns, void *column[EEP_COLUMNS])
{
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        column[i] = eep_columns_data(columns, i);
}

void eep_columns_clear(eep_columns *columns)
{
    const eep_allocator allocator = columns->allocator;
    void *column[EEP_COLUMNS];
    get_all(columns, column);
    release(&allocator, column, columns->capacity);
    *columns = (eep_columns){.allocator = allocator};
}

int64_t eep_columns_get(const eep_columns *columns, size_t index, uint64_t row)
{
    const void *data = eep_columns_data(columns, index);
    switch (eep_catalogue[index].face.width) {
    case 1:
        return ((const uint8_t *)data)[row];
    case 2:
        return ((const uint16_t *)data)[row];
    case 4:
        return ((const int32_t *)data)[row];
    default:
        return ((const int64_t *)data)[row];
    }
}

void eep_columns_set(eep_columns *columns, size_t index, uint64_t row, int64_t value)
{
    void *data = eep_columns_data(columns, index);
    switch (eep_catalogue[index].face.width) {
    case 1:
        ((uint8_t *)data)[row] = (uint8_t)value;
        break;
    case 2:
        ((uint16_t *)data)[row] = (uint16_t)value;
        break;
    case 4:
        ((int32_t *)data)[row] = (int32_t)value;
        break;
    default:
        ((int64_t *)data)[row] = value;
        break;
    }
}

/* Doubled, or at once as much as is asked for. 0 when the number of rows is not representable. */
static uint64_t larger_capacity(uint64_t capacity, uint64_t rows, uint64_t more)
{
    /* Far below overflow in bytes, and far above any memory. */
    const uint64_t limit = UINT64_C(1) << 48;
    if (more > limit || rows > limit - more) return 0;
    const uint64_t wanted = rows + more, doubled = capacity * 2;
    if (wanted <= FIRST_CAPACITY) return FIRST_CAPACITY;
    return wanted > doubled ? wanted : doubled;
}

/* Moves every column to arrays of `capacity`, or none of them. */
static eep_status reserve(eep_columns *columns, uint64_t capacity, eep_error *error)
{
    void *fresh[EEP_COLUMNS], *old[EEP_COLUMNS];
    EEP_TRY(allocate(&columns->allocator, capacity, fresh, error));
    get_all(columns, old);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if (columns->rows > 0) memcpy(fresh[i], old[i], columns->rows * eep_catalogue[i].face.width);
        put_data(columns, i, fresh[i]);
    }
    release(&columns->allocator, old, columns->capacity);
    columns->capacity = capacity;
    return EEP_OK;
}

void eep_columns_default(eep_columns *columns, size_t index, uint64_t from, uint64_t to)
{
    const eep_column *face = &eep_catalogue[index].face;
    if (face->fallback == 0) {
        memset((char *)eep_columns_data(columns, index) + from * face->width, 0, (to - from) * face->width);
        return;
    }
    for (uint64_t row = from; row < to; row++)
        eep_columns_set(columns, index, row, face->fallback);
}

eep_status eep_columns_reserve(eep_columns *columns, uint64_t rows, eep_error *error)
{
    if (rows == 0) return EEP_OK;
    if (rows > columns->capacity - columns->rows) {
        const uint64_t capacity = larger_capacity(columns->capacity, columns->rows, rows);
        if (capacity == 0) return eep_fail_memory(error, SIZE_MAX);
        EEP_TRY(reserve(columns, capacity, error));
    }
    columns->rows += rows;
    return EEP_OK;
}

eep_status eep_columns_grow(eep_columns *columns, uint64_t rows, eep_error *error)
{
    const uint64_t from = columns->rows;
    EEP_TRY(eep_columns_reserve(columns, rows, error));
    if (rows == 0) return EEP_OK; /* there may be no arrays yet */
    for (size_t i = 0; i < EEP_COLUMNS; i++)
        eep_columns_default(columns, i, from, from + rows);
    return EEP_OK;
}

void eep_columns_derive(eep_columns *columns, uint64_t from)
{
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if (!eep_column_follows_submission(i) || (columns->present >> i & 1) != 0) continue;
        int32_t *date = eep_columns_data(columns, i);
        for (uint64_t row = from; row < columns->rows; row++)
            date[row] = eep_time_date(columns->submitted_at[row]);
    }
}

/*
 * direct.c - combinations of values counted in an array that has a place for each that there could be.
 *
 * Columns are added one by one. Where the places would become too many, those that are met are numbered anew,
 * in their order, before the next column comes; so the order of combinations is always that of the values,
 * the last column first, as table.c has it.
 */
#include "datasets/eepd/table.h"

typedef struct numbering {
    uint32_t *key; /* of every row: less than `radix`, which is less than `places` */
    uint32_t *times, *example;
    uint32_t radix, places;
} numbering;

static int start(eep_eepd_encoder *encoder, size_t rows, numbering *all)
{
    *all = (numbering){.key = eep_eepd_take(&encoder->stack, rows, sizeof *all->key),
                       .times = eep_eepd_take(&encoder->stack, rows + 1, sizeof *all->times),
                       .example = eep_eepd_take(&encoder->stack, rows + 1, sizeof *all->example),
                       .radix = 1,
                       .places = (uint32_t)rows};
    if (all->key == NULL || all->times == NULL || all->example == NULL) return 0;
    memset(all->key, 0, rows * sizeof *all->key);
    return 1;
}

/* Numbers the keys that are there from 0 on, in their order. */
static void close_up(numbering *all, size_t rows)
{
    uint32_t *number = all->times, different = 0;
    memset(number, 0, all->radix * sizeof *number);
    for (size_t i = 0; i < rows; i++)
        number[all->key[i]] = 1;
    for (uint32_t key = 0; key < all->radix; key++) {
        const uint32_t is_there = number[key];
        number[key] = different;
        different += is_there;
    }
    for (size_t i = 0; i < rows; i++)
        all->key[i] = number[all->key[i]];
    all->radix = different;
}

static void add_digits(numbering *all, const eep_eepd_values *column, size_t rows)
{
    uint32_t *restrict key = all->key;
    const uint32_t radix = all->radix;
    EEP_BY_WIDTH(column->width, {
        const type *value = column->data;
        const type low = (type)column->low;
        for (size_t i = 0; i < rows; i++)
            key[i] += radix * (uint32_t)(type)(value[i] - low);
    });
}

/* Returns 0 when there may be too many. */
static int add_column(numbering *all, const eep_eepd_values *column, size_t rows)
{
    const uint64_t more = (uint64_t)column->high - (uint64_t)column->low; /* values but one */
    if (more >= all->places) return 0;
    if ((more + 1) * all->radix > all->places) close_up(all, rows);
    if ((more + 1) * all->radix > all->places) return 0;
    add_digits(all, column, rows);
    all->radix *= (uint32_t)more + 1;
    return 1;
}

/* Rows that do not count have a key of their own, behind the others. */
static void count_keys(numbering *all, const eep_eepd_rows *rows)
{
    for (size_t i = 0; i < rows->rows && rows->flag != NULL; i++)
        all->key[i] = rows->flag[i] != 0 ? all->key[i] : all->radix;
    memset(all->times, 0, (all->radix + 1) * sizeof *all->times);
    for (size_t i = 0; i < rows->rows; i++) {
        const uint32_t key = all->key[i];
        all->times[key]++;
        all->example[key] = (uint32_t)i;
    }
}

/* Returns 0 when there are more than a table may have. */
static int list_found(const numbering *all, uint32_t limit, eep_eepd_combination *found, uint32_t *entries)
{
    *entries = 0;
    for (uint32_t key = 0; key < all->radix; key++) {
        if (all->times[key] == 0) continue;
        if (*entries == limit) return 0;
        found[(*entries)++] = (eep_eepd_combination){key, all->times[key], all->example[key]};
    }
    return 1;
}

static int64_t value_of(const eep_eepd_values *column, uint32_t row)
{
    switch (column->width) {
    case 1:
        return ((const uint8_t *)column->data)[row];
    case 2:
        return ((const uint16_t *)column->data)[row];
    case 4:
        return ((const int32_t *)column->data)[row];
    default:
        return ((const int64_t *)column->data)[row];
    }
}

/* Entries, and codes from keys; `times` becomes where each key went. */
static void fill(numbering *all, const eep_eepd_rows *rows, const eep_eepd_combination *found,
                 eep_eepd_table *table)
{
    uint32_t *rank = all->times;
    rank[all->radix] = 0;
    for (uint32_t i = 0; i < table->entries; i++) {
        rank[found[i].key] = i;
        table->rows[i] = found[i].rows;
        for (size_t c = 0; c < rows->columns; c++)
            table->entry[c][i] = value_of(&rows->column[c], found[i].example);
    }
    int64_t *code = table->code;
    for (size_t i = 0; i < rows->rows; i++) {
        *code = rank[all->key[i]];
        code += rows->flag == NULL || rows->flag[i] != 0;
    }
}

int eep_eepd_table_direct(eep_eepd_encoder *encoder, const eep_eepd_rows *rows, eep_eepd_table *table)
{
    const uint32_t limit = eep_eepd_table_limit(rows->count);
    numbering all;
    uint32_t entries;
    if (!start(encoder, rows->rows, &all)) return EEPD_TABLE_NONE;
    for (size_t c = 0; c < rows->columns; c++)
        if (!add_column(&all, &rows->column[c], rows->rows)) return EEPD_TABLE_UNKNOWN;
    count_keys(&all, rows);
    eep_eepd_combination *found = eep_eepd_take(&encoder->stack, limit, sizeof *found);
    table->code = eep_eepd_take(&encoder->stack, rows->rows + 1, sizeof *table->code);
    if (found == NULL || table->code == NULL || !list_found(&all, limit, found, &entries))
        return EEPD_TABLE_NONE;
    if (!eep_eepd_table_take(encoder, rows->columns, entries, table)) return EEPD_TABLE_NONE;
    eep_eepd_table_sort(found, entries);
    fill(&all, rows, found, table);
    eep_eepd_table_measure(encoder, rows->columns, rows->count, table);
    return EEPD_TABLE_MADE;
}

/*
 * table.c - combinations of values, counted in a hash table and numbered from the most frequent on.
 *
 * A combination is one number: every value above the lowest of its column, in a mixed radix of the spans.
 */
#include <stdlib.h>

#include "datasets/eepd/table.h"

#define ENTRIES_MAX  65535
#define ROWS_A_ENTRY 4 /* a table of more entries than one for so many rows saves nothing */

typedef eep_eepd_combination combination;

/* ---- What both ways of counting share --------------------------------------------------------------- */

uint32_t eep_eepd_table_limit(size_t count)
{
    return count / ROWS_A_ENTRY + 1 < ENTRIES_MAX ? (uint32_t)(count / ROWS_A_ENTRY) + 1 : ENTRIES_MAX;
}

/* The most frequent first, among equals the smaller key; a total order, so that every qsort gives the same.
 */
static int by_frequency(const void *left, const void *right)
{
    const combination *a = left, *b = right;
    if (a->rows != b->rows) return a->rows > b->rows ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

void eep_eepd_table_sort(eep_eepd_combination *found, uint32_t entries)
{
    qsort(found, entries, sizeof *found, by_frequency);
}

int eep_eepd_table_take(eep_eepd_encoder *encoder, size_t columns, uint32_t entries, eep_eepd_table *table)
{
    table->entries = entries;
    table->rows = eep_eepd_take(&encoder->stack, entries, sizeof *table->rows);
    int taken = table->rows != NULL;
    for (size_t c = 0; c < columns && taken; c++) {
        table->entry[c] = eep_eepd_take(&encoder->stack, entries, sizeof *table->entry[c]);
        taken = table->entry[c] != NULL;
    }
    return taken;
}

/* Codes are no run unless they are all the same: a table has fewer entries than rows. */
void eep_eepd_table_measure(eep_eepd_encoder *encoder, size_t columns, size_t count, eep_eepd_table *table)
{
    table->plan = (eep_eepd_plan){.encoding = EEPD_RUN};
    if (table->entries > 1)
        table->plan = eep_eepd_plan_counted(table->rows, 0, (int64_t)table->entries - 1, count, NULL);
    table->length = table->plan.length;
    for (size_t c = 0; c < columns; c++)
        table->length += eep_eepd_plan_of(encoder, table->entry[c], table->entries, 8, 0).length;
}

/* ---- In a hash table --------------------------------------------------------------------------------- */

typedef struct counting {
    combination *found;
    uint32_t *slot; /* number of a combination plus one; 0 is empty */
    uint32_t entries, limit, mask;
} counting;

/* Mixed radix of the columns so far; returns 0 when it needs more than 63 bits. */
static int make_keys(const int64_t *const *values, size_t columns, size_t count, int64_t *key)
{
    uint64_t radix = 1;
    memset(key, 0, count * sizeof *key);
    for (size_t c = 0; c < columns; c++) {
        int64_t low = values[c][0], high = low;
        for (size_t i = 1; i < count; i++) {
            low = values[c][i] < low ? values[c][i] : low;
            high = values[c][i] > high ? values[c][i] : high;
        }
        const uint64_t span = (uint64_t)high - (uint64_t)low + 1;
        if (span == 0 || radix > (UINT64_C(1) << 62) / span) return 0;
        for (size_t i = 0; i < count; i++)
            key[i] += (int64_t)(radix * ((uint64_t)values[c][i] - (uint64_t)low));
        radix *= span;
    }
    return 1;
}

/* The number of a combination in the order of appearance, or ENTRIES_MAX when there are too many. */
static uint32_t find(counting *all, uint64_t key, size_t row)
{
    uint32_t at = (uint32_t)eep_spread(key) & all->mask;
    while (all->slot[at] != 0) {
        if (all->found[all->slot[at] - 1].key == key) return all->slot[at] - 1;
        at = (at + 1) & all->mask;
    }
    if (all->entries == all->limit) return ENTRIES_MAX;
    all->found[all->entries] = (combination){.key = key, .example = (uint32_t)row};
    all->slot[at] = ++all->entries;
    return all->entries - 1;
}

/* Counts, and replaces every key by the number of its combination. */
static int count_keys(counting *all, int64_t *key, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = find(all, (uint64_t)key[i], i);
        if (number == ENTRIES_MAX) return 0;
        all->found[number].rows++;
        key[i] = number;
    }
    return 1;
}

/* Sorts; `rank` is where each number went. */
static void rank_all(counting *all, uint32_t *rank, uint32_t *example)
{
    /* While they are sorted, the slots, no longer needed, remember which was which by example row. */
    uint32_t *number = all->slot;
    for (uint32_t i = 0; i < all->entries; i++)
        number[i] = all->found[i].example;
    eep_eepd_table_sort(all->found, all->entries);
    for (uint32_t i = 0; i < all->entries; i++)
        example[i] = all->found[i].example;
    /* Examples rise with the numbers, so a number is found from its example by halving. */
    for (uint32_t i = 0; i < all->entries; i++) {
        uint32_t low = 0, high = all->entries - 1;
        while (low < high) {
            const uint32_t middle = (low + high) / 2;
            if (number[middle] < example[i])
                low = middle + 1;
            else
                high = middle;
        }
        rank[low] = i;
    }
}

static int start(eep_eepd_encoder *encoder, size_t count, counting *all)
{
    const size_t limit = eep_eepd_table_limit(count);
    size_t slots = 4;
    while (slots < 2 * limit)
        slots *= 2;
    *all = (counting){.found = eep_eepd_take(&encoder->stack, limit, sizeof *all->found),
                      .slot = eep_eepd_take(&encoder->stack, slots, sizeof *all->slot),
                      .limit = (uint32_t)limit,
                      .mask = (uint32_t)slots - 1};
    if (all->found == NULL || all->slot == NULL) return 0;
    memset(all->slot, 0, slots * sizeof *all->slot);
    return 1;
}

int eep_eepd_table_make(eep_eepd_encoder *encoder, const int64_t *const *values, size_t columns, size_t count,
                        eep_eepd_table *table)
{
    counting all;
    table->code = eep_eepd_take(&encoder->stack, count, sizeof *table->code);
    if (table->code == NULL || !make_keys(values, columns, count, table->code)) return EEPD_TABLE_NONE;
    if (!start(encoder, count, &all) || !count_keys(&all, table->code, count)) return EEPD_TABLE_NONE;
    uint32_t *example = eep_eepd_take(&encoder->stack, all.entries, sizeof *example);
    uint32_t *rank = eep_eepd_take(&encoder->stack, all.entries, sizeof *rank);
    if (example == NULL || rank == NULL || !eep_eepd_table_take(encoder, columns, all.entries, table))
        return EEPD_TABLE_NONE;
    rank_all(&all, rank, example);
    for (size_t i = 0; i < count; i++)
        table->code[i] = rank[table->code[i]];
    for (uint32_t i = 0; i < table->entries; i++) {
        table->rows[i] = all.found[i].rows;
        for (size_t c = 0; c < columns; c++)
            table->entry[c][i] = values[c][example[i]];
    }
    eep_eepd_table_measure(encoder, columns, count, table);
    return EEPD_TABLE_MADE;
}

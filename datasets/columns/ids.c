/*
 * ids.c - whether an id was seen before, in a few bytes a row.
 *
 * Most pools come with rising ids, and those need no memory at all: as long as each id is larger than
 * the one before, none can repeat. The first that is not makes a hash table of row numbers (open
 * addressing, linear probing); the ids themselves stay where they are, in the column.
 */
#include "datasets/datasets.h"

#define FIRST_SLOTS 1024

/* The slot that holds `id`, or the empty one where it belongs. A slot is a row plus one, 0 is empty. */
static uint32_t *slot_of(const eep_ids *ids, const uint64_t *id_column, uint64_t id)
{
    uint64_t at = eep_spread(id) & (ids->slots - 1);
    while (ids->slot[at] != 0 && id_column[ids->slot[at] - 1] != id)
        at = (at + 1) & (ids->slots - 1);
    return &ids->slot[at];
}

/* A table of `slots` with rows [0, rows), all different, in it. */
static eep_status rebuild(eep_ids *ids, const eep_columns *columns, uint64_t rows, uint64_t slots,
                          eep_error *error)
{
    eep_ids larger = {eep_allocate(&columns->allocator, slots, sizeof *ids->slot), slots};
    if (larger.slot == NULL) return eep_fail_memory(error, (size_t)slots * sizeof *ids->slot);
    for (uint64_t row = 0; row < rows; row++)
        *slot_of(&larger, columns->id, columns->id[row]) = (uint32_t)(row + 1);
    eep_ids_clear(ids, columns);
    *ids = larger;
    return EEP_OK;
}

eep_status eep_ids_add(eep_ids *ids, const eep_columns *columns, uint64_t row, uint64_t *earlier,
                       eep_error *error)
{
    *earlier = row;
    if (ids->slot == NULL && (row == 0 || columns->id[row] > columns->id[row - 1])) return EEP_OK;
    if (row >= UINT32_MAX) {
        return eep_fail(error, EEP_ERROR_VALUE, "sort the candidates by id, or split the file",
                        "more than %lu candidates with ids in no order", (unsigned long)UINT32_MAX);
    }
    /* At most two thirds full. */
    if (row + 1 > ids->slots / 3 * 2) {
        uint64_t slots = ids->slots == 0 ? FIRST_SLOTS : ids->slots;
        while (row + 1 > slots / 3 * 2)
            slots *= 2;
        EEP_TRY(rebuild(ids, columns, row, slots, error));
    }
    uint32_t *slot = slot_of(ids, columns->id, columns->id[row]);
    if (*slot != 0) {
        *earlier = *slot - 1;
    } else {
        *slot = (uint32_t)(row + 1);
    }
    return EEP_OK;
}

void eep_ids_clear(eep_ids *ids, const eep_columns *columns)
{
    eep_release(&columns->allocator, ids->slot, ids->slots, sizeof *ids->slot);
    *ids = (eep_ids){0};
}

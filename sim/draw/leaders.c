/* leaders.c - the best seen so far, and the bound that they allow. */
#include <string.h>

#include "sim/draw/leaders.h"

void eep_leaders_start(eep_leaders *leaders, const eep_allocator *allocator, uint64_t wanted, uint16_t floor)
{
    *leaders = (eep_leaders){.allocator = *allocator, .wanted = wanted, .bound = floor};
}

void eep_leaders_clear(eep_leaders *leaders)
{
    eep_release(&leaders->allocator, leaders->entry, leaders->capacity, sizeof *leaders->entry);
    leaders->entry = NULL;
    leaders->capacity = leaders->count = 0;
}

void eep_leaders_raise(eep_leaders *leaders, uint16_t bound)
{
    while (leaders->bound < bound)
        leaders->higher -= leaders->histogram[++leaders->bound];
}

/* Entries that the bound has left behind are dropped. */
static void drop_lower(eep_leaders *leaders)
{
    uint64_t kept = 0;
    for (uint64_t i = 0; i < leaders->count; i++) {
        const uint64_t entry = leaders->entry[i];
        leaders->entry[kept] = entry;
        kept += eep_entry_score(entry) >= leaders->bound;
    }
    leaders->count = kept;
}

/* Room for a block: by dropping where that frees half of it, else by growing. */
static int make_room(eep_leaders *leaders)
{
    if (leaders->capacity - leaders->count >= EEP_BLOCK_ROWS) return 1;
    drop_lower(leaders);
    if (leaders->count <= leaders->capacity / 2 && leaders->capacity - leaders->count >= EEP_BLOCK_ROWS)
        return 1;
    const uint64_t capacity = 2 * leaders->capacity + 8 * EEP_BLOCK_ROWS;
    uint64_t *entry = eep_allocate_raw(&leaders->allocator, capacity, sizeof *entry);
    if (entry == NULL) return 0;
    if (leaders->count > 0) memcpy(entry, leaders->entry, leaders->count * sizeof *entry);
    eep_release(&leaders->allocator, leaders->entry, leaders->capacity, sizeof *entry);
    leaders->entry = entry;
    leaders->capacity = capacity;
    return 1;
}

void eep_leaders_add(eep_leaders *leaders, uint64_t row, const uint16_t *score, const uint64_t *set,
                     size_t words)
{
    if (!make_room(leaders)) {
        leaders->failed = 1;
        return;
    }
    uint64_t *entry = leaders->entry + leaders->count, higher = leaders->higher;
    for (size_t word = 0; word < words; word++) {
        for (uint64_t bits = set[word]; bits != 0; bits &= bits - 1) {
            const size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
            *entry++ = (row + i) << 16 | score[i];
            leaders->histogram[score[i]]++;
            higher += score[i] > leaders->bound;
        }
    }
    leaders->count = (uint64_t)(entry - leaders->entry);
    leaders->higher = higher;
    while (leaders->higher >= leaders->wanted)
        leaders->higher -= leaders->histogram[++leaders->bound];
}

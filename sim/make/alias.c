/*
 * alias.c - weights to an alias table, in whole numbers. Weights are first made parts of 2^(bits + 16), by
 * largest remainders; the table then has exactly these frequencies.
 */
#include <stdlib.h>

#include "sim/make/joint.h"

#define SLOT_WHOLE ((uint64_t)1 << EEP_ALIAS_THRESHOLD)
#define SUM_BITS   32 /* of weights, so that times 2^31 they fit 64 bits */

typedef struct remainder {
    uint64_t value;
    uint32_t outcome;
} remainder;

static int by_size(const void *a, const void *b)
{
    const remainder *first = a, *second = b;
    if (first->value != second->value) return first->value < second->value ? 1 : -1;
    return first->outcome < second->outcome ? -1 : 1;
}

/* part[i]: what outcome i gets of `whole`; the largest remainders are rounded up. 0 when all weights are 0.
 */
static int share_out(const eep_outcomes *from, uint64_t whole, uint64_t *part)
{
    remainder rest[EEP_OUTCOMES_MAX];
    uint64_t total = 0, left = whole;
    uint32_t shift = 0;
    for (uint32_t i = 0; i < from->count; i++)
        total += from->weight[i];
    while (total >> shift >> SUM_BITS != 0)
        shift++;
    total = 0;
    for (uint32_t i = 0; i < from->count; i++)
        total += from->weight[i] >> shift;
    if (total == 0) return 0;
    for (uint32_t i = 0; i < from->count; i++) {
        const uint64_t product = (from->weight[i] >> shift) * whole;
        part[i] = product / total;
        rest[i] = (remainder){product % total, i};
        left -= part[i];
    }
    qsort(rest, from->count, sizeof *rest, by_size);
    for (uint64_t i = 0; i < left; i++)
        part[rest[i].outcome]++;
    return 1;
}

/* Every slot too small is filled up from one that is too large (Vose 1991). */
static void fill_up(uint64_t *part, uint32_t slots, eep_alias_slot *slot)
{
    uint32_t small[EEP_OUTCOMES_MAX], large[EEP_OUTCOMES_MAX], smalls = 0, larges = 0;
    for (uint32_t i = 0; i < slots; i++) {
        slot[i].alias = (uint16_t)i;
        slot[i].threshold = UINT16_MAX; /* a full slot is its own alias: its threshold does not matter */
        if (part[i] < SLOT_WHOLE)
            small[smalls++] = i;
        else
            large[larges++] = i;
    }
    while (smalls > 0) {
        const uint32_t low = small[--smalls], high = large[larges - 1];
        slot[low].threshold = (uint16_t)part[low];
        slot[low].alias = (uint16_t)high;
        part[high] -= SLOT_WHOLE - part[low];
        if (part[high] < SLOT_WHOLE) {
            larges--;
            small[smalls++] = high;
        }
    }
}

int eep_alias_fill(const eep_outcomes *from, uint32_t bits, eep_alias_slot *slot)
{
    uint64_t part[EEP_OUTCOMES_MAX] = {0};
    const uint32_t slots = (uint32_t)1 << bits;
    if (!share_out(from, SLOT_WHOLE << bits, part)) return 0;
    for (uint32_t i = 0; i < slots; i++)
        slot[i].outcome = i < from->count ? from->outcome[i] : 0;
    fill_up(part, slots, slot);
    return 1;
}

void eep_outcomes_add(eep_outcomes *outcomes, uint64_t weight, uint32_t outcome)
{
    if (weight == 0) return;
    for (uint32_t i = 0; i < outcomes->count; i++) {
        if (outcomes->outcome[i] == outcome) {
            outcomes->weight[i] += weight;
            return;
        }
    }
    if (outcomes->count == EEP_OUTCOMES_MAX) {
        outcomes->is_full = 1;
        return;
    }
    outcomes->outcome[outcomes->count] = outcome;
    outcomes->weight[outcomes->count++] = weight;
}

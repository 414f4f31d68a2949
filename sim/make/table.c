/* table.c - weights to thresholds. */
#include "sim/make/make.h"

int eep_table_fill(eep_table *table, const uint32_t *weight, uint32_t count)
{
    uint64_t total = 0, sum = 0;
    for (uint32_t k = 0; k < count; k++)
        total += weight[k];
    table->count = count;
    if (total == 0) return 0;
    for (uint32_t k = 0; k < count; k++) {
        sum += weight[k];
        /* Weights are at most 1e9 and 64 of them: sum < 2^36, and split so that sum * 2^32 does not overflow.
         */
        const uint64_t scaled = (sum << 28) / total << 4 | (((sum << 28) % total) << 4) / total;
        table->threshold[k] = scaled > UINT32_MAX ? UINT32_MAX : (uint32_t)scaled;
    }
    /* Trailing outcomes of weight 0 must not catch the last word. */
    while (table->count > 1 && weight[table->count - 1] == 0)
        table->count--;
    return 1;
}

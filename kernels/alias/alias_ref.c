/*
 * alias_ref.c - one look in an alias table: the meaning.
 *
 * Overflow: context << bits stays below the number of slots, which the caller's tables have; bits is at most
 * 15, so that slot and threshold take at most 31 of the 32 bits of a word.
 */
#include "kernels/alias/alias.h"

void eep_alias_ref(const eep_alias *tables, const uint32_t *context, const uint32_t *word, size_t n,
                   uint32_t *out)
{
    const uint32_t bits = tables->bits;
    for (size_t i = 0; i < n; i++) {
        const eep_alias_slot *table = tables->slot + ((size_t)(context != NULL ? context[i] : 0) << bits);
        const eep_alias_slot *slot = &table[word[i] >> (32 - bits)];
        const uint32_t fraction = word[i] << bits >> (32 - EEP_ALIAS_THRESHOLD);
        out[i] = fraction < slot->threshold ? slot->outcome : table[slot->alias].outcome;
    }
}

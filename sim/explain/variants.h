/*
 * variants.h - copies of one candidate with something changed, scored together in one pass. Private to
 * sim/explain.
 */
#ifndef EEP_SIM_VARIANTS_H
#define EEP_SIM_VARIANTS_H

#include "sim/sim.h"

/* A pool of copies, and what eep_score says of each: variant 0 is left as it is. */
typedef struct eep_variants {
    eep_pool pool;
    size_t count;
    uint16_t *score, *section[EEP_SECTIONS];
    uint8_t *programs;
    uint32_t *categories;
} eep_variants;

/*
 * `count` copies of the candidate in `row` of `pool`, which must be there; cleared by eep_variants_clear,
 * also on failure. Fails with EEP_ERROR_MEMORY.
 */
eep_status eep_variants_open(eep_engine *engine, const eep_pool *pool, uint64_t row, size_t count,
                             eep_variants *variants, eep_error *error);
void eep_variants_clear(eep_variants *variants);

/* Changes one value of a variant; it must be in the column's range. */
void eep_variants_set(eep_variants *variants, size_t variant, size_t column, int64_t value);

eep_status eep_variants_score(eep_engine *engine, const eep_rules *rules, eep_variants *variants,
                              eep_error *error);

/* What variant `variant` has more than the candidate: points, and sets. */
int eep_variants_gain(const eep_variants *variants, size_t variant);
uint8_t eep_variants_programs_gained(const eep_variants *variants, size_t variant);
uint32_t eep_variants_categories_gained(const eep_variants *variants, size_t variant);

#endif

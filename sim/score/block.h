/*
 * block.h - one block of candidates scored: the one place that chooses between the packed and the wide form.
 * Private to sim/score, sim/draw, sim/packed, sim/stream, sim/make, sim/explain and sim/run.
 */
#ifndef EEP_SIM_BLOCK_H
#define EEP_SIM_BLOCK_H

#include "sim/sim.h"

/* What one thread needs while it walks over blocks; contents mean nothing between calls. 64-byte aligned. */
typedef struct eep_block {
    _Alignas(64) uint8_t plane[EEP_PLANES][EEP_BLOCK_ROWS];
    eep_facts facts;
} eep_block;

/* What is asked of a block; whatever is NULL is not computed. Arrays begin at the block's first candidate. */
typedef struct eep_block_results {
    uint16_t *score;
    uint16_t *section[EEP_SECTIONS];
    uint8_t *programs;    /* by the rules, whatever the pool's own column says */
    uint32_t *categories; /* versions in force */
} eep_block_results;

/* Scores n <= EEP_BLOCK_ROWS candidates. */
void eep_block_score(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw, size_t n,
                     eep_block *block, const eep_block_results *results);

/* The set of those who belong to one category version, in force or not. After eep_block_score on `block`. */
void eep_block_members(const eep_kernels *kernels, const eep_rules *rules, const eep_category_entry *version,
                       const eep_raw *raw, size_t n, eep_block *block, uint64_t *members);

#endif

/*
 * score.h - the score kernels, by instruction set, for the dispatcher; and what a level gives for scores by
 * parts.
 */
#ifndef EEP_KERNELS_SCORE_H
#define EEP_KERNELS_SCORE_H

#include "kernels/kernels.h"

void eep_score_facts_ref(const eep_score_tables *tables, const eep_facts *facts, size_t n, uint16_t *total,
                         uint16_t *const sections[4]);

void eep_score_ref(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                   uint16_t *const sections[4]);
void eep_score_avx2(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                    uint16_t *const sections[4]);
void eep_score_avx512(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                      uint16_t *const sections[4]);
void eep_score_neon(const eep_score_plan *plan, const eep_planes *planes, size_t n, uint16_t *total,
                    uint16_t *const sections[4]);

void eep_score_many_ref(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                        uint16_t *const *total);
void eep_score_many_avx2(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                         uint16_t *const *total);
void eep_score_many_avx512(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                           uint16_t *const *total);
void eep_score_many_neon(const eep_score_bundle *bundle, const eep_planes *planes, size_t n,
                         uint16_t *const *total);

/* ---- Several policies, part by part -------------------------------------------------------------- */

#define EEP_PART_ROWS  512 /* candidates of a block, a multiple of every level's lanes */
#define EEP_WORD_PARTS (EEP_PARTS - EEP_BYTE_PARTS)

/*
 * Where one plan has its parts: candidates in any order within a vector that suits the level for bytes, in
 * their own order for words. All are aligned for a vector. `makes` says which sums are still to be made.
 */
typedef struct eep_score_parts {
    uint8_t *bytes[EEP_BYTE_PARTS];
    uint16_t *words[EEP_WORD_PARTS]; /* by part - EEP_BYTE_PARTS */
    const uint8_t *makes;
} eep_score_parts;

static inline uint16_t *eep_words_of(const eep_score_parts *parts, int part)
{
    return parts->words[part - EEP_BYTE_PARTS];
}

/*
 * What a level needs for eep_score_by_parts. All take `rows` candidates, a multiple of `lanes` and at most
 * EEP_PART_ROWS. Planes and totals may have any alignment.
 */
typedef struct eep_part_kernels {
    size_t lanes;
    void (*bytes[EEP_BYTE_PARTS])(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                                  uint8_t *points);
    void (*large)(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points);
    /* Makes the sums that are to be made, and the total. `past_caches`: nobody reads it soon. */
    void (*add)(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                const eep_score_parts *parts, int past_caches, uint16_t *total);
    /* Each plan by itself, whatever `rows`: those that are alone, and what is left below `lanes`. */
    void (*each)(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t rows,
                 uint16_t *const *total);
    int goes_past_caches; /* 1: heeds `past_caches` */
} eep_part_kernels;

/* score_many of a level. */
void eep_score_by_parts(const eep_part_kernels *level, const eep_score_bundle *bundle,
                        const eep_planes *planes, size_t n, uint16_t *const *total);

#endif

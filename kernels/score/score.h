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

#ifndef EEP_PART_ROWS
#define EEP_PART_ROWS 1024
#endif

/*
 * What a level needs for eep_score_by_parts. All take `rows` candidates, a multiple of `lanes` and at most
 * EEP_PART_ROWS. Bytes are written in any order within a vector that suits the level, words in that of the
 * candidates. Planes and totals may have any alignment; parts have that of a vector. `occupation` is NULL
 * where a plan has no points for it.
 */
typedef struct eep_part_kernels {
    size_t lanes;
    void (*bytes[EEP_BYTE_PARTS])(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                                  uint8_t *points);
    void (*large)(const eep_score_plan *plan, const eep_planes *planes, size_t rows, uint16_t *points);
    void (*core)(const eep_score_plan *plan, const eep_planes *planes, size_t rows,
                 const uint8_t *const part[4], uint16_t *core); /* age, education, first, second */
    void (*additional)(uint16_t cap, size_t rows, const uint8_t *study, const uint8_t *french,
                       const uint8_t *occupation, const uint16_t *large, uint16_t *additional);
    void (*rest)(size_t rows, const uint8_t *spouse, const uint8_t *transferability,
                 const uint16_t *additional, uint16_t *rest);
    void (*total)(uint16_t cap, size_t rows, const uint16_t *core, const uint16_t *rest, uint16_t *total);
    eep_score_kernel score; /* for plans that share nothing, and for what is left below `lanes` */
} eep_part_kernels;

/* score_many of a level. */
void eep_score_by_parts(const eep_part_kernels *level, const eep_score_bundle *bundle,
                        const eep_planes *planes, size_t n, uint16_t *const *total);

#endif

/* score.h - the score kernels, by instruction set. For the dispatcher only. */
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

void eep_score_many_ref(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t n,
                        uint16_t *const *total);
void eep_score_many_avx2(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t n,
                         uint16_t *const *total);
void eep_score_many_avx512(const eep_score_plan *const *plan, size_t count, const eep_planes *planes,
                           size_t n, uint16_t *const *total);
void eep_score_many_neon(const eep_score_plan *const *plan, size_t count, const eep_planes *planes, size_t n,
                         uint16_t *const *total);

#endif

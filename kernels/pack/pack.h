/* pack.h - the pack kernels, by instruction set. For the dispatcher, and for references of other families. */
#ifndef EEP_KERNELS_PACK_H
#define EEP_KERNELS_PACK_H

#include "kernels/kernels.h"

void eep_pack_ref(const eep_pack_tables *tables, const eep_raw *raw, size_t n, const eep_planes *planes);
void eep_age_ref(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane);
void eep_occupation_ref(const eep_pack_tables *tables, const uint32_t *noc,
                        const uint16_t *noc_canadian_months, size_t n, uint8_t *plane);
void eep_listed_ref(const uint32_t *noc_categories, uint32_t bit, const uint32_t *noc, size_t n,
                    uint64_t *listed);

void eep_pack_avx2(const eep_pack_tables *tables, const eep_raw *raw, size_t n, const eep_planes *planes);
void eep_age_avx2(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane);
void eep_age_avx512(const eep_pack_tables *tables, const int32_t *birth_date, size_t n, uint8_t *plane);
void eep_occupation_avx2(const eep_pack_tables *tables, const uint32_t *noc,
                         const uint16_t *noc_canadian_months, size_t n, uint8_t *plane);
void eep_listed_avx2(const uint32_t *noc_categories, uint32_t bit, const uint32_t *noc, size_t n,
                     uint64_t *listed);

/* The same columns, `by` candidates further on. */
static inline eep_raw eep_raw_from(const eep_raw *raw, size_t by)
{
    eep_raw at = *raw;

    at.birth_date += by, at.language_test_date += by, at.assessment_date += by;
    at.accompanying_spouse += by, at.education += by, at.spouse_education += by, at.first_official += by;
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        at.english[ability] += by, at.french[ability] += by, at.spouse_language[ability] += by;
    at.canadian_work_months += by, at.foreign_work_months += by, at.spouse_canadian_work_months += by;
    at.noc_months += by, at.noc_canadian_months += by, at.continuous_work_months += by, at.trade_months += by;
    at.certificate += by, at.sibling += by, at.nomination += by, at.settlement_funds += by;
    at.canadian_study += by, at.job_offer += by, at.relative += by, at.spouse_canadian_study += by;
    at.forces_recruit += by, at.noc += by;
    return at;
}

#endif

/*
 * program_rules.h - the three federal programs as eligible tables, for tests.
 *
 * Source: Immigration and Refugee Protection Regulations (SOR/2002-227): sections 75 to 83 (Federal
 * Skilled Worker), 87.1 (Canadian Experience Class), 87.2 (Federal Skilled Trades). Typed from the
 * regulations, not taken from the policy files, so that the two check each other.
 */
#ifndef EEP_TESTS_KERNELS_PROGRAM_RULES_H
#define EEP_TESTS_KERNELS_PROGRAM_RULES_H

#include <string.h>

#include "kernels/kernels.h"

#define TEERS_0_TO_3 0x0F

/* Sections 78 to 82: the selection grid of 100 points. */
static inline void fill_selection_grid(eep_eligible_tables *tables)
{
    static const uint16_t education[8] = {0, 5, 15, 19, 21, 22, 23, 25};
    static const uint16_t language[10] = {0, 0, 0, 0, 0, 0, 0, 4, 5, 6};
    static const uint16_t experience[7] = {0, 9, 11, 11, 13, 13, 15};

    memcpy(tables->fsw.education_points, education, sizeof education);
    for (int level = 0; level < EEP_LEVELS; level++)
        tables->fsw.language_points[level] = language[level < 9 ? level : 9];
    for (int years = 0; years < EEP_YEARS; years++)
        tables->fsw.experience_points[years] = experience[years < 6 ? years : 6];
    for (int age = 18; age < 47; age++)
        tables->fsw.age_points[age] = (uint16_t)(age <= 35 ? 12 : 47 - age);
    tables->fsw.offer_points = 10;
    tables->fsw.second_level = 5;
    tables->fsw.second_points = 4;
}

/* Section 83: adaptability, 10 points at most. */
static inline void fill_adaptability(eep_eligible_tables *tables)
{
    tables->fsw.spouse_level = 4;
    tables->fsw.spouse_language_points = 5;
    tables->fsw.study_points[1] = 5;
    tables->fsw.study_points[2] = 5;
    tables->fsw.spouse_study_points = 5;
    tables->fsw.work_years = 1;
    tables->fsw.work_points = 10;
    tables->fsw.spouse_work_years = 1;
    tables->fsw.spouse_work_points = 5;
    tables->fsw.relative_points = 5;
    tables->fsw.offer_adaptability_points = 5;
    tables->fsw.adaptability_cap = 10;
}

static inline void fill_program_rules(eep_eligible_tables *tables)
{
    static const uint8_t cec_level[8] = {7, 7, 5, 5, 255, 255, 255, 255};

    memset(tables, 0, sizeof *tables);
    fill_selection_grid(tables);
    fill_adaptability(tables);
    tables->fsw.continuous_months = 12;
    tables->fsw.teers = TEERS_0_TO_3;
    tables->fsw.level = 7;
    tables->fsw.education = 1;
    tables->fsw.asks_funds = 1;
    tables->fsw.pass_mark = 67;
    tables->cec.months = 12;
    tables->cec.teers = TEERS_0_TO_3;
    memcpy(tables->cec.level, cec_level, sizeof cec_level);
    tables->fst.months = 24;
    tables->fst.level[EEP_LISTENING] = 5;
    tables->fst.level[EEP_READING] = 4;
    tables->fst.level[EEP_WRITING] = 4;
    tables->fst.level[EEP_SPEAKING] = 5;
    tables->fst.asks_funds = 1;
    tables->funds_waived_months = 1; /* working in Canada: a reading of section 82(2)(a), (b), (d) */
}

#endif

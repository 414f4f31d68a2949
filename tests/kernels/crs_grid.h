/*
 * crs_grid.h - the Comprehensive Ranking System in force from 2025-03-25 as score tables, for tests.
 *
 * Source: canada.ca, "Comprehensive Ranking System (CRS) Criteria - Express Entry"; Ministerial
 * Instructions respecting the Express Entry system. Typed from the published grid, not taken from the
 * policy files, so that the two check each other.
 */
#ifndef EEP_TESTS_KERNELS_CRS_GRID_H
#define EEP_TESTS_KERNELS_CRS_GRID_H

#include <string.h>

#include "kernels/kernels.h"

static inline void fill_core(eep_score_tables *tables)
{
    /* Ages 17 to 45; below and above as at the ends. */
    static const uint16_t age_without[] = {0,   99,  105, 110, 110, 110, 110, 110, 110, 110,
                                           110, 110, 110, 105, 99,  94,  88,  83,  77,  72,
                                           66,  61,  55,  50,  39,  28,  17,  6,   0};
    static const uint16_t age_with[] = {0,  90, 95, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 95, 90,
                                        85, 80, 75, 70,  65,  60,  55,  50,  45,  35,  25,  15,  5,   0};
    static const uint16_t education[2][8] = {{0, 30, 90, 98, 120, 128, 135, 150},
                                             {0, 28, 84, 91, 112, 119, 126, 140}};
    static const uint16_t first[2][11] = {{0, 0, 0, 0, 6, 6, 9, 17, 23, 31, 34},
                                          {0, 0, 0, 0, 6, 6, 8, 16, 22, 29, 32}};
    static const uint16_t second[10] = {0, 0, 0, 0, 0, 1, 1, 3, 3, 6};
    static const uint16_t work[2][6] = {{0, 40, 53, 64, 72, 80}, {0, 35, 46, 56, 63, 70}};

    memcpy(&tables->age[0][17], age_without, sizeof age_without);
    memcpy(&tables->age[1][17], age_with, sizeof age_with);
    memcpy(tables->education, education, sizeof education);
    for (int with = 0; with < 2; with++) {
        for (int level = 0; level < EEP_LEVELS; level++) {
            tables->first_language[with][level] = first[with][level < 10 ? level : 10];
            tables->second_language[with][level] = second[level < 9 ? level : 9];
        }
        for (int years = 0; years < EEP_YEARS; years++)
            tables->canadian_work[with][years] = work[with][years < 5 ? years : 5];
    }
    tables->second_language_cap[0] = 24;
    tables->second_language_cap[1] = 22;
    tables->core_cap[0] = 500;
    tables->core_cap[1] = 460;
}

static inline void fill_spouse(eep_score_tables *tables)
{
    static const uint16_t education[8] = {0, 2, 6, 7, 8, 9, 10, 10};
    static const uint16_t language[10] = {0, 0, 0, 0, 0, 1, 1, 3, 3, 5};
    static const uint16_t work[6] = {0, 5, 7, 8, 9, 10};

    memcpy(tables->spouse_education, education, sizeof education);
    for (int level = 0; level < EEP_LEVELS; level++)
        tables->spouse_language[level] = language[level < 9 ? level : 9];
    for (int years = 0; years < EEP_YEARS; years++)
        tables->spouse_work[years] = work[years < 5 ? years : 5];
    tables->spouse_cap = 40;
}

static inline void fill_transferability(eep_score_tables *tables)
{
    static const uint8_t education_tier[8] = {0, 0, 1, 1, 1, 2, 2, 2};
    static const uint16_t pair[EEP_TIERS][EEP_TIERS] = {{0, 0, 0}, {0, 13, 25}, {0, 25, 50}};

    memcpy(tables->education_tier, education_tier, sizeof education_tier);
    for (int level = 0; level < EEP_LEVELS; level++) {
        tables->language_tier[level] = (uint8_t)(level >= 9 ? 2 : level >= 7 ? 1 : 0);
        tables->certificate_tier[level] = (uint8_t)(level >= 7 ? 2 : level >= 5 ? 1 : 0);
    }
    for (int years = 0; years < EEP_YEARS; years++) {
        tables->canadian_work_tier[years] = (uint8_t)(years >= 2 ? 2 : years);
        tables->foreign_work_tier[years] = (uint8_t)(years >= 3 ? 2 : years >= 1 ? 1 : 0);
    }
    memcpy(tables->education_language, pair, sizeof pair);
    memcpy(tables->education_work, pair, sizeof pair);
    memcpy(tables->foreign_language, pair, sizeof pair);
    memcpy(tables->foreign_work, pair, sizeof pair);
    tables->certificate[1] = 25;
    tables->certificate[2] = 50;
    tables->education_pair_cap = 50;
    tables->foreign_pair_cap = 50;
    tables->transferability_cap = 100;
}

/* An offer of arranged employment has given no points since 2025-03-25. */
static inline void fill_additional(eep_score_tables *tables)
{
    tables->nomination = 600;
    tables->sibling = 15;
    tables->canadian_study[1] = 15;
    tables->canadian_study[2] = 30;
    tables->french_level = 7;
    tables->english_level = 5;
    tables->french = 25;
    tables->french_with_english = 50;
    tables->additional_cap = 600;
    tables->total_cap = 1200;
}

static inline void fill_crs_grid(eep_score_tables *tables)
{
    memset(tables, 0, sizeof *tables);
    fill_core(tables);
    fill_spouse(tables);
    fill_transferability(tables);
    fill_additional(tables);
}

#endif

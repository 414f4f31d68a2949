/*
 * raw.h - a block of raw columns: all at their defaults, or pseudo-random over their whole ranges.
 */
#ifndef EEP_TESTS_KERNELS_RAW_H
#define EEP_TESTS_KERNELS_RAW_H

#include <string.h>

#include "chance.h"
#include "kernels/kernels.h"

/* The columns of a block, to be written by name. Big: keep it static. */
typedef struct raw_block {
    int32_t birth_date[EEP_BLOCK_ROWS], language_test_date[EEP_BLOCK_ROWS], assessment_date[EEP_BLOCK_ROWS];
    uint8_t accompanying_spouse[EEP_BLOCK_ROWS], education[EEP_BLOCK_ROWS], spouse_education[EEP_BLOCK_ROWS];
    uint8_t first_official[EEP_BLOCK_ROWS];
    uint8_t english[EEP_ABILITIES][EEP_BLOCK_ROWS], french[EEP_ABILITIES][EEP_BLOCK_ROWS];
    uint8_t spouse_language[EEP_ABILITIES][EEP_BLOCK_ROWS];
    uint16_t canadian_work_months[EEP_BLOCK_ROWS], foreign_work_months[EEP_BLOCK_ROWS];
    uint16_t spouse_canadian_work_months[EEP_BLOCK_ROWS];
    uint16_t noc_months[EEP_BLOCK_ROWS], noc_canadian_months[EEP_BLOCK_ROWS];
    uint16_t continuous_work_months[EEP_BLOCK_ROWS], trade_months[EEP_BLOCK_ROWS];
    uint8_t certificate[EEP_BLOCK_ROWS], sibling[EEP_BLOCK_ROWS], nomination[EEP_BLOCK_ROWS];
    uint8_t settlement_funds[EEP_BLOCK_ROWS], canadian_study[EEP_BLOCK_ROWS], job_offer[EEP_BLOCK_ROWS];
    uint8_t relative[EEP_BLOCK_ROWS], spouse_canadian_study[EEP_BLOCK_ROWS], forces_recruit[EEP_BLOCK_ROWS];
    uint32_t noc[EEP_BLOCK_ROWS];
} raw_block;

/* The columns from row `row` on, as pack wants them. */
static inline eep_raw raw_from(const raw_block *block, size_t row)
{
    eep_raw raw = {
        .birth_date = block->birth_date + row,
        .language_test_date = block->language_test_date + row,
        .assessment_date = block->assessment_date + row,
        .accompanying_spouse = block->accompanying_spouse + row,
        .education = block->education + row,
        .spouse_education = block->spouse_education + row,
        .first_official = block->first_official + row,
        .canadian_work_months = block->canadian_work_months + row,
        .foreign_work_months = block->foreign_work_months + row,
        .spouse_canadian_work_months = block->spouse_canadian_work_months + row,
        .noc_months = block->noc_months + row,
        .noc_canadian_months = block->noc_canadian_months + row,
        .continuous_work_months = block->continuous_work_months + row,
        .trade_months = block->trade_months + row,
        .certificate = block->certificate + row,
        .sibling = block->sibling + row,
        .nomination = block->nomination + row,
        .settlement_funds = block->settlement_funds + row,
        .canadian_study = block->canadian_study + row,
        .job_offer = block->job_offer + row,
        .relative = block->relative + row,
        .spouse_canadian_study = block->spouse_canadian_study + row,
        .forces_recruit = block->forces_recruit + row,
        .noc = block->noc + row,
    };

    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        raw.english[ability] = block->english[ability] + row;
        raw.french[ability] = block->french[ability] + row;
        raw.spouse_language[ability] = block->spouse_language[ability] + row;
    }
    return raw;
}

static inline eep_raw raw_of(const raw_block *block)
{
    return raw_from(block, 0);
}

/* ---- Random columns ----------------------------------------------------------------------------- */

static inline void random_bytes(chance *stream, uint8_t *values, uint32_t limit)
{
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        values[i] = (uint8_t)below(stream, limit);
}

static inline void random_months(chance *stream, uint16_t *values, uint32_t limit)
{
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        values[i] = (uint16_t)below(stream, limit);
}

static inline void random_dates(chance *stream, int32_t *values, int32_t first, uint32_t limit)
{
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        values[i] = first + (int32_t)below(stream, limit);
}

/* Every column over the range it has in datasets/columns.def; dates around `day`. */
static inline void raw_random(raw_block *block, uint32_t seed, int32_t day)
{
    chance stream = {seed, 0};

    random_dates(&stream, block->birth_date, day - 70 * 365, 60 * 365);
    random_dates(&stream, block->language_test_date, day - 3 * 365, 3 * 365);
    random_dates(&stream, block->assessment_date, day - 6 * 365, 6 * 365);
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        random_bytes(&stream, block->english[ability], 13);
        random_bytes(&stream, block->french[ability], 13);
        random_bytes(&stream, block->spouse_language[ability], 13);
    }
    random_bytes(&stream, block->education, 8);
    random_bytes(&stream, block->spouse_education, 8);
    random_bytes(&stream, block->canadian_study, 3);
    random_bytes(&stream, block->job_offer, 3);
    uint8_t *const flags[] = {
        block->accompanying_spouse,  block->first_official,   block->certificate, block->sibling,
        block->nomination,           block->settlement_funds, block->relative,    block->forces_recruit,
        block->spouse_canadian_study};
    for (size_t flag = 0; flag < sizeof flags / sizeof flags[0]; flag++)
        random_bytes(&stream, flags[flag], 2);
    random_months(&stream, block->canadian_work_months, 121);
    random_months(&stream, block->foreign_work_months, 121);
    random_months(&stream, block->spouse_canadian_work_months, 121);
    random_months(&stream, block->noc_months, 37);
    random_months(&stream, block->noc_canadian_months, 37);
    random_months(&stream, block->continuous_work_months, 121);
    random_months(&stream, block->trade_months, 61);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++)
        block->noc[i] = below(&stream, EEP_NOC_CODES);
}

#endif

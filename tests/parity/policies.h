/*
 * policies.h - pseudo-random tables of points and rules that fit plans, up to the last point that fits.
 */
#ifndef EEP_TESTS_PARITY_POLICIES_H
#define EEP_TESTS_PARITY_POLICIES_H

#include "../kernels/chance.h"

/* ---- Entries ------------------------------------------------------------------------------------ */

/* 0, the most, or between them. */
static inline uint16_t some_points(chance *stream, uint16_t most)
{
    const uint32_t kind = below(stream, 4);

    return (uint16_t)(kind == 0 ? 0 : kind == 1 ? most : below(stream, most + 1u));
}

static inline void some_entries(chance *stream, uint16_t *points, size_t size, uint16_t most)
{
    for (size_t i = 0; i < size; i++)
        points[i] = some_points(stream, most);
    points[below(stream, (uint32_t)size)] = most; /* so that a bound of `most` is reached */
}

/* Entries that share a code share their points: those up to `lowest` and those from `highest` on. */
static inline void flatten(uint16_t *points, size_t size, size_t lowest, size_t highest)
{
    for (size_t i = 0; i < lowest; i++)
        points[i] = points[lowest];
    for (size_t i = highest; i < size; i++)
        points[i] = points[highest];
}

static inline void level_entries(chance *stream, uint16_t points[EEP_LEVELS], uint16_t most, size_t codes)
{
    some_entries(stream, points, EEP_LEVELS, most);
    points[4 + below(stream, (uint32_t)codes - 2)] = most;
    flatten(points, EEP_LEVELS, EEP_LEVEL_LOWEST, EEP_LEVEL_LOWEST + codes - 1);
}

static inline void year_entries(chance *stream, uint16_t points[EEP_YEARS], uint16_t most)
{
    some_entries(stream, points, EEP_YEARS, most);
    points[below(stream, EEP_YEAR_CODES)] = most;
    flatten(points, EEP_YEARS, 0, EEP_YEAR_CODES - 1);
}

static inline void age_entries(chance *stream, uint16_t points[EEP_AGES], uint16_t most)
{
    some_entries(stream, points, EEP_AGES, most);
    points[18 + below(stream, 30)] = most;
    flatten(points, EEP_AGES, EEP_AGE_LOWEST, EEP_AGE_LOWEST + EEP_AGE_CODES - 1);
}

static inline void some_tiers(chance *stream, uint8_t *tier, size_t size, size_t lowest, size_t highest)
{
    for (size_t i = 0; i < size; i++)
        tier[i] = (uint8_t)below(stream, EEP_TIERS);
    for (size_t i = 0; i < lowest; i++)
        tier[i] = tier[lowest];
    for (size_t i = highest; i < size; i++)
        tier[i] = tier[highest];
}

/* 0 or a level between those that share a code. */
static inline uint8_t level_threshold(chance *stream, uint32_t highest)
{
    return (uint8_t)(one_in(stream, 3) ? 0 : 4 + below(stream, highest - 3));
}

/* ---- Points ------------------------------------------------------------------------------------- */

/*
 * How large points may be. In the first profile sums before caps are at most 255 without the help of a cap;
 * in the second only caps keep the sums after them at 255. Both reach 255 wherever a byte holds a sum.
 */
typedef struct largest {
    uint16_t second, second_cap, work;
    uint16_t spouse_education, spouse_language, spouse_work, spouse_cap;
    uint16_t pair_language, pair_work, pair_cap, certificate, transferability_cap;
} largest;

static const largest profiles[] = {
    {40, 1200, 95, 27, 20, 20, 1200, 25, 25, 1200, 28, 1200},
    {63, 155, 100, 30, 50, 25, 155, 128, 127, 100, 55, 100},
};

/* Any cap at or below `most`; often one where it bites or does not exist. */
static inline uint16_t some_cap(chance *stream, uint16_t most)
{
    static const uint16_t caps[] = {0, 1, 127, 128, 254, 255, 256, 1200};
    const uint16_t cap = caps[below(stream, sizeof caps / sizeof caps[0])];

    return cap <= most ? cap : most;
}

static inline void some_core(chance *stream, const largest *most, eep_score_tables *t)
{
    for (int with = 0; with < 2; with++) {
        age_entries(stream, t->age[with], 255);
        some_entries(stream, t->education[with], 8, 255);
        level_entries(stream, t->first_language[with], 63, EEP_LEVEL_CODES);
        level_entries(stream, t->second_language[with], most->second, EEP_LEVEL_CODES);
        year_entries(stream, t->canadian_work[with], most->work);
        t->second_language_cap[with] = some_cap(stream, most->second_cap);
        t->core_cap[with] = (uint16_t)(one_in(stream, 2) ? some_cap(stream, 1200) : 400 + below(stream, 801));
    }
    some_entries(stream, t->spouse_education, 8, most->spouse_education);
    level_entries(stream, t->spouse_language, most->spouse_language, EEP_PAIR_LEVELS);
    year_entries(stream, t->spouse_work, most->spouse_work);
    t->spouse_cap = some_cap(stream, most->spouse_cap);
}

static inline void some_transferability(chance *stream, const largest *most, eep_score_tables *t)
{
    const size_t low = EEP_LEVEL_LOWEST, high = EEP_LEVEL_LOWEST + EEP_LEVEL_CODES - 1;

    some_tiers(stream, t->education_tier, 8, 0, 8);
    some_tiers(stream, t->language_tier, EEP_LEVELS, low, high);
    some_tiers(stream, t->certificate_tier, EEP_LEVELS, low, high);
    some_tiers(stream, t->canadian_work_tier, EEP_YEARS, 0, EEP_YEAR_CODES - 1);
    some_tiers(stream, t->foreign_work_tier, EEP_YEARS, 0, EEP_YEAR_CODES - 1);
    some_entries(stream, t->education_language[0], 16, most->pair_language);
    some_entries(stream, t->education_work[0], 16, most->pair_work);
    some_entries(stream, t->foreign_language[0], 16, most->pair_language);
    some_entries(stream, t->foreign_work[0], 16, most->pair_work);
    some_entries(stream, t->certificate, EEP_TIERS, most->certificate);
    t->education_pair_cap = some_cap(stream, most->pair_cap);
    t->foreign_pair_cap = some_cap(stream, most->pair_cap);
    t->transferability_cap = some_cap(stream, most->transferability_cap);
}

static inline void some_additional(chance *stream, int with_occupations, eep_score_tables *t)
{
    t->nomination = some_points(stream, 1200);
    some_entries(stream, t->job_offer, 4, 1200);
    some_entries(stream, t->canadian_study, 4, 85);
    t->sibling = some_points(stream, 85);
    t->french_level = level_threshold(stream, 10);
    t->english_level = level_threshold(stream, 10);
    t->french = some_points(stream, 85);
    t->french_with_english = some_points(stream, 85);
    if (with_occupations) {
        some_entries(stream, t->occupation_work[0], EEP_OCCUPATION_TIERS * EEP_OCCUPATION_YEARS, 128);
        some_entries(stream, t->occupation_offer, EEP_OCCUPATION_TIERS, 127);
    }
    t->additional_cap = some_cap(stream, 1200);
    t->total_cap = some_cap(stream, 1200);
}

/* Every third seed gives points to occupations. */
static inline void some_score_tables(uint32_t seed, eep_score_tables *tables)
{
    chance stream = {seed, 2};
    const largest *most = &profiles[seed % 2];

    memset(tables, 0, sizeof *tables);
    some_core(&stream, most, tables);
    some_transferability(&stream, most, tables);
    some_additional(&stream, seed % 3 == 0, tables);
}

/* ---- Rules -------------------------------------------------------------------------------------- */

/* Mostly nothing or little, so that some candidates meet everything. */
static inline uint8_t month_threshold(chance *stream)
{
    if (one_in(stream, 2)) return 0;
    return (uint8_t)(one_in(stream, 8) ? below(stream, 256) : below(stream, 24));
}

static inline void some_program(chance *stream, eep_program_rule *rule)
{
    const uint32_t alike = below(stream, 2);
    uint8_t level[8];

    for (int teer = 0; teer < 8; teer++)
        level[teer] = one_in(stream, 8) ? 255 : one_in(stream, 2) ? 4 : level_threshold(stream, 10);
    *rule = (eep_program_rule){
        .open = (uint8_t)!one_in(stream, 5),
        .continuous_months = month_threshold(stream),
        .months = month_threshold(stream),
        .canadian_months = month_threshold(stream),
        .trade_months = month_threshold(stream),
        .teers = (uint8_t)(one_in(stream, 2) ? 0 : below(stream, 256)),
        .education = (uint8_t)(one_in(stream, 2) ? 0 : below(stream, 10)),
        .asks_selection_points = (uint8_t)below(stream, 2),
        .asks_funds = (uint8_t)below(stream, 2),
        .asks_certificate_or_offer = (uint8_t)one_in(stream, 3),
        .asks_nomination = (uint8_t)one_in(stream, 3),
        .asks_trade = (uint8_t)one_in(stream, 3),
        .asks_other_program = (uint8_t)one_in(stream, 3),
    };
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        for (int teer = 0; teer < 8; teer++)
            rule->level[ability][teer] =
                alike || one_in(stream, 2) ? level[teer] : level_threshold(stream, 10);
    }
}

/* The largest sums are 255: 40 + 4 x 15 + 20 + 25 + 30 + 20 + 60, and of adaptability 39 + 6 x 36 before its
 * cap. */
static inline void some_selection(chance *stream, eep_selection_grid *grid)
{
    memset(grid, 0, sizeof *grid);
    some_entries(stream, grid->education_points, 8, 40);
    level_entries(stream, grid->language_points, 15, EEP_LEVEL_CODES);
    some_entries(stream, grid->experience_points, EEP_YEARS, 25);
    age_entries(stream, grid->age_points, 30);
    some_entries(stream, grid->study_points, 4, 39);
    grid->pass_mark = (uint16_t)(one_in(stream, 4) ? below(stream, 256) : 90 + below(stream, 60));
    grid->offer_points = some_points(stream, 20);
    grid->second_level = level_threshold(stream, 10);
    grid->second_points = some_points(stream, 20);
    grid->spouse_level = level_threshold(stream, 9);
    grid->work_years = (uint8_t)below(stream, EEP_YEAR_CODES);
    grid->spouse_work_years = (uint8_t)below(stream, EEP_YEAR_CODES);
    grid->spouse_language_points = some_points(stream, 36);
    grid->spouse_study_points = some_points(stream, 36);
    grid->work_points = some_points(stream, 36);
    grid->spouse_work_points = some_points(stream, 36);
    grid->relative_points = some_points(stream, 36);
    grid->offer_adaptability_points = some_points(stream, 36);
    grid->adaptability_cap = (uint16_t)below(stream, 61);
}

static inline void some_eligible_tables(uint32_t seed, eep_eligible_tables *tables)
{
    chance stream = {seed, 3};

    memset(tables, 0, sizeof *tables);
    for (int p = 0; p < EEP_PROGRAMS; p++)
        some_program(&stream, &tables->program[p]);
    some_selection(&stream, &tables->selection);
    tables->funds_waived_months = month_threshold(&stream);
}

static inline eep_category_rule some_category(chance *stream, uint32_t bit)
{
    return (eep_category_rule){
        .bit = bit,
        .asks_occupation = (uint8_t)below(stream, 2),
        .months = month_threshold(stream),
        .canadian_months = month_threshold(stream),
        .continuous_months = month_threshold(stream),
        .education = (uint8_t)(one_in(stream, 2) ? 0 : below(stream, 10)),
        .french_level = one_in(stream, 2) ? 0 : level_threshold(stream, 10),
        .forces_recruit = (uint8_t)one_in(stream, 4),
    };
}

#endif

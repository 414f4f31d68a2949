/*
 * sweep_people.h - candidates among whom every value of a policy should find somebody whom it concerns.
 *
 * Each stands near one of a few people who have everything, or just what a program or a category asks, and
 * has up to five columns drawn anew; one in eight is drawn anew whole. Draws stand on both sides of the
 * thresholds of the official policy. Numbers come from counters: every run has the same people.
 */
#ifndef EEP_TESTS_POLICY_SWEEP_PEOPLE_H
#define EEP_TESTS_POLICY_SWEEP_PEOPLE_H

#include "sim/sim.h"
#include "tests/kernels/raw.h"

#define SWEEP_BLOCKS 4

typedef struct sweep_people {
    raw_block block[SWEEP_BLOCKS];
    uint32_t code[256]; /* occupations to draw from */
    uint32_t codes;
    chance stream;
    eep_date day;
} sweep_people;

/* ---- Single draws ------------------------------------------------------------------------------- */

static inline uint16_t some_months(chance *stream, uint32_t most)
{
    static const uint8_t edges[] = {0, 1, 5, 6, 7, 11, 12, 13, 23, 24, 25, 35, 36, 48, 60, 72, 119, 120};
    const uint32_t months = edges[below(stream, sizeof edges)];

    return (uint16_t)(months <= most ? months : below(stream, most + 1));
}

/* A paper that is new, or about as old as papers of so many months may be. */
static inline eep_date some_paper(chance *stream, eep_date day, int months)
{
    if (below(stream, 2)) return day;
    return eep_date_add_months(day, -months + (int)below(stream, 4) - 2) + (eep_date)below(stream, 3) - 1;
}

static inline void some_levels(chance *stream, uint8_t level[EEP_ABILITIES][EEP_BLOCK_ROWS], size_t row)
{
    const uint8_t even = (uint8_t)below(stream, 13);

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        level[ability][row] = below(stream, 6) ? even : (uint8_t)below(stream, 13);
}

static inline void same_levels(uint8_t level[EEP_ABILITIES][EEP_BLOCK_ROWS], size_t row, uint8_t value)
{
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        level[ability][row] = value;
}

/* ---- People to start from ------------------------------------------------------------------------ */

static inline void put_nobody(sweep_people *people, raw_block *b, size_t i)
{
    b->birth_date[i] = eep_date_add_months(people->day, -12 * 29);
    b->language_test_date[i] = b->assessment_date[i] = people->day;
    b->accompanying_spouse[i] = b->education[i] = b->spouse_education[i] = b->first_official[i] = 0;
    same_levels(b->english, i, 0);
    same_levels(b->french, i, 0);
    same_levels(b->spouse_language, i, 0);
    b->canadian_work_months[i] = b->foreign_work_months[i] = b->spouse_canadian_work_months[i] = 0;
    b->noc_months[i] = b->noc_canadian_months[i] = b->continuous_work_months[i] = b->trade_months[i] = 0;
    b->certificate[i] = b->sibling[i] = b->nomination[i] = b->canadian_study[i] = b->job_offer[i] = 0;
    b->relative[i] = b->spouse_canadian_study[i] = b->forces_recruit[i] = 0;
    b->settlement_funds[i] = 1;
    b->noc[i] = people->code[below(&people->stream, people->codes)];
}

static inline void put_everything(raw_block *b, size_t i)
{
    b->education[i] = b->spouse_education[i] = 7;
    same_levels(b->english, i, 12);
    same_levels(b->french, i, 12);
    same_levels(b->spouse_language, i, 12);
    b->canadian_work_months[i] = b->foreign_work_months[i] = b->spouse_canadian_work_months[i] = 120;
    b->noc_months[i] = b->noc_canadian_months[i] = 36;
    b->continuous_work_months[i] = 120;
    b->trade_months[i] = 60;
    b->certificate[i] = b->sibling[i] = b->nomination[i] = b->relative[i] = 1;
    b->spouse_canadian_study[i] = b->forces_recruit[i] = 1;
    b->canadian_study[i] = b->job_offer[i] = 2;
}

/* 66 selection points at 29: 21, 24 for the language, 9 and 12; of every age. */
static inline void put_worker(const sweep_people *people, raw_block *b, size_t i)
{
    b->birth_date[i] = eep_date_add_months(people->day, -12 * (16 + (int)(i / 8 % 33)));
    b->education[i] = 4;
    same_levels(b->english, i, 9);
    b->foreign_work_months[i] = b->noc_months[i] = b->continuous_work_months[i] = 12;
}

static inline void put_experienced(raw_block *b, size_t i)
{
    same_levels(b->english, i, 7);
    b->noc_canadian_months[i] = b->noc_months[i] = b->canadian_work_months[i] = 12;
    b->settlement_funds[i] = 0;
}

static inline void put_tradesperson(raw_block *b, size_t i)
{
    same_levels(b->english, i, 5);
    b->trade_months[i] = 24;
    b->certificate[i] = 1;
}

static inline void put_somebody(sweep_people *people, raw_block *b, size_t i)
{
    put_nobody(people, b, i);
    switch (i % 8) {
    case 0:
        put_everything(b, i);
        break;
    case 1:
        b->accompanying_spouse[i] = 1;
        put_everything(b, i);
        break;
    case 2:
        put_everything(b, i);
        b->nomination[i] = 0;
        break;
    case 3:
    case 4:
        put_worker(people, b, i);
        break;
    case 5:
        put_experienced(b, i);
        break;
    case 6:
        put_tradesperson(b, i);
        break;
    default:
        put_experienced(b, i);
        b->nomination[i] = 1;
        break;
    }
}

/* ---- Columns drawn anew -------------------------------------------------------------------------- */

enum { SWEEP_COLUMNS = 25 };

/* Papers and results of tests. */
static inline void redraw_paper(sweep_people *people, raw_block *b, size_t i, uint32_t column)
{
    chance *s = &people->stream;

    switch (column) {
    case 0:
        b->birth_date[i] = eep_date_add_months(people->day, -12 * (16 + (int)below(s, 33)));
        break;
    case 1:
        b->language_test_date[i] = some_paper(s, people->day, 24);
        break;
    case 2:
        b->assessment_date[i] = some_paper(s, people->day, 60);
        break;
    case 7:
        some_levels(s, b->english, i);
        break;
    case 8:
        some_levels(s, b->french, i);
        break;
    default:
        some_levels(s, b->spouse_language, i);
        break;
    }
}

/* Columns by number: what is yes or no turns, months and choices are drawn up to the most that counts. */
static inline void redraw(sweep_people *people, raw_block *b, size_t i, uint32_t column)
{
    uint8_t *const flag[SWEEP_COLUMNS] = {[3] = b->accompanying_spouse,    [6] = b->first_official,
                                          [17] = b->certificate,           [18] = b->sibling,
                                          [19] = b->settlement_funds,      [22] = b->relative,
                                          [23] = b->spouse_canadian_study, [24] = b->forces_recruit};
    uint16_t *const months[SWEEP_COLUMNS] = {
        [10] = b->canadian_work_months, [11] = b->foreign_work_months, [12] = b->spouse_canadian_work_months,
        [13] = b->noc_months,           [14] = b->noc_canadian_months, [15] = b->continuous_work_months,
        [16] = b->trade_months};
    uint8_t *const choice[SWEEP_COLUMNS] = {
        [4] = b->education, [5] = b->spouse_education, [20] = b->canadian_study, [21] = b->job_offer};
    static const uint32_t most[SWEEP_COLUMNS] = {
        [4] = 8,   [5] = 8,    [10] = 120, [11] = 120, [12] = 120, [13] = 36,
        [14] = 36, [15] = 120, [16] = 60,  [20] = 3,   [21] = 3};
    if (flag[column] != NULL)
        flag[column][i] ^= 1;
    else if (months[column] != NULL)
        months[column][i] = some_months(&people->stream, most[column]);
    else if (choice[column] != NULL)
        choice[column][i] = (uint8_t)below(&people->stream, most[column]);
    else
        redraw_paper(people, b, i, column);
}

/* Occupations: all that a category lists, and of every TEER, in and beside the skilled trades. */
static inline void find_codes(sweep_people *people, const eep_rules *rules)
{
    static const uint32_t others[] = {0,     12,    10010, 21399, 22222, 62200, 63200, 63210, 72310, 72600,
                                      73200, 74100, 75100, 82030, 83100, 92100, 93100, 93200, 14100, 65320};

    people->codes = 0;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        people->code[people->codes++] = others[i];
    for (uint32_t code = 0; code < EEP_NOC_CODES && people->codes < 256; code++)
        if (rules->noc_categories[code] != 0) people->code[people->codes++] = code;
}

static inline void sweep_gather(sweep_people *people, const eep_rules *rules)
{
    people->day = rules->day;
    people->stream = (chance){.seed = 20150101};
    find_codes(people, rules);
    for (size_t block = 0; block < SWEEP_BLOCKS; block++) {
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            raw_block *b = &people->block[block];
            /* The first of a block are the plain ones. */
            const uint32_t draws = i < 64 ? 0 : i % 64 > 55 ? 2 * SWEEP_COLUMNS : below(&people->stream, 6);

            put_somebody(people, b, i);
            for (uint32_t n = 0; n < draws; n++)
                redraw(people, b, i, below(&people->stream, SWEEP_COLUMNS));
        }
    }
}

#endif

/*
 * plain.h - rows and rules of plain C, as somebody writes them down who has read the rules. For plain.c and
 * plain_rules.c.
 */
#ifndef EEP_BENCH_PLAIN_H
#define EEP_BENCH_PLAIN_H

#include "bench/peers/peers.h"

typedef struct person {
    uint64_t id;
    int64_t submitted_at;
    uint32_t noc;
    uint8_t age, spouse, education, spouse_education, french_first, valid_profile;
    uint8_t english[4], french[4], spouse_level[4];
    uint8_t canadian_months, foreign_months, spouse_months;
    uint8_t certificate, sibling, nomination, funds, study, offer;
    uint8_t noc_months, noc_canadian_months, continuous_months, trade_months, relative, spouse_study;
} person;

typedef struct program {
    unsigned continuous_months, months, canadian_months, trade_months, education;
    unsigned level[4][8];
    uint8_t teer[8]; /* 1: open to the TEER */
    int asks_trade, asks_certificate_or_offer, asks_funds, asks_points;
} program;

/* Everything the rules say, as they say it. */
typedef struct plain_rules {
    unsigned age[2][128], education[2][8], first[2][13], second[2][13], second_cap[2], work[2][11],
        core_cap[2];
    unsigned spouse_education[8], spouse_language[13], spouse_work[11], spouse_cap;
    unsigned education_tier[8], language_from[3], certificate_from[3], canadian_from[3], foreign_from[3];
    unsigned education_language[3][3], education_work[3][3], foreign_language[3][3], foreign_work[3][3];
    unsigned certificate[3], education_pair_cap, foreign_pair_cap, transferability_cap;
    unsigned nomination, sibling, offer[3], study[3], french, french_with_english, french_level,
        english_level;
    unsigned additional_cap, total_cap;
    program program[3]; /* FSW, CEC, FST; a nomination asks for one of them */
    unsigned funds_waived_months;
    unsigned grid_education[8], grid_language[13], grid_experience[21], grid_age[128], grid_offer;
    unsigned grid_second_level, grid_second, grid_study[3], grid_spouse_level, grid_spouse_language;
    unsigned grid_spouse_study, grid_work_years, grid_work, grid_spouse_years, grid_spouse_work,
        grid_relative;
    unsigned grid_offer_adaptability, grid_adaptability_cap, grid_pass;
    uint8_t is_trade[100000], is_stem[100000];
    unsigned stem_months, stem_continuous;
} plain_rules;

extern plain_rules plain_policy;

/* Fills `plain_policy` from the policy as in force on a day. */
void plain_read_rules(const eep_policy *official, eep_date day);

/* The value of one leaf on that day. */
unsigned plain_number(const char *path);

#endif

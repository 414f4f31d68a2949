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

    memcpy(tables->selection.education_points, education, sizeof education);
    for (int level = 0; level < EEP_LEVELS; level++)
        tables->selection.language_points[level] = language[level < 9 ? level : 9];
    for (int years = 0; years < EEP_YEARS; years++)
        tables->selection.experience_points[years] = experience[years < 6 ? years : 6];
    for (int age = 18; age < 47; age++)
        tables->selection.age_points[age] = (uint16_t)(age <= 35 ? 12 : 47 - age);
    tables->selection.offer_points = 10;
    tables->selection.second_level = 5;
    tables->selection.second_points = 4;
}

/* Section 83: adaptability, 10 points at most. */
static inline void fill_adaptability(eep_eligible_tables *tables)
{
    tables->selection.spouse_level = 4;
    tables->selection.spouse_language_points = 5;
    tables->selection.study_points[1] = 5;
    tables->selection.study_points[2] = 5;
    tables->selection.spouse_study_points = 5;
    tables->selection.work_years = 1;
    tables->selection.work_points = 10;
    tables->selection.spouse_work_years = 1;
    tables->selection.spouse_work_points = 5;
    tables->selection.relative_points = 5;
    tables->selection.offer_adaptability_points = 5;
    tables->selection.adaptability_cap = 10;
}

static inline void fill_program_rules(eep_eligible_tables *tables)
{
    static const uint8_t cec_level[8] = {7, 7, 5, 5, 255, 255, 255, 255};
    static const uint8_t fst_level[EEP_ABILITIES] = {
        [EEP_LISTENING] = 5, [EEP_READING] = 4, [EEP_WRITING] = 4, [EEP_SPEAKING] = 5};
    eep_program_rule *fsw = &tables->program[EEP_RULE_FSW], *cec = &tables->program[EEP_RULE_CEC];
    eep_program_rule *fst = &tables->program[EEP_RULE_FST];

    memset(tables, 0, sizeof *tables);
    fill_selection_grid(tables);
    fill_adaptability(tables);
    fsw->open = cec->open = fst->open = 1;
    fsw->continuous_months = 12;
    fsw->teers = TEERS_0_TO_3;
    fsw->education = 1;
    fsw->asks_funds = 1;
    fsw->asks_selection_points = 1;
    tables->selection.pass_mark = 67;
    cec->canadian_months = 12;
    cec->teers = TEERS_0_TO_3;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        memset(fsw->level[ability], 7, sizeof fsw->level[ability]);
        memcpy(cec->level[ability], cec_level, sizeof cec_level);
        memset(fst->level[ability], fst_level[ability], sizeof fst->level[ability]);
    }
    fst->trade_months = 24;
    fst->asks_trade = 1;
    fst->asks_certificate_or_offer = 1;
    fst->asks_funds = 1;
    /* A nominee must qualify for another program. */
    tables->program[EEP_RULE_PNP] =
        (eep_program_rule){.open = 1, .asks_nomination = 1, .asks_other_program = 1};
    tables->funds_waived_months = 1; /* working in Canada: a reading of section 82(2)(a), (b), (d) */
}

#endif

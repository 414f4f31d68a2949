/*
 * facts.h - a candidate written down readably, put into a row of facts:
 *
 *   facts_put(&facts, 0, &(person){.age = 29, .education = BACHELORS, .first = ALL(9), .foreign_years = 3});
 *
 * Whatever is not named is 0 or none. The weakest abilities are worked out here.
 */
#ifndef EEP_TESTS_KERNELS_FACTS_H
#define EEP_TESTS_KERNELS_FACTS_H

#include "kernels/kernels.h"

enum { LESS_THAN_SECONDARY, SECONDARY, ONE_YEAR, TWO_YEAR, BACHELORS, TWO_OR_MORE, MASTERS, DOCTORAL };
enum { NO_STUDY, ONE_OR_TWO_YEARS, THREE_YEARS_OR_MORE };
enum { NO_OFFER, OTHER_OFFER, SENIOR_MANAGER };
enum { ENGLISH_FIRST, FRENCH_FIRST };

/* The same level in all four abilities; or each in the order listening, reading, writing, speaking. */
#define ALL(level)                                                                                           \
    {                                                                                                        \
        level, level, level, level                                                                           \
    }

typedef struct person {
    uint8_t age, education, first_official;
    uint8_t first[EEP_ABILITIES], second[EEP_ABILITIES];
    uint8_t canadian_years, foreign_years, total_years;
    uint8_t certificate, sibling, nomination, canadian_study, job_offer;
    uint8_t spouse, spouse_education, spouse_language[EEP_ABILITIES], spouse_years, spouse_study;
    uint8_t relative, funds, recruit;
    uint8_t teer, trade, tier; /* with no occupation, teer is EEP_TEER_NONE */
    uint8_t noc_months, noc_canadian_months, continuous_months, trade_months;
    uint32_t noc_categories;
} person;

static inline uint8_t weakest_ability(const uint8_t level[EEP_ABILITIES])
{
    uint8_t weakest = level[0];

    for (int ability = 1; ability < EEP_ABILITIES; ability++)
        weakest = level[ability] < weakest ? level[ability] : weakest;
    return weakest;
}

static inline void facts_put_languages(eep_facts *facts, size_t i, const person *who)
{
    const int french_first = who->first_official == FRENCH_FIRST;

    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        facts->first[ability][i] = who->first[ability];
        facts->second[ability][i] = who->second[ability];
        facts->spouse_language[ability][i] = who->spouse_language[ability];
    }
    facts->weakest_first[i] = weakest_ability(who->first);
    facts->weakest_second[i] = weakest_ability(who->second);
    facts->weakest_english[i] = weakest_ability(french_first ? who->second : who->first);
    facts->weakest_french[i] = weakest_ability(french_first ? who->first : who->second);
    facts->spouse_weakest[i] = weakest_ability(who->spouse_language);
}

static inline void facts_put_work(eep_facts *facts, size_t i, const person *who)
{
    facts->canadian_years[i] = who->canadian_years;
    facts->foreign_years[i] = who->foreign_years;
    facts->total_years[i] = who->total_years;
    facts->noc_class[i] =
        (uint8_t)(who->teer | (who->trade ? EEP_TRADE_BIT : 0) | who->tier << EEP_OCCUPATION_SHIFT);
    facts->noc_months[i] = who->noc_months;
    facts->noc_canadian_months[i] = who->noc_canadian_months;
    facts->continuous_months[i] = who->continuous_months;
    facts->trade_months[i] = who->trade_months;
    facts->noc_categories[i] = who->noc_categories;
}

/* Writes every fact of row `i`. */
static inline void facts_put(eep_facts *facts, size_t i, const person *who)
{
    facts_put_languages(facts, i, who);
    facts_put_work(facts, i, who);
    facts->age[i] = who->age;
    facts->education[i] = who->education;
    facts->certificate[i] = who->certificate;
    facts->sibling[i] = who->sibling;
    facts->nomination[i] = who->nomination;
    facts->canadian_study[i] = who->canadian_study;
    facts->job_offer[i] = who->job_offer;
    facts->spouse[i] = who->spouse;
    facts->spouse_education[i] = who->spouse_education;
    facts->spouse_years[i] = who->spouse_years;
    facts->spouse_study[i] = who->spouse_study;
    facts->relative[i] = who->relative;
    facts->funds[i] = who->funds;
    facts->recruit[i] = who->recruit;
}

#endif

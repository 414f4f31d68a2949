/*
 * facts_ref.c - raw columns to facts, the plain meaning.
 *
 * Formula, for a candidate:
 *   age        the largest a with birth_date <= birthday[a]; 0 for somebody not born yet
 *   levels     0 in both languages when language_test_date <= language_test_after
 *   education  0 when assessment_date <= assessment_after and there is no Canadian study
 *   weakest    the lowest of the four abilities of a language
 *   years      months / 12, rounded down, cut at EEP_YEARS - 1
 *   spouse     every fact of the spouse is 0 when no spouse comes along
 *   noc_*      looked up by code
 * Units: dates in days, work in months and completed years, languages in CLB or NCLC levels. A spouse's
 * test carries no date and does not expire here.
 * Overflow: with dates of the years 1900 to 2199 a difference is below 110,000 days, and 400 times it
 * below 2^26. The sum of two months columns is below 2^17, held in 32 bits.
 */
#include <string.h>

#include "kernels/facts/facts.h"

/*
 * 400 Gregorian years have 146,097 days, so the quotient is the age or one beside it. The table decides:
 * the two loops make the result right whatever the estimate was.
 */
uint8_t eep_age_on_day(const eep_pack_tables *tables, int32_t birth)
{
    int age = (tables->day - birth) * 400 / 146097;

    if (age < 0) age = 0;
    if (age > EEP_AGES - 1) age = EEP_AGES - 1;
    while (age + 1 < EEP_AGES && birth <= tables->birthday[age + 1])
        age++;
    while (age > 0 && birth > tables->birthday[age])
        age--;
    return (uint8_t)age;
}

static uint8_t years_of(uint32_t months)
{
    const uint32_t years = months / 12;

    return (uint8_t)(years < EEP_YEARS ? years : EEP_YEARS - 1);
}

static uint8_t months_of(uint16_t months)
{
    return (uint8_t)(months < UINT8_MAX ? months : UINT8_MAX);
}

static uint8_t weakest_of(const uint8_t level[EEP_ABILITIES])
{
    uint8_t weakest = level[0];

    for (int ability = 1; ability < EEP_ABILITIES; ability++) {
        if (level[ability] < weakest) weakest = level[ability];
    }
    return weakest;
}

static void pack_person(const eep_pack_tables *tables, const eep_raw *raw, size_t n, eep_facts *facts)
{
    for (size_t i = 0; i < n; i++) {
        const int assessed = raw->assessment_date[i] > tables->assessment_after || raw->canadian_study[i];

        facts->age[i] = eep_age_on_day(tables, raw->birth_date[i]);
        facts->education[i] = assessed ? raw->education[i] : 0;
    }
}

static void pack_languages(const eep_pack_tables *tables, const eep_raw *raw, size_t n, eep_facts *facts)
{
    for (size_t i = 0; i < n; i++) {
        const int valid = raw->language_test_date[i] > tables->language_test_after;
        const int french_first = raw->first_official[i] != 0;
        uint8_t english[EEP_ABILITIES], french[EEP_ABILITIES];

        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            english[ability] = valid ? raw->english[ability][i] : 0;
            french[ability] = valid ? raw->french[ability][i] : 0;
            facts->first[ability][i] = french_first ? french[ability] : english[ability];
            facts->second[ability][i] = french_first ? english[ability] : french[ability];
        }
        facts->weakest_english[i] = weakest_of(english);
        facts->weakest_french[i] = weakest_of(french);
        facts->weakest_first[i] = french_first ? facts->weakest_french[i] : facts->weakest_english[i];
        facts->weakest_second[i] = french_first ? facts->weakest_english[i] : facts->weakest_french[i];
    }
}

static void pack_work(const eep_pack_tables *tables, const eep_raw *raw, size_t n, eep_facts *facts)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t canadian = raw->canadian_work_months[i], foreign = raw->foreign_work_months[i];

        facts->canadian_years[i] = years_of(canadian);
        facts->foreign_years[i] = years_of(foreign);
        facts->total_years[i] = years_of(canadian + foreign);
        facts->noc_months[i] = months_of(raw->noc_months[i]);
        facts->noc_canadian_months[i] = months_of(raw->noc_canadian_months[i]);
        facts->continuous_months[i] = months_of(raw->continuous_work_months[i]);
        facts->trade_months[i] = months_of(raw->trade_months[i]);
        facts->noc_class[i] = tables->noc_class[raw->noc[i]];
        facts->noc_categories[i] = tables->noc_categories[raw->noc[i]];
    }
}

static void pack_spouse(const eep_raw *raw, size_t n, eep_facts *facts)
{
    for (size_t i = 0; i < n; i++) {
        const int comes = raw->accompanying_spouse[i] != 0;
        uint8_t level[EEP_ABILITIES];

        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            level[ability] = comes ? raw->spouse_language[ability][i] : 0;
            facts->spouse_language[ability][i] = level[ability];
        }
        facts->spouse[i] = (uint8_t)comes;
        facts->spouse_weakest[i] = weakest_of(level);
        facts->spouse_education[i] = comes ? raw->spouse_education[i] : 0;
        facts->spouse_years[i] = comes ? years_of(raw->spouse_canadian_work_months[i]) : 0;
        facts->spouse_study[i] = comes ? raw->spouse_canadian_study[i] : 0;
    }
}

/* Facts that are the raw bytes themselves. */
static void pack_copies(const eep_raw *raw, size_t n, eep_facts *facts)
{
    memcpy(facts->certificate, raw->certificate, n);
    memcpy(facts->sibling, raw->sibling, n);
    memcpy(facts->nomination, raw->nomination, n);
    memcpy(facts->canadian_study, raw->canadian_study, n);
    memcpy(facts->job_offer, raw->job_offer, n);
    memcpy(facts->relative, raw->relative, n);
    memcpy(facts->funds, raw->settlement_funds, n);
    memcpy(facts->recruit, raw->forces_recruit, n);
}

void eep_facts_ref(const eep_pack_tables *tables, const eep_raw *raw, size_t n, eep_facts *facts)
{
    pack_person(tables, raw, n, facts);
    pack_languages(tables, raw, n, facts);
    pack_work(tables, raw, n, facts);
    pack_spouse(raw, n, facts);
    pack_copies(raw, n, facts);
}

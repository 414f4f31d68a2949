/*
 * score_facts_ref.c - facts to CRS points, the plain meaning.
 *
 * Formula, every item a look-up in the tables of one policy on one day:
 *   core             = min(cap, age + education + first language + min(cap, second language)
 *                               + Canadian work), from the column without or with a spouse
 *   spouse           = min(cap, education + language + Canadian work), 0 without a spouse
 *   transferability  = min(cap, min(cap, education x language + education x Canadian work)
 *                               + min(cap, foreign work x language + foreign work x Canadian work)
 *                               + certificate)
 *   additional       = min(cap, nomination + job offer + Canadian study + sibling + French
 *                               + work in and offer for a listed occupation, by its tier)
 *   total            = min(cap, core + spouse + transferability + additional)
 * A language is the sum over its four abilities, each on its own; the tiers of transferability ask the
 * weakest ability of the first language.
 * Units: CRS points.
 * Overflow: no table entry and no cap exceeds 1200, so the largest sum, the core of eight entries
 * (age, education, four abilities, the capped second language, work), is at most 9,600 < 2^16.
 */
#include "kernels/score/score.h"

static uint16_t least(uint16_t cap, unsigned points)
{
    return points < cap ? (uint16_t)points : cap;
}

static unsigned sum_of_abilities(const uint16_t points[EEP_LEVELS],
                                 const uint8_t level[EEP_ABILITIES][EEP_BLOCK_ROWS], size_t i)
{
    unsigned sum = 0;

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        sum += points[level[ability][i]];
    return sum;
}

static void score_core(const eep_score_tables *tables, const eep_facts *facts, size_t i,
                       eep_score_items *items)
{
    const size_t with = facts->spouse[i];
    unsigned sum;

    items->age = tables->age[with][facts->age[i]];
    items->education = tables->education[with][facts->education[i]];
    items->first_language = (uint16_t)sum_of_abilities(tables->first_language[with], facts->first, i);
    items->second_language = least(tables->second_language_cap[with],
                                   sum_of_abilities(tables->second_language[with], facts->second, i));
    items->canadian_work = tables->canadian_work[with][facts->canadian_years[i]];
    sum = (unsigned)items->age + items->education + items->first_language + items->second_language +
          items->canadian_work;
    items->core = least(tables->core_cap[with], sum);
}

/* Asks for a spouse itself: a policy may give points to the lowest level, which nobody else has. */
static void score_spouse(const eep_score_tables *tables, const eep_facts *facts, size_t i,
                         eep_score_items *items)
{
    items->spouse_education = 0;
    items->spouse_language = 0;
    items->spouse_work = 0;
    if (facts->spouse[i]) {
        items->spouse_education = tables->spouse_education[facts->spouse_education[i]];
        items->spouse_language =
            (uint16_t)sum_of_abilities(tables->spouse_language, facts->spouse_language, i);
        items->spouse_work = tables->spouse_work[facts->spouse_years[i]];
    }
    items->spouse = least(tables->spouse_cap,
                          (unsigned)items->spouse_education + items->spouse_language + items->spouse_work);
}

static void score_transferability(const eep_score_tables *tables, const eep_facts *facts, size_t i,
                                  eep_score_items *items)
{
    const uint8_t education = tables->education_tier[facts->education[i]];
    const uint8_t language = tables->language_tier[facts->weakest_first[i]];
    const uint8_t canadian = tables->canadian_work_tier[facts->canadian_years[i]];
    const uint8_t foreign = tables->foreign_work_tier[facts->foreign_years[i]];
    const uint8_t certificate = tables->certificate_tier[facts->weakest_first[i]];

    items->education_language = tables->education_language[education][language];
    items->education_work = tables->education_work[education][canadian];
    items->education_pair =
        least(tables->education_pair_cap, (unsigned)items->education_language + items->education_work);
    items->foreign_language = tables->foreign_language[foreign][language];
    items->foreign_work = tables->foreign_work[foreign][canadian];
    items->foreign_pair =
        least(tables->foreign_pair_cap, (unsigned)items->foreign_language + items->foreign_work);
    items->certificate = facts->certificate[i] ? tables->certificate[certificate] : 0;
    items->transferability = least(tables->transferability_cap, (unsigned)items->education_pair +
                                                                    items->foreign_pair + items->certificate);
}

/* The French points do not ask which language is the first. */
static uint16_t french_points(const eep_score_tables *tables, const eep_facts *facts, size_t i)
{
    if (facts->weakest_french[i] < tables->french_level) return 0;
    return facts->weakest_english[i] >= tables->english_level ? tables->french_with_english : tables->french;
}

/* Points by the tier of the occupation, of which no occupation and most others have none. */
static void score_occupation(const eep_score_tables *tables, const eep_facts *facts, size_t i,
                             eep_score_items *items)
{
    const size_t tier = facts->noc_class[i] >> EEP_OCCUPATION_SHIFT & (EEP_OCCUPATION_TIERS - 1);
    const size_t years = facts->noc_canadian_months[i] / 12u;

    items->occupation_work =
        tables->occupation_work[tier][years < EEP_OCCUPATION_YEARS ? years : EEP_OCCUPATION_YEARS - 1];
    items->occupation_offer = facts->job_offer[i] ? tables->occupation_offer[tier] : 0;
}

static void score_additional(const eep_score_tables *tables, const eep_facts *facts, size_t i,
                             eep_score_items *items)
{
    unsigned sum;

    items->nomination = facts->nomination[i] ? tables->nomination : 0;
    items->job_offer = tables->job_offer[facts->job_offer[i]];
    items->canadian_study = tables->canadian_study[facts->canadian_study[i]];
    items->sibling = facts->sibling[i] ? tables->sibling : 0;
    items->french = french_points(tables, facts, i);
    score_occupation(tables, facts, i, items);
    sum = (unsigned)items->nomination + items->job_offer + items->canadian_study + items->sibling +
          items->french + items->occupation_work + items->occupation_offer;
    items->additional = least(tables->additional_cap, sum);
}

void eep_score_one(const eep_score_tables *tables, const eep_facts *facts, size_t i, eep_score_items *items)
{
    score_core(tables, facts, i, items);
    score_spouse(tables, facts, i, items);
    score_transferability(tables, facts, i, items);
    score_additional(tables, facts, i, items);
    items->total = least(tables->total_cap,
                         (unsigned)items->core + items->spouse + items->transferability + items->additional);
}

void eep_score_facts_ref(const eep_score_tables *tables, const eep_facts *facts, size_t n, uint16_t *total,
                         uint16_t *const sections[4])
{
    for (size_t i = 0; i < n; i++) {
        eep_score_items items;

        eep_score_one(tables, facts, i, &items);
        total[i] = items.total;
        if (!sections) continue;
        if (sections[0]) sections[0][i] = items.core;
        if (sections[1]) sections[1][i] = items.spouse;
        if (sections[2]) sections[2][i] = items.transferability;
        if (sections[3]) sections[3][i] = items.additional;
    }
}

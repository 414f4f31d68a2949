/*
 * eligible_ref.c - facts to programs and categories, the plain meaning.
 *
 * Formula, every threshold and number of points from the tables of one policy on one day:
 *   FSW  unbroken months, TEER in the set, weakest first-language ability, education, selection points of
 *        the grid >= pass mark, and funds or their waiver
 *   CEC  recent Canadian months, TEER in the set, weakest first-language ability >= level of the TEER
 *   FST  a skilled trade, months in it, each first-language ability, a certificate or an offer, and
 *        funds or their waiver
 *   PNP  a nomination, and one of the three above
 *   category  every condition of its rule; a condition of 0 is always met, as facts are not negative
 * Units: months, CLB or NCLC levels, selection points (not CRS points).
 * Overflow: no number of points and no cap exceeds 1200, so the sums of the grid (ten entries) and of
 * adaptability (seven entries) are at most 12,000 < 2^16.
 */
#include "kernels/eligible/eligible.h"

/* ---- Federal Skilled Worker: the selection grid ------------------------------------------------- */

/* What counts for a spouse asks for one itself: a threshold of 0 must not give points to the others. */
static uint16_t adaptability_of(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    const int spouse = facts->spouse[i] != 0;
    unsigned sum = tables->fsw.study_points[facts->canadian_study[i]];

    if (spouse && facts->spouse_weakest[i] >= tables->fsw.spouse_level)
        sum += tables->fsw.spouse_language_points;
    if (spouse && facts->spouse_study[i]) sum += tables->fsw.spouse_study_points;
    if (facts->canadian_years[i] >= tables->fsw.work_years) sum += tables->fsw.work_points;
    if (spouse && facts->spouse_years[i] >= tables->fsw.spouse_work_years)
        sum += tables->fsw.spouse_work_points;
    if (facts->relative[i]) sum += tables->fsw.relative_points;
    if (facts->job_offer[i]) sum += tables->fsw.offer_adaptability_points;
    return sum < tables->fsw.adaptability_cap ? (uint16_t)sum : tables->fsw.adaptability_cap;
}

void eep_fsw_points_one(const eep_eligible_tables *tables, const eep_facts *facts, size_t i,
                        eep_fsw_points *points)
{
    unsigned language = 0;

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        language += tables->fsw.language_points[facts->first[ability][i]];
    points->education = tables->fsw.education_points[facts->education[i]];
    points->first_language = (uint16_t)language;
    points->second_language =
        facts->weakest_second[i] >= tables->fsw.second_level ? tables->fsw.second_points : 0;
    points->experience = tables->fsw.experience_points[facts->total_years[i]];
    points->age = tables->fsw.age_points[facts->age[i]];
    points->offer = facts->job_offer[i] ? tables->fsw.offer_points : 0;
    points->adaptability = adaptability_of(tables, facts, i);
    points->total =
        (uint16_t)((unsigned)points->education + points->first_language + points->second_language +
                   points->experience + points->age + points->offer + points->adaptability);
}

/* ---- Programs ----------------------------------------------------------------------------------- */

static int has_funds(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    const int waived = facts->job_offer[i] && facts->noc_canadian_months[i] >= tables->funds_waived_months;

    return facts->funds[i] || waived;
}

static int in_teers(uint8_t teers, uint8_t noc_class)
{
    return teers >> (noc_class & EEP_TEER_MASK) & 1;
}

static int qualifies_fsw(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    eep_fsw_points points;

    if (facts->continuous_months[i] < tables->fsw.continuous_months) return 0;
    if (!in_teers(tables->fsw.teers, facts->noc_class[i])) return 0;
    if (facts->weakest_first[i] < tables->fsw.level) return 0;
    if (facts->education[i] < tables->fsw.education) return 0;
    if (tables->fsw.asks_funds && !has_funds(tables, facts, i)) return 0;
    eep_fsw_points_one(tables, facts, i, &points);
    return points.total >= tables->fsw.pass_mark;
}

static int qualifies_cec(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    const uint8_t noc_class = facts->noc_class[i];

    return facts->noc_canadian_months[i] >= tables->cec.months && in_teers(tables->cec.teers, noc_class) &&
           facts->weakest_first[i] >= tables->cec.level[noc_class & EEP_TEER_MASK];
}

static int qualifies_fst(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    if (!(facts->noc_class[i] & EEP_TRADE_BIT)) return 0;
    if (facts->trade_months[i] < tables->fst.months) return 0;
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        if (facts->first[ability][i] < tables->fst.level[ability]) return 0;
    }
    if (!facts->certificate[i] && !facts->job_offer[i]) return 0;
    return !tables->fst.asks_funds || has_funds(tables, facts, i);
}

static uint8_t programs_of(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    unsigned programs = 0;

    if (qualifies_fsw(tables, facts, i)) programs |= EEP_BIT_FSW;
    if (qualifies_cec(tables, facts, i)) programs |= EEP_BIT_CEC;
    if (qualifies_fst(tables, facts, i)) programs |= EEP_BIT_FST;
    if (programs && facts->nomination[i]) programs |= EEP_BIT_PNP;
    return (uint8_t)programs;
}

/* ---- Categories --------------------------------------------------------------------------------- */

static int meets(const eep_category_rule *rule, const eep_facts *facts, size_t i)
{
    return (!rule->asks_occupation || (facts->noc_categories[i] & rule->bit)) &&
           facts->noc_months[i] >= rule->months && facts->noc_canadian_months[i] >= rule->canadian_months &&
           facts->continuous_months[i] >= rule->continuous_months && facts->education[i] >= rule->education &&
           facts->weakest_french[i] >= rule->french_level && (!rule->forces_recruit || facts->recruit[i]);
}

static uint32_t categories_of(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    uint32_t categories = 0;

    for (size_t c = 0; c < tables->categories; c++) {
        if (meets(&tables->category[c], facts, i)) categories |= tables->category[c].bit;
    }
    return categories;
}

void eep_eligible_ref(const eep_eligible_tables *tables, const eep_facts *facts, size_t n, uint8_t *programs,
                      uint32_t *categories)
{
    for (size_t i = 0; i < n; i++) {
        if (programs) programs[i] = programs_of(tables, facts, i);
        if (categories) categories[i] = categories_of(tables, facts, i);
    }
}

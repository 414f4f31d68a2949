/*
 * eligible_facts_ref.c - facts to programs and categories, the plain meaning.
 *
 * Formula, every threshold and number of points from the tables of one policy on one day:
 *   program   it is open, and every condition of its rule: months (unbroken, recent, recent in Canada, in a
 *             trade), TEER in the set, each first-language ability >= the level for the TEER, education, a
 * skilled trade, a certificate or an offer, funds or their waiver, selection points >= pass mark, a
 * nomination, and another program: one of those that do not ask for another category  every condition of its
 * rule a condition of 0 is always met, as facts are not negative Units: months, CLB or NCLC levels, selection
 * points (not CRS points). Overflow: no number of points and no cap exceeds 1200, so the sums of the grid
 * (ten entries) and of adaptability (seven entries) are at most 12,000 < 2^16.
 */
#include "kernels/eligible/eligible.h"

/* ---- The selection grid ------------------------------------------------------------------------- */

/* What counts for a spouse asks for one itself: a threshold of 0 must not give points to the others. */
static uint16_t adaptability_of(const eep_selection_grid *grid, const eep_facts *facts, size_t i)
{
    const int spouse = facts->spouse[i] != 0;
    unsigned sum = grid->study_points[facts->canadian_study[i]];

    if (spouse && facts->spouse_weakest[i] >= grid->spouse_level) sum += grid->spouse_language_points;
    if (spouse && facts->spouse_study[i]) sum += grid->spouse_study_points;
    if (facts->canadian_years[i] >= grid->work_years) sum += grid->work_points;
    if (spouse && facts->spouse_years[i] >= grid->spouse_work_years) sum += grid->spouse_work_points;
    if (facts->relative[i]) sum += grid->relative_points;
    if (facts->job_offer[i]) sum += grid->offer_adaptability_points;
    return sum < grid->adaptability_cap ? (uint16_t)sum : grid->adaptability_cap;
}

void eep_selection_points_one(const eep_selection_grid *grid, const eep_facts *facts, size_t i,
                              eep_selection_points *points)
{
    unsigned language = 0;

    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        language += grid->language_points[facts->first[ability][i]];
    points->education = grid->education_points[facts->education[i]];
    points->first_language = (uint16_t)language;
    points->second_language = facts->weakest_second[i] >= grid->second_level ? grid->second_points : 0;
    points->experience = grid->experience_points[facts->total_years[i]];
    points->age = grid->age_points[facts->age[i]];
    points->offer = facts->job_offer[i] ? grid->offer_points : 0;
    points->adaptability = adaptability_of(grid, facts, i);
    points->total =
        (uint16_t)((unsigned)points->education + points->first_language + points->second_language +
                   points->experience + points->age + points->offer + points->adaptability);
}

/* ---- Programs ----------------------------------------------------------------------------------- */

int eep_has_funds(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    const int waived = facts->job_offer[i] && facts->noc_canadian_months[i] >= tables->funds_waived_months;

    return facts->funds[i] || waived;
}

static int meets_work(const eep_program_rule *rule, const eep_facts *facts, size_t i)
{
    const uint8_t noc_class = facts->noc_class[i];

    return facts->continuous_months[i] >= rule->continuous_months && facts->noc_months[i] >= rule->months &&
           facts->noc_canadian_months[i] >= rule->canadian_months &&
           facts->trade_months[i] >= rule->trade_months &&
           (!rule->teers || rule->teers >> (noc_class & EEP_TEER_MASK) & 1) &&
           (!rule->asks_trade || (noc_class & EEP_TRADE_BIT));
}

static int meets_levels(const eep_program_rule *rule, const eep_facts *facts, size_t i)
{
    const size_t teer = facts->noc_class[i] & EEP_TEER_MASK;

    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        if (facts->first[ability][i] < rule->level[ability][teer]) return 0;
    }
    return 1;
}

static int passes_grid(const eep_selection_grid *grid, const eep_facts *facts, size_t i)
{
    eep_selection_points points;

    eep_selection_points_one(grid, facts, i, &points);
    return points.total >= grid->pass_mark;
}

/* All but the other program; the selection grid last, because it takes longest. */
static int qualifies(const eep_eligible_tables *tables, const eep_program_rule *rule, const eep_facts *facts,
                     size_t i)
{
    if (!rule->open) return 0;
    if (!meets_work(rule, facts, i) || !meets_levels(rule, facts, i)) return 0;
    if (facts->education[i] < rule->education) return 0;
    if (rule->asks_certificate_or_offer && !facts->certificate[i] && !facts->job_offer[i]) return 0;
    if (rule->asks_nomination && !facts->nomination[i]) return 0;
    if (rule->asks_funds && !eep_has_funds(tables, facts, i)) return 0;
    return !rule->asks_selection_points || passes_grid(&tables->selection, facts, i);
}

static uint8_t programs_of(const eep_eligible_tables *tables, const eep_facts *facts, size_t i)
{
    unsigned alone = 0, with_another = 0;

    for (int p = 0; p < EEP_PROGRAMS; p++) {
        if (!qualifies(tables, &tables->program[p], facts, i)) continue;
        if (tables->program[p].asks_other_program)
            with_another |= 1u << p;
        else
            alone |= 1u << p;
    }
    return (uint8_t)(alone ? alone | with_another : 0);
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

void eep_eligible_facts_ref(const eep_eligible_tables *tables, const eep_facts *facts, size_t n,
                            uint8_t *programs, uint32_t *categories)
{
    for (size_t i = 0; i < n; i++) {
        if (programs) programs[i] = programs_of(tables, facts, i);
        if (categories) categories[i] = categories_of(tables, facts, i);
    }
}

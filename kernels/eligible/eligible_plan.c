/*
 * eligible_plan.c - the rules of programs and categories as thresholds of codes, or why they do not fit.
 *
 * A threshold between two facts that share a code does not fit, nor do selection points whose sum passes a
 * byte. A threshold above what its column can hold is never met: it becomes the lowest one that the bits
 * cannot reach. ways_plan.c makes the sets.
 */
#include <string.h>

#include "kernels/eligible/eligible.h"

#define BYTE 255u

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* ---- Thresholds --------------------------------------------------------------------------------- */

/* Whether "at least `level`" is a question about `codes` codes. */
static int is_code_threshold(unsigned level, unsigned codes)
{
    return level == 0 || (level > EEP_LEVEL_LOWEST && level < EEP_LEVEL_LOWEST + codes);
}

static int flat(const uint16_t *points, size_t from, size_t size)
{
    for (size_t i = from + 1; i < size; i++) {
        if (points[i] != points[from]) return 0;
    }
    return 1;
}

static int rule_fits(const eep_program_rule *rule)
{
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        for (int teer = 0; teer < 8; teer++) {
            const unsigned level = rule->level[ability][teer];

            if (level != BYTE && !is_code_threshold(level, EEP_LEVEL_CODES)) return 0;
        }
    }
    return 1;
}

static const char *too_fine(const eep_eligible_tables *t)
{
    const eep_selection_grid *grid = &t->selection;

    for (int p = 0; p < EEP_PROGRAMS; p++) {
        if (!rule_fits(&t->program[p])) return "a program asks a level below 4 or above 10";
    }
    if (!is_code_threshold(grid->second_level, EEP_LEVEL_CODES))
        return "the selection grid asks a second-language level below 4 or above 10";
    if (!is_code_threshold(grid->spouse_level, EEP_PAIR_LEVELS))
        return "the selection grid asks a level of the spouse below 4 or above 9";
    if (grid->work_years >= EEP_YEAR_CODES || grid->spouse_work_years >= EEP_YEAR_CODES)
        return "the selection grid asks more than 7 years of Canadian work";
    if (!flat(grid->language_points, 0, EEP_LEVEL_LOWEST + 1) ||
        !flat(grid->language_points, EEP_LEVEL_LOWEST + EEP_LEVEL_CODES - 1, EEP_LEVELS))
        return "the selection grid has points for levels below 4 or above 10";
    if (!flat(grid->age_points, 0, EEP_AGE_LOWEST + 1) ||
        !flat(grid->age_points, EEP_AGE_LOWEST + EEP_AGE_CODES - 1, EEP_AGES))
        return "the selection grid has points for ages below 18 or above 48";
    return NULL;
}

/* ---- Bounds ------------------------------------------------------------------------------------- */

static unsigned most(const uint16_t *points, size_t size)
{
    unsigned found = 0;

    for (size_t i = 0; i < size; i++)
        found = points[i] > found ? points[i] : found;
    return found;
}

static const char *too_large(const eep_selection_grid *grid)
{
    const unsigned adaptability = grid->spouse_language_points + most(grid->study_points, 4) +
                                  grid->spouse_study_points + grid->work_points + grid->spouse_work_points +
                                  grid->relative_points + grid->offer_adaptability_points;
    const unsigned sum = most(grid->education_points, 8) +
                         EEP_ABILITIES * most(grid->language_points, EEP_LEVELS) + grid->second_points +
                         most(grid->experience_points, EEP_YEARS) + most(grid->age_points, EEP_AGES) +
                         grid->offer_points + least(adaptability, grid->adaptability_cap);

    if (adaptability > BYTE) return "adaptability has more than 255 points before its cap";
    if (sum > BYTE) return "the selection grid has more than 255 points";
    if (grid->pass_mark > BYTE) return "the pass mark is above 255";
    return NULL;
}

/* ---- The selection grid ------------------------------------------------------------------------- */

/* The level a code begins with; code 0 stands for every level that gives what none gives. */
static unsigned level_of(unsigned code)
{
    return code == 0 ? 0 : code + EEP_LEVEL_LOWEST;
}

static uint8_t reached(unsigned value, unsigned threshold, uint16_t points)
{
    return (uint8_t)(value >= threshold ? points : 0);
}

static void fill_own_points(const eep_selection_grid *grid, eep_program_plan *plan)
{
    for (unsigned code = 0; code < 8; code++) {
        const unsigned level = level_of(code);

        plan->education_points[code] = (uint8_t)grid->education_points[code];
        plan->language_points[code] = (uint8_t)grid->language_points[level];
        plan->second_points[code] = reached(level, grid->second_level, grid->second_points);
    }
    for (unsigned years = 0; years < EEP_YEARS; years++)
        plan->experience_points[years] = (uint8_t)grid->experience_points[years];
    for (unsigned code = 0; code < EEP_AGE_CODES; code++)
        plan->age_points[code] = (uint8_t)grid->age_points[code + EEP_AGE_LOWEST];
    plan->offer_points = (uint8_t)grid->offer_points;
}

static void fill_adaptability(const eep_selection_grid *grid, eep_program_plan *plan)
{
    for (unsigned code = 0; code < 4; code++)
        plan->study_points[code] = (uint8_t)grid->study_points[code];
    plan->offer_adaptability_points = (uint8_t)grid->offer_adaptability_points;
    for (unsigned years = 0; years < EEP_YEAR_CODES; years++) {
        plan->work_points[years] = reached(years, grid->work_years, grid->work_points);
        plan->spouse_work_points[years] = reached(years, grid->spouse_work_years, grid->spouse_work_points);
    }
    for (unsigned code = 0; code < 8; code++)
        plan->relative_points[code] =
            (uint8_t)((code & 1) * grid->relative_points + (code >= 6 ? grid->spouse_study_points : 0));
    for (unsigned code = 0, high = 0, low = 0; high < EEP_PAIR_LEVELS; code++) {
        plan->spouse_pair_points[code] =
            reached(level_of(low), grid->spouse_level, grid->spouse_language_points);
        /* The next code: the order of eep_pair_code. */
        if (low++ == high) high++, low = 0;
    }
    plan->adaptability_cap = (uint8_t)least(grid->adaptability_cap, BYTE);
}

/* ---- Programs ----------------------------------------------------------------------------------- */

const char *eep_program_plan_make(const eep_eligible_tables *tables, eep_program_plan *plan)
{
    const char *why = too_fine(tables);

    if (!why) why = too_large(&tables->selection);
    if (why) return why;
    memset(plan, 0, sizeof *plan);
    plan->tables = tables;
    eep_ways_make(tables, plan);
    fill_own_points(&tables->selection, plan);
    fill_adaptability(&tables->selection, plan);
    plan->pass_mark = (uint8_t)tables->selection.pass_mark;
    plan->funds_waived_months = (uint8_t)least(tables->funds_waived_months, EEP_MONTHS_NEVER);
    return NULL;
}

/* ---- Categories --------------------------------------------------------------------------------- */

const char *eep_category_plan_make(const eep_category_rule *rule, eep_category_plan *plan)
{
    if (!is_code_threshold(rule->french_level, EEP_LEVEL_CODES))
        return "a category asks a level of French below 4 or above 10";
    *plan = (eep_category_plan){
        .asks_occupation = rule->asks_occupation,
        .months = (uint8_t)least(rule->months, EEP_MONTHS_NEVER),
        .canadian_months = (uint8_t)least(rule->canadian_months, EEP_MONTHS_NEVER),
        .continuous_months = (uint8_t)least(rule->continuous_months, EEP_CONTINUOUS_NEVER),
        .education = rule->education,
        .french_level = (uint8_t)eep_asked_code(rule->french_level),
        .forces_recruit = rule->forces_recruit,
        .rule = *rule,
    };
    return NULL;
}

/*
 * score_plan.c - the points of a policy as bytes that a shuffle can look up, or why they do not fit.
 *
 * Two things may not fit. A table may tell apart what has one code (see kernels/planes.h); or a sum that
 * kernels keep in a byte may pass 255. The bounds are those of the largest entries, so that no candidate has
 * to be asked.
 */
#include <string.h>

#include "kernels/score/score.h"

/* What one byte holds. */
#define BYTE 255u

/* ---- What the codes can tell apart -------------------------------------------------------------- */

/* Whether all entries from `from` to the end are the same. */
static int flat(const uint16_t *points, size_t from, size_t size)
{
    for (size_t i = from + 1; i < size; i++) {
        if (points[i] != points[from]) return 0;
    }
    return 1;
}

static int flat_tiers(const uint8_t *tier, size_t from, size_t size)
{
    for (size_t i = from + 1; i < size; i++) {
        if (tier[i] != tier[from]) return 0;
    }
    return 1;
}

/* Levels of one code: the lowest ones, and from that of the last code on. */
static int flat_levels(const uint16_t points[EEP_LEVELS], size_t codes)
{
    return flat(points, 0, EEP_LEVEL_LOWEST + 1) && flat(points, EEP_LEVEL_LOWEST + codes - 1, EEP_LEVELS);
}

static int flat_level_tiers(const uint8_t tier[EEP_LEVELS])
{
    return flat_tiers(tier, 0, EEP_LEVEL_LOWEST + 1) &&
           flat_tiers(tier, EEP_LEVEL_LOWEST + EEP_LEVEL_CODES - 1, EEP_LEVELS);
}

/* Whether "at least `level`" is a question about codes: it must not part levels that share one. */
static int is_code_threshold(unsigned level)
{
    return level == 0 || (level > EEP_LEVEL_LOWEST && level < EEP_LEVEL_LOWEST + EEP_LEVEL_CODES);
}

static const char *too_fine(const eep_score_tables *t)
{
    for (int with = 0; with < 2; with++) {
        if (!flat(t->age[with], 0, EEP_AGE_LOWEST + 1) ||
            !flat(t->age[with], EEP_AGE_LOWEST + EEP_AGE_CODES - 1, EEP_AGES))
            return "ages below 18 or above 48 have points of their own";
        if (!flat_levels(t->first_language[with], EEP_LEVEL_CODES) ||
            !flat_levels(t->second_language[with], EEP_LEVEL_CODES))
            return "levels below 4 or above 10 have points of their own";
        if (!flat(t->canadian_work[with], EEP_YEAR_CODES - 1, EEP_YEARS))
            return "Canadian work of more than 7 years has points of its own";
    }
    if (!flat_levels(t->spouse_language, EEP_PAIR_LEVELS))
        return "levels of the spouse below 4 or above 9 have points of their own";
    if (!flat(t->spouse_work, EEP_YEAR_CODES - 1, EEP_YEARS))
        return "work of the spouse of more than 7 years has points of its own";
    if (!flat_level_tiers(t->language_tier) || !flat_level_tiers(t->certificate_tier))
        return "a tier of transferability begins at a level below 4 or above 10";
    if (!flat_tiers(t->canadian_work_tier, EEP_YEAR_CODES - 1, EEP_YEARS) ||
        !flat_tiers(t->foreign_work_tier, EEP_YEAR_CODES - 1, EEP_YEARS))
        return "a tier of transferability begins above 7 years of work";
    if (!is_code_threshold(t->french_level) || !is_code_threshold(t->english_level))
        return "the points for French ask a level below 4 or above 10";
    return NULL;
}

/* ---- What a byte can hold ----------------------------------------------------------------------- */

static unsigned most(const uint16_t *points, size_t size)
{
    unsigned found = 0;

    for (size_t i = 0; i < size; i++)
        found = points[i] > found ? points[i] : found;
    return found;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Each sum in the order in which kernels add it: a cap only helps the sums after it. */
static const char *too_large(const eep_score_tables *t)
{
    const unsigned education_pair = most(t->education_language[0], 16) + most(t->education_work[0], 16);
    const unsigned foreign_pair = most(t->foreign_language[0], 16) + most(t->foreign_work[0], 16);
    const unsigned certificate = most(t->certificate, EEP_TIERS);
    const unsigned transferability =
        least(education_pair, t->education_pair_cap) + least(foreign_pair, t->foreign_pair_cap) + certificate;
    const unsigned spouse = most(t->spouse_education, 8) +
                            EEP_ABILITIES * most(t->spouse_language, EEP_LEVELS) +
                            most(t->spouse_work, EEP_YEARS);

    for (int with = 0; with < 2; with++) {
        const unsigned second = EEP_ABILITIES * most(t->second_language[with], EEP_LEVELS);

        if (most(t->age[with], EEP_AGES) > BYTE) return "an age has more than 255 points";
        if (most(t->education[with], 8) > BYTE) return "a level of education has more than 255 points";
        if (EEP_ABILITIES * most(t->first_language[with], EEP_LEVELS) > BYTE)
            return "the first official language has more than 255 points";
        if (second > BYTE) return "the second official language has more than 255 points before its cap";
        if (least(second, t->second_language_cap[with]) + most(t->canadian_work[with], EEP_YEARS) > BYTE)
            return "the second official language and Canadian work have more than 255 points together";
    }
    if (spouse > BYTE) return "the spouse's factors have more than 255 points before their cap";
    if (education_pair > BYTE || foreign_pair > BYTE)
        return "a pair of transferability has more than 255 points before its cap";
    if (transferability > BYTE) return "transferability has more than 255 points before its cap";
    if (least(spouse, t->spouse_cap) + least(transferability, t->transferability_cap) > BYTE)
        return "the spouse's factors and transferability have more than 255 points together";
    if (most(t->canadian_study, 4) + t->sibling +
            most((const uint16_t[]){t->french, t->french_with_english}, 2) >
        BYTE)
        return "study in Canada, a sibling and French have more than 255 points together";
    if (most(t->occupation_work[0], EEP_OCCUPATION_TIERS * EEP_OCCUPATION_YEARS) +
            most(t->occupation_offer, EEP_OCCUPATION_TIERS) >
        BYTE)
        return "work and an offer in a listed occupation have more than 255 points together";
    return NULL;
}

/* ---- The tables --------------------------------------------------------------------------------- */

/* The level a code begins with; code 0 stands for every level that gives what none gives. */
static unsigned level_of(unsigned code)
{
    return code == 0 ? 0 : code + EEP_LEVEL_LOWEST;
}

static void fill_core(const eep_score_tables *t, eep_score_plan *plan)
{
    for (unsigned with = 0; with < 2; with++) {
        for (unsigned code = 0; code < EEP_AGE_CODES; code++)
            plan->age[code | with << 5] = (uint8_t)t->age[with][code + EEP_AGE_LOWEST];
        for (unsigned code = 0; code < 8; code++) {
            plan->education[code | with << 3] = (uint8_t)t->education[with][code];
            plan->canadian_work[code | with << 3] = (uint8_t)t->canadian_work[with][code];
            plan->first_language[code | with << 3] = (uint8_t)t->first_language[with][level_of(code)];
            plan->second_language[code | with << 3] = (uint8_t)t->second_language[with][level_of(code)];
        }
        plan->second_language_cap[with] = (uint8_t)least(t->second_language_cap[with], BYTE);
        plan->core_cap[with] = t->core_cap[with];
    }
}

/* The two abilities of one byte at once, for machines whose shuffles look up in 64 or 128 bytes. */
static void fill_pairs(const eep_score_tables *t, eep_score_plan *plan)
{
    for (unsigned byte = 0; byte < 128; byte++) {
        const unsigned with = byte >> 6, a = byte & 7, b = byte >> 3 & 7;
        const uint8_t *first = plan->first_language + 8 * with, *second = plan->second_language + 8 * with;

        plan->first_pair[byte] = (uint8_t)(first[a] + first[b]);
        plan->second_pair[byte] = (uint8_t)(second[a] + second[b]);
        plan->weakest_pair[byte & 63] = (uint8_t)least(a, b);
    }
    for (unsigned code = 0, high = 0, low = 0; code < EEP_PAIR_LEVELS * (EEP_PAIR_LEVELS + 1) / 2; code++) {
        plan->spouse_pair[code] =
            (uint8_t)(t->spouse_language[level_of(high)] + t->spouse_language[level_of(low)]);
        /* The next code: the order of eep_pair_code. */
        if (low++ == high) high++, low = 0;
    }
}

static void fill_spouse(const eep_score_tables *t, eep_score_plan *plan)
{
    for (unsigned code = 0; code < 8; code++) {
        plan->spouse_education[code] = (uint8_t)t->spouse_education[code];
        plan->spouse_work[code] = (uint8_t)t->spouse_work[code];
    }
    plan->spouse_cap = (uint8_t)least(t->spouse_cap, BYTE);
}

static void fill_transferability(const eep_score_tables *t, eep_score_plan *plan)
{
    for (unsigned code = 0; code < 8; code++) {
        const unsigned level = level_of(code);

        plan->education_tier[code] = (uint8_t)(t->education_tier[code] << 2);
        plan->foreign_tier[code] = (uint8_t)(t->foreign_work_tier[code] << 2);
        plan->canadian_tier[code] = t->canadian_work_tier[code];
        plan->language_tier[code] = t->language_tier[level];
        plan->certificate[code] = (uint8_t)t->certificate[t->certificate_tier[level]];
    }
    for (unsigned a = 0; a < EEP_TIERS; a++) {
        for (unsigned b = 0; b < EEP_TIERS; b++) {
            plan->education_language[a << 2 | b] = (uint8_t)t->education_language[a][b];
            plan->education_work[a << 2 | b] = (uint8_t)t->education_work[a][b];
            plan->foreign_language[a << 2 | b] = (uint8_t)t->foreign_language[a][b];
            plan->foreign_work[a << 2 | b] = (uint8_t)t->foreign_work[a][b];
        }
    }
    plan->education_pair_cap = (uint8_t)least(t->education_pair_cap, BYTE);
    plan->foreign_pair_cap = (uint8_t)least(t->foreign_pair_cap, BYTE);
    plan->transferability_cap = (uint8_t)least(t->transferability_cap, BYTE);
}

static void fill_occupation(const eep_score_tables *t, eep_score_plan *plan)
{
    for (unsigned tier = 0; tier < EEP_OCCUPATION_TIERS; tier++) {
        plan->occupation_offer[tier] = (uint8_t)t->occupation_offer[tier];
        plan->reads_occupation |= t->occupation_offer[tier] != 0;
        for (unsigned years = 0; years < EEP_OCCUPATION_YEARS; years++) {
            plan->occupation_work[tier | years << 2] = (uint8_t)t->occupation_work[tier][years];
            plan->reads_occupation |= t->occupation_work[tier][years] != 0;
        }
    }
}

static void fill_additional(const eep_score_tables *t, eep_score_plan *plan)
{
    for (unsigned code = 0; code < 8; code++) {
        const unsigned large = t->job_offer[code & 3] + (unsigned)(code >> 2) * t->nomination;

        plan->study_sibling[code] = (uint8_t)(t->canadian_study[code & 3] + (code >> 2) * t->sibling);
        plan->strong_french[code] = level_of(code) >= t->french_level ? 2 : 0;
        plan->some_english[code] = level_of(code) >= t->english_level ? 1 : 0;
        plan->large_low[code] = (uint8_t)(large & BYTE);
        plan->large_high[code] = (uint8_t)(large >> 8);
    }
    plan->french[2] = (uint8_t)t->french;
    plan->french[3] = (uint8_t)t->french_with_english;
    plan->additional_cap = t->additional_cap;
    plan->total_cap = t->total_cap;
}

const char *eep_score_plan_make(const eep_score_tables *tables, eep_score_plan *plan)
{
    const char *why = too_fine(tables);

    if (!why) why = too_large(tables);
    if (why) return why;
    memset(plan, 0, sizeof *plan);
    plan->tables = tables;
    fill_core(tables, plan);
    fill_pairs(tables, plan);
    fill_spouse(tables, plan);
    fill_transferability(tables, plan);
    fill_occupation(tables, plan);
    fill_additional(tables, plan);
    return NULL;
}

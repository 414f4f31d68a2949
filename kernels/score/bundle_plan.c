/*
 * bundle_plan.c - what policies that are scored together share.
 *
 * A part of a score comes from a few tables of a plan. Where these are the same byte for byte in two plans,
 * so are the points, and the later plan takes those of the earlier. Places to keep parts in are few, so that
 * they stay small: EEP_BUNDLE_SLOTS of each part, of which the first is for what no later plan asks for.
 * Where the others are taken, a plan makes its own.
 */
#include <string.h>

#include "kernels/score/score.h"

/* ---- What is the same ---------------------------------------------------------------------------- */

#define TABLE(part, name)                                                                                    \
    {                                                                                                        \
        part, offsetof(eep_score_plan, name), sizeof((eep_score_plan *)NULL)->name                           \
    }

/* Every byte of a plan that kernels may look up, but for the cap of the total. */
static const struct {
    int part;
    size_t at, size;
} tables[] = {
    TABLE(EEP_PART_AGE, age),
    TABLE(EEP_PART_EDUCATION, education),
    TABLE(EEP_PART_FIRST, first_language),
    TABLE(EEP_PART_FIRST, first_pair),
    TABLE(EEP_PART_SECOND, second_language),
    TABLE(EEP_PART_SECOND, second_pair),
    TABLE(EEP_PART_SECOND, second_language_cap),
    TABLE(EEP_PART_SECOND, canadian_work),
    TABLE(EEP_PART_CORE, core_cap),
    TABLE(EEP_PART_SPOUSE, spouse_pair),
    TABLE(EEP_PART_SPOUSE, spouse_education),
    TABLE(EEP_PART_SPOUSE, spouse_work),
    TABLE(EEP_PART_SPOUSE, spouse_cap),
    TABLE(EEP_PART_TRANSFERABILITY, education_tier),
    TABLE(EEP_PART_TRANSFERABILITY, foreign_tier),
    TABLE(EEP_PART_TRANSFERABILITY, language_tier),
    TABLE(EEP_PART_TRANSFERABILITY, canadian_tier),
    TABLE(EEP_PART_TRANSFERABILITY, education_language),
    TABLE(EEP_PART_TRANSFERABILITY, education_work),
    TABLE(EEP_PART_TRANSFERABILITY, foreign_language),
    TABLE(EEP_PART_TRANSFERABILITY, foreign_work),
    TABLE(EEP_PART_TRANSFERABILITY, certificate),
    TABLE(EEP_PART_TRANSFERABILITY, education_pair_cap),
    TABLE(EEP_PART_TRANSFERABILITY, foreign_pair_cap),
    TABLE(EEP_PART_TRANSFERABILITY, transferability_cap),
    TABLE(EEP_PART_STUDY, study_sibling),
    TABLE(EEP_PART_FRENCH, strong_french),
    TABLE(EEP_PART_FRENCH, some_english),
    TABLE(EEP_PART_FRENCH, french),
    TABLE(EEP_PART_LARGE, large_low),
    TABLE(EEP_PART_LARGE, large_high),
    TABLE(EEP_PART_OCCUPATION, occupation_work),
    TABLE(EEP_PART_OCCUPATION, occupation_offer),
    TABLE(EEP_PART_ADDITIONAL, additional_cap),
};

#undef TABLE

/* The sum that a part goes into; of the two that make the total, themselves. */
static int sum_of(int part)
{
    switch (part) {
    case EEP_PART_AGE:
    case EEP_PART_EDUCATION:
    case EEP_PART_FIRST:
    case EEP_PART_SECOND:
    case EEP_PART_CORE:
        return EEP_PART_CORE;
    case EEP_PART_STUDY:
    case EEP_PART_FRENCH:
    case EEP_PART_OCCUPATION:
    case EEP_PART_LARGE:
        return EEP_PART_ADDITIONAL;
    default:
        return EEP_PART_REST;
    }
}

/* The parts that two plans have the same, bit `part`: not one with a table that differs, and no sum of it. */
static unsigned same_parts(const eep_score_plan *a, const eep_score_plan *b)
{
    unsigned differ = 0;

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const char *in_a = (const char *)a + tables[i].at, *in_b = (const char *)b + tables[i].at;
        const int part = tables[i].part, sum = sum_of(part);

        if (memcmp(in_a, in_b, tables[i].size) != 0) differ |= 1u << part | 1u << sum | 1u << sum_of(sum);
    }
    return ~differ;
}

/* ---- The bundle ---------------------------------------------------------------------------------- */

/* same[k][j]: what plan k has as plan j before it. */
typedef unsigned pairs[EEP_BUNDLE_PLANS][EEP_BUNDLE_PLANS];

/* How many parts, other than sums, two plans of a bundle may differ in for it to be worth while. */
#define PARTS_APART 2

static int is_near(unsigned same)
{
    const unsigned parts = (1u << (EEP_PART_LARGE + 1)) - 1;

    return __builtin_popcount(~same & parts) <= PARTS_APART;
}

static void find_loners(eep_score_bundle *bundle, pairs same)
{
    memset(bundle->alone, 1, sizeof bundle->alone);
    for (size_t k = 0; k < bundle->count; k++) {
        for (size_t before = 0; before < k; before++) {
            if (is_near(same[k][before])) bundle->alone[k] = bundle->alone[before] = 0;
        }
    }
}

static int later_wants(const eep_score_bundle *bundle, pairs same, size_t k, int part)
{
    size_t later = k + 1;

    while (later < bundle->count && (bundle->alone[later] || (same[later][k] >> part & 1) == 0))
        later++;
    return later < bundle->count;
}

/* The plan before k that keeps the same part, or k. */
static size_t keeper(const eep_score_bundle *bundle, pairs same, size_t k, int part)
{
    size_t before = 0;

    while (before < k && (bundle->slot[before][part] == 0 || (same[k][before] >> part & 1) == 0))
        before++;
    return before;
}

static void place_part(eep_score_bundle *bundle, pairs same, int part)
{
    uint8_t kept = 0;

    for (size_t k = 0; k < bundle->count; k++) {
        const size_t from = keeper(bundle, same, k, part);

        if (bundle->alone[k]) continue;
        bundle->makes[k][part] = from == k;
        if (from < k)
            bundle->slot[k][part] = bundle->slot[from][part];
        else if (kept < EEP_BUNDLE_SLOTS - 1 && later_wants(bundle, same, k, part))
            bundle->slot[k][part] = ++kept;
    }
}

/* A plan that finds a sum does not make what goes into it. Sums come after their parts. */
static void drop_unused(const eep_score_plan *plan, uint8_t makes[EEP_PARTS])
{
    for (int part = EEP_PARTS - 1; part >= 0; part--)
        makes[part] = makes[part] && makes[sum_of(part)];
    if (!plan->reads_occupation) makes[EEP_PART_OCCUPATION] = 0;
}

void eep_score_bundle_make(const eep_score_plan *const *plan, size_t count, eep_score_bundle *bundle)
{
    pairs same;

    memset(bundle, 0, sizeof *bundle);
    bundle->count = count;
    for (size_t k = 0; k < count; k++) {
        bundle->plan[k] = plan[k];
        for (size_t before = 0; before < k; before++)
            same[k][before] = same_parts(plan[k], plan[before]);
    }
    find_loners(bundle, same);
    for (int part = 0; part < EEP_PARTS; part++)
        place_part(bundle, same, part);
    for (size_t k = 0; k < count; k++)
        drop_unused(plan[k], bundle->makes[k]);
}

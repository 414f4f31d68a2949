/*
 * bundle_plan.c - what policies that are scored together share, and the pass that makes each part once.
 *
 * A part of a score comes from a few tables of a plan. Where these are the same byte for byte in two plans,
 * so are the points, and the later plan takes those of the earlier. The pass goes through blocks of
 * candidates whose planes and parts stay in the first-level cache, and through the plans of a bundle in turn:
 * a plan makes the parts that no plan before has kept, adds them up, and writes its totals.
 *
 * Places to keep parts in are few, so that they stay small: EEP_BUNDLE_SLOTS of each part, of which the first
 * is for parts that no later plan asks for. Where the others are taken, a plan makes its own.
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

static int later_wants(pairs same, size_t count, size_t k, int part)
{
    size_t later = k + 1;

    while (later < count && (same[later][k] >> part & 1) == 0)
        later++;
    return later < count;
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

        bundle->makes[k][part] = from == k;
        if (from < k)
            bundle->slot[k][part] = bundle->slot[from][part];
        else if (kept < EEP_BUNDLE_SLOTS - 1 && later_wants(same, bundle->count, k, part))
            bundle->slot[k][part] = ++kept;
        if (bundle->slot[k][part] != 0) bundle->alone[k] = 0;
    }
}

void eep_score_bundle_make(const eep_score_plan *const *plan, size_t count, eep_score_bundle *bundle)
{
    pairs same;

    memset(bundle, 0, sizeof *bundle);
    bundle->count = count;
    for (size_t k = 0; k < count; k++) {
        bundle->plan[k] = plan[k];
        bundle->alone[k] = 1;
        for (size_t before = 0; before < k; before++)
            same[k][before] = same_parts(plan[k], plan[before]);
    }
    for (int part = 0; part < EEP_PARTS; part++)
        place_part(bundle, same, part);
}

/* ---- The pass ------------------------------------------------------------------------------------ */

/* Totals of one call that are written past the caches, where a level can: more than a core's own hold. */
#define PAST_CACHES_BYTES ((size_t)16 << 20)

#define LINE 64 /* bytes of a line of a cache */

typedef struct kept_parts {
    _Alignas(64) uint8_t bytes[EEP_BYTE_PARTS][EEP_BUNDLE_SLOTS][EEP_PART_ROWS];
    uint16_t words[EEP_WORD_PARTS][EEP_BUNDLE_SLOTS][EEP_PART_ROWS];
} kept_parts;

/* The candidates that are gone through at once. */
typedef struct block {
    size_t row, rows, next; /* first of them; how many; how many come after them in the next block */
    eep_planes planes;
    int past_caches;
} block;

static eep_score_parts parts_of(const eep_score_bundle *bundle, size_t k, kept_parts *kept)
{
    const uint8_t *slot = bundle->slot[k];
    eep_score_parts parts = {.makes = bundle->makes[k]};

    for (int part = 0; part < EEP_BYTE_PARTS; part++)
        parts.bytes[part] = kept->bytes[part][slot[part]];
    for (int part = EEP_BYTE_PARTS; part < EEP_PARTS; part++)
        parts.words[part - EEP_BYTE_PARTS] = kept->words[part - EEP_BYTE_PARTS][slot[part]];
    return parts;
}

/* Whether the plan must make a part: not where it finds the sum that the part goes into. */
static int must_make(const eep_score_plan *plan, const uint8_t *makes, int part)
{
    if (part == EEP_PART_OCCUPATION && !plan->reads_occupation) return 0;
    return makes[part] && makes[sum_of(part)] && makes[sum_of(sum_of(part))];
}

static void score_by_parts(const eep_part_kernels *level, const eep_score_plan *plan, const block *b,
                           size_t rows, const eep_score_parts *parts, uint16_t *total)
{
    for (int part = 0; part < EEP_BYTE_PARTS; part++) {
        if (must_make(plan, parts->makes, part))
            level->bytes[part](plan, &b->planes, rows, parts->bytes[part]);
    }
    if (must_make(plan, parts->makes, EEP_PART_LARGE))
        level->large(plan, &b->planes, rows, eep_words_of(parts, EEP_PART_LARGE));
    level->add(plan, &b->planes, rows, parts, b->past_caches, total);
}

/* Asks for the next block's planes, some with every plan. */
static void fetch_ahead(const block *b, size_t k, size_t count)
{
    for (size_t plane = k; plane < EEP_SCORE_PLANES; plane += count) {
        for (size_t i = 0; i < b->next; i += LINE)
            __builtin_prefetch(b->planes.plane[plane] + b->rows + i, 0, 2);
    }
}

/* What is left of a block below a vector is scored whole. */
static void score_block(const eep_part_kernels *level, const eep_score_bundle *bundle, const block *b,
                        kept_parts *kept, uint16_t *const *total)
{
    const size_t whole = b->rows - b->rows % level->lanes;
    const eep_planes left = eep_planes_at(&b->planes, whole);

    for (size_t k = 0; k < bundle->count; k++) {
        const eep_score_parts parts = parts_of(bundle, k, kept);
        uint16_t *here = total[k] + b->row;

        if (b->past_caches) fetch_ahead(b, k, bundle->count);
        if (bundle->alone[k]) {
            level->score(bundle->plan[k], &b->planes, b->rows, here, NULL);
            continue;
        }
        if (whole > 0) score_by_parts(level, bundle->plan[k], b, whole, &parts, here);
        if (whole < b->rows) level->score(bundle->plan[k], &left, b->rows - whole, here + whole, NULL);
    }
}

static size_t at_most(size_t rows)
{
    return rows < EEP_PART_ROWS ? rows : EEP_PART_ROWS;
}

void eep_score_by_parts(const eep_part_kernels *level, const eep_score_bundle *bundle,
                        const eep_planes *planes, size_t n, uint16_t *const *total)
{
    const size_t bytes = n * bundle->count * sizeof **total;
    kept_parts kept;

    for (size_t row = 0; row < n; row += EEP_PART_ROWS) {
        const size_t rows = at_most(n - row);
        const block b = {row, rows, at_most(n - row - rows), eep_planes_at(planes, row),
                         level->goes_past_caches && bytes >= PAST_CACHES_BYTES};

        score_block(level, bundle, &b, &kept, total);
    }
}

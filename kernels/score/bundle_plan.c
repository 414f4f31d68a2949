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

/* Whether `part` is the whole, or goes into it at once or by another sum. */
static int is_within(int part, int whole)
{
    return part == whole || sum_of(part) == whole || sum_of(sum_of(part)) == whole;
}

static int is_same(int part, const eep_score_plan *a, const eep_score_plan *b)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const char *in_a = (const char *)a + tables[i].at, *in_b = (const char *)b + tables[i].at;

        if (is_within(tables[i].part, part) && memcmp(in_a, in_b, tables[i].size) != 0) return 0;
    }
    return 1;
}

/* ---- The bundle ---------------------------------------------------------------------------------- */

static int later_wants(const eep_score_bundle *bundle, size_t k, int part)
{
    size_t later = k + 1;

    while (later < bundle->count && !is_same(part, bundle->plan[k], bundle->plan[later]))
        later++;
    return later < bundle->count;
}

/* The plan before k that keeps the same part, or k. */
static size_t keeper(const eep_score_bundle *bundle, size_t k, int part)
{
    size_t before = 0;

    while (before < k &&
           (bundle->slot[before][part] == 0 || !is_same(part, bundle->plan[before], bundle->plan[k])))
        before++;
    return before;
}

static void place_part(eep_score_bundle *bundle, int part)
{
    uint8_t kept = 0;

    for (size_t k = 0; k < bundle->count; k++) {
        const size_t from = keeper(bundle, k, part);

        bundle->makes[k][part] = from == k;
        if (from < k)
            bundle->slot[k][part] = bundle->slot[from][part];
        else if (kept < EEP_BUNDLE_SLOTS - 1 && later_wants(bundle, k, part))
            bundle->slot[k][part] = ++kept;
        if (bundle->slot[k][part] != 0) bundle->alone[k] = 0;
    }
}

void eep_score_bundle_make(const eep_score_plan *const *plan, size_t count, eep_score_bundle *bundle)
{
    memset(bundle, 0, sizeof *bundle);
    bundle->count = count;
    for (size_t k = 0; k < count; k++) {
        bundle->plan[k] = plan[k];
        bundle->alone[k] = 1;
    }
    for (int part = 0; part < EEP_PARTS; part++)
        place_part(bundle, part);
}

/* ---- The pass ------------------------------------------------------------------------------------ */

typedef struct kept_parts {
    _Alignas(64) uint8_t bytes[EEP_BYTE_PARTS][EEP_BUNDLE_SLOTS][EEP_PART_ROWS];
    uint16_t words[EEP_PARTS - EEP_BYTE_PARTS][EEP_BUNDLE_SLOTS][EEP_PART_ROWS];
} kept_parts;

/* One plan of a bundle in one block. */
typedef struct task {
    const eep_part_kernels *level;
    const eep_score_plan *plan;
    const uint8_t *slot, *makes;
    const eep_planes *planes;
    size_t rows;
    kept_parts *kept;
} task;

static uint8_t *bytes_of(const task *t, int part)
{
    return t->kept->bytes[part][t->slot[part]];
}

static uint16_t *words_of(const task *t, int part)
{
    return t->kept->words[part - EEP_BYTE_PARTS][t->slot[part]];
}

static void make_bytes(const task *t, int first, int last)
{
    for (int part = first; part <= last; part++) {
        if (t->makes[part]) t->level->bytes[part](t->plan, t->planes, t->rows, bytes_of(t, part));
    }
}

static void make_core(const task *t)
{
    const uint8_t *const part[4] = {bytes_of(t, EEP_PART_AGE), bytes_of(t, EEP_PART_EDUCATION),
                                    bytes_of(t, EEP_PART_FIRST), bytes_of(t, EEP_PART_SECOND)};

    make_bytes(t, EEP_PART_AGE, EEP_PART_SECOND);
    t->level->core(t->plan, t->planes, t->rows, part, words_of(t, EEP_PART_CORE));
}

static void make_additional(const task *t)
{
    const int last = t->plan->reads_occupation ? EEP_PART_OCCUPATION : EEP_PART_FRENCH;
    uint16_t *large = words_of(t, EEP_PART_LARGE);

    make_bytes(t, EEP_PART_STUDY, last);
    if (t->makes[EEP_PART_LARGE]) t->level->large(t->plan, t->planes, t->rows, large);
    t->level->additional(t->plan->additional_cap, t->rows, bytes_of(t, EEP_PART_STUDY),
                         bytes_of(t, EEP_PART_FRENCH),
                         t->plan->reads_occupation ? bytes_of(t, EEP_PART_OCCUPATION) : NULL, large,
                         words_of(t, EEP_PART_ADDITIONAL));
}

static void make_rest(const task *t)
{
    make_bytes(t, EEP_PART_SPOUSE, EEP_PART_TRANSFERABILITY);
    if (t->makes[EEP_PART_ADDITIONAL]) make_additional(t);
    t->level->rest(t->rows, bytes_of(t, EEP_PART_SPOUSE), bytes_of(t, EEP_PART_TRANSFERABILITY),
                   words_of(t, EEP_PART_ADDITIONAL), words_of(t, EEP_PART_REST));
}

static void score_by_parts(const task *t, uint16_t *total)
{
    if (t->makes[EEP_PART_CORE]) make_core(t);
    if (t->makes[EEP_PART_REST]) make_rest(t);
    t->level->total(t->plan->total_cap, t->rows, words_of(t, EEP_PART_CORE), words_of(t, EEP_PART_REST),
                    total);
}

/* What is left of `rows` below a vector is scored whole. */
static void score_block(const eep_part_kernels *level, const eep_score_bundle *bundle,
                        const eep_planes *planes, size_t rows, kept_parts *kept, uint16_t *const *total,
                        size_t row)
{
    const size_t whole = rows - rows % level->lanes;
    const eep_planes left = eep_planes_at(planes, whole);

    for (size_t k = 0; k < bundle->count; k++) {
        const eep_score_plan *plan = bundle->plan[k];
        const task t = {level, plan, bundle->slot[k], bundle->makes[k], planes, whole, kept};

        if (bundle->alone[k]) {
            level->score(plan, planes, rows, total[k] + row, NULL);
            continue;
        }
        if (whole > 0) score_by_parts(&t, total[k] + row);
        if (whole < rows) level->score(plan, &left, rows - whole, total[k] + row + whole, NULL);
    }
}

void eep_score_by_parts(const eep_part_kernels *level, const eep_score_bundle *bundle,
                        const eep_planes *planes, size_t n, uint16_t *const *total)
{
    kept_parts kept;

    for (size_t row = 0; row < n; row += EEP_PART_ROWS) {
        const eep_planes at = eep_planes_at(planes, row);

        score_block(level, bundle, &at, n - row < EEP_PART_ROWS ? n - row : EEP_PART_ROWS, &kept, total, row);
    }
}

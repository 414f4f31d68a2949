/*
 * by_parts.c - several policies in one pass: goes through blocks of candidates whose planes and parts stay in
 * the first-level cache, and in each through the plans of a bundle. A plan makes the parts that no plan
 * before has kept, and adds them up. Runs on every machine: what is fast are the functions of a level.
 *
 * Plans that are alone are scored side by side before. What is left of a block below a vector is scored
 * whole, plan by plan.
 */
#include "kernels/score/score.h"

/* Totals of one call that are written past the caches, where a level can: more than a core's own hold. */
#define PAST_CACHES_BYTES ((size_t)16 << 20)

#define LINE 64 /* bytes of a line of a cache */

typedef struct kept_parts {
    _Alignas(64) uint8_t bytes[EEP_BYTE_PARTS][EEP_BUNDLE_SLOTS][EEP_PART_ROWS];
    uint16_t words[EEP_WORD_PARTS][EEP_BUNDLE_SLOTS][EEP_PART_ROWS];
} kept_parts;

/* Plans and their totals. */
typedef struct plans {
    size_t count;
    size_t index[EEP_BUNDLE_PLANS]; /* in the bundle */
    const eep_score_plan *plan[EEP_BUNDLE_PLANS];
    uint16_t *total[EEP_BUNDLE_PLANS]; /* of the block */
} plans;

/* The candidates that are gone through at once. */
typedef struct block {
    size_t rows, next; /* how many; how many come after them */
    eep_planes planes;
    int past_caches;
} block;

static plans gather(const eep_score_bundle *bundle, int alone, uint16_t *const *total)
{
    plans found = {.count = 0};

    for (size_t k = 0; k < bundle->count; k++) {
        if (bundle->alone[k] != alone) continue;
        found.index[found.count] = k;
        found.plan[found.count] = bundle->plan[k];
        found.total[found.count++] = total[k];
    }
    return found;
}

static void move_on(plans *some, size_t rows)
{
    for (size_t k = 0; k < some->count; k++)
        some->total[k] += rows;
}

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

static void score_plan(const eep_part_kernels *level, const eep_score_plan *plan, const block *b, size_t rows,
                       const eep_score_parts *parts, uint16_t *total)
{
    for (int part = 0; part < EEP_BYTE_PARTS; part++) {
        if (parts->makes[part]) level->bytes[part](plan, &b->planes, rows, parts->bytes[part]);
    }
    if (parts->makes[EEP_PART_LARGE])
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

static void score_block(const eep_part_kernels *level, const eep_score_bundle *bundle, const plans *some,
                        const block *b, kept_parts *kept)
{
    const size_t whole = b->rows - b->rows % level->lanes;

    for (size_t k = 0; k < some->count; k++) {
        const eep_score_parts parts = parts_of(bundle, some->index[k], kept);

        if (b->past_caches) fetch_ahead(b, k, some->count);
        if (whole > 0) score_plan(level, some->plan[k], b, whole, &parts, some->total[k]);
    }
    if (whole < b->rows) {
        const eep_planes left = eep_planes_at(&b->planes, whole);
        plans rest = *some;

        move_on(&rest, whole);
        level->each(rest.plan, rest.count, &left, b->rows - whole, rest.total);
    }
}

static size_t at_most(size_t rows, size_t most)
{
    return rows < most ? rows : most;
}

/* Scores `rows` candidates, after which there are `after` more. */
static void score_sharers(const eep_part_kernels *level, const eep_score_bundle *bundle, plans *some,
                          const eep_planes *planes, size_t rows, size_t after, int past_caches)
{
    kept_parts kept;

    for (size_t row = 0; row < rows; row += EEP_PART_ROWS) {
        const size_t here = at_most(rows - row, EEP_PART_ROWS);
        const block b = {here, at_most(rows - row - here + after, EEP_PART_ROWS), eep_planes_at(planes, row),
                         past_caches};

        score_block(level, bundle, some, &b, &kept);
        move_on(some, here);
    }
}

void eep_score_by_parts(const eep_part_kernels *level, const eep_score_bundle *bundle,
                        const eep_planes *planes, size_t n, uint16_t *const *total)
{
    const int past_caches =
        level->goes_past_caches && n * bundle->count * sizeof **total >= PAST_CACHES_BYTES;
    plans loners = gather(bundle, 1, total), sharers = gather(bundle, 0, total);

    for (size_t row = 0; row < n; row += EEP_BLOCK_ROWS) {
        const eep_planes at = eep_planes_at(planes, row);
        const size_t rows = at_most(n - row, EEP_BLOCK_ROWS);

        if (loners.count > 0) level->each(loners.plan, loners.count, &at, rows, loners.total);
        move_on(&loners, rows);
        if (sharers.count > 0) score_sharers(level, bundle, &sharers, &at, rows, n - row - rows, past_caches);
    }
}

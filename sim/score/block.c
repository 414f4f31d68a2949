/* block.c - one block of candidates scored, in the packed form where the rules fit it, else in the wide one.
 */
#include "sim/score/block.h"

#define WORDS (EEP_BLOCK_ROWS / 64)

static eep_planes planes_of(eep_block *block)
{
    eep_planes planes;
    for (int p = 0; p < EEP_PLANES; p++)
        planes.plane[p] = block->plane[p];
    return planes;
}

static int wants_score(const eep_block_results *results)
{
    int wanted = results->score != NULL;
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        wanted |= results->section[s] != NULL;
    return wanted;
}

static void find_members(const eep_kernels *kernels, const eep_rules *rules,
                         const eep_category_entry *version, const eep_planes *planes, const uint32_t *noc,
                         size_t n, uint64_t *members)
{
    const eep_category_plan *plan = &version->plan;
    if (plan->asks_occupation) kernels->listed(rules->noc_categories, plan->rule.bit, noc, n, members);
    kernels->members(plan, planes, plan->asks_occupation ? members : NULL, n, members);
}

/* Members are few, so that setting them one by one costs little. */
static void find_categories(const eep_kernels *kernels, const eep_rules *rules, const eep_planes *planes,
                            const uint32_t *noc, size_t n, uint32_t *categories)
{
    uint64_t members[WORDS];
    for (size_t i = 0; i < n; i++)
        categories[i] = 0;
    for (size_t c = 0; c < rules->categories; c++) {
        const eep_category_entry *version = &rules->category[c];
        if (!version->face.in_force) continue;
        find_members(kernels, rules, version, planes, noc, n, members);
        for (size_t word = 0; word < (n + 63) / 64; word++) {
            for (uint64_t bits = members[word]; bits != 0; bits &= bits - 1)
                categories[word * 64 + (size_t)__builtin_ctzll(bits)] |= version->rule.bit;
        }
    }
}

static void score_packed(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw, size_t n,
                         eep_block *block, const eep_block_results *results)
{
    const eep_planes planes = planes_of(block);
    uint16_t unwanted[EEP_BLOCK_ROWS];
    int sections = 0;
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        sections |= results->section[s] != NULL;
    kernels->pack(&rules->pack, raw, n, &planes);
    if (wants_score(results)) {
        kernels->score(&rules->score_plan, &planes, n, results->score != NULL ? results->score : unwanted,
                       sections ? results->section : NULL);
    }
    if (results->programs != NULL) kernels->programs(&rules->program_plan, &planes, n, results->programs);
    if (results->categories != NULL)
        find_categories(kernels, rules, &planes, raw->noc, n, results->categories);
}

static void score_wide(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw, size_t n,
                       eep_facts *facts, const eep_block_results *results)
{
    uint16_t unwanted[EEP_BLOCK_ROWS];
    kernels->facts(&rules->pack, raw, n, facts);
    if (wants_score(results)) {
        kernels->score_facts(&rules->score, facts, n, results->score != NULL ? results->score : unwanted,
                             results->section);
    }
    if (results->programs != NULL || results->categories != NULL)
        kernels->eligible_facts(&rules->eligible, facts, n, results->programs, results->categories);
}

void eep_block_score(const eep_kernels *kernels, const eep_rules *rules, const eep_raw *raw, size_t n,
                     eep_block *block, const eep_block_results *results)
{
    if (rules->why_wide == NULL)
        score_packed(kernels, rules, raw, n, block, results);
    else
        score_wide(kernels, rules, raw, n, &block->facts, results);
}

static void members_wide(const eep_kernels *kernels, const eep_category_entry *version, eep_facts *facts,
                         size_t n, uint64_t *members)
{
    const eep_eligible_tables tables = {.categories = 1, .category = {version->rule}};
    uint32_t categories[EEP_BLOCK_ROWS];
    kernels->eligible_facts(&tables, facts, n, NULL, categories);
    for (size_t word = 0; word < WORDS; word++)
        members[word] = 0;
    for (size_t i = 0; i < n; i++)
        members[i / 64] |= (uint64_t)(categories[i] != 0) << i % 64;
}

void eep_block_members(const eep_kernels *kernels, const eep_rules *rules, const eep_category_entry *version,
                       const eep_raw *raw, size_t n, eep_block *block, uint64_t *members)
{
    if (rules->why_wide != NULL) {
        members_wide(kernels, version, &block->facts, n, members);
        return;
    }
    const eep_planes planes = planes_of(block);
    find_members(kernels, rules, version, &planes, raw->noc, n, members);
}

/*
 * bench_score.c - the score kernels: candidates a second, for every level that this machine can run.
 *
 * A score reads 29 bytes of facts a candidate (see READ_BYTES) and writes 2. Sizes: 512 candidates lie in
 * the first-level cache, 8,192 in the second, 2 Mi in memory. Facts and tables are made here, with entries
 * so small that no cap is reached: a score must then be the plain sum of the entries, which is checked
 * for every candidate before the clock starts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/gbench.h"
#include "kernels/kernels.h"

/*
 * age, spouse, education, 4 first, 4 second, Canadian years, foreign years, weakest first, weakest English,
 * weakest French, certificate, sibling, nomination, Canadian study, job offer, occupation and months in it in
 * Canada; spouse: education, 4
 * language, years.
 */
#define READ_BYTES    29
#define WRITTEN_BYTES 2

#define NO_CAP 1200 /* never reached: the largest sum of the entries below is under 1200 */

/* A plain generator, so that every run has the same data: xorshift64. */
static unsigned next_number(uint64_t *state, unsigned below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)((*state >> 33) % below);
}

static void fill_entries(uint64_t *random, uint16_t *entry, size_t count)
{
    for (size_t i = 0; i < count; i++)
        entry[i] = (uint16_t)next_number(random, 30);
}

static void fill_tiers(uint64_t *random, uint8_t *tier, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tier[i] = (uint8_t)next_number(random, EEP_TIERS);
}

static void fill_tables(eep_score_tables *tables)
{
    uint64_t random = 20150131;

    fill_entries(&random, tables->age[0], 2 * EEP_AGES);
    fill_entries(&random, tables->education[0], 2 * 8);
    fill_entries(&random, tables->first_language[0], 2 * EEP_LEVELS);
    fill_entries(&random, tables->second_language[0], 2 * EEP_LEVELS);
    fill_entries(&random, tables->canadian_work[0], 2 * EEP_YEARS);
    fill_entries(&random, tables->spouse_education, 8);
    fill_entries(&random, tables->spouse_language, EEP_LEVELS);
    fill_entries(&random, tables->spouse_work, EEP_YEARS);
    fill_tiers(&random, tables->education_tier, 8);
    fill_tiers(&random, tables->language_tier, EEP_LEVELS);
    fill_tiers(&random, tables->certificate_tier, EEP_LEVELS);
    fill_tiers(&random, tables->canadian_work_tier, EEP_YEARS);
    fill_tiers(&random, tables->foreign_work_tier, EEP_YEARS);
    fill_entries(&random, tables->education_language[0], EEP_TIERS * EEP_TIERS);
    fill_entries(&random, tables->education_work[0], EEP_TIERS * EEP_TIERS);
    fill_entries(&random, tables->foreign_language[0], EEP_TIERS * EEP_TIERS);
    fill_entries(&random, tables->foreign_work[0], EEP_TIERS * EEP_TIERS);
    fill_entries(&random, tables->certificate, EEP_TIERS);
    fill_entries(&random, tables->canadian_study, 4);
    fill_entries(&random, tables->job_offer, 4);
    fill_entries(&random, tables->occupation_work[0], EEP_OCCUPATION_TIERS * EEP_OCCUPATION_YEARS);
    fill_entries(&random, tables->occupation_offer, EEP_OCCUPATION_TIERS);
    tables->nomination = 29;
    tables->sibling = 7;
    tables->french = 11;
    tables->french_with_english = 13;
    tables->french_level = 7;
    tables->english_level = 5;
    tables->second_language_cap[0] = tables->second_language_cap[1] = NO_CAP;
    tables->core_cap[0] = tables->core_cap[1] = NO_CAP;
    tables->spouse_cap = tables->education_pair_cap = tables->foreign_pair_cap = NO_CAP;
    tables->transferability_cap = tables->additional_cap = tables->total_cap = NO_CAP;
}

static void fill_facts(uint64_t *random, eep_facts *facts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        facts->age[i] = (uint8_t)(18 + next_number(random, 40));
        facts->spouse[i] = (uint8_t)next_number(random, 2);
        facts->education[i] = (uint8_t)next_number(random, 8);
        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            facts->first[ability][i] = (uint8_t)next_number(random, 13);
            facts->second[ability][i] = (uint8_t)next_number(random, 13);
            if (facts->spouse[i]) facts->spouse_language[ability][i] = (uint8_t)next_number(random, 13);
        }
        facts->weakest_first[i] = (uint8_t)next_number(random, 13);
        facts->weakest_english[i] = (uint8_t)next_number(random, 13);
        facts->weakest_french[i] = (uint8_t)next_number(random, 13);
        facts->canadian_years[i] = (uint8_t)next_number(random, 11);
        facts->foreign_years[i] = (uint8_t)next_number(random, 11);
        facts->certificate[i] = (uint8_t)next_number(random, 2);
        facts->sibling[i] = (uint8_t)next_number(random, 2);
        facts->nomination[i] = (uint8_t)next_number(random, 2);
        facts->canadian_study[i] = (uint8_t)next_number(random, 3);
        facts->job_offer[i] = (uint8_t)next_number(random, 3);
        facts->noc_class[i] = (uint8_t)next_number(random, 64);
        facts->noc_canadian_months[i] = (uint8_t)next_number(random, 64);
        if (!facts->spouse[i]) continue;
        facts->spouse_education[i] = (uint8_t)next_number(random, 8);
        facts->spouse_years[i] = (uint8_t)next_number(random, 11);
    }
}

/* What candidate `i` must get: every entry that applies, added up. */
static unsigned plain_sum(const eep_score_tables *t, const eep_facts *f, size_t i)
{
    const size_t with = f->spouse[i];
    const size_t education = t->education_tier[f->education[i]],
                 language = t->language_tier[f->weakest_first[i]];
    const size_t canadian = t->canadian_work_tier[f->canadian_years[i]];
    const size_t foreign = t->foreign_work_tier[f->foreign_years[i]];
    unsigned sum = t->age[with][f->age[i]] + (unsigned)t->education[with][f->education[i]];

    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        sum += t->first_language[with][f->first[ability][i]];
        sum += t->second_language[with][f->second[ability][i]];
        if (with) sum += t->spouse_language[f->spouse_language[ability][i]];
    }
    sum += t->canadian_work[with][f->canadian_years[i]];
    if (with)
        sum += t->spouse_education[f->spouse_education[i]] + (unsigned)t->spouse_work[f->spouse_years[i]];
    sum += t->education_language[education][language] + (unsigned)t->education_work[education][canadian];
    sum += t->foreign_language[foreign][language] + (unsigned)t->foreign_work[foreign][canadian];
    if (f->certificate[i]) sum += t->certificate[t->certificate_tier[f->weakest_first[i]]];
    if (f->nomination[i]) sum += t->nomination;
    if (f->sibling[i]) sum += t->sibling;
    if (f->weakest_french[i] >= t->french_level)
        sum += f->weakest_english[i] >= t->english_level ? t->french_with_english : t->french;
    sum += t->occupation_work[f->noc_class[i] / 16]
                             [f->noc_canadian_months[i] < 36 ? f->noc_canadian_months[i] / 12 : 3];
    if (f->job_offer[i]) sum += t->occupation_offer[f->noc_class[i] / 16];
    return sum + t->canadian_study[f->canadian_study[i]] + t->job_offer[f->job_offer[i]];
}

/* Candidates in blocks, as the library walks over them. */
typedef struct blocks {
    size_t count, rows; /* the last block may be the only one, and short */
    eep_facts *facts;
    uint16_t *total; /* EEP_BLOCK_ROWS for each block */
} blocks;

static void score_all(eep_score_facts_kernel score, const eep_score_tables *tables, const blocks *b)
{
    uint16_t *const no_sections[4] = {NULL};

    for (size_t k = 0; k < b->count; k++)
        score(tables, &b->facts[k], b->rows, b->total + k * EEP_BLOCK_ROWS, no_sections);
}

static int all_right(const eep_score_tables *tables, const blocks *b)
{
    for (size_t k = 0; k < b->count; k++) {
        for (size_t i = 0; i < b->rows; i++)
            if (b->total[k * EEP_BLOCK_ROWS + i] != plain_sum(tables, &b->facts[k], i)) return 0;
    }
    return 1;
}

static int make_blocks(blocks *b, int64_t candidates)
{
    uint64_t random = 88172645463325252u;

    b->rows = candidates < EEP_BLOCK_ROWS ? (size_t)candidates : EEP_BLOCK_ROWS;
    b->count = (size_t)candidates / b->rows;
    b->facts = aligned_alloc(64, b->count * sizeof *b->facts);
    b->total = aligned_alloc(64, b->count * EEP_BLOCK_ROWS * sizeof *b->total);
    if (!b->facts || !b->total) return 0;
    for (size_t k = 0; k < b->count; k++) {
        b->facts[k] = (eep_facts){0};
        fill_facts(&random, &b->facts[k], b->rows);
    }
    return 1;
}

/* `what` is the name of the level; the argument is the number of candidates. */
static void score_candidates(eep_bench *bench, const void *what, int64_t candidates)
{
    static eep_score_tables tables;
    eep_kernels kernels;
    blocks b = {0};

    fill_tables(&tables);
    if (eep_kernels_select(what, &kernels) != 0) {
        eep_bench_fail(bench, "this machine lacks the level");
    } else if (!make_blocks(&b, candidates)) {
        eep_bench_fail(bench, "there is no memory for the candidates");
    } else {
        score_all(kernels.score_facts, &tables, &b);
        if (!all_right(&tables, &b))
            eep_bench_fail(bench, "a score differs from the plain sum of its entries");
        while (eep_bench_next(bench))
            score_all(kernels.score_facts, &tables, &b);
        eep_bench_keep(b.total[0]);
        eep_bench_work(bench, candidates, candidates * (READ_BYTES + WRITTEN_BYTES));
    }
    free(b.facts);
    free(b.total);
}

void eep_bench_score(void)
{
    static const int64_t candidates[] = {512, 4 * EEP_BLOCK_ROWS, 1024 * EEP_BLOCK_ROWS};
    const char *level;
    int usable;

    for (size_t index = 0; (level = eep_kernels_level(index, &usable)); index++) {
        char name[64];

        if (!usable) continue;
        snprintf(name, sizeof name, "score/%s", level);
        for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++)
            eep_bench_add(name, score_candidates, level, candidates[i]);
    }
}

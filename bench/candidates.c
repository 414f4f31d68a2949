/* candidates.c - the pool as the arrays that kernels read, repeated to any size. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/candidates.h"
#include "bench/pool.h"
#include "sim/sim.h"

#define PAGE        ((size_t)2 << 20) /* a large page, so that finding pages is no part of the measure */
#define THREADS_MAX 2

/* Columns of eep_raw: name, and bytes of a value. */
#define RAW_COLUMNS(column)                                                                                  \
    column(birth_date, 4) column(language_test_date, 4) column(assessment_date, 4)                           \
        column(accompanying_spouse, 1) column(education, 1) column(spouse_education, 1)                      \
            column(first_official, 1) column(english[0], 1) column(english[1], 1) column(english[2], 1)      \
                column(english[3], 1) column(french[0], 1) column(french[1], 1) column(french[2], 1)         \
                    column(french[3], 1) column(spouse_language[0], 1) column(spouse_language[1], 1)         \
                        column(spouse_language[2], 1) column(spouse_language[3], 1)                          \
                            column(canadian_work_months, 2) column(foreign_work_months, 2)                   \
                                column(spouse_canadian_work_months, 2) column(noc_months, 2)                 \
                                    column(noc_canadian_months, 2) column(continuous_work_months, 2)         \
                                        column(trade_months, 2) column(certificate, 1) column(sibling, 1)    \
                                            column(nomination, 1) column(settlement_funds, 1)                \
                                                column(canadian_study, 1) column(job_offer, 1)               \
                                                    column(relative, 1) column(spouse_canadian_study, 1)     \
                                                        column(forces_recruit, 1) column(noc, 4)

/* The pool itself in every form; what shares repeat. */
typedef struct source {
    bench_rules rules;
    size_t rows; /* whole words of bits */
    eep_raw raw;
    eep_planes planes;
    uint64_t *listed;
    uint16_t *score;
    uint8_t *programs;
} source;

static source made;

/* ---- Rules -------------------------------------------------------------------------------------- */

/* What people ask of a policy: one value each. */
static const char *const reform_changes[BENCH_POLICIES - 1] = {
    "crs.additional.sibling=0",
    "crs.additional.nomination=300",
    "crs.additional.french_with_english=100",
    "crs.age.30.without_spouse=110",
    "crs.first_language.10.without_spouse=36",
    "crs.canadian_work.1.without_spouse=60",
    "crs.transferability.tiers.language.2=10",
};

/* A value of seven parts of a score of ten, to which a number is appended. */
static const char *const part_changes[] = {
    "crs.age.30.with_spouse=8",
    "crs.education.masters.without_spouse=10",
    "crs.first_language.10.with_spouse=2",
    "crs.canadian_work.1.without_spouse=5",
    "crs.spouse_cap=3",
    "crs.transferability.cap=9",
    "crs.additional.sibling=2",
};

/* Tables as plans want them: they live until the end. */
static const char *make_plan(const eep_policy *policy, eep_date day, eep_score_plan *plan)
{
    eep_rules *rules;

    if (eep_policy_at(policy, day, &rules, NULL) != EEP_OK) return "the policy cannot be changed";
    return eep_score_plan_make(&rules->score, plan);
}

static const char *make_reform(eep_date day, const char *change, eep_score_plan *plan)
{
    const char *why = "the policy cannot be changed";
    eep_policy *policy = NULL;

    if (eep_policy_load(NULL, NULL, &policy, NULL) == EEP_OK &&
        eep_policy_set(policy, change, NULL) == EEP_OK)
        why = make_plan(policy, day, plan);
    eep_policy_free(policy);
    return why;
}

static const char *make_unlike(eep_date day, size_t number, eep_score_plan *plan)
{
    const char *why = NULL;
    eep_policy *policy = NULL;

    if (eep_policy_load(NULL, NULL, &policy, NULL) != EEP_OK) why = "the policy cannot be loaded";
    for (size_t part = 0; !why && part < sizeof part_changes / sizeof part_changes[0]; part++) {
        char change[64];

        snprintf(change, sizeof change, "%s%zu", part_changes[part], number);
        if (eep_policy_set(policy, change, NULL) != EEP_OK) why = "the policy cannot be changed";
    }
    if (!why) why = make_plan(policy, day, plan);
    eep_policy_free(policy);
    return why;
}

static void bind_plans(const eep_score_plan *plan, size_t count, eep_score_bundle *bundle)
{
    const eep_score_plan *plans[BENCH_POLICIES];

    for (size_t k = 0; k < count; k++)
        plans[k] = &plan[k];
    eep_score_bundle_make(plans, count, bundle);
}

static const char *make_plans(const bench_pool *shared, bench_rules *rules)
{
    const eep_date day = shared->rules->day;
    const char *why = eep_score_plan_make(&shared->rules->score, &rules->plan[0]);

    for (size_t k = 1; k < BENCH_POLICIES && !why; k++)
        why = make_reform(day, reform_changes[k - 1], &rules->plan[k]);
    for (size_t k = 0; k < BENCH_POLICIES && !why; k++)
        why = make_unlike(day, k, &rules->unlike[k]);
    for (size_t count = 1; count <= BENCH_POLICIES && !why; count++)
        bind_plans(rules->plan, count, &rules->first[count]);
    if (!why) bind_plans(rules->unlike, BENCH_POLICIES, &rules->unlike_all);
    rules->past = rules->plan[0];
    rules->past.past_caches = 1;
    return why;
}

static const eep_category_rule *category_rule(const eep_rules *rules, const char *id)
{
    eep_category category;

    for (size_t index = 0; eep_rules_category(rules, index, &category); index++) {
        if (category.in_force && strcmp(category.id, id) == 0) return &rules->category[index].rule;
    }
    return NULL;
}

/*
 * Who asks for some programs closes the others: a nominee competes with another program or not at all, so
 * that the nominees' rule decides nothing in a general or a category round.
 */
static const char *make_programs(bench_rules *rules)
{
    const char *why = eep_program_plan_make(rules->eligible, &rules->programs);

    rules->for_federal = rules->for_cec = *rules->eligible;
    for (int p = 0; p < EEP_PROGRAMS; p++) {
        if (rules->eligible->program[p].asks_other_program) rules->for_federal.program[p].open = 0;
        if (p != EEP_RULE_CEC) rules->for_cec.program[p].open = 0;
    }
    if (!why) why = eep_program_plan_make(&rules->for_federal, &rules->federal);
    if (!why) why = eep_program_plan_make(&rules->for_cec, &rules->cec);
    rules->programs_past = rules->programs;
    rules->programs_past.past_caches = 1;
    return why;
}

static const char *make_rules(const bench_pool *shared, bench_rules *rules)
{
    const eep_category_rule *stem = category_rule(shared->rules, "stem");
    const eep_category_rule *french = category_rule(shared->rules, "french");
    const char *why = stem && french ? make_plans(shared, rules) : "a category is not in force";

    rules->score = &shared->rules->score;
    rules->eligible = &shared->rules->eligible;
    rules->pack = &shared->rules->pack;
    if (!why) why = make_programs(rules);
    if (!why) why = eep_category_plan_make(stem, &rules->stem);
    if (!why) why = eep_category_plan_make(french, &rules->french);
    return why;
}

/* ---- The source --------------------------------------------------------------------------------- */

static const char *make_source(const bench_pool *shared, source *s)
{
    const char *why = make_rules(shared, &s->rules);
    const size_t rows = eep_pool_rows(shared->pool) / 64 * 64;
    uint8_t *planes = malloc(EEP_PLANES * rows);
    eep_kernels kernels;

    if (why) return why;
    s->rows = rows;
    s->listed = calloc(rows / 64, sizeof *s->listed);
    s->score = malloc(rows * sizeof *s->score);
    s->programs = malloc(rows);
    if (!planes || !s->listed || !s->score || !s->programs) return "there is no memory for the candidates";
    for (int p = 0; p < EEP_PLANES; p++)
        s->planes.plane[p] = planes + (size_t)p * rows;
    if (eep_kernels_select("ref", &kernels) != 0) return "there is no reference";
    eep_raw_at(&shared->pool->columns, 0, &s->raw);
    kernels.pack(s->rules.pack, &s->raw, rows, &s->planes);
    kernels.listed(s->rules.pack->noc_categories, s->rules.stem.rule.bit, s->raw.noc, rows, s->listed);
    kernels.score(&s->rules.plan[0], &s->planes, rows, s->score, NULL);
    kernels.programs(&s->rules.programs, &s->planes, rows, s->programs);
    return NULL;
}

const bench_rules *bench_rules_get(eep_bench *bench)
{
    static int tried;
    static const char *why;
    const bench_pool *shared = bench_pool_get(bench);

    if (!shared) return NULL;
    if (!tried) why = make_source(shared, &made);
    tried = 1;
    if (why) eep_bench_fail(bench, why);
    return why ? NULL : &made.rules;
}

/* ---- Shares ------------------------------------------------------------------------------------- */

enum { STORE_RAW, STORE_FACTS, STORE_PLANES, STORE_LISTED, STORE_SCORES, STORE_OUT, STORES };

/* Memory of one thread of a team, for `n` candidates (or bytes, of results). */
typedef struct store {
    uint8_t *memory;
    size_t n;
} store;

static store stores[THREADS_MAX + 1][THREADS_MAX][STORES];

/* 1: there is room for n, old; 2: there is, new and to be filled; 0: no memory. */
static int make_room(store *at, size_t n, size_t bytes)
{
    const size_t whole = (bytes + PAGE - 1) / PAGE * PAGE;

    if (at->n >= n) return 1;
    free(at->memory);
    at->memory = aligned_alloc(PAGE, whole);
    at->n = at->memory ? n : 0;
    if (!at->memory) return 0;
    madvise(at->memory, whole, MADV_HUGEPAGE);
    return 2;
}

/* The first `n` of the values that begin again after made.rows. */
static void repeat(void *to, const void *from, size_t n, size_t width)
{
    for (size_t row = 0; row < n; row += made.rows) {
        const size_t count = n - row < made.rows ? n - row : made.rows;
        memcpy((char *)to + row * width, from, count * width);
    }
}

/* Columns are kept apart by a line or so, for they must not all meet in one set of a cache. */
static size_t room_of(size_t n, size_t width)
{
    return (n * width + 63) / 64 * 64 + 192;
}

eep_raw bench_raw_at(const eep_raw *raw, size_t row)
{
    eep_raw at;

#define column(name, width) at.name = raw->name + row;
    RAW_COLUMNS(column)
#undef column
    return at;
}

static int fill_raw(bench_share *share, store *at)
{
    size_t bytes = 0;

#define column(name, width) bytes += room_of(share->n, width);
    RAW_COLUMNS(column)
#undef column
    const int room = make_room(at, share->n, bytes);
    uint8_t *next = at->memory;

    if (!room) return 0;
#define column(name, width)                                                                                  \
    if (room == 2) repeat(next, made.raw.name, share->n, width);                                             \
    share->raw.name = (const void *)next;                                                                    \
    next += room_of(at->n, width);
    RAW_COLUMNS(column)
#undef column
    return 1;
}

static int fill_planes(bench_share *share, store *at)
{
    const int room = make_room(at, share->n, EEP_PLANES * room_of(share->n, 1));

    for (int p = 0; p < EEP_PLANES && room; p++) {
        share->planes.plane[p] = at->memory + (size_t)p * room_of(at->n, 1);
        if (room == 2) repeat(share->planes.plane[p], made.planes.plane[p], share->n, 1);
    }
    return room;
}

/* Whole blocks, and of the pool only whole ones. */
static int fill_facts(bench_share *share, store *at)
{
    const size_t blocks = (share->n + EEP_BLOCK_ROWS - 1) / EEP_BLOCK_ROWS;
    const size_t whole = made.rows / EEP_BLOCK_ROWS;
    const int room = make_room(at, share->n, blocks * sizeof(eep_facts));
    eep_facts *facts = (eep_facts *)(void *)at->memory;
    eep_kernels kernels;

    if (!room || whole == 0 || eep_kernels_select("ref", &kernels) != 0) return 0;
    for (size_t k = 0; k < blocks && room == 2; k++) {
        eep_raw raw;
        eep_raw_at(&bench_pool_get(NULL)->pool->columns, k % whole * EEP_BLOCK_ROWS, &raw);
        kernels.facts(made.rules.pack, &raw, EEP_BLOCK_ROWS, &facts[k]);
    }
    share->facts = facts;
    return room;
}

static int fill_listed(bench_share *share, store *at)
{
    const int room = make_room(at, share->n, (share->n + 63) / 64 * 8);

    share->listed = (uint64_t *)(void *)at->memory;
    for (size_t word = 0; word < (share->n + 63) / 64 && room == 2; word++)
        share->listed[word] = made.listed[word % (made.rows / 64)];
    return room;
}

static int fill_scores(bench_share *share, store *at)
{
    const int room = make_room(at, share->n, 3 * share->n + 64);

    if (!room) return 0;
    share->score = (uint16_t *)(void *)at->memory;
    share->programs = at->memory + 2 * at->n;
    if (room == 2) {
        repeat(share->score, made.score, share->n, 2);
        repeat(share->programs, made.programs, share->n, 1);
    }
    return 1;
}

int bench_share_fill(bench_share *share, int threads, int thread, unsigned needs, size_t out_bytes)
{
    store *mine = stores[threads][thread];

    if (needs & BENCH_RAW && !fill_raw(share, &mine[STORE_RAW])) return 0;
    if (needs & BENCH_FACTS && !fill_facts(share, &mine[STORE_FACTS])) return 0;
    if (needs & BENCH_PLANES && !fill_planes(share, &mine[STORE_PLANES])) return 0;
    if (needs & BENCH_LISTED && !fill_listed(share, &mine[STORE_LISTED])) return 0;
    if (needs & BENCH_SCORES && !fill_scores(share, &mine[STORE_SCORES])) return 0;
    const int room = make_room(&mine[STORE_OUT], out_bytes, out_bytes);
    share->out = mine[STORE_OUT].memory;
    if (room == 2) memset(share->out, 0, out_bytes);
    return room != 0;
}

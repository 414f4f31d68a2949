/* groups.c - whom a round may invite, as sets of rows: made when first asked for, by blocks on all threads.
 */
#include <string.h>

#include "sim/packed/packed.h"

/* What one thread needs. */
typedef struct group_scratch {
    eep_block block;
    uint8_t programs[EEP_BLOCK_ROWS];
    uint64_t members[EEP_BLOCK_WORDS];
} group_scratch;

/* Programs of which a group asks one. */
static uint8_t programs_of(int group)
{
    if (group == EEP_GROUP_ANY) return EEP_FSW | EEP_CEC | EEP_FST | EEP_PNP;
    if (group < EEP_GROUP_CATEGORY) return (uint8_t)(1 << (group - EEP_GROUP_PROGRAM));
    return EEP_CATEGORY_PROGRAMS;
}

/* The pool's own column, where it has one. */
static const uint8_t *given_programs(const eep_packed *packed, uint64_t row)
{
    const eep_columns *columns = &packed->pool->columns;
    return (columns->present >> EEP_COL_programs & 1) != 0 ? columns->programs + row : NULL;
}

/* The programs of rows that have planes; `space` is room for them. */
static const uint8_t *programs_at(const eep_packed *packed, const eep_kernels *kernels, uint64_t row,
                                  size_t n, uint8_t *space)
{
    const uint8_t *given = given_programs(packed, row);
    if (given != NULL) return given;
    const eep_planes at = eep_planes_at(&packed->planes, row);
    kernels->programs(&packed->rules->program_plan, &at, n, space);
    return space;
}

static void members_at(const eep_packed *packed, const eep_kernels *kernels, size_t category, uint64_t row,
                       size_t n, uint64_t *members)
{
    const eep_category_plan *plan = &packed->rules->category[category].plan;
    const eep_planes at = eep_planes_at(&packed->planes, row);
    const uint64_t *listed = members;
    if (packed->listed[category] != NULL)
        listed = packed->listed[category] + row / 64;
    else if (plan->asks_occupation)
        kernels->listed(packed->rules->noc_categories, plan->rule.bit, packed->pool->columns.noc + row, n,
                        members);
    kernels->members(plan, &at, plan->asks_occupation ? listed : NULL, n, members);
}

void eep_packed_find_group(const eep_packed *packed, const eep_kernels *kernels, int group, uint64_t row,
                           size_t n, uint64_t *set)
{
    uint8_t space[EEP_BLOCK_ROWS];
    uint64_t members[EEP_BLOCK_WORDS];
    if (group >= EEP_GROUP_CATEGORY) {
        uint64_t any = 0;
        members_at(packed, kernels, (size_t)(group - EEP_GROUP_CATEGORY), row, n, members);
        for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
            any |= members[word];
        if (any == 0) {
            memset(set, 0, EEP_SET_WORDS(n) * sizeof *set);
            return;
        }
    }
    kernels->flags(programs_at(packed, kernels, row, n, space), programs_of(group), n, set);
    if (group < EEP_GROUP_CATEGORY) return;
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++)
        set[word] &= members[word];
}

/* ---- Whole pools -------------------------------------------------------------------------------- */

/* The sets that are wanted, as one pass over the pool makes them. */
typedef struct group_pass {
    const eep_engine *engine;
    eep_packed *packed;
    int category;       /* index of the version, or -1 */
    int programs_known; /* the sets of programs are there already */
} group_pass;

/* The same from columns, for rules that do not fit. */
static const uint8_t *block_wide(const group_pass *pass, uint64_t row, size_t n, group_scratch *scratch)
{
    const eep_packed *packed = pass->packed;
    const eep_kernels *kernels = &pass->engine->kernels;
    eep_raw raw;
    eep_raw_at(&packed->pool->columns, row, &raw);
    eep_block_score(kernels, packed->rules, &raw, n, &scratch->block,
                    &(eep_block_results){.programs = scratch->programs});
    if (pass->category >= 0)
        eep_block_members(kernels, packed->rules, &packed->rules->category[pass->category], &raw, n,
                          &scratch->block, scratch->members);
    const uint8_t *given = given_programs(packed, row);
    return given != NULL ? given : scratch->programs;
}

/* The sets of programs of a block, from the bytes of a candidate's programs. */
static void set_programs(const group_pass *pass, const uint8_t *programs, uint64_t first, size_t n)
{
    for (int group = 0; group < EEP_GROUP_CATEGORY; group++)
        pass->engine->kernels.flags(programs, programs_of(group), n, pass->packed->group[group] + first);
}

static void group_block(const group_pass *pass, uint64_t b, group_scratch *scratch)
{
    const eep_packed *packed = pass->packed;
    const eep_kernels *kernels = &pass->engine->kernels;
    const uint64_t row = b * EEP_BLOCK_ROWS, first = row / 64;
    const size_t n = eep_block_rows(packed->rows, b);
    if (packed->rules->why_wide != NULL) {
        set_programs(pass, block_wide(pass, row, n, scratch), first, n);
    } else {
        if (!pass->programs_known)
            set_programs(pass, programs_at(packed, kernels, row, n, scratch->programs), first, n);
        if (pass->category >= 0)
            members_at(packed, kernels, (size_t)pass->category, row, n, scratch->members);
    }
    if (pass->category < 0) return;
    uint64_t *set = packed->group[EEP_GROUP_CATEGORY + pass->category] + first;
    for (size_t word = 0; word < EEP_SET_WORDS(n); word++) {
        uint64_t qualifies = 0;
        for (int p = 0; p < EEP_PROGRAMS; p++)
            if ((EEP_CATEGORY_PROGRAMS >> p & 1) != 0)
                qualifies |= packed->group[EEP_GROUP_PROGRAM + p][first + word];
        set[word] = qualifies & scratch->members[word];
    }
}

/* Who has a listed occupation is worth keeping: it is the same on every day of a policy. */
static eep_status keep_listed(const eep_engine *engine, eep_packed *packed, size_t category, eep_error *error)
{
    const eep_category_plan *plan = &packed->rules->category[category].plan;
    if (packed->rules->why_wide != NULL || !plan->asks_occupation || packed->listed[category] != NULL)
        return EEP_OK;
    uint64_t *listed = eep_allocate_raw(&packed->allocator, packed->capacity / 64, sizeof *listed);
    if (listed == NULL) return eep_fail_memory(error, packed->capacity / 8);
    const uint64_t blocks = eep_packed_blocks(packed);
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (blocks > 1)
    for (uint64_t b = 0; b < blocks; b++)
        engine->kernels.listed(packed->rules->noc_categories, plan->rule.bit,
                               packed->pool->columns.noc + b * EEP_BLOCK_ROWS,
                               eep_block_rows(packed->rows, b), listed + b * EEP_BLOCK_WORDS);
    packed->listed[category] = listed;
    return EEP_OK;
}

static eep_status make_room(eep_packed *packed, int group, eep_error *error)
{
    for (int g = 0; g < EEP_GROUPS; g++) {
        if ((g >= EEP_GROUP_CATEGORY && g != group) || packed->group[g] != NULL) continue;
        packed->group[g] = eep_allocate_raw(&packed->allocator, packed->capacity / 64, sizeof(uint64_t));
        if (packed->group[g] == NULL) return eep_fail_memory(error, packed->capacity / 8);
    }
    return EEP_OK;
}

eep_status eep_packed_prepare(eep_engine *engine, eep_packed *packed, int group, eep_error *error)
{
    const uint64_t programs = ((uint64_t)1 << EEP_GROUP_CATEGORY) - 1;
    if ((packed->ready >> group & 1) != 0) return EEP_OK;
    const size_t threads = (size_t)engine->threads;
    const group_pass pass = {engine, packed, group >= EEP_GROUP_CATEGORY ? group - EEP_GROUP_CATEGORY : -1,
                             (packed->ready >> EEP_GROUP_ANY & 1) != 0};
    EEP_TRY(make_room(packed, group, error));
    if (pass.category >= 0) EEP_TRY(keep_listed(engine, packed, (size_t)pass.category, error));
    group_scratch *scratch = eep_allocate_raw(&engine->allocator, threads, sizeof *scratch);
    if (scratch == NULL) return eep_fail_memory(error, threads * sizeof *scratch);
    const uint64_t blocks = eep_packed_blocks(packed);
#pragma omp parallel for num_threads(engine->threads) schedule(static) if (blocks > 1)
    for (uint64_t b = 0; b < blocks; b++)
        group_block(&pass, b, &scratch[eep_thread_number()]);
    eep_release(&engine->allocator, scratch, threads, sizeof *scratch);
    packed->ready |= programs | (uint64_t)1 << group;
    return EEP_OK;
}

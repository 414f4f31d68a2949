/* variants.c - copies of one candidate, scored in one pass by the kernels that score whole pools. */
#include "sim/explain/variants.h"

static eep_status allocate_results(const eep_allocator *allocator, eep_variants *variants, eep_error *error)
{
    const size_t count = variants->count;
    int failed = 0;
    variants->score = eep_allocate(allocator, count, sizeof *variants->score);
    for (size_t s = 0; s < EEP_SECTIONS; s++) {
        variants->section[s] = eep_allocate(allocator, count, sizeof *variants->section[s]);
        failed |= variants->section[s] == NULL;
    }
    variants->programs = eep_allocate(allocator, count, sizeof *variants->programs);
    variants->categories = eep_allocate(allocator, count, sizeof *variants->categories);
    failed |= variants->score == NULL || variants->programs == NULL || variants->categories == NULL;
    return failed ? eep_fail_memory(error, count * sizeof *variants->score) : EEP_OK;
}

static void copy_candidate(const eep_columns *from, uint64_t row, eep_variants *variants)
{
    eep_columns *to = &variants->pool.columns;
    to->present = from->present;
    for (size_t column = 0; column < EEP_COLUMNS; column++) {
        const int64_t value = eep_columns_get(from, column, row);
        for (size_t i = 0; i < variants->count; i++)
            eep_columns_set(to, column, i, value);
    }
}

eep_status eep_variants_open(eep_engine *engine, const eep_pool *pool, uint64_t row, size_t count,
                             eep_variants *variants, eep_error *error)
{
    *variants = (eep_variants){.count = count};
    eep_columns_init(&variants->pool.columns, &engine->allocator);
    EEP_TRY(eep_columns_grow(&variants->pool.columns, count, error));
    EEP_TRY(allocate_results(&engine->allocator, variants, error));
    copy_candidate(&pool->columns, row, variants);
    return EEP_OK;
}

void eep_variants_clear(eep_variants *variants)
{
    const eep_allocator allocator = variants->pool.columns.allocator;
    const size_t count = variants->count;
    eep_release(&allocator, variants->score, count, sizeof *variants->score);
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        eep_release(&allocator, variants->section[s], count, sizeof *variants->section[s]);
    eep_release(&allocator, variants->programs, count, sizeof *variants->programs);
    eep_release(&allocator, variants->categories, count, sizeof *variants->categories);
    eep_columns_clear(&variants->pool.columns);
}

void eep_variants_set(eep_variants *variants, size_t variant, size_t column, int64_t value)
{
    eep_columns_set(&variants->pool.columns, column, variant, value);
}

eep_status eep_variants_score(eep_engine *engine, const eep_rules *rules, eep_variants *variants,
                              eep_error *error)
{
    const eep_scores out = {
        variants->score,
        {variants->section[0], variants->section[1], variants->section[2], variants->section[3]},
        variants->programs,
        variants->categories};
    return eep_score(engine, rules, &variants->pool, &out, error);
}

int eep_variants_gain(const eep_variants *variants, size_t variant)
{
    return variants->score[variant] - variants->score[0];
}

uint8_t eep_variants_programs_gained(const eep_variants *variants, size_t variant)
{
    return (uint8_t)(variants->programs[variant] & ~variants->programs[0]);
}

uint32_t eep_variants_categories_gained(const eep_variants *variants, size_t variant)
{
    return variants->categories[variant] & ~variants->categories[0];
}

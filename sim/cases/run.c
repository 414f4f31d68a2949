/* run.c - all cases of a day in one pass over their pool. */
#include <stdlib.h>

#include "sim/cases/cases.h"

/* The results of a group, one value a row. */
typedef struct group_results {
    uint16_t *points; /* total, then the four sections, each of `rows` values */
    uint8_t *programs;
    uint32_t *categories;
} group_results;

static void release_results(const eep_allocator *allocator, size_t rows, group_results *results)
{
    eep_release(allocator, results->points, rows, (EEP_SECTIONS + 1) * sizeof *results->points);
    eep_release(allocator, results->programs, rows, sizeof *results->programs);
    eep_release(allocator, results->categories, rows, sizeof *results->categories);
}

static eep_status score_group(eep_engine *engine, const eep_rules *rules, const eep_case_group *group,
                              const eep_allocator *allocator, group_results *results, eep_error *error)
{
    const size_t rows = (size_t)group->pool->columns.rows;
    results->points = eep_allocate(allocator, rows, (EEP_SECTIONS + 1) * sizeof *results->points);
    results->programs = eep_allocate(allocator, rows, sizeof *results->programs);
    results->categories = eep_allocate(allocator, rows, sizeof *results->categories);
    if (results->points == NULL || results->programs == NULL || results->categories == NULL) {
        return eep_fail_memory(error, rows * (EEP_SECTIONS + 1) * sizeof *results->points);
    }
    eep_scores scores = {results->points, {NULL}, results->programs, results->categories};
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        scores.section[s] = results->points + rows * (s + 1);
    return eep_score(engine, rules, group->pool, &scores, error);
}

/* The single items of one row, for a case that names some. */
static void find_items(const eep_engine *engine, const eep_rules *rules, const eep_pool *pool, uint64_t row,
                       eep_facts *facts, eep_score_items *items)
{
    eep_raw raw;
    eep_raw_at(&pool->columns, row, &raw);
    engine->kernels.facts(&rules->pack, &raw, 1, facts);
    eep_score_one(&rules->score, facts, 0, items);
}

static void take_totals(const group_results *results, size_t rows, size_t row, eep_case_outcome *outcome)
{
    outcome->items.total = results->points[row];
    outcome->items.core = results->points[rows * (EEP_CORE + 1) + row];
    outcome->items.spouse = results->points[rows * (EEP_SPOUSE + 1) + row];
    outcome->items.transferability = results->points[rows * (EEP_TRANSFERABILITY + 1) + row];
    outcome->items.additional = results->points[rows * (EEP_ADDITIONAL + 1) + row];
    outcome->programs = results->programs[row];
    outcome->categories = results->categories[row];
}

static eep_status compare_group(eep_engine *engine, const eep_rules *rules, eep_cases *cases,
                                const eep_case_group *group, const group_results *results, eep_error *error)
{
    const eep_case_entry *entry = cases->cases.data;
    const size_t rows = (size_t)group->pool->columns.rows;
    eep_facts *facts = eep_allocate(&cases->allocator, 1, sizeof *facts);
    if (facts == NULL) return eep_fail_memory(error, sizeof *facts);
    eep_status status = EEP_OK;
    for (size_t i = group->first; status == EEP_OK && i != SIZE_MAX; i = entry[i].next) {
        eep_case_outcome outcome = {0};
        if (entry[i].asks_items) find_items(engine, rules, group->pool, entry[i].row, facts, &outcome.items);
        take_totals(results, rows, (size_t)entry[i].row, &outcome);
        status = eep_case_compare(cases, i, rules, &outcome, error);
    }
    eep_release(&cases->allocator, facts, 1, sizeof *facts);
    return status;
}

/* The cases on the day of the rules; differences are added to those that are there. */
static eep_status run_day(eep_engine *engine, const eep_rules *rules, eep_cases *cases, eep_error *error)
{
    const eep_case_group *group = cases->groups.data;
    eep_status status = EEP_OK;
    for (size_t i = 0; status == EEP_OK && i < cases->groups.count; i++) {
        if (group[i].day != rules->day) continue;
        group_results results = {0};
        status = score_group(engine, rules, &group[i], &cases->allocator, &results, error);
        if (status == EEP_OK) status = compare_group(engine, rules, cases, &group[i], &results, error);
        release_results(&cases->allocator, (size_t)group[i].pool->columns.rows, &results);
    }
    return status;
}

static int by_case(const void *a, const void *b)
{
    const eep_difference_entry *left = a, *right = b;
    if (left->face.index != right->face.index) return left->face.index < right->face.index ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

eep_status eep_cases_run_day(eep_engine *engine, const eep_rules *rules, eep_cases *cases, eep_error *error)
{
    cases->differences.count = 0;
    return run_day(engine, rules, cases, error);
}

eep_status eep_cases_run(eep_engine *engine, const eep_policy *policy, eep_cases *cases, eep_error *error)
{
    eep_date day;
    cases->differences.count = 0;
    for (size_t i = 0; eep_cases_day(cases, i, &day); i++) {
        eep_rules *rules = NULL;
        EEP_TRY(eep_policy_at(policy, day, &rules, error));
        const eep_status status = run_day(engine, rules, cases, error);
        eep_rules_free(rules);
        EEP_TRY(status);
    }
    if (cases->differences.count > 1) {
        qsort(cases->differences.data, cases->differences.count, sizeof(eep_difference_entry), by_case);
    }
    return EEP_OK;
}

/* set.c - a set of cases as a handle: made, asked, freed. */
#include "sim/cases/cases.h"

eep_status eep_cases_new(const eep_allocator *allocator, eep_cases **cases, eep_error *error)
{
    eep_cases *fresh = eep_allocate(allocator, 1, sizeof *fresh);
    if (fresh == NULL) return eep_fail_memory(error, sizeof *fresh);
    if (allocator != NULL) fresh->allocator = *allocator;
    fresh->files.size = sizeof(eep_yaml *);
    fresh->cases.size = sizeof(eep_case_entry);
    fresh->groups.size = sizeof(eep_case_group);
    fresh->differences.size = sizeof(eep_difference_entry);
    *cases = fresh;
    return EEP_OK;
}

void eep_cases_free(eep_cases *cases)
{
    if (cases == NULL) return;
    const eep_allocator allocator = cases->allocator;
    eep_yaml **file = cases->files.data;
    eep_case_group *group = cases->groups.data;
    for (size_t i = 0; i < cases->files.count; i++)
        eep_yaml_free(file[i]);
    for (size_t i = 0; i < cases->groups.count; i++)
        eep_pool_free(group[i].pool);
    eep_growing_clear(&allocator, &cases->files);
    eep_growing_clear(&allocator, &cases->cases);
    eep_growing_clear(&allocator, &cases->groups);
    eep_growing_clear(&allocator, &cases->differences);
    eep_release(&allocator, cases, 1, sizeof *cases);
}

size_t eep_cases_count(const eep_cases *cases)
{
    return cases->cases.count;
}

int eep_cases_at(const eep_cases *cases, size_t index, eep_case *found)
{
    if (index >= cases->cases.count) return 0;
    *found = ((const eep_case_entry *)cases->cases.data)[index].face;
    return 1;
}

int eep_cases_day(const eep_cases *cases, size_t index, eep_date *day)
{
    const eep_case_group *group = cases->groups.data;
    for (size_t i = 0; i < cases->groups.count; i++) {
        if (i > 0 && group[i].day == group[i - 1].day) continue;
        *day = group[i].day;
        if (index-- == 0) return 1;
    }
    return 0;
}

size_t eep_cases_differences(const eep_cases *cases)
{
    return cases->differences.count;
}

int eep_cases_difference(const eep_cases *cases, size_t index, eep_difference *difference)
{
    if (index >= cases->differences.count) return 0;
    const eep_difference_entry *entry = (const eep_difference_entry *)cases->differences.data + index;
    *difference = entry->face;
    difference->expected = entry->expected;
    difference->found = entry->found;
    return 1;
}

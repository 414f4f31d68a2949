/*
 * qualified.h - the programs and categories that every kernel level gives one candidate; all must agree.
 */
#ifndef EEP_TESTS_KERNELS_QUALIFIED_H
#define EEP_TESTS_KERNELS_QUALIFIED_H

#include "facts.h"
#include "levels.h"

typedef struct qualification {
    uint8_t programs;
    uint32_t categories;
} qualification;

/* Needs cmocka.h. */
static inline qualification qualified(const eep_eligible_tables *tables, const person *who)
{
    static eep_facts facts;
    qualification result = {0, 0};
    eep_kernels kernels;
    int first = 1;

    facts_put(&facts, 0, who);
    for (size_t level = 0; next_level(&level, &kernels); first = 0) {
        qualification next;

        kernels.eligible_facts(tables, &facts, 1, &next.programs, &next.categories);
        if (first) result = next;
        assert_int_equal(next.programs, result.programs);
        assert_int_equal(next.categories, result.categories);
    }
    return result;
}

#endif

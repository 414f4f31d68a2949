/*
 * scored.h - one candidate scored by every kernel level, and by eep_score_one, which must agree.
 */
#ifndef EEP_TESTS_KERNELS_SCORED_H
#define EEP_TESTS_KERNELS_SCORED_H

#include "facts.h"
#include "levels.h"

/* Needs cmocka.h. Returns every item of the score of `who`. */
static inline eep_score_items scored(const eep_score_tables *tables, const person *who)
{
    static eep_facts facts;
    eep_score_items items;
    eep_kernels kernels;

    facts_put(&facts, 0, who);
    eep_score_one(tables, &facts, 0, &items);
    for (size_t level = 0; next_level(&level, &kernels);) {
        uint16_t total, core, spouse, transferability, additional;
        uint16_t *const sections[4] = {&core, &spouse, &transferability, &additional};

        kernels.score_facts(tables, &facts, 1, &total, sections);
        assert_int_equal(total, items.total);
        assert_int_equal(core, items.core);
        assert_int_equal(spouse, items.spouse);
        assert_int_equal(transferability, items.transferability);
        assert_int_equal(additional, items.additional);
    }
    return items;
}

#endif

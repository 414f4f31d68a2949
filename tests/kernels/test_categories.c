/*
 * Categories: each condition of a rule on both sides, alone and together, and the sets that come out.
 * The rules of the tests are shaped like the published ones (canada.ca, category-based selection).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chance.h"
#include "program_rules.h"
#include "qualified.h"

#define BIT UINT32_C(0x00000010)

static eep_eligible_tables rules;

static int fill_rules(void **state)
{
    (void)state;
    fill_program_rules(&rules);
    return 0;
}

static void only_rule(eep_category_rule rule)
{
    rules.categories = 1;
    rules.category[0] = rule;
}

static int belongs(const person *who)
{
    const uint32_t categories = qualified(&rules, who).categories;

    assert_true(categories == 0 || categories == BIT);
    return categories != 0;
}

#define BELONGS(...) belongs(&(person){__VA_ARGS__})

/* ---- One condition --------------------------------------------------------------------------------- */

static void test_a_rule_without_conditions_takes_everybody(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT});
    assert_true(BELONGS(.teer = EEP_TEER_NONE));
}

static void test_the_occupation_must_be_listed_by_this_very_version(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .asks_occupation = 1});
    assert_false(BELONGS(.noc_categories = 0));
    assert_false(BELONGS(.noc_categories = ~BIT));
    assert_true(BELONGS(.noc_categories = BIT));
    assert_true(BELONGS(.noc_categories = UINT32_MAX));
    only_rule((eep_category_rule){.bit = BIT});
    assert_true(BELONGS(.noc_categories = 0));
}

static void test_months_anywhere_have_a_threshold(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .months = 12});
    assert_false(BELONGS(.noc_months = 11, .noc_canadian_months = 36, .continuous_months = 36));
    assert_true(BELONGS(.noc_months = 12));
}

static void test_months_in_canada_have_a_threshold(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .canadian_months = 12});
    assert_false(BELONGS(.noc_canadian_months = 11, .noc_months = 36, .continuous_months = 36));
    assert_true(BELONGS(.noc_canadian_months = 12));
}

static void test_months_without_a_break_have_a_threshold(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .continuous_months = 6});
    assert_false(BELONGS(.continuous_months = 5, .noc_months = 36, .noc_canadian_months = 36));
    assert_true(BELONGS(.continuous_months = 6));
    only_rule((eep_category_rule){.bit = BIT, .continuous_months = 255});
    assert_false(BELONGS(.continuous_months = 254));
    assert_true(BELONGS(.continuous_months = 255));
}

static void test_education_has_a_threshold(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .education = TWO_YEAR});
    assert_false(BELONGS(.education = ONE_YEAR));
    assert_true(BELONGS(.education = TWO_YEAR));
    assert_true(BELONGS(.education = DOCTORAL));
}

static void test_french_is_asked_in_all_four_abilities_whichever_language_is_first(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .french_level = 7});
    assert_true(BELONGS(.first_official = FRENCH_FIRST, .first = ALL(7)));
    assert_true(BELONGS(.first = ALL(12), .second = ALL(7)));
    assert_false(BELONGS(.first = ALL(12), .second = ALL(6)));
    assert_false(BELONGS(.first_official = FRENCH_FIRST, .first = ALL(6), .second = ALL(12)));
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        person who = {.second = ALL(12)};

        who.second[ability] = 6;
        assert_false(belongs(&who));
    }
}

static void test_a_recruit_is_asked_for_where_the_rule_says_so(void **state)
{
    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .forces_recruit = 1});
    assert_false(BELONGS(.recruit = 0));
    assert_true(BELONGS(.recruit = 1));
    only_rule((eep_category_rule){.bit = BIT, .forces_recruit = 0});
    assert_true(BELONGS(.recruit = 0));
    assert_true(BELONGS(.recruit = 1));
}

/* ---- Conditions together ----------------------------------------------------------------------------- */

static void test_a_rule_is_a_conjunction(void **state)
{
    const person member = {.noc_categories = BIT,
                           .noc_months = 12,
                           .noc_canadian_months = 10,
                           .continuous_months = 6,
                           .education = BACHELORS,
                           .second = ALL(7),
                           .recruit = 1};
    person lacking[7];

    (void)state;
    only_rule((eep_category_rule){.bit = BIT,
                                  .asks_occupation = 1,
                                  .months = 12,
                                  .canadian_months = 10,
                                  .continuous_months = 6,
                                  .education = BACHELORS,
                                  .french_level = 7,
                                  .forces_recruit = 1});
    assert_true(belongs(&member));
    for (size_t i = 0; i < 7; i++)
        lacking[i] = member;
    lacking[0].noc_categories = 0;
    lacking[1].noc_months--;
    lacking[2].noc_canadian_months--;
    lacking[3].continuous_months--;
    lacking[4].education--;
    lacking[5].second[EEP_SPEAKING]--;
    lacking[6].recruit = 0;
    for (size_t i = 0; i < 7; i++)
        assert_false(belongs(&lacking[i]));
}

static void test_membership_does_not_ask_for_a_program(void **state)
{
    const person who = {.second = ALL(7), .teer = EEP_TEER_NONE};

    (void)state;
    only_rule((eep_category_rule){.bit = BIT, .french_level = 7});
    assert_int_equal(qualified(&rules, &who).programs, 0);
    assert_int_equal(qualified(&rules, &who).categories, BIT);
}

/* ---- Sets --------------------------------------------------------------------------------------------- */

static void test_the_set_is_the_union_of_the_rules_met(void **state)
{
    const person who = {.noc_categories = 0x80000005, .continuous_months = 6, .second = ALL(7)};

    (void)state;
    rules.categories = 4;
    rules.category[0] = (eep_category_rule){.bit = 1, .asks_occupation = 1, .continuous_months = 6};
    rules.category[1] = (eep_category_rule){.bit = 2, .french_level = 7};
    rules.category[2] = (eep_category_rule){.bit = 4, .asks_occupation = 1, .continuous_months = 7};
    rules.category[3] = (eep_category_rule){.bit = 0x80000000, .asks_occupation = 1};
    assert_int_equal(qualified(&rules, &who).categories, 0x80000003);
}

static void test_rules_beyond_those_in_use_are_not_asked(void **state)
{
    const person who = {.teer = 1};

    (void)state;
    rules.category[0] = (eep_category_rule){.bit = 1};
    rules.category[1] = (eep_category_rule){.bit = 2};
    rules.categories = 0;
    assert_int_equal(qualified(&rules, &who).categories, 0);
    rules.categories = 1;
    assert_int_equal(qualified(&rules, &who).categories, 1);
}

static void test_all_32_rules_can_be_in_use(void **state)
{
    const person who = {.noc_categories = 0x5a5a5a5a};

    (void)state;
    rules.categories = 32;
    for (int c = 0; c < 32; c++)
        rules.category[c] = (eep_category_rule){.bit = UINT32_C(1) << c, .asks_occupation = 1};
    assert_int_equal(qualified(&rules, &who).categories, 0x5a5a5a5a);
}

/* ---- Blocks -------------------------------------------------------------------------------------------- */

/* Everything that can come out of chance, in one block of facts. */
static void draw_facts(eep_facts *facts)
{
    chance stream = {77, 0};

    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        person who = {.age = (uint8_t)below(&stream, 60),
                      .education = (uint8_t)below(&stream, 8),
                      .total_years = (uint8_t)below(&stream, 16),
                      .certificate = (uint8_t)below(&stream, 2),
                      .nomination = (uint8_t)below(&stream, 2),
                      .job_offer = (uint8_t)below(&stream, 3),
                      .funds = (uint8_t)below(&stream, 2),
                      .teer = (uint8_t)below(&stream, 7),
                      .trade = (uint8_t)below(&stream, 2),
                      .noc_months = (uint8_t)below(&stream, 37),
                      .noc_canadian_months = (uint8_t)below(&stream, 37),
                      .continuous_months = (uint8_t)below(&stream, 37),
                      .trade_months = (uint8_t)below(&stream, 61),
                      .noc_categories = below(&stream, 4)};

        for (int ability = 0; ability < EEP_ABILITIES; ability++)
            who.first[ability] = (uint8_t)(4 + below(&stream, 9));
        facts_put(facts, i, &who);
    }
}

static void test_either_result_may_be_left_out_and_no_other_row_is_written(void **state)
{
    static eep_facts facts;
    static uint8_t programs[EEP_BLOCK_ROWS], some_programs[EEP_BLOCK_ROWS];
    static uint32_t categories[EEP_BLOCK_ROWS], some_categories[EEP_BLOCK_ROWS];
    eep_kernels kernels;

    (void)state;
    draw_facts(&facts);
    rules.categories = 2;
    rules.category[0] = (eep_category_rule){.bit = 1, .asks_occupation = 1, .continuous_months = 6};
    rules.category[1] = (eep_category_rule){.bit = 2, .asks_occupation = 1, .months = 12};
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.eligible_facts(&rules, &facts, EEP_BLOCK_ROWS, programs, categories);
        kernels.eligible_facts(&rules, &facts, EEP_BLOCK_ROWS, NULL, NULL);
        for (size_t n = 0; n < 70; n++) {
            memset(some_programs, 0xa5, sizeof some_programs);
            memset(some_categories, 0xa5, sizeof some_categories);
            kernels.eligible_facts(&rules, &facts, n, some_programs, NULL);
            kernels.eligible_facts(&rules, &facts, n, NULL, some_categories);
            assert_memory_equal(some_programs, programs, n);
            assert_memory_equal(some_categories, categories, n * sizeof categories[0]);
            assert_int_equal(some_programs[n], 0xa5);
            assert_int_equal(some_categories[n], 0xa5a5a5a5);
        }
    }
}

/* A nominee is always somebody who qualifies for another program, and the block holds every kind. */
static void test_sets_of_programs_are_consistent_over_a_block(void **state)
{
    static eep_facts facts;
    static uint8_t programs[EEP_BLOCK_ROWS];
    unsigned seen = 0;
    eep_kernels kernels;

    (void)state;
    draw_facts(&facts);
    for (size_t level = 0; next_level(&level, &kernels);) {
        kernels.eligible_facts(&rules, &facts, EEP_BLOCK_ROWS, programs, NULL);
        for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
            const unsigned others = programs[i] & (EEP_BIT_FSW | EEP_BIT_CEC | EEP_BIT_FST);

            assert_int_equal((programs[i] & EEP_BIT_PNP) != 0, others != 0 && facts.nomination[i]);
            assert_int_equal(programs[i] & ~15u, 0);
            seen |= programs[i];
        }
        assert_int_equal(seen, 15);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_rule_without_conditions_takes_everybody, fill_rules),
        cmocka_unit_test_setup(test_the_occupation_must_be_listed_by_this_very_version, fill_rules),
        cmocka_unit_test_setup(test_months_anywhere_have_a_threshold, fill_rules),
        cmocka_unit_test_setup(test_months_in_canada_have_a_threshold, fill_rules),
        cmocka_unit_test_setup(test_months_without_a_break_have_a_threshold, fill_rules),
        cmocka_unit_test_setup(test_education_has_a_threshold, fill_rules),
        cmocka_unit_test_setup(test_french_is_asked_in_all_four_abilities_whichever_language_is_first,
                               fill_rules),
        cmocka_unit_test_setup(test_a_recruit_is_asked_for_where_the_rule_says_so, fill_rules),
        cmocka_unit_test_setup(test_a_rule_is_a_conjunction, fill_rules),
        cmocka_unit_test_setup(test_membership_does_not_ask_for_a_program, fill_rules),
        cmocka_unit_test_setup(test_the_set_is_the_union_of_the_rules_met, fill_rules),
        cmocka_unit_test_setup(test_rules_beyond_those_in_use_are_not_asked, fill_rules),
        cmocka_unit_test_setup(test_all_32_rules_can_be_in_use, fill_rules),
        cmocka_unit_test_setup(test_either_result_may_be_left_out_and_no_other_row_is_written, fill_rules),
        cmocka_unit_test_setup(test_sets_of_programs_are_consistent_over_a_block, fill_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

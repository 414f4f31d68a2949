/*
 * test_plans.c - which policies fit the packed form: the official shape does, sums of exactly 255 do, and
 * each single cause that does not fit is told in its own words. And what of a score policies share in a
 * bundle.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crs_grid.h"
#include "program_rules.h"

static eep_score_tables points;
static eep_eligible_tables rules;

static int fill_tables(void **state)
{
    (void)state;
    fill_crs_grid(&points);
    fill_program_rules(&rules);
    return 0;
}

static const char *score_reason(void)
{
    static eep_score_plan plan;

    return eep_score_plan_make(&points, &plan);
}

static const char *program_reason(void)
{
    static eep_program_plan plan;

    return eep_program_plan_make(&rules, &plan);
}

static void fill_points(uint16_t *entry, size_t size, uint16_t value)
{
    for (size_t i = 0; i < size; i++)
        entry[i] = value;
}

/* The statement makes a change that does not fit, alone; the reason must be `why`. */
#define EXPECT_SCORE(why, ...)                                                                               \
    do {                                                                                                     \
        fill_crs_grid(&points);                                                                              \
        assert_null(score_reason());                                                                         \
        __VA_ARGS__;                                                                                         \
        assert_non_null(score_reason());                                                                     \
        assert_string_equal(score_reason(), why);                                                            \
    } while (0)

#define EXPECT_PROGRAMS(why, ...)                                                                            \
    do {                                                                                                     \
        fill_program_rules(&rules);                                                                          \
        assert_null(program_reason());                                                                       \
        __VA_ARGS__;                                                                                         \
        assert_non_null(program_reason());                                                                   \
        assert_string_equal(program_reason(), why);                                                          \
    } while (0)

/* ---- Too fine ------------------------------------------------------------------------------------ */

static void test_ages_that_share_a_code_must_share_their_points(void **state)
{
    static const char why[] = "ages below 18 or above 48 have points of their own";

    (void)state;
    for (int with = 0; with < 2; with++) {
        EXPECT_SCORE(why, points.age[with][0]++);
        EXPECT_SCORE(why, points.age[with][16] += 5);
        EXPECT_SCORE(why, points.age[with][49]++);
        EXPECT_SCORE(why, points.age[with][127]++);
    }
    fill_crs_grid(&points);
    points.age[0][18]++, points.age[1][47]++;
    assert_null(score_reason());
}

static void test_levels_that_share_a_code_must_share_their_points(void **state)
{
    static const char why[] = "levels below 4 or above 10 have points of their own";

    (void)state;
    for (int with = 0; with < 2; with++) {
        EXPECT_SCORE(why, points.first_language[with][3]++);
        EXPECT_SCORE(why, points.first_language[with][11]++);
        EXPECT_SCORE(why, points.second_language[with][0]++);
        EXPECT_SCORE(why, points.second_language[with][12]++);
    }
    fill_crs_grid(&points);
    points.first_language[0][4]++, points.second_language[1][9]++;
    assert_null(score_reason());
}

static void test_a_spouse_has_one_level_code_less(void **state)
{
    static const char why[] = "levels of the spouse below 4 or above 9 have points of their own";

    (void)state;
    EXPECT_SCORE(why, points.spouse_language[10]++);
    EXPECT_SCORE(why, points.spouse_language[2]++);
    fill_crs_grid(&points);
    points.spouse_language[8]++;
    assert_null(score_reason());
}

static void test_years_from_seven_on_must_share_their_points(void **state)
{
    (void)state;
    EXPECT_SCORE("Canadian work of more than 7 years has points of its own", points.canadian_work[0][8]++);
    EXPECT_SCORE("Canadian work of more than 7 years has points of its own", points.canadian_work[1][15]++);
    EXPECT_SCORE("work of the spouse of more than 7 years has points of its own", points.spouse_work[9]++);
    fill_crs_grid(&points);
    points.canadian_work[0][6]++, points.spouse_work[5]++;
    assert_null(score_reason());
}

static void test_a_tier_must_begin_where_a_code_does(void **state)
{
    static const char level[] = "a tier of transferability begins at a level below 4 or above 10";
    static const char years[] = "a tier of transferability begins above 7 years of work";

    (void)state;
    EXPECT_SCORE(level, points.language_tier[11] = 3);
    EXPECT_SCORE(level, points.certificate_tier[3] = 1);
    EXPECT_SCORE(years, points.canadian_work_tier[8] = 3);
    EXPECT_SCORE(years, points.foreign_work_tier[15] = 3);
}

static void test_points_for_french_must_ask_a_level_where_a_code_begins(void **state)
{
    static const char why[] = "the points for French ask a level below 4 or above 10";
    static const uint8_t finer[] = {1, 3, 11, 12, 255};

    (void)state;
    for (size_t i = 0; i < sizeof finer; i++) {
        EXPECT_SCORE(why, points.french_level = finer[i]);
        EXPECT_SCORE(why, points.english_level = finer[i]);
    }
    fill_crs_grid(&points);
    points.french_level = 0, points.english_level = 10;
    assert_null(score_reason());
}

static void test_a_program_must_ask_levels_where_a_code_begins(void **state)
{
    static const char why[] = "a program asks a level below 4 or above 10";

    (void)state;
    EXPECT_PROGRAMS(why, rules.program[EEP_RULE_CEC].level[EEP_WRITING][2] = 11);
    EXPECT_PROGRAMS(why, rules.program[EEP_RULE_PNP].level[EEP_LISTENING][6] = 3);
    fill_program_rules(&rules);
    rules.program[EEP_RULE_FSW].level[EEP_SPEAKING][0] = 10;
    assert_null(program_reason());
}

static void test_the_selection_grid_must_ask_and_reward_what_codes_tell_apart(void **state)
{
    (void)state;
    EXPECT_PROGRAMS("the selection grid asks a second-language level below 4 or above 10",
                    rules.selection.second_level = 11);
    EXPECT_PROGRAMS("the selection grid asks a level of the spouse below 4 or above 9",
                    rules.selection.spouse_level = 10);
    EXPECT_PROGRAMS("the selection grid asks more than 7 years of Canadian work",
                    rules.selection.work_years = 8);
    EXPECT_PROGRAMS("the selection grid asks more than 7 years of Canadian work",
                    rules.selection.spouse_work_years = 8);
    EXPECT_PROGRAMS("the selection grid has points for levels below 4 or above 10",
                    rules.selection.language_points[12]++);
    EXPECT_PROGRAMS("the selection grid has points for ages below 18 or above 48",
                    rules.selection.age_points[49]++);
    EXPECT_PROGRAMS("the selection grid has points for ages below 18 or above 48",
                    rules.selection.age_points[12]++);
    fill_program_rules(&rules);
    rules.selection.spouse_level = 9, rules.selection.work_years = 7;
    assert_null(program_reason());
}

/* FSW, two of CEC, FST and the nominees: what the levels of the regulations make of four programs. */
static void test_the_federal_programs_are_five_ways_in_one_set(void **state)
{
    static eep_program_plan plan;
    unsigned ways = 0;

    (void)state;
    fill_program_rules(&rules);
    assert_null(eep_program_plan_make(&rules, &plan));
    for (int index = 0; index < 16; index++)
        ways |= plan.ways[0].occupation[index];
    assert_int_equal(plan.sets, 1);
    assert_int_equal(ways, (1 << 5) - 1);
}

static void test_programs_that_ask_every_teer_for_another_level_take_more_sets(void **state)
{
    static eep_program_plan plan;

    (void)state;
    fill_program_rules(&rules);
    for (int teer = 0; teer < 8; teer++)
        rules.program[EEP_RULE_FSW].level[EEP_READING][teer] = teer == 0 ? 0 : (uint8_t)(3 + teer);
    rules.program[EEP_RULE_FSW].teers = 0;
    assert_null(eep_program_plan_make(&rules, &plan));
    assert_int_equal(plan.sets, 2); /* twelve ways */
    for (int p = 0; p < EEP_PROGRAMS; p++)
        rules.program[p] = rules.program[EEP_RULE_FSW];
    assert_null(eep_program_plan_make(&rules, &plan));
    assert_int_equal(plan.sets, EEP_WAYS_SETS); /* thirty-two, the most there can be */
}

static void test_a_category_must_ask_a_level_of_french_where_a_code_begins(void **state)
{
    eep_category_plan plan;

    (void)state;
    for (unsigned level = 0; level < 13; level++) {
        const eep_category_rule rule = {.bit = 1, .french_level = (uint8_t)level};
        const char *why = eep_category_plan_make(&rule, &plan);

        if (level == 0 || (level >= 4 && level <= 10))
            assert_null(why);
        else
            assert_string_equal(why, "a category asks a level of French below 4 or above 10");
    }
}

/* ---- Too large: 255 fits, 256 does not ------------------------------------------------------------ */

static void test_a_single_entry_may_have_255_points(void **state)
{
    (void)state;
    points.age[0][30] = points.education[1][7] = 255;
    assert_null(score_reason());
    EXPECT_SCORE("an age has more than 255 points", points.age[0][30] = 256);
    EXPECT_SCORE("a level of education has more than 255 points", points.education[1][7] = 256);
}

static void test_four_abilities_may_have_252_points(void **state)
{
    (void)state;
    points.first_language[1][7] = 63;
    points.second_language[0][9] = 63, points.second_language_cap[0] = 22;
    assert_null(score_reason());
    EXPECT_SCORE("the first official language has more than 255 points", points.first_language[1][7] = 64);
    EXPECT_SCORE("the second official language has more than 255 points before its cap",
                 points.second_language[0][9] = 64);
}

static void test_second_language_and_work_may_have_255_points_together(void **state)
{
    static const char why[] =
        "the second official language and Canadian work have more than 255 points together";

    (void)state;
    fill_points(points.canadian_work[0], EEP_YEARS, 233);
    points.second_language_cap[0] = 22;
    points.second_language[0][8] = 10;
    assert_null(score_reason());
    points.second_language_cap[0] = 23;
    assert_string_equal(score_reason(), why);
    points.second_language[0][8] = 5,
    points.second_language_cap[0] = 1200; /* what is below its cap needs none */
    fill_points(points.second_language[0] + 9, EEP_LEVELS - 9, 5);
    assert_null(score_reason());
}

static void test_the_spouse_may_have_255_points_before_the_cap(void **state)
{
    (void)state;
    fill_points(points.spouse_language, EEP_LEVELS, 50);
    fill_points(points.spouse_education, 8, 30);
    fill_points(points.spouse_work, EEP_YEARS, 25);
    assert_null(score_reason());
    points.spouse_work[3]++;
    assert_string_equal(score_reason(), "the spouse's factors have more than 255 points before their cap");
}

static void test_a_pair_may_have_255_points_before_its_cap(void **state)
{
    static const char why[] = "a pair of transferability has more than 255 points before its cap";

    (void)state;
    points.education_language[3][3] = 205, points.foreign_work[1][2] = 205;
    assert_null(score_reason());
    points.education_language[3][3] = 206;
    assert_string_equal(score_reason(), why);
    points.education_language[3][3] = 0, points.foreign_work[1][2] = 206;
    assert_string_equal(score_reason(), why);
}

static void test_transferability_may_have_255_points_before_its_cap(void **state)
{
    (void)state;
    points.education_language[0][0] = 100, points.education_pair_cap = 100;
    points.foreign_work[0][0] = 105, points.foreign_pair_cap = 105;
    assert_null(score_reason());
    points.certificate[3] = 51;
    assert_string_equal(score_reason(), "transferability has more than 255 points before its cap");
}

static void test_spouse_and_transferability_may_have_255_points_together(void **state)
{
    (void)state;
    points.spouse_education[7] = 155, points.spouse_cap = 155; /* and 100 of transferability */
    assert_null(score_reason());
    points.spouse_cap = 156;
    assert_string_equal(score_reason(),
                        "the spouse's factors and transferability have more than 255 points together");
}

static void test_small_additional_points_may_be_255_together(void **state)
{
    static const char why[] = "study in Canada, a sibling and French have more than 255 points together";

    (void)state;
    points.canadian_study[3] = 100, points.sibling = 100, points.french_with_english = 55;
    assert_null(score_reason());
    points.sibling = 101;
    assert_string_equal(score_reason(), why);
    points.sibling = 100, points.french = 56;
    assert_string_equal(score_reason(), why);
}

static void test_an_occupation_may_have_255_points(void **state)
{
    (void)state;
    points.occupation_work[1][3] = 200, points.occupation_offer[2] = 55;
    assert_null(score_reason());
    points.occupation_offer[2] = 56;
    assert_string_equal(score_reason(),
                        "work and an offer in a listed occupation have more than 255 points together");
}

/* What is added in 16 bits is not asked to fit a byte. */
static void test_a_nomination_an_offer_and_caps_may_be_large(void **state)
{
    (void)state;
    points.nomination = points.job_offer[1] = points.job_offer[2] = 1200;
    points.core_cap[0] = points.core_cap[1] = points.additional_cap = points.total_cap = 1200;
    points.spouse_cap = points.education_pair_cap = points.foreign_pair_cap = 1200;
    points.second_language_cap[0] = 1200;
    assert_null(score_reason());
}

/* The official grid has 100 points: 25 + 24 + 4 + 15 + 12 + 10 + 10. */
static void test_the_selection_grid_may_have_255_points(void **state)
{
    (void)state;
    rules.selection.offer_points = 10 + 155;
    assert_null(program_reason());
    rules.selection.offer_points++;
    assert_string_equal(program_reason(), "the selection grid has more than 255 points");
}

/* Of the official grid adaptability has 40 before its cap: 5 + 5 + 5 + 10 + 5 + 5 + 5. */
static void test_adaptability_may_have_255_points_before_its_cap(void **state)
{
    (void)state;
    rules.selection.relative_points = 5 + 215;
    assert_null(program_reason());
    rules.selection.relative_points++;
    assert_string_equal(program_reason(), "adaptability has more than 255 points before its cap");
}

static void test_a_pass_mark_may_be_255(void **state)
{
    (void)state;
    rules.selection.pass_mark = 255;
    assert_null(program_reason());
    rules.selection.pass_mark = 256;
    assert_string_equal(program_reason(), "the pass mark is above 255");
}

/* ---- Bundles ------------------------------------------------------------------------------------ */

/* What the second of two policies must make beside the first, part by part; bit `part`. */
static unsigned made_anew(void)
{
    static eep_score_tables official;
    static eep_score_plan plan[2];
    const eep_score_plan *const pair[2] = {&plan[0], &plan[1]};
    eep_score_bundle bundle;
    unsigned made = 0;

    fill_crs_grid(&official);
    assert_null(eep_score_plan_make(&official, &plan[0]));
    assert_null(eep_score_plan_make(&points, &plan[1]));
    eep_score_bundle_make(pair, 2, &bundle);
    for (unsigned part = 0; part < EEP_PARTS; part++)
        made |= (unsigned)(bundle.makes[1][part] != 0) << part;
    return made;
}

/* The statement changes one policy of two; the parts that it must then make are `...`. */
#define EXPECT_MADE(change, ...)                                                                             \
    do {                                                                                                     \
        static const unsigned parts[] = {__VA_ARGS__};                                                       \
        unsigned wanted = 0;                                                                                 \
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)                                          \
            wanted |= 1u << parts[i];                                                                        \
        fill_crs_grid(&points);                                                                              \
        change;                                                                                              \
        assert_int_equal(made_anew(), wanted);                                                               \
    } while (0)

static void test_equal_policies_make_nothing_anew(void **state)
{
    (void)state;
    assert_int_equal(made_anew(), 0);
    points.total_cap = 1000;
    assert_int_equal(made_anew(), 0);
}

static void test_a_reform_makes_the_part_it_changes_and_its_sums(void **state)
{
    (void)state;
    EXPECT_MADE(points.age[0][30]++, EEP_PART_AGE, EEP_PART_CORE);
    EXPECT_MADE(points.education[1][7]++, EEP_PART_EDUCATION, EEP_PART_CORE);
    EXPECT_MADE(points.first_language[0][9]++, EEP_PART_FIRST, EEP_PART_CORE);
    EXPECT_MADE(points.second_language[0][9]++, EEP_PART_SECOND, EEP_PART_CORE);
    EXPECT_MADE(points.second_language_cap[1]--, EEP_PART_SECOND, EEP_PART_CORE);
    EXPECT_MADE(points.canadian_work[0][1]++, EEP_PART_SECOND, EEP_PART_CORE);
    EXPECT_MADE(points.core_cap[1]--, EEP_PART_CORE);
    EXPECT_MADE(points.spouse_cap--, EEP_PART_SPOUSE, EEP_PART_REST);
    EXPECT_MADE(points.spouse_language[8]++, EEP_PART_SPOUSE, EEP_PART_REST);
    EXPECT_MADE(points.certificate[1]++, EEP_PART_TRANSFERABILITY, EEP_PART_REST);
    EXPECT_MADE(points.transferability_cap--, EEP_PART_TRANSFERABILITY, EEP_PART_REST);
    EXPECT_MADE(points.sibling++, EEP_PART_STUDY, EEP_PART_ADDITIONAL, EEP_PART_REST);
    EXPECT_MADE(points.french++, EEP_PART_FRENCH, EEP_PART_ADDITIONAL, EEP_PART_REST);
    EXPECT_MADE(points.occupation_offer[1]++, EEP_PART_OCCUPATION, EEP_PART_ADDITIONAL, EEP_PART_REST);
    EXPECT_MADE(points.nomination--, EEP_PART_LARGE, EEP_PART_ADDITIONAL, EEP_PART_REST);
    EXPECT_MADE(points.nomination -= 256, EEP_PART_LARGE, EEP_PART_ADDITIONAL, EEP_PART_REST);
    EXPECT_MADE(points.additional_cap--, EEP_PART_ADDITIONAL, EEP_PART_REST);
}

static void test_a_policy_that_differs_in_three_parts_is_alone(void **state)
{
    static eep_score_tables tables[3];
    static eep_score_plan plan[3];
    const eep_score_plan *const plans[3] = {&plan[0], &plan[1], &plan[2]};
    eep_score_bundle bundle;

    (void)state;
    for (int k = 0; k < 3; k++)
        fill_crs_grid(&tables[k]);
    tables[1].sibling++, tables[1].nomination--; /* two parts and two sums */
    tables[2].sibling++, tables[2].spouse_cap--, tables[2].french++;
    for (int k = 0; k < 3; k++)
        assert_null(eep_score_plan_make(&tables[k], &plan[k]));
    eep_score_bundle_make(plans, 3, &bundle);
    assert_int_equal(bundle.alone[0], 0);
    assert_int_equal(bundle.alone[1], 0);
    assert_int_equal(bundle.alone[2], 1);
}

/* Eight places for each part, of which seven keep: the eighth pair of equal policies makes its own. */
static void test_what_finds_no_place_is_made_twice(void **state)
{
    static eep_score_tables tables[2 * EEP_BUNDLE_SLOTS];
    static eep_score_plan plan[2 * EEP_BUNDLE_SLOTS];
    const eep_score_plan *plans[2 * EEP_BUNDLE_SLOTS];
    eep_score_bundle bundle;

    (void)state;
    for (unsigned k = 0; k < 2 * EEP_BUNDLE_SLOTS; k++) {
        fill_crs_grid(&tables[k]);
        tables[k].sibling = (uint16_t)(1 + k % EEP_BUNDLE_SLOTS);
        assert_null(eep_score_plan_make(&tables[k], &plan[k]));
        plans[k] = &plan[k];
    }
    eep_score_bundle_make(plans, 2 * EEP_BUNDLE_SLOTS, &bundle);
    for (unsigned k = 0; k < EEP_BUNDLE_SLOTS; k++) {
        assert_int_equal(bundle.makes[k][EEP_PART_STUDY], 1);
        assert_int_equal(bundle.makes[k + EEP_BUNDLE_SLOTS][EEP_PART_STUDY], k == EEP_BUNDLE_SLOTS - 1);
        assert_int_equal(bundle.makes[k][EEP_PART_AGE], k == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_ages_that_share_a_code_must_share_their_points, fill_tables),
        cmocka_unit_test_setup(test_levels_that_share_a_code_must_share_their_points, fill_tables),
        cmocka_unit_test_setup(test_a_spouse_has_one_level_code_less, fill_tables),
        cmocka_unit_test_setup(test_years_from_seven_on_must_share_their_points, fill_tables),
        cmocka_unit_test_setup(test_a_tier_must_begin_where_a_code_does, fill_tables),
        cmocka_unit_test_setup(test_points_for_french_must_ask_a_level_where_a_code_begins, fill_tables),
        cmocka_unit_test_setup(test_a_program_must_ask_levels_where_a_code_begins, fill_tables),
        cmocka_unit_test_setup(test_the_selection_grid_must_ask_and_reward_what_codes_tell_apart,
                               fill_tables),
        cmocka_unit_test(test_the_federal_programs_are_five_ways_in_one_set),
        cmocka_unit_test(test_programs_that_ask_every_teer_for_another_level_take_more_sets),
        cmocka_unit_test_setup(test_a_category_must_ask_a_level_of_french_where_a_code_begins, fill_tables),
        cmocka_unit_test_setup(test_a_single_entry_may_have_255_points, fill_tables),
        cmocka_unit_test_setup(test_four_abilities_may_have_252_points, fill_tables),
        cmocka_unit_test_setup(test_second_language_and_work_may_have_255_points_together, fill_tables),
        cmocka_unit_test_setup(test_the_spouse_may_have_255_points_before_the_cap, fill_tables),
        cmocka_unit_test_setup(test_a_pair_may_have_255_points_before_its_cap, fill_tables),
        cmocka_unit_test_setup(test_transferability_may_have_255_points_before_its_cap, fill_tables),
        cmocka_unit_test_setup(test_spouse_and_transferability_may_have_255_points_together, fill_tables),
        cmocka_unit_test_setup(test_small_additional_points_may_be_255_together, fill_tables),
        cmocka_unit_test_setup(test_an_occupation_may_have_255_points, fill_tables),
        cmocka_unit_test_setup(test_a_nomination_an_offer_and_caps_may_be_large, fill_tables),
        cmocka_unit_test_setup(test_the_selection_grid_may_have_255_points, fill_tables),
        cmocka_unit_test_setup(test_adaptability_may_have_255_points_before_its_cap, fill_tables),
        cmocka_unit_test_setup(test_a_pass_mark_may_be_255, fill_tables),
        cmocka_unit_test_setup(test_equal_policies_make_nothing_anew, fill_tables),
        cmocka_unit_test_setup(test_a_reform_makes_the_part_it_changes_and_its_sums, fill_tables),
        cmocka_unit_test_setup(test_a_policy_that_differs_in_three_parts_is_alone, fill_tables),
        cmocka_unit_test_setup(test_what_finds_no_place_is_made_twice, fill_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

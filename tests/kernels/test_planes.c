/*
 * test_planes.c - what the bits of planes mean, on a few candidates worked by hand, and that unpacking gives
 * back the fact that each code begins with.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "calendar.h"
#include "levels.h"
#include "raw.h"

#define PEOPLE 64 /* the examples, over and over, so that kernels meet whole vectors */

static raw_block block;
static uint8_t plane[EEP_PLANES][EEP_BLOCK_ROWS];
static uint8_t noc_class[EEP_NOC_CODES];
static uint32_t noc_categories[EEP_NOC_CODES];
static eep_pack_tables tables;

static eep_planes planes_of(void)
{
    eep_planes planes;

    for (int p = 0; p < EEP_PLANES; p++)
        planes.plane[p] = plane[p];
    return planes;
}

static int set_day(void **state)
{
    (void)state;
    tables = (eep_pack_tables){.noc_class = noc_class, .noc_categories = noc_categories};
    fill_birthdays(&tables, (calendar_day){2025, 7, 1});
    tables.language_test_after = day_of(2023, 7, 1);
    tables.assessment_after = day_of(2020, 7, 1);
    noc_class[21231] = 1 | 2 << EEP_OCCUPATION_SHIFT; /* TEER 1, tier 2 */
    noc_class[72310] = 2 | EEP_TRADE_BIT;
    noc_class[0] = EEP_TEER_NONE;
    memset(&block, 0, sizeof block);
    return 0;
}

static void set_levels(uint8_t level[EEP_ABILITIES][EEP_BLOCK_ROWS], size_t i, uint8_t l, uint8_t r,
                       uint8_t w, uint8_t s)
{
    level[EEP_LISTENING][i] = l;
    level[EEP_READING][i] = r;
    level[EEP_WRITING][i] = w;
    level[EEP_SPEAKING][i] = s;
}

/* An engineer of 29 with a spouse: something in every field. */
static void put_engineer(size_t i)
{
    block.birth_date[i] = day_of(1995, 7, 2);
    block.language_test_date[i] = block.assessment_date[i] = day_of(2025, 1, 1);
    block.accompanying_spouse[i] = 1;
    block.education[i] = 6;
    block.spouse_education[i] = 4;
    set_levels(block.english, i, 9, 8, 12, 4);
    set_levels(block.french, i, 7, 5, 3, 10);
    set_levels(block.spouse_language, i, 5, 8, 9, 11);
    block.canadian_work_months[i] = 35;
    block.foreign_work_months[i] = 37; /* 72 together: six years */
    block.spouse_canadian_work_months[i] = 120;
    block.noc[i] = 21231;
    block.noc_months[i] = 36;
    block.noc_canadian_months[i] = 24;
    block.continuous_work_months[i] = 120;
    block.trade_months[i] = 60;
    block.certificate[i] = block.sibling[i] = block.nomination[i] = block.settlement_funds[i] = 1;
    block.canadian_study[i] = 2;
    block.job_offer[i] = 2;
    block.relative[i] = block.spouse_canadian_study[i] = block.forces_recruit[i] = 1;
}

static const uint8_t engineer[EEP_PLANES] = {
    [EEP_PLANE_AGE] = (29 - 17) | 3 << 5,
    [EEP_PLANE_EDUCATION] = 6 | 2 << 3 | 2 << 6,
    [EEP_PLANE_FIRST_LR] = 6 | 5 << 3 | 2 << 6,           /* 9, 8; senior manager */
    [EEP_PLANE_FIRST_WS] = 7 | 1 << 3 | 1 << 6,           /* 12 counts as 10; 4; a sibling; English first */
    [EEP_PLANE_SECOND_LR] = 4 | 2 << 3 | 1 << 6 | 1 << 7, /* 7, 5; a spouse; a nomination */
    [EEP_PLANE_SECOND_WS] = 0 | 7 << 3 | 1 << 6 | 1 << 7, /* 3 counts as none; 10 */
    [EEP_PLANE_SPOUSE_LR] = (5 * 6 / 2 + 2) | 4 << 5,     /* 8 and 5: codes 5 and 2 */
    [EEP_PLANE_SPOUSE_WS] = (6 * 7 / 2 + 6) | 7 << 5, /* 9 and 11 share the last code; ten years count as 7 */
    [EEP_PLANE_OCCUPATION] = 1 | 2 << 4 | 2 << 6,     /* TEER 1, tier 2, two years */
    [EEP_PLANE_MONTHS] = 36 | (6 & 3) << 6,
    [EEP_PLANE_CANADIAN] = 24 | (6 >> 2) << 6,
    [EEP_PLANE_CONTINUOUS] = 120 | 1 << 7,
    [EEP_PLANE_TRADE] = 60 | 1 << 6 | 1 << 7,
};

/* Everybody's opposite: papers have expired, French is the first language, and the spouse stays at home. */
static void put_plumber(size_t i)
{
    put_engineer(i);
    block.birth_date[i] = day_of(1960, 1, 1);
    block.language_test_date[i] = day_of(2023, 7, 1);
    block.assessment_date[i] = day_of(2020, 7, 1);
    block.canadian_study[i] = 0;
    block.accompanying_spouse[i] = 0;
    block.first_official[i] = 1;
    block.noc[i] = 72310;
    block.canadian_work_months[i] = 120;
    block.foreign_work_months[i] = 120; /* 20 years count as 15 */
    block.noc_canadian_months[i] = 36;
    block.job_offer[i] = 0;
    block.nomination[i] = block.settlement_funds[i] = block.sibling[i] = block.forces_recruit[i] = 0;
}

static const uint8_t plumber[EEP_PLANES] = {
    [EEP_PLANE_AGE] = 31 | 7 << 5,
    [EEP_PLANE_EDUCATION] = 0 | 7 << 3,
    [EEP_PLANE_FIRST_WS] = 1 << 7,
    [EEP_PLANE_SECOND_WS] = 1 << 6,
    [EEP_PLANE_OCCUPATION] = 2 | 1 << 3 | 3 << 6,
    [EEP_PLANE_MONTHS] = 36 | 3 << 6,
    [EEP_PLANE_CANADIAN] = 36 | 3 << 6,
    [EEP_PLANE_CONTINUOUS] = 120,
    [EEP_PLANE_TRADE] = 60 | 1 << 6,
};

/* Youngest, with Canadian study that needs no assessment, and French better than English. */
static void put_graduate(size_t i)
{
    block.birth_date[i] = day_of(2007, 7, 1); /* 18 today */
    block.language_test_date[i] = day_of(2023, 7, 2);
    block.assessment_date[i] = day_of(1999, 1, 1);
    block.first_official[i] = 1;
    block.education[i] = 2;
    block.canadian_study[i] = 1;
    set_levels(block.french, i, 10, 11, 9, 8);
    set_levels(block.english, i, 4, 5, 6, 7);
    block.canadian_work_months[i] = 11;
}

static const uint8_t graduate[EEP_PLANES] = {
    [EEP_PLANE_AGE] = 18 - 17,          [EEP_PLANE_EDUCATION] = 2 | 1 << 6,
    [EEP_PLANE_FIRST_LR] = 7 | 7 << 3,  [EEP_PLANE_FIRST_WS] = 6 | 5 << 3 | 1 << 7,
    [EEP_PLANE_SECOND_LR] = 1 | 2 << 3, [EEP_PLANE_SECOND_WS] = 3 | 4 << 3,
    [EEP_PLANE_OCCUPATION] = 6, /* none */
};

static void test_planes_of_three_candidates_are_those_worked_by_hand(void **state)
{
    static void (*const put[])(size_t i) = {put_engineer, put_plumber, put_graduate};
    static const uint8_t *const expected[] = {engineer, plumber, graduate};
    const eep_planes planes = planes_of();
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;

    (void)state;
    for (size_t i = 0; i < PEOPLE; i++)
        put[i % 3](i);
    for (size_t level = 0; next_level(&level, &kernels);) {
        memset(plane, 0xa5, sizeof plane);
        kernels.pack(&tables, &raw, PEOPLE, &planes);
        for (size_t i = 0; i < PEOPLE; i++) {
            for (int p = 0; p < EEP_PLANES; p++)
                if (plane[p][i] != expected[i % 3][p])
                    fail_msg("%s: candidate %zu, plane %d: %d instead of %d", kernels.level, i % 3, p,
                             plane[p][i], expected[i % 3][p]);
        }
        for (int p = 0; p < EEP_PLANES; p++)
            assert_int_equal(plane[p][PEOPLE], 0xa5);
    }
}

static void test_the_engineer_unpacks_to_the_facts_that_codes_begin_with(void **state)
{
    static eep_facts f;
    const eep_planes planes = planes_of();
    static const uint8_t first[] = {9, 8, 10, 4}, second[] = {7, 5, 0, 10}, spouse[] = {8, 5, 9, 9};

    (void)state;
    for (int p = 0; p < EEP_PLANES; p++)
        plane[p][0] = engineer[p];
    eep_unpack(&planes, 1, &f);
    for (int ability = 0; ability < EEP_ABILITIES; ability++) {
        assert_int_equal(f.first[ability][0], first[ability]);
        assert_int_equal(f.second[ability][0], second[ability]);
        assert_int_equal(f.spouse_language[ability][0], spouse[ability]); /* of a pair, the higher first */
    }
    assert_int_equal(f.weakest_first[0], 4);
    assert_int_equal(f.weakest_english[0], 4);
    assert_int_equal(f.weakest_second[0], 0);
    assert_int_equal(f.weakest_french[0], 0);
    assert_int_equal(f.spouse_weakest[0], 5);
    assert_int_equal(f.age[0], 29);
    assert_int_equal(f.education[0], 6);
    assert_int_equal(f.canadian_years[0], 2);
    assert_int_equal(f.foreign_years[0], 3);
    assert_int_equal(f.total_years[0], 6);
    assert_int_equal(f.canadian_study[0], 2);
    assert_int_equal(f.job_offer[0], 2);
    assert_int_equal(f.spouse_education[0], 4);
    assert_int_equal(f.spouse_years[0], 7);
    assert_int_equal(f.noc_class[0], 1 | 2 << EEP_OCCUPATION_SHIFT);
    assert_int_equal(f.noc_months[0], 36);
    assert_int_equal(f.noc_canadian_months[0], 24);
    assert_int_equal(f.continuous_months[0], 120);
    assert_int_equal(f.trade_months[0], 60);
    assert_int_equal(f.noc_categories[0], 0);
    const uint8_t flags[] = {f.spouse[0], f.certificate[0], f.sibling[0],      f.nomination[0],
                             f.funds[0],  f.relative[0],    f.spouse_study[0], f.recruit[0]};
    for (size_t flag = 0; flag < sizeof flags; flag++)
        assert_int_equal(flags[flag], 1);
}

/* ---- Codes ---------------------------------------------------------------------------------------- */

static void test_pairs_of_levels_have_28_codes_without_an_order(void **state)
{
    int seen[EEP_PAIR_CODES] = {0};

    (void)state;
    for (unsigned a = 0; a < EEP_PAIR_LEVELS; a++) {
        for (unsigned b = 0; b <= a; b++) {
            assert_int_equal(eep_pair_code(a, b), eep_pair_code(b, a));
            assert_int_equal(seen[eep_pair_code(a, b)]++, 0);
        }
    }
    for (int code = 0; code < EEP_PAIR_CODES; code++)
        assert_int_equal(seen[code], code < 28);
}

static void test_codes_are_cut_at_both_ends(void **state)
{
    (void)state;
    assert_int_equal(eep_age_code(0), 0);
    assert_int_equal(eep_age_code(17), 0);
    assert_int_equal(eep_age_code(18), 1);
    assert_int_equal(eep_age_code(47), 30);
    assert_int_equal(eep_age_code(48), 31);
    assert_int_equal(eep_age_code(127), 31);
    assert_int_equal(eep_level_code(0, EEP_LEVEL_CODES), 0);
    assert_int_equal(eep_level_code(3, EEP_LEVEL_CODES), 0);
    assert_int_equal(eep_level_code(4, EEP_LEVEL_CODES), 1);
    assert_int_equal(eep_level_code(10, EEP_LEVEL_CODES), 7);
    assert_int_equal(eep_level_code(12, EEP_LEVEL_CODES), 7);
    assert_int_equal(eep_level_code(9, EEP_PAIR_LEVELS), 6);
    assert_int_equal(eep_level_code(10, EEP_PAIR_LEVELS), 6);
}

/* Fact by fact, for anybody: what a code begins with, and no more than that is lost. */
static void test_unpacking_loses_what_codes_do_not_tell_and_nothing_else(void **state)
{
    static eep_facts wide, back;
    const eep_planes planes = planes_of();
    const eep_raw raw = raw_of(&block);
    eep_kernels kernels;

    (void)state;
    raw_random(&block, 9, tables.day);
    assert_int_equal(eep_kernels_select("ref", &kernels), 0);
    kernels.facts(&tables, &raw, EEP_BLOCK_ROWS, &wide);
    kernels.pack(&tables, &raw, EEP_BLOCK_ROWS, &planes);
    eep_unpack(&planes, EEP_BLOCK_ROWS, &back);
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        const uint8_t age = wide.age[i], foreign = wide.foreign_years[i];

        assert_int_equal(back.age[i], age < 17 ? 17 : age > 48 ? 48 : age);
        assert_int_equal(back.foreign_years[i], foreign > 7 ? 7 : foreign);
        for (int ability = 0; ability < EEP_ABILITIES; ability++) {
            const uint8_t level = wide.first[ability][i];

            assert_int_equal(back.first[ability][i], level < 4 ? 0 : level > 10 ? 10 : level);
        }
        assert_int_equal(back.total_years[i], wide.total_years[i]);
        assert_int_equal(back.noc_months[i], wide.noc_months[i]);
        assert_int_equal(back.continuous_months[i], wide.continuous_months[i]);
        assert_int_equal(back.trade_months[i], wide.trade_months[i]);
        assert_int_equal(back.spouse[i], wide.spouse[i]);
        assert_int_equal(back.spouse_study[i], wide.spouse_study[i]);
        assert_int_equal(back.spouse_education[i], wide.spouse_education[i]);
        assert_int_equal(back.recruit[i], wide.recruit[i]);
        assert_int_equal(back.noc_class[i], wide.noc_class[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_planes_of_three_candidates_are_those_worked_by_hand, set_day),
        cmocka_unit_test_setup(test_the_engineer_unpacks_to_the_facts_that_codes_begin_with, set_day),
        cmocka_unit_test_setup(test_pairs_of_levels_have_28_codes_without_an_order, set_day),
        cmocka_unit_test_setup(test_codes_are_cut_at_both_ends, set_day),
        cmocka_unit_test_setup(test_unpacking_loses_what_codes_do_not_tell_and_nothing_else, set_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

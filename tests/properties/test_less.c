/*
 * test_less.c - where more, or later, is worse: every case in the second list of README.md, with points
 * worked by hand from the published tables. Who is not said otherwise is 29, alone, and has valid papers.
 */
#include "setting.h"

enum { BACHELORS = 4, MASTERS = 6, DOCTORAL = 7 };
enum { FRENCH = 1 };

static raw_block one; /* row 0 */

static void all_four(uint8_t level[EEP_ABILITIES][EEP_BLOCK_ROWS], uint8_t value)
{
    for (int ability = 0; ability < EEP_ABILITIES; ability++)
        level[ability][0] = value;
}

static eep_date born(eep_date day, int age)
{
    return eep_date_add_months(day, -12 * age);
}

/* Somebody with a bachelor's degree and CLB 9, and nothing else. */
static void begin(eep_date day)
{
    memset(&one, 0, sizeof one);
    one.birth_date[0] = born(day, 29);
    one.language_test_date[0] = one.assessment_date[0] = day;
    one.education[0] = BACHELORS;
    all_four(one.english, 9);
}

/* A software engineer with a year of work behind her who has what the skilled worker program asks. */
static void begin_worker(eep_date day)
{
    begin(day);
    one.noc[0] = 21231;
    one.settlement_funds[0] = 1;
    one.continuous_work_months[0] = one.foreign_work_months[0] = one.noc_months[0] = 12;
}

static void find(eep_date day, uint16_t *score, uint8_t *programs, uint32_t *categories)
{
    static outcome found;
    static eep_facts facts;
    eep_kernels kernels;
    eep_rules *rules = rules_on(day);

    for (size_t level = 0; next_level(&level, &kernels);)
        look_up(&kernels, rules, &one, 1, &facts, &found);
    *score = found.score[0];
    *programs = found.programs[0];
    *categories = found.categories[0];
    eep_rules_free(rules);
}

static int score_on(eep_date day)
{
    uint16_t score = 0;
    uint8_t programs = 0;
    uint32_t categories = 0;

    find(day, &score, &programs, &categories);
    return score;
}

static int has_program(eep_date day, uint8_t program)
{
    uint16_t score = 0;
    uint8_t programs = 0;
    uint32_t categories = 0;

    find(day, &score, &programs, &categories);
    return (programs & program) != 0;
}

static int has_category(eep_date day)
{
    uint16_t score = 0;
    uint8_t programs = 0;
    uint32_t categories = 0;

    find(day, &score, &programs, &categories);
    return categories != 0;
}

/* ---- Time passes ------------------------------------------------------------------------------- */

static void test_a_birthday_lowers_the_score_from_thirty_on(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin(day);
    one.birth_date[0] = born(day, 30);
    one.language_test_date[0] = one.assessment_date[0] = day - 1;
    /* 110 + 120 + 124, and 25 for education with language; then 105 for the age. */
    assert_int_equal(score_on(day - 1), 379);
    assert_int_equal(score_on(day), 374);
    one.birth_date[0] = born(day, 18); /* 0 to 99: the one birthday that gives points, with 19 and 20 */
    assert_int_equal(score_on(day - 1), 269);
    assert_int_equal(score_on(day), 368);
}

static void test_a_birthday_may_lose_the_skilled_worker_program(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin_worker(day);
    one.education[0] = MASTERS;
    one.language_test_date[0] = one.assessment_date[0] = day - 1;
    one.birth_date[0] = born(day, 37);
    /* 23 + 24 + 9, and 11 at 36 but 10 at 37: 67, then 66. */
    assert_true(has_program(day - 1, EEP_FSW));
    assert_false(has_program(day, EEP_FSW));
}

static void test_papers_that_run_out_lower_the_score(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin(day);
    one.language_test_date[0] = eep_date_of(2023, 7, 7);
    one.birth_date[0] = born(day, 25);
    assert_int_equal(score_on(day - 1), 379);
    assert_int_equal(score_on(day), 230); /* no language, and no pair with it */
    begin(day);
    one.birth_date[0] = born(day, 25);
    one.assessment_date[0] = eep_date_of(2020, 7, 7);
    assert_int_equal(score_on(day - 1), 379);
    assert_int_equal(score_on(day), 234);
}

static void test_changed_rules_lower_scores(void **state)
{
    const eep_date first = eep_date_of(2016, 11, 19), last = eep_date_of(2025, 3, 25);

    (void)state;
    begin(first - 1);
    one.job_offer[0] = 1;
    assert_int_equal(score_on(first - 1), 979);
    assert_int_equal(score_on(first), 429);
    begin(last - 1);
    one.job_offer[0] = 2;
    assert_int_equal(score_on(last - 1), 579);
    assert_int_equal(score_on(last), 379);
}

static void test_changed_categories_lose_members(void **state)
{
    const eep_date day = eep_date_of(2026, 2, 18);

    (void)state;
    begin(day - 1);
    one.noc[0] = 21300; /* civil engineers: six months in a row, then twelve in all */
    one.noc_months[0] = one.continuous_work_months[0] = 11;
    assert_true(has_category(day - 1));
    assert_false(has_category(day));
}

/* ---- Choices ----------------------------------------------------------------------------------- */

static void test_a_spouse_who_comes_along_lowers_or_raises_the_score(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin(day);
    one.accompanying_spouse[0] = 1;
    assert_int_equal(score_on(day), 353); /* 100 + 112 + 116 + 25: 26 fewer than alone */
    one.spouse_education[0] = DOCTORAL;
    one.spouse_canadian_work_months[0] = 60;
    all_four(one.spouse_language, 9);
    assert_int_equal(score_on(day), 393); /* and 40 for what the spouse brings: 14 more than alone */
}

static void test_designating_the_weaker_language_first_lowers_the_score(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin(day);
    all_four(one.french, 7);
    /* 110 + 120 + 124 + 12 + 25 + 50; with French first 110 + 120 + 68 + 24 + 13 + 50. */
    assert_int_equal(score_on(day), 441);
    one.first_official[0] = FRENCH;
    assert_int_equal(score_on(day), 385);
}

static void test_an_occupation_of_higher_skill_may_lose_the_canadian_experience_class(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin(day);
    all_four(one.english, 5);
    one.noc_months[0] = one.noc_canadian_months[0] = one.canadian_work_months[0] = 12;
    one.noc[0] = 22300; /* TEER 2 asks CLB 5 */
    assert_true(has_program(day, EEP_CEC));
    one.noc[0] = 21300; /* TEER 1 asks CLB 7 */
    assert_false(has_program(day, EEP_CEC));
}

static void test_another_occupation_may_lose_a_category(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin_worker(day);
    one.noc[0] = 21300;
    assert_true(has_category(day));
    one.noc[0] = 21231; /* software engineers left the list in 2025 */
    assert_false(has_category(day));
}

/* Not worse, but no better: what is above a cap. */
static void test_a_nominee_gains_nothing_by_further_additional_points(void **state)
{
    const eep_date day = eep_date_of(2025, 7, 7);

    (void)state;
    begin(day);
    one.nomination[0] = 1;
    assert_int_equal(score_on(day), 979);
    one.sibling[0] = 1;
    one.canadian_study[0] = 2;
    assert_int_equal(score_on(day), 979);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_birthday_lowers_the_score_from_thirty_on),
        cmocka_unit_test(test_a_birthday_may_lose_the_skilled_worker_program),
        cmocka_unit_test(test_papers_that_run_out_lower_the_score),
        cmocka_unit_test(test_changed_rules_lower_scores),
        cmocka_unit_test(test_changed_categories_lose_members),
        cmocka_unit_test(test_a_spouse_who_comes_along_lowers_or_raises_the_score),
        cmocka_unit_test(test_designating_the_weaker_language_first_lowers_the_score),
        cmocka_unit_test(test_an_occupation_of_higher_skill_may_lose_the_canadian_experience_class),
        cmocka_unit_test(test_another_occupation_may_lose_a_category),
        cmocka_unit_test(test_a_nominee_gains_nothing_by_further_additional_points),
    };

    return cmocka_run_group_tests(tests, open_policy, close_policy);
}

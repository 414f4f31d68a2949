/*
 * test_more.c - more is never worse: raising one column of one candidate lowers no score and loses no program
 * and no category, on any day on which the rules changed, at any kernel level; and caps hold throughout.
 *
 * README.md beside this file lists the columns, and where more is worse.
 */
#include "setting.h"
#include "tests/policy/sweep_people.h"

/* One column and how far it is raised at a time; rows that are too near `most` are left alone. */
static const struct column {
    const char *name;
    size_t at, width; /* in raw_block; bytes a value */
    int most, by;
} columns[] = {
#define COLUMN(name, most, by)                                                                               \
    {                                                                                                        \
#name, offsetof(raw_block, name), sizeof(((raw_block *)NULL)->name[0]), most, by                     \
    }
#define ABILITY(name, ability)                                                                               \
    {                                                                                                        \
#name " " #ability, offsetof(raw_block, name[EEP_##ability]), 1, 12, 1                               \
    }
#define LANGUAGE(name)                                                                                       \
    ABILITY(name, LISTENING), ABILITY(name, READING), ABILITY(name, WRITING), ABILITY(name, SPEAKING)
    LANGUAGE(english),
    LANGUAGE(french),
    LANGUAGE(spouse_language),
    COLUMN(education, 7, 1),
    COLUMN(education, 7, 3),
    COLUMN(spouse_education, 7, 1),
    COLUMN(canadian_study, 2, 1),
    COLUMN(job_offer, 2, 1),
    COLUMN(canadian_work_months, 120, 1),
    COLUMN(canadian_work_months, 120, 12),
    COLUMN(foreign_work_months, 120, 1),
    COLUMN(foreign_work_months, 120, 12),
    COLUMN(spouse_canadian_work_months, 120, 1),
    COLUMN(spouse_canadian_work_months, 120, 12),
    COLUMN(noc_months, 36, 1),
    COLUMN(noc_canadian_months, 36, 1),
    COLUMN(continuous_work_months, 120, 1),
    COLUMN(trade_months, 60, 1),
    COLUMN(certificate, 1, 1),
    COLUMN(sibling, 1, 1),
    COLUMN(nomination, 1, 1),
    COLUMN(settlement_funds, 1, 1),
    COLUMN(relative, 1, 1),
    COLUMN(spouse_canadian_study, 1, 1),
    COLUMN(forces_recruit, 1, 1),
    COLUMN(language_test_date, INT32_MAX, 1),
    COLUMN(language_test_date, INT32_MAX, 60),
    COLUMN(assessment_date, INT32_MAX, 1),
    COLUMN(assessment_date, INT32_MAX, 60),
};
#define COLUMNS (sizeof columns / sizeof *columns)

static sweep_people people;
static raw_block raised;
static outcome before[SWEEP_BLOCKS], after;
static eep_facts facts;
static size_t gains[COLUMNS]; /* of candidates, over all days and levels */

static void raise_all(raw_block *block, const struct column *column)
{
    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        void *value = (char *)block + column->at + i * column->width;
        int32_t wide = 0;
        uint16_t half = 0;
        switch (column->width) {
        case 1:
            if (*(uint8_t *)value + column->by <= column->most)
                *(uint8_t *)value = (uint8_t)(*(uint8_t *)value + column->by);
            break;
        case 2:
            memcpy(&half, value, sizeof half);
            if (half + column->by <= column->most) half = (uint16_t)(half + column->by);
            memcpy(value, &half, sizeof half);
            break;
        default:
            memcpy(&wide, value, sizeof wide);
            wide += column->by;
            memcpy(value, &wide, sizeof wide);
            break;
        }
    }
}

/* Compares everybody in `before` and `after`; counts who is better off. */
static size_t expect_none_worse(const outcome *was, const eep_rules *rules, const char *what)
{
    size_t better = 0;

    for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
        char day[11];
        if (after.score[i] < was->score[i] || (was->programs[i] & ~after.programs[i]) != 0 ||
            (was->categories[i] & ~after.categories[i]) != 0) {
            eep_date_format(rules->day, day);
            fail_msg(
                "more %s is worse on %s, row %zu: score %u to %u, programs %x to %x, categories %x to %x",
                what, day, i, was->score[i], after.score[i], was->programs[i], after.programs[i],
                (unsigned)was->categories[i], (unsigned)after.categories[i]);
        }
        better += after.score[i] > was->score[i] || after.programs[i] != was->programs[i] ||
                  after.categories[i] != was->categories[i];
    }
    return better;
}

static void raise_each(const eep_kernels *kernels, const eep_rules *rules)
{
    for (size_t block = 0; block < SWEEP_BLOCKS; block++)
        look_up(kernels, rules, &people.block[block], EEP_BLOCK_ROWS, &facts, &before[block]);
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t block = 0; block < SWEEP_BLOCKS; block++) {
            raised = people.block[block];
            raise_all(&raised, &columns[c]);
            look_up(kernels, rules, &raised, EEP_BLOCK_ROWS, &facts, &after);
            gains[c] += expect_none_worse(&before[block], rules, columns[c].name);
        }
    }
}

static void test_more_of_anything_listed_is_never_worse_on_any_day(void **state)
{
    eep_kernels kernels;

    (void)state;
    assert_true(change_days >= 11);
    for (size_t day = 0; day < change_days; day++) {
        eep_rules *rules = rules_on(change_day[day]);
        sweep_gather(&people, rules);
        for (size_t level = 0; next_level(&level, &kernels);)
            raise_each(&kernels, rules);
        eep_rules_free(rules);
    }
    /* Whoever is raised must be better off now and then, or nothing was tested. */
    for (size_t c = 0; c < COLUMNS; c++)
        if (gains[c] == 0) fail_msg("more %s is of use to nobody", columns[c].name);
}

/* ---- Caps -------------------------------------------------------------------------------------- */

static void expect_caps(const eep_rules *rules, const eep_score_items *items, int spouse,
                        const outcome *found, size_t row)
{
    const eep_score_tables *t = &rules->score;

    assert_true(items->second_language <= t->second_language_cap[spouse]);
    assert_true(items->education_pair <= t->education_pair_cap);
    assert_true(items->foreign_pair <= t->foreign_pair_cap);
    assert_true(found->section[EEP_CORE][row] <= t->core_cap[spouse]);
    assert_true(found->section[EEP_SPOUSE][row] <= (spouse ? t->spouse_cap : 0));
    assert_true(found->section[EEP_TRANSFERABILITY][row] <= t->transferability_cap);
    assert_true(found->section[EEP_ADDITIONAL][row] <= t->additional_cap);
    assert_true(found->score[row] <= t->total_cap);
    int sum = 0;
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        sum += found->section[s][row];
    assert_int_equal(found->score[row], sum); /* the cap of the total cannot bind */
}

static void test_caps_hold_on_every_day_and_are_reached(void **state)
{
    int most[EEP_SECTIONS] = {0};
    eep_kernels kernels;

    (void)state;
    for (size_t day = 0; day < change_days; day++) {
        eep_rules *rules = rules_on(change_day[day]);
        sweep_gather(&people, rules);
        for (size_t level = 0; next_level(&level, &kernels);) {
            for (size_t block = 0; block < SWEEP_BLOCKS; block++) {
                look_up(&kernels, rules, &people.block[block], EEP_BLOCK_ROWS, &facts, &after);
                for (size_t i = 0; i < EEP_BLOCK_ROWS; i++) {
                    eep_score_items items;
                    eep_score_one(&rules->score, &facts, i, &items);
                    expect_caps(rules, &items, people.block[block].accompanying_spouse[i], &after, i);
                    for (size_t s = 0; s < EEP_SECTIONS; s++)
                        if (after.section[s][i] > most[s]) most[s] = after.section[s][i];
                }
            }
        }
        eep_rules_free(rules);
    }
    assert_int_equal(most[EEP_CORE], 500);
    assert_int_equal(most[EEP_SPOUSE], 40);
    assert_int_equal(most[EEP_TRANSFERABILITY], 100);
    assert_int_equal(most[EEP_ADDITIONAL], 600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_more_of_anything_listed_is_never_worse_on_any_day),
        cmocka_unit_test(test_caps_hold_on_every_day_and_are_reached),
    };

    return cmocka_run_group_tests(tests, open_policy, close_policy);
}

/* test_rows.c - every row of a made pool is a possible person, and says nothing that contradicts itself. */
#include "making.h"

typedef struct made {
    eep_engine *engine;
    eep_rules *rules;
    eep_recipe recipe;
    eep_pool *pool;
    const eep_columns *columns;
} made;

static made made_by(const char *model, const char *text, uint64_t rows, int has_fit)
{
    const eep_date day = date_of(text);
    made m = {.engine = engine_of(2), .rules = rules_of(day), .recipe = recipe_of(day, rows, has_fit)};
    m.recipe.model = model;
    m.pool = pool_of(m.engine, m.rules, &m.recipe);
    m.columns = &m.pool->columns;
    return m;
}

static made made_of(const char *text, uint64_t rows, int has_fit)
{
    return made_by(FIRST_MODEL, text, rows, has_fit);
}

static void made_free(made *m)
{
    eep_pool_free(m->pool);
    eep_rules_free(m->rules);
    eep_engine_free(m->engine);
}

/* Of each model a fitted pool under the rules with offer points, one without them, and a raw one. */
static void each_pool(void (*check)(const made *m))
{
    static const struct {
        const char *day;
        int has_fit;
    } pools[] = {{"2023-07-04", 1}, {"2026-05-10", 1}, {"2024-02-29", 0}};
    for (size_t p = 0; p < MODELS * sizeof pools / sizeof *pools; p++) {
        made m = made_by(models[p % MODELS], pools[p / MODELS].day, 20000, pools[p / MODELS].has_fit);
        check(&m);
        made_free(&m);
    }
}

static void check_values(const made *m)
{
    eep_error error;
    must(eep_columns_check(m->columns, &error), &error);
    for (size_t c = 0; c < EEP_COLUMNS; c++)
        assert_int_equal(eep_pool_has_column(m->pool, c), c != EEP_COL_programs);
    for (uint64_t i = 0; i < m->columns->rows; i++) {
        assert_int_equal(m->columns->id[i], i + 1);
        assert_int_equal(m->columns->status[i], 0);
    }
}

static void test_rows_hold_values_in_range_and_every_column_but_programs(void **state)
{
    (void)state;
    each_pool(check_values);
}

static void check_spouses(const made *m)
{
    const eep_columns *c = m->columns;
    uint64_t with = 0;
    for (uint64_t i = 0; i < c->rows; i++) {
        with += c->accompanying_spouse[i];
        if (c->accompanying_spouse[i]) continue;
        assert_int_equal(c->spouse_education[i] | c->spouse_listening[i] | c->spouse_reading[i] |
                             c->spouse_writing[i] | c->spouse_speaking[i] | c->spouse_canadian_study[i],
                         0);
        assert_int_equal(c->spouse_canadian_work_months[i], 0);
    }
    assert_in_range(with, c->rows / 20, c->rows - c->rows / 20);
}

static void test_rows_without_a_spouse_hold_no_facts_of_one(void **state)
{
    (void)state;
    each_pool(check_spouses);
}

static void check_months(const made *m)
{
    const eep_columns *c = m->columns;
    for (uint64_t i = 0; i < c->rows; i++) {
        const unsigned canadian = c->canadian_work_months[i], foreign = c->foreign_work_months[i];
        const unsigned age = (unsigned)eep_age_on(c->birth_date[i], eep_time_date(m->recipe.moment));
        assert_true(canadian + foreign <= 120);
        assert_true(canadian + foreign <= (age - 16) * 12);
        assert_true(c->noc_canadian_months[i] <= canadian);
        assert_true(c->noc_canadian_months[i] <= c->noc_months[i]);
        assert_true(c->noc_months[i] <= 36);
        assert_true(c->noc_months[i] <= canadian + foreign);
        assert_true(c->continuous_work_months[i] <= canadian + foreign);
        assert_true(c->trade_months[i] <= canadian + foreign);
    }
}

static void test_rows_nest_their_months_of_work(void **state)
{
    (void)state;
    each_pool(check_months);
}

static void check_occupations(const made *m)
{
    const eep_columns *c = m->columns;
    for (uint64_t i = 0; i < c->rows; i++) {
        const uint8_t class = m->rules->noc_class[c->noc[i]];
        assert_true((class & EEP_TEER_MASK) <= 3);
        if (!(class & EEP_TRADE_BIT)) {
            assert_int_equal(c->trade_months[i], 0);
            assert_int_equal(c->certificate_of_qualification[i], 0);
        }
        /* An offer as a senior manager is one in major group 00. */
        if (c->job_offer[i] == 2) assert_int_equal(c->noc[i] / 1000, 0);
        if (c->job_offer[i] == 1) assert_int_not_equal(c->noc[i] / 1000, 0);
        if (c->canadian_study[i] > 0) assert_true(c->education[i] >= 2);
        if (c->canadian_study[i] == 2) assert_true(c->education[i] >= 4);
        if (c->sibling_in_canada[i]) assert_int_equal(c->relative_in_canada[i], 1);
        assert_int_not_equal(c->citizenship[i], 0);
    }
}

static void test_rows_have_trades_offers_and_study_that_fit_together(void **state)
{
    (void)state;
    each_pool(check_occupations);
}

static void check_dates(const made *m)
{
    const eep_columns *c = m->columns;
    const eep_date day = eep_time_date(m->recipe.moment);
    const eep_time after = (eep_time)eep_date_add_months(day, -12) * 86400 + 43200;
    uint64_t early = 0;
    for (uint64_t i = 0; i < c->rows; i++) {
        const eep_date submitted = eep_time_date(c->submitted_at[i]);
        assert_true(c->submitted_at[i] > after);
        assert_true(c->submitted_at[i] <= m->recipe.moment);
        assert_true(c->language_test_date[i] <= submitted);
        assert_true(c->assessment_date[i] <= submitted);
        assert_true(c->language_test_date[i] > eep_date_add_months(day, -24));
        assert_true(c->assessment_date[i] > eep_date_add_months(day, -60));
        assert_in_range(eep_age_on(c->birth_date[i], day), 17, 70);
        early += c->submitted_at[i] <= after + (m->recipe.moment - after) / 2;
    }
    assert_in_range(early, c->rows * 2 / 5, c->rows * 3 / 5);
}

static void test_rows_were_submitted_within_twelve_months_with_valid_papers(void **state)
{
    (void)state;
    each_pool(check_dates);
}

static void check_programs(const made *m)
{
    uint16_t *score;
    uint8_t *programs;
    score_all(m->engine, m->rules, m->pool, &score, &programs);
    for (uint64_t i = 0; i < m->columns->rows; i++)
        assert_int_not_equal(programs[i], 0);
    free(score);
    free(programs);
}

static void test_rows_all_qualify_for_a_program(void **state)
{
    (void)state;
    each_pool(check_programs);
}

/*
 * Birthdays are spread over the year: every month of the year before the moment holds between 6 and 11
 * percent of them (a twelfth is 8.3).
 */
static void test_rows_have_birthdays_all_over_the_year(void **state)
{
    (void)state;
    made m = made_of("2024-02-29", 20000, 0);
    uint64_t by_month[12] = {0};
    for (uint64_t i = 0; i < m.columns->rows; i++) {
        int year, month, day;
        eep_date_parts(m.columns->birth_date[i], &year, &month, &day);
        by_month[month - 1]++;
    }
    for (size_t k = 0; k < 12; k++)
        assert_in_range(by_month[k], 1200, 2200);
    made_free(&m);
}

/*
 * Round 251 (2023-06-27 15:37:46, 486 points) was the last general round before the snapshot of 2023-07-04.
 * Of those above 486 without a nomination 71 percent came after it, and of the other 29 percent a 365th part
 * a day: 71 + 29 * 7 / 365 = 71.6 percent. The standard deviation over 20,000 rows is under 2 percent.
 */
static void test_rows_above_the_last_cutoff_are_mostly_newcomers(void **state)
{
    (void)state;
    made m = made_of("2023-07-04", 100000, 1);
    uint16_t *score;
    uint8_t *programs;
    eep_time round, tie_break;
    eep_error error;
    uint64_t above = 0, new_above = 0, at = 0, old_at = 0, below = 0, new_below = 0;
    must(eep_time_parse("2023-06-27T15:37:46Z", 20, &round, &error), &error);
    must(eep_time_parse("2023-06-21T00:57:04Z", 20, &tie_break, &error), &error);
    score_all(m.engine, m.rules, m.pool, &score, &programs);
    for (uint64_t i = 0; i < m.columns->rows; i++) {
        const int after_round = m.columns->submitted_at[i] > round;
        if (m.columns->provincial_nomination[i]) continue;
        above += score[i] > 486;
        new_above += score[i] > 486 && after_round;
        at += score[i] == 486;
        old_at += score[i] == 486 && m.columns->submitted_at[i] <= tie_break;
        below += score[i] < 486;
        new_below += score[i] < 486 && after_round;
    }
    assert_in_range(new_above * 1000, above * 680, above * 750);
    /* At the cut-off those who submitted after the tie-break were left over. */
    assert_in_range(old_at * 1000, at * 160, at * 400);
    /* Seven days of a year: 1.9 percent. */
    assert_in_range(new_below * 1000, below * 16, below * 22);
    free(score);
    free(programs);
    made_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_hold_values_in_range_and_every_column_but_programs),
        cmocka_unit_test(test_rows_without_a_spouse_hold_no_facts_of_one),
        cmocka_unit_test(test_rows_nest_their_months_of_work),
        cmocka_unit_test(test_rows_have_trades_offers_and_study_that_fit_together),
        cmocka_unit_test(test_rows_were_submitted_within_twelve_months_with_valid_papers),
        cmocka_unit_test(test_rows_all_qualify_for_a_program),
        cmocka_unit_test(test_rows_have_birthdays_all_over_the_year),
        cmocka_unit_test(test_rows_above_the_last_cutoff_are_mostly_newcomers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_random_rows.c - on random candidates and several days: lines add up to what the scorer says, totals
 * run on without a gap, and every suggestion is what an independent scoring of the changed candidate says.
 */
#include "tests/explain/candidates.h"

#define ROWS 250

static const char *const days[] = {"2015-01-01", "2016-11-18", "2017-06-06", "2020-10-20",
                                   "2023-07-05", "2025-04-01", "2026-05-11"};

/* What the scorer says of a pool. */
typedef struct scored {
    uint16_t score[ROWS], section[EEP_SECTIONS][ROWS];
    uint8_t programs[ROWS];
    uint32_t categories[ROWS];
} scored;

static void score(const eep_rules *rules, const eep_pool *pool, scored *out)
{
    const eep_scores arrays = {out->score,
                               {out->section[0], out->section[1], out->section[2], out->section[3]},
                               out->programs,
                               out->categories};
    eep_error error;
    assert_true(eep_pool_rows(pool) <= ROWS);
    require(eep_score(here.engine, rules, pool, &arrays, &error), &error);
}

static int section_of(const char *name)
{
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        if (strcmp(name, eep_section_name(s)) == 0) return (int)s;
    return -1;
}

/* ---- Lines ------------------------------------------------------------------------------------- */

static void check_points(const eep_explanation_line *line, eep_date day)
{
    assert_true(line->points >= 0 && line->points <= line->worth && line->points <= line->maximum);
    assert_int_equal(line->cut_by >= 0, line->points < line->worth);
    assert_true(line->path[0] != '\0' && line->source[0] != '\0' && line->fact[0] != '\0');
    assert_true(line->from <= day && day <= line->to);
}

static void check_lines(const eep_rules *rules, const eep_pool *pool, uint64_t row, const scored *said)
{
    eep_explanation *explanation = NULL;
    const eep_explanation_line *line;
    int running = 0, selection = 0, sum[EEP_SECTIONS] = {0}, totals = 0;
    uint8_t programs = 0, program = 0;
    eep_error error;
    require(eep_explain(here.engine, rules, pool, row, &explanation, &error), &error);
    for (size_t i = 0; (line = eep_explanation_line_at(explanation, i)) != NULL; i++) {
        const int section = section_of(line->section);
        if (line->yes < 0) check_points(line, eep_rules_day(rules));
        if (section >= 0) {
            sum[section] += line->points;
            assert_int_equal(line->running, running += line->points);
        } else if (strcmp(line->section, "total") == 0) {
            assert_int_equal(line->running, running);
            assert_int_equal(line->points,
                             totals < EEP_SECTIONS ? said->section[totals][row] : said->score[row]);
            totals++;
        } else if (strcmp(line->section, "selection") == 0) {
            assert_int_equal(line->running, selection += line->points);
        } else if (strcmp(line->section, "program") == 0) {
            programs = (uint8_t)(programs | line->yes << program++);
        }
    }
    assert_int_equal(totals, EEP_SECTIONS + 1);
    for (size_t s = 0; s < EEP_SECTIONS; s++)
        assert_int_equal(sum[s], said->section[s][row]);
    assert_int_equal(running, said->score[row]);
    assert_int_equal(eep_explanation_score(explanation), said->score[row]);
    assert_int_equal(programs, said->programs[row]);
    eep_explanation_free(explanation);
}

static void test_lines_of_random_candidates_add_up_to_their_scores(void **state)
{
    (void)state;
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        static scored said;
        eep_rules *rules = rules_on(day_of(days[d]));
        eep_pool *pool = random_pool(ROWS, day_of(days[d]), 100 + d);
        score(rules, pool, &said);
        for (uint64_t row = 0; row < ROWS; row++)
            check_lines(rules, pool, row, &said);
        eep_pool_free(pool);
        eep_rules_free(rules);
    }
}

/* ---- Suggestions ------------------------------------------------------------------------------- */

/* The candidate with one change a row, made without the library's help. */
static eep_pool *changed_copies(const eep_pool *pool, uint64_t row, const eep_suggestions *suggestions)
{
    const eep_suggestion *one;
    uint64_t count = 0;
    while (eep_suggestion_at(suggestions, count) != NULL)
        count++;
    eep_pool *copies = copies_of(pool, row, count);
    for (uint64_t i = 0; (one = eep_suggestion_at(suggestions, i)) != NULL; i++) {
        assert_true(one->changes > 0);
        for (size_t c = 0; c < one->changes; c++) {
            eep_column column;
            assert_true(eep_column_at(one->change[c].column, &column));
            assert_in_range(one->change[c].value - column.minimum, 0, column.maximum - column.minimum);
            put_value(copies, &column, one->change[c].column, i, one->change[c].value);
        }
    }
    return copies;
}

static void check_order(const eep_suggestions *suggestions)
{
    const eep_suggestion *one, *other;
    for (size_t i = 0; (one = eep_suggestion_at(suggestions, i)) != NULL; i++) {
        int cheapest = one->gain > 0;
        for (size_t j = 0; (other = eep_suggestion_at(suggestions, j)) != NULL; j++) {
            if (other->gain > one->gain && other->effort <= one->effort) cheapest = 0;
            if (other->gain >= one->gain && other->effort < one->effort) cheapest = 0;
        }
        assert_int_equal(one->cheapest, cheapest);
        other = eep_suggestion_at(suggestions, i + 1);
        if (other == NULL) continue;
        assert_true(one->gain > other->gain || (one->gain == other->gain && one->effort <= other->effort));
    }
}

static void check_suggestions(const eep_rules *rules, const eep_pool *pool, uint64_t row, const scored *base)
{
    static scored changed;
    eep_suggestions *suggestions = NULL;
    const eep_suggestion *one;
    eep_error error;
    require(eep_suggest(here.engine, rules, pool, row, &suggestions, &error), &error);
    eep_pool *copies = changed_copies(pool, row, suggestions);
    score(rules, copies, &changed);
    for (size_t i = 0; (one = eep_suggestion_at(suggestions, i)) != NULL; i++) {
        assert_int_equal(one->score, changed.score[i]);
        assert_int_equal(one->gain, changed.score[i] - base->score[row]);
        for (size_t s = 0; s < EEP_SECTIONS; s++)
            assert_int_equal(one->section_gain[s], changed.section[s][i] - base->section[s][row]);
        assert_int_equal(one->programs, changed.programs[i] & ~base->programs[row]);
        assert_int_equal(one->categories, changed.categories[i] & ~base->categories[row]);
        assert_true(one->gain > 0 || one->programs != 0 || one->categories != 0);
        assert_true(one->id[0] != '\0' && one->words[0] != '\0');
        assert_non_null(eep_effort_words(one->effort));
    }
    check_order(suggestions);
    eep_pool_free(copies);
    eep_suggestions_free(suggestions);
}

static void test_suggestions_for_random_candidates_gain_what_rescoring_says(void **state)
{
    (void)state;
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        static scored base;
        eep_rules *rules = rules_on(day_of(days[d]));
        eep_pool *pool = random_pool(ROWS, day_of(days[d]), 200 + d);
        score(rules, pool, &base);
        for (uint64_t row = 0; row < ROWS; row++)
            check_suggestions(rules, pool, row, &base);
        eep_pool_free(pool);
        eep_rules_free(rules);
    }
}

/* ---- Events ------------------------------------------------------------------------------------ */

static uint16_t score_on(const eep_pool *pool, eep_date day, uint8_t *programs)
{
    uint16_t points = 0;
    const eep_scores out = {&points, {NULL}, programs, NULL};
    eep_rules *rules = rules_on(day);
    eep_error error;
    require(eep_score(here.engine, rules, pool, &out, &error), &error);
    eep_rules_free(rules);
    return points;
}

/*
 * The first event to come changes the score on its own day by what it says, and until then nothing does: the
 * policy as the candidate lives through it. No value of the official policy changes after 2026-03-01.
 */
static void test_first_event_of_random_candidates_comes_true_on_its_day(void **state)
{
    const eep_date day = day_of("2026-05-11");
    eep_rules *rules = rules_on(day);
    eep_pool *pool = random_pool(120, day, 7);
    int checked = 0;
    (void)state;
    for (uint64_t row = 0; row < eep_pool_rows(pool); row++) {
        eep_pool *alone = copies_of(pool, row, 1);
        eep_event event[EEP_EVENTS_MAX];
        size_t count = 0, first = 0;
        uint8_t before, after;
        eep_error error;
        require(eep_events(here.engine, rules, pool, row, event, &count, &error), &error);
        for (size_t i = 1; i < count; i++)
            assert_true(event[i - 1].moment <= event[i].moment);
        while (first < count && (event[first].past || event[first].kind == EEP_EVENT_PROFILE))
            first++;
        assert_true(first < count); /* everybody has a birthday */
        const eep_date comes = eep_time_date(event[first].moment);
        const int now = score_on(alone, comes - 1, &before), then = score_on(alone, comes, &after);
        assert_int_equal(now, score_on(alone, day, &before));
        int together = 0; /* two on one day are more than each alone */
        for (size_t i = 0; i < count; i++)
            together += eep_time_date(event[i].moment) == comes && event[i].kind != EEP_EVENT_PROFILE;
        if (together == 1) {
            assert_int_equal(then - now, event[first].change);
            assert_int_equal(before & ~after, event[first].programs);
            checked++;
        }
        eep_pool_free(alone);
    }
    assert_true(checked > 100);
    eep_pool_free(pool);
    eep_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_of_random_candidates_add_up_to_their_scores),
        cmocka_unit_test(test_suggestions_for_random_candidates_gain_what_rescoring_says),
        cmocka_unit_test(test_first_event_of_random_candidates_comes_true_on_its_day),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}

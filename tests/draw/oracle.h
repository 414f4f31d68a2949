/*
 * oracle.h - rounds in the plainest way: everybody who competes is put in a list, the list is sorted, the
 * first are invited. Random pools and rounds to hold against it.
 */
#ifndef EEP_TEST_ORACLE_H
#define EEP_TEST_ORACLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/sim.h"

#define DAY 86400

#define UNUSED __attribute__((unused))

static UNUSED void must(eep_status status, const eep_error *error)
{
    char text[1024];
    if (status != EEP_OK) fail_msg("%s", eep_error_text(error, text, sizeof text));
}

static UNUSED eep_engine *engine_with(const char *cpu, int threads)
{
    eep_engine_options options;
    eep_engine *engine;
    eep_error error;
    eep_engine_defaults(&options);
    options.threads = threads;
    options.cpu = cpu;
    must(eep_engine_new(&options, &engine, &error), &error);
    return engine;
}

/* ---- Chance ------------------------------------------------------------------------------------- */

typedef struct chance {
    uint32_t seed, count;
} chance;

static UNUSED uint32_t below(chance *from, uint32_t end)
{
    uint32_t word[4];
    const uint32_t key[2] = {from->seed, 99}, counter[4] = {from->count++, 0, 0, 0};
    eep_philox(key, counter, word);
    return word[0] % end;
}

/* ---- Pools -------------------------------------------------------------------------------------- */

static UNUSED void *edited(eep_pool *pool, const char *name)
{
    const int column = eep_column_find(name);
    assert_true(column >= 0);
    return eep_pool_edit(pool, (size_t)column);
}

static UNUSED int by_time(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/*
 * Rows `first` to the end: submitted around a day, from fifteen months before to some days after it, with
 * many equal times; papers that expire in the weeks around the day; one in ten not active. With `in_order`,
 * later rows are later submissions.
 */
static UNUSED void stir(eep_pool *pool, uint64_t first, eep_date day, int in_order, chance *from)
{
    const uint64_t rows = eep_pool_rows(pool);
    uint64_t *id = edited(pool, "id");
    int64_t *submitted_at = edited(pool, "submitted_at");
    int32_t *tested = edited(pool, "language_test_date"), *assessed = edited(pool, "assessment_date");
    uint8_t *status = edited(pool, "status");
    for (uint64_t row = first; row < rows; row++) {
        const int64_t hours = (int64_t)below(from, 460 * 4) - 455 * 4;
        submitted_at[row] = (int64_t)day * DAY + hours * DAY / 4 + below(from, 2);
        id[row] = in_order ? row + 7 : row * 7919 % 1000003 + (row == 5 ? (uint64_t)1 << 40 : 0);
        tested[row] = day - 730 + (int32_t)below(from, 60) - 20 + (below(from, 3) > 0 ? 300 : 0);
        assessed[row] = day - 1826 + (int32_t)below(from, 60) - 20 + (below(from, 3) > 0 ? 300 : 0);
        status[row] = below(from, 10) == 0 ? (uint8_t)(1 + below(from, 4)) : 0;
    }
    if (in_order) qsort(submitted_at + first, rows - first, sizeof *submitted_at, by_time);
    if (in_order && first > 0) {
        for (uint64_t row = first; row < rows; row++)
            submitted_at[row] =
                submitted_at[row] < submitted_at[first - 1] ? submitted_at[first - 1] : submitted_at[row];
    }
}

/* People of the pool model, stirred. */
static UNUSED eep_pool *stirred_pool(eep_engine *engine, const eep_rules *rules, uint64_t rows, int in_order,
                                     chance *from)
{
    eep_recipe recipe;
    eep_pool *pool;
    eep_error error;
    eep_recipe_defaults(&recipe);
    recipe.rows = rows;
    recipe.seed = from->seed;
    recipe.moment = (eep_time)rules->day * DAY + DAY / 2;
    must(eep_pool_make(engine, rules, &recipe, &pool, &error), &error);
    stir(pool, 0, rules->day, in_order, from);
    return pool;
}

/* New rows at the end, copies of other people with times and papers of their own. */
static UNUSED void grow_pool(eep_pool *pool, uint64_t more, eep_date day, int in_order, chance *from)
{
    const uint64_t rows = eep_pool_rows(pool);
    eep_error error;
    must(eep_pool_grow(pool, more, &error), &error);
    for (size_t c = 0; c < EEP_COLUMNS; c++) {
        for (uint64_t row = rows; row < rows + more; row++)
            eep_columns_set(&pool->columns, c, row, eep_columns_get(&pool->columns, c, (row * 31) % rows));
    }
    stir(pool, rows, day, in_order, from);
}

/* ---- Rounds ------------------------------------------------------------------------------------- */

static UNUSED eep_round random_round(const eep_rules *rules, uint64_t rows, chance *from)
{
    eep_round round = {.moment = (eep_time)rules->day * DAY + below(from, DAY)};
    char text[64] = "general";
    eep_category category;
    const uint32_t kind = below(from, 12);
    if (kind >= 2 && kind < 7)
        snprintf(text, sizeof text, "program:%s", eep_program_name(kind % 4));
    else if (kind >= 7 && eep_rules_category(rules, kind - 7, &category) && category.in_force)
        snprintf(text, sizeof text, "category:%s", category.id);
    assert_int_equal(eep_round_parse(text, &round, NULL), EEP_OK);
    round.invitations =
        below(from, 9) == 0 ? rows + 1 : 1 + below(from, below(from, 2) == 0 ? 20 : (uint32_t)rows / 12);
    if (below(from, 4) == 0) round.floor = (uint16_t)(300 + below(from, 250));
    return round;
}

/* ---- The oracle --------------------------------------------------------------------------------- */

typedef struct oracle {
    const eep_pool *pool;
    const eep_rules *rules;
    uint16_t *score;
    uint8_t *programs;
    uint32_t *categories;
} oracle;

typedef struct rival {
    uint16_t score;
    int64_t key;
    uint64_t id, row;
} rival;

static UNUSED oracle open_oracle(const eep_pool *pool, const eep_rules *rules)
{
    const uint64_t rows = eep_pool_rows(pool);
    eep_engine *engine = engine_with("ref", 1);
    oracle made = {pool, rules, malloc(rows * sizeof *made.score), malloc(rows),
                   malloc(rows * sizeof *made.categories)};
    const eep_scores out = {.score = made.score, .programs = made.programs, .categories = made.categories};
    eep_error error;
    must(eep_score(engine, rules, pool, &out, &error), &error);
    eep_engine_free(engine);
    return made;
}

static UNUSED void close_oracle(oracle *of)
{
    free(of->score);
    free(of->programs);
    free(of->categories);
}

static UNUSED int by_rank(const void *left, const void *right)
{
    const rival *a = left, *b = right;
    if (a->score != b->score) return a->score < b->score ? 1 : -1;
    if (a->key != b->key) return a->key > b->key ? 1 : -1;
    return (a->id > b->id) - (a->id < b->id);
}

static UNUSED int64_t tie_key(const oracle *of, uint64_t row)
{
    const eep_columns *columns = &of->pool->columns;
    const uint32_t key[2] = {of->rules->lottery_seed, 0};
    const uint32_t counter[4] = {(uint32_t)columns->id[row], (uint32_t)(columns->id[row] >> 32),
                                 EEP_PURPOSE_LOTTERY, 0};
    uint32_t lot[4];
    eep_philox(key, counter, lot);
    switch (of->rules->tie_break) {
    case EEP_TIE_LATEST:
        return -columns->submitted_at[row];
    case EEP_TIE_OLDEST:
        return columns->birth_date[row];
    case EEP_TIE_YOUNGEST:
        return -columns->birth_date[row];
    case EEP_TIE_LOTTERY:
        return (int64_t)(((uint64_t)lot[0] << 32 | lot[1]) >> 33 << 32 | lot[1]);
    default:
        return columns->submitted_at[row];
    }
}

static UNUSED int in_pool_at(const oracle *of, uint64_t row, eep_time moment)
{
    const eep_columns *columns = &of->pool->columns;
    const eep_time since = columns->submitted_at[row], days = eep_time_date(since);
    const eep_time until =
        (eep_time)eep_date_add_months((eep_date)days, of->rules->profile_months) * DAY + since - days * DAY;
    return columns->status[row] == 0 && of->programs[row] != 0 && since <= moment && moment < until;
}

static UNUSED int qualifies_for(const oracle *of, uint64_t row, const eep_round *round)
{
    const uint8_t programs = of->programs[row];
    eep_category category;
    if (round->kind == EEP_ROUND_GENERAL) return programs != 0;
    for (size_t p = 0; round->kind == EEP_ROUND_PROGRAM && p < 4; p++) {
        if (strcmp(round->id, eep_program_name(p)) == 0) return programs >> p & 1;
    }
    for (size_t c = 0; eep_rules_category(of->rules, c, &category); c++) {
        if (category.in_force && strcmp(category.id, round->id) == 0)
            return (of->categories[row] >> c & 1) != 0 && (programs & (EEP_FSW | EEP_CEC | EEP_FST)) != 0;
    }
    fail_msg("the test asked for %s", round->id);
    return 0;
}

/* Holds a round: fills what a notice counts and marks the invited. */
static UNUSED void ask_oracle(const oracle *of, const eep_round *round, uint8_t *taken, uint8_t mark,
                              eep_notice *notice)
{
    const uint64_t rows = eep_pool_rows(of->pool);
    rival *rivals = malloc((rows + 1) * sizeof *rivals);
    uint64_t count = 0;
    *notice = (eep_notice){.round = *round, .tie_break_rule = of->rules->tie_break};
    for (uint64_t row = 0; row < rows; row++) {
        if (taken[row] != 0 || !in_pool_at(of, row, round->moment)) continue;
        notice->in_pool++;
        if (of->score[row] < round->floor || !qualifies_for(of, row, round)) continue;
        rivals[count++] = (rival){of->score[row], tie_key(of, row), of->pool->columns.id[row], row};
    }
    qsort(rivals, count, sizeof *rivals, by_rank);
    notice->eligible = count;
    notice->invited = count < round->invitations ? count : round->invitations;
    notice->exhausted = count < round->invitations;
    for (uint64_t i = 0; i < notice->invited; i++)
        taken[rivals[i].row] = mark;
    if (notice->invited > 0) {
        const rival *last = &rivals[notice->invited - 1];
        notice->cutoff = last->score;
        notice->tie_break = of->pool->columns.submitted_at[last->row];
        notice->tie_break_birth_date = of->pool->columns.birth_date[last->row];
        notice->tie_break_id = last->id;
        for (uint64_t i = 0; i < count; i++) {
            notice->at_cutoff += rivals[i].score == last->score;
            notice->at_cutoff_invited += rivals[i].score == last->score && i < notice->invited;
        }
    }
    free(rivals);
}

/* Everything that a round counts; without the two counts that a cut leaves out. */
static UNUSED void check_cut(const eep_notice *found, const eep_notice *expected)
{
    assert_int_equal(found->invited, expected->invited);
    assert_int_equal(found->cutoff, expected->cutoff);
    assert_int_equal(found->tie_break_rule, expected->tie_break_rule);
    assert_int_equal(found->tie_break, expected->tie_break);
    assert_int_equal(found->tie_break_birth_date, expected->tie_break_birth_date);
    assert_int_equal(found->tie_break_id, expected->tie_break_id);
    assert_int_equal(found->at_cutoff, expected->at_cutoff);
    assert_int_equal(found->at_cutoff_invited, expected->at_cutoff_invited);
    assert_int_equal(found->exhausted, expected->exhausted);
}
static UNUSED void check_notice(const eep_notice *found, const eep_notice *expected)
{
    check_cut(found, expected);
    assert_int_equal(found->in_pool, expected->in_pool);
    assert_int_equal(found->eligible, expected->eligible);
}

#endif

/*
 * test_score.c - score against the reference on planes: every length, alignment and end of memory, tables up
 * to the last point that fits, sections wanted or not.
 */
#include "columns.h"
#include "kernels/score/score.h"
#include "policies.h"

#define SECTIONS 4

static struct {
    eep_kernels kernels;
    planes_area planes;
    guarded found[SECTIONS + 1];
    eep_score_tables tables;
    eep_score_plan plan;
} b;

static int open_bench(void **state)
{
    (void)state;
    planes_area_open(&b.planes, MOST);
    for (int k = 0; k <= SECTIONS; k++)
        b.found[k] = open_column(MOST, 2);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    planes_area_close(&b.planes);
    for (int k = 0; k <= SECTIONS; k++)
        guarded_close(&b.found[k]);
    return 0;
}

static void make_plan(uint32_t seed)
{
    some_score_tables(seed, &b.tables);
    const char *why = eep_score_plan_make(&b.tables, &b.plan);
    if (why) fail_msg("seed %u: %s", seed, why);
}

/* Which sections are wanted is in the bits of `wanted`; -1: no sections at all. */
static void compare_score(size_t n, place where, int wanted)
{
    static uint16_t expected[SECTIONS + 1][MOST];
    const place other = {.at_end = where.at_end, .shift = where.shift * 7 % 64};
    const eep_planes *planes = planes_area_fill(&b.planes, n, where, (uint32_t)n);
    uint16_t *total = placed(&b.found[SECTIONS], n, 2, other);
    uint16_t *wanted_sections[SECTIONS], *found[SECTIONS];

    for (int s = 0; s < SECTIONS; s++) {
        wanted_sections[s] = wanted >> s & 1 ? expected[s] : NULL;
        found[s] = wanted >> s & 1 ? placed(&b.found[s], n, 2, other) : NULL;
    }
    eep_score_ref(&b.plan, planes, n, expected[SECTIONS], wanted < 0 ? NULL : wanted_sections);
    for (b.plan.past_caches = 0; b.plan.past_caches < 2; b.plan.past_caches++) {
        memset(total, 0xaa, n * 2);
        b.kernels.score(&b.plan, planes, n, total, wanted < 0 ? NULL : found);
        assert_memory_equal(total, expected[SECTIONS], n * 2);
    }
    b.plan.past_caches = 0;
    for (int s = 0; s < SECTIONS && wanted >= 0; s++)
        if (found[s]) assert_memory_equal(found[s], expected[s], n * 2);
}

static void compare_without_sections(size_t n, place where, void *context)
{
    (void)context;
    make_plan((uint32_t)(n + where.shift));
    compare_score(n, where, -1);
}

static void compare_with_sections(size_t n, place where, void *context)
{
    (void)context;
    make_plan((uint32_t)(n + where.shift));
    compare_score(n, where, (int)((n + where.shift) % 16));
}

static void test_score_equals_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare_without_sections, NULL);
}

static void test_sections_equal_the_reference_whichever_are_wanted(void **state)
{
    (void)state;
    for (size_t level = 0; next_level(&level, &b.kernels);) {
        at_all_places(compare_with_sections, NULL);
        for (int wanted = -1; wanted < 16; wanted++)
            compare_score(100, (place){.at_end = 1}, wanted);
    }
}

static void test_score_equals_the_reference_for_random_tables(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 500; seed++) {
        make_plan(seed);
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_score(224 + seed % 32, (place){0}, seed % 2 ? 15 : -1);
    }
}

/* ---- Extremes: every entry the same ------------------------------------------------------------- */

static void fill(uint16_t *points, size_t size, uint16_t value)
{
    for (size_t i = 0; i < size; i++)
        points[i] = value;
}

/* All sums that a byte holds are exactly 255, whoever the candidate is, and all others as large as they get.
 */
static void fill_largest(eep_score_tables *t)
{
    memset(t, 0, sizeof *t);
    fill(t->age[0], 2 * EEP_AGES, 255);
    fill(t->education[0], 2 * 8, 255);
    fill(t->first_language[0], 2 * EEP_LEVELS, 63);
    fill(t->second_language[0], 2 * EEP_LEVELS, 63);
    fill(t->canadian_work[0], 2 * EEP_YEARS, 3);
    fill(t->spouse_education, 8, 30);
    fill(t->spouse_language, EEP_LEVELS, 50);
    fill(t->spouse_work, EEP_YEARS, 25);
    fill(t->education_language[0], 16, 128);
    fill(t->education_work[0], 16, 127);
    fill(t->foreign_language[0], 16, 127);
    fill(t->foreign_work[0], 16, 128);
    fill(t->certificate, EEP_TIERS, 55);
    fill(t->canadian_study, 4, 100);
    fill(t->job_offer, 4, 1200);
    fill(t->occupation_work[0], 16, 200);
    fill(t->occupation_offer, 4, 55);
    t->sibling = 100;
    t->french = t->french_with_english = 55;
    t->nomination = 1200;
    t->second_language_cap[0] = t->second_language_cap[1] = 1200;
    t->education_pair_cap = t->foreign_pair_cap = 100;
    t->transferability_cap = 100;
    t->spouse_cap = 155;
    t->core_cap[0] = t->core_cap[1] = t->additional_cap = t->total_cap = 1200;
}

static void test_score_equals_the_reference_where_every_sum_is_255(void **state)
{
    static const uint16_t caps[] = {0, 1, 255, 1200};

    (void)state;
    for (size_t c = 0; c < sizeof caps / sizeof caps[0]; c++) {
        fill_largest(&b.tables);
        b.tables.core_cap[c % 2] = b.tables.additional_cap = caps[c];
        if (c < 2) b.tables.spouse_cap = b.tables.transferability_cap = caps[c];
        assert_null(eep_score_plan_make(&b.tables, &b.plan));
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_score(1000, (place){0}, 15);
        b.tables.total_cap = caps[c];
        assert_null(eep_score_plan_make(&b.tables, &b.plan));
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_score(1000, (place){0}, 15);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_equals_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_sections_equal_the_reference_whichever_are_wanted),
        cmocka_unit_test(test_score_equals_the_reference_for_random_tables),
        cmocka_unit_test(test_score_equals_the_reference_where_every_sum_is_255),
    };

    return cmocka_run_group_tests(tests, open_bench, close_bench);
}

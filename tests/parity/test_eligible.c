/*
 * test_eligible.c - programs and members against the reference on planes: every length, alignment and end of
 * memory, random rules and grids that fit.
 */
#include "../kernels/program_rules.h"
#include "columns.h"
#include "kernels/eligible/eligible.h"
#include "policies.h"

static struct {
    eep_kernels kernels;
    planes_area planes;
    guarded programs, listed, members;
    eep_eligible_tables tables;
    eep_program_plan plan;
    size_t seen[1 << EEP_PROGRAMS]; /* how often each set was expected */
} b;

static int open_bench(void **state)
{
    (void)state;
    planes_area_open(&b.planes, MOST);
    b.programs = open_column(MOST, 1);
    b.listed = open_column(MOST / 64 + 1, 8);
    b.members = open_column(MOST / 64 + 1, 8);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    planes_area_close(&b.planes);
    guarded_close(&b.programs);
    guarded_close(&b.listed);
    guarded_close(&b.members);
    return 0;
}

/* ---- programs ----------------------------------------------------------------------------------- */

static void make_plan(void)
{
    const char *why = eep_program_plan_make(&b.tables, &b.plan);

    if (why) fail_msg("%s", why);
}

/* Planes drawn from all bytes meet few of the official conditions: most get a long run of good work. */
static void help(const eep_planes *planes, size_t n, uint32_t seed)
{
    chance stream = {seed, 4};

    for (size_t i = 0; i < n; i++) {
        if (one_in(&stream, 4)) continue;
        planes->plane[EEP_PLANE_OCCUPATION][i] &= 0xF3; /* TEER 0 to 3 */
        planes->plane[EEP_PLANE_MONTHS][i] |= 24;
        planes->plane[EEP_PLANE_CONTINUOUS][i] |= 12;
        planes->plane[EEP_PLANE_FIRST_LR][i] |= 4 | 4 << 3;
        planes->plane[EEP_PLANE_FIRST_WS][i] |= 4 | 4 << 3;
    }
}

static void compare_programs(size_t n, place where, void *context)
{
    static uint8_t expected[MOST];
    const place other = {.at_end = where.at_end, .shift = where.shift * 7 % 64};
    const eep_planes *planes = planes_area_fill(&b.planes, n, where, (uint32_t)n);
    uint8_t *found = placed(&b.programs, n, 1, other);

    (void)context;
    help(planes, n, (uint32_t)n);
    eep_programs_ref(&b.plan, planes, n, expected);
    for (b.plan.past_caches = 0; b.plan.past_caches < 2; b.plan.past_caches++) {
        memset(found, 0xaa, n);
        b.kernels.programs(&b.plan, planes, n, found);
        assert_memory_equal(found, expected, n);
    }
    b.plan.past_caches = 0;
    for (size_t i = 0; i < n; i++)
        b.seen[expected[i]]++;
}

static void test_programs_equal_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    fill_program_rules(&b.tables);
    make_plan();
    memset(b.seen, 0, sizeof b.seen);
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare_programs, NULL);
    assert_true(b.seen[0] > 1000);
    for (int set = EEP_BIT_PNP + 1; set < 1 << EEP_PROGRAMS; set++)
        assert_true(b.seen[set] > 0 && b.seen[set - EEP_BIT_PNP] > 0);
    assert_int_equal(b.seen[EEP_BIT_PNP], 0); /* a nominee needs another program */
}

static void test_programs_equal_the_reference_for_random_rules(void **state)
{
    size_t sets = 0, of_ways[EEP_WAYS_SETS + 1] = {0};

    (void)state;
    memset(b.seen, 0, sizeof b.seen);
    for (uint32_t seed = 0; seed < 1000; seed++) {
        some_eligible_tables(seed, &b.tables);
        make_plan();
        of_ways[b.plan.sets]++;
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_programs(224 + seed % 64, (place){.at_end = (int)(seed % 2)}, NULL);
    }
    for (int set = 0; set < 1 << EEP_PROGRAMS; set++)
        sets += b.seen[set] > 0;
    assert_int_equal(sets, 1 << EEP_PROGRAMS);
    /* Rules that ask few different levels, and rules that ask more than one set of ways can hold. */
    assert_true(of_ways[1] > 0);
    assert_true(of_ways[2] > 0 && of_ways[4] > 0);
}

/* A round for one program closes the others; a nominee then has none to be with. */
static void test_programs_equal_the_reference_with_any_of_them_closed(void **state)
{
    (void)state;
    for (unsigned open = 0; open < 1 << EEP_PROGRAMS; open++) {
        fill_program_rules(&b.tables);
        for (int p = 0; p < EEP_PROGRAMS; p++)
            b.tables.program[p].open = open >> p & 1;
        make_plan();
        memset(b.seen, 0, sizeof b.seen);
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_programs(700, (place){0}, NULL);
        for (unsigned set = 0; set < 1 << EEP_PROGRAMS; set++)
            if (set & ~open) assert_int_equal(b.seen[set], 0);
    }
}

/* ---- members ------------------------------------------------------------------------------------ */

static void compare_members(size_t n, place where, void *context)
{
    static uint64_t expected[MOST / 64 + 1], listed[MOST / 64 + 1];
    const eep_category_plan *plan = context;
    const size_t words = (n + 63) / 64;
    const place other = {.at_end = where.at_end, .shift = where.shift * 7 % 64};
    const eep_planes *planes = planes_area_fill(&b.planes, n, where, (uint32_t)n);
    uint64_t *mine = placed(&b.listed, words, 8, other), *found = placed(&b.members, words, 8, other);
    chance stream = {(uint32_t)n, 5};

    for (size_t w = 0; w < words; w++)
        mine[w] = listed[w] = (uint64_t)below(&stream, UINT32_MAX) << 32 | below(&stream, UINT32_MAX);
    memset(found, 0xff, words * 8);
    eep_members_ref(plan, planes, listed, n, expected);
    b.kernels.members(plan, planes, mine, n, found);
    assert_memory_equal(found, expected, words * 8);
    if (n % 64) assert_int_equal(found[words - 1] >> n % 64, 0);
    b.kernels.members(plan, planes, mine, n, mine); /* in place */
    assert_memory_equal(mine, expected, words * 8);
    if (plan->asks_occupation) return;
    b.kernels.members(plan, planes, NULL, n, found);
    assert_memory_equal(found, expected, words * 8);
}

static void test_members_equal_the_reference_at_every_length_and_alignment(void **state)
{
    static const eep_category_rule rules[] = {
        {.bit = 1, .asks_occupation = 1, .months = 6},
        {.bit = 2, .french_level = 7},
        {.bit = 1u << 31, .asks_occupation = 1, .forces_recruit = 1, .continuous_months = 36, .education = 4},
        {.bit = 4},
    };

    (void)state;
    for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++) {
        eep_category_plan plan;

        assert_null(eep_category_plan_make(&rules[r], &plan));
        for (size_t level = 0; next_level(&level, &b.kernels);)
            at_all_places(compare_members, &plan);
    }
}

static void test_members_equal_the_reference_for_random_rules(void **state)
{
    chance stream = {31, 6};

    (void)state;
    for (uint32_t round = 0; round < 500; round++) {
        const eep_category_rule rule = some_category(&stream, 1u << round % 32);
        eep_category_plan plan;

        assert_null(eep_category_plan_make(&rule, &plan));
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_members(256 + round % 64, (place){0}, &plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programs_equal_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_programs_equal_the_reference_for_random_rules),
        cmocka_unit_test(test_programs_equal_the_reference_with_any_of_them_closed),
        cmocka_unit_test(test_members_equal_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_members_equal_the_reference_for_random_rules),
    };

    return cmocka_run_group_tests(tests, open_bench, close_bench);
}

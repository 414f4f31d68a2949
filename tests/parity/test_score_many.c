/*
 * test_score_many.c - score_many against the reference: policies that share nothing, all, or any parts; every
 * count, length, alignment and end of memory; more shared parts than can be kept; totals past the caches.
 */
#include <stdlib.h>

#include "columns.h"
#include "kernels/score/score.h"
#include "policies.h"

#define PLANS EEP_BUNDLE_PLANS

static struct {
    eep_kernels kernels;
    planes_area planes;
    guarded total[PLANS];
    eep_score_tables tables[PLANS];
    eep_score_plan plan[PLANS];
    eep_score_bundle bundle;
} b;

static int open_bench(void **state)
{
    (void)state;
    planes_area_open(&b.planes, MOST);
    for (int k = 0; k < PLANS; k++)
        b.total[k] = open_column(MOST, 2);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    planes_area_close(&b.planes);
    for (int k = 0; k < PLANS; k++)
        guarded_close(&b.total[k]);
    return 0;
}

/* ---- Policies ----------------------------------------------------------------------------------- */

#define FIELD(name)                                                                                          \
    {                                                                                                        \
        offsetof(eep_score_tables, name), sizeof((eep_score_tables *)NULL)->name                             \
    }

/* What policies share or not, each by itself. Any mixture of tables of one profile fits a plan. */
static const struct {
    size_t at, size;
} fields[] = {
    FIELD(age),
    FIELD(education),
    FIELD(first_language),
    FIELD(second_language),
    FIELD(second_language_cap),
    FIELD(canadian_work),
    FIELD(core_cap),
    FIELD(spouse_education),
    FIELD(spouse_language),
    FIELD(spouse_work),
    FIELD(spouse_cap),
    FIELD(education_tier),
    FIELD(language_tier),
    FIELD(certificate_tier),
    FIELD(canadian_work_tier),
    FIELD(foreign_work_tier),
    FIELD(education_language),
    FIELD(education_work),
    FIELD(foreign_language),
    FIELD(foreign_work),
    FIELD(certificate),
    FIELD(education_pair_cap),
    FIELD(foreign_pair_cap),
    FIELD(transferability_cap),
    FIELD(nomination),
    FIELD(job_offer),
    FIELD(canadian_study),
    FIELD(sibling),
    FIELD(french_level),
    FIELD(english_level),
    FIELD(french),
    FIELD(french_with_english),
    FIELD(occupation_work),
    FIELD(occupation_offer),
    FIELD(additional_cap),
    FIELD(total_cap),
};

#undef FIELD
#define FIELDS (sizeof fields / sizeof fields[0])

static void copy_field(size_t field, const eep_score_tables *from, eep_score_tables *to)
{
    memcpy((char *)to + fields[field].at, (const char *)from + fields[field].at, fields[field].size);
}

static void make_plan(size_t k)
{
    const char *why = eep_score_plan_make(&b.tables[k], &b.plan[k]);

    if (why) fail_msg("plan %zu: %s", k, why);
}

static void bind_plans(size_t count)
{
    const eep_score_plan *plan[PLANS];

    for (size_t k = 0; k < count; k++)
        plan[k] = &b.plan[k];
    eep_score_bundle_make(plan, count, &b.bundle);
}

/* Caps as high as they may be, so that no point of a reform is lost under one. */
static void raise_caps(uint32_t seed, eep_score_tables *t)
{
    const largest *most = &profiles[seed % 2];

    for (int with = 0; with < 2; with++) {
        t->core_cap[with] = 1200;
        t->second_language_cap[with] = most->second_cap;
    }
    t->spouse_cap = most->spouse_cap;
    t->education_pair_cap = t->foreign_pair_cap = most->pair_cap;
    t->transferability_cap = most->transferability_cap;
    t->additional_cap = t->total_cap = 1200;
}

static void make_unlike(uint32_t seed, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        some_score_tables(seed + 2 * (uint32_t)k, &b.tables[k]);
        make_plan(k);
    }
    bind_plans(count);
}

/* Reforms of the first policy, or of a reform, in `changes` fields. */
static void make_reforms(uint32_t seed, size_t count, size_t changes)
{
    chance stream = {seed, 3};
    eep_score_tables other;

    make_unlike(seed, 1);
    if (seed % 4 != 0) raise_caps(seed, &b.tables[0]);
    make_plan(0);
    for (size_t k = 1; k < count; k++) {
        b.tables[k] = b.tables[one_in(&stream, 2) ? 0 : below(&stream, (uint32_t)k)];
        some_score_tables(seed + 2 * (uint32_t)k, &other);
        for (size_t change = 0; change < changes; change++)
            copy_field(below(&stream, FIELDS), &other, &b.tables[k]);
        make_plan(k);
    }
    bind_plans(count);
}

/* Reforms of one field, two of each: more shared parts than there are places to keep them in. */
static void make_pairs(size_t field, uint32_t seed)
{
    eep_score_tables other;

    make_unlike(seed, 1);
    raise_caps(seed, &b.tables[0]);
    make_plan(0);
    for (size_t k = 1; k < PLANS; k++) {
        b.tables[k] = b.tables[0];
        some_score_tables(seed + 2 * (uint32_t)(k % (PLANS / 2)), &other);
        copy_field(field, &other, &b.tables[k]);
        make_plan(k);
    }
    bind_plans(PLANS);
}

/* ---- Comparison --------------------------------------------------------------------------------- */

static void compare(size_t n, place where, void *context)
{
    static uint16_t expected[PLANS][MOST];
    const eep_planes *planes = planes_area_fill(&b.planes, n, where, (uint32_t)n);
    uint16_t *wanted[PLANS], *found[PLANS];

    (void)context;
    for (size_t k = 0; k < b.bundle.count; k++) {
        wanted[k] = expected[k];
        found[k] = placed(&b.total[k], n, 2, (place){where.at_end, (where.shift + 5 * k) % 64});
    }
    eep_score_many_ref(&b.bundle, planes, n, wanted);
    b.kernels.score_many(&b.bundle, planes, n, found);
    for (size_t k = 0; k < b.bundle.count; k++)
        assert_memory_equal(found[k], expected[k], n * 2);
}

static void compare_at_all_levels(size_t n)
{
    for (size_t level = 0; next_level(&level, &b.kernels);)
        compare(n, (place){0}, NULL);
}

static void test_unlike_policies_equal_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    make_unlike(0, 3);
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare, NULL);
}

static void test_reforms_equal_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    make_reforms(9, 4, 1);
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare, NULL);
}

static void test_every_count_of_policies_equals_the_reference(void **state)
{
    (void)state;
    for (size_t count = 0; count <= PLANS; count += count < 8 ? 1 : 8) {
        make_reforms(2 * (uint32_t)count + 1, count ? count : 1, 1);
        bind_plans(count);
        compare_at_all_levels(1100);
        make_unlike((uint32_t)count, count);
        compare_at_all_levels(600);
    }
}

static void test_random_reforms_equal_the_reference(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 150; seed++) {
        make_reforms(seed, 2 + seed % 7, 1 + seed % 3);
        compare_at_all_levels(224 + seed % 32);
    }
}

static void test_pairs_of_reforms_of_every_field_equal_the_reference(void **state)
{
    (void)state;
    for (size_t field = 0; field < FIELDS; field++) {
        for (uint32_t seed = 0; seed < 6; seed++) {
            make_pairs(field, seed); /* every third gives points to occupations */
            compare_at_all_levels(192 + field);
        }
    }
}

static void test_reforms_among_unlike_policies_equal_the_reference(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 8; seed++) {
        make_reforms(seed, 24, 2);
        for (size_t k = 24; k < PLANS; k++) {
            some_score_tables(seed + 100 + (uint32_t)k, &b.tables[k]);
            make_plan(k);
        }
        bind_plans(PLANS);
        compare_at_all_levels(2048 + 600 + seed);
    }
}

static void test_the_same_policy_many_times_equals_the_reference(void **state)
{
    (void)state;
    make_reforms(3, PLANS, 0);
    compare_at_all_levels(1100);
}

/* ---- Totals larger than a cache ------------------------------------------------------------------ */

/* Repeats the same candidates, so that the reference need not score them all. */
static void compare_large(size_t count, size_t shift)
{
    enum { TIMES = 128, ROWS = 4096 };
    const eep_planes *few = planes_area_fill(&b.planes, ROWS, (place){0}, 1);
    const size_t n = (size_t)TIMES * ROWS;
    uint8_t *planes = malloc(EEP_PLANES * n);
    uint16_t *totals = aligned_alloc(64, (count * n + 64) * sizeof *totals);
    uint16_t *total[PLANS];
    static uint16_t expected[ROWS];
    eep_planes many;

    assert_true(planes != NULL && totals != NULL);
    for (size_t p = 0; p < EEP_PLANES; p++) {
        many.plane[p] = planes + p * n;
        for (size_t time = 0; time < TIMES; time++)
            memcpy(many.plane[p] + time * ROWS, few->plane[p], ROWS);
    }
    for (size_t k = 0; k < count; k++)
        total[k] = totals + shift + k * n;
    b.kernels.score_many(&b.bundle, &many, n, total);
    for (size_t k = 0; k < count; k++) {
        eep_score_ref(&b.plan[k], few, ROWS, expected, NULL);
        for (size_t time = 0; time < TIMES; time++)
            assert_memory_equal(total[k] + time * ROWS, expected, sizeof expected);
    }
    free(totals);
    free(planes);
}

static void test_totals_larger_than_a_cache_equal_the_reference(void **state)
{
    enum { COUNT = 20 };

    (void)state;
    make_reforms(13, COUNT, 1);
    for (size_t level = 0; next_level(&level, &b.kernels);) {
        if (strcmp(b.kernels.level, "ref") == 0) continue;
        compare_large(COUNT, 0);
        compare_large(COUNT, 1);
        compare_large(COUNT, 24);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unlike_policies_equal_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_reforms_equal_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_every_count_of_policies_equals_the_reference),
        cmocka_unit_test(test_random_reforms_equal_the_reference),
        cmocka_unit_test(test_pairs_of_reforms_of_every_field_equal_the_reference),
        cmocka_unit_test(test_reforms_among_unlike_policies_equal_the_reference),
        cmocka_unit_test(test_the_same_policy_many_times_equals_the_reference),
        cmocka_unit_test(test_totals_larger_than_a_cache_equal_the_reference),
    };

    return cmocka_run_group_tests(tests, open_bench, close_bench);
}

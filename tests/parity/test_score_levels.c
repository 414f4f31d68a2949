/* test_score_levels.c - score kernels of planes against the reference: random planes under random tables. */
#include "../kernels/chance.h"
#include "guarded.h"
#include "kernels/score/score.h"

#define MOST  257
#define PLANS 3

/* Bytes that pack could write: any, but for codes of pairs. */
static void fill_planes(chance *stream, size_t n, const eep_planes *planes)
{
    for (size_t i = 0; i < n; i++) {
        for (int p = 0; p <= EEP_PLANE_OCCUPATION; p++)
            planes->plane[p][i] = (uint8_t)below(stream, 256);
        for (int p = EEP_PLANE_SPOUSE_LR; p <= EEP_PLANE_SPOUSE_WS; p++) {
            const uint32_t pair = below(stream, EEP_PAIR_LEVELS * (EEP_PAIR_LEVELS + 1) / 2);

            planes->plane[p][i] = (uint8_t)(pair | below(stream, 8) << 5);
        }
        if (below(stream, 8) == 0) { /* the extremes */
            for (int p = 0; p <= EEP_PLANE_OCCUPATION; p++)
                planes->plane[p][i] = below(stream, 2) ? 0xE0 | 27 : 0;
        }
    }
}

/* Points below `limit`, the same at both ends of a row. */
static void fill_points(chance *stream, uint16_t *points, size_t size, size_t low, size_t high,
                        uint32_t limit)
{
    for (size_t i = 0; i < size; i++) {
        const int inner = i > low && i <= high;

        points[i] = inner || i == 0 ? (uint16_t)below(stream, limit) : points[i - 1];
    }
}

static void fill_tiers(chance *stream, uint8_t *tier, size_t size, size_t low, size_t high)
{
    for (size_t i = 0; i < size; i++) {
        const int inner = i > low && i <= high;

        tier[i] = inner || i == 0 ? (uint8_t)below(stream, EEP_TIERS) : tier[i - 1];
    }
}

static void fill_person(chance *stream, eep_score_tables *t)
{
    for (int with = 0; with < 2; with++) {
        fill_points(stream, t->age[with], EEP_AGES, 17, 48, 256);
        fill_points(stream, t->education[with], 8, 0, 7, 256);
        fill_points(stream, t->first_language[with], EEP_LEVELS, 3, 10, 64);
        fill_points(stream, t->second_language[with], EEP_LEVELS, 3, 10, 64);
        fill_points(stream, t->canadian_work[with], EEP_YEARS, 0, 7, 226);
        t->second_language_cap[with] = (uint16_t)below(stream, 31);
        t->core_cap[with] = (uint16_t)below(stream, 1201);
    }
    fill_points(stream, t->spouse_education, 8, 0, 7, 64);
    fill_points(stream, t->spouse_language, EEP_LEVELS, 3, 9, 32);
    fill_points(stream, t->spouse_work, EEP_YEARS, 0, 7, 64);
    t->spouse_cap = (uint16_t)below(stream, 128);
}

static void fill_transferability(chance *stream, eep_score_tables *t)
{
    fill_tiers(stream, t->education_tier, 8, 0, 7);
    fill_tiers(stream, t->language_tier, EEP_LEVELS, 3, 10);
    fill_tiers(stream, t->certificate_tier, EEP_LEVELS, 3, 10);
    fill_tiers(stream, t->canadian_work_tier, EEP_YEARS, 0, 7);
    fill_tiers(stream, t->foreign_work_tier, EEP_YEARS, 0, 7);
    fill_points(stream, t->education_language[0], 16, 0, 16, 128);
    fill_points(stream, t->education_work[0], 16, 0, 16, 128);
    fill_points(stream, t->foreign_language[0], 16, 0, 16, 128);
    fill_points(stream, t->foreign_work[0], 16, 0, 16, 128);
    fill_points(stream, t->certificate, EEP_TIERS, 0, EEP_TIERS, 56);
    t->education_pair_cap = (uint16_t)below(stream, 101);
    t->foreign_pair_cap = (uint16_t)below(stream, 101);
    t->transferability_cap = (uint16_t)below(stream, 129);
}

static void fill_additional(chance *stream, eep_score_tables *t, int occupations)
{
    t->nomination = (uint16_t)below(stream, 1201);
    t->sibling = (uint16_t)below(stream, 64);
    fill_points(stream, t->canadian_study, 4, 0, 4, 96);
    fill_points(stream, t->job_offer, 4, 0, 4, 1201);
    t->french_level = (uint8_t)(below(stream, 2) * (4 + below(stream, 7)));
    t->english_level = (uint8_t)(below(stream, 2) * (4 + below(stream, 7)));
    t->french = (uint16_t)below(stream, 96);
    t->french_with_english = (uint16_t)below(stream, 96);
    if (occupations) {
        fill_points(stream, t->occupation_work[1], 12, 0, 12, 128);
        fill_points(stream, t->occupation_offer + 1, 3, 0, 3, 128);
    }
    t->additional_cap = (uint16_t)below(stream, 1201);
    t->total_cap = (uint16_t)(below(stream, 4) ? 1200 : below(stream, 1201));
}

/* Another policy for each seed; every second one gives points for occupations, every third caps nothing. */
static void fill_tables(uint32_t seed, eep_score_tables *t)
{
    chance stream = {seed, 0};

    memset(t, 0, sizeof *t);
    fill_person(&stream, t);
    fill_transferability(&stream, t);
    fill_additional(&stream, t, seed % 2 == 1);
    if (seed % 3 == 0) t->core_cap[0] = t->core_cap[1] = t->additional_cap = t->total_cap = 1200;
}

/* The planes and five arrays of results, each at one end of memory of its own. */
typedef struct fixture {
    guarded plane[EEP_PLANES], out[5];
    eep_score_tables tables[PLANS];
    eep_score_plan plan[PLANS];
} fixture;

static void open_fixture(fixture *f, size_t most)
{
    for (int p = 0; p < EEP_PLANES; p++)
        f->plane[p] = guarded_open(most);
    for (int s = 0; s < 5; s++)
        f->out[s] = guarded_open(most * sizeof(uint16_t));
}

static void close_fixture(fixture *f)
{
    for (int p = 0; p < EEP_PLANES; p++)
        guarded_close(&f->plane[p]);
    for (int s = 0; s < 5; s++)
        guarded_close(&f->out[s]);
}

static void make_plan(fixture *f, size_t k, uint32_t seed)
{
    fill_tables(seed, &f->tables[k]);
    const char *why = eep_score_plan_make(&f->tables[k], &f->plan[k]);
    if (why) fail_msg("seed %u: %s", (unsigned)seed, why);
}

static eep_planes planes_of(const fixture *f, size_t n, int at_end)
{
    eep_planes planes;

    for (int p = 0; p < EEP_PLANES; p++)
        planes.plane[p] = guarded_at(&f->plane[p], n, at_end);
    return planes;
}

/* Sections of which `asked` has the bits; 16: the array of sections is NULL. */
static void compare(const fixture *f, const eep_kernels *kernels, size_t n, int at_end, unsigned asked)
{
    static uint16_t expected[5][MOST];
    uint16_t *const wanted[4] = {expected[0], expected[1], expected[2], expected[3]};
    const eep_planes planes = planes_of(f, n, at_end);
    uint16_t *sections[4], *total = guarded_at(&f->out[4], n * sizeof *total, at_end);

    for (int s = 0; s < 4; s++)
        sections[s] = asked >> s & 1 ? guarded_at(&f->out[s], n * sizeof *total, at_end) : NULL;
    eep_score_ref(&f->plan[0], &planes, n, expected[4], wanted);
    kernels->score(&f->plan[0], &planes, n, total, asked & 16 ? NULL : sections);
    assert_memory_equal(total, expected[4], n * sizeof *total);
    for (int s = 0; s < 4; s++)
        if (sections[s]) assert_memory_equal(sections[s], expected[s], n * sizeof *total);
}

static void test_score_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static fixture f;
    eep_kernels kernels;

    open_fixture(&f, MOST);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint32_t n = 0; n <= MOST; n++) {
            chance stream = {n, 0};

            make_plan(&f, 0, n);
            for (int at_end = 0; at_end < 2; at_end++) {
                const eep_planes planes = planes_of(&f, n, at_end);

                fill_planes(&stream, n, &planes);
                compare(&f, &kernels, n, at_end, 15);
                compare(&f, &kernels, n, at_end, n & 15);
                compare(&f, &kernels, n, at_end, 16);
            }
        }
    }
    close_fixture(&f);
}

/* Every value that one plane can have, under many policies. */
static void test_score_equals_the_reference_under_every_policy(void **state)
{
    (void)state;
    static fixture f;
    eep_kernels kernels;

    open_fixture(&f, MOST);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (uint32_t seed = 0; seed < 300; seed++) {
            const eep_planes planes = planes_of(&f, 256, 0);
            chance stream = {seed, 0};

            make_plan(&f, 0, seed);
            fill_planes(&stream, 256, &planes);
            for (size_t i = 0; i < 256; i++)
                planes.plane[seed % EEP_PLANE_SPOUSE_LR][i] = (uint8_t)i;
            compare(&f, &kernels, 256, 0, 15);
            compare(&f, &kernels, 256, 0, 16);
        }
    }
    close_fixture(&f);
}

static void compare_many(const fixture *f, const eep_kernels *kernels, size_t n, size_t count, int at_end)
{
    static uint16_t expected[PLANS][4 * EEP_BLOCK_ROWS];
    const eep_score_plan *const plan[PLANS] = {&f->plan[0], &f->plan[1], &f->plan[2]};
    uint16_t *const wanted[PLANS] = {expected[0], expected[1], expected[2]};
    const eep_planes planes = planes_of(f, n, at_end);
    uint16_t *total[PLANS];

    for (size_t k = 0; k < PLANS; k++)
        total[k] = guarded_at(&f->out[k], n * sizeof **total, at_end);
    eep_score_many_ref(plan, count, &planes, n, wanted);
    kernels->score_many(plan, count, &planes, n, total);
    for (size_t k = 0; k < count; k++)
        assert_memory_equal(total[k], expected[k], n * sizeof **total);
}

static void test_scores_of_many_plans_equal_the_reference(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 31, 32, 33, 63, 64, 65, 257, 2047, 2048, 2049, 4099};
    static fixture f;
    eep_kernels kernels;

    open_fixture(&f, 4 * EEP_BLOCK_ROWS);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            chance stream = {(uint32_t)l, 0};

            for (uint32_t k = 0; k < PLANS; k++)
                make_plan(&f, k, 1000 + PLANS * (uint32_t)l + k);
            for (int at_end = 0; at_end < 2; at_end++) {
                const eep_planes planes = planes_of(&f, lengths[l], at_end);

                fill_planes(&stream, lengths[l], &planes);
                for (size_t count = 0; count <= PLANS; count++)
                    compare_many(&f, &kernels, lengths[l], count, at_end);
            }
        }
    }
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_equals_the_reference_at_every_length),
        cmocka_unit_test(test_score_equals_the_reference_under_every_policy),
        cmocka_unit_test(test_scores_of_many_plans_equal_the_reference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

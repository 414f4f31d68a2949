/* test_alias.c - alias tables: their frequencies, over every word that can make a difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/make/make.h"
#include "tests/kernels/levels.h"

#define ROOM 4096

/* How often each of the outcomes 0..7 is drawn over all slots and fractions of a table. */
static void count_all(const eep_kernels *kernels, const eep_alias *tables, uint32_t context,
                      uint64_t count[8])
{
    static uint32_t word[ROOM], drawn[ROOM], contexts[ROOM];
    const uint64_t all = (uint64_t)1 << (tables->bits + EEP_ALIAS_THRESHOLD);
    memset(count, 0, 8 * sizeof *count);
    for (uint64_t first = 0; first < all; first += ROOM) {
        for (uint32_t i = 0; i < ROOM; i++) {
            /* Bits below those that are looked at must not matter. */
            word[i] = (uint32_t)((first + i) << (32 - EEP_ALIAS_THRESHOLD - tables->bits)) | (i & 1);
            contexts[i] = context;
        }
        kernels->alias(tables, context != 0 ? contexts : NULL, word, ROOM, drawn);
        for (uint32_t i = 0; i < ROOM; i++) {
            assert_true(drawn[i] < 8);
            count[drawn[i]]++;
        }
    }
}

static const struct frequencies {
    const char *what;
    uint32_t bits, count;
    uint64_t weight[8], expected[8]; /* of 2^(bits + 16) */
} cases[] = {
    {"one outcome takes all", 1, 1, {7}, {131072}},
    {"two alike halve", 1, 2, {5, 5}, {65536, 65536}},
    {"eighths come out exactly", 2, 3, {1, 2, 5}, {32768, 65536, 163840}},
    /* 262144 / 3 = 87381 and a third: the first of equal remainders is rounded up */
    {"thirds are rounded by the largest remainder", 2, 3, {1, 1, 1}, {87382, 87381, 87381}},
    {"large weights are held", 2, 2, {UINT64_C(3) << 58, UINT64_C(1) << 58}, {196608, 65536}},
    {"a rare one is kept", 3, 2, {524287, 1}, {524287, 1}},
};

static void test_alias_draws_each_outcome_exactly_as_often_as_its_weight_says(void **state)
{
    (void)state;
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            eep_alias_slot slot[16];
            eep_outcomes *outcomes = calloc(1, sizeof *outcomes);
            uint64_t count[8];
            assert_non_null(outcomes);
            for (uint32_t i = 0; i < cases[c].count; i++)
                eep_outcomes_add(outcomes, cases[c].weight[i], i);
            /* The second table of two: the context moves it. */
            assert_int_equal(eep_alias_fill(outcomes, cases[c].bits, slot + (1U << cases[c].bits)), 1);
            const eep_alias tables = {slot, cases[c].bits};
            count_all(&kernels, &tables, 1, count);
            for (uint32_t i = 0; i < 8; i++) {
                if (count[i] != cases[c].expected[i])
                    fail_msg("%s at %s: outcome %u is drawn %llu times", cases[c].what, kernels.level, i,
                             (unsigned long long)count[i]);
            }
            free(outcomes);
        }
    }
}

static void test_alias_of_no_weight_is_refused(void **state)
{
    (void)state;
    eep_outcomes *outcomes = calloc(1, sizeof *outcomes);
    eep_alias_slot slot[2];
    assert_non_null(outcomes);
    eep_outcomes_add(outcomes, 0, 3);
    assert_int_equal(outcomes->count, 0);
    assert_int_equal(eep_alias_fill(outcomes, 1, slot), 0);
    free(outcomes);
}

static void test_alias_adds_up_the_weights_of_an_outcome_named_twice(void **state)
{
    (void)state;
    eep_outcomes *outcomes = calloc(1, sizeof *outcomes);
    assert_non_null(outcomes);
    eep_outcomes_add(outcomes, 2, 9);
    eep_outcomes_add(outcomes, 1, 4);
    eep_outcomes_add(outcomes, 3, 9);
    assert_int_equal(outcomes->count, 2);
    assert_int_equal(outcomes->weight[0], 5);
    free(outcomes);
}

static void test_alias_says_when_there_is_no_room_for_an_outcome(void **state)
{
    (void)state;
    eep_outcomes *outcomes = calloc(1, sizeof *outcomes);
    assert_non_null(outcomes);
    for (uint32_t i = 0; i < EEP_OUTCOMES_MAX; i++)
        eep_outcomes_add(outcomes, 1, i);
    eep_outcomes_add(outcomes, 1, 0);
    assert_int_equal(outcomes->is_full, 0);
    eep_outcomes_add(outcomes, 1, EEP_OUTCOMES_MAX);
    assert_int_equal(outcomes->is_full, 1);
    assert_int_equal(outcomes->count, EEP_OUTCOMES_MAX);
    free(outcomes);
}

/* Months i..i, each with weight 1. */
static void fill_bands(eep_model_band bands[32])
{
    for (uint32_t i = 0; i < 32; i++)
        bands[i] = (eep_model_band){i, i, 1};
}

/* The lists of work are the longest: 3 kinds of Canadian study, 32 bands in Canada, and 32 abroad. */
static void test_alias_tables_keep_what_the_longest_lists_of_a_model_hold(void **state)
{
    (void)state;
    static eep_model model;
    eep_model_band bands[32];
    eep_scales scales;
    eep_people_plan plan = {.kind = {.slot = NULL}};
    eep_error error;
    if (eep_model_load(EEP_SOURCE "/datasets/pool-models/second.yaml", &model, &error) != EEP_OK)
        fail_msg("%s", error.message);
    eep_model_archetype *kind = &model.file->archetypes[0], kept = *kind;
    fill_bands(bands);
    kind->canadian_work = kind->foreign_work = bands;
    kind->canadian_work_count = kind->foreign_work_count = 32;
    kind->canadian_study[0] = kind->canadian_study[1] = 1;
    kind->canadian_study[2] = 998;
    eep_scales_open(&scales);
    if (eep_joint_make(model.file, &scales, &plan, &error) != EEP_OK) fail_msg("%s", error.message);
    *kind = kept;
    /* Of those for whom any Canadian study is possible (context 2 of kind 0), 998 of 1000 have the longest.
     */
    const eep_alias_slot *slot = plan.work.slot + ((size_t)2 << plan.work.bits);
    uint64_t longest = 0, all = (uint64_t)1 << (plan.work.bits + EEP_ALIAS_THRESHOLD);
    for (uint32_t i = 0; i < (uint32_t)1 << plan.work.bits; i++) {
        const uint64_t own = slot[i].alias == i ? 65536 : slot[i].threshold;
        if ((slot[i].outcome & 3) == 2) longest += own;
        if ((slot[slot[i].alias].outcome & 3) == 2) longest += 65536 - own;
    }
    assert_in_range(longest * 1000, all * 997, all * 999);
    eep_joint_clear(&plan);
    eep_model_clear(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alias_says_when_there_is_no_room_for_an_outcome),
        cmocka_unit_test(test_alias_tables_keep_what_the_longest_lists_of_a_model_hold),
        cmocka_unit_test(test_alias_draws_each_outcome_exactly_as_often_as_its_weight_says),
        cmocka_unit_test(test_alias_of_no_weight_is_refused),
        cmocka_unit_test(test_alias_adds_up_the_weights_of_an_outcome_named_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The dispatcher: which names it knows, what it fills, what it leaves alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernels/kernels.h"

static void expect_complete(const eep_kernels *kernels)
{
    assert_non_null(kernels->level);
    assert_non_null(kernels->facts);
    assert_non_null(kernels->score_facts);
    assert_non_null(kernels->eligible_facts);
    assert_non_null(kernels->pack);
    assert_non_null(kernels->age);
    assert_non_null(kernels->occupation);
    assert_non_null(kernels->listed);
    assert_non_null(kernels->score);
    assert_non_null(kernels->score_many);
    assert_non_null(kernels->programs);
    assert_non_null(kernels->members);
    assert_non_null(kernels->count);
    assert_non_null(kernels->collect);
    assert_non_null(kernels->random);
}

static void test_select_refuses_an_unknown_level(void **state)
{
    static const char *const unknown[] = {"", "REF", "ref ", "re", "reff", "avx9000"};
    eep_kernels kernels, before;

    (void)state;
    memset(&kernels, 0, sizeof kernels);
    before = kernels;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_int_equal(eep_kernels_select(unknown[i], &kernels), 1);
        assert_memory_equal(&kernels, &before, sizeof kernels);
    }
}

static void test_select_gives_the_reference_by_name(void **state)
{
    eep_kernels kernels;
    int usable = 0;

    (void)state;
    assert_string_equal(eep_kernels_level(0, &usable), "ref");
    assert_int_equal(usable, 1);
    memset(&kernels, 0, sizeof kernels);
    assert_int_equal(eep_kernels_select("ref", &kernels), 0);
    assert_string_equal(kernels.level, "ref");
    expect_complete(&kernels);
}

static void test_select_without_a_name_gives_the_best_usable_level(void **state)
{
    const char *name, *best = NULL;
    eep_kernels kernels;
    int usable;

    (void)state;
    for (size_t index = 0; (name = eep_kernels_level(index, &usable)) != NULL; index++) {
        if (usable) best = name;
    }
    memset(&kernels, 0, sizeof kernels);
    assert_int_equal(eep_kernels_select(NULL, &kernels), 0);
    assert_string_equal(kernels.level, best);
    expect_complete(&kernels);
}

static void test_every_listed_level_is_selectable_or_said_to_be_unusable(void **state)
{
    const char *name;
    int usable;

    (void)state;
    for (size_t index = 0; (name = eep_kernels_level(index, &usable)) != NULL; index++) {
        eep_kernels kernels;

        memset(&kernels, 0, sizeof kernels);
        assert_int_equal(eep_kernels_select(name, &kernels), usable ? 0 : 2);
        if (!usable) {
            assert_null(kernels.level);
            continue;
        }
        assert_string_equal(kernels.level, name);
        expect_complete(&kernels);
    }
}

static void test_the_list_of_levels_ends_and_repeats_no_name(void **state)
{
    size_t count = 0;

    (void)state;
    while (eep_kernels_level(count, NULL))
        count++;
    assert_in_range(count, 1, 16);
    assert_null(eep_kernels_level(count + 1, NULL));
    assert_null(eep_kernels_level(SIZE_MAX, NULL));
    for (size_t a = 0; a < count; a++) {
        for (size_t b = a + 1; b < count; b++)
            assert_string_not_equal(eep_kernels_level(a, NULL), eep_kernels_level(b, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_select_refuses_an_unknown_level),
        cmocka_unit_test(test_select_gives_the_reference_by_name),
        cmocka_unit_test(test_select_without_a_name_gives_the_best_usable_level),
        cmocka_unit_test(test_every_listed_level_is_selectable_or_said_to_be_unusable),
        cmocka_unit_test(test_the_list_of_levels_ends_and_repeats_no_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

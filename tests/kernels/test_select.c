/* The dispatcher: which names it knows, what it fills, what it leaves alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "levels.h"

/* A table has every kernel that it has a place for, and each is of a level that runs here. */
static void expect_complete(const eep_kernels *kernels)
{
    const char *name, *level;
    size_t count = 0;

    assert_non_null(kernels->level);
    while ((name = eep_kernels_family(kernels, count, &level)) != NULL) {
        if (eep_kernels_lacks(level)) fail_msg("%s is of level %s, which does not run here", name, level);
        count++;
    }
    assert_int_equal(sizeof *kernels, sizeof kernels->level + count * sizeof kernels->score);
    for (size_t i = 0; i < count; i++) {
        void (*kernel)(void);

        memcpy(&kernel, (const char *)kernels + sizeof kernels->level + i * sizeof kernel, sizeof kernel);
        assert_non_null(kernel);
    }
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

static void test_a_level_that_lacks_something_is_not_usable(void **state)
{
    const char *name;
    int usable;

    (void)state;
    for (size_t index = 0; (name = eep_kernels_level(index, &usable)) != NULL; index++)
        assert_int_equal(eep_kernels_lacks(name) == NULL, usable);
    assert_null(eep_kernels_lacks("ref"));
    assert_null(eep_kernels_lacks("avx9000"));
    /* No machine is of both kinds. */
    assert_true(eep_kernels_lacks("neon") != NULL || eep_kernels_lacks("avx2") != NULL);
}

static const char *level_of(const eep_kernels *kernels, const char *wanted)
{
    const char *name, *level;

    for (size_t i = 0; (name = eep_kernels_family(kernels, i, &level)) != NULL; i++) {
        if (strcmp(name, wanted) == 0) return level;
    }
    fail_msg("there is no kernel %s", wanted);
    return NULL;
}

static void test_every_kernel_says_its_level(void **state)
{
    eep_kernels kernels;

    (void)state;
    assert_int_equal(eep_kernels_select("ref", &kernels), 0);
    assert_string_equal(level_of(&kernels, "score"), "ref");
    for (size_t level = 0; next_level(&level, &kernels);) {
        /* Every level has its own of these two, and none has one of the wide form. */
        assert_string_equal(level_of(&kernels, "score"), kernels.level);
        assert_string_equal(level_of(&kernels, "random"), kernels.level);
        assert_string_equal(level_of(&kernels, "facts"), "ref");
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
        cmocka_unit_test(test_a_level_that_lacks_something_is_not_usable),
        cmocka_unit_test(test_every_kernel_says_its_level),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_nearest.c - the name that was meant: against the definition of the distance, written down as it is
 * told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "eepool/eepool.h"

/* Names in a list that NULL ends. */
static const char *name_at(const void *context, size_t index)
{
    const char *const *names = context;
    return names[index];
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters put in, left out, changed, or two neighbours swapped: the fewest of them, by trying all. */
static size_t slips(const char *a, size_t m, const char *b, size_t n)
{
    if (m == 0) return n;
    if (n == 0) return m;
    size_t fewest = slips(a, m - 1, b, n - 1) + (a[m - 1] != b[n - 1]);
    fewest = least(fewest, slips(a, m - 1, b, n) + 1);
    fewest = least(fewest, slips(a, m, b, n - 1) + 1);
    if (m > 1 && n > 1 && a[m - 1] == b[n - 2] && a[m - 2] == b[n - 1])
        fewest = least(fewest, slips(a, m - 2, b, n - 2) + 1);
    return fewest;
}

static const char *nearest_by_definition(const char *text, const char *const *names)
{
    const char *nearest = NULL;
    size_t best = strlen(text) / 3 + 2;
    for (; *names != NULL; names++) {
        const size_t found = slips(text, strlen(text), *names, strlen(*names));
        if (found >= best) continue;
        best = found;
        nearest = *names;
    }
    return nearest;
}

static void random_word(uint64_t *random, char word[8])
{
    size_t length = 0;
    do {
        *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        word[length] = (char)('a' + (*random >> 40) % 3);
    } while (++length < 7 && (*random >> 50) % 7 != 0);
    word[length] = '\0';
}

static void test_nearest_is_the_first_of_those_with_the_fewest_slips(void **state)
{
    (void)state;
    uint64_t random = 1;
    size_t found = 0;
    for (int i = 0; i < 300; i++) {
        char text[8], word[5][8];
        const char *names[6] = {NULL};
        random_word(&random, text);
        for (int k = 0; k < 5; k++) {
            random_word(&random, word[k]);
            names[k] = word[k];
        }
        const char *expected = nearest_by_definition(text, names);
        assert_ptr_equal(eep_nearest(text, name_at, names), expected);
        found += expected != NULL;
    }
    assert_true(found > 50 && found < 300);
}

static void test_nearest_of_long_and_empty_texts(void **state)
{
    (void)state;
    static char endless[4096];
    static const char *const names[] = {"", "submitted_at", "crs.additional.sibling", NULL}, *const none[] = {
                                                                                                 NULL};
    memset(endless, 's', sizeof endless - 1);
    assert_null(eep_nearest(endless, name_at, names));
    assert_null(eep_nearest("status", name_at, none));
    assert_string_equal(eep_nearest("", name_at, names), "");
    assert_string_equal(eep_nearest("ubsmitted_ta", name_at, names), "submitted_at");
    assert_string_equal(eep_nearest("crs.aditional.siblings", name_at, names), "crs.additional.sibling");
    assert_null(eep_nearest("birth_date", name_at, names));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nearest_is_the_first_of_those_with_the_fewest_slips),
        cmocka_unit_test(test_nearest_of_long_and_empty_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

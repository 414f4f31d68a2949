/* test_random.c - random kernels against the reference: every length, both ends of memory, every carry. */
#include "guarded.h"
#include "kernels/random/random.h"

#define MOST 257

/* First entities around which low words wrap, and the whole counter does. */
static const uint64_t firsts[] = {
    0, 1, 0xfffffff0, 0xffffffff, 0x1fffffff8, 0xffffffffffffffe0, 0xfffffffffffffff9};

static void compare(const eep_kernels *kernels, guarded area[4], uint64_t first, size_t n, int at_end)
{
    static uint32_t expected[4][MOST];
    const uint32_t key[2] = {0xdeadbeef, (uint32_t)n};
    uint32_t *const wanted[4] = {expected[0], expected[1], expected[2], expected[3]};
    uint32_t *out[4];
    for (int word = 0; word < 4; word++)
        out[word] = guarded_at(&area[word], n * sizeof **out, at_end);
    eep_random_ref(key, first, 3, 5, n, wanted);
    kernels->random(key, first, 3, 5, n, out);
    for (int word = 0; word < 4; word++)
        assert_memory_equal(out[word], expected[word], n * sizeof **out);
}

static void test_random_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    eep_kernels kernels;
    guarded area[4];
    for (int word = 0; word < 4; word++)
        area[word] = guarded_open(MOST * sizeof(uint32_t));
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t f = 0; f < sizeof firsts / sizeof *firsts; f++) {
            for (size_t n = 0; n <= MOST; n++) {
                compare(&kernels, area, firsts[f], n, 0);
                compare(&kernels, area, firsts[f], n, 1);
            }
        }
    }
    for (int word = 0; word < 4; word++)
        guarded_close(&area[word]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_equals_the_reference_at_every_length)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

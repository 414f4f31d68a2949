/* test_memory.c - memory of any size is where the widest vectors want it; the sanitizers look at how it is
 * asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/base.h"

/* Around the sizes from which on pages of megabytes are asked for, and no multiples of them. */
static void test_memory_of_any_size_is_aligned_and_whole(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 63, 64, 65, 4194303, 4194304, 4194305, 4251648, 20000001};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *memory = eep_allocate_raw(NULL, sizes[i], 1);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % 64, 0);
        memset(memory, 0xA5, sizes[i]);
        eep_release(NULL, memory, sizes[i], 1);
    }
}

static void test_memory_that_nobody_has_is_refused(void **state)
{
    (void)state;
    assert_null(eep_allocate_raw(NULL, SIZE_MAX / 2, 3));
    assert_null(eep_allocate(NULL, SIZE_MAX / 4, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_of_any_size_is_aligned_and_whole),
        cmocka_unit_test(test_memory_that_nobody_has_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

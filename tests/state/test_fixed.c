/* test_fixed.c - logarithms, powers and roots in whole numbers, against the library of the compiler. */
#include <math.h>

#include "small.h"

static void test_powers_of_two_are_exact(void **state)
{
    (void)state;
    for (int power = -20; power <= 20; power++) {
        assert_int_equal(eep_exp2(power * EEP_ONE), power < 0 ? EEP_FACTOR >> -power : EEP_FACTOR << power);
        assert_int_equal(eep_log2_ratio(power > 0 ? 1 << power : 1, power < 0 ? 1 << -power : 1),
                         power * EEP_ONE);
    }
}

static void test_powers_and_logarithms_agree_with_the_mathematical_library(void **state)
{
    (void)state;
    for (int i = 1; i < 4000; i += 7) {
        const double x = (i - 2000) / 100.0;
        const int64_t fixed = (i - 2000) * EEP_ONE / 100;
        const double power = (double)eep_exp2(fixed) / (double)EEP_FACTOR;
        const double expected = exp2((double)fixed / (double)EEP_ONE);
        assert_true(fabs(power - expected) <= 3e-8 * expected + 3e-10);
        assert_true(fabs((double)eep_log2_ratio(i, 1000) / (double)EEP_ONE - log2(i / 1000.0)) < 1.0 / 32768);
        if (x >= 0) {
            const double decay = (double)eep_decay(i) / (double)EEP_FACTOR;
            assert_true(fabs(decay - exp(-i / 1000.0)) < 2e-4);
        }
    }
}

static void test_a_logarithm_bears_the_largest_numbers(void **state)
{
    (void)state;
    const int64_t large = ((int64_t)1 << 62) - 1;
    assert_int_equal(eep_log2_ratio(large, large), 0);
    assert_in_range(eep_log2_ratio(large, 1), 61 * EEP_ONE, 62 * EEP_ONE);
    assert_int_equal(eep_log2_ratio(1, large), -62 * EEP_ONE);
}

static void test_a_root_is_rounded_down(void **state)
{
    (void)state;
    static const int64_t squares[] = {0, 1, 2, 3, 4, 8, 9, 99, 100, 4294967296, 4611686014132420609};
    for (size_t i = 0; i < sizeof squares / sizeof squares[0]; i++) {
        const int64_t root = eep_root(squares[i]);
        assert_true(root * root <= squares[i]);
        assert_true((__int128)(root + 1) * (root + 1) > squares[i]);
    }
}

static void test_a_scale_does_not_overflow(void **state)
{
    (void)state;
    assert_int_equal(eep_scale((int64_t)1 << 40, (int64_t)1 << 40, (int64_t)1 << 41), (int64_t)1 << 39);
    assert_int_equal(eep_scale(-7, 1, 2), -3); /* towards zero */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_powers_of_two_are_exact),
        cmocka_unit_test(test_powers_and_logarithms_agree_with_the_mathematical_library),
        cmocka_unit_test(test_a_logarithm_bears_the_largest_numbers),
        cmocka_unit_test(test_a_root_is_rounded_down),
        cmocka_unit_test(test_a_scale_does_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

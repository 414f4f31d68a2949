/*
 * loops_neon.c - plain loops, built for AArch64, whose compilers make vectors of NEON of most of them: packed
 * bits, joins, exceptions, what is expected, tables and ranges. Escapes stay with the reference.
 *
 * Meaning and bytes: as arrays_ref.c and look_up_ref.c; of packed bits and masks, EEP_DECODE_SLACK bytes
 * behind are read.
 */
#include "kernels/decode/loops.h"

void eep_bits_neon(const uint8_t *packed, size_t n, unsigned bits, uint64_t base, size_t width, void *values)
{
    if (bits <= 8)
        loop_few_bits(packed, n, bits, base, width, values);
    else
        eep_bits_ref(packed, n, bits, base, width, values);
}

void eep_join_neon(const void *low, size_t low_width, unsigned bits, uint64_t base, size_t n, size_t width,
                   void *values)
{
    loop_join(low, low_width, bits, base, n, width, values);
}

void eep_expand_neon(const uint8_t *mask, const void *dense, uint64_t common, size_t n, size_t width,
                     void *values)
{
    loop_expand(mask, dense, common, n, width, values);
}

void eep_look_up_neon(const void *code, size_t code_width, size_t n, const void *entries, size_t number,
                      size_t width, void *values)
{
    (void)number;
    loop_look_up(code, code_width, n, entries, width, values);
}

void eep_expected_neon(int rule, const void *a, const void *b, uint16_t limit, size_t n, void *values)
{
    loop_expected(rule, a, b, limit, n, values);
}

void eep_range_neon(const void *values, size_t n, size_t width, int64_t *low, int64_t *high)
{
    eep_range_loop(values, n, width, low, high);
}

/*
 * fixed.h - arithmetic of the estimated state: whole numbers only. Private to sim/state and sim/backtest.
 *
 * Candidates are counted in units of 1/65536 (EEP_ONE is one candidate), factors in units of 1/2^32. No
 * floating point takes part, so that an estimate is the same number on every machine and in any other
 * implementation of the same steps; the twin in tests/twin is one.
 */
#ifndef EEP_SIM_STATE_FIXED_H
#define EEP_SIM_STATE_FIXED_H

#include <stdint.h>

#define EEP_ONE    ((int64_t)1 << 16)
#define EEP_FACTOR ((int64_t)1 << 32)

/*
 * a * numerator / denominator, rounded towards zero; denominator above 0. The product may exceed 64 bits; the
 * result stops at 2^60 on either side, far beyond any pool.
 */
#define EEP_SCALE_MAX ((int64_t)1 << 60)
int64_t eep_scale(int64_t a, int64_t numerator, int64_t denominator);

/*
 * Binary logarithm of a/b in units of 1/65536, rounded down; a and b above 0 and below 2^62. Sixteen steps
 * of squaring in 64 bits.
 */
int64_t eep_log2_ratio(int64_t a, int64_t b);

/*
 * 2 to the power of x/65536 as a factor: an exact power of two times sixteen fixed roots. At most 2^30, and 0
 * below 2^-60.
 */
int64_t eep_exp2(int64_t x);

/* e to the power of -(thousandths/1000) as a factor; thousandths from 0 to 2^40. */
int64_t eep_decay(int64_t thousandths);

/* The square root of a whole number, rounded down. */
int64_t eep_root(int64_t a);

#endif

/* fixed.c - how logarithms, powers and roots are taken in whole numbers. */
#include "sim/state/fixed.h"

#define DOUBLINGS_MAX 30

#define LOG2_E 94548 /* the binary logarithm of e in units of 1/65536 */

int64_t eep_scale(int64_t a, int64_t numerator, int64_t denominator)
{
    const __int128 exact = (__int128)a * numerator / denominator;
    return exact > EEP_SCALE_MAX ? EEP_SCALE_MAX : exact < -EEP_SCALE_MAX ? -EEP_SCALE_MAX : (int64_t)exact;
}

int64_t eep_log2_ratio(int64_t a, int64_t b)
{
    unsigned __int128 value = ((unsigned __int128)a << 62) / (unsigned __int128)b;
    int64_t whole = 0;
    if (value == 0) return -62 * EEP_ONE;
    for (; value >> 63 != 0; whole++)
        value >>= 1;
    for (; value >> 62 == 0; whole--)
        value <<= 1;
    int64_t logarithm = whole * EEP_ONE;
    for (int64_t bit = EEP_ONE >> 1; bit > 0; bit >>= 1) {
        value = value * value >> 62;
        if (value >> 63 != 0) {
            value >>= 1;
            logarithm += bit;
        }
    }
    return logarithm;
}

int64_t eep_exp2(int64_t x)
{
    int64_t whole = x >> 16; /* rounded down, also below 0 */
    if (whole >= DOUBLINGS_MAX) return EEP_FACTOR << DOUBLINGS_MAX;
    if (whole < -2 * DOUBLINGS_MAX) return 0;
    const int64_t fraction = x - whole * EEP_ONE;
    /* Roots of two: the square root of 2 in units of 1/2^32, then the square root of that, and so on. */
    static const uint32_t root_less_one[16] = {
        1779033704, 812638371, 388727752, 190154448, 94047537, 46769127, 23321248, 11644838,
        5818478,    2908254,   1453881,   726879,    363424,   181708,   90853,    45426,
    };
    __int128 value = EEP_FACTOR;
    for (int i = 0; i < 16; i++) {
        if (fraction >> (15 - i) & 1) value += value * root_less_one[i] >> 32;
    }
    for (; whole > 0; whole--)
        value <<= 1;
    return (int64_t)(whole < 0 ? value >> -whole : value);
}

int64_t eep_decay(int64_t thousandths)
{
    return eep_exp2(-(thousandths * LOG2_E / 1000));
}

int64_t eep_root(int64_t a)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 31; bit > 0; bit >>= 1) {
        if ((__int128)(root + bit) * (root + bit) <= a) root += bit;
    }
    return root;
}

/* expect.c - what earlier columns let expect of a value. */
#include "datasets/eepd/eepd.h"

/*
 * The day of a time, floor(time / 86,400), for times that columns.def allows: 86,400 is 128 x 675, and what
 * is left after 128 fits 32 bits, of which a vector holds many. Other times give some day.
 */
#define DAYS_BELOW 40000 /* more days than there are before 1970, to divide what is not negative */

static int32_t day_of(int64_t time)
{
    const uint32_t part = (uint32_t)(time >> 7) + DAYS_BELOW * 675u;
    return (int32_t)(part / 675u) - DAYS_BELOW;
}

static uint16_t lesser(unsigned a, unsigned b)
{
    return (uint16_t)(a < b ? a : b);
}

static void expect_months(const eep_eepd_part *part, const uint16_t *a, const uint16_t *b, size_t count,
                          uint16_t *expected)
{
    const unsigned limit = part->number;
    if (part->rule == EEPD_LESSER) {
        for (size_t i = 0; i < count; i++)
            expected[i] = lesser(a[i], limit);
    } else if (part->rule == EEPD_GREATER) {
        for (size_t i = 0; i < count; i++)
            expected[i] = a[i] > b[i] ? a[i] : b[i];
    } else {
        for (size_t i = 0; i < count; i++)
            expected[i] = lesser((unsigned)a[i] + b[i], limit);
    }
}

void eep_eepd_expect(const eep_eepd_part *part, const eep_columns *columns, uint64_t row, size_t count,
                     void *expected, size_t width)
{
    if (part->rule == EEPD_DAY) {
        const int64_t *time = (const int64_t *)eep_columns_data(columns, part->a) + row;
        int32_t *day = expected;
        for (size_t i = 0; i < count; i++)
            day[i] = day_of(time[i]);
        return;
    }
    const uint16_t *a = (const uint16_t *)eep_columns_data(columns, part->a) + row;
    const uint16_t *b = part->b != EEPD_NONE ? (const uint16_t *)eep_columns_data(columns, part->b) + row : a;
    if (width == sizeof *a) expect_months(part, a, b, count, expected);
}

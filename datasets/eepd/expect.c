/* expect.c - what earlier columns let expect of a value. */
#include "datasets/eepd/eepd.h"

#define SECONDS_A_DAY 86400

static int32_t day_of(int64_t time)
{
    return (int32_t)((time - (time % SECONDS_A_DAY + SECONDS_A_DAY) % SECONDS_A_DAY) / SECONDS_A_DAY);
}

static uint16_t lesser(unsigned a, unsigned b)
{
    return (uint16_t)(a < b ? a : b);
}

static void expect_months(const eep_eepd_part *part, const uint16_t *a, const uint16_t *b, size_t count,
                          uint16_t *expected)
{
    const unsigned limit = part->number;
    for (size_t i = 0; i < count && part->rule == EEPD_LESSER; i++)
        expected[i] = lesser(a[i], limit);
    for (size_t i = 0; i < count && part->rule == EEPD_GREATER; i++)
        expected[i] = a[i] > b[i] ? a[i] : b[i];
    for (size_t i = 0; i < count && part->rule == EEPD_SUM; i++)
        expected[i] = lesser((unsigned)a[i] + b[i], limit);
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

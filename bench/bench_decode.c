/*
 * bench_decode.c - stored columns back to values. What stands for a file are columns as they lie in memory:
 * their bytes for packed bits and escapes, the set of those whom the list of STEM has for a mask, levels of
 * education and months for codes.
 */
#include <string.h>

#include "bench/kernel.h"

#define BYTE_ENTRIES 36
#define FOUR_ENTRIES 1024 /* more than there are months */

static uint8_t by_byte[BYTE_ENTRIES], by_months[FOUR_ENTRIES][4];

#define FUNCTION(kernel)                                                                                     \
    static bench_function kernel##_function(const eep_kernels *kernels)                                      \
    {                                                                                                        \
        return (bench_function)kernels->kernel;                                                              \
    }

FUNCTION(bits)
FUNCTION(join)
FUNCTION(expand)
FUNCTION(escape)
FUNCTION(look_up)
FUNCTION(look_up_four)
FUNCTION(expected)
FUNCTION(range)

static size_t byte_each(size_t n)
{
    return n;
}
static size_t two_each(size_t n)
{
    return 2 * n;
}
static size_t three_each(size_t n)
{
    return 3 * n;
}
static size_t four_each(size_t n)
{
    return 4 * n;
}
static size_t sixteen(size_t n)
{
    (void)n;
    return 16;
}

/* Three bits to two bytes, as what an occupation's code has low. */
static void run_bits(const bench_share *share)
{
    share->kernels->bits((const uint8_t *)share->raw.noc, share->n, 3, 1000, 2, share->out);
}

/* Seven low bits to what was eight high ones, as of a birthday. */
static void run_join(const bench_share *share)
{
    share->kernels->bits((const uint8_t *)share->raw.noc, share->n, 8, 0, 4, share->out);
    share->kernels->join(share->raw.education, 1, 7, (uint64_t)-2005, share->n, 4, share->out);
}

/* Of all but the last, who are the slack of the mask. */
static void run_expand(const bench_share *share)
{
    const uint8_t *mask = (const uint8_t *)share->listed;
    memset(share->out, 0, 2 * share->n);
    share->kernels->expand(mask, share->raw.noc_months, 7, share->n - 64, 2, share->out);
}

/* Bytes of a table, of which whoever has a bachelor's degree has 255. */
static void run_escape(const bench_share *share)
{
    uint8_t *first = share->out + 2 * share->n;
    share->kernels->look_up(share->raw.education, 1, share->n, by_byte, BYTE_ENTRIES, 1, first);
    share->kernels->escape(first, share->raw.noc_months, share->n, 2, share->out);
}

static void run_look_up(const bench_share *share)
{
    share->kernels->look_up(share->raw.education, 1, share->n, by_byte, BYTE_ENTRIES, 1, share->out);
}

static void run_look_up_four(const bench_share *share)
{
    const size_t n = share->n;
    uint8_t *const to[4] = {share->out, share->out + n, share->out + 2 * n, share->out + 3 * n};
    share->kernels->look_up_four(share->raw.noc_months, n, (const uint8_t(*)[4])by_months, to);
}

/* The greater of two numbers of months, of which a copy says how much less there is. */
static void run_expected(const bench_share *share)
{
    memcpy(share->out, share->raw.noc_months, 2 * share->n);
    share->kernels->expected(EEP_EXPECT_GREATER, share->raw.canadian_work_months,
                             share->raw.foreign_work_months, 0, share->n, share->out);
}

static void run_range(const bench_share *share)
{
    int64_t found[2];
    share->kernels->range(share->raw.noc_months, share->n, 2, &found[0], &found[1]);
    memcpy(share->out, found, sizeof found);
}

void eep_bench_decode(void)
{
    static const bench_kernel kernels[] = {
        {"decode_bits", BENCH_RAW, 0.375, 2, 0, bits_function, run_bits, two_each, NULL},
        {"decode_join", BENCH_RAW, 6, 8, 0, join_function, run_join, four_each, NULL},
        {"decode_expand", BENCH_RAW | BENCH_LISTED, 2.125, 4, 0, expand_function, run_expand, two_each, NULL},
        {"decode_escape", BENCH_RAW, 2.5, 3, 0, escape_function, run_escape, three_each, NULL},
        {"decode_look_up", BENCH_RAW, 1, 1, 0, look_up_function, run_look_up, byte_each, NULL},
        {"decode_look_up_four", BENCH_RAW, 2, 4, 0, look_up_four_function, run_look_up_four, four_each, NULL},
        {"decode_expected", BENCH_RAW, 8, 4, 0, expected_function, run_expected, two_each, NULL},
        {"decode_range", BENCH_RAW, 2, 0, 0, range_function, run_range, sixteen, NULL},
    };
    for (size_t i = 0; i < BYTE_ENTRIES; i++)
        by_byte[i] = i == 4 ? 255 : (uint8_t)(i * 7);
    for (size_t i = 0; i < FOUR_ENTRIES; i++)
        for (size_t k = 0; k < 4; k++)
            by_months[i][k] = (uint8_t)(i * 5 + k);
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        bench_kernel_add(&kernels[i]);
}

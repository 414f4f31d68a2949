/*
 * test_decode.c - kernels of stored columns against the reference: every length, both ends of memory, every
 * width and number of bits; and by hand.
 */
#include "guarded.h"
#include "kernels/decode/loops.h"

#define MOST    257  /* every length up to it */
#define LONGEST 4100 /* some of those that are longer than what loops take at a time */
#define WIDE    8

static uint32_t random_word(uint32_t a, uint32_t b, size_t i)
{
    const uint32_t key[2] = {a, b}, counter[4] = {(uint32_t)i, 0, 0, 0};
    uint32_t word[4];
    eep_philox(key, counter, word);
    return word[0];
}

static void fill(void *bytes, size_t length, uint32_t a, uint32_t b)
{
    uint8_t *to = bytes;
    for (size_t i = 0; i < length; i++)
        to[i] = (uint8_t)random_word(a, b, i);
}

/* Memory for two inputs and an output. */
typedef struct areas {
    guarded a, b, out;
} areas;

static areas open_areas_of(size_t most)
{
    return (areas){guarded_open(most * WIDE + 64), guarded_open(most * WIDE + 64),
                   guarded_open(most * WIDE + 64)};
}

static areas open_areas(void)
{
    return open_areas_of(MOST);
}

static void close_areas(areas *of)
{
    guarded_close(&of->a);
    guarded_close(&of->b);
    guarded_close(&of->out);
}

/* Bytes for n values, all 0xaa, as is what lies around them. */
static void *fresh_output(const areas *of, size_t bytes, int at_end)
{
    memset(of->out.first, 0xaa, (size_t)(of->out.end - of->out.first));
    return guarded_at(&of->out, bytes, at_end);
}

static void assert_output(const areas *of, const void *values, const void *expected, size_t bytes)
{
    const uint8_t *begin = values;
    assert_memory_equal(values, expected, bytes);
    for (const uint8_t *byte = of->out.first; byte < of->out.end; byte++)
        if (byte < begin || byte >= begin + bytes) assert_int_equal(*byte, 0xaa);
}

/* ---- Packed bits -------------------------------------------------------------------------------------- */

static void compare_bits(const eep_kernels *kernels, const areas *of, size_t n, unsigned bits, uint64_t base,
                         size_t width, int at_end)
{
    uint64_t expected[LONGEST];
    const size_t length = (n * bits + 7) / 8 + EEP_DECODE_SLACK;
    uint8_t *packed = guarded_at(&of->a, length, at_end);
    fill(packed, length, bits, (uint32_t)n);
    void *values = fresh_output(of, n * width, at_end);
    eep_bits_ref(packed, n, bits, base, width, expected);
    kernels->bits(packed, n, bits, base, width, values);
    assert_output(of, values, expected, n * width);
}

static void test_bits_equal_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint64_t bases[] = {0, 1, 0x8000, UINT64_C(0xfffffffffffff001), UINT64_MAX};
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (unsigned bits = 1; bits <= 32 && bits <= 8 * width; bits++) {
                for (size_t n = 0; n <= MOST; n++)
                    compare_bits(&kernels, &of, n, bits, bases[(n + bits) % 5], width, (int)(n % 2));
            }
        }
    }
    close_areas(&of);
}

static void test_bits_by_hand(void **state)
{
    (void)state;
    /* 5, 2, 7, 0 of three bits each, the lowest first: 101 010 111 000 is 0x1d5. */
    static const uint8_t packed[2 + EEP_DECODE_SLACK] = {0xd5, 0x01};
    static const uint16_t expected[4] = {1005, 1002, 1007, 1000};
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        uint16_t values[4];
        kernels.bits(packed, 4, 3, 1000, 2, values);
        assert_memory_equal(values, expected, sizeof expected);
    }
}

/* ---- Low and high bits -------------------------------------------------------------------------------- */

static void compare_join(const eep_kernels *kernels, const areas *of, size_t n, unsigned bits, size_t width,
                         int at_end)
{
    uint64_t expected[LONGEST];
    const size_t low_width = bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
    const uint64_t base = UINT64_C(0xfedcba9876543210) >> n % 64;
    void *low = guarded_at(&of->a, n * low_width, at_end);
    fill(low, n * low_width, bits, (uint32_t)n); /* bits that are too high as well */
    void *values = fresh_output(of, n * width, at_end);
    fill(expected, n * width, (uint32_t)width, (uint32_t)n);
    memcpy(values, expected, n * width);
    eep_join_ref(low, low_width, bits, base, n, width, expected);
    kernels->join(low, low_width, bits, base, n, width, values);
    assert_output(of, values, expected, n * width);
}

static void test_join_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (unsigned bits = 1; bits <= 32 && bits < 8 * width; bits++) {
                for (size_t n = 0; n <= MOST; n++)
                    compare_join(&kernels, &of, n, bits, width, (int)(n % 2));
            }
        }
    }
    close_areas(&of);
}

/* ---- Exceptions --------------------------------------------------------------------------------------- */

static void compare_expand(const eep_kernels *kernels, const areas *of, size_t n, uint32_t rarity,
                           size_t width, int at_end)
{
    uint64_t expected[LONGEST];
    const uint64_t common = UINT64_C(0x8877665544332211);
    const size_t length = (n + 7) / 8 + EEP_DECODE_SLACK;
    uint8_t *mask = guarded_at(&of->a, length, at_end);
    size_t members = 0;
    memset(mask, 0xff, length); /* behind the last bit as well, where nothing matters */
    for (size_t i = 0; i < n; i++) {
        const int is_set = random_word(rarity, (uint32_t)n, i) % rarity == 0;
        members += (size_t)is_set;
        if (!is_set) mask[i / 8] &= (uint8_t) ~(1u << i % 8);
    }
    void *dense = guarded_at(&of->b, members * width + EEP_DECODE_SLACK, at_end);
    fill(dense, members * width, rarity + 100, (uint32_t)n);
    void *values = fresh_output(of, n * width, at_end);
    eep_expand_ref(mask, dense, common, n, width, expected);
    kernels->expand(mask, dense, common, n, width, values);
    assert_output(of, values, expected, n * width);
}

static void compare_escape(const eep_kernels *kernels, const areas *of, size_t n, uint32_t rarity,
                           size_t width, int at_end)
{
    uint64_t expected[LONGEST];
    uint8_t *first = guarded_at(&of->a, n, at_end);
    size_t escapes = 0;
    fill(first, n, rarity + 200, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        if (random_word(rarity, (uint32_t)n, i) % rarity == 0) first[i] = 255;
        escapes += first[i] == 255;
    }
    void *rare = guarded_at(&of->b, escapes * width + EEP_DECODE_SLACK, at_end);
    fill(rare, escapes * width, rarity + 300, (uint32_t)n);
    void *values = fresh_output(of, n * width, at_end);
    eep_escape_ref(first, rare, n, width, expected);
    kernels->escape(first, rare, n, width, values);
    assert_output(of, values, expected, n * width);
}

/* Exceptions nowhere, here and there, mostly, and everywhere. */
static void test_exceptions_equal_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint32_t rarities[] = {1, 2, 9, 60, UINT32_MAX};
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (size_t n = 0; n <= MOST; n++) {
                for (size_t r = 0; r < sizeof rarities / sizeof *rarities; r++) {
                    compare_expand(&kernels, &of, n, rarities[r], width, (int)(n + r) % 2);
                    compare_escape(&kernels, &of, n, rarities[r], width, (int)(n + r) % 2);
                }
            }
        }
    }
    close_areas(&of);
}

static void test_every_byte_of_a_mask_expands(void **state)
{
    (void)state;
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (unsigned byte = 0; byte < 256; byte++) {
                uint8_t mask[3 + EEP_DECODE_SLACK] = {(uint8_t)byte, 0xff, 0xff};
                uint64_t dense[24], expected[24];
                fill(dense, sizeof dense, byte, (uint32_t)width);
                void *values = fresh_output(&of, 24 * width, 1);
                eep_expand_ref(mask, dense, 7, 24, width, expected);
                kernels.expand(mask, dense, 7, 24, width, values);
                assert_output(&of, values, expected, 24 * width);
            }
        }
    }
    close_areas(&of);
}

static void test_exceptions_by_hand(void **state)
{
    (void)state;
    static const uint8_t mask[1 + EEP_DECODE_SLACK] = {0x0a}, first[4] = {254, 255, 0, 255};
    static const uint16_t others[2] = {300, 9}, expanded[5] = {5, 300, 5, 9, 5};
    static const uint16_t meant[4] = {254, 300, 0, 9};
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        uint16_t values[5];
        kernels.expand(mask, others, 5, 5, 2, values);
        assert_memory_equal(values, expanded, sizeof expanded);
        kernels.escape(first, others, 4, 2, values);
        assert_memory_equal(values, meant, sizeof meant);
    }
}

/* ---- Tables ------------------------------------------------------------------------------------------- */

static void random_codes(void *codes, size_t width, size_t n, size_t number)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t last = (uint32_t)number - 1, any = random_word(1, (uint32_t)n, i);
        const uint32_t code = i == 0 ? last : any % (last + 1);
        if (width == 1)
            ((uint8_t *)codes)[i] = (uint8_t)code;
        else
            ((uint16_t *)codes)[i] = (uint16_t)code;
    }
}

static void compare_look_up(const eep_kernels *kernels, const areas *of, size_t n, size_t number,
                            size_t code_width, size_t width, int at_end)
{
    uint64_t expected[LONGEST];
    void *codes = guarded_at(&of->a, n * code_width, at_end);
    void *entries = guarded_at(&of->b, number * width, at_end);
    random_codes(codes, code_width, n, number);
    fill(entries, number * width, (uint32_t)number, (uint32_t)width);
    void *values = fresh_output(of, n * width, at_end);
    eep_look_up_ref(codes, code_width, n, entries, number, width, expected);
    kernels->look_up(codes, code_width, n, entries, number, width, values);
    assert_output(of, values, expected, n * width);
}

static void test_look_up_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static const size_t numbers[] = {1, 2, 15, 16, 17, 32, 33, 36, 64, 65, 127, 128, 129, 192, 255, 256};
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (size_t n = 0; n <= MOST; n++) {
                for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
                    compare_look_up(&kernels, &of, n, numbers[k], 1, width, (int)(n + k) % 2);
                    compare_look_up(&kernels, &of, n, numbers[k], 2, width, (int)(n + k) % 2);
                }
            }
        }
    }
    close_areas(&of);
}

/* Columns of one table together are what they are one by one, whichever of them are wanted. */
static void compare_four(const eep_kernels *kernels, const areas *of, size_t n, size_t number,
                         unsigned wanted, int at_end)
{
    uint8_t expected[4 * LONGEST], *to[4], *to_expected[4];
    uint16_t *codes = guarded_at(&of->a, n * sizeof *codes, at_end);
    uint8_t(*entries)[4] = guarded_at(&of->b, number * sizeof *entries, at_end);
    uint8_t *values = fresh_output(of, 4 * n, at_end);
    random_codes(codes, 2, n, number);
    fill(entries, number * sizeof *entries, (uint32_t)number, wanted);
    memset(expected, 0xaa, sizeof expected);
    for (unsigned k = 0; k < 4; k++) {
        to[k] = (wanted >> k & 1) != 0 ? values + k * n : NULL;
        to_expected[k] = (wanted >> k & 1) != 0 ? expected + k * n : NULL;
    }
    eep_look_up_four_ref(codes, n, (const uint8_t(*)[4])entries, to_expected);
    kernels->look_up_four(codes, n, (const uint8_t(*)[4])entries, to);
    assert_output(of, values, expected, 4 * n);
}

static void test_four_columns_equal_the_reference_at_every_length(void **state)
{
    (void)state;
    static const size_t numbers[] = {1, 2, 257, 500};
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t n = 0; n <= MOST; n++) {
            for (unsigned wanted = 0; wanted < 16; wanted++)
                compare_four(&kernels, &of, n, numbers[(n + wanted) % 4], wanted, (int)(wanted + n / 2) % 2);
        }
    }
    close_areas(&of);
}

static void compare_long(const eep_kernels *kernels, const areas *of, size_t n, size_t width)
{
    for (unsigned bits = 1; bits <= 32 && bits <= 8 * width; bits++)
        compare_bits(kernels, of, n, bits, UINT64_MAX - 5, width, (int)(bits % 2));
    for (unsigned bits = 3; bits <= 32 && bits < 8 * width; bits += 9)
        compare_join(kernels, of, n, bits, width, (int)(n % 2));
    compare_expand(kernels, of, n, 9, width, 1);
    compare_escape(kernels, of, n, 60, width, 1);
    compare_look_up(kernels, of, n, 36, 1, width, 1);
    compare_look_up(kernels, of, n, 257, 2, width, 1);
}

/* Beside the borders of what is done at a time: 256 and 1,024 values. */
static void test_long_columns_equal_the_reference(void **state)
{
    (void)state;
    static const size_t lengths[] = {1023, 1024, 1025, 2048, 2049, LONGEST};
    eep_kernels kernels;
    areas of = open_areas_of(LONGEST);
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
                compare_long(&kernels, &of, lengths[l], width);
        }
    }
    close_areas(&of);
}

/* A loop that is NEON's, on every machine. */
static void test_loops_over_few_bits_equal_the_reference(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 7, 8, 9, 1023, 1024, 1025, 2048, 2049, LONGEST};
    const eep_kernels kernels = {.bits = loop_few_bits};
    areas of = open_areas_of(LONGEST);
    for (size_t width = 1; width <= WIDE; width *= 2) {
        for (unsigned bits = 1; bits <= 8; bits++) {
            for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
                compare_bits(&kernels, &of, lengths[l], bits, 77, width, (int)(l % 2));
        }
    }
    close_areas(&of);
}

static void test_a_long_table_equals_the_reference(void **state)
{
    (void)state;
    enum { LONG = 5000, NUMBER = 65536 };
    static uint16_t codes[LONG];
    static uint8_t entries[NUMBER][4], expected[4][LONG], values[4][LONG];
    eep_kernels kernels;
    fill(entries, sizeof entries, 1, 2);
    random_codes(codes, 2, LONG, NUMBER);
    uint8_t *const to_expected[4] = {expected[0], expected[1], expected[2], expected[3]};
    uint8_t *const to[4] = {values[0], values[1], values[2], values[3]};
    eep_look_up_four_ref(codes, LONG, (const uint8_t(*)[4])entries, to_expected);
    for (size_t level = 0; next_level(&level, &kernels);) {
        memset(values, 0, sizeof values);
        kernels.look_up_four(codes, LONG, (const uint8_t(*)[4])entries, to);
        assert_memory_equal(values, expected, sizeof values);
    }
}

/* ---- What is expected --------------------------------------------------------------------------------- */

static void compare_expected(const eep_kernels *kernels, const areas *of, size_t n, int rule, uint16_t limit,
                             int at_end)
{
    uint64_t expected[LONGEST];
    const size_t width = rule == EEP_EXPECT_DAY ? 4 : 2, basis = rule == EEP_EXPECT_DAY ? 8 : 2;
    void *a = guarded_at(&of->a, n * basis, at_end), *b = guarded_at(&of->b, n * 2, at_end);
    fill(a, n * basis, (uint32_t)rule, (uint32_t)n); /* times of any kind, those of no day among them */
    fill(b, n * 2, limit, (uint32_t)n);
    void *values = fresh_output(of, n * width, at_end);
    fill(expected, n * width, (uint32_t)rule + 400, (uint32_t)n);
    memcpy(values, expected, n * width);
    const int needs_b = rule == EEP_EXPECT_GREATER || rule == EEP_EXPECT_SUM;
    eep_expected_ref(rule, a, needs_b ? b : NULL, limit, n, expected);
    kernels->expected(rule, a, needs_b ? b : NULL, limit, n, values);
    assert_output(of, values, expected, n * width);
}

static void test_expected_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    static const uint16_t limits[] = {0, 60, 0x7fff, 0x8000, UINT16_MAX};
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (int rule = EEP_EXPECT_DAY; rule <= EEP_EXPECT_SUM; rule++) {
            for (size_t n = 0; n <= MOST; n++) {
                for (size_t l = 0; l < sizeof limits / sizeof *limits; l++)
                    compare_expected(&kernels, &of, n, rule, limits[l], (int)(n + l) % 2);
            }
        }
    }
    close_areas(&of);
}

static void test_expected_by_hand(void **state)
{
    (void)state;
    static const int64_t time[4] = {0, 86399, 86400, -1};
    static const int32_t days[4] = {0, 0, 1, -1};
    static const uint16_t a[3] = {10, 50, 65535}, b[3] = {20, 9, 65535};
    static const uint16_t lesser[3] = {10, 36, 36}, greater[3] = {20, 50, 65535}, sum[3] = {30, 36, 36};
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        int32_t day[4] = {0, 0, 0, 0};
        uint16_t months[3][3] = {{0, 0, 0}, {0, 0, 0}, {1, 1, 1}};
        kernels.expected(EEP_EXPECT_DAY, time, NULL, 0, 4, day);
        assert_memory_equal(day, days, sizeof days);
        kernels.expected(EEP_EXPECT_LESSER, a, NULL, 36, 3, months[0]);
        kernels.expected(EEP_EXPECT_GREATER, a, b, 36, 3, months[1]);
        kernels.expected(EEP_EXPECT_SUM, a, b, 36, 3, months[2]);
        assert_memory_equal(months[0], lesser, sizeof lesser);
        assert_memory_equal(months[1], greater, sizeof greater);
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(months[2][i], sum[i] - 1);
    }
}

/* ---- Ranges ------------------------------------------------------------------------------------------- */

static void compare_range(const eep_kernels *kernels, const areas *of, size_t n, size_t width, int at_end)
{
    int64_t expected[2], found[2] = {1, 0};
    uint8_t *values = guarded_at(&of->a, n * width, at_end);
    fill(values, n * width, (uint32_t)width, (uint32_t)n);
    for (size_t extreme = 0; extreme < 3; extreme++) { /* none, all bits, the sign alone at some place */
        uint8_t *at = values + (n * 7 + extreme * 3) % n * width;
        if (extreme > 0) memset(at, extreme == 1 ? 0xff : 0, width);
        if (extreme == 2) at[width - 1] = 0x80;
        eep_range_ref(values, n, width, &expected[0], &expected[1]);
        kernels->range(values, n, width, &found[0], &found[1]);
        assert_memory_equal(found, expected, sizeof found);
    }
}

static void test_range_equals_the_reference_at_every_length(void **state)
{
    (void)state;
    eep_kernels kernels;
    areas of = open_areas();
    for (size_t level = 0; next_level(&level, &kernels);) {
        for (size_t width = 1; width <= WIDE; width *= 2) {
            for (size_t n = 1; n <= MOST; n++) {
                compare_range(&kernels, &of, n, width, 0);
                compare_range(&kernels, &of, n, width, 1);
            }
        }
    }
    close_areas(&of);
}

static void test_range_by_hand(void **state)
{
    (void)state;
    static const uint8_t bytes[3] = {200, 7, 90};
    static const int32_t days[3] = {-5, 3, -6};
    eep_kernels kernels;
    for (size_t level = 0; next_level(&level, &kernels);) {
        int64_t low, high;
        kernels.range(bytes, 3, 1, &low, &high);
        assert_true(low == 7 && high == 200);
        kernels.range(days, 3, 4, &low, &high);
        assert_true(low == -6 && high == 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits_equal_the_reference_at_every_length),
        cmocka_unit_test(test_bits_by_hand),
        cmocka_unit_test(test_join_equals_the_reference_at_every_length),
        cmocka_unit_test(test_exceptions_equal_the_reference_at_every_length),
        cmocka_unit_test(test_every_byte_of_a_mask_expands),
        cmocka_unit_test(test_exceptions_by_hand),
        cmocka_unit_test(test_look_up_equals_the_reference_at_every_length),
        cmocka_unit_test(test_four_columns_equal_the_reference_at_every_length),
        cmocka_unit_test(test_long_columns_equal_the_reference),
        cmocka_unit_test(test_loops_over_few_bits_equal_the_reference),
        cmocka_unit_test(test_a_long_table_equals_the_reference),
        cmocka_unit_test(test_expected_equals_the_reference_at_every_length),
        cmocka_unit_test(test_expected_by_hand),
        cmocka_unit_test(test_range_equals_the_reference_at_every_length),
        cmocka_unit_test(test_range_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_tables.c - both ways of counting combinations find the same table, which says what the columns say. */
#include "datasets/eepd/table.h"
#include "pools.h"

#define MOST       4096
#define STACK_ROOM (MOST * 512 + 262144)

static eep_eepd_encoder encoder;

static int start_coding(void **state)
{
    (void)state;
    encoder.stack = (eep_eepd_stack){.bytes = aligned_alloc(64, STACK_ROOM), .room = STACK_ROOM};
    encoder.count = calloc(EEPD_COUNTED, sizeof *encoder.count);
    return encoder.stack.bytes == NULL || encoder.count == NULL;
}

static int end_coding(void **state)
{
    (void)state;
    free(encoder.stack.bytes);
    free(encoder.count);
    return 0;
}

/* Three columns of different widths, below `spans`, and a flag; values are 0 where the flag is not set. */
struct sample {
    size_t rows, count;
    uint8_t flag[MOST], byte[MOST];
    uint16_t pair[MOST];
    int32_t word[MOST];
    int64_t kept[3][MOST]; /* as the way that takes any values wants them */
};

static struct sample sample;

static void make_sample(size_t rows, int flags, const uint64_t spans[3], int64_t base, uint64_t seed)
{
    sample.rows = rows;
    sample.count = 0;
    for (size_t i = 0; i < rows; i++) {
        const uint64_t random = eep_spread(seed * MOST + i);
        /* The product of two is small more often than not: some combinations are frequent. */
        const uint64_t low = (random & 0xffff) * (random >> 16 & 0xffff) >> 16;
        sample.flag[i] = !flags || (random >> 60) % 3 == 0;
        sample.byte[i] = sample.flag[i] ? (uint8_t)(low * spans[0] >> 16) : 0;
        sample.pair[i] = sample.flag[i] ? (uint16_t)((random >> 32 & 0xff) * spans[1] >> 8) : 0;
        sample.word[i] = sample.flag[i] ? (int32_t)(base + (int64_t)(low * spans[2] >> 16)) : 0;
        if (!sample.flag[i]) continue;
        sample.kept[0][sample.count] = sample.byte[i];
        sample.kept[1][sample.count] = sample.pair[i];
        sample.kept[2][sample.count++] = sample.word[i];
    }
}

static eep_eepd_values look_at(const void *data, size_t width, size_t column)
{
    int64_t low = sample.count < sample.rows ? 0 : sample.kept[column][0], high = low;
    for (size_t i = 0; i < sample.count; i++) {
        low = sample.kept[column][i] < low ? sample.kept[column][i] : low;
        high = sample.kept[column][i] > high ? sample.kept[column][i] : high;
    }
    return (eep_eepd_values){.data = data, .width = width, .low = low, .high = high};
}

static int count_directly(eep_eepd_table *table)
{
    const eep_eepd_rows rows = {
        .columns = 3,
        .rows = sample.rows,
        .count = sample.count,
        .flag = sample.count < sample.rows ? sample.flag : NULL,
        .column = {look_at(sample.byte, 1, 0), look_at(sample.pair, 2, 1), look_at(sample.word, 4, 2)}};
    return eep_eepd_table_direct(&encoder, &rows, table);
}

static int count_any(eep_eepd_table *table)
{
    const int64_t *values[3] = {sample.kept[0], sample.kept[1], sample.kept[2]};
    return eep_eepd_table_make(&encoder, values, 3, sample.count, table);
}

static void expect_right(const eep_eepd_table *table)
{
    uint32_t rows[MOST] = {0};
    for (size_t i = 0; i < sample.count; i++) {
        const size_t code = (size_t)table->code[i];
        assert_in_range(code, 0, table->entries - 1);
        rows[code]++;
        for (size_t c = 0; c < 3; c++)
            assert_int_equal(table->entry[c][code], sample.kept[c][i]);
    }
    for (uint32_t i = 0; i < table->entries; i++) {
        assert_int_equal(table->rows[i], rows[i]);
        assert_true(i == 0 || rows[i] <= rows[i - 1]);
    }
}

static void expect_same(const eep_eepd_table *one, const eep_eepd_table *other)
{
    assert_int_equal(one->entries, other->entries);
    assert_memory_equal(one->code, other->code, sample.count * sizeof *one->code);
    assert_memory_equal(one->rows, other->rows, one->entries * sizeof *one->rows);
    for (size_t c = 0; c < 3; c++)
        assert_memory_equal(one->entry[c], other->entry[c], one->entries * sizeof *one->entry[c]);
    assert_int_equal(one->length, other->length);
    assert_int_equal(one->plan.encoding, other->plan.encoding);
    assert_int_equal(one->plan.bits, other->plan.bits);
}

static void test_both_ways_find_the_same_table(void **state)
{
    (void)state;
    static const uint64_t spans[][3] = {{1, 1, 1},   {2, 3, 5},    {13, 1, 13},
                                        {1, 200, 1}, {40, 60, 90}, /* more than there are rows */
                                        {3, 1, 4000}};
    size_t made = 0, refused = 0;
    for (size_t s = 0; s < sizeof spans / sizeof *spans; s++) {
        for (uint64_t seed = 1; seed <= 12; seed++) {
            const size_t rows = seed % 3 == 0 ? MOST : 3 + eep_spread(seed) % 1000;
            eep_eepd_table direct, any;
            make_sample(rows, seed % 2 == 0, spans[s], seed % 4 == 0 ? -100000 : 0, seed);
            if (sample.count < 2) continue;
            encoder.stack.used = 0;
            const int how = count_directly(&direct);
            if (how == EEPD_TABLE_UNKNOWN) continue;
            assert_int_equal(count_any(&any), how);
            if (how == EEPD_TABLE_MADE) {
                expect_right(&direct);
                expect_same(&direct, &any);
            }
            made += how == EEPD_TABLE_MADE;
            refused += how == EEPD_TABLE_NONE;
        }
    }
    assert_true(made > 20);
    assert_true(refused > 0);
}

static void test_values_that_span_more_than_the_rows_are_not_counted_directly(void **state)
{
    (void)state;
    static const uint64_t spans[3] = {2, 2, 1000000};
    eep_eepd_table table;
    make_sample(MOST, 0, spans, 0, 1);
    encoder.stack.used = 0;
    assert_int_equal(count_directly(&table), EEPD_TABLE_UNKNOWN);
}

static void test_a_stack_that_is_full_makes_no_table(void **state)
{
    (void)state;
    static const uint64_t spans[3] = {2, 3, 5};
    eep_eepd_table table;
    make_sample(MOST, 0, spans, 0, 1);
    encoder.stack.used = 0;
    assert_int_equal(count_directly(&table), EEPD_TABLE_MADE);
    const size_t needed = encoder.stack.used;
    for (size_t left = 0; left < needed; left += 4096) {
        encoder.stack.used = STACK_ROOM - left;
        assert_int_equal(count_directly(&table), EEPD_TABLE_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_ways_find_the_same_table),
        cmocka_unit_test(test_values_that_span_more_than_the_rows_are_not_counted_directly),
        cmocka_unit_test(test_a_stack_that_is_full_makes_no_table),
    };
    return cmocka_run_group_tests(tests, start_coding, end_coding);
}

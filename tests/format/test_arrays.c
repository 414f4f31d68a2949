/* test_arrays.c - every encoding of an array gives its values back, and takes no bytes on trust. */
#include <zstd.h>

#include "datasets/eepd/array.h"
#include "pools.h"

#define MOST      5000
#define ROOM      (MOST * 64 + 65536)
#define UNTOUCHED 0xA5 /* what lies behind the values a decoder may write */

static eep_eepd_encoder encoder;
static eep_eepd_decoder decoder;
static eep_kernels kernels[8]; /* of every level that this machine can run */
static size_t levels;
static unsigned char bytes[ROOM + EEPD_SLACK];

static int start_coding(void **state)
{
    (void)state;
    for (size_t level = 0; levels < 8 && next_level(&level, &kernels[levels]);)
        levels++;
    decoder.kernels = &kernels[0];
    encoder.level = 1;
    encoder.zstd = ZSTD_createCCtx();
    decoder.zstd = ZSTD_createDCtx();
    encoder.stack =
        (eep_eepd_stack){.bytes = aligned_alloc(64, MOST * 256 + 65536), .room = MOST * 256 + 65536};
    decoder.stack = (eep_eepd_stack){.bytes = aligned_alloc(64, MOST * 128), .room = MOST * 128};
    encoder.count = calloc(EEPD_COUNTED, sizeof *encoder.count);
    return encoder.count == NULL || encoder.zstd == NULL || decoder.zstd == NULL;
}

static int end_coding(void **state)
{
    (void)state;
    ZSTD_freeCCtx(encoder.zstd);
    ZSTD_freeDCtx(decoder.zstd);
    free(encoder.stack.bytes);
    free(decoder.stack.bytes);
    free(encoder.count);
    return 0;
}

/* Every third value and the last picked out: the same values, or the same fault. */
static void check_picks(size_t length, size_t count, size_t width, const char *fault,
                        const unsigned char *values)
{
    static uint32_t row[MOST];
    unsigned char picked[MOST * 8 + 64];
    eep_eepd_cursor from = {bytes, bytes + length};
    size_t wanted = 0;
    for (size_t i = 0; i < count; i++)
        if (i % 3 == 1 || i + 1 == count) row[wanted++] = (uint32_t)i;
    memset(picked, UNTOUCHED, sizeof picked);
    const char *other = eep_eepd_array_pick(&decoder, &from, count, width, row, wanted, picked);
    assert_int_equal(decoder.depth, 0);
    assert_int_equal(decoder.stack.used, 0);
    assert_string_equal(other != NULL ? other : "fine", fault != NULL ? fault : "fine");
    if (fault != NULL) return;
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(picked[wanted * width + i], UNTOUCHED);
    for (size_t i = 0; i < wanted; i++)
        if (memcmp(picked + i * width, values + row[i] * width, width) != 0)
            fail_msg("value %u of %zu, %zu bytes wide, is another when it is picked", row[i], count, width);
}

/* Decodes `length` bytes, and checks that nothing behind `count` values was written. */
static const char *decode_by(const eep_kernels *by, size_t length, size_t count, size_t width,
                             unsigned char *values)
{
    eep_eepd_cursor from = {bytes, bytes + length};
    unsigned char *room = malloc(count * width + 64);
    assert_non_null(room);
    memset(room, UNTOUCHED, count * width + 64);
    decoder.kernels = by;
    const char *fault = eep_eepd_array_get(&decoder, &from, count, width, room);
    assert_int_equal(decoder.depth, 0);
    assert_int_equal(decoder.stack.used, 0);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(room[count * width + i], UNTOUCHED);
    check_picks(length, count, width, fault, room);
    if (fault == NULL) memcpy(values, room, count * width);
    free(room);
    return fault != NULL || from.at == bytes + length ? fault : "bytes are left";
}

/* By the kernels of every level, which have to agree. */
static const char *decode(size_t length, size_t count, size_t width, unsigned char *values)
{
    unsigned char again[MOST * 8];
    const char *fault = decode_by(&kernels[0], length, count, width, values);
    for (size_t i = 1; i < levels; i++) {
        const char *other = decode_by(&kernels[i], length, count, width, again);
        if (fault != NULL || other != NULL)
            assert_string_equal(other != NULL ? other : "no fault", fault != NULL ? fault : "no fault");
        else
            assert_memory_equal(again, values, count * width);
    }
    return fault;
}

static void check_values(const int64_t *values, size_t count, size_t width, size_t length)
{
    unsigned char back[MOST * 8];
    const char *fault = decode(length, count, width, back);
    if (fault != NULL) fail_msg("%zu values of %zu bytes: %s", count, width, fault);
    for (size_t i = 0; i < count; i++) {
        if (memcmp(back + i * width, &values[i], width) != 0)
            fail_msg("value %zu of %zu, %zu bytes wide, is another", i, count, width);
    }
}

/* Puts values, gets them back, and returns the encoding that was chosen. */
static int choose(const int64_t *values, size_t count, size_t width)
{
    eep_eepd_buffer to = {.bytes = bytes, .room = ROOM};
    eep_eepd_array_put(&encoder, values, count, width, &to);
    assert_int_equal(to.status, EEP_OK);
    assert_int_equal(encoder.stack.used, 0);
    for (size_t i = 0; i < EEPD_COUNTED; i++)
        assert_int_equal(encoder.count[i], 0);
    check_values(values, count, width, to.length);
    return count == 0 ? -1 : bytes[0];
}

/* ---- Choice ------------------------------------------------------------------------------------------ */

static int64_t value_of(int shape, size_t i, uint64_t *random)
{
    switch (shape) {
    case 0:
        return 9;
    case 1:
        return 5 + 3 * (int64_t)i;
    case 2:
        return random_between(random, 0, 63);
    case 3:
        return random_between(random, 0, 65535);
    case 4:
        return random_between(random, 0, 20) == 0 ? random_between(random, 0, 120) : 7;
    case 5: /* ranks: the small ones are frequent */
        return random_between(random, 0, 30) * random_between(random, 0, 30) * random_between(random, 0, 1);
    default: /* rises by little */
        return (int64_t)i * 1000 + random_between(random, 0, 9);
    }
}

static void test_array_gets_the_encoding_that_its_values_ask_for(void **state)
{
    (void)state;
    static const int expected[] = {EEPD_CONSTANT, EEPD_RUN,    EEPD_PACKED, EEPD_PACKED,
                                   EEPD_SPARSE,   EEPD_ESCAPE, EEPD_DELTA};
    int64_t values[MOST];
    uint64_t random = 1;
    for (int shape = 0; shape < 7; shape++) {
        for (size_t i = 0; i < MOST; i++)
            values[i] = value_of(shape, i, &random);
        assert_int_equal(choose(values, MOST, 4), expected[shape]);
    }
    for (size_t i = 0; i < MOST; i++) /* many low bits, and high ones of which few are frequent */
        values[i] = random_between(&random, 0, 1023) +
                    1024 * random_between(&random, 0, 9) * random_between(&random, 0, 9);
    assert_int_equal(choose(values, MOST, 4), EEPD_SPLIT);
    for (size_t i = 0; i < MOST; i++) /* few beyond a byte, and far beyond */
        values[i] = random_between(&random, 0, 99) > 0
                        ? random_between(&random, 0, 9) * random_between(&random, 0, 20)
                        : random_between(&random, 255, 60000);
    assert_int_equal(choose(values, MOST, 4), EEPD_ESCAPE);
}

static void test_array_of_any_length_and_width_comes_back(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 129, 4095, 4096, 4097, MOST};
    int64_t values[MOST];
    uint64_t random = 2;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        for (size_t width = 1; width <= 8; width *= 2) {
            for (int shape = 0; shape < 7; shape++) {
                for (size_t i = 0; i < counts[c]; i++)
                    values[i] =
                        width == 1 ? value_of(shape, i, &random) & 255 : value_of(shape, i, &random) & 65535;
                choose(values, counts[c], width);
            }
        }
    }
}

/* Every span of bits, from bases on both sides of zero and at the ends of what a width holds. */
static void test_array_of_any_span_comes_back(void **state)
{
    (void)state;
    int64_t values[1000];
    uint64_t random = 3;
    for (unsigned bits = 1; bits <= 63; bits++) {
        const int64_t span = (int64_t)((UINT64_C(1) << bits) - 1);
        const int64_t bases[] = {0, -1, -span / 2 - 1, INT64_MAX - span, INT64_MIN};
        for (size_t b = 0; b < sizeof bases / sizeof *bases; b++) {
            for (size_t i = 0; i < 1000; i++)
                values[i] = bases[b] + (int64_t)(next_random(&random) & (uint64_t)span);
            choose(values, 1000, 8);
            if (bits <= 31) choose(values, 1000, 4); /* what does not fit is cut, the same on both sides */
        }
    }
}

/* ---- Each encoding by itself --------------------------------------------------------------------------- */

static void test_array_packed_to_any_number_of_bits_comes_back(void **state)
{
    (void)state;
    int64_t values[777];
    uint64_t random = 4;
    for (unsigned bits = 1; bits <= EEPD_BITS_MAX; bits++) {
        for (size_t width = bits <= 8 ? 1 : bits <= 16 ? 2 : 4; width <= 8; width *= 2) {
            for (size_t i = 0; i < 777; i++)
                values[i] = 100 + (int64_t)(next_random(&random) & ((UINT64_C(1) << bits) - 1));
            eep_eepd_buffer to = {.bytes = bytes, .room = ROOM};
            eep_eepd_packed_put(&encoder, values, 777, width, 100, bits, &to);
            check_values(values, 777, width, to.length);
        }
    }
}

static void test_array_split_at_any_bit_comes_back(void **state)
{
    (void)state;
    int64_t values[500];
    uint64_t random = 5;
    for (size_t width = 2; width <= 8; width *= 2) {
        const int64_t span = width == 8 ? INT64_C(1) << 40 : INT64_C(1) << (8 * width - 1);
        for (unsigned low = 1; low <= 32 && low < 8 * width; low++) {
            for (size_t i = 0; i < 500; i++)
                values[i] = random_between(&random, 0, span - 1);
            eep_eepd_buffer to = {.bytes = bytes, .room = ROOM};
            eep_eepd_split_put(&encoder, values, 500, width, 0, low, 0, &to);
            check_values(values, 500, width, to.length);
        }
    }
}

static void test_array_of_each_nested_encoding_comes_back(void **state)
{
    (void)state;
    int64_t values[MOST];
    uint64_t random = 6;
    for (int64_t often = 0; often <= 100; often += 5) {
        for (size_t i = 0; i < MOST; i++)
            values[i] = random_between(&random, 1, 100) <= often ? 6 : random_between(&random, 0, 400);
        for (size_t width = 2; width <= 8; width *= 2) {
            eep_eepd_buffer to = {.bytes = bytes, .room = ROOM};
            eep_eepd_sparse_put(&encoder, values, MOST, width, 6, 0, &to);
            check_values(values, MOST, width, to.length);
            to.length = 0;
            eep_eepd_escape_put(&encoder, values, MOST, width, 0, &to);
            check_values(values, MOST, width, to.length);
            to.length = 0;
            eep_eepd_delta_put(&encoder, values, MOST, width, 0, &to);
            check_values(values, MOST, width, to.length);
        }
    }
}

/* Worked by hand from FORMAT.md: base 10, three bits: 1, 7, 0, 5 are 0b101'000'111'001 = B9 | 8 bits, 0A | 4.
 */
static void test_array_packed_by_hand(void **state)
{
    (void)state;
    static const unsigned char packed[] = {EEPD_PACKED, 10, 3, EEPD_STORED, 0x39, 0x0A};
    unsigned char back[4];
    memcpy(bytes, packed, sizeof packed);
    assert_null(decode(sizeof packed, 4, 1, back));
    assert_memory_equal(back, ((unsigned char[]){11, 17, 10, 15}), 4);
}

/* Common 2; mask 0b00010010: rows 1 and 4 have 9 and 8. Then differences 1, -1, 1 from 5. */
static void test_array_sparse_and_delta_by_hand(void **state)
{
    (void)state;
    static const unsigned char sparse[] = {EEPD_SPARSE, 2, EEPD_STORED, 0x12, EEPD_RUN, 9, 255};
    static const unsigned char delta[] = {EEPD_DELTA, 5, EEPD_PACKED, 255, 2, EEPD_STORED, 0x22};
    unsigned char back[5];
    memcpy(bytes, sparse, sizeof sparse);
    assert_null(decode(sizeof sparse, 5, 1, back));
    assert_memory_equal(back, ((unsigned char[]){2, 9, 2, 2, 8}), 5);
    memcpy(bytes, delta, sizeof delta);
    assert_null(decode(sizeof delta, 4, 1, back));
    assert_memory_equal(back, ((unsigned char[]){5, 6, 5, 6}), 4);
}

/* High parts 1 and 2 (two bits each), low parts both 5, above 100; then 255 twice, for 300 and 400. */
static void test_array_split_and_escape_by_hand(void **state)
{
    (void)state;
    static const unsigned char split[] = {EEPD_SPLIT,  100, 0, 4, EEPD_CONSTANT, 5,
                                          EEPD_PACKED, 0,   0, 2, EEPD_STORED,   0x09};
    static const unsigned char escape[] = {EEPD_ESCAPE, EEPD_PACKED, 0,        8,  EEPD_STORED, 7,   255,
                                           8,           255,         EEPD_RUN, 44, 1,           100, 0};
    uint16_t back[4];
    memcpy(bytes, split, sizeof split);
    assert_null(decode(sizeof split, 2, 2, (unsigned char *)back));
    assert_memory_equal(back, ((uint16_t[]){100 + 16 * 1 + 5, 100 + 16 * 2 + 5}), 4);
    memcpy(bytes, escape, sizeof escape);
    assert_null(decode(sizeof escape, 4, 2, (unsigned char *)back));
    assert_memory_equal(back, ((uint16_t[]){7, 300, 8, 400}), 8);
}

/* ---- Hostile arrays ------------------------------------------------------------------------------------ */

static void expect_fault(const unsigned char *array, size_t length, size_t count, size_t width,
                         const char *what)
{
    unsigned char back[64];
    memcpy(bytes, array, length);
    memset(bytes + length, 0xFF, EEPD_SLACK);
    const char *fault = decode(length, count, width, back);
    if (fault == NULL || strstr(fault, what) == NULL)
        fail_msg("\"%s\", not \"%s\"", fault ? fault : "read", what);
}

#define EXPECT(count, width, what, ...)                                                                      \
    expect_fault((const unsigned char[]){__VA_ARGS__}, sizeof((unsigned char[]){__VA_ARGS__}), count, width, \
                 what)

static void test_hostile_arrays_are_told_by_what_is_wrong(void **state)
{
    (void)state;
    EXPECT(4, 1, "unknown encoding", EEPD_ENCODINGS);
    EXPECT(4, 1, "unknown encoding", 255);
    EXPECT(4, 1, "bytes are left", EEPD_CONSTANT, 1, 2);
    EXPECT(4, 4, "ends within an array", EEPD_CONSTANT, 1, 2, 3);
    EXPECT(4, 4, "ends within an array", EEPD_RUN, 1, 2, 3, 4, 5, 6, 7);
    EXPECT(4, 1, "ends within an array", EEPD_PACKED, 1);
    EXPECT(4, 1, "impossible number of bits", EEPD_PACKED, 1, 0, EEPD_STORED);
    EXPECT(4, 1, "impossible number of bits", EEPD_PACKED, 1, 9, EEPD_STORED, 0, 0, 0, 0, 0);
    EXPECT(1, 8, "impossible number of bits", EEPD_PACKED, 0, 0, 0, 0, 0, 0, 0, 0, 33, EEPD_STORED, 0, 0, 0,
           0, 0);
    EXPECT(4, 1, "unused bits are not zero", EEPD_PACKED, 0, 3, EEPD_STORED, 0, 0x10);
    EXPECT(4, 1, "a string is longer than its block", EEPD_PACKED, 0, 3, EEPD_STORED, 0);
    EXPECT(4, 1, "unknown method", EEPD_PACKED, 0, 3, 2, 0, 0);
    EXPECT(4, 1, "ends within a string", EEPD_PACKED, 0, 3, EEPD_ZSTD, 0, 0, 0);
    EXPECT(4, 1, "a string is longer than its block", EEPD_PACKED, 0, 3, EEPD_ZSTD, 255, 255, 255, 255, 0);
    EXPECT(4, 1, "one zstd frame", EEPD_PACKED, 0, 3, EEPD_ZSTD, 2, 0, 0, 0, 7, 7);
    EXPECT(4, 2, "impossible number of bits", EEPD_SPLIT, 0, 0, 0, EEPD_CONSTANT, 0, EEPD_CONSTANT, 0, 0);
    EXPECT(4, 2, "impossible number of bits", EEPD_SPLIT, 0, 0, 16, EEPD_CONSTANT, 0, EEPD_CONSTANT, 0, 0);
    EXPECT(4, 1, "unused bits are not zero", EEPD_SPARSE, 0, EEPD_STORED, 0x10, EEPD_CONSTANT, 0);
    EXPECT(4, 1, "ends within an array", EEPD_SPARSE, 0, EEPD_STORED, 0x01);
    EXPECT(4, 1, "ends within an array", EEPD_ESCAPE, EEPD_CONSTANT, 255);
    EXPECT(9, 1, "nested too deep", EEPD_DELTA, 0, EEPD_DELTA, 0, EEPD_DELTA, 0, EEPD_DELTA, 0, EEPD_CONSTANT,
           0);
}

/* A frame of zeros that stands for more, or for fewer, than the array has. */
static void test_hostile_frames_of_another_length(void **state)
{
    (void)state;
    static unsigned char zeros[100000], array[4096];
    static const size_t lengths[] = {0, 1, 799, 801, 100000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t length = ZSTD_compress(array + 8, sizeof array - 8, zeros, lengths[i], 1);
        memcpy(array, (const unsigned char[]){EEPD_PACKED, 0, 8, EEPD_ZSTD}, 4);
        memcpy(array + 4, &(uint32_t){(uint32_t)length}, 4);
        expect_fault(array, 8 + length, 800, 1, "it is not one zstd frame of the right length");
    }
}

/* Whatever the bytes: no crash, nothing written elsewhere, and an answer. The sanitizers look on. */
static void test_hostile_arrays_of_random_bytes(void **state)
{
    (void)state;
    uint64_t random = 7;
    unsigned char back[MOST * 8];
    for (int i = 0; i < 20000; i++) {
        const size_t length = next_random(&random) % 200, width = (size_t)1 << next_random(&random) % 4;
        for (size_t at = 0; at < length; at++) {
            const uint64_t draw = next_random(&random);
            bytes[at] = (unsigned char)(draw % 3 == 0 ? draw >> 8 : draw >> 8 & 7);
        }
        decode(length, next_random(&random) % 300, width, back);
    }
}

/* A sound array with one bit changed is refused or other values, never worse. */
static void test_hostile_arrays_with_a_bit_changed(void **state)
{
    (void)state;
    int64_t values[600];
    unsigned char back[600 * 8];
    uint64_t random = 8;
    for (int shape = 2; shape < 7; shape++) {
        for (size_t i = 0; i < 600; i++)
            values[i] = value_of(shape, i, &random);
        eep_eepd_buffer to = {.bytes = bytes, .room = ROOM};
        eep_eepd_array_put(&encoder, values, 600, 4, &to);
        for (size_t bit = 0; bit < to.length * 8; bit++) {
            eep_eepd_cursor from = {bytes, bytes + to.length};
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            eep_eepd_array_get(&decoder, &from, 600, 4, back);
            assert_int_equal(decoder.stack.used, 0);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_array_gets_the_encoding_that_its_values_ask_for),
        cmocka_unit_test(test_array_of_any_length_and_width_comes_back),
        cmocka_unit_test(test_array_of_any_span_comes_back),
        cmocka_unit_test(test_array_packed_to_any_number_of_bits_comes_back),
        cmocka_unit_test(test_array_split_at_any_bit_comes_back),
        cmocka_unit_test(test_array_of_each_nested_encoding_comes_back),
        cmocka_unit_test(test_array_packed_by_hand),
        cmocka_unit_test(test_array_sparse_and_delta_by_hand),
        cmocka_unit_test(test_array_split_and_escape_by_hand),
        cmocka_unit_test(test_hostile_arrays_are_told_by_what_is_wrong),
        cmocka_unit_test(test_hostile_frames_of_another_length),
        cmocka_unit_test(test_hostile_arrays_of_random_bytes),
        cmocka_unit_test(test_hostile_arrays_with_a_bit_changed),
    };
    return cmocka_run_group_tests(tests, start_coding, end_coding);
}

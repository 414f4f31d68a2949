/*
 * test_pack.c - pack, age, occupation and listed against the reference: every length, alignment and end of
 * memory, every day of four years, and tables of birthdays that no calendar has.
 */
#include "../kernels/calendar.h"
#include "columns.h"
#include "kernels/pack/pack.h"

/* Tables and arrays of a comparison. The two tables of occupations end where memory does. */
typedef struct bench {
    eep_kernels kernels;
    eep_pack_tables tables;
    raw_area raw;
    planes_area expected, found;
    guarded noc_class, noc_categories, words[2];
} bench;

static bench b;

static int open_bench(void **state)
{
    chance stream = {20150131, 0};

    (void)state;
    raw_area_open(&b.raw, MOST);
    planes_area_open(&b.expected, MOST);
    planes_area_open(&b.found, MOST);
    b.noc_class = guarded_open(EEP_NOC_CODES);
    b.noc_categories = guarded_open(EEP_NOC_CODES * sizeof(uint32_t));
    b.words[0] = guarded_open((MOST + 64) * 8);
    b.words[1] = guarded_open((MOST + 64) * 8);
    uint8_t *noc_class = guarded_at(&b.noc_class, EEP_NOC_CODES, 1);
    uint32_t *noc_categories = guarded_at(&b.noc_categories, EEP_NOC_CODES * sizeof(uint32_t), 1);
    for (size_t code = 0; code < EEP_NOC_CODES; code++) {
        noc_class[code] = (uint8_t)below(&stream, 64);
        noc_categories[code] = below(&stream, UINT32_MAX);
    }
    b.tables.noc_class = noc_class;
    b.tables.noc_categories = noc_categories;
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    raw_area_close(&b.raw);
    planes_area_close(&b.expected);
    planes_area_close(&b.found);
    guarded_close(&b.noc_class);
    guarded_close(&b.noc_categories);
    guarded_close(&b.words[0]);
    guarded_close(&b.words[1]);
    return 0;
}

static void set_day(calendar_day on)
{
    fill_birthdays(&b.tables, on);
    b.tables.language_test_after = b.tables.day - 730;
    b.tables.assessment_after = b.tables.day - 1826;
}

/* ---- pack --------------------------------------------------------------------------------------- */

static void compare_pack(size_t n, place where, void *context)
{
    const int past_range = *(const int *)context;
    const place other = {.at_end = where.at_end, .shift = where.shift * 7 % 64};
    const eep_raw *raw = raw_area_fill(&b.raw, n, where, (uint32_t)n, b.tables.day, past_range);
    const eep_planes *expected = planes_area_place(&b.expected, n, other);
    const eep_planes *found = planes_area_place(&b.found, n, other);

    eep_pack_ref(&b.tables, raw, n, expected);
    b.kernels.pack(&b.tables, raw, n, found);
    for (int p = 0; p < EEP_PLANES; p++)
        assert_memory_equal(found->plane[p], expected->plane[p], n);
}

static void test_pack_equals_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    set_day((calendar_day){2024, 2, 29});
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare_pack, &(int){0});
}

/* Months of all 16 bits, also those that no column has. */
static void test_pack_equals_the_reference_for_months_past_their_range(void **state)
{
    (void)state;
    set_day((calendar_day){2025, 7, 4});
    for (size_t level = 0; next_level(&level, &b.kernels);) {
        for (size_t n = 1000; n < 1064; n++)
            compare_pack(n, (place){0}, &(int){1});
    }
}

/* Every number of months in every column, so that no quotient of twelve is left out. */
static void test_pack_equals_the_reference_for_every_number_of_months(void **state)
{
    (void)state;
    set_day((calendar_day){2025, 7, 4});
    for (uint32_t first = 0; first < 65536; first += 4096) {
        const eep_raw *raw = raw_area_fill(&b.raw, 4096, (place){0}, first, b.tables.day, 0);
        const eep_planes *expected = planes_area_place(&b.expected, 4096, (place){0});
        const eep_planes *found = planes_area_place(&b.found, 4096, (place){0});

        for (size_t c = 0; c < RAW_COLUMNS; c++) {
            uint16_t *months = (uint16_t *)(void *)b.raw.column[c].first;

            for (uint32_t i = 0; raw_columns[c].width == 2 && i < 4096; i++)
                months[i] = (uint16_t)(first + i);
        }
        eep_pack_ref(&b.tables, raw, 4096, expected);
        for (size_t level = 0; next_level(&level, &b.kernels);) {
            b.kernels.pack(&b.tables, raw, 4096, found);
            for (int p = 0; p < EEP_PLANES; p++)
                assert_memory_equal(found->plane[p], expected->plane[p], 4096);
        }
    }
}

static void test_pack_equals_the_reference_on_days_around_leap_days(void **state)
{
    (void)state;
    for (calendar_day on = {2023, 12, 25}; on.year < 2026; on = day_after(on)) {
        set_day(on);
        for (size_t level = 0; next_level(&level, &b.kernels);)
            compare_pack(96, (place){0}, &(int){0});
    }
}

/* ---- age ---------------------------------------------------------------------------------------- */

static void compare_age(size_t n, place where, void *context)
{
    const place other = {.at_end = where.at_end, .shift = where.shift * 7 % 64};
    const eep_raw *raw = raw_area_fill(&b.raw, n, where, (uint32_t)n, b.tables.day, 0);
    uint8_t *expected = planes_area_fill(&b.expected, n, other, (uint32_t)n)->plane[EEP_PLANE_AGE];
    uint8_t *found = planes_area_place(&b.found, n, other)->plane[EEP_PLANE_AGE];

    (void)context;
    if (n) memcpy(found, expected, n); /* bits of foreign years, to be kept, and ages to be renewed */
    eep_age_ref(&b.tables, raw->birth_date, n, expected);
    b.kernels.age(&b.tables, raw->birth_date, n, found);
    assert_memory_equal(found, expected, n);
}

static void test_age_equals_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    set_day((calendar_day){2023, 7, 5});
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare_age, NULL);
}

/* Births on, before and after every birthday that a code begins with, and every tenth day of three centuries.
 */
static size_t fill_births(int32_t *birth)
{
    size_t n = 0;

    for (int age = 0; age < EEP_AGES; age++) {
        for (int32_t beside = -1; beside <= 1; beside++)
            birth[n++] = b.tables.birthday[age] + beside;
    }
    for (int32_t day = FIRST_DATE + b.tables.day % 10; day <= LAST_DATE && n < MOST; day += 25)
        birth[n++] = day;
    birth[n++] = FIRST_DATE;
    birth[n++] = LAST_DATE;
    return n;
}

static void compare_births(void)
{
    static int32_t birth[MOST + 2];
    static uint8_t expected[MOST + 2], found[MOST + 2];
    const size_t n = fill_births(birth);

    memset(expected, 0x60, n);
    eep_age_ref(&b.tables, birth, n, expected);
    for (size_t level = 0; next_level(&level, &b.kernels);) {
        memset(found, 0x60, n);
        b.kernels.age(&b.tables, birth, n, found);
        assert_memory_equal(found, expected, n);
    }
}

static void test_age_equals_the_reference_on_every_day_of_four_years(void **state)
{
    (void)state;
    for (calendar_day on = {2023, 1, 1}; on.year < 2027; on = day_after(on)) {
        set_day(on);
        compare_births();
    }
    for (int year = 1900; year < 2200; year++) {
        set_day((calendar_day){year, 2, days_in_month(year, 2)});
        compare_births();
    }
}

/* Years of no, one or a hundred thousand days: what counts is that nobody gets younger by waiting. */
static void test_age_equals_the_reference_for_any_ascending_birthdays(void **state)
{
    chance stream = {77, 0};

    (void)state;
    for (int round = 0; round < 300; round++) {
        static const uint32_t spreads[] = {1, 2, 40, 700, 4000};
        const uint32_t spread = spreads[round % 5];

        b.tables.day = (int32_t)below(&stream, 30000);
        b.tables.birthday[0] = b.tables.day;
        for (int age = 1; age < EEP_AGES; age++)
            b.tables.birthday[age] = b.tables.birthday[age - 1] - (int32_t)below(&stream, spread);
        compare_births();
    }
}

/* ---- occupation and listed ---------------------------------------------------------------------- */

static void compare_occupation(size_t n, place where, void *context)
{
    const place other = {.at_end = where.at_end, .shift = where.shift * 7 % 64};
    const eep_raw *raw = raw_area_fill(&b.raw, n, where, (uint32_t)n, b.tables.day, n % 2);
    uint8_t *expected = planes_area_place(&b.expected, n, other)->plane[EEP_PLANE_OCCUPATION];
    uint8_t *found = planes_area_place(&b.found, n, other)->plane[EEP_PLANE_OCCUPATION];

    (void)context;
    eep_occupation_ref(&b.tables, raw->noc, raw->noc_canadian_months, n, expected);
    b.kernels.occupation(&b.tables, raw->noc, raw->noc_canadian_months, n, found);
    assert_memory_equal(found, expected, n);
}

static void test_occupation_equals_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare_occupation, NULL);
}

static void test_occupation_and_listed_equal_the_reference_for_every_code(void **state)
{
    static uint32_t noc[EEP_NOC_CODES];
    static uint16_t months[EEP_NOC_CODES];
    static uint8_t expected[EEP_NOC_CODES], found[EEP_NOC_CODES];
    static uint64_t expected_bits[EEP_NOC_CODES / 64 + 1], found_bits[EEP_NOC_CODES / 64 + 1];

    (void)state;
    for (uint32_t code = 0; code < EEP_NOC_CODES; code++)
        noc[code] = code, months[code] = (uint16_t)(code % 37);
    eep_occupation_ref(&b.tables, noc, months, EEP_NOC_CODES, expected);
    for (size_t level = 0; next_level(&level, &b.kernels);) {
        b.kernels.occupation(&b.tables, noc, months, EEP_NOC_CODES, found);
        assert_memory_equal(found, expected, EEP_NOC_CODES);
        for (int bit = 0; bit < 32; bit += 31) {
            eep_listed_ref(b.tables.noc_categories, 1u << bit, noc, EEP_NOC_CODES, expected_bits);
            b.kernels.listed(b.tables.noc_categories, 1u << bit, noc, EEP_NOC_CODES, found_bits);
            assert_memory_equal(found_bits, expected_bits, (EEP_NOC_CODES + 63) / 64 * 8);
        }
    }
}

static void compare_listed(size_t n, place where, void *context)
{
    const size_t words = (n + 63) / 64;
    const eep_raw *raw = raw_area_fill(&b.raw, n, where, (uint32_t)n, b.tables.day, 0);
    uint64_t *expected = placed(&b.words[0], words, 8, where), *found = placed(&b.words[1], words, 8, where);

    (void)context;
    memset(found, 0xff, words * 8); /* bits past the last candidate must be cleared */
    eep_listed_ref(b.tables.noc_categories, 1u << n % 32, raw->noc, n, expected);
    b.kernels.listed(b.tables.noc_categories, 1u << n % 32, raw->noc, n, found);
    assert_memory_equal(found, expected, words * 8);
    if (n % 64) assert_int_equal(found[words - 1] >> n % 64, 0);
}

static void test_listed_equals_the_reference_at_every_length_and_alignment(void **state)
{
    (void)state;
    for (size_t level = 0; next_level(&level, &b.kernels);)
        at_all_places(compare_listed, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_equals_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_pack_equals_the_reference_for_months_past_their_range),
        cmocka_unit_test(test_pack_equals_the_reference_for_every_number_of_months),
        cmocka_unit_test(test_pack_equals_the_reference_on_days_around_leap_days),
        cmocka_unit_test(test_age_equals_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_age_equals_the_reference_on_every_day_of_four_years),
        cmocka_unit_test(test_age_equals_the_reference_for_any_ascending_birthdays),
        cmocka_unit_test(test_occupation_equals_the_reference_at_every_length_and_alignment),
        cmocka_unit_test(test_occupation_and_listed_equal_the_reference_for_every_code),
        cmocka_unit_test(test_listed_equals_the_reference_at_every_length_and_alignment),
    };

    return cmocka_run_group_tests(tests, open_bench, close_bench);
}

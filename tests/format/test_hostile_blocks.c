/* test_hostile_blocks.c - blocks that pass their checksum and are not what a block is: parts, tables, rules.
 */
#include "forge.h"

enum { ID, LEFT, RIGHT }; /* positions of the columns of with_two */

/*
 * An honest file of 3 rows with the ids 1, 2, 3 and two columns of one group, whose block is to be added as
 * the second; `low` to `high` is the range of both.
 */
static forgery with_two(int left, int right, int64_t low, int64_t high)
{
    forgery file = {.header = {.chunk_rows = 1024}, .rows = 3, .provenance = "{}", .provenance_bytes = 2};
    text ids = {.length = 0};
    set_schema(&file, 1 | UINT64_C(1) << left | UINT64_C(1) << right);
    assert_int_equal(file.columns.groups, 2);
    add_number(&ids, EEPD_RUN, 1);
    add_number(&ids, 1, 8);
    add_number(&ids, 1, 8);
    add_values(&file.blocks[0], ID, &ids);
    file.range[ID] = (eep_eepd_range){1, 3};
    file.range[LEFT] = file.range[RIGHT] = (eep_eepd_range){low, high};
    file.count = 2;
    return file;
}

static forgery two_levels(void)
{
    return with_two(EEP_COL_english_listening, EEP_COL_english_reading, 0, 12);
}

static text array_of(const unsigned char *bytes, size_t length)
{
    text array = {.length = 0};
    add_bytes(&array, bytes, length);
    return array;
}

#define ARRAY(...) array_of((const unsigned char[]){__VA_ARGS__}, sizeof((unsigned char[]){__VA_ARGS__}))

static const part_head values_head = {
    .kind = EEPD_VALUES, .where = EEPD_NONE, .a = EEPD_NONE, .b = EEPD_NONE};

/* ---- Parts ------------------------------------------------------------------------------------------- */

static void test_block_of_two_parts_is_read(void **state)
{
    (void)state;
    forgery file = two_levels();
    eep_error error;
    const text seven = ARRAY(EEPD_CONSTANT, 7);
    add_values(&file.blocks[1], LEFT, &seven);
    add_values(&file.blocks[1], RIGHT, &seven);
    forge(&file);
    if (read_forged(&error) != EEP_OK) fail_msg("%s", error.message);
}

static void test_hostile_columns_of_parts(void **state)
{
    (void)state;
    const text seven = ARRAY(EEPD_CONSTANT, 7);
    forgery file = two_levels();
    add_values(&file.blocks[1], LEFT, &seven);
    expect(&file, EEP_ERROR_DAMAGED,
           "chunk 0, column english_listening and 1 more, rows 0 to 2: a column has no part");
    add_values(&file.blocks[1], LEFT, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "two parts have the same column");
    file = two_levels();
    add_values(&file.blocks[1], ID, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "a part has a column of another group");
    file = two_levels();
    add_values(&file.blocks[1], 200, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "a part has a column of another group");
    file = two_levels();
    add_part(&file.blocks[1], &values_head, (const uint8_t[]){LEFT, RIGHT}, 2, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "a part has an impossible number of columns");
    file = two_levels();
    add_part(&file.blocks[1], &values_head, (const uint8_t[]){LEFT}, 0, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "a part has an impossible number of columns");
}

static void test_hostile_lengths_and_kinds_of_parts(void **state)
{
    (void)state;
    const text seven = ARRAY(EEPD_CONSTANT, 7), longer = ARRAY(EEPD_CONSTANT, 7, 7);
    part_head head = values_head;
    forgery file = two_levels();
    head.kind = EEPD_PARTS;
    add_part(&file.blocks[1], &head, (const uint8_t[]){LEFT}, 1, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "a part has an unknown kind");
    file = two_levels();
    head = values_head;
    head.more = 100;
    add_part(&file.blocks[1], &head, (const uint8_t[]){LEFT}, 1, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "it ends within a part");
    head.more = -3; /* the length is then near 2^32 */
    file = two_levels();
    add_part(&file.blocks[1], &head, (const uint8_t[]){LEFT}, 1, &seven);
    expect(&file, EEP_ERROR_DAMAGED, "it ends within a part");
    file = two_levels();
    add_values(&file.blocks[1], LEFT, &seven);
    add_values(&file.blocks[1], RIGHT, &longer);
    expect(&file, EEP_ERROR_DAMAGED,
           "chunk 0, column english_reading, rows 0 to 2: there are bytes behind the arrays");
    file = two_levels();
    add_values(&file.blocks[1], LEFT, &seven);
    add_values(&file.blocks[1], RIGHT, &seven);
    add_number(&file.blocks[1], 0, 1);
    expect(&file, EEP_ERROR_DAMAGED, "there are bytes behind its last part");
    file.blocks[1].bytes[0] = 3;
    expect(&file, EEP_ERROR_DAMAGED, "it ends within a part");
    file.blocks[1].bytes[0] = 65;
    expect(&file, EEP_ERROR_DAMAGED, "it has too many parts");
}

static void test_hostile_values_out_of_range(void **state)
{
    (void)state;
    const text seven = ARRAY(EEPD_CONSTANT, 7), thirteen = ARRAY(EEPD_CONSTANT, 13);
    forgery file = two_levels();
    add_values(&file.blocks[1], LEFT, &seven);
    add_values(&file.blocks[1], RIGHT, &thirteen);
    expect(
        &file, EEP_ERROR_DAMAGED,
        "chunk 0, column english_reading, rows 0 to 2: a value lies outside the range that the index gives");
}

static void test_hostile_country(void **state)
{
    (void)state;
    forgery file = {.header = {.chunk_rows = 1024}, .rows = 1, .provenance = "{}", .provenance_bytes = 2};
    const text country = ARRAY(EEPD_CONSTANT, 0x1F, 0x04); /* 1 * 1024 + 0 * 32 + 31 */
    set_schema(&file, UINT64_C(1) << EEP_COL_citizenship);
    add_values(&file.blocks[file.count++], 0, &country);
    file.range[0] = (eep_eepd_range){0, 27482};
    expect(&file, EEP_ERROR_DAMAGED,
           "column citizenship, rows 0 to 0: a country is no code of three letters");
}

/* ---- Tables ------------------------------------------------------------------------------------------ */

/* Combinations (7, 8) and (9, 10), and the codes of three rows, in two bits each. */
static text table_of(unsigned char codes)
{
    return ARRAY(EEPD_RUN, 7, 2, EEPD_RUN, 8, 2, EEPD_PACKED, 0, 2, EEPD_STORED, codes);
}

static part_head table_head(uint16_t entries)
{
    return (part_head){
        .kind = EEPD_TABLE, .where = EEPD_NONE, .a = EEPD_NONE, .b = EEPD_NONE, .number = entries};
}

static forgery with_table(const part_head *head, const text *arrays)
{
    forgery file = two_levels();
    add_part(&file.blocks[1], head, (const uint8_t[]){LEFT, RIGHT}, 2, arrays);
    return file;
}

static void test_hostile_tables(void **state)
{
    (void)state;
    eep_error error;
    part_head head = table_head(2);
    text arrays = table_of(0x11); /* 1, 0, 1 */
    forgery file = with_table(&head, &arrays);
    forge(&file);
    if (read_forged(&error) != EEP_OK) fail_msg("%s", error.message);
    arrays = table_of(0x12); /* 2, 0, 1 */
    file = with_table(&head, &arrays);
    expect(&file, EEP_ERROR_DAMAGED, "a row has a combination that is not in its table");
    arrays = table_of(0x11);
    head = table_head(0);
    file = with_table(&head, &arrays);
    expect(&file, EEP_ERROR_DAMAGED, "a table has an impossible number of entries");
    head = table_head(4); /* more than rows */
    file = with_table(&head, &arrays);
    expect(&file, EEP_ERROR_DAMAGED, "a table has an impossible number of entries");
    head = table_head(65535);
    file = with_table(&head, &arrays);
    expect(&file, EEP_ERROR_DAMAGED, "a table has an impossible number of entries");
    head = table_head(3); /* the third entry of the second column is then 12, of the first 11: all allowed */
    file = with_table(&head, &arrays);
    forge(&file);
    assert_int_equal(read_forged(NULL), EEP_OK);
    head = table_head(2);
    arrays = ARRAY(EEPD_RUN, 7, 200, EEPD_RUN, 8, 2, EEPD_CONSTANT, 0); /* an entry that no row has */
    file = with_table(&head, &arrays);
    expect(&file, EEP_ERROR_DAMAGED, "a value lies outside the range that the index gives");
    head.rule = 1;
    file = with_table(&head, &arrays);
    expect(&file, EEP_ERROR_DAMAGED, "a part has a rule that it cannot have");
}

/* ---- Rows of a flag ---------------------------------------------------------------------------------- */

/* A spouse comes with rows 0 and 2; the levels of these are 5 and 6. */
static forgery with_spouse(uint8_t where, int64_t low)
{
    forgery file = with_two(EEP_COL_accompanying_spouse, EEP_COL_spouse_listening, 0, 1);
    const text flags = ARRAY(EEPD_PACKED, 0, 1, EEPD_STORED, 5), levels = ARRAY(EEPD_RUN, 5, 1);
    part_head head = values_head;
    head.where = where;
    add_values(&file.blocks[1], LEFT, &flags);
    add_part(&file.blocks[1], &head, (const uint8_t[]){RIGHT}, 1, &levels);
    file.range[RIGHT] = (eep_eepd_range){low, 6};
    return file;
}

static void test_hostile_rows_of_a_flag(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    char *provenance = NULL;
    forgery file = with_spouse(LEFT, 0);
    forge(&file);
    eep_columns_init(&pool, NULL);
    if (eep_eepd_read(in_folder("c.eepd"), kernels_in_turn(), 1, &pool, &provenance, &error) != EEP_OK)
        fail_msg("%s", error.message);
    assert_memory_equal(pool.spouse_listening, ((uint8_t[]){5, 0, 6}), 3);
    free(provenance);
    eep_columns_clear(&pool);
    file = with_spouse(LEFT, 5); /* but row 1 has 0 */
    expect(&file, EEP_ERROR_DAMAGED, "column spouse_listening, rows 0 to 2: a value lies outside the range");
    static const uint8_t bad[] = {RIGHT, ID, 3, 254};
    for (size_t i = 0; i < sizeof bad; i++) {
        file = with_spouse(bad[i], 0);
        expect(&file, EEP_ERROR_DAMAGED, "a part rests on a column that it cannot rest on");
    }
}

/* ---- Predictions ------------------------------------------------------------------------------------- */

/* Months 10, 20, 30 in Canada; in the occupation there, as many as the limit allows, less a difference. */
static forgery with_months(const part_head *head, unsigned char difference)
{
    forgery file = with_two(EEP_COL_canadian_work_months, EEP_COL_noc_canadian_months, 0, 36);
    const text months = ARRAY(EEPD_RUN, 10, 0, 10, 0), less = ARRAY(EEPD_CONSTANT, difference, 0);
    add_values(&file.blocks[1], LEFT, &months);
    add_part(&file.blocks[1], head, (const uint8_t[]){RIGHT}, 1, &less);
    return file;
}

static part_head lesser(uint8_t a, uint8_t b)
{
    return (part_head){
        .kind = EEPD_PREDICTED, .where = EEPD_NONE, .rule = EEPD_LESSER, .a = a, .b = b, .number = 25};
}

static void test_hostile_predictions(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    char *provenance = NULL;
    part_head head = lesser(LEFT, EEPD_NONE);
    forgery file = with_months(&head, 4);
    forge(&file);
    eep_columns_init(&pool, NULL);
    if (eep_eepd_read(in_folder("c.eepd"), kernels_in_turn(), 1, &pool, &provenance, &error) != EEP_OK)
        fail_msg("%s", error.message);
    assert_memory_equal(pool.noc_canadian_months, ((uint16_t[]){6, 16, 21}), 6);
    free(provenance);
    eep_columns_clear(&pool);
    file = with_months(&head, 11); /* 10 - 11 is 65535 */
    expect(&file, EEP_ERROR_DAMAGED,
           "column noc_canadian_months, rows 0 to 2: a value lies outside the range");
    static const uint8_t bad[] = {RIGHT, ID, 3, EEPD_NONE};
    for (size_t i = 0; i < sizeof bad; i++) {
        head = lesser(bad[i], EEPD_NONE);
        file = with_months(&head, 4);
        expect(&file, EEP_ERROR_DAMAGED, "a part rests on a column that it cannot rest on");
    }
    head = lesser(LEFT, LEFT); /* the rule has no use for b */
    file = with_months(&head, 4);
    expect(&file, EEP_ERROR_DAMAGED, "a part rests on a column that it cannot rest on");
    head = lesser(LEFT, EEPD_NONE);
    head.rule = EEPD_DAY;
    file = with_months(&head, 4);
    expect(&file, EEP_ERROR_DAMAGED, "a part rests on a column that it cannot rest on");
    head.rule = EEPD_RULES;
    file = with_months(&head, 4);
    expect(&file, EEP_ERROR_DAMAGED, "a part has a rule that it cannot have");
    head.rule = EEPD_LESSER;
    head.where = LEFT;
    file = with_months(&head, 4);
    expect(&file, EEP_ERROR_DAMAGED, "a part rests on a column that it cannot rest on");
}

/* Ids 1, 2, 3 and times of submission on days 0 and 1, and a date that is the day of one of them. */
static forgery with_day_of(uint8_t a)
{
    forgery file = {.header = {.chunk_rows = 1024}, .rows = 3, .provenance = "{}", .provenance_bytes = 2};
    text ids = ARRAY(EEPD_RUN), times = ARRAY(EEPD_RUN);
    const text less = ARRAY(EEPD_CONSTANT, 0, 0, 0, 0);
    const part_head head = {
        .kind = EEPD_PREDICTED, .where = EEPD_NONE, .rule = EEPD_DAY, .a = a, .b = EEPD_NONE};
    set_schema(&file, 1 | UINT64_C(1) << EEP_COL_submitted_at | UINT64_C(1) << EEP_COL_language_test_date);
    memset(file.columns.group, 0, sizeof file.columns.group);
    file.columns.groups = 1;
    file.schema_bytes = eep_eepd_schema_put(&file.columns, file.schema);
    add_number(&ids, 1, 8);
    add_number(&ids, 1, 8);
    add_number(&times, 43200, 8);
    add_number(&times, 43200, 8);
    add_values(&file.blocks[0], 0, &ids);
    add_values(&file.blocks[0], 1, &times);
    add_part(&file.blocks[0], &head, (const uint8_t[]){2}, 1, &less);
    file.range[0] = (eep_eepd_range){1, 3};
    file.range[1] = (eep_eepd_range){43200, 129600};
    file.range[2] = (eep_eepd_range){0, 1};
    file.count = 1;
    return file;
}

static void test_hostile_day_of_what_is_no_time(void **state)
{
    (void)state;
    eep_columns pool;
    eep_error error;
    char *provenance = NULL;
    forgery file = with_day_of(1);
    forge(&file);
    eep_columns_init(&pool, NULL);
    if (eep_eepd_read(in_folder("c.eepd"), kernels_in_turn(), 1, &pool, &provenance, &error) != EEP_OK)
        fail_msg("%s", error.message);
    assert_memory_equal(pool.language_test_date, ((int32_t[]){0, 1, 1}), 12);
    free(provenance);
    eep_columns_clear(&pool);
    file = with_day_of(0); /* an id has eight bytes as well */
    expect(&file, EEP_ERROR_DAMAGED, "a part rests on a column that it cannot rest on");
}

/* ---- Bombs ------------------------------------------------------------------------------------------- */

/* Ninety bytes of a frame that claims to hold a gigabyte, for 3 rows. */
static void test_hostile_block_that_claims_a_gigabyte(void **state)
{
    (void)state;
    static const unsigned char frame[] = {0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0x00,
                                          0x00, 0x00, 0x40, 0x01, 0x00, 0x00};
    forgery file = two_levels();
    text bomb = ARRAY(EEPD_PACKED, 0, 8, EEPD_ZSTD);
    add_number(&bomb, sizeof frame, 4);
    add_bytes(&bomb, frame, sizeof frame);
    add_values(&file.blocks[1], LEFT, &bomb);
    add_values(&file.blocks[1], RIGHT, &bomb);
    expect(&file, EEP_ERROR_DAMAGED, "it is not one zstd frame of the right length");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block_of_two_parts_is_read),
        cmocka_unit_test(test_hostile_columns_of_parts),
        cmocka_unit_test(test_hostile_lengths_and_kinds_of_parts),
        cmocka_unit_test(test_hostile_values_out_of_range),
        cmocka_unit_test(test_hostile_country),
        cmocka_unit_test(test_hostile_tables),
        cmocka_unit_test(test_hostile_rows_of_a_flag),
        cmocka_unit_test(test_hostile_predictions),
        cmocka_unit_test(test_hostile_day_of_what_is_no_time),
        cmocka_unit_test(test_hostile_block_that_claims_a_gigabyte),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

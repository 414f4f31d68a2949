/*
 * test_hostile.c - files whose checksums are all right and whose claims are not: refused by what they
 * claim, quickly, and in little memory. Arrays and parts are in test_hostile_blocks.c.
 */
#include "forge.h"

/* ---- Header -------------------------------------------------------------------------------------- */

static void test_forged_file_is_read_when_it_is_honest(void **state)
{
    (void)state;
    const forgery file = honest();
    eep_error error;
    forge(&file);
    if (read_forged(&error) != EEP_OK) fail_msg("%s", error.message);
    /* All is well but the digest, which only a verification compares. */
    assert_int_equal(eep_eepd_verify(in_folder("c.eepd"), kernels_in_turn(), 1, NULL, &error),
                     EEP_ERROR_DAMAGED);
    assert_non_null(strstr(error.message, "the recorded pool digest is 00000000000000000000000000000000"));
}

static void test_hostile_versions_are_told_apart(void **state)
{
    (void)state;
    forgery file = honest();
    file.version = UINT16_MAX; /* stands for 0 */
    expect(&file, EEP_ERROR_TOO_OLD, "format version 0 is too old; this release reads versions 1 to 2");
    file.version = 3;
    expect(&file, EEP_ERROR_TOO_NEW, "format version 3 is too new; this release reads versions 1 to 2");
    file.version = 40000;
    expect(&file, EEP_ERROR_TOO_NEW, "format version 40000 is too new");
    file.version = 0;
    file.flags = 1u << 31;
    expect(&file, EEP_ERROR_TOO_NEW, "reserved bits");
    file.flags = 0;
    file.header_rows = 1;
    expect(&file, EEP_ERROR_TOO_NEW, "reserved bits");
}

/* A file of version 2 that says it is of version 1 has no rows, and so a wrong index. */
static void test_hostile_version_that_is_not_the_files_own(void **state)
{
    (void)state;
    forgery file = honest();
    file.version = 1;
    expect(&file, EEP_ERROR_DAMAGED, "an index of");
}

static void test_hostile_numbers_of_rows(void **state)
{
    (void)state;
    forgery file = honest();
    static const uint64_t beyond[] = {UINT64_C(4000000001), UINT64_C(1) << 40, UINT64_MAX};
    for (size_t i = 0; i < 3; i++) {
        file.rows = beyond[i];
        expect(&file, EEP_ERROR_VALUE, "a file holds at most 4000000000");
    }
    static const uint64_t within[] = {UINT64_C(4000000000), 2049, 1024, 0};
    for (size_t i = 0; i < 4; i++) {
        file.rows = within[i];
        expect(&file, EEP_ERROR_DAMAGED, "an index of");
    }
    file.rows = TWO_CHUNKS + 1; /* the run of ids then goes on beyond its range */
    expect(&file, EEP_ERROR_DAMAGED,
           "chunk 1, column id, rows 1024 to 1500: a value lies outside the range that the index gives");
}

static void test_hostile_chunk_rows(void **state)
{
    (void)state;
    static const uint32_t bad[] = {0, 1, 1023, 1048577, UINT32_MAX};
    forgery file = honest();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        file.header.chunk_rows = bad[i];
        expect(&file, EEP_ERROR_VALUE, "1024 to 1048576 are allowed");
    }
    file.header.chunk_rows = 2000;
    expect(&file, EEP_ERROR_DAMAGED, "an index of");
}

static void test_hostile_numbers_of_columns(void **state)
{
    (void)state;
    static const uint32_t bad[] = {65, UINT16_MAX};
    forgery file = honest();
    for (size_t i = 0; i < 2; i++) {
        file.header.columns = bad[i];
        expect(&file, EEP_ERROR_VALUE, "a file holds at most 64");
    }
    file.header.columns = 64;
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 2 is not well formed");
    file.header.columns = 0;
    expect(&file, EEP_ERROR_DAMAGED, "behind its last entry");
}

static void test_hostile_lengths_of_the_texts(void **state)
{
    (void)state;
    forgery file = honest();
    file.header.provenance_bytes = UINT32_MAX;
    expect(&file, EEP_ERROR_VALUE, "1048576 are allowed");
    file.header.provenance_bytes = 1048576;
    expect(&file, EEP_ERROR_DAMAGED, "reach into the index");
    file.header.provenance_bytes = 3;
    expect(&file, EEP_ERROR_DAMAGED, "provenance: checksum does not match");
    file = honest();
    file.header.schema_bytes = 65536;
    expect(&file, EEP_ERROR_DAMAGED, "reach into the index");
    file.header.schema_bytes = 1;
    expect(&file, EEP_ERROR_DAMAGED, "schema: checksum does not match");
}

/* ---- Schema -------------------------------------------------------------------------------------- */

/* The first entry is id: length of the name, kind, width, group, length of the text, "id", "number". */
static void test_hostile_groups(void **state)
{
    (void)state;
    forgery file = honest();
    file.schema[3] = 1;
    expect(&file, EEP_ERROR_DAMAGED, "schema: column id is in group 1, where there are 0");
    file = honest();
    file.schema[14 + 3] = 2;
    expect(&file, EEP_ERROR_DAMAGED, "schema: column english_reading is in group 2, where there are 1");
    file = honest();
    file.schema[14 + 3] = 255;
    expect(&file, EEP_ERROR_DAMAGED, "is in group 255");
    file = honest();
    file.schema[14 + 3] = 0; /* one group: half as many blocks */
    expect(&file, EEP_ERROR_DAMAGED, "an index of");
}

static void test_hostile_schema_of_known_columns(void **state)
{
    (void)state;
    forgery file = honest();
    file.schema[2] = 4;
    expect(&file, EEP_ERROR_VALUE, "column id has kind 0 and 4 bytes a value; it must be kind 0 and 8");
    file = honest();
    file.schema[0] = 0;
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
    file = honest();
    memcpy(file.schema + 6, "ix", 2);
    expect(&file, EEP_ERROR_UNKNOWN, "column ix is not known to this release");
}

static void test_hostile_file_without_ids(void **state)
{
    (void)state;
    forgery file = {.header = {.chunk_rows = 1024}, .rows = 2, .provenance = "{}", .provenance_bytes = 2};
    text levels = {.length = 0};
    set_schema(&file, UINT64_C(1) << EEP_COL_english_reading);
    add_number(&levels, EEPD_CONSTANT, 1);
    add_number(&levels, 7, 1);
    add_values(&file.blocks[file.count++], 0, &levels);
    file.range[0] = (eep_eepd_range){7, 7};
    expect(&file, EEP_ERROR_MISSING, "2 rows without a column id");
}

/* ---- Index and trailer --------------------------------------------------------------------------- */

static void test_hostile_blocks_that_overlap_or_lie_elsewhere(void **state)
{
    (void)state;
    static const uint64_t elsewhere[] = {1, 64, UINT64_MAX};
    for (size_t i = 0; i < 3; i++) {
        forgery file = honest();
        file.entry_offset[2] = elsewhere[i];
        expect(&file, EEP_ERROR_DAMAGED, "chunk 1, column id, rows 1024 to 1499: it does not begin where");
    }
}

static void test_hostile_lengths_of_blocks(void **state)
{
    (void)state;
    forgery file = honest();
    file.entry_stored[0] = UINT32_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "it reaches beyond the end of the blocks");
    file = honest();
    file.entry_stored[3] = (uint32_t)file.blocks[3].length + 1;
    expect(&file, EEP_ERROR_DAMAGED, "it reaches beyond the end of the blocks");
    file = honest();
    file.entry_stored[0] = (uint32_t)file.blocks[0].length - 1;
    expect(&file, EEP_ERROR_DAMAGED, "it does not begin where");
    file = honest();
    file.behind = 1;
    expect(&file, EEP_ERROR_DAMAGED, "1 bytes behind the last block");
    file = honest();
    file.entry_reserved[1] = 1;
    expect(&file, EEP_ERROR_DAMAGED, "its encoding is not known to this release");
}

static void test_hostile_ranges(void **state)
{
    (void)state;
    forgery file = honest();
    file.range[1] = (eep_eepd_range){8, 7};
    expect(&file, EEP_ERROR_VALUE, "chunk 0, column english_reading, rows 0 to 1023: values from 8 to 7");
    file.range[1] = (eep_eepd_range){7, 13};
    expect(&file, EEP_ERROR_VALUE, "values from 7 to 13; allowed are 0 to 12");
    file.range[1] = (eep_eepd_range){-1, 7};
    expect(&file, EEP_ERROR_VALUE, "values from -1 to 7; allowed are 0 to 12");
    file.range[1] = (eep_eepd_range){INT64_MIN, INT64_MAX};
    expect(&file, EEP_ERROR_VALUE, "allowed are 0 to 12");
    file.range[1] = (eep_eepd_range){0, 6};
    expect(&file, EEP_ERROR_DAMAGED,
           "column english_reading, rows 0 to 1023: a value lies outside the range");
    file.range[1] = (eep_eepd_range){8, 12};
    expect(&file, EEP_ERROR_DAMAGED,
           "column english_reading, rows 0 to 1023: a value lies outside the range");
    file = honest();
    file.range[2] = (eep_eepd_range){5, 5};
    expect(&file, EEP_ERROR_DUPLICATE, "chunk 1, column id, rows 1024 to 1499: all rows have the same id");
}

static void test_hostile_index_and_trailer(void **state)
{
    (void)state;
    forgery file = honest();
    file.index_blocks = 5;
    expect(&file, EEP_ERROR_DAMAGED, "index: 5 blocks, where rows and groups make them 4");
    file.index_blocks = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "where rows and groups make them 4");
    file = honest();
    file.index_offset = 64;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
    file.index_offset = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
    file = honest();
    file.index_bytes = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
}

static void test_hostile_ids_that_stand_twice(void **state)
{
    (void)state;
    forgery file = honest();
    text ids = {.length = 0};
    file.blocks[2].length = 0;
    add_number(&ids, EEPD_RUN, 1);
    add_number(&ids, 1023, 8); /* the last of the first chunk */
    add_number(&ids, 1, 8);
    add_values(&file.blocks[2], 0, &ids);
    file.range[2] = (eep_eepd_range){1023, TWO_CHUNKS - 2};
    expect(&file, EEP_ERROR_DUPLICATE, "candidates 1024 and 1025 both have the id 1023");
}

/* A structure without fault that stands for 4e9 rows: more than the memory there is, and an ordinary error.
 */
static void test_hostile_file_of_all_rows_is_out_of_memory_in_an_orderly_way(void **state)
{
    (void)state;
    forgery file = {.header = {.chunk_rows = EEPD_CHUNK_ROWS_MAX}, .provenance = "{}", .provenance_bytes = 2};
    set_schema(&file, 1);
    const eep_eepd_header header = {.rows = EEPD_ROWS_MAX, .chunk_rows = EEPD_CHUNK_ROWS_MAX};
    const uint64_t chunks = eep_eepd_chunks(&header);
    static unsigned char index[200000];
    static const unsigned char digest[EEP_DIGEST_BYTES] = {0};
    unsigned char trailer[EEPD_TRAILER_BYTES];
    forged_bytes = 0;
    forge_header(&file);
    append(file.schema, file.schema_bytes);
    append(file.provenance, file.provenance_bytes);
    for (uint64_t chunk = 0; chunk < chunks; chunk++) {
        const int64_t first = (int64_t)(chunk * EEPD_CHUNK_ROWS_MAX);
        text ids = {.length = 0}, block = {.length = 0};
        add_number(&ids, EEPD_RUN, 1);
        add_number(&ids, (uint64_t)first, 8);
        add_number(&ids, 1, 8);
        add_values(&block, 0, &ids);
        const eep_eepd_block entry = {.offset = forged_bytes,
                                      .stored_bytes = (uint32_t)block.length,
                                      .checksum = eep_hash64(block.bytes, block.length)};
        const eep_eepd_range range = {first, first + (int64_t)eep_eepd_chunk_rows(&header, chunk) - 1};
        append(block.bytes, block.length);
        eep_eepd_index_put(index, chunk, &entry);
        eep_eepd_index_put_range(index, &file.columns, chunks, chunk, 0, &range);
    }
    eep_eepd_index_seal(index, &file.columns, EEPD_ROWS_MAX, chunks, digest);
    const size_t length = (size_t)eep_eepd_index_bytes(&file.columns, chunks);
    eep_eepd_trailer_put(trailer, forged_bytes, length);
    append(index, length);
    append(trailer, sizeof trailer);
    write_bytes(in_folder("c.eepd"), forged, forged_bytes);
    assert_int_equal(read_forged(NULL), EEP_ERROR_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forged_file_is_read_when_it_is_honest),
        cmocka_unit_test(test_hostile_versions_are_told_apart),
        cmocka_unit_test(test_hostile_version_that_is_not_the_files_own),
        cmocka_unit_test(test_hostile_numbers_of_rows),
        cmocka_unit_test(test_hostile_chunk_rows),
        cmocka_unit_test(test_hostile_numbers_of_columns),
        cmocka_unit_test(test_hostile_lengths_of_the_texts),
        cmocka_unit_test(test_hostile_groups),
        cmocka_unit_test(test_hostile_schema_of_known_columns),
        cmocka_unit_test(test_hostile_file_without_ids),
        cmocka_unit_test(test_hostile_blocks_that_overlap_or_lie_elsewhere),
        cmocka_unit_test(test_hostile_lengths_of_blocks),
        cmocka_unit_test(test_hostile_ranges),
        cmocka_unit_test(test_hostile_index_and_trailer),
        cmocka_unit_test(test_hostile_ids_that_stand_twice),
        cmocka_unit_test(test_hostile_file_of_all_rows_is_out_of_memory_in_an_orderly_way),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

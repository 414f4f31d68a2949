/*
 * test_hostile_1.c - files of version 1 whose checksums are all right and whose claims are not: refused by
 * what they claim, quickly, and in little memory.
 */
#include <zstd.h>

#include "forge_1.h"

/* ---- Header -------------------------------------------------------------------------------------- */

static void test_forged_file_is_read_when_it_is_honest(void **state)
{
    (void)state;
    const forgery file = honest();
    eep_error error;
    forge(&file);
    assert_int_equal(read_forged(&error), EEP_OK);
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
}

/* Nothing behind the version has to look as it does in version 1. */
static void test_hostile_version_is_told_of_a_file_of_another_shape(void **state)
{
    (void)state;
    eep_error error;
    static const unsigned char later[] = "EEPD\x89\r\n\x1a\n\0\x07\0some other shape";
    write_bytes(in_folder("c.eepd"), later, sizeof later);
    assert_int_equal(refusal(in_folder("c.eepd"), &error), EEP_ERROR_TOO_NEW);
    assert_non_null(strstr(error.message, "format version 7"));
}

static void test_hostile_numbers_of_rows(void **state)
{
    (void)state;
    forgery file = honest();
    static const uint64_t beyond[] = {UINT64_C(4000000001), UINT64_C(1) << 40, UINT64_MAX};
    for (size_t i = 0; i < 3; i++) {
        file.header.rows = beyond[i];
        expect(&file, EEP_ERROR_VALUE, "a file holds at most 4000000000");
    }
    static const uint64_t within[] = {UINT64_C(4000000000), 2049, 1024, 0};
    for (size_t i = 0; i < 4; i++) {
        file.header.rows = within[i];
        expect(&file, EEP_ERROR_DAMAGED, "an index of");
    }
    file.header.rows = TWO_CHUNKS - 1;
    expect(&file, EEP_ERROR_DAMAGED,
           "chunk 1, column id, rows 1024 to 1498: its length does not fit its rows");
    file.header.rows = TWO_CHUNKS + 1;
    expect(&file, EEP_ERROR_DAMAGED,
           "chunk 1, column id, rows 1024 to 1500: its length does not fit its rows");
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
    file.header.chunk_rows = 1025;
    expect(&file, EEP_ERROR_DAMAGED, "chunk 0, column id, rows 0 to 1024: its length does not fit its rows");
}

static void test_hostile_numbers_of_columns(void **state)
{
    (void)state;
    forgery file = honest();
    file.header.columns = 65;
    expect(&file, EEP_ERROR_VALUE, "a file holds at most 64");
    file.header.columns = UINT16_MAX;
    expect(&file, EEP_ERROR_VALUE, "a file holds at most 64");
    file.header.columns = 64;
    expect(&file, EEP_ERROR_DAMAGED, "an index of");
    file.header.columns = 0;
    expect(&file, EEP_ERROR_DAMAGED, "an index of");
}

static void test_hostile_lengths_of_the_texts(void **state)
{
    (void)state;
    forgery file = honest();
    file.header.provenance_bytes = UINT32_MAX;
    expect(&file, EEP_ERROR_VALUE, "1048576 are allowed");
    file.header.provenance_bytes = 1048577;
    expect(&file, EEP_ERROR_VALUE, "1048576 are allowed");
    file.header.provenance_bytes = 1048576;
    expect(&file, EEP_ERROR_DAMAGED, "reach into the index");
    file.header.provenance_bytes = 3;
    expect(&file, EEP_ERROR_DAMAGED, "provenance: checksum does not match");
    file = honest();
    file.header.schema_bytes = UINT32_MAX;
    expect(&file, EEP_ERROR_VALUE, "65536");
    file.header.schema_bytes = 65536;
    expect(&file, EEP_ERROR_DAMAGED, "reach into the index");
    file.header.schema_bytes = 1;
    expect(&file, EEP_ERROR_DAMAGED, "schema: checksum does not match");
}

static void test_hostile_provenance(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "[1]", "{", "{\"a\":1,\"a\":2}", "7", "{\"a\":\"\xff\"}", "{} {}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        forgery file = honest();
        const size_t length = strlen(bad[i]), moved = file.provenance_bytes - length;
        memcpy(file.provenance, bad[i], length);
        file.provenance_bytes = length;
        for (size_t block = 0; block < file.entries; block++)
            file.entry[block].offset -= moved;
        expect(&file, EEP_ERROR_SYNTAX, "not a JSON object");
    }
}

static void test_hostile_provenance_with_a_zero_byte(void **state)
{
    (void)state;
    forgery file = honest();
    file.provenance[1] = '\0';
    expect(&file, EEP_ERROR_SYNTAX, "not a JSON object");
}

/* ---- Schema -------------------------------------------------------------------------------------- */

/* The first entry is id: length of the name, kind, width, 0, length of the text, "id", "number". */
static void test_hostile_schema_of_known_columns(void **state)
{
    (void)state;
    forgery file = honest();
    file.schema[2] = 4;
    expect(&file, EEP_ERROR_VALUE, "column id has kind 0 and 4 bytes a value; it must be kind 0 and 8");
    file = honest();
    file.schema[1] = 1;
    expect(&file, EEP_ERROR_VALUE, "column id has kind 1 and 8 bytes a value");
    file = honest();
    file.schema[3] = 1;
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
    file = honest();
    file.schema[0] = 0;
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
    file = honest();
    file.schema[0] = 40;
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
    file = honest();
    eep_put_number(file.schema + 4, 2, 65535);
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
    file = honest();
    file.schema[6] = 'I';
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
    file = honest();
    file.schema[8] = 0x1B; /* a terminal escape in the unit */
    expect(&file, EEP_ERROR_DAMAGED, "schema: entry 0 is not well formed");
}

static void test_hostile_schema_with_an_unknown_column(void **state)
{
    (void)state;
    forgery file = honest();
    eep_error error;
    memcpy(file.schema + 6, "ix", 2);
    expect(&file, EEP_ERROR_UNKNOWN, "column ix is not known to this release");
    file = honest();
    char *name = (char *)file.schema + 14 + 6; /* behind the entry of id: english_reading */
    assert_memory_equal(name, "english_reading", 15);
    name[8] = 'w';
    expect(&file, EEP_ERROR_UNKNOWN, "column english_weading is not known to this release");
    assert_int_equal(eep_eepd_inspect(in_folder("c.eepd"), &(eep_file_info){0}, &error), EEP_ERROR_UNKNOWN);
    assert_non_null(strstr(error.advice, "english_reading"));
}

static void test_hostile_schema_order(void **state)
{
    (void)state;
    forgery file = honest();
    unsigned char other[4096];
    const size_t rest = file.schema_bytes - 14;
    memcpy(other, file.schema + 14, rest);
    memcpy(other + rest, file.schema, 14);
    memcpy(file.schema, other, file.schema_bytes);
    expect(&file, EEP_ERROR_DAMAGED, "schema: column id is out of order");

    file = honest();
    memcpy(file.schema + file.schema_bytes, file.schema + 14, rest);
    file.schema_bytes += rest;
    file.header.columns = 3;
    file.entries = 6;
    for (size_t i = 0; i < 6; i++)
        file.entry[i].offset += rest;
    expect(&file, EEP_ERROR_DUPLICATE, "column english_reading is there twice");

    file = honest();
    memcpy(file.schema + file.schema_bytes, "??", 2);
    file.schema_bytes += 2;
    expect(&file, EEP_ERROR_DAMAGED, "schema: 2 bytes behind its last entry");
}

/* canadian_study has the labels none, one_or_two_years, three_years_or_more. */
static forgery with_labels(const char *labels)
{
    static const char name[] = "canadian_study";
    const unsigned char none = 0;
    forgery file = {
        .header = {.rows = 1, .chunk_rows = 1024, .columns = 1}, .provenance = "{}", .provenance_bytes = 2};
    const size_t length = strlen(labels);
    file.schema[0] = sizeof name - 1;
    file.schema[1] = EEP_KIND_LABEL;
    file.schema[2] = 1;
    eep_put_number(file.schema + 4, 2, length);
    memcpy(file.schema + 6, name, sizeof name - 1);
    memcpy(file.schema + 6 + sizeof name - 1, labels, length);
    file.schema_bytes = 6 + sizeof name - 1 + length;
    add_block(&file, EEPD1_CONSTANT, &none, 1, 1);
    return file;
}

static void test_hostile_schema_labels(void **state)
{
    (void)state;
    eep_error error;
    forgery file = with_labels("none,one_or_two_years,three_years_or_more");
    forge(&file);
    assert_int_equal(read_forged(&error), EEP_OK);
    file = with_labels("none,one_or_two_years"); /* of a release that knew fewer */
    forge(&file);
    assert_int_equal(read_forged(&error), EEP_OK);
    file = with_labels("none,one_or_two_years,three_years_or_more,doctoral_study");
    expect(&file, EEP_ERROR_UNKNOWN, "labels that this release does not know: doctoral_study");
    file = with_labels("one_or_two_years,none,three_years_or_more");
    expect(&file, EEP_ERROR_VALUE, "they must be none,one_or_two_years,three_years_or_more");
    file = with_labels("none,one_or_two");
    expect(&file, EEP_ERROR_VALUE, "they must be");
    file = with_labels("");
    expect(&file, EEP_ERROR_VALUE, "they must be");
}

/* ---- Index and trailer --------------------------------------------------------------------------- */

static void test_hostile_blocks_that_overlap_or_lie_elsewhere(void **state)
{
    (void)state;
    forgery file = honest();
    file.entry[2].offset = file.entry[0].offset;
    expect(&file, EEP_ERROR_DAMAGED, "chunk 1, column id, rows 1024 to 1499: it does not begin where");
    file = honest();
    file.entry[1].offset++;
    expect(&file, EEP_ERROR_DAMAGED,
           "chunk 0, column english_reading, rows 0 to 1023: it does not begin where");
    file = honest();
    file.entry[0].offset = 0;
    expect(&file, EEP_ERROR_DAMAGED, "it does not begin where");
    file = honest();
    file.entry[3].offset = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "it does not begin where");
}

static void test_hostile_lengths_of_blocks(void **state)
{
    (void)state;
    forgery file = honest();
    file.entry[0].stored_bytes = UINT32_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "it reaches beyond the end of the blocks");
    file = honest();
    file.entry[3].stored_bytes = 2;
    expect(&file, EEP_ERROR_DAMAGED, "it reaches beyond the end of the blocks");
    file = honest();
    file.entry[3].stored_bytes = 0;
    expect(&file, EEP_ERROR_DAMAGED, "it reaches beyond the end of the blocks");
    file = honest();
    file.entry[0].stored_bytes--;
    expect(&file, EEP_ERROR_DAMAGED, "its stored length is wrong");
    file = honest();
    file.entry[0].raw_bytes = UINT32_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "its length does not fit its rows");
    file = honest();
    file.entry[1].raw_bytes--;
    expect(&file, EEP_ERROR_DAMAGED, "its length does not fit its rows");
    file = honest();
    file.blocks[file.block_bytes++] = 0;
    expect(&file, EEP_ERROR_DAMAGED, "1 bytes behind the last block");
}

static void test_hostile_encodings(void **state)
{
    (void)state;
    forgery file = honest();
    file.entry[0].encoding = EEPD1_ENCODINGS;
    expect(&file, EEP_ERROR_DAMAGED, "its encoding is not known to this release");
    file = honest();
    file.entry[0].encoding = 255;
    expect(&file, EEP_ERROR_DAMAGED, "its encoding is not known to this release");
    file = honest();
    file.entry_reserved = 1;
    expect(&file, EEP_ERROR_DAMAGED, "its encoding is not known to this release");
    file = honest();
    file.entry[1].encoding = EEPD1_DELTA;
    expect(&file, EEP_ERROR_DAMAGED, "its column cannot have differences");
    file = honest();
    file.entry[1].encoding = EEPD1_RAW;
    expect(&file, EEP_ERROR_DAMAGED, "its stored length is wrong");
    file = honest();
    file.entry[1].encoding = EEPD1_PLANES;
    expect(&file, EEP_ERROR_DAMAGED, "it is not one zstd frame of the right length");
    file = honest();
    file.entry[0].encoding = EEPD1_PLANES;
    expect(&file, EEP_ERROR_DAMAGED, "it is not one zstd frame of the right length");
}

static void test_hostile_index_and_trailer(void **state)
{
    (void)state;
    forgery file = honest();
    file.index_entries = 5;
    expect(&file, EEP_ERROR_DAMAGED, "index: 5 blocks, where the header makes them 4");
    file.index_entries = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "where the header makes them 4");
    file = honest();
    file.index_offset = 64;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
    file.index_offset = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
    file = honest();
    file.index_bytes = UINT64_MAX;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
    file.index_offset = UINT64_MAX - 100;
    file.index_bytes = 101 + forged_bytes;
    expect(&file, EEP_ERROR_DAMAGED, "does not end where the trailer begins");
}

/* ---- Contents ------------------------------------------------------------------------------------ */

/* One row, one column of one byte in a zstd frame of something else. */
static forgery with_frame(const void *frame, size_t length, uint64_t rows)
{
    static uint64_t id[1024];
    forgery file = {.header = {.rows = rows, .chunk_rows = 1024}, .provenance = "{}", .provenance_bytes = 2};
    set_schema(&file, 1 | UINT64_C(1) << EEP_COL_english_reading);
    for (uint64_t row = 0; row < rows; row++)
        id[row] = row;
    add_block(&file, EEPD1_RAW, id, 8 * rows, 8 * rows);
    add_block(&file, EEPD1_PLANES, frame, length, rows);
    return file;
}

static void test_hostile_frames_of_another_length(void **state)
{
    (void)state;
    static unsigned char zeros[100000], frame[2048];
    static const size_t lengths[] = {0, 1, 799, 801, 100000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t length = ZSTD_compress(frame, sizeof frame, zeros, lengths[i], 1);
        const forgery file = with_frame(frame, length, 800);
        expect(&file, EEP_ERROR_DAMAGED, "column english_reading, rows 0 to 799: it is not one zstd frame");
    }
    eep_error error;
    const size_t length = ZSTD_compress(frame, sizeof frame, zeros, 800, 1);
    forgery file = with_frame(frame, length, 800);
    forge(&file);
    assert_int_equal(read_forged(&error), EEP_OK);
    file = with_frame(frame, length + 1, 800);
    expect(&file, EEP_ERROR_DAMAGED, "it is not one zstd frame");
    file = with_frame(frame, length - 1, 800);
    expect(&file, EEP_ERROR_DAMAGED, "it is not one zstd frame");
    size_t two = ZSTD_compress(frame, sizeof frame, zeros, 400, 1);
    two += ZSTD_compress(frame + two, sizeof frame - two, zeros, 400, 1);
    file = with_frame(frame, two, 800);
    expect(&file, EEP_ERROR_DAMAGED, "it is not one zstd frame");
}

static void test_hostile_frames_of_garbage(void **state)
{
    (void)state;
    static unsigned char zeros[800], frame[2048];
    uint64_t random = 21;
    eep_error error;
    const size_t length = ZSTD_compress(frame, sizeof frame, zeros, 800, 1);
    for (int i = 0; i < 300; i++) {
        unsigned char bad[2048];
        memcpy(bad, frame, length);
        for (size_t at = 5; at < length; at++)
            if (next_random(&random) % 4 == 0) bad[at] = (unsigned char)next_random(&random);
        const forgery file = with_frame(bad, length, 800);
        forge(&file);
        const eep_status status = read_forged(&error);
        assert_true(status == EEP_OK || status == EEP_ERROR_DAMAGED || status == EEP_ERROR_VALUE);
    }
}

static void test_hostile_values_out_of_range(void **state)
{
    (void)state;
    forgery file = honest();
    eep_error error;
    file.entries = 3;
    file.block_bytes--;
    add_block(&file, EEPD1_CONSTANT, "\x0D", 1, TWO_CHUNKS - 1024);
    expect(&file, EEP_ERROR_VALUE, "13");
    forge(&file);
    read_forged(&error);
    assert_int_equal(error.line, 1025);
}

static void test_hostile_ids(void **state)
{
    (void)state;
    forgery file = honest();
    const uint64_t same = 4;
    file.entries = 0;
    file.block_bytes = 0;
    add_block(&file, EEPD1_CONSTANT, &same, 8, 8 * 1024);
    add_block(&file, EEPD1_CONSTANT, "\1", 1, 1024);
    add_block(&file, EEPD1_CONSTANT, &same, 8, 8 * (TWO_CHUNKS - 1024));
    add_block(&file, EEPD1_CONSTANT, "\1", 1, TWO_CHUNKS - 1024);
    expect(&file, EEP_ERROR_DUPLICATE, "all rows have the same id");

    file = honest();
    memcpy(file.blocks + 8 * 1024 + 1, file.blocks,
           8); /* the first id of the second chunk is that of the first */
    file.entry[2].checksum = eep_hash64(file.blocks + 8 * 1024 + 1, file.entry[2].stored_bytes);
    expect(&file, EEP_ERROR_DUPLICATE, "");

    file = honest();
    file.entries = 0;
    file.block_bytes = 0;
    set_schema(&file, UINT64_C(1) << EEP_COL_english_reading);
    add_block(&file, EEPD1_CONSTANT, "\1", 1, 1024);
    add_block(&file, EEPD1_CONSTANT, "\1", 1, TWO_CHUNKS - 1024);
    expect(&file, EEP_ERROR_MISSING, "1500 rows without a column id");
}

/* A structure without fault that stands for 4e9 rows: more than the memory there is, and an ordinary error.
 */
static void test_hostile_file_of_all_rows_is_out_of_memory_in_an_orderly_way(void **state)
{
    (void)state;
    const eep_eepd_header header = {.rows = EEPD_ROWS_MAX, .chunk_rows = EEPD_CHUNK_ROWS_MAX};
    forgery file = {.header = header, .provenance = "{}", .provenance_bytes = 2};
    set_schema(&file, 1);
    const uint64_t blocks = eep_eepd_chunks(&file.header), begin = EEPD_HEADER_BYTES + file.schema_bytes + 2;
    unsigned char index[140000], trailer[EEPD_TRAILER_BYTES];
    static const unsigned char zero[16] = {0};
    forged_bytes = 0;
    forge_header(&file);
    append(file.schema, file.schema_bytes);
    append(file.provenance, file.provenance_bytes);
    for (uint64_t i = 0; i < blocks; i++) {
        const eep_eepd_block entry = {.offset = begin + 16 * i,
                                      .stored_bytes = 16,
                                      .raw_bytes = (uint32_t)(8 * eep_eepd_chunk_rows(&file.header, i)),
                                      .checksum = eep_hash64(zero, 16),
                                      .encoding = EEPD1_DELTA};
        put_entry_1(index, i, &entry);
        append(zero, 16);
    }
    seal_index_1(index, blocks);
    eep_eepd_trailer_put(trailer, forged_bytes, eep_eepd1_index_bytes(blocks));
    append(index, (size_t)eep_eepd1_index_bytes(blocks));
    append(trailer, sizeof trailer);
    write_bytes(in_folder("c.eepd"), forged, forged_bytes);
    assert_int_equal(read_forged(NULL), EEP_ERROR_MEMORY);
}

static void test_a_file_of_version_1_without_candidates_is_read(void **state)
{
    (void)state;
    forgery file = {.header = {.rows = 0, .chunk_rows = 1024}, .provenance = "{}", .provenance_bytes = 2};
    eep_error error = {0};
    set_schema(&file, 1 | UINT64_C(1) << EEP_COL_english_reading);
    forge(&file);
    if (read_forged(&error) != EEP_OK) fail_msg("%s", error.message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_of_version_1_without_candidates_is_read),
        cmocka_unit_test(test_forged_file_is_read_when_it_is_honest),
        cmocka_unit_test(test_hostile_versions_are_told_apart),
        cmocka_unit_test(test_hostile_version_is_told_of_a_file_of_another_shape),
        cmocka_unit_test(test_hostile_numbers_of_rows),
        cmocka_unit_test(test_hostile_chunk_rows),
        cmocka_unit_test(test_hostile_numbers_of_columns),
        cmocka_unit_test(test_hostile_lengths_of_the_texts),
        cmocka_unit_test(test_hostile_provenance),
        cmocka_unit_test(test_hostile_provenance_with_a_zero_byte),
        cmocka_unit_test(test_hostile_schema_of_known_columns),
        cmocka_unit_test(test_hostile_schema_with_an_unknown_column),
        cmocka_unit_test(test_hostile_schema_order),
        cmocka_unit_test(test_hostile_schema_labels),
        cmocka_unit_test(test_hostile_blocks_that_overlap_or_lie_elsewhere),
        cmocka_unit_test(test_hostile_lengths_of_blocks),
        cmocka_unit_test(test_hostile_encodings),
        cmocka_unit_test(test_hostile_index_and_trailer),
        cmocka_unit_test(test_hostile_frames_of_another_length),
        cmocka_unit_test(test_hostile_frames_of_garbage),
        cmocka_unit_test(test_hostile_values_out_of_range),
        cmocka_unit_test(test_hostile_ids),
        cmocka_unit_test(test_hostile_file_of_all_rows_is_out_of_memory_in_an_orderly_way),
    };
    return cmocka_run_group_tests(tests, start_folder, end_folder);
}

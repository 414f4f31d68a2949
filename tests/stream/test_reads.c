/*
 * test_reads.c - what a draw reads of a file: nothing that depends on threads, nothing twice, and what the
 * file lacks is what it is in memory.
 */
#include <fcntl.h>

#include "datasets/eepd/eepd.h"
#include "sim/stream/judge.h"
#include "streams.h"

#define ROWS   9500
#define CHUNK  1031 /* no multiple of anything */
#define CHUNKS ((ROWS + CHUNK - 1) / CHUNK)
#define TIMES  (UINT64_C(1) << EEP_COL_submitted_at)
#define PAPERS (UINT64_C(1) << EEP_COL_language_test_date | UINT64_C(1) << EEP_COL_assessment_date)

static eep_policy *policy;
static const char *path;

static void write_file(eep_engine *engine, const eep_pool *pool)
{
    const eep_write_options options = in_chunks_of(CHUNK);
    eep_error error;
    must(eep_pool_write(engine, pool, path, &options, &error), &error);
}

static eep_round general(uint64_t invitations)
{
    const eep_round round = {
        .kind = EEP_ROUND_GENERAL, .invitations = invitations, .moment = moment_of("2023-07-05")};
    return round;
}

static eep_status draw_with(int threads, uint64_t invitations, eep_notice *notice)
{
    const eep_round round = general(invitations);
    eep_engine *engine = engine_of(threads);
    eep_stream *stream = NULL;
    eep_error error;
    must(eep_stream_open(engine, path, NULL, &stream, &error), &error);
    const eep_status status = eep_stream_draw(engine, policy, stream, &round, 1, NULL, NULL, notice, &error);
    eep_stream_close(stream);
    eep_engine_free(engine);
    return status;
}

/* Turns a bit in the middle of the block that holds a column of a chunk. */
static void damage(uint64_t chunk, size_t column)
{
    eep_eepd *file = NULL;
    unsigned char byte;
    assert_int_equal(eep_eepd_open(path, NULL, NULL, &file, NULL), EEP_OK);
    size_t position = 0;
    while (file->schema.number[position] != column)
        position++;
    const eep_eepd_block block =
        eep_eepd_entry(file, chunk * file->schema.groups + file->schema.group[position]);
    const off_t at = (off_t)(block.offset + block.stored_bytes / 2);
    eep_eepd_close(file);
    const int handle = open(path, O_RDWR);
    assert_int_equal(pread(handle, &byte, 1, at), 1);
    byte ^= 16;
    assert_int_equal(pwrite(handle, &byte, 1, at), 1);
    close(handle);
}

/* A draw of few invites has few at the cut-off: chunks without any, and chunks with some. */
static void test_reads_of_times_do_not_depend_on_threads(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(2);
    eep_pool *pool = pool_of(engine, policy, ROWS, 3);
    int found[2] = {0, 0};
    for (uint64_t chunk = 0; chunk < CHUNKS; chunk++) {
        eep_notice notice;
        write_file(engine, pool);
        damage(chunk, EEP_COL_submitted_at);
        const eep_status status = draw_with(1, 40, &notice);
        assert_true(status == EEP_OK || status == EEP_ERROR_DAMAGED);
        found[status == EEP_OK]++;
        for (int i = 0; i < 12; i++)
            assert_int_equal(draw_with(1 + i % 4, 40, &notice), status);
    }
    assert_true(found[0] > 0);
    assert_true(found[1] > 0);
    eep_pool_free(pool);
    eep_engine_free(engine);
}

static void test_reads_of_what_points_rest_on_are_of_all_chunks(void **state)
{
    (void)state;
    static const size_t column[] = {EEP_COL_birth_date, EEP_COL_education, EEP_COL_english_writing,
                                    EEP_COL_status,     EEP_COL_noc,       EEP_COL_spouse_speaking};
    eep_engine *engine = engine_of(2);
    eep_pool *pool = pool_of(engine, policy, ROWS, 3);
    for (uint64_t chunk = 0; chunk < CHUNKS; chunk++) {
        eep_notice notice;
        write_file(engine, pool);
        damage(chunk, column[chunk % 6]);
        assert_int_equal(draw_with(1 + (int)(chunk % 3), 40, &notice), EEP_ERROR_DAMAGED);
    }
    eep_pool_free(pool);
    eep_engine_free(engine);
}

/* What the judge leaves out of the first chunk. */
static uint64_t left_out(eep_engine *engine, const eep_pool *pool)
{
    const eep_round round = general(10);
    eep_chunks *file = NULL;
    eep_rules *rules = NULL;
    eep_error error;
    static eep_judge judge;
    write_file(engine, pool);
    must(eep_policy_at(policy, eep_time_date(round.moment), &rules, &error), &error);
    must(eep_chunks_open(path, NULL, 1, NULL, &file, &error), &error);
    const eep_stream_round asked = {
        .rules = rules, .round = &round, .window = eep_validity_at(round.moment, rules->profile_months)};
    const uint64_t columns = eep_judge_chunk(&judge, &asked, file, 0);
    eep_chunks_close(file);
    eep_rules_free(rules);
    return columns;
}

/* Papers are stored as what they differ from the day of submission, so that who reads them has times as well.
 */
static void test_reads_leave_out_times_only_with_papers(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(1);
    eep_pool *pool = pool_of(engine, policy, CHUNK, 3);
    const eep_time submitted_at = pool->columns.submitted_at[700];
    const eep_date test = pool->columns.language_test_date[500];
    assert_int_equal(left_out(engine, pool), TIMES | PAPERS);
    pool->columns.submitted_at[700] =
        moment_of("2022-01-01"); /* has run out; the papers are valid all the same */
    assert_int_equal(left_out(engine, pool), PAPERS);
    pool->columns.submitted_at[700] = submitted_at;
    pool->columns.language_test_date[500] = eep_date_of(2019, 1, 1);
    assert_int_equal(left_out(engine, pool), 0);
    pool->columns.language_test_date[500] = test;
    assert_int_equal(left_out(engine, pool), TIMES | PAPERS);
    eep_pool_free(pool);
    eep_engine_free(engine);
}

/* The notices of two rounds on the file and on the pool read whole. */
static void check_both_ways(eep_engine *engine, uint64_t invitations)
{
    eep_round rounds[] = {general(invitations), general(invitations)};
    eep_notice whole[2], streamed[2];
    eep_pool *pool = NULL;
    eep_stream *stream = NULL;
    eep_error error;
    rounds[1].moment += 86400;
    must(eep_pool_read(engine, path, NULL, &pool, &error), &error);
    uint8_t *taken = calloc(eep_pool_rows(pool), 1);
    assert_non_null(taken);
    must(eep_hold_rounds(engine, policy, pool, rounds, 2, taken, whole, &error), &error);
    must(eep_stream_open(engine, path, NULL, &stream, &error), &error);
    must(eep_stream_draw(engine, policy, stream, rounds, 2, NULL, NULL, streamed, &error), &error);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(whole[i].in_pool, streamed[i].in_pool);
        assert_int_equal(whole[i].eligible, streamed[i].eligible);
        assert_int_equal(whole[i].invited, streamed[i].invited);
        assert_int_equal(whole[i].cutoff, streamed[i].cutoff);
        assert_int_equal(whole[i].tie_break, streamed[i].tie_break);
        assert_int_equal(whole[i].tie_break_id, streamed[i].tie_break_id);
        assert_int_equal(whole[i].tie_break_birth_date, streamed[i].tie_break_birth_date);
    }
    eep_stream_close(stream);
    eep_pool_free(pool);
    free(taken);
}

static void test_reads_of_files_that_lack_columns(void **state)
{
    (void)state;
    static const size_t column[] = {
        EEP_COL_submitted_at, EEP_COL_birth_date,         EEP_COL_status,
        EEP_COL_programs,     EEP_COL_language_test_date, EEP_COL_assessment_date};
    for (int threads = 1; threads <= 3; threads++) {
        eep_engine *engine = engine_of(threads);
        eep_pool *pool = pool_of(engine, policy, 4 * CHUNK + 5, 4);
        const uint64_t present = pool->columns.present;
        for (size_t i = 0; i < 6; i++) {
            pool->columns.present = present & ~(UINT64_C(1) << column[i]);
            write_file(engine, pool);
            check_both_ways(engine, 700);
        }
        eep_pool_free(pool);
        eep_engine_free(engine);
    }
}

/* Everybody of a pool of one may be without an id. */
static void test_reads_of_somebody_without_an_id(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(4);
    eep_pool *pool = pool_of(engine, policy, 1, 1);
    pool->columns.id[0] = 77;
    pool->columns.present &= ~(UINT64_C(1) << EEP_COL_id);
    write_file(engine, pool);
    for (int i = 0; i < 20; i++)
        check_both_ways(engine, 1);
    eep_pool_free(pool);
    eep_engine_free(engine);
}

static int start(void **state)
{
    (void)state;
    path = stream_path();
    policy = official();
    return 0;
}

static int end(void **state)
{
    (void)state;
    unlink(path);
    eep_policy_free(policy);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_of_times_do_not_depend_on_threads),
        cmocka_unit_test(test_reads_of_what_points_rest_on_are_of_all_chunks),
        cmocka_unit_test(test_reads_leave_out_times_only_with_papers),
        cmocka_unit_test(test_reads_of_files_that_lack_columns),
        cmocka_unit_test(test_reads_of_somebody_without_an_id),
    };
    return cmocka_run_group_tests(tests, start, end);
}

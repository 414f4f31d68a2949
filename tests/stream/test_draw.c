/*
 * test_draw.c - rounds on a stream are rounds on the pool: the same notices and the same invited, whatever
 * the threads and however little room there is.
 */
#include "streams.h"

static eep_policy *policy;

typedef struct named {
    uint8_t *mark; /* the round that invited each row */
    uint64_t rows;
    uint64_t last_row;
    unsigned last_round;
    eep_time *submitted_at;
} named;

/* In order, and none twice. */
static eep_status note_invited(void *context, const eep_invitation *invited, size_t count, eep_error *error)
{
    named *all = context;
    (void)error;
    for (size_t i = 0; i < count; i++) {
        assert_true(invited[i].row < all->rows);
        assert_int_equal(all->mark[invited[i].row], 0);
        assert_true(invited[i].round > all->last_round ||
                    (invited[i].round == all->last_round && invited[i].row > all->last_row));
        assert_int_equal(invited[i].submitted_at, all->submitted_at[invited[i].row]);
        all->mark[invited[i].row] = (uint8_t)invited[i].round;
        all->last_round = invited[i].round;
        all->last_row = invited[i].row;
    }
    return EEP_OK;
}

static eep_round round_of(const char *text, uint64_t invitations, const char *moment)
{
    eep_round round = {.invitations = invitations, .moment = moment_of(moment)};
    eep_error error;
    must(eep_round_parse(text, &round, &error), &error);
    return round;
}

static void assert_notices_equal(const eep_notice *a, const eep_notice *b)
{
    assert_string_equal(a->official_name, b->official_name);
    assert_string_equal(a->category_version, b->category_version);
    assert_string_equal(a->policy_digest, b->policy_digest);
    assert_int_equal(a->in_pool, b->in_pool);
    assert_int_equal(a->eligible, b->eligible);
    assert_int_equal(a->invited, b->invited);
    assert_int_equal(a->cutoff, b->cutoff);
    assert_int_equal(a->tie_break_rule, b->tie_break_rule);
    assert_int_equal(a->tie_break, b->tie_break);
    assert_int_equal(a->tie_break_birth_date, b->tie_break_birth_date);
    assert_int_equal(a->tie_break_id, b->tie_break_id);
    assert_int_equal(a->at_cutoff, b->at_cutoff);
    assert_int_equal(a->at_cutoff_invited, b->at_cutoff_invited);
    assert_int_equal(a->exhausted, b->exhausted);
}

/* Holds the rounds both ways. */
static void check_rounds(int threads, const eep_pool *pool, const eep_round *rounds, size_t count,
                         const eep_stream_room *room)
{
    const uint64_t rows = eep_pool_rows(pool);
    eep_notice whole[4], streamed[4];
    eep_error error;
    eep_engine *engine = engine_of(threads);
    eep_stream *stream = stream_of(engine, pool);
    uint8_t *taken = calloc(rows, 1);
    named all = {.mark = calloc(rows, 1), .rows = rows, .submitted_at = pool->columns.submitted_at};
    assert_non_null(taken);
    assert_non_null(all.mark);
    must(eep_hold_rounds(engine, policy, pool, rounds, count, taken, whole, &error), &error);
    must(eep_stream_draw_within(engine, policy, stream, rounds, count, room, note_invited, &all, streamed,
                                &error),
         &error);
    for (size_t i = 0; i < count; i++)
        assert_notices_equal(&whole[i], &streamed[i]);
    assert_memory_equal(taken, all.mark, rows);
    /* Nobody asks for names. */
    must(eep_stream_draw_within(engine, policy, stream, rounds, count, room, NULL, NULL, streamed, &error),
         &error);
    for (size_t i = 0; i < count; i++)
        assert_notices_equal(&whole[i], &streamed[i]);
    free(all.mark);
    free(taken);
    eep_stream_close(stream);
    eep_engine_free(engine);
}

static const eep_stream_room ample = {.kept = 100000, .group = 100000};
static const eep_stream_room tight = {.kept = 64, .group = 8}; /* counts overflow, ranks are narrowed down */

static eep_pool *some_pool(uint64_t rows, uint64_t seed)
{
    eep_engine *engine = engine_of(2);
    eep_pool *pool = pool_of(engine, policy, rows, seed);
    for (uint64_t row = 0; row < rows; row += 7)
        pool->columns.status[row] = (uint8_t)(row % 5);
    for (uint64_t row = 0; row < rows; row += 11) /* run out, or not come yet */
        pool->columns.submitted_at[row] += row % 2 == 0 ? 86400 * 400 : -86400 * 400;
    for (uint64_t row = 0; row < rows; row += 3)
        pool->columns.id[row] += 1000000; /* no longer in order */
    eep_engine_free(engine);
    return pool;
}

static void test_stream_draw_gives_the_notices_of_a_pool_in_memory(void **state)
{
    (void)state;
    static const char *const kinds[] = {"general", "program:cec", "category:stem", "program:pnp"};
    static const uint64_t invitations[] = {1, 40, 999, 1000000};
    eep_pool *pool = some_pool(5500, 1);
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < 4; i++) {
            const eep_round round = round_of(kinds[k], invitations[i], "2023-07-05");
            check_rounds(1 + (int)(i % 3), pool, &round, 1, &ample);
            check_rounds(1 + (int)(i % 3), pool, &round, 1, &tight);
        }
    }
    eep_pool_free(pool);
}

/* Submitted as it was made, all within a year, but for some in the second chunk: times of the others are read
 * of few.
 */
static void test_stream_draw_where_only_one_chunk_has_people_whose_profile_has_run_out(void **state)
{
    (void)state;
    static const char *const rules[] = {NULL, "rounds.tie_break=latest", "rounds.tie_break=lottery",
                                        "rounds.tie_break=youngest"};
    eep_engine *engine = engine_of(2);
    eep_pool *pool = pool_of(engine, policy, 5500, 6);
    eep_policy *kept = policy;
    for (uint64_t row = 1030; row < 2040; row += 9)
        pool->columns.submitted_at[row] -= 86400 * 400;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        eep_error error;
        policy = official();
        if (rules[i] != NULL) must(eep_policy_set(policy, rules[i], &error), &error);
        eep_round rounds[] = {round_of("category:stem", 30, "2023-07-05"),
                              round_of("general", 500, "2023-07-06"),
                              round_of("general", 5500, "2023-07-07")};
        rounds[1].floor = 300;
        for (int threads = 1; threads <= 3; threads++) {
            check_rounds(threads, pool, rounds, 3, &ample);
            check_rounds(threads, pool, rounds, 3, &tight);
        }
        eep_policy_free(policy);
    }
    policy = kept;
    eep_pool_free(pool);
    eep_engine_free(engine);
}

/* The last days on which papers were made that have expired on 2023-07-05. */
static void last_expired(eep_date *language_test, eep_date *assessment)
{
    eep_rules *rules = NULL;
    eep_error error;
    must(eep_policy_at(policy, eep_date_of(2023, 7, 5), &rules, &error), &error);
    *language_test = rules->pack.language_test_after;
    *assessment = rules->pack.assessment_after;
    eep_rules_free(rules);
}

/* Chunks of 1,024: in the first none has expired, in the others one test, all tests, one assessment, all of
 * them. */
static void test_stream_draw_with_papers_that_have_expired_in_some_chunks(void **state)
{
    (void)state;
    const eep_round round = round_of("general", 900, "2023-07-05");
    eep_date language_test, assessment;
    last_expired(&language_test, &assessment);
    eep_pool *pool = some_pool(5500, 5);
    for (uint64_t row = 0; row < 5500; row++) {
        const uint64_t chunk = row / 1024, first = row % 1024 == 0;
        pool->columns.language_test_date[row] = language_test + !((chunk == 1 && first) || chunk == 2);
        pool->columns.assessment_date[row] = assessment + !((chunk == 3 && first) || chunk == 4);
    }
    check_rounds(2, pool, &round, 1, &ample);
    check_rounds(1, pool, &round, 1, &tight);
    /* Without the columns, the days of submission stand for both. */
    pool->columns.present &=
        ~(UINT64_C(1) << EEP_COL_language_test_date | UINT64_C(1) << EEP_COL_assessment_date);
    for (uint64_t row = 3000; row < 4000; row++)
        pool->columns.submitted_at[row] = (eep_time)(language_test + (eep_date)(row % 4) - 1) * 86400;
    eep_columns_derive(&pool->columns, 0);
    check_rounds(2, pool, &round, 1, &ample);
    eep_pool_free(pool);
}

static void test_stream_draw_of_rounds_in_a_row_leaves_the_invited_out(void **state)
{
    (void)state;
    eep_pool *pool = some_pool(5500, 3);
    eep_round rounds[] = {round_of("category:french", 50, "2023-07-05"),
                          round_of("general", 300, "2023-07-06"), round_of("general", 300, "2023-08-20"),
                          round_of("program:cec", 3000, "2024-03-01")};
    rounds[1].floor = 470;
    check_rounds(2, pool, rounds, 4, &ample);
    check_rounds(3, pool, rounds, 4, &tight);
    eep_pool_free(pool);
}

static void test_stream_draw_keeps_every_rule_of_the_tie_break(void **state)
{
    (void)state;
    static const char *const rules[] = {"rounds.tie_break=latest", "rounds.tie_break=lottery",
                                        "rounds.tie_break=oldest", "rounds.tie_break=youngest"};
    eep_pool *pool = some_pool(5500, 4);
    eep_policy *kept = policy;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        eep_error error;
        policy = official();
        must(eep_policy_set(policy, rules[i], &error), &error);
        for (uint64_t invitations = 5; invitations < 3000; invitations *= 4) {
            const eep_round round = round_of("general", invitations, "2023-07-05");
            check_rounds(2, pool, &round, 1, &tight);
        }
        eep_policy_free(policy);
    }
    policy = kept;
    eep_pool_free(pool);
}

static void test_stream_draw_with_everybody_at_one_score_and_second(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(2);
    eep_pool *one = pool_of(engine, policy, 1, 1), *pool;
    eep_error error;
    must(eep_pool_new(NULL, &pool, &error), &error);
    must(eep_pool_grow(pool, 4000, &error), &error);
    for (size_t i = 0; i < EEP_COLUMNS; i++) {
        if (!eep_pool_has_column(one, i)) continue;
        (void)eep_pool_edit(pool, i);
        for (uint64_t row = 0; row < 4000; row++)
            eep_columns_set(&pool->columns, i, row, eep_columns_get(&one->columns, i, 0));
    }
    for (uint64_t row = 0; row < 4000; row++)
        pool->columns.id[row] = row * UINT64_C(0x9E3779B97F4A7C15) >> 1;
    for (uint64_t invitations = 1; invitations < 5000; invitations *= 3) {
        const eep_round round = round_of("general", invitations, "2023-07-05");
        check_rounds(2, pool, &round, 1, &tight);
    }
    eep_pool_free(pool);
    eep_pool_free(one);
    eep_engine_free(engine);
}

static void test_stream_draw_refuses_what_a_draw_refuses(void **state)
{
    (void)state;
    eep_engine *engine = engine_of(2);
    eep_pool *pool = pool_of(engine, policy, 2000, 1);
    eep_stream *stream = stream_of(engine, pool);
    eep_notice notice[2];
    eep_error error;
    eep_round rounds[] = {round_of("general", 1, "2023-07-05"), round_of("general", 1, "2023-07-04")};
    assert_int_equal(eep_stream_draw(engine, policy, stream, rounds, 2, NULL, NULL, notice, &error),
                     EEP_ERROR_ARGUMENT);
    assert_int_equal(error.line, 2);
    rounds[0].invitations = 0;
    assert_int_equal(eep_stream_draw(engine, policy, stream, rounds, 1, NULL, NULL, notice, &error),
                     EEP_ERROR_ARGUMENT);
    rounds[0] = round_of("category:steam", 1, "2023-07-05");
    assert_int_equal(eep_stream_draw(engine, policy, stream, rounds, 1, NULL, NULL, notice, &error),
                     EEP_ERROR_UNKNOWN);
    eep_stream_close(stream);
    eep_pool_free(pool);
    eep_engine_free(engine);
}

/* A file as no writer of pools makes it: the caller of this one has to see to it that no id stands twice. */
static eep_stream *stream_unchecked(eep_engine *engine, const eep_pool *pool)
{
    const eep_write_options options = in_chunks_of(1024);
    eep_eepd_writer *writer;
    eep_error error;
    must(eep_eepd_writer_new(stream_path(), pool->columns.present, "{}", &options, 1, NULL, &writer, &error),
         &error);
    must(eep_eepd_writer_put(writer, &pool->columns, 0, pool->columns.rows, &error), &error);
    must(eep_eepd_writer_commit(writer, &error), &error);
    return open_written(engine);
}

/* Ids that rise by one in each chunk, from a first one on. */
static eep_status draw_with_ids(const uint64_t first[3], eep_error *error)
{
    const eep_round round = round_of("general", 100, "2023-07-05");
    eep_notice notice;
    eep_engine *engine = engine_of(2);
    eep_pool *pool = pool_of(engine, policy, 3 * 1024, 1);
    for (uint64_t row = 0; row < pool->columns.rows; row++)
        pool->columns.id[row] = first[row / 1024] + row % 1024;
    eep_stream *stream = stream_unchecked(engine, pool);
    const eep_status status = eep_stream_draw(engine, policy, stream, &round, 1, NULL, NULL, &notice, error);
    eep_stream_close(stream);
    eep_pool_free(pool);
    eep_engine_free(engine);
    return status;
}

static void test_stream_draw_sees_an_id_that_stands_in_two_chunks(void **state)
{
    (void)state;
    eep_error error;
    must(draw_with_ids((uint64_t[]){0, 1024, 2048}, &error), &error);
    must(draw_with_ids((uint64_t[]){5000, 0, 2048}, &error), &error);
    assert_int_equal(draw_with_ids((uint64_t[]){0, 1023, 9000}, &error), EEP_ERROR_DUPLICATE);
    assert_int_equal(error.line, 1025);
    assert_int_equal(draw_with_ids((uint64_t[]){0, 7000, 500}, &error), EEP_ERROR_DUPLICATE);
    assert_int_equal(error.line, 2049);
}

static int start(void **state)
{
    (void)state;
    policy = official();
    return 0;
}

static int end(void **state)
{
    (void)state;
    eep_policy_free(policy);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream_draw_gives_the_notices_of_a_pool_in_memory),
        cmocka_unit_test(test_stream_draw_where_only_one_chunk_has_people_whose_profile_has_run_out),
        cmocka_unit_test(test_stream_draw_with_papers_that_have_expired_in_some_chunks),
        cmocka_unit_test(test_stream_draw_of_rounds_in_a_row_leaves_the_invited_out),
        cmocka_unit_test(test_stream_draw_keeps_every_rule_of_the_tie_break),
        cmocka_unit_test(test_stream_draw_with_everybody_at_one_score_and_second),
        cmocka_unit_test(test_stream_draw_refuses_what_a_draw_refuses),
        cmocka_unit_test(test_stream_draw_sees_an_id_that_stands_in_two_chunks),
    };
    return cmocka_run_group_tests(tests, start, end);
}

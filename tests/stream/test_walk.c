/* test_walk.c - what is told while a stream is walked over, and what memory many streams take. */
#include "streams.h"

#include "eepool/table.h"

#define ROWS 5000

/* ---- Progress ------------------------------------------------------------------------------------ */

typedef struct heard {
    uint64_t calls, last, total;
    int fell, beyond;
} heard;

static void hear(void *context, const char *what, uint64_t done, uint64_t total)
{
    heard *all = context;
    assert_string_equal(what, "candidates");
    all->fell |= done < all->last;
    all->beyond |= done > total;
    all->last = done;
    all->total = total;
    all->calls++;
}

static void test_progress_of_a_walk_ends_with_all_its_candidates_and_not_more(void **state)
{
    (void)state;
    static const struct {
        uint64_t first, limit, rows;
    } cases[] = {{0, 0, ROWS}, {100, 3000, 3000}, {1024, 1, 1}};
    eep_policy *policy = official();
    for (int threads = 1; threads <= 3; threads++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            heard all = {0};
            eep_engine *engine = engine_of(threads);
            eep_pool *pool = pool_of(engine, policy, ROWS, 9);
            eep_stream *stream = stream_of(engine, pool);
            eep_copy_options how;
            eep_error error;
            eep_copy_defaults(&how);
            how.form = EEP_TABLE_CSV;
            how.first = cases[i].first;
            how.limit = cases[i].limit;
            engine->progress = hear;
            engine->progress_context = &all;
            must(eep_streams_copy(engine, &stream, 1, "/dev/null", &how, &error), &error);
            assert_int_equal(all.last, cases[i].rows);
            assert_int_equal(all.total, cases[i].rows);
            assert_false(all.beyond || all.fell);
            eep_stream_close(stream);
            eep_pool_free(pool);
            eep_engine_free(engine);
        }
    }
    eep_policy_free(policy);
}

/* ---- Memory ------------------------------------------------------------------------------------ */

/* What is held, and the most that ever was; one thread. */
typedef struct meter {
    size_t held, most;
} meter;

static void *take_memory(void *context, size_t size, size_t alignment)
{
    meter *of = context;
    of->held += size;
    of->most = of->held > of->most ? of->held : of->most;
    return aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

static void give_memory(void *context, void *memory, size_t size)
{
    ((meter *)context)->held -= size;
    free(memory);
}

/* Joins `count` files of the pool, of which only the first may come with its rows; the most that was held. */
static size_t memory_to_join(const char paths[8][200], size_t count)
{
    meter of = {0};
    const eep_allocator allocator = {take_memory, give_memory, &of};
    eep_engine_options options;
    eep_engine *engine;
    eep_stream *streams[8];
    eep_copy_options how;
    eep_error error;
    eep_engine_defaults(&options);
    options.threads = 1;
    options.allocator = &allocator;
    must(eep_engine_new(&options, &engine, &error), &error);
    for (size_t i = 0; i < count; i++)
        must(eep_stream_open(engine, paths[i], NULL, &streams[i], &error), &error);
    eep_copy_defaults(&how);
    how.form = EEP_TABLE_CSV;
    must(eep_streams_copy(engine, streams, count, "/dev/null", &how, &error), &error);
    for (size_t i = 0; i < count; i++)
        eep_stream_close(streams[i]);
    eep_engine_free(engine);
    assert_int_equal(of.held, 0);
    return of.most;
}

/* Files of 20,000 candidates each, in one chunk, with ids of their own. */
static void test_many_files_are_joined_in_the_memory_of_one(void **state)
{
    (void)state;
    char paths[8][200];
    const char *folder = getenv("TMPDIR");
    eep_engine *engine = engine_of(1);
    eep_policy *policy = official();
    eep_pool *pool = pool_of(engine, policy, 20000, 3);
    eep_error error;
    for (size_t i = 0; i < 8; i++) {
        eep_write_options options;
        eep_write_defaults(&options);
        options.overwrite = 1;
        uint64_t *id = eep_pool_edit(pool, EEP_COL_id);
        for (uint64_t row = 0; row < 20000; row++)
            id[row] = 20000 * i + row;
        snprintf(paths[i], sizeof paths[i], "%s/eepool-join-%d-%zu.eepd", folder != NULL ? folder : "/tmp",
                 (int)getpid(), i);
        must(eep_pool_write(engine, pool, paths[i], &options, &error), &error);
    }
    const size_t one = memory_to_join(paths, 1), eight = memory_to_join(paths, 8);
    for (size_t i = 0; i < 8; i++)
        unlink(paths[i]);
    /* A file that is open and not being read holds its index, and no chunk. */
    if (eight > one + one / 4) fail_msg("eight files take %zu bytes, one takes %zu", eight, one);
    eep_pool_free(pool);
    eep_policy_free(policy);
    eep_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_progress_of_a_walk_ends_with_all_its_candidates_and_not_more),
        cmocka_unit_test(test_many_files_are_joined_in_the_memory_of_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

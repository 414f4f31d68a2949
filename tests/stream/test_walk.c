/* test_walk.c - what is told while a stream is walked over. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_progress_of_a_walk_ends_with_all_its_candidates_and_not_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
